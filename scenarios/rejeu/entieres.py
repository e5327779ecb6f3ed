"""What explains a case whole: the campaign done otherwise, an exchange, a choice that harms nobody.

Each of these holds for every member of the case, or is no explanation.
"""

import numpy as np

from mouvement.engine.contrats import Entiers
from mouvement.engine.demandes import AUCUN
from mouvement.scenarios.rejeu.enquete import Cause, Enquete

NIVEAUX_D_ECHANGE = ("COM", "GEO", "DPT", "ZRD", "ZRA")
PAR_AMELIORATION = (
    "le passé est celui qu'aurait donné l'étape d'amélioration, que la campagne ne demande pas"
)


def explication_entiere(enquete: Enquete, gens: Entiers) -> list[Cause]:
    """Return the causes that explain every member at once; none when nothing does."""
    for explique in (_par_variante, _sans_amelioration, _meme_poste, _meme_voeu, _echange):
        causes = explique(enquete, gens)
        if causes:
            return causes
    return []


def _par_variante(enquete: Enquete, gens: Entiers) -> list[Cause]:
    """Done otherwise, the campaign gives each of them what the past gave.

    Who is concerned is named: in the case, else in its disciplines.
    """
    for nature, vus in enquete.variantes.items():
        if not vus[gens].all():
            continue
        porteurs = enquete.porteurs[nature]
        siens = gens[porteurs[gens]]
        if not len(siens):
            ici = np.isin(enquete.discipline, enquete.discipline[gens])
            siens = np.flatnonzero(porteurs & ici)
        noms = siens if len(siens) else gens[:1]
        return [_cause(enquete, nature, qui) for qui in noms.tolist()]
    return []


def _cause(enquete: Enquete, nature: str, qui: int) -> Cause:
    poste, ligne = int(enquete.passe.poste[qui]), int(enquete.passe.ligne[qui])
    if nature == "BAREME_DIFFERENT" and enquete.baremes is not None:
        ligne = _ligne_differente(enquete, enquete.baremes.autre != AUCUN, qui)
    detail = PAR_AMELIORATION if nature == "AMELIORATION" else ""
    return Cause(nature, qui, poste, ligne, detail=detail)


def _ligne_differente(enquete: Enquete, differe: np.ndarray, qui: int) -> int:
    """Return the contract whose barème differs: his past one, else ours, else the first."""
    for ligne in (enquete.passe.ligne[qui], enquete.final.ligne[qui]):
        if ligne != AUCUN and differe[ligne]:
            return int(ligne)
    lignes = enquete.lignes
    siennes = np.flatnonzero((lignes.auteur == qui) & (lignes.ordre > 0) & differe)
    return int(siennes[0]) if len(siennes) else AUCUN


def _sans_amelioration(enquete: Enquete, gens: Entiers) -> list[Cause]:
    """The past is where our general stage left them: it had no such exchange."""
    passe, general, final = enquete.passe, enquete.general, enquete.final
    tenues = (passe.ligne == general.ligne) | (passe.rang == 0)
    memes = (passe.poste == general.poste) & tenues
    ameliores = (general.ligne != final.ligne) | (general.poste != final.poste)
    if not (memes & ameliores)[gens].all():
        return []
    # Of those who move if there are any, the first.
    qui = int(gens[np.argmax(general.poste[gens] != final.poste[gens])])
    detail = (
        "l'étape générale du rejeu l'y laisse aussi, l'étape d'amélioration change ensuite son sort"
    )
    poste, ligne = int(general.poste[qui]), int(general.ligne[qui])
    return [Cause("AMELIORATION", qui, poste, ligne, detail=detail)]


def _meme_poste(enquete: Enquete, gens: Entiers) -> list[Cause]:
    """Everybody has the same poste; only the vœu that is told differs."""
    passe, final = enquete.passe, enquete.final
    if (passe.poste != final.poste)[gens].any():
        return []
    causes = []
    for qui in gens.tolist():
        poste, ligne = int(passe.poste[qui]), int(passe.ligne[qui])
        detail = _par_le_voeu(enquete, qui, ligne)
        causes.append(Cause("AUTRE_VOEU", qui, poste, ligne, detail=detail))
    return causes


def _par_le_voeu(enquete: Enquete, qui: int, ligne: int) -> str:
    """Return what the rang that the past tells is to the contract found."""
    lignes, rang = enquete.lignes, int(enquete.passe.rang[qui])
    if ligne != AUCUN and lignes.rang[ligne] == rang:
        return "par un autre vœu"
    dit = f"le vœu {rang}, que dit le passé"
    candidat = str(enquete.contrats.candidats["candidat"].iloc[qui])
    ecartes = [ecarte for _, ecarte, _ in enquete.ecartes.get(candidat, [])]
    if not (lignes.rang[lignes.auteur == qui] == rang).any() and rang not in ecartes:
        return f"{dit}, n'est pas dans sa liste"
    return f"{dit}, ne le comprend pas" if ligne != AUCUN else f"{dit}, ne lui en donne pas"


def _meme_voeu(enquete: Enquete, gens: Entiers) -> list[Cause]:
    """Everybody has the same contract; who sits where in its zone harms nobody."""
    passe = enquete.passe
    memes = (passe.ligne == enquete.final.ligne) & (passe.ligne != AUCUN)
    if not memes[gens].all() or passe.surnombre[passe.poste[gens]].any():
        return []
    return [
        Cause("SIEGE", qui, int(passe.poste[qui]), int(passe.ligne[qui])) for qui in gens.tolist()
    ]


def _echange(enquete: Enquete, gens: Entiers) -> list[Cause]:
    """Those whom our general stage placed in a zone share its seats otherwise, and nobody loses."""
    passe, general, carte = enquete.passe, enquete.general, enquete.contrats.carte
    avant, apres = general.poste[gens], passe.poste[gens]
    ligne, ancienne = passe.ligne[gens], general.ligne[gens]
    if (avant < 0).any() or (apres < 0).any() or (ligne == AUCUN).any():
        return []
    if (ligne > ancienne).any() or not np.array_equal(np.sort(avant), np.sort(apres)):
        return []
    for niveau in NIVEAUX_D_ECHANGE:
        place, lieux = carte.niveau(niveau)
        if place[apres[0]] != AUCUN and (place[apres] == place[apres[0]]).all():
            mieux = int(np.argmax(ligne < ancienne))
            zone = lieux[place[apres[0]] // len(carte.disciplines)]
            detail = (
                f"le passé est celui qu'aurait donné un échange entre agents placés dans {zone}, "
                "où personne ne perd"
            )
            qui = int(gens[mieux])
            return [Cause("AMELIORATION", qui, int(apres[mieux]), int(ligne[mieux]), detail=detail)]
    return []
