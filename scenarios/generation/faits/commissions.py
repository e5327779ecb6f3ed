"""What comes before or beside the barème: commissions' rankings, decisions."""

import numpy as np
import pandas as pd

from mouvement.scenarios.generation.candidats import Statut
from mouvement.scenarios.generation.faits.demandes import ecartables
from mouvement.scenarios.generation.faits.dossier import Dossier, entier
from mouvement.scenarios.generation.hasard import Booleens
from mouvement.scenarios.generation.options import ETB, POSTE

PART_EXAMINEE = 0.95
PART_CLASSEE = 0.75
MOTIF_FORCE = "nécessité médicale, avis du médecin de prévention"
MOTIF_INTERDIT = "intérêt du service : conflit antérieur dans l'établissement"


def table_specifiques(dossier: Dossier) -> pd.DataFrame:
    """Return the rankings: three demands in four are ranked, one in twenty was not examined."""
    alea, voeux = dossier.flux("commissions"), dossier.voeux
    vus = np.flatnonzero(voeux.type == POSTE)
    vus = vus[alea.random(len(vus)) < PART_EXAMINEE]
    classe = alea.random(len(vus)) < PART_CLASSEE
    poste, ordre = voeux.objet[vus], alea.random(len(vus))
    rang = pd.Series(np.where(classe, ordre, np.nan)).groupby(poste).rank()
    table = pd.DataFrame(
        {
            "candidat": dossier.candidats["candidat"].to_numpy(object)[voeux.candidat[vus]],
            "poste": dossier.contexte.postes["poste"].to_numpy(object)[poste],
            "rang_commission": entier(classe, rang.fillna(0)),
            "avis": np.where(classe, "favorable", "défavorable"),
        }
    )
    return table.sort_values(["candidat", "poste"], ignore_index=True)


def table_decisions(dossier: Dossier) -> pd.DataFrame:
    """Return one agent forced near to where he lives, and one kept out of a poste he asks for."""
    lignes = [_force(dossier), _interdit(dossier)]
    table = pd.DataFrame(
        [ligne for ligne in lignes if ligne is not None],
        columns=["candidat", "poste", "nature", "motif"],
    )
    return table.sort_values(["candidat", "poste"], ignore_index=True)


def _ordinaires(dossier: Dossier) -> Booleens:
    return dossier.seul & ~ecartables(dossier)


def _force(dossier: Dossier) -> tuple[str, str, str, str] | None:
    """The first disabled entrant, on the nearest poste of his discipline with vacant supports."""
    candidats, postes = dossier.candidats, dossier.contexte.postes
    qui = _ordinaires(dossier) & dossier.est(Statut.INTER)
    malades = np.flatnonzero(qui & (candidats["handicap"] == "AGENT").to_numpy())
    for agent in malades.tolist():
        siens = postes["rang_discipline"] == candidats["rang_discipline"].iat[agent]
        offerts = np.flatnonzero(siens & (postes["nature"] == "ETB") & (postes["vacants"] >= 2))
        if len(offerts):
            domicile = int(candidats["domicile"].to_numpy()[agent])
            lieux = postes["indice"].to_numpy()[offerts]
            loin = dossier.contexte.territoire.distances[domicile, lieux]
            poste = postes["poste"].iat[offerts[loin.argmin()]]
            return str(candidats["candidat"].iat[agent]), str(poste), "FORCE", MOTIF_FORCE
    return None


def _interdit(dossier: Dossier) -> tuple[str, str, str, str] | None:
    """The first titulaire whose first vœu is an établissement where something is on offer."""
    candidats, postes, voeux = dossier.candidats, dossier.contexte.postes, dossier.voeux
    qui = _ordinaires(dossier) & dossier.est(Statut.TITULAIRE)
    for voeu in np.flatnonzero((voeux.type == ETB) & (voeux.rang == 1) & qui[voeux.candidat]):
        agent = int(voeux.candidat[voeu])
        la = (postes["lieu"] == voeux.objet[voeu]) & (postes["nature"] == "ETB")
        la &= postes["rang_discipline"] == candidats["rang_discipline"].iat[agent]
        offerts = postes.loc[la & (postes["capacite"] > 0), "poste"]
        if len(offerts):
            nom = str(candidats["candidat"].iat[agent])
            return nom, str(offerts.iat[0]), "INTERDIT", MOTIF_INTERDIT
    return None
