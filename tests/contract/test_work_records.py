"""What every store of works does: keeps a record whole, finds it by its id or the beginning of it, is held by one at a time."""

from pathlib import Path

import attrs
import pytest
from hypothesis import HealthCheck, given, settings

from imastudio.adapters.files.works import FileWorks, decode_record, encode_record
from imastudio.adapters.memory.works import MemoryWorks
from imastudio.domain.kernel.errors import LedgerUnavailable
from imastudio.domain.works.planning import plan_of
from imastudio.domain.works.progress import progress_of
from imastudio.domain.works.record import WorkRecord, record_of
from imastudio.ports.work_records import WorkRecords
from imastudio.testing.strategies import JSON
from tests.works import a_promo, orders_of, priced_works


def a_record(work_id: str = "w1234567", at: float = 1.0) -> WorkRecord:
    """Return the record of the promo, agreed to."""
    work = a_promo(seconds=12.5, follows_music=True)
    plan = plan_of(work, orders_of(work))
    record = record_of(plan, work_id=work_id, account="a", user="u", at=at, language="zh", deliver_to="out")
    return record.agreed_to(progress_of(work, {}))


@pytest.fixture(params=["memory", "files"])
def works(request: pytest.FixtureRequest, tmp_path: Path) -> WorkRecords:
    """Return an empty store of each kind."""
    return MemoryWorks() if request.param == "memory" else FileWorks(tmp_path / "works")


async def test_a_record_comes_back_as_it_was(works: WorkRecords) -> None:
    """And in the place of the one before."""
    await works.save(a_record())
    later = (
        a_record().redone(["hero"], progress_of(a_promo(), {})).ended(9.0, progress_of(a_promo(), {}), "x", keep=False)
    )
    await works.save(later)
    assert await works.load("w1234567") == later
    assert list(await works.all()) == [later]


async def test_a_record_is_found_by_the_beginning_of_its_id(works: WorkRecords) -> None:
    """Where that is no other's; the newest comes first."""
    assert (await works.load("w1"), list(await works.all())) == (None, [])
    for number, name in enumerate(("w1234567", "w1299999")):
        await works.save(a_record(name, at=float(number)))
    assert [record.id for record in await works.all()] == ["w1299999", "w1234567"]
    assert [one and one.id for one in [await works.load(name) for name in ("w1299", "w12", "w129", "x")]] == [
        "w1299999",
        None,
        "w1299999",
        None,
    ]


async def test_a_work_is_held_by_one_at_a_time(works: WorkRecords) -> None:
    """Others may be held meanwhile; let go of, it can be held again."""
    async with works.held("w1") as first, works.held("w1") as second, works.held("w2") as other:
        assert (first, second, other) == (True, False, True)
    async with works.held("w1") as again:
        assert again


@given(priced_works())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_record_is_written_and_read(priced: tuple) -> None:  # type: ignore[type-arg] # see the strategy
    """Whole."""
    work, orders = priced
    plan = plan_of(work, orders)
    record = record_of(plan, work_id="w", account="a", user="u", at=0.5, language="en", deliver_to=None)
    assert decode_record(encode_record(record)) == record


@given(JSON)
def test_any_document_is_a_record_or_none(document: object) -> None:
    """Nothing else is raised."""
    with pytest.raises(ValueError, match="record"):
        decode_record(document)


async def test_files_are_for_this_user_alone(tmp_path: Path) -> None:
    """The words of a work stand in them; one that can't be read is left alone; no id leads out of the folder."""
    works = FileWorks(tmp_path / "works")
    await works.save(a_record())
    (path,) = (tmp_path / "works").glob("*.json")
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert "旺财" in path.read_text(encoding="utf-8")
    await works.save(a_record().forgotten())
    assert "旺财" not in path.read_text(encoding="utf-8")
    path.with_name("broken.json").write_text("{")
    assert [record.id for record in await works.all()] == ["w1234567"]
    await works.save(attrs.evolve(a_record(), id="../../out"))
    assert (tmp_path / "works" / "out.json").exists()


async def test_a_folder_that_takes_no_files_is_told(tmp_path: Path) -> None:
    """Before anything is ordered."""
    (tmp_path / "works").write_text("a file")
    works = FileWorks(tmp_path / "works")
    with pytest.raises(LedgerUnavailable):
        await works.save(a_record())
    with pytest.raises(LedgerUnavailable):
        async with works.held("w1"):
            raise AssertionError
