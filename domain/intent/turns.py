"""A line of a conversation in its plain form: which work is meant, what is only remarked, what a question wishes.

Rules: a work is meant by what it shows, by its place, by what it is, or as the one before; what only judges is left out where
something else is said; a wish in a question's clothes ("how much would three be?") is that wish, whose price is told before
anything is ordered. Nothing is looked for in long lines, in quotes, and beside a text that is handed over.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import chain

import attrs

from imastudio.domain.intent.belonging import is_hum
from imastudio.domain.intent.context import leaves_all
from imastudio.domain.intent.folding import ENDS, QUOTED, fold, has_han
from imastudio.domain.intent.tables.following import BACK, NUMBERS, POINTS
from imastudio.domain.intent.tables.turns import (
    ASKED_BEFORE,
    ASKED_BEHIND,
    ASKED_INSIDE,
    AT_HAND,
    BEFORE_LAST,
    BEHIND_EN,
    CHOSEN,
    COMPLAINS_FIRST,
    EARLIER_EN,
    EARLIER_ZH,
    HUMS,
    IN_WORK,
    LEAD_EN,
    LEAD_ZH,
    MADE_FOR,
    NAMED_MEDIUM,
    OF_MEDIUM,
    ORDINAL,
    SMALL,
    WORK_EN,
    WORK_ZH,
    YES_BUT,
)
from imastudio.domain.intent.tones import clauses_of, is_remark, tone_of
from imastudio.domain.intent.topics import is_talk
from imastudio.domain.intent.utterance import Context, Last
from imastudio.domain.orders import Medium

_MAX_LINE_CHARS = 120
_MAX_PRAISE_CHARS, _MAX_PARTING_CHARS = 24, 8
_KIND_TONES = frozenset({"praise", "thanks"})
_COLON = re.compile(r"(?<![0-9]):|:(?![0-9])")  # not that of 16:9
_POINTER = {Medium.IMAGE: ("这张图", "this picture"), Medium.VIDEO: ("这段视频", "this video")}
_JOINTS = {True: "，", False: ", "}
_OTHER_POINTER = ("这个", "this one")
_Span = tuple[int, int]


@attrs.frozen(kw_only=True)
class PlainTurn:
    """What a line says in its plain form.

    `work` is the place of the work that is to be gone on from, `spoken_of` of one that is only judged, so that "it" means that
    one from now on; `unknown` are words for one that isn't there.
    """

    words: str = attrs.field(repr=False)
    work: int | None = None
    spoken_of: int | None = None
    unknown: str = attrs.field(default="", repr=False)


@attrs.frozen(kw_only=True)
class _Found:
    """Where a work is spoken of: its place among the works, None for one that isn't there."""

    at: int | None
    span: _Span


def turn_of(words: str, context: Context) -> PlainTurn:
    """Return a line in its plain form, after what went before."""
    folded = fold(words)
    if (
        len(folded) > _MAX_LINE_CHARS
        or _COLON.search(folded)
        or QUOTED.search(words)
        or BACK.fullmatch(folded.strip(ENDS))
    ):
        return PlainTurn(words=words)
    clauses = clauses_of(folded)
    leaving = _leaving(folded, clauses)
    if leaving is not None:
        return PlainTurn(words=words[leaving[0] : leaving[1]])
    yes = YES_BUT.match(folded)
    if yes is not None:
        return turn_of(f"{words[: yes.end()]}，{words[yes.end() :]}", context)
    inside = IN_WORK.match(folded)
    if inside is not None:
        return _inside(words, inside, context)
    complaint = COMPLAINS_FIRST.match(folded)
    begin = _behind_praise(folded, clauses) if complaint is None else complaint.end()
    if begin:
        return turn_of(words[begin:], context)
    works = context.works
    found = [one for span in clauses for one in _works_in(folded, span, works)]
    meant = {one.at for one in found}
    if len(meant) != 1:
        return PlainTurn(words=words)
    last, at = found[-1], found[-1].at
    if at is None:
        return PlainTurn(words=words, unknown=words[last.span[0] : last.span[1]])
    if at == len(works) - 1 and not _is_shown(folded, last.span):
        return PlainTurn(words=words)
    if is_remark(folded):
        return PlainTurn(words=words, spoken_of=at)
    said = _without(words, folded, clauses, found, works[at])
    return PlainTurn(words=said, work=at)


