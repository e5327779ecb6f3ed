"""A rule set brought by path, and the parameters that a campaign sets."""

from datetime import date
from decimal import Decimal

import pytest
from reglement_de_faits import ELEMENT, ENTETE, PARAMETRES, REGLEMENT

from mouvement.engine import reglements
from mouvement.engine.erreurs import DonneesRefusees
from mouvement.io.fautes import Releve
from mouvement.io.lecture import lire_campagne
from mouvement.io.texte_reglement import charger_reglement

SANS_FAIT = ENTETE + PARAMETRES + ELEMENT


@pytest.fixture
def avec(campagne_minimale):
    """Write the small campaign under the rule set of a file, with these lines of TOML."""

    def ecrire(lignes, reglement=SANS_FAIT, nom="essai.toml"):
        campagne_minimale.toml = campagne_minimale.toml.replace("declare", nom, 1) + lignes
        dossier = campagne_minimale.ecrire()
        if reglement is not None:
            chemin = dossier / nom if nom.endswith(".toml") else dossier / nom / "reglement.toml"
            chemin.parent.mkdir(exist_ok=True)
            chemin.write_bytes(reglement.encode("utf-8"))
        return dossier

    return ecrire


def refus(dossier):
    with pytest.raises(DonneesRefusees) as refusees:
        lire_campagne(dossier)
    return [str(faute) for faute in refusees.value.fautes]


def test_parametres_lus(avec):
    lignes = """
[parametres]
lecture = "STRICTE"
plafond = 30
strict = false
depot = 2022-03-31
bonus = 2.125
"""
    assert lire_campagne(avec(lignes)).parametres == {
        "lecture": "STRICTE",
        "plafond": 30,
        "strict": False,
        "depot": date(2022, 3, 31),
        "bonus": Decimal("2.125"),
    }


def test_seuls_ceux_que_la_campagne_donne(avec):
    lue = lire_campagne(avec('[parametres]\ndepot = "2022-03-31"\n'))
    assert lue.parametres == {"depot": date(2022, 3, 31)}
    assert lue.textes.nom == "essai.toml"


@pytest.mark.parametrize(
    ("ligne", "attendu"),
    [
        ("lectures = 1", "campagne.toml, colonne [parametres] lectures : paramètre inconnu du "
         "règlement. Vouliez-vous dire « lecture » ? Paramètres du règlement : lecture, plafond, "
         "strict, depot, bonus."),
        ('lecture = "STRICT"', "[parametres] lecture : valeur refusée (trouvé : STRICT). Vouliez-"
         "vous dire « STRICTE » ? Valeurs permises : LARGE, STRICTE. Règle : E-08."),
        ("lecture = 3", "[parametres] lecture : valeur refusée (trouvé : 3)"),
        ("plafond = true", "[parametres] plafond : valeur refusée (trouvé : True). Donner un nomb"),
        ("plafond = 1.0", "[parametres] plafond : valeur refusée (trouvé : 1.0)"),
        ("strict = 1", "[parametres] strict : valeur refusée (trouvé : 1). Écrire true ou false."),
        ("bonus = 1.0005", "[parametres] bonus : valeur refusée (trouvé : 1.0005). Donner des poi"),
        ("bonus = nan", "[parametres] bonus : valeur refusée"),
        ('bonus = "1"', "[parametres] bonus : valeur refusée"),
    ],
)  # fmt: skip
def test_parametre_refuse(avec, ligne, attendu):
    (faute,) = refus(avec(f"[parametres]\ndepot = 2022-03-31\n{ligne}\n"))
    assert attendu in faute


@pytest.mark.parametrize("valeur", ['"31/03/2022"', "2022-03-31T08:00:00", '"2022-02-30"', "2022"])
def test_date_refusee(avec, valeur):
    (faute,) = refus(avec(f"[parametres]\ndepot = {valeur}\n"))
    assert "Donner une date : 2022-03-31. Règle : E-09." in faute


def test_parametre_exige_par_le_calcul_seul(avec):
    (faute,) = refus(avec(""))
    assert faute == (
        "campagne.toml, colonne [parametres] depot : paramètre que le règlement exige : date de "
        "la note annuelle. Donner une date : 2022-03-31. Règle : E-09."
    )


def test_parametre_facultatif_quand_le_bareme_est_declare(avec):
    assert lire_campagne(avec('[options]\nbareme = "declare"\n')).parametres == {}


def test_reglement_sans_parametre(campagne_minimale):
    campagne_minimale.toml += "[parametres]\nx = 1\n"
    campagne_minimale.ecrire()
    (faute,) = campagne_minimale.fautes()
    assert "Le règlement declare n'a pas de paramètre : retirer cette clé." in faute


@pytest.mark.parametrize("nom", ["essai.toml", "essai"])
def test_empreinte_d_un_reglement_apporte(avec, nom):
    lue = lire_campagne(avec("[parametres]\ndepot = 2022-03-31\n", nom=nom))
    assert lue.reglement == nom
    assert lue.empreintes[nom] == lue.textes.empreinte
    assert len(lue.empreintes[nom]) == 64


def test_reglement_livre_sans_empreinte_d_entree(campagne_minimale):
    assert "declare" not in lire_campagne(campagne_minimale.ecrire()).empreintes


