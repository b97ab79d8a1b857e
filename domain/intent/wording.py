"""What a person said, understood: an utterance in Chinese, English or both becomes a wish.

Rules: pure, deterministic, driven by the tables of `vocabulary`; a word counts only where the shape of its clause says that
it is said to us (see `hearing`), because a wrong guess spends money; quoted text and text to speak or to sing are never
instructions; the prompt is the person's own words. Sources: the vendor's "User Input Parsing", "When to Write" and "When to
Clear"; facts sections 7, 8 and 10; decisions 9 to 14 and 22.
"""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum

import attrs

from imastudio.domain.failures import Failure
from imastudio.domain.failures import Kind as FailureKind
from imastudio.domain.frozen import FrozenMap, frozen_map, frozen_row
from imastudio.domain.intent.hearing import choosing, counting, idle, naming, sounding, tasking, values
from imastudio.domain.intent.hearing.caps import caps
from imastudio.domain.intent.hearing.folding import addresses, covered, fold, middle, quotes
from imastudio.domain.intent.hearing.found import Found
from imastudio.domain.intent.hearing.heads import Head, asks_behind, heads
from imastudio.domain.intent.hearing.lexicon import read
from imastudio.domain.intent.hearing.measures import measured
from imastudio.domain.intent.hearing.mending import Mended, mended
from imastudio.domain.intent.hearing.naming import Named
from imastudio.domain.intent.hearing.reading import Handed, lyrics, read_aloud
from imastudio.domain.intent.hearing.scoped import scoped
from imastudio.domain.intent.hearing.sentence import Clause, Sentence, sentence_of
from imastudio.domain.intent.hearing.spans import left_of, unlabelled
from imastudio.domain.intent.hearing.versions import versioned
from imastudio.domain.intent.hearing.written import written
from imastudio.domain.intent.vocabulary.choosing import CLEARING, SCOPED
from imastudio.domain.intent.vocabulary.entries import Kind
from imastudio.domain.intent.vocabulary.media import PLAIN_NOUNS
from imastudio.domain.intent.vocabulary.models import medium_of
from imastudio.domain.orders import Input, Notice, Scope, Tier, Wish
from imastudio.domain.quoting.parameters import DURATION, LONGEST
from imastudio.domain.scalars import Json
from imastudio.domain.tasks import InputKind, Medium, TaskType

_MINUTE = 60
_VIDU, _VIDU_PRO = "viduq2", "viduq2-pro"
_MIDJOURNEY = "midjourney"
_SUNO = "sonic"
_SONG_TASKS = frozenset({"sonic", "GenSong"})
_WITH_PRO = frozenset({TaskType.IMAGE_TO_VIDEO, TaskType.FIRST_LAST_FRAME_TO_VIDEO})
_SOUND = "generate_audio"
_FEW = 20
_SHORT = 80
_SEAMS = ("of ", "and ")
_SEEN = frozenset({Medium.IMAGE, Medium.VIDEO})
_CLOSING = frozenset("”」』》’\"'`")
_MAY_LACK = frozenset(
    {"pitch", "speed", "volume", "speaker", "tags", "negative_tags", "vocal_gender", "make_instrumental"}
)
_SAID_TO_US = frozenset("WROKZTSJIMm%CBv")
_HUSK = frozenset({Kind.GLUE, Kind.POLITE})
_LACKS = "model_not_offered"
_POINTING = frozenset("PUrAgdk|:")
_SMALL_TALK = frozenset("PFYXgClUD|")
_NOTHING_TO_MAKE = frozenset("ROKZTSJIMm%FlYCvPALNditfaUXbkDgx|:")
_QUESTION_ENDS = ("?", "吗", "么", "呢")


class PreferenceAction(StrEnum):
    """What becomes of the saved model (decisions 13 and 14)."""

    SAVE = "save"
    CLEAR = "clear"
    ASK = "ask"
    NONE = "none"


_KEEPING = frozenset({PreferenceAction.SAVE, PreferenceAction.ASK})


