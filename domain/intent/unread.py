"""What was said and not read: a measure, a count, a name, a medium or a price among the person's own words becomes a doubt.

Rules: two values of one kind are a doubt, wherever they stand; a value that no rule read is asked about, unless the words around
it make it part of the scene: it belongs to a thing, is written or said there, or tells when something happens.
"""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from imastudio.domain.intent.fragments import Fragment, is_sung
from imastudio.domain.intent.reading import Reading
from imastudio.domain.intent.requests import Request
from imastudio.domain.intent.tables.asking import NAMED_EN, NAMED_ZH, SUPERLATIVE, UNSETTLED, VERSIONED, WORTH
from imastudio.domain.intent.tables.media import PLURALS
from imastudio.domain.intent.tables.models import DOUBTFUL, PLAIN_WORDS
from imastudio.domain.intent.tables.numbers import SURE_RATIOS
from imastudio.domain.intent.tables.talk import SURELY_BACK
from imastudio.domain.intent.tables.values import SHEETS
from imastudio.domain.intent.tags import NAMES, NOUNS, VALUES, Tag, Token
from imastudio.domain.orders import Medium, TaskType, Tier

_SCENIC = frozenset({Tag.WRITING, Tag.CONSUME})
_MEASURES = {
    Medium.IMAGE: frozenset({"张", "幅", "版", "款", "组"}),
    Medium.VIDEO: frozenset({"段", "条", "支", "部", "版"}),
    Medium.MUSIC: frozenset({"首", "段", "支", "版"}),
    Medium.SPEECH: frozenset({"段", "条", "版"}),
}
_MAX_PLAIN_COUNT, _NEAR_START, _PAIR = 4, 2, 2
_MAX_WORTH_HAN, _MAX_WORTH_CHARS = 12, 40
_TELLS_WHEN = frozenset(
    {"for", "in", "at", "after", "within", "over", "every", "before", "by", "from", "last", "first", "next", "the"}
)
_LASTS = frozenset({Tag.DE, Tag.KEY, Tag.BREAK, Tag.AND, *NOUNS})
_ALONE = frozenset({Tag.GLUE, Tag.POLITE, Tag.NUMBER, Tag.MEASURE})
_THEN = frozenset({"然后", "再", "接着", "最后", "then", "and then"})
_VARIED = frozenset({"different", "distinct", "不同", "不同的"})
_BY = frozenset({"on", "with", "by", "via", "like", "in"})
_ASKS_OF = frozenset({Tag.VERB, Tag.USE, Tag.INSTEAD})
_OPENS = frozenset({Tag.VERB, Tag.POLITE})
_LEADS = frozenset({Tag.ARTICLE, Tag.NUMBER, Tag.MEASURE, Tag.CONTENT, Tag.GLUE, Tag.NOUN, *VALUES})
_NAMING = frozenset({Tag.CONTENT, Tag.NUMBER, Tag.VERB, Tag.GLUE})
_LIMITS = frozenset({"budget", "max", "maximum", "cap", "limit", "预算", "上限", "最多", "不超过", "别超过"})
_MAX_SIGNS_OF_A_QUALITY = 3
_BARE_LINES = frozenset({480, 720, 1080, 1440, 2160})
_PRICED = frozenset({"tier", "max_points", "preference"})
_TIERS = ("none", Tier.BUDGET.value, Tier.PREMIUM.value)
# These take nothing back where words of the person's own follow: "a sign: sorry, we are closed".
_MAY_GO_ON = frozenset({"还是", "rather", "sorry", "wait", "hold on", "pardon", "还是要", "应该是", "hmm", "or rather"})


def doubt_unread(reading: Reading, medium: Medium | None, *, presumed: bool) -> None:
    """Ask about whatever looks like an instruction and was not read; `presumed` tells that no word names the medium."""
    corrected = reading.handed is None and not reading.doubts
    if presumed:
        _doubt_inner_nouns(reading)
    if medium is not None:
        _doubt_values(reading, medium)
        _doubt_labelled(reading, medium)
    if reading.handed is None:
        _doubt_strange_names(reading)
    if reading.handed is None and medium is not None:  # of several works it is told for all of them
        _doubt_price(reading)
    _doubt_corrections(reading, medium, corrected=corrected)


