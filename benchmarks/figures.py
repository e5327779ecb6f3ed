"""Figures: what a spec answers, its targets, and the little statistics behind them."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from statistics import linear_regression, median


class BenchmarkFailed(Exception):
    """An outcome differs from what it is compared with, or a measured command failed."""


@dataclass(frozen=True)
class Target:
    """What the project promised of a figure: a bound, and on which side of it to be."""

    bound: float
    at_most: bool = True

    def met(self, value: float) -> bool:
        """Whether a value keeps the promise."""
        return value <= self.bound if self.at_most else value >= self.bound

    def __str__(self) -> str:
        return f"{'≤' if self.at_most else '≥'} {self.bound:g}"


@dataclass(frozen=True)
class Figure:
    """One measured figure.

    Attributes
    ----------
    unit : "s", "×" (a ratio), "MiB", "/s" or "" (an exponent).
    low, high : the extremes of what ``value`` is the median of; None when there is but one.
    """

    name: str
    value: float
    unit: str
    low: float | None = None
    high: float | None = None
    target: Target | None = None

    @property
    def met(self) -> bool | None:
        """Whether the target is met; None without target."""
        return None if self.target is None else self.target.met(self.value)


def figure(name: str, samples: Sequence[float], unit: str, target: Target | None = None) -> Figure:
    """Return the median of several measures, with their extremes."""
    if len(samples) == 1:
        return Figure(name, samples[0], unit, target=target)
    return Figure(name, median(samples), unit, min(samples), max(samples), target)


def ratios(measured: Sequence[float], reference: Sequence[float]) -> list[float]:
    """Return the ratios of measures taken in turns, pair by pair: what slows both cancels out."""
    return [mine / theirs for mine, theirs in zip(measured, reference, strict=True)]


def exponent(sizes: Sequence[int], seconds: Sequence[float]) -> float:
    """Return the growth exponent: the least-squares slope of log seconds on log size."""
    return linear_regression([log(n) for n in sizes], [log(s) for s in seconds]).slope
