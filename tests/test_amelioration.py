"""The improvement stage (modele.md §5): its example, and what it promises."""

from dataclasses import replace

import pytest
from campagnes_mobiles import campagne_mobile
from petites_campagnes import campagne, campagne_aleatoire

from mouvement.engine.mouvement import affecter
from mouvement.engine.verification import verifier


def avec_amelioration(base):
    return affecter(replace(base, options=replace(base.options, amelioration=True)))


def agent(nom, **champs):
    base = {"candidat": nom, "discipline": "M", "participation": "OBLIGATOIRE"}
    return {**base, "carte_scolaire": False, **champs}


def voeu(candidat, rang, type_voeu, code, points):
    base = {"candidat": candidat, "rang": rang, "type": type_voeu}
    return {**base, "code": code, "bareme": points * 1000}


def commune_a_deux_postes(gens, voeux, vacants=(1, 0)):
    return campagne(
        communes=[
            {
                "commune": "V",
                "libelle": "Ville",
                "departement": "41",
                "latitude": 47,
                "longitude": 1,
            }
        ],
        etablissements=[
            {"etablissement": nom, "libelle": nom, "type": "CLG", "commune": "V"} for nom in "AB"
        ],
        postes=[
            {
                "poste": f"P{nom}",
                "etablissement": nom,
                "discipline": "M",
                "nature": "ETB",
                "vacants": libres,
            }
            for nom, libres in zip("AB", vacants, strict=True)
        ],
        candidats=gens,
        voeux=voeux,
    )


def test_l_exemple_du_modele():
    base = commune_a_deux_postes(
        [agent("T", poste_actuel="PB"), agent("X"), agent("Y")],
        [
            voeu("T", 1, "ETB", "A", 90),
            voeu("X", 1, "COM", "V", 300),
            voeu("Y", 1, "COM", "V", 250),
        ],
    )
    avant = affecter(base).affectations.set_index("candidat")
    assert avant["poste"].fillna("").to_dict() == {"T": "PB", "X": "PA", "Y": ""}
    resultat = avec_amelioration(base)
    apres = resultat.affectations.set_index("candidat")
    assert apres["poste"].fillna("").to_dict() == {"T": "PA", "X": "PB", "Y": ""}
    assert apres["etape"].tolist() == ["AMELIORATION", "AMELIORATION", "GENERAL"]
    assert apres["decision"].tolist() == ["MUTE", "MUTE", "NON_AFFECTE"]
    detail = resultat.audit.set_index(["candidat", "ordre"])["detail"]
    assert detail["T", 1] == (
        "amélioration, département 41 : obtenu avec moins de points qu'un agent refusé qui n'est "
        "pas de l'échange (Y, 250 points), car son propre poste revient à la zone"
    )
    assert detail["Y", 1] == (
        "à l'étape d'amélioration, PA revient à T avec 90 points : l'échange se fait entre les "
        "titulaires de la zone (département 41) et ceux qu'un vœu large ou l'extension y a placés, "
        "chacun y apportant son poste, et n'y fait entrer personne"
    )
    assert detail["X", 1] == (
        "déplacé du poste PA, dans la zone de ce vœu, par un échange de l'étape d'amélioration "
        "(département 41)"
    )
    exchanges = resultat.ameliorations.set_index("candidat")
    assert exchanges["role"].to_dict() == {"T": "TITULAIRE", "X": "ENTRANT"}
    assert exchanges["poste_avant"].to_dict() == {"T": "PB", "X": "PA"}
    assert exchanges["poste_apres"].to_dict() == {"T": "PA", "X": "PB"}
    assert exchanges["barre"]["T"] == 90_000


def test_ce_que_le_recit_dit_de_qui_ne_bouge_pas_et_d_un_poste_que_son_titulaire_quitte():
    # Y outbids X's precise vœu, X's wide one outbids Y; S wants the poste that T keeps at first.
    base = commune_a_deux_postes(
        [agent("X"), agent("Y")],
        [
            voeu("X", 1, "ETB", "A", 10),
            voeu("X", 2, "DPT", "41", 300),
            voeu("Y", 1, "ETB", "A", 50),
        ],
    )
    audit = avec_amelioration(base).audit.set_index(["candidat", "ordre"])
    assert audit["detail"]["X", 1] == (
        "amélioration, département 41 : le poste où il était déjà placé répond aussi à ce vœu, "
        "mieux classé"
    )
    base = commune_a_deux_postes(
        [agent("T", poste_actuel="PB"), agent("X"), agent("S")],
        [
            voeu("T", 1, "ETB", "A", 90),
            voeu("X", 1, "COM", "V", 300),
            voeu("S", 1, "ETB", "B", 250),
        ],
    )
    resultat = avec_amelioration(base)
    assert resultat.affectations["poste"].fillna("").tolist() == ["", "PA", "PB"]
    audit = resultat.audit.set_index(["candidat", "ordre"])
    assert audit["detail"]["S", 1] == (
        "à l'étape générale, aucun support de la zone ne se libère : leurs titulaires les gardent"
    )
    assert audit["detail"]["T", 1] == (
        "amélioration, département 41 : échange entre agents déjà placés dans la zone ; des points "
        "sous la barre d'entrée suffisent, car son propre poste revient à la zone"
    )


