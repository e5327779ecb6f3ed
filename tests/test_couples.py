"""Tied couples (modele.md §4): small cases that a person can follow."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from campagnes_de_couples import campagne_de_couples
from petites_campagnes import campagne

from mouvement.engine.couples import former, par_occurrence
from mouvement.engine.mouvement import affecter

# Two communes of one département, a third of another; each holds what its line says.
COMMUNES = [
    {"commune": "V", "libelle": "V", "departement": "18", "latitude": 47, "longitude": 1},
    {"commune": "W", "libelle": "W", "departement": "18", "latitude": 47, "longitude": 2},
    {"commune": "Z", "libelle": "Z", "departement": "45", "latitude": 48, "longitude": 2},
]


def place(gens, listes, supports):
    """``supports``: (commune, discipline) → vacant supports; ``listes``: candidat → vœux."""
    communes = sorted({commune for commune, _ in supports})
    base = campagne(
        communes=COMMUNES,
        etablissements=[
            {"etablissement": f"E{c}", "libelle": f"E{c}", "type": "CLG", "commune": c}
            for c in communes
        ],
        postes=[
            {
                "poste": f"{commune}{discipline}",
                "etablissement": f"E{commune}",
                "discipline": discipline,
                "nature": "ETB",
                "vacants": vacants,
            }
            for (commune, discipline), vacants in supports.items()
        ],
        candidats=[
            {"participation": "OBLIGATOIRE", "carte_scolaire": False, **agent} for agent in gens
        ],
        voeux=[
            {"candidat": nom, "rang": rang, "type": t, "code": code, "bareme": points * 1000}
            for nom, liste in listes.items()
            for rang, (t, code, points) in enumerate(liste, 1)
        ],
    )
    resultat = affecter(replace(base, options=replace(base.options, simultanees="liees")))
    postes = resultat.affectations.set_index("candidat")["poste"]
    audit = resultat.audit.astype({"motif": "str", "detail": "str"})
    return postes.fillna("").to_dict(), audit.set_index(["candidat", "zone"])


COUPLE = [
    {"candidat": "A", "discipline": "M", "simultanee": "B"},
    {"candidat": "B", "discipline": "L", "simultanee": "A"},
]


def test_le_couple_va_ou_les_deux_ont_une_place():
    postes, audit = place(
        [*COUPLE, {"candidat": "X", "discipline": "L"}],
        {
            "A": [("COM", "V", 50), ("COM", "W", 50)],
            "B": [("COM", "V", 40), ("COM", "W", 40)],
            "X": [("COM", "V", 90)],
        },
        {("V", "M"): 1, ("V", "L"): 1, ("W", "M"): 1, ("W", "L"): 1},
    )
    assert postes == {"A": "WM", "B": "WL", "X": "VL"}
    # A alone would have had V: it is B who lacks points there.
    assert audit["motif"]["A", "COM:V"] == "REFUS_SIMULTANEE"
    assert audit["detail"]["A", "COM:V"] == "B est sous la barre de ce vœu : il manque 50 points"
    assert audit["motif"]["B", "COM:V"] == "BAREME_INSUFFISANT"


def test_un_voeu_academie_place_les_deux_dans_un_departement():
    postes, audit = place(
        COUPLE,
        {"A": [("ACA", None, 50)], "B": [("ACA", None, 40)]},
        {("V", "M"): 1, ("Z", "M"): 1, ("Z", "L"): 1},
    )
    assert postes == {"A": "ZM", "B": "ZL"}
    assert audit["detail"]["A", "DPT:18"] == (
        "B : aucun support de sa discipline n'y est vacant ni libérable"
    )
    assert audit["motif"]["B", "DPT:18"] == "AUCUN_POSTE"


def test_dissous_le_titulaire_garde_son_poste():
    postes, audit = place(
        [{**COUPLE[0], "poste_actuel": "WM"}, COUPLE[1]],
        {"A": [("COM", "V", 50)], "B": [("COM", "V", 40)]},
        {("V", "M"): 1, ("V", "L"): 0, ("W", "M"): 0},
    )
    assert postes == {"A": "WM", "B": ""}
    assert audit["motif"]["A", "COM:V"] == "REFUS_SIMULTANEE"
    assert audit["motif"]["A", "POSTE:WM"] == "SATISFAIT"


def test_le_voeu_qui_diverge_et_les_suivants_ne_comptent_pas():
    postes, audit = place(
        COUPLE,
        {
            "A": [("COM", "V", 50), ("COM", "W", 50), ("COM", "Z", 50)],
            "B": [("COM", "V", 40), ("COM", "Z", 40), ("COM", "W", 40)],
        },
        {("V", "M"): 1, ("V", "L"): 0, ("W", "M"): 1, ("W", "L"): 1, ("Z", "M"): 1, ("Z", "L"): 1},
    )
    assert postes == {"A": "", "B": ""}
    assert audit["motif"]["A", "COM:W"] == audit["motif"]["B", "COM:W"] == "INELIGIBLE"
    assert audit["detail"]["A", "COM:W"] == (
        "hors des vœux communs, identiques et dans le même ordre : les listes de B et la sienne "
        "diffèrent à partir du vœu 2"
    )


def test_dans_une_discipline_il_faut_deux_places():
    gens = [COUPLE[0], {**COUPLE[1], "discipline": "M"}]
    voeux = {"A": [("COM", "V", 50), ("COM", "Z", 50)], "B": [("COM", "V", 40), ("COM", "Z", 40)]}
    postes, audit = place(gens, voeux, {("V", "M"): 1, ("Z", "M"): 2})
    assert postes == {"A": "ZM", "B": "ZM"}
    assert audit["detail"]["A", "COM:V"] == "il n'y a place que pour l'un des deux"


def test_le_couple_libere_les_postes_que_ses_membres_quittent():
    gens = [
        {**COUPLE[0], "poste_actuel": "WM"},
        COUPLE[1],
        {"candidat": "X", "discipline": "M"},
    ]
    voeux = {"A": [("COM", "V", 50)], "B": [("COM", "V", 40)], "X": [("COM", "W", 10)]}
    postes, _ = place(gens, voeux, {("V", "M"): 1, ("V", "L"): 1, ("W", "M"): 0})
    assert postes == {"A": "VM", "B": "VL", "X": "WM"}


def test_une_demande_repetee_va_avec_celle_de_l_autre():
    # The académie asks again for département 18: each time, with what the other asks there then.
    listes = {
        "A": [("DPT", "18", 90), ("ACA", None, 50)],
        "B": [("DPT", "18", 40), ("ACA", None, 40)],
    }
    gens = [*COUPLE, {"candidat": "X", "discipline": "L"}]
    supports = {("V", "M"): 1, ("V", "L"): 1, ("Z", "M"): 1, ("Z", "L"): 1}
    postes, audit = place(gens, listes | {"X": [("COM", "V", 70)]}, supports)
    assert postes == {"A": "ZM", "B": "ZL", "X": "VL"}
    dits = audit["detail"]["A"].loc[["DPT:18"]].tolist()
    assert dits == ["B est sous la barre de ce vœu : il manque 30 points"] * 2


def test_l_un_repete_par_l_exclusion_d_un_poste_reste_a_sa_place():
    # B's own établissement is all that his first vœu asks for: it makes no contract.
    table = pd.DataFrame(
        {
            "candidat": [0, 0, 0, 1, 1, 1],
            "conjoint": True,
            "ordre": [1, 2, 3, 0, 1, 2],
            "bareme": [50] * 6,
        }
    )
    voulu = np.array([7, 8, 7, 7, 8, 7])
    table["voulu"] = par_occurrence(table, voulu, [(0, 1)])
    (couple,) = former(table, [(0, 1)], 2)
    assert couple.paires == ((1, 4), (2, 5))


def test_une_decision_se_dit_aussi_au_partenaire():
    base = campagne(
        communes=COMMUNES[:1],
        etablissements=[{"etablissement": "EV", "libelle": "EV", "type": "CLG", "commune": "V"}],
        postes=[
            {"poste": nom, "etablissement": "EV", "discipline": nom, "nature": "ETB", "vacants": 1}
            for nom in "ML"
        ],
        candidats=[
            {"participation": "OBLIGATOIRE", "carte_scolaire": False, **agent}
            for agent in (*COUPLE, *({"candidat": n, "discipline": "L"} for n in "ST"))
        ],
        voeux=[
            {"candidat": nom, "rang": 1, "type": "COM", "code": "V", "bareme": points}
            for nom, points in (("A", 50_000), ("B", 40_000), ("T", 60_000))
        ],
        decisions=[{"candidat": "S", "poste": "L", "nature": "FORCE", "motif": "santé"}],
    )
    resultat = affecter(replace(base, options=replace(base.options, simultanees="liees")))
    audit = resultat.audit.set_index(["candidat", "ordre"])
    assert audit["detail"]["A", 1] == (
        "B est sous la barre de ce vœu : les supports y sont attribués par décision de "
        "l'administration"
    )


@pytest.mark.parametrize("graine", range(30))
def test_apres_un_echange_rien_ne_contredit_ce_que_l_autre_a(graine):
    resultat = affecter(campagne_de_couples(graine, amelioration=True))
    audit = resultat.audit.astype({"motif": "str", "detail": "str"})
    passes = audit.loc[audit["motif"].isin(["SANS_OBJET", "SATISFAIT"]), "detail"].fillna("")
    for phrase in ("refus résiduel", "il n'y a place que pour", "est sous la barre"):
        assert not passes.str.contains(phrase).any()
    final = resultat.affectations.set_index("candidat")
    ameliores = set(resultat.ameliorations["candidat"])
    for nom, autre in final["simultanee"].dropna().items():
        if autre in ameliores and final["etape"][autre] == "AMELIORATION":
            dits = audit.loc[
                (audit["candidat"] == nom) & (audit["motif"] == "REFUS_SIMULTANEE"), "detail"
            ]
            rangs = final["ordre"][autre] != _ordre_avant(resultat, autre)
            assert not rangs or dits.str.startswith("à l'étape générale").all()


def _ordre_avant(resultat, nom):
    siens = resultat.ameliorations[resultat.ameliorations["candidat"] == nom]
    return siens["ordre_avant"].max()
