"""Random decisions over random campaigns: engine, reference and verifier agree; frauds are seen."""

import random
from dataclasses import replace

import pandas as pd
import pytest
from campagnes_de_couples import campagne_de_couples
from campagnes_mobiles import campagne_mobile
from comparaison import comparable
from falsifications import avec, lignes, modifier, trouver
from petites_campagnes import campagne_aleatoire, lignes_de, remplacer
from reference_naive import affecter_instruite_naif

from mouvement.engine.erreurs import DonneesRefusees
from mouvement.engine.instruction import instruire
from mouvement.engine.mouvement import affecter
from mouvement.engine.verification import Condition, verifier
from mouvement.io.tables_resultat import TABLES_RESULTAT

PRIVE = "PRIVE_PAR_DECISION"


def decidee(graine, base):
    """Draw decisions that reading would accept."""
    alea = random.Random(graine)
    postes = {ligne["poste"]: ligne for ligne in lignes_de(base.postes)}
    gens = lignes_de(base.candidats)
    dit, forces = [], []
    for candidat in alea.sample(gens, k=min(len(gens), 3)):
        tenu = None if candidat["carte_scolaire"] else candidat["poste_actuel"]
        siens = [p for p, ligne in postes.items() if ligne["discipline"] == candidat["discipline"]]
        for numero, poste in enumerate(alea.sample(siens, k=min(len(siens), 3))):
            force = numero == 0 and postes[poste]["vacants"] > forces.count(poste)
            if force:
                forces.append(poste)
            elif poste == tenu:
                continue
            dit.append(
                {"candidat": candidat["candidat"], "poste": poste, "motif": f"motif {len(dit)}"}
                | {"nature": "FORCE" if force else "INTERDIT"}
            )
    return remplacer(base, "decisions", dit)


def tables(resultat):
    """Every table, without who is deprived: what the reference does not tell."""
    textes = {}
    for nom in (table.nom for table in TABLES_RESULTAT):
        frame = getattr(resultat, nom)
        if nom == "signalements":
            frame = frame[frame["signalement"] != PRIVE]
        textes[nom] = comparable(frame, nom)
    return textes


def sans_privations(resultat, refuses):
    """Give the lines that a decision refused the motive that they have in the reference."""
    audit = lignes(resultat, "audit")
    cle = ("candidat", "rang", "ordre", "zone")
    for ligne in audit:
        ligne["motif"] = refuses.get(tuple(ligne[nom] for nom in cle), ligne["motif"])
    return avec(resultat, "audit", audit)


def refus_de(naif):
    """Return the motive of each line that the reference refuses."""
    cle = ("candidat", "rang", "ordre", "zone")
    motifs = ("BAREME_INSUFFISANT", "AUCUN_POSTE", "REFUS_SIMULTANEE")
    return {
        tuple(ligne[nom] for nom in cle): ligne["motif"]
        for ligne in lignes(naif, "audit")
        if ligne["motif"] in motifs
    }


def octroi(naif, instruction, nom):
    """Return how far down his own list a candidat's grant is; everything else is worse."""
    (lui,) = (ligne for ligne in lignes(naif, "affectations") if ligne["candidat"] == nom)
    if lui["poste"] is None:
        return (2, 0, 0)
    if lui["origine"] == "MAINTIEN":
        return (1, 0, 0)
    (ligne,) = (
        ligne
        for ligne in lignes(naif, "audit")
        if ligne["candidat"] == nom and ligne["ordre"] == lui["ordre"]
    )
    base = ligne["zone"].split(";")[0]
    sous_rang = int(base.rpartition("/")[2]) if base.startswith("GROUPE:") else 0
    return (0, lui["rang"], sous_rang)


def prives_naifs(petite, instruction, naif):
    """Who has worse than without the decisions, as the reference solves both."""
    sans = instruction.sans_decisions
    temoin = affecter_instruite_naif(sans)
    forces = {d["candidat"] for d in lignes_de(petite.decisions) if d["nature"] == "FORCE"}
    return sorted(
        nom
        for nom in set(petite.candidats["candidat"]) - forces
        if octroi(naif, instruction, nom) > octroi(temoin, sans, nom)
    )


