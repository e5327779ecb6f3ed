"""The audit: what each contract became and why, and what a third party needs to check it."""

import numpy as np
import pandas as pd

from mouvement.engine.amelioration import AUCUN_ECHANGE, AUCUN_REFUS
from mouvement.engine.audit_detail import details
from mouvement.engine.barres import classes_des_tenants, points_des_tenants, tenants
from mouvement.engine.contrats import Booleens, Contrats, Entiers
from mouvement.engine.demandes import AUCUN, lieux
from mouvement.engine.instruction.instruction import ORIGINES, RESIDUELLE, Instruction
from mouvement.engine.libelles import libelles_lieux
from mouvement.engine.placement import Complement, Etapes
from mouvement.engine.priorites import tirages
from mouvement.engine.recit import phrases
from mouvement.engine.recit_complement import phrases_laisses, servies
from mouvement.engine.recit_couples import phrases_couples
from mouvement.engine.recit_echanges import Recit, recit_des_echanges
from mouvement.engine.texte import (
    COMPLEMENT,
    ETAPES,
    choisir,
    empiler,
    jamais,
    joindre,
    par_ligne,
    texte,
    toujours,
)

MOTIFS = [
    *("AUCUN_POSTE", "SATISFAIT", "BAREME_INSUFFISANT", "SANS_OBJET", "REFUS_SIMULTANEE"),
    *("INELIGIBLE", "DEROGATION"),
]
AUCUN_POSTE, SATISFAIT, REFUSE, SANS_OBJET, REFUS_SIMULTANEE, INELIGIBLE, DEROGATION = range(
    len(MOTIFS)
)


def audit(
    instruction: Instruction, contrats: Contrats, etapes: Etapes, privations: dict[int, str]
) -> pd.DataFrame:
    """Return each contract, each line that made none, each vœu removed, with its motive.

    ``privations`` : lines that their authors would have had without a decision, and its words.
    """
    lignes = _lignes(instruction, contrats, etapes, privations)
    if etapes.complement:
        lignes = _avec_complement(lignes, contrats, etapes.complement, privations)
    if len(instruction.supprimes):
        lignes = empiler(lignes, _supprimes(instruction, contrats.carte.postes))
    nom = lignes["candidat"].array
    place = np.argsort(np.argsort(np.array(nom.categories, dtype=object)))
    rang = lignes["rang"].to_numpy(dtype=np.int64, na_value=np.iinfo(np.int64).max)
    ordre = np.lexsort((rang, place[nom.codes]))
    return lignes.iloc[ordre].reset_index(drop=True)


def _avec_complement(
    lignes: pd.DataFrame, contrats: Contrats, complement: Complement, privations: dict[int, str]
) -> pd.DataFrame:
    """Add the contracts of the complementary stage, in the place of vœux that made none before."""
    ses_lignes, sans_contrat = servies(complement), (contrats.table["ordre"] == 0).to_numpy()
    remplacees = [ligne for ligne in ses_lignes if sans_contrat[ligne]]
    prives = {ses_lignes[i]: privations[i] for i in remplacees if i in privations}
    seul = complement.placements
    etapes = Etapes(seul, seul, AUCUN_ECHANGE, AUCUN_REFUS)
    siennes = _lignes(complement.instruction, complement.contrats, etapes, prives)
    siennes = siennes[siennes["ordre"].notna()].reset_index(drop=True)
    siennes = siennes.assign(etape=toujours(ETAPES[COMPLEMENT], len(siennes)))
    return empiler(lignes.drop(index=remplacees), siennes)


def _lignes(
    instruction: Instruction, contrats: Contrats, etapes: Etapes, privations: dict[int, str]
) -> pd.DataFrame:
    """Return the lines of ``Contrats.table``, in its order."""
    campagne, voeux = instruction.campagne, instruction.campagne.voeux
    table, candidats = contrats.table, contrats.candidats
    auteur, voeu = table["candidat"].to_numpy(), table["voeu"].to_numpy()
    derniers = _derniers(contrats, etapes)
    residuelle = (table["classe"] == RESIDUELLE).to_numpy()
    extension = classes_des_tenants(contrats, derniers) == RESIDUELLE
    barre = points_des_tenants(contrats, derniers).mask(extension & ~residuelle)
    accorde = etapes.final.ligne[auteur]
    dites, pour_l_autre = phrases_couples(contrats, etapes)
    satisfait = (np.arange(len(table)) == accorde) & ~etapes.completes[auteur]
    ameliore = satisfait & (accorde != etapes.general.ligne[auteur])
    motif = _motifs(table, accorde, satisfait, pour_l_autre, list(privations))
    recit = Recit(campagne, contrats, etapes)
    dites |= phrases(campagne, contrats, etapes, recit.dehors(motif == REFUSE))
    dites |= phrases_laisses(contrats, etapes) | privations
    noms = libelles_lieux(campagne, contrats.lieux, contrats.carte.postes)
    libelles, valeurs = pd.factorize(np.array(noms, dtype=object))
    detail = details(
        contrats,
        motif == AUCUN_POSTE,
        motif == REFUSE,
        derniers,
        _guide(contrats, etapes),
        dites,
        ameliore=len(etapes.echanges) > 0,
    )
    return pd.DataFrame(
        {
            "candidat": texte(auteur, candidats["candidat"].tolist()),
            "rang": table["rang"].astype("Int64").where(table["rang"] > 0),
            "ordre": table["ordre"].astype("Int64").where(table["ordre"] > 0),
            "origine": texte(table["origine"], list(ORIGINES)),
            "zone": texte(table["lieu"], contrats.lieux["lieu"].tolist()),
            "libelle": texte(libelles[table["lieu"]], valeurs.tolist()),
            "bareme": table["bareme"].astype("Int64").where(table["bareme"] != AUCUN),
            "criteres": choisir(voeux["criteres"], voeu),
            "barre": barre,
            "motif": texte(motif, MOTIFS),
            "regles": choisir(voeux["regles"], voeu),
            "detail": joindre(
                joindre(choisir(voeux["note"], voeu), detail),
                par_ligne(recit_des_echanges(recit, motif == REFUSE), len(table)),
            ),
            "etape": texte(ameliore, ETAPES),
            "tirage": candidats["tirage"].to_numpy()[auteur],
        }
    )