def _doubt_values(reading: Reading, medium: Medium) -> None:
    """Ask about the values that nobody read, but for those that are written, watched or held in the scene."""
    for request in reading.requests:
        scenic = False
        for place, token in enumerate(request.fragment.tokens):
            scenic = scenic or token.tag in _SCENIC
            if token.tag in _READERS and not scenic and not _is_read(reading, token):
                _READERS[token.tag](reading, request, place, medium)


def _doubt_labelled(reading: Reading, medium: Medium) -> None:
    """Ask about a number behind the name of a value that makes no value of that kind: "resolution 900K"."""
    for request in reading.requests:
        tokens = request.fragment.tokens
        for label, number in zip(tokens[-3:], tokens[-2:], strict=False):
            unread = number.tag is Tag.NUMBER and not _is_read(reading, number) and not request.fragment.known
            if label.tag is Tag.KEY and unread and number.text[0].isdigit():
                field = "size" if medium is Medium.IMAGE else "resolution"
                reading.doubt(field, label.start, request.fragment.stop, ["none"])


def _is_read(reading: Reading, token: Token) -> bool:
    spans = [*reading.cuts, *((one.start, one.end) for one in reading.evidence)]
    return any(start <= token.start and token.end <= end for start, end in spans)


def _tag(tokens: Sequence[Token], place: int) -> Tag:
    return tokens[place].tag if 0 <= place < len(tokens) else Tag.BREAK


def _over_glue(tokens: Sequence[Token], place: int) -> int:
    """Return the place of the first word from `place` on that is no small one."""
    while _tag(tokens, place) is Tag.GLUE:
        place += 1
    return place


def _count(reading: Reading, request: Request, place: int, medium: Medium) -> None:
    """Ask about a number that may count results: one beside another, one too large, or one behind what asks for them."""
    tokens, token = request.fragment.tokens, request.fragment.tokens[place]
    value = int(str(token.value))
    if _said_besides(reading, request.fragment, value):
        reading.doubt("n", token.start, token.end, [str(value), "none"])
    behind = _over_glue(tokens, place + 1)
    following = tokens[behind] if behind < len(tokens) else token
    measured = following.tag is Tag.MEASURE and following.text in _MEASURES[medium]
    plural = following.tag in NOUNS and following.text in PLURALS
    sheets = any(one.text.startswith(SHEETS) for one in tokens[behind + 1 : behind + 2])
    asked = _tag(tokens, place - 1) is Tag.VERB
    measured = measured or (asked and behind > place + 1 and tokens[place + 1].text in _VARIED)
    if value != 1 and (measured or plural) and not sheets and (asked or (plural and value > _MAX_PLAIN_COUNT)):
        reading.doubt("n", token.start, token.end, [str(min(value, _MAX_PLAIN_COUNT)), "1"])


def _said_besides(reading: Reading, fragment: Fragment, value: int) -> bool:
    """Tell whether another number than the one that was read stands alone: "three pictures, just one, …"."""
    colons = ":" in {fragment.opened_by, fragment.closed_by}
    if colons or not all(token.tag in _ALONE for token in fragment.tokens):
        return False
    spans = [(one.start, one.end) for one in reading.evidence if one.field == "n"]
    said = [token.value for token in reading.tokens if any(start <= token.start < end for start, end in spans)]
    return bool(said) and value not in said


def _doubt_inner_nouns(reading: Reading) -> None:
    """Ask about a medium that a verb in the middle asks for: "gimme a wee video o' a highland coo"."""
    for request in reading.requests if Tag.NOUN in reading.tags else ():
        asked, tokens = False, request.fragment.tokens
        for place, token in enumerate(tokens):
            asked = token.tag in _OPENS or (asked and token.tag in _LEADS)
            other = token.tag is Tag.NOUN and isinstance(token.value, Medium) and token.value is not Medium.IMAGE
            styled = any(one.tag is Tag.TEXT or one.text.startswith("style") for one in tokens[place + 1 : place + 2])
            if asked and other and not styled:
                reading.doubt("media", token.start, token.end, [str(token.value), Medium.IMAGE.value])


