"""What a ledger is asked for and answers with: a row is one generation, folded, and whose it is."""

from collections.abc import Iterable, Sequence
from typing import TypeAlias

import attrs

from imastudio.domain.kernel import squeezed
from imastudio.domain.lifecycle.generation import Generation, Stage

MIN_NAME_CHARS = 6
"""So many characters of an id are enough to find it."""


@attrs.frozen(kw_only=True)
class Owner:
    """Whose generation it is: digests of account and user, the caller's request id, and the digest of what was asked.

    `address` is the digest of the service's address: keys of one address belong to one customer (decision 46). "" is one that
    nobody knows, since an older version kept none: it may be any.
    """

    account: str
    user: str
    request_id: str
    fingerprint: str
    address: str = ""


@attrs.frozen(kw_only=True)
class Row:
    """One generation in the ledger, folded.

    `seq` counts its entries, `at` is the instant of the first. `alive` tells whether it is open and a living process drives
    it. Where `readable` is False, a newer version wrote what this one cannot read: show it and never drive it; of the
    generation then only id, stage, held points and task id mean something.
    """

    generation: Generation
    owner: Owner
    seq: int
    at: float
    alive: bool = False
    readable: bool = True

    @property
    def pruned(self) -> bool:
        """Tell whether its events were let go of (`pruning`): it is never `readable` then."""
        return self.seq == 0

    def __repr__(self) -> str:
        return repr(self.generation).replace("Generation", "Row", 1)


@attrs.frozen
class Begun:
    """The first events are committed, the points reserved."""


@attrs.frozen
class Twin:
    """The same request id is there already: of this account, or of another key of the same address."""

    row: Row


@attrs.frozen(kw_only=True)
class TaskTaken:
    """Another generation, of the same account or address, has this task already: nothing was written (decision 47)."""

    task_id: str
    generation_id: str


@attrs.frozen(kw_only=True)
class OverBudget:
    """A purse would overflow: nothing was written."""

    purse: str
    limit: int
    left: int


BeginAnswer: TypeAlias = Begun | Twin | OverBudget | TaskTaken
AppendAnswer: TypeAlias = bool | TaskTaken


@attrs.frozen(kw_only=True)
class OtherKey:
    """Another key of the same address, by its account: how many generations are open or unknown, the newest's instant."""

    account: str
    unsettled: int
    at: float


@attrs.frozen(kw_only=True)
class Query:
    """Which rows are wanted; None means all. Newest first. `since` and `until` are instants: from the one on, before the other.

    With `unsettled`, only what is open or unknown: orders that still run, or of which nobody knows whether they were charged.
    With `unknown`, only the latter: those for which `twins.is_unknown` holds, also where a process died on the way.
    """

    account: str | None = None
    user: str | None = None
    request_id: str | None = None
    fingerprint: str | None = None
    stage: Stage | None = None
    open: bool | None = None
    unsettled: bool = False
    unknown: bool = False
    since: float | None = None
    until: float | None = None
    limit: int | None = None


@attrs.frozen(kw_only=True)
class ModelTally:
    """One model's share: so many orders, and the points held or spent for them."""

    model_id: str
    model_name: str
    orders: int
    points: int


def is_of_model(row: Row, said: str) -> bool:
    """Tell whether a row is of the model that a person means: by its id, its name, or how that begins."""
    order, wanted = row.generation.order, squeezed(said)
    return bool(wanted) and (squeezed(order.model_id) == wanted or squeezed(order.model_name).startswith(wanted))


def tally(rows: Iterable[Row]) -> Sequence[ModelTally]:
    """Return what was ordered of each model, the dearest first."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.generation.order.model_id, []).append(row)
    tallies = [
        ModelTally(
            model_id=model_id,
            model_name=of_it[0].generation.order.model_name,
            orders=len(of_it),
            points=sum(row.generation.held for row in of_it),
        )
        for model_id, of_it in found.items()
    ]
    return sorted(tallies, key=lambda one: (-one.points, -one.orders, one.model_name))