@attrs.frozen(kw_only=True)
class Why:
    """The words of the utterance, from `start` up to `end`, that led to a field."""

    field: str
    words: str = attrs.field(repr=False)
    start: int
    end: int


def _frozen_ids(ids: Mapping[TaskType, str]) -> Mapping[TaskType, str]:
    return FrozenMap(ids)


@attrs.frozen(kw_only=True)
class Heard:
    """What was understood.

    `params` are the values as they were said, before they are fitted to a model. `model` is the model id that was named,
    `models` all task types it stands for with the right id for each. `task_type` is None where two pictures leave it open.
    `max_points` is the most that the order may cost, where that was said.
    `lasting` tells that the model is wanted from now on, `forgets_all` that whatever is saved is given up, of all media.
    `steps` are the media of a workflow, in order. An empty prompt orders nothing: the utterance was only instructions.
    """

    media: Medium
    task_type: TaskType | None
    model: str | None = None
    models: Mapping[TaskType, str] = attrs.field(factory=dict, converter=_frozen_ids, hash=False)
    version_id: str | None = None
    tier: Tier | None = None
    params: Mapping[str, Json] = attrs.field(factory=dict, converter=frozen_map, repr=False, hash=False)
    n: int | None = None
    max_points: int | None = None
    preference: PreferenceAction = PreferenceAction.NONE
    notices: tuple[Notice, ...] = attrs.field(default=(), converter=frozen_row)
    steps: tuple[Medium, ...] = attrs.field(default=(), converter=frozen_row)
    consistency: bool = False
    lasting: bool = False
    forgets_all: bool = False
    prompt: str = attrs.field(default="", repr=False)
    why: tuple[Why, ...] = attrs.field(default=(), converter=frozen_row, repr=False)

    @property
    def workflow(self) -> bool:
        """Tell whether several media are asked for in one work."""
        return len(self.steps) > 1

    @property
    def orders(self) -> bool:
        """Tell whether there is something to make."""
        return bool(self.prompt)


def hear(
    utterance: str,
    inputs: Sequence[InputKind] = (),
    saved: Mapping[TaskType, str] | None = None,
    scope: Scope = Scope.ALL_IN_ONE,
) -> Heard:
    """Understand `utterance`, said with some inputs by a person with some saved models. Never raises, whatever the text.

    Within a `scope` some more words choose a model: "Pro" is one of two where there are two.
    """
    folded = fold(utterance)
    quoted = quotes(utterance)
    said = _named_in_quotes(folded, quoted) if len(quoted) <= _FEW else []
    hidden = [span for span in quoted if span not in said] + addresses(folded) + middle(folded)
    sentence = _sentence(covered(_unquoted(folded, said), hidden), scope)
    speech = read_aloud(sentence, utterance)
    sung = lyrics(sentence, utterance) if speech is None else None
    handed = speech or sung
    if handed is not None:
        sentence = _sentence(covered(sentence.text, [(handed.start, handed.end)]), scope)
    capped = caps(sentence.text)
    if capped:
        sentence = _sentence(covered(sentence.text, [one.cut or (0, 0) for one in capped], " "), scope)
    sentence, changed = mended(sentence)
    return _Hearing(
        utterance,
        sentence,
        inputs=tuple(inputs),
        saved=saved or {},
        speech=speech,
        sung=sung,
        capped=capped,
        changed=changed,
    ).heard()


def to_wish(heard: Heard, inputs: Sequence[Input] = ()) -> Wish:
    """Return the wish that was heard, for the studio. A length that no model makes asks for the longest one instead."""
    params = dict(heard.params)
    if any(notice.code == "longest_duration" for notice in heard.notices):
        params[DURATION] = LONGEST
    return Wish(
        prompt=heard.prompt,
        task_type=heard.task_type,
        model=heard.model,
        version_id=heard.version_id,
        tier=heard.tier,
        params=params,
        n=heard.n,
        max_points=heard.max_points,
        inputs=inputs,
    )


