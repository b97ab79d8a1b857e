"""The values that are said: which words of ours set which field, and when the same words belong to the picture.

Rules: values are read in known words alone; a value right before an unknown word is said of that word; of two values for one
field the last counts where it takes the first back, else both are a doubt; what is refused is never set.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType

import attrs

from imastudio.domain.intent.reading import KnownWords, Reading
from imastudio.domain.intent.tables.numbers import SURE_RATIOS
from imastudio.domain.intent.tables.values import BOILERPLATE
from imastudio.domain.intent.tags import NOUNS, VALUES, Meaning, Tag, Token
from imastudio.domain.kernel import Scalar
from imastudio.domain.orders import Medium, Notice

_HD = frozenset({"高清", "超清", "超高清", "hd", "uhd", "ultra hd", "full hd"})
_MINUTE_S = 60
# Offered where far more is wished for: which of them a model makes, its price tells.
_USUAL_LENGTHS = ("15s", "10s", "5s")
_SOON = 3
# At the end of a description these are said of nothing that is seen.
_SURELY_TIERS = frozenset(
    {"as cheap as possible", "as cheaply as possible", "on the cheap", "越便宜越好", "哪个便宜用哪个", "怎么便宜怎么来"}
    | {"for as few points as possible", "as few points as possible", "keep it cheap"}
)
_MIDJOURNEY = "midjourney"
# Who sings stays in the prompt of a song.
_SUNG = frozenset({"make_instrumental", "vocal_gender"})
_WITHIN = frozenset(
    {
        Tag.USE,
        Tag.CLEAR,
        Tag.LINK,
        Tag.KEY,
        Tag.MODEL_WORD,
        Tag.MOST,
        Tag.EACH,
        Tag.VOICE,
        Tag.ONCE,
        Tag.EVER,
        Tag.LIKING,
        Tag.NOT,
    }
)
_SMALL_BEFORE = frozenset(
    {"要", "大约", "大概", "around", "about", "approximately", "roughly", "是", "是要", "just", "exactly"}
)
_SMALL_BEHIND = frozenset({"左右", "以内", "的版本", "版本", "please", "吧", "的"})
_MOMENT_BEHIND = ("后", "之", "前", "内", "时", "处")
_MOMENTS = frozenset({"at", "in", "after", "from", "by", "within", "every", "before"})


@attrs.frozen(kw_only=True)
class SaidValue:
    """A value where it is said: `place` is its place among the words of `part`."""

    field: str
    value: Scalar
    token: Token
    part: KnownWords
    place: int


def read_values(reading: Reading, medium: Medium, model: str | None) -> None:
    """Put the values that are said for what is made into the parameters of the reading."""
    by_field: dict[str, list[SaidValue]] = {}
    for said in _said(reading, medium):
        by_field.setdefault(said.field, []).append(said)
    for field, several in by_field.items():
        chosen = settled(reading, field, several)
        if chosen is not None:
            reading.params[field] = chosen.value
        for part, place, tag in reading.refused:
            if tag in {said.token.tag for said in several}:
                reading.used.add(part.number)
                reading.cut(part.tokens[0].start, part.tokens[place].end)
    _notices(reading, medium, model)


def settled(reading: Reading, field: str, several: Sequence[SaidValue]) -> SaidValue | None:
    """Return the value that counts among those said for a field, and note where all of them stand."""
    last = several[-1]
    if field == "aspect_ratio" and (exact := _exact(several)) is not None:
        last = exact
        several = [attrs.evolve(said, value=exact.value) for said in several]
    values = list(dict.fromkeys(str(said.value) for said in several))
    if len(values) > 1 and not _taken_back(reading, several):
        reading.doubt(field, several[0].token.start, last.token.end, values)
        return None
    for said in several:
        if field not in _SUNG:
            cut_value(reading, said.part, said.place)
    if len(values) > 1:
        cut_between(reading, several[0], last)
    name = field if field in {"tier", "n", "max_points", "model"} else f"params.{field}"
    reading.because(name, last.token.start, last.token.end)
    return last


def _exact(several: Sequence[SaidValue]) -> SaidValue | None:
    """Return the ratio that is said in numbers, where all other words only say which way it lies: 3:4竖构图."""
    exact = [said for said in several if any(sign.isdigit() or sign == "比" for sign in said.token.text)]
    if len({said.value for said in exact}) != 1:
        return None
    lies = {
        (int(wide) > int(tall)) - (int(wide) < int(tall))
        for wide, tall in (str(one.value).split(":") for one in several)
    }
    return exact[0] if len(lies) == 1 else None


def _taken_back(reading: Reading, several: Sequence[SaidValue]) -> bool:
    """Tell whether words between the last two different values take the earlier one back: "4K, no wait, 2K"."""
    before, last = several[-2].token, several[-1].token
    between = [token for token in reading.tokens if before.end <= token.start and token.end <= last.start]
    chosen = several[-2].part.number == several[-1].part.number and any(token.text == "还是" for token in between)
    if any(token.tag is Tag.INSTEAD for token in between) and not chosen:  # 10积分还是20积分 leaves it open
        return True
    alone = [fragment for fragment in reading.fragments if before.end <= fragment.begin and fragment.stop <= last.start]
    return any(all(token.tag is Tag.NOT for token in fragment.tokens) for fragment in alone)


def cut_between(reading: Reading, first: SaidValue, last: SaidValue) -> None:
    """Cut the words that take a value back, where nothing else stands between."""
    between = [token for token in reading.tokens if first.token.end <= token.start and token.end <= last.token.start]
    for token in between:
        if token.tag in {Tag.INSTEAD, Tag.NOT}:
            reading.cut(token.start, token.end)
            reading.taken_back.add(token.start)


def cut_value(reading: Reading, part: KnownWords, place: int) -> None:
    """Cut a value out of the prompt, with the small words that only lead to it."""
    reading.used.add(part.number)
    first, last = place, place
    while first > 0 and (part.tokens[first - 1].tag in _WITHIN or part.tokens[first - 1].text in _SMALL_BEFORE):
        first -= 1
    if part.at_end and first > 0 and part.tag(first - 1) is Tag.AND:
        first -= 1
    if first > 0 and part.tag(first - 1) is Tag.ARTICLE and _is_phrase(part, place):
        first -= 1
        while first > 0 and part.tokens[first - 1].tag in {Tag.LINK, Tag.USE}:
            first -= 1
    if part.tag(place) is Tag.NUMBER and part.tag(place + 1) is Tag.MEASURE:
        led = part.tag(place + 2) is Tag.DE or (part.tag(place + 2) is Tag.OF and not part.tokens[place + 1].han)
        last = place + 1 + led
    while _belongs_behind(part, last + 1):
        last += 1
    if first == 0 and not part.at_end and part.tag(last + 1) is Tag.LINK:
        last += 1
    reading.cut(part.tokens[first].start, part.tokens[last].end)


def _is_phrase(part: KnownWords, place: int) -> bool:
    """Tell whether an article belongs to the value: "in a 16:9 ratio", not "a 10s video"."""
    return part.tag(place + 1) in {Tag.KEY, Tag.MODEL_WORD, Tag.VOICE}


def _belongs_behind(part: KnownWords, at: int) -> bool:
    tag = part.tag(at)
    if tag is Tag.BREAK:
        return False
    return tag in {Tag.KEY, Tag.MODEL_WORD, Tag.MOST, Tag.VOICE, Tag.EVER} or part.tokens[at].text in _SMALL_BEHIND


# what is said


def _said(reading: Reading, medium: Medium) -> Iterator[SaidValue]:
    readers = _READERS[medium]
    for part in reading.parts:
        for place, token in enumerate(part.tokens):
            read = readers.get(token.tag)
            if read is not None and part.whole and is_refused(part, place):
                reading.refused.append((part, place, token.tag))
            if read is None or is_refused(part, place):
                continue
            found = read(reading, part, place)
            if found is not None:
                yield SaidValue(field=found[0], value=found[1], token=token, part=part, place=place)


def is_refused(part: KnownWords, place: int) -> bool:
    """Tell whether a "not" stands before a word: "不要4K", "instead of Kling"."""
    before = part.tokens[max(0, place - 4) : place]
    for at in range(len(before) - 1, -1, -1):
        tag = before[at].tag
        if tag is Tag.NOT:
            return True
        if tag not in {Tag.USE, Tag.ARTICLE, Tag.GLUE, Tag.LINK, Tag.EVER, Tag.POLITE, Tag.VERB}:
            return False
    return False


Found = tuple[str, Scalar] | None
Reader = Callable[[Reading, KnownWords, int], Found]


def _of_next_word(reading: Reading, part: KnownWords, place: int, field: str, value: Meaning) -> bool:
    """Tell whether a value is said of the unknown word behind it ("a 4K monitor"); where that is open it is a doubt."""
    if part.whole or part.at_end or part.following is None:
        return False
    behind = [token for token in part.tokens[place + 1 :] if token.tag not in VALUES]
    if not behind and (part.tag(0) is Tag.MODEL or (not part.following.han and _heads_soon(part))):
        return False
    if part.following.tag is Tag.THING:
        return True
    if behind and behind[0].tag in {*NOUNS, Tag.VERB, Tag.OF, Tag.MEASURE, Tag.USE, Tag.POLITE, Tag.ARTICLE, Tag.AND}:
        return False
    if behind and behind[0].tag in {Tag.DE, Tag.KEY}:
        asked = part.has(Tag.VERB, Tag.MEASURE, *NOUNS) or _ends_in_noun(part)
        if behind[0].tag is Tag.KEY or asked:
            return False
    elif part.following.han and _ends_in_noun(part) and field != "aspect_ratio":
        return False
    reading.doubt(field, part.tokens[place].start, part.following.end, [str(value), "none"])
    return True


def _heads_soon(part: KnownWords) -> bool:
    """Tell whether a noun for what is made follows at once: "4K desktop wallpaper", "8 second aerial video"."""
    ahead = part.request.fragment.tokens[part.request.prefix : part.request.prefix + _SOON]
    nouns = [at for at, token in enumerate(ahead) if token.tag in {Tag.NOUN, Tag.WEAK_NOUN}]
    return bool(nouns) and all(" " not in token.text for token in ahead[: nouns[0]])


def _ends_in_noun(part: KnownWords) -> bool:
    """Tell whether a noun for what is made ends the fragment: 10秒的海浪视频."""
    return any(token.tag in NOUNS for token in part.request.ends)


def _ratio(reading: Reading, part: KnownWords, place: int) -> Found:
    value, fragment = str(part.tokens[place].value), part.request.fragment
    if value not in SURE_RATIOS and part.at_end and _is_glued(part, place):
        reading.doubt("aspect_ratio", part.tokens[place].start, part.tokens[place].end, ["none", value])
        return None
    between = part.whole and len(part.tokens) == 1 and {fragment.opened_by, fragment.closed_by} == {" "}
    if value not in SURE_RATIOS and between:
        reading.doubt("aspect_ratio", part.tokens[place].start, part.tokens[place].end, [value, "none"])
        return None
    sure = value in SURE_RATIOS and part.following is not None and part.following.tag is not Tag.THING
    if sure or not _of_next_word(reading, part, place, "aspect_ratio", value):
        return "aspect_ratio", value
    return None


def _format(reading: Reading, part: KnownWords, place: int) -> Found:
    del reading
    value = part.tokens[place].value
    if isinstance(value, tuple):
        return str(value[0]), str(value[1])
    return "aspect_ratio", str(value)


def _shape(reading: Reading, part: KnownWords, place: int) -> Found:
    value = str(part.tokens[place].value)
    wanted = part.at_end and part.tokens[place - 1].text in {"要", "是"}
    keyed = wanted or Tag.KEY in {part.tag(place + 1), part.tag(place - 1)}
    alone = (
        len(part.tokens) == 1
        and 0 <= part.number < len(reading.requests) - 1
        and part.tokens[0].text in {"portrait", "landscape"}
    )
    beside = [one for one in reading.parts if one.whole and one.number in {part.number - 1, part.number + 1}]
    listed = len(beside) > 1 and all(one.has(*VALUES) for one in beside)
    if part.whole and alone and not listed:
        reading.doubt("aspect_ratio", part.tokens[0].start, part.tokens[0].end, [value, "none"])
        return None
    if part.whole:
        return "aspect_ratio", value
    if part.at_end and part.tag(place - 1) is Tag.INSTEAD:
        return "aspect_ratio", value
    if part.at_end:
        if not keyed and part.tag(place - 1) is Tag.LINK:
            token = part.tokens[place]
            reading.doubt("aspect_ratio", token.start, token.end, [value, "none"])
        return ("aspect_ratio", value) if keyed else None
    ahead = place + 1
    while part.tag(ahead) in VALUES or part.tag(ahead) in {Tag.DE, Tag.KEY}:
        ahead += 1
    held = place == 0 and part.tag(1) is Tag.VERB and part.tokens[0].text in {"横着", "竖着"}  # 竖着画一只猫
    if keyed or held or part.tag(ahead) in NOUNS:
        return "aspect_ratio", value
    if ahead == len(part.tokens) and _names_medium_later(part):
        token = part.tokens[place]
        reading.doubt("aspect_ratio", token.start, token.end, [value, "none"])
    return None


def _names_medium_later(part: KnownWords) -> bool:
    """Tell whether a noun for what is made stands among the words behind: "square profile picture"."""
    tokens = part.request.fragment.tokens[part.request.prefix :]
    return any(one.tag is Tag.NOUN for one in tokens)


def _size(reading: Reading, part: KnownWords, place: int) -> Found:
    value = part.tokens[place].value
    assert isinstance(value, str)  # noqa: S101 - the tables say so
    bare = part.tokens[place].text.isdigit() and not part.whole
    if bare or any(one.text in BOILERPLATE for one in reading.tokens):
        reading.doubt("size", part.tokens[place].start, part.tokens[place].end, ["none", value])
        return None
    return None if _of_next_word(reading, part, place, "size", value) else ("size", value)


def _sharpness(reading: Reading, part: KnownWords, place: int) -> Found:
    value = part.tokens[place].value
    assert isinstance(value, str)  # noqa: S101 - the tables say so
    if "x" in value:
        reading.doubt("resolution", part.tokens[place].start, part.tokens[place].end, ["none"])
        return None
    return None if _of_next_word(reading, part, place, "resolution", value) else ("resolution", value)


def _hd(reading: Reading, part: KnownWords, place: int) -> Found:
    del reading
    if part.tokens[place].text not in _HD or part.has(Tag.RESOLUTION, Tag.SIZE):
        return None
    ahead = place + 1
    while part.tag(ahead) in VALUES or part.tag(ahead) is Tag.DE:
        ahead += 1
    heads = part.tag(ahead) in NOUNS or (ahead >= len(part.tokens) and _ends_in_noun(part))
    return ("resolution", "1080P") if part.whole or heads else None


def _seconds(reading: Reading, part: KnownWords, place: int) -> Found:
    token = part.tokens[place]
    value = token.value
    assert isinstance(value, int | float)  # noqa: S101 - the tables say so
    following = part.following.text if part.following is not None and place + 1 == len(part.tokens) else ""
    if value >= _MINUTE_S and part.following is not None and part.tokens[-1] is token and not part.following.han:
        reading.doubt("duration", token.start, token.end, [f"{value}s", "none"])
        return None
    if following.startswith(_MOMENT_BEHIND) or _of_next_word(reading, part, place, "duration", value):
        return None
    before = part.tokens[place - 1].text if place else (part.before.text if part.before is not None else "")
    moment = part.at_end and (before in _MOMENTS or _is_glued(part, place))
    if part.has(Tag.MOST) or moment or (part.at_end and before == "for"):
        later = any(not request.fragment.known for request in reading.requests[part.number + 1 :])
        if not later:
            reading.doubt("duration", token.start, token.end, [f"{value}s", "none"])
        return None
    return "duration", value


def _is_glued(part: KnownWords, place: int) -> bool:
    """Tell whether a length stands right behind Chinese words of the person's own: 心跳停了5秒."""
    return place == 0 and not part.tokens[0].gap


