"""The mouvement done the slow, obviously correct way, in plain Python.

One definition after the other of the model, no cleverness. It is what the engine and the verifier
are held against on tiny campaigns (declared or instructed, ``guidage = "aucun"``), with or without
the improvement stage, couples tied or not.
"""

from dataclasses import replace

from amelioration_naive import NIVEAUX, Amelioration, Interdit, Regles, ameliorer
from contrats_naifs import SansContrat, contrats_de, tirage
from couples_naifs import former, meilleurs_octrois
from issue_naive import Issue, marches_de
from marche_naif import Contrat, barre_du_poste, sieges_de
from petites_campagnes import lignes_de
from petites_instructions import declarer_naif
from redaction_naive import rediger
from terrain_naif import Terrain

from mouvement.engine.campagne import Campagne
from mouvement.engine.instruction import Instruction
from mouvement.engine.resultat import Resultat


def resoudre(campagne: Campagne) -> Issue:
    """Compute grants, seats and barres of every discipline, barèmes being declared."""
    return resoudre_instruite(declarer_naif(campagne))


def resoudre_instruite(instruction: Instruction) -> Issue:
    """Compute grants, seats and barres once the rules have been applied."""
    terrain = Terrain(instruction.campagne)
    contrats, sans = contrats_de(terrain)
    couples = former(contrats, terrain.partenaires)
    tenus = meilleurs_octrois(contrats, couples, marches_de(terrain))
    return installer(terrain, contrats, sans, tenus, instruction)


def installer(
    terrain: Terrain,
    contrats: list[Contrat],
    sans: list[SansContrat],
    tenus: dict[str, Contrat],
    instruction: Instruction | None = None,
) -> Issue:
    """Seat the holders of these grants, whatever they are, and compute the barres."""
    instruction = instruction or declarer_naif(terrain.campagne)
    issue = Issue(instruction, terrain, contrats, sans, tenus, {}, {})
    for discipline, capacite in marches_de(terrain).items():
        ferme = sum(contrat.discipline == discipline for contrat in contrats) + 1
        ici = {nom: c for nom, c in tenus.items() if c.discipline == discipline}
        places = sieges_de(ici, capacite)
        issue.places |= places
        for poste in capacite:
            issue.barres[poste] = barre_du_poste(poste, ici, places, capacite, ferme)
    return issue


def affecter_naif(campagne: Campagne) -> Resultat:
    """Run the whole mouvement of a tiny campaign."""
    return rediger(poursuivre(resoudre(campagne)))


def affecter_instruite_naif(instruction: Instruction) -> Resultat:
    """Do the same once the rules have been applied."""
    return rediger(poursuivre(resoudre_instruite(instruction)))


def poursuivre(issue: Issue) -> Issue:
    """Add the improvement stage, if the campaign has one."""
    if not issue.terrain.campagne.options.amelioration:
        return issue
    lies = set(issue.terrain.partenaires)
    absents = {niveau: lies if niveau == "ZRA" else issue.dissous for niveau in NIVEAUX}
    return replace(issue, suite=ameliorer_sans(issue, absents))


def ameliorer_sans(issue: Issue, absents: dict[str, set[str]]) -> Amelioration:
    """Play the stage without some candidats, level by level."""
    lieux = {poste: issue.terrain.lieux(poste) for poste in issue.terrain.postes}
    actuels = {nom: ligne["poste_actuel"] for nom, ligne in issue.terrain.candidats.items()}
    academie = issue.terrain.campagne.academie
    return ameliorer(
        *(issue.contrats, lieux, actuels, academie, issue.tenus, issue.places, absents),
        interdit=gardien(issue),
        regles=regles(issue),
    )


def regles(issue: Issue) -> dict[str, Regles]:
    """Return what ranks people at each level."""
    terrain, fixees = issue.terrain, issue.instruction.partie_commune
    commune = {poste: terrain.lieux(poste).get("COM") for poste in terrain.postes}
    voeux = lignes_de(terrain.campagne.voeux)
    communes = {
        nom: min(
            (
                v["bareme"]
                for v in voeux
                if v["candidat"] == nom
                and v["bareme"] is not None
                and v["origine"] not in ("EXTENSION", "DECISION")
            ),
            default=0,
        )
        if fixees is None
        else fixees[nom]
        for nom in terrain.candidats
    }
    tirages = {nom: tirage(nom, terrain.campagne.graine) for nom in terrain.candidats}
    return {
        niveau: Regles(comparaison, communes, tirages, commune)
        for niveau, comparaison in issue.instruction.comparaisons.items()
    }


def gardien(issue: Issue) -> Interdit:
    """Return what the guards of an instruction forbid."""
    terrain, gardes = issue.terrain, issue.instruction.gardes.to_dict("records")

    def type_de(poste: str) -> str | None:
        etablissement = terrain.etablissements.get(terrain.postes[poste]["etablissement"])
        return etablissement["type"] if etablissement else None

    def interdit(nom: str, siege: str, poste: str) -> bool:
        ici, la = terrain.lieux(siege), terrain.lieux(poste)
        return any(
            type_de(siege) in garde["types"].split("|")
            and type_de(poste) not in garde["types"].split("|")
            and (garde["niveau"], ici.get(garde["niveau"])) in ici.items()
            and (garde["niveau"], ici.get(garde["niveau"])) in la.items()
            for garde in gardes
            if garde["candidat"] == nom
        )

    return interdit
