"""A rule set's expressions and formulas in French, for whoever reads it beside the circular."""

from decimal import Decimal
from typing import Any

from mouvement.engine.reglements.modele import Reglement

_BORNES = {
    "min": "≥",
    "max": "≤",
    "au_plus_tot": "au plus tôt le",
    "au_plus_tard": "au plus tard le",
    "apres": "après le",
    "avant": "avant le",
    "contient": "comprend",
}
_COLONNES = {"egal": "=", "different": "≠", "atteint": "≥", "parmi": "parmi"}


class Redaction:
    """What a rule set's names mean, to write its expressions in words."""

    def __init__(self, reglement: Reglement) -> None:
        self._reglement = reglement
        entrees = [*reglement.faits, *reglement.derivees, *reglement.reperes]
        # What is between brackets specifies; a table has no room for it.
        self._sens = {
            entree.nom: entree.sens.partition(" (")[0] or entree.nom for entree in entrees
        }
        self._parametres = {parametre.nom: parametre for parametre in reglement.parametres}

    def dire(self, expression: Any) -> str:
        """Return an expression in words; "" for one that always holds."""
        if isinstance(expression, str):
            return self._reglement.conditions[expression].sens or expression
        if isinstance(expression, dict):
            parts = [self._atome(cle, valeur) for cle, valeur in expression.items()]
        else:
            parts = [self.dire(partie) for partie in expression]
        return " ; ".join(filter(None, parts))

    def quand(self, sens: str, expression: Any) -> str:
        """Return when an entry holds; a condition that says its sens again, by what it holds."""
        if isinstance(expression, str) and self.dire(expression) == sens:
            return self.dire(self._reglement.conditions[expression].si)
        return self.dire(expression)

    def _atome(self, cle: str, valeur: Any) -> str:
        if cle == "voeux":
            return f"vœux {', '.join(valeur)}"
        if cle == "lieu":
            return f"vœu qui désigne : {self._sens[valeur]}"
        if cle == "couvre":
            return f"zone du vœu qui contient : {self._sens[valeur]}"
        if cle == "premier" and all(isinstance(nom, str) for nom in valeur):
            return f"premier vœu {' ou '.join(valeur)} de la liste"
        if cle in _LISTE:
            return f"{_LISTE[cle]} ({self.dire(valeur)})"
        if cle == "un_de":
            return " ou ".join(f"({self.dire(partie)})" for partie in valeur)
        if cle == "sauf":
            return f"sauf : {self.dire(valeur)}"
        if cle.startswith("$"):
            return f"si le paramètre {cle[1:]} est {self.valeur(valeur)}"
        return self._comparaison(self.nom(cle), valeur)

    def nom(self, colonne: str) -> str:
        """Return what a column means."""
        prefixe, point, attribut = colonne.partition(".")
        if point:
            return f"{attribut.replace('_', ' ')} ({self._sens.get(prefixe, 'vœu')})"
        return self._sens.get(colonne, colonne.replace("_", " "))

    def _comparaison(self, nom: str, attendu: Any) -> str:
        if attendu is True:
            return nom
        if attendu is False:
            return f"sauf : {nom}"
        if isinstance(attendu, dict):
            return " et ".join(self._borne(nom, mot, borne) for mot, borne in attendu.items())
        if isinstance(attendu, list):
            return f"{nom} : {', '.join(map(self.valeur, attendu))}"
        return f"{nom} : {self.valeur(attendu)}"

    def _borne(self, nom: str, mot: str, borne: Any) -> str:
        if mot == "nul":
            return f"{nom} : {'non renseigné' if borne else 'renseigné'}"
        if mot in _COLONNES:
            return f"{nom} {_COLONNES[mot]} {self.nom(borne)}"
        return f"{nom} {_BORNES[mot]} {self.valeur(borne)}"

    def valeur(self, donnee: Any) -> str:
        """Return a value as a French text has it; a parameter with its default."""
        if isinstance(donnee, str) and donnee.startswith("$"):
            parametre = self._parametres[donnee[1:]]
            return f"{self.valeur(parametre.valeur)} (paramètre {parametre.nom})"
        if isinstance(donnee, bool):
            return "vrai" if donnee else "faux"
        if donnee is None:
            return "à donner"
        if isinstance(donnee, Decimal):
            return str(donnee).replace(".", ",")
        if isinstance(donnee, list):
            return ", ".join(f"{self.valeur(p)} à partir de {self.valeur(s)}" for s, p in donnee)
        return str(donnee)

    def points(self, points: Any) -> str:
        """Return a formula in words."""
        if not isinstance(points, dict):
            return self.valeur(points)
        if "maximum_de" in points:
            return "le plus élevé de : " + " ; ".join(map(self.points, points["maximum_de"]))
        if "fait" in points:
            dit = self.nom(points["fait"])
        elif "selon" in points:
            dit = f"selon {self.nom(points['selon'])} : {self.valeur(points['paliers'])}"
        else:
            dit = self._par_unite(points)
        for borne, mot in (("minimum", "au moins"), ("plafond", "au plus")):
            if borne in points:
                dit += f", {mot} {self.valeur(points[borne])}"
        return dit

    def _par_unite(self, points: dict[str, Any]) -> str:
        forfait = f"{self.valeur(points['forfait'])} plus " if "forfait" in points else ""
        tranche = f"tranche de {self.valeur(points['tranche'])} de " if "tranche" in points else ""
        apres = f" au-delà de {self.valeur(points['apres'])}" if "apres" in points else ""
        unite = f"{self.valeur(points['valeur'])} par {tranche}« {self.nom(points['par'])} »"
        return f"{forfait}{unite}{apres}"


_LISTE = {
    "premier": "premier vœu de la liste tel que",
    "apres": "placé après un vœu tel que",
    "avant": "placé avant un vœu tel que",
    "avec": "liste qui comporte un vœu tel que",
    "partenaire": "partenaire tel que",
}
