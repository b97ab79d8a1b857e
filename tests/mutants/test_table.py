"""The table of changes is of today's code. Whether each is noticed, `make mutants` tells."""

from pathlib import Path

import pytest

from tests.mutants.table import Mutant, mutants


@pytest.mark.parametrize("mutant", mutants(), ids=lambda mutant: f"{mutant.file}: {mutant.old.strip()}")
def test_each_change_can_be_made(mutant: Mutant, repository: Path) -> None:
    """What is to be changed stands there once, still compiles when it is, and its tests are there."""
    before = (repository / mutant.file).read_text(encoding="utf-8")
    assert before.count(mutant.old) == 1
    compile(before.replace(mutant.old, mutant.new), mutant.file, "exec")
    assert mutant.tests
    assert all((repository / name).is_file() for name in mutant.tests)
