"""The glossary has the words of the domain, each once."""

import ast
import re
from collections import Counter
from pathlib import Path

_TERM = re.compile(r"\*\*([^*]+)\*\*")
_PLAIN = {
    "like",
    "path",
    "readable",
    "frozen",
    "map",
    "range",
    "shape",
    "likely",
    "heard",
    "requested",
    "rendered",
    "ima",
}
"""Words that mean here what they mean everywhere."""
_SHAPES = "documents"
"""Its classes are called after what they say in JSON; `ima schema` tells each key of them."""


def _rows(glossary: str) -> list[str]:
    return [line for line in glossary.splitlines() if line.startswith("| **")]


def _stem(word: str) -> str:
    """Return a word without its ending: "deliver", "delivered" and "delivery" are one, and so are "wish" and "wishes"."""
    return re.sub(r"(ies|ied|es|ned|ed|ing|ion|s|y|e)$", "", word.lower())


def test_each_term_stands_once(repository: Path) -> None:
    """A word that meant two things would be told apart by nobody."""
    glossary = (repository / "docs/glossary.md").read_text(encoding="utf-8")
    terms = Counter(term for row in _rows(glossary) for term in _TERM.findall(row))
    assert len(terms) > 100
    assert [term for term, times in terms.items() if times > 1] == []


def test_classes_are_called_by_words_of_the_glossary(repository: Path) -> None:
    """Each word in the name of a public class of the domain stands there, in this form or another one."""
    glossary = (repository / "docs/glossary.md").read_text(encoding="utf-8")
    known = {_stem(word) for row in _rows(glossary) for word in re.findall(r"[A-Za-z]+", row)} | _PLAIN
    unknown: dict[str, list[str]] = {}
    for file in sorted((repository / "domain").rglob("*.py")):
        if _SHAPES in file.parts:
            continue
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                words = re.findall(r"[A-Z][a-z]*", node.name)
                missing = [word for word in words if not {_stem(word), word.lower()} & known]
                unknown |= {f"{file.name}: {node.name}": missing} if missing else {}
    assert unknown == {}
