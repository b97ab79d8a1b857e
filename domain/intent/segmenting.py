"""A turn of a conversation, cut into segments that may each do something of their own.

Rules: a segment ends at a break, at white space beside a Chinese sign, and behind an opening word that may be a whole answer ("no
just a dog"); what stands in quotes is not cut; no character is left out.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from imastudio.domain.intent.folding import fold, seals

Span: TypeAlias = tuple[int, int]

_BREAK = re.compile(
    r"(?:[,，。;；!！?？\n~～…—]|(?<![0-9])\.|\.(?![0-9a-z])|(?<![0-9]):|:(?![0-9/])| -+ )[\s,，。.;；!！?？~～…—:-]*"
    r"|(?<=[\u3400-\u9fff])\s+|\s+(?=[\u3400-\u9fff])"
)
_OPENING = re.compile(
    r"(?:no|nah|nope)(?=\s+(?:just|i|i'd|it|it's|make|the|an?|keep|only|that|this|wait|new|go|leave|use|do|lets|let's|we|you)\b)"
    r"|(?:yes|yeah|yep|yup|ok|okay|hmm?|mm|oh|ah|aw|lol|well|cool|thanks|sorry|wait|actually|right|sure|ugh|oops)"
    r"(?=\s+(?!please)[a-z0-9])"
    r"|(?:不不不|不要了|不对|不行|算了吧|算了|好的|好吧|好啊|行吧|行啊|可以可以|嗯嗯|嗯|哦|噢|那个|话说|等等|等下|等一下|"
    r"哎|唉)(?=[\u3400-\u9fff])"
)
_ENDS = "\\s,，。.;；!！?？~～…—:、-"
_ANY_WORD = re.compile(f"[^{_ENDS}]")


def segments_of(words: str) -> Sequence[Span]:
    """Return the spans of the segments of a turn, one behind the other."""
    folded = fold(words)
    sealed = seals(words, folded)
    cuts = {found.end() for found in _BREAK.finditer(folded)}
    cuts = {cut for cut in cuts if not any(start < cut < end for start, end in sealed)}
    cuts |= {place for start in (0, *cuts) for place in _opened(folded, start)}
    edges = [0, *sorted(cut for cut in cuts if 0 < cut < len(words)), len(words)]
    spans = [(start, end) for start, end in itertools.pairwise(edges) if start < end]
    return tuple(_with_words(folded, spans))


def _opened(folded: str, start: int) -> Iterator[int]:
    """Yield where the opening words at a place end, with the white space behind them."""
    while (opening := _OPENING.match(folded, start)) is not None:
        start = opening.end() + len(folded[opening.end() :]) - len(folded[opening.end() :].lstrip())
        yield start


def _with_words(folded: str, spans: Sequence[Span]) -> Iterator[Span]:
    """Yield the spans, those without a word put to the one before them."""
    held: Span | None = None
    for start, end in spans:
        if held is None or _ANY_WORD.search(folded, start, end) is None:
            held = (start if held is None else held[0], end)
        else:
            yield held
            held = (start, end)
    if held is not None:
        yield held
