"""The features of what is said, by which it is classified: words and pairs of words, edges, tags, and what stands.

Rules: numbers count as one word; a feature says what it is by how it is spelled ("<" an opening, ">" an ending, "#" a tag of the
lexicon, "S" the state, "M" the medium, "b" and "a" the segments before and after); the order of features means nothing.
"""

import itertools
import re
from collections.abc import Iterator, Sequence

import attrs

from imastudio.domain.intent.folding import fold, has_han
from imastudio.domain.intent.segmenting import Span
from imastudio.domain.intent.tokens import tokens_of

_WORD = re.compile(r"[a-z]+(?:['’][a-z]+)?|[0-9]+|[\u3400-\u9fff]|[^\s\w]")
_COMMON = frozenset(
    {"the", "and", "with", "for", "you", "can", "that", "this", "its", "are", "was", "but", "not", "make", "like"}
    | {"just", "some", "one", "have", "put"}
)
_MOST_WORDS, _MOST_TAGGED, _SHORT, _LED, _CLOSED, _CROSSED = 120, 400, 4, 8, 6, 30
_LENGTHS, _WISH_LENGTHS = (1, 2, 3, 4, 6, 8, 12, 20, 40), (4, 8, 16, 32, 64)
_SOME, _MOST = 0.4, 0.8
_ENDS = "?!…:"


@attrs.frozen(kw_only=True)
class Situation:
    """What stands when a turn is said: the state, the medium of the wish or work, and its description.

    `state` is "P" where a price waits, "D" behind a work, "Q" behind a question, "N" behind a wish that was left, "I" at first.
    """

    state: str = "I"
    medium: str = "-"
    described: str = attrs.field(default="", repr=False)


def words_of(words: str) -> Sequence[str]:
    """Return the words of a text that are features, without its marks."""
    return [one for one in _words(fold(words)) if one[0].isalnum()]


def act_features(words: str, spans: Sequence[Span], situation: Situation) -> Iterator[Sequence[str]]:
    """Yield the features of each segment of a turn, which tell what it does."""
    folded, held = fold(words), fold(situation.described)
    pieces = [_words(folded[start:end])[:_MOST_WORDS] for start, end in spans]
    for place, ((start, end), piece) in enumerate(zip(spans, pieces, strict=True)):
        yield tuple(
            {
                *_worded(piece),
                *_tagged(folded[start:end]),
                *_placed(place, pieces, situation),
                *_held(piece, held),
                *(f"E{sign}" for sign in _ENDS if sign in folded[start:end]),
            }
        )


def medium_features(words: str, situation: Situation) -> Sequence[str]:
    """Return the features of a whole wish, which tell the medium that it is for."""
    folded = fold(words)
    piece = _words(folded)
    piece = piece if len(piece) <= 2 * _MOST_WORDS else [*piece[:_MOST_WORDS], *piece[-_MOST_WORDS:]]
    medium = situation.medium
    return tuple(
        {
            f"S{situation.state}{medium}",
            f"M{medium}",
            f"len{_length(piece, _WISH_LENGTHS)}",
            *_grams(piece),
            *(f"M{medium} {one}" for one in piece[:_CROSSED]),
            *(f"<{one}" for one in piece[:_LED]),
            *(f">{one}" for one in piece[-_CLOSED:]),
            *(f"#{token.tag.name}" for token in tokens_of(folded[:_MOST_TAGGED])),
        }
    )


def _words(folded: str) -> list[str]:
    return ["0" if one.isdigit() else one for one in _WORD.findall(folded)]


def _grams(piece: Sequence[str]) -> Iterator[str]:
    """Yield words, pairs, and of Chinese signs threes."""
    edged = ["^", *piece, "$"]
    for place, one in enumerate(edged):
        yield one
        yield " ".join(edged[place : place + 2])
        if has_han(one):
            yield " ".join(edged[place : place + 3])


def _worded(piece: Sequence[str]) -> Iterator[str]:
    edged = ["^", *piece, "$"]
    yield from edged
    yield from (" ".join(edged[place : place + 2]) for place in range(len(edged) - 1))
    yield "<" + " ".join(edged[:3])
    yield ">" + " ".join(edged[-3:])
    yield "=" + " ".join(piece[: _CLOSED + 1])
    yield f"len{_length(piece, _LENGTHS)}"


def _tagged(folded: str) -> Iterator[str]:
    tags = [token.tag.name for token in tokens_of(folded[:_MOST_TAGGED])]
    known = [tag for tag in tags if tag not in {"CONTENT", "BREAK"}]
    yield from (f"#{tag}" for tag in known)
    yield "#" + ("all" if len(known) == len(tags) else "some" if known else "none")
    yield from (f"#{edge}{tag}" for edge, tag in zip("<>", (tags[:1] + tags[-1:]), strict=False))
    if len(tags) <= _SHORT:
        yield "#=" + " ".join(tags)


def _placed(place: int, pieces: Sequence[Sequence[str]], situation: Situation) -> Iterator[str]:
    piece, state = pieces[place], f"S{situation.state}"
    yield from (state, f"{state}{situation.medium}", f"M{situation.medium}")
    yield f"{state}<{' '.join(piece[:1])}"
    yield f"{state}>{' '.join(piece[-1:])}"
    yield f"{state}len{_length(piece, _LENGTHS)}"
    yield f"P{min(place, 2)}/{min(len(pieces) - place, 3)}"
    for name, other in (("b", place - 1), ("a", place + 1)):
        if 0 <= other < len(pieces):
            near = pieces[other]
            yield f"{name}<{' '.join(near[:1])}"
            yield f"{name}<{' '.join(near[:2])}"
            yield f"{name}len{min(3, len(near) // 4)}"


def _held(piece: Sequence[str], held: str) -> Iterator[str]:
    """Yield how much of what is named is described already."""
    things = {one for one in piece if len(one) >= _SHORT and one not in _COMMON}
    things |= {one + other for one, other in itertools.pairwise(piece) if has_han(one) and has_han(other)}
    if held and things:
        share = sum(one in held for one in things) / len(things)
        yield f"H{0 if not share else 1 if share < _SOME else 2 if share < _MOST else 3}"


def _length(piece: Sequence[str], steps: Sequence[int]) -> int:
    return sum(len(piece) > most for most in steps)