@pytest.mark.parametrize("graine", [126, 161, 278])
def test_ce_que_l_etape_generale_n_a_pas_donne_n_est_pas_dit_d_elle(graine):
    """In these campaigns somebody moves twice: what the first exchange gave, he leaves too."""
    base = campagne_mobile(graine)
    sans = replace(base, options=replace(base.options, amelioration=False))
    general = affecter(sans).affectations.set_index("candidat")["ordre"]
    audit = avec_amelioration(base).audit
    depassees = audit[audit["detail"].str.contains("puis mieux", na=False)]
    d_abord = [
        ordre == general[candidat]
        for candidat, ordre in zip(depassees["candidat"], depassees["ordre"], strict=True)
    ]
    dites = depassees["detail"].str.startswith("obtenu à l'étape générale").tolist()
    assert dites == d_abord
    assert not all(d_abord)


def test_qui_est_entre_par_voeu_precis_garde_son_poste():
    base = commune_a_deux_postes(
        [agent("T", poste_actuel="PB"), agent("X")],
        [voeu("T", 1, "ETB", "A", 90), voeu("X", 1, "ETB", "A", 100)],
    )
    resultat = avec_amelioration(base)
    assert resultat.affectations["poste"].tolist() == ["PB", "PA"]
    assert resultat.ameliorations.empty


@pytest.mark.parametrize(("entree", "code", "fin"), [("ZRE", "Z", "P2"), ("ZRD", "41", "P1")])
def test_un_voeu_d_une_zone_de_remplacement_est_precis(entree, code, fin):
    """T, on the zone's second poste, gets the first one only if X came by a wider vœu."""
    zone = {"libelle": "Zone", "departement": "41", "commune": "V"}
    commune = {"libelle": "Ville", "departement": "41", "latitude": 47, "longitude": 1}
    base = campagne(
        communes=[{"commune": "V", **commune}],
        zones_remplacement=[{"zone": "Z", **zone}],
        postes=[
            {"poste": nom, "etablissement": "Z", "discipline": "M", "nature": "ZR", "vacants": n}
            for nom, n in (("P1", 1), ("P2", 0))
        ],
        candidats=[agent("T", poste_actuel="P2"), agent("X"), agent("Y")],
        voeux=[
            voeu("T", 1, "POSTE", "P1", 90),
            voeu("X", 1, entree, code, 300),
            voeu("Y", 1, entree, code, 250),
        ],
    )
    resultat = avec_amelioration(base)
    sieges = resultat.affectations.set_index("candidat")["poste"].fillna("")
    assert sieges.to_dict() == {"T": fin, "X": {"P1": "P2", "P2": "P1"}[fin], "Y": ""}
    options = replace(base.options, amelioration=True)
    assert verifier(replace(base, options=options), resultat) == []


def test_un_titulaire_de_la_zone_place_par_voeu_precis_peut_encore_mieux():
    # S moved inside the commune by a precise vœu, with more points than T for A: he comes first.
    base = commune_a_deux_postes(
        [agent("S", poste_actuel="PB"), agent("T", poste_actuel="PB"), agent("X")],
        [
            voeu("S", 1, "ETB", "A", 95),
            voeu("S", 2, "ETB", "B", 10),
            voeu("T", 1, "ETB", "A", 90),
            voeu("X", 1, "COM", "V", 300),
        ],
    )
    resultat = avec_amelioration(base)
    assert resultat.affectations["poste"].tolist() == ["PA", "PB", "PB"]


def test_sans_l_option_rien_ne_change():
    resultat = affecter(campagne_aleatoire(3))
    assert resultat.ameliorations.empty
    assert (resultat.affectations["etape"] == "GENERAL").all()


@pytest.mark.parametrize("paquet", range(2))
def test_nul_n_y_perd_et_nul_dehors_n_y_gagne(paquet):
    rangs = 0
    for graine in range(paquet, 30, 2):
        base = campagne_aleatoire(graine)
        avant = affecter(base).affectations.set_index("candidat")
        resultat = avec_amelioration(base)
        apres = resultat.affectations.set_index("candidat")
        assert (apres["ordre"].fillna(99) <= avant["ordre"].fillna(99)).all(), graine
        assert apres["poste"].isna().equals(avant["poste"].isna()), graine
        # Same seats, other people: each poste has as many holders as before.
        assert apres["poste"].value_counts().to_dict() == avant["poste"].value_counts().to_dict(), (
            graine
        )
        rangs += int((apres["ordre"] < avant["ordre"]).sum())
        touches = set(resultat.ameliorations["candidat"])
        assert set(apres.index[apres["etape"] == "AMELIORATION"]) <= touches
    assert rangs > 1
