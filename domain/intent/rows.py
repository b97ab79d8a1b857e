"""What a table is made of: a phrase, the part it plays, and what it means."""

from collections.abc import Iterator, Sequence

import attrs

from imastudio.domain.intent.tags import Meaning, Tag


@attrs.frozen
class LexiconEntry:
    """One phrase of a table, as it is compared: lower case, half width, simplified characters."""

    phrase: str
    tag: Tag
    value: Meaning = None


def words(text: str) -> tuple[str, ...]:
    """Return the words between the spaces of `text`; `_` joins a word of several parts."""
    return tuple(word.replace("_", " ") for word in text.split())


def row(tag: Tag, phrases: str, value: Meaning = None) -> Iterator[LexiconEntry]:
    """Return the entries of one line of a table."""
    for phrase in phrases.split():
        yield LexiconEntry(phrase.replace("_", " "), tag, value)


def table(*rows: Iterator[LexiconEntry]) -> Sequence[LexiconEntry]:
    """Return all entries of some lines."""
    return tuple(entry for line in rows for entry in line)
