"""A turn of a conversation, read by what its segments do, beside the wish that stands.

Rules: what the tables know as a whole comes first; what only talks, asks or declines is answered and changes nothing; beside
anything that shall be, a yes or a no is only how people begin; a wish for another medium, and one that names its medium, stands
for itself, another takes the place of the description; a picture that was made is itself worked on. What nobody can be sure of
is asked about, and what is learnt agrees to no price: a yes that the tables do not know is asked for once more.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

import attrs

from imastudio.domain.intent.acts import NOTHING, REQUESTS, Act, Segment, acts_of, likeliest, media_of
from imastudio.domain.intent.amending import BECOMES, EDGES, Amendment, amended, amendments_of, values_in
from imastudio.domain.intent.context import agrees_to
from imastudio.domain.intent.features import Situation, words_of
from imastudio.domain.intent.folding import fold, has_han
from imastudio.domain.intent.following import (
    Base,
    WishChange,
    asks_to_see,
    change_of,
    is_a_little,
    is_opinion,
    is_slip,
    joined_with,
    turned_into,
    which_description,
)
from imastudio.domain.intent.meaning import talk_of, understood
from imastudio.domain.intent.prompt import kept
from imastudio.domain.intent.proposal import PreferenceAction, Proposal, Topic
from imastudio.domain.intent.reading import Reading, reading_of
from imastudio.domain.intent.redescribing import lettered, redescribed, relyriced, unheaded
from imastudio.domain.intent.swapping import dropped, is_to_go
from imastudio.domain.intent.tables.following import (
    A_FILM,
    ANEW,
    ANY_VALUE,
    AT_PICTURE,
    BESIDE_IT,
    FOR_IT,
    FROM_PICTURE,
    IT,
    KEEPS,
    LEADS_TO_WISH,
    NUMBERS,
    PLACE,
)
from imastudio.domain.intent.tables.media import AUDIO_MEDIA, VISUAL_MEDIA
from imastudio.domain.intent.tables.turns import (
    DELETES,
    IS_IT,
    NEW_THING,
    OF_READING,
    ON_FROM,
    ONE_MORE_THING,
    PIECE_OF_MUSIC,
    READS_AGAIN,
    STYLED,
    TAKES_OUT,
    TITLED,
)
from imastudio.domain.intent.tags import NAMES, NO_WORDS, NOUNS, VALUES, Tag, Token
from imastudio.domain.intent.tokens import tokens_of
from imastudio.domain.intent.tones import POLITE_TONES, is_put_off, is_remark, tone_of
from imastudio.domain.intent.topics import topic_of_question
from imastudio.domain.intent.utterance import NO_CONTEXT, Doubt, Utterance
from imastudio.domain.orders import Medium

_LONGEST = 300  # characters: what is longer is no turn of talk
_LIKELY, _LIKELY_AFTER, _TURNED, _SURE, _AGREED = 0.6, 0.7, 0.6, 0.8, 0.9
_NOT_OUT_OF_QUESTION, _EVEN = 0.3, 0.5
_PARTING = 5
_SURE_TOPICS = frozenset(
    {Topic.PRICES, Topic.MODELS, Topic.ORDERS, Topic.ACCOUNT, Topic.FREE, Topic.TIME, Topic.OTHER_WORK}
)
_EITHER = re.compile(r"\bor\b|还是")


@attrs.frozen(kw_only=True)
class Ground:
    """What a turn is said to: the wish that stands, and what becomes of it.

    `state` is as of a `Situation`, `given` are answers that are given besides. `change` makes a change of the wish, `leave` gives
    it up, `agree` orders it, `wait` tells it once more, and `wonder` makes of a question what the wish would be, None where it
    asks something else.
    """

    state: str
    base: Base
    given: Mapping[str, str]
    change: Callable[[WishChange], Proposal | None]
    leave: Callable[[], Proposal]
    agree: Callable[[], Proposal]
    wait: Callable[[], Proposal]
    wonder: Callable[[Proposal], Proposal | None]

    @property
    def situation(self) -> Situation:
        """Return what stands, as the features of a turn have it."""
        medium = self.base.wish.media
        return Situation(state=self.state, medium=medium.value if medium else "-", described=self.base.wish.prompt)


def said_to(said: Utterance, ground: Ground) -> Proposal | None:
    """Return what a turn makes of what stands, or None where it is no turn of talk, and read as a whole."""
    if said.inputs or len(said.words) > _LONGEST or _hands_over(said, ground):
        return None
    turn = _Turn(said, ground)
    saves = turn.own.lasting or turn.own.preference is PreferenceAction.CLEAR
    elsewhere = turn.whole is not None and turn.whole.work is not None
    put_off = is_put_off(turn.reading.folded) and not any(one.chances[Act.NO] > _SURE for one in turn.segments)
    if not turn.segments or put_off or saves or elsewhere:
        return None
    if ground.state == "N" and _is_of_its_own(turn.alone, turn.reading):
        return turn.for_itself({})
    return turn.known() or (turn.requested() if turn.acts & REQUESTS else turn.answered())


def _is_of_its_own(alone: Proposal, reading: Reading) -> bool:
    """Tell whether words behind a wish that was left ask for something of their own: 写首摇滚, 搞只兔子."""
    if IT.search(reading.folded) is not None or ON_FROM.search(reading.folded) is not None:
        return False
    named = alone.orders and not alone.open and "media" not in alone.presumed and bool(alone.prompt.strip(EDGES))
    return (reading.asks and named) or NEW_THING.fullmatch(reading.folded.strip(EDGES)) is not None


def _hands_over(said: Utterance, ground: Ground) -> bool:
    """Tell whether words hand over lyrics, shots or a text to be read, which nobody looks into."""
    handed = reading_of(said, ground.base.told).handed
    if handed is None or handed.kind != "speech":
        return handed is not None
    told = not handed.missing or ":" in fold(said.words)
    return told and media_of(said.words, ground.situation)[Medium.SPEECH] > _NOT_OUT_OF_QUESTION


class _Turn:
    """A turn in its segments, and the words of it that say what shall be."""

    def __init__(self, said: Utterance, ground: Ground) -> None:
        self.said, self.ground, self.wish = said, ground, ground.base.wish
        self.reading = reading_of(said, {})
        self.judges = is_opinion(self.reading.folded) or is_remark(self.reading.folded)
        segments = [self._placed(one) for one in acts_of(said.words, ground.situation)]
        self.all_segments, self.segments = segments, _without_weak(segments)
        self.acts = {one.act for one in self.segments}
        self.own = understood(attrs.evolve(said, context=NO_CONTEXT), {})
        spans = [(one.start, one.end) for one in self.segments if one.act not in REQUESTS]
        asked = kept(said.words, spans).strip()
        self.asked = attrs.evolve(said, words=unheaded(asked) if Act.WISH in self.acts else asked)
        sung = self.wish.media is not Medium.MUSIC and PIECE_OF_MUSIC.match(fold(asked)) is not None
        self.media = media_of(asked.strip(EDGES), ground.situation)
        if sung:
            self.media = {**dict.fromkeys(self.media, 0.0), Medium.MUSIC.value: 1.0}

    @cached_property
    def whole(self) -> WishChange | None:
        """Return what the words as a whole change, by the tables."""
        return self._changed_by(self.said.words)

    @cached_property
    def _change(self) -> WishChange | None:
        """Return what the words that say what shall be change, by the tables."""
        return self._changed_by(self.asked.words)

    @cached_property
    def alone(self) -> Proposal:
        """Return what the words that say what shall be mean before anything else was said."""
        return understood(attrs.evolve(self.asked, context=NO_CONTEXT), {})

    def _changed_by(self, words: str) -> WishChange | None:
        return change_of(reading_of(attrs.evolve(self.said, words=words), {}), self.ground.base)

    def _placed(self, segment: Segment) -> Segment:
        """Return a segment as what it surely is: values alone, a little more, or something described that is refused."""
        words = segment.of(self.said.words)
        if self._is_sure_change(segment, words):
            return _surely(segment, Act.CHANGE)
        if tone_of(words) == "bye" and len(words_of(words)) <= _PARTING:
            return _surely(segment, Act.TALK)
        if is_remark(fold(words)) or is_opinion(fold(words)):
            return segment
        if any(any_will_do.search(fold(words)) for _, any_will_do in ANY_VALUE):
            return _surely(segment, Act.SET)
        tokens = tokens_of(fold(words))
        tags = [token.tag for token in tokens]
        if {Tag.MOST, Tag.POINTS} <= set(tags) and segment.chances[Act.TALK] < _SURE:
            return _surely(segment, Act.SET)
        other = _asks_for_sound(self.wish.media, words, tokens) or _asks_for_another(self.said, words, tokens)
        if other:
            return _surely(segment, Act.WISH) if segment.act is Act.SET else segment
        if self.ground.state == "D" and NEW_THING.fullmatch(fold(words).strip(EDGES)) is not None:
            return _surely(segment, Act.WISH)
        values = not VALUES.isdisjoint(tags) or Tag.COUNT in tags
        known = NO_WORDS.isdisjoint(tags) and Tag.NOT not in tags and "?" not in fold(words)
        return _surely(segment, Act.SET) if values and known and segment.act not in {Act.ASK, Act.AGAIN} else segment

    def _is_sure_change(self, segment: Segment, words: str) -> bool:
        """Tell whether a segment changes what stands, though it may look like a refusal, talk or a wish: "bluer"."""
        said = fold(words)
        if is_to_go(said, self.wish.prompt) or (segment.act is Act.NO and dropped(words, self.wish.prompt) is not None):
            return True
        if segment.act in {Act.TALK, Act.ASK} and is_a_little(said):
            return True
        if self.wish.media in VISUAL_MEDIA and any(one.fullmatch(said.strip(EDGES)) for one in (TAKES_OUT, STYLED)):
            return True
        if self.wish.media is Medium.MUSIC and TITLED.fullmatch(said.strip(EDGES)) is not None:
            return True
        weak = (segment.act is Act.TALK and segment.chance < _TURNED) or (
            segment.act in REQUESTS and segment.requests < _TURNED
        )
        if not weak or is_remark(said) or is_opinion(said):
            return False
        change = self._changed_by(words)
        return change is not None and not change.bare and bool(change.answers)

    def known(self) -> Proposal | None:
        """Return what the tables make of the words as a whole: a yes or a no, values, an exchange, a question they know."""
        agrees = agrees_to(self.said.words)
        if agrees is not None:
            return self.ground.agree() if agrees else self.ground.leave()
        of_work = _of_work(self.said, self.reading, self.ground)
        if of_work is not None:
            return of_work
        tones = {tone_of(one.of(self.said.words)) for one in self.all_segments}
        parts = "bye" in tones and Act.YES not in self.acts  # not "yes, that's it"
        if parts and max(one.requests for one in self.all_segments) < _LIKELY:
            return self.ground.leave() if self.ground.state == "P" else talk_of(self.reading, Topic.TALK)
        if self.judges and not any(one.act is not Act.TALK and one.chance > _AGREED for one in self.segments):
            return self._remarked()
        wondered = None if _EITHER.search(self.reading.folded) else self.ground.wonder(self.own)
        if wondered is not None:
            return wondered
        anew = redescribed(self.said.words, self.wish.prompt)
        if anew is not None and self.wish.media is not Medium.SPEECH:
            return self.ground.change(WishChange(answers={"prompt": anew}, afresh=True, sure=True))
        if asks_to_see(self.reading.folded):
            return talk_of(self.reading, Topic.ORDERS)
        limits = self.whole is not None and not self.whole.again and self.whole.answers.keys() == {"max_points"}
        if limits and self.ground.state == "D":  # nobody asks for it once more by that
            return talk_of(self.reading, Topic.FEEDBACK)
        asks = self.acts <= {Act.ASK, Act.TALK} and any(one.chances[Act.ASK] > _SURE for one in self.segments)
        if self.whole is not None and not asks and self._is_exact(self.whole):
            return self.ground.change(self.whole)
        requests = any(one.act in REQUESTS and one.chance > _SURE for one in self.segments)
        return self.own if self.own.topic in _SURE_TOPICS and not requests else None

    def answered(self) -> Proposal:
        """Return what answers a turn that says nothing of what shall be."""
        if self.own.topic is Topic.CANCEL and self.ground.state != "P":
            return talk_of(self.reading, Topic.CANCEL)
        refused = [one for one in self.segments if one.act is Act.NO and one.chance > _TURNED]
        agrees = any(one.act is Act.YES and one.chance > _LIKELY for one in self.segments)
        if refused and Act.ASK not in self.acts and not agrees:
            return self.ground.leave()
        if tone_of(self.said.words) in POLITE_TONES and max(one.chances[Act.YES] for one in self.segments) < _SURE:
            return self._remarked()
        if Act.ASK in self.acts:
            return self.own if self.own.topic else talk_of(self.reading, topic_of_question(self.reading.folded))
        if Act.NO in self.acts:
            last = next(one.act for one in reversed(self.segments) if one.act in {Act.YES, Act.NO})
            return self.ground.leave() if last is Act.NO else self.ground.wait()
        if Act.OTHER in self.acts:
            return talk_of(self.reading, Topic.OTHER_WORK)
        if Act.YES in self.acts:
            return talk_of(self.reading, Topic.FEEDBACK) if is_slip(self.said.words) else self.ground.wait()
        return self._remarked()

    def requested(self) -> Proposal | None:
        """Return what becomes of the wish that stands, or the wish that takes its place."""
        likely = max(one.requests for one in self.segments if one.act in REQUESTS)
        if likely < (_LIKELY_AFTER if self.ground.state == "D" else _LIKELY):
            return self._unsure()
        if Act.PICK in self.acts:
            return None
        if self.acts & REQUESTS == {Act.AGAIN} and self.ground.state == "P":
            more = self._change
            return self.ground.change(more) if more is not None and "prompt" in more.answers else self.ground.wait()
        turned = self._turned()
        if turned is not None:
            return turned
        if self.ground.state == "D" and ONE_MORE_THING.fullmatch(self.reading.folded.strip(EDGES)) is not None:
            return self._wondered()
        return self._wished() if Act.WISH in self.acts else self._amended()

    def _remarked(self) -> Proposal:
        """Return what answers a remark: talk, or the question what should change."""
        if self.own.topic is Topic.TALK or tone_of(self.said.words) in POLITE_TONES:
            return talk_of(self.reading, Topic.TALK)
        told = tone_of(self.said.words) is None and self.ground.state == "D"  # of what was made
        judges = self.judges or told or self.own.topic is Topic.FEEDBACK
        return talk_of(self.reading, Topic.FEEDBACK if judges else Topic.TALK)

    def _is_exact(self, change: WishChange) -> bool:
        """Tell whether a change holds no words of the person's own, or such that take a place in the description."""
        turned = likeliest(self.media)
        if change.bare or (
            turned not in {NOTHING, self.wish.media} and self.media[turned] > _TURNED and Act.WISH in self.acts
        ):
            return False
        if "media" in change.answers:
            return ("model" in change.answers and "prompt" not in change.answers) or self.media[
                change.answers["media"]
            ] > _NOT_OUT_OF_QUESTION
        told, kept = change.answers.get("prompt"), self.wish.prompt
        if told is None:
            exchanged = BECOMES.search(self.reading.folded) is not None
            return (bool(change.answers) or change.again) and not (change.doubts or exchanged)
        if self._picture() is not None and KEEPS.search(self.reading.folded) is not None:
            return False
        placed = (change.exchanged or change.sure) and not told.startswith(kept)
        return placed and not (change.doubts or change.again)

    def _unsure(self) -> Proposal | None:
        """Return what becomes of words that hardly say what shall be: a refusal, a goodbye, thanks, or a question."""
        refuses = any(one.chances[Act.NO] > _EVEN for one in self.segments)
        tones = {tone_of(one.of(self.said.words)) for one in self.segments}
        if refuses or "bye" in tones:
            return self.ground.leave()
        return self._remarked() if tones & POLITE_TONES else self._wondered()

    def _wondered(self) -> Proposal | None:
        """Return what asks whether words belong to the description, stand in its place, or are none of it."""
        words = self.asked.words.strip(EDGES)
        if self.wish.media is Medium.SPEECH or not self.wish.prompt or not words:
            return talk_of(self.reading, Topic.FEEDBACK)
        doubt = which_description(words, (*joined_with(self.wish.prompt, words), "none"))
        return self.ground.change(WishChange(answers={}, doubts=[doubt]))

    def _turned(self) -> Proposal | None:
        """Return a wish for another medium than that of the one that stands, None where the words are for the same."""
        words, last = self.asked.words.strip(EDGES), self.said.context.last
        medium = likeliest(self.media)
        if medium in {NOTHING, self.wish.media} or self.media[medium] < (_TURNED if Act.WISH in self.acts else _AGREED):
            return None
        change = self._change
        moved = (
            change is not None
            and self.wish.media is Medium.IMAGE
            and ("source" in change.answers or bool(change.doubts))
        )
        if change is not None and change.answers.get("media") == medium and (moved or not _describes(self.asked.words)):
            return self.ground.change(change)
        own = self.alone
        named = own.media == medium and "media" not in own.presumed and not own.open
        made = self.ground.state == "D" and last is not None and last.task_type.medium is Medium.IMAGE
        if medium == Medium.VIDEO and made and last is not None and len(last.results) == 1:
            latest = str(len(self.said.context.pictures))
            if AT_PICTURE.search(fold(words)):
                filmed = _filmed(self.asked, words)
                return self.ground.change(WishChange(answers={"media": medium, **filmed, "source": latest}))
            if named:
                return self.for_itself({"media": medium})
            doubt = Doubt(field="source", words=words, choices=(latest, "none"))
            return self.ground.change(WishChange(answers={"media": medium, "prompt": words}, doubts=[doubt]))
        about = IT.search(self.asked.words.lower()) or BESIDE_IT.search(self.asked.words.lower())
        told = sum(one.act in REQUESTS for one in self.segments) > 1 and _describes(self.asked.words)
        alone = (
            bool(own.prompt.strip(EDGES))
            and own.doubt("prompt") is None
            and (told or (_describes(self.asked.words) and not about))
        )
        shown = self.wish.prompt and not self.wish.inputs  # else it says what is done to them
        if medium != Medium.SPEECH and shown and not alone:
            described = turned_into(self.wish, Medium(medium)).prompt
            return self.for_itself({"media": medium, "prompt": joined_with(words, described)[0]})
        return self.for_itself({"media": medium})

    def _wished(self) -> Proposal | None:
        """Return a wish that names its medium for itself, and another in the place of the description."""
        change = self._change
        unsure = change is not None and any(doubt.field == "media" for doubt in change.doubts)
        if change is not None and not unsure and (change.points or change.sure or "source" in change.answers):
            return self.ground.change(change)
        own = self.alone
        prompt = LEADS_TO_WISH.sub("", unheaded(own.prompt)).strip(EDGES)
        if self.wish.media is Medium.SPEECH and own.doubt("text") is not None:
            return self._amended()
        if own.topic is not None or not prompt or any(own.doubt(one) for one in ("prompt", "text", "which_work")):
            return None
        if own.media is not None and "media" not in own.presumed:
            return self.for_itself({})
        prompt = change.answers.get("prompt", prompt) if change is not None and change.afresh else prompt
        return self.ground.change(WishChange(answers={**values_in(change), "prompt": prompt}, afresh=True, sure=True))

    def _amended(self) -> Proposal | None:
        """Return the wish that stands, or the last work once more, with what settings and changes make of it."""
        requests = amendments_of(self.said.words, self.segments, self.wish.prompt)
        change = amended(self.said, requests, self.ground.base)
        if self.ground.state != "P" and (Act.AGAIN in self.acts or Act.CHANGE not in self.acts):
            whole = self._changed_by(" ".join(request.words for request in requests))
            change = whole if whole is not None and whole.again else change
        if not (change.answers or change.doubts or change.again):
            return talk_of(self.reading, Topic.FEEDBACK)
        return self.ground.change(self._worked_on(change))

    def _picture(self) -> int | None:
        """Return which picture that was made a change is of, by its place among those that are there: one alone, or one named."""
        last = self.said.context.last
        if self.ground.state != "D" or last is None or last.task_type.medium is not Medium.IMAGE:
            return None
        made, named = len(last.results), PLACE.search(self.reading.folded)
        place = 1 if made == 1 else 0 if named is None else NUMBERS[next(one for one in named.groups() if one)]
        return len(self.said.context.pictures) - made + place if 0 < place <= made else None

    def _worked_on(self, change: WishChange) -> WishChange:
        """Return a change of the one picture that was made, so that the picture itself is worked on."""
        if ANEW.search(self.reading.folded) is not None:
            return WishChange(answers={"inputs": "none"}, again=True) if self.wish.inputs else change
        asked = any(doubt.field != "source" for doubt in change.doubts)
        picture = self._picture()
        if picture is None or Act.CHANGE not in self.acts or change.again or asked:
            return change
        if not change.answers.keys().isdisjoint({"media", "source"}):
            return change
        told = _told_of_picture(self.said.words, self.all_segments)
        if not told:
            return change
        worked_on = {"source": str(picture), "prompt": told, "n": "1"}
        return attrs.evolve(change, answers={**change.answers, **worked_on}, doubts=())

    def for_itself(self, answers: Mapping[str, str]) -> Proposal:
        """Return a wish of its own, that goes on from no other."""
        pinned = {**answers, "which_work": "none", **self.ground.given}
        return attrs.evolve(understood(self.asked, pinned), answers=pinned, said=self.asked)


