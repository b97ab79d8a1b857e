"""The words of an utterance, read once from left to right: numbers with their units, names with their versions, phrases.

Rules: at each place a number with its unit beats a phrase, and the longest phrase wins; what no table knows is the person's
own. A name with a version or an edition is one word, and one that nobody sells is an unknown model, never its neighbour.
"""

import re
from collections.abc import Sequence
from typing import TypeAlias

from imastudio.domain.intent.folding import HAN_FIRST, HAN_LAST, SEAL, is_han
from imastudio.domain.intent.lexicon import JOINTS, PIECE, TREE, Tree, entry_at
from imastudio.domain.intent.measures import FIRST_SIGNS, begins_measure, measure_at
from imastudio.domain.intent.rows import LexiconEntry
from imastudio.domain.intent.tables.courtesy import COURTEOUS, COURTESY
from imastudio.domain.intent.tables.models import MIN_NAME_LETTERS, meant_by
from imastudio.domain.intent.tables.numbers import DIGITS, value_of
from imastudio.domain.intent.tags import NAMES, Meaning, Tag, Token
from imastudio.domain.intent.versions import is_counting, named_at

_BREAKS = frozenset(",。;!?\n、…()[]【】|~—/.{}<>•")
# Breaks that begin nothing else.
_SURE_BREAKS = _BREAKS - TREE.keys() - FIRST_SIGNS
_NOTHING = frozenset[str]()
# What may stand behind a Chinese sign so that it begins a word of ours: None for anything, behind one that is a word by itself.
_SECONDS = {
    sign: None if entry_at(node) is not None or sign in FIRST_SIGNS else frozenset({*node, *JOINTS})
    for sign in (*TREE, *FIRST_SIGNS)
    if is_han(sign[0]) and (node := TREE.get(sign, {})) is not None
}
_NUMERALS = re.compile(f"[{''.join(DIGITS)}]{{2,6}}")
# Far more than anybody makes, whatever it comes to: 一千万张.
_MYRIADS = re.compile(f"(?:[{''.join(DIGITS)}]{{1,4}}|[0-9]{{1,4}})[万亿]+(?=[张幅段首个条])")
_MAX_NUMBER_CHARS = 5
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])")


_TIMES = frozenset({"year", "season", "month", "week", "day", "show"})
_WHERE = frozenset({"on", "at", "by", "near", "walking", "wearing", "posing"})
_NUMERIC = frozenset({Tag.SECONDS, Tag.POINTS, Tag.NUMBER, Tag.COUNT})


_Found: TypeAlias = tuple[Tag, Meaning, int]


def tokens_of(folded: str) -> list[Token]:
    """Return the words of a folded text in which what nobody looks into is covered."""
    tokens: list[Token] = []
    place, length, gap, own = 0, len(folded), False, -1
    while place < length:
        sign = folded[place]
        han = HAN_FIRST <= sign <= HAN_LAST
        seconds = _SECONDS.get(sign, _NOTHING) if han else None
        if seconds is not None and folded[place + 1 : place + 2] not in seconds:
            own, place = place if own < 0 else own, place + 1
            continue
        if sign == " " or (sign.isspace() and sign != "\n"):
            own = _flushed(folded, tokens, own, place, gap=gap)
            gap, place = True, place + 1
            continue
        tag, value, end = (Tag.BREAK, None, place + 1) if sign in _SURE_BREAKS else _found_at(folded, place)
        if han and tag is Tag.CONTENT:
            own, place = place if own < 0 else own, end
            continue
        if own >= 0:
            own, gap = _flushed(folded, tokens, own, place, gap=gap), False
        tokens.append(Token(tag, folded[place:end], value, place, end, gap, han))
        place, gap = end, False
    _flushed(folded, tokens, own, length, gap=gap)
    return tokens


def _flushed(folded: str, tokens: list[Token], own: int, place: int, *, gap: bool) -> int:
    """Add the Chinese words of the person's own that began at `own`, if any; there are none any more."""
    if own >= 0:
        tokens.append(Token(Tag.CONTENT, folded[own:place], None, own, place, gap, han=True))
    return -1


def _piece(folded: str, place: int) -> str:
    """Return the word or sign at `place`."""
    if HAN_FIRST <= folded[place] <= HAN_LAST:
        return folded[place]
    found = PIECE.match(folded, place)
    return folded[place] if found is None else found[0]


