"""What is asked for: the known words at both ends of a fragment, and the medium that its words name.

Rules: a noun counts where it heads the request (a festival of music is no music), the noun behind the verb before all others;
what is watched, held or written on something is never asked for.
"""

from collections.abc import Iterator, Sequence

import attrs

from imastudio.domain.intent.fragments import Fragment, is_known_at
from imastudio.domain.intent.tables.glue import INSCRIBED, PLACES
from imastudio.domain.intent.tables.media import AUDIO_MEDIA, PLAIN_NOUNS
from imastudio.domain.intent.tags import MUSICAL, NOUNS, VALUES, Tag, Token
from imastudio.domain.orders import Medium

_OPENS_SUFFIX = frozenset(
    {
        Tag.USE,
        Tag.LINK,
        Tag.AND,
        Tag.NOT,
        Tag.KEY,
        Tag.MOST,
        Tag.SOUND,
        Tag.TASK,
        Tag.INSTEAD,
        Tag.NUMBER,
        Tag.RATIO,
        *NOUNS,
    }
)
_BEHIND_A_NOUN = frozenset({Tag.CONTENT, Tag.TEXT, Tag.JOB, Tag.CONSUME, Tag.THING, Tag.SHOT})
_MUSIC_MEASURES = frozenset({"首"})
_PURPOSE = frozenset({"for", "给", "为", "为我的", "给我的"})
_BEFORE_A_THING = frozenset({Tag.ARTICLE, Tag.LINK, Tag.OF, Tag.CONSUME, Tag.WRITING, Tag.AND})
_WORK = "work"


@attrs.frozen
class Head:
    """A word that says what is to be made: `kind` is verb, noun, final or measure."""

    medium: Medium
    token: Token
    fragment: int
    kind: str
    model: str | None = None
    work: bool = False


@attrs.frozen
class Request:
    """A fragment with how many known words it has at its beginning, and where those at its end begin.

    `asks` tells that it begins by asking for something to be made.
    """

    fragment: Fragment
    prefix: int
    suffix: int
    asks: bool = attrs.field(init=False)

    @asks.default
    def _asks(self) -> bool:
        return any(token.tag is Tag.VERB for token in self.begins)

    @property
    def begins(self) -> Sequence[Token]:
        """Return the known words at the beginning."""
        return self.fragment.tokens[: self.prefix]

    @property
    def ends(self) -> Sequence[Token]:
        """Return the known words at the end."""
        return self.fragment.tokens[self.suffix :]


def request_of(fragment: Fragment, *, musical: bool) -> Request:
    """Return what is known at both ends of a fragment; all of it where it is known."""
    tokens = fragment.tokens
    if fragment.known:
        return Request(fragment, len(tokens), len(tokens))
    prefix = _prefix(tokens, musical=musical)
    return Request(fragment, prefix, _suffix(tokens, prefix, musical=musical))


def _prefix(tokens: Sequence[Token], *, musical: bool) -> int:
    place, last = 0, len(tokens) - 1
    while place < last and is_known_at(tokens, place, musical=musical):
        place += 1
        if tokens[place - 1].tag is Tag.OF:
            break
    return place


def _suffix(tokens: Sequence[Token], prefix: int, *, musical: bool) -> int:
    first = len(tokens)
    while first > prefix and is_known_at(tokens, first - 1, musical=musical):
        first -= 1
    if first == len(tokens):
        return first
    if any(token.tag is Tag.WRITING and token.text in INSCRIBED for token in tokens[:first]):
        return len(tokens)
    if first and tokens[first - 1].tag is Tag.CONSUME:
        return len(tokens)
    if first and tokens[first - 1].tag is Tag.WRITING and not any(token.tag in NOUNS for token in tokens[first:]):
        return len(tokens)
    told = any(token.tag is Tag.WRITING for token in tokens[:first]) or (
        prefix > 0 and tokens[prefix - 1].tag is Tag.OF
    )
    if told and first < len(tokens) and any(token.tag in MUSICAL and not _is_voice(token) for token in tokens[first:]):
        return len(tokens)
    while first < len(tokens) and not _may_begin(tokens, first):
        first += 1
    return first


def _is_voice(token: Token) -> bool:
    """Tell whether words about a singer are said of the song, not of what it is about: "… with a male voice"."""
    return token.tag is Tag.VOCALS and any(part in token.text for part in ("voice", "sung", "vocal", "唱", "声"))


