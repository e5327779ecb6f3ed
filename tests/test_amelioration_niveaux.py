"""What each level compares, and the seated entrant's claim: outcomes, stories, rule sets."""

from collections import Counter
from dataclasses import replace
from itertools import product
from math import prod

import pandas as pd
import pytest
from amelioration_naive import SIEGE, Ferme
from campagnes_d_entree import campagne_d_entree, comparer_par_niveau
from comparaison import exiger_la_reference_instruite
from marche_naif import attribuer, est_un_noyau
from petites_ameliorations import commune_et_voisine, exemple_du_modele
from reference_naive import poursuivre, resoudre_instruite

from mouvement.engine.instruction import instruire
from mouvement.engine.instruction.instruction import Comparaison, comparaisons_par_defaut
from mouvement.engine.instruction.validation import valider
from mouvement.engine.mouvement import affecter_instruite
from mouvement.engine.reglements import ReglementInvalide, charger
from mouvement.engine.verification import verifier
from mouvement.io.explication_voeux import raconter_contrat
from mouvement.io.reglements import detailler

OT = "orleans-tours-2022-second-degre"
MARCHE = ["tour", "niveau", "code", "discipline"]


def tirer(graine):
    return comparer_par_niveau(instruire(campagne_d_entree(graine)), graine)


@pytest.mark.parametrize("paquet", range(3))
def test_le_moteur_compare_comme_la_reference(paquet):
    """The verifier has nothing to say either; claims are kept, lost, left for better."""
    sorts, autrement, marches = Counter(), 0, 0
    for graine in range(paquet, 48, 3):
        instruite = tirer(graine)
        resultat = exiger_la_reference_instruite(instruite, f"graine {graine}")
        assert verifier(instruite.campagne, resultat, instruite) == [], f"graine {graine}"
        marches += exiger_que_nul_n_y_perde(resultat)
        sorts.update(resultat.ameliorations["siege"].dropna())
        libre = replace(instruite, comparaisons=comparaisons_par_defaut())
        autrement += not affecter_instruite(libre).affectations.equals(resultat.affectations)
    assert set(sorts) == {"GARDE", "PERDU", "MIEUX"}
    assert autrement > 3
    assert marches > 10


def test_chaque_marche_ferme_donne_le_meilleur_noyau(monkeypatch):
    """By the definition: of all kernels of the closed market, claims included, everyone's best."""
    vus = Counter()

    def jouer(ferme):
        offres = {nom: ferme.fermes(nom) for nom in ferme.roles}
        obtenus = attribuer([c for liste in offres.values() for c in liste], ferme.capacite)
        if 0 < prod(len(liste) for liste in offres.values()) <= 3000:
            noyaux = [
                dict(zip(offres, choix, strict=True))
                for choix in product(*offres.values())
                if est_un_noyau(dict(zip(offres, choix, strict=True)), offres, ferme.capacite)
            ]
            for nom, liste in offres.items():
                meilleur = min(liste.index(noyau[nom]) for noyau in noyaux)
                assert liste.index(obtenus[nom]) == meilleur
            vus["noyaux"] += len(noyaux) > 1
            vus["siege"] += any(c.zone == SIEGE for c in obtenus.values())
        return juste(ferme)

    juste = Ferme.jouer
    monkeypatch.setattr(Ferme, "jouer", jouer)
    for graine in range(40):
        poursuivre(resoudre_instruite(tirer(graine)))
    assert vus["noyaux"] > 30
    assert vus["siege"] > 30


def exiger_que_nul_n_y_perde(resultat):
    """So the stage ends: every market told gave somebody better, and nobody ever gets worse."""
    echanges = resultat.ameliorations
    marches = echanges.groupby(MARCHE)
    for _, marche in marches:
        assert (marche["ordre_apres"] <= marche["ordre_avant"]).all()
        assert (marche["ordre_apres"] < marche["ordre_avant"]).any()
    gardes = echanges[(echanges["siege"] == "GARDE").fillna(False)]
    assert (gardes["poste_avant"] == gardes["poste_apres"]).all()
    bouges = resultat.affectations["etape"] == "AMELIORATION"
    assert set(resultat.affectations["candidat"][bouges]) <= set(echanges["candidat"])
    return marches.ngroups


def exemple(part_t, niveau="COM", hors_commune=True, **dit):
    """The example of modele.md, where X's common part is 63 and his seat his to claim."""
    niveaux = comparaisons_par_defaut() | {
        "DPT": Comparaison(hors_commune=hors_commune),
        niveau: Comparaison(**dit),
    }
    communes = pd.Series({"T": part_t, "X": 63, "Y": 500}) * 1000
    instruite = instruire(exemple_du_modele())
    return replace(instruite, comparaisons=niveaux, partie_commune=communes)