def without(wish: Wish, failure: Failure) -> Wish | None:
    """Return `wish` without the value that a model has no field for, or None where leaving it out would not do.

    Manner and style may be left out; what a picture or a film is to be may not.
    """
    name = failure.parameter or ""
    silent = name in {_SOUND, "sound", "audio"} and wish.params.get(_SOUND) is False
    key = _SOUND if silent else name
    if failure.kind is not FailureKind.UNKNOWN_PARAMETER or key not in wish.params or not (silent or name in _MAY_LACK):
        return None
    return attrs.evolve(wish, params={field: value for field, value in wish.params.items() if field != key})


def _sentence(text: str, scope: Scope = Scope.ALL_IN_ONE) -> Sentence:
    return sentence_of(text, written(scoped(versioned(measured(read(text))), SCOPED[scope])))


def _named_in_quotes(folded: str, quoted: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the quoted passages that are the name of a model: 用“可灵” is said to us."""
    return [span for span in quoted if _is_name(folded[span[0] + 1 : span[1] - 1])]


def _unquoted(folded: str, spans: Sequence[tuple[int, int]]) -> str:
    """Return `folded` with spaces in the place of the quotes at the ends of `spans`."""
    for start, end in spans:
        folded = f"{folded[:start]} {folded[start + 1 : end - 1]} {folded[end:]}"
    return folded


def _is_name(text: str) -> bool:
    tokens = versioned(measured(read(text))) if len(text) < 40 else []  # noqa: PLR2004 - longer than any name
    return len(tokens) == 1 and tokens[0].kind in {Kind.MODEL, Kind.DOUBTFUL_MODEL}


class _Hearing:
    """One utterance at work: each step adds what it found."""

    def __init__(
        self,
        utterance: str,
        sentence: Sentence,
        *,
        inputs: tuple[InputKind, ...],
        saved: Mapping[TaskType, str],
        speech: Handed | None,
        sung: Handed | None,
        capped: Sequence[Found],
        changed: Mapping[int, Mended],
    ) -> None:
        self._utterance = utterance
        self._sentence = sentence
        self._inputs = inputs
        self._saved = saved
        self._speech = speech
        self._sung = sung
        self._capped = capped
        self._changed = changed
        self._why: list[Why] = []
        self._cuts: list[tuple[int, int]] = []
        self._params: dict[str, Json] = {}
        self._notices: list[Notice] = []
        self._several = False
        self._forgets_all = False

    def heard(self) -> Heard:
        sentence = self._sentence
        asked = heads(sentence)
        said = tasking.phrases(sentence)
        named = self._named(asked)
        medium = self._medium(asked, said, named)
        task, phrase = tasking.task_of(
            medium, said, self._inputs, sentence, certain=bool(asked or named or self._speech)
        )
        if phrase is not None:
            self._because("task_type", phrase.start, phrase.end)
        offered = [one for one in named if one.ids]
        chosen = self._chosen(offered, medium)
        for one in named:
            if not one.ids:
                token = sentence.tokens[one.place]
                self._lacks(token.start, token.end)
                self._cut_name(one)
        for found in naming.foreign(sentence):
            self._lacks(found.start, found.end)
            self._take(found, keep=False)
        if chosen is not None and chosen.setting is not None:
            self._take(self._setting(chosen, *chosen.setting))
        model = self._model(chosen, asked, medium, task)
        tier = self._tier(model)
        self._values(asked, medium, model)
        self._sounds(medium)
        number = self._number(asked, medium)
        cap = self._cap()
        preference = self._preference(chosen, model, task, tier)
        steps = self._steps(asked, medium)
        self._several = len(steps) > 1
        same = tasking.consistent(sentence)
        if same is not None:
            self._because("consistency", *same)
        prompt = self._prompt(medium, chosen)
        told = preference is PreferenceAction.NONE or (bool(asked) and chosen is not None and not chosen.ever)
        if not prompt and self._inputs and told and not self._is_idle(sentence.text):
            left = left_of(self._utterance, self._cuts) if chosen is not None else ""
            prompt = left or self._utterance.strip()  # said of what was handed in: "变成竖图"
        if not prompt and _asks(sentence.text) and not (chosen is not None and chosen.ever):
            preference = PreferenceAction.NONE if preference in _KEEPING else preference
        return Heard(
            media=medium,
            task_type=task,
            model=model,
            models=_saved_for(chosen, offered),
            version_id=None if chosen is None or chosen.version is None else f"Pixverse V{chosen.version}",
            tier=None if tier is None else Tier(tier),
            params=self._params,
            n=number,
            max_points=cap,
            preference=preference,
            notices=self._notices,
            steps=steps if prompt else (medium,),
            consistency=same is not None,
            lasting=chosen is not None and chosen.ever,
            forgets_all=self._forgets_all,
            prompt=prompt,
            why=self._why,
        )

    # what is asked for

    def _named(self, asked: Sequence[Head]) -> list[Named]:
        medium = asked[0].medium if asked else None
        fitting = {head.medium for head in asked}
        return [
            named
            for named in naming.names(self._sentence, medium)
            if not fitting or named.medium in fitting or not self._is_other_work(named, fitting)
        ]

    @staticmethod
    def _is_other_work(named: Named, fitting: set[Medium]) -> bool:
        return len(fitting) > 1 and named.medium not in fitting

    def _medium(self, asked: Sequence[Head], said: Sequence[object], named: Sequence[Named]) -> Medium:
        if self._speech is not None:
            self._because("media", *self._speech.asked)
            return Medium.SPEECH
        phrases = tasking.phrases(self._sentence)
        nouns = [head for head in asked if head.is_noun]
        main = _main(asked)
        implied = tasking.implied_medium(phrases, self._inputs)
        if implied is not None and (
            main is None or not nouns or (main.medium is Medium.IMAGE and self._inputs and said)
        ):
            self._because("media", implied[1].start, implied[1].end)
            return implied[0]
        if main is not None:
            token = self._sentence.tokens[main.place]
            self._because("media", token.start, token.end)
            return main.medium
        for one in idle.forgets(self._sentence.text):
            if one.value is not None:
                self._because("media", one.start, one.end)
                return Medium(str(one.value))
        return self._unsaid_medium(named)

    def _unsaid_medium(self, named: Sequence[Named]) -> Medium:
        if self._sung is not None:
            self._because("media", *self._sung.asked)
            return Medium.MUSIC
        if named:
            token = self._sentence.tokens[named[0].place]
            self._because("media", token.start, token.end)
            return named[0].medium
        if (word := sounding.speaks_of_music(self._sentence)) is not None:
            self._because("media", word.start, word.end)
            return Medium.MUSIC
        for place in self._sentence.places(Kind.SECONDS):
            if place in self._sentence.free and next(values.lengths(self._sentence, []), None) is not None:
                token = self._sentence.tokens[place]
                self._because("media", token.start, token.end)
                return Medium.VIDEO
        return Medium.IMAGE

    def _steps(self, asked: Sequence[Head], medium: Medium) -> tuple[Medium, ...]:
        media = dict.fromkeys(head.medium for head in asked)
        if self._speech is not None:
            return (medium,)
        if any(head.work for head in asked):
            media = dict.fromkeys([*media, Medium.VIDEO, Medium.MUSIC])
        if len(media) < 2:  # noqa: PLR2004 - one medium is no workflow
            return (medium,)
        for head in asked:
            token = self._sentence.tokens[head.place]
            self._because("workflow", token.start, token.end)
        order = (Medium.IMAGE, Medium.VIDEO, Medium.MUSIC, Medium.SPEECH)
        return tuple(step for step in order if step in media)

    # which model

    def _chosen(self, named: Sequence[Named], medium: Medium) -> Named | None:
        fitting = [one for one in named if one.medium is medium] or list(named)
        if not fitting:
            return None
        chosen = (
            fitting[-1]
            if any(one.name != fitting[0].name and _switches(self._sentence, one) for one in fitting)
            else fitting[0]
        )
        if len({one.ids for one in fitting}) > 1:
            names = [self._sentence.word(one.place) for one in fitting]
            self._notices.append(
                Notice("several_models", {"used": self._sentence.word(chosen.place), "count": len(names)})
            )
        for start, end in naming.refused(self._sentence):
            self._cut(start, end)
        for one in named:
            self._cut_name(one)
        token = self._sentence.tokens[chosen.place]
        self._because("model", token.start, token.end)
        return chosen

    def _lacks(self, start: int, end: int) -> None:
        """Tell that a model that was asked for is not offered."""
        self._notices.append(Notice(_LACKS, {"model": self._utterance[start:end]}))
        self._because("notices", start, end)

    def _cut_name(self, named: Named) -> None:
        last = named.last + (named.used and asks_behind(self._sentence, named.last + 1))
        start, end = self._sentence.tokens[named.first].start, self._sentence.tokens[last].end
        self._cut(start, end + (self._utterance[end : end + 1] in _CLOSING))

    def _setting(self, chosen: Named, field: str, value: str) -> Found:
        token = self._sentence.tokens[chosen.place]
        return Found(field=field, value=value, start=token.start, end=token.end)

    def _model(self, chosen: Named | None, asked: Sequence[Head], medium: Medium, task: TaskType | None) -> str | None:
        if chosen is not None:
            return _id_for(chosen.ids, task or TaskType.IMAGE_TO_VIDEO)
        if medium is not Medium.MUSIC:
            return None
        for head in asked:
            if head.medium is Medium.MUSIC and head.model is not None:
                token = self._sentence.tokens[head.place]
                self._because("model", token.start, token.end)
                return head.model
        return self._song(asked)

    def _song(self, asked: Sequence[Head]) -> str | None:
        """Return Suno where a song or a voice is asked for, and nothing that makes one is saved."""
        if self._saved.get(TaskType.TEXT_TO_MUSIC) in _SONG_TASKS:
            return None
        for place in self._sentence.places(Kind.VOCALS):
            token = self._sentence.tokens[place]
            if not self._sentence.is_negated(place) and token.meaning != "none":
                self._because("model", token.start, token.end)
                return _SUNO
        for head in asked:
            token = self._sentence.tokens[head.place]
            if head.medium is Medium.MUSIC and ("歌" in token.text or token.text in {"song", "songs", "sing"}):
                self._because("model", token.start, token.end)
                return _SUNO
        return None

    def _tier(self, model: str | None) -> str | None:
        found = list(choosing.tiers(self._sentence))
        for one in found:
            self._take(one, keep=False)
        if not found or model is not None:
            return None
        self._because("tier", found[0].start, found[0].end)
        return str(found[0].value)

    def _preference(
        self, chosen: Named | None, model: str | None, task: TaskType | None, tier: str | None
    ) -> PreferenceAction:
        cleared = list(choosing.clears(self._sentence))
        for one in cleared:
            self._take(one, keep=False)
        for one in idle.forgets(self._sentence.text):
            self._take(one, keep=False)
            self._because("preference", one.start, one.end)
            self._forgets_all = one.value is None
            return PreferenceAction.CLEAR
        if idle.is_question(self._sentence.text):
            return PreferenceAction.NONE
        if chosen is not None:
            return self._saving(chosen, model, task)
        if cleared:
            self._because("preference", cleared[0].start, cleared[0].end)
            return PreferenceAction.CLEAR
        if tier in CLEARING and (used := self._best()) is not None:
            self._because("preference", used.start, used.end)
            return PreferenceAction.CLEAR
        return PreferenceAction.NONE

    def _best(self) -> Found | None:
        """Return the words that ask for the best there is, rather than for a quality."""
        for one in choosing.tiers(self._sentence):
            said = self._sentence.text[one.start : one.end]
            if ("最好" in said or "best" in said) and "quality" not in said:
                return one
        return None

    def _saving(self, chosen: Named, model: str | None, task: TaskType | None) -> PreferenceAction:
        if chosen.once or not (chosen.used or chosen.ever):
            return PreferenceAction.NONE
        first, last = self._sentence.tokens[chosen.first], self._sentence.tokens[chosen.place]
        self._because("preference", first.start, last.end)
        other = self._saved.get(task) if task is not None else None
        if chosen.ever or other is None or other in {*chosen.ids, model}:
            return PreferenceAction.SAVE
        return PreferenceAction.ASK

    # values

    def _values(self, asked: list[Head], medium: Medium, model: str | None) -> None:
        sentence = self._sentence
        if medium in {Medium.IMAGE, Medium.VIDEO}:
            for found in (*values.ratios(sentence), *values.sizes(sentence, medium)):
                self._take(found)
        if medium is Medium.IMAGE and self._params.get("size") == "8K" and model != _MIDJOURNEY:
            self._notices.append(Notice("8k_downgraded", {"parameter": "size", "value": "8K"}))
        if medium in {Medium.VIDEO, Medium.MUSIC}:
            self._lengths(asked, medium)
        if medium is Medium.VIDEO:
            for found in values.sounds(sentence):
                self._take(found)

    def _lengths(self, asked: list[Head], medium: Medium) -> None:
        of_medium = [head for head in asked if head.medium is medium] or [Head(medium, 0)]
        for found in values.lengths(self._sentence, of_medium):
            if medium is Medium.MUSIC:
                self._notices.append(Notice("music_length_fixed"))
                self._because("notices", found.start, found.end)
                return
            self._take(found)
            token = next(token for token in self._sentence.tokens if token.start == found.start)
            minutes = (
                ("min" in token.text or "分" in token.text) and isinstance(found.value, int) and found.value >= _MINUTE
            )
            if minutes and self._params.get("duration") == found.value:
                self._notices.append(Notice("longest_duration", {"parameter": "duration", "value": found.value}))

    def _sounds(self, medium: Medium) -> None:
        if medium is Medium.SPEECH:
            text = (
                self._utterance[self._speech.start : self._speech.end] if self._speech is not None else self._utterance
            )
            for found in sounding.of_speech(self._sentence, text):
                self._take(found)
        if medium is Medium.MUSIC:
            self._music()

    def _music(self) -> None:
        lists: dict[str, list[str]] = {}
        for found in sounding.of_music(self._sentence):
            if found.field in {"tags", "negative_tags"}:
                words = lists.setdefault(found.field, [])
                if found.value not in words:
                    words.append(str(found.value))
                    self._because(f"params.{found.field}", found.start, found.end)
            else:
                self._take(found)
        for field, words in lists.items():
            self._params[field] = ",".join(words)
        if self._params.get("make_instrumental"):
            self._params.pop("vocal_gender", None)
        if self._sung is not None:
            self._params |= {"lyrics": self._utterance[self._sung.start : self._sung.end], "custom_mode": True}
            self._because("params.lyrics", *self._sung.asked)

    def _number(self, asked: list[Head], medium: Medium) -> int | None:
        for found in (*counting.spelled(self._sentence), *counting.numbers(self._sentence, asked, medium)):
            assert isinstance(found.value, int)  # noqa: S101 - a count is one
            self._because("n", found.start, found.end)
            self._cut(*(found.cut or ((found.start, found.end) if found.start in self._changed else (0, 0))))
            return found.value
        return None

    def _cap(self) -> int | None:
        """Return the most that may be paid; of several caps the smallest."""
        for one in self._capped:
            self._take(one, keep=False)
            self._because(one.field, one.start, one.end)
        return min((int(str(one.value)) for one in self._capped), default=None)

    # what was understood, and what stays

    def _take(self, found: Found, *, keep: bool = True) -> None:
        """Keep a value, unless its field has one already: what was said first counts."""
        if keep and found.field not in self._params:
            self._params[found.field] = found.value
            self._because(f"params.{found.field}", found.start, found.end)
        self._cut(*(found.cut or (0, 0)))

    def _because(self, field: str, start: int, end: int) -> None:
        changed = self._changed.get(start) if field != "media" else None
        if changed is not None:
            for cut in changed.cuts:
                self._cut(*cut)
            start, end = changed.said
        self._why.append(Why(field=field, words=self._utterance[start:end], start=start, end=end))

    def _cut(self, start: int, end: int) -> None:
        if end > start:
            self._cuts.append((start, end))

    def _prompt(self, medium: Medium, chosen: Named | None) -> str:
        if self._speech is not None:
            return self._utterance[self._speech.start : self._speech.end]
        cuts = list(self._cuts)
        if self._sung is not None:
            cuts.append((self._sung.asked[0], len(self._utterance)))
        whole, rest = self._free_clauses(medium, chosen)
        left = left_of(self._utterance, [*cuts, *whole, *self._husks(cuts)])
        if medium is Medium.MUSIC and self._sung is not None and _POINTING.issuperset(_sentence(fold(left)).shape):
            return str(self._params["lyrics"])
        shape = self._sentence.shape
        if _NOTHING_TO_MAKE.issuperset(shape) and (self._why or (Kind.NOT in shape and Kind.EVER in shape)):
            return ""
        kept = left if left or not rest else left_of(self._utterance, cuts)
        for seam in _SEAMS:
            if cuts and not self._sentence.text.lstrip().startswith(seam):
                kept = kept.removeprefix(seam)  # 12 seconds of a jellyfish
        return "" if self._is_idle(self._sentence.text) or self._says_nothing(kept, medium) else unlabelled(kept)

    def _husks(self, cuts: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        """Yield the clauses of which the cuts leave small words alone: 要3个方案."""
        for clause in self._sentence.clauses:
            tokens = self._sentence.tokens[clause.start : clause.end]
            left = [token for token in tokens if not _covers(cuts, token.start, token.end)]
            if len(left) < len(tokens) and all(token.kind in _HUSK for token in left):
                yield tokens[0].start, tokens[-1].end

    def _is_idle(self, folded: str) -> bool:
        return self._speech is None and self._sung is None and idle.asks_for_nothing(folded)

    def _says_nothing(self, left: str, medium: Medium) -> bool:
        """Tell whether what is left of the utterance asks for nothing that could be made."""
        if len(left) > _SHORT:
            return False
        folded = fold(left)
        sentence = _sentence(folded)
        judged = (medium is Medium.MUSIC and self._sung is None) or (medium in _SEEN and not self._inputs)
        small = bool(self._cuts) and _SMALL_TALK.issuperset(sentence.shape)
        return (judged and (idle.is_bare(sentence) or small)) or self._is_idle(folded)

    def _is_understood(self, clause: Clause, understood: Sequence[tuple[int, int]]) -> bool:
        """Tell whether every value of a clause was understood, or was said not to be wanted."""
        values_said = [place for place in range(clause.start, clause.end) if self._sentence.shape[place] in _SAID_TO_US]
        if Kind.TIER in self._sentence.shape[clause.start : clause.end]:  # 换个便宜点的: all about the price
            values_said = [place for place in values_said if self._sentence.shape[place] != Kind.CLEAR]
        counted = Kind.NUMERAL in self._sentence.shape[clause.start : clause.end]
        return (bool(values_said) or counted) and all(
            self._sentence.is_negated(place)
            or _covers(understood, self._sentence.tokens[place].start, self._sentence.tokens[place].end)
            for place in values_said
        )

    def _names_a_thing(self, clause: Clause) -> bool:
        """Tell whether a noun of a clause says more than its medium: a wallpaper, a poster."""
        return any(
            self._sentence.shape[place] in "Hh" and self._sentence.word(place) not in PLAIN_NOUNS
            for place in range(clause.start, clause.end)
        )

    def _says_only_medium(self, clause: Clause, medium: Medium) -> bool:
        """Tell whether a clause only says which medium is meant, or which is not: "images please", "不要视频"."""
        letters = self._sentence.shape[clause.start : clause.end]
        nouns = [self._sentence.tokens[clause.start + at] for at, letter in enumerate(letters) if letter == Kind.NOUN]
        if len(nouns) != 1 or nouns[0].text not in PLAIN_NOUNS:
            return False
        if letters == f"{Kind.NOT}{Kind.NOUN}":
            return medium in _SEEN and nouns[0].meaning in _SEEN - {medium}
        asked = len(letters) > 1 and set(letters) <= {Kind.NOUN, Kind.POLITE, Kind.GLUE}
        return asked and clause.start > 0 and nouns[0].meaning is medium

    def _free_clauses(self, medium: Medium, chosen: Named | None) -> tuple[list[tuple[int, int]], bool]:
        """Return the clauses that go out whole, and whether one of them asks for something to be made."""
        sentence, tokens = self._sentence, self._sentence.tokens
        understood = [(one.start, one.end) for one in self._why] + self._cuts
        whole: list[tuple[int, int]] = []
        asks = False
        for clause in sentence.clauses:
            start, end = tokens[clause.start].start, tokens[clause.end - 1].end
            letters = sentence.shape[clause.start : clause.end]
            vocals = medium is Medium.MUSIC and Kind.VOCALS in letters  # the prompts of songs say who sings
            if self._says_only_medium(clause, medium):
                whole.append((start, end))
                continue
            if not clause.free or vocals or not {"r", "E"}.isdisjoint(letters):
                continue
            if not self._is_understood(clause, understood):
                continue
            kept_noun = "V" in letters or self._names_a_thing(clause) or self._several
            lacking = any(notice.code == _LACKS for notice in self._notices)
            lasting = (chosen is not None and chosen.ever) or (lacking and Kind.EVER in letters)
            if medium_words(letters) and not lasting:
                if kept_noun:
                    continue
                asks = True
            whole.append((start, end))
        return whole, asks


def _covers(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    return any(one[0] <= start and end <= one[1] for one in spans)


def medium_words(letters: str) -> bool:
    """Tell whether a clause asks for something to be made: it has a noun of a medium."""
    return not {"H", "h"}.isdisjoint(letters)


def _main(asked: Sequence[Head]) -> Head | None:
    """Return the head of the whole: a video where there is one, else what was said first."""
    return next((head for head in asked if head.medium is Medium.VIDEO), asked[0] if asked else None)


def _asks(folded: str) -> bool:
    """Tell whether a text is a question: "可以用MJ吗" saves nothing."""
    return folded.rstrip().endswith(_QUESTION_ENDS)


def _switches(sentence: Sentence, named: Named) -> bool:
    return (
        sentence.word(named.first) in {"换成", "改用", "换用", "换到", "切换到", "switch to", "change to", "use"}
        and named.used
    )


def _id_for(ids: tuple[str, ...], task: TaskType) -> str:
    """Return the one of a name's ids that makes a task: Wan and Vidu have one for pictures."""
    if _VIDU in ids:
        return _VIDU_PRO if task in _WITH_PRO else _VIDU
    return ids[-1] if task.takes_inputs else ids[0]


def _saved_for(chosen: Named | None, named: Sequence[Named]) -> dict[TaskType, str]:
    """Return the ids that saving would save: of one model for each medium, where a person says so for several."""
    if chosen is None:
        return {}
    others = [one for one in named if one.ever and chosen.ever and one.medium is not chosen.medium]
    return {task: model for one in (*others, chosen) for task, model in _ids_by_task(one.ids).items()}


def _ids_by_task(ids: tuple[str, ...]) -> dict[TaskType, str]:
    return {task: _id_for(ids, task) for task in TaskType if task.medium is medium_of(ids[0])}
