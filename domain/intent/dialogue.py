"""A turn of a conversation, read by what its segments do, beside the wish that stands.

Rules: what the tables know as a whole comes first; what only talks, asks or declines is answered and changes nothing; beside
anything that shall be, a yes or a no is only how people begin; a wish for another medium, and one that names its medium, stands
for itself, another takes the place of the description; a picture that was made is itself worked on. What nobody can be sure of
is asked about, and nothing agrees to a price but words each part of which surely says yes, or only talks beside a yes.
"""

from collections.abc import Callable, Mapping, Sequence

import attrs

from imastudio.domain.intent.acts import NOTHING, REQUESTS, Act, Segment, acts_of, likeliest, media_of
from imastudio.domain.intent.amending import ENDS, amended, requests_of
from imastudio.domain.intent.context import agrees_to, is_small
from imastudio.domain.intent.features import Standing
from imastudio.domain.intent.following import (
    Base,
    WishChange,
    asks_to_see,
    change_of,
    is_opinion,
    joined_with,
    turned_into,
    which_description,
)
from imastudio.domain.intent.meaning import talk_of, understood
from imastudio.domain.intent.proposal import Proposal, Topic
from imastudio.domain.intent.reading import reading_of
from imastudio.domain.intent.swapping import dropped
from imastudio.domain.intent.tables.following import BESIDE_IT, IT, LEADS_TO_WISH
from imastudio.domain.intent.tags import NAMES, VALUES, Tag
from imastudio.domain.intent.tones import is_put_off, is_remark, tone_of
from imastudio.domain.intent.topics import topic_of_question
from imastudio.domain.intent.utterance import NO_CONTEXT, Doubt, Utterance
from imastudio.domain.orders import Medium

_LONGEST = 300  # characters: what is longer is no turn of talk
_LIKELY, _LIKELY_AFTER, _TURNED, _SURE, _AGREED = 0.6, 0.7, 0.6, 0.8, 0.9
_NOT_OUT_OF_QUESTION = 0.3
_POLITE_TONES = frozenset({"thanks", "greeting", "bye"})
_NO_YES = frozenset({Tag.NOT, Tag.INSTEAD, *NAMES, *(VALUES - {Tag.POINTS})})
_SURE_TOPICS = frozenset(
    {Topic.PRICES, Topic.MODELS, Topic.ORDERS, Topic.ACCOUNT, Topic.FREE, Topic.TIME, Topic.OTHER_WORK}
)
_OF_DESCRIPTION = frozenset({"prompt", "source"})


