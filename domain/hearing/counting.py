"""How many results are asked for: a number of pictures, not of the things in them.

"画三张猫" and "two versions" count results; "ten puppies", "画三个女孩" and "墙上挂着两幅画" count things of the picture.
"""

import re
from collections.abc import Iterator

from imastudio.domain.hearing.found import Found
from imastudio.domain.hearing.heads import Head, lead
from imastudio.domain.hearing.sentence import Clause, Sentence
from imastudio.domain.tasks import Medium
from imastudio.domain.vocabulary.entries import Kind
from imastudio.domain.vocabulary.media import PLAIN_NOUNS, PLURALS
from imastudio.domain.vocabulary.values import SHEETS

_SINGULAR = frozenset({"one", "a single", "single"})
_VERSIONS = frozenset(
    {"versions", "variations", "options", "takes", "variants", "版本", "方案", "选项", "版", "的版本"}
)
_OF_MEDIUM = {
    "张": {Medium.IMAGE},
    "幅": {Medium.IMAGE},
    "张图": {Medium.IMAGE},
    "段": {Medium.VIDEO, Medium.MUSIC, Medium.SPEECH},
    "首": {Medium.MUSIC},
    "条": {Medium.VIDEO, Medium.SPEECH, Medium.MUSIC},
    "支": {Medium.VIDEO, Medium.MUSIC},
    "部": {Medium.VIDEO},
    "款": set(Medium),
    "版": set(Medium),
    "份": set(Medium),
}
_FAR = 6
_MAKING = frozenset({"做", "生成", "制作", "出", "来"})
_SPELLED = re.compile(r"n ?= ?([0-9]{1,2})(?=$|[\s,;:])")
_SETS = frozenset({"series", "set", "collection", "pack", "batch"})


def numbers(sentence: Sentence, heads: list[Head], medium: Medium) -> Iterator[Found]:
    """Yield the numbers of results that were asked for."""
    nouns = {head.place for head in heads if head.is_noun}
    for place in sentence.places(Kind.NUMERAL):
        number = sentence.tokens[place].meaning
        if not isinstance(number, int) or sentence.is_negated(place) or number < 1:
            continue
        counter = sentence.kind(place + 1) == Kind.COUNTER
        asked = _counts_by_counter if counter else _counts_by_noun
        if asked(sentence, place, medium, nouns):
            token = sentence.tokens[place]
            end = sentence.tokens[place + 1].end if counter else token.end
            yield Found(
                field="n", value=number, start=token.start, end=end, cut=(token.start, end) if number > 1 else None
            )


def spelled(sentence: Sentence) -> Iterator[Found]:
    """Yield the numbers that open a clause as options do: "n=3 a fox", but not "n=3 on a blackboard"."""
    for clause in sentence.clauses:
        first = sentence.tokens[clause.start]
        found = _SPELLED.match(sentence.text, first.start) if first.text == "n" else None
        if found is None or not int(found[1]):
            continue
        place = clause.start + 2
        if sentence.kind(place) == Kind.NUMERAL and sentence.kind(place + 1) not in {
            Kind.PLACE,
            Kind.IN,
            Kind.BE,
            Kind.SIGN,
            Kind.AND,
            Kind.NUMERAL,
        }:
            yield Found(field="n", value=int(found[1]), start=found.start(), end=found.end(), cut=found.span())


def _opens(sentence: Sentence, clause: Clause, place: int) -> bool:
    """Tell whether a number stands where a request begins: behind its verb, or first in the clause."""
    verb = lead(sentence, clause)
    start = clause.start if verb is None or verb > place else verb + 1
    return all(letter in "PgaUMmDkbFYVWROKZTSJIid:" for letter in sentence.shape[start:place])


def _counts_by_counter(sentence: Sentence, place: int, medium: Medium, nouns: set[int]) -> bool:
    clause, after = sentence.clause_of(place), place + 2
    if sentence.word(after) in _VERSIONS or (sentence.word(after) == "不同" and sentence.word(after + 1) in _VERSIONS):
        return True
    if not _opens(sentence, clause, place) and not _is_ordered(sentence, clause, place):
        return False
    if sentence.kind(after) == Kind.DE:
        return sentence.ends(after + 1)
    word = sentence.word(place + 1)
    if word == "个":
        return _reaches_noun(sentence, after, nouns)
    if word == "张" and any(sentence.text[sentence.tokens[place + 1].end :].startswith(noun) for noun in SHEETS):
        return False
    if word == "张" and _ends_in_sheet(sentence, clause):
        return False
    if medium not in _OF_MEDIUM.get(word, set()):
        return False
    if place in sentence.free or sentence.ends(after):
        return True
    if medium is Medium.IMAGE:
        return (
            lead(sentence, clause) is not None
            or _reaches_noun(sentence, after, nouns)
            or clause.start == place
            or _asked_before(sentence, clause, place)
        )
    return any(after <= noun < clause.end for noun in nouns) or sentence.kind(place - 1) == Kind.VERB


def _is_ordered(sentence: Sentence, clause: Clause, place: int) -> bool:
    """Tell whether a clause ends with "做四张图": a verb of making, the number, a noun that says no more than the medium."""
    noun = sentence.word(place + 2)
    return sentence.word(place - 1) in _MAKING and place + 3 == clause.end and noun in PLAIN_NOUNS


def _asked_before(sentence: Sentence, clause: Clause, place: int) -> bool:
    return not {"P", "g"}.isdisjoint(sentence.shape[clause.start : place])


def _ends_in_sheet(sentence: Sentence, clause: Clause) -> bool:
    end = sentence.tokens[clause.end - 1].end
    start = sentence.tokens[clause.start].start
    return sentence.text[start:end].endswith(tuple(noun + tail for noun in SHEETS for tail in ("", "子")))


def _reaches_noun(sentence: Sentence, place: int, nouns: set[int]) -> bool:
    """Tell whether only values stand between a number and the noun that heads the request."""
    while sentence.kind(place) in "WROKZTSJIdkBM" and place not in nouns:
        place += 1
    return place in nouns


def _counts_by_noun(sentence: Sentence, place: int, medium: Medium, nouns: set[int]) -> bool:
    del medium
    word = sentence.word(place)
    clause = sentence.clause_of(place)
    for ahead in range(place + 1, min(place + _FAR, clause.end)):
        noun = sentence.word(ahead)
        if noun in PLURALS:
            of_a_set = sentence.kind(place - 1) == Kind.OF and sentence.word(place - 2) in _SETS
            if of_a_set:
                return True
            counted = (ahead in nouns and sentence.kind(ahead + 1) != Kind.PLACE) or noun in _VERSIONS
            return (
                counted
                and (noun in _VERSIONS or _opens(sentence, clause, place) or lead(sentence, clause) is None)
                and word not in _SINGULAR
            )
        if word in _SINGULAR and ahead in nouns:
            return _opens(sentence, clause, place)
        if sentence.shape[ahead] not in "wWROKZTSJIBMkAHGd":
            return False
    return False
