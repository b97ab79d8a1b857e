"""What the vendor can answer, as values. Expected outcomes are values; nothing here raises.

`message` is the vendor's free text: used to recognise whole known phrases, never shown, kept or logged.
"""

from collections.abc import Mapping
from typing import TypeAlias

import attrs

from imastudio.domain.kernel import Json, frozen_map
from imastudio.domain.lifecycle.events import Why
from imastudio.domain.orders import Media


@attrs.frozen(kw_only=True)
class Accepted:
    """The order was taken: from here on it is paid for."""

    task_id: str
    timeout_at: float | None = None


@attrs.frozen(kw_only=True)
class Denied:
    """The vendor said no: an envelope with a code, or a bare HTTP status. `retry_after` is in seconds.

    `task_id` is the task that a refused create names all the same: then it may have been charged (decision 48).
    """

    code: int | None = None
    status: int | None = None
    message: str = attrs.field(default="", repr=False)
    retry_after: float | None = None
    task_id: str | None = None


@attrs.frozen
class Unsent:
    """No byte of the request left: surely not charged. `way` is what failed on the way to whom: `reason`, `host`, `address`."""

    way: Mapping[str, Json] = attrs.field(factory=dict, converter=frozen_map, eq=False, hash=False)


@attrs.frozen
class Unclear:
    """The request left and no proper answer came: it may have been charged."""


@attrs.frozen(kw_only=True)
class Unanswered:
    """A question found no proper answer; it costs nothing to ask again. `way` as in `Unsent`."""

    why: Why
    retry_after: float | None = None
    way: Mapping[str, Json] = attrs.field(factory=dict, converter=frozen_map, eq=False, hash=False)


@attrs.frozen(kw_only=True)
class MediaState:
    """One result of a task, as it stands. `resource_status` None is 0: the vendor leaves it out or sends null."""

    resource_status: int | None = None
    status: str | None = None
    media: Media = attrs.field(factory=Media)
    error: str = attrs.field(default="", repr=False)


@attrs.frozen
class Detail:
    """A task as it stands. `about` is the id of the task that the answer names, None where it names none."""

    medias: tuple[MediaState, ...]
    about: str | None = None


@attrs.frozen
class Gone:
    """The task was made offline and ended with its program."""


CreateAnswer: TypeAlias = Accepted | Denied | Unsent | Unclear
DetailAnswer: TypeAlias = Detail | Denied | Unanswered | Gone
