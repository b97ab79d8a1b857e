"""Thousands of orders while everything fails at random: the account book is the judge.

IMASTUDIO_CHAOS says how many generations there are to be (1500 by default), IMASTUDIO_CHAOS_SEEDS with which seeds.
"""

import asyncio
import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import attrs
import pytest
import stamina

from imastudio.adapters.engine.studio import AsyncioStudio
from imastudio.domain.kernel.errors import ImaError
from imastudio.domain.lifecycle.generation import Stage
from imastudio.domain.lifecycle.results import Result
from imastudio.domain.lifecycle.rows import Row
from imastudio.domain.orders import Input, Wish
from imastudio.fakeserver import FakeIma, go_down
from imastudio.fakeserver.media import picture
from imastudio.fakeserver.scenario.fault_queue import Faults, Rates, everything
from imastudio.fakeserver.vendor.world import AccountBookEntry
from tests.studios import studio_before, time_passes

pytestmark = pytest.mark.uncounted

COUNT = int(os.environ.get("IMASTUDIO_CHAOS", "1500"))
SEEDS = [int(seed) for seed in os.environ.get("IMASTUDIO_CHAOS_SEEDS", "1,2,3").split(",")]
AT_ONCE = 500
PATIENCE = 5
RATE = 0.15
POINTS = 10**9
ENDED = {Stage.SUCCEEDED, Stage.FAILED, Stage.UNKNOWN}


@pytest.fixture(autouse=True)
def _no_waiting() -> Iterator[None]:
    """Repeat what costs nothing without pauses."""
    stamina.set_testing(True, attempts=5)
    yield
    stamina.set_testing(False)


@attrs.frozen(kw_only=True)
class Storm:
    """What came of it: results by prompt, and the rows of the ledger by our id."""

    results: dict[str, Result]
    rows: dict[str, Row]
    spent: int

    def row_of(self, prompt: str) -> Row | None:
        """Find what the ledger says of a prompt."""
        result = self.results.get(prompt)
        return None if result is None else self.rows.get(result.id)


def wishes(seed: int, count: int, folder: Path) -> Iterator[Wish]:
    """Give orders of several kinds: pictures of one to four results, edits, references, speech on disk."""
    photo = folder / "photo.png"
    photo.write_bytes(picture("a photo", 320, 320))
    inputs = (Input(str(photo)),)
    banana = Wish(model="gemini-3.1-flash-image", params={"size": "512"})
    for number in range(count):
        prompt = f"storm {seed}, order {number}"
        match number % 10:
            case 0:
                yield Wish(prompt=prompt, task_type="text_to_speech", deliver_to=str(folder / "out"))
            case 1:
                yield Wish(prompt=prompt, task_type="image_to_image", model="SeeDream", inputs=inputs)
            case 2:
                yield Wish(prompt=prompt, task_type="reference_image_to_video", model="ima-pro-fast", inputs=inputs)
            case _:
                yield attrs.evolve(banana, prompt=prompt, n=number % 4 + 1)


def faults() -> Rates:
    """Give everything that may befall a call, and now and then a server that goes away for a moment."""
    usual = everything(RATE)
    create: dict[Faults, float] = {**usual["create"], (go_down(1),): 0.005}  # type: ignore[dict-item] # all are tuples
    return {**usual, "create": create}


async def ordered(fake: FakeIma, studio: AsyncioStudio, orders: Sequence[Wish]) -> dict[str, Result]:
    """Order everything, so many at once; what can't even be quoted is tried again a second later, and has no result else.

    A wait that ended before its task is waited for again, as a person would. Whatever fails takes a second: who is down comes
    up again before all orders have found it down.
    """
    results: dict[str, Result] = {}
    waiting = iter(orders)

    async def work() -> None:
        for wish in waiting:
            for _ in range(PATIENCE):
                try:
                    result = results[wish.prompt] = await studio.generate(wish)
                except ImaError:
                    fake.clock.advance(1)
                else:
                    if result.status == "rejected":
                        fake.clock.advance(1)
                    while result.wait_ended:
                        result = results[wish.prompt] = await studio.wait(result.id)
                    break

    await asyncio.gather(*(work() for _ in range(AT_ONCE)))
    return results


async def rows_of(studio: AsyncioStudio) -> dict[str, Row]:
    """Read the whole ledger."""
    return {row.generation.id: row for row in await studio.history()}


