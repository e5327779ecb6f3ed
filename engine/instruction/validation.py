"""Whether a rule set can be applied at all: every name in it exists, every expression reads."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from mouvement.engine.instruction import conditions, echanges
from mouvement.engine.instruction.lieux import ATTRIBUTS
from mouvement.engine.instruction.operations import OPERATIONS
from mouvement.engine.instruction.participation import EFFETS
from mouvement.engine.instruction.reglementaire import fonctions
from mouvement.engine.instruction.tableau import PARTENAIRE
from mouvement.engine.reglements.lecteur import ReglementInvalide
from mouvement.engine.reglements.modele import Reglement

COLONNES = (
    *("candidat", "discipline", "poste_actuel", "participation", "carte_scolaire", "simultanee"),
    *("dernier_rang", "rang_separe", "numero", "rang", "place", "type", "code"),
    *("etablissements_commune", "types_etablissement", "restriction", "origine"),
)
"""The columns that every campaign has, besides the rule set's facts and derived values."""
AVEC_SI = (
    *("departage", "participation", "voeux", "signalements", "extensions", "complements"),
    "gardes",
)
"""Sections whose entries have one expression, ``si``."""
GARDES = ("COM", "GEO", "DPT", "ACA")
"""Levels inside which a guard may hold."""


def valider(reglement: Reglement) -> None:
    """Check every name that a rule set uses; ReglementInvalide at the first that does not exist."""
    for ou, expression in _expressions(reglement):
        try:
            for genre, nom in conditions.noms(expression):
                _exiger(reglement, ou, genre, nom)
        except (AttributeError, TypeError):
            raise ReglementInvalide(ou, "l'expression n'est pas lisible") from None
    _fonctions(reglement)
    _elements(reglement)
    _points(reglement)
    _offre(reglement)
    _gardes(reglement)
    echanges.valider(reglement)
    _conjointes(reglement)


def _expressions(reglement: Reglement) -> Iterator[tuple[str, Any]]:
    """Yield every expression, with where it is."""
    yield "typage", reglement.typage.si
    for condition in reglement.conditions.values():
        yield f"conditions.{condition.nom}", condition.si
    for element in reglement.elements:
        yield f"elements.{element.nom}", element.si
        for cas in element.cas:
            ou = f"elements.{element.nom}.cas.{cas.nom}"
            yield ou, cas.si
            yield ou, _formule(cas.points)
    for section in AVEC_SI:
        for entree in getattr(reglement, section):
            yield f"{section}.{entree.nom}", entree.si
    for extension in reglement.extensions:
        if extension.conjointe:
            yield f"extensions.{extension.nom}.conjointe", extension.conjointe.si
    for complement in reglement.complements:
        yield f"complements.{complement.nom}", {complement.discipline: ""}
    for critere in reglement.departage:
        yield f"departage.{critere.nom}", _formule({"fait": critere.valeur.lstrip("-")})
    for coherence in reglement.coherences:
        yield f"coherences.{coherence.nom}", [coherence.si, coherence.exige]
        yield f"coherences.{coherence.nom}", {coherence.colonne: ""}
    for repere in reglement.reperes:
        yield f"reperes.{repere.nom}", {colonne: "" for _, colonne in repere.depuis}


def _formule(points: Any) -> Any:
    """Return an expression that names what a formula names."""
    if not isinstance(points, dict):
        return {points: True} if str(points).startswith("$") else []
    if "maximum_de" in points:
        return [_formule(partie) for partie in points["maximum_de"]]
    parametres = [_formule(valeur) for valeur in points.values() if isinstance(valeur, str)]
    return [{points[cle]: "" for cle in ("par", "selon", "fait") if points.get(cle)}, *parametres]


def _exiger(reglement: Reglement, ou: str, genre: str, nom: str) -> None:
    connus = {
        "condition": set(reglement.conditions),
        "repere": {repere.nom for repere in reglement.reperes},
        "parametre": {parametre.nom for parametre in reglement.parametres},
    }
    if genre == "colonne" and not _colonne(reglement, nom):
        raise ReglementInvalide(ou, f"ni fait ni valeur dérivée : {nom}")
    if genre != "colonne" and nom not in connus[genre]:
        raise ReglementInvalide(ou, f"{genre} qui n'existe pas : {nom}")