def test_reglement_change_change_l_empreinte(avec):
    dossier = avec("[parametres]\ndepot = 2022-03-31\n")
    avant = lire_campagne(dossier).empreintes["essai.toml"]
    autre = SANS_FAIT.replace("points = 10", "points = 11")
    (dossier / "essai.toml").write_text(autre, encoding="utf-8")
    assert lire_campagne(dossier).empreintes["essai.toml"] != avant


def test_chemin_absent(avec):
    (faute,) = refus(avec("", reglement=None, nom="ailleurs/essai"))
    assert "règlement inconnu (trouvé : ailleurs/essai)" in faute
    assert "son chemin, relatif à la campagne." in faute


@pytest.mark.parametrize(
    ("avant", "apres", "attendu"),
    [
        ("[options]", "[options", "essai.toml : ce n'est pas du TOML valable"),
        ('bareme = "calcule"', 'bareme = "calculé"', "essai.toml, colonne options.bareme : règlem"),
        ("amelioration = false", "amelioration = 0", "options.amelioration : règlement refusé"),
        ('guidage = "aucun"\n', "", "essai.toml, colonne options : règlement refusé"),
        ('valeur = "LARGE"', 'valeur = "L"', "essai.toml, colonne parametres.lecture.valeur : règ"),
        ("valeur = 1.5", "valeur = 1.00005", "parametres.bonus.valeur : règlement refusé"),
        ('genre = "date"', 'genre = "jour"', "parametres.depot.genre : règlement refusé, « jour »"),
        ('genre = "date"', 'genre = "date"\nvaleur = "31/3"', "parametres.depot.valeur : règlemen"),
        ("points = 10", "", "essai.toml, colonne elements.FIXE : règlement refusé"),
        ("points = 10", 'points = 10\nsi = {age = 3}', "essai.toml, colonne elements.FIXE"),
    ],
)  # fmt: skip
def test_reglement_refuse(avec, avant, apres, attendu):
    (faute,) = refus(avec("", SANS_FAIT.replace(avant, apres)))
    assert attendu in faute


def test_reglement_qui_n_est_pas_de_l_utf8(avec):
    dossier = avec("")
    (dossier / "essai.toml").write_bytes("titre = 'été'".encode("latin-1"))
    assert ["TOML valable en UTF-8" in faute for faute in refus(dossier)] == [True]


def test_date_par_defaut_relative(avec):
    relative = SANS_FAIT.replace('genre = "date"', 'genre = "date"\nvaleur = "31/08/n-1"')
    assert lire_campagne(avec("", relative)).parametres == {}


def test_extension_sans_extension_dans_le_reglement(avec):
    lignes = '[options]\nextension = "residuelle"\n[parametres]\ndepot = 2022-03-31\n'
    (faute,) = refus(avec(lignes))
    assert "le règlement essai.toml n'a pas d'extension (trouvé : residuelle)" in faute


def test_fautes_du_reglement_de_la_campagne_et_des_tables_a_la_fois(avec, campagne_minimale):
    campagne_minimale.changer("voeux", 1, code="0450001Z")
    fautes = refus(avec("[parametres]\nx = 1\n", REGLEMENT))
    assert [faute.split(" : ")[0] for faute in fautes] == [
        "campagne.toml, colonne [parametres] depot",
        "campagne.toml, colonne [parametres] x",
        "candidats, colonne corps",
        "candidats, colonne echelon",
        "voeux, ligne 1, colonne code",
    ]


@pytest.mark.parametrize("nom", reglements.NOMS)
def test_reglement_livre_accepte(nom, tmp_path):
    releve = Releve()
    assert charger_reglement(releve, "campagne.toml", nom, tmp_path), releve.fautes
    assert releve.fautes == []


def test_resultat_d_un_reglement_apporte_puis_change(avec, lancer, tmp_path):
    dossier = avec('[options]\nbareme = "declare"\n')
    resultat = tmp_path / "resultat"
    assert lancer("affecter", dossier, "--sortie", resultat).code == 0
    assert lancer("verifier", resultat).code == 0
    autre = SANS_FAIT.replace("points = 10", "points = 11")
    (dossier / "essai.toml").write_text(autre, encoding="utf-8")
    reponse = lancer("verifier", resultat)
    assert reponse.code == 4
    assert "essai.toml" in reponse.err


PALIERS = """
[parametres.table]
genre = "paliers"
sens = "points par échelon"
maximum = 100
"""


@pytest.mark.parametrize(
    ("donnee", "lue"),
    [
        ("[[1, 20]]", [[1, 20]]),
        ("[[0, 20.5], [5, 100]]", [[0, Decimal("20.5")], [5, 100]]),
        ("[[1, 120]]", None),
        ("[[1, 100.001]]", None),
        ("[[1, 20.0001]]", None),
        ("[[5, 20], [1, 10]]", None),
        ("[[1, 20], [1, 10]]", None),
        ("[[1]]", None),
        ("[[1.5, 20]]", None),
        ("[20]", None),
        ("[]", None),
        ("20", None),
    ],
)
def test_paliers(avec, donnee, lue):
    dossier = avec(
        f"\n[parametres]\ndepot = 2022-03-31\ntable = {donnee}\n",
        ENTETE + PARAMETRES + PALIERS + ELEMENT,
    )
    if lue is not None:
        assert lire_campagne(dossier).parametres["table"] == lue
        return
    (faute,) = refus(dossier)
    assert "[parametres] table" in faute
    assert "Donner des paliers croissants" in faute
    assert "au plus 100" in faute
