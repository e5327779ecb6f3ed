"""Withdrawals: as brute force has it, nobody worse off; the command; forgeries found."""

import json
import random
import re
import shutil
from collections import Counter
from functools import cache

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from complements_naifs import instruction_a_volontaires
from coutures import agent, ville, voeu
from coutures import instruction as instruction_de_ville
from desistements_naifs import Situation, gains, une_discipline
from petites_campagnes import campagne_aleatoire
from petits_marches import petit_marche

from mouvement.engine.erreurs import DonneesRefusees
from mouvement.engine.instruction import instruire
from mouvement.engine.mouvement import affecter_instruite
from mouvement.engine.verification.desistement import verifier_desistements
from mouvement.io.recit_desistements import raconter_desistements
from mouvement.io.resultats import lire_resultat
from mouvement.scenarios.affectation import affecter_dossier
from mouvement.scenarios.chronique import Chronometre
from mouvement.scenarios.desistement import desister
from mouvement.solvers import certificate, kernel, seat
from mouvement.solvers.least import least_kernel


@cache
def tirer(graine):
    """Draw a tiny campaign, its result and some who withdraw."""
    instruction = instruire(une_discipline(campagne_aleatoire(graine, candidats=9)))
    resultat = affecter_instruite(instruction)
    servis = resultat.affectations.loc[resultat.affectations["poste"].notna(), "candidat"]
    alea = random.Random(graine)
    retires = alea.sample(sorted(servis), k=min(len(servis), alea.choice((1, 1, 2))))
    return instruction, resultat, retires


def test_ce_que_donne_la_force_brute():
    vus = Counter()
    for graine in range(1000, 1024):
        instruction, resultat, retires = tirer(graine)
        if not retires:
            continue
        situation = Situation(instruction.campagne, resultat.affectations, set(retires))
        if situation.manque:
            with pytest.raises(DonneesRefusees):
                desister(instruction, resultat.affectations, retires)
            vus["refus"] += 1
            continue
        issues = situation.issues()
        if issues is None:
            continue
        tables = desister(instruction, resultat.affectations, retires)
        exiger_la_moindre(issues, situation, tables, f"graine {graine}")
        constats = verifier_desistements(
            instruction, retires, resultat.affectations, *tables.values()
        )
        assert constats == [], graine
        suites = len(tables["desistements"]) - len(retires)
        vus["suites"] += suites
        vus["longues"] += suites > 1
    assert min(vus["refus"], vus["suites"], vus["longues"]) > 0, vus


@pytest.mark.parametrize("graine", [39, 41, 47])
def test_qui_garde_son_poste_ne_libere_rien(graine):
    """Supports left vacant beside his go to nobody for his withdrawal."""
    instruction = instruction_a_volontaires(graine, couples=False)
    affectations = affecter_instruite(instruction).affectations
    maintenus = affectations.loc[affectations["decision"] == "MAINTENU", "candidat"].tolist()
    assert maintenus
    for nom in maintenus:
        table = desister(instruction, affectations, [nom])["desistements"]
        assert table["candidat"].tolist() == [nom]


def test_la_chaine_part_de_qui_quitte_le_poste():
    # Both are on P4, which C05 held before and keeps.
    instruction = instruire(une_discipline(campagne_aleatoire(6, candidats=12)))
    affectations = affecter_instruite(instruction).affectations
    table = desister(instruction, affectations, ["C05", "Z9"])["desistements"]
    assert table[["candidat", "chaine"]].to_numpy().tolist() == [["C05", 1], ["Z9", 2], ["C10", 2]]


