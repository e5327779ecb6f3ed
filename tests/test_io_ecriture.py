"""Writing folders: exact, the same bytes every time, whole or not at all."""

import hashlib
import json
import os
import re
import resource
import signal
import subprocess
import sys
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from mouvement.engine.erreurs import DonneesRefusees, DossierInutilisable, SortieInutilisable
from mouvement.engine.resultat import BARRE_FERMEE, Resultat
from mouvement.io import dossier as dossiers
from mouvement.io.conversion import en_arrow
from mouvement.io.ecriture import ecrire_campagne, en_parquet
from mouvement.io.lecture import lire_campagne
from mouvement.io.resultats import (
    campagne_du_manifeste,
    ecrire_resultat,
    lire_candidat,
    lire_resultat,
    verifier_sortie,
)
from mouvement.io.tables import table
from mouvement.io.tables_campagne import TABLES_CAMPAGNE
from mouvement.io.tables_resultat import (
    AFFECTATIONS,
    AMELIORATIONS,
    AUDIT,
    BAREMES,
    BARRES,
    COMPLEMENTS,
    PRIORITES,
    REJETS,
    SIGNALEMENTS,
)

MANIFESTE = {"statut": "CERTIFIE", "campagne": {"chemin": "../campagne"}, "é": 1}


def exemple(candidats: tuple[str, ...] = ("C1", "C2")) -> Resultat:
    affectations = [
        {"candidat": nom, "discipline": "L0202", "decision": "MUTE", "poste": "P1",
         "etablissement": "E1", "rang": 1, "origine": "VOEU", "bareme": 134_200,
         "etape": "GENERAL", "ordre": 1, "participation": "FACULTATIVE",
         "carte_scolaire": False, "libelle": " Orléans "}
        for nom in candidats
    ]  # fmt: skip
    audit = [
        {"candidat": nom, "rang": rang, "ordre": ordre, "origine": "VOEU", "zone": "ACA",
         "libelle": "académie", "bareme": 134_200, "barre": barre, "motif": "SATISFAIT",
         "regles": regles, "etape": "GENERAL", "tirage": 2**62 + 1}
        for nom in candidats
        for rang, ordre, barre, regles in (
            (1, 1, None, None), (2, None, BARRE_FERMEE, "R1|R2"), (None, 2, -1, "R1")
        )
    ]  # fmt: skip
    return Resultat(
        affectations=table(AFFECTATIONS, affectations),
        audit=table(AUDIT, audit),
        baremes=table(
            BAREMES,
            [
                {"candidat": nom, "rang": 1, "element": "DECLARE", "points": 134_200}
                for nom in candidats
            ],
        ),
        barres=table(
            BARRES,
            [
                {"discipline": "L0202", "niveau": "ACA", "code": "orleans-tours",
                 "etape": "GENERAL", "capacite": 1, "entrants": 1, "barre": 0, "etat": "BARRE",
                 "rang_barre": 2}
            ],
        ),
        priorites=table(
            PRIORITES,
            [
                {"discipline": "L0202", "etape": "GENERAL", "candidat": nom, "ordre": 1,
                 "zone": "ACA", "rang_priorite": rang}
                for rang, nom in enumerate(candidats, start=1)
            ],
        ),
        ameliorations=table(AMELIORATIONS, []),
        complements=table(COMPLEMENTS, []),
        rejets=table(REJETS, []),
        signalements=table(
            SIGNALEMENTS,
            [
                {"candidat": nom, "signalement": "EGALITE", "regle": "R1", "detail": "à voir"}
                for nom in candidats
            ],
        ),
    )  # fmt: skip


def contenu(dossier: Path) -> dict[str, bytes]:
    return {chemin.name: chemin.read_bytes() for chemin in dossier.iterdir()}


# --- tables


