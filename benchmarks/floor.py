"""The floor: the least that a program with the same inputs and outputs can do with pyarrow.

A script of its own: reads the campaign's Parquet files, writes the result's, and nothing else (no
check, no sha256, no fsync). The tables to write must come from somewhere: they wait in uncompressed
Arrow files that are mapped in memory, which costs about a millisecond, so that the whole process
is measured and nothing is subtracted.
"""

import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

READERS = {
    # The ordinary way; it makes pyarrow import pandas and its own dataset engine.
    "read_table": pq.read_table,
    # The leanest way that pyarrow has.
    "ParquetFile": lambda path: pq.ParquetFile(path).read(),
}


def prepare(result: Path, outputs: Path) -> None:
    """Put the tables of a result in Arrow files, ready to be written again by ``main``."""
    outputs.mkdir()
    for path in result.glob("*.parquet"):
        table = pq.read_table(path)
        with pa.ipc.new_file(str(outputs / f"{path.stem}.arrow"), table.schema) as writer:
            writer.write_table(table)


def main(reader: str, campaign: Path, outputs: Path, folder: Path) -> None:
    """Read a campaign's tables; write the prepared ones, with the options of ``mouvement.io``."""
    for path in sorted(campaign.glob("*.parquet")):
        READERS[reader](path)
    folder.mkdir()
    for path in sorted(outputs.glob("*.arrow")):
        with pa.memory_map(str(path)) as file:
            table = pa.ipc.open_file(file).read_all()
        texts: Any = [column.name for column in table.schema if column.type == pa.string()]
        pq.write_table(
            table,
            folder / f"{path.stem}.parquet",
            compression="zstd",
            compression_level=1,
            use_dictionary=texts,
            row_group_size=1 << 16,
            store_schema=False,
        )


if __name__ == "__main__":
    main(sys.argv[1], *map(Path, sys.argv[2:]))
