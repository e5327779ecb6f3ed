"""The list of a candidat as the instruction orders it, and what the tables say of each line."""

from coutures import affecter, agent, colonne, extension, places, ville, voeu

DEUX = {"A1": 1, "B1": 1}


def test_la_place_ordonne_la_liste_pas_le_rang():
    resultat = affecter(
        ville(DEUX, [agent("X")]),
        [voeu("X", 1, "ETB:A1", 10, place=5), voeu("X", 7, "ETB:B1", 10, place=2)],
    )
    assert places(resultat) == {"X": "PB1"}
    assert resultat.affectations.loc[0, "rang"] == 7
    # The audit is by rang; ordre is the place in the list.
    assert colonne(resultat.audit, "X", "rang") == [1, 7]
    assert colonne(resultat.audit, "X", "ordre") == [2, 1]
    assert colonne(resultat.audit, "X", "motif") == ["SANS_OBJET", "SATISFAIT"]


def test_un_voeu_scinde_se_tente_par_sous_rang():
    scinde = {"restriction": "sauf=A1", "sous_rang": 1}
    resultat = affecter(
        ville({"A1": 1, "A2": 1, "A3": 1}, [agent("X"), agent("Y")]),
        [
            voeu("X", 1, "COM:A", 10, **scinde | {"sous_rang": 2, "restriction": None}),
            voeu("X", 1, "COM:A", 10, **scinde),
            voeu("Y", 1, "ETB:A2", 50),
        ],
    )
    assert colonne(resultat.audit, "X", "zone") == ["COM:A;sauf=A1", "COM:A"]
    assert places(resultat) == {"X": "PA3", "Y": "PA2"}


def test_un_voeu_de_carte_scolaire_ajoute_peut_n_avoir_pas_de_rang():
    resultat = affecter(
        ville(DEUX, [agent("X")]),
        [
            voeu("X", 1, "ETB:C9", 10),
            voeu("X", None, "COM:A", 1500, place=2, origine="CARTE_SCOLAIRE", regles="R1|R2"),
        ],
    )
    ligne = resultat.affectations.iloc[0]
    assert (ligne["origine"], ligne["decision"], ligne["poste"]) == (
        "CARTE_SCOLAIRE",
        "MUTE",
        "PA1",
    )
    assert ligne.isna()["rang"]
    assert ligne["bareme"] == 1_500_000
    assert colonne(resultat.audit, "X", "origine") == ["VOEU", "CARTE_SCOLAIRE"]
    assert colonne(resultat.audit, "X", "ordre") == [None, 1]
    assert colonne(resultat.audit, "X", "regles") == [None, "R1|R2"]


def test_la_note_precede_ce_que_dit_l_audit():
    resultat = affecter(
        ville(DEUX, [agent("X")]),
        [
            voeu("X", 1, "ETB:C9", 10, note="vœu étendu"),
            voeu("X", 2, "ETB:A1", 10, note="vœu déplacé"),
            voeu("X", 3, "ETB:C9", 10),
        ],
    )
    vide = "aucun poste de la discipline dans la zone"
    assert colonne(resultat.audit, "X", "detail") == [f"vœu étendu ; {vide}", "vœu déplacé", vide]


def test_les_voeux_supprimes_sont_dans_l_audit():
    supprime = {"candidat": "X", "type": "COM", "code": "A", "types_etablissement": "CLG|LYC"}
    resultat = affecter(
        ville(DEUX, [agent("X"), agent("Y")]),
        [voeu("X", 1, "ETB:B1", 10), voeu("X", 3, "ETB:A1", 10), voeu("Y", 1, "ETB:B1", 90)],
        supprimes=[
            supprime | {"rang": 2, "motif": "SUPPRIME", "regles": "R9", "note": "son propre poste"},
            {"candidat": "Y", "rang": 4, "type": "GROUPE", "code": "G", "motif": "INELIGIBLE"},
        ],
    )
    assert colonne(resultat.audit, "X", "rang") == [1, 2, 3]
    assert colonne(resultat.audit, "X", "motif") == ["BAREME_INSUFFISANT", "SUPPRIME", "SATISFAIT"]
    assert colonne(resultat.audit, "X", "ordre") == [1, None, 2]
    assert colonne(resultat.audit, "X", "zone")[1] == "COM:A/CLG,LYC"
    assert colonne(resultat.audit, "X", "libelle")[1] == "commune Ville A, limité à CLG, LYC"
    assert colonne(resultat.audit, "X", "regles") == [None, "R9", None]
    assert colonne(resultat.audit, "X", "detail") == [None, "son propre poste", None]
    assert len(set(colonne(resultat.audit, "X", "tirage"))) == 1
    assert colonne(resultat.audit, "Y", "zone") == ["ETB:B1", "GROUPE:G"]
    assert len(resultat.priorites) == 3


def test_l_extension_accordee():
    resultat = affecter(
        ville(DEUX, [agent("X"), agent("Y")]),
        [
            voeu("X", 1, "ETB:A1", 10),
            extension("X", "COM:A", 3),
            extension("X", "COM:B", 3, place=101),
            voeu("Y", 1, "ETB:A1", 50),
        ],
    )
    ligne = resultat.affectations.set_index("candidat").loc["X"]
    assert (ligne["decision"], ligne["origine"], ligne["poste"]) == (
        "EXTENSION",
        "EXTENSION",
        "PB1",
    )
    assert ligne.isna()["rang"]
    assert ligne["bareme"] == 3000
    assert ligne["ordre"] == 3


def test_l_extension_vient_avant_le_maintien_sans_rang():
    resultat = affecter(
        ville({"A1": 0, "B1": 0}, [agent("X", poste_actuel="PB1")]),
        [extension("X", "COM:A", 3)],
    )
    assert colonne(resultat.audit, "X", "origine") == ["EXTENSION", "MAINTIEN"]
    assert colonne(resultat.audit, "X", "rang") == [None, None]
    assert colonne(resultat.affectations, "X", "decision") == ["MAINTENU"]


def test_une_affectation_pour_un_an():
    resultat = affecter(
        ville(DEUX, [agent("X"), agent("Y")]),
        [
            extension("X", "DPT:41", 3, annuel=True),
            voeu("Y", 1, "DPT:41", 3, annuel=True),
        ],
    )
    assert resultat.affectations["decision"].tolist() == ["ANNUEL", "ANNUEL"]
    assert resultat.affectations["origine"].tolist() == ["EXTENSION", "VOEU"]


def test_un_candidat_sans_voeu_ni_extension_n_est_pas_affecte():
    resultat = affecter(ville(DEUX, [agent("X")]), [])
    assert colonne(resultat.affectations, "X", "decision") == ["NON_AFFECTE"]
    assert resultat.audit.empty


def test_les_tables_de_l_instruction_sont_ecrites():
    signalements = [{"candidat": nom, "signalement": "EGALITE", "regle": "R1"} for nom in "YX"]
    rejets = [{"table": "voeux", "ligne": 3, "cle": "X, 2", "motif": "hors délai"}]
    baremes = [{"candidat": "X", "rang": 1, "element": "ECHELON", "points": 14_000}]
    resultat = affecter(
        ville(DEUX, [agent("X"), agent("Y")]),
        [],
        signalements=signalements,
        rejets=rejets,
        baremes=baremes,
    )
    assert resultat.signalements["candidat"].tolist() == ["X", "Y"]
    assert resultat.rejets["motif"].tolist() == ["hors délai"]
    assert resultat.baremes["points"].tolist() == [14_000]
