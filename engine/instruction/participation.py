"""Who takes part, and how: each row of ``[participation]`` in turn."""

from dataclasses import dataclass, replace

import pandas as pd

from mouvement.engine.instruction import conditions
from mouvement.engine.instruction.instruction import (
    COLONNES_REJETS,
    COLONNES_SIGNALEMENTS,
    COLONNES_SUPPRIMES,
    cadre,
)
from mouvement.engine.instruction.tableau import Booleens, Tableau
from mouvement.engine.reglements.modele import Entree, Participation

PARTENAIRE_ECARTE = "sans mutation simultanée : "


@dataclass(frozen=True)
class Participants:
    """The campaign with its participants, and what was said of them."""

    tableau: Tableau
    supprimes: pd.DataFrame
    rejets: pd.DataFrame
    signalements: pd.DataFrame


def participer(tableau: Tableau) -> Participants:
    """Apply the participation rules in order; a rule sees what those before it made."""
    etat = Participants(
        tableau,
        cadre(COLONNES_SUPPRIMES, []),
        cadre(COLONNES_REJETS, []),
        cadre(COLONNES_SIGNALEMENTS, []),
    )
    for regle in tableau.reglement.participation:
        touches = conditions.par_candidat(etat.tableau, regle.si)
        if touches.any():
            etat = _EFFETS[regle.effet](etat, regle, touches)
    return etat


def _exclure(etat: Participants, regle: Participation, touches: Booleens) -> Participants:
    """Set aside candidats and their vœux; their partners go alone, and it is said."""
    etat = _oter_les_voeux(etat, regle, touches)
    tableau = etat.tableau
    candidats = tableau.candidats
    exclus = candidats[touches]
    seuls = candidats["simultanee"].isin(exclus["candidat"])
    quittes = candidats[seuls & ~touches]
    restent = candidats.assign(simultanee=candidats["simultanee"].mask(seuls))[~touches]
    rejets = pd.DataFrame(
        {
            "table": "candidats",
            "ligne": exclus["ligne"],
            "cle": exclus["candidat"],
            "colonne": pd.NA,
            "motif": f"{regle.sens} ({', '.join(regle.regles)})",
            "valeur": pd.NA,
        }
    )
    return Participants(
        tableau.avec(replace(tableau.campagne, candidats=restent)),
        etat.supprimes,
        pd.concat([etat.rejets, rejets.astype(COLONNES_REJETS)], ignore_index=True),
        pd.concat([etat.signalements, _partenaires_seuls(regle, quittes)], ignore_index=True),
    )


def _oter_les_voeux(etat: Participants, regle: Participation, touches: Booleens) -> Participants:
    """Set aside all the vœux of some candidats."""
    voeux, siens = etat.tableau.voeux, touches[etat.tableau.auteur]
    supprimes = voeux.loc[siens, ["candidat", "rang", "type", "code", "types_etablissement"]]
    supprimes = supprimes.assign(motif="INELIGIBLE", regles="|".join(regle.regles), note=regle.sens)
    return replace(
        etat,
        tableau=etat.tableau.avec_voeux(voeux[~siens]),
        supprimes=pd.concat([etat.supprimes, supprimes], ignore_index=True),
    )


def _sans_demande(etat: Participants, regle: Participation, touches: Booleens) -> Participants:
    """Take a demand as not made: who must take part does without vœux, and it is said."""
    doivent = touches & (etat.tableau.candidats["participation"] == "OBLIGATOIRE").to_numpy()
    dits = signaler(regle.nom, regle, etat.tableau.candidats[doivent])
    etat = _oter_les_voeux(etat, regle, doivent)
    etat = replace(etat, signalements=pd.concat([etat.signalements, dits], ignore_index=True))
    return _exclure(etat, regle, touches & ~doivent)


def _partenaires_seuls(regle: Participation, quittes: pd.DataFrame) -> pd.DataFrame:
    """Return ``signalements`` for those whose partner takes no part."""
    dits = PARTENAIRE_ECARTE + quittes["simultanee"] + f" ne participe pas ({regle.sens})"
    return signaler("partenaire_ecarte", regle, quittes).assign(detail=dits)


def _changer(
    etat: Participants, regle: Participation, touches: Booleens, candidats: pd.DataFrame
) -> Participants:
    """Change the candidats and say it."""
    return replace(
        etat,
        tableau=etat.tableau.avec(replace(etat.tableau.campagne, candidats=candidats)),
        signalements=pd.concat(
            [etat.signalements, signaler(regle.nom, regle, etat.tableau.candidats[touches])],
            ignore_index=True,
        ),
    )


def _obliger(etat: Participants, regle: Participation, touches: Booleens) -> Participants:
    return _participation(etat, regle, touches, "OBLIGATOIRE")


def _liberer(etat: Participants, regle: Participation, touches: Booleens) -> Participants:
    return _participation(etat, regle, touches, "FACULTATIVE")


def _participation(
    etat: Participants, regle: Participation, touches: Booleens, mot: str
) -> Participants:
    candidats = etat.tableau.candidats
    change = touches & (candidats["participation"] != mot).to_numpy()
    if not change.any():
        return etat
    participation = candidats["participation"].mask(change, mot)
    return _changer(etat, regle, change, candidats.assign(participation=participation))


def _separer(etat: Participants, regle: Participation, touches: Booleens) -> Participants:
    """Dissolve the couples of those touched: both members go alone."""
    candidats = etat.tableau.candidats
    noms = candidats.loc[touches, "candidat"]
    a_deux = candidats["simultanee"].notna()
    seuls = a_deux & (touches | candidats["simultanee"].isin(noms))
    if not seuls.any():
        return etat
    apart = candidats.assign(simultanee=candidats["simultanee"].mask(seuls))
    return _changer(etat, regle, seuls.to_numpy(), apart)


def _perdre_son_poste(etat: Participants, regle: Participation, touches: Booleens) -> Participants:
    """Give up the poste held: it is vacant, and he has no maintien."""
    candidats, campagne = etat.tableau.candidats, etat.tableau.campagne
    tient = touches & (candidats["poste_actuel"].notna() & ~candidats["carte_scolaire"]).to_numpy()
    if not tient.any():
        return etat
    liberes = candidats.loc[tient, "poste_actuel"].value_counts()
    rendus = campagne.postes["poste"].map(liberes).fillna(0).astype("int64")
    postes = campagne.postes.assign(vacants=campagne.postes["vacants"] + rendus)
    sans = candidats.assign(poste_actuel=candidats["poste_actuel"].mask(tient))
    suite = _changer(etat, regle, tient, sans)
    avec_postes = replace(suite.tableau.campagne, postes=postes)
    return replace(suite, tableau=etat.tableau.avec(avec_postes))


_EFFETS = {
    "exclu": _exclure,
    "sans_demande": _sans_demande,
    "obligatoire": _obliger,
    "facultative": _liberer,
    "separe": _separer,
    "perd_son_poste": _perdre_son_poste,
}
EFFETS = tuple(_EFFETS)


def signaler(nom: str, regle: Entree, candidats: pd.DataFrame) -> pd.DataFrame:
    """Return one row of ``signalements`` for each of some candidats."""
    return pd.DataFrame(
        {
            "candidat": candidats["candidat"],
            "signalement": nom.upper(),
            "regle": "|".join(regle.regles),
            "detail": regle.sens,
        }
    ).astype(COLONNES_SIGNALEMENTS)
