"""Facts: what a rule set asks is read, filled, checked, and refused with its rules."""

import datetime

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from reglement_de_faits import ELEMENT, ENTETE, REGLEMENT

from mouvement.engine import reglements
from mouvement.engine.erreurs import DonneesRefusees
from mouvement.io.ecriture import ecrire_campagne
from mouvement.io.lecture import lire_campagne
from mouvement.io.tables import table
from mouvement.io.tables_campagne import tables_campagne

FICHIER = "essai.toml"
TROIS = {"corps": ["CERTIFIE", "AGREGE", "CERTIFIE"], "echelon": [7, 1, 11]}
"""The facts without default, of the three candidats."""


@pytest.fixture
def apportee(campagne_minimale):
    """The small campaign with the small rule set; its parameter without default is given."""

    def ecrire(reglement=REGLEMENT, faits=TROIS, options="", **tables):
        campagne_minimale.toml = campagne_minimale.toml.replace("declare", FICHIER, 1)
        campagne_minimale.toml += f"[parametres]\ndepot = 2022-03-31\n{options}"
        campagne_minimale.tables.update(tables)
        dossier = campagne_minimale.ecrire()
        (dossier / FICHIER).write_text(reglement, encoding="utf-8")
        ajouter(dossier / "candidats.parquet", faits)
        return dossier

    return ecrire


def ajouter(chemin, colonnes):
    lue = pq.ParquetFile(chemin).read()
    for nom, valeurs in colonnes.items():
        lue = lue.append_column(nom, pa.array(valeurs))
    pq.write_table(lue, chemin)


def refus(dossier):
    with pytest.raises(DonneesRefusees) as refusees:
        lire_campagne(dossier)
    return refusees.value.fautes


def test_faits_manquants_ont_leur_defaut(apportee):
    candidats = lire_campagne(apportee()).candidats
    attendus = {
        "corps": ("str", "CERTIFIE"),
        "echelon": ("int64", 7),
        "enfants_declares": ("int64", 0),
        "annees_zr": ("Int64", None),
        "agrege": ("bool", False),
        "rqth": ("boolean", None),
        "pacs": ("datetime64[s]", None),
        "stage": ("datetime64[s]", pd.Timestamp("2021-08-31")),
        "points_fixes": ("int64", 7_500),
        "motifs": ("str", None),
        "commune_conjoint": ("str", None),
    }
    for nom, (genre, valeur) in attendus.items():
        assert str(candidats[nom].dtype) == genre, nom
        lue = candidats[nom].iloc[0]
        assert (None if pd.isna(lue) else lue) == valeur, nom


def test_faits_d_une_autre_table(apportee):
    lue = lire_campagne(apportee())
    assert lue.etablissements["rural"].tolist() == [False] * 3
    assert "naissance" not in lue.candidats


def test_valeurs_et_trous_d_une_meme_colonne(apportee):
    faits = TROIS | {
        "enfants_declares": [2, None, 1],
        "annees_zr": [3, None, 0],
        "stage": [datetime.date(2020, 8, 31), None, datetime.date(2019, 8, 31)],
        "pacs": [None, datetime.date(2021, 1, 1), None],
        "points_fixes": [1.5, None, 0.001],
        "motifs": [["RC", "APC", "RC"], None, ["RC"]],
        "communes_du_conjoint": [["45234", "41018"], None, None],
        "commune_conjoint": ["45234", None, "41018"],
    }
    candidats = lire_campagne(apportee(faits=faits)).candidats
    assert candidats["enfants_declares"].tolist() == [2, 0, 1]
    assert candidats["annees_zr"].fillna(-1).tolist() == [3, -1, 0]
    assert candidats["stage"].dt.year.tolist() == [2020, 2021, 2019]
    assert candidats["pacs"].isna().tolist() == [True, False, True]
    assert candidats["points_fixes"].tolist() == [1_500, 7_500, 1]
    assert candidats["motifs"].fillna("").tolist() == ["APC|RC", "", "RC"]
    assert candidats["communes_du_conjoint"].iloc[0] == "41018|45234"


JOUR = 20_000 * 86_400


@pytest.mark.parametrize(
    "vecteur",
    [
        pa.array([20_000, None, 0], pa.date32()),
        pa.array([JOUR * 1000, None, 0], pa.date64()),
        pa.array([JOUR, None, 0], pa.timestamp("s")),
        pa.array([JOUR * 10**6, None, 0], pa.timestamp("us")),
        pa.array([JOUR * 10**9, None, 0], pa.timestamp("ns")),
    ],
    ids=lambda vecteur: str(vecteur.type),
)
def test_types_physiques_des_dates(apportee, vecteur):
    pacs = lire_campagne(apportee(faits=TROIS | {"pacs": vecteur})).candidats["pacs"]
    assert str(pacs.dtype) == "datetime64[s]"
    jours = [np.datetime64("2024-10-04"), np.datetime64("NaT"), np.datetime64("1970-01-01")]
    np.testing.assert_array_equal(pacs.to_numpy().astype("datetime64[D]"), jours)