def _derniers(contrats: Contrats, etapes: Etapes) -> Entiers:
    """Return (lines,) the weakest contract that each one's zone lets in; none makes no barre."""
    table = contrats.table
    discipline = contrats.candidats["numero_discipline"].to_numpy()[table["candidat"]]
    derniers = tenants(contrats, discipline, etapes.general.barre_zone[table["zone"]])
    return np.where(table["ordre"] > 0, derniers, AUCUN)


def _guide(contrats: Contrats, etapes: Etapes) -> Entiers:
    """Return (lines,) the rang of the vœu that guided the seat of a granted line, or 0."""
    auteur = contrats.table["candidat"].to_numpy()
    accorde = np.arange(len(auteur)) == etapes.final.ligne[auteur]
    return np.where(accorde, etapes.final.guide[auteur], 0)


def _motifs(
    table: pd.DataFrame,
    accorde: Entiers,
    satisfait: Booleens,
    pour_l_autre: list[int],
    prives: list[int],
) -> Entiers:
    """Return the motive of each line, by its place in ``MOTIFS``.

    Parameters
    ----------
    accorde, satisfait : the line granted to its author; whether it is itself, and as a contract
        of these.
    pour_l_autre : lines refused to a partner for the other's sake.
    prives : lines refused because of a decision.
    """
    ligne = np.arange(len(table))
    par_decision = (table["origine"] == ORIGINES.index("DECISION")).to_numpy()
    cas: list[tuple[Booleens, int]] = [
        (np.isin(ligne, prives) | (par_decision & (ligne == accorde)), DEROGATION),
        (~table["commun"].to_numpy(), INELIGIBLE),
        ((table["ordre"] == 0).to_numpy(), AUCUN_POSTE),
        (satisfait, SATISFAIT),
        ((ligne > accorde) & (accorde != AUCUN), SANS_OBJET),
        (np.isin(ligne, pour_l_autre), REFUS_SIMULTANEE),
    ]
    motifs: Entiers = np.select([quand for quand, _ in cas], [motif for _, motif in cas], REFUSE)
    return motifs


def _supprimes(instruction: Instruction, postes: pd.DataFrame) -> pd.DataFrame:
    """Return the vœux that a rule removed: no contract, the rule and its words."""
    campagne, supprimes = instruction.campagne, instruction.supprimes
    demandes = supprimes.assign(types=supprimes["types_etablissement"], restriction=None)
    distincts, lieu = lieux(demandes.astype({"types": "str", "restriction": "str"}))
    numero, noms = pd.factorize(supprimes["candidat"])
    libelles, valeurs = pd.factorize(
        np.array(libelles_lieux(campagne, distincts, postes), dtype=object)
    )
    taille = len(supprimes)
    nul = pd.Series(pd.NA, index=supprimes.index, dtype="Int64")
    return pd.DataFrame(
        {
            "candidat": texte(numero, list(noms)),
            "rang": supprimes["rang"].astype("Int64"),
            "ordre": nul,
            "origine": toujours("VOEU", taille),
            "zone": texte(lieu, distincts["lieu"].tolist()),
            "libelle": texte(libelles[lieu], valeurs.tolist()),
            "bareme": nul,
            "criteres": jamais(taille),
            "barre": nul,
            "motif": choisir(supprimes["motif"], np.arange(taille)),
            "regles": choisir(supprimes["regles"], np.arange(taille)),
            "detail": choisir(supprimes["note"], np.arange(taille)),
            "etape": toujours("GENERAL", taille),
            "tirage": tirages(list(noms), campagne.graine)[numero],
        }
    )


def priorites(contrats: Contrats, etapes: Etapes) -> pd.DataFrame:
    """Return the strict order of the contracts of each market and stage that has its own."""
    generales = _priorites(contrats, "GENERAL")
    if etapes.complement is None:
        return generales
    tout = empiler(generales, _priorites(etapes.complement.contrats, ETAPES[COMPLEMENT]))
    etape = tout["etape"].astype("str")
    ordre = np.lexsort((etape.to_numpy(object), tout["discipline"].cat.codes))
    return tout.iloc[ordre].reset_index(drop=True)


def _priorites(contrats: Contrats, etape: str) -> pd.DataFrame:
    table, candidats = contrats.table, contrats.candidats
    table = table[table["ordre"] > 0]
    auteur = table["candidat"].to_numpy()
    discipline = candidats["numero_discipline"].to_numpy()[auteur]
    return pd.DataFrame(
        {
            "discipline": texte(discipline, contrats.carte.disciplines),
            "etape": toujours(etape, len(table)),
            "candidat": texte(auteur, candidats["candidat"].tolist()),
            "ordre": table["ordre"].to_numpy(),
            "zone": texte(table["lieu"], contrats.lieux["lieu"].tolist()),
            "rang_priorite": table["rang_priorite"].to_numpy(),
        }
    )
