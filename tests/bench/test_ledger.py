"""What the ledger costs: commits a second beside what the disk allows, how long the slowest wait, and CPU a commit."""

import asyncio
import os
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from imastudio.adapters.sqlite.ledger import SqliteLedger
from imastudio.domain.lifecycle.events import Created, Entry, Recorded, Succeeded
from imastudio.domain.lifecycle.generation import fold
from imastudio.testing.contracts.ledger import after
from imastudio.testing.strategies import media
from tests.ledgers import owner, told

GENERATIONS = 4000
AT_ONCE = 128
CALLERS = (1, 2, 8, 64)
ROUNDS, LIVES = 5, 64
COMMITS = 3 * LIVES
LINE = bytes(700)  # as long as what a commit tells


async def _live(ledger: SqliteLedger, name: str) -> list[float]:
    """Take a generation from its beginning to its results, and return how long each commit took."""
    entries = told()
    generation = fold(name, entries)
    start = time.perf_counter()
    await ledger.begin(generation, owner(name), entries, {"user:al/2026-11-20": None, "batch": None})
    took = [time.perf_counter() - start]
    happened: tuple[Recorded, ...] = (Created(task_id=f"task of {name}"), Succeeded((media(),)))
    for seq, event in enumerate(happened, start=2):
        entry = Entry(200.0 + seq, event)
        generation = after(generation, entry)
        start = time.perf_counter()
        assert await ledger.append(generation, [entry], seq)
        took.append(time.perf_counter() - start)
    return took


async def test_callers_share_waits_for_the_disk(tmp_path: Path, record_property: Callable[[str, object], None]) -> None:
    """Callers at once share the disk's waits: together they commit more often than one alone, each commit synced."""
    ledger = SqliteLedger(tmp_path / "ledger.sqlite3")
    await _live(ledger, "warm")
    alone = median([await _lives(ledger, 1, f"alone-{turn}") for turn in range(ROUNDS)])
    places = asyncio.Semaphore(AT_ONCE)

    async def live(name: str) -> list[float]:
        async with places:
            return await _live(ledger, name)

    wall, cpu = time.perf_counter(), time.process_time()
    lives = await asyncio.gather(*(live(f"gen-{number:05}") for number in range(GENERATIONS)))
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    await ledger.close()
    took = sorted(seconds for life in lives for seconds in life)
    rate = len(took) / wall
    record_property(
        "figure",
        f"ledger: {rate:.0f} synced commits a second, {AT_ONCE} callers at once ({alone:.0f} alone);"
        f" half within {took[len(took) // 2] * 1000:.1f} ms, 99 % within {took[len(took) * 99 // 100] * 1000:.1f} ms;"
        f" {cpu / len(took) * 1e6:.0f} µs of CPU each",
    )
    assert rate >= alone


async def _lives(ledger: SqliteLedger, callers: int, name: str) -> float:
    """Return the commits a second of so many callers, each of whom has one generation after another."""
    start = time.perf_counter()

    async def call(caller: int) -> None:
        for number in range(caller, LIVES, callers):
            await _live(ledger, f"{name}-{number:03}")

    await asyncio.gather(*map(call, range(callers)))
    return COMMITS / (time.perf_counter() - start)


def _appended(path: Path) -> float:
    """Return the lines a second that one caller appends to a file, each on the disk before the next."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    sync = getattr(os, "fdatasync", os.fsync)
    start = time.perf_counter()
    for _ in range(COMMITS):
        os.write(descriptor, LINE)
        sync(descriptor)
    took = time.perf_counter() - start
    os.close(descriptor)
    return COMMITS / took


async def test_commits_beside_what_the_disk_allows(
    tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """One caller is to commit 0.8 times as often as lines can be appended and synced; a tenth on any machine is a defect."""
    ledger = SqliteLedger(tmp_path / "ledger.sqlite3")
    await _live(ledger, "warm")
    rates: dict[int, list[float]] = {callers: [] for callers in CALLERS}
    bare = []
    for turn in range(ROUNDS):
        for callers, found in rates.items():
            bare.append(_appended(tmp_path / "lines"))
            found.append(await _lives(ledger, callers, f"gen-{turn}-{callers}"))
    await ledger.close()
    shares = {callers: median(found) / median(bare) for callers, found in rates.items()}
    told = ", ".join(f"{share:.2f} with {callers}" for callers, share in shares.items())
    record_property("figure", f"ledger: commits beside append + fdatasync ({median(bare):.0f}/s): {told} callers")
    assert shares[1] >= 0.1