def _length(reading: Reading, request: Request, place: int, medium: Medium) -> None:
    """Ask about a length that may be that of the film: 又是5秒又是10秒的视频."""
    tokens, token = request.fragment.tokens, request.fragment.tokens[place]
    behind = [one.tag in NOUNS and one.value is Medium.VIDEO for one in tokens[place + 1 :]]
    of_film = any(behind) and ("-" in token.text or (behind[-1] and _tag(tokens, place + 1) is Tag.DE))
    named = of_film and not tokens[max(0, place - 1)].text.endswith(("了", "着", "过"))
    when = place > 0 and not named and _tells_when(tokens[place - 1])
    others = any(one.tag is Tag.SECONDS and one.value != token.value for one in tokens)
    lasts = others or named or _tag(tokens, _over_glue(tokens, place + 1)) in _LASTS
    when = when and not (place == 1 and len(tokens) == _PAIR)
    if medium is Medium.VIDEO and not when and lasts:
        reading.doubt("duration", token.start, token.end, [f"{token.value}s", "none"])


def _tells_when(before: Token) -> bool:
    """Tell whether a length only says for how long something in the scene goes on, or when: 停了5秒, "in 5 seconds"."""
    happens = before.tag is Tag.CONTENT or before.text in {"了", "着", "过"}
    return before.text in _TELLS_WHEN or (before.han and happens)


def _measure(reading: Reading, request: Request, place: int, medium: Medium) -> None:
    """Ask about a ratio or a size within a description, unless it belongs to a thing."""
    tokens, token = request.fragment.tokens, request.fragment.tokens[place]
    behind = _tag(tokens, place + 1)
    if not request.prefix <= place < request.suffix or behind is Tag.THING:
        return
    if token.tag is Tag.RATIO:
        asks = behind is Tag.DE and place == request.prefix
        linked = place + 1 == len(tokens) and tokens[place - 1].tag is Tag.LINK
        if linked or asks or token.value in SURE_RATIOS:
            reading.doubt("aspect_ratio", token.start, token.end, [str(token.value), "none"])
    elif not token.text.isdigit():
        field = "size" if medium is Medium.IMAGE else "resolution"
        reading.doubt(field, token.start, token.end, [str(token.value), "none"])


def _shaped(reading: Reading, request: Request, place: int, medium: Medium) -> None:
    """Ask about a shape that ends a description and can be said of the whole or of a thing in it: 画一只猫方的."""
    del medium
    tokens, token = request.fragment.tokens, request.fragment.tokens[place]
    if place and token.text.endswith("的") and place + 1 == len(tokens):
        reading.doubt("aspect_ratio", token.start, token.end, [str(token.value), "none"])


def _name(reading: Reading, request: Request, place: int, medium: Medium) -> None:
    """Ask about a model that is not offered; about one that is a plain word, too, only where it is told to do something."""
    del medium
    tokens, token = request.fragment.tokens, request.fragment.tokens[place]
    before = _tag(tokens, place - 1)
    alone = place + 1 == len(tokens) and place <= _NEAR_START
    told = (
        before in _ASKS_OF
        or (place > 0 and tokens[place - 1].text in _BY)
        or Tag.VERB in {_tag(tokens, place + 1), _tag(tokens, place + 2)}
        or alone
    )
    alone = alone or (place == 0 and tokens[-1].han and token.text[-1].isdigit())
    plain = token.text in PLAIN_WORDS or (isinstance(token.value, tuple) and str(token.value[1]).split()[0] in DOUBTFUL)
    if before not in {Tag.OF, Tag.NOT} and (told or not plain or VERSIONED.search(token.text)):
        reading.doubt("model", token.start, token.end, [], not_offered=reading.words[token.start : token.end])


