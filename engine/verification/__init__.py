"""The independent verifier: whether a result holds, judged from the tables alone.

Nothing here comes from the solvers, nor from the modules of the engine that made the result
(zones, contracts, audit): contracts, priorities, capacities and barres are made again from the
campaign by other means, so that one mistake cannot hide in both.
"""

from mouvement.engine.verification.constats import Condition, Constat
from mouvement.engine.verification.manifeste import verifier_empreintes, verifier_manifeste
from mouvement.engine.verification.refus import compter_couples
from mouvement.engine.verification.verificateur import verifier

__all__ = [
    "Condition",
    "Constat",
    "compter_couples",
    "verifier",
    "verifier_empreintes",
    "verifier_manifeste",
]
