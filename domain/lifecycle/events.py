"""What happens to a generation. Recorded events are facts and verdicts and make up the ledger; `NotYet` is heard, never recorded.

No event holds free text of the vendor or the address of an input; the prompt is in one only where the person said so
(decision 23).
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeAlias

import attrs

from imastudio.domain.kernel import Failure, Json, frozen_map
from imastudio.domain.orders import Media, Order


class Why(StrEnum):
    """Reasons why an answer did not end the wait."""

    PENDING = "pending"
    NO_ADDRESS = "no_address"
    UNANSWERED = "unanswered"
    MALFORMED = "malformed"
    OTHER_TASK = "other_task"
    DENIED = "denied"
    UNAUTHORIZED = "unauthorized"
    RATE_LIMITED = "rate_limited"
    NOT_FOUND = "not_found"
    UNDELIVERED = "undelivered"


@attrs.frozen
class Intended:
    """A person ordered this. `prompt` is None unless they said that it is to be kept."""

    order: Order
    prompt: str | None = attrs.field(default=None, repr=False)


@attrs.frozen
class Uploaded:
    """All inputs have an address that the vendor can read."""


@attrs.frozen
class Sending:
    """The POST that spends points is about to leave: from here on the points may be gone."""


@attrs.frozen(kw_only=True)
class Created:
    """The vendor took the order. `timeout_at` is its own deadline, in seconds since the epoch.

    `settled` tells that a person said so, who may take it back.
    """

    task_id: str
    timeout_at: float | None = None
    settled: bool = False


@attrs.frozen
class Refused:
    """The vendor surely charged nothing, and recovery may go on."""

    failure: Failure


@attrs.frozen(kw_only=True)
class Reordered:
    """Another order takes the place of the refused one; it may be sent after `pause` seconds.

    `prompt` is that of a repeated order, where it is to be kept from now on. With `anew`, what was uploaded for the first one is
    known to nobody any more, and its inputs are uploaded again: an order never leaves without them.
    """

    order: Order
    pause: float = 0.0
    prompt: str | None = attrs.field(default=None, repr=False)
    anew: bool = False


@attrs.frozen
class Rejected:
    """Nothing was charged, and that is final."""

    failure: Failure


@attrs.frozen
class Lost:
    """Nobody knows whether the vendor took the order."""

    failure: Failure


@attrs.frozen
class Unsettled:
    """A person takes back what they had said of an unknown outcome: nobody knows again."""

    failure: Failure


@attrs.frozen
class Yielded:
    """A task that was taken in from elsewhere turned out to be another order's: that one has it from now on, and its points."""

    failure: Failure


@attrs.frozen
class Succeeded:
    """Every result is there."""

    medias: tuple[Media, ...]


@attrs.frozen
class Failed:
    """A result failed or was deleted; `medias` are those that are ready."""

    failure: Failure
    medias: tuple[Media, ...] = ()


@attrs.frozen
class Delivered:
    """The results lie on disk, one path a media.

    `medias` are the results as they are known since, where their old addresses were refused; else empty.
    """

    files: tuple[str, ...]
    medias: tuple[Media, ...] = ()


@attrs.frozen(kw_only=True)
class NotYet:
    """Nothing to record: ask again after `pause` seconds.

    `missed` tells that the question found no proper answer, `way` what failed on the way to whom: `reason`, `host`, `address`.
    `failure` is why results could not be brought to disk.
    """

    why: Why
    pause: float
    missed: bool = False
    way: Mapping[str, Json] = attrs.field(factory=dict, converter=frozen_map, eq=False, hash=False)
    failure: Failure | None = attrs.field(default=None, eq=False)


Verdict: TypeAlias = (
    Uploaded
    | Sending
    | Created
    | Refused
    | Reordered
    | Rejected
    | Lost
    | Unsettled
    | Yielded
    | Succeeded
    | Failed
    | Delivered
)
Recorded: TypeAlias = Intended | Verdict
Event: TypeAlias = Verdict | NotYet


@attrs.frozen
class Entry:
    """A recorded event and its instant, in seconds since the epoch."""

    at: float
    event: Recorded
