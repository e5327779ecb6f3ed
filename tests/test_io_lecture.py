"""Reading tables: files, columns, physical types, values, keys."""

import hashlib
from decimal import Decimal

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from mouvement.engine.erreurs import DossierInutilisable
from mouvement.io.fautes import Lieu, Releve
from mouvement.io.lecture import lire_campagne
from mouvement.io.physique import canonique
from mouvement.io.specification import Genre
from mouvement.io.tables_campagne import TABLES_CAMPAGNE


def test_conventions_en_memoire(campagne_minimale):
    lue = lire_campagne(campagne_minimale.ecrire())
    voeux = lue.voeux
    assert {nom: str(dtype) for nom, dtype in voeux.dtypes.items()} == {
        "candidat": "str",
        "rang": "int64",
        "type": "str",
        "code": "str",
        "types_etablissement": "str",
        "bareme": "Int64",
        "ligne": "int64",
    }
    assert voeux["bareme"].tolist()[:3] == [134_200, 134_200, 0]
    assert voeux["types_etablissement"].dropna().tolist() == ["CLG|LYC"]
    assert lue.candidats["carte_scolaire"].dtype == np.bool_
    for specification in TABLES_CAMPAGNE:
        frame = getattr(lue, specification.nom)
        assert list(frame.columns) == [*specification.noms, "ligne"]
    assert lue.decisions.empty


def test_empreintes_des_fichiers(campagne_minimale):
    dossier = campagne_minimale.ecrire()
    lue = lire_campagne(dossier)
    assert lue.empreintes == {
        chemin.name: hashlib.sha256(chemin.read_bytes()).hexdigest() for chemin in dossier.iterdir()
    }


def test_ordre_des_lignes_indifferent(campagne_minimale):
    droite = lire_campagne(campagne_minimale.ecrire())
    for nom, frame in campagne_minimale.tables.items():
        campagne_minimale.tables[nom] = frame[::-1]
    inverse = lire_campagne(campagne_minimale.ecrire())
    for specification in TABLES_CAMPAGNE:
        ici, la = getattr(droite, specification.nom), getattr(inverse, specification.nom)
        pd.testing.assert_frame_equal(ici.drop(columns="ligne"), la.drop(columns="ligne"))
        assert la["ligne"].tolist() == [len(ici) + 1 - ligne for ligne in ici["ligne"]]


def test_cle_triee_par_point_de_code(campagne_minimale):
    campagne_minimale.tables["communes"].loc[:, "libelle"] = "x"
    nouvelles = pd.DataFrame(
        {
            "commune": pd.Series(["é", "Z", "a", "10", "9"], dtype="str"),
            "libelle": "x",
            "departement": "045",
            "groupement": pd.Series([None] * 5, dtype="str"),
            "latitude": 0.0,
            "longitude": 0.0,
        }
    ).astype({"libelle": "str", "departement": "str"})
    tables = campagne_minimale.tables
    tables["communes"] = pd.concat([tables["communes"], nouvelles], ignore_index=True)
    communes = lire_campagne(campagne_minimale.ecrire()).communes
    assert communes["commune"].tolist() == ["10", "41018", "45147", "45234", "9", "Z", "a", "é"]


# --- files


def test_pas_de_dossier(tmp_path):
    with pytest.raises(DossierInutilisable, match="n'est pas un dossier de campagne"):
        lire_campagne(tmp_path / "rien")


def test_pas_de_campagne_toml(campagne_minimale):
    (campagne_minimale.ecrire() / "campagne.toml").unlink()
    (faute,) = campagne_minimale.fautes()
    assert faute.startswith("campagne.toml : fichier absent")


@pytest.mark.parametrize("table", ["candidats", "postes", "zones_remplacement", "voeux"])
def test_table_absente(campagne_minimale, table):
    (campagne_minimale.ecrire() / f"{table}.parquet").unlink()
    (faute,) = campagne_minimale.fautes()
    assert faute.startswith(f"{table} : fichier absent")


