"""The script that starts one command and measures it from outside; answers one JSON line.

It is a process of its own, and imports little, because Linux counts in a child's peak memory what
its parent held when it was spawned.
"""

import json
import os
import subprocess
import sys
import time

BYTES_OF_MAXRSS = 1 if sys.platform == "darwin" else 1024


def launch(command: list[str]) -> dict[str, float | str]:
    """Run a command to its end; ``wall`` and ``cpu`` in seconds, ``peak`` in bytes."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    messages = process.stderr.read() if process.stderr else b""
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    return {
        "wall": wall,
        "cpu": usage.ru_utime + usage.ru_stime,
        "peak": usage.ru_maxrss * BYTES_OF_MAXRSS,
        "status": process.returncode,
        "messages": messages.decode(errors="replace"),
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(launch(sys.argv[1:])))
