"""Comparison: what changed between two results, for whom, and why."""

from mouvement.scenarios.comparaison.comparaison import Comparaison, comparer
from mouvement.scenarios.comparaison.cote import Cote, lire_cote

__all__ = ["Comparaison", "Cote", "comparer", "lire_cote"]
