"""The complementary stage: postes left vacant, for volunteers of another discipline.

Once everybody is placed, the supports still free in a discipline may go to people of another one
who volunteered for it, on a precise vœu that they prefer to what they got. It is a mouvement of its
own: those people, those supports and those vœux, with the same priorities, kernel and certificate.
Who gets a poste leaves his seat, which stays vacant; nobody else moves. A member of a tied couple
takes no part.
"""

from dataclasses import replace

import numpy as np
import pandas as pd

from mouvement.engine.barres import PRECIS
from mouvement.engine.campagne import Campagne
from mouvement.engine.contrats import Booleens, Contrats, Entiers, compiler
from mouvement.engine.demandes import AUCUN
from mouvement.engine.instruction.instruction import ORIGINES, Instruction
from mouvement.engine.placement import Complement, Etapes, Placements, Suivi, placer

NOTE = "étape complémentaire, poste resté vacant en "


def completer(instruction: Instruction, contrats: Contrats, etapes: Etapes, suivi: Suivi) -> Etapes:
    """Add the stage to those before; CertificatRompu when its certificate fails."""
    if instruction.volontaires.empty:
        return etapes
    demandes = _demandes(instruction, contrats, etapes.ameliore)
    postes = _postes_libres(instruction.campagne, contrats, etapes.ameliore, demandes)
    demandes = demandes[demandes["discipline"].isin(postes["discipline"])]
    if demandes.empty:
        return etapes
    restreinte = _restreindre(instruction, demandes, postes)
    propres = _a_la_suite(compiler(restreinte), contrats)
    placements = placer(
        restreinte.campagne,
        propres,
        lambda _, fait, total: suivi("marchés, étape complémentaire", fait, total),
    )
    lignes = demandes["ligne"].to_numpy()[propres.table["voeu"]]
    obtenus = np.flatnonzero(placements.ligne != AUCUN)
    accordes = placements.ligne[obtenus]
    qui = _numeros(contrats.candidats["candidat"], propres.candidats["candidat"], obtenus)
    sieges = placements.poste[obtenus]
    ou = _numeros(contrats.carte.postes["poste"], propres.carte.postes["poste"], sieges)
    complement = Complement(
        restreinte,
        propres,
        placements,
        lignes,
        candidats=qui,
        ordre=propres.table["ordre"].to_numpy()[accordes],
        final=_deplacer(etapes.ameliore, qui, lignes[accordes], ou),
    )
    return replace(etapes, complement=complement)


def _demandes(instruction: Instruction, contrats: Contrats, placements: Placements) -> pd.DataFrame:
    """Return the vœux that the stage may grant, in order.

    Columns: ``ligne`` and ``voeu`` (in ``Contrats.table``, in the instructed vœux), ``type`` (of
    the établissement), and those of ``Instruction.volontaires``.
    """
    table, lieux = contrats.table, contrats.lieux
    accorde = placements.ligne[table["candidat"]]
    ligne = np.arange(len(table))
    exprime = (table["origine"] == ORIGINES.index("VOEU")).to_numpy()
    precis = lieux["type"].isin(PRECIS).to_numpy()[table["lieu"]]
    lignes = ligne[exprime & precis & ((accorde == AUCUN) | (ligne < accorde))]
    siennes = table.iloc[lignes]
    demandes = pd.DataFrame(
        {
            "ligne": lignes,
            "voeu": siennes["voeu"].to_numpy(),
            "candidat": contrats.candidats["candidat"].to_numpy()[siennes["candidat"]],
            "type": _types(instruction.campagne, contrats).to_numpy()[siennes["lieu"]],
        }
    )
    demandes = demandes.merge(_volontaires(instruction), on="candidat")
    return demandes[_du_type(demandes)].sort_values("ligne", ignore_index=True)


def _volontaires(instruction: Instruction) -> pd.DataFrame:
    """Return the volunteers who take part: not those whom a couple ties."""
    volontaires, candidats = instruction.volontaires, instruction.campagne.candidats
    if instruction.campagne.options.simultanees != "liees":
        return volontaires
    lies = candidats.loc[candidats["simultanee"].notna(), "candidat"]
    return volontaires[~volontaires["candidat"].isin(lies)]


def _types(campagne: Campagne, contrats: Contrats) -> pd.Series:
    """Return (lieux,) the type of the établissement that a precise lieu names."""
    etablissements, postes = campagne.etablissements, contrats.carte.postes
    types = {
        **dict(zip("ETB:" + etablissements["etablissement"], etablissements["type"], strict=True)),
        **dict(zip("POSTE:" + postes["poste"], postes["type"], strict=True)),
    }
    return contrats.lieux["base"].map(types)