def test_table_facultative_nommee_mais_absente(campagne_minimale):
    campagne_minimale.toml += '[tables]\ndecisions = "decisions.parquet"\n'
    campagne_minimale.ecrire()
    (faute,) = campagne_minimale.fautes()
    assert faute.startswith("decisions : fichier absent")


def test_marque_d_ordre_des_octets(campagne_minimale):
    """What Windows' editors put before a text."""
    toml = campagne_minimale.ecrire() / "campagne.toml"
    toml.write_bytes(b"\xef\xbb\xbf" + toml.read_bytes())
    assert campagne_minimale.fautes() == []


def test_dossier_a_la_place_d_un_fichier(campagne_minimale):
    chemin = campagne_minimale.ecrire() / "postes.parquet"
    chemin.unlink()
    chemin.mkdir()
    (faute,) = campagne_minimale.fautes()
    assert faute.startswith("postes : c'est un dossier, pas un fichier")


def test_csv_nomme_parquet(campagne_minimale):
    chemin = campagne_minimale.ecrire() / "postes.parquet"
    campagne_minimale.tables["postes"].to_csv(chemin)
    (faute,) = campagne_minimale.fautes()
    assert faute.startswith("postes : ce n'est pas un fichier Parquet. Exporter la table au format")


def test_fichier_vide(campagne_minimale):
    (campagne_minimale.ecrire() / "postes.parquet").write_bytes(b"")
    (faute,) = campagne_minimale.fautes()
    assert faute.startswith("postes : fichier vide")


@pytest.mark.parametrize("part", [0.01, 0.3, 0.6, 0.9, 0.999])
def test_fichier_tronque(campagne_minimale, part):
    chemin = campagne_minimale.ecrire() / "voeux.parquet"
    octets = chemin.read_bytes()
    chemin.write_bytes(octets[: int(len(octets) * part)])
    (faute,) = campagne_minimale.fautes()
    assert faute.startswith("voeux : fichier Parquet illisible")
    assert faute.endswith("Le fichier est tronqué ou abîmé : le réexporter.")


# --- columns and physical types


@pytest.mark.parametrize(
    ("table", "colonne"),
    [("candidats", "carte_scolaire"), ("postes", "vacants"), ("voeux", "code")],
)
def test_colonne_absente(campagne_minimale, table, colonne):
    campagne_minimale.remplacer(table, colonne, None)
    assert campagne_minimale.fautes() == [
        f"{table}, colonne {colonne} : colonne absente. Ajouter cette colonne."
    ]


def test_colonne_facultative_absente(campagne_minimale):
    campagne_minimale.remplacer("voeux", "types_etablissement", None)
    voeux = lire_campagne(campagne_minimale.dossier).voeux
    assert voeux["types_etablissement"].isna().all()


def test_colonne_de_trop_ignoree(campagne_minimale):
    campagne_minimale.remplacer("postes", "vacants", pa.array([1, 0, 2, 1]))
    chemin = campagne_minimale.dossier / "postes.parquet"
    lue = pq.ParquetFile(chemin).read()
    pq.write_table(lue.append_column("remarque", pa.array(["", " ", "x", "y"])), chemin)
    assert "remarque" not in lire_campagne(campagne_minimale.dossier).postes


def test_colonne_en_double(campagne_minimale):
    chemin = campagne_minimale.ecrire() / "postes.parquet"
    lue = pq.ParquetFile(chemin).read()
    pq.write_table(lue.append_column("nature", lue["nature"]), chemin)
    assert "postes, colonne nature : colonne en double. N'en garder qu'une." in (
        campagne_minimale.fautes()
    )


TEXTES = [
    pa.string(),
    pa.large_string(),
    pa.string_view(),
    pa.dictionary(pa.int8(), pa.string()),
    pa.dictionary(pa.int32(), pa.large_string()),
]


