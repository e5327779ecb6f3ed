"""Causes that the data show: people or postes that do not match, placements that no vœu tells."""

from mouvement.engine.contrats import Entiers
from mouvement.engine.demandes import AUCUN
from mouvement.scenarios.rejeu.enquete import Cause, Enquete
from mouvement.scenarios.rejeu.passe import INCONNU


def etrangers(enquete: Enquete, inconnus: list[int]) -> list[Cause]:
    """Return the rows whose candidat we do not place."""
    lignes = enquete.passe.etrangers
    postes, noms = lignes["numero"].tolist(), lignes["candidat"].tolist()
    causes = []
    for membre in inconnus:
        place = membre - enquete.effectif
        detail = (
            "le règlement l'écarte du mouvement" if noms[place] in enquete.hors_mouvement else ""
        )
        causes.append(Cause("AGENT_INCONNU", membre, postes[place], detail=detail))
    return causes


def absences(enquete: Enquete, gens: Entiers) -> list[Cause]:
    """Return those of whom the past says nothing, or what cannot be."""
    passe = enquete.passe
    causes = []
    for qui in gens.tolist():
        if not passe.present[qui]:
            causes.append(Cause("AGENT_ABSENT", qui, int(enquete.final.poste[qui])))
        elif passe.poste[qui] == INCONNU:
            causes.append(Cause("POSTE_INCONNU", qui))
    return causes


def hors_voeux(enquete: Enquete, gens: Entiers) -> list[Cause]:
    """Return those who got a poste by no contract of theirs."""
    passe, lignes = enquete.passe, enquete.lignes
    causes = []
    for qui in gens.tolist():
        poste, ligne = int(passe.poste[qui]), int(passe.ligne[qui])
        if poste < 0:
            continue
        if ligne == AUCUN:
            causes.append(_sans_ligne(enquete, qui, poste))
        elif not lignes.commun[ligne]:
            detail = "ce vœu n'est pas commun au couple"
            causes.append(Cause("COUPLE", qui, poste, ligne, detail=detail))
    return causes


def _sans_ligne(enquete: Enquete, qui: int, poste: int) -> Cause:
    contrats = enquete.contrats
    discipline = str(contrats.carte.postes["discipline"].iloc[poste])
    if discipline != contrats.candidats["discipline"].iloc[qui]:
        return Cause("HORS_VOEUX", qui, poste, detail=f"poste de la discipline {discipline}")
    incidence = contrats.carte.incidence
    lieux = set(incidence.loc[incidence["poste"] == poste, "lieu"])
    for lieu, rang, raison in enquete.ecartes.get(
        str(contrats.candidats["candidat"].iloc[qui]), []
    ):
        if lieu in lieux:
            detail = f"son vœu {rang} le demandait, mais il est écarté ({raison})"
            return Cause("VOEU_ECARTE", qui, poste, detail=detail)
    return Cause("HORS_VOEUX", qui, poste, detail="aucun vœu ne comprend ce poste")


def surnombres(enquete: Enquete, inconnus: list[int], gens: Entiers) -> list[Cause]:
    """Return the postes that had more people than supports, each with the first who came."""
    passe = enquete.passe
    numeros = passe.etrangers["numero"].to_numpy()
    venus = gens[passe.siege[gens] != enquete.final.poste[gens]]
    arrivees = [(int(passe.siege[qui]), qui) for qui in venus.tolist()]
    arrivees += [(int(numeros[membre - enquete.effectif]), membre) for membre in inconnus]
    premiers: dict[int, int] = {}
    for poste, qui in sorted(arrivees):
        if poste >= 0 and passe.surnombre[poste]:
            premiers.setdefault(poste, qui)
    causes = []
    for poste, qui in premiers.items():
        places = int(enquete.contrats.capacite[poste])
        gens_la = int(passe.occupation[poste])
        detail = f"{gens_la} pour {places} support{'s' * (places > 1)}"
        causes.append(Cause("SURNOMBRE", qui, poste, detail=detail))
    return causes