COMMUNES = {"bareme": "partie_commune", "siege": "partie_commune"}


@pytest.mark.parametrize(
    ("part_t", "dit", "place"),
    [
        (50, {}, "PA"),
        (50, COMMUNES, "PB"),
        (62, COMMUNES, "PB"),
        (64, COMMUNES, "PA"),
        (50, {"siege": "partie_commune"}, "PA"),  # 90 points, that of his vœu, against 63.
        (50, {"siege": "indicatif"}, "PA"),  # X has no indicative vœu.
        (50, {"bareme": "partie_commune"}, "PA"),  # Nothing to be compared with.
    ],
)
def test_l_exemple_du_modele(part_t, dit, place):
    instruite = exemple(part_t, **dit)
    resultat = affecter_instruite(instruite)
    autre = {"PA": "PB", "PB": "PA"}[place]
    places = resultat.affectations.set_index("candidat")["poste"].fillna("")
    assert places.to_dict() == {"T": place, "X": autre, "Y": ""}
    assert verifier(instruite.campagne, resultat, instruite) == []


def test_a_egalite_le_tirage_decide():
    instruite = exemple(63, **COMMUNES)
    resultat = affecter_instruite(instruite)
    tirages = resultat.audit.groupby("candidat")["tirage"].first()
    places = resultat.affectations.set_index("candidat")["poste"]
    assert places["T"] == ("PA" if tirages["T"] > tirages["X"] else "PB")


def test_le_departement_preempte_la_commune_si_le_reglement_le_veut():
    """T's 90 points pass before any claim that the commune would hear."""
    instruite = exemple(50, hors_commune=False, **COMMUNES)
    resultat = affecter_instruite(instruite)
    assert resultat.affectations.set_index("candidat")["poste"]["T"] == "PA"
    assert set(resultat.ameliorations["niveau"]) == {"DPT"}


def indicatif(points_t, precis):
    """X came by the département; his vœu for PA, if he has one, stands for him there.

    T, in the other commune, wants PA; Y came between.
    """
    petite = commune_et_voisine(
        {"PA": 1, "V1": 0},
        {
            "T": ("V1", [("POSTE", "PA", points_t)]),
            "X": (None, [*precis, ("DPT", "41", 300)]),
            "Y": (None, [("DPT", "41", 250)]),
        },
    )
    niveaux = comparaisons_par_defaut() | {"DPT": Comparaison(siege="indicatif", hors_commune=True)}
    communes = pd.Series({"T": 1, "X": 100, "Y": 1}) * 1000
    return replace(instruire(petite), comparaisons=niveaux, partie_commune=communes)


@pytest.mark.parametrize(
    ("points_t", "precis", "place"),
    [
        (120, [], "PA"),
        (90, [], "V1"),  # Without an indicative vœu, his common part: 100.
        (90, [("POSTE", "PA", 70)], "PA"),  # With one, its barème alone.
        (120, [("COM", "41018", 150)], "V1"),
        (90, [("POSTE", "V1", 70)], "PA"),  # X leaves his seat for what he asked for first.
    ],
)
def test_le_voeu_indicatif_de_l_entrant(points_t, precis, place):
    instruite = indicatif(points_t, precis)
    resultat = affecter_instruite(instruite)
    assert resultat.affectations.set_index("candidat")["poste"]["T"] == place
    assert verifier(instruite.campagne, resultat, instruite) == []


def details(resultat):
    return resultat.audit.set_index(["candidat", "ordre"])["detail"]


def test_le_recit_d_un_siege_cede():
    resultat = affecter_instruite(exemple(70, **COMMUNES))
    dits = details(resultat)
    assert dits["T", 1] == (
        "amélioration, commune Commune 41018 : obtenu avec moins de points qu'un agent refusé qui "
        "n'est pas de l'échange (Y, 250 points), car son propre poste revient à la zone ; "
        "départagé de X, qui y était placé : parties communes du barème comparées, 70 points "
        "contre 63 points"
    )
    assert dits["X", 1] == (
        "siège PA cédé à T à l'étape d'amélioration : parties communes du barème comparées, 63 "
        "points contre 70 points"
    )
    assert dits["Y", 1].startswith("à l'étape d'amélioration, PA revient à T avec 90 points : ")
    lignes = resultat.ameliorations.set_index("candidat")
    assert lignes["critere"].tolist() == ["PARTIE_COMMUNE", "PARTIE_COMMUNE"]
    assert lignes.loc["T", "points"] == 70_000
    assert lignes.loc["X", ["siege", "critere_siege"]].tolist() == ["PERDU", "PARTIE_COMMUNE"]
    assert lignes.loc["X", "points_siege"] == 63_000
    (titre, *_) = raconter_contrat(ligne(resultat, "T", 1), [], {})
    assert "90 points, barre d'entrée 300 → obtenu (amélioration, " in titre