def test_campagne_relue_telle_quelle(campagne_minimale):
    lue = lire_campagne(campagne_minimale.ecrire())
    tables = {specification.nom: getattr(lue, specification.nom)
              for specification in TABLES_CAMPAGNE}  # fmt: skip
    copie = campagne_minimale.dossier.with_name("copie")
    ecrire_campagne(copie, tables, campagne_minimale.toml, ecraser=False)
    relue = lire_campagne(copie)
    for nom, frame in tables.items():
        egaux = getattr(relue, nom).drop(columns="ligne"), frame.drop(columns="ligne")
        pd.testing.assert_frame_equal(*egaux)


def test_resultat_relu_tel_quel(tmp_path):
    ecrit = exemple()
    ecrire_resultat(tmp_path / "r", ecrit, MANIFESTE, ecraser=False)
    lu, manifeste, empreintes = lire_resultat(tmp_path / "r")
    for champ in fields(Resultat):
        pd.testing.assert_frame_equal(getattr(lu, champ.name), getattr(ecrit, champ.name))
    assert manifeste == {**MANIFESTE, "sorties": empreintes}
    assert empreintes == {
        nom: hashlib.sha256(octets).hexdigest()
        for nom, octets in contenu(tmp_path / "r").items()
        if nom != "manifeste.json"
    }


def test_textes_relus_en_categories(tmp_path):
    ecrit = exemple()
    ecrire_resultat(tmp_path / "r", ecrit, MANIFESTE, ecraser=False)
    lu = lire_resultat(tmp_path / "r", categories=("audit",))[0]
    textes = [nom for nom, genre in ecrit.audit.dtypes.items() if genre == "str"]
    assert {str(lu.audit[nom].dtype) for nom in textes} == {"category"}
    pd.testing.assert_frame_equal(lu.audit.astype(dict.fromkeys(textes, "str")), ecrit.audit)
    pd.testing.assert_frame_equal(lu.baremes, ecrit.baremes)


def test_manifeste_lisible_et_trie(tmp_path):
    ecrire_resultat(tmp_path / "r", exemple(), MANIFESTE, ecraser=False)
    texte = (tmp_path / "r/manifeste.json").read_text(encoding="utf-8")
    assert list(json.loads(texte)) == ["campagne", "sorties", "statut", "é"]
    assert texte.startswith('{\n  "campagne"')
    assert texte.endswith('"é": 1\n}\n')


def test_types_physiques_simples(tmp_path):
    octets = en_parquet(AUDIT, exemple().audit)
    lu = pq.ParquetFile(pa.BufferReader(octets)).schema_arrow
    assert str(lu.field("candidat").type) == "string"
    assert str(lu.field("bareme").type) == "decimal128(12, 3)"
    assert str(lu.field("regles").type) == "list<element: string>"
    assert lu.field("rang").nullable
    assert not lu.field("candidat").nullable


def test_decimaux_exacts():
    milliemes = [0, 1, -1, 134_200, BARRE_FERMEE, -BARRE_FERMEE]
    frame = table(
        BAREMES,
        [
            {"candidat": "C", "rang": rang, "element": "E", "points": points}
            for rang, points in enumerate(milliemes, start=1)
        ],
    )
    ecrits = en_arrow(BAREMES, frame)["points"].to_pylist()
    assert [int(points.scaleb(3)) for points in ecrits] == milliemes


def test_ordre_des_colonnes_et_categories_sans_effet_sur_les_octets():
    audit = exemple().audit
    attendu = en_parquet(AUDIT, audit)
    autre = audit[audit.columns[::-1]].copy()
    for nom in ("candidat", "motif", "regles", "detail"):
        autre[nom] = autre[nom].astype("category")
    autre["candidat"] = autre["candidat"].cat.set_categories(["Z", "C2", "C1"])
    assert en_parquet(AUDIT, autre) == attendu