def _of_work(said: Utterance, reading: Reading, ground: Ground) -> Proposal | None:
    """Return what the words do with the work itself, or None where they do nothing with it.

    Its text is read or sung in another way, or another is written in it; whether it is of some model is asked; and what nobody
    can do with it is told.
    """
    wish = ground.base.wish
    if wish.media is Medium.SPEECH and _reads_again(reading):
        requests = [Amendment(act=Act.SET, words=said.words)]
        return ground.change(attrs.evolve(amended(said, requests, ground.base), again=ground.state == "D"))
    if ground.state == "P" and IS_IT.fullmatch(reading.folded.strip(" \n")) is not None:
        return talk_of(reading, Topic.PRICES)
    if ground.state == "D" and wish.media in VISUAL_MEDIA:
        gone = DELETES.fullmatch(reading.folded.strip(EDGES))
        return None if gone is None else talk_of(reading, Topic.OTHER_WORK)
    lyrics = wish.params.get("lyrics")
    if wish.media is Medium.MUSIC and isinstance(lyrics, str):
        sung = relyriced(said.words, lyrics)
        return None if sung is None else ground.change(WishChange(answers={"lyrics": sung}, sure=True))
    if wish.media is Medium.SPEECH:
        text = lettered(said.words, wish.prompt)
        return None if text is None else ground.change(WishChange(answers={"text": text}, sure=True))
    anew = lettered(said.words, wish.prompt) if wish.media in VISUAL_MEDIA else None
    return None if anew is None else ground.change(WishChange(answers={"prompt": anew}, afresh=True, sure=True))


