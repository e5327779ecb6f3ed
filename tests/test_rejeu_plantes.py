"""Changes of known kinds planted in a past result: all are found, rightly named, and no other."""

from pathlib import Path

import pandas as pd
import pytest
from changements_plantes import Changement, Plantation

from mouvement.scenarios.generation import ecrire_modele

NOMBRES = {
    "declare": {"absents": 4, "inconnus": 4, "decisions": 2, "contre": 8, "mains": 8, "sieges": 7},
    None: {"baremes": 6, "absents": 3, "inconnus": 3, "decisions": 3, "contre": 3},
}
"""By rule set (None: that of the académie, whose barèmes are computed)."""


def planter(source: Path, graine: int, nombres: dict[str, int]) -> Plantation:
    plantation = Plantation(source, graine)
    plantation.planter_baremes(nombres.get("baremes", 0))
    plantation.planter_absents(nombres["absents"])
    plantation.planter_inconnus(nombres["inconnus"])
    plantation.planter_decisions(nombres["decisions"])
    plantation.passer()
    plantation.planter_a_la_main(nombres["contre"], plantation.echanges_contre_bareme())
    plantation.planter_a_la_main(nombres.get("mains", 0), plantation.placements_manuels())
    plantation.planter_a_la_main(nombres.get("sieges", 0), plantation.choix_dans_la_zone())
    return plantation


def cas_de(changement: Changement, cas: pd.DataFrame, candidats: pd.DataFrame) -> int:
    """The number of the case that is this change's, rightly described."""
    if changement.nature == "SIEGE":  # either of the two who changed seats
        numero = candidats.set_index("candidat")["cas"][changement.candidat]
        siens = cas[cas["cas"] == numero]
    else:
        siens = cas[cas["candidat"] == changement.candidat]
    assert siens["nature"].tolist() == [changement.nature], changement
    (sien,) = siens.to_dict("records")
    if changement.nature in ("HORS_VOEUX", "BAREME_ENFREINT"):
        assert sien["poste"] == changement.poste, changement
    if changement.nature == "BAREME_ENFREINT":
        assert (sien["lese"], sien["ecart"] * 1000) == (changement.lese, changement.ecart)
    return int(sien["cas"])


@pytest.mark.parametrize(("reglement", "facteur"), [("declare", 0.15), (None, 0.15)])
def test_changements_plantes(lancer, tmp_path, reglement, facteur):
    ecrire_modele("demo", tmp_path / "vraie", facteur=facteur, reglement=reglement)
    plantation = planter(tmp_path / "vraie", 1, NOMBRES[reglement])
    plantation.ecrire(tmp_path / "passee")
    assert len(plantation.changements) == sum(NOMBRES[reglement].values())
    reponse = lancer("rejouer", tmp_path / "passee", "--sortie", tmp_path / "rejeu")
    assert reponse.code == 0, reponse.err
    cas = pd.read_parquet(tmp_path / "rejeu/rejeu_cas.parquet")
    candidats = pd.read_parquet(tmp_path / "rejeu/rejeu_candidats.parquet")
    trouves = [cas_de(changement, cas, candidats) for changement in plantation.changements]
    assert sorted(trouves) == cas["cas"].tolist()
    assert candidats["cas"].notna().tolist() == (~candidats["accord"]).tolist()


def test_plus_de_cinquante_changements():
    assert sum(sum(nombres.values()) for nombres in NOMBRES.values()) >= 50
