"""The summary of a mouvement: what an analyst looks at first."""

from collections.abc import Sequence

import pandas as pd

from mouvement.engine.instruction.instruction import NIVEAUX
from mouvement.engine.resultat import PRIVE, Resultat

DECISIONS = {
    "mutes": "MUTE",
    "maintenus": "MAINTENU",
    "extensions": "EXTENSION",
    "annuels": "ANNUEL",
    "non_affectes": "NON_AFFECTE",
}
"""Count → decision that it counts."""
DECISIONS_DITES = ("DECISION_FORCE", "DECISION_INTERDIT")
"""Signalements that tell the decisions of the administration."""


def effectifs(resultat: Resultat) -> dict[str, int]:
    """Return the counts that the manifest keeps and the summary shows."""
    affectations = resultat.affectations
    decision = affectations["decision"].astype("str")
    participation = affectations["participation"].astype("str")
    sans_poste = decision == "NON_AFFECTE"
    audit, motif = resultat.audit, resultat.audit["motif"]
    nombres = {nom: int((decision == mot).sum()) for nom, mot in DECISIONS.items()}
    # A candidat's first vœu may not be of rang 1.
    premiers = audit.groupby("candidat", observed=True)["rang"].min()
    return {
        "participants": len(affectations),
        **nombres,
        "non_affectes_obligatoires": int((sans_poste & (participation == "OBLIGATOIRE")).sum()),
        "satisfaits_voeu_1": int(
            (affectations["rang"] == affectations["candidat"].map(premiers)).sum()
        ),
        "voeux": int((~audit.loc[audit["rang"].notna(), ["candidat", "rang"]].duplicated()).sum()),
        "voeux_ecartes": int(((motif == "SUPPRIME") | (motif == "INELIGIBLE")).sum()),
        "contrats": len(resultat.priorites),
        "disciplines": int(affectations["discipline"].nunique()),
        "carte_scolaire": int(affectations["carte_scolaire"].sum()),
        **_echanges(resultat.ameliorations),
        "complements": len(resultat.complements),
        "laisses_vacants": int(resultat.complements["poste_avant"].notna().sum()),
        "en_couple": int(affectations["simultanee"].notna().sum()),
        "rejets": len(resultat.rejets),
        "decisions": len(decisions(resultat)),
        "prives_par_decision": int((resultat.signalements["signalement"] == PRIVE).sum()),
        "signalements": len(resultat.signalements),
    }


def _echanges(ameliorations: pd.DataFrame) -> dict[str, int]:
    """Return how many got a better vœu in the improvement stage, how many sit elsewhere since."""
    niveaux = ameliorations["niveau"].map(NIVEAUX.index).astype("int64")
    suite = ameliorations.assign(niveau=niveaux).sort_values(["tour", "niveau"])
    avant = suite.drop_duplicates("candidat").set_index("candidat")
    apres = suite.drop_duplicates("candidat", keep="last").set_index("candidat").loc[avant.index]
    return {
        "ameliores": int((avant["ordre_avant"] != apres["ordre_apres"]).sum()),
        "echanges": int((avant["poste_avant"] != apres["poste_apres"]).sum()),
    }


def decisions(resultat: Resultat) -> list[str]:
    """Return each decision of the administration, in words, by candidat."""
    signalements = resultat.signalements
    dites = signalements[signalements["signalement"].isin(DECISIONS_DITES)]
    return (dites["candidat"] + " " + dites["detail"]).tolist()