@attrs.frozen(kw_only=True)
class Ground:
    """What a turn is said to: the wish that stands, and what becomes of it.

    `state` is as of a `Standing`, `given` are answers that are given besides. `change` makes a change of the wish, `leave` gives
    it up, `agree` orders it, `wait` tells it once more, and `wonder` makes of a question what the wish would be, None where it asks something else.
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
    def standing(self) -> Standing:
        """Return what stands, as the features of a turn have it."""
        medium = self.base.wish.media
        return Standing(state=self.state, medium=medium.value if medium else "-", described=self.base.wish.prompt)


def said_to(said: Utterance, ground: Ground) -> Proposal | None:
    """Return what a turn makes of what stands, or None where it is no turn of talk, and read as a whole."""
    if said.inputs or len(said.words) > _LONGEST or reading_of(said, {}).handed is not None:
        return None
    turn = _Turn(said, ground)
    if not turn.segments or is_put_off(turn.reading.folded) or turn.own.lasting:
        return None
    return turn.known() or (turn.requested() if turn.acts & REQUESTS else turn.answered())


class _Turn:
    """A turn in its segments, and the words of it that say what shall be."""

    def __init__(self, said: Utterance, ground: Ground) -> None:
        self.said, self.ground, self.wish = said, ground, ground.base.wish
        self.reading = reading_of(said, {})
        segments = [self._placed(one) for one in acts_of(said.words, ground.standing)]
        self.segments = _without_weak(segments)
        self.acts = {one.act for one in self.segments}
        self.own = understood(attrs.evolve(said, context=NO_CONTEXT), {})
        kept = _without(said.words, [one for one in self.segments if one.act not in REQUESTS])
        self.asked = attrs.evolve(said, words=kept)
        self.media = media_of(kept.strip(ENDS), ground.standing)

    def _placed(self, segment: Segment) -> Segment:
        """Return a segment, one that refuses something that is described as a change: 不要海鸥了."""
        refuses = (
            segment.act is Act.NO
            and dropped(self.said.words[segment.start : segment.end], self.wish.prompt) is not None
        )
        return (
            attrs.evolve(segment, act=Act.CHANGE, chances={**dict.fromkeys(Act, 0.0), Act.CHANGE: 1.0})
            if refuses
            else segment
        )

    def known(self) -> Proposal | None:
        """Return what the tables make of the words as a whole: a yes or a no, values, an exchange, a question they know."""
        agrees = agrees_to(self.said.words)
        if agrees is not None:
            return self.ground.agree() if agrees else self.ground.leave()
        wondered = self.ground.wonder(self.own)
        if wondered is not None:
            return wondered
        if asks_to_see(self.reading.folded):
            return talk_of(self.reading, Topic.ORDERS)
        change = change_of(reading_of(self.said, {}), self.ground.base)
        if change is not None and self._is_exact(change):
            return self.ground.change(change)
        requests = any(one.act in REQUESTS and one.chance > _SURE for one in self.segments)
        return self.own if self.own.topic in _SURE_TOPICS and not requests else None

    def answered(self) -> Proposal:
        """Return what answers a turn that says nothing of what shall be."""
        judges = is_opinion(self.reading.folded) or is_remark(self.reading.folded)
        polite = tone_of(self.said.words) in _POLITE_TONES
        sure = any(one.act is not Act.TALK and one.chance > _LIKELY for one in self.segments)
        agrees = max(one.chances[Act.YES] for one in self.segments)
        if (judges and not sure) or (polite and agrees < _SURE):
            return talk_of(self.reading, Topic.TALK if polite else Topic.FEEDBACK)
        if Act.ASK in self.acts:
            return self.own if self.own.topic else talk_of(self.reading, topic_of_question(self.reading.folded))
        if Act.NO in self.acts:
            return self.ground.wait() if Act.YES in self.acts else self.ground.leave()
        if Act.OTHER in self.acts:
            return talk_of(self.reading, Topic.OTHER_WORK)
        if Act.YES in self.acts:
            return self.ground.agree() if self._surely_agrees() else self.ground.wait()
        return talk_of(self.reading, Topic.FEEDBACK if judges else Topic.TALK)

    def requested(self) -> Proposal | None:
        """Return what becomes of the wish that stands, or the wish that takes its place."""
        likely = min(one.requests for one in self.segments if one.act in REQUESTS)
        if likely < (_LIKELY_AFTER if self.ground.state == "D" else _LIKELY):
            return self._wondered()
        if Act.PICK in self.acts:
            return None
        if self.acts & REQUESTS == {Act.AGAIN} and self.ground.state == "P":
            return self.ground.wait()
        turned = self._turned()
        if turned is not None:
            return turned
        return self._wished() if Act.WISH in self.acts else self._amended()

    def _is_exact(self, change: WishChange) -> bool:
        """Tell whether a change holds no words of the person's own, or such that take a place in the description."""
        if change.bare:
            return False
        asked = self.wish.media is Medium.VIDEO and any(doubt.field == "media" for doubt in change.doubts)
        if "media" in change.answers:
            return self.media[change.answers["media"]] > _NOT_OUT_OF_QUESTION
        if asked:
            return True
        told, kept = change.answers.get("prompt"), self.wish.prompt
        if told is None:
            return (bool(change.answers) or change.again) and not change.doubts
        placed = (change.exchanged or change.sure) and not told.startswith(kept)
        return placed and not (change.doubts or change.again)

    def _surely_agrees(self) -> bool:
        """Tell whether each segment says yes or only talks, one of them surely says yes, and none names a value."""
        words = self.said.words
        named = {token.tag for token in self.reading.tokens}
        if not named.isdisjoint(_NO_YES) or "?" in self.reading.folded or is_small(words):
            return False
        said = any(one.chances[Act.YES] > _AGREED or agrees_to(words[one.start : one.end]) for one in self.segments)
        return said and all(one.chances[Act.YES] + one.chances[Act.TALK] > _SURE for one in self.segments)

    def _wondered(self) -> Proposal | None:
        """Return what asks whether words belong to the description, stand in its place, or are none of it."""
        words = self.asked.words.strip(ENDS)
        if self.wish.media is Medium.SPEECH or not self.wish.prompt or not words:
            return talk_of(self.reading, Topic.FEEDBACK)
        doubt = which_description(words, (*joined_with(self.wish.prompt, words), "none"))
        return self.ground.change(WishChange(answers={}, doubts=[doubt]))

    def _turned(self) -> Proposal | None:
        """Return a wish for another medium than that of the one that stands, None where the words are for the same."""
        words, last = self.asked.words.strip(ENDS), self.said.context.last
        medium = likeliest(self.media)
        if medium in {NOTHING, self.wish.media} or self.media[medium] < _TURNED:
            return None
        change = change_of(reading_of(self.asked, {}), self.ground.base)
        if change is not None and change.answers.get("media") == medium:
            return self.ground.change(change)
        own = self._alone()
        named = own.media == medium and "media" not in own.presumed and not own.open
        made = self.ground.state == "D" and last is not None and last.task_type.medium is Medium.IMAGE
        if medium == Medium.VIDEO and made and last is not None and len(last.results) == 1 and not named:
            doubt = Doubt(field="source", words=words, choices=(str(len(self.said.context.pictures)), "none"))
            return self.ground.change(WishChange(answers={"media": medium, "prompt": words}, doubts=[doubt]))
        about = IT.search(self.asked.words.lower()) or BESIDE_IT.search(self.asked.words.lower())
        if medium != Medium.SPEECH and self.wish.prompt and (about or own.doubt("prompt")):
            described = turned_into(self.wish, Medium(medium)).prompt
            return self._for_itself({"media": medium, "prompt": joined_with(words, described)[0]})
        return self._for_itself({"media": medium})

    def _wished(self) -> Proposal | None:
        """Return a wish that names its medium for itself, and another in the place of the description."""
        change = change_of(reading_of(self.asked, {}), self.ground.base)
        unsure = change is not None and any(doubt.field == "media" for doubt in change.doubts)
        if change is not None and not unsure and (change.points or change.sure or "source" in change.answers):
            return self.ground.change(change)
        own = self._alone()
        prompt = LEADS_TO_WISH.sub("", own.prompt).strip(ENDS)
        if own.topic is not None or not prompt or any(own.doubt(one) for one in ("prompt", "text", "which_work")):
            return None
        if own.media is not None and "media" not in own.presumed:
            return self._for_itself({})
        said = {} if change is None else change.answers
        values = {name: value for name, value in said.items() if name not in _OF_DESCRIPTION}
        prompt = said.get("prompt", prompt) if change is not None and change.afresh else prompt
        return self.ground.change(WishChange(answers={**values, "prompt": prompt}, afresh=True, sure=True))

    def _amended(self) -> Proposal | None:
        """Return the wish that stands, or the last work once more, with what settings and changes make of it."""
        requests = requests_of(self.said.words, self.segments)
        change = amended(self.said, requests, self.ground.base)
        if self.ground.state != "P":
            joined = attrs.evolve(self.said, words=" ".join(request.words for request in requests))
            whole = change_of(reading_of(joined, {}), self.ground.base)
            change = whole if whole is not None and whole.again else change
        if not (change.answers or change.doubts or change.again):
            return talk_of(self.reading, Topic.FEEDBACK)
        return self.ground.change(self._worked_on(change))

    def _worked_on(self, change: WishChange) -> WishChange:
        """Return a change of the one picture that was made, so that the picture itself is worked on."""
        last = self.said.context.last
        made = self.ground.state == "D" and last is not None and last.task_type.medium is Medium.IMAGE
        if not made or last is None or len(last.results) != 1 or Act.CHANGE not in self.acts or change.again:
            return change
        asked = any(doubt.field != "source" for doubt in change.doubts)
        if asked or not change.answers.keys().isdisjoint({"media", "source"}):
            return change
        told, kept = change.answers.get("prompt", ""), self.wish.prompt
        own = told[len(kept) :].strip(ENDS) if told.startswith(kept) else ""
        worked_on = {"source": str(len(self.said.context.pictures)), "prompt": own, "n": "1"}
        return attrs.evolve(change, answers={**change.answers, **worked_on}, doubts=()) if own else change

    def _alone(self) -> Proposal:
        """Return what the words that say what shall be mean before anything else was said."""
        return understood(attrs.evolve(self.asked, context=NO_CONTEXT), {})

    def _for_itself(self, answers: Mapping[str, str]) -> Proposal:
        """Return a wish of its own, that goes on from no other."""
        pinned = {**answers, **({"which_work": "none"} if self.said.context.last is not None else {})}
        pinned |= self.ground.given
        return attrs.evolve(understood(self.asked, pinned), answers=pinned, said=self.asked)


def _without_weak(segments: Sequence[Segment]) -> Sequence[Segment]:
    """Return the segments without those that hardly say what shall be, beside others that surely do something else."""
    sure = any(one.act not in REQUESTS and one.act is not Act.TALK and one.chance > _SURE for one in segments)
    kept = [one for one in segments if one.act not in REQUESTS or one.requests > _LIKELY]
    return kept if sure and kept else segments


def _without(words: str, segments: Sequence[Segment]) -> str:
    """Return words without some segments of them."""
    edges = [0, *(edge for one in segments for edge in (one.start, one.end)), len(words)]
    return "".join(words[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)).strip()
