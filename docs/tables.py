"""Write the tables of the reference that are made from the code: `python docs/tables.py`. A test tells when that is due."""

import re
from collections.abc import Iterable
from pathlib import Path

from imastudio.domain.kernel import Failure, Kind, error_for
from imastudio.domain.messages import say_failure
from imastudio.domain.messages.notice_texts import NOTICES
from imastudio.domain.messages.text import Wordings

PAGE = Path(__file__).parent / "reference" / "errors.md"
TABLE = re.compile(r"(<!-- table: (?P<name>\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def written(page: str) -> str:
    """Return a page with its tables as the code has them now."""
    return TABLE.sub(lambda found: f"{found[1]}\n{TABLES[found['name']]()}\n{found[3]}", page)


def _kinds() -> str:
    rows = []
    for kind in Kind:
        failure = Failure(kind=kind)
        english, chinese = (say_failure(failure, language) for language in ("en", "zh"))
        rows.append(
            [f"`{kind}`", f"`{type(error_for(failure)).__name__}`", str(int(failure.exit_code)), english, chinese]
        )
    return _table(["kind", "raised as", "exit", "what a person reads", "中文"], rows)


def _notices() -> str:
    rows = [
        [f"`{code}`", ", ".join(f"`{name}`" for name in _facts(wordings)), wordings[0].en, wordings[0].zh]
        for code, wordings in sorted(NOTICES.items())
    ]
    return _table(["code", "facts", "what a person reads", "中文"], rows)


def _facts(wordings: Wordings) -> list[str]:
    """Return the names of the facts that a notice may have."""
    used = [name for one in wordings for name in re.findall(r"{(\w+)", one.en + one.zh)]
    return sorted({*used, *(name for one in wordings for name in one.when)})


def _table(headings: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [list(headings), ["---"] * len(list(headings)), *rows]
    return "\n".join(f"| {' | '.join(map(_cell, row))} |" for row in lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


TABLES = {"kinds": _kinds, "notices": _notices}


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