def bilan(
    compte: dict[str, int],
    durees: dict[str, float],
    statut: str,
    couples: dict[str, int | bool],
    dites: Sequence[str] = (),
) -> str:
    """Return the summary in French.

    Parameters
    ----------
    compte : as ``effectifs`` gives it.
    durees : seconds of each step, in order.
    statut : status of the certificate, in words.
    couples : as ``Placements.couples`` gives it.
    dites : as ``decisions`` gives it.
    """
    total = max(compte["participants"], 1)
    lignes = [
        ("Participants", compte["participants"], f"{compte['disciplines']} disciplines"),
        ("Mutés", compte["mutes"], _part(compte["mutes"], total)),
        ("Maintenus", compte["maintenus"], _part(compte["maintenus"], total)),
        *(
            (nom, compte[cle], _part(compte[cle], total))
            for nom, cle in (("En extension", "extensions"), ("Pour un an", "annuels"))
            if compte[cle]
        ),
        (
            "Non affectés",
            compte["non_affectes"],
            f"{_part(compte['non_affectes'], total)}, dont "
            f"{_nombre(compte['non_affectes_obligatoires'])} à participation obligatoire",
        ),
        (
            "Sur vœu 1",
            compte["satisfaits_voeu_1"],
            f"{_part(compte['satisfaits_voeu_1'], total)} des participants ont leur premier vœu",
        ),
        ("Vœux", compte["voeux"], _contrats(compte)),
    ]
    if compte["ameliores"]:
        bougent = f"à la seconde étape ; échanges : {_nombre(compte['echanges'])} changent de poste"
        lignes.append(("Améliorés", compte["ameliores"], bougent))
    if compte["complements"]:
        lignes.append(("Complément", compte["complements"], _complement(compte)))
    if compte["en_couple"]:
        lignes.append(("En couple", compte["en_couple"], _couples(couples)))
    if compte["rejets"]:
        lignes.append(("Rejets", compte["rejets"], "lignes d'entrée écartées, voir rejets"))
    if dites:
        lignes.append(("Décisions", len(dites), _decisions(compte["prives_par_decision"], dites)))
    if compte["signalements"]:
        lignes.append(("Signalements", compte["signalements"], "à regarder, voir signalements"))
    texte = [f"{nom:<14}{_nombre(nombre):>9}   {note}" for nom, nombre, note in lignes]
    temps = " · ".join(f"{nom} {_secondes(duree)}" for nom, duree in durees.items())
    return "\n".join(
        [
            *texte,
            f"{'Durée':<14}{_secondes(sum(durees.values())):>9}   {temps}",
            f"{'Certificat':<14}{statut:>9}",
        ]
    )


def _contrats(compte: dict[str, int]) -> str:
    contrats = f"{_nombre(compte['contrats'])} contrats"
    ecartes = compte["voeux_ecartes"]
    if not ecartes:
        return contrats
    pluriel = ("x", "s") if ecartes > 1 else ("", "")
    return (
        f"{contrats} ; {_nombre(ecartes)} vœu{pluriel[0]} écarté{pluriel[1]}, l'audit dit pourquoi"
    )


def _complement(compte: dict[str, int]) -> str:
    laisses = compte["laisses_vacants"]
    pluriel = "s" if laisses > 1 else ""
    return (
        "sur des postes restés vacants dans une autre discipline ; "
        f"{_nombre(laisses)} support{pluriel} laissé{pluriel} vacant{pluriel}"
    )


def _couples(couples: dict[str, int | bool]) -> str:
    if not couples:
        return "placés chacun pour soi (simultanees = « separees »)"
    refus, borne = couples["refus_residuels"], couples["borne"]
    if couples["prouve"]:
        preuve = "prouvé minimal"
    elif refus == borne:
        preuve = "prouvé minimal ; rangs des couples : preuve inachevée"
    else:
        preuve = f"au moins {borne}, preuve inachevée"
    lies = couples["couples"]
    refuses = f"{refus} refus résiduel{'s' if refus > 1 else ''} ({preuve})"
    return (
        f"{lies} couple{'s' if lies > 1 else ''} lié{'s' if lies > 1 else ''}, dont "
        f"{couples['dissous']} à qui rien n'est accordé ensemble ; {refuses}"
    )


def _decisions(prives: int, dites: Sequence[str]) -> str:
    pluriel = "s" if prives > 1 else ""
    note = f"hors barème ; {prives} agent{pluriel} privé{pluriel} d'un meilleur vœu"
    return "\n".join([note, *(f"{'':<26}{dite}" for dite in dites)])


def _part(nombre: int, total: int) -> str:
    milliemes = (1000 * nombre + total // 2) // total
    return f"{milliemes // 10},{milliemes % 10} %"


def _nombre(nombre: int) -> str:
    return f"{nombre:,}".replace(",", " ")


def _secondes(duree: float) -> str:
    return f"{duree:.1f} s".replace(".", ",")
