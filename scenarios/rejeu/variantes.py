"""The same campaign done otherwise: the other barèmes, an improvement stage, couples tied or not.

What a variant gives and we do not, and the past gave too, is explained by what sets it apart.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from mouvement.engine.amelioration import ameliorer
from mouvement.engine.campagne import Campagne
from mouvement.engine.contrats import Booleens, Contrats, Entiers, compiler
from mouvement.engine.demandes import AUCUN
from mouvement.engine.derogations import Placee
from mouvement.engine.erreurs import DonneesRefusees
from mouvement.engine.instruction import Instruction, instruire
from mouvement.engine.mouvement import placer_instruite
from mouvement.engine.placement import Placements, Suivi, placer
from mouvement.engine.priorites import rangs
from mouvement.engine.reglements import de as reglement_de
from mouvement.scenarios.rejeu.passe import Passe


@dataclass(frozen=True)
class Baremes:
    """The two barèmes of vœux that have two.

    Attributes
    ----------
    autre : (lines,) thousandths under the barème that we did not use; ``AUCUN`` when there is none
        or it is the same.
    declares : whether the other barème is the declared one; else it is the computed one.
    """

    autre: Entiers
    declares: bool

    def concernes(self, contrats: Contrats) -> Booleens:
        """Return (candidats,) whose barème differs on some contract."""
        concernes = np.zeros(len(contrats.candidats), dtype=np.bool_)
        contrat = contrats.table["ordre"].to_numpy() > 0
        auteurs = contrats.table["candidat"].to_numpy()[(self.autre != AUCUN) & contrat]
        concernes[auteurs] = True
        return concernes


@dataclass(frozen=True)
class Variantes:
    """What other ways of doing the campaign give.

    Attributes
    ----------
    reproduits : nature of the difference → (candidats,) who then gets what the past gave him.
    porteurs : the same → (candidats,) whom that way concerns.
    baremes : the other barèmes; None when there are none.
    """

    reproduits: dict[str, Booleens]
    porteurs: dict[str, Booleens]
    baremes: Baremes | None


def varier(
    placee: Placee,
    passe: Passe,
    campagne: Campagne,
    relire: Callable[[], Campagne],
    suivi: Suivi,
) -> Variantes:
    """Do the campaign otherwise, as far as that could explain something."""
    contrats = placee.contrats
    reproduits, porteurs = {}, {}
    comparaison = comparer_baremes(placee, campagne, relire)
    if comparaison:
        baremes, instruction = comparaison
        porteurs["BAREME_DIFFERENT"] = baremes.concernes(contrats)
        reproduits["BAREME_DIFFERENT"] = reproduit(instruction, contrats, passe, suivi)
    if not campagne.options.amelioration:
        ameliore = _ameliorer(placee, suivi)
        porteurs["AMELIORATION"] = ameliore.ligne != placee.etapes.general.ligne
        reproduits["AMELIORATION"] = _memes(passe, *_sorts(contrats, ameliore))
    autre = autrement_lies(campagne)
    if autre:
        porteurs["COUPLE"] = contrats.candidats["simultanee"].notna().to_numpy()
        reproduits["COUPLE"] = reproduit(instruire(autre), contrats, passe, suivi)
    return Variantes(reproduits, porteurs, comparaison[0] if comparaison else None)


def _ameliorer(placee: Placee, suivi: Suivi) -> Placements:
    """Add the improvement stage that the campaign does not ask for."""
    campagne, general = placee.instruction.campagne, placee.etapes.general
    return ameliorer(campagne, placee.contrats, general, suivi).ameliore


def comparer_baremes(
    placee: Placee, campagne: Campagne, relire: Callable[[], Campagne]
) -> tuple[Baremes, Instruction] | None:
    """Return the other barèmes and the instruction with them; None when nothing differs.

    ``relire`` : reads the campaign again, its barèmes to be computed.
    """
    declares = campagne.options.bareme == "calcule"
    autres = campagne.voeux if declares else _calcules(campagne, relire)
    if autres is None:
        return None
    voeux = placee.instruction.campagne.voeux
    cle = ["candidat", "rang"]
    points = autres.loc[autres["bareme"].notna(), [*cle, "bareme"]].drop_duplicates(cle)
    points = points.rename(columns={"bareme": "autre"}).astype({"rang": "Int64"})
    siens = voeux[cle].astype({"candidat": "str", "rang": "Int64"})
    joints = siens.merge(points, on=cle, how="left")
    autre = joints["autre"].to_numpy(dtype=np.int64, na_value=AUCUN)
    notre = voeux["bareme"].to_numpy(dtype=np.int64, na_value=AUCUN)
    autre = np.where((notre == AUCUN) | (autre == notre), AUCUN, autre)
    if (autre == AUCUN).all():
        return None
    echanges = pd.Series(np.where(autre == AUCUN, notre, autre), index=voeux.index, dtype="Int64")
    echanges = echanges.mask(notre == AUCUN)
    instruction = placee.instruction
    changee = replace(
        instruction, campagne=replace(instruction.campagne, voeux=voeux.assign(bareme=echanges))
    )
    # AUCUN is -1, and so the item appended: a maintien has no barème.
    par_ligne = np.append(autre, AUCUN)[placee.contrats.table["voeu"].to_numpy()]
    return Baremes(par_ligne, declares), changee


def _calcules(campagne: Campagne, relire: Callable[[], Campagne]) -> pd.DataFrame | None:
    """Return the vœux with computed barèmes; None when they cannot be computed."""
    if not reglement_de(campagne).elements:
        return None
    try:
        voeux = instruire(relire()).campagne.voeux
    except DonneesRefusees:
        return None
    return voeux[voeux["rang"].notna()]


def autrement_lies(campagne: Campagne) -> Campagne | None:
    """Return the campaign with couples tied if they were not, and the reverse; None without any."""
    if campagne.candidats["simultanee"].isna().all():
        return None
    lies = campagne.options.simultanees == "liees"
    options = replace(campagne.options, simultanees="separees" if lies else "liees")
    return replace(campagne, options=options)


def reproduit_sans_exterieurs(placee: Placee, passe: Passe) -> Booleens:
    """Return (candidats,) whether each gets the past's, once what no contract tells is held fixed.

    Those people have no contract, and the poste where they were has one support less.
    """
    contrats, qui = placee.contrats, passe.exterieur
    sieges = np.concatenate([passe.siege[qui], passe.etrangers["numero"].to_numpy()])
    pris = np.bincount(sieges[sieges >= 0], minlength=len(contrats.capacite))
    table = contrats.table
    ordre = np.where(qui[table["candidat"].to_numpy()], 0, table["ordre"].to_numpy())
    table = table.assign(ordre=ordre)
    table = table.assign(rang_priorite=rangs(table, contrats.candidats))
    couples = tuple(couple for couple in contrats.couples if not qui[list(couple.candidats)].any())
    capacite = np.maximum(contrats.capacite - pris, 0)
    autres = replace(contrats, capacite=capacite, table=table, couples=couples)
    final = placer(placee.instruction.campagne, autres, lambda quoi, fait, total: None)
    return _memes(passe, *_sorts(contrats, final))


def _sorts(contrats: Contrats, placements: Placements) -> tuple[Entiers, Entiers]:
    """Return (candidats,) the poste and the rang (0: none) of each."""
    # AUCUN is -1, and so the item appended.
    return placements.poste, np.append(contrats.table["rang"].to_numpy(), 0)[placements.ligne]


def _memes(passe: Passe, poste: Entiers, rang: Entiers) -> Booleens:
    memes = (poste == passe.poste) & ((passe.rang == 0) | (rang == passe.rang))
    return np.asarray(memes & ~passe.exterieur)


def reproduit(instruction: Instruction, contrats: Contrats, passe: Passe, suivi: Suivi) -> Booleens:
    """Return (candidats,) whether this instruction gives each one what the past gave."""
    final = placer_instruite(instruction, suivi).etapes.final
    autres = compiler(instruction)
    place = pd.Index(autres.candidats["candidat"]).get_indexer(
        pd.Index(contrats.candidats["candidat"])
    )
    poste, rang = (np.append(valeurs, AUCUN)[place] for valeurs in _sorts(autres, final))
    return np.asarray(_memes(passe, poste, rang) & (place >= 0))
