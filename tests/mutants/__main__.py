"""Make each change of the table in a copy of the project, alone, and see that its tests notice. Exit code 1 where one lives.

`python -m tests.mutants [WORD…]`: those whose file or change holds one of the words. On a machine that does nothing else a change
takes two to five seconds.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.mutants.table import Mutant, mutants

ROOT = Path(__file__).parent.parent.parent
TIMEOUT_S = 300
"""A change that makes its tests hang is noticed, too."""
_COPIED = ("domain", "ports", "adapters", "fakeserver", "src", "tests", "docs", "pyproject.toml", "README.md")
_RAN = frozenset({0, 1, 2})  # all passed; some failed; not even collected
_LAST_LINES = 2000


def main(words: list[str]) -> int:
    """Run the mutants that are asked for; return 1 where one lives."""
    asked = [one for one in mutants() if not words or any(word in one.file or word in one.old for word in words)]
    living = 0
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / "copy"
        _copy(copy)
        for one in asked:
            noticed = _is_noticed(copy, one)
            living += not noticed
            told = (one.file, repr(one.old.strip()), "->", repr(one.new.strip()))
            sys.stdout.write(" ".join(("killed" if noticed else "LIVES ", *told, "\n")))
            sys.stdout.flush()
    sys.stdout.write(f"{len(asked) - living} of {len(asked)} killed\n")
    return min(living, 1)


def _copy(copy: Path) -> None:
    copy.mkdir()
    for name in _COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, copy / name, symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, copy / name)


def _is_noticed(copy: Path, mutant: Mutant) -> bool:
    file = copy / mutant.file
    before = file.read_text(encoding="utf-8")
    file.write_text(before.replace(mutant.old, mutant.new), encoding="utf-8")
    try:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-x", "-q", "-n0", "-p", "no:cacheprovider", *mutant.tests],
            cwd=copy,
            env={**os.environ, "PYTHONPATH": str(copy / "src"), "PYTHONDONTWRITEBYTECODE": "1", "CI": "true"},
            capture_output=True,
            check=False,
            timeout=TIMEOUT_S,
        )
    except subprocess.TimeoutExpired:
        return True
    finally:
        file.write_text(before, encoding="utf-8")
    if done.returncode not in _RAN:
        raise SystemExit(done.stdout.decode()[-_LAST_LINES:])
    return done.returncode != 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
