"""Bad input, through the command line: every fault named, nothing written, status 3."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest

from mouvement.engine.reglements import NOMS


def changee(nom: str, ligne: int, **valeurs: object) -> Callable:
    def gater(campagne) -> Path:
        campagne.changer(nom, ligne, **valeurs)
        return campagne.ecrire()

    return gater


def repetee(nom: str, ligne: int) -> Callable:
    def gater(campagne) -> Path:
        frame = campagne.tables[nom]
        campagne.tables[nom] = pd.concat([frame, frame.iloc[[ligne - 1]]], ignore_index=True)
        return campagne.ecrire()

    return gater


def colonne(nom: str, colonne: str, vecteur: pa.Array | None) -> Callable:
    return lambda campagne: campagne.remplacer(nom, colonne, vecteur)


def fichier(nom: str, octets: Callable[[bytes], bytes]) -> Callable:
    def gater(campagne) -> Path:
        chemin = campagne.ecrire() / nom
        chemin.write_bytes(octets(chemin.read_bytes()))
        return campagne.dossier

    return gater


def absent(campagne) -> Path:
    (campagne.ecrire() / "voeux.parquet").unlink()
    return campagne.dossier


def vide(campagne) -> Path:
    for nom in ("candidats", "voeux"):
        campagne.tables[nom] = campagne.tables[nom].iloc[:0]
    return campagne.ecrire()


def toml(avant: str, apres: str) -> Callable:
    def gater(campagne) -> Path:
        assert avant in campagne.toml
        campagne.toml = campagne.toml.replace(avant, apres)
        return campagne.ecrire()

    return gater


def flottants(premier: float) -> pa.Array:
    return pa.array([premier, *[21.0] * 10])


CAS = {
    "table absente": (
        absent,
        "voeux : fichier absent (trouvé : {campagne}/voeux.parquet). Le fournir, ou corriger son "
        "chemin dans campagne.toml.",
    ),
    "colonne absente": (
        colonne("candidats", "participation", None),
        "candidats, colonne participation : colonne absente. Ajouter cette colonne.",
    ),
    "type refusé": (
        colonne("postes", "vacants", pa.array(["un", "zéro", "deux", "un"])),
        "postes, colonne vacants : type de colonne refusé (trouvé : texte, string). Type attendu "
        ": entier (int64).",
    ),
    "fichier tronqué": (
        fichier("voeux.parquet", lambda octets: octets[: len(octets) // 2]),
        "Le fichier est tronqué ou abîmé : le réexporter.",
    ),
    "CSV": (
        fichier("candidats.parquet", lambda _: b"candidat;discipline\nC1;L0202\n"),
        "candidats : ce n'est pas un fichier Parquet. Exporter la table au format Parquet (et non "
        "CSV ou tableur).",
    ),
    "candidats vide": (vide, "candidats : aucun candidat. Fournir au moins un candidat."),
    "candidat en double": (
        repetee("candidats", 1),
        "candidats, ligne 4, colonne candidat : clé déjà présente sur une ligne précédente "
        "(trouvé : C1). Ne garder qu'une de ces lignes.",
    ),
    "rang en double": (
        repetee("voeux", 3),
        "voeux, ligne 12, colonne candidat, rang : clé déjà présente sur une ligne précédente "
        "(trouvé : C1, 4). Ne garder qu'une de ces lignes.",
    ),
    "poste inconnu": (
        changee("candidats", 1, poste_actuel="P22"),
        "candidats, ligne 1, colonne poste_actuel : code inconnu de postes.poste (trouvé : P22). "
        "Vouliez-vous dire « P2 » ? Corriger, ou l'ajouter à postes.poste.",
    ),
    "poste demandé inconnu": (
        changee("voeux", 9, code="X9"),
        "voeux, ligne 9, colonne code : code inconnu de postes.poste (trouvé : X9). Corriger, ou "
        "l'ajouter à postes.poste.",
    ),
    "commune inconnue": (
        changee("voeux", 4, code="45243"),
        "voeux, ligne 4, colonne code : code inconnu de communes.commune (trouvé : 45243). "
        "Vouliez-vous dire « 45234 » ? Corriger, ou l'ajouter à communes.commune.",
    ),
    "commune d'établissement inconnue": (
        changee("etablissements", 3, commune="99999"),
        "etablissements, ligne 3, colonne commune : code inconnu de communes.commune (trouvé : "
        "99999). Corriger, ou l'ajouter à communes.commune.",
    ),
    "établissement inconnu": (
        changee("postes", 1, etablissement="0450001B"),
        "postes, ligne 1, colonne etablissement : code inconnu de etablissements.etablissement "
        "(trouvé : 0450001B). Vouliez-vous dire « 0450001A » ? Corriger, ou l'ajouter à "
        "etablissements.etablissement.",
    ),
    "discipline inconnue": (
        changee("candidats", 3, discipline="L1301"),
        "candidats, ligne 3, colonne discipline : code inconnu de postes.discipline (trouvé : "
        "L1301). Vouliez-vous dire « L1300 » ? Corriger, ou l'ajouter à postes.discipline.",
    ),
    "zone inconnue": (
        changee("voeux", 6, code="045ZR2"),
        "voeux, ligne 6, colonne code : code inconnu de zones_remplacement.zone (trouvé : 045ZR2). "
        "Vouliez-vous dire « 045ZR1 » ? Corriger, ou l'ajouter à zones_remplacement.zone.",
    ),
    "vacants négatifs": (
        changee("postes", 3, vacants=-1),
        "postes, ligne 3, colonne vacants : inférieur à 0 (trouvé : -1). Corriger la valeur.",
    ),
    "simultanée sans réciproque": (
        changee("candidats", 3, simultanee=None),
        "candidats, ligne 2, colonne simultanee : le candidat nommé ne nomme pas celui-ci en "
        "retour (trouvé : C3). Faire se nommer les deux candidats l'un l'autre, ou laisser nul.",
    ),
    "type de vœu inconnu": (
        changee("voeux", 1, type="ETAB"),
        "voeux, ligne 1, colonne type : valeur inconnue (trouvé : ETAB). Vouliez-vous dire « ETB » "
        "? Valeurs permises : ETB, COM, GEO, DPT, ACA, ZRE, ZRD, ZRA, POSTE, GROUPE, CIR.",
    ),
    "barème manquant": (
        changee("voeux", 5, bareme=pd.NA),
        "voeux, ligne 5, colonne bareme : barème manquant, alors que le barème est déclaré. Donner "
        "les points du vœu.",
    ),
    "barème qui n'est pas un millième": (
        colonne("voeux", "bareme", flottants(134.2005)),
        "voeux, ligne 1, colonne bareme : n'est pas un nombre entier de millièmes (trouvé : "
        "134.2005). Donner les points au millième près.",
    ),
    "latitude 470": (
        changee("communes", 1, latitude=470.0),
        "communes, ligne 1, colonne latitude : supérieur à 90 (trouvé : 470.0). Corriger la "
        "valeur.",
    ),
    "règlement inconnu": (
        toml('"declare"', '"declaree"'),
        "campagne.toml, colonne [campagne] reglement : règlement inconnu (trouvé : declaree). "
        "Vouliez-vous dire « declare » ? Règlements fournis : " + ", ".join(NOMS) + ". Un autre se "
        "nomme par son chemin, relatif à la campagne.",
    ),
    "option inconnue": (
        toml("graine = 20220615", "graine = 20220615\n[options]\nguidages = true"),
        "campagne.toml, colonne [options] guidages : clé inconnue. Vouliez-vous dire « guidage » ?",
    ),
    "valeur d'option inconnue": (
        toml("graine = 20220615", 'graine = 20220615\n[options]\nsolveur = "cplex"'),
        "campagne.toml, colonne [options] solveur : valeur refusée (trouvé : cplex).",
    ),
    "table hors du dossier": (
        toml("graine = 20220615", 'graine = 20220615\n[tables]\nvoeux = "../voeux.parquet"'),
        "campagne.toml, colonne [tables] voeux : le chemin sort du dossier de la campagne",
    ),
    "campagne.toml absent": (
        lambda campagne: (campagne.ecrire() / "campagne.toml").unlink() or campagne.dossier,
        "campagne.toml : fichier absent",
    ),
}


@pytest.fixture(params=CAS, ids=list(CAS))
def cas(request, campagne_minimale) -> tuple[Path, str]:
    gater, attendu = CAS[request.param]
    dossier = gater(campagne_minimale)
    return dossier, attendu.format(campagne=dossier)


def test_affecter_refuse(lancer, cas, tmp_path):
    campagne, attendu = cas
    avant = sorted(tmp_path.rglob("*"))
    reponse = lancer("affecter", campagne, "--sortie", tmp_path / "r")
    assert (reponse.code, reponse.out) == (3, "")
    assert attendu in reponse.err
    assert reponse.err.endswith("rien n'a été écrit.\n")
    assert "Traceback" not in reponse.err
    assert sorted(tmp_path.rglob("*")) == avant


def test_controler_liste(lancer, cas, tmp_path):
    campagne, attendu = cas
    avant = sorted(tmp_path.rglob("*"))
    reponse = lancer("controler", campagne)
    assert reponse.code == 3
    assert attendu in reponse.out
    nombre = len(reponse.out.splitlines())
    assert reponse.err == f"{nombre} faute{'s' if nombre > 1 else ''}\n"
    assert sorted(tmp_path.rglob("*")) == avant


def test_toutes_les_fautes_a_la_fois(lancer, campagne_minimale):
    campagne_minimale.changer("voeux", 1, type="ETAB")
    campagne_minimale.changer("voeux", 9, code="X9", bareme=pd.NA)
    campagne_minimale.changer("postes", 3, vacants=-1)
    campagne_minimale.changer("communes", 2, latitude=470.0)
    campagne = campagne_minimale.ecrire()
    (campagne / "groupes.parquet").write_bytes(b"")
    reponse = lancer("controler", campagne)
    lieux = [ligne.split(" : ")[0] for ligne in reponse.out.splitlines()]
    assert lieux == [
        "communes, ligne 2, colonne latitude",
        "groupes",
        "postes, ligne 3, colonne vacants",
        "voeux, ligne 1, colonne type",
        "voeux, ligne 9, colonne bareme",
        "voeux, ligne 9, colonne code",
    ]
    assert reponse.err == "6 fautes\n"


def test_fautes_en_json(lancer, campagne_minimale):
    campagne_minimale.changer("voeux", 9, code="X9")
    reponse = lancer("controler", campagne_minimale.ecrire(), "--json")
    assert reponse.code == 3
    assert json.loads(reponse.out) == [
        {
            "table": "voeux",
            "ligne": 9,
            "colonne": "code",
            "valeur": "X9",
            "motif": "code inconnu de postes.poste",
            "remede": "Corriger, ou l'ajouter à postes.poste.",
            "regles": [],
        }
    ]


def test_un_resultat_existant_reste_quand_la_campagne_est_refusee(
    lancer, campagne_minimale, tmp_path
):
    campagne = campagne_minimale.ecrire()
    assert lancer("affecter", campagne, "--sortie", tmp_path / "r").code == 0
    avant = {chemin.name: chemin.read_bytes() for chemin in (tmp_path / "r").iterdir()}
    shutil.copy(campagne / "candidats.parquet", campagne / "voeux.parquet")
    reponse = lancer("affecter", campagne, "--sortie", tmp_path / "r", "--ecraser")
    assert reponse.code == 3
    assert {chemin.name: chemin.read_bytes() for chemin in (tmp_path / "r").iterdir()} == avant