def test_ce_qui_se_dit_d_une_chaine():
    """What nobody takes is told; who had no poste, or comes back to his own, leaves none."""
    instruction = instruction_de_ville(
        ville(
            {"A1": 1, "B1": 0, "C1": 1},
            [
                agent("D"),
                agent("T", poste_actuel="PB1"),
                agent("U"),
                agent("V", poste_actuel="PC1"),
            ],
        ),
        [
            voeu("D", 1, "ETB:A1", 90),
            voeu("T", 1, "ETB:A1", 50),
            voeu("U", 1, "ETB:C1", 70),
            voeu("V", 1, "ETB:A1", 10),
        ],
    )
    affectations = affecter_instruite(instruction).affectations

    def dire(*retires):
        changements = desister(instruction, affectations, list(retires))["desistements"]
        return raconter_desistements(changements).splitlines()

    assert dire("D") == [
        "D libère PA1 (Collège A1 (Ville A)), T y vient (vœu 1) et libère "
        "PB1 (Collège B1 (Ville B)), PB1 ne revient à personne d'autre.",
        "En tout, 1 agent y gagne ; personne n'y perd.",
    ]
    assert dire("T") == [
        "T se désiste et garde son poste PB1.",
        "Personne d'autre ne change de poste.",
    ]
    assert dire("U")[0] == "U libère PC1 (Collège C1 (Ville C)), PC1 ne revient à personne d'autre."
    assert dire("D", "T")[:2] == [
        "D libère PA1 (Collège A1 (Ville A)), V y vient (vœu 1) et libère "
        "PC1 (Collège C1 (Ville C)), PC1 ne revient à personne d'autre.",
        "T se désiste et garde son poste PB1.",
    ]


def test_un_titulaire_revient_sur_le_poste_libere():
    """The support that he takes back goes to him: it is not told to go to nobody."""
    instruction = instruction_de_ville(
        ville({"A1": 1, "B1": 0}, [agent("D"), agent("T", poste_actuel="PB1")]),
        [voeu("D", 1, "ETB:B1", 90), voeu("T", 1, "ETB:A1", 50)],
    )
    affectations = affecter_instruite(instruction).affectations
    changements = desister(instruction, affectations, ["D", "T"])["desistements"]
    assert raconter_desistements(changements).splitlines() == [
        "D libère PB1 (Collège B1 (Ville B)), T y revient.",
        "T libère PA1 (Collège A1 (Ville A)) et revient à PB1, PA1 ne revient à personne d'autre.",
        "Personne d'autre ne change de poste.",
    ]


def test_ce_qui_ne_revient_a_personne_reste_vide():
    """As many supports told to go to nobody as there are people less on each poste."""
    vus = Counter()
    for graine in range(1000, 1012):
        instruction, resultat, _ = tirer(graine)
        avant = resultat.affectations
        servis = sorted(avant.loc[avant["poste"].notna(), "candidat"])
        retires = random.Random(graine).sample(servis, k=min(len(servis), 4))
        try:
            tables = desister(instruction, avant, retires)
        except DonneesRefusees:
            continue
        recit = raconter_desistements(tables["desistements"])
        dits = Counter(re.findall(r"(\w+) ne revient à personne", recit))
        ici, apres = (Counter(t["poste"].dropna()) for t in (avant, tables["affectations_apres"]))
        assert dits == ici - apres, (graine, recit)
        vus["vides"] += len(dits)
        vus["repris"] += len(re.findall(r"y revient", recit))
    assert min(vus["vides"], vus["repris"]) > 0, vus


def exiger_la_moindre(issues, situation, tables, quoi):
    """Nobody loses, nobody is envied, and who gains gains in every outcome without envy."""
    apres = tables["affectations_apres"].set_index("candidat")
    obtenus = {}
    for nom, ancien in situation.avant.items():
        ici = apres.loc[nom]
        if nom in situation.retires:
            garde = situation.garde[nom]
            assert (ici["poste"] == garde) if garde else pd.isna(ici["poste"]), (quoi, nom)
        elif ancien["ordre"] is None:
            if pd.notna(ici["ordre"]):
                obtenus[nom] = int(ici["ordre"])
        elif int(ici["ordre"]) != ancien["ordre"]:
            obtenus[nom] = int(ici["ordre"])
        else:
            assert ici["poste"] == ancien["poste"], (quoi, nom)
    tous = [gains(issue) for issue in issues]
    assert obtenus in tous, (quoi, obtenus, tous)
    for autre in tous:
        assert all(nom in autre and autre[nom] <= ordre for nom, ordre in obtenus.items()), quoi
    occupation = Counter(apres["poste"].dropna())
    for poste, nombre in occupation.items():
        rentres = sum(situation.garde[nom] == poste for nom in situation.retires)
        assert nombre <= situation.places[poste] + rentres, (quoi, poste)


