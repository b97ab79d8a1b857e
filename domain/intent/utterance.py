"""What was said, and what went before: the words, the inputs, the saved models, the question that waits, the last work."""

from collections.abc import Mapping

import attrs

from imastudio.domain.kernel import FrozenMap, Json, frozen_map, frozen_row
from imastudio.domain.orders import InputKind, Scope, TaskType, Tier


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
    """The last work: what was ordered, and whether it came to be."""

    task_type: TaskType = attrs.field(converter=TaskType)
    prompt: str = attrs.field(repr=False)
    model: str | None = None
    version_id: str | None = None
    tier: Tier | None = attrs.field(default=None, converter=attrs.converters.optional(Tier))
    params: Mapping[str, Json] = attrs.field(factory=dict, converter=frozen_map, repr=False, hash=False)
    failed: bool = False


@attrs.frozen(kw_only=True)
class Pending:
    """A question that waits for its answer: the words it is about, the answers so far, and what was asked.

    `asked` is "doubt" (the first of `doubts`), "approve" (the price), "retry" (with one of `choices`) or "save".
    """

    words: str = attrs.field(repr=False)
    asked: str = "doubt"
    doubts: tuple[Doubt, ...] = attrs.field(default=(), converter=frozen_row)
    answers: Mapping[str, str] = attrs.field(factory=dict, converter=frozen_map, repr=False, hash=False)
    choices: tuple[str, ...] = attrs.field(default=(), converter=frozen_row)


@attrs.frozen(kw_only=True)
class Context:
    """What went before: the question that waits, and the last work."""

    pending: Pending | None = None
    last: Last | None = None


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
