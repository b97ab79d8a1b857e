"""How many results are wanted, and the most that they may cost.

Rules: a number counts results where their measure word or plural says so, never things in a picture; every number of points
is a cap where a word for "at most" stands beside it, and is asked about where none does; money is asked about.
"""

import re
from collections.abc import Iterator, Sequence
from enum import Enum
from typing import TypeAlias

from imastudio.domain.intent.fields import SaidValue, cut_value, is_refused, settled
from imastudio.domain.intent.fragments import Fragment
from imastudio.domain.intent.media import RequestedMedium
from imastudio.domain.intent.reading import KnownWords, Reading
from imastudio.domain.intent.tables.asking import SPEAKERS
from imastudio.domain.intent.tables.media import PLURALS
from imastudio.domain.intent.tables.values import SHEETS
from imastudio.domain.intent.tags import NOUNS, VALUES, Tag, Token
from imastudio.domain.orders import Medium

_SURE = {
    Medium.IMAGE: frozenset({"张", "幅", "版", "款", "份"}),
    Medium.VIDEO: frozenset({"段", "条", "支", "部", "版"}),
    Medium.MUSIC: frozenset({"首", "段", "支", "版"}),
    Medium.SPEECH: frozenset({"段", "条", "版"}),
}
_PAYING = frozenset({Tag.POINTS, Tag.MARKS, Tag.MONEY, Tag.MOST})
_SKIPPED = VALUES | {Tag.DE, Tag.GENRE, Tag.GLUE}
_BARE_MEASURE = "个"
_SHEET_MEASURES = frozenset({"张", "幅"})
_VERSIONS = frozenset({"版", "款"})
_SURE_SHEETS = tuple(sheet for sheet in SHEETS if len(sheet) > 1)
_MAX_RESULTS = 4
_SPENDING = frozenset({"spend", "pay", "afford", "花", "付", "预算", "budget", "只有", "只能花"})
# One for each of several things: how many that makes is asked.
_FOR_EACH = re.compile(
    r"\bof each\b|\bone (?:for )?each\b|各(?:来|出|画|做|要|生成)?[一二两三四1-4](?:张|幅|段|条|首)|每.{1,6}[一1](?:张|幅|段|首)"
)
_POINT_WORDS = frozenset({"积分", "点数", "points", "credits", "pts"})
# On these pictures stand or hang as things: "three photos of my family on a shelf".
_FURNITURE = frozenset({"desk", "table", "wall", "shelf", "fridge", "board", "floor", "album", "piano", "mantelpiece"})


def number_of_results(reading: Reading, asked: RequestedMedium, medium: Medium) -> int | None:
    """Return how many results are asked for; one is no more than the default, but it was said."""
    counted = [said for part in reading.parts for said in _counted(reading, part, asked, medium)]
    _doubt_plurals(reading, asked)
    each = _FOR_EACH.search(reading.folded) if reading.handed is None else None
    if each is not None:
        reading.doubt("n", *each.span(), ["1", "2", "3", "4"])
        return None
    if not counted:
        return None
    return settled_count(reading, counted)


def _doubt_plurals(reading: Reading, asked: RequestedMedium) -> None:
    """Ask about a number before other words and a plural: "two dog pictures"."""
    for head in asked.heads:
        tokens = reading.fragments[head.fragment].tokens
        opening = next(
            (token for token in tokens if token.tag not in {Tag.POLITE, Tag.VERB, Tag.ARTICLE, Tag.GLUE}), tokens[0]
        )
        plural = head.kind == "final" and head.token.text in PLURALS
        if plural and opening.tag is Tag.NUMBER and isinstance(opening.value, int) and opening.value > 1:
            reading.doubt("n", opening.start, head.token.end, [str(opening.value), "1"])


