"""What is asked about a wish as a whole: what it is for, which work or picture it means, how long it lasts.

Rules: what words ask for and do not say is a doubt of one field; nothing that is handed over is looked into.
"""

import re
from itertools import pairwise

import attrs

from imastudio.domain.intent.choosing import Named
from imastudio.domain.intent.context import ADDRESS
from imastudio.domain.intent.describing import is_no_description, is_of_own_day, is_said_to_us
from imastudio.domain.intent.folding import fold, seals
from imastudio.domain.intent.handed import ProvidedText
from imastudio.domain.intent.media import RequestedMedium, points_at_picture
from imastudio.domain.intent.reading import Reading
from imastudio.domain.intent.tables.following import (
    BEHIND_ADDRESS,
    LEADS_TO_ADDRESS,
    THIS_BEFORE,
    WITHIN_ADDRESS,
    WORKED_ON,
)
from imastudio.domain.intent.tables.media import VISUAL_MEDIA
from imastudio.domain.intent.tables.models import OFFERED
from imastudio.domain.intent.tables.replies import EARLIER
from imastudio.domain.intent.tags import NOUNS, Tag
from imastudio.domain.intent.tokens import tokens_of
from imastudio.domain.intent.unread import doubt_unread, doubt_unsettled
from imastudio.domain.intent.wishes import is_talk, lacks_content, points_back
from imastudio.domain.orders import Medium, TaskType, Tier

_UNTIL = re.compile(r"[0-9]+ ?(?:s|秒)? ?[-~到至] ?([0-9]{1,3}) ?(?:s|秒)")
# What stands behind these is there, and something is to be done to it: 给视频加字幕.
_GIVEN = frozenset({"给", "把", "将", "对"})
_SERIES = re.compile(r"系列|\bseries\b")
_NEAR_CHOICES = 4


def doubt_presumed(reading: Reading, asked: RequestedMedium) -> None:
    """Ask what is to be made where nothing says it, and the words describe nothing."""
    if reading.handed is None and not reading.inputs and (is_of_own_day(reading) or is_talk(reading)):
        reading.doubt("media", 0, len(reading.words), [Medium.IMAGE.value, Medium.VIDEO.value])
    named = not asked.presumed and any(head.kind != "verb" for head in asked.heads)
    if not named and reading.handed is None and not reading.inputs and points_back(reading):
        reading.doubt("which_work", 0, len(reading.words))
    if not asked.presumed or reading.inputs or reading.handed is not None:
        return
    if lacks_content(reading):
        reading.doubt("prompt", 0, len(reading.words))
    if points_at_picture(reading) is not None and WORKED_ON.search(reading.folded):
        return
    if is_said_to_us(reading.folded):
        reading.doubt("which_work", 0, len(reading.words))
    if is_no_description(reading):
        reading.doubt("media", 0, len(reading.words), [Medium.IMAGE.value, Medium.VIDEO.value])


def doubt_tier(reading: Reading, chosen: Named | None, model: str | None, tier: str | None) -> None:
    """Ask whether "cheap" is meant where a model is named besides."""
    if tier == Tier.BUDGET and model is not None:
        start, end = (chosen.said.token.start, chosen.said.token.end) if chosen is not None else (0, 0)
        reading.doubt("tier", start, end, ["none", Tier.BUDGET.value])


def _doubt_address(reading: Reading, medium: Medium | None) -> None:
    """Ask whether a picture whose address or path is said is to be worked on, and cut it where it is; not within quotes."""
    found = None if medium not in VISUAL_MEDIA or reading.inputs else ADDRESS.search(reading.words)
    if found is None:
        return
    sealed_up = seals(reading.words, fold(reading.words))
    if any(start < found.start() and found.end() < end for start, end in sealed_up):
        return
    if reading.answers.get("inputs") == found[0]:
        reading.cut(*_with_small_words(reading.folded, *found.span()))
    reading.doubt("inputs", *found.span(), [found[0], "none"], named=True)


