"""Seating, improvement and couples on an instructed campaign: what extension and maintien are."""

import pandas as pd
from coutures import affecter, agent, colonne, extension, places, ville, voeu

GUIDE = {"guidage": "indicatifs"}
AMELIORE = {"amelioration": True}
LIES = {"simultanees": "liees"}


def test_l_extension_n_est_pas_guidee():
    """X asked for C first, but sits by extension: A1, the least poste, although C is nearer."""
    tables = ville({"A1": 1, "B1": 1}, [agent("X")])
    refuse = voeu("X", 1, "COM:C", 10)
    par_extension = affecter(tables, [refuse, extension("X", "DPT:41", 3)], options=GUIDE)
    assert places(par_extension) == {"X": "PA1"}
    par_voeu = affecter(tables, [refuse, voeu("X", 2, "DPT:41", 3)], options=GUIDE)
    assert places(par_voeu) == {"X": "PB1"}


def test_la_partie_commune_de_l_instruction_ordonne_les_etablissements():
    tables = ville({"A1": 1, "A2": 1, "A3": 1}, [agent(nom) for nom in "FXY"])
    voeux = [voeu("F", 1, "ETB:A1", 300)]
    for nom, points in (("X", 10), ("Y", 20)):
        voeux += [voeu(nom, 1, "ETB:A1", points), voeu(nom, 2, "COM:A", 80)]
        voeux.append(voeu(nom, 3, "ETB:A3", points))
    assert places(affecter(tables, voeux, options=GUIDE))["Y"] == "PA3"
    parts = pd.Series({"F": 1000, "X": 9000, "Y": 8000})
    fixees = affecter(tables, voeux, options=GUIDE, partie_commune=parts)
    assert places(fixees) == {"F": "PA1", "X": "PA3", "Y": "PA2"}


def dans_l_etablissement(arrivee):
    """T holds one of A1's two postes and asks for the other; X enters, Y is refused."""
    tables = ville({"A1": 1}, [agent("T", poste_actuel="PA1b"), agent("X"), agent("Y")])
    (libre,) = tables["postes"]
    tables["postes"] = [libre, libre | {"poste": "PA1b", "vacants": 0}]
    voeux = [voeu("T", 1, "POSTE:PA1", 90), arrivee, voeu("Y", 1, "ETB:A1", 250)]
    resultat = affecter(tables, voeux, options=AMELIORE)
    assert affecter(tables, voeux).affectations["poste"].tolist()[:2] == ["PA1b", "PA1"]
    return resultat


def test_qui_arrive_par_un_voeu_precis_garde_son_poste():
    resultat = dans_l_etablissement(voeu("X", 1, "ETB:A1", 300))
    assert places(resultat) == {"T": "PA1b", "X": "PA1", "Y": ""}


def test_l_extension_est_une_entree_large_meme_sur_un_etablissement():
    resultat = dans_l_etablissement(extension("X", "ETB:A1", 300, classe=0))
    assert places(resultat) == {"T": "PA1", "X": "PA1b", "Y": ""}
    roles = dict(
        zip(resultat.ameliorations["candidat"], resultat.ameliorations["role"], strict=True)
    )
    assert roles == {"T": "TITULAIRE", "X": "ENTRANT"}
    assert colonne(resultat.affectations, "X", "decision") == ["EXTENSION"]


def test_une_ligne_d_extension_n_est_pas_un_mieux():
    """T and X exchange seats; X's grant stays the same, though A2 was tried before for him."""
    tables = ville({"A1": 1, "A2": 0}, [agent("T", poste_actuel="PA2"), agent("X"), agent("Y")])
    voeux = [
        voeu("T", 1, "ETB:A1", 10),
        extension("X", "ETB:A2", 50, classe=0),
        extension("X", "COM:A", 50, classe=0, place=101),
        voeu("Y", 1, "COM:A", 40),
    ]
    assert places(affecter(tables, voeux)) == {"T": "PA2", "X": "PA1", "Y": ""}
    resultat = affecter(tables, voeux, options=AMELIORE)
    assert places(resultat) == {"T": "PA1", "X": "PA2", "Y": ""}
    assert colonne(resultat.affectations, "X", "ordre") == [2]


def test_le_mieux_d_un_agent_venu_par_extension_est_un_de_ses_voeux():
    """The same, X having asked for A2 expressly: his vœu is what he gets."""
    tables = ville({"A1": 1, "A2": 0}, [agent("T", poste_actuel="PA2"), agent("X"), agent("Y")])
    voeux = [
        voeu("T", 1, "ETB:A1", 10),
        voeu("X", 1, "ETB:A2", 5),
        extension("X", "COM:A", 50, classe=0),
        voeu("Y", 1, "COM:A", 40),
    ]
    resultat = affecter(tables, voeux, options=AMELIORE)
    assert places(resultat) == {"T": "PA1", "X": "PA2", "Y": ""}
    ligne = resultat.affectations.set_index("candidat").loc["X"]
    assert (ligne["origine"], ligne["decision"], ligne["rang"]) == ("VOEU", "MUTE", 1)


def couple(*voeux, vacants):
    gens = [agent("X", simultanee="Y"), agent("Y", simultanee="X")]
    return affecter(ville(vacants, gens), list(voeux), options=LIES)


def test_un_couple_dissous_a_chacun_son_extension():
    resultat = couple(
        *(voeu(nom, 1, "ETB:A1", 10) for nom in "XY"),
        extension("X", "COM:B", 5),
        extension("Y", "COM:C", 5),
        extension("Y", "COM:B", 5, place=101),
        vacants={"A1": 1, "B1": 2},
    )
    assert places(resultat) == {"X": "PB1", "Y": "PB1"}
    assert resultat.affectations["decision"].tolist() == ["EXTENSION", "EXTENSION"]
    assert "INELIGIBLE" not in set(resultat.audit["motif"])


def test_la_liste_commune_s_arrete_au_premier_voeu_different():
    """X asks for the établissements that have a label, Y for them all."""
    resultat = couple(
        *(voeu(nom, 1, "ETB:A1", 10) for nom in "XY"),
        voeu("X", 2, "DPT:41", 10, restriction="label=REP+"),
        voeu("Y", 2, "DPT:41", 10),
        vacants={"A1": 1, "B1": 2, "B2": 2},
    )
    assert colonne(resultat.audit, "X", "motif")[1] == "INELIGIBLE"
    assert places(resultat) == {"X": "", "Y": ""}


def test_ce_qu_une_regle_ote_a_un_seul_ne_separe_pas_le_couple():
    resultat = couple(
        voeu("X", 1, "COM:B", 10, restriction="sauf=B1"),
        voeu("Y", 1, "COM:B", 10),
        vacants={"B1": 1, "B2": 1},
    )
    assert places(resultat) == {"X": "PB2", "Y": "PB1"}