def _reads_again(reading: Reading) -> bool:
    """Tell whether words say how the text that is there is to be read, and hold no other text."""
    said = [token for token in reading.tokens if token.tag is not Tag.BREAK]
    short = READS_AGAIN.fullmatch(reading.folded.strip(EDGES)) is not None and reading.handed is None
    return short and all(token.tag not in NO_WORDS or token.text in OF_READING for token in said)


def _told_of_picture(words: str, segments: Sequence[Segment]) -> str:
    """Return what a turn says of the picture that was made: all but praise, thanks, a yes or a no, and values."""
    told: list[str] = []
    for one in segments:
        part = one.of(words).strip(EDGES)
        said = one.act in {Act.CHANGE, Act.WISH, Act.PICK} or (one.act is Act.TALK and bool(told))
        complains = one.act is Act.TALK and tone_of(part) in {None, "complaint"} and one.chance < _AGREED
        if said or complains:
            told.append(part)
    return ("，" if has_han("".join(told)) else ", ").join(told)


def _describes(words: str) -> bool:
    """Tell whether there are words of the person's own."""
    return any(token.tag in NO_WORDS for token in tokens_of(fold(words)))


def _filmed(said: Utterance, words: str) -> dict[str, str]:
    """Return what a film from a picture shows, and its values, without the words that point at the picture."""
    found = FROM_PICTURE.match(fold(words))
    rest = "" if found is None else words[found.end() :].strip(EDGES)
    if not rest:
        return {"prompt": words}
    own = understood(attrs.evolve(said, words=rest, context=NO_CONTEXT), {"media": Medium.VIDEO.value})
    values = {name: str(value) for name, value in own.params.items() if isinstance(value, str | int)}
    return {"prompt": A_FILM.sub("", own.prompt) or words, **values}


