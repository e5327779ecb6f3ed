"""The whole engine against a slow, plain reference that shares nothing with it."""

import pandas as pd
import pytest
from petites_campagnes import campagne_aleatoire
from reference_naive import affecter_naif

from mouvement.engine.mouvement import affecter

CLES = {
    "affectations": ["candidat"],
    "audit": ["candidat", "rang", "ordre", "zone"],
    "baremes": ["candidat", "rang", "element"],
    "barres": ["discipline", "niveau", "code"],
    "priorites": ["discipline", "candidat", "ordre"],
    "rejets": ["table", "ligne"],
}
LIBRES = {"audit": ["libelle", "detail"], "affectations": ["libelle", "libelle_actuel"]}


@pytest.mark.parametrize("paquet", range(8))
def test_le_moteur_donne_ce_que_donne_la_reference(paquet):
    for graine in range(paquet, 200, 8):
        campagne = campagne_aleatoire(graine)
        resultat, attendu = affecter(campagne), affecter_naif(campagne)
        for nom, cle in CLES.items():
            pd.testing.assert_frame_equal(
                comparable(getattr(resultat, nom), cle, LIBRES.get(nom, [])),
                comparable(getattr(attendu, nom), cle, LIBRES.get(nom, [])),
                obj=f"{nom}, graine {graine}",
            )


def comparable(table, cle, libres):
    texte = table.drop(columns=libres).astype("object")
    texte = texte.where(table.drop(columns=libres).notna(), None)
    return texte.map(str)[sorted(texte)].sort_values(cle, ignore_index=True)