def charges_by_prompt(fake: FakeIma) -> dict[str, list[AccountBookEntry]]:
    """Read the account book by what was asked for."""
    found: dict[str, list[AccountBookEntry]] = {}
    for charge in fake.charges:
        found.setdefault(fake.world.tasks[charge.task_id].order.prompt, []).append(charge)
    return found


@pytest.mark.parametrize("seed", SEEDS)
async def test_nothing_is_paid_twice_and_nothing_paid_is_lost(
    seed: int, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """Whatever fails: at most one charge a request, an end and a row for every charge, all medias for every success."""
    count = -(-COUNT // len(SEEDS))
    async with FakeIma(hand_clock=True, strict=True, points=POINTS, seed=seed, speed=3) as fake:
        orders = list(wishes(seed, count, tmp_path))
        fake.chaos(seed=seed, rates=faults())
        async with time_passes(fake), studio_before(fake, tmp_path, step=2.0) as studio:
            results = await ordered(fake, studio, orders)
            rows = await rows_of(studio)
            storm = Storm(results=results, rows=rows, spent=await studio.engine.ports.ledger.spent("user"))
            _judge(fake, orders, storm)
            fake.chaos(rates={})
            await _settle_all(fake, studio, storm)
    stages = Counter(result.status for result in results.values())
    met = sum(bool(request.faults) for request in fake.requests)
    charged = sum(map(len, charges_by_prompt(fake).values()))
    record_property(
        "figure",
        f"chaos, seed {seed}: {count} generations, {fake.log.count} requests, {charged} charges, none twice; "
        f"{stages['succeeded']} succeeded, {stages['failed']} failed, {stages['unknown']} unknown, "
        f"{stages['rejected']} rejected, {count - len(results)} not ordered; "
        f"{met} of the last {len(fake.requests)} requests met a fault",
    )


def _judge(fake: FakeIma, orders: Sequence[Wish], storm: Storm) -> None:
    book = charges_by_prompt(fake)
    assert {prompt: len(charges) for prompt, charges in book.items() if len(charges) > 1} == {}
    assert len({charge.digest for charge in fake.charges}) == len(fake.charges)
    for wish in orders:
        charges = book.get(wish.prompt, [])
        row, result = storm.row_of(wish.prompt), storm.results.get(wish.prompt)
        if row is None:  # rejected before it was sent, or never ordered
            assert (charges, result is None or result.status == "rejected") == ([], True)
            continue
        generation = row.generation
        assert result is not None
        assert result.generation == generation
        if charges:
            assert generation.stage in ENDED
        if generation.stage is Stage.UNKNOWN:
            assert generation.held == generation.order.total
            continue
        assert generation.held == sum(charge.total for charge in charges)
        if generation.stage is Stage.REJECTED:
            continue
        (charge,) = charges
        assert (generation.task_id, generation.order.n) == (charge.task_id, charge.n)
        failed = any(media.error for media in fake.world.tasks[charge.task_id].medias)
        assert failed == (generation.stage is Stage.FAILED)
        if not failed:
            assert len(generation.medias) == charge.n
            assert all(media.address for media in generation.medias)
            wanted = charge.n if wish.deliver_to else 0
            assert [Path(file).stat().st_size > 0 for file in generation.files or ()] == [True] * wanted
    assert storm.spent == sum(row.generation.held for row in storm.rows.values())
    assert fake.account.points == POINTS - sum(charge.total for charge in fake.charges)


async def _settle_all(fake: FakeIma, studio: AsyncioStudio, storm: Storm) -> None:
    """Settle what nobody knew by what the book says: then purse and book agree to the point, and all has ended."""
    book = charges_by_prompt(fake)
    for prompt, result in storm.results.items():
        if result.status == "unknown":
            charges = book.get(prompt)
            await studio.settle(result.id, task_id=charges[0].task_id if charges else None)
    await studio.resume()
    stages = Counter(row.generation.stage for row in (await rows_of(studio)).values())
    assert set(stages) <= {Stage.SUCCEEDED, Stage.FAILED, Stage.REJECTED}
    assert stages[Stage.SUCCEEDED] + stages[Stage.FAILED] == len(fake.charges)
    assert await studio.engine.ports.ledger.spent("user") == sum(charge.total for charge in fake.charges)
