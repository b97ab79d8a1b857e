"""What every ledger promises. Subclass `LedgerContract` and say how a ledger of yours is opened."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeAlias

import attrs
import pytest

from imastudio.domain.kernel import Failure, Kind, LedgerUnavailable
from imastudio.domain.lifecycle import (
    Begun,
    Created,
    Delivered,
    Entry,
    Failed,
    Generation,
    Intended,
    Lost,
    OtherKey,
    OverBudget,
    Owner,
    Query,
    Recorded,
    Refused,
    Rejected,
    Reordered,
    Row,
    Sending,
    Stage,
    Succeeded,
    TaskTaken,
    Twin,
    fold,
)
from imastudio.domain.orders import Estimate, Media, Notice, Order, TaskType
from imastudio.ports.ledger import Ledger

OPEN: TypeAlias = Callable[[], Ledger]


ORDER = Order(
    task_type=TaskType.TEXT_TO_IMAGE,
    model_id="a-model",
    model_name="A Model",
    version_id="1",
    attribute_id=7,
    points=5,
    n=2,
    params={"size": "2k"},
    estimate=Estimate(lowest=1, highest=2, poll_every=5.0, tell_every=20.0),
    agreed_points=10,
    notices=(Notice("said", {"word": "size"}),),
)


OWNER = Owner(account="acme", user="al", request_id="one", fingerprint="f1")
RENEWED = attrs.evolve(OWNER, account="renewed", address="vendor")
OLD = attrs.evolve(OWNER, address="vendor")
MEDIA = Media(url="https://cdn.example/a.png", width=10)


REFUSAL = Failure(kind=Kind.SERVER_ERROR, code=500, parameter="size", value="8k", choices=("4k",), facts={"n": 1})


HOSTILE = [
    "\ud800",
    "a\x00b",
    "'; DROP TABLE event; --",
    "\N{PILE OF POO}" * 50,
    "\u202e\x1b[31m",
    "9" * 400,
    "NaN",
    "",
]


def told(*events: Recorded, order: Order = ORDER, at: float = 100.0) -> list[Entry]:
    """Return the entries of a generation that was sent, and then of `events`, a second apart."""
    return [Entry(at + second, event) for second, event in enumerate([Intended(order), Sending(), *events])]


def after(generation: Generation, *entries: Entry) -> Generation:
    """Return the generation after `entries`."""
    for entry in entries:
        assert not isinstance(entry.event, Intended)
        generation = generation.heard(entry.event, entry.at)
    return generation


async def begin(
    ledger: Ledger,
    *events: Recorded,
    id: str = "gen-0001",  # noqa: A002 - the field's name
    order: Order = ORDER,
    owner: Owner = OWNER,
    purses: dict[str, int | None] | None = None,
    at: float = 100.0,
) -> Generation:
    """Begin a generation and let it hear `events`; return it."""
    return await begin_all(ledger, id, told(*events, order=order, at=at), owner=owner, purses=purses)


async def begin_all(
    ledger: Ledger,
    generation_id: str,
    entries: list[Entry],
    *,
    owner: Owner,
    purses: dict[str, int | None] | None = None,
) -> Generation:
    """Begin with the first two of `entries` and append the others one by one."""
    generation = fold(generation_id, entries[:2])
    answer = await ledger.begin(generation, owner, entries[:2], purses or {})
    assert answer == Begun()
    for seq, entry in enumerate(entries[2:], start=2):
        generation = after(generation, entry)
        assert await ledger.append(generation, [entry], seq)
    return generation


async def row(ledger: Ledger, id: str = "gen-0001") -> Row:  # noqa: A002 - the field's name
    """Return the row that must be there."""
    found = await ledger.load(id)
    assert found is not None
    return found


class LedgerContract:
    """The suite. Override the fixture `open_ledger`."""

    pytestmark = pytest.mark.asyncio

    @pytest.fixture
    def open_ledger(self) -> OPEN:
        """Return what opens another ledger over the same store, as another process of this machine would; close them."""
        raise NotImplementedError

    @pytest.fixture
    def ledger(self, open_ledger: OPEN) -> Ledger:
        """Return one ledger."""
        return open_ledger()

    async def test_what_was_begun_can_be_loaded(self, ledger: Ledger) -> None:
        """A begun generation is there, folded, with its owner, its count of entries and the instant of the first."""
        generation = await begin(ledger)
        assert await row(ledger) == Row(generation=generation, owner=OWNER, seq=2, at=100.0, alive=True)

    async def test_what_is_not_there_is_none(self, ledger: Ledger) -> None:
        """An unknown id is no error."""
        assert await ledger.load("gen-0001") is None
        assert await ledger.claim("gen-0001") is None
        assert await ledger.find("acme", "gen-0001") == []
        assert await ledger.rows(Query()) == []
        assert await ledger.spent("user:al") == 0
        assert not await ledger.forget("gen-0001")
        assert not await ledger.append(fold("gen-0001", told()), told()[1:], 1)

    @pytest.mark.parametrize(
        "events",
        [
            (Created(task_id="t1", timeout_at=9.5), Succeeded((MEDIA, MEDIA))),
            (Created(task_id="t1"), Failed(REFUSAL, (MEDIA,))),
            (Refused(REFUSAL), Reordered(order=ORDER, pause=2.5), Sending(), Lost(REFUSAL)),
            (Rejected(REFUSAL),),
        ],
    )
    async def test_every_event_comes_back(self, ledger: Ledger, events: tuple[Recorded, ...]) -> None:
        """What is loaded is the fold of what was written, field by field."""
        await begin(ledger, *events)
        found = await row(ledger)
        expected = fold("gen-0001", told(*events))
        assert (found.generation, found.seq) == (expected, len(events) + 2)

    async def test_the_same_request_id_begins_once(self, ledger: Ledger) -> None:
        """A second beginning with the request id of the first is answered with the first, and holds no points."""
        await begin(ledger, purses={"batch": None})
        entries = told(at=200.0)
        answer = await ledger.begin(fold("gen-0002", entries), OWNER, entries, {"batch": None})
        assert isinstance(answer, Twin)
        assert answer.row.generation.id == "gen-0001"
        assert await ledger.load("gen-0002") is None
        assert await ledger.spent("batch") == 10

    async def test_the_same_request_id_begins_once_however_many_try_at_a_time(self, ledger: Ledger) -> None:
        """Of those that begin at the same moment, one does; the others are answered with it, and other requests begin too."""
        names = [f"gen-{number:04}" for number in range(1, 9)]
        owners = [attrs.evolve(OWNER, request_id=f"request {number % 4}") for number in range(8)]
        answers = await asyncio.gather(
            *(
                ledger.begin(fold(name, told()), whose, told(), {"batch": None})
                for name, whose in zip(names, owners, strict=True)
            )
        )
        assert [Begun()] * 4 == [answer for answer in answers if isinstance(answer, Begun)]
        begun = {
            whose.request_id: name
            for answer, name, whose in zip(answers, names, owners, strict=True)
            if answer == Begun()
        }
        twins = [(answer, whose) for answer, whose in zip(answers, owners, strict=True) if isinstance(answer, Twin)]
        assert [begun[whose.request_id] for _, whose in twins] == [answer.row.generation.id for answer, _ in twins]
        assert await ledger.spent("batch") == 40

    async def test_of_those_who_append_at_a_time_one_is_first(self, ledger: Ledger) -> None:
        """Only one of several next events is recorded, beside those of other generations."""
        before = [await begin(ledger), await begin(ledger, id="gen-0002", owner=attrs.evolve(OWNER, request_id="two"))]
        news = [[Entry(102.0, Created(task_id=f"{one.id} {number}")) for one in before] for number in range(3)]
        answers = await asyncio.gather(
            *(
                ledger.append(after(generation, entry), [entry], 2)
                for entries in news
                for generation, entry in zip(before, entries, strict=True)
            )
        )
        assert [answer for answer in answers if answer] == [True, True]
        rows = [await ledger.load(generation.id) for generation in before]
        assert [row.seq for row in rows if row is not None] == [3, 3]

    async def test_a_purse_is_not_overdrawn_by_those_who_come_at_a_time(self, ledger: Ledger) -> None:
        """What is begun at the same moment is weighed one after another; who finds too little takes nothing."""
        entries = told()
        answers = await asyncio.gather(
            *(
                ledger.begin(
                    fold(f"gen-{number:04}", entries),
                    attrs.evolve(OWNER, request_id=str(number)),
                    entries,
                    {"batch": 25},
                )
                for number in range(5)
            )
        )
        over = OverBudget(purse="batch", limit=25, left=5)
        assert [Begun(), Begun(), over, over, over] == answers
        assert await ledger.spent("batch") == 20

    async def test_the_same_id_begins_once(self, ledger: Ledger) -> None:
        """A second beginning with the id of the first is answered with the first."""
        await begin(ledger)
        other = attrs.evolve(OWNER, request_id="two")
        assert isinstance(await ledger.begin(fold("gen-0001", told()), other, told(), {}), Twin)

    @pytest.mark.parametrize("other", [{"account": "b"}, {"user": "b"}, {"request_id": "b"}])
    async def test_request_ids_belong_to_account_and_user(self, ledger: Ledger, other: dict[str, str]) -> None:
        """Another account, user or request id is another request."""
        await begin(ledger)
        await begin(ledger, id="gen-0002", owner=attrs.evolve(OWNER, **other))
        assert len(await ledger.rows(Query())) == 2

    async def test_who_comes_second_writes_nothing(self, open_ledger: OPEN) -> None:
        """Of two writers that saw the same row, the first is heard and the second told so."""
        one, two = open_ledger(), open_ledger()
        generation = await begin(one)
        created, lost = Entry(103.0, Created(task_id="t1")), Entry(104.0, Lost(REFUSAL))
        assert await one.append(after(generation, created), [created], 2)
        assert not await two.append(after(generation, lost), [lost], 2)
        assert (await row(two)).generation.task_id == "t1"

    @pytest.mark.parametrize(
        ("events", "held"),
        [
            ((), 10),
            ((Created(task_id="t1"),), 10),
            ((Created(task_id="t1"), Succeeded((MEDIA,))), 10),
            ((Created(task_id="t1"), Failed(REFUSAL)), 10),
            ((Lost(REFUSAL),), 10),
            ((Refused(REFUSAL),), 0),
            ((Rejected(REFUSAL),), 0),
            ((Lost(REFUSAL), Rejected(REFUSAL)), 0),
        ],
    )
    async def test_purses_follow_what_is_held(self, ledger: Ledger, events: tuple[Recorded, ...], held: int) -> None:
        """Every purse of a generation holds what may be spent on it, and nothing once surely nothing was."""
        await begin(ledger, *events, purses={"user:al": None, "batch": 100})
        assert [await ledger.spent("user:al"), await ledger.spent("batch")] == [held, held]

    async def test_a_full_purse_refuses(self, ledger: Ledger) -> None:
        """What would overflow one purse is refused with what is left in it, and holds nothing in the others."""
        await begin(ledger, purses={"user:al": None, "batch": 15})
        other = attrs.evolve(OWNER, request_id="two")
        answer = await ledger.begin(fold("gen-0002", told()), other, told(), {"user:al": 100, "batch": 15})
        assert answer == OverBudget(purse="batch", limit=15, left=5)
        assert await ledger.load("gen-0002") is None
        assert [await ledger.spent("user:al"), await ledger.spent("batch")] == [10, 10]

    async def test_a_purse_may_be_filled_to_the_brim(self, ledger: Ledger) -> None:
        """A limit is the most that may be spent, not one less; one point above is refused."""
        await begin(ledger, purses={"batch": 20})
        await begin(ledger, id="gen-0002", owner=attrs.evolve(OWNER, request_id="two"), purses={"batch": 20})
        other = attrs.evolve(OWNER, request_id="three")
        answer = await ledger.begin(fold("gen-0003", told()), other, told(), {"batch": 29})
        assert answer == OverBudget(purse="batch", limit=29, left=9)

    async def test_a_lowered_limit_leaves_nothing(self, ledger: Ledger) -> None:
        """A limit below what is spent leaves 0, and what costs nothing is still begun."""
        await begin(ledger, purses={"batch": None})
        other = attrs.evolve(OWNER, request_id="two")
        answer = await ledger.begin(fold("gen-0002", told()), other, told(), {"batch": 3})
        assert answer == OverBudget(purse="batch", limit=3, left=0)
        await begin(ledger, id="gen-0003", order=attrs.evolve(ORDER, points=0), owner=other, purses={"batch": 3})

    async def test_sending_again_reserves_anew(self, ledger: Ledger) -> None:
        """An order sent again holds its points in the purses it is sent with."""
        generation = await begin(ledger, Rejected(REFUSAL), purses={"monday": 10})
        again = [Entry(200.0, Reordered(order=ORDER)), Entry(201.0, Sending())]
        generation = after(generation, *again)
        assert await ledger.send_again(generation, again, 3, {"tuesday": 10}) == Begun()
        assert [await ledger.spent("monday"), await ledger.spent("tuesday")] == [0, 10]
        found = await row(ledger)
        assert (found.generation, found.seq, found.alive) == (generation, 5, True)
        created = Entry(202.0, Created(task_id="t1"))
        rejected = Entry(202.0, Rejected(REFUSAL))
        assert await ledger.append(after(generation, rejected), [rejected], 5)
        assert not await ledger.append(after(generation, created), [created], 5)
        assert await ledger.spent("tuesday") == 0

    async def test_sending_again_respects_limits(self, ledger: Ledger) -> None:
        """Points freed by a refusal and spent by another order meanwhile are not spent twice."""
        generation = await begin(ledger, Refused(REFUSAL), purses={"batch": 10})
        await begin(ledger, id="gen-0002", owner=attrs.evolve(OWNER, request_id="two"), purses={"batch": 10})
        again = [Entry(200.0, Reordered(order=ORDER)), Entry(201.0, Sending())]
        generation = after(generation, *again)
        answer = await ledger.send_again(generation, again, 3, {"batch": 10})
        assert answer == OverBudget(purse="batch", limit=10, left=0)
        assert (await row(ledger)).generation.stage is Stage.REFUSED
        assert await ledger.spent("batch") == 10

    async def test_only_one_sends_again(self, open_ledger: OPEN) -> None:
        """Of two that send a rejected order again, the second is shown what the first did."""
        one, two = open_ledger(), open_ledger()
        generation = await begin(one, Rejected(REFUSAL))
        again = [Entry(200.0, Reordered(order=ORDER)), Entry(201.0, Sending())]
        generation = after(generation, *again)
        assert await one.send_again(generation, again, 3, {}) == Begun()
        answer = await two.send_again(generation, again, 3, {})
        assert isinstance(answer, Twin)
        assert (answer.row.generation.stage, answer.row.seq) == (Stage.SENDING, 5)

    async def test_nothing_can_be_sent_again_that_is_gone(self, ledger: Ledger) -> None:
        """Sending a generation again that is not there is refused: no points may leave."""
        with pytest.raises(LedgerUnavailable):
            await ledger.send_again(fold("gen-0001", told()), told(), 0, {})

    @pytest.mark.parametrize("name", ["gen-0001", "gen-00", "task-1", "one"])
    async def test_every_name_finds(self, ledger: Ledger, name: str) -> None:
        """A generation is found by its id, the beginning of it, its task id, or its request id."""
        await begin(ledger, Created(task_id="task-1"))
        await begin(ledger, id="other-01", owner=attrs.evolve(OWNER, request_id="two"))
        assert [found.generation.id for found in await ledger.find("acme", name)] == ["gen-0001"]
        assert await ledger.find("another account", name) == []

    @pytest.mark.parametrize("name", ["", "gen-0", "GEN-0001", "gen-0001 ", "gen-00%", "task", "gen-00\x00", "'"])
    async def test_what_is_no_name_finds_nothing(self, ledger: Ledger, name: str) -> None:
        """Too short a beginning, another spelling, or a part of a task id finds nothing."""
        await begin(ledger, Created(task_id="task-1"))
        assert await ledger.find("acme", name) == []

    async def test_a_name_may_mean_many(self, ledger: Ledger) -> None:
        """All that a name may mean are found, newest first."""
        await begin(ledger)
        await begin(ledger, id="gen-0002", owner=attrs.evolve(OWNER, request_id="two"), at=300.0)
        await begin(ledger, id="gen-0003", owner=attrs.evolve(OWNER, user="bo", request_id="gen-0002"), at=200.0)
        assert [found.generation.id for found in await ledger.find("acme", "gen-00")] == [
            "gen-0002",
            "gen-0003",
            "gen-0001",
        ]
        assert [found.generation.id for found in await ledger.find("acme", "gen-0002")] == ["gen-0002", "gen-0003"]

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            (Query(), ["d", "c", "b", "a"]),
            (Query(limit=2), ["d", "c"]),
            (Query(limit=0), []),
            (Query(account="acme"), ["c", "b", "a"]),
            (Query(user="bo"), ["b"]),
            (Query(account="acme", user="al"), ["c", "a"]),
            (Query(stage=Stage.UNKNOWN), ["c"]),
            (Query(open=True), ["d", "a"]),
            (Query(open=False), ["c", "b"]),
            (Query(account="acme", open=True, limit=5), ["a"]),
            (Query(since=2.0), ["d", "c", "b"]),
            (Query(until=3.0), ["b", "a"]),
            (Query(account="acme", since=1.5, until=3.5, limit=1), ["c"]),
        ],
    )
    async def test_rows_are_those_asked_for(self, ledger: Ledger, query: Query, expected: list[str]) -> None:
        """Rows are chosen by account, user, stage and openness, newest first, as many as wanted."""
        await begin(ledger, id="a", owner=attrs.evolve(OWNER, request_id="a"), at=1.0)
        await begin(ledger, Rejected(REFUSAL), id="b", owner=attrs.evolve(OWNER, user="bo"), at=2.0)
        await begin(ledger, Lost(REFUSAL), id="c", owner=attrs.evolve(OWNER, request_id="c"), at=3.0)
        await begin(ledger, Created(task_id="t"), id="d", owner=attrs.evolve(OWNER, account="b"), at=4.0)
        assert [found.generation.id for found in await ledger.rows(query)] == expected

    async def test_the_unknown_are_told_apart_from_what_runs(self, open_ledger: OPEN) -> None:
        """Unknown is what nobody knows the outcome of, and what was on its way when its process died; nothing that is driven."""
        ours, others, dead = open_ledger(), open_ledger(), open_ledger()
        for name, ledger, events in (
            ("ours", ours, ()),
            ("others", others, ()),
            ("on its way", dead, ()),
            ("ordered", dead, (Created(task_id="t"),)),
            ("lost", others, (Lost(REFUSAL),)),
            ("rejected", dead, (Rejected(REFUSAL),)),
        ):
            await begin(ledger, *events, id=name, owner=attrs.evolve(OWNER, request_id=name))
        twin = attrs.evolve(OWNER, request_id="another", user="bo", fingerprint="f2")
        await begin(others, Lost(REFUSAL), id="another's", owner=twin)
        await dead.close()
        alike = Query(user="al", fingerprint="f1", unknown=True)
        assert {found.generation.id for found in await ours.rows(alike)} == {"on its way", "lost"}
        assert {found.generation.id for found in await open_ledger().rows(alike)} == {"on its way", "lost"}
        everybodys = await ours.rows(Query(account="acme", unknown=True))
        assert {found.generation.id for found in everybodys} == {"on its way", "lost", "another's"}

    async def test_a_living_owner_keeps_its_generation(self, open_ledger: OPEN) -> None:
        """Nobody can claim what a living process drives, but that process itself."""
        one, two = open_ledger(), open_ledger()
        await begin(one, Created(task_id="t1"))
        assert await two.claim("gen-0001") is None
        assert (await row(two)).alive
        assert await one.claim("gen-0001") == await row(one)

    async def test_a_dead_owner_loses_its_generation(self, open_ledger: OPEN) -> None:
        """What a dead process drove is claimed by one other, and by no third."""
        one, two, three = open_ledger(), open_ledger(), open_ledger()
        await begin(one, Created(task_id="t1"))
        await one.close()
        assert not (await row(two)).alive
        claimed = await two.claim("gen-0001")
        assert claimed is not None
        assert (claimed.generation.task_id, claimed.alive, claimed.seq) == ("t1", True, 3)
        assert await three.claim("gen-0001") is None
        assert (await row(three)).alive

    async def test_all_that_a_dead_owner_drove_is_claimed_at_once(self, open_ledger: OPEN) -> None:
        """Who claims everything in one go gets everything: one claim doesn't take another one for the owner's life."""
        one, two = open_ledger(), open_ledger()
        names = [f"gen-{number:04}" for number in range(20)]
        for name in names:
            await begin(one, Created(task_id=f"task of {name}"), id=name, owner=attrs.evolve(OWNER, request_id=name))
        await one.close()
        claimed = await asyncio.gather(*(two.claim(name) for name in names))
        assert [found.generation.id for found in claimed if found is not None] == names

    async def test_a_hung_owner_can_be_forced(self, open_ledger: OPEN) -> None:
        """By force, a generation is taken from a living process, which cannot claim it back."""
        one, two = open_ledger(), open_ledger()
        await begin(one, Created(task_id="t1"))
        assert await two.claim("gen-0001", force=True) is not None
        assert await one.claim("gen-0001") is None

    @pytest.mark.parametrize(
        "events", [(Rejected(REFUSAL),), (Lost(REFUSAL),), (Created(task_id="t"), Succeeded((MEDIA,)))]
    )
    async def test_what_is_closed_has_no_owner(self, ledger: Ledger, events: tuple[Recorded, ...]) -> None:
        """A generation that needs nothing more can't be claimed, not even by force, and nobody drives it."""
        await begin(ledger, *events)
        assert await ledger.claim("gen-0001", force=True) is None
        assert not (await row(ledger)).alive

    async def test_who_settles_owns(self, open_ledger: OPEN) -> None:
        """A generation that is opened again belongs to the process that opened it."""
        one, two = open_ledger(), open_ledger()
        generation = await begin(one, Lost(REFUSAL))
        created = Entry(300.0, Created(task_id="t1"))
        assert await two.append(after(generation, created), [created], 3)
        assert (await row(one)).alive
        assert await one.claim("gen-0001") is None
        assert await two.claim("gen-0001") is not None

    async def test_results_that_are_not_delivered_can_be_claimed(self, open_ledger: OPEN) -> None:
        """A paid result that is not on the disk yet is open to the next process."""
        one, two = open_ledger(), open_ledger()
        await begin(one, Created(task_id="t"), Succeeded((MEDIA,)), order=attrs.evolve(ORDER, deliver_to="out"))
        await one.close()
        claimed = await two.claim("gen-0001")
        assert claimed is not None
        delivered = Entry(300.0, Delivered(("out/a.png",)))
        assert await two.append(after(claimed.generation, delivered), [delivered], claimed.seq)
        assert (await row(two)).generation.files == ("out/a.png",)
        assert await two.rows(Query(open=True)) == []

    @pytest.mark.parametrize("deed", ["begin", "append", "claim"])
    async def test_changes_of_others_are_seen(self, open_ledger: OPEN, deed: str) -> None:
        """The number of changes differs after another process has written, and is steady while nobody does."""
        one, two, three = open_ledger(), open_ledger(), open_ledger()
        generation = await begin(one, id="gen-0009", owner=attrs.evolve(OWNER, request_id="nine"))
        before = await two.changes()
        assert await two.changes() == before
        created = Entry(300.0, Created(task_id="t1"))
        deeds: dict[str, Callable[[], Awaitable[object]]] = {
            "begin": lambda: begin(one),
            "append": lambda: one.append(after(generation, created), [created], 2),
            "claim": lambda: three.claim("gen-0009", force=True),
        }
        await deeds[deed]()
        assert await two.changes() != before

    async def test_what_is_forgotten_leaves_points_and_ids(self, ledger: Ledger) -> None:
        """Of a forgotten generation remain ids, model, stage and points; parameters, notices, folder and addresses are gone."""
        order = attrs.evolve(ORDER, deliver_to="home/al")
        await begin(
            ledger,
            Created(task_id="t1"),
            Failed(REFUSAL, (MEDIA,)),
            Delivered(("home/al/a.png",)),
            order=order,
            purses={"p": 99},
        )
        assert await ledger.forget("gen-0001")
        found = await row(ledger)
        assert found.owner == OWNER
        assert (found.seq, found.at, found.readable) == (5, 100.0, True)
        generation = found.generation
        assert (generation.stage, generation.task_id, generation.held) == (Stage.FAILED, "t1", 10)
        assert generation.order == attrs.evolve(ORDER, params={}, notices=(), deliver_to=None)
        assert (generation.medias, generation.files) == ((), ())
        assert generation.failure == Failure(kind=Kind.SERVER_ERROR, code=500)
        assert await ledger.spent("p") == 10

    @pytest.mark.parametrize("prompt", [*HOSTILE, "a cat\n" * 20_000], ids=lambda prompt: repr(prompt[:12]))
    async def test_a_prompt_is_kept_until_it_is_forgotten(self, ledger: Ledger, prompt: str) -> None:
        """It comes back as it was, by every way of asking; an order without one has none."""
        entries = [Entry(100.0, Intended(ORDER, prompt)), *told(Rejected(REFUSAL))[1:]]
        await begin_all(ledger, "gen-0001", entries, owner=OWNER)
        await begin(ledger, id="gen-0002", owner=attrs.evolve(OWNER, request_id="two"), at=200.0)
        assert [found.generation.prompt for found in await ledger.rows(Query())] == [None, prompt]
        assert [found.generation.prompt for found in await ledger.find("acme", "gen-0001")] == [prompt]
        assert await ledger.forget("gen-0001")
        assert (await row(ledger)).generation.prompt is None

    async def test_what_is_open_is_not_forgotten(self, ledger: Ledger) -> None:
        """A generation that still needs its events keeps them."""
        generation = await begin(ledger, Created(task_id="t1"))
        assert not await ledger.forget("gen-0001")
        assert (await row(ledger)).generation == generation

    async def test_a_forgotten_request_is_not_paid_twice(self, ledger: Ledger) -> None:
        """The request id of a forgotten generation still names it."""
        await begin(ledger, Created(task_id="t1"), Succeeded((MEDIA,)))
        assert await ledger.forget("gen-0001")
        assert isinstance(await ledger.begin(fold("gen-0002", told()), OWNER, told(), {}), Twin)

    async def test_a_closed_ledger_refuses(self, ledger: Ledger) -> None:
        """After closing nothing can be written; closing twice does no harm."""
        generation = await begin(ledger)
        await ledger.close()
        await ledger.close()
        created = Entry(300.0, Created(task_id="t1"))
        with pytest.raises(LedgerUnavailable) as caught:
            await ledger.append(after(generation, created), [created], 2)
        assert caught.value.failure == Failure(kind=Kind.LEDGER_UNAVAILABLE, facts={"reason": "closed"})

    @pytest.mark.parametrize("text", HOSTILE)
    async def test_odd_texts_break_nothing(self, ledger: Ledger, text: str) -> None:
        """Whatever text the vendor or a caller hands over, the generation is kept and found."""
        owner = attrs.evolve(OWNER, request_id=text)
        order = attrs.evolve(ORDER, model_name=text, params={text: text}, notices=(Notice(text, {text: [text, None]}),))
        generation = await begin(ledger, Created(task_id=text), order=order, owner=owner, purses={text: 10})
        found = await row(ledger)
        assert found.generation == generation
        assert [hit.generation.id for hit in await ledger.find("acme", text)] == ["gen-0001"]
        assert isinstance(await ledger.begin(fold("gen-0002", told()), owner, told(), {}), Twin)
        assert await ledger.spent(text) == 10

    @pytest.mark.parametrize("number", [2**63, -(2**70), 10**300, float("inf"), 1e-320])
    async def test_odd_numbers_break_nothing(self, ledger: Ledger, number: float) -> None:
        """Whatever number stands in parameters or facts comes back."""
        order = attrs.evolve(ORDER, params={"x": number}, notices=(Notice("x", {"x": number}),))
        generation = await begin(ledger, order=order)
        assert (await row(ledger)).generation == generation

    @pytest.mark.parametrize("address", ["", "vendor"])
    async def test_a_task_that_another_generation_has_is_not_taken_twice(self, ledger: Ledger, address: str) -> None:
        """An answer that names it changes nothing, and says whose it is; the same generation may hear of it again."""
        whose = attrs.evolve(OWNER, address=address)
        await begin(ledger, Created(task_id="t1"), owner=whose)
        second = await begin(ledger, id="gen-0002", owner=attrs.evolve(whose, request_id="two"))
        created = Entry(300.0, Created(task_id="t1"))
        taken = TaskTaken(task_id="t1", generation_id="gen-0001")
        assert await ledger.append(after(second, created), [created], 2) == taken
        assert (await row(ledger, "gen-0002")).seq == 2
        lost = Entry(301.0, Lost(REFUSAL))
        assert await ledger.append(after(second, lost), [lost], 2) is True
        found = told(Created(task_id="t1"))
        third = attrs.evolve(whose, request_id="three")
        assert await ledger.begin(fold("gen-0003", found), third, found, {"batch": None}) == taken
        assert await ledger.spent("batch") == 0

    async def test_of_two_that_bring_one_task_at_a_time_the_first_has_it(self, ledger: Ledger) -> None:
        """However close together the answers come."""
        before = [
            await begin(ledger, id=name, owner=attrs.evolve(OWNER, request_id=name))
            for name in ("gen-0001", "gen-0002")
        ]
        created = Entry(300.0, Created(task_id="t1"))
        answers = await asyncio.gather(*(ledger.append(after(one, created), [created], 2) for one in before))
        assert answers == [True, TaskTaken(task_id="t1", generation_id="gen-0001")]

    @pytest.mark.parametrize(
        ("other", "taken"),
        [
            ({"user": "bo"}, True),
            ({"account": "renewed"}, True),
            ({"account": "elsewhere", "address": "another"}, False),
            ({"account": "old", "address": ""}, False),
        ],
    )
    async def test_a_task_is_one_of_its_address(self, ledger: Ledger, other: dict[str, str], taken: bool) -> None:  # noqa: FBT001
        """Another user or key of the same address can't have the same task; another service may number its own alike."""
        whose = attrs.evolve(OWNER, address="vendor")
        await begin(ledger, Created(task_id="t1"), owner=whose)
        found = told(Created(task_id="t1"))
        owner = attrs.evolve(whose, **{"request_id": "two", **other})
        answer = await ledger.begin(fold("gen-0002", found), owner, found, {})
        assert isinstance(answer, TaskTaken) == taken

    async def test_a_task_that_was_found_is_one_commit(self, ledger: Ledger) -> None:
        """A beginning may end with the task of the vendor: it is counted, open, and ours."""
        entries = told(Created(task_id="t1"))
        assert await ledger.begin(fold("gen-0001", entries), OWNER, entries, {"batch": None}) == Begun()
        found = await row(ledger)
        assert (found.generation.stage, found.generation.task_id, found.seq, found.alive) == (
            Stage.CREATED,
            "t1",
            3,
            True,
        )
        assert await ledger.spent("batch") == 10

    @pytest.mark.parametrize("before", ["vendor", ""])
    async def test_a_request_under_another_key_is_not_begun_again(self, ledger: Ledger, before: str) -> None:
        """The key is not the customer: the same request id of the address (or of one that nobody knows) is a twin."""
        await begin(ledger, Lost(REFUSAL), owner=attrs.evolve(OWNER, address=before), purses={"batch": None})
        answer = await ledger.begin(fold("gen-0002", told()), RENEWED, told(), {"batch": None})
        assert isinstance(answer, Twin)
        assert (answer.row.generation.id, answer.row.owner.account) == ("gen-0001", "acme")
        assert await ledger.spent("batch") == 10
        assert await ledger.begin(fold("gen-0002", told()), RENEWED, told(), {}, again=True) == Begun()
        own = await ledger.begin(fold("gen-0003", told()), RENEWED, told(), {}, again=True)
        assert isinstance(own, Twin)
        assert own.row.generation.id == "gen-0002"

    @pytest.mark.parametrize(
        ("events", "owner"),
        [
            ((Rejected(REFUSAL),), OLD),
            ((Lost(REFUSAL),), attrs.evolve(OLD, address="another")),
            ((Lost(REFUSAL),), attrs.evolve(OLD, user="bo")),
            ((Lost(REFUSAL),), attrs.evolve(OLD, request_id="two")),
        ],
    )
    async def test_what_was_not_charged_or_is_anothers_is_no_twin(
        self, ledger: Ledger, events: tuple[Recorded, ...], owner: Owner
    ) -> None:
        """Another address, user or request id is another request, and what surely cost nothing may be ordered."""
        await begin(ledger, *events, owner=owner)
        assert await ledger.begin(fold("gen-0002", told()), RENEWED, told(), {}) == Begun()

    async def test_what_another_key_makes_is_not_sent_again(self, ledger: Ledger) -> None:
        """A rejected order is not sent anew while another key makes that request; what was only refused goes on."""
        anew = [Entry(200.0, Reordered(order=ORDER)), Entry(201.0, Sending())]
        ours = after(await begin(ledger, Rejected(REFUSAL), owner=RENEWED), *anew)
        refused = await begin(ledger, Refused(REFUSAL), id="gen-0003", owner=attrs.evolve(RENEWED, request_id="two"))
        await begin(ledger, id="gen-0002", owner=OLD, purses={"batch": None})
        other = attrs.evolve(OLD, request_id="two")
        assert await ledger.begin(fold("gen-0004", told()), other, told(), {}, again=True) == Begun()
        answer = await ledger.send_again(ours, anew, 3, {"batch": None})
        assert isinstance(answer, Twin)
        assert answer.row.generation.id == "gen-0002"
        assert (await row(ledger)).generation.stage is Stage.REJECTED
        assert await ledger.spent("batch") == 10
        assert await ledger.send_again(after(refused, *anew), anew, 3, {}) == Begun()
        assert await ledger.send_again(ours, anew, 3, {"batch": None}, again=True) == Begun()
        assert await ledger.spent("batch") == 20

    @pytest.mark.parametrize("rejected_before", [True, False])
    async def test_of_two_keys_at_the_same_moment_one_makes_a_request(
        self,
        open_ledger: OPEN,
        rejected_before: bool,  # noqa: FBT001
    ) -> None:
        """Two processes with two keys order a request that was rejected (with both, or with one of them): one sends it."""
        one, two = open_ledger(), open_ledger()
        anew = [Entry(200.0, Reordered(order=ORDER)), Entry(201.0, Sending())]
        for nth in range(10):
            old, renewed = (attrs.evolve(whose, request_id=f"request {nth}") for whose in (OLD, RENEWED))
            ours = after(await begin(one, Rejected(REFUSAL), id=f"gen-{nth}a", owner=old), *anew)
            if rejected_before:
                theirs = await begin(two, Rejected(REFUSAL), id=f"gen-{nth}b", owner=renewed)
                second = two.send_again(after(theirs, *anew), anew, 3, {})
            else:
                second = two.begin(fold(f"gen-{nth}b", told()), renewed, told(), {})
            answers = await asyncio.gather(one.send_again(ours, anew, 3, {}), second)
            assert sorted(type(answer).__name__ for answer in answers) == ["Begun", "Twin"]

    async def test_other_keys_are_told_and_adopted(self, ledger: Ledger) -> None:
        """What is unfinished or unknown under another key is counted, and all of it becomes ours at a word."""
        await begin(ledger, Lost(REFUSAL), owner=OLD, at=100.0)
        await begin(ledger, Created(task_id="t2"), id="gen-0002", owner=attrs.evolve(OLD, request_id="two"), at=200.0)
        await begin(ledger, Rejected(REFUSAL), id="gen-0003", owner=attrs.evolve(OLD, request_id="three"), at=150.0)
        await begin(ledger, id="gen-0004", owner=attrs.evolve(OLD, account="b", address="another"), at=900.0)
        assert await ledger.begin(fold("gen-0005", told()), RENEWED, told(), {}, again=True) == Begun()
        other = OtherKey(account="acme", unsettled=2, at=200.0)
        assert list(await ledger.other_keys("renewed", "vendor")) == [other]
        assert await ledger.adopt_key("renewed", "vendor", "acme") == 3
        assert list(await ledger.other_keys("renewed", "vendor")) == []
        mine = await ledger.rows(Query(account="renewed"))
        assert {found.generation.id for found in mine} == {"gen-0001", "gen-0002", "gen-0003", "gen-0005"}
        ids = {found.generation.id: found.owner.request_id for found in mine}
        assert (ids["gen-0005"], ids["gen-0002"]) == ("one", "two")
        assert "gen-0001" in ids["gen-0001"]  # renamed: its request id was ordered again
        assert await ledger.adopt_key("renewed", "vendor", "acme") == 0

    async def test_an_address_is_learned_from_a_later_order(self, ledger: Ledger) -> None:
        """A row from before addresses were kept is of every address until its key orders again."""
        await begin(ledger, Lost(REFUSAL))
        assert len(await ledger.other_keys("renewed", "vendor")) == 1
        await begin(ledger, id="gen-0002", owner=attrs.evolve(OWNER, request_id="two", address="another"))
        assert list(await ledger.other_keys("renewed", "vendor")) == []

    async def test_the_time_zone_is_the_one_that_was_written_first(self, ledger: Ledger) -> None:
        """Whoever asks later with another one gets the first, until a person changes it."""
        assert await ledger.timezone("Europe/Berlin") == "Europe/Berlin"
        assert await ledger.timezone("Asia/Shanghai") == "Europe/Berlin"
        await ledger.set_timezone("+05:30")
        assert await ledger.timezone("Asia/Shanghai") == "+05:30"

    async def test_who_was_taken_over_does_not_hold_it_any_more(self, open_ledger: OPEN) -> None:
        """The last question before a paid request leaves is whether it is still ours, and nothing was written since."""
        one, two = open_ledger(), open_ledger()
        generation = await begin(one)
        assert await one.holds("gen-0001", 2)
        assert not await one.holds("gen-0001", 1)
        assert not await two.holds("gen-0001", 2)
        assert not await one.holds("gen-0002", 2)
        assert await two.claim("gen-0001", force=True) is not None
        assert not await one.holds("gen-0001", 2)
        assert await two.holds("gen-0001", 2)
        lost = Entry(300.0, Lost(REFUSAL))
        assert await two.append(after(generation, lost), [lost], 2) is True
        assert not await two.holds("gen-0001", 2)