@pytest.mark.parametrize(
    ("changement", "erreur"),
    [
        ({"points": 1.5}, TypeError),
        ({"points": 10**12}, ValueError),
        ({"candidat": np.array(["C1"], dtype=object)}, TypeError),
        ({"candidat": pd.Series([None], dtype="str")}, ValueError),
        ({"rang": "1"}, TypeError),
        ({"nouvelle": 1}, ValueError),
    ],
)
def test_frame_qui_ne_suit_pas_la_specification(changement, erreur):
    ligne = {"candidat": "C1", "rang": 1, "element": "E", "points": 1}
    frame = table(BAREMES, [ligne]).assign(**changement)
    if "candidat" in changement and isinstance(changement["candidat"], np.ndarray):
        frame["candidat"] = frame["candidat"].astype(object)
    with pytest.raises(erreur):
        en_arrow(BAREMES, frame)


def test_colonne_manquante_refusee():
    with pytest.raises(ValueError, match="points"):
        en_arrow(BAREMES, table(BAREMES, []).drop(columns="points"))


def test_table_inconnue_refusee(campagne_minimale):
    campagne_minimale.tables["voeu"] = campagne_minimale.tables["voeux"]
    with pytest.raises(ValueError, match="voeu"):
        campagne_minimale.ecrire()
    assert not campagne_minimale.dossier.exists()


# --- reading a result that is not whole


@pytest.mark.parametrize(
    ("nom", "attendu"),
    [
        ("manifeste.json", "manifeste.json : fichier absent"),
        ("barres.parquet", "barres.parquet : fichier absent"),
    ],
)
def test_resultat_pas_entier(tmp_path, nom, attendu):
    ecrire_resultat(tmp_path / "r", exemple(), MANIFESTE, ecraser=False)
    (tmp_path / "r" / nom).unlink()
    with pytest.raises(DonneesRefusees) as refus:
        lire_resultat(tmp_path / "r")
    assert [str(faute) for faute in refus.value.fautes] == [
        f"{attendu} (trouvé : {tmp_path / 'r' / nom}). Refaire le résultat : ce dossier n'est pas "
        "entier."
    ]


def test_resultat_abime(tmp_path):
    ecrire_resultat(tmp_path / "r", exemple(), MANIFESTE, ecraser=False)
    (tmp_path / "r/manifeste.json").write_text("[]")
    chemin = tmp_path / "r/barres.parquet"
    chemin.write_bytes(chemin.read_bytes()[:50])
    pq.write_table(pa.table({"candidat": ["C1"]}), tmp_path / "r/baremes.parquet")
    with pytest.raises(DonneesRefusees) as refus:
        lire_resultat(tmp_path / "r")
    assert [(faute.table, faute.colonne) for faute in refus.value.fautes] == [
        ("baremes", "element"),
        ("baremes", "points"),
        ("baremes", "rang"),
        ("baremes", "regle"),
        ("barres", ""),
        ("manifeste.json", ""),
    ]


def test_resultat_lignes_ajoutees_laissees_au_verificateur(tmp_path):
    double = exemple()
    double = replace(double, barres=pd.concat([double.barres] * 2, ignore_index=True))
    ecrire_resultat(tmp_path / "r", double, MANIFESTE, ecraser=False)
    assert len(lire_resultat(tmp_path / "r")[0].barres) == 2


def test_dossier_qui_n_existe_pas(tmp_path):
    with pytest.raises(DossierInutilisable):
        lire_resultat(tmp_path / "rien")
    with pytest.raises(DossierInutilisable):
        lire_candidat(tmp_path / "rien", "C1")


def test_campagne_du_manifeste(tmp_path):
    assert campagne_du_manifeste(tmp_path / "r", MANIFESTE).resolve() == tmp_path / "campagne"
    with pytest.raises(DossierInutilisable, match="--campagne"):
        campagne_du_manifeste(tmp_path / "r", {"campagne": 3})