@pytest.mark.parametrize(
    ("vecteur", "attendu"),
    [
        (pa.array([JOUR + 1, None, 0], pa.timestamp("s")),
         "candidats, ligne 1, colonne pacs : date qui porte une heure (trouvé : 2024-10-04 00:00:01"
         "). Donner une date sans heure. Règle : E-04."),
        (pa.array([1, None, None], pa.timestamp("ms")),
         "date qui porte une heure (trouvé : 1970-01-01 00:00:00.001000)"),
        (pa.array([None, -25_568, None], pa.date32()),
         "ligne 2, colonne pacs : date hors de 1900 à 2199 (trouvé : 1899-12-31)"),
        (pa.array([None, None, 2**31 - 1], pa.date32()), "ligne 3, colonne pacs : date hors de"),
        (pa.array([None, None, 2**62], pa.timestamp("us")), "ligne 3, colonne pacs : date hors de"),
        (pa.array([0, 0, 0], pa.timestamp("ms", "Europe/Paris")),
         "type de colonne refusé (trouvé : date ou heure, timestamp[ms, tz=Europe/Paris]). Type "
         "attendu : date (date32). Règle : E-04."),
        (pa.array(["2022-03-31"] * 3), "type de colonne refusé (trouvé : texte, string)"),
    ],
)  # fmt: skip
def test_date_refusee(apportee, vecteur, attendu):
    (faute,) = refus(apportee(faits=TROIS | {"pacs": vecteur}))
    assert attendu in str(faute)


@pytest.mark.parametrize(
    ("faits", "attendu"),
    [
        (
            {"corps": ["CERTIFIE", "AGREG", "CERTIFIE"]},
            "candidats, ligne 2, colonne corps : valeur inconnue (trouvé : AGREG). Vouliez-vous "
            "dire « AGREGE » ? Valeurs permises : CERTIFIE, AGREGE. Règles : E-01, E-02.",
        ),
        ({"corps": ["CERTIFIE", None, "AGREGE"]}, "ligne 2, colonne corps : valeur manquante. "
         "Compléter la valeur. Règles : E-01, E-02."),
        ({"echelon": [7, 12, 1]}, "ligne 2, colonne echelon : supérieur à 11 (trouvé : 12)"),
        ({"echelon": [0, 1, 1]}, "ligne 1, colonne echelon : inférieur à 1 (trouvé : 0)"),
        ({"points_fixes": [100.001, 1, 1]}, "supérieur à 100 (trouvé : 100.001)"),
        ({"motifs": [["RC"], ["RC", "APCC"], None]}, "ligne 2, colonne motifs : valeur inconnue"),
        (
            {"commune_conjoint": ["45234", "45324", None]},
            "candidats, ligne 2, colonne commune_conjoint : code inconnu de communes.commune "
            "(trouvé : 45324). Vouliez-vous dire « 45234 » ? Corriger, ou l'ajouter à "
            "communes.commune. Règle : E-05.",
        ),
        (
            {"communes_du_conjoint": [None, ["45234", "4118"], None]},
            "ligne 2, colonne communes_du_conjoint : code inconnu de communes.commune (trouvé : "
            "4118). Vouliez-vous dire « 41018 » ?",
        ),
    ],
)  # fmt: skip
def test_fait_refuse(apportee, faits, attendu):
    (faute,) = refus(apportee(faits=TROIS | faits))
    assert attendu in str(faute)


def test_colonne_exigee(apportee):
    (faute,) = refus(apportee(faits={"corps": TROIS["corps"]}))
    assert str(faute) == (
        "candidats, colonne echelon : colonne absente. Ajouter cette colonne. Règle : E-03."
    )
    assert faute.regles == ("E-03",)


def test_rien_d_exige_quand_le_bareme_est_declare(apportee):
    options = '[options]\nbareme = "declare"\n'
    candidats = lire_campagne(apportee(faits={}, options=options)).candidats
    assert candidats["corps"].isna().all()
    assert str(candidats["echelon"].dtype) == "Int64"
    assert candidats["points_fixes"].tolist() == [7_500] * 3


def test_fait_faux_meme_quand_le_bareme_est_declare(apportee):
    options = '[options]\nbareme = "declare"\n'
    (faute,) = refus(apportee(faits={"echelon": [1, 2, 12]}, options=options))
    assert "supérieur à 11" in str(faute)