def _may_begin(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether the known words at the end may begin at `place`: behind a space, at a change of script, at a noun."""
    token, before = tokens[place], tokens[place - 1]
    if token.text == "要":
        return place + 1 < len(tokens) and tokens[place + 1].tag in VALUES
    return token.gap or token.han != before.han or token.tag in _OPENS_SUFFIX or token.tag in {Tag.VOCALS, Tag.GENRE}


def heads_of(request: Request, number: int) -> Iterator[Head]:
    """Yield the words that say which medium one fragment asks for."""
    found = list(_within(request.begins, number, following=_following(request)))
    noun = bool(found) and found[0].kind == "noun"
    told = noun and any(token.tag is Tag.OF or token.text == "for" for token in request.begins)
    final = _final(request, number)
    if told and final is not None and "with" not in {one.text for one in request.fragment.tokens[-3:-1]}:
        final = None
    if final is not None and found and (found[0].kind == "measure" or _is_owned(request)):
        found = []
    yield from found
    described = described_at(request)
    if not found and final is not None and described is not None:
        head = _noun(request.fragment.tokens[described], number)
        if head.medium is not final.medium:
            yield head
    if final is not None and (not found or final.medium is not found[-1].medium):
        yield final
    if not found and final is None and (place := described_at(request)) is not None:
        yield _noun(request.fragment.tokens[place], number)


def _is_owned(request: Request) -> bool:
    """Tell whether a noun before a quoted name only tells whose the final noun is: 歌曲《晚风》的封面."""
    tokens = request.fragment.tokens
    return any(
        token.tag is Tag.SEALED and tokens[place + 1].tag is Tag.DE and tokens[place - 1].tag in NOUNS
        for place, token in enumerate(tokens[:-1])
        if place
    )


def _following(request: Request) -> Token | None:
    tokens = request.fragment.tokens
    return tokens[request.prefix] if request.prefix < len(tokens) else None


def _within(tokens: Sequence[Token], number: int, *, following: Token | None = None) -> list[Head]:
    """Return the heads among known words; `following` is the unknown word behind them."""
    asked = [place for place, token in enumerate(tokens) if token.tag is Tag.VERB]
    nouns = [place for place, token in enumerate(tokens) if token.tag in NOUNS and not _is_passed(tokens, place)]
    nouns = [place for place in nouns if _is_beside(tokens, place) or not _is_compound(tokens, place, following)]
    nouns = [place for place in nouns if tokens[place].tag is not Tag.WEAK_NOUN or _is_asked(tokens, place)]
    subject = next((place for place, token in enumerate(tokens) if token.tag is Tag.OF), len(tokens))
    nouns = [place for place in nouns if place < subject] or nouns
    nouns = [place for place in nouns if not _is_modifier(tokens, place)]
    behind = [place for place in nouns if asked and place > asked[0]]
    nouns = behind or nouns
    if len(nouns) > 1:
        nouns = [place for place in nouns if not _is_purpose(tokens, place)] or nouns
    if nouns:
        drawn = [tokens[place] for place in asked if tokens[place].value is Medium.IMAGE]
        heard = tokens[nouns[0]].value in AUDIO_MEDIA
        if drawn and heard:
            return [Head(Medium.IMAGE, drawn[0], number, "verb"), _noun(tokens[nouns[0]], number)]
        return [_noun(tokens[place], number) for place in nouns]
    verbs = [tokens[place] for place in asked if isinstance(tokens[place].value, Medium)]
    if verbs:
        return [Head(Medium(str(verbs[0].value)), verbs[0], number, "verb")]
    return [
        Head(Medium.MUSIC, token, number, "measure")
        for place, token in enumerate(tokens)
        if token.tag is Tag.MEASURE and token.text in _MUSIC_MEASURES and place and _counts(tokens, place, following)
    ][:1]


def _counts(tokens: Sequence[Token], place: int, following: Token | None) -> bool:
    behind = tokens[place + 1].tag if place + 1 < len(tokens) else None
    text = following is not None and following.tag is Tag.TEXT
    return behind in {Tag.GENRE, Tag.SECONDS} or not text


def _noun(token: Token, number: int, kind: str = "noun") -> Head:
    if token.tag is Tag.FORMAT:
        return Head(Medium.IMAGE, token, number, kind)
    if isinstance(token.value, tuple):
        return Head(Medium.MUSIC, token, number, kind, model=str(token.value[1]))
    if token.value == _WORK:
        return Head(Medium.VIDEO, token, number, kind, work=True)
    return Head(Medium(str(token.value)), token, number, kind)


def _is_passed(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a noun is refused, or belongs to the word for a model: "不要音乐", 视频模型."""
    behind = tokens[place + 1].tag if place + 1 < len(tokens) else None
    at = place - 1
    while at >= 0 and tokens[at].tag in {Tag.ARTICLE, Tag.GLUE, Tag.USE, Tag.VERB, Tag.INSTEAD}:
        at -= 1
    refused = at >= 0 and tokens[at].tag is Tag.NOT
    return refused or behind is Tag.MODEL_WORD


def _is_beside(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a noun stands beside another: 图片和视频各来一个."""
    alone = place + 1 == len(tokens) or tokens[place + 1].tag not in NOUNS
    return alone and place > 1 and tokens[place - 1].tag is Tag.AND and tokens[place - 2].tag in NOUNS


def _is_compound(tokens: Sequence[Token], place: int, following: Token | None) -> bool:
    """Tell whether a noun only describes the next word: "video doorbell", 海报设计大赛, "video thumbnail"."""
    if place + 1 < len(tokens):
        behind = tokens[place + 1]
        described = behind.tag is Tag.DE and place + 2 == len(tokens) and following is not None
        return described or (behind.tag in NOUNS and behind.tag is not Tag.WEAK_NOUN)
    if following is None or following.tag not in _BEHIND_A_NOUN or not following.text[0].isalnum():
        return False
    of = place > 1 and tokens[place - 1].tag is Tag.DE
    if place and tokens[place - 1 - of].tag in {Tag.SECONDS, Tag.SOUND, Tag.RESOLUTION}:
        return False
    asked = any(token.tag in {Tag.VERB, Tag.MEASURE} for token in tokens[:place])
    return not (asked and following.han and tokens[place].text in PLAIN_NOUNS)


def _is_modifier(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether another noun is what a noun only describes: 歌的封面."""
    return (
        place + 2 < len(tokens)
        and tokens[place + 1].tag is Tag.DE
        and any(one.tag in NOUNS for one in tokens[place + 2 :])
    )


def _is_asked(tokens: Sequence[Token], place: int) -> bool:
    if any(token.tag in {Tag.VERB, Tag.MEASURE, Tag.SECONDS} for token in tokens[:place]):
        return True
    opened = any(token.tag in {Tag.ARTICLE, Tag.NUMBER} for token in tokens[:place])
    return opened and place + 1 < len(tokens) and tokens[place + 1].tag is Tag.OF


def _is_purpose(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether a noun only says what something is for: 给视频配乐, "music for my video"."""
    while place and tokens[place - 1].tag in {Tag.ARTICLE, Tag.GLUE, Tag.GENRE}:
        place -= 1
    return place > 0 and tokens[place - 1].text in _PURPOSE


def _final(request: Request, number: int) -> Head | None:
    """Return the noun that ends a description: …的视频, "cat video", "make a rainy day video"."""
    tokens = request.fragment.tokens
    nouns = [
        place
        for place in range(request.suffix, len(tokens))
        if tokens[place].tag in NOUNS and not _is_compound(tokens, place, None) and not _is_passed(tokens, place)
    ]
    place = nouns[-1] if nouns else 0
    if not place:
        return None
    token, before = tokens[place], tokens[place - 1]
    lead = tokens[place - 2].text if place > 1 else ""
    if token.tag is Tag.WEAK_NOUN and not (request.asks or _counts_one(request)):
        return None
    body = tokens[request.prefix : place]
    if any(one.text in _PURPOSE for one in tokens[:1]) and tokens[-1].tag is Tag.USE:
        return None
    if token.han or before.han:
        return None if before.tag is not Tag.DE and _is_done_there(body) else _noun(token, number, "final")
    made = [other.tag for other in tokens[request.suffix : place] if other.tag in {Tag.VERB, Tag.INSTEAD}]
    turned = any(other.tag is Tag.VERB for other in request.begins) and lead in {"into", "to"}
    beside = lead == "with" and token.value in AUDIO_MEDIA
    if before.tag is Tag.ARTICLE and (made or turned or beside):
        return _noun(token, number, "final")
    if before.tag in _BEFORE_A_THING or any(other.tag in {Tag.CONSUME, Tag.WRITING} for other in body):
        return None
    if any(other.tag in {Tag.LINK, Tag.OF} or other.text in PLACES for other in body):
        return None
    return _noun(token, number, "final")


def _counts_one(request: Request) -> bool:
    """Tell whether a fragment begins by counting what is wanted: 要一段…的伴奏."""
    return any(token.tag is Tag.MEASURE for token in request.begins)


def _is_done_there(body: Sequence[Token]) -> bool:
    """Tell whether somebody in the scene does something with the noun behind `body`: 在拍短片, 正在看视频."""
    at = len(body) - 1
    while at >= 0 and body[at].tag in {Tag.NUMBER, Tag.MEASURE, Tag.GLUE}:
        at -= 1
    if at > 0 and body[at].tag is Tag.CONTENT and body[at - 1].tag is Tag.CONSUME:  # 播放黑白视频
        at -= 1
    if at < 0 or body[at].tag not in {Tag.CONSUME, Tag.VERB}:
        return False
    counted = at < len(body) - 1 and body[at].tag is Tag.VERB
    busy = at > 0 and body[at - 1].text.endswith(("在", "着"))
    return busy or not counted


def _goes_on(noun: Token, behind: Token) -> bool:
    return behind.text == "for" or (noun.tag is Tag.NOUN and behind.text in {"with", "in", "at", "set"})


def described_at(request: Request) -> int | None:
    """Return the place of the noun of "adjectives noun of": "cinematic slow motion video of a cat"."""
    tokens = request.fragment.tokens
    for place in range(request.prefix, len(tokens) - 1):
        token = tokens[place]
        if token.tag in {Tag.LINK, Tag.OF, Tag.CONSUME, Tag.WRITING, Tag.NOT, Tag.AND} or _is_acted(tokens, place):
            return None
        if (
            token.tag in NOUNS
            and (tokens[place + 1].tag in {Tag.OF, Tag.WRITING} or _goes_on(token, tokens[place + 1]))
            and not token.han
        ):
            return place
    return None


def _is_acted(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether an article stands behind what somebody in the scene does: "a couple dancing a waltz in a hall"."""
    before = tokens[place - 1]
    return place > 0 and tokens[place].tag is Tag.ARTICLE and before.text.endswith("ing") and before.text != "making"