def test_apres_une_etape_complementaire_et_avec_des_couples():
    """Instructed vœux in any order, what the complementary stage gave, couples who stay."""
    vus = Counter()
    for graine in (7, 12, 26, 56, 130, 131, 160, 211):
        instruction = instruction_a_volontaires(graine, couples=graine % 2 == 0)
        avant = affecter_instruite(instruction).affectations
        servis = sorted(avant.loc[avant["poste"].notna(), "candidat"])
        retires = random.Random(graine).sample(servis, k=min(len(servis), 2))
        try:
            tables = desister(instruction, avant, retires)
        except DonneesRefusees:
            continue
        constats = verifier_desistements(instruction, retires, avant, *tables.values())
        assert constats == [], graine
        changent = tables["desistements"].query("cause != 'DESISTEMENT'")["candidat"]
        ici = avant.set_index("candidat").loc[changent]
        assert graine % 2 or ici["simultanee"].isna().all()
        vus["suites"] += len(ici)
        vus["complement"] += (ici["etape"].astype("str") == "COMPLEMENT").sum()
    assert min(vus["suites"], vus["complement"]) > 0, vus


def test_les_chaines_se_suivent():
    """Each comes to the poste that the one before leaves."""
    suites = 0
    for graine in range(1000, 1012):
        instruction, resultat, retires = tirer(graine)
        try:
            table = desister(instruction, resultat.affectations, retires)["desistements"]
        except DonneesRefusees:
            continue
        for _, chaine in table.groupby("chaine"):
            assert chaine["place"].tolist() == list(range(1, len(chaine) + 1))
            quittes = chaine["poste_avant"].tolist()[:-1]
            venus = chaine["poste_apres"].tolist()[1:]
            assert quittes == venus, graine
            suites += len(venus)
    assert suites > 0


@pytest.mark.parametrize("graine", range(60))
def test_le_moindre_noyau(graine):
    """A kernel, which nobody likes better than the candidate-optimal one, as many served."""
    market = petit_marche(random.Random(graine))
    least, best = least_kernel(market), kernel(market)
    assert certificate(market, least.granted, seat(market, least), least.poste_barre) == []
    absent = market.contracts
    ici, mieux = (np.where(o.granted < 0, absent, o.granted) for o in (least, best))
    assert (mieux <= ici).all()
    assert ((ici == absent) == (mieux == absent)).all()


def test_le_moindre_noyau_differe_du_meilleur():
    assert any(
        (least_kernel(m).granted != kernel(m).granted).any()
        for m in (petit_marche(random.Random(graine)) for graine in range(200))
    )


def avec_suite(graines):
    """Yield what follows withdrawals after which somebody gains."""
    for graine in graines:
        instruction, resultat, retires = tirer(graine)
        if not retires:
            continue
        try:
            tables = desister(instruction, resultat.affectations, retires)
        except DonneesRefusees:
            continue
        if len(tables["desistements"]) > len(retires):
            yield instruction, resultat.affectations, retires, tables


def test_rien_ne_bouge_alors_que_quelqu_un_le_voudrait():
    """Leave a freed support empty: who wanted it is found to be envious."""
    vus = 0
    for instruction, avant, retires, tables in avec_suite(range(1000, 1012)):
        partis = tables["desistements"]["cause"] == "DESISTEMENT"
        ancien, colonnes = avant.set_index("candidat"), ["poste", "rang", "ordre"]
        apres = tables["affectations_apres"].set_index("candidat")
        for nom in tables["desistements"].loc[~partis, "candidat"]:
            apres.loc[nom, colonnes] = ancien.loc[nom, colonnes]
        constats = verifier_desistements(
            instruction, retires, avant, tables["desistements"][partis], apres.reset_index()
        )
        assert any("passe avant" in constat for constat in constats), constats
        vus += 1
    assert vus > 1