def test_lire_un_candidat(tmp_path, monkeypatch):
    monkeypatch.setattr("mouvement.io.ecriture.LIGNES_PAR_GROUPE", 5)
    noms = tuple(f"C{numero:02d}" for numero in range(30))
    ecrire_resultat(tmp_path / "r", exemple(noms), MANIFESTE, ecraser=False)
    assert pq.ParquetFile(tmp_path / "r/audit.parquet").metadata.num_row_groups == 18
    attendu = lire_resultat(tmp_path / "r")[0]
    for nom in ("C00", "C14", "C29"):
        lus = lire_candidat(tmp_path / "r", nom)
        assert set(lus) == {"affectations", "audit", "baremes", "signalements"}
        for quoi, lu in lus.items():
            tout = getattr(attendu, quoi)
            voulu = tout[tout["candidat"] == nom].reset_index(drop=True)
            pd.testing.assert_frame_equal(lu, voulu)


def test_candidat_inconnu(tmp_path):
    ecrire_resultat(tmp_path / "r", exemple(), MANIFESTE, ecraser=False)
    with pytest.raises(DossierInutilisable, match="Vouliez-vous dire « C1 »"):
        lire_candidat(tmp_path / "r", "c1")


def test_candidat_ecarte(tmp_path):
    """He is in the campaign: what is told of him is why he takes no part."""
    du_voeu = {"table": "voeux", "ligne": 4, "cle": "C3", "motif": "vœu inconnu"}
    rejets = [du_voeu, du_voeu | {"table": "candidats", "motif": "demande tardive (R1)"}]
    resultat = replace(exemple(), rejets=table(REJETS, rejets))
    ecrire_resultat(tmp_path / "r", resultat, MANIFESTE, ecraser=False)
    dit = "Le candidat « C3 » est écarté du mouvement : demande tardive (R1)."
    with pytest.raises(DossierInutilisable, match=re.escape(dit)):
        lire_candidat(tmp_path / "r", "C3")


# --- folders


def test_permissions_ordinaires(tmp_path):
    (tmp_path / "temoin").mkdir()
    ecrire_resultat(tmp_path / "r", exemple(), MANIFESTE, ecraser=False)
    assert (tmp_path / "r").stat().st_mode == (tmp_path / "temoin").stat().st_mode


def test_existant_jamais_remplace_sans_ecraser(tmp_path):
    ecrire_resultat(tmp_path / "r", exemple(), MANIFESTE, ecraser=False)
    avant = contenu(tmp_path / "r")
    for action in (
        lambda: verifier_sortie(tmp_path / "r", False),
        lambda: ecrire_resultat(tmp_path / "r", exemple(("X",)), MANIFESTE, ecraser=False),
    ):
        with pytest.raises(SortieInutilisable, match="existe déjà"):
            action()
    assert contenu(tmp_path / "r") == avant
    assert os.listdir(tmp_path) == ["r"]


def test_ecraser_un_resultat(tmp_path):
    ecrire_resultat(tmp_path / "r", exemple(), MANIFESTE, ecraser=False)
    ecrire_resultat(tmp_path / "r", exemple(("X",)), MANIFESTE, ecraser=True)
    assert lire_resultat(tmp_path / "r")[0].affectations["candidat"].tolist() == ["X"]
    assert os.listdir(tmp_path) == ["r"]


def test_ecraser_un_dossier_vide(tmp_path):
    (tmp_path / "r").mkdir()
    ecrire_resultat(tmp_path / "r", exemple(), MANIFESTE, ecraser=True)
    assert len(lire_resultat(tmp_path / "r")[0].affectations) == 2


def test_ecraser_ne_remplace_que_ce_qui_est_a_nous(tmp_path, campagne_minimale):
    (tmp_path / "these").mkdir()
    (tmp_path / "these/chapitre1.tex").write_text("dix ans de travail")
    with pytest.raises(SortieInutilisable, match="contient autre chose"):
        verifier_sortie(tmp_path / "these", True)
    with pytest.raises(SortieInutilisable, match="contient autre chose"):
        ecrire_resultat(campagne_minimale.ecrire(), exemple(), MANIFESTE, ecraser=True)
    ecrire_resultat(tmp_path / "r", exemple(), MANIFESTE, ecraser=False)
    campagne_minimale.dossier = tmp_path / "r"
    with pytest.raises(SortieInutilisable, match="contient autre chose"):
        campagne_minimale.ecrire()
    assert (tmp_path / "these/chapitre1.tex").exists()