@pytest.mark.parametrize("physique", TEXTES, ids=str)
def test_textes_acceptes(campagne_minimale, physique):
    natures = pa.array(["ETB", "ETB", "ETB", "ZR"], pa.string()).cast(physique)
    dossier = campagne_minimale.remplacer("postes", "nature", natures)
    assert lire_campagne(dossier).postes["nature"].tolist() == ["ETB", "ETB", "ETB", "ZR"]


@pytest.mark.parametrize("codage", ["PLAIN", "DELTA_BYTE_ARRAY", "DELTA_LENGTH_BYTE_ARRAY"])
def test_codages_de_textes_acceptes(campagne_minimale, codage):
    dossier = campagne_minimale.ecrire()
    attendus = lire_campagne(dossier).postes
    brute = pq.ParquetFile(dossier / "postes.parquet").read()
    codages = {champ.name: codage for champ in brute.schema if champ.type == pa.string()}
    pq.write_table(brute, dossier / "postes.parquet", use_dictionary=False, column_encoding=codages)
    pd.testing.assert_frame_equal(lire_campagne(dossier).postes, attendus)


@pytest.mark.parametrize("bits", [8, 16, 32, 64])
@pytest.mark.parametrize("signe", ["int", "uint"])
def test_entiers_acceptes(campagne_minimale, signe, bits):
    vacants = pa.array([1, 0, 2, 3], getattr(pa, f"{signe}{bits}")())
    dossier = campagne_minimale.remplacer("postes", "vacants", vacants)
    assert lire_campagne(dossier).postes["vacants"].tolist() == [1, 0, 2, 3]


POINTS = [Decimal("134.200"), Decimal("0"), None, Decimal("999999999.998"), Decimal("7.001")]


@pytest.mark.parametrize(
    "physique",
    [
        pa.decimal128(12, 3),
        pa.decimal128(38, 3),
        pa.decimal128(38, 20),
        pa.decimal256(76, 60),
        pa.decimal256(40, 3),
        pa.decimal64(18, 4),
        pa.float64(),
    ],
    ids=str,
)
def test_points_acceptes(campagne_minimale, physique):
    campagne_minimale.toml += "[options]\n"
    valeurs = [p for p in POINTS if p is not None]
    bareme = pa.array([*valeurs, *valeurs, *valeurs][:11], pa.decimal128(12, 3)).cast(physique)
    dossier = campagne_minimale.remplacer("voeux", "bareme", bareme)
    lus = lire_campagne(dossier).voeux["bareme"].tolist()
    assert lus[:4] == [134_200, 0, 999_999_999_998, 7_001]


@pytest.mark.parametrize("physique", [pa.int16(), pa.uint64(), pa.decimal128(20, 0)], ids=str)
def test_points_entiers_acceptes(campagne_minimale, physique):
    bareme = pa.array(range(11), pa.int64()).cast(physique)
    dossier = campagne_minimale.remplacer("voeux", "bareme", bareme)
    assert lire_campagne(dossier).voeux["bareme"].tolist() == [1000 * i for i in range(11)]


def test_flottants_convertis_une_fois_exactement(campagne_minimale):
    milliemes = np.array([1, 3, 7, 29, 134_201, 0, 999_999_999_997, 15, 16, 17, 18])
    proches = milliemes / 1000 + np.array([0, 9e-7, -9e-7, 0, 0, 0, 0, 0, 0, 0, 0])
    dossier = campagne_minimale.remplacer("voeux", "bareme", pa.array(proches))
    assert lire_campagne(dossier).voeux["bareme"].tolist() == milliemes.tolist()


LISTES = [
    pa.list_(pa.string()),
    pa.large_list(pa.large_string()),
    pa.list_view(pa.string()),
    pa.list_(pa.string_view()),
    pa.list_(pa.dictionary(pa.int8(), pa.string())),
]


