"""Which model is named, and how: a name counts where somebody is told to use it, never where it is a thing in the picture.

"用可灵做一个视频" names a model, "a banana on a table" and "a poster of the Sora logo" name none.
"""

from collections.abc import Iterator

import attrs

from imastudio.domain.intent.hearing.found import Found
from imastudio.domain.intent.hearing.heads import lead
from imastudio.domain.intent.hearing.sentence import Clause, Sentence
from imastudio.domain.intent.vocabulary.entries import Kind
from imastudio.domain.intent.vocabulary.media import GENERIC_NOUNS
from imastudio.domain.intent.vocabulary.models import NAMES, SETTINGS, THINGS, VERSIONED, medium_of
from imastudio.domain.tasks import Medium

_AFTER_USE = frozenset("Q|:VPWROKZTSJINDfitagoHhYFCXdbykcqBEx")
_NOBODY_ELSE = frozenset({"sora", "wan", "万"})
# Nobody does these with a thing.
_MAKING = frozenset({"生成", "generate", "出图"})
_OBJECT_MARKS = frozenset({"把", "将"})
_CHANGED = frozenset({Kind.MODEL, Kind.MODEL_KEY, Kind.EVER})
_OPENS = frozenset({"a", "an", "my"})
_VERSION = ("pro", "fast")
_MEASURES = frozenset("RKZT")
_BEFORE_MODIFIER = frozenset("AVNLWROKZTSJPIk|:")


@attrs.frozen(kw_only=True)
class Named:
    """A model by the name that was said, how it was said, and where."""

    name: str
    medium: Medium
    place: int
    first: int
    last: int
    used: bool = False
    ever: bool = False
    once: bool = False

    @property
    def ids(self) -> tuple[str, ...]:
        """Return the model ids that the name stands for, () where it is a version that is not offered."""
        return NAMES.get(self.name, ())

    @property
    def setting(self) -> tuple[str, str] | None:
        """Return the field that the name sets and its value, None where it sets none: Suno v5, Kling O1 pro."""
        found = SETTINGS.get(self.name)
        return None if found is None else found[1:]

    @property
    def version(self) -> str | None:
        """Return the version that was said with a name that has several."""
        said = self.name.removeprefix(VERSIONED).strip().removeprefix("v")
        return said if self.ids == (VERSIONED,) and said else None


def names(sentence: Sentence, medium: Medium | None) -> Iterator[Named]:
    """Yield the models that were named; `medium` is what is asked for, None where nothing says it."""
    for place in sentence.places(Kind.MODEL, Kind.DOUBTFUL_MODEL):
        if sentence.is_negated(place):
            continue
        doubtful = sentence.shape[place] == Kind.DOUBTFUL_MODEL
        named = _named(sentence, place)
        name = named.name
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
        used = sentence.kind(first) == Kind.USE and sentence.kind(place + 1) not in "nHwd"
        if not used and place == _first_word(sentence, sentence.clause_of(place)):
            first, used = place, _asks(sentence, place + 1, surely=True)
        if used and not sentence.is_negated(place):
            last = (
                place + 1 if sentence.word(place + 1) == "to" or sentence.kind(place + 1) == Kind.MODEL_KEY else place
            )
            token = sentence.tokens[place]
            cut = (sentence.tokens[first].start, sentence.tokens[last].end)
            yield Found(field="notices", value=token.text, start=token.start, end=token.end, cut=cut)


def _named(sentence: Sentence, place: int) -> Named:
    meaning = sentence.tokens[place].meaning
    if isinstance(meaning, tuple):  # a version that is not offered
        medium, name = Medium(str(meaning[0])), str(meaning[1])
    else:
        medium, name = medium_of(NAMES[str(meaning)][0]), str(meaning)
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
    return Named(name=name, medium=medium, place=place, first=first, last=last, used=used, ever=ever, once=once)


