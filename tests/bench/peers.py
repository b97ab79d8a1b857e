"""This client beside its peers, on the same local service over TLS: `make bench-peers` prints one table.

Those are measured that are installed in `.venv-peers` (or in IMASTUDIO_PEERS, the Python of another environment); the others are
named, with the line that installs them. Each makes the same generations, one after another, as its documentation says.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
OURS = "imastudio"
PEERS = ("fal-client", "replicate", "wavespeed", "comfy-sdk", "openai")
SECONDS, LATENCY_S, COUNT, ROUNDS = 1.0, 0.05, 5, 3
HEAD = ("client", "version", "CPU ms", "calls", "CPU ms/call", "wall s", "import ms", "MB", "ledger")


def interpreter() -> str:
    """Return the Python in which the peers are."""
    there = ROOT / ".venv-peers" / "bin" / "python"
    return os.environ.get("IMASTUDIO_PEERS") or str(there if there.exists() else sys.executable)


def is_installed(python: str, name: str) -> bool:
    """Tell whether a distribution is there."""
    program = f"import importlib.metadata as m; m.version({name!r})"
    return subprocess.run([python, "-c", program], capture_output=True, check=False).returncode == 0


def measured(python: str, name: str) -> dict[str, float | str]:
    """Return what one generation took: of all but the version, per generation."""
    with TemporaryDirectory() as folder:
        trusted = Path(folder, "trusted.pem")
        service = [sys.executable, "-m", "tests.bench.peer_service", str(SECONDS), str(LATENCY_S), str(trusted)]
        with subprocess.Popen(
            service,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        ) as process:
            try:
                assert process.stdout is not None
                port = process.stdout.readline().strip()
                trust = {name: str(trusted) for name in ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE")}
                done = subprocess.run(
                    [python, str(HERE / "peer_clients.py"), name, port, str(COUNT), folder],
                    capture_output=True,
                    text=True,
                    check=False,
                    timeout=300,
                    env={**os.environ, **trust},
                )
                assert done.returncode == 0, done.stderr
                calls, _ = process.communicate(timeout=60)
            finally:
                process.kill()
    took: dict[str, float | str] = json.loads(done.stdout)
    return took | {"calls": int(calls) / (COUNT + 1)}  # the one that warms up makes as many


def line(name: str, rounds: list[dict[str, float | str]]) -> tuple[str, ...]:
    """Return a line of the table: medians."""

    def of(key: str) -> float:
        return median(float(took[key]) for took in rounds)

    cpu, calls = of("cpu") / COUNT * 1000, of("calls")
    figures = (f"{cpu:.1f}", f"{calls:.1f}", f"{cpu / calls:.2f}", f"{of('wall') / COUNT:.2f}")
    beside = (f"{of('import') * 1000:.0f}", f"{of('memory'):.0f}", "yes" if name == OURS else "no")
    return name, str(rounds[0]["version"]), *figures, *beside


def main() -> None:
    """Measure all that are there, in turn, and print the table."""
    python = interpreter()
    there = [name for name in PEERS if is_installed(python, name)]
    rounds: dict[str, list[dict[str, float | str]]] = {name: [] for name in (OURS, *there)}
    for _ in range(ROUNDS):
        for name, took in rounds.items():
            took.append(measured(sys.executable if name == OURS else python, name))
    table = [HEAD, *(line(name, took) for name, took in rounds.items())]
    widths = [max(len(row[column]) for row in table) for column in range(len(HEAD))]
    how = f"{LATENCY_S * 1000:.0f} ms of latency, asked every 0.25 s where that can be said"
    tell(f"One generation of {SECONDS:.0f} s over TLS, {how}:")
    for row in table:
        tell("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    missing = [name for name in PEERS if name not in there]
    if missing:
        tell(f"Not installed: {', '.join(missing)}. To measure them, too:")
        tell(f"  python3 -m venv .venv-peers && .venv-peers/bin/pip install {' '.join(missing)}")


def tell(text: str) -> None:
    """Print a line."""
    print(text, flush=True)  # noqa: T201 - it is what this program says


if __name__ == "__main__":
    main()