@pytest.mark.parametrize("parent", [".r.partiel-1", ".campagnes.ancien-2", "essai.partiel-3"])
def test_ecraser_sous_un_parent_au_nom_de_reste(tmp_path, parent):
    sortie = tmp_path / parent / "r"
    sortie.parent.mkdir()
    ecrire_resultat(sortie, exemple(), MANIFESTE, ecraser=False)
    (sortie / "notes.txt").write_text("à garder")
    with pytest.raises(SortieInutilisable, match=r"notes\.txt"):
        verifier_sortie(sortie, True)


@pytest.mark.parametrize(
    ("nom", "remplace"),
    [(".lot.partiel-ab12", True), (".lot.ancien-ab12", True), ("plan.partiel-ab12", False)],
)
def test_ecraser_ne_prend_pour_des_restes_que_des_noms_caches(tmp_path, nom, remplace):
    ecrire_resultat(tmp_path / "r", exemple(), MANIFESTE, ecraser=False)
    (tmp_path / "r" / nom).mkdir()
    (tmp_path / "r" / nom / "table.parquet").write_bytes(b"x")
    if remplace:
        ecrire_resultat(tmp_path / "r", exemple(("X",)), MANIFESTE, ecraser=True)
    else:
        with pytest.raises(SortieInutilisable, match=nom):
            verifier_sortie(tmp_path / "r", True)


def test_sortie_qui_est_un_fichier(tmp_path):
    (tmp_path / "r").write_text("x")
    with pytest.raises(SortieInutilisable, match="n'est pas un dossier"):
        verifier_sortie(tmp_path / "r", True)


def test_parent_absent(tmp_path):
    with pytest.raises(SortieInutilisable, match=r"le dossier parent .* n'existe pas"):
        verifier_sortie(tmp_path / "a/b", False)


def test_lien_vers_un_resultat(tmp_path):
    ecrire_resultat(tmp_path / "vrai", exemple(), MANIFESTE, ecraser=False)
    (tmp_path / "lien").symlink_to("vrai")
    ecrire_resultat(tmp_path / "lien", exemple(("X",)), MANIFESTE, ecraser=True)
    assert (tmp_path / "lien").is_symlink()
    assert lire_resultat(tmp_path / "vrai")[0].affectations["candidat"].tolist() == ["X"]


def test_pris_entre_temps(tmp_path):
    def fichiers():
        yield "a", b"a"
        (tmp_path / "r").mkdir()
        (tmp_path / "r/b").write_text("d'un autre")

    with pytest.raises(SortieInutilisable, match="existe déjà"):
        dossiers.ecrire_dossier(tmp_path / "r", fichiers(), False, "a")
    assert contenu(tmp_path / "r") == {"b": b"d'un autre"}
    assert os.listdir(tmp_path) == ["r"]


@pytest.mark.parametrize("interruption", [KeyboardInterrupt, RuntimeError])
def test_interrompu_ne_laisse_rien(tmp_path, interruption):
    def fichiers():
        yield "a", b"a"
        raise interruption

    with pytest.raises(interruption):
        dossiers.ecrire_dossier(tmp_path / "r", fichiers(), False)
    assert os.listdir(tmp_path) == []


def test_tout_est_sur_le_disque_avant_le_renommage(tmp_path, monkeypatch):
    """A power cut after the rename must not leave an empty file under the final name."""
    faits: list[tuple[str, str]] = []
    vrai_fsync, vrai_renommage = os.fsync, Path.rename

    def fsync(descripteur: int) -> None:
        faits.append(("fsync", Path(os.readlink(f"/proc/self/fd/{descripteur}")).name))
        vrai_fsync(descripteur)

    def rename(source: Path, cible: Path) -> Path:
        faits.append(("rename", source.name))
        return vrai_renommage(source, cible)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(Path, "rename", rename)
    ecrire_resultat(tmp_path / "r", exemple(), MANIFESTE, ecraser=False)
    bascule = next(place for place, (quoi, _) in enumerate(faits) if quoi == "rename")
    partiel = faits[bascule][1]
    assert {nom for _, nom in faits[:bascule]} == {partiel, *os.listdir(tmp_path / "r")}
    assert faits[bascule + 1 :] == [("fsync", tmp_path.name)]


