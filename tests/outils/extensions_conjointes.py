"""Couples extended together: small cases of Orléans-Tours, and tiny random campaigns."""

import random
from dataclasses import replace
from typing import Any

from academie_orleans_tours import ORLEANS_TOURS
from cas_regles import Academie
from comparaison import exiger_les_memes
from petites_campagnes import POINTS, Ligne, cadre, lignes_de
from petites_instructions import voeux_instruits
from reference_naive import poursuivre, rediger, resoudre_instruite

from mouvement.engine.campagne import Campagne
from mouvement.engine.instruction import Instruction, instruire
from mouvement.engine.mouvement import affecter_instruite
from mouvement.engine.resultat import Resultat
from mouvement.engine.verification import compter_couples, verifier
from mouvement.io.tables_resultat import BAREMES

ENTRANT = {"entrant": True}
VOEUX = (
    *("ETB CLG_BOURGES", "COM* BOURGES", "COM* TOURS", "DPT* 18", "DPT* 36", "DPT/LYC 45"),
    "ACA*",
)
FORMES = (("DPT", "DPT"), ("DPT", "ZRD"), ("ZRD", "DPT"))


def entrants(un: dict[str, Any] | None = None, autre: dict[str, Any] | None = None) -> Any:
    """Return A and B, who come in and ask to move together; B's barème is the greater."""
    return {
        "A": {**ENTRANT, "echelon": 2, "simultanee": "B", **(un or {})},
        "B": {**ENTRANT, "echelon": 9, "simultanee": "A", **(autre or {})},
    }


def ouverte(libres: dict[str, int], base: Academie = ORLEANS_TOURS) -> Academie:
    """Return the académie where these supports alone are vacant."""
    tous = (*base.etablissements, *base.zones)
    return replace(base, postes={c: {"vacants": libres.get(c, 0)} for c in tous})


def campagne(libres: dict[str, int], candidats: Any, voeux: list[str], **reste: Any) -> Campagne:
    """Return a campaign where everybody asks for the same."""
    return ouverte(libres).campagne(candidats, dict.fromkeys(candidats, voeux), **reste)


def jouer(faite: Campagne, quoi: str = "") -> Resultat:
    """Return the result, which is that of the naive reference and which the verifier takes."""
    instruction = instruire(faite)
    issue = resoudre_instruite(instruction)
    resultat, attendu = affecter_instruite(instruction), rediger(poursuivre(issue))
    # The engine says more of what follows the mouvement.
    exiger_les_memes(resultat, replace(attendu, signalements=resultat.signalements), quoi)
    assert verifier(faite, resultat, instruction) == [], quoi
    if issue.couples:
        compte = compter_couples(faite, resultat, instruction)
        assert compte == issue.compter_couples(), quoi
    return resultat


def accordes(resultat: Resultat) -> dict[str, tuple[str, str | None]]:
    """Return the zone of each candidat's contract, and his poste."""
    audit = lignes_de(resultat.audit)
    zones = {(ligne["candidat"], ligne["ordre"]): ligne["zone"] for ligne in audit}
    return {
        ligne["candidat"]: (zones.get((ligne["candidat"], ligne["ordre"]), ""), ligne["poste"])
        for ligne in lignes_de(resultat.affectations)
    }


def places(resultat: Resultat) -> dict[str, str | None]:
    """Return the poste of each candidat."""
    return {nom: poste for nom, (_, poste) in accordes(resultat).items()}


def conjoints(resultat: Resultat) -> set[str]:
    """Return who is placed by joint extension."""
    return {nom for nom, (zone, _) in accordes(resultat).items() if "paire=E" in zone}


