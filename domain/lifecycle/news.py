"""What is told to the person who waits, as values; `phrasebook` makes the words. Not what is kept: that are `events`."""

from collections.abc import Mapping
from typing import TypeAlias

import attrs

from imastudio.domain.kernel import Json, frozen_map
from imastudio.domain.lifecycle.events import Why
from imastudio.domain.lifecycle.generation import Generation
from imastudio.domain.orders import Medium, Notice, Order
from imastudio.domain.quoting import NO_ADVICE, Advice, Quote


@attrs.frozen(kw_only=True)
class Acknowledged:
    """The wish was heard; what is known of it so far. Nothing of its words is in it but what an emoji tells."""

    medium: Medium
    emoji: str
    model_name: str | None = None
    ratio: str | None = None
    n: int = 1


@attrs.frozen
class Quoted:
    """The order is about to be made, at this price."""

    quote: Quote


@attrs.frozen(kw_only=True)
class UploadStarted:
    """A file is being uploaded: the `index`th of `count`, `size` bytes."""

    index: int
    count: int
    size: int | None


@attrs.frozen(kw_only=True)
class TaskCreated:
    """The vendor took the order; `offline` as in `Result`."""

    generation_id: str
    task_id: str
    order: Order
    offline: bool = False


@attrs.frozen(kw_only=True)
class Progressed:
    """It goes on. `frozen` tells that it takes longer than estimated."""

    percent: int
    elapsed: float
    longest: int
    frozen: bool
    order: Order


@attrs.frozen(kw_only=True)
class Slowed:
    """The vendor can't be reached or answers badly; the paid task goes on and is asked for again. `way` as in `NotYet`."""

    why: Why
    pause: float
    way: Mapping[str, Json] = attrs.field(factory=dict, converter=frozen_map, eq=False, hash=False)


@attrs.frozen
class Noticed:
    """Something about the order changed or should be known."""

    notice: Notice


@attrs.frozen(kw_only=True)
class DeliveryStarted:
    """Results are being fetched to disk."""

    count: int


@attrs.frozen
class Ended:
    """Nothing more will be said: the generation has reached its end. `advice` is what could be taken instead."""

    generation: Generation
    advice: Advice = attrs.field(default=NO_ADVICE, repr=False)
    offline: bool = False


@attrs.frozen(kw_only=True)
class WaitEnded:
    """The wait is over, the task goes on and is paid for; where it is `offline`, only until its program ends."""

    generation: Generation
    elapsed: float
    offline: bool = False


News: TypeAlias = (
    Acknowledged
    | Quoted
    | UploadStarted
    | TaskCreated
    | Progressed
    | Slowed
    | Noticed
    | DeliveryStarted
    | Ended
    | WaitEnded
)
