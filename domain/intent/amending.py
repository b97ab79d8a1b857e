"""What the settings and changes of a turn make of the wish that stands, each beside what the ones before it made.

Rules: a setting is read as values, and where none can be read it belongs to the description, but never to a text that is read
aloud; a change takes its place in the description where it names one, else it stands beside it; what is said again is the same.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import takewhile

import attrs

from imastudio.domain.intent.acts import REQUESTS, Act, Segment
from imastudio.domain.intent.belonging import names_of
from imastudio.domain.intent.folding import ENDS, fold
from imastudio.domain.intent.following import Base, WishChange, change_of, joined_with
from imastudio.domain.intent.reading import reading_of
from imastudio.domain.intent.swapping import dropped
from imastudio.domain.intent.tables.following import ANY_VALUE, SAME_BUT, TAKES_BACK
from imastudio.domain.intent.tags import NO_WORDS, VALUES, Tag
from imastudio.domain.intent.tokens import tokens_of
from imastudio.domain.intent.utterance import Doubt, Utterance
from imastudio.domain.orders import Medium

EDGES = f"{ENDS}—-"  # a dash as well: "no - a dog"
_PACE = re.compile(r"(?<![0-9.])[0-2]\.[0-9]{1,2}(?![0-9])")
_PRICED = re.compile(
    r"[0-9]+ ?(?:积分|点|分|points?|pts?)[ -]?(?:的|一[张个段首]的?)?(?:那个|那款|那种|那一?[个款种]|模型|one\b|version)"
)
_LINES = re.compile(r"(?<![0-9.])(360|480|540|720|1080)(?:p|i)?(?![0-9])")
BECOMES = re.compile(r"(?:换成|改成|换为|改为|change[ds]? (?:it )?to|switch(?:ed)? to)(.+)")
_OF_DESCRIPTION = frozenset({"prompt", "source"})


@attrs.frozen(kw_only=True)
class Amendment:
    """Neighbouring segments that do the same, in one piece."""

    act: Act
    words: str = attrs.field(repr=False)


def amendments_of(words: str, segments: Sequence[Segment], described: str) -> Sequence[Amendment]:
    """Return the segments that say what shall be, those joined that do the same; each setting stays for itself.

    What is only said of something described belongs to the change behind it: "there are too few roses, more of them".
    """
    spans: list[tuple[Act, int, int]] = []
    for place, one in enumerate(segments):
        behind = segments[place + 1] if place + 1 < len(segments) else None
        led = one.act is Act.TALK and behind is not None and behind.act is Act.CHANGE
        if led and names_of(one.of(words)) & names_of(described):
            spans.append((Act.CHANGE, one.start, one.end))
        if one.act not in REQUESTS:
            continue
        if spans and spans[-1][0] is one.act and one.act is not Act.SET and spans[-1][2] == one.start:
            spans[-1] = (one.act, spans[-1][1], one.end)
        else:
            spans.append((one.act, one.start, one.end))
    return [Amendment(act=act, words=_changing(words[start:end].strip())) for act, start, end in spans]


def _changing(words: str) -> str:
    """Return words without what only says that the rest stays as it is: "same but darker"."""
    found = SAME_BUT.match(fold(words))
    return words[found.end() :] if found is not None and words[found.end() :].strip(EDGES) else words


def amended(said: Utterance, requests: Sequence[Amendment], base: Base) -> WishChange:
    """Return what requests change of a wish."""
    wish, answers, doubts, again = base.wish, dict[str, str](), list[Doubt](), False
    for request in requests:
        change = _read(said, request, attrs.evolve(base, wish=wish))
        again = again or (change.again and request.act is Act.AGAIN)
        answers |= change.answers
        doubts += change.doubts
        wish = attrs.evolve(wish, prompt=change.answers.get("prompt", wish.prompt))
    return WishChange(answers=answers, doubts=doubts, again=again, sure=True, points="source" in answers)


def values_in(change: WishChange | None) -> Mapping[str, str]:
    """Return the values that a change sets, without what it makes of the description."""
    told = {} if change is None else change.answers
    return {name: value for name, value in told.items() if name not in _OF_DESCRIPTION}


def _values_of(said: Utterance, words: str, base: Base) -> WishChange | None:
    """Return the values in a setting, whatever stands around them: "for stories it should be vertical"."""
    tokens = list(takewhile(lambda token: token.tag is not Tag.NOT, tokens_of(fold(words))))
    told = [token.text for token in tokens if token.tag in VALUES]
    if not told:
        return None
    change = change_of(reading_of(attrs.evolve(said, words=", ".join(told)), {}), base)
    return None if change is None or change.bare else change


def unset(said: Utterance, words: str, base: Base) -> WishChange | None:
    """Return a value that is taken back: 纯音乐去掉, "without the subtitles" where that is a setting."""
    folded = fold(words).strip(EDGES)
    free = next((field for field, any_will_do in ANY_VALUE if any_will_do.search(folded)), None)
    if free is not None:
        return WishChange(answers={free: "none"})
    found = TAKES_BACK.fullmatch(folded)
    what = "" if found is None else found["what"] or found["lost"] or found["gone"]
    tokens = tokens_of(what)
    if not tokens or not all(token.tag in VALUES for token in tokens):
        return None
    change = change_of(reading_of(attrs.evolve(said, words=what), {}), base)
    values = values_in(change)
    taken_back = {name: "off" if value == "on" else "none" for name, value in values.items()}
    return WishChange(answers=taken_back) if values else None


def _set(said: Utterance, words: str, base: Base, change: WishChange | None) -> WishChange | None:
    """Return the values of a setting, None where its words belong to the description."""
    speaks = base.wish.media is Medium.SPEECH
    becomes = BECOMES.search(words)  # of two voices the one that it becomes
    if becomes is not None and (told := _values_of(said, becomes[1], base)) is not None:
        return told
    paced = _PACE.search(words) if speaks else None
    if paced is not None:
        return WishChange(answers={"speed": paced[0]})
    lines = _LINES.search(fold(words)) if base.wish.media is Medium.VIDEO else None
    if lines is not None:
        return WishChange(answers={"resolution": f"{lines[1]}P"})
    if change is None or change.answers.keys() <= _OF_DESCRIPTION:
        change = _values_of(said, words, base) or change
    if change is None:
        return WishChange(answers={}) if speaks else None
    values = values_in(change)
    manner = any(token.tag is Tag.MANNER for token in tokens_of(fold(words)))
    if values and manner and not speaks and "prompt" in change.answers:
        return change
    if speaks and [doubt.field for doubt in change.doubts] == ["text"]:
        return WishChange(answers=values)
    if _PRICED.search(fold(words)) is not None:  # the model at that price, no limit
        return WishChange(answers=values)
    named = {
        doubt.field: doubt.choices[0]
        for doubt in change.doubts
        if doubt.field == "model" and "none" in doubt.choices[1:]
    }
    if values or named or change.doubts:
        left = [one for one in change.doubts if one.field in {"media", "model"} - named.keys() or not (values or named)]
        return WishChange(answers={**named, **values}, doubts=left)
    return WishChange(answers={}) if speaks else None


def _read(said: Utterance, request: Amendment, base: Base) -> WishChange:
    """Return what one request changes of a wish."""
    gone = unset(said, request.words, base)
    if gone is not None:
        return gone
    change = change_of(reading_of(attrs.evolve(said, words=request.words), {}), base)
    if request.act is Act.AGAIN:
        return change if change is not None and change.again else WishChange(answers={}, again=True)
    left = dropped(request.words, base.wish.prompt)
    if left is not None:
        return WishChange(answers={"prompt": left}, exchanged=True)
    told = _set(said, request.words, base, change) if request.act is Act.SET else None
    if told is not None:
        return told
    if change is None or change.bare or not (change.answers or change.doubts):
        return WishChange(answers={"prompt": joined_with(base.wish.prompt, request.words.strip(EDGES))[0]})
    return _with_all_words(request.words, change, base.wish.prompt)


def _with_all_words(words: str, change: WishChange, prompt: str) -> WishChange:
    """Return a change in which no word of the person's own is lost: else all of them stand beside the description."""
    told = change.answers.get("prompt")
    if told is None or change.exchanged or not told.startswith(prompt):
        return change
    own = [token.text for token in tokens_of(fold(words)) if token.tag in NO_WORDS]
    if all(one in fold(told) for one in own):
        return change
    return attrs.evolve(change, answers={**change.answers, "prompt": joined_with(prompt, words.strip(EDGES))[0]})
