"""What a rule set's merged TOML says, as a ``Reglement``."""

from decimal import Decimal
from hashlib import sha256
from typing import Any

from mouvement.engine.campagne import Options
from mouvement.engine.reglements import modele
from mouvement.engine.reglements.lecteur import ABSENT, Lecteur, ReglementInvalide
from mouvement.engine.reglements.modele import Reglement
from mouvement.engine.reglements.sources import Table

PLAFOND = 10**9
"""What every number of a rule set is below: points in thousandths then fit anywhere."""


def lire(nom: str, table: Table, octets: bytes, module: str) -> Reglement:
    """Return the rule set that a merged TOML says; ReglementInvalide when it is wrong."""
    _exiger_finis("", table)
    lecteur = Lecteur("", table)
    conditions = lecteur.chaque(
        "conditions", lambda e: modele.Condition(**e.entree(), si=e.expression())
    )
    reglement = Reglement(
        nom=nom,
        titre=lecteur.lire("titre", str),
        resume=lecteur.lire("resume", str),
        source=lecteur.lire("source", str),
        options=_options(lecteur.lire("options", dict)),
        module=module,
        empreinte=sha256(octets).hexdigest(),
        partie_commune=lecteur.textes("partie_commune"),
        typage=_typage(Lecteur("typage", lecteur.lire("typage", dict, {}))),
        faits=lecteur.chaque("faits", _fait),
        derivees=lecteur.chaque("derivees", _derivee),
        parametres=lecteur.chaque("parametres", _parametre),
        reperes=lecteur.chaque("reperes", _repere),
        conditions={condition.nom: condition for condition in conditions},
        elements=lecteur.chaque("elements", _element),
        cumul=lecteur.chaque("cumul", _cumul),
        departage=lecteur.chaque("departage", _critere),
        offre=lecteur.chaque("offre", _offre),
        participation=lecteur.chaque("participation", _participation),
        voeux=lecteur.chaque("voeux", _operation),
        coherences=lecteur.chaque("coherences", _coherence),
        signalements=lecteur.chaque(
            "signalements", lambda e: modele.Signalement(**e.entree(), si=e.expression())
        ),
        extensions=_extensions(lecteur, table.get("extensions", {})),
        complements=lecteur.chaque("complements", _complement),
        gardes=lecteur.chaque("gardes", _garde),
        amelioration=lecteur.chaque("amelioration", _niveau),
    )
    lecteur.lire("designation", dict, {})  # read by engine.designation
    lecteur.finir()
    return reglement


def _exiger_finis(ou: str, noeud: Any) -> None:
    """Refuse what TOML has, and no rule can make anything of: nan, inf, 1e999999."""
    if isinstance(noeud, int | Decimal):
        nombre = Decimal(noeud)
        if not (nombre.is_finite() and abs(nombre) < PLAFOND):
            raise ReglementInvalide(ou, f"{noeud} n'est pas un nombre de moins de {PLAFOND}")
    if isinstance(noeud, list):
        noeud = dict(enumerate(noeud))
    if isinstance(noeud, dict):
        for cle, enfant in noeud.items():
            _exiger_finis(f"{ou}.{cle}".lstrip("."), enfant)


def _options(table: Table) -> Options:
    try:
        return Options(**table)
    except TypeError as erreur:
        raise ReglementInvalide("options", str(erreur)) from None


def _typage(lecteur: Lecteur) -> modele.Typage:
    typage = modele.Typage(
        lycees=lecteur.textes("lycees", ("LYC",)),
        si=lecteur.expression() or {"un_de": []},
        etablissements=lecteur.textes("etablissements"),
    )
    lecteur.finir()
    return typage


def _fait(lecteur: Lecteur) -> modele.Fait:
    return modele.Fait(
        **lecteur.entree(),
        table=lecteur.lire("table", str, "candidats"),
        genre=lecteur.lire("genre", str),
        unite=lecteur.lire("unite", str, ""),
        date=lecteur.lire("date", str, ""),
        valeurs=lecteur.textes("valeurs"),
        minimum=lecteur.lire("minimum", int, None),
        maximum=lecteur.lire("maximum", int, None),
        reference=lecteur.lire("reference", str, ""),
        defaut=lecteur.lire("defaut", object, None),
        nul=lecteur.lire("nul", bool, False),
    )


def _derivee(lecteur: Lecteur) -> modele.Derivee:
    return modele.Derivee(
        **lecteur.entree(),
        par=lecteur.lire("par", str, "candidat"),
        unite=lecteur.lire("unite", str, ""),
    )


def _parametre(lecteur: Lecteur) -> modele.Parametre:
    return modele.Parametre(
        **lecteur.entree(),
        valeur=lecteur.lire("valeur", object, None),
        genre=lecteur.lire("genre", str),
        alternative=lecteur.lire("alternative", str, ""),
        valeurs=lecteur.textes("valeurs"),
        maximum=lecteur.lire("maximum", int, None),
    )


def _repere(lecteur: Lecteur) -> modele.Repere:
    entree = lecteur.entree()
    depuis = [
        (niveau, colonne)
        for niveau, colonnes in lecteur.reste().items()
        for colonne in ([colonnes] if isinstance(colonnes, str) else colonnes)
    ]
    return modele.Repere(**entree, depuis=tuple(depuis))