def _du_type(demandes: pd.DataFrame) -> Booleens:
    """Tell which vœux are for an établissement of the types open to their author."""
    admis = [
        pd.isna(types) or genre in types.split("|")
        for genre, types in zip(demandes["type"], demandes["types"], strict=True)
    ]
    return np.array(admis, dtype=np.bool_)


def _postes_libres(
    campagne: Campagne, contrats: Contrats, placements: Placements, demandes: pd.DataFrame
) -> pd.DataFrame:
    """Return the postes offered, ``vacants`` being the supports that nobody has.

    They are of the disciplines and types that somebody asks for.
    """
    places, assis = contrats.carte.postes, placements.poste[placements.poste != AUCUN]
    reste = contrats.capacite - np.bincount(assis, minlength=len(places))
    ouverts = np.zeros(len(places), dtype=np.bool_)
    for discipline, types in demandes[["discipline", "types"]].drop_duplicates().to_numpy():
        du_type = True if pd.isna(types) else places["type"].isin(types.split("|"))
        ouverts |= ((places["discipline"] == discipline) & du_type).to_numpy()
    offerts = pd.Series(reste, index=places["poste"])[(reste > 0) & ouverts]
    postes = campagne.postes[campagne.postes["poste"].isin(offerts.index)]
    vacants = postes["poste"].map(offerts).astype("int64")
    return postes.assign(vacants=vacants).reset_index(drop=True)


def _restreindre(
    instruction: Instruction, demandes: pd.DataFrame, postes: pd.DataFrame
) -> Instruction:
    """Return the campaign of the stage: nobody there has anything to lose."""
    campagne = instruction.campagne
    disciplines = demandes.drop_duplicates("candidat").set_index("candidat")["discipline"]
    candidats = campagne.candidats[campagne.candidats["candidat"].isin(disciplines.index)]
    candidats = candidats.assign(
        discipline=candidats["candidat"].map(disciplines),
        poste_actuel=candidats["poste_actuel"].mask(candidats["poste_actuel"].notna()),
        simultanee=candidats["simultanee"].mask(candidats["simultanee"].notna()),
        carte_scolaire=False,
    )
    seuls = replace(campagne.options, guidage="aucun", simultanees="separees")
    voeux = campagne.voeux.iloc[demandes["voeu"]].reset_index(drop=True)
    dits = voeux.astype({"regles": "str", "note": "str"})
    regles = _ajouter(dits["regles"], "|", demandes["regles"].reset_index(drop=True))
    voeux = voeux.assign(
        regles=regles.map(_en_ordre, na_action="ignore").astype("str"),
        note=_ajouter(dits["note"], " ; ", NOTE + demandes["discipline"].reset_index(drop=True)),
    )
    restreinte = replace(
        campagne,
        options=seuls,
        candidats=candidats.reset_index(drop=True),
        postes=postes,
        voeux=voeux,
    )
    return replace(instruction, campagne=restreinte)


def _ajouter(avant: pd.Series, lien: str, ajout: pd.Series) -> pd.Series:
    """Put a text after what there is, where both say something."""
    return (avant + lien + ajout).fillna(ajout).fillna(avant)


def _en_ordre(regles: str) -> str:
    return "|".join(sorted(set(regles.split("|"))))


def _a_la_suite(propres: Contrats, contrats: Contrats) -> Contrats:
    """Number the contracts of the stage after those that their author has already."""
    faits = contrats.table.loc[contrats.table["ordre"] > 0, "candidat"]
    nombre = np.bincount(faits, minlength=len(contrats.candidats))
    noms = pd.Index(contrats.candidats["candidat"])
    siens = nombre[noms.get_indexer(pd.Index(propres.candidats["candidat"]))]
    ordre = propres.table["ordre"].to_numpy()
    suite = np.where(ordre > 0, ordre + siens[propres.table["candidat"]], 0)
    return replace(propres, table=propres.table.assign(ordre=suite))


def _numeros(tous: pd.Series, propres: pd.Series, lesquels: Entiers) -> Entiers:
    """Return the numbers in the mouvement of some candidats or postes of the stage."""
    numeros: Entiers = pd.Index(tous).get_indexer(pd.Index(propres.iloc[lesquels]))
    return numeros


def _deplacer(avant: Placements, qui: Entiers, lignes: Entiers, postes: Entiers) -> Placements:
    """Move those who get a poste: they leave what they had."""
    ligne, poste, guide = avant.ligne.copy(), avant.poste.copy(), avant.guide.copy()
    ligne[qui], poste[qui], guide[qui] = lignes, postes, 0
    return replace(avant, ligne=ligne, poste=poste, guide=guide)
