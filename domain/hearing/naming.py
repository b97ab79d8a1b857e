"""Which model is named, and how: a name counts where somebody is told to use it, never where it is a thing in the picture.

"用可灵做一个视频" names a model, "a banana on a table" and "a poster of the Sora logo" name none.
"""

from collections.abc import Iterator

import attrs

from imastudio.domain.hearing.found import Found
from imastudio.domain.hearing.heads import lead
from imastudio.domain.hearing.sentence import Clause, Sentence
from imastudio.domain.tasks import Medium
from imastudio.domain.vocabulary.entries import Kind
from imastudio.domain.vocabulary.media import GENERIC_NOUNS
from imastudio.domain.vocabulary.models import NAMES, THINGS, VERSIONED, medium_of

_AFTER_USE = frozenset("Q|:VPWROKZTSJINDfitagoHhYFCXdbykcqBEx")
_NOBODY_ELSE = frozenset({"sora", "wan", "万"})
_BEFORE_MODIFIER = frozenset("AVNLWROKZTSJPIk|:")


@attrs.frozen(kw_only=True)
class Named:
    """A model by the name that was said, how it was said, and where."""

    name: str
    place: int
    first: int
    last: int
    used: bool = False
    ever: bool = False
    once: bool = False

    @property
    def ids(self) -> tuple[str, ...]:
        """Return the model ids that the name stands for."""
        return NAMES[self.name]

    @property
    def medium(self) -> Medium:
        """Return what the model makes."""
        return medium_of(self.ids[0])

    @property
    def version(self) -> str | None:
        """Return the version that was said with a name that has several."""
        said = self.name.removeprefix(VERSIONED).strip().removeprefix("v")
        return said if self.ids == (VERSIONED,) and said else None


def names(sentence: Sentence, medium: Medium | None) -> Iterator[Named]:
    """Yield the models that were named; `medium` is what is asked for, None where nothing says it."""
    for place in sentence.places(Kind.MODEL, Kind.DOUBTFUL_MODEL):
        name = str(sentence.tokens[place].meaning)
        if sentence.is_negated(place):
            continue
        doubtful = sentence.shape[place] == Kind.DOUBTFUL_MODEL
        named = _named(sentence, place, name)
        fits = medium in {None, named.medium}
        thing = name in THINGS
        if doubtful and not fits and (thing or sentence.word(named.first) == "with"):
            continue
        if (_is_thing_named if thing else _is_named)(sentence, place, named, medium):
            yield named


