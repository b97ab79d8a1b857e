"""An utterance cut into fragments, and which of them are known: the law of this package.

A fragment is an instruction only if every word of it is known; anything else is the person's own words.
"""

from collections.abc import Iterator, Sequence
from itertools import takewhile

import attrs

from imastudio.domain.intent.folding import is_han
from imastudio.domain.intent.tables.media import AUDIO_MEDIA
from imastudio.domain.intent.tables.models import DOUBTFUL, THINGS
from imastudio.domain.intent.tables.numbers import RATIOS
from imastudio.domain.intent.tags import MUSICAL, NAMES, NO_WORDS, NOUNS, Tag, Token

# A space ends no fragment behind these: "用 可灵", "at most 20 points".
_GOES_ON = frozenset(
    {Tag.USE, Tag.NUMBER, Tag.WRITING, Tag.OF, Tag.NOT, Tag.KEY, Tag.MOST, Tag.LINK, Tag.ARTICLE, Tag.EACH, Tag.AND}
)
_COUNTED = frozenset({Tag.MEASURE, Tag.GLUE, Tag.KEY, Tag.COLON, *NOUNS})
_LABELLED = frozenset({Tag.KEY, Tag.MOST, Tag.USE, Tag.MODEL_WORD, Tag.GLUE, Tag.EACH, Tag.VOICE, Tag.LIKING, Tag.EVER})
_MEASURED = frozenset(
    {
        Tag.RATIO,
        Tag.SHAPE,
        Tag.SIZE,
        Tag.RESOLUTION,
        Tag.SECONDS,
        Tag.POINTS,
        Tag.MARKS,
        Tag.MONEY,
        Tag.NUMBER,
        Tag.COUNT,
        Tag.MANNER,
        Tag.TIER,
        *NAMES,
    }
)
_CHOOSING = frozenset({Tag.USE, Tag.EVER, Tag.NOT, Tag.LIKING, Tag.INSTEAD, Tag.ONCE})
_CHOSEN = frozenset({Tag.VERB, Tag.MODEL_WORD, Tag.EVER, Tag.POLITE, *NOUNS})
_SOUNDING = frozenset({Tag.NOUN, Tag.WEAK_NOUN, Tag.VERB, Tag.TASK, Tag.READ, Tag.LYRICS, Tag.VOCALS, Tag.GENRE})
_ARTISTIC = "artistic"
_SUNG = ("vocal", "sing", "歌", "人声", "唱", "lyrics", "词")
_PLACED = frozenset(
    {Tag.NUMBER, Tag.MARKS, Tag.MONEY, Tag.DOUBTFUL_MODEL, Tag.UNKNOWN_MODEL, Tag.RATIO, Tag.TIER, Tag.SPEAKER}
)


@attrs.frozen
class Fragment:
    """Words between two breaks: the places from `start` up to `end`, and the words themselves."""

    start: int
    end: int
    tokens: Sequence[Token] = attrs.field(repr=False)
    opened_by: str = ""
    closed_by: str = ""
    known: bool = False

    def has(self, *tags: Tag) -> bool:
        """Tell whether a word of one of `tags` is in it."""
        return any(token.tag in tags for token in self.tokens)

    @property
    def begin(self) -> int:
        """Return where it begins in the utterance."""
        return self.tokens[0].start

    @property
    def stop(self) -> int:
        """Return where it ends in the utterance."""
        return self.tokens[-1].end


def fragments_of(tokens: Sequence[Token], *, musical: bool) -> list[Fragment]:
    """Return the fragments of an utterance, in order; `musical` tells that it is about music or speech."""
    done: list[Fragment] = []
    opened = ""
    start = 0
    for end, sign, skipped in _ends(tokens):
        if end > start:
            part = tuple(tokens[start:end])
            written = opened == ":" and bool(done) and done[-1].tokens[-1].tag is Tag.WRITING
            known = not written and is_known(part, musical=musical)
            done.append(Fragment(start, end, part, opened, sign, known=known))
            opened = sign
        start = end + skipped
    return done