def test_echec_du_renommage_rend_l_ancien(tmp_path, monkeypatch):
    ecrire_resultat(tmp_path / "r", exemple(), MANIFESTE, ecraser=False)
    avant = contenu(tmp_path / "r")
    vrai = Path.rename

    def rename(source: Path, cible: Path) -> Path:
        if ".partiel-" in source.name:
            raise OSError(5, "Input/output error")
        return vrai(source, cible)

    monkeypatch.setattr(Path, "rename", rename)
    with pytest.raises(SortieInutilisable, match="écriture impossible"):
        ecrire_resultat(tmp_path / "r", exemple(("X",)), MANIFESTE, ecraser=True)
    assert contenu(tmp_path / "r") == avant
    assert os.listdir(tmp_path) == ["r"]


ECRIVAIN = """
import os, sys, time
from pathlib import Path
from mouvement.engine.erreurs import SortieInutilisable
from mouvement.io.dossier import ecrire_dossier

def fichiers():
    yield "manifeste.json", b"x" * 100_000
    print("pret", flush=True)
    time.sleep(float(sys.argv[2]))
    yield "b", b"x" * 100_000

try:
    ecrire_dossier(Path(sys.argv[1]), fichiers(), True, "manifeste.json")
except SortieInutilisable as erreur:
    sys.exit(str(erreur))
"""


@pytest.mark.parametrize("deja", [False, True])
def test_tue_au_milieu(tmp_path, deja):
    if deja:
        dossiers.ecrire_dossier(tmp_path / "r", [("manifeste.json", b"ancien")], False)
    ecrivain = subprocess.Popen(
        [sys.executable, "-c", ECRIVAIN, str(tmp_path / "r"), "60"], stdout=subprocess.PIPE
    )
    with ecrivain:
        assert ecrivain.stdout is not None
        assert ecrivain.stdout.readline() == b"pret\n"
        ecrivain.send_signal(signal.SIGKILL)
    assert ecrivain.returncode == -signal.SIGKILL
    assert (tmp_path / "r").exists() == deja
    if deja:
        assert contenu(tmp_path / "r") == {"manifeste.json": b"ancien"}
    # The next run is not hindered by what the dead one left.
    dossiers.ecrire_dossier(tmp_path / "r", [("a", b"a")], deja, "manifeste.json")
    assert contenu(tmp_path / "r") == {"a": b"a"}


def test_disque_plein(tmp_path):
    """A real refusal by the system in the middle of the second file."""
    limite = 150_000

    def brider() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limite, limite))

    source = ECRIVAIN.replace('"b", b"x" * 100_000', '"b", b"x" * 200_000')
    fini = subprocess.run(
        [sys.executable, "-c", source, str(tmp_path / "r"), "0"],
        preexec_fn=brider,
        capture_output=True,
        text=True,
        check=False,
    )
    assert fini.returncode == 1
    assert "fichier trop grand pour ce disque ou cette session. Rien n'a été écrit." in fini.stderr
    assert "Traceback" not in fini.stderr
    assert os.listdir(tmp_path) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux seul")
def test_disque_plein_enospc(tmp_path, monkeypatch):
    """/dev/full answers every write with ENOSPC."""
    vrai = Path.open

    def plein(chemin: Path, mode: str = "r") -> object:
        return vrai(Path("/dev/full"), "wb", buffering=0) if mode == "xb" else vrai(chemin, mode)

    monkeypatch.setattr(Path, "open", plein)
    with pytest.raises(SortieInutilisable, match=r"disque plein\. Rien n'a été écrit"):
        ecrire_resultat(tmp_path / "r", exemple(), MANIFESTE, ecraser=False)
    assert os.listdir(tmp_path) == []
