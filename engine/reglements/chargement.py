"""Reading a rule set: TOML to ``Reglement``, every mistake named by its path."""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from hashlib import sha256
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar

from mouvement.engine.campagne import Options
from mouvement.engine.reglements import modele
from mouvement.engine.reglements.modele import Reglement

FICHIER, REGLES = "reglement.toml", "regles.py"
Table = Mapping[str, Any]
Objet = TypeVar("Objet")
ABSENT = object()


class ReglementInvalide(ValueError):
    """A rule set that says something it cannot: where, and what."""

    def __init__(self, ou: str, motif: str) -> None:
        super().__init__(f"{ou} : {motif}")
        self.ou = ou
        self.motif = motif


class Lecteur:
    """One table of the TOML, read key by key; what is left unread is a mistake."""

    def __init__(self, ou: str, table: Any) -> None:
        if not isinstance(table, dict):
            raise ReglementInvalide(ou, "une table est attendue")
        self.ou = ou
        self._reste = dict(table)

    def lire(self, cle: str, genre: type | tuple[type, ...], defaut: Any = ABSENT) -> Any:
        """Take a key out; ReglementInvalide when it is missing or of another type."""
        valeur = self._reste.pop(cle, defaut)
        if valeur is ABSENT:
            raise ReglementInvalide(self.ou, f"la clé {cle} manque")
        if valeur is not defaut and not isinstance(valeur, genre):
            raise ReglementInvalide(f"{self.ou}.{cle}", "la valeur n'est pas du genre attendu")
        return valeur

    def textes(self, cle: str, defaut: Any = ()) -> tuple[str, ...]:
        """Take out a list of texts."""
        valeurs = self.lire(cle, list, list(defaut) if defaut is not ABSENT else ABSENT)
        if not all(isinstance(valeur, str) for valeur in valeurs):
            raise ReglementInvalide(f"{self.ou}.{cle}", "des textes sont attendus")
        return tuple(valeurs)

    def entree(self) -> dict[str, Any]:
        """Take out what every entry has."""
        return {
            "nom": self.ou.rpartition(".")[2],
            "sens": self.lire("sens", str, ""),
            "source": self.lire("source", str, ""),
            "regles": self.textes("regles"),
        }

    def expression(self, cle: str = "si") -> Any:
        """Take out an expression; () holds always. The key ``voeux`` is a shorthand inside it."""
        return self.lire(cle, (str, list, dict), ())

    def reste(self) -> dict[str, Any]:
        """Take out all that is left."""
        tout, self._reste = self._reste, {}
        return tout

    def finir(self) -> None:
        """ReglementInvalide when a key was not read."""
        if self._reste:
            raise ReglementInvalide(self.ou, f"clé inconnue : {', '.join(sorted(self._reste))}")

    def chaque(self, cle: str, lire: Callable[["Lecteur"], Objet]) -> tuple[Objet, ...]:
        """Read every entry of a table of entries, in order."""
        return tuple(self._entrees(cle, lire))

    def _entrees(self, cle: str, lire: Callable[["Lecteur"], Objet]) -> Iterator[Objet]:
        ou = f"{self.ou}.{cle}".lstrip(".")
        for nom, contenu in self.lire(cle, dict, {}).items():
            lecteur = Lecteur(f"{ou}.{nom}", contenu)
            yield lire(lecteur)
            lecteur.finir()


def contenu(dossiers: Mapping[str, Any], nom: str, racine: Path | None) -> tuple[Table, bytes, str]:
    """Return a rule set's merged TOML, the bytes that it is made of, and the shipped module.

    Parameters
    ----------
    dossiers : the shipped rule sets' folders by name.
    racine : folder to which a path is relative; None when only shipped names are known.
    """
    livre = nom in dossiers
    lu: dict[str, Any] = {}
    octets, module = b"", ""
    for source in _fichiers(dossiers[nom], ".toml") if livre else [_chemin(nom, racine)]:
        octets += source.read_bytes()
        lu = _reunir(source, lu, _toml(source))
    if livre and (dossiers[nom] / REGLES).is_file():
        module = dossiers[nom].name
        octets += b"".join(f.read_bytes() for f in _fichiers(dossiers[nom], ".py", ".csv"))
    base = lu.pop("base", None)
    if base is None:
        return lu, octets, module
    if base not in dossiers:
        raise ReglementInvalide("base", f"« {base} » n'est pas un règlement livré")
    dessous, octets_base, module_base = contenu(dossiers, base, None)
    return fusionner(dessous, lu), octets_base + octets, module or module_base


def _fichiers(dossier: Any, *suffixes: str) -> list[Any]:
    """Return the files of a shipped rule set of these kinds, by name: one subject each."""
    tous = (fichier for fichier in dossier.iterdir() if fichier.name.endswith(suffixes))
    return sorted(tous, key=lambda fichier: fichier.name)


def _reunir(source: Any, lu: Table, suite: Table) -> dict[str, Any]:
    """Put together what two files of a rule set say; each entry is in one of them."""
    for section, entrees in suite.items():
        dites = lu.get(section, {})
        deux_fois = [nom for nom in entrees if nom in dites] if isinstance(entrees, dict) else dites
        if deux_fois:
            raise ReglementInvalide(f"{source.name}, {section}", f"dit deux fois : {deux_fois}")
    return fusionner(lu, suite)


def _toml(source: Any) -> dict[str, Any]:
    try:
        return tomllib.loads(source.read_bytes().decode("utf-8"), parse_float=Decimal)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as erreur:
        raise ReglementInvalide(source.name, str(erreur)) from None


def _chemin(nom: str, racine: Path | None) -> Path:
    chemin = None if racine is None else racine / nom
    if chemin is not None and chemin.is_dir():
        chemin = chemin / FICHIER
    if chemin is None or not chemin.is_file():
        raise KeyError(nom)
    return chemin


def fusionner(dessous: Table, dessus: Table) -> dict[str, Any]:
    """Return the tables merged key by key; what is above wins; an empty table removes an entry."""
    resultat = dict(dessous)
    for cle, valeur in dessus.items():
        if valeur == {}:
            resultat.pop(cle, None)
        elif isinstance(valeur, dict) and isinstance(resultat.get(cle), dict):
            resultat[cle] = fusionner(resultat[cle], valeur)
        else:
            resultat[cle] = valeur
    return resultat


def lire(nom: str, table: Table, octets: bytes, module: str) -> Reglement:
    """Return the rule set that a merged TOML says; ReglementInvalide when it is wrong."""
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


def dossiers_livres() -> dict[str, Any]:
    """Return the shipped rule sets' folders, by the name that a campaign gives."""
    racine = resources.files("mouvement.engine.reglements")
    return {
        dossier.name.replace("_", "-"): dossier
        for dossier in sorted(racine.iterdir(), key=lambda dossier: dossier.name)
        if dossier.is_dir() and (dossier / FICHIER).is_file()
    }


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
