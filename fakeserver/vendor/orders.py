"""What was ordered, and the results to come of it: values that the world keeps and a story may change.

Rules this file obeys:
* A result's state follows from the clock alone: nothing here runs, and nothing here knows the world.
"""

from collections.abc import Mapping
from typing import Any

import attrs

from imastudio.fakeserver.catalogues.catalogue import Leaf


@attrs.frozen(kw_only=True)
class AcceptedOrder:
    """An accepted create, after all checks."""

    task_type: str
    leaf: Leaf = attrs.field(repr=False)
    rule: Mapping[str, Any]
    n: int
    prompt: str = attrs.field(repr=False)
    parameters: Mapping[str, Any] = attrs.field(repr=False)
    inputs: tuple[str, ...]
    unknown: tuple[str, ...] = ()


@attrs.define(kw_only=True)
class PendingMedia:
    """One result to come: when it leaves the queue, when it is there, and what goes wrong with it, if anything."""

    starts_at: float
    ready_at: float
    error: str | None = None
    resource_status: int = 2  # what an error ends in: 2 failed, 3 deleted, 1 "there", yet failed
    failed_as: str = "failed"  # the `status` that goes with it

    def phase(self, now: float) -> str:
        """Tell where it stands: pending, processing, success or failed."""
        if now < self.starts_at:
            return "pending"
        if now < self.ready_at:
            return "processing"
        return "success" if self.error is None else "failed"
