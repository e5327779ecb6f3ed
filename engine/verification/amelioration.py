"""The improvement stage replayed from its table: modele.md §5, closed market after closed market.

From stage one, each level of each tour: who takes part follows from the state; the rows say what
they get; that must be the candidats' best kernel of the closed market, where whom a wide vœu seated
claims his seat if the rule set lets him. After the last tour, one more must change nothing.
"""

from dataclasses import dataclass, fields

import numpy as np
import pandas as pd

from mouvement.engine.verification.application import appliquer, lire_annonce
from mouvement.engine.verification.attendu import Attendu
from mouvement.engine.verification.colonnes import (
    NUL,
    Booleens,
    Colonne,
    Entiers,
    Lexique,
    prendre,
)
from mouvement.engine.verification.constats import Condition, Constat, Registre
from mouvement.engine.verification.decoupage import Decoupage
from mouvement.engine.verification.deplacements import (
    GARDE,
    MIEUX,
    NIVEAUX,
    PERDU,
    SORTS,
    Deplacements,
    codes_des_niveaux,
)
from mouvement.engine.verification.marches_fermes import fermer
from mouvement.engine.verification.moment import TABLE, Moment
from mouvement.engine.verification.octrois import Octrois
from mouvement.engine.verification.passage import verifier_marches
from mouvement.engine.verification.rapprochement import Rapprochement
from mouvement.engine.verification.simultanees import membres_dissous

CRITERES = Lexique(("VOEU", "PARTIE_COMMUNE"))
ROLES = Lexique(("TITULAIRE", "ENTRANT"))


@dataclass(frozen=True)
class Lignes:
    """Rows that the table should have, one agent each of the markets where a grant changed."""

    tour: Entiers
    niveau: Entiers
    code: Entiers
    discipline: Entiers
    candidat: Entiers
    role: Entiers
    ordre_avant: Entiers
    poste_avant: Entiers
    bareme: Entiers
    barre: Entiers
    critere: Entiers
    points: Entiers
    sort_siege: Entiers
    critere_siege: Entiers
    points_siege: Entiers


def verifier_amelioration(
    attendu: Attendu,
    deplacements: Deplacements,
    premiers: Octrois,
    finaux: Octrois,
    frame: pd.DataFrame,
    registre: Registre,
) -> None:
    """Replay the stage from ``premiers`` and check that it leads to ``finaux``.

    A couple's members each take part where they stay in its département; not if it is dissolved.
    """
    codes = codes_des_niveaux(attendu)
    lies, dissous = attendu.candidats.partenaire >= 0, membres_dissous(attendu, premiers)
    passages: list[Lignes] = []
    if attendu.campagne.options.amelioration:
        etat = premiers
        dits = attendu.instruction.comparaisons
        decoupages = [Decoupage.de(attendu, nom) for nom in NIVEAUX.textes if nom in dits]
        for tour in range(1, deplacements.tours + 2):
            for decoupage in decoupages:
                absents = dissous | (lies if decoupage.nom == "ZRA" else False)
                ferme = fermer(attendu, decoupage, etat, absents)
                moment = Moment(attendu, registre, tour, decoupage, etat, ferme)
                etat, lignes = _passer(moment, codes, deplacements)
                passages.append(lignes)
        _verifier_fin(attendu, etat, finaux, registre)
    _comparer(attendu, codes, passages, frame, registre)


def _passer(moment: Moment, codes: Lexique, deplacements: Deplacements) -> tuple[Octrois, Lignes]:
    """Apply and check one level; return (state after, rows expected)."""
    niveau = NIVEAUX.textes.index(moment.decoupage.nom)
    code = codes.numeros(moment.attendu.postes.codes[moment.decoupage.nom].textes)
    annonce = lire_annonce(moment, code, deplacements.du_passage(moment.tour, niveau))
    apres, change, tient = appliquer(moment, annonce)
    barres = verifier_marches(moment, apres, change, tient)
    return apres, _lignes(moment, (niveau, code), apres, (change, tient, barres))


def _lignes(
    moment: Moment,
    lieu: tuple[int, Entiers],
    apres: Octrois,
    issue: tuple[Booleens, Booleens, Entiers],
) -> Lignes:
    """Return the rows of the markets that changed.

    Parameters
    ----------
    lieu : number of the level; number, among all codes, of each of its places.
    issue : of each agent, whether his market changed, whether he keeps his seat by his claim, the
        barre of what he has.
    """
    attendu, ferme = moment.attendu, moment.ferme
    (niveau, code), (change, tient, barres) = lieu, issue
    agents = ferme.agents[change]
    discipline, place = np.divmod(ferme.marche[change], moment.decoupage.etendue)
    return Lignes(
        tour=np.full(len(agents), moment.tour),
        niveau=np.full(len(agents), niveau),
        code=prendre(code, place),
        discipline=discipline,
        candidat=agents,
        role=ferme.role[change],
        ordre_avant=attendu.contrats.liste.ordre[moment.avant.contrat[agents]],
        poste_avant=moment.avant.siege[agents],
        bareme=attendu.contrats.liste.bareme[apres.contrat[agents]],
        barre=ferme.pretentions.en_points(barres[change]),
        **{nom: valeurs[change] for nom, valeurs in _comparaisons(moment, apres, tient).items()},
    )