def _step(reading: Reading, request: Request, place: int, medium: Medium) -> None:
    """Ask about a step behind the first: 先画只猫然后让它动起来, 画图并配一首诗朗诵."""
    tokens, token = request.fragment.tokens, request.fragment.tokens[place]
    behind = any(one.text in _THEN or (one.tag is Tag.AND and request.asks) for one in tokens[:place])
    other = token.value.medium if isinstance(token.value, TaskType) else Medium.SPEECH
    sure = token.tag is Tag.TASK or token.value == "strong"
    if behind and sure and other is not medium:
        reading.doubt("media", token.start, token.end, [medium.value, other.value], several=True)


def _limit(reading: Reading, request: Request, place: int, medium: Medium) -> None:
    """Ask about a number behind a word for "at most" that nobody read: "a waterfall, budget 50" without its comma."""
    del medium
    tokens = request.fragment.tokens
    numbers = [token for token in tokens[place + 1 : place + 3] if token.tag is Tag.NUMBER]
    if numbers and _is_last(tokens, tokens.index(numbers[0])) and tokens[place].text in _LIMITS:
        reading.doubt("max_points", tokens[place].start, numbers[0].end, [str(numbers[0].value), "none"])


def _dear(reading: Reading, request: Request, place: int, medium: Medium) -> None:
    """Ask about words for how dear it may be that can be said of nothing else: "draw a cat price doesn't matter"."""
    del medium
    tokens, token = request.fragment.tokens, request.fragment.tokens[place]
    said = token.text.removeprefix("the ")
    whole = " " in said or (token.han and len(said) > _MAX_SIGNS_OF_A_QUALITY)
    if whole and (
        _is_last(tokens, place) or _tag(tokens, _over_glue(tokens, place + 1)) in {Tag.POLITE, Tag.ARTICLE, Tag.VERB}
    ):
        reading.doubt("tier", token.start, token.end, [str(token.value), "none"])


def _sure_name(reading: Reading, request: Request, place: int, medium: Medium) -> None:
    """Ask about a name at an end of the words that is nothing but a model's: "Suno blues about a tractor"."""
    tokens, token = request.fragment.tokens, request.fragment.tokens[place]
    last = _is_last(tokens, place) and _tag(tokens, place - 1) in {Tag.CONTENT, *NOUNS}
    del medium
    if last or (place == 0 and _tag(tokens, 1) is not Tag.WRITING):
        reading.doubt("model", token.start, token.end, [token.text, "none"])


def _heard(reading: Reading, request: Request, place: int, medium: Medium) -> None:
    """Ask about sound or a singer at the end of the words: "wave video mute", "a calm guitar piece no vocals"."""
    tokens, token = request.fragment.tokens, request.fragment.tokens[place]
    if (
        token.tag is Tag.VOCALS
        and medium is Medium.MUSIC
        and request.fragment.known
        and token.value in {"female", "male"}
    ):
        reading.doubt("vocal_gender", token.start, token.end, [str(token.value), "none"])
    if place == 0 or not _is_last(tokens, place):
        return
    if token.tag is Tag.SOUND and medium is Medium.VIDEO:
        reading.doubt("generate_audio", token.start, token.end, ["on" if token.value else "off", "none"])
    elif medium is Medium.IMAGE and is_sung(token):
        reading.doubt("media", token.start, token.end, [Medium.MUSIC.value, medium.value])


def _back(reading: Reading, request: Request, place: int, medium: Medium) -> None:
    """Ask about words within others that surely take something back: "draw a dog no wait a wolf"."""
    del medium
    tokens, token = request.fragment.tokens, request.fragment.tokens[place]
    sure = token.text in SURELY_BACK and (" " in token.text or (token.han and not token.text.endswith(("了", "不对"))))
    if sure and place > 0 and token.start not in reading.taken_back and not request.fragment.known:
        reading.doubt("correction", tokens[place - 1].start, request.fragment.stop, ["none"])


