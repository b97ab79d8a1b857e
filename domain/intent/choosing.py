"""Which model is named.

Rules: a name counts in known words, behind "use", or before what it is to make; two names, a name before other words, and a
name that nobody sells are doubts; one that is refused is never chosen.
"""

import re
from collections.abc import Iterator, Sequence

import attrs

from imastudio.domain.intent.fields import SaidValue, cut_between, cut_value, is_refused
from imastudio.domain.intent.folding import fold
from imastudio.domain.intent.reading import KnownWords, Reading
from imastudio.domain.intent.requests import Request
from imastudio.domain.intent.tables.media import GENERIC_NOUNS
from imastudio.domain.intent.tables.models import NAMES, OFFERED, SETTINGS, THINGS, VERSIONED, medium_of
from imastudio.domain.intent.tags import MEASURES, NOUNS, VALUES, Tag, Token
from imastudio.domain.intent.tags import NAMES as NAME_TAGS
from imastudio.domain.kernel import nearest
from imastudio.domain.orders import Medium, TaskType

_VIDU, _VIDU_PRO = "viduq2", "viduq2-pro"
_WITH_PRO = frozenset({TaskType.IMAGE_TO_VIDEO, TaskType.FIRST_LAST_FRAME_TO_VIDEO})
_LETTERS = re.compile("[a-z]+")
_USING = frozenset({Tag.USE, Tag.INSTEAD})
_KEEPING = frozenset({Tag.EVER, Tag.LIKING})
_NEAR_CHOICES = 4
_NAMING = NAME_TAGS | {Tag.USE}
_WITH_A_NAME = frozenset({Tag.DE, Tag.GENRE, Tag.GLUE, Tag.MODEL_WORD, Tag.EVER})
_ENDING = frozenset({Tag.LINK, Tag.KEY, Tag.AND, Tag.ARTICLE, Tag.NUMBER, Tag.MEASURE})


@attrs.frozen(kw_only=True)
class Named:
    """A model that was named: `used` with a word for using it, `ever` for good, `once` for this time only."""

    name: str
    ids: tuple[str, ...]
    said: SaidValue
    used: bool
    ever: bool
    once: bool

    @property
    def medium(self) -> Medium:
        """Return what it makes."""
        return medium_of(self.ids[0])


def names_said(reading: Reading) -> list[Named]:
    """Return the models that are named, in order; what is no sure name becomes a doubt."""
    named = [one for part in reading.parts for one in _named(reading, part)]
    _doubt_inner_names(reading)
    return named


def _named(reading: Reading, part: KnownWords) -> Iterator[Named]:
    for place, token in enumerate(part.tokens):
        if token.tag not in NAME_TAGS:
            continue
        if is_refused(part, place):
            if part.whole:
                cut_value(reading, part, place)
            continue
        used = _is_used(part, place)
        if not _counts(reading, part, place, used=used):
            alone = sum(one.tag is Tag.MODEL for one in reading.tokens) == 1
            if token.tag is Tag.MODEL and alone:  # a name that is sure is used, or asked about: never passed over
                reading.doubt("model", token.start, token.end, [shown_name(token), "none"])
            continue
        said = SaidValue(field="model", value=str(token.value), token=token, part=part, place=place)
        if token.tag is Tag.UNKNOWN_MODEL:
            _lacks(reading, said)
            continue
        name = str(token.value)
        yield Named(
            name=name,
            ids=NAMES[name],
            said=said,
            used=used,
            ever=_is_lasting(reading, part),
            once=_once(reading),
        )


def _is_used(part: KnownWords, place: int) -> bool:
    before = place - 1
    while before >= 0 and part.tag(before) in {Tag.ARTICLE, Tag.GLUE, Tag.MODEL_WORD, Tag.COLON, Tag.POLITE, *NOUNS}:
        before -= 1
    return part.tag(before) in _USING


