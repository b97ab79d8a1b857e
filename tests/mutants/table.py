r"""The changes of `table.tsv` beside this file: one a line, with the tests that notice it. Line ends are spelled `\n` there.

They are changes to what decides over money and waiting. Add yours: `old` stands once in the file.
"""

from pathlib import Path

import attrs

TABLE = Path(__file__).parent / "table.tsv"


@attrs.frozen
class Mutant:
    """A change: `old` stands once in `file`, `new` takes its place, and one of `tests` fails then."""

    file: str
    old: str
    new: str
    tests: tuple[str, ...]


def mutants() -> tuple[Mutant, ...]:
    """Return the changes in the order of the table."""
    _, *lines = TABLE.read_text(encoding="utf-8").splitlines()
    return tuple(_decoded(*line.split("\t")) for line in lines)


def _decoded(file: str, old: str, new: str, tests: str) -> Mutant:
    return Mutant(file, old.replace("\\n", "\n"), new.replace("\\n", "\n"), tuple(tests.split()))
