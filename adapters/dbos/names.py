"""What the orderers and the workers of one database call things, whichever version they are of.

`APP_VERSION` changes with the tables alone: DBOS hands a workflow to workers of its own version, and two releases that
read the same ledger must adopt each other's.
"""

from re import fullmatch

from imastudio.adapters.postgres.schema import migrations
from imastudio.domain.kernel import Kind, refuse, shown

APP_NAME = "imastudio"
APP_VERSION = f"ima-{len(migrations())}"
WORKFLOW = "generation"
DEFAULT_LANE = "default"
_RESCUE = "rescue"


def queue_name(account: str, lane: str = DEFAULT_LANE) -> str:
    """Return the queue of an account: whoever serves it needs its key. A lane is a queue of its own, for its own workers.

    Raises WishRefused for a name that none can have.
    """
    if not fullmatch("[a-z0-9_]{1,32}", lane) or lane == _RESCUE:
        raise refuse(Kind.VALUE_NOT_OFFERED, "queue", shown(lane), (DEFAULT_LANE, "videos"))
    return f"ima-{account}-{lane}"


def rescue_queue(queue: str | None) -> str | None:
    """Return the queue without limits that takes what a dead worker had of `queue`; None for one that isn't ours."""
    return f"{queue.rpartition('-')[0]}-{_RESCUE}" if queue is not None and queue.startswith("ima-") else None


def attempt(generation_id: str, seq: int) -> str:
    """Return the id of another workflow of a generation: an id that was used is attached to, not begun again."""
    return f"{generation_id}/{seq}"
