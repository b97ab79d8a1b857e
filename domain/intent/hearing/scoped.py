"""Words that mean a tier within a scope alone: where there is the Nano Banana family only, "Pro" and 高质量 choose between two.

They become words for a tier; whether they are said of the model is judged as for all others. Source: the vendor's Nano Banana
runbook, "User wording".
"""

from collections.abc import Mapping, Sequence
from functools import partial

from imastudio.domain.intent.hearing.lexicon import Token, kind_at, regrouped, words_of
from imastudio.domain.intent.vocabulary.choosing import OF_RESULTS
from imastudio.domain.intent.vocabulary.entries import Kind

_MOST = 4
_BREAKS = frozenset({Kind.BREAK, Kind.COLON})
_BEFORE = _BREAKS | {Kind.USE, Kind.POLITE, Kind.GLUE}
_BEHIND = _BREAKS | {Kind.VERB, Kind.GLUE, Kind.POLITE, Kind.DE, Kind.MODEL_KEY, Kind.TO}


def scoped(tokens: Sequence[Token], tiers: Mapping[str, str]) -> list[Token]:
    """Return `tokens` with the words of `tiers` as words for a tier, where they stand alone or are said of results."""
    return regrouped(tokens, partial(_tier, tiers=tiers))


def _tier(tokens: Sequence[Token], place: int, tiers: Mapping[str, str]) -> tuple[Token, int]:
    found = (tokens[place], 1)
    for taken in range(1, min(_MOST, len(tokens) - place) + 1):
        whole = tokens[place : place + taken]
        text = words_of(whole)
        alone = kind_at(tokens, place - 1) in _BEFORE and kind_at(tokens, place + taken) in _BEHIND
        if text in tiers and (alone or any(part in text for part in OF_RESULTS)):
            found = (tokens[place]._replace(kind=Kind.TIER, text=text, meaning=tiers[text], end=whole[-1].end), taken)
    return found