def _inside(words: str, found: re.Match[str], context: Context) -> PlainTurn:
    """Return a line that changes something in a work without the words for the work, which is gone on from."""
    medium = next(medium for medium, pattern in NAMED_MEDIUM if pattern.search(found["noun"]))
    same = [at for at, work in enumerate(context.works) if work.task_type.medium == medium]
    at = _place_in(same, found, -1)
    said = f"{found['takes'] or ''}{words[found.end() :]}"
    return PlainTurn(words=said, work=None if at == len(context.works) - 1 else at)


def _behind_praise(folded: str, clauses: Sequence[_Span]) -> int:
    """Return where a line begins behind short praise, thanks and sighs, 0 where it is nothing else: "love it. now a cover"."""
    for start, end in clauses:
        said = folded[start:end].strip(ENDS)
        praised = tone_of(said) in _KIND_TONES and (is_talk(said) or is_remark(said)) and POINTS.search(said) is None
        if len(said) > _MAX_PRAISE_CHARS or not (is_hum(said) or praised):
            rest = folded[start:].strip(ENDS)
            return start if start > clauses[0][0] and (has_han(rest) or len(rest) > _MAX_PARTING_CHARS) else 0
    return 0


def wished_by(folded: str) -> _Span | None:
    """Return where a wish in a question's clothes stands, or None where nothing is wrapped around the words."""
    begin = ASKED_BEFORE.match(folded)
    start = 0 if begin is None else begin.end()
    end = ASKED_BEHIND.search(folded, start)
    stop = len(folded) if end is None else end.start()
    return None if (start, stop) == (0, len(folded)) or not folded[start:stop].strip(ENDS) else (start, stop)


def unasked(words: str) -> str | None:
    """Return the wish that a question wraps: "how much would three be?", 能长一点吗; None where it wraps none."""
    span = wished_by(fold(words))
    if span is None:
        return None
    inner = words[span[0] : span[1]]
    return ASKED_INSIDE.sub("", inner).strip(ENDS)


def _leaving(folded: str, clauses: Sequence[_Span]) -> _Span | None:
    """Return the clause that leaves the wish, where all the others only remark: 太贵了，算了吧."""
    said = {span: folded[span[0] : span[1]].strip(ENDS) for span in clauses}
    left = [span for span, one in said.items() if leaves_all(one)]
    others = [one for span, one in said.items() if span not in left]
    if not left or not others or not all(is_remark(one) or is_talk(one) or HUMS.fullmatch(one) for one in others):
        return None
    return left[-1]


def _works_in(folded: str, span: _Span, works: Sequence[Last]) -> Iterator[_Found]:
    """Yield each work that a clause speaks of."""
    if len(works) > 1 and (before := BEFORE_LAST.search(folded, *span)) is not None:
        yield _Found(at=len(works) - 2, span=before.span())
        return
    shown = list(_shown_in(folded, span, works)) or list(_placed_in(folded, span, works))
    unknown = _unknown_in(folded, span) if not shown else None
    yield from shown if unknown is None else [unknown]


def _shown_in(folded: str, span: _Span, works: Sequence[Last]) -> Iterator[_Found]:
    """Yield the works that are meant by what they show: 雪山那张, "the vineyard one"."""
    for found in WORK_ZH.finditer(folded, *span):
        begin, end = found.span("what")
        starts = [start for start in range(begin, end) if LEAD_ZH.match(folded[begin:start])]
        its = _of_medium(found[0], works)
        held = [(start, at) for start in starts if (at := _holding_zh(folded[start:end], its)) is not None]
        if held:
            yield _Found(at=held[0][1], span=(held[0][0], found.end()))
    for found in EARLIER_ZH.finditer(folded, *span):
        at = _holding_zh(found["what"], _of_medium("", works))
        if at is not None:
            yield _Found(at=at, span=found.span())
    for found in chain(EARLIER_EN.finditer(folded, *span), WORK_EN.finditer(folded, *span)):
        at = _holding_en(found["what"], _of_medium(found[0], works))
        if at is not None:
            yield _Found(at=at, span=found.span())


def _of_medium(named: str, works: Sequence[Last]) -> Sequence[tuple[int, Last]]:
    """Return the works that words for one may mean, the latest first, each with its place: those of the medium that is named."""
    medium = next((medium for medium, pattern in NAMED_MEDIUM if pattern.search(named)), None)
    its = [(at, work) for at, work in enumerate(works) if medium in {None, work.task_type.medium}]
    return its[::-1]


def _unknown_in(folded: str, span: _Span) -> _Found | None:
    """Return what a clause speaks of alone and no work shows: 春天那套呢."""
    for pattern, lead in ((WORK_ZH, LEAD_ZH), (WORK_EN, LEAD_EN)):
        found = pattern.search(folded, *span)
        pointed = found is None or lead.match(found["what"]) or AT_HAND.search(found["what"])
        if found is None or pointed or folded[found.end() : span[1]].strip(ENDS + "呢呀啊吧"):
            continue
        asked = folded[span[0] : found.start()].strip(ENDS)
        if has_han(found[0]) or (asked and lead.match(asked)):
            return _Found(at=None, span=found.span())
    return None


