"""The barème: each element's points on every vœu, exactly, in thousandths."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from mouvement.engine.erreurs import DonneesRefusees, Faute
from mouvement.engine.instruction import conditions
from mouvement.engine.instruction.conditions import milliemes, premiers
from mouvement.engine.instruction.lieux import Entiers
from mouvement.engine.instruction.tableau import Booleens, Tableau
from mouvement.engine.reglements.modele import Cas, Cumul, Element
from mouvement.engine.texte import texte


@dataclass(frozen=True)
class Points:
    """What one element gives: ``points[i]`` on the vœu ``voeu[i]`` (rising), by ``cas[i]``."""

    element: Element
    voeu: Entiers
    points: Entiers
    cas: Entiers

    def garder(self, masque: Any) -> "Points":
        """Return the items of a mask over the items."""
        return Points(self.element, self.voeu[masque], self.points[masque], self.cas[masque])


def evaluer(tableau: Tableau) -> list[Points]:
    """Return the points of every element, once what does not add up is left out."""
    tous = [points_de(tableau, element) for element in tableau.reglement.elements]
    for cumul in tableau.reglement.cumul:
        tous = _cumul(tableau, cumul, tous)
    return tous


def total(tableau: Tableau, tous: list[Points]) -> Entiers:
    """Return (voeux,) the sum of the points."""
    somme = np.zeros(len(tableau.voeux), dtype=np.int64)
    for points in tous:
        somme[points.voeu] += points.points
    return somme


def decomposer(tableau: Tableau, tous: list[Points]) -> pd.DataFrame:
    """Return one row for each vœu and element, sorted: ``candidat, rang, element, regle, points``.

    An element that gives nothing on a vœu makes no row.
    """
    elements = tableau.reglement.elements  # the same texts for every table, to be put together
    noms = sorted(element.nom for element in elements)
    regles = sorted({_regle(cas) for element in elements for cas in element.cas})
    element = [np.full(len(p.voeu), noms.index(p.element.nom)) for p in tous]
    regle = [np.array([regles.index(_regle(c)) for c in p.element.cas])[p.cas] for p in tous]
    vide = np.zeros(0, dtype=np.int64)
    numero = np.concatenate([vide, *element])
    voeu = np.concatenate([vide, *(points.voeu for points in tous)])
    ordre = np.argsort(voeu * len(noms) + numero, kind="stable")
    voeu = voeu[ordre]
    return pd.DataFrame(
        {
            "candidat": texte(tableau.auteur[voeu], tableau.candidats["candidat"].tolist()),
            "rang": tableau.voeux["rang"].to_numpy()[voeu],
            "element": texte(numero[ordre], noms),
            "regle": texte(np.concatenate([vide, *regle])[ordre], regles),
            "points": np.concatenate([vide, *(points.points for points in tous)])[ordre],
        }
    )


def _regle(cas: Cas) -> str:
    return "|".join(cas.regles)


def points_de(tableau: Tableau, element: Element) -> Points:
    """Return the points of one element; DonneesRefusees when it must have a case and has none."""
    valeurs, numeros, reste = _cas(tableau, element)
    if element.obligatoire and reste.any():
        raise DonneesRefusees(sans_cas(tableau, element))
    porte = valeurs != 0
    if element.un_seul:
        porte = premiers(tableau, porte)
    voeu = np.flatnonzero(porte)
    return Points(element, voeu, valeurs[voeu], numeros[voeu])


def _cas(tableau: Tableau, element: Element) -> tuple[Entiers, Entiers, Booleens]:
    """Return (voeux,) the points, the case that gives them, and where no case applies."""
    reste = conditions.par_voeu(tableau, element.si)
    valeurs = np.zeros(len(reste), dtype=np.int64)
    numeros = np.zeros(len(reste), dtype=np.int64)
    for numero, cas in enumerate(element.cas):
        ici = reste & conditions.par_voeu(tableau, cas.si) if reste.any() else reste
        if not ici.any():
            continue
        points = formule(tableau, cas.points)
        valeurs[ici] = points[ici] if isinstance(points, np.ndarray) else points
        numeros[ici] = numero
        reste = reste & ~ici
    return valeurs, numeros, reste


def sans_cas(tableau: Tableau, element: Element) -> list[Faute]:
    """Return one fault for each candidat whose data no case of an element foresees."""
    reste = _cas(tableau, element)[2]
    lignes = tableau.candidats["ligne"].to_numpy()[np.unique(tableau.auteur[reste])]
    motif = f"aucun cas de l'élément {element.nom} ne s'applique"
    remede = f"Vérifier les données dont il dépend ({element.source})."
    return [
        Faute("candidats", int(ligne), "", "", motif, remede, element.regles)
        for ligne in sorted(lignes)
    ]


def formule(tableau: Tableau, points: Any) -> Any:
    """Return what ``points`` says: one value, or (voeux,) values, in thousandths."""
    if not isinstance(points, dict):
        return milliemes(tableau, points)
    if "maximum_de" in points:
        return np.maximum.reduce([formule(tableau, partie) for partie in points["maximum_de"]])
    if "fait" in points:
        valeurs = _nombres(tableau, points["fait"])
    elif "selon" in points:
        paliers = conditions.valeur(tableau, points["paliers"])
        seuils = np.array([palier[0] for palier in paliers])
        valeur = np.array([0, *(milliemes(tableau, palier[1]) for palier in paliers)])
        valeurs = valeur[np.searchsorted(seuils, _nombres(tableau, points["selon"]), side="right")]
    else:
        valeurs = _par_unite(tableau, points)
    if "minimum" in points:
        valeurs = np.maximum(valeurs, milliemes(tableau, points["minimum"]))
    if "plafond" in points:
        valeurs = np.minimum(valeurs, milliemes(tableau, points["plafond"]))
    return valeurs


def _par_unite(tableau: Tableau, points: dict[str, Any]) -> Entiers:
    nombre = _nombres(tableau, points["par"]) - conditions.valeur(tableau, points.get("apres", 0))
    unites = np.maximum(nombre, 0) // conditions.valeur(tableau, points.get("tranche", 1))
    forfait = milliemes(tableau, points.get("forfait", 0))
    resultat: Entiers = forfait + unites * milliemes(tableau, points["valeur"])
    return resultat


def _nombres(tableau: Tableau, nom: str) -> Entiers:
    """Return (voeux,) whole numbers; a missing one counts for nothing."""
    colonne = tableau.colonne(nom)
    nombres: Entiers = colonne.valeurs.fillna(0).to_numpy(dtype=np.int64)
    return nombres if colonne.par_voeu else nombres[tableau.auteur]


def _cumul(tableau: Tableau, cumul: Cumul, tous: list[Points]) -> list[Points]:
    vises = {points.element.nom for points in tous} if "*" in cumul.exclut else {*cumul.exclut}
    vises -= {*cumul.gagne, *cumul.garde}
    if not cumul.gagne:
        return _plus_fort(tableau, vises, tous)
    gagne = np.zeros(len(tableau.voeux), dtype=np.bool_)
    for points in tous:
        if points.element.nom in cumul.gagne:
            gagne[points.voeu] = True
    if conditions.valeur(tableau, cumul.portee) == "candidat":
        touches = np.zeros(len(tableau.candidats), dtype=np.bool_)
        touches[tableau.auteur[gagne]] = True
        gagne = touches[tableau.auteur]
    return [
        points.garder(~gagne[points.voeu]) if points.element.nom in vises else points
        for points in tous
    ]


def _plus_fort(tableau: Tableau, vises: set[str], tous: list[Points]) -> list[Points]:
    """Keep, on each vœu, the greatest of some elements; the first of them when they are equal."""
    mieux = np.zeros(len(tableau.voeux), dtype=np.int64)
    for points in tous:
        if points.element.nom in vises:
            mieux[points.voeu] = np.maximum(mieux[points.voeu], points.points)
    pris = np.zeros(len(tableau.voeux), dtype=np.bool_)
    gardes = []
    for points in tous:
        if points.element.nom in vises:
            points = points.garder((points.points == mieux[points.voeu]) & ~pris[points.voeu])
            pris[points.voeu] = True
        gardes.append(points)
    return gardes
