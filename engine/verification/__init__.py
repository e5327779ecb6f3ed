"""The independent verifier: whether a result holds, judged from the tables alone.

The code of the rules (``engine.instruction``: who takes part, which vœux stand, what each is
worth) is shared with what made the result: a mistake in it is a mistake in both, and only its
tests, clause by clause of the texts, can tell. Everything after it is made again. Nothing here
comes from the solvers, nor from the modules of the engine that turn an instructed campaign into a
result (zones, contracts, audit): contracts, priorities, capacities, barres, decisions and motives
are made by other means, so that one mistake cannot hide in both.
"""

from mouvement.engine.verification.constats import Condition, Constat
from mouvement.engine.verification.dossier import verifier_dossier
from mouvement.engine.verification.manifeste import verifier_empreintes, verifier_manifeste
from mouvement.engine.verification.refus import compter_couples
from mouvement.engine.verification.verificateur import verifier

__all__ = [
    "Condition",
    "Constat",
    "compter_couples",
    "verifier",
    "verifier_dossier",
    "verifier_empreintes",
    "verifier_manifeste",
]
