"""How the benchmarks measure: CPU time, fresh interpreters, the best of several, rivals in turn.

Wall-clock time says what else the machine was doing. The best run is the one that was disturbed least, and rivals that
take turns meet the same disturbances.
"""

import os
import subprocess
import sys

ROUNDS = 7
# Modules are compiled once, as an installed package's are, also where the one who measures keeps no bytecode.
ENVIRONMENT = {"PYTHONDONTWRITEBYTECODE": ""}

FRAME = """
import time
_start = time.process_time()
{program}
print(time.process_time() - _start)
"""


def run(program: str, *arguments: str) -> str:
    """Run `program` in a fresh interpreter and return what it printed."""
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        env=os.environ | ENVIRONMENT,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def cpu_seconds(*programs: str, rounds: int = ROUNDS) -> list[float]:
    """Return for each program the CPU seconds of its best run, without the start of the interpreter."""
    turns = [[float(run(FRAME.format(program=program)).split()[-1]) for program in programs] for _ in range(rounds)]
    return [min(times) for times in zip(*turns, strict=True)]