def _sound(reading: Reading, part: KnownWords, place: int) -> Found:
    token = part.tokens[place]
    ahead = place + 1
    while part.tag(ahead) in VALUES:
        ahead += 1
    if token.text in {"silent", "muted", "mute"} and not part.whole and part.tag(ahead) not in NOUNS:
        return None
    if _of_next_word(reading, part, place, "generate_audio", token.value):
        return None
    return "generate_audio", bool(token.value)


def _tier(reading: Reading, part: KnownWords, place: int) -> Found:
    del reading
    value = str(part.tokens[place].value)
    used = (
        part.tokens[place].text.endswith(("model", "模型"))
        or Tag.USE in {part.tag(place - 1), part.tag(place - 2)}
        or Tag.MODEL_WORD
        in {
            part.tag(place + 1),
            part.tag(place + 2),
        }
    )
    if part.whole or used:
        return "tier", value
    ahead = place + 1
    while part.tag(ahead) in VALUES or part.tag(ahead) is Tag.DE:
        ahead += 1
    if place == 0 and part.tag(1) is Tag.VERB:
        return "tier", value
    if part.at_end:
        return ("tier", value) if part.tokens[place].text in _SURELY_TIERS else None
    if ahead >= len(part.tokens) and part.tokens[ahead - 1].text.endswith("的"):
        return ("tier", value) if "质量" in part.tokens[place].text else None
    if part.tag(ahead) not in NOUNS or ahead + 1 >= len(part.tokens):
        return None
    superlative = part.tokens[place].text.startswith(("最", "the", "cheapest", "lowest"))
    heard = part.tokens[ahead].value is not Medium.IMAGE
    return ("tier", value) if (superlative or heard) and "best" not in part.tokens[place].text else None


