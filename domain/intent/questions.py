"""Whether words ask something, rather than ask for something: by how a sentence is built, in either language.

Rules: a Chinese clause asks by a question word, by "A-not-A" or by its last sign; an English one by what leads to a question
("I wonder whether"). A wish put as a question ("can you draw me a cat?") stays a wish: it names somebody it is for, or counts
what is wanted. What is asked within a scene (问, "a sign that says"), or tells of a noun behind it (一只等了多久的狗), is no
question of ours.
"""

import re

from imastudio.domain.intent.tables.asking import (
    ABLE,
    ANY,
    ASKED_LAST,
    BELONGS,
    CHOICE_ZH,
    END_ZH,
    LEADS_TO,
    NAMES_A_THING,
    SAID,
    TAG_ZH,
    WISH_ZH,
    WORD_ZH,
)

_LETTER = re.compile("[a-z]")
_CLAUSES = re.compile(r"[,.。!;\n、…]+|(?<=\?)")


def asks_zh(folded: str) -> bool:
    """Tell whether a clause asks, in Chinese; what stands behind a colon is no question of ours."""
    place = 0
    for clause in _CLAUSES.split(folded):
        start = folded.find(clause, place)
        place = start + len(clause)
        text, colon, _ = clause.strip(" ?").partition(":")
        if _asks(folded[:start], text, marked=clause.rstrip().endswith("?")):
            return True
        if colon:
            return False
    return False


def asks_en(folded: str) -> bool:
    """Tell whether words lead to a question, or ask what can be done at all, in English."""
    if _LETTER.search(folded) is None:
        return False
    if ABLE.search(folded):
        return True
    found = ASKED_LAST.search(folded) or LEADS_TO.search(folded)
    return found is not None and not SAID.search(folded[: found.start()].partition(" ")[2])


def _asks(before: str, text: str, *, marked: bool) -> bool:
    """Tell whether a clause asks; behind a wish "is that all right?" is no question."""
    if TAG_ZH.fullmatch(text) and WISH_ZH.search(before):
        return False
    for found in WORD_ZH.finditer(text):
        anything = ANY.match(text, found.end()) or text.count(found[0]) > 1
        if not anything and not _is_shown(before, text, found, marked=marked):
            return True
    chosen = CHOICE_ZH.search(text) or END_ZH.search(text)
    if chosen is None or (chosen[0] == "还是" and not marked):
        return False
    return not _is_shown(before, text, chosen, marked=marked) and not WISH_ZH.search(text)


def _is_shown(before: str, text: str, found: re.Match[str], *, marked: bool) -> bool:
    """Tell whether a question is part of a scene: somebody in it asks, or it only tells of a noun."""
    if SAID.search(f"{before} {text[: found.start()]}"):
        return True
    inner = found.start() > 0 or NAMES_A_THING.match(text, found.end()) is not None
    return not marked and inner and BELONGS.match(text, found.end()) is not None
