"""What holds for every place where approvals are kept."""

import asyncio
import stat
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imastudio.adapters.memory.approvals import MemoryApprovals
from imastudio.adapters.sqlite.approvals import SqliteApprovals
from imastudio.domain.kernel.errors import LedgerUnavailable
from imastudio.domain.lifecycle.consent import HOLDS_S, MAX_WAITING, Subject
from imastudio.ports.approvals import Approvals

CAT = Subject(key="cat", total=70, model_name="Wan 2.6", n=2, task_type="text_to_video", words="a cat 猫 \ud800")
DOG = Subject(key="dog", total=5, model_name="SeeDream 4.5")
NOW = 1_000_000.0


@pytest.fixture(params=["sqlite", "memory"])
def approvals(request: pytest.FixtureRequest, tmp_path: Path) -> Approvals:
    """Return approvals of each kind, empty."""
    return MemoryApprovals() if request.param == "memory" else SqliteApprovals(tmp_path / "new" / "approvals.sqlite3")


async def test_what_waits_is_asked_for_once(approvals: Approvals) -> None:
    """The same order waits once, another beside it; each shows what a person must see."""
    one = await approvals.ask(CAT, NOW)
    assert (await approvals.ask(CAT, NOW + 1)).id == one.id
    other = await approvals.ask(DOG, NOW + 2)
    waiting = await approvals.waiting(NOW + 3)
    assert [approval.id for approval in waiting] == [one.id, other.id]
    shown = waiting[0].subject
    assert (shown.total, shown.model_name, shown.n, shown.task_type) == (70, "Wan 2.6", 2, "text_to_video")
    assert shown.words.startswith("a cat 猫")
    assert waiting[0].expires_at == NOW + HOLDS_S


async def test_one_yes_is_good_for_one_order(approvals: Approvals) -> None:
    """Exactly this one, and not before a person agreed."""
    one = await approvals.ask(CAT, NOW)
    assert not await approvals.use(CAT.key, NOW)
    agreed = await approvals.agree(one.id, NOW + 5)
    assert agreed is not None
    assert (agreed.agreed_at, agreed.expires_at) == (NOW + 5, NOW + 5 + HOLDS_S)
    assert not await approvals.use(DOG.key, NOW + 6)
    assert [await approvals.use(CAT.key, NOW + 6), await approvals.use(CAT.key, NOW + 6)] == [True, False]
    assert await approvals.agree(one.id, NOW + 7) is None


async def test_a_yes_is_used_by_one_of_many(approvals: Approvals) -> None:
    """Who asks at once does not get it twice."""
    one = await approvals.ask(CAT, NOW)
    await approvals.agree(one.id, NOW)
    used = await asyncio.gather(*(approvals.use(CAT.key, NOW) for _ in range(8)))
    assert sorted(used) == [False] * 7 + [True]


async def test_nothing_counts_after_an_hour(approvals: Approvals) -> None:
    """Neither what waits, nor a yes."""
    one = await approvals.ask(CAT, NOW)
    assert await approvals.agree(one.id, NOW + HOLDS_S) is None
    two = await approvals.ask(CAT, NOW + HOLDS_S)
    assert two.id != one.id
    await approvals.agree(two.id, NOW + HOLDS_S)
    assert not await approvals.use(CAT.key, NOW + 2 * HOLDS_S)
    assert await approvals.waiting(NOW + 2 * HOLDS_S) == []


async def test_what_was_never_asked_for_can_t_be_agreed_to(approvals: Approvals) -> None:
    """Ids can't be made up."""
    await approvals.ask(CAT, NOW)
    for made_up in ("", "cat", "00000000", "' OR 1=1 --"):
        assert await approvals.agree(made_up, NOW) is None
        assert not await approvals.refuse(made_up, NOW)
    assert not await approvals.use(CAT.key, NOW)


async def test_a_no_lets_it_no_longer_wait(approvals: Approvals) -> None:
    """It can be asked for again, under another id."""
    one = await approvals.ask(CAT, NOW)
    assert [await approvals.refuse(one.id, NOW), await approvals.refuse(one.id, NOW)] == [True, False]
    assert await approvals.waiting(NOW) == []
    assert (await approvals.ask(CAT, NOW)).id != one.id


async def test_no_flood_hides_what_a_person_agreed_to(approvals: Approvals) -> None:
    """The oldest that waits gives way; a yes stays."""
    one = await approvals.ask(CAT, NOW)
    await approvals.agree(one.id, NOW)
    for number in range(MAX_WAITING + 5):
        await approvals.ask(Subject(key=str(number), total=1, model_name="m"), NOW + number)
    waiting = await approvals.waiting(NOW + 200)
    assert [approval.subject.key for approval in waiting] == [str(number) for number in range(5, MAX_WAITING + 5)]
    assert await approvals.use(CAT.key, NOW + 200)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["ask", "agree", "use", "refuse", "wait"]), max_size=12))
async def test_never_more_orders_than_yeses(tmp_path: Path, steps: list[str]) -> None:
    """Whatever is done in which order."""
    for approvals in (MemoryApprovals(), SqliteApprovals(tmp_path / f"{id(steps)}.sqlite3")):
        at, yeses, used, asked = NOW, 0, 0, "none"
        for step in steps:
            at += 600
            if step == "ask":
                asked = (await approvals.ask(CAT, at)).id
            elif step == "agree":
                yeses += await approvals.agree(asked, at) is not None
            elif step == "use":
                used += await approvals.use(CAT.key, at)
            elif step == "refuse":
                await approvals.refuse(asked, at)
            assert used <= yeses


async def test_the_file_is_for_this_user_alone(tmp_path: Path) -> None:
    """It holds the first words of a prompt, until they are used or an hour is over."""
    path = tmp_path / "new" / "approvals.sqlite3"
    approvals = SqliteApprovals(path)
    one = await approvals.ask(CAT, NOW)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert b"a cat" in path.read_bytes()
    await approvals.agree(one.id, NOW)
    await approvals.use(CAT.key, NOW)
    assert b"a cat" not in path.read_bytes()


async def test_a_file_that_can_t_be_kept_says_so(tmp_path: Path) -> None:
    """Nothing is ordered by it."""
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(LedgerUnavailable):
        await SqliteApprovals(tmp_path / "file" / "approvals.sqlite3").ask(CAT, NOW)
    (tmp_path / "other").write_bytes(b"no database" * 1000)
    with pytest.raises(LedgerUnavailable):
        await SqliteApprovals(tmp_path / "other").use("cat", NOW)