def test_toutes_les_fautes_a_la_fois_dans_un_ordre_stable(apportee):
    faits = {
        "echelon": [12, 7, 0],
        "commune_conjoint": ["1", None, "2"],
        "pacs": pa.array([1, None, None], pa.timestamp("s")),
    }
    dossier = apportee(faits=faits)
    lieux = [(faute.colonne, faute.ligne) for faute in refus(dossier)]
    assert lieux == [
        ("corps", None),
        ("commune_conjoint", 1),
        ("echelon", 1),
        ("pacs", 1),
        ("commune_conjoint", 3),
        ("echelon", 3),
    ]
    assert refus(dossier) == refus(dossier)


def test_regles_dans_la_reponse_json(apportee, lancer):
    reponse = lancer("controler", apportee(faits={"corps": TROIS["corps"]}), "--json")
    assert reponse.code == 3
    assert '"regles": [\n      "E-03"\n    ]' in reponse.out


def test_colonne_du_format_precisee_par_un_fait(apportee):
    enfants = [{"candidat": "C1", "enfant": 1, "naissance": "2022-09-02"}]
    specs = {spec.nom: spec for spec in tables_campagne(None)}
    (faute,) = refus(apportee(enfants=table(specs["enfants"], enfants)))
    assert str(faute) == (
        "enfants, ligne 1, colonne naissance : naissance après le 1er septembre 2022 (trouvé : "
        "2022-09-02). Corriger la date, ou retirer l'enfant. Règle : E-07."
    )


def test_campagne_avec_faits_relue_telle_quelle(apportee, campagne_minimale):
    faits = TROIS | {"motifs": [["RC"], None, None], "stage": [datetime.date(2020, 1, 2)] * 3}
    dossier = apportee(faits=faits)
    lue = lire_campagne(dossier)
    specifications = tables_campagne(lue.textes)
    tables = {spec.nom: getattr(lue, spec.nom) for spec in specifications}
    copie = dossier.with_name("copie")
    ecrire_campagne(copie, tables, campagne_minimale.toml, False, specifications)
    (copie / FICHIER).write_text(REGLEMENT, encoding="utf-8")
    relue = lire_campagne(copie)
    for nom, frame in tables.items():
        egaux = getattr(relue, nom).drop(columns="ligne"), frame.drop(columns="ligne")
        pd.testing.assert_frame_equal(*egaux)


@pytest.mark.parametrize(
    ("fait", "ou", "motif"),
    [
        ('genre = "nombre"', "faits.x.genre", "« nombre » n'est pas un de : texte, entier"),
        ('genre = "texte"\ntable = "candidat"', "faits.x.table", "« candidat » n'est pas une tab"),
        ('genre = "entier"\ndefaut = 1.5', "faits.x.defaut", "n'est pas de genre « entier »"),
        ('genre = "entier"\ndefaut = true', "faits.x.defaut", "n'est pas de genre « entier »"),
        ('genre = "points"\ndefaut = 1.0001', "faits.x.defaut", "n'est pas de genre « points »"),
        ('genre = "date"\ndefaut = "31/03/2022"', "faits.x.defaut", "n'est pas de genre « date »"),
        (
            'genre = "liste de textes"\ndefaut = []',
            "faits.x.defaut",
            "pas de genre « liste de",
        ),
        ('genre = "texte"\nvaleurs = ["A"]\ndefaut = "B"', "faits.x.defaut", "pas une des valeurs"),
        ('genre = "texte"\ndefaut = "B"\nnul = true', "faits.x.nul", "a un défaut, ou peut être"),
        ('genre = "date"\nminimum = 3', "faits.x.minimum", "seuls les nombres ont des bornes"),
        ('genre = "entier"\nvaleurs = ["A"]', "faits.x.valeurs", "seuls les textes"),
        ('genre = "texte"\nreference = "communes.code"', "faits.x.reference", "« communes.code »"),
    ],
)
def test_fait_qu_aucune_table_ne_peut_avoir(apportee, fait, ou, motif):
    (faute,) = refus(apportee(f"{ENTETE}[faits.x]\n{fait}\n{ELEMENT}", options=""))
    assert (faute.table, faute.colonne) == (FICHIER, ou)
    assert motif in faute.motif


def test_fait_d_un_autre_genre_que_la_colonne_du_format(apportee):
    fait = '[faits.discipline]\ngenre = "entier"\n'
    (faute,) = refus(apportee(ENTETE + fait + ELEMENT))
    assert (faute.colonne, faute.motif) == (
        "faits.discipline.genre",
        "règlement refusé, discipline est de genre texte",
    )


def test_declare_n_a_pas_de_faits():
    assert tables_campagne(reglements.charger("declare")) == tables_campagne(None)