def test_le_recit_d_un_siege_garde():
    resultat = affecter_instruite(exemple(50, **COMMUNES))
    assert resultat.ameliorations.empty
    dits = details(resultat)
    assert dits["T", 1] == (
        "à l'étape d'amélioration, commune Commune 41018, X y garde son siège : parties communes "
        "du barème comparées, 50 points contre 63 points"
    )
    assert dits["X", 1] == (
        "siège gardé à l'étape d'amélioration face à T : parties communes du barème comparées, 63 "
        "points contre 50 points"
    )
    assert pd.isna(dits["Y", 1])
    (titre, *_) = raconter_contrat(ligne(resultat, "Y", 1), [], {})
    assert ", barre 300 → refusé : il manque 50 points" in titre


def test_le_recit_d_un_voeu_indicatif():
    dits = details(affecter_instruite(indicatif(90, [("POSTE", "PA", 70)])))
    assert dits["T", 1].endswith(
        "départagé de X, qui y était placé : 90 points (barème du vœu) contre 70 points (barème du "
        "vœu indicatif 1)"
    )
    sans = details(affecter_instruite(indicatif(90, [])))
    assert sans["T", 1] == (
        "à l'étape d'amélioration, département 41, X y garde son siège : 90 points (barème du "
        "vœu) contre 100 points (partie commune)"
    )


def test_deux_titulaires_que_la_partie_commune_departage():
    """U has more points for PA than T, who has the greater common part: U is told so."""
    petite = commune_et_voisine(
        {"PA": 1, "PB": 0, "PC": 0},
        {
            "T": ("PB", [("POSTE", "PA", 90)]),
            "U": ("PC", [("POSTE", "PA", 100)]),
            "X": (None, [("COM", "41018", 300)]),
            "Y": (None, [("COM", "41018", 250)]),
        },
    )
    niveaux = comparaisons_par_defaut() | {
        "DPT": Comparaison(hors_commune=True),
        "COM": Comparaison("partie_commune", "aucun"),
    }
    communes = pd.Series({"T": 80, "U": 60, "X": 1, "Y": 1}) * 1000
    instruite = replace(instruire(petite), comparaisons=niveaux, partie_commune=communes)
    resultat = affecter_instruite(instruite)
    assert resultat.affectations.set_index("candidat")["poste"]["T"] == "PA"
    assert details(resultat)["U", 1] == (
        "à l'étape d'amélioration, commune Commune 41018, PA revient à T : parties communes du "
        "barème comparées, 60 points contre 80 points"
    )
    assert verifier(instruite.campagne, resultat, instruite) == []


def ligne(resultat, candidat, ordre):
    audit = resultat.audit
    siennes = audit[(audit["candidat"] == candidat) & (audit["ordre"] == ordre)]
    trouvee = siennes.astype(object).where(siennes.notna(), None)
    return trouvee.iloc[0].to_dict()


def test_ce_qu_un_niveau_peut_dire():
    reglement = charger(OT)
    (premier, *autres) = reglement.amelioration
    fautes = {
        "nom": "CANTON",
        "bareme": "points",
        "siege": "partout",
        "hors_commune": "$agrege",
    }
    for cle, valeur in fautes.items():
        fautif = replace(premier, **{cle: valeur})
        with pytest.raises(ReglementInvalide) as faute:
            valider(replace(reglement, amelioration=(fautif, *autres)))
        assert str(faute.value).startswith(f"amelioration.{fautif.nom}")
        assert valeur in str(faute.value)
    (commune,) = (niveau for niveau in autres if niveau.nom == "COM")
    with pytest.raises(ReglementInvalide, match=r"amelioration\.COM\.hors_commune"):
        valider(replace(reglement, amelioration=(replace(commune, hors_commune=True),)))


def test_le_reglement_se_lit():
    texte = " ".join(detailler(charger(OT)).split())
    assert (
        "COM : échanges au sein d'une commune — les meilleurs vœux y sont classés par la" in texte
    )
    assert "un titulaire n'y vise pas les postes de sa propre commune (paramètre" in texte
    assert "commune_a_part = vrai : les échanges d'un département" in texte
    clermont = " ".join(detailler(charger("clermont-2025-second-degre")).split())
    assert "qui y vient par un vœu large ne peut pas revendiquer son siège" in clermont
    martinique = detailler(charger("martinique-2025-second-degre"))
    assert "revendiquer" not in martinique
