"""What every ledger promises that lets go of what is old. Subclass `RetentionContract` and say how both are opened."""

from datetime import UTC, datetime

import attrs
import pytest

from imastudio.domain.kernel import Failure, Kind
from imastudio.domain.lifecycle import (
    Begun,
    Created,
    Failed,
    Lost,
    MonthTally,
    Pruned,
    Query,
    Recorded,
    Rejected,
    Stage,
    Succeeded,
    Twin,
    fold,
)
from imastudio.domain.orders import Media
from imastudio.ports.ledger import Ledger
from imastudio.ports.retention import Retention
from imastudio.testing.contracts.ledger import OWNER, begin, told

DAY_S = 86_400.0
MEDIA = Media(url="https://cdn.example/a.png")
REFUSAL = Failure(kind=Kind.SERVER_ERROR, code=500)
ENDS: dict[str, tuple[Recorded, ...]] = {
    "succeeded": (Created(task_id="t-succeeded"), Succeeded((MEDIA,))),
    "failed": (Created(task_id="t-failed"), Failed(REFUSAL)),
    "rejected": (Rejected(REFUSAL),),
    "unknown": (Lost(REFUSAL),),
    "created": (Created(task_id="t-created"),),
    "sending": (),
}
ENDED = ("succeeded", "failed", "rejected")


def day_of(at: float) -> str:
    """Return the day of an instant, in UTC."""
    return datetime.fromtimestamp(at, UTC).date().isoformat()


async def order_all(ledger: Ledger, *, named: bool, at: float = DAY_S) -> None:
    """Begin one order of each end; where it is `named`, under a request id that somebody chose."""
    for name, events in ENDS.items():
        request_id = f"chosen {name}" if named else f"gen {name}"
        owner = attrs.evolve(OWNER, request_id=request_id, fingerprint=f"f {name}")
        await begin(ledger, *events, id=f"gen {name}", owner=owner, at=at, purses={"user:al/1970-01": None, "all": 900})


class RetentionContract:
    """Promises of the ports `Ledger` and `Retention` over one store."""

    @pytest.fixture
    async def ledger(self) -> Ledger:
        """Return a ledger. Override it."""
        raise NotImplementedError

    @pytest.fixture
    async def retention(self, ledger: Ledger) -> Retention:
        """Return what looks after the same store. Override it."""
        raise NotImplementedError

    @pytest.mark.parametrize("named", [True, False])
    async def test_what_has_ended_and_is_known_goes(self, ledger: Ledger, retention: Retention, named: bool) -> None:  # noqa: FBT001
        """Nothing that is open or unknown is let go of, nothing newer either, and no purse changes."""
        await order_all(ledger, named=named)
        await begin(ledger, Rejected(REFUSAL), id="newer", at=3 * DAY_S)
        before, spent = await ledger.rows(Query()), [await ledger.spent(name) for name in ("user:al/1970-01", "all")]
        pruned = await retention.prune(2 * DAY_S, day_of)
        held = {row.generation.id: row.generation.held for row in before}
        assert (pruned.generations, pruned.points) == (3, sum(held[f"gen {name}"] for name in ENDED))
        assert pruned.named == (2 if named else 0)
        left = [row for row in before if row.generation.id not in {f"gen {name}" for name in ENDED}]
        assert list(await ledger.rows(Query())) == left
        assert [await ledger.spent(name) for name in ("user:al/1970-01", "all")] == spent
        assert await retention.prune(2 * DAY_S, day_of) == Pruned()

    async def test_a_rehearsal_changes_nothing(self, ledger: Ledger, retention: Retention) -> None:
        """With `dry_run` the same is told, and everything stays."""
        await order_all(ledger, named=True)
        await begin(ledger, Rejected(REFUSAL), id="newer", at=3 * DAY_S)
        before = await ledger.rows(Query())
        told_before = await retention.prune(2 * DAY_S, day_of, dry_run=True)
        assert list(await ledger.rows(Query())) == list(before)
        assert attrs.evolve(await retention.prune(2 * DAY_S, day_of), bytes=0) == told_before

    @pytest.mark.parametrize("name", ["succeeded", "failed"])
    async def test_a_chosen_request_id_is_not_paid_twice(self, ledger: Ledger, retention: Retention, name: str) -> None:
        """Who says the request id of what was let go of gets that one back: how it ended, its points and task, nothing else."""
        await order_all(ledger, named=True)
        await begin(ledger, Rejected(REFUSAL), id="newer", at=3 * DAY_S)
        await retention.prune(2 * DAY_S, day_of)
        owner = attrs.evolve(OWNER, request_id=f"chosen {name}")
        answer = await ledger.begin(fold("again", told()), owner, told(), {})
        assert isinstance(answer, Twin)
        row, generation = answer.row, answer.row.generation
        assert (row.pruned, row.readable, row.alive, row.owner.fingerprint) == (True, False, False, f"f {name}")
        assert (generation.id, generation.stage, generation.task_id) == (f"gen {name}", Stage(name), f"t-{name}")
        assert (generation.held, row.at) == (fold("x", told(*ENDS[name])).held, DAY_S)
        asked = Query(account="acme", user="al", request_id=f"chosen {name}", limit=1)
        assert [found.generation.id for found in await ledger.rows(asked)] == [f"gen {name}"]
        assert not await ledger.forget(f"gen {name}")
        assert await ledger.claim(f"gen {name}") is None

    async def test_what_was_not_charged_may_be_ordered_again(self, ledger: Ledger, retention: Retention) -> None:
        """Of what was rejected nothing stays, nor of what nobody named."""
        await order_all(ledger, named=True)
        await begin(ledger, Rejected(REFUSAL), id="newer", at=3 * DAY_S)
        await retention.prune(2 * DAY_S, day_of)
        owner = attrs.evolve(OWNER, request_id="chosen rejected")
        assert await ledger.begin(fold("again", told()), owner, told(), {}) == Begun()

    async def test_sums_stay(self, ledger: Ledger, retention: Retention) -> None:
        """A month counts the same orders and points after it was let go of; what is left is measured."""
        await order_all(ledger, named=False, at=DAY_S)
        await begin(ledger, Rejected(REFUSAL), id="newer", at=40 * DAY_S)
        before = await retention.size(day_of)
        await retention.prune(2 * DAY_S, day_of)
        after = await retention.size(day_of)
        assert (before.generations, after.generations, after.pruned) == (7, 4, 3)
        assert after.months == before.months
        assert [month.month for month in after.months] == ["1970-01", "1970-02"]
        assert after.months[1] == MonthTally(month="1970-02", generations=1, points=0)
        assert (after.oldest, after.newest, before.pruned) == (DAY_S, 40 * DAY_S, 0)
        assert after.events < before.events
        assert {name for name, _ in after.largest} <= {"gen unknown", "gen created", "gen sending", "newer"}
        assert all(size > 0 for _, size in before.largest)
        assert len(before.largest) == 5

    async def test_an_empty_ledger_is_measured_too(self, ledger: Ledger, retention: Retention) -> None:
        """Nothing is in it, and nothing is let go of."""
        assert await ledger.rows(Query()) == []
        size = await retention.size(day_of)
        assert (size.generations, size.events, size.oldest, size.months, size.largest) == (0, 0, None, (), ())
        assert await retention.prune(DAY_S, day_of) == Pruned()
        assert await retention.timezone("Europe/Berlin") == "Europe/Berlin"
        await ledger.set_timezone("Asia/Shanghai")
        assert await retention.timezone("Europe/Berlin") == "Asia/Shanghai"
