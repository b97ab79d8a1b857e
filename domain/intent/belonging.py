"""Whether words that say nothing of themselves belong to a work that is there, or describe something of their own.

Rules: what begins with a count or an article, or is long, stands alone; what begins with something that the work shows, with a
pronoun or with "also" belongs to it. Of the rest nobody can tell; at a price that waits it belongs to the wish, else it is asked.
"""

import re

from imastudio.domain.intent.folding import ENDS, fold, has_han
from imastudio.domain.intent.tables.belonging import (
    ADDS,
    COUNTED,
    HELD_EN,
    HUMS,
    LEADS,
    META,
    PLACED_ZH,
    PRONOUN,
    WANTED,
)

_MAX_OWN_HAN, _MAX_OWN_CHARS = 24, 60
_MIN_SHARED_HAN = 2
_MAX_SHARED_HAN = 6
_MIN_RESTATED = 3
_WORDS = re.compile(r"[a-z][a-z'-]{2,}")
_HAN_RUNS = re.compile(r"[\u4e00-\u9fff]{2,}")
_SMALL = frozenset({"the", "and", "with", "for", "its", "his", "her", "that", "this", "from", "into", "one"})


def stands_alone(words: str) -> bool:
    """Tell whether words describe something of their own: 一只在雪地里的狐狸, "a red fox in the snow"."""
    said = fold(words).strip(ENDS)
    said = said[_lead_of(said) :]
    longest = _MAX_OWN_HAN if has_han(said) else _MAX_OWN_CHARS
    return len(said) > longest or COUNTED.match(said) is not None


def is_hum(folded: str) -> bool:
    """Tell whether folded words are no words at all: "ugh", 哎."""
    said = folded.strip(ENDS)
    return not said or HUMS.fullmatch(said) is not None


def restates(prompt: str, words: str) -> bool:
    """Tell whether words say a description anew: most of what they name is in it already, and they name enough."""
    held, said = names_of(prompt), names_of(words)
    return len(said) >= _MIN_RESTATED and len(held & said) * 2 >= len(said)


def names_of(text: str) -> frozenset[str]:
    """Return the words of a text that name something, in Chinese its pairs of signs."""
    folded = fold(text)
    words = {word for word in _WORDS.findall(folded) if word not in _SMALL}
    runs = _HAN_RUNS.findall(folded)
    return frozenset(words | {run[at : at + 2] for run in runs for at in range(len(run) - 1)})


def is_talk_with_us(words: str) -> bool:
    """Tell whether words are talk with us, that shows nothing: "I'm only asking", 你没懂我的意思."""
    said = fold(words).strip(ENDS)
    return META.search(WANTED.sub("", said)) is not None


def belongs_to(prompt: str, words: str) -> bool:
    """Tell whether words surely speak of what a description shows: "the cup should be red", 它要胖一点, 还要下雪."""
    said, held = fold(words).strip(ENDS), fold(prompt)
    if ADDS.match(said):
        return True
    said = said[_lead_of(said) :]
    return PRONOUN.match(said) is not None or _names_shown(held, said)


def _names_shown(held: str, said: str) -> bool:
    """Tell whether folded words begin with something that a folded description shows."""
    if not has_han(said[:1]):
        found = HELD_EN.match(said)
        return found is not None and any(_holds(held, thing) for thing in (found["things"] or found["bare"]).split())
    longest = min(_MAX_SHARED_HAN, len(said))
    length = next((n for n in range(longest, _MIN_SHARED_HAN - 1, -1) if said[:n] in held), 0)
    return length > 0 and PLACED_ZH.match(said, length) is None


def _holds(held: str, thing: str) -> bool:
    plain = re.escape(thing.removesuffix("'s").removesuffix("s"))
    return re.search(rf"\b{plain}(?:s|es)?\b", held) is not None


def _lead_of(said: str) -> int:
    """Return where words begin behind those that only lead to them: 那个, "oh and"."""
    found = LEADS.match(said)
    return 0 if found is None else found.end()
