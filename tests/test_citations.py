"""Every source that the code or a document cites can be opened in the repository."""

import re
from collections.abc import Iterator
from pathlib import Path

REPOSITORY = Path(__file__).parent.parent
DECISIONS = (REPOSITORY / "docs/explanation/decisions.md").read_text(encoding="utf-8")
VENDOR = (REPOSITORY / "docs/reference/vendor-api.md").read_text(encoding="utf-8")
ARCHITECTURE = (REPOSITORY / "docs/explanation/architecture.md").read_text(encoding="utf-8")
FILES = sorted(
    path
    for folder in ("domain", "ports", "adapters", "fakeserver", "src", "tests", "docs")
    for path in (REPOSITORY / folder).rglob("*")
    if path.suffix in {".py", ".md"} and not path.is_symlink() and path != Path(__file__)
)
NUMBER = r"\d+(?: bis|\.\d+)?"
MANY = rf"{NUMBER}(?:(?:,| and|, and| to)\s+{NUMBER})*"


def _cited(kind: str, text: str) -> Iterator[str]:
    for found in re.finditer(rf"\b{kind}\s+({MANY})", text, re.IGNORECASE):
        yield from re.findall(NUMBER, found[1])


def _has_section(number: str) -> bool:
    section, _, item = number.partition(".")
    body = re.search(rf"^## {section}\. .+?(?=^## |\Z)", VENDOR, re.MULTILINE | re.DOTALL)
    return body is not None and (not item or re.search(rf"^{item}\. ", body[0], re.MULTILINE) is not None)


def _unresolved(text: str) -> set[str]:
    text = re.sub(r"\s+", " ", text)
    decisions = {f"decision {one}" for one in _cited("decisions?", text) if f"### Decision {one}:" not in DECISIONS}
    facts = {f"facts {one}" for one in _cited("facts(?: sections?)?", text) if not _has_section(one)}
    titles = {
        title
        for found in re.finditer(
            r"(?:vendor's|runbook's|runbook,)(?: \w+){0,4}\s+((?:\"[A-Z][^\"]+\"(?:,| and)?\s*)+)", text
        )
        for title in re.findall(r'"([^"]+)"', found[1])
        if f'| "{title}" |' not in VENDOR
    }
    rooms = {
        title
        for title in re.findall(r'architecture(?: page)?, "([^"]+)"', text)
        if not re.search(rf"^#+ {re.escape(title)}$", ARCHITECTURE, re.MULTILINE)
    }
    outside = set(re.findall(r"design sections? \d+", text))
    return decisions | facts | titles | rooms | outside


def test_what_is_cited_can_be_opened() -> None:
    """Decisions, facts, the vendor's titles and parts of the architecture resolve to a heading or a row."""
    found = {path.relative_to(REPOSITORY).as_posix(): _unresolved(path.read_text(encoding="utf-8")) for path in FILES}
    assert len(found) > 500
    assert {name: unresolved for name, unresolved in found.items() if unresolved} == {}


def test_a_citation_of_nothing_is_found() -> None:
    """The test sees what it should see."""
    text = (
        'Decisions 1, 27 and 999; facts sections 3 and 77; facts 9.99; the vendor\'s "No Such Table"; design section 2.'
    )
    assert _unresolved(text) == {"decision 999", "facts 77", "facts 9.99", "No Such Table", "design section 2"}