@pytest.mark.parametrize("physique", LISTES, ids=str)
def test_listes_acceptees_et_canoniques(campagne_minimale, physique):
    listes = [None] * 3 + [["LYC", "CLG", "LYC"], ["CLG"]] + [None] * 6
    vecteur = pa.array(listes, physique)
    dossier = campagne_minimale.remplacer("voeux", "types_etablissement", vecteur)
    lus = lire_campagne(dossier).voeux["types_etablissement"]
    assert lus.dropna().to_dict() == {3: "CLG|LYC", 4: "CLG"}


def test_groupes_de_lignes_indifferents(campagne_minimale):
    dossier = campagne_minimale.ecrire()
    entiere = lire_campagne(dossier)
    for chemin in dossier.glob("*.parquet"):
        pq.write_table(pq.ParquetFile(chemin).read(), chemin, row_group_size=1)
    decoupee = lire_campagne(dossier)
    for specification in TABLES_CAMPAGNE:
        nom = specification.nom
        pd.testing.assert_frame_equal(getattr(decoupee, nom), getattr(entiere, nom))


def test_dictionnaire_qui_se_repete_ou_a_un_nul():
    brut = pa.DictionaryArray.from_arrays(pa.array([0, 1, 2, None]), pa.array(["a", "a", None]))
    lus = canonique(Lieu(Releve(), "t", "c"), Genre.TEXTE, pa.chunked_array([brut]))
    assert lus.dictionary.to_pylist() == ["a"]
    assert lus.to_pylist() == ["a", "a", None, None]
    assert lus.null_count == 2


def test_colonne_toute_nulle_sans_type(campagne_minimale):
    dossier = campagne_minimale.remplacer("communes", "groupement", pa.nulls(3))
    assert campagne_minimale.fautes() != []  # a vœu names the groupement
    campagne_minimale.tables["voeux"] = campagne_minimale.tables["voeux"].query("type != 'GEO'")
    campagne_minimale.remplacer("communes", "groupement", pa.nulls(3))
    assert lire_campagne(dossier).communes["groupement"].isna().all()


@pytest.mark.parametrize(
    ("table", "colonne", "vecteur", "attendu"),
    [
        ("postes", "poste", pa.array([1, 2, 3, 4]), "(trouvé : entier, int64). Type attendu"),
        ("postes", "poste", pa.array([b"P1"] * 4), "(trouvé : binaire, binary)"),
        (
            "postes",
            "vacants",
            pa.array([1.0, 0.0, 2.0, 1.0]),
            "devient flottante quand il y manque",
        ),
        ("postes", "vacants", pa.array(["1", "0", "2", "1"]), "(trouvé : texte, string)"),
        ("candidats", "carte_scolaire", pa.array([0, 1, 0]), "Type attendu : booléen (bool)."),
        ("communes", "latitude", pa.array(["47,9"] * 3), "Type attendu : réel (double)."),
        ("voeux", "bareme", pa.array(["134.2"] * 11), "Type attendu : décimal au millième"),
        ("voeux", "bareme", pa.array([True] * 11), "(trouvé : booléen, bool)"),
        ("voeux", "types_etablissement", pa.array(["CLG"] * 11), "Type attendu : liste de textes"),
        ("voeux", "types_etablissement", pa.array([[1]] * 11), "Type attendu : liste de textes"),
        ("voeux", "rang", pa.array([None] * 11, pa.date32()), "(trouvé : date ou heure, date32"),
    ],
)
def test_type_refuse(campagne_minimale, table, colonne, vecteur, attendu):
    campagne_minimale.remplacer(table, colonne, vecteur)
    (faute,) = campagne_minimale.fautes()
    assert faute.startswith(f"{table}, colonne {colonne} : type de colonne refusé")
    assert attendu in faute


# --- values