def settled_count(reading: Reading, counted: list[SaidValue]) -> int | None:
    """Return the count that holds, and cut those of several results out of the prompt."""
    back = any(token.tag is Tag.INSTEAD for token in reading.tokens)
    if len(counted) > 1 and counted[0].value == 1 and _is_article(counted[0]) and counted[-1].part.whole:
        counted = counted[1:]  # 做一张海报, …, 出两张
    fragments = {said.value == 1: said.part.number for said in counted}
    if not back and len(fragments) > 1 and fragments[True] != fragments[False]:
        values = list(dict.fromkeys(str(said.value) for said in reversed(counted)))
        reading.doubt("n", counted[0].token.start, counted[-1].token.end, values)
        return None
    plural = counted if back else [said for said in counted if said.value != 1] or counted
    if len({said.value for said in plural}) == 1 and plural[-1].value == 1:
        said = plural[0]
        if _only_counts(said):
            cut_value(reading, said.part, said.place)
        reading.because("n", said.token.start, said.token.end)
        return 1
    chosen = settled(reading, "n", plural)
    if chosen is not None and int(str(chosen.value)) > _MAX_RESULTS:
        reading.doubt("n", chosen.token.start, chosen.token.end, [str(_MAX_RESULTS), "1"])
    return None if chosen is None else int(str(chosen.value))


def _only_counts(said: SaidValue) -> bool:
    """Tell whether a fragment of its own says nothing but how many: 给我出一张."""
    tokens, fragment = said.part.tokens, said.part.request.fragment
    alone = said.part.number > 0 and " " not in {fragment.opened_by, fragment.closed_by}
    verbs = [token.value for token in tokens if token.tag is Tag.VERB]
    return (
        alone
        and said.part.whole
        and verbs == [None]
        and said.place + 2 == len(tokens)
        and tokens[-1].tag is Tag.MEASURE
    )


def _is_article(said: SaidValue) -> bool:
    """Tell whether "one" only leads to what is made: 做一张公司年会的海报."""
    place = said.place + 1
    return said.token.han and not said.part.whole and said.part.tag(place) is Tag.MEASURE and said.part.has(Tag.VERB)


def _counted(reading: Reading, part: KnownWords, asked: RequestedMedium, medium: Medium) -> Iterator[SaidValue]:
    for place, token in enumerate(part.tokens if not part.has(Tag.MOST) else ()):
        if is_refused(part, place) or not isinstance(token.value, int) or token.tag not in {Tag.COUNT, Tag.NUMBER}:
            continue
        said = _with_measure(part, place)
        verdict = _verdict(reading, part, place, asked, medium)
        if token.value == 0 and verdict is not False:
            reading.doubt("n", said.start, said.end, ["2", "3", "4"])
        elif verdict is True:
            yield SaidValue(field="n", value=token.value, token=said, part=part, place=place)
        elif verdict is not False and token.value != 1:
            choices = [str(token.value), "1"]
            reading.doubt("n", said.start, said.end, choices if verdict is Likely.COUNT else choices[::-1])


def _with_measure(part: KnownWords, place: int) -> Token:
    token = part.tokens[place]
    measured = part.tag(place + 1) is Tag.MEASURE
    return token._replace(end=part.tokens[place + 1].end) if measured else token


class Likely(Enum):
    """What is likelier where a number may count results or things."""

    COUNT = "count"
    THINGS = "things"


Verdict: TypeAlias = bool | Likely


def _verdict(reading: Reading, part: KnownWords, place: int, asked: RequestedMedium, medium: Medium) -> Verdict:
    """Tell whether a number counts results; where that is open, what is likelier."""
    token = part.tokens[place]
    if token.tag is Tag.COUNT:
        sure = part.whole or part.tag(place + 1) in {Tag.ARTICLE, Tag.NOUN} or (part.at_end and token.gap)
        return sure or Likely.COUNT
    if reading.inputs and token.value == len(reading.inputs) != 1:
        return False
    if any(one.tag is Tag.OF for one in part.tokens[:place]):
        return Likely.THINGS
    behind = place + 1 + (part.tag(place + 1) is Tag.MEASURE)
    while part.tag(behind) in _SKIPPED:
        behind += 1
    if len(part.tokens) == 1:
        before = reading.fragments[part.number - 1] if part.number else None
        return before is not None and all(one.tag is Tag.INSTEAD for one in before.tokens)
    if part.tag(place + 1) is not Tag.MEASURE:
        return _of_plural(part, place, behind)
    measure = part.tokens[place + 1]
    fits = measure.text in _SURE[medium] or measure.text == _BARE_MEASURE or not measure.han
    if part.tag(behind) in NOUNS and not fits:
        return False
    if part.tag(behind) in NOUNS:
        last = (behind + 1 >= len(part.tokens) and part.following is not None) or part.at_end
        return Likely.THINGS if last and token.value != 1 and not part.has(Tag.VERB) else True
    return _of_measure(part, place, behind, asked, medium)


