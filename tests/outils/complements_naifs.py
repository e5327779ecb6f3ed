"""Tiny campaigns with volunteers, and the complementary stage made by hand, the plain way."""

import random
from dataclasses import replace
from typing import Any

import pandas as pd
from contrats_naifs import tirage
from marche_naif import Contrat, attribuer, listes, sieges_de
from petites_campagnes import DISCIPLINES, campagne_aleatoire, lignes_de
from petites_instructions import cadre_instruit, instruction_aleatoire

from mouvement.engine.instruction.instruction import COLONNES_VOLONTAIRES, Instruction

SPECIFIQUES = ("SPEA", "POP", "ASH")


def instruction_a_volontaires(graine: int, *, couples: bool = False) -> Instruction:
    """Draw an instructed campaign where most people volunteer for the other discipline."""
    base = instruction_aleatoire(graine, campagne_aleatoire(graine))
    alea = random.Random(9_000_000 + graine)
    etablissements = base.campagne.etablissements
    types = sorted(etablissements["type"].unique())
    lignes = []
    for candidat in lignes_de(base.campagne.candidats):
        if alea.random() < 0.9:
            autre = DISCIPLINES[1 - DISCIPLINES.index(candidat["discipline"])]
            ouverts = alea.choice((None, None, "|".join(sorted(alea.sample(types, k=1)))))
            lignes.append(
                {"candidat": candidat["candidat"], "discipline": autre, "types": ouverts}
                | {"regles": alea.choice((None, "OT-V3"))}
            )
    volontaires = cadre_instruit(COLONNES_VOLONTAIRES, lignes)
    simultanees = "liees" if couples else "separees"
    options = replace(base.campagne.options, simultanees=simultanees)
    voeux = _preciser(alea, base.campagne, couples)
    postes = base.campagne.postes
    ajouts = [alea.choice((0, 1)) for _ in range(len(postes))]
    postes = postes.assign(vacants=postes["vacants"] + ajouts)
    campagne = replace(base.campagne, options=options, voeux=voeux, postes=postes)
    return replace(base, campagne=campagne, volontaires=volontaires)


def _preciser(alea: random.Random, campagne: Any, couples: bool) -> pd.DataFrame:
    """Turn most vœux into vœux for a few établissements; not those of couples, nor split ones."""
    voeux = campagne.voeux.copy()
    codes = sorted(campagne.etablissements["etablissement"])[:3]
    lies = campagne.candidats.loc[campagne.candidats["simultanee"].notna(), "candidat"]
    gardes = voeux.duplicated(["candidat", "rang"], keep=False) | (voeux["origine"] != "VOEU")
    if couples:
        gardes |= voeux["candidat"].isin(lies)
    for numero in voeux.index[~gardes].tolist():
        if alea.random() < 0.7:
            voeux.loc[numero, ["type", "code"]] = ["ETB", alea.choice(codes)]
    return voeux


def sans_volontaires(instruction: Instruction) -> Instruction:
    """Return the same without the stage."""
    return replace(instruction, volontaires=instruction.volontaires.iloc[:0])


def completer_naif(instruction: Instruction, avant: Any) -> dict[str, tuple[str, str]]:
    """Return candidat → (zone, poste) of those whom the stage must give a poste.

    ``avant`` : the result without it, whose audit says what each has and what he would rather have.
    """
    campagne = instruction.campagne
    places = dict(zip(avant.affectations["candidat"], avant.affectations["poste"], strict=True))
    ordres = dict(zip(avant.affectations["candidat"], avant.affectations["ordre"], strict=True))
    lies = campagne.options.simultanees == "liees"
    libres = _libres(campagne, places)
    contrats = []
    for ligne in lignes_de(instruction.volontaires):
        nom = ligne["candidat"]
        (lui,) = campagne.candidats[campagne.candidats["candidat"] == nom].to_dict("records")
        if not (lies and isinstance(lui["simultanee"], str)):
            contrats += _contrats(campagne, ligne, _mieux(instruction, avant, nom, ordres), libres)
    obtenus = {}
    for discipline in DISCIPLINES:
        siens = _classer([c for c in contrats if c.discipline == discipline], campagne.graine)
        tenus = attribuer(
            [c for liste in listes(siens, discipline).values() for c in liste], libres
        )
        sieges = sieges_de(tenus, libres)
        obtenus |= {nom: (c.zone, sieges[nom]) for nom, c in tenus.items()}
    return obtenus


def _libres(campagne: Any, places: dict[str, Any]) -> dict[str, int]:
    libres = dict(zip(campagne.postes["poste"], campagne.postes["vacants"], strict=True))
    for candidat in lignes_de(campagne.candidats):
        if candidat["poste_actuel"] and not candidat["carte_scolaire"]:
            libres[candidat["poste_actuel"]] += 1
    for poste in places.values():
        if isinstance(poste, str):
            libres[poste] -= 1
    return libres


