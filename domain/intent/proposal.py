"""What was understood of an utterance: a proposal, with its doubts.

Rules: with an open doubt nothing is ordered, saved or cleared; every field has the words that led to it; the prompt and
what was cut out of the utterance make up the utterance.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from importlib import import_module

import attrs

from imastudio.domain.intent.utterance import Doubt, Pending, Utterance
from imastudio.domain.kernel import FrozenMap, Json, frozen_map, frozen_row
from imastudio.domain.orders import Input, Medium, Notice, TaskType, Tier, Wish
from imastudio.domain.quoting import DURATION, LONGEST


class AnswerRefused(ValueError):
    """An answer that can't be read as a value of its field."""

    def __init__(self, field: str, value: str) -> None:
        super().__init__(f"{value!r} is no answer for {field}")
        self.field = field
        self.value = value


class PreferenceAction(StrEnum):
    """What becomes of the saved model (decisions 13 and 14)."""

    SAVE = "save"
    CLEAR = "clear"
    ASK = "ask"
    NONE = "none"


class Topic(StrEnum):
    """What a person said that is no request: it orders nothing, and something answers it."""

    TALK = "talk"
    HELP = "help"
    MODELS = "models"
    PRICES = "prices"
    FREE = "free"
    TIME = "time"
    ORDERS = "orders"
    ACCOUNT = "account"
    FEEDBACK = "feedback"
    OTHER_WORK = "other_work"
    CANCEL = "cancel"


@attrs.frozen(kw_only=True)
class Evidence:
    """The words of the utterance, from `start` up to `end`, that led to a field."""

    field: str
    words: str = attrs.field(repr=False)
    start: int
    end: int


def _frozen_ids(ids: Mapping[TaskType, str]) -> Mapping[TaskType, str]:
    return FrozenMap(ids)


@attrs.frozen(kw_only=True)
class Proposal:
    """What was understood.

    `params` are the values as they were said, before they are fitted to a model. `model` is the model id that was named,
    `models` all task types it stands for with the right id for each. `max_points` is the most that the order may cost,
    `cap_said` tells that it was said in these very words. `once` tells that the model is wanted for this time alone,
    `lasting` that it is from now on, `forgets_all` that whatever is saved is given up. `inputs` are pictures that are there
    already. `steps` are the media of a workflow. `presumed` names the fields that nobody said. `topic` is what the words are
    about where they ask for nothing to be made. `cuts` are the places of the utterance that are not in the prompt;
    `continues` tells that the prompt comes from an earlier order, `wondered` that a question holds the wish, so that nothing
    but a yes to its price orders it; `spoken_of` is the place of the earlier work that is only judged, which "it" means from
    now on. `agrees` is what a yes or a no says to the question that
    was put, None where the words are neither. `answers` are those given so far, `said` what this is the understanding of.
    """

    words: str = attrs.field(default="", repr=False)
    media: Medium | None = None
    task_type: TaskType | None = None
    model: str | None = None
    models: Mapping[TaskType, str] = attrs.field(factory=dict, converter=_frozen_ids, hash=False)
    version_id: str | None = None
    tier: Tier | None = None
    params: Mapping[str, Json] = attrs.field(factory=dict, converter=frozen_map, repr=False, hash=False)
    n: int | None = None
    max_points: int | None = None
    cap_said: bool = False
    once: bool = False
    inputs: tuple[Input, ...] = attrs.field(default=(), converter=frozen_row, repr=False)
    preference: PreferenceAction = PreferenceAction.NONE
    lasting: bool = False
    forgets_all: bool = False
    notices: tuple[Notice, ...] = attrs.field(default=(), converter=frozen_row)
    steps: tuple[Medium, ...] = attrs.field(default=(), converter=frozen_row)
    consistency: bool = False
    prompt: str = attrs.field(default="", repr=False)
    cuts: tuple[tuple[int, int], ...] = attrs.field(default=(), converter=frozen_row, repr=False)
    doubts: tuple[Doubt, ...] = attrs.field(default=(), converter=frozen_row)
    presumed: tuple[str, ...] = attrs.field(default=(), converter=frozen_row)
    evidence: tuple[Evidence, ...] = attrs.field(default=(), converter=frozen_row, repr=False)
    topic: Topic | None = None
    continues: bool = False
    wondered: bool = False
    spoken_of: int | None = None
    agrees: bool | None = None
    answers: Mapping[str, str] = attrs.field(factory=dict, converter=frozen_map, repr=False, hash=False)
    said: Utterance | None = attrs.field(default=None, repr=False, eq=False)

    @property
    def workflow(self) -> bool:
        """Tell whether several media are asked for in one work."""
        return len(self.steps) > 1

    @property
    def orders(self) -> bool:
        """Tell whether there is something to make."""
        return bool(self.prompt) and self.topic is None

    @property
    def open(self) -> bool:
        """Tell whether something must be asked before anything is ordered, saved or cleared."""
        return bool(self.doubts)

    def answered(self, field: str, value: str) -> "Proposal":
        """Return the proposal with a doubt answered, or a field set. Raises AnswerRefused for what can't be read."""
        if self.said is None:
            raise AnswerRefused(field, value)
        # Loaded when somebody answers: what makes proposals knows them already.
        again: Proposal = import_module("imastudio.domain.intent.interpreter").interpret_again(
            self.said, {**self.answers, field: value}
        )
        return again

    def heard(self, words: str) -> "Proposal":
        """Return what words mean beside the first doubt: an answer to it, its end, or words of their own.

        An answer leaves `said.words` as they are. Raises AnswerRefused.
        """
        if self.said is None:
            raise AnswerRefused("", words)
        pending = Pending(words=self.said.words, doubts=self.doubts, answers=self.answers)
        context = attrs.evolve(self.said.context, pending=pending)
        again: Proposal = import_module("imastudio.domain.intent.interpreter").interpret_again(
            attrs.evolve(self.said, words=words, context=context), {}
        )
        return again

    def doubt(self, field: str) -> Doubt | None:
        """Return the doubt about a field, or None."""
        return next((doubt for doubt in self.doubts if doubt.field == field), None)


def to_wish(proposal: Proposal, inputs: Sequence[Input] = ()) -> Wish:
    """Return the wish that was understood, for the studio. A length that no model makes asks for the longest one instead."""
    params = dict(proposal.params)
    if any(notice.code == "longest_duration" for notice in proposal.notices):
        params[DURATION] = LONGEST
    return Wish(
        prompt=proposal.prompt,
        task_type=proposal.task_type,
        model=proposal.model,
        version_id=proposal.version_id,
        tier=proposal.tier,
        params=params,
        n=proposal.n,
        max_points=proposal.max_points,
        inputs=[*inputs, *proposal.inputs],
    )