def _is_last(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether nothing but small words follows."""
    return all(token.tag in {Tag.GLUE, Tag.POLITE, Tag.MODEL_WORD} for token in tokens[place + 1 :])


_READERS: Mapping[Tag, Callable[[Reading, Request, int, Medium], None]] = MappingProxyType(
    {
        Tag.NUMBER: _count,
        Tag.SECONDS: _length,
        **dict.fromkeys((Tag.RATIO, Tag.SIZE, Tag.RESOLUTION), _measure),
        Tag.SHAPE: _shaped,
        Tag.UNKNOWN_MODEL: _name,
        Tag.MODEL: _sure_name,
        Tag.MOST: _limit,
        Tag.INSTEAD: _back,
        Tag.TIER: _dear,
        Tag.SOUND: _heard,
        Tag.VOCALS: _heard,
        **dict.fromkeys((Tag.TASK, Tag.READ), _step),
    }
)


def doubt_unsettled(reading: Reading) -> None:
    """Ask about what can't be followed as it is said: minus two pictures, either of two media, what nobody but them has seen."""
    for field, pattern, choices in UNSETTLED if reading.handed is None else ():
        found = pattern.search(reading.folded)
        named = field != "model" or not reading.tags.isdisjoint(NAMES)
        said = field == "max_points" and any(one.field == field for one in reading.evidence)
        if found is not None and named and not said:
            reading.doubt(field, *found.span(), choices)


def _doubt_strange_names(reading: Reading) -> None:
    """Ask about what is named like a model and is in no table."""
    for found in (NAMED_ZH.search(reading.folded), NAMED_EN.search(reading.folded)):
        if found is None:
            continue
        start, end = found.span("name" if found["name"] else "plain")
        inside = [token for token in reading.tokens if start < token.end and token.start < end]
        if all(token.tag in _NAMING for token in inside):
            reading.doubt("model", start, end, [], not_offered=reading.words[start:end])


def _doubt_price(reading: Reading) -> None:
    """Ask how dear it may be where words speak of that and no rule read them: "the fastest model", "don't spend too much"."""
    fields = {one.field for one in reading.evidence} | {one.field for one in reading.doubts}
    if not fields.isdisjoint(_PRICED):
        return
    for number, fragment in enumerate(reading.fragments):
        text = reading.folded[fragment.begin : fragment.stop]
        found = SUPERLATIVE.search(text) or (WORTH.search(text) if _is_beside(reading, number) else None)
        if found is not None:
            start, end = fragment.begin + found.start(), fragment.begin + found.end()
            inside = [token for token in fragment.tokens if token.start < end]
            scenic = any(token.tag in _SCENIC for token in inside)
            if not scenic and not any(_is_read(reading, token) for token in inside if start < token.end):
                reading.doubt("tier", start, end, _TIERS)


def _is_beside(reading: Reading, number: int) -> bool:
    """Tell whether a fragment is a short one beside the request, at an end of the utterance."""
    fragment, request = reading.fragments[number], reading.requests[number]
    short = fragment.stop - fragment.begin <= (_MAX_WORTH_HAN if fragment.tokens[0].han else _MAX_WORTH_CHARS)
    at_end = number in {0, len(reading.fragments) - 1} and fragment.opened_by != ":"
    beside = short and at_end and not request.asks and not fragment.has(*NOUNS)
    return beside and sum(not one.fragment.known for one in reading.requests) > 1


def _doubt_corrections(reading: Reading, medium: Medium | None, *, corrected: bool) -> None:
    """Ask about words that take something back which nobody found, and about a bare number of lines."""
    for number, fragment in enumerate(reading.fragments):
        first = fragment.tokens[0]
        if medium is Medium.VIDEO and len(fragment.tokens) == 1 and first.value in _BARE_LINES:
            reading.doubt("resolution", first.start, first.end, [f"{first.value}P", "none"])
        takes_back = first.tag is Tag.INSTEAD and number > 0 and first.start not in reading.taken_back
        sure = first.text in SURELY_BACK or not (fragment.known or first.text in _MAY_GO_ON)
        if corrected and takes_back and sure:
            reading.doubt("correction", fragment.begin, fragment.stop, ["none"])
