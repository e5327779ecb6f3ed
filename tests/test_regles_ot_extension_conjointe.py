"""Orléans-Tours 2022, second degré: couples who must be placed are extended together first."""

from dataclasses import replace

import pytest
from academie_orleans_tours import ORLEANS_TOURS
from cas_regles import ecrire, listes
from extensions_conjointes import (
    accordes,
    campagne,
    conjoints,
    entrants,
    jouer,
    ouverte,
    places,
)

from mouvement.engine.instruction import instruire
from mouvement.engine.instruction.validation import valider
from mouvement.engine.reglements import ReglementInvalide, charger

regle = pytest.mark.regle
CHER = ["DPT* 18"]
SEULS = {"extension_conjointe": False}
BASE = 'base = "orleans-tours-2022-second-degre"\n'
IMPOSSIBLE = "EXTENSION_CONJOINTE_IMPOSSIBLE"


def etendue(instruction, nom):
    """Return a candidat's lines of extension, with what limits them."""
    voeux = instruction.campagne.voeux
    siens = voeux[(voeux["candidat"] == nom) & (voeux["origine"] == "EXTENSION")]
    return [
        f"{v['type']} {v['code']}" + (f" {v['restriction']}" * isinstance(v["restriction"], str))
        for v in siens.to_dict("records")
    ]


@regle("OT22-2D-147")
def test_les_deux_dans_l_indre():
    """Both feasible in the Indre, one alone in the Cher: both in the Indre."""
    resultat = jouer(campagne({"CLG_BOURGES": 1, "CLG_CHATEAUROUX": 2}, entrants(), CHER))
    assert places(resultat) == {"A": "CLG_CHATEAUROUX", "B": "CLG_CHATEAUROUX"}
    lignes = resultat.affectations
    assert set(lignes["decision"]) == set(lignes["origine"].astype("str")) == {"EXTENSION"}
    assert lignes["rang"].isna().all()
    assert lignes["bareme"].tolist() == [14_000, 63_000]


@regle("OT22-2D-147")
def test_nulle_part_ensemble():
    """One support here, one there: each is extended alone, from the Cher."""
    resultat = jouer(campagne({"CLG_BOURGES": 1, "CLG_GIEN": 1}, entrants(), CHER))
    assert accordes(resultat) == {"A": ("DPT:45", "CLG_GIEN"), "B": ("DPT:18", "CLG_BOURGES")}


@regle("OT22-2D-147")
def test_autre_lecture():
    """Individual extension at once: B in the Cher, A further."""
    libres = {"CLG_BOURGES": 1, "CLG_CHATEAUROUX": 2}
    faite = campagne(libres, entrants(), CHER, parametres=SEULS)
    assert places(jouer(faite)) == {"A": "CLG_CHATEAUROUX", "B": "CLG_BOURGES"}
    assert not any("paire" in ligne for ligne in etendue(instruire(faite), "A"))


@pytest.mark.parametrize(
    ("libres", "attendus"),
    [
        # One of them in a zone: A, the smaller identifier, has the établissement.
        ({"CLG_CHATEAUROUX": 1, "ZR_36": 1}, {"A": "CLG_CHATEAUROUX", "B": "ZR_36"}),
        # A département after the other: before two collèges of the next one.
        (
            {"CLG_CHATEAUROUX": 1, "ZR_36": 1, "CLG_GIEN": 2},
            {"A": "CLG_CHATEAUROUX", "B": "ZR_36"},
        ),
        # Two établissements first.
        ({"CLG_CHATEAUROUX": 2, "ZR_36": 1}, {"A": "CLG_CHATEAUROUX", "B": "CLG_CHATEAUROUX"}),
    ],
)
@regle("OT22-2D-147")
def test_un_au_plus_en_zone_de_remplacement(libres, attendus):
    resultat = jouer(campagne(libres, entrants(), CHER))
    assert places(resultat) == attendus
    assert conjoints(resultat) == {"A", "B"}


@regle("OT22-2D-147")
def test_jamais_les_deux_en_zone_de_remplacement():
    """Two supports in the zone of the Indre do not count: both further, then both alone."""
    resultat = jouer(campagne({"ZR_36": 2, "CLG_BLOIS": 2}, entrants(), CHER))
    assert places(resultat) == {"A": "CLG_BLOIS", "B": "CLG_BLOIS"}
    resultat = jouer(campagne({"ZR_36": 2}, entrants(), CHER))
    assert accordes(resultat) == dict.fromkeys("AB", ("ZRD:36", "ZR_36"))