def _ends(tokens: Sequence[Token]) -> Iterator[tuple[int, str, int]]:
    """Yield where fragments end, by which sign, and how many words the sign takes."""
    for place, token in enumerate(tokens):
        if token.tag is Tag.BREAK:
            yield place, token.text, 1
        elif token.tag is Tag.COLON and not _labels(tokens, place):
            yield place, ":", 1
        elif token.gap and place and _is_inscribed(tokens, place):
            continue
        elif token.gap and place and (_parts(tokens[place - 1], token) or _closes(tokens, place)):
            yield place, " ", 0
    yield len(tokens), "", 0


def _labels(tokens: Sequence[Token], colon: int) -> bool:
    """Tell whether a colon stands between the name of a value and the value: 比例：3:4, "limit: 30 credits"."""
    following = tokens[colon + 1].tag if colon + 1 < len(tokens) else Tag.BREAK
    return colon > 0 and tokens[colon - 1].tag in _LABELLED and following in _MEASURED


def _parts(before: Token, after: Token) -> bool:
    beside = before.han or after.han or is_han(before.text[-1])
    return beside and before.tag not in _GOES_ON


def _closes(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a limit ends before `place`: 30积分以内 画猫, 积分别超过20 画猫."""
    last, behind = tokens[place - 1], tokens[place]
    if last.tag is Tag.MOST:
        return place > 1 and tokens[place - 2].tag in {Tag.POINTS, Tag.MARKS, Tag.MONEY}
    before = takewhile(lambda token: token.tag is not Tag.BREAK, reversed(tokens[: place - 1]))
    bare = last.tag is Tag.NUMBER and behind.han and behind.tag not in {Tag.MEASURE, Tag.MOST, Tag.GLUE}
    return bare and any(token.tag is Tag.MOST for token in before)


def _is_inscribed(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a ratio at `place`, or before it, stands between the words of an inscription: 写着主队 3:4 客队."""
    at = place if tokens[place].tag is Tag.RATIO else place - 1
    around = tokens[at - 1 : at + 2 : 2]
    between = tokens[at].tag is Tag.RATIO and [token.tag for token in around] == [Tag.CONTENT, Tag.CONTENT]
    before = takewhile(lambda token: token.tag is not Tag.BREAK, reversed(tokens[:at] if between else ()))
    return any(token.tag is Tag.WRITING for token in before)


def speaks_of_sound(tokens: Sequence[Token]) -> bool:
    """Tell whether an utterance is about music or speech: only then genres, singers and voices are known words."""
    sounding = [token for token in tokens if token.tag in _SOUNDING]
    return bool(sounding) and (
        any(
            (token.tag in {Tag.NOUN, Tag.WEAK_NOUN, Tag.VERB, Tag.TASK} and _medium(token) in AUDIO_MEDIA)
            or token.tag in {Tag.READ, Tag.LYRICS}
            or (token.tag is Tag.VOCALS and is_sung(token))
            or (token.tag is Tag.GENRE and token.text.endswith("bpm"))
            for token in sounding
        )
        or (_has(sounding, Tag.GENRE) and _counts_music(tokens))
        or (
            _has(tokens, Tag.GENRE)
            and _has(tokens, Tag.VOCALS)
            and any(token.text == "instrumental" for token in tokens)
        )
    )


def _counts_music(tokens: Sequence[Token]) -> bool:
    """Tell whether a kind of music is counted, of whatever length: 来首爵士, 来一段30秒的爵士."""
    for place, token in enumerate(tokens[:-1]):
        if token.tag is Tag.MEASURE and token.text in {"首", "段"}:
            ahead = place + 1
            while ahead < len(tokens) - 1 and tokens[ahead].tag in {Tag.SECONDS, Tag.DE}:
                ahead += 1
            if tokens[ahead].tag is Tag.GENRE and (token.text == "首" or ahead + 1 == len(tokens)):
                return True
    return False


def is_sung(token: Token) -> bool:
    """Tell whether words about a singer can only be said of music: "no vocals", 女歌手, not "a female"."""
    return token.text != "instrumental" and any(part in token.text for part in _SUNG)


def _has(tokens: Sequence[Token], tag: Tag) -> bool:
    return any(token.tag is tag for token in tokens)


def _medium(token: Token) -> object:
    return token.value[0] if isinstance(token.value, tuple) else token.value


def is_known(tokens: Sequence[Token], *, musical: bool = True) -> bool:
    """Tell whether every word is known, and each stands where it means something."""
    return all(is_known_at(tokens, place, musical=musical) for place in range(len(tokens)))


def is_known_at(tokens: Sequence[Token], place: int, *, musical: bool = True) -> bool:
    """Tell whether the word at `place` is known, and stands where it means something."""
    tag = tokens[place].tag
    if tag in NO_WORDS or (tag in MUSICAL and tag is not Tag.VOICE and not musical):
        return False
    return tag not in _PLACED or _is_placed(tokens, place)


def _is_placed(tokens: Sequence[Token], place: int) -> bool:
    token = tokens[place]
    match token.tag:
        case Tag.NUMBER:
            corrected = _tag(tokens, place - 1) is Tag.INSTEAD and place + 1 == len(tokens)
            counts = _tag(tokens, place + 1) in _COUNTED | _MEASURED or _asks_count(tokens)
            asked = _tag(tokens, place - 1) is Tag.VERB and len(tokens) == place + 1 > 1  # "a cat, make two"
            return counts or corrected or asked or len(tokens) == 1
        case Tag.MARKS | Tag.MONEY:
            return any(other.tag is Tag.MOST for other in tokens)
        case Tag.DOUBTFUL_MODEL:
            return _is_named(tokens, place)
        case Tag.RATIO:
            return (
                token.value in RATIOS
                or _tag(tokens, place + 1) is Tag.KEY
                or (_tag(tokens, place + 1) is Tag.DE and _tag(tokens, place + 2) in NOUNS)
            )
        case Tag.UNKNOWN_MODEL:
            doubtful = isinstance(token.value, tuple) and str(token.value[1]).split()[0] in DOUBTFUL
            return not doubtful or _is_named(tokens, place)
        case Tag.TIER if _tag(tokens, place - 1) is Tag.ARTICLE and token.text in {"cheap", "premium", "budget"}:
            return _tag(tokens, place + 1) in {Tag.MODEL_WORD, Tag.GLUE, *NOUNS, *_MEASURED}
        case Tag.TIER if token.value == _ARTISTIC:
            used = _tag(tokens, place - 1) is Tag.USE and token.text.endswith("的")
            return used or Tag.MODEL_WORD in {_tag(tokens, place + 1), _tag(tokens, place + 2)}
        case Tag.SPEAKER:
            return any(other.tag in {Tag.VOICE, Tag.READ} for other in tokens)
        case _:
            return True


def _is_named(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a name that is a plain word, too, names a model here: "use MJ", "Veo video", not "a banana"."""
    before = place - 1
    while before >= 0 and tokens[before].tag is Tag.GLUE:
        before -= 1
    name = tokens[place].value
    thing = name in THINGS
    if len(tokens) == 1 or _tag(tokens, before) in _CHOOSING:
        return not thing or (len(tokens) > 1 and tokens[before].text != "with")
    behind = place + 1
    while _tag(tokens, behind) in {Tag.NUMBER, *_MEASURED} and not thing:
        behind += 1
    return _tag(tokens, behind) in _CHOSEN or (behind > place + 1 and _tag(tokens, behind) in {Tag.OF, Tag.BREAK})


def _asks_count(tokens: Sequence[Token]) -> bool:
    """Tell whether a bare number can only be a cap: "budget 20"."""
    return any(token.tag is Tag.MOST for token in tokens)


def _tag(tokens: Sequence[Token], place: int) -> Tag:
    return tokens[place].tag if 0 <= place < len(tokens) else Tag.BREAK
