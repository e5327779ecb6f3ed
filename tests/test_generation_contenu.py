"""What a generated campaign holds: references, sizes, lists and points like real ones."""

import pandas as pd
import pytest

from mouvement.engine.reglements import charger
from mouvement.io.tables_campagne import tables_campagne
from mouvement.scenarios.generation import generer
from mouvement.scenarios.generation.disciplines import lire_disciplines

LARGEUR = {"POSTE": 0, "ETB": 0, "COM": 1, "GEO": 2, "ZRE": 3, "DPT": 3, "ZRD": 4, "ACA": 5}
ORDINAIRES = ["ETB", "ZR"]


@pytest.fixture(scope="module")
def campagnes():
    """Computed ones, by size, and a declared one."""
    faites = {modele: generer(modele) for modele in ("minuscule", "demo")}
    return {**faites, "declaree": generer("demo", reglement="declare")}


@pytest.fixture(scope="module")
def demo(campagnes):
    return campagnes["demo"].tables


@pytest.fixture(scope="module")
def declaree(campagnes):
    return campagnes["declaree"].tables


@pytest.fixture(scope="module", params=["minuscule", "demo", "declaree"])
def campagne(request, campagnes):
    return campagnes[request.param]


@pytest.fixture(scope="module")
def tables(campagne):
    return campagne.tables


def test_chaque_table_a_les_colonnes_de_sa_specification(campagne):
    specifications = {s.nom: s for s in tables_campagne(charger(campagne.reglement))}
    for nom, table in campagne.tables.items():
        specification = specifications[nom]
        assert set(table) <= set(specification.noms)
        assert not table.duplicated(list(specification.cle)).any()
        for colonne in specification.colonnes:
            if colonne.nom in table and not colonne.nullable:
                assert table[colonne.nom].notna().all(), (nom, colonne.nom)


def test_tout_code_existe(tables):
    existants = {
        "ETB": tables["etablissements"]["etablissement"],
        "COM": tables["communes"]["commune"],
        "GEO": tables["communes"]["groupement"].dropna(),
        "DPT": tables["communes"]["departement"],
        "ZRE": tables["zones_remplacement"]["zone"],
        "ZRD": tables["zones_remplacement"]["departement"],
        "POSTE": tables["postes"]["poste"],
    }
    voeux = tables["voeux"]
    for type_, connus in existants.items():
        assert voeux.loc[voeux["type"] == type_, "code"].isin(connus).all(), type_
    assert voeux.loc[voeux["type"].isin(["ACA", "ZRA"]), "code"].isna().all()
    lieux = pd.concat([existants["ETB"], existants["ZRE"]])
    assert tables["postes"]["etablissement"].isin(lieux).all()
    assert tables["etablissements"]["commune"].isin(existants["COM"]).all()
    assert tables["zones_remplacement"]["commune"].isin(existants["COM"]).all()
    assert voeux["candidat"].isin(tables["candidats"]["candidat"]).all()


def test_chacun_tient_un_poste_de_sa_discipline(tables):
    disciplines = tables["postes"].set_index("poste")["discipline"]
    tenus = tables["candidats"].dropna(subset=["poste_actuel"])
    assert (tenus["poste_actuel"].map(disciplines) == tenus["discipline"]).all()
    sans_poste = tables["candidats"]["poste_actuel"].isna()
    assert (tables["candidats"]["participation"][sans_poste] == "OBLIGATOIRE").all()
    assert tables["candidats"].loc[sans_poste, "carte_scolaire"].sum() == 0


def test_aucun_voeu_deux_fois_dans_une_liste(tables):
    voeux = tables["voeux"]
    assert not voeux.duplicated(["candidat", "type", "code", "types_etablissement"]).any()


def test_les_listes_ont_de_un_a_trente_voeux_sans_trou(tables):
    listes = tables["voeux"].groupby("candidat")["rang"]
    assert set(listes.groups) == set(tables["candidats"]["candidat"])
    assert listes.max().between(1, 30).all()
    assert (listes.max() == listes.size()).all()


