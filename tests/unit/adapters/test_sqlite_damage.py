"""Whatever is done to a ledger's files behind its back: what is told of it is right, and nothing that it knew is ordered anew.

Ten kinds of damage, those that SQLite doesn't report among them, to a ledger at rest, after a kill, or under a running process.
More examples, and other ones each time: `IMASTUDIO_EXAMPLES=500 pytest tests/unit/adapters/test_sqlite_damage.py`.
"""

import asyncio
import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imastudio.adapters.sqlite.ledger import SqliteLedger
from imastudio.adapters.sqlite.schema import PAGE_BYTES
from imastudio.domain.kernel.errors import LedgerUnavailable
from imastudio.domain.kernel.failures import Failure, Kind
from imastudio.domain.lifecycle.events import Created, Entry, Intended, Lost, Rejected, Sending, Succeeded
from imastudio.domain.lifecycle.generation import fold
from imastudio.domain.lifecycle.rows import Query, Row, Twin
from imastudio.testing.strategies import an_order, media
from tests.ledgers import begin, owner, told, wrong_in

pytestmark = pytest.mark.uncounted

EXAMPLES = int(os.environ.get("IMASTUDIO_EXAMPLES", "20"))
"""Of each kind of damage."""
PAGE = PAGE_BYTES
ZONE = "Asia/Kathmandu"
LEAF_OF = {0x02: 0x0A, 0x0A: 0x0A, 0x05: 0x0D, 0x0D: 0x0D}
LOST = Failure(kind=Kind.OUTCOME_UNKNOWN)
ENDS = (
    (Created(task_id="task {}"),),
    (Created(task_id="task {}"), Succeeded((media(),))),
    (Lost(LOST),),
    (Rejected(Failure(kind=Kind.INSUFFICIENT_POINTS)),),
)


@attrs.frozen
class Sample:
    """A ledger's files, those of an earlier time, and what the ledger knew."""

    files: Mapping[str, bytes]
    earlier: Mapping[str, bytes]
    rows: Mapping[str, Row]
    spent: int


async def fill(ledger: SqliteLedger, numbers: range, *, long: bool) -> None:
    """Order: some with a prompt so long that it takes pages of its own."""
    for number in numbers:
        events = [
            attrs.evolve(event, task_id=f"task {number}") if isinstance(event, Created) else event
            for event in ENDS[number % len(ENDS)]
        ]
        name = f"gen-{number:04}"
        prompt = f"{number} a cat " * 900 if long and number % 3 == 0 else None
        entries = told(*events, at=100.0 + number, prompt=prompt)
        await begin(ledger, name, entries, whose=owner(name, address="vendor"), purses={"user": None})


def files_of(path: Path) -> dict[str, bytes]:
    """Return what stands beside a name, by what is added to the name."""
    return {
        part: Path(f"{path}{part}").read_bytes()
        for part in ("", "-wal", "-mark", "-owners/mark")
        if Path(f"{path}{part}").exists()
    }


def put(path: Path, files: Mapping[str, bytes]) -> None:
    """Put files where a ledger is to be."""
    path.with_name(f"{path.name}-owners").mkdir(parents=True)
    for part, content in files.items():
        Path(f"{path}{part}").write_bytes(content)


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Sample]:
    """Return ledgers of several sizes, at rest and as a kill leaves them."""
    return asyncio.run(_sampled(tmp_path_factory))