def _of_measure(part: KnownWords, place: int, behind: int, asked: RequestedMedium, medium: Medium) -> Verdict:
    """Judge a number with a measure word and no noun behind it: 画三张猫, 要两张, 三段海浪的视频."""
    number, measure = part.tokens[place], part.tokens[place + 1]
    sure = measure.text in _SURE[medium] or not measure.han
    if not measure.han and part.tag(behind) is Tag.OF:
        return True
    if part.at_end:
        return True if sure and part.has(*NOUNS) else Likely.COUNT
    if part.whole:
        return sure or measure.text == _BARE_MEASURE
    if behind < len(part.tokens) and part.tag(behind) not in {Tag.OF, Tag.NUMBER, Tag.ARTICLE}:
        return False
    final = any(head.kind == "final" and head.fragment == part.number for head in asked.heads)
    if measure.text == _BARE_MEASURE:
        return Likely.COUNT if final else False
    if measure.text in _VERSIONS:
        return part.has(Tag.VERB) or final
    if medium is Medium.IMAGE and measure.text in _SHEET_MEASURES:
        return _of_sheets(part, final=final)
    return sure and (final or (medium is not Medium.IMAGE and (number.value == 1 or medium is Medium.MUSIC)))


def _of_sheets(part: KnownWords, *, final: bool) -> Verdict:
    """Judge 张 and 幅, by which people count pictures and other flat things."""
    following = part.following.text if part.following is not None else ""
    rest = part.request.fragment.tokens[-1].text
    if following in SHEETS or following.startswith(_SURE_SHEETS):
        return False
    if following.startswith(SHEETS) or (rest.endswith(SHEETS) and not final):
        return Likely.THINGS
    return True if part.has(Tag.VERB) or final else Likely.COUNT


def _of_plural(part: KnownWords, place: int, behind: int) -> Verdict:
    """Judge an English number: "three videos of waves" counts results, without a verb it is asked about."""
    told = part.tag(place - 1) is Tag.VERB and part.whole and part.number > 0
    if (told or part.tag(place - 1) is Tag.INSTEAD) and place + 1 == len(part.tokens):
        return True
    if part.tag(behind) in NOUNS and part.tokens[behind].han and part.tokens[place].han:
        return part.has(Tag.VERB)
    single = part.tokens[place].value == 1
    if part.tag(behind) in NOUNS and single and not part.tokens[place].han:
        return True
    if part.tag(behind) not in NOUNS or part.tokens[behind].text not in PLURALS:
        return False
    shown = any(token.text in _FURNITURE for token in part.request.fragment.tokens)
    told = _tells(part, behind + 1) and place == 0 and not shown
    return True if part.has(Tag.VERB, Tag.POLITE) or part.whole or told else Likely.COUNT


def _tells(part: KnownWords, at: int) -> bool:
    """Tell whether the words behind a plural say what it shows or is for."""
    token = part.tokens[at] if at < len(part.tokens) else part.following
    return token is not None and (token.tag is Tag.OF or token.text in {"for", "about", "showing"})


# the most that may be paid


def cap_of(reading: Reading, n: int | None) -> int | None:
    """Return the most that the whole order may cost, in points: of several caps the smallest."""
    caps = [said for part in reading.parts for said in _caps(reading, part)]
    _doubt_points(reading, {said.token.start for said in caps})
    if not caps:
        return None
    if len({said.value for said in caps}) > 1:
        chosen = settled(reading, "max_points", caps)
        return None if chosen is None else int(str(chosen.value))
    for said in caps:
        cut_value(reading, said.part, said.place)
        reading.because(
            "max_points", said.part.tokens[0].start if said.part.whole else said.token.start, said.token.end
        )
    each = next((said for said in caps if said.part.has(Tag.EACH)), None)
    if each is not None and n is not None and n > 1:
        points = int(str(each.value))
        reading.doubt("max_points", each.token.start, each.token.end, [str(points * n), str(points)])
    return min(int(str(said.value)) for said in caps)