def _comparaisons(moment: Moment, apres: Octrois, tient: Booleens) -> dict[str, Entiers]:
    """Return, of all agents, the columns that say on what they were compared."""
    ferme, pretentions = moment.ferme, moment.ferme.pretentions
    garde, contrat = moment.avant.contrat[ferme.agents], apres.contrat[ferme.agents]
    sort = np.select([tient, contrat == garde], [GARDE, PERDU], MIEUX)
    commune = (prendre(pretentions.source, ferme.siege) == NUL).astype(np.int64)
    par_commune = moment.comparaison.bareme == "partie_commune"
    return {
        "critere": np.full(len(sort), par_commune, dtype=np.int64),
        "points": prendre(pretentions.points, ferme.tenues(contrat, garde, tient)),
        "sort_siege": np.where(ferme.siege == NUL, NUL, sort),
        "critere_siege": np.where(ferme.siege == NUL, NUL, commune),
        "points_siege": prendre(pretentions.points, ferme.siege),
    }


def _comparer(
    attendu: Attendu,
    codes: Lexique,
    passages: list[Lignes],
    frame: pd.DataFrame,
    registre: Registre,
) -> None:
    """Compare the table with the rows expected, whole."""
    lignes = _reunir(passages)
    cle = {
        "tour": Colonne(lignes.tour),
        "niveau": Colonne(lignes.niveau, NIVEAUX),
        "code": Colonne(lignes.code, codes),
        "discipline": Colonne(lignes.discipline, attendu.postes.disciplines),
        "candidat": Colonne(lignes.candidat, attendu.candidats.noms),
    }
    table = Rapprochement(registre, Condition.AMELIORATION, TABLE, frame, cle)
    table.comparer(
        {
            "role": Colonne(lignes.role, ROLES),
            "ordre_avant": Colonne(lignes.ordre_avant),
            "poste_avant": Colonne(lignes.poste_avant, attendu.postes.noms),
            "bareme": Colonne(lignes.bareme, points=True),
            "barre": Colonne(lignes.barre, points=True),
            "critere": Colonne(lignes.critere, CRITERES),
            "points": Colonne(lignes.points, points=True),
            "siege": Colonne(lignes.sort_siege, SORTS),
            "critere_siege": Colonne(lignes.critere_siege, CRITERES),
            "points_siege": Colonne(lignes.points_siege, points=True),
        }
    )
    for nom, lexique in (("ordre_apres", None), ("poste_apres", attendu.postes.noms)):
        table.lire(nom, Colonne(lignes.candidat, lexique))  # Applied already, if it can be read.


def _reunir(passages: list[Lignes]) -> Lignes:
    """Join the rows of all levels, in the order of the table's key."""
    vide = Lignes(*(np.zeros(0, dtype=np.int64) for _ in fields(Lignes)))
    morceaux = [vars(lignes).values() for lignes in (vide, *passages)]
    colonnes = [np.concatenate(colonne) for colonne in zip(*morceaux, strict=True)]
    ordre = np.lexsort(colonnes[4::-1])
    return Lignes(*(colonne[ordre] for colonne in colonnes))


def _verifier_fin(attendu: Attendu, etat: Octrois, finaux: Octrois, registre: Registre) -> None:
    """Report the candidats who do not end where the stage leads them."""
    noms, postes = attendu.candidats.noms.textes, attendu.postes.noms.textes

    def dire(octrois: Octrois, c: int) -> str:
        contrat, siege = int(octrois.contrat[c]), int(octrois.siege[c])
        quoi = attendu.dire_contrat(contrat) if contrat >= 0 else "aucun contrat"
        return f"{quoi}, {postes[siege] if siege >= 0 else 'aucun poste'}"

    def constat(c: int) -> Constat:
        cle, vu, voulu = f"candidat {noms[c]}", dire(finaux, c), dire(etat, c)
        phrase = f"affectations, {cle} : a {vu} ; l'étape d'amélioration le mène à {voulu}."
        regle = Condition.AMELIORATION
        return Constat(regle, "affectations", cle, "poste", vu, voulu, phrase, c)

    ecarts = (etat.contrat != finaux.contrat) | (etat.siege != finaux.siege)
    registre.lister(Condition.AMELIORATION, "affectations", np.flatnonzero(ecarts), constat)