def _is_lasting(reading: Reading, part: KnownWords) -> bool:
    """Tell whether a model is wanted from now on: by a word beside its name, or one in words that ask for nothing else."""
    if part.has(*_KEEPING):
        return not _is_denied(part)
    alone = all(request.fragment.known and not request.fragment.has(Tag.VERB) for request in reading.requests)
    return alone and any(one.has(Tag.EVER) and not _is_denied(one) for one in reading.parts)


def _is_denied(part: KnownWords) -> bool:
    places = [place for place, token in enumerate(part.tokens) if token.tag in _KEEPING]
    return any(is_refused(part, place) for place in places)


def _once(reading: Reading) -> bool:
    return any(part.has(Tag.ONCE) for part in reading.parts)


def _counts(reading: Reading, part: KnownWords, place: int, *, used: bool) -> bool:
    """Tell whether a name is said to us; where that is open it becomes a doubt."""
    if part.whole:
        return _is_free_name(reading, part, place, used=used)
    token = part.tokens[place]
    if part.has(Tag.LIKING) or (part.at_end and part.request.fragment.has(*_KEEPING)):
        reading.doubt("model", token.start, token.end, ["none", shown_name(token)])
        return False
    counts = _counts_at_end(part, place, used=used) if part.at_end else _counts_at_start(part, place, used=used)
    if counts is None:
        reading.doubt("model", token.start, token.end, [shown_name(token), "none"])
    return bool(counts)


def _behind_name(part: KnownWords, place: int) -> tuple[int, bool]:
    """Return the place of what follows a name and its values, and whether nothing but values and small words does."""
    ahead = place + 1
    while part.tag(ahead) in VALUES or part.tag(ahead) in _WITH_A_NAME:
        ahead += 1
    return ahead, all(one.tag in VALUES or one.tag in _ENDING for one in part.tokens[ahead:])


def _counts_at_end(part: KnownWords, place: int, *, used: bool) -> bool | None:
    """Tell whether a name at the end of a fragment is said to us ("…, by Kling"); None where that is open."""
    before = part.tokens[place - 1] if place else None
    behind_values = before is not None and before.tag in VALUES
    if _behind_name(part, place)[1] and (used or behind_values):
        return True
    return None if used else False


def _counts_at_start(part: KnownWords, place: int, *, used: bool) -> bool | None:
    """Tell whether a name before words of the person's own is said to us ("Kling video of"); None where that is open."""
    token, following = part.tokens[place], part.following
    if part.tag(0) is Tag.NUMBER and part.tokens[-1].tag is Tag.DE and following is not None:
        return None  # 一个用可灵做视频的程序员
    ahead, ends = _behind_name(part, place)
    if _asks_behind(part, ahead, token):
        return True
    if not ends or following is None:
        return None if used or place == 0 else False
    if following.tag is Tag.WRITING:
        return False
    return None if used or place == 0 else False


def _asks_behind(part: KnownWords, ahead: int, token: Token) -> bool:
    """Tell whether what a name is to make stands behind it: "Kling video of", 用可灵画, "Kling a cat"."""
    tag = part.tag(ahead)
    if token.tag is Tag.MODEL and part.tokens[0] is token and part.tag(1) in MEASURES:
        return True
    if token.value in THINGS:
        behind = part.tokens[ahead:]
        asks = any(one.tag in NOUNS or isinstance(one.value, Medium) or one.tag is Tag.POLITE for one in behind)
        asks = asks or any(
            one.tag is Tag.NOUN and one.value is medium_of(NAMES[str(token.value)][0]) for one in part.request.ends
        )
        return tag in {Tag.VERB, Tag.POLITE} and asks
    if tag in NOUNS:
        measured = any(one.tag in VALUES for one in part.tokens[part.tokens.index(token) + 1 : ahead])
        return measured or part.tokens[ahead].text in GENERIC_NOUNS
    if tag is Tag.ARTICLE and part.tokens[ahead].text not in {"a", "an"}:
        return False
    return tag in {Tag.VERB, Tag.ARTICLE, Tag.POLITE, Tag.OF, Tag.INPUT, Tag.MEASURE, Tag.NUMBER, Tag.INSTEAD} or (
        tag is Tag.LINK and part.tokens[ahead].text in {"to", "for"}
    )


