"""The page that draws the life of a generation tells the truth."""

import re
from pathlib import Path

from imastudio.domain.lifecycle.generation import MOVES, Stage


def test_the_diagram_is_the_table(repository: Path) -> None:
    """Every move of the table is drawn, and no other; every stage has its row."""
    page = (repository / "docs" / "reference" / "lifecycle.md").read_text(encoding="utf-8")
    drawn = set(re.findall(r"^    (\w+) --> (\w+): (\w+)$", page, re.MULTILINE))
    assert {(stage.value, to.value, event.__name__) for (stage, event), to in MOVES.items()} == drawn
    assert [stage.value for stage in Stage] == [
        row for row in re.findall(r"^\| (\w+) \|", page, re.MULTILINE) if row != "stage"
    ]
