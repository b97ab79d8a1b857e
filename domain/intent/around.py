"""What is said around a wish and changes nothing: white space, a greeting and "please" before it, thanks behind it."""

import attrs

from imastudio.domain.intent.proposal import Proposal
from imastudio.domain.intent.tables.courtesy import AFTER, BEFORE

_MAX_AROUND_CHARS = 120  # characters at either end

Span = tuple[int, int]


def inner(folded: str, *, behind: bool = True) -> Span:
    """Return where what is meant begins and ends, all of it where nothing else is said; without `behind` its end is kept."""
    start = BEFORE.match(folded[:_MAX_AROUND_CHARS])
    first = 0 if start is None else start.end()
    last = len(folded.rstrip())
    end = AFTER.search(folded, max(first, last - _MAX_AROUND_CHARS), last) if behind else None
    last = last if end is None else end.start()
    return (first, last) if last > first else (0, len(folded))


def put_back(proposal: Proposal, words: str, start: int) -> Proposal:
    """Return what was understood of the inside of `words`, which begins at `start`, with all places moved to where they are."""
    end = start + len(proposal.words)
    cuts = [(first + start, last + start) for first, last in proposal.cuts]
    before = (0, cuts.pop(0)[1]) if cuts and cuts[0][0] == start else (0, start)
    behind = (cuts.pop()[0], len(words)) if cuts and cuts[-1][1] == end else (end, len(words))
    if before[1] >= end:
        before, behind = (0, len(words)), (0, 0)
    return attrs.evolve(
        proposal,
        words=words,
        cuts=tuple(span for span in (before, *cuts, behind) if span[1] > span[0]),
        evidence=tuple(attrs.evolve(one, start=one.start + start, end=one.end + start) for one in proposal.evidence),
    )