async def _sampled(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Sample]:
    found = {}
    for name, count, long, killed in (
        ("one", 1, False, False),
        ("nine", 9, True, False),
        ("seventy", 70, True, False),
        ("killed", 40, True, True),
    ):
        path = tmp_path_factory.mktemp(name) / "ledger.sqlite3"
        ledger = SqliteLedger(path)
        await ledger.timezone(ZONE)
        await fill(ledger, range(count // 2), long=long)
        await ledger.close()
        earlier = files_of(path)
        ledger = SqliteLedger(path)
        await fill(ledger, range(count // 2, count), long=long)
        rows = {row.generation.id: row for row in await ledger.rows(Query())}
        spent = await ledger.spent("user")
        files = files_of(path)
        await ledger.close()
        found[name] = Sample(files if killed else files_of(path), earlier, rows, spent)
    return found


def page_of(content: bytes, number: int) -> bytes:
    """Return a page, from 0."""
    return content[number * PAGE : (number + 1) * PAGE]


def with_page(content: bytes, number: int, page: bytes) -> bytes:
    """Return the content with another page."""
    return content[: number * PAGE] + page + content[(number + 1) * PAGE :]


def emptied(page: bytes, *, first: bool) -> bytes:
    """Return a page of the same kind that holds nothing."""
    start = 100 if first else 0
    kind = LEAF_OF.get(page[start], 0x0D)
    head = bytes([kind, 0, 0, 0, 0, *PAGE.to_bytes(2, "big"), 0])
    return page[:start] + head + bytes(PAGE - start - len(head))


def _overwritten(dice: Random, content: bytes, _: bytes) -> bytes:
    start = dice.randrange(len(content))
    filler = dice.choice([b"\x00", b"\xa5", b"\x0d", b"9"]) * dice.randint(1, 9000)
    return (content[:start] + filler + content[start + len(filler) :])[: max(len(content), start + len(filler))]


def _scribbled(dice: Random, content: bytes, _: bytes) -> bytes:
    start = dice.randrange(len(content))
    scribble = dice.randbytes(dice.randint(1, 16))
    return content[:start] + scribble + content[start + len(scribble) :]


def _beheaded(dice: Random, content: bytes, _: bytes) -> bytes:
    number, count = dice.randrange(len(content) // PAGE), dice.randint(1, 12)
    start = number * PAGE + (100 if not number else 0) + dice.randint(0, 8)
    return content[:start] + bytes(count) + content[start + count :]


def _emptied(dice: Random, content: bytes, _: bytes) -> bytes:
    for number in [dice.randrange(len(content) // PAGE) for _ in range(dice.randint(1, 3))]:
        content = with_page(content, number, emptied(page_of(content, number), first=not number))
    return content


def _swapped(dice: Random, content: bytes, _: bytes) -> bytes:
    one, two = dice.randrange(1, len(content) // PAGE), dice.randrange(1, len(content) // PAGE)
    first, second = page_of(content, one), page_of(content, two)
    return with_page(with_page(content, one, second), two, first)


def _freed(dice: Random, content: bytes, _: bytes) -> bytes:
    trunk, leaf = (dice.randrange(2, len(content) // PAGE + 1) for _ in range(2))
    content = content[:32] + trunk.to_bytes(4, "big") + (2).to_bytes(4, "big") + content[40:]
    page = (0).to_bytes(4, "big") + (1).to_bytes(4, "big") + leaf.to_bytes(4, "big")
    return with_page(content, trunk - 1, page + page_of(content, trunk - 1)[12:]) if dice.random() < 0.5 else content


def _aged(dice: Random, content: bytes, earlier: bytes) -> bytes:
    for number in [dice.randrange(len(earlier) // PAGE) for _ in range(dice.randint(1, 4))]:
        content = with_page(content, number, page_of(earlier, number))
    return content


def _cut(dice: Random, content: bytes, _: bytes) -> bytes:
    whole = dice.random() < 0.5
    return content[: dice.randrange(len(content) // PAGE + 1) * PAGE if whole else dice.randrange(len(content) + 1)]


def _older(_: Random, __: bytes, earlier: bytes) -> bytes:
    return earlier


def _unindexed(dice: Random, content: bytes, _: bytes) -> bytes:
    """Return the content with an index that lacks a cell, or has one twice."""
    number = dice.randrange(1, len(content) // PAGE)
    page = page_of(content, number)
    count = int.from_bytes(page[3:5], "big")
    if page[0] not in {0x0A, 0x0D} or not 0 < count < PAGE // 4:
        return with_page(content, number, emptied(page, first=False))
    gone, kept = dice.randrange(count), dice.randrange(count)
    cells = [page[8 + 2 * cell : 10 + 2 * cell] for cell in range(count)]
    if dice.random() < 0.5:
        cells[gone] = cells[kept]
    else:
        del cells[gone]
    head = page[:3] + len(cells).to_bytes(2, "big") + page[5:8] + b"".join(cells)
    return with_page(content, number, head + page[len(head) :])


OF_DAMAGE = frozenset({"damaged", "loss", "newer"})
"""What a person may be told of it: nothing that blames their order, or the disk."""
Damage = Callable[[Random, bytes, bytes], bytes]
DAMAGES: Mapping[str, Damage] = {
    "overwritten": _overwritten,
    "scribbled": _scribbled,
    "beheaded": _beheaded,
    "emptied": _emptied,
    "swapped": _swapped,
    "freed": _freed,
    "aged": _aged,
    "cut": _cut,
    "older": _older,
    "unindexed": _unindexed,
}


def shuffled(dice: Random, wal: bytes) -> bytes:
    """Return a -wal with frames cut off, left out, doubled or in another order, or overwritten."""
    head, size = wal[:32], PAGE + 24
    frames = [wal[at : at + size] for at in range(32, len(wal), size)]
    match dice.choice(["cut", "order", "out", "twice", "scribbled", "head"]):
        case "cut":
            frames = frames[: dice.randint(0, len(frames) - 1)]
        case "order":
            frames = dice.sample(frames, len(frames))
        case "out":
            del frames[dice.randint(0, len(frames) - 1)]
        case "twice":
            frames.insert(dice.randint(0, len(frames)), dice.choice(frames))
        case "scribbled":
            return _scribbled(dice, wal, b"")
        case _:
            head = bytes(32)
    return head + b"".join(frames)


def told_of_damage(refused: LedgerUnavailable) -> None:
    """Hold what a person is told against what it is."""
    assert refused.failure.facts["reason"] in OF_DAMAGE


async def check(path: Path, sample: Sample, ledger: SqliteLedger | None = None) -> None:
    """Hold a ledger against what it knew: each request is known or refused, and where orders leave all figures are right."""
    ledger = ledger or SqliteLedger(path)
    entries = [Entry(900.0, Intended(an_order())), Entry(900.0, Sending())]
    for name, row in sample.rows.items():
        whose = owner(name, address="vendor")
        try:
            answer = await ledger.begin(fold(f"anew-{name}", entries), whose, entries, {})
        except LedgerUnavailable as refused:
            told_of_damage(refused)
            continue
        assert isinstance(answer, Twin), name
        assert answer.row.readable
        assert answer.row.generation == row.generation
    try:
        await begin(ledger, "gen-new", told(), whose=owner("gen-new"), purses={})
    except LedgerUnavailable as refused:
        told_of_damage(refused)
    else:
        assert await ledger.spent("user") == sample.spent
        assert await ledger.timezone("UTC") == ZONE
        rows = await ledger.rows(Query())
        assert {row.generation.id for row in rows} == {*sample.rows, "gen-new"}
        assert wrong_in(path) == []
    await ledger.close()


@pytest.mark.parametrize("damage", DAMAGES)
@settings(max_examples=EXAMPLES)
@given(dice=st.integers(0, 2**64).map(Random))
async def test_no_damage_lets_an_order_out_that_is_known(
    damage: str, tmp_path_factory: pytest.TempPathFactory, samples: Mapping[str, Sample], dice: Random
) -> None:
    """Whatever is done to the file, its times put back or not: what is read is right, what is missing not ordered anew."""
    sample = samples[dice.choice(["one", "nine", "seventy", "killed"])]
    path = tmp_path_factory.mktemp("ledger") / "ledger.sqlite3"
    put(path, sample.files)
    at_rest = SqliteLedger(path)
    await at_rest.rows(Query())  # from now on it is known as it is
    living = at_rest if dice.random() < 0.5 else None
    if living is None:
        await at_rest.close()
    before = path.stat()
    puts_back = dice.random() < 0.5
    content, earlier = path.read_bytes(), sample.earlier[""]
    damaged = DAMAGES[damage](dice, content, earlier)
    if damaged == content:
        return
    with path.open("r+b") as file:
        file.write(damaged)
        file.truncate()
    if puts_back:
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    await check(path, sample, living)
    shutil.rmtree(path.parent)


@settings(max_examples=EXAMPLES)
@given(dice=st.integers(0, 2**64).map(Random))
async def test_no_damage_to_the_wal_lets_an_order_out_that_is_known(
    tmp_path_factory: pytest.TempPathFactory, samples: Mapping[str, Sample], dice: Random
) -> None:
    """Frames that are gone, elsewhere or twice; with the mark beside them gone, too."""
    sample = samples["killed"]
    path = tmp_path_factory.mktemp("ledger") / "ledger.sqlite3"
    put(path, sample.files)
    wal = path.with_name(f"{path.name}-wal")
    wal.write_bytes(shuffled(dice, wal.read_bytes()))
    if dice.random() < 0.5:
        path.with_name(f"{path.name}-mark").unlink()
    await check(path, sample)
    shutil.rmtree(path.parent)


async def test_a_schema_that_is_no_text_any_more_is_damage(tmp_path: Path, samples: Mapping[str, Sample]) -> None:
    """Wherever a byte of it is broken, what the file holds is read all the same, and what is told names the damage."""
    sample = samples["nine"]
    content = sample.files[""]
    first, last = content.index(b"CREATE TABLE"), content.index(b"CREATE TABLE") + PAGE // 2
    for number, at in enumerate(range(first, last, 37)):
        path = tmp_path / str(number) / "ledger.sqlite3"
        put(path, sample.files)
        with path.open("r+b") as file:
            file.seek(at)
            file.write(b"\x95")
        ledger = SqliteLedger(path)
        assert {row.generation.id for row in await ledger.rows(Query())} == set(sample.rows)
        assert await ledger.spent("user") == sample.spent
        await check(path, sample, ledger)


async def test_the_wal_and_the_mark_deleted_together_are_missed(tmp_path: Path, samples: Mapping[str, Sample]) -> None:
    """What is left is a whole ledger; the count among the owners tells that it was more."""
    path = tmp_path / "ledger.sqlite3"
    put(path, samples["killed"].files)
    for part in ("-wal", "-mark"):
        path.with_name(path.name + part).unlink()
    ledger = SqliteLedger(path)
    with pytest.raises(LedgerUnavailable) as refused:
        await begin(ledger, "gen-0039", told())
    assert refused.value.failure.facts["reason"] == "loss"
    await ledger.close()


async def test_a_ledger_that_nobody_touched_is_not_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Opening takes no longer for all that it holds: one look at the file tells that it is as it was left."""
    path = tmp_path / "ledger.sqlite3"
    ledger = SqliteLedger(path)
    await fill(ledger, range(6), long=False)
    await ledger.close()
    checked: list[object] = []

    def is_whole(connection: object) -> bool:
        checked.append(connection)
        return True

    monkeypatch.setattr("imastudio.adapters.sqlite.files.is_whole", is_whole)
    for _ in range(3):
        ledger, other = SqliteLedger(path), SqliteLedger(path)
        await begin(ledger, f"gen-{len(await ledger.rows(Query())):04}", told())
        await begin(other, f"gen-{len(await other.rows(Query())):04}", told())
        await ledger.close()
        await other.close()
    assert checked == []
    os.utime(path)
    ledger = SqliteLedger(path)
    await ledger.rows(Query())
    await ledger.close()
    assert len(checked) == 1