def _is_named(sentence: Sentence, place: int, named: Named, medium: Medium | None) -> bool:
    clause = sentence.clause_of(place)
    before, after = sentence.kind(named.first - 1), sentence.kind(named.last + 1)
    if after == Kind.ABOUT_A_NAME or (after == Kind.DE and sentence.kind(named.last + 2) in "nHcw"):
        return False
    if after in {"H", "h"} and sentence.word(named.last + 1) not in GENERIC_NOUNS:
        opens = place == _first_word(sentence, clause) and medium in {None, named.medium}
        return opens and _has_version(named) and sentence.kind(named.last + 2) == Kind.OF
    if named.used:
        return _is_used(sentence, clause, named, after)
    if before in {Kind.LIKING, Kind.EVER}:
        return after in "|dDgHk:V" or (after == Kind.FOR and sentence.kind(named.last + 2) in "Hh")
    if sentence.word(place - 1) in {"in", "by"}:
        return sentence.ends(named.last + 1) and medium in {None, named.medium}
    if sentence.word(place - 1) in {"a", "an"} and after not in {"H", "h"} and not _makes_the_noun(sentence, named):
        return False  # draw a nano banana
    if place in sentence.free:
        return _says_more_than_a_name(sentence, clause, named, medium) or after in "VHh:"
    if after in {"H", "h"}:
        return before in _BEFORE_MODIFIER
    if _makes_the_noun(sentence, named):
        return before in _BEFORE_MODIFIER
    return place == _first_word(sentence, clause) and (
        after == Kind.COLON
        or _asks(sentence, named.last + 1)
        or (medium in {None, named.medium} and _is_described(sentence, named))
    )


def _makes_the_noun(sentence: Sentence, named: Named) -> bool:
    """Tell whether only values stand between a name and what it makes: "a Kling O1 10s video"."""
    place = named.last + 1
    while sentence.kind(place) in _MEASURES:
        place += 1
    return place > named.last + 1 and sentence.word(place) in GENERIC_NOUNS


def _says_more_than_a_name(sentence: Sentence, clause: Clause, named: Named, medium: Medium | None) -> bool:
    """Tell whether a name between two breaks is a model's: "Sora, a girl" and "Mary Jane (MJ)" are people."""
    place = named.place
    if sentence.shape[place] == Kind.DOUBTFUL_MODEL and sentence.text[: sentence.tokens[place].start].endswith("("):
        return False
    alone = named.name in _NOBODY_ELSE and place == 0 and not _only_clause(sentence, clause)
    return not alone or medium is named.medium


def _has_version(named: Named) -> bool:
    return named.name[-1].isdigit() or named.name.endswith(_VERSION)


def _is_described(sentence: Sentence, named: Named) -> bool:
    """Tell whether a description begins behind a name: "midjourney a castle", and any words behind a version."""
    after = named.last + 1
    if named.name in _NOBODY_ELSE or after >= len(sentence.tokens) or not sentence.tokens[after].gap:
        return False
    if sentence.word(after) in _OPENS or (sentence.kind(after) == Kind.NUMERAL and sentence.word(after).isalpha()):
        return True
    return _has_version(named) and sentence.kind(after) in {
        Kind.WORD,
        Kind.GENRE,
        Kind.PERSON,
        Kind.ARTICLE,
        Kind.SHAPE,
    }


def _only_clause(sentence: Sentence, clause: Clause) -> bool:
    return len(sentence.clauses) == 1 or clause.end - clause.start > 1


def _is_in_company(sentence: Sentence, named: Named) -> bool:
    """Tell whether a name that is also a person's stands beside others: "with MJ and the gang"."""
    doubtful = sentence.shape[named.place] == Kind.DOUBTFUL_MODEL
    return doubtful and sentence.kind(named.last + 1) == Kind.AND and sentence.kind(named.last + 2) in "Awcp"


def _is_used(sentence: Sentence, clause: Clause, named: Named, after: str) -> bool:
    if after not in _AFTER_USE or _is_in_company(sentence, named):
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
    if _takes_the_place(sentence, clause, named):
        return False
    if place in sentence.free and sentence.kind(named.first - 1) != Kind.LIKING:
        return True
    opens = named.first == _first_word(sentence, clause) or sentence.kind(named.first - 1) in "FYP"
    return opens and (sentence.kind(after) in "EQ" or _asks(sentence, after, surely=True))


def _takes_the_place(sentence: Sentence, clause: Clause, named: Named) -> bool:
    """Tell whether a thing is to stand where another one does: 把香蕉换成海螺, but not 把默认模型换成海螺."""
    replaced = range(clause.start, named.first)
    marked = any(sentence.word(place) in _OBJECT_MARKS for place in replaced)
    return marked and _CHANGED.isdisjoint(sentence.shape[clause.start : named.first])


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
    if surely and not drawn and sentence.word(place - 1) not in _MAKING:
        return sentence.kind(place) in "ANLHhWROKZTr"
    return sentence.kind(place) in "ANLHhWROKZTr" or sentence.word(place)[:1] not in {"的", ""}