def _mieux(
    instruction: Instruction, avant: Any, nom: str, ordres: dict[str, Any]
) -> list[dict[str, Any]]:
    """Return his precise vœux that come before what he has."""
    siens = [v for v in lignes_de(instruction.campagne.voeux) if v["candidat"] == nom]
    siens.sort(key=lambda v: (v["place"], v["sous_rang"]))
    accorde = _place_accordee(avant, siens, nom, ordres[nom])
    return [
        voeu
        for place, voeu in enumerate(siens)
        if place < accorde and voeu["type"] in ("ETB", "POSTE") and voeu["origine"] == "VOEU"
    ]


def _place_accordee(avant: Any, siens: list[dict[str, Any]], nom: str, ordre: Any) -> int:
    """Return the place in his list of what he was granted; beyond it when that is no vœu."""
    if pd.isna(ordre):
        return len(siens)
    audit = avant.audit[(avant.audit["candidat"] == nom) & (avant.audit["ordre"] == ordre)]
    (ligne,) = audit.to_dict("records")
    if ligne["origine"] == "MAINTIEN":
        return len(siens)
    rang = None if pd.isna(ligne["rang"]) else ligne["rang"]
    places = [place for place, voeu in enumerate(siens) if voeu["rang"] == rang]
    if len(places) == 1:
        return places[0]
    return next(place for place in places if _nom_de(siens[place]) == ligne["zone"])


def _nom_de(voeu: dict[str, Any]) -> str:
    nom = voeu["type"] + (f":{voeu['code']}" if voeu["code"] else "")
    types = voeu["types_etablissement"]
    nom += f"/{','.join(types.split('|'))}" if types else ""
    return nom + (f";{voeu['restriction']}" if voeu["restriction"] else "")


def _contrats(
    campagne: Any, ligne: dict[str, Any], voeux: list[dict[str, Any]], libres: dict[str, int]
) -> list[Contrat]:
    """Return the contracts of a volunteer: one for each vœu that leads to a free support."""
    faits = []
    for voeu in voeux:
        postes = tuple(
            sorted(
                poste["poste"]
                for poste in lignes_de(campagne.postes)
                if libres[poste["poste"]] > 0
                and poste["discipline"] == ligne["discipline"]
                and _dans(campagne, poste, voeu, ligne["types"])
            )
        )
        if postes:
            nom, rang = ligne["candidat"], voeu["rang"]
            ordre, zone = len(faits) + 1, _nom_de(voeu)
            faits.append(
                Contrat(nom, ligne["discipline"], rang, ordre, zone, postes, voeu["bareme"], voeu)
            )
    return faits


def _dans(campagne: Any, poste: dict[str, Any], voeu: dict[str, Any], types: str | None) -> bool:
    """Tell whether a poste is one that the vœu names, and that its author may have."""
    code, lieu = voeu["code"], poste["etablissement"]
    if voeu["type"] == "POSTE":
        nomme = poste["poste"] == code
    else:
        nomme = lieu == code and poste["nature"] not in ("ZR", *SPECIFIQUES)
    trouves = campagne.etablissements[campagne.etablissements["etablissement"] == lieu]
    genre = None if poste["nature"] == "ZR" else trouves["type"].iloc[0]
    classement = None if genre is None else trouves["education_prioritaire"].iloc[0]
    if types and genre not in types.split("|"):
        return False
    if voeu["types_etablissement"] and genre not in voeu["types_etablissement"].split("|"):
        return False
    return nomme and all(
        _admis(article, poste, lieu, classement)
        for article in (voeu["restriction"] or "").split(";")
        if article
    )


def _admis(article: str, poste: dict[str, Any], lieu: str, classement: Any) -> bool:
    genre, _, valeur = article.partition("=")
    if genre == "sauf":
        return lieu != valeur
    if genre == "sauf_poste":
        return poste["poste"] != valeur
    return (classement == valeur) == (genre == "label")


def _classer(contrats: list[Contrat], graine: int) -> list[Contrat]:
    """Number them by priority: class, points, départage, draw, identifier, order."""

    def faiblesse(contrat: Contrat) -> tuple[Any, ...]:
        envers = (*(-ord(lettre) for lettre in contrat.candidat), 1)
        points = -1 if contrat.bareme is None else contrat.bareme
        force = (contrat.dit["classe"], points, contrat.dit["departage"])
        return (*force, tirage(contrat.candidat, graine), envers, -contrat.ordre)

    tries = sorted(contrats, key=faiblesse)
    return [replace(contrat, rang_priorite=rang) for rang, contrat in enumerate(tries, 1)]
