"""How many results are asked for: a number of pictures, not of the things in them.

"画三张猫" and "two versions" count results; "ten puppies", "画三个女孩" and "墙上挂着两幅画" count things of the picture.
"""

import re
from collections.abc import Iterator

from imastudio.domain.intent.hearing.found import Found
from imastudio.domain.intent.hearing.heads import Head, lead
from imastudio.domain.intent.hearing.sentence import Clause, Sentence
from imastudio.domain.intent.vocabulary.entries import Kind
from imastudio.domain.intent.vocabulary.media import COUNTED_BY_GE, PERSONS, PLAIN_NOUNS, PLURALS
from imastudio.domain.intent.vocabulary.values import SHEETS
from imastudio.domain.tasks import Medium

_SINGULAR = frozenset({"one", "a single", "single"})
_VERSIONS = frozenset(
    {"versions", "variations", "options", "takes", "variants", "版本", "方案", "选项", "选择", "版", "的版本"}
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
_MOST_HAN = 4
_SET_ZH = ("一", "套")
_OBJECT_MARKS = frozenset({"把", "将"})
_JOINING = frozenset({"合", "拼", "融", "叠", "挂", "贴", "摆", "放", "摊"})
_MANNERS = frozenset(
    {"style", "format", "look", "palette", "tone", "theme", "way", "row", "ratio", "resolution", "mood"}
)
_NOT_OPTIONS = frozenset({"written", "painted", "carved", "drawn", "printed", "shown"})
# Goods are counted with it, too: 六款口红.
_PRODUCT = "款"
_SHEET_COUNTERS = frozenset("张幅版份")
_MAKING = frozenset(
    {"做", "生成", "制作", "出", "来", "一次出", "一次性出", "一次生成", "一次性生成", "一次做", "一次性做"}
)
_ON_A_WALL = re.compile(r" on (?:the|a|an|his|her|my|our|their) (?:[a-z]+ )?(?:walls?|fridge|corkboard|pinboard)\Z")
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
        asked = _counts_a_set if counter and _is_a_set(sentence, place) else asked
        if asked(sentence, place, medium, nouns):
            token = sentence.tokens[place]
            end = sentence.tokens[_last_counted(sentence, place, counter=counter)].end
            yield Found(
                field="n", value=number, start=token.start, end=end, cut=(token.start, end) if number > 1 else None
            )


def _last_counted(sentence: Sentence, place: int, *, counter: bool) -> int:
    """Return the place of the last word that goes out with a number: 三张; "four options" as a clause, 两个版本 at its end."""
    noun = place + 1 + counter
    if counter and _is_a_set(sentence, place) and sentence.kind(noun) == Kind.DE:
        return noun
    whole = sentence.ends(noun + 1) and (counter or sentence.ends(place - 1))
    return noun if whole and sentence.word(noun) in _VERSIONS else noun - 1


def spelled(sentence: Sentence) -> Iterator[Found]:
    """Yield the numbers that open a clause as options do: "n=3 a fox", but not "n=3 on a blackboard"."""
    for clause in sentence.clauses:
        first = sentence.tokens[clause.start]
        found = _SPELLED.match(sentence.text, first.start) if first.text == "n" else None
        if found is None or not int(found[1]):
            continue
        place = clause.start + 2
        if (
            sentence.kind(place) == Kind.NUMERAL
            and sentence.kind(place + 1)
            not in {
                Kind.PLACE,
                Kind.IN,
                Kind.BE,
                Kind.SIGN,
                Kind.AND,
                Kind.NUMERAL,
            }
            and sentence.word(place + 1) not in _NOT_OPTIONS
        ):
            yield Found(field="n", value=int(found[1]), start=found.start(), end=found.end(), cut=found.span())


def _opens(sentence: Sentence, clause: Clause, place: int) -> bool:
    """Tell whether a number stands where a request begins: behind its verb, or first in the clause."""
    verb = lead(sentence, clause)
    start = clause.start if verb is None or verb > place else verb + 1
    return all(letter in "PgaUMmDkbFYVWROKZTSJIid:E" for letter in sentence.shape[start:place])


def _counts_by_counter(sentence: Sentence, place: int, medium: Medium, nouns: set[int]) -> bool:
    clause, after = sentence.clause_of(place), place + 2
    if _is_worked_on(sentence, clause, place) or _hangs_somewhere(sentence, clause, place):
        return False
    in_clause = any(after <= noun < clause.end for noun in nouns)
    versions = after + (sentence.word(after) == "不同")
    if sentence.word(versions) in _VERSIONS:
        made = in_clause or lead(sentence, clause) is not None
        return made or (sentence.kind(versions + 1) != Kind.DE and _opens(sentence, clause, place))
    word = sentence.word(place + 1)
    of_medium = medium in _OF_MEDIUM.get(word, set())
    if sentence.ends(after) and place - 1 in nouns:
        return of_medium  # 产品视频3条
    if not _opens(sentence, clause, place) and not _is_ordered(sentence, clause, place):
        return False
    if sentence.kind(after) == Kind.DE:
        return sentence.ends(after + 1)
    if word == "个":
        return _reaches_noun(sentence, after, nouns) or _is_ordered_by_ge(sentence, place, nouns)
    if not of_medium or _is_of_sheets(sentence, clause, place):
        return False
    if place in sentence.free or sentence.ends(after):
        return True
    if medium is Medium.IMAGE and word != _PRODUCT:
        return _is_counted_picture(sentence, clause, place, nouns)
    return in_clause or (sentence.kind(place - 1) == Kind.VERB and word != _PRODUCT)


def _counts_a_set(sentence: Sentence, place: int, medium: Medium, nouns: set[int]) -> bool:
    """Tell whether a request is for all of a set: 做一套6张的贴纸, but not a box for it."""
    noun = _behind_han(sentence, place + 2 + (sentence.kind(place + 2) == Kind.DE))
    of_medium = medium in _OF_MEDIUM.get(sentence.word(place + 1), set())
    return (
        of_medium
        and noun in nouns
        and sentence.ends(noun + 1)
        and _opens(sentence, sentence.clause_of(place), place - 2)
    )


def _is_of_sheets(sentence: Sentence, clause: Clause, place: int) -> bool:
    """Tell whether tables, faces and the like are counted: 三张桌子."""
    if sentence.word(place + 1) not in _SHEET_COUNTERS:
        return False
    behind = sentence.text[sentence.tokens[place + 1].end :]
    return any(behind.startswith(noun) for noun in SHEETS) or _ends_in_sheet(sentence, clause)


def _is_counted_picture(sentence: Sentence, clause: Clause, place: int, nouns: set[int]) -> bool:
    return (
        lead(sentence, clause) is not None
        or _reaches_noun(sentence, place + 2, nouns)
        or clause.start == place
        or _asked_before(sentence, clause, place)
    )


def _is_worked_on(sentence: Sentence, clause: Clause, place: int) -> bool:
    """Tell whether the counted things are there already: 把两张图合成一张, 两张图拼在一起."""
    noun = place + 2
    verb = lead(sentence, clause)
    told_of = sentence.tokens[place].meaning != 1 and (verb is None or verb >= noun)
    goes_on = told_of and sentence.kind(noun + 1) == Kind.HAN
    joined = sentence.kind(noun) in {Kind.NOUN, Kind.WEAK_NOUN} and (goes_on or sentence.kind(noun + 1) == Kind.VERB)
    joined = joined or (
        sentence.kind(noun) in "Hh" and sentence.kind(noun + 1) == Kind.DE and not sentence.ends(noun + 2)
    )
    joined = joined or (told_of and sentence.word(noun + 1) in _JOINING)
    before = place
    while before > clause.start and sentence.kind(before) != Kind.VERB and sentence.word(before) not in _OBJECT_MARKS:
        before -= 1
    return joined or sentence.word(before) in _OBJECT_MARKS


def _hangs_somewhere(sentence: Sentence, clause: Clause, place: int) -> bool:
    """Tell whether pictures that nobody asks for hang or lie in the picture: 四张她的照片挂在墙上."""
    noun = next((at for at in range(place + 2, clause.end) if sentence.kind(at) == Kind.NOUN), clause.end)
    return lead(sentence, clause) is None and noun + 1 < clause.end and sentence.word(noun + 1) in _JOINING


def _is_ordered(sentence: Sentence, clause: Clause, place: int) -> bool:
    """Tell whether a clause ends with "做四张图": a verb of making, the number, a noun that says no more than the medium."""
    noun = sentence.word(place + 2)
    return sentence.word(place - 1) in _MAKING and place + 3 == clause.end and noun in PLAIN_NOUNS


def _is_ordered_by_ge(sentence: Sentence, place: int, nouns: set[int]) -> bool:
    """Tell whether films are counted over their subject: 生成3个海浪视频, but not 生成3个女孩视频, 三个女孩的视频."""
    first = place + 2
    while sentence.kind(first) in "ROKZTSJIM" or (first > place + 2 and sentence.kind(first) == Kind.DE):
        first += 1
    noun = _behind_han(sentence, first)
    subject = {letter for at in range(first, noun) for letter in sentence.word(at)}
    several = sentence.tokens[place].meaning != 1
    made = several and sentence.word(place - 1) in _MAKING and sentence.word(noun) in COUNTED_BY_GE
    return made and noun in nouns and sentence.ends(noun + 1) and PERSONS.isdisjoint(subject)


def _behind_han(sentence: Sentence, first: int) -> int:
    """Return the place behind the few plain words that say what is shown."""
    place = first
    while sentence.kind(place) == Kind.HAN and place < first + _MOST_HAN:
        place += 1
    return place


def _is_a_set(sentence: Sentence, place: int) -> bool:
    """Tell whether a number says how many a set has: 一套6张的贴纸."""
    return (sentence.word(place - 2), sentence.word(place - 1)) == _SET_ZH


def _asked_before(sentence: Sentence, clause: Clause, place: int) -> bool:
    return not {"P", "g"}.isdisjoint(sentence.shape[clause.start : place])


def _ends_in_sheet(sentence: Sentence, clause: Clause) -> bool:
    if sentence.shape[clause.end - 1] == Kind.NOUN:
        return False  # a 壁纸 is a picture, whatever it is written with
    end = sentence.tokens[clause.end - 1].end
    start = sentence.tokens[clause.start].start
    return sentence.text[start:end].endswith(tuple(noun + tail for noun in SHEETS for tail in ("", "子")))


def _reaches_noun(sentence: Sentence, place: int, nouns: set[int]) -> bool:
    """Tell whether only values stand between a number and the noun that heads the request."""
    while sentence.kind(place) in "WROKZTSJIdkBM" and place not in nouns:
        place += 1
    return place in nouns


def _is_of_results(sentence: Sentence, place: int, noun: int) -> bool:
    """Tell whether versions are ours to make: "two versions of", but not "a menu with 4 options", "3 options trading"."""
    of_a_thing = sentence.kind(place - 1) == Kind.USE or (
        sentence.kind(place - 1) == Kind.OF and sentence.word(place - 2) not in _SETS
    )
    return not of_a_thing and sentence.kind(noun + 1) != Kind.WORD


def _is_somewhere(sentence: Sentence, clause: Clause, place: int) -> bool:
    """Tell whether the counted pictures are things in a place: "three posters on a wall", "ten portraits in a gallery"."""
    if lead(sentence, clause) is None and _ON_A_WALL.search(sentence.text[: sentence.tokens[clause.end - 1].end]):
        return True
    in_a_place = sentence.kind(place) == Kind.IN and sentence.kind(place + 1) in {Kind.ARTICLE, Kind.NUMERAL}
    if in_a_place and lead(sentence, clause) is None:
        return _MANNERS.isdisjoint(sentence.word(near) for near in range(place, clause.end))
    return sentence.kind(place) == Kind.PLACE


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
            if noun in _VERSIONS and not _is_of_results(sentence, place, ahead):
                return False
            counted = (ahead in nouns and not _is_somewhere(sentence, clause, ahead + 1)) or noun in _VERSIONS
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
