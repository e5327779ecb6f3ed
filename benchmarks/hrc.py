"""Published instances of the Hospitals/Residents problem with couples, in two Glasgow formats.

Both are lines of numbers or names, blank lines left out, with or without colons and commas:

- *counts*: how many single residents, couples, hospitals; a line for each single resident (name,
  hospitals), each couple (two names, then the hospitals of its pairs in turn), each hospital (name,
  capacity, residents). IP-MATCH/pyhrtc reads and writes it.
- *experiments*: nine lines (residents, hospitals, couples, posts, shortest and longest list,
  whether posts are shared out evenly, two popularities), two lines for each couple (its lists side
  by side make its pairs), one for each single resident, then hospitals as above. Files of Biró,
  Manlove and McBride (2014), researchdata.gla.ac.uk/254, and of Manlove, McBride and Trimble
  (2017), researchdata.gla.ac.uk/303.

Hospitals' orders are strict here; a file with ties is refused.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mouvement.benchmarks.places import Pair, Places, Union

COUNTS, EXPERIMENTS = 3, 9
"""How many lines each format begins with."""
EVENLY = 6
"""The line of the second format that is a truth value."""


class HrcRefused(Exception):
    """What is wrong with a file, in French."""


@dataclass(frozen=True)
class Instance:
    """An instance: its places, and the names of residents and hospitals in order."""

    places: Places
    residents: tuple[str, ...]
    hospitals: tuple[str, ...]


DIGITS = 9
"""Numbers, and sums of a few of them, fit in 64 bits."""


def read(path: Path) -> Instance:
    """Return the instance of a file; HrcRefused when it is not one."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise HrcRefused(f"{path} : illisible ({error})") from error
    try:
        return _Reader(text).instance()
    except HrcRefused as refused:
        raise HrcRefused(f"{path} : {refused}") from refused


@dataclass(frozen=True)
class _Line:
    number: int
    words: list[str]

    def whole(self, place: int) -> int:
        word = self.words[place] if place < len(self.words) else ""
        if not word.isdecimal() or len(word) > DIGITS:
            raise HrcRefused(
                f"ligne {self.number} : un nombre entier est attendu, de {DIGITS} chiffres au plus"
            )
        return int(word)


class _Reader:
    """The lines of a file, taken one after the other."""

    def __init__(self, text: str) -> None:
        numbered = enumerate(text.splitlines(), 1)
        split = ((k, line.replace(":", " ").replace(",", " ").split()) for k, line in numbered)
        self.lines = [_Line(number, words) for number, words in split if words]
        self.following = iter(self.lines)

    def instance(self) -> Instance:
        """Read everything."""
        by_experiments = len(self.lines) > EVENLY and self.lines[EVENLY].words[0].lower() in (
            "true",
            "false",
        )
        header = [self._next() for _ in range(EXPERIMENTS if by_experiments else COUNTS)]
        first, second, third = (line.whole(0) for line in header[:3])
        self._strict()
        if by_experiments:
            couples = [(self._next(), self._next()) for _ in range(third)]
            asked = [(one.words[:1] + two.words[:1], _sides(one, two)) for one, two in couples]
            singles = [self._next() for _ in range(first - 2 * third)]
            hospitals = [self._next() for _ in range(second)]
        else:
            singles = [self._next() for _ in range(first)]
            asked = [(line.words[:2], _in_turn(line)) for line in self._take(second)]
            hospitals = [self._next() for _ in range(third)]
        for line in self.following:
            raise HrcRefused(f"ligne {line.number} : une ligne de trop")
        return _assemble(singles, asked, hospitals)

    def _strict(self) -> None:
        for line in self.lines:
            if any("(" in word or ")" in word for word in line.words):
                raise HrcRefused(f"ligne {line.number} : ex æquo, un ordre strict est attendu")

    def _next(self) -> _Line:
        for line in self.following:
            return line
        raise HrcRefused("il manque des lignes")

    def _take(self, count: int) -> Iterator[_Line]:
        return (self._next() for _ in range(count))


Asked = tuple[list[str], list[tuple[str, str]]]
"""Two names, and pairs of hospitals' names."""


def _sides(one: _Line, other: _Line) -> list[tuple[str, str]]:
    if len(one.words) != len(other.words):
        raise HrcRefused(f"ligne {other.number} : autant d'hôpitaux qu'à la ligne d'avant")
    return list(zip(one.words[1:], other.words[1:], strict=True))


def _in_turn(line: _Line) -> list[tuple[str, str]]:
    if len(line.words) < 2 or len(line.words) % 2:
        raise HrcRefused(f"ligne {line.number} : deux noms, puis des paires d'hôpitaux, attendus")
    return list(zip(line.words[2::2], line.words[3::2], strict=True))


def _assemble(singles: list[_Line], asked: list[Asked], hospitals: list[_Line]) -> Instance:
    names = [line.words[0] for line in singles] + [name for pair, _ in asked for name in pair]
    resident = _numbers("interne", names)
    hospital = _numbers("hôpital", [line.words[0] for line in hospitals])
    lists = [_known("hôpital", hospital, line.words[1:]) for line in singles]
    unions = tuple(_union(resident, hospital, pair, places) for pair, places in asked)
    places = Places(
        capacity=[line.whole(1) for line in hospitals],
        orders=[_known("interne", resident, line.words[2:]) for line in hospitals],
        lists=[*lists, *([] for _ in range(2 * len(asked)))],
        unions=unions,
    )
    return Instance(places, tuple(resident), tuple(hospital))


def _union(
    resident: dict[str, int],
    hospital: dict[str, int],
    names: list[str],
    asked: list[tuple[str, str]],
) -> Union:
    first, second = _known("interne", resident, names)
    sides = [_known("hôpital", hospital, list(pair)) for pair in asked]
    pairs: tuple[Pair, ...] = tuple((one, other) for one, other in sides)
    return Union(first, second, pairs)


def _numbers(what: str, names: list[str]) -> dict[str, int]:
    numbers: dict[str, int] = {}
    for name in names:
        if name in numbers:
            raise HrcRefused(f"{what} {name} : en double")
        numbers[name] = len(numbers)
    return numbers


def _known(what: str, numbers: dict[str, int], names: list[str]) -> list[int]:
    for name in names:
        if name not in numbers:
            raise HrcRefused(f"{what} {name} : inconnu")
    return [numbers[name] for name in names]