def test_tailles_promises_de_demo(demo):
    assert len(demo["candidats"]) == 3000
    assert len(demo["voeux"]) == pytest.approx(60_000, rel=0.01)
    assert demo["candidats"]["discipline"].nunique() == 55


def test_les_grandes_disciplines_le_sont(demo):
    effectifs = demo["candidats"]["discipline"].value_counts()
    assert set(effectifs.index[:5]) == {"L0202", "L1300", "L0422", "L1900", "L1000"}
    assert effectifs.iloc[0] > 20 * effectifs.iloc[-1]


def test_le_marche_est_realiste(demo):
    candidats, postes = demo["candidats"], demo["postes"]
    titulaires = candidats["poste_actuel"].notna() & ~candidats["carte_scolaire"]
    assert 0.55 <= titulaires.mean() <= 0.60
    assert 0.02 <= candidats["carte_scolaire"].mean() <= 0.04
    assert 0.01 <= candidats["simultanee"].notna().mean() <= 0.02
    reserves = ["reserves_stagiaires", "retires", "pris_pegc"]
    offerts = postes["vacants"] + postes["liberes_pegc"] - postes[reserves].sum(axis=1)
    vacants = offerts[postes["nature"].isin(ORDINAIRES)].sum()
    assert 1.02 <= vacants / (~titulaires).sum() <= 1.15
    assert (postes["vacants"] == 0).mean() > 0.5


def test_les_voeux_larges_viennent_apres_les_precis(demo):
    voeux = demo["voeux"]
    place = voeux["rang"] / voeux.groupby("candidat")["rang"].transform("max")
    moyennes = place.groupby(voeux["type"]).mean()
    assert moyennes["ETB"] < moyennes["COM"] < moyennes["GEO"] < moyennes["DPT"]
    assert moyennes["DPT"] < moyennes["ACA"]
    premiers = voeux.loc[voeux["rang"] == 1, "type"].value_counts(normalize=True)
    assert premiers["ETB"] > 0.6


def test_les_entrants_demandent_plus_large_que_les_titulaires(demo):
    sans_poste = demo["voeux"]["candidat"].map(
        demo["candidats"].set_index("candidat")["poste_actuel"].isna()
    )
    large = demo["voeux"]["type"].isin(["DPT", "ACA", "ZRE", "ZRD", "ZRA"])
    assert large[sans_poste].mean() > 1.5 * large[~sans_poste].mean()


def test_les_premiers_voeux_sont_groupes(demo):
    """A list begins around one place, not anywhere in the académie."""
    communes = demo["communes"].set_index("commune")
    lieux = demo["etablissements"].set_index("etablissement")["commune"]
    etb = demo["voeux"][demo["voeux"]["type"] == "ETB"].groupby("candidat").head(5)
    latitude = etb["code"].map(lieux).map(communes["latitude"])
    assert latitude.groupby(etb["candidat"]).std().median() < 0.6 * latitude.std()


def test_la_philosophie_et_les_plp_ont_leurs_etablissements(demo):
    types = demo["etablissements"].set_index("etablissement")["type"]
    postes = demo["postes"][demo["postes"]["nature"] != "ZR"]
    lieux = postes["etablissement"].map(types).groupby(postes["discipline"]).agg(set)
    assert lieux["L0100"] <= {"LYC", "SGT"}
    assert lieux["P0210"] <= {"LP", "SEP", "EREA", "SEGPA"}
    assert lieux["L1400"] == {"CLG"}
    table = lire_disciplines().set_index("code")
    for discipline, presents in lieux.items():
        assert all(table.loc[discipline, type_] > 0 for type_ in presents), discipline


def test_les_couples_ont_la_meme_liste(tables):
    couples = tables["candidats"].dropna(subset=["simultanee"]).set_index("candidat")["simultanee"]
    assert len(couples) >= 2
    colonnes = ["rang", "type", "code"]
    leurs = tables["voeux"][tables["voeux"]["candidat"].isin(couples.index)].fillna("")
    listes = {c: g[colonnes].to_numpy().tolist() for c, g in leurs.groupby("candidat")}
    for candidat, partenaire in couples.items():
        assert couples[partenaire] == candidat != partenaire
        assert listes[candidat] == listes[partenaire]