def _caps(reading: Reading, part: KnownWords) -> Iterator[SaidValue]:
    most = part.has(Tag.MOST) or _capped_before(reading, part)
    if part.at_end and part.tokens[0].text in {"with", "has", "having"}:
        return
    for place, token in enumerate(part.tokens):
        bare = token.tag is Tag.NUMBER and part.whole and _is_bare(part.tokens, place) and _speaks_of_points(part)
        if (token.tag in {Tag.POINTS, Tag.MARKS} or bare) and most and isinstance(token.value, int):
            yield SaidValue(field="max_points", value=token.value, token=token, part=part, place=place)


def _speaks_of_points(part: KnownWords) -> bool:
    return any(token.text in _POINT_WORDS for token in part.tokens)


def _capped_before(reading: Reading, part: KnownWords) -> bool:
    """Tell whether a cap is corrected: 最多20积分，不对，30积分."""
    before = [one for one in reading.parts if one.number in {part.number - 1, part.number - 2}]
    corrected = any(token.tag is Tag.INSTEAD for token in part.tokens) or any(one.has(Tag.INSTEAD) for one in before)
    return corrected and any(one.has(Tag.POINTS) and one.has(Tag.MOST) for one in before)


def _doubt_points(reading: Reading, read: set[int]) -> None:
    """Ask about points and money that no word beside them makes a cap."""
    for request in reading.requests if not reading.tags.isdisjoint(_PAYING) else ():
        tokens = request.fragment.tokens
        most = request.fragment.has(Tag.MOST)
        shown = next((at for at, one in enumerate(tokens) if one.tag in {Tag.WRITING, Tag.CONSUME}), len(tokens))
        for place, token in enumerate(tokens[: shown + 1]):
            if token.start in read:
                continue
            bare = request.fragment.known and token.tag is Tag.NUMBER and most and _is_bare(tokens, place)
            following = tokens[place + 1].tag if place + 1 < len(tokens) else Tag.BREAK
            if token.text == "budget" and following in NOUNS:
                reading.doubt("tier", token.start, token.end, ["budget", "none"])
            elif token.tag is Tag.POINTS or bare or (token.tag is Tag.MARKS and most):
                reading.doubt("max_points", token.start, token.end, [str(token.value), "none"])
            elif token.tag is Tag.MOST and (_is_empty(request.fragment) or _lacks_points(request.fragment)):
                reading.doubt(
                    "tier" if token.text == "budget" else "max_points",
                    token.start,
                    token.end,
                    ["budget" if token.text == "budget" else "none", "none"],
                )
            elif token.tag is Tag.MONEY and (
                most or _is_paid(tokens, place) or any(one.text in _SPENDING for one in tokens)
            ):
                reading.doubt("max_points", token.start, token.end, ["none"], money=token.text)


def _is_paid(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether money begins a fragment, or ends it as what is given for it: "$5, …", "… for a dollar"."""
    ends = place + 1 == len(tokens) and tokens[place - 1].text == "for"
    told = place + 1 == len(tokens) and tokens[0].text in SPEAKERS  # "I've got ten bucks, …"
    return ends or told or place == 0


def _is_empty(fragment: Fragment) -> bool:
    """Tell whether words for "at most" stand in known words without a number."""
    return fragment.known and not fragment.has(Tag.POINTS, Tag.MARKS, Tag.MONEY, Tag.NUMBER, Tag.SECONDS, Tag.TIER)


def _lacks_points(fragment: Fragment) -> bool:
    """Tell whether a fragment limits the points to what no number says: 积分别花超过那个数."""
    numbers = fragment.has(Tag.POINTS, Tag.MARKS, Tag.MONEY, Tag.NUMBER, Tag.SECONDS, Tag.OF)
    return not numbers and any(one.text in _POINT_WORDS for one in fragment.tokens)


def _is_bare(tokens: object, place: int) -> bool:
    assert isinstance(tokens, tuple)  # noqa: S101 - the tables say so
    behind = tokens[place + 1].tag if place + 1 < len(tokens) else Tag.BREAK
    counted = behind is Tag.MEASURE and tokens[place + 1].text != _BARE_MEASURE
    return not counted and behind not in NOUNS