def exiger(petite, quoi):
    """Engine, reference and verifier agree; None when a decision cannot be carried out."""
    instruction = instruire(petite)
    naif = affecter_instruite_naif(instruction)
    decisions = lignes_de(petite.decisions)
    forces = {d["candidat"]: d["poste"] for d in decisions if d["nature"] == "FORCE"}
    places = {ligne["candidat"]: ligne["poste"] for ligne in lignes(naif, "affectations")}
    if any(places[nom] != poste for nom, poste in forces.items()):
        with pytest.raises(DonneesRefusees):
            affecter(petite)
        return None
    resultat = affecter(petite)
    assert tables(sans_privations(resultat, refus_de(naif))) == tables(naif), quoi
    assert [str(constat) for constat in verifier(petite, resultat)] == [], quoi
    dits = resultat.signalements
    prives = sorted(dits.loc[dits["signalement"] == PRIVE, "candidat"])
    if petite.options.simultanees == "separees":
        assert prives == prives_naifs(petite, instruction, naif), quoi
    interdits = {d["candidat"] for d in decisions if d["nature"] == "INTERDIT"}
    for d in decisions:
        assert d["nature"] == "FORCE" or places[d["candidat"]] != d["poste"], quoi
    marques = [
        ligne["candidat"]
        for ligne in lignes(resultat, "audit")
        if ligne["motif"] == "DEROGATION" and "sans l" in (ligne["detail"] or "")
    ]
    assert len(marques) == len(set(marques)), quoi
    assert set(marques) <= set(prives) <= set(marques) | interdits, quoi
    return resultat


@pytest.mark.parametrize("paquet", range(4))
def test_le_moteur_et_la_reference_decident_de_meme(paquet):
    faits = [
        exiger(decidee(graine, base), f"graine {graine}")
        for graine in range(paquet, 20, 4)
        for base in (campagne_aleatoire(graine), campagne_mobile(graine))
    ]
    assert sum(fait is not None for fait in faits) >= 3
    tous = pd.concat([fait.signalements for fait in faits if fait is not None])
    assert (tous["signalement"] == PRIVE).any()


def test_avec_des_couples_lies():
    for graine in range(6):
        base = campagne_de_couples(graine, amelioration=graine % 4 == 0)
        exiger(decidee(graine, base), f"couples, graine {graine}")


@pytest.fixture(scope="module")
def cas():
    """Results with somebody forced and somebody deprived."""
    trouves = []
    for graine in range(60):
        petite = decidee(graine, campagne_aleatoire(graine))
        try:
            resultat = affecter(petite)
        except DonneesRefusees:
            continue
        noms = set(resultat.signalements["signalement"])
        if {PRIVE, "DECISION_FORCE", "DECISION_INTERDIT"} <= noms and _marquees(petite, resultat):
            trouves.append((petite, resultat))
        if len(trouves) == 3:
            break
    assert len(trouves) == 3
    return trouves


def _marquees(petite, resultat):
    """Numbers of the lines that a decision about somebody else refused."""
    interdits = {d["candidat"] for d in lignes_de(petite.decisions) if d["nature"] == "INTERDIT"}
    return [
        numero
        for numero, ligne in enumerate(lignes(resultat, "audit"))
        if ligne["motif"] == "DEROGATION" and ligne["origine"] != "DECISION"
        if ligne["ordre"] and ligne["candidat"] not in interdits
    ]


def conditions(petite, resultat):
    return {constat.condition for constat in verifier(petite, resultat)}


def test_une_decision_retiree_de_la_campagne_se_voit(cas):
    for petite, resultat in cas:
        for nature in ("FORCE", "INTERDIT"):
            gardees = [d for d in lignes_de(petite.decisions) if d["nature"] != nature]
            autre = remplacer(petite, "decisions", gardees)
            assert verifier(autre, resultat) != []


def test_une_decision_qui_n_est_pas_appliquee_se_voit(cas):
    for petite, _ in cas:
        libre = affecter(remplacer(petite, "decisions", []))
        assert Condition.DECISIONS in conditions(petite, libre)