@pytest.mark.parametrize(
    ("table", "colonne", "vecteur", "attendu"),
    [
        ("postes", "vacants", pa.array([1, 0, -3, 1]), "postes, ligne 3, colonne vacants : infér"),
        (
            "postes",
            "vacants",
            pa.array([1, None, 2, 1]),
            "postes, ligne 2, colonne vacants : valeur",
        ),
        (
            "postes",
            "vacants",
            pa.array([1, 2**64 - 1, 2, 1], pa.uint64()),
            "ligne 2, colonne vacants : entier trop grand (trouvé : 18446744073709551615)",
        ),
        (
            "postes",
            "vacants",
            pa.array([1, 2**40, 2, 1]),
            "ligne 2, colonne vacants : supérieur à 1000000 (trouvé : 1099511627776)",
        ),
        (
            "communes",
            "groupement",
            pa.array(["ORLEANS", "A/LYC", None]),
            "communes, ligne 2, colonne groupement : forme refusée (trouvé : A/LYC). Ni « / » ni",
        ),
        ("postes", "nature", pa.array(["ETB", "ETB", "etb", "ZR"]), "forme refusée (trouvé : etb)"),
        ("communes", "latitude", pa.array([470.0, 1.0, 1.0]), "supérieur à 90 (trouvé : 470.0)"),
        (
            "communes",
            "longitude",
            pa.array([0.0, -181.0, 1.0]),
            "ligne 2, colonne longitude : infé",
        ),
        ("communes", "latitude", pa.array([0.0, 1.0, np.nan]), "n'est pas un nombre fini"),
        ("communes", "libelle", pa.array(["a", "", "c"]), "libelle : texte vide. Compléter"),
        (
            "communes",
            "groupement",
            pa.array([None, " ORLEANS", "ORLEANS"]),
            "ligne 2, colonne groupement : espace au début ou à la fin (trouvé : ' ORLEANS')",
        ),
        (
            "communes",
            "groupement",
            pa.array(["ORLEANS", "OR\u200bL", None]),
            "caractère invisible (trouvé : 'OR\\u200bL')",
        ),
        (
            "candidats",
            "participation",
            pa.array(["OBLIGATOIRE", "FACULTATIF", "OBLIGATOIRE"]),
            "ligne 2, colonne participation : valeur inconnue (trouvé : FACULTATIF). Vouliez-vous "
            "dire « FACULTATIVE » ? Valeurs permises : OBLIGATOIRE, FACULTATIVE.",
        ),
        (
            "candidats",
            "carte_scolaire",
            pa.array([True, None, False]),
            "ligne 2, colonne carte_scolaire : valeur manquante",
        ),
    ],
)
def test_valeur_refusee(campagne_minimale, table, colonne, vecteur, attendu):
    campagne_minimale.remplacer(table, colonne, vecteur)
    (faute,) = campagne_minimale.fautes()
    assert attendu in faute


@pytest.mark.parametrize(
    ("valeur", "physique", "attendu"),
    [
        (134.2005, pa.float64(), "entier de millièmes (trouvé : 134.2005)"),
        (134.200002, pa.float64(), "n'est pas un nombre entier de millièmes"),
        (Decimal("1.0001"), pa.decimal128(12, 4), "n'est pas un nombre entier de millièmes"),
        (float("nan"), pa.float64(), "n'est pas un nombre fini (trouvé : nan)"),
        (float("inf"), pa.float32(), "n'est pas un nombre fini (trouvé : inf)"),
        (1e300, pa.float64(), "nombre trop grand (trouvé : 1e+300)"),
        (10**18, pa.int64(), "nombre trop grand"),
        (Decimal(10) ** 37, pa.decimal128(38, 0), "nombre trop grand"),
        (Decimal("999999999.999"), pa.decimal128(12, 3), "supérieur à 999999999,998"),
        (-0.001, pa.float64(), "inférieur à 0 (trouvé : -0.001)"),
        (None, pa.decimal128(12, 3), "barème manquant, alors que le barème est déclaré"),
    ],
)
def test_bareme_refuse(campagne_minimale, valeur, physique, attendu):
    zero = Decimal(0) if pa.types.is_decimal(physique) else 0
    bareme = pa.array([zero] * 4 + [valeur] + [zero] * 6, physique)
    campagne_minimale.remplacer("voeux", "bareme", bareme)
    (faute,) = campagne_minimale.fautes()
    assert faute.startswith("voeux, ligne 5, colonne bareme : ")
    assert attendu in faute