def test_falsifications():
    """One value changed at a time: each is found."""
    cas = next(iter(avec_suite(range(1000, 1012))))
    instruction, avant, retires, tables = cas
    vrai, apres = tables["desistements"], tables["affectations_apres"]
    suite = vrai.index[vrai["cause"] != "DESISTEMENT"][0]
    for colonne, faux in (
        ("poste_avant", "XX"),
        ("poste_apres", None),
        ("rang_apres", 99),
        ("ordre_apres", 99),
        ("cause", "DESISTEMENT"),
    ):
        change = vrai.copy()
        change.loc[suite, colonne] = faux
        assert verifier_desistements(instruction, retires, avant, change, apres), colonne
    assert verifier_desistements(instruction, retires, avant, vrai.iloc[:-1], apres)
    assert verifier_desistements(instruction, retires, avant, vrai, apres.iloc[1:])
    assert verifier_desistements(instruction, ["X"], avant, vrai, apres)
    assert verifier_desistements(instruction, [], avant, vrai, apres)


@pytest.fixture(scope="module")
def dossier(minuscule_calculee, tmp_path_factory):
    """A result whose base is a whole set of rules: improvement, extension, couples apart."""
    sortie = tmp_path_factory.mktemp("desistement") / "resultat"
    affecter_dossier(minuscule_calculee, sortie, False, Chronometre())
    return sortie


def test_la_commande(lancer, dossier, tmp_path):
    demande = ["desistement", dossier, "C000027", "C000009", "--sortie"]
    reponse = lancer(*demande, tmp_path / "d")
    assert reponse.code == 0, reponse.err
    table = pq.read_table(tmp_path / "d" / "desistements.parquet").to_pandas()
    assert "C000009 libère " in reponse.out
    for ligne in table[table["cause"] == "SUITE"].itertuples():
        assert f"{ligne.candidat} y vient" in reponse.out
    gagnants = table[table["cause"] != "DESISTEMENT"]
    assert len(gagnants) > 1
    assert f"{len(gagnants)} agents y gagnent ; personne n'y perd." in reponse.out
    avant = lire_resultat(dossier)[0].affectations.set_index("candidat")
    apres = pq.read_table(tmp_path / "d" / "affectations_apres.parquet").to_pandas()
    autres = apres[~apres["candidat"].isin(table["candidat"])].set_index("candidat")
    assert (autres["poste"].fillna("") == avant.loc[autres.index, "poste"].fillna("")).all()
    for ligne in gagnants.itertuples():
        rang = avant.loc[ligne.candidat, "rang"]
        assert pd.isna(rang) or ligne.rang_apres < rang
    manifeste = json.loads((tmp_path / "d" / "manifeste.json").read_bytes())
    assert manifeste["retires"] == ["C000009", "C000027"]
    origine = json.loads((dossier / "manifeste.json").read_bytes())
    assert manifeste["origine"]["sorties"] == origine["sorties"]
    autre_ordre = ["desistement", dossier, "C000009", "C000027", "--sortie", tmp_path / "e"]
    dit = json.loads(lancer(*autre_ordre, "--json").out)
    assert len(dit["changements"]) == len(table)
    for nom in ("desistements", "affectations_apres"):
        un, deux = ((tmp_path / d / f"{nom}.parquet").read_bytes() for d in "de")
        assert un == deux


