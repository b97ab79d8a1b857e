"""Hold the house to its own rules: one name for one thing, and nothing too large to be read at once."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

_ROOT = Path(__file__).parents[1]
_ROOMS = ("domain", "ports", "adapters", "fakeserver")


def _trees() -> Iterator[tuple[str, ast.Module]]:
    for room in _ROOMS:
        for file in sorted((_ROOT / room).rglob("*.py")):
            yield file.relative_to(_ROOT).as_posix(), ast.parse(file.read_text(encoding="utf-8"))


def test_no_public_class_shares_its_name_with_another() -> None:
    """A public class name stands once in the four folders, the fake server included: whoever reads it knows which is meant."""
    homes: dict[str, list[str]] = defaultdict(list)
    for file, tree in _trees():
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                homes[node.name].append(file)
    assert len(homes) > 400
    assert {name: files for name, files in homes.items() if len(files) > 1} == {}