def _with_small_words(folded: str, start: int, end: int) -> tuple[int, int]:
    """Return the place of an address with the words that only lead to it: 把 … 这张图, "see …"."""
    within = WITHIN_ADDRESS.match(folded, end)
    if within is not None:  # "change the cup in …": only what names the picture goes
        lead = THIS_BEFORE.search(folded, 0, start)
        return (start if lead is None else lead.start()), within.end()
    before, behind = LEADS_TO_ADDRESS.search(folded, 0, start), BEHIND_ADDRESS.match(folded, end)
    return (start if before is None else before.start(), end if behind is None else behind.end())


def doubt_inputs(reading: Reading, task: TaskType | None, n: int | None, medium: Medium | None, *, same: bool) -> None:
    """Without inputs, ask whether a series of the same is several pictures, and for what is pointed at or worked on."""
    if reading.inputs:
        return
    heads = [token for request in reading.requests for token in request.begins if token.tag in NOUNS]
    for before, noun in pairwise(reading.tokens):
        if before.text in _GIVEN and heads == [noun] and medium in VISUAL_MEDIA and reading.tokens[-1].tag not in NOUNS:
            reading.doubt("inputs", noun.start, noun.end)
    series = _SERIES.search(reading.folded)
    if series is not None and same and n is None and medium is Medium.IMAGE:
        reading.doubt("n", *series.span(), ["4", "1"])
    pointed = points_at_picture(reading) is not None and reading.handed is None
    if task is not None and (task.takes_inputs or pointed):
        reading.doubt("inputs", 0, len(reading.words))


def offer_what_there_is(reading: Reading, medium: Medium | None) -> None:
    """Give a doubt about a model that is not offered the ones that are, where only the medium tells which."""
    reading.doubts[:] = [
        attrs.evolve(doubt, choices=OFFERED[medium][:_NEAR_CHOICES])
        if doubt.field == "model" and not doubt.choices and medium is not None
        else doubt
        for doubt in reading.doubts
    ]


def doubt_the_rest(reading: Reading, medium: Medium | None, asked: RequestedMedium) -> None:
    """Ask about what is handed over or looks like an instruction, and could not be read."""
    handed = reading.handed
    if medium is Medium.SPEECH and (handed is None or handed.missing):
        start, end = handed.asked if handed is not None else (0, len(reading.words))
        reading.doubt("text", start, end)
    if handed is not None:
        _doubt_handed(reading, handed, medium)
    for unsure in (own.unsure for own in reading.written if own.unsure is not None):
        reading.doubt("correction", *unsure, ["none"])
    doubt_unread(reading, medium, presumed=asked.presumed)
    doubt_unsettled(reading)
    earlier = EARLIER.search(reading.folded) if handed is None and not reading.inputs else None
    if earlier is not None:
        reading.doubt("which_work", *earlier.span())
    if medium is Medium.IMAGE:
        named = any(head.kind != "verb" for head in asked.heads)
        lengths = (t for part in reading.parts if named or part.whole for t in part.tokens if t.tag is Tag.SECONDS)
        if (seconds := next(lengths, None)) is not None:
            reading.doubt("media", seconds.start, seconds.end, [Medium.VIDEO.value, Medium.IMAGE.value])
    _doubt_address(reading, medium)


def _doubt_handed(reading: Reading, handed: ProvidedText, medium: Medium | None) -> None:
    """Ask where a text that is handed over ends, and whether a list of shots lasts as long as its shots together."""
    if handed.unsure is not None:
        reading.doubt("text", *handed.unsure, [reading.words[handed.start : handed.end]])
    if handed.kind != "shots" or medium not in {None, Medium.VIDEO} or "duration" in reading.params:
        return
    listed = fold(reading.words[handed.start : handed.end])
    lengths = [token.value for token in tokens_of(listed) if token.tag is Tag.SECONDS]
    if lengths:
        ends = [int(found[1]) for found in _UNTIL.finditer(listed)]
        total = max(ends) if ends else sum(length for length in lengths if isinstance(length, int))
        reading.doubt("duration", handed.start, handed.end, [f"{total}s", "none"])
