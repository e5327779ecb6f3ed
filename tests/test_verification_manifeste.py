"""The manifest: edited files and settings are found."""

import copy
from dataclasses import asdict, replace

import pytest
from petites_campagnes import campagne_aleatoire

from mouvement.engine.verification import Condition, verifier_empreintes, verifier_manifeste

ENTREES = {"candidats.parquet": "a1", "voeux.parquet": "b2"}
SORTIES = {"affectations.parquet": "c3", "audit.parquet": "d4"}
EFFECTIFS = {"participants": 3, "mutes": 1}


@pytest.fixture
def petite():
    return replace(campagne_aleatoire(1), empreintes=ENTREES)


@pytest.fixture
def manifeste(petite):
    return {
        "campagne": {"academie": petite.academie, "annee": petite.annee, "chemin": "../campagne"},
        "entrees": dict(ENTREES),
        "sorties": dict(SORTIES),
        "reglement": {"nom": petite.reglement, "sha256": "e5"},
        "graine": petite.graine,
        "options": asdict(petite.options),
        "effectifs": dict(EFFECTIFS),
    }


def test_un_manifeste_juste(petite, manifeste):
    assert verifier_empreintes(manifeste, ENTREES, SORTIES) == []
    assert verifier_manifeste(petite, manifeste, SORTIES, EFFECTIFS) == []


@pytest.mark.parametrize("fichier", [*ENTREES, *SORTIES])
@pytest.mark.parametrize("comment", ["modifie", "efface", "ajoute"])
def test_un_fichier_touche_se_voit(manifeste, fichier, comment):
    trouvees = {**ENTREES, **SORTIES}
    if comment == "modifie":
        trouvees[fichier] = "f6"
    elif comment == "efface":
        del trouvees[fichier]
    else:
        section = "entrees" if fichier in ENTREES else "sorties"
        del manifeste[section][fichier]
    entrees = {nom: s for nom, s in trouvees.items() if nom in ENTREES}
    sorties = {nom: s for nom, s in trouvees.items() if nom in SORTIES}
    (constat,) = verifier_empreintes(manifeste, entrees, sorties)
    assert (constat.condition, constat.table) == (Condition.EMPREINTES, fichier)
    assert fichier in constat.phrase


@pytest.mark.parametrize(
    ("chemin", "valeur"),
    [
        (("graine",), 0),
        (("graine",), None),
        (("reglement", "nom"), "orleans-tours-2022-second-degre"),
        (("options", "guidage"), "indicatifs"),
        (("options", "amelioration"), 0),
        (("options", "inconnue"), 1),
        (("campagne", "academie"), "clermont"),
        (("campagne", "annee"), 2023),
        (("effectifs", "mutes"), 2),
        (("effectifs", "autres"), 2),
    ],
)
def test_un_reglage_different_se_voit(petite, manifeste, chemin, valeur):
    faux = copy.deepcopy(manifeste)
    section = faux
    for nom in chemin[:-1]:
        section = section[nom]
    section[chemin[-1]] = valeur
    (constat,) = verifier_manifeste(petite, faux, SORTIES, EFFECTIFS)
    assert (constat.condition, constat.cle) == (Condition.MANIFESTE, ".".join(chemin))


@pytest.mark.parametrize("section", ["entrees", "sorties", "reglement", "graine", "options"])
def test_une_section_perdue_se_voit(petite, manifeste, section):
    del manifeste[section]
    constats = verifier_manifeste(petite, manifeste, SORTIES)
    assert constats
    assert all(constat.cle.startswith(section) for constat in constats)
