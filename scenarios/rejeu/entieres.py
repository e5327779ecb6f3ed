"""What explains a case whole: the campaign done otherwise, an exchange, a choice that harms nobody.

Each of these holds for every member of the case, or is no explanation.
"""

import numpy as np

from mouvement.engine.contrats import Entiers
from mouvement.engine.demandes import AUCUN
from mouvement.scenarios.rejeu.enquete import Cause, Enquete

NIVEAUX_D_ECHANGE = ("COM", "GEO", "DPT", "ZRD", "ZRA")


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
    detail = "que la campagne ne demande pas" if nature == "AMELIORATION" else ""
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
    memes = (passe.poste == general.poste) & (passe.ligne == general.ligne)
    ameliores = (general.ligne != final.ligne) | (general.poste != final.poste)
    if not (memes & ameliores)[gens].all():
        return []
    qui = int(gens[0])
    detail = "dans le rejeu seul, le passé s'en tient à l'étape générale"
    return [Cause("AMELIORATION", qui, int(final.poste[qui]), detail=detail)]


def _meme_poste(enquete: Enquete, gens: Entiers) -> list[Cause]:
    """Everybody has the same poste; only the vœu that is told differs."""
    passe, final = enquete.passe, enquete.final
    if (passe.poste != final.poste)[gens].any():
        return []
    causes = []
    for qui in gens.tolist():
        ligne = int(passe.ligne[qui])
        tient = enquete.lignes.rang[ligne] == passe.rang[qui]
        faux = f"le vœu {passe.rang[qui]}, que dit le passé, ne le comprend pas"
        detail = "par un autre vœu" if tient else faux
        causes.append(Cause("AUTRE_VOEU", qui, int(passe.poste[qui]), ligne, detail=detail))
    return causes


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
            detail = f"échange entre agents placés dans {zone}, où personne ne perd"
            qui = int(gens[mieux])
            return [Cause("AMELIORATION", qui, int(apres[mieux]), int(ligne[mieux]), detail=detail)]
    return []