def test_les_decisions_sont_relues_dans_la_campagne(cas):
    """Not in what the instruction makes of them: that code is shared."""
    for petite, resultat in cas:
        instruction = instruire(petite)
        forces = [d for d in lignes_de(petite.decisions) if d["nature"] == "FORCE"]
        (autre, *_) = sorted(set(petite.postes["poste"]) - {d["poste"] for d in forces})
        deplacees = [forces[0] | {"poste": autre}, *forces[1:]]
        for decisions in (forces[1:], deplacees):
            constats = verifier(remplacer(petite, "decisions", decisions), resultat, instruction)
            assert {constat.condition for constat in constats} == {Condition.DECISIONS}
            assert any(forces[0]["candidat"] in constat.cle for constat in constats)
        siege = lignes(resultat, "affectations")
        assis = next(ligne for ligne in siege if ligne["poste"] and ligne["origine"] != "DECISION")
        interdit = {"candidat": assis["candidat"], "poste": assis["poste"], "nature": "INTERDIT"}
        ajoutee = remplacer(petite, "decisions", [*forces, interdit | {"motif": "x"}])
        constats = verifier(ajoutee, resultat, instruction)
        assert {constat.condition for constat in constats} == {Condition.DECISIONS}


def test_une_origine_ou_un_motif_de_decision_usurpes_se_voient(cas):
    for petite, resultat in cas:
        obtenue = trouver(resultat, "audit", motif="SATISFAIT")
        assert Condition.AUDIT in conditions(
            petite, modifier(resultat, "audit", obtenue, motif="DEROGATION")
        )
        forcee = trouver(resultat, "audit", origine="DECISION")
        assert Condition.AUDIT in conditions(
            petite, modifier(resultat, "audit", forcee, motif="SATISFAIT")
        )
        par_voeu = trouver(resultat, "affectations", origine="VOEU")
        assert Condition.AFFECTATIONS in conditions(
            petite, modifier(resultat, "affectations", par_voeu, origine="DECISION")
        )


def test_une_privation_inventee_ou_tue_se_voit(cas):
    for petite, resultat in cas:
        marquee = _marquees(petite, resultat)[0]
        nom = lignes(resultat, "audit")[marquee]["candidat"]
        tue = modifier(resultat, "audit", marquee, motif="BAREME_INSUFFISANT")
        dits = lignes(resultat, "signalements")
        prive = next(
            ligne for ligne in dits if ligne == ligne | {"candidat": nom, "signalement": PRIVE}
        )
        muet = avec(resultat, "signalements", [ligne for ligne in dits if ligne is not prive])
        double = avec(resultat, "signalements", [*dits, prive])
        forces = [ligne for ligne in dits if ligne["signalement"] == "DECISION_FORCE"]
        usurpe = avec(resultat, "signalements", [*dits, forces[0] | {"signalement": PRIVE}])
        for fraude in (tue, muet, double, usurpe):
            assert verifier(petite, fraude) != []


def test_une_derogation_ne_vaut_que_la_ou_une_decision_pese(cas):
    """Elsewhere, or without a decision, no line is refused by one."""
    petite, _ = cas[0]
    libre = remplacer(petite, "decisions", [])
    resultat = affecter(libre)
    refusee = trouver(resultat, "audit", motif="BAREME_INSUFFISANT")
    ligne = lignes(resultat, "audit")[refusee]
    dit = {"candidat": ligne["candidat"], "signalement": PRIVE, "regle": None, "detail": "x"}
    fraude = avec(modifier(resultat, "audit", refusee, motif="DEROGATION"), "signalements", [dit])
    assert {Condition.AUDIT, Condition.SIGNALEMENTS} <= conditions(libre, fraude)


def test_deux_lignes_refusees_au_meme_par_decision_se_voient(cas):
    vues = 0
    for petite, resultat in cas:
        audit = lignes(resultat, "audit")
        noms = [audit[numero]["candidat"] for numero in _marquees(petite, resultat)]
        for numero, ligne in enumerate(audit):
            if ligne["candidat"] in noms and ligne["motif"] == "BAREME_INSUFFISANT":
                fraude = modifier(resultat, "audit", numero, motif="DEROGATION")
                assert Condition.DECISIONS in conditions(petite, fraude)
                vues += 1
    assert vues


def test_l_ordre_des_lignes_ne_change_rien():
    petite = decidee(3, campagne_aleatoire(3))
    melangee = replace(petite, decisions=petite.decisions.iloc[::-1].reset_index(drop=True))
    assert tables(affecter(petite)) == tables(affecter(melangee))