def _asks_for_sound(medium: Medium | None, words: str, tokens: Sequence[Token]) -> bool:
    """Tell whether music or a voice is asked for beside what is seen: "15 seconds of piano music for it"."""
    if medium not in VISUAL_MEDIA or FOR_IT.search(fold(words)) is None:
        return False
    return any(token.tag in NOUNS and token.value in AUDIO_MEDIA for token in tokens)


def _asks_for_another(said: Utterance, words: str, tokens: Sequence[Token]) -> bool:
    """Tell whether words that set a model ask for something of their own to be made with it: 用可灵拍小船."""
    named = any(token.tag in NAMES for token in tokens)
    if not named or IT.search(fold(words)) is not None:
        return False
    own = understood(attrs.evolve(said, words=words, context=NO_CONTEXT), {})
    return "media" not in own.presumed and not own.open and _describes(own.prompt)


def _surely(segment: Segment, act: Act) -> Segment:
    return attrs.evolve(segment, act=act, chances={**dict.fromkeys(Act, 0.0), act: 1.0})


def _without_weak(segments: Sequence[Segment]) -> Sequence[Segment]:
    """Return the segments without those that hardly say what shall be, beside others that surely do something."""
    sure = any(max(one.requests, one.chance) > _SURE for one in segments if one.act is not Act.TALK)
    kept = [one for one in segments if one.act not in REQUESTS or one.requests > _EVEN]
    return kept if sure and kept else segments