@pytest.mark.parametrize("modele", ["demo", "declaree"])
def test_carte_scolaire_demande_d_abord_ce_qu_elle_a_perdu(modele, campagnes):
    """By the rules, a section is its établissement."""
    faites = campagnes[modele].tables
    postes = faites["postes"].set_index("poste")
    hotes = faites["etablissements"].set_index("etablissement").get("rattachement", pd.Series())
    touches = faites["candidats"][faites["candidats"]["carte_scolaire"]]
    sections = 0
    for agent in touches.itertuples():
        ancien = postes.loc[agent.poste_actuel]
        liste = faites["voeux"][faites["voeux"]["candidat"] == agent.candidat].set_index("rang")
        premier = "ZRE" if ancien["nature"] == "ZR" else "ETB"
        hote = hotes.get(ancien["etablissement"])
        lieu = ancien["etablissement"] if pd.isna(hote) else hote
        assert (liste.loc[1, "type"], liste.loc[1, "code"]) == (premier, lieu)
        sections += lieu != ancien["etablissement"]
    assert (sections > 0) == (modele == "demo")


def test_carte_scolaire_demande_ce_que_disent_les_textes(declaree):
    postes = declaree["postes"].set_index("poste")
    touches = declaree["candidats"][declaree["candidats"]["carte_scolaire"]]
    for agent in touches.itertuples():
        ancien = postes.loc[agent.poste_actuel]
        liste = declaree["voeux"][declaree["voeux"]["candidat"] == agent.candidat]
        liste = liste.set_index("rang")
        premier = "ZRE" if ancien["nature"] == "ZR" else "ETB"
        larges = ["ZRD", "ZRA"] if ancien["nature"] == "ZR" else ["COM", "DPT", "ACA"]
        bonifies = liste[liste["bareme"] >= 1_500_000]
        assert [premier, *larges] == bonifies["type"].tolist()


def test_les_baremes_different_par_type_et_se_touchent(declaree):
    voeux = declaree["voeux"]
    assert (voeux["bareme"] % 100 == 0).all()
    assert voeux.groupby("candidat")["bareme"].nunique().gt(1).mean() > 0.4
    moyennes = voeux.groupby("type")["bareme"].mean()
    assert moyennes["ETB"] < moyennes["COM"] < moyennes["DPT"]
    egaux = voeux.merge(declaree["candidats"][["candidat", "discipline"]], on="candidat")
    assert egaux.duplicated(["discipline", "type", "code", "bareme"], keep=False).mean() > 0.1


def test_les_voeux_types_le_sont_par_des_types_qui_existent(demo):
    listes = demo["voeux"]["types_etablissement"].dropna()
    assert len(listes) > 0.01 * len(demo["voeux"])
    presents = set(demo["etablissements"]["type"])
    for texte in listes.unique():
        assert texte.split("|") == sorted(set(texte.split("|")) & presents)
    assert demo["voeux"].loc[listes.index, "type"].isin(["COM", "GEO", "DPT", "ACA"]).all()


def test_les_codes_portent_la_lettre_des_uai(demo):
    for code in demo["etablissements"]["etablissement"]:
        assert len(code) == 8
        assert "ABCDEFGHJKLMNPRSTUVWXYZ"[int(code[:7]) % 23] == code[7]


def test_les_etablissements_suivent_la_population(demo):
    comptes = demo["etablissements"]["commune"].value_counts()
    libelles = demo["communes"].set_index("commune")["libelle"]
    assert {libelles[c] for c in comptes.index[:2]} == {"Tours", "Orléans"}
    zones = demo["zones_remplacement"].groupby("departement").size()
    assert zones.between(2, 8).all()
    assert set(zones.index) == set(demo["communes"]["departement"])


def test_large_a_deux_disciplines_de_mille():
    campagne = generer("large").tables
    effectifs = campagne["candidats"]["discipline"].value_counts()
    assert (len(effectifs), effectifs.sum(), (effectifs >= 1000).sum()) == (60, 12_000, 2)
    assert len(campagne["voeux"]) == pytest.approx(240_000, rel=0.01)