def refused(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Yield where a model is named that is not wanted: "instead of Kling", "别用海螺"."""
    for place in sentence.places(Kind.MODEL, Kind.DOUBTFUL_MODEL):
        first = place
        while sentence.kind(first - 1) in {Kind.USE, Kind.ARTICLE}:
            first -= 1
        if sentence.kind(first - 1) == Kind.NOT:
            yield sentence.tokens[first - 1].start, sentence.tokens[place].end


def foreign(sentence: Sentence) -> Iterator[Found]:
    """Yield the models that a person wants and that are sold elsewhere."""
    for place in sentence.places(Kind.FOREIGN_MODEL):
        first = place - 1
        if (
            sentence.kind(first) == Kind.USE
            and not sentence.is_negated(place)
            and sentence.kind(place + 1) not in "nHwd"
        ):
            last = (
                place + 1 if sentence.word(place + 1) == "to" or sentence.kind(place + 1) == Kind.MODEL_KEY else place
            )
            token = sentence.tokens[place]
            cut = (sentence.tokens[first].start, sentence.tokens[last].end)
            yield Found(field="notices", value=token.text, start=token.start, end=token.end, cut=cut)


def _named(sentence: Sentence, place: int, name: str) -> Named:
    clause = sentence.clause_of(place)
    first = last = place
    while first > clause.start and sentence.shape[first - 1] in "ADk":
        first -= 1
    used = first > clause.start and sentence.shape[first - 1] == Kind.USE
    if used:
        first -= 1
    else:
        first = place - 1 if sentence.word(place - 1) in {"in", "by"} else place
    while sentence.kind(last + 1) == Kind.MODEL_KEY or (used and sentence.word(last + 1) == "to"):
        last += 1
    before = sentence.shape[clause.start : place]
    whole = sentence.shape[clause.start : clause.end]
    liking = first > clause.start and sentence.shape[first - 1] == Kind.LIKING
    ever = liking or (Kind.EVER in whole and (used or clause.free)) or Kind.EVER in before[-1:]
    once = Kind.ONCE in sentence.shape
    return Named(name=name, place=place, first=first, last=last, used=used, ever=ever, once=once)


def _is_named(sentence: Sentence, place: int, named: Named, medium: Medium | None) -> bool:
    clause = sentence.clause_of(place)
    before, after = sentence.kind(named.first - 1), sentence.kind(named.last + 1)
    if after == Kind.ABOUT_A_NAME or (after == Kind.DE and sentence.kind(named.last + 2) in "nHcw"):
        return False
    if after in {"H", "h"} and sentence.word(named.last + 1) not in GENERIC_NOUNS:
        return False
    if named.used:
        return _is_used(sentence, clause, named, after)
    if before in {Kind.LIKING, Kind.EVER}:
        return after in "|dDgHk:V"
    if sentence.word(place - 1) in {"in", "by"}:
        return sentence.ends(named.last + 1) and medium in {None, named.medium}
    if place in sentence.free:
        return not (named.name in _NOBODY_ELSE and place == 0 and not _only_clause(sentence, clause)) or after in "VHh:"
    if after in {"H", "h"}:
        return before in _BEFORE_MODIFIER
    return place == _first_word(sentence, clause) and (after == Kind.COLON or _asks(sentence, named.last + 1))


def _only_clause(sentence: Sentence, clause: Clause) -> bool:
    return len(sentence.clauses) == 1 or clause.end - clause.start > 1


def _is_used(sentence: Sentence, clause: Clause, named: Named, after: str) -> bool:
    if after not in _AFTER_USE:
        return False
    person = sentence.kind(named.first - 1) == Kind.PERSON
    return not (person and sentence.word(named.first) == "using" and lead(sentence, clause) is None)


def _is_thing_named(sentence: Sentence, place: int, named: Named, medium: Medium | None) -> bool:
    """Judge a name that is also a thing: it must stand where nothing but a model can."""
    del medium
    after = named.last + 1
    if named.last > place:
        return True
    if place == sentence.clause_of(place).start and sentence.kind(after) == Kind.SECONDS:
        return named.medium is Medium.VIDEO
    if sentence.kind(place - 1) == Kind.ARTICLE or not (named.used or named.ever):
        return False
    clause = sentence.clause_of(place)
    if place in sentence.free and sentence.kind(named.first - 1) != Kind.LIKING:
        return True
    opens = named.first == _first_word(sentence, clause) or sentence.kind(named.first - 1) in "FYP"
    return opens and (sentence.kind(after) in "EQ" or _asks(sentence, after, surely=True))


def _first_word(sentence: Sentence, clause: Clause) -> int:
    place = clause.start
    while place < clause.end and sentence.shape[place] in "PgaxFY":
        place += 1
    return place


def _asks(sentence: Sentence, place: int, *, surely: bool = False) -> bool:
    """Tell whether a request begins: a verb, then what is asked for; `surely` with a number, an article, a noun or a value."""
    while sentence.kind(place) == Kind.POLITE:
        place += 1
    if sentence.kind(place) != Kind.VERB:
        return False
    drawn = sentence.tokens[place].meaning is Medium.IMAGE
    while sentence.kind(place) == Kind.VERB:
        place += 1
    if surely and not drawn:
        return sentence.kind(place) in "ANLHhWROKZTr"
    return sentence.kind(place) in "ANLHhWROKZTr" or sentence.word(place)[:1] not in {"的", ""}