def _holding_zh(what: str, works: Sequence[tuple[int, Last]]) -> int | None:
    bare = what.removesuffix("的")
    if not has_han(bare) or LEAD_ZH.match(bare):
        return None
    return next((at for at, work in works if bare in fold(work.prompt)), None)


def _holding_en(what: str, works: Sequence[tuple[int, Last]]) -> int | None:
    words = [word.removesuffix("'s") for word in what.split() if word not in SMALL]
    if not words:
        return None
    return next((at for at, work in works if all(_holds(work, word) for word in words)), None)


def _holds(work: Last, word: str) -> bool:
    stem = re.escape(word.removesuffix("y")) + ("(?:y|ies)" if word.endswith("y") else "(?:s|es)?")
    return re.search(rf"\b{stem}\b", fold(work.prompt)) is not None


def _placed_in(folded: str, span: _Span, works: Sequence[Last]) -> Iterator[_Found]:
    """Yield the work that is meant by its place among those of its kind, or by what it is alone: "the song"."""
    if not works:
        return
    kind = works[-1].task_type.medium
    for medium, pattern in OF_MEDIUM:
        pointed = pattern.finditer(folded, *span) if kind != medium else ()
        found = next((one for one in pointed if not MADE_FOR.search(folded[span[0] : one.start()])), None)
        same = [at for at, work in enumerate(works) if work.task_type.medium == medium]
        if found is not None and (at := _place_in(same, found, -1)) is not None:
            yield _Found(at=at, span=found.span())
            return
    found = ORDINAL.search(folded, *span) if kind is not Medium.IMAGE and len(works[-1].results) <= 1 else None
    same = [at for at, work in enumerate(works) if work.task_type.medium is kind]
    if found is not None and (at := _place_in(same, found, 0)) is not None:
        yield _Found(at=at, span=found.span())


def _place_in(places: Sequence[int], found: re.Match[str], otherwise: int) -> int | None:
    """Return which of several works words count out, else the one `otherwise` meant; None where there are not so many."""
    said = found.groupdict().get("zh") or found.groupdict().get("en")
    at = otherwise if said is None else NUMBERS[said] - 1
    return places[at] if -len(places) <= at < len(places) else None


def _is_shown(folded: str, span: _Span) -> bool:
    """Tell whether a work is meant by what it shows, so that the words for it are none of the description."""
    text = folded[span[0] : span[1]]
    return WORK_ZH.search(text) is not None or WORK_EN.search(text) is not None


def _without(words: str, folded: str, clauses: Sequence[_Span], found: Sequence[_Found], work: Last) -> str:
    """Return a line that points at the work at hand: without the words that choose it, and without remarks."""
    spans = [one.span for one in found]
    pieces: list[str] = []
    for start, end in clauses:
        its = [span for span in spans if start <= span[0] and span[1] <= end]
        if is_remark(folded[start:end]):
            continue
        pieces.append(_pointed(words, folded, (start, end), its[-1], work) if its else words[start:end])
    said = [piece.strip(ENDS) for piece in pieces if piece.strip(ENDS)]
    han = has_han(folded)
    return _JOINTS[han].join(said) or _pointer(work, han=han)


def _pointed(words: str, folded: str, clause: _Span, span: _Span, work: Last) -> str:
    """Return a clause with the work that it names pointed at, or what stands behind one that is only chosen."""
    before, behind = folded[clause[0] : span[0]], words[span[1] : clause[1]]
    han = has_han(folded[span[0] : span[1]])
    lead = (LEAD_ZH if han else LEAD_EN).match(before.strip(ENDS) if han else before.lstrip(ENDS))
    joint = None if han else BEHIND_EN.match(behind.lower())
    rest = behind if joint is None else behind[joint.end() :]
    shown = f"{_pointer(work, han=han)}{_JOINTS[han]}" if work.task_type.medium is Medium.IMAGE else ""
    if lead is not None and (CHOSEN.search(before) or not rest.strip(ENDS + "呢吧呀啊")):
        return f"{shown}{rest}"
    return f"{words[clause[0] : span[0]]}{_pointer(work, han=han)}{behind}"


def _pointer(work: Last, *, han: bool) -> str:
    zh, en = _POINTER.get(work.task_type.medium, _OTHER_POINTER)
    return zh if han else en