def _is_free_name(reading: Reading, part: KnownWords, place: int, *, used: bool) -> bool:
    """Tell whether a name counts in a fragment of known words; a plain word alone at the beginning is asked about."""
    token = part.tokens[place]
    if token.tag is Tag.DOUBTFUL_MODEL and len(part.tokens) == 1 and part.request.fragment.opened_by in {"(", "["}:
        reading.doubt("model", token.start, token.end, [shown_name(token), "none"])
        return False
    if token.tag is Tag.DOUBTFUL_MODEL and part.number == 0 and len(part.tokens) == 1 and len(reading.requests) > 1:
        following = reading.requests[1]
        if not following.fragment.has(Tag.VERB, *NOUNS):
            reading.doubt("model", token.start, token.end, ["none", shown_name(token)])
            return False
    behind = part.tokens[place + 1] if place + 1 < len(part.tokens) else None
    if not used and behind is not None and behind.tag in NOUNS and behind.text not in GENERIC_NOUNS:
        reading.doubt("model", token.start, token.end, [shown_name(token), "none"])
        return False
    return True


def shown_name(token: Token) -> str:
    """Return a name as an answer takes it, "none" for what nobody sells."""
    return token.text if token.tag is not Tag.UNKNOWN_MODEL else "none"


def _lacks(reading: Reading, said: SaidValue) -> None:
    """Note that a model that was asked for is not offered: what there is, nearest first."""
    value = said.token.value
    medium = Medium(value[0]) if isinstance(value, tuple) else None
    text = str(value[1]) if isinstance(value, tuple) else said.token.text
    cut_value(reading, said.part, said.place)
    offered = [name for one, names in OFFERED.items() if medium in {None, one} for name in names]
    kin = [name for name in offered if _family(fold(name)) == _family(text)]
    choices = list(dict.fromkeys([*kin, *nearest(text, offered)]))[:_NEAR_CHOICES] if medium is not None else []
    reading.doubt(
        "model", said.token.start, said.token.end, choices, not_offered=reading.words[said.token.start : said.token.end]
    )


def _family(name: str) -> str:
    """Return what the ids of a family of models begin with: "kling" for 可灵3.0; empty for a name that none begins."""
    known = max((one for one in NAMES if name.startswith(one)), key=len, default=None)
    found = None if known is None else _LETTERS.match(NAMES[known][0])
    return name if found is None else found[0]


def _doubt_inner_names(reading: Reading) -> None:
    """Ask about a name behind "use" among the person's own words, and about a model that nobody knows."""
    for request in reading.requests if not reading.tags.isdisjoint(_NAMING) else ():
        tokens = request.fragment.tokens
        for place in range(request.prefix, request.suffix):
            token = tokens[place]
            if token.tag in NAME_TAGS and place and tokens[place - 1].tag in _USING | _KEEPING:
                reading.doubt("model", token.start, token.end, [shown_name(token), "none"])
        alone = len(tokens) == 1 and tokens[0].value in THINGS
        if alone and len(reading.requests) > 1:
            reading.doubt("model", tokens[0].start, tokens[0].end, [shown_name(tokens[0]), "none"])
        for place, token in enumerate(tokens):
            if token.tag in NAME_TAGS and _is_unread_name(request, place):
                reading.doubt("model", token.start, token.end, [shown_name(token), "none"])
        _doubt_strange_name(reading, request)
        place = request.prefix
        opened = place and any(one.tag is Tag.USE for one in tokens[max(0, place - 2) : place])
        if opened and not request.fragment.known:
            last = next(
                (at for at in range(place, min(place + 4, len(tokens))) if tokens[at].tag is Tag.MODEL_WORD), None
            )
            if last is not None:
                words = reading.words[tokens[place].start : tokens[last - 1].end]
                reading.doubt("model", tokens[place].start, tokens[last].end, [], not_offered=words)


