"""Replay: a past campaign solved again, compared with what really happened, and explained."""

from mouvement.scenarios.rejeu.rejeu import Rejeu, rejouer

__all__ = ["Rejeu", "rejouer"]
