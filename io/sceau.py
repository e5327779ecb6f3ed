"""The manifest that seals a folder: what it is, and the sha256 of its files."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from mouvement.io.lecture_table import sha256


def sceller(
    fichiers: Iterable[tuple[str, bytes]],
    identite: Mapping[str, Any],
    manifeste: str,
    sauf: Collection[str] = (),
) -> Iterator[tuple[str, bytes]]:
    """Yield these files, then the one named ``manifeste``: ``identite``, with ``sorties`` added.

    ``sauf`` : files that it does not seal, for they tell when and where they were made.
    """
    empreintes = {}
    for nom, octets in fichiers:
        if nom not in sauf:
            empreintes[nom] = sha256(octets)
        yield nom, octets
    contenu = {**identite, "sorties": empreintes}
    texte = json.dumps(contenu, ensure_ascii=False, indent=2, sort_keys=True)
    # A text of the input may hold half of a character: it is told as it is.
    yield manifeste, f"{texte}\n".encode("utf-8", "surrogatepass")