def _colonne(reglement: Reglement, nom: str) -> bool:
    simples = {fait.nom for fait in reglement.faits if fait.table in ("candidats", "voeux")}
    prefixe, point, attribut = nom.partition(".")
    if prefixe == PARTENAIRE and point:
        return _colonne(reglement, attribut)
    if not point:
        derivees = {derivee.nom for derivee in reglement.derivees}
        return nom in simples | derivees | set(COLONNES)
    places = {repere.nom for repere in reglement.reperes} | {"voeu"}
    autres = {fait.nom for fait in reglement.faits if fait.table not in ("candidats", "voeux")}
    return prefixe in places and attribut in {*ATTRIBUTS, "type_etablissement"} | autres


def _fonctions(reglement: Reglement) -> None:
    """Every operation, effect and derived value has its function."""
    propres = fonctions(reglement, "OPERATIONS")
    for operation in reglement.voeux:
        if operation.operation not in propres and operation.operation not in OPERATIONS:
            ou = f"voeux.{operation.nom}"
            raise ReglementInvalide(ou, f"opération inconnue : {operation.operation}")
    for participation in reglement.participation:
        if participation.effet not in EFFETS:
            ou = f"participation.{participation.nom}"
            raise ReglementInvalide(ou, f"effet inconnu : {participation.effet}")
    for derivee in reglement.derivees:
        if derivee.nom not in fonctions(reglement, "DERIVEES"):
            raise ReglementInvalide(f"derivees.{derivee.nom}", "aucune fonction ne la calcule")


def _offre(reglement: Reglement) -> None:
    """What counts supports is a fact of the postes."""
    faits = {fait.nom for fait in reglement.faits if fait.table == "postes"}
    for offre in reglement.offre:
        if offre.moins + offre.plus not in faits:
            motif = f"fait de postes inconnu : {offre.moins + offre.plus}"
            raise ReglementInvalide(f"offre.{offre.nom}", motif)


def _gardes(reglement: Reglement) -> None:
    """A guard holds at a level that cuts the établissements up."""
    for garde in reglement.gardes:
        if garde.niveau not in GARDES:
            connus = ", ".join(GARDES)
            motif = f"niveau inconnu : {garde.niveau} ({connus})"
            raise ReglementInvalide(f"gardes.{garde.nom}", motif)


def _conjointes(reglement: Reglement) -> None:
    """A couple is searched for along a table of départements, in établissements at least."""
    for extension in reglement.extensions:
        etablissements = set(extension.niveaux) - {"ZRD"} == {"DPT"}
        if extension.conjointe and not (extension.ordre and etablissements):
            motif = "demande un ordre, et DPT seul, ou DPT et ZRD, pour niveaux"
            raise ReglementInvalide(f"extensions.{extension.nom}.conjointe", motif)


def _points(reglement: Reglement) -> None:
    """The points written in the cases are numbers, and whole thousandths."""
    for element in reglement.elements:
        for cas in element.cas:
            for montant in _montants(cas.points):
                if not _entier_de_milliemes(montant):
                    ou = f"elements.{element.nom}.cas.{cas.nom}"
                    motif = f"{montant} n'est pas un nombre entier de millièmes de point"
                    raise ReglementInvalide(ou, motif)


def _montants(points: Any) -> Iterator[Any]:
    """Yield the points that a formula writes, parameters left aside."""
    if not isinstance(points, dict):
        if not str(points).startswith("$"):
            yield points
        return
    for partie in points.get("maximum_de", []):
        yield from _montants(partie)
    for cle in ("valeur", "minimum", "plafond", "forfait"):
        if cle in points:
            yield from _montants(points[cle])
    if isinstance(points.get("paliers"), list):
        for _, montant in points["paliers"]:
            yield from _montants(montant)


def _entier_de_milliemes(montant: Any) -> bool:
    if isinstance(montant, bool) or not isinstance(montant, int | Decimal):
        return False
    return montant * 1000 == int(montant * 1000)


def _elements(reglement: Reglement) -> None:
    """Every element named elsewhere exists."""
    noms = {element.nom for element in reglement.elements} | {"*"}
    cites = [("partie_commune", nom) for nom in reglement.partie_commune]
    for cumul in reglement.cumul:
        tous = (*cumul.gagne, *cumul.exclut, *cumul.garde)
        cites += [(f"cumul.{cumul.nom}", nom) for nom in tous]
    for extension in reglement.extensions:
        cites += [(f"extensions.{extension.nom}", nom) for nom in extension.elements]
    for ou, nom in cites:
        if nom not in noms:
            raise ReglementInvalide(ou, f"élément qui n'existe pas : {nom}")