def test_verifier_un_dossier_de_desistements(lancer, dossier, tmp_path):
    lancer("desistement", dossier, "C000009", "--sortie", tmp_path / "d")
    reponse = lancer("verifier", tmp_path / "d")
    assert reponse.code == 0, reponse.err
    assert reponse.out.startswith("Les désistements tiennent : 1 désistement et 1 changement ")
    chemin = tmp_path / "d" / "affectations_apres.parquet"
    lue = pq.read_table(chemin)
    postes = [None, *lue["poste"].to_pylist()[1:]]
    pq.write_table(lue.set_column(2, "poste", [postes]), chemin)
    reponse = lancer("verifier", tmp_path / "d")
    assert reponse.code == 4
    assert "les fichiers ne sont pas ceux qu'il nomme" in reponse.err
    chemin.unlink()
    assert lancer("verifier", tmp_path / "d").code == 3


def test_refus(lancer, dossier, tmp_path):
    affectations = lire_resultat(dossier)[0].affectations
    mutes = affectations[
        affectations["poste_actuel"].notna() & (affectations["decision"] == "MUTE")
    ]
    pris = mutes[mutes["poste_actuel"].isin(mutes["poste"])].iloc[0]
    tenant = mutes.loc[mutes["poste"] == pris["poste_actuel"], "candidat"].iloc[0]
    reponse = lancer("desistement", dossier, pris["candidat"], "--sortie", tmp_path / "d")
    assert reponse.code == 3
    assert f"{pris['candidat']} ne peut pas revenir sur ce poste : il est tenu par" in reponse.err
    assert tenant in reponse.err
    assert "ou y ajouter un de ceux qui" in reponse.err
    inconnus = lancer("desistement", dossier, "zz", "C00009", "yy", "--sortie", tmp_path / "d")
    assert inconnus.code == 2
    assert [nom in inconnus.err for nom in ("« zz »", "« yy »", "« C000009 »")] == [True] * 3
    assert lancer("desistement", dossier, "--sortie", tmp_path / "d").code == 2
    assert not (tmp_path / "d").exists()
    dedans = lancer("desistement", dossier, "C000009", "--sortie", dossier / "d")
    assert (dedans.code, (dossier / "d").exists()) == (2, False)
    assert f"{dossier / 'd'} serait dans un dossier que scelle son manifeste.json" in dedans.err


def test_combien_doivent_se_desister_avec_lui():
    instruction = instruction_de_ville(
        ville(
            {"A1": 2, "B1": 0},
            [agent("D"), agent("E"), *(agent(nom, poste_actuel="PB1") for nom in "TU")],
        ),
        [voeu(nom, 1, "ETB:B1", 90) for nom in "DE"] + [voeu(nom, 1, "ETB:A1", 50) for nom in "TU"],
    )
    affectations = affecter_instruite(instruction).affectations
    for retires, dit in (
        (["T"], "y ajouter un de ceux qui tiennent son poste."),
        (["T", "U"], "y ajouter 2 de ceux qui tiennent son poste."),
        (["D", "T", "U"], "y ajouter un de ceux qui tiennent son poste."),
    ):
        with pytest.raises(DonneesRefusees) as refus:
            desister(instruction, affectations, retires)
        assert all(str(faute).endswith(dit) for faute in refus.value.fautes)


def test_un_dossier_qui_n_est_pas_un_resultat(lancer, dossier, tmp_path):
    """One sentence says what it is, and what to give."""
    assert lancer("desistement", dossier, "C000009", "--sortie", tmp_path / "d").code == 0
    (tmp_path / "rejeu").mkdir()
    shutil.copytree(dossier, tmp_path / "rejeu/resultat")
    for nom, dit in (
        ("d", f"{tmp_path / 'd'} est un dossier de désistements : donner celui du résultat."),
        ("rejeu", f"Le résultat est dans un sous-dossier : donner {tmp_path / 'rejeu/resultat'}."),
    ):
        demandes = (
            ("desistement", tmp_path / nom, "C000009", "--sortie", tmp_path / "x"),
            ("comparer", dossier, tmp_path / nom),
        )
        for demande in demandes:
            reponse = lancer(*demande)
            assert (reponse.code, dit in reponse.err) == (2, True), reponse.err