def _is_unread_name(request: Request, place: int) -> bool:
    """Tell whether a name among the person's own words sounds like an order: 拿可灵拍一段, "let Kling make"."""
    tokens, token = request.fragment.tokens, request.fragment.tokens[place]
    if not request.prefix <= place < request.suffix or token.value in THINGS:
        return False
    if any(one.tag in {Tag.WRITING, Tag.CONSUME} for one in tokens[:place]):
        return False
    behind = tokens[place + 1].tag if place + 1 < len(tokens) else Tag.BREAK
    pointed = place > 0 and tokens[place - 1].tag is Tag.MODEL_WORD
    return (behind is Tag.BREAK and pointed) or behind in {Tag.VERB, Tag.POLITE}


def _doubt_strange_name(reading: Reading, request: Request) -> None:
    """Ask about a name that nobody knows between "use" and a verb: 用SD画, "use Flow to make"."""
    tokens, place = request.fragment.tokens, request.prefix
    if not place or request.fragment.known or tokens[place - 1].tag is not Tag.USE:
        return
    strange = tokens[place].tag is Tag.CONTENT and tokens[place].text.isascii()
    ahead = place + 1
    while ahead < len(tokens) and tokens[ahead].tag is Tag.NUMBER:
        ahead += 1
    asked = [one for one in tokens[ahead : ahead + 2] if one.tag is not Tag.LINK][:1]
    made = bool(asked) and asked[0].tag is Tag.VERB and asked[0].han
    if strange and made:
        words = reading.words[tokens[place].start : tokens[ahead - 1].end]
        reading.doubt("model", tokens[place].start, tokens[ahead - 1].end, [], not_offered=words)


def is_lasting_for_each(named: Sequence[Named]) -> bool:
    """Tell whether a model is wanted for good for each of several media: 视频都用可灵，图片都用香蕉Pro."""
    media = [one.medium for one in named]
    return len(named) > 1 and len(set(media)) == len(media) and all(one.ever for one in named)


def chosen_of(reading: Reading, named: Sequence[Named], medium: Medium | None) -> Named | None:
    """Return the model that was chosen among those named; several are a doubt unless the last takes the others back."""
    fitting = [one for one in named if medium in {None, one.medium}] or list(named)
    if not fitting:
        return None
    chosen = fitting[-1]
    if len({one.ids for one in fitting}) > 1 and not _switches(reading, fitting):
        first = fitting[0].said.token
        choices = list(dict.fromkeys(one.said.token.text for one in fitting))
        reading.doubt("model", first.start, chosen.said.token.end, choices)
        return None
    for one in named:
        cut_value(reading, one.said.part, one.said.place)
    if len({one.ids for one in fitting}) > 1:
        cut_between(reading, fitting[0].said, chosen.said)
    reading.because("model", chosen.said.token.start, chosen.said.token.end)
    return chosen


def _switches(reading: Reading, fitting: Sequence[Named]) -> bool:
    start, end = fitting[0].said.token.end, fitting[-1].said.token.start
    between = [token for token in reading.tokens if start <= token.start and token.end <= end]
    return any(token.tag is Tag.INSTEAD for token in between)


def setting_of(name: str) -> tuple[str, str] | None:
    """Return the field and value that a name sets besides: "Kling pro" is Kling O1 in its pro mode."""
    setting = SETTINGS.get(name)
    return None if setting is None else (setting[1], setting[2])


def version_of(name: str) -> str | None:
    """Return the version id that a name asks for, where one model has several on sale."""
    if not name.startswith(f"{VERSIONED} "):
        return None
    return f"Pixverse V{name.rsplit(' ', 1)[1].removeprefix('v')}"


def id_for(ids: Sequence[str], task: TaskType) -> str:
    """Return the one of a name's ids that makes a task: Wan and Vidu have one for pictures."""
    if _VIDU in ids:
        return _VIDU_PRO if task in _WITH_PRO else _VIDU
    return ids[-1] if task.takes_inputs else ids[0]


def ids_by_task(ids: Sequence[str]) -> dict[TaskType, str]:
    """Return the model id for each task type of what a name makes."""
    return {task: id_for(ids, task) for task in TaskType if task.medium is medium_of(ids[0])}