@regle("OT22-2D-147")
def test_la_liste_conjointe():
    """The départements in the order of the table; then each alone, as ever."""
    faite = ORLEANS_TOURS.instruire(entrants(), {nom: ["COM* VIERZON"] for nom in "AB"})
    ordre = ["18", "36", "45", "41", "28", "37"]
    seul = [f"{niveau} {d}" for niveau in ("DPT", "ZRD") for d in ordre]
    for nom, types in {"A": ("DPT", "DPT", "ZRD"), "B": ("DPT", "ZRD", "DPT")}.items():
        ensemble = [(t, d) for d in ordre for t in types]
        conjointe = [f"{t} {d} paire=E{n}" for n, (t, d) in enumerate(ensemble, 1)]
        assert etendue(faite, nom) == conjointe + seul
        assert listes(faite, nom) == ["COM* VIERZON"]
    voeux = faite.campagne.voeux
    ensemble = voeux[voeux["restriction"].notna()]
    assert ensemble["rang"].isna().all()
    assert set(ensemble["classe"]) == {-1}
    assert ensemble.groupby("candidat")["bareme"].unique().map(list).to_dict() == {
        "A": [14_000],
        "B": [63_000],
    }
    assert ensemble["regles"].str.endswith("|OT22-2D-147").all()


@regle("OT22-2D-147")
def test_apres_les_voeux_des_autres():
    """X, who asks for the Indre with fewer points than B, has it: the extension takes what is left.

    With ``concurrente`` it does not: B passes before him, and A has the last support.
    """
    trois = entrants({"echelon": 9}) | {"X": {"entrant": True, "echelon": 2}}
    voeux = {"A": CHER, "B": CHER, "X": ["DPT* 36"]}
    academie = ouverte({"CLG_CHATEAUROUX": 2, "CLG_GIEN": 2})
    residuelle = jouer(academie.campagne(trois, voeux))
    assert places(residuelle) == {"A": "CLG_GIEN", "B": "CLG_GIEN", "X": "CLG_CHATEAUROUX"}
    concurrente = jouer(academie.campagne(trois, voeux, options={"extension": "concurrente"}))
    assert places(concurrente) == {"A": "CLG_CHATEAUROUX", "B": "CLG_CHATEAUROUX", "X": "CLG_GIEN"}


TENU = {"participation": "FACULTATIVE", "poste_actuel": "CLG_TOURS", "entrant": False}


@pytest.mark.parametrize(
    ("autre", "reste", "premiere"),
    [
        pytest.param({}, {"options": {"simultanees": "separees"}}, "DPT 18", id="chacun pour soi"),
        pytest.param({}, {"options": {"extension": "aucune"}}, None, id="sans extension"),
        pytest.param(TENU, {}, "DPT 37", id="de chez le partenaire"),
        pytest.param({"annees_poste": 10}, {}, "ZRD 18", id="343 points"),
    ],
)
@regle("OT22-2D-147")
def test_qui_n_est_pas_etendu_avec_l_autre(autre, reste, premiere):
    deux = entrants({"echelon": 9, "annees_poste": 10 if autre is not TENU else 0}, autre)
    faite = ORLEANS_TOURS.instruire(deux, dict.fromkeys("AB", CHER), **reste)
    lignes = [etendue(faite, nom) for nom in "AB"]
    assert (lignes[0][0] if lignes[0] else None) == premiere
    assert not [ligne for siennes in lignes for ligne in siennes if "paire" in ligne]


@regle("OT22-2D-147")
def test_un_couple_separe_n_a_plus_de_paire():
    """A is placed by decision: B, alone, is not sent to a zone by what both asked for."""
    decision = {"candidat": "A", "poste": "CLG_TOURS", "nature": "FORCE", "motif": "santé"}
    libres = {"CLG_TOURS": 1, "ZR_18": 1, "CLG_GIEN": 1}
    faite = campagne(libres, entrants(), CHER, decisions=[decision])
    instruction = instruire(faite)
    assert any("paire" in ligne for ligne in etendue(instruction, "B"))
    resultat = jouer(faite)
    assert accordes(resultat)["B"] == ("DPT:45", "CLG_GIEN")
    assert not resultat.audit["zone"].str.contains("paire").any()


def departs(tmp_path, faits, voeux, toml):
    """Return the instruction of a couple under another rule set."""
    academie = ORLEANS_TOURS.avec_textes(tmp_path, BASE + toml)
    deux = entrants(*({"departement_origine": d} for d in faits))
    return academie.instruire(deux, dict(zip("AB", voeux, strict=True)))


@regle("OT22-2D-147")
def test_departs_differents_voeux_communs(tmp_path):
    """One from Tours, one from Blois: together from their first vœu, alone from there."""
    toml = '[extensions.droit_commun]\ndepart = ["origine"]\n'
    faite = departs(tmp_path, ("37", "41"), (CHER, CHER), toml)
    for nom, depart in (("A", "37"), ("B", "41")):
        lignes = etendue(faite, nom)
        assert lignes[0] == "DPT 18 paire=E1"
        assert lignes[18] == f"DPT {depart}"
    assert IMPOSSIBLE not in set(faite.signalements["signalement"])