def _element(lecteur: Lecteur) -> modele.Element:
    entree = lecteur.entree()
    si = _avec_voeux(lecteur)
    points = lecteur.lire("points", (int, Decimal, str, dict), None)
    cas = lecteur.chaque("cas", _cas)
    if (points is None) == (not cas):
        raise ReglementInvalide(lecteur.ou, "donner points, ou des cas (et non les deux)")
    seul = modele.Cas(**(entree | {"nom": ""}), si=(), points=points)
    return modele.Element(
        **entree,
        famille=lecteur.lire("famille", str, ""),
        si=si,
        cas=cas or (seul,),
        obligatoire=lecteur.lire("obligatoire", bool, False),
        un_seul=lecteur.lire("un_seul", bool, False),
    )


def _cas(lecteur: Lecteur) -> modele.Cas:
    return modele.Cas(
        **lecteur.entree(),
        si=_avec_voeux(lecteur),
        points=lecteur.lire("points", (int, Decimal, str, dict)),
    )


def _avec_voeux(lecteur: Lecteur) -> Any:
    """Return ``si``, with the shorthand ``voeux`` joined to it."""
    si, voeux = lecteur.expression(), lecteur.textes("voeux")
    return [{"voeux": list(voeux)}, si] if voeux else si


def _cumul(lecteur: Lecteur) -> modele.Cumul:
    return modele.Cumul(
        **lecteur.entree(),
        gagne=lecteur.textes("gagne"),
        exclut=lecteur.textes("exclut", ABSENT),
        garde=lecteur.textes("garde"),
        portee=lecteur.lire("portee", str, "voeu"),
    )


def _critere(lecteur: Lecteur) -> modele.Critere:
    return modele.Critere(
        **lecteur.entree(), si=lecteur.expression(), valeur=lecteur.lire("valeur", str, "")
    )


def _offre(lecteur: Lecteur) -> modele.Offre:
    entree = lecteur.entree()
    moins, plus = lecteur.lire("moins", str, ""), lecteur.lire("plus", str, "")
    if bool(moins) == bool(plus):
        raise ReglementInvalide(lecteur.ou, "donner moins, ou plus (et non les deux)")
    return modele.Offre(**entree, moins=moins, plus=plus)


def _participation(lecteur: Lecteur) -> modele.Participation:
    return modele.Participation(
        **lecteur.entree(), si=lecteur.expression(), effet=lecteur.lire("effet", str)
    )


def _complement(lecteur: Lecteur) -> modele.Complement:
    return modele.Complement(
        **lecteur.entree(),
        si=lecteur.expression(),
        discipline=lecteur.lire("discipline", str),
        types=lecteur.textes("types"),
    )


def _garde(lecteur: Lecteur) -> modele.Garde:
    return modele.Garde(
        **lecteur.entree(),
        si=lecteur.expression(),
        niveau=lecteur.lire("niveau", str),
        types=lecteur.textes("types", ABSENT),
    )


def _niveau(lecteur: Lecteur) -> modele.Niveau:
    return modele.Niveau(
        **lecteur.entree(),
        bareme=lecteur.lire("bareme", str, "voeu"),
        siege=lecteur.lire("siege", str, "aucun"),
        hors_commune=lecteur.lire("hors_commune", (bool, str), False),
    )


def _operation(lecteur: Lecteur) -> modele.Operation:
    return modele.Operation(
        **lecteur.entree(),
        operation=lecteur.lire("operation", str),
        si=_avec_voeux(lecteur),
        reste=lecteur.reste(),
    )


def _coherence(lecteur: Lecteur) -> modele.Coherence:
    return modele.Coherence(
        **lecteur.entree(),
        si=lecteur.expression(),
        exige=lecteur.expression("exige"),
        colonne=lecteur.lire("colonne", str),
        remede=lecteur.lire("remede", str),
    )


def _extensions(lecteur: Lecteur, tables: Table) -> tuple[modele.Extension, ...]:
    return lecteur.chaque("extensions", lambda entree: _extension(entree, tables))


def _extension(lecteur: Lecteur, tables: Table) -> modele.Extension:
    ordre = lecteur.lire("ordre", (dict, str), {})
    if isinstance(ordre, str):
        if not isinstance(tables.get(ordre, {}).get("ordre"), dict):
            raise ReglementInvalide(f"{lecteur.ou}.ordre", f"extension sans ordre : {ordre}")
        ordre = tables[ordre]["ordre"]
    return modele.Extension(
        **lecteur.entree(),
        si=lecteur.expression(),
        depart=lecteur.textes("depart"),
        annuel=lecteur.lire("annuel", bool, False),
        elements=lecteur.textes("elements"),
        familles=lecteur.textes("familles"),
        minimum=lecteur.lire("minimum", str, "apres_filtrage"),
        niveaux=lecteur.textes("niveaux"),
        ordre={depart: tuple(suite) for depart, suite in ordre.items()},
        restriction=lecteur.lire("restriction", str, ""),
        conjointe=_conjointe(lecteur),
    )


def _conjointe(extension: Lecteur) -> modele.Conjointe | None:
    table = extension.lire("conjointe", dict, None)
    if table is None:
        return None
    lecteur = Lecteur(f"{extension.ou}.conjointe", table)
    conjointe = modele.Conjointe(**lecteur.entree(), si=lecteur.expression())
    lecteur.finir()
    return conjointe