def campagne_d_entrants(graine: int) -> Campagne:
    """Draw a campaign of Orléans-Tours: one or two couples to be placed, and their rivals."""
    alea = random.Random(graine)
    tous = [*ORLEANS_TOURS.etablissements, *ORLEANS_TOURS.zones]
    candidats, voeux = {}, {}
    couples = alea.choice((1, 1, 2))
    for numero in range(couples):
        noms = f"C{numero}", f"D{numero}"
        liste = alea.sample(VOEUX, k=alea.choice((1, 1, 2)))
        for nom, autre in (noms, noms[::-1]):
            faits = {**ENTRANT, "echelon": alea.randint(1, 9), "simultanee": autre}
            candidats[nom] = faits | ({"discipline": "LETTRES"} if alea.random() < 0.3 else {})
            voeux[nom] = liste
    for numero in range(alea.randint(0, 3)):
        candidats[f"E{numero}"] = {**ENTRANT, "echelon": alea.randint(1, 9)}
        voeux[f"E{numero}"] = alea.sample(VOEUX, k=alea.choice((1, 2)))
    libres = {poste: alea.choice((1, 1, 2)) for poste in alea.sample(tous, k=alea.randint(2, 5))}
    academie = ouverte(libres)
    for poste in alea.sample(tous, k=3):
        ou = {"etablissement": poste, "discipline": "LETTRES", "vacants": 1}
        ou |= {"nature": "ZR" if poste in ORLEANS_TOURS.zones else "ETB"}
        academie.postes[f"{poste}_L"] = ou
    options = {
        "guidage": "aucun",
        "amelioration": alea.random() < 0.4,
        "extension": alea.choice(("residuelle", "residuelle", "concurrente")),
    }
    sans = alea.random() < 0.2
    return academie.campagne(
        candidats, voeux, options=options, parametres={"extension_conjointe": not sans}
    )


def avec_paires(graine: int, instruction: Instruction) -> Instruction:
    """Draw lines of joint extension for the tied couples of a tiny instruction."""
    alea = random.Random(9_000_000 + graine)
    campagne_, elements = instruction.campagne, lignes_de(instruction.baremes)
    voeux = lignes_de(campagne_.voeux)
    departements = sorted(set(campagne_.communes["departement"]))
    for ligne in lignes_de(campagne_.candidats):
        nom, autre = ligne["candidat"], ligne["simultanee"]
        if autre is None or autre < nom or alea.random() < 0.2:
            continue
        lieux = [(formes, code) for code in alea.sample(departements, k=1) for formes in FORMES]
        for cote, membre in enumerate((nom, autre)):
            voeux += _moities(alea, membre, cote, lieux, campagne_, voeux, elements)
    alea.shuffle(voeux)
    return replace(
        instruction,
        campagne=replace(campagne_, voeux=voeux_instruits(voeux)),
        baremes=cadre(BAREMES, elements),
    )


def _moities(
    alea: random.Random,
    nom: str,
    cote: int,
    lieux: list[tuple[tuple[str, str], str]],
    base: Campagne,
    voeux: list[Ligne],
    elements: list[Ligne],
) -> list[Ligne]:
    """Return his halves, with the barème of his extension."""
    siens = [v for v in voeux if v["candidat"] == nom and v["origine"] == "EXTENSION"]
    bareme = siens[0]["bareme"] if siens else alea.choice(POINTS)
    if not siens:
        elements.append({"candidat": nom, "rang": 0, "element": "E0", "points": bareme})
    sauf = f";sauf_poste={alea.choice(sorted(base.postes['poste']))}" * (alea.random() < 0.3)
    return [
        {
            "candidat": nom,
            "type": formes[cote],
            "code": code,
            "bareme": bareme,
            "restriction": f"paire=E{numero}{sauf}",
            "place": 900 + numero,
            "sous_rang": 0,
            "classe": -1 if base.options.extension == "residuelle" else 0,
            "departage": 0,
            "origine": "EXTENSION",
            "regles": "OT-47",
            "note": "extension conjointe",
            "annuel": False,
        }
        for numero, (formes, code) in enumerate(lieux, 1)
    ]