def _found_at(folded: str, start: int) -> _Found:
    text = _piece(folded, start)
    node = _under(TREE, text)
    entry, end = (None, start + len(text)) if node is None else _longest(folded, start, text, node)
    if text == "about" and (told := measure_at(folded, start + len("about "))) is not None and told[0] is Tag.SECONDS:
        return told
    if text in COURTEOUS and (said := COURTESY.match(folded, start)) is not None and said.end() > end:
        return Tag.POLITE, None, said.end()
    if begins_measure(text):
        measured = measure_at(folded, start)
        if measured is not None and measured[2] >= end:
            return measured
        number = _number(folded, start, text) if entry is None or entry.tag is Tag.NUMBER else None
        if number is not None:
            return number
    if entry is None:
        return _tag_of(text, folded, start), None, end
    if entry.tag in NAMES:
        return named_at(folded, entry, end)
    return entry.tag, entry.value, end


def _number(folded: str, start: int, text: str) -> _Found | None:
    """Read a number without a unit, in digits or in several Chinese numerals."""
    myriads = _MYRIADS.match(folded, start)
    if myriads is not None:
        return Tag.NUMBER, 10**4, myriads.end()
    spelled = _NUMERALS.match(folded, start)
    if spelled is not None:
        return Tag.NUMBER, value_of(spelled[0]), spelled.end()
    grouped = _GROUPED.match(folded, start)
    if grouped is not None:
        return Tag.NUMBER, int(grouped[0].replace(",", "")), grouped.end()
    if text.isdecimal() and text.isascii() and len(text) <= _MAX_NUMBER_CHARS:
        return Tag.NUMBER, int(text), start + len(text)
    return None


def _longest(folded: str, start: int, text: str, node: Tree | None) -> tuple[LexiconEntry | None, int]:
    """Return the longest phrase that begins with `text` at `start`, and where it ends."""
    place = start + len(text)
    entry, end, length = None, place, len(folded)
    while node is not None:
        found = entry_at(node)
        counted = found is not None and text[0].isdigit() and place > start + len(text) and is_counting(folded, place)
        if found is not None and not counted:
            entry, end = found, place
        last = place
        while place < length and folded[place] in JOINTS:
            place += 1
        if place >= length or (place > last and folded[last - 1] >= HAN_FIRST and folded[place] >= HAN_FIRST):
            break  # no Chinese word goes on over a space: 没有水印 上限50积分
        text = _piece(folded, place)
        node, place = _under(node, text), place + len(text)
    return entry, end


def _under(node: Tree, text: str) -> Tree | None:
    """Return what goes on with a word, or with the name that it misspells."""
    found: Tree | None = node.get(text)
    name = meant_by(text) if found is None and len(text) >= MIN_NAME_LETTERS - 1 else None
    return found if name is None else node.get(name)


def _tag_of(text: str, folded: str, start: int) -> Tag:
    first = text[0]
    if first == ":":
        return Tag.COLON
    if first == SEAL:
        return Tag.SEALED
    if first in _BREAKS or (first == "-" and _stands_alone(folded, start)):
        return Tag.BREAK
    return Tag.CONTENT


def _stands_alone(folded: str, start: int) -> bool:
    before = folded[start - 1] if start else " "
    after = folded[start + 1] if start + 1 < len(folded) else " "
    return before.isspace() and after.isspace()


def retyped(tokens: Sequence[Token]) -> list[Token]:
    """Return the words, a bare number that corrects a value being one of its kind: "5 seconds... scratch that, 10"."""
    done = list(tokens)
    for place, token in enumerate(tokens if any(one.tag is Tag.INSTEAD for one in tokens) else ()):
        back = place - 1
        while back >= 0 and tokens[back].tag in {Tag.BREAK, Tag.GLUE}:
            back -= 1
        ended = place + 1 == len(tokens) or tokens[place + 1].tag in {Tag.BREAK, Tag.OF}
        if token.tag is Tag.NUMBER and ended and back >= 0 and tokens[back].tag is Tag.INSTEAD:
            value = next((one for one in reversed(done[:back]) if one.tag in _NUMERIC), None)
            if value is not None and value.tag is not Tag.NUMBER:
                done[place] = token._replace(tag=value.tag)
    for place, token in enumerate(tokens[:-1]):
        if token.tag is Tag.TIER and _is_somebody(tokens, place):
            done[place] = token._replace(tag=Tag.CONTENT, value=None)
    return done


def _is_somebody(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a model is one on a catwalk: "the best model of the year"."""
    behind = place + 1 + (tokens[place + 1].tag is Tag.MODEL_WORD)
    told = tokens[place].text.endswith("model") or behind > place + 1
    best = tokens[behind].text if behind < len(tokens) else ""
    return told and (best in _WHERE or (best == "of" and tokens[-1].text in _TIMES))
