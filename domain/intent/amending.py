"""What the settings and changes of a turn make of the wish that stands, each beside what the ones before it made.

Rules: a setting is read as values, and where none can be read it belongs to the description, but never to a text that is read
aloud; a change takes its place in the description where it names one, else it stands beside it; what is said again is the same.
"""

from collections.abc import Sequence

import attrs

from imastudio.domain.intent.acts import REQUESTS, Act, Segment
from imastudio.domain.intent.belonging import names_of
from imastudio.domain.intent.folding import fold
from imastudio.domain.intent.following import Base, WishChange, change_of, joined_with
from imastudio.domain.intent.reading import reading_of
from imastudio.domain.intent.swapping import dropped
from imastudio.domain.intent.tables.following import TAKES_BACK
from imastudio.domain.intent.tags import VALUES, Tag
from imastudio.domain.intent.tokens import tokens_of
from imastudio.domain.intent.utterance import Doubt, Utterance
from imastudio.domain.orders import Medium

ENDS = " \n,.:。!?;~、，！？；…—-"
_OF_DESCRIPTION = frozenset({"prompt", "source"})


@attrs.frozen(kw_only=True)
class Request:
    """Neighbouring segments that do the same, in one piece."""

    act: Act
    words: str = attrs.field(repr=False)


def requests_of(words: str, segments: Sequence[Segment], described: str) -> Sequence[Request]:
    """Return the segments that say what shall be, those joined that do the same; each setting stays for itself.

    What is only said of something described belongs to the change behind it: "there are too few roses, more of them".
    """
    spans: list[tuple[Act, int, int]] = []
    for place, one in enumerate(segments):
        behind = segments[place + 1] if place + 1 < len(segments) else None
        led = one.act is Act.TALK and behind is not None and behind.act is Act.CHANGE
        if led and names_of(words[one.start : one.end]) & names_of(described):
            spans.append((Act.CHANGE, one.start, one.end))
        if one.act not in REQUESTS:
            continue
        if spans and spans[-1][0] is one.act and one.act is not Act.SET and spans[-1][2] == one.start:
            spans[-1] = (one.act, spans[-1][1], one.end)
        else:
            spans.append((one.act, one.start, one.end))
    return [Request(act=act, words=words[start:end].strip()) for act, start, end in spans]


def amended(said: Utterance, requests: Sequence[Request], base: Base) -> WishChange:
    """Return what requests change of a wish."""
    wish, answers, doubts, again = base.wish, dict[str, str](), list[Doubt](), False
    for request in requests:
        change = _read(said, request, attrs.evolve(base, wish=wish))
        again = again or (change.again and request.act is Act.AGAIN)
        answers |= change.answers
        doubts += change.doubts
        wish = attrs.evolve(wish, prompt=change.answers.get("prompt", wish.prompt))
    return WishChange(answers=answers, doubts=doubts, again=again, sure=True, points="source" in answers)


def _values_of(said: Utterance, words: str, base: Base) -> WishChange | None:
    """Return the values in a setting, whatever stands around them: "for stories it should be vertical"."""
    told = [token.text for token in tokens_of(fold(words)) if token.tag in VALUES | {Tag.NOT}]
    if not told or any(token.tag is Tag.NOT for token in tokens_of(fold(words))):
        return None
    change = change_of(reading_of(attrs.evolve(said, words=", ".join(told)), {}), base)
    return None if change is None or change.bare else change


def _unset(said: Utterance, words: str, base: Base) -> WishChange | None:
    """Return a value that is taken back: 纯音乐去掉, "without the subtitles" where that is a setting."""
    found = TAKES_BACK.fullmatch(fold(words).strip(ENDS))
    tokens = [] if found is None else tokens_of(found["what"])
    if found is None or not tokens or not all(token.tag in VALUES for token in tokens):
        return None
    change = change_of(reading_of(attrs.evolve(said, words=found["what"]), {}), base)
    values = (
        {} if change is None else {name: value for name, value in change.answers.items() if name not in _OF_DESCRIPTION}
    )
    return (
        WishChange(answers={name: "off" if value == "on" else "none" for name, value in values.items()})
        if values
        else None
    )


def _read(said: Utterance, request: Request, base: Base) -> WishChange:
    unset = _unset(said, request.words, base)
    if unset is not None:
        return unset
    change = change_of(reading_of(attrs.evolve(said, words=request.words), {}), base)
    if request.act is Act.AGAIN:
        return change if change is not None and change.again else WishChange(answers={}, again=True)
    if request.act is Act.SET and (change is None or change.answers.keys() <= _OF_DESCRIPTION):
        change = _values_of(said, request.words, base) or change
    if request.act is Act.SET and change is not None:
        values = {name: value for name, value in change.answers.items() if name not in _OF_DESCRIPTION}
        named = {doubt.field: doubt.choices[0] for doubt in change.doubts if doubt.field == "model" and doubt.choices}
        manner = any(token.tag is Tag.MANNER for token in tokens_of(fold(request.words)))
        if values and manner and base.wish.media is not Medium.SPEECH and "prompt" in change.answers:
            return change
        if values or named or change.doubts:
            return WishChange(answers={**named, **values}, doubts=() if values or named else change.doubts)
    left = dropped(request.words, base.wish.prompt)
    if left is not None:
        return WishChange(answers={"prompt": left}, exchanged=True)
    if request.act is Act.SET and base.wish.media is Medium.SPEECH:
        return WishChange(answers={})
    if change is None or change.bare or not (change.answers or change.doubts):
        return WishChange(answers={"prompt": joined_with(base.wish.prompt, request.words.strip(ENDS))[0]})
    return change
