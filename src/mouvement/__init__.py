"""mouvement: places teachers and staff by barème, with a proof and a full audit trail."""

__version__ = "0.1.0"
