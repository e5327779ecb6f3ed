"""Spec: couples tied and the improvement stage, on a campaign with both."""

import time
from dataclasses import replace

from mouvement.benchmarks.figures import BenchmarkFailed, Figure, Target, figure
from mouvement.benchmarks.workspace import LARGE, Workspace
from mouvement.engine.amelioration import ameliorer
from mouvement.engine.contrats import compiler
from mouvement.engine.instruction import instruire
from mouvement.engine.placement import placer
from mouvement.io.lecture import lire_campagne

IMPROVEMENT_SECONDS = Target(3.0)


def measure(workspace: Workspace, sizes: tuple[int, ...], repeats: int) -> list[Figure]:
    """Time the placing of everybody, couples tied, then the improvement stage."""
    figures = []
    for size in sizes:
        read = lire_campagne(workspace.campaign(size))
        campaign = replace(read, options=replace(read.options, simultanees="liees"))
        instruction = instruire(campaign)
        contracts = compiler(instruction)
        placing, improving = [], []
        for _ in range(repeats):
            start = time.perf_counter()
            general = placer(instruction.campagne, contracts, lambda *_: None)
            middle = time.perf_counter()
            stages = ameliorer(instruction.campagne, contracts, general, lambda *_: None)
            placing.append(middle - start)
            improving.append(time.perf_counter() - middle)
        if not general.prouve:
            raise BenchmarkFailed(f"couples, {size} candidates: not proven")
        seats = int((stages.general.poste != stages.final.poste).sum())
        grants = int((stages.general.ligne != stages.final.ligne).sum())
        name = f"{len(general.sorts)} couples, {size:,} candidates"
        figures += [
            figure(f"placing everybody, {name}, {general.refus} refusals, proven", placing, "s"),
            figure(
                f"improvement, {size:,} candidates: {seats:,} change poste, {grants:,} vœu",
                improving,
                "s",
                IMPROVEMENT_SECONDS if size == LARGE else None,
            ),
        ]
    return figures