@regle("OT22-2D-147")
def test_departs_differents_sans_voeu_commun(tmp_path):
    faite = departs(tmp_path, (None, None), (CHER, ["DPT* 45"]), "[voeux.liste_commune]\n")
    assert [etendue(faite, nom)[0] for nom in "AB"] == ["DPT 18", "DPT 45"]
    dits = faite.signalements[faite.signalements["signalement"] == IMPOSSIBLE]
    assert dits["candidat"].tolist() == ["A", "B"]
    assert set(dits["regle"]) == {"OT22-2D-147"}
    assert set(dits["detail"]) == {
        "extension conjointe impossible : A part de 18, et B de 45 ; chacun est étendu seul"
    }


@pytest.mark.parametrize(
    "toml",
    [
        '[extensions.droit_commun]\nniveaux = ["ZRD"]',
        '[extensions.droit_commun]\nniveaux = ["DPT", "ZRA"]',
        '[extensions.dispositif_343.conjointe]\nsens = "x"',
    ],
)
def test_un_reglement_qui_ne_se_peut_pas(tmp_path, toml):
    academie = ORLEANS_TOURS.avec_textes(tmp_path, BASE + toml)
    with pytest.raises(ReglementInvalide, match=r"conjointe : demande un ordre.*DPT"):
        valider(charger(academie.reglement, tmp_path))


def test_une_condition_inconnue(tmp_path):
    toml = '[extensions.droit_commun.conjointe]\nsi = "personne"'
    academie = ORLEANS_TOURS.avec_textes(tmp_path, BASE + toml)
    with pytest.raises(ReglementInvalide, match=r"droit_commun.conjointe : condition.*personne"):
        valider(charger(academie.reglement, tmp_path))


def test_ce_que_disent_les_reglements(lancer):
    dit = " ".join(lancer("reglements", ORLEANS_TOURS.reglement).out.split())
    (conjointe,) = (e.conjointe for e in charger(ORLEANS_TOURS.reglement).extensions if e.conjointe)
    assert f"{conjointe.sens} — si le paramètre extension_conjointe est vrai" in dit
    assert "extension_conjointe = vrai" in dit


@pytest.mark.parametrize(
    ("libres", "dites"),
    [
        (
            {"CLG_BOURGES": 1, "CLG_CHATEAUROUX": 2},
            [
                "par l'extension conjointe de leurs vœux avec 14 points",
                "B et lui sont placés ensemble, dans un même département",
            ],
        ),
        (
            {"CLG_BOURGES": 1, "CLG_GIEN": 1},
            [
                "par l'extension de ses vœux avec 14 points",
                "ou un établissement et une zone de remplacement) ne pouvait les placer, B et lui "
                ": chacun est étendu seul",
            ],
        ),
        ({"CLG_BOURGES": 1}, ["ni l'extension conjointe les placer tous deux, B et lui, ni la"]),
    ],
)
@regle("OT22-2D-147")
def test_ce_que_dit_expliquer(lancer, tmp_path, libres, dites):
    faite = campagne(libres, entrants(), CHER)
    ecrire(replace(faite, reglement=ORLEANS_TOURS.reglement), tmp_path / "campagne")
    assert lancer("affecter", tmp_path / "campagne", "--sortie", tmp_path / "r").code == 0
    histoire = lancer("expliquer", tmp_path / "r", "A").out
    for dite in dites:
        assert dite in histoire, histoire


def test_ce_qui_manque_au_partenaire():
    """B's points would be of no use against a vœu: it is said."""
    trois = entrants({"echelon": 9}, {"echelon": 2}) | {"X": {"entrant": True, "echelon": 1}}
    voeux = {"A": CHER, "B": CHER, "X": ["DPT* 36"]}
    libres = {"CLG_CHATEAUROUX": 1, "CLG_GIEN": 2}
    academie = ouverte(libres)
    lettres = {"etablissement": "CLG_CHATEAUROUX", "discipline": "LETTRES", "nature": "ETB"}
    academie.postes["L"] = lettres | {"vacants": 1}
    academie.postes["L2"] = lettres | {"etablissement": "CLG_GIEN", "vacants": 1}
    trois["A"]["discipline"] = "LETTRES"
    resultat = jouer(academie.campagne(trois, voeux))
    assert places(resultat) == {"A": "L2", "B": "CLG_GIEN", "X": "CLG_CHATEAUROUX"}
    audit = resultat.audit[resultat.audit["candidat"] == "A"].set_index("zone")
    assert audit["motif"]["DPT:36;paire=E4"] == "REFUS_SIMULTANEE"
    assert audit["detail"]["DPT:36;paire=E4"].endswith(
        "B : les supports y reviennent à des vœux, que suit l'extension"
    )
