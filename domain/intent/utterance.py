"""What was said, and what went before: the words, the inputs, the saved models, the question that waits, the last work."""

from collections.abc import Mapping

import attrs

from imastudio.domain.kernel import FrozenMap, Json, frozen_map, frozen_row
from imastudio.domain.orders import InputKind, Medium, Scope, TaskType, Tier

_MOST_WORKS = 8


@attrs.frozen(kw_only=True)
class Doubt:
    """Something that looks like an instruction and could not be read: what field, which words, and what may be meant.

    `choices` are values that `Proposal.answered` takes for the field, the likeliest first.
    """

    field: str
    words: str = attrs.field(default="", repr=False)
    choices: tuple[str, ...] = attrs.field(default=(), converter=frozen_row)
    facts: Mapping[str, Json] = attrs.field(factory=dict, converter=frozen_map, hash=False)


@attrs.frozen(kw_only=True)
class Last:
    """A work that was ordered: the wish, the name of its order, and what came of it.

    `params` are the values that were said, `made` those that it was made with, and `offered` what its model offers for
    them, in order. `inputs` are the sources that were handed in, `results` where the results are. `points` is the total;
    `once` tells that the model was wanted for that time alone.
    """

    task_type: TaskType = attrs.field(converter=TaskType)
    prompt: str = attrs.field(repr=False)
    model: str | None = None
    version_id: str | None = None
    tier: Tier | None = attrs.field(default=None, converter=attrs.converters.optional(Tier))
    params: Mapping[str, Json] = attrs.field(factory=dict, converter=frozen_map, repr=False, hash=False)
    n: int | None = None
    max_points: int | None = None
    inputs: tuple[str, ...] = attrs.field(default=(), converter=frozen_row, repr=False)
    results: tuple[str, ...] = attrs.field(default=(), converter=frozen_row, repr=False)
    made: Mapping[str, Json] = attrs.field(factory=dict, converter=frozen_map, repr=False, hash=False)
    offered: Mapping[str, tuple[Json, ...]] = attrs.field(factory=dict, converter=frozen_map, repr=False, hash=False)
    order: str = ""
    model_name: str = ""
    points: int | None = None
    once: bool = False
    failed: bool = False


@attrs.frozen(kw_only=True)
class Pending:
    """A question that waits for its answer: the words it is about, the answers so far, and what was asked.

    `asked` is "doubt" (the first of `doubts`), "approve" (the price), "refused" (it can't be made as it is; of the field of
    the doubt the choices can), "retry" (with one of `choices`) or "save". `made` and `offered` are as of a `Last`, of
    what was quoted.
    """

    words: str = attrs.field(repr=False)
    asked: str = "doubt"
    doubts: tuple[Doubt, ...] = attrs.field(default=(), converter=frozen_row)
    answers: Mapping[str, str] = attrs.field(factory=dict, converter=frozen_map, repr=False, hash=False)
    choices: tuple[str, ...] = attrs.field(default=(), converter=frozen_row)
    made: Mapping[str, Json] = attrs.field(factory=dict, converter=frozen_map, repr=False, hash=False)
    offered: Mapping[str, tuple[Json, ...]] = attrs.field(factory=dict, converter=frozen_map, repr=False, hash=False)


@attrs.frozen(kw_only=True)
class Context:
    """What went before: the question that waits, the last work, and those before it, the oldest first.

    `left` is a wish that was told its price and not ordered, `named` the model that an answer of ours named last, `topic`
    what that answer was about.
    """

    pending: Pending | None = None
    last: Last | None = None
    earlier: tuple[Last, ...] = attrs.field(default=(), converter=frozen_row)
    left: Last | None = None
    named: str = ""
    topic: str = ""

    def ordered(self, work: Last) -> "Context":
        """Return the context after a work was ordered; nothing waits any more."""
        return Context(last=work, earlier=self.works[-_MOST_WORKS:])

    @property
    def works(self) -> tuple[Last, ...]:
        """Return the works that were ordered, the oldest first."""
        return self.earlier if self.last is None else (*self.earlier, self.last)

    def with_left(self) -> "Context":
        """Return the context in which the wish that was left is the last work: whatever goes on goes on from it."""
        if self.left is None:
            return self
        return attrs.evolve(self, last=self.left, earlier=self.works[-_MOST_WORKS:], left=None)

    def turned_to(self, at: int) -> "Context":
        """Return the context in which the work at a place is the last one, which "it" means."""
        works = self.works
        if at >= len(works):  # the wish that was left
            return self
        return attrs.evolve(self, last=works[at], earlier=(*works[:at], *works[at + 1 :]), left=None)

    @property
    def pictures(self) -> tuple[str, ...]:
        """Return the pictures that "it" or "the second one" may mean: those made or handed in last; of single ones all."""
        found: tuple[str, ...] = ()
        for work in reversed(self.works):
            its: tuple[str, ...] = work.results if work.task_type.medium is Medium.IMAGE else work.inputs
            if len(its) > 1 and not found:
                return its
            found = (*its, *found) if len(its) == 1 else found
        return found


NO_CONTEXT = Context()


def _frozen_ids(ids: Mapping[TaskType, str]) -> Mapping[TaskType, str]:
    return FrozenMap(ids)


@attrs.frozen(kw_only=True)
class Utterance:
    """Everything that an understanding depends on, so that an answer can ask for it again."""

    words: str = attrs.field(default="", repr=False)
    inputs: tuple[InputKind, ...] = attrs.field(default=(), converter=frozen_row)
    saved: Mapping[TaskType, str] = attrs.field(factory=dict, converter=_frozen_ids, hash=False)
    scope: Scope = Scope.ALL_IN_ONE
    context: Context = NO_CONTEXT
