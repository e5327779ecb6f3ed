"""A vœu that a rule splits: the parts are ordered, and have the barème of the whole."""

from academie_orleans_tours import ORLEANS_TOURS

TEXTES = """
base = "orleans-tours-2022-second-degre"

[reperes.tenu]
poste = "poste_actuel"

[elements.TOUS_TYPES]
points = 1000
voeux = ["COM!"]

[voeux.meme_type_d_abord]
operation = "scinder"
repere = "tenu"
voeux = ["COM!"]
"""


def test_les_parties_ont_le_bareme_du_voeu_entier(tmp_path):
    academie = ORLEANS_TOURS.avec_textes(tmp_path, TEXTES)
    instruction = academie.instruire(
        {"A": {"poste_actuel": "CLG_ORLEANS", "carte_scolaire": True}},
        {"A": ["ETB LYC_TOURS", "COM* ORLEANS"]},
        options={"extension": "aucune"},
    )
    parties = instruction.campagne.voeux.query("rang == 2")
    assert parties["types_etablissement"].fillna("tout").tolist() == ["CLG", "tout"]
    assert parties["sous_rang"].tolist() == [1, 2]
    # Échelon 6 is worth 42; the limit to collèges does not lose the 1000 of an untyped vœu.
    assert parties["bareme"].tolist() == [1_042_000, 1_042_000]
    decomposition = instruction.baremes.query("rang == 2")
    assert decomposition["points"].sum() == 1_042_000
