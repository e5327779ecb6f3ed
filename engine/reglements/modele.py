"""What a rule set says, as data: facts, parameters, conditions, elements, operations.

A rule set is a ``reglement.toml``; every table below is one kind of entry in it, keyed by name, so
that a derived rule set (``base = "…"``) or a variant changes an entry by its path. What is truly a
rule set's own is a function of the module ``regles.py`` beside it, called by name.

Expressions (``si``) are data too. A text names a condition; a list holds when all its items do; a
table holds when all its keys do:

=============  ==================================================================================
``voeux``      the vœu is of one of these natures: ``COM*`` any type of établissement (or limited
               to lycées, by whom ``[typage]`` lets), ``COM!`` strictly any type, ``COM/LYC``
               limited to lycées, ``COM/`` limited otherwise, ``COM`` whatever its types
``lieu``       the vœu names the repère's établissement, commune, département… (ACA, ZRA: always)
``couvre``     the vœu's zone holds the repère itself: an établissement for ETB, COM…, a zone for ZR
``premier``    the vœu is the candidat's first that satisfies the expression (a list: ``voeux``)
``apres``      the list has, before this one, a vœu that satisfies the expression; ``avant``: after
``avec``       the candidat's list has a vœu that satisfies the expression
``partenaire`` the expression holds of the one he asks to move with
``un_de``      one of the expressions holds; ``sauf``: the expression does not hold
a column       a fact, a derived value, an attribute of a repère (``conjoint.departement``), of the
               établissement that an ETB vœu names (``voeu.rural_isole``), of the one he asks to
               move with (``partenaire.statut``), or a parameter (``$nom``)
=============  ==================================================================================

A column is compared with a value, with a list (one of them), or with a table: ``min``, ``max``,
``au_plus_tard``, ``au_plus_tot``, ``avant``, ``apres`` (dates: ``31/08/n-1``), ``nul``,
``contient`` (a list of texts has this one), or, with another column, ``egal``, ``different``,
``atteint`` (as great), ``parmi`` (an item of that list, or items all of that list). ``n-3`` is a
year. A missing value satisfies ``nul = true`` and nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mouvement.engine.campagne import Options

Expression = Any
"""Text, list or table, as the TOML gives it."""


@dataclass(frozen=True)
class Entree:
    """What every entry of a rule set has: a name, a meaning in French, the rules it carries."""

    nom: str
    sens: str
    source: str
    regles: tuple[str, ...]


@dataclass(frozen=True)
class Fait(Entree):
    """A column that the rule set reads.

    Attributes
    ----------
    table : the campaign's table that has it.
    genre : ``texte``, ``entier``, ``booléen``, ``date``, ``points`` or ``liste de textes``.
    unite, date : what it counts; the date at which it is observed (``31/08/n-1``).
    valeurs, minimum, maximum, reference : what a value may be (``reference``: table.column).
    defaut : what a missing value or column means; None when it must be there.
    nul : a missing value has a meaning of its own.
    """

    table: str
    genre: str
    unite: str
    date: str
    valeurs: tuple[str, ...]
    minimum: int | None
    maximum: int | None
    reference: str
    defaut: Any
    nul: bool


@dataclass(frozen=True)
class Derivee(Entree):
    """A value that a function of ``regles.py`` computes, by candidat or by vœu."""

    par: str
    unite: str


@dataclass(frozen=True)
class Parametre(Entree):
    """What a campaign may set in ``[parametres]``: a reading, a date of the yearly note.

    Attributes
    ----------
    valeur : the default; None when the campaign must give it.
    genre : ``texte``, ``entier``, ``booléen``, ``date``, ``points`` or ``paliers`` (a list of
        (from, points), rising).
    alternative : the other reading, in French.
    valeurs : the allowed texts; () when free.
    maximum : the most points that it may give; None: no bound.
    """

    valeur: Any
    genre: str
    alternative: str
    valeurs: tuple[str, ...]
    maximum: int | None


@dataclass(frozen=True)
class Repere(Entree):
    """A place that matters to a candidat: where he is, was, where the spouse works.

    Attributes
    ----------
    depuis : (level, column) pairs; the first column that is not missing gives the place. Levels:
        ``poste``, ``etablissement``, ``zone``, ``commune``, ``departement``. In TOML a level has
        a column, or a list of them.
    """

    depuis: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Condition(Entree):
    """A named expression."""

    si: Expression


@dataclass(frozen=True)
class Cas(Entree):
    """One case of an element: the points that it gives where its expression holds.

    ``points`` is a number; or a table: ``par`` (a count) with ``valeur`` by unit, ``tranche`` (how
    many units make one), ``apres`` (units that do not count), ``forfait``, ``minimum``,
    ``plafond``; or ``selon`` (a count) with ``paliers`` (from, points); or ``fait`` (a column of
    points); or ``maximum_de``, a list of these. ``$nom`` is a parameter's value.
    """

    si: Expression
    points: Any


@dataclass(frozen=True)
class Element(Entree):
    """An element of barème: its cases, of which the first that holds for a vœu gives the points.

    Attributes
    ----------
    famille : what it belongs to (``commune``, ``familiale``, ``handicap``…).
    obligatoire : every vœu must meet one of the cases.
    un_seul : only the first vœu that would get it gets it.
    """

    famille: str
    si: Expression
    cas: tuple[Cas, ...]
    obligatoire: bool
    un_seul: bool


@dataclass(frozen=True)
class Cumul(Entree):
    """What does not add up.

    Attributes
    ----------
    gagne, exclut : where one of ``gagne`` has points, those of ``exclut`` (``*``: all others) give
        none, but for ``garde``. When ``gagne`` is empty, only the greatest of ``exclut`` counts.
    portee : ``voeu`` (on the same vœu), ``candidat`` (on all his vœux), or a parameter.
    """

    gagne: tuple[str, ...]
    exclut: tuple[str, ...]
    garde: tuple[str, ...]
    portee: str


@dataclass(frozen=True)
class Critere(Entree):
    """A criterion of départage, highest first: a yes or no (``si``), or a number (``valeur``).

    A number counts where ``si`` holds; the criterion is left out when that is nowhere.
    """

    si: Expression
    valeur: str


@dataclass(frozen=True)
class Offre(Entree):
    """What changes the supports offered: a column of ``postes`` that counts them.

    ``moins``: they are not offered; ``plus``: they are, besides those vacant. One is empty.
    """

    moins: str
    plus: str


@dataclass(frozen=True)
class Participation(Entree):
    """Who takes part and how.

    Attributes
    ----------
    effet : ``exclu``, ``obligatoire``, ``facultative``, ``separe`` (his couple is dissolved),
        ``perd_son_poste`` (no maintien, no support brought) or ``sans_demande`` (his vœux fall; he
        takes part without them if he must, else he does not).
    """

    si: Expression
    effet: str


@dataclass(frozen=True)
class Operation(Entree):
    """What is done to the lists of vœux, in the order of the rule set.

    Attributes
    ----------
    operation : a name of ``operations.OPERATIONS``, or of ``regles.OPERATIONS``.
    reste : its own keys.
    """

    operation: str
    si: Expression
    reste: Mapping[str, Any]


@dataclass(frozen=True)
class Coherence(Entree):
    """What must hold of a row: where ``si`` holds, ``exige`` must, or the campaign is refused."""

    si: Expression
    exige: Expression
    colonne: str
    remede: str


@dataclass(frozen=True)
class Signalement(Entree):
    """What somebody should look at: one row for each candidat (or vœu) where ``si`` holds."""

    si: Expression


@dataclass(frozen=True)
class Conjointe(Entree):
    """The extension of a couple together, before that of each member alone.

    It is for the tied couples of whom both members come under the extension, have the same start
    and satisfy ``si``. Both are searched for in each place of ``ordre`` in turn: two
    établissements, then, where ``niveaux`` has ZRD, an établissement for the smaller identifier and
    a replacement zone for the other, then the reverse.
    """

    si: Expression


@dataclass(frozen=True)
class Extension(Entree):
    """How somebody who must be placed is, when his vœux fail (modele.md §6).

    A candidat follows the first extension whose ``si`` holds for him.

    Attributes
    ----------
    si : who is extended.
    depart : repères whose département is the start; else that of the first vœu that has one.
    annuel : the grant is for one year.
    elements, familles : the elements, by name or by family, that the barème of extension keeps.
    minimum : ``apres_filtrage`` (lowest of the kept sums) or ``avant_filtrage`` (kept sum of the
        vœu that has the lowest barème); ``$nom``: as the parameter says.
    niveaux : what is searched, in turn: for each, the type of zones (``DPT``, ``ZRD``…).
    ordre : for each start, the places that follow, in order; empty: the table ``extensions``. In
        TOML, the name of another extension stands for its own.
    restriction : what the zones searched leave out, or are limited to (``hors=REP+``).
    conjointe : couples are first extended together; None: each member alone. It asks for an
        ``ordre``, and ``niveaux`` of DPT and perhaps ZRD.
    """

    si: Expression
    depart: tuple[str, ...]
    annuel: bool
    elements: tuple[str, ...]
    familles: tuple[str, ...]
    minimum: str
    niveaux: tuple[str, ...]
    ordre: Mapping[str, tuple[str, ...]]
    restriction: str
    conjointe: Conjointe | None


@dataclass(frozen=True)
class Complement(Entree):
    """Who may be given, on a precise vœu, a poste of another discipline left vacant.

    A candidat follows the first one whose ``si`` holds for him and whose column is not missing.

    Attributes
    ----------
    discipline : the column of the candidats that names the discipline.
    types : the types of établissement of these postes; all of them when empty.
    """

    si: Expression
    discipline: str
    types: tuple[str, ...]


@dataclass(frozen=True)
class Garde(Entree):
    """Who an exchange of the improvement stage leaves in the type of établissement he is in.

    Attributes
    ----------
    niveau : how far it holds: inside a commune (``COM``), a groupement (``GEO``), a département
        (``DPT``), everywhere (``ACA``).
    types : the types of établissement.
    """

    si: Expression
    niveau: str
    types: tuple[str, ...]


@dataclass(frozen=True)
class Niveau(Entree):
    """On what those who want one seat are compared, at a level of the improvement stage.

    The name is the level: ``DPT``, ``GEO``, ``COM``, ``ZRD`` or ``ZRA``.

    Attributes
    ----------
    bareme : what ranks the better vœux: ``voeu`` (the barème of each) or ``partie_commune`` (the
        common part of their author's).
    siege : what an entrant may claim his seat with: ``aucun`` (he may not), ``partie_commune``, or
        ``indicatif`` (the barème of his first better vœu whose zone holds the seat; without one,
        the common part).
    hors_commune : whether a titulaire's better vœux leave aside the postes of his own commune,
        which the level of communes then compares alone; true, false or a parameter.
    """

    bareme: str
    siege: str
    hors_commune: bool | str


@dataclass(frozen=True)
class Typage:
    """What counts as lycées, and who may limit himself to them without losing a bonification.

    ``etablissements`` are the types that count when a commune's établissements are counted; all of
    them when empty.
    """

    lycees: tuple[str, ...]
    si: Expression
    etablissements: tuple[str, ...]


@dataclass(frozen=True)
class Reglement:
    """A rule set.

    Attributes
    ----------
    nom : the name, or the path, that ``campagne.toml`` gives.
    titre, resume, source : what it is and where it comes from, in French.
    options : the options that apply when ``campagne.toml`` says nothing.
    module : name of the shipped rule set whose ``regles.py`` serves; empty when there is none.
    empreinte : sha256 of all that it is made of.
    partie_commune : the elements that every vœu of a candidat has.
    """

    nom: str
    titre: str
    resume: str
    source: str
    options: Options
    module: str
    empreinte: str
    partie_commune: tuple[str, ...]
    typage: Typage
    faits: tuple[Fait, ...]
    derivees: tuple[Derivee, ...]
    parametres: tuple[Parametre, ...]
    reperes: tuple[Repere, ...]
    conditions: Mapping[str, Condition]
    elements: tuple[Element, ...]
    cumul: tuple[Cumul, ...]
    departage: tuple[Critere, ...]
    offre: tuple[Offre, ...]
    participation: tuple[Participation, ...]
    voeux: tuple[Operation, ...]
    coherences: tuple[Coherence, ...]
    signalements: tuple[Signalement, ...]
    extensions: tuple[Extension, ...]
    complements: tuple[Complement, ...]
    gardes: tuple[Garde, ...]
    amelioration: tuple[Niveau, ...]
