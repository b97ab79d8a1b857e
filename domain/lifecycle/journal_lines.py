"""What the log says of a generation: one line for each step that matters, and nothing that names a person (decision 43)."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeAlias

from imastudio.domain.lifecycle.events import (
    Created,
    Delivered,
    Failed,
    Lost,
    Recorded,
    Refused,
    Rejected,
    Sending,
    Succeeded,
)
from imastudio.domain.lifecycle.generation import Generation

Facts: TypeAlias = Mapping[str, object]
NAMES: Mapping[type[Recorded], str] = MappingProxyType(
    {
        Sending: "ordered",
        Created: "created",
        Refused: "refused",
        Rejected: "rejected",
        Lost: "outcome_unknown",
        Succeeded: "succeeded",
        Failed: "failed",
        Delivered: "delivered",
    }
)
"""The steps that have a line; what is not here (uploads, a repeated order on its way) shows in the next that has."""
SURPRISES = frozenset({"refused", "rejected", "outcome_unknown", "failed"})


def journal_line(generation: Generation, event: Recorded, milliseconds: int) -> tuple[str, Facts] | None:
    """Return the name and the facts of the line about `event`, which `generation` has heard; None where it has none.

    `milliseconds` is the time since the step before.
    """
    name = NAMES.get(type(event))
    if name is None:
        return None
    order = generation.order
    facts: dict[str, object] = {
        "generation": generation.id,
        "task_id": generation.task_id,
        "model": order.model_id,
        "task_type": order.task_type.value,
        "points": order.total,
        "milliseconds": milliseconds,
    }
    if isinstance(event, Refused | Rejected | Lost | Failed):
        facts |= {"kind": event.failure.kind.value, "code": event.failure.code}
    if isinstance(event, Succeeded | Failed):
        facts["results"] = len(event.medias)
    if isinstance(event, Delivered):
        facts["files"] = len(event.files)
    return name, facts