def test_baremes_tous_manquants_une_seule_faute(campagne_minimale):
    campagne_minimale.remplacer("voeux", "bareme", None)
    (faute,) = campagne_minimale.fautes()
    assert faute.startswith("voeux, colonne bareme : colonne absente ou vide, alors que le barème")


@pytest.mark.parametrize("texte", [pa.string(), pa.string_view()], ids=str)
@pytest.mark.parametrize("liste", [[], [""], ["CLG", None], ["CLG|LYC"]])
def test_liste_refusee(campagne_minimale, liste, texte):
    listes = pa.array([None] * 3 + [liste] + [None] * 7, pa.list_(texte))
    campagne_minimale.remplacer("voeux", "types_etablissement", listes)
    (faute,) = campagne_minimale.fautes()
    assert faute.startswith("voeux, ligne 4, colonne types_etablissement : liste vide")


def test_texte_qui_n_est_pas_utf8(campagne_minimale):
    decalages = pa.py_buffer(np.array([0, 1, 2, 3], np.int32))
    abime = pa.Array.from_buffers(pa.string(), 3, [None, decalages, pa.py_buffer(b"a\xffb")])
    for colonne in ("libelle", "commune"):
        campagne_minimale.remplacer("communes", colonne, abime)
        assert campagne_minimale.fautes() == [
            f"communes, colonne {colonne} : colonne abîmée, ou texte qui n'est pas de l'UTF-8. La "
            "réexporter en UTF-8."
        ]


# --- keys


def test_candidat_en_double(campagne_minimale):
    campagne_minimale.changer("candidats", 1, candidat="C2", simultanee="C3")
    fautes = "\n".join(campagne_minimale.ecrire() and campagne_minimale.fautes())
    assert (
        "candidats, ligne 2, colonne candidat : clé déjà présente sur une ligne précédente "
        "(trouvé : C2). Ne garder qu'une de ces lignes."
    ) in fautes


def test_rang_en_double(campagne_minimale):
    campagne_minimale.changer("voeux", 5, rang=1)
    campagne_minimale.ecrire()
    assert campagne_minimale.fautes() == [
        "voeux, ligne 5, colonne candidat, rang : clé déjà présente sur une ligne précédente "
        "(trouvé : C2, 1). Ne garder qu'une de ces lignes."
    ]


def test_candidats_vide(campagne_minimale):
    tables = campagne_minimale.tables
    tables["candidats"], tables["voeux"] = tables["candidats"][:0], tables["voeux"][:0]
    campagne_minimale.ecrire()
    assert campagne_minimale.fautes() == [
        "candidats : aucun candidat. Fournir au moins un candidat."
    ]


def test_toutes_les_fautes_a_la_fois_dans_un_ordre_stable(campagne_minimale):
    campagne_minimale.changer("postes", 2, vacants=-1, nature="x y")
    campagne_minimale.changer("voeux", 3, type="XXX")
    campagne_minimale.changer("communes", 1, latitude=470.0)
    campagne_minimale.changer("communes", 3, latitude=-91.0)
    campagne_minimale.toml += "[options]\ntruc = 1\n"
    dossier = campagne_minimale.ecrire()
    (dossier / "groupes.parquet").write_text("groupe;poste")
    fautes = campagne_minimale.fautes()
    lieux = [faute.split(" : ")[0] for faute in fautes]
    assert lieux == [
        "campagne.toml, colonne [options] truc",
        "communes, ligne 1, colonne latitude",
        "communes, ligne 3, colonne latitude",
        "groupes",
        "postes, ligne 2, colonne nature",
        "postes, ligne 2, colonne vacants",
        "voeux, ligne 3, colonne type",
    ]
    assert fautes == campagne_minimale.fautes()