def _vocals(reading: Reading, part: KnownWords, place: int) -> Found:
    del reading
    value = str(part.tokens[place].value)
    if value == "none":
        return "make_instrumental", True
    return None if value == "some" else ("vocal_gender", value)


_PICTURED: Mapping[Tag, Reader] = {
    Tag.RATIO: _ratio,
    Tag.FORMAT: _format,
    Tag.SHAPE: _shape,
    Tag.TIER: _tier,
}
_READERS: Mapping[Medium, Mapping[Tag, Reader]] = MappingProxyType(
    {
        Medium.IMAGE: {**_PICTURED, Tag.SIZE: _size, Tag.RESOLUTION: _sharpness},
        Medium.VIDEO: {
            **_PICTURED,
            Tag.SIZE: _sharpness,
            Tag.RESOLUTION: _sharpness,
            Tag.KEY: _hd,
            Tag.SECONDS: _seconds,
            Tag.SOUND: _sound,
        },
        Medium.MUSIC: {Tag.TIER: _tier, Tag.VOCALS: _vocals},
        Medium.SPEECH: {Tag.TIER: _tier},
    }
)


def _notices(reading: Reading, medium: Medium, model: str | None) -> None:
    if medium is Medium.IMAGE and reading.params.get("size") == "8K" and model != _MIDJOURNEY:
        reading.notices.append(Notice("8k_downgraded", {"parameter": "size", "value": "8K"}))
    seconds = next((token for part in reading.parts for token in part.tokens if token.tag is Tag.SECONDS), None)
    if seconds is None:
        return
    if medium is Medium.MUSIC:
        reading.notices.append(Notice("music_length_fixed"))
        reading.because("notices", seconds.start, seconds.end)
    value = reading.params.get("duration")
    minutes = "min" in seconds.text or "分" in seconds.text
    if medium is Medium.VIDEO and isinstance(value, int | float) and not 0 < value <= _MINUTE_S:
        reading.doubt("duration", seconds.start, seconds.end, _USUAL_LENGTHS)
    elif medium is Medium.VIDEO and minutes and value == _MINUTE_S:
        reading.notices.append(Notice("longest_duration", {"parameter": "duration", "value": value}))
