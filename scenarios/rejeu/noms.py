"""Numbers of a replay back to names, rangs and points."""

from collections.abc import Iterable
from functools import cached_property

import pandas as pd

from mouvement.engine.demandes import AUCUN
from mouvement.engine.instruction.instruction import ORIGINES, RESIDUELLE
from mouvement.engine.libelles import libelles_lieux, libelles_postes
from mouvement.scenarios.rejeu.enquete import Cause
from mouvement.scenarios.rejeu.rejeu import Rejeu

_SANS_VOEU = {"DECISION": "placement par décision", "EXTENSION": "placement par extension"}


class Noms:
    """What the numbers of a replay stand for; None for nobody, nowhere, no contract."""

    def __init__(self, rejeu: Rejeu) -> None:
        self.rejeu = rejeu
        self._contrats = rejeu.placee.contrats
        candidats, etrangers = self._contrats.candidats, rejeu.passe.etrangers
        self._noms = [*candidats["candidat"], *etrangers["candidat"]]
        table = self._contrats.table
        self._rangs, self._baremes = table["rang"].tolist(), table["bareme"].tolist()
        self._classes = table["classe"].tolist()
        self._lieu, self._origine = table["lieu"].tolist(), table["origine"].tolist()
        self._numeros = etrangers["numero"].tolist()
        self._ecrits = etrangers["poste"].astype(object).to_numpy()

    def candidat(self, numero: int) -> str | None:
        """Return the candidat's identifier."""
        return None if numero == AUCUN else str(self._noms[numero])

    def poste(self, numero: int) -> str | None:
        """Return the poste's identifier."""
        return None if numero < 0 else str(self._contrats.carte.postes["poste"].iat[numero])

    def lieu(self, numero: int) -> str:
        """Return the poste and where it is, in words."""
        return f"{self.poste(numero)} ({self._libelles[numero]})"

    @cached_property
    def _libelles(self) -> list[str]:
        return libelles_postes(self.rejeu.campagne, self._contrats.carte.postes).tolist()

    @cached_property
    def _lieux(self) -> list[str]:
        contrats = self._contrats
        return libelles_lieux(self.rejeu.campagne, contrats.lieux, contrats.carte.postes)

    def disciplines(self, membres: Iterable[int]) -> list[str]:
        """Return the disciplines of the members and of their past postes, sorted."""
        postes = self._contrats.carte.postes["discipline"]
        candidats = self._contrats.candidats["discipline"]
        trouvees = set()
        for membre in membres:
            if membre < len(candidats):
                trouvees.add(str(candidats.iat[membre]))
            else:
                numero = self._numeros[membre - len(candidats)]
                trouvees |= {str(postes.iat[numero])} if numero >= 0 else set()
        return sorted(trouvees)

    def passage(self, membre: int) -> str:
        """Return from where (ours) to where (the past)."""
        effectif = len(self._contrats.candidats)
        if membre >= effectif:
            ecrit = self._ecrits[membre - effectif]
            return f"? → {'aucun' if pd.isna(ecrit) else ecrit}"
        passe, notre = self.rejeu.passe, int(self.rejeu.placee.etapes.final.poste[membre])
        if not passe.present[membre]:
            vers = "?"
        else:
            # A poste that we do not know is told as it is written.
            ecrit = self._reelles.get(self._noms[membre])
            vers = "aucun" if pd.isna(ecrit) else str(ecrit)
        return f"{self.poste(notre) or 'aucun'} → {vers}"

    @cached_property
    def _reelles(self) -> dict[str, str]:
        reelles = self.rejeu.campagne.affectations_reelles
        return dict(zip(reelles["candidat"], reelles["poste"], strict=True))

    def rang(self, ligne: int) -> int | None:
        """Return the rang of a line's vœu."""
        rang = 0 if ligne == AUCUN else self._rangs[ligne]
        return rang or None

    def bareme(self, ligne: int) -> int | None:
        """Return a line's points, thousandths."""
        bareme = AUCUN if ligne == AUCUN else self._baremes[ligne]
        return None if bareme == AUCUN else bareme

    def bareme_autre(self, ligne: int) -> int | None:
        """Return its points under the other barème, when they differ."""
        baremes = self.rejeu.baremes
        autre = AUCUN if ligne == AUCUN or baremes is None else int(baremes.autre[ligne])
        return None if autre == AUCUN else autre

    def ecart(self, cause: Cause) -> int | None:
        """Return how many more points the deprived had; None when points do not tell."""
        if AUCUN in (cause.ligne, cause.ligne_lese):
            return None
        siens, leurs = self.bareme(cause.ligne), self.bareme(cause.ligne_lese)
        compares = self._classes[cause.ligne] == self._classes[cause.ligne_lese]
        return leurs - siens if compares and siens is not None and leurs is not None else None

    def residuel(self, ligne: int) -> bool:
        """Return whether a line comes after every vœu, as an extension does."""
        return ligne != AUCUN and self._classes[ligne] == RESIDUELLE

    def voeu(self, ligne: int) -> str:
        """Return a line in words: which vœu, which zone."""
        lieu = self._lieux[self._lieu[ligne]]
        rang = self.rang(ligne)
        if rang:
            return f"vœu {rang} ({lieu})"
        origine = ORIGINES[self._origine[ligne]]
        if origine == "MAINTIEN":
            return "maintien sur son poste"
        return f"{_SANS_VOEU.get(origine, 'contrat sans vœu')} ({lieu})"
