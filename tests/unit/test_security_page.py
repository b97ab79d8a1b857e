"""The page on security names the tests that hold its promises: they must be there."""

import re
from pathlib import Path

CITED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def test_every_promise_names_a_test_that_is_there(repository: Path) -> None:
    """Each cited test stands in its file."""
    page = (repository / "docs" / "explanation" / "security.md").read_text(encoding="utf-8")
    cited = CITED.findall(page)
    assert len(cited) > 40
    missing = [
        f"{file}::{name}"
        for file, name in cited
        if not re.search(rf"^(async )?def {name}\(", (repository / file).read_text(encoding="utf-8"), re.MULTILINE)
    ]
    assert missing == []
