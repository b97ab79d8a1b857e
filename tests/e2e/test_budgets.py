"""Budgets that processes share: whatever they do at once, the account book never shows more than was allowed."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import attrs
import pytest

from imastudio.adapters.cli.main import run
from imastudio.adapters.wiring.studio import open_studio
from imastudio.domain.kernel.errors import WishRefused
from imastudio.domain.kernel.failures import Kind
from imastudio.domain.orders import Wish
from imastudio.fakeserver import FakeIma, drop_after_charge, envelope
from tests import warm
from tests.shells import pointed_at

FAST = 200.0
SPEECH = Wish(prompt="x", task_type="text_to_speech", model="seed-tts-2.0")
POINTS = 2
PATIENCE = 1e6  # time runs fast, and the machine may be busy
# Orders 20 at once and prints how each ended, and what was left for those that were refused.
ORDER_TWENTY = """
import asyncio, json, sys
from imastudio.adapters.wiring.studio import open_studio
from imastudio.domain.orders import Wish

async def main():
    async with open_studio(budget=sys.argv[1], user_id=sys.argv[2], clock_speed=200) as studio:
        wishes = [Wish(prompt=f"{sys.argv[3]} {n}", task_type="text_to_speech") for n in range(20)]
        results = await asyncio.gather(*(studio.generate(wish, timeout=1e6) for wish in wishes))
        lefts = [result.error.facts["left"] for result in results if result.error]
        print(json.dumps({"done": sum(result.ok for result in results), "lefts": lefts}))

asyncio.run(main())
"""


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeIma]:
    """Run a fast server, to which the environment points."""
    with pointed_at(FakeIma(speed=FAST, strict=True, seed=1), monkeypatch) as server:
        yield server


def spent(fake: FakeIma) -> int:
    """Return what the account book says."""
    return sum(charge.total for charge in fake.charges)


def test_processes_at_once_stay_within_one_budget(fake: FakeIma) -> None:
    """Four of them want 160 points of 100; exactly 100 are spent, and each that was refused was told what was left."""
    processes = [
        warm.Popen(
            [sys.executable, "-c", ORDER_TWENTY, "100/month", "al", f"process {number}"],
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(4)
    ]
    told = [json.loads(process.communicate(timeout=60)[0]) for process in processes]
    assert (spent(fake), sum(one["done"] for one in told)) == (100, 50)
    lefts = [left for one in told for left in one["lefts"]]
    assert len(lefts) == 30
    assert set(lefts) <= {0, 1}


def test_users_have_budgets_of_their_own(fake: FakeIma) -> None:
    """One that is used up is nothing to another."""
    for user in ("al", "bo"):
        warm.run([sys.executable, "-c", ORDER_TWENTY, "10/month", user, user], check=True, capture_output=True)
    assert spent(fake) == 20


async def test_what_was_not_charged_is_given_back(fake: FakeIma) -> None:
    """A refusal frees its points; an unknown outcome holds them until it is settled."""
    async with open_studio(budget=f"{POINTS}/month", clock_speed=FAST) as studio:
        fake.fail_next("create", envelope(400))
        assert (await studio.generate(SPEECH, timeout=PATIENCE)).status == "rejected"
        fake.fail_next("create", drop_after_charge())
        unknown = await studio.generate(SPEECH, timeout=PATIENCE)
        assert unknown.status == "unknown"
        over = await studio.generate(attrs.evolve(SPEECH, prompt="another"), timeout=PATIENCE)
        assert over.error is not None
        assert (over.error.kind, over.error.facts["left"], over.error.facts["period"]) == (
            Kind.ABOVE_BUDGET,
            0,
            "month",
        )
        assert [(one.period, one.spent, one.left) for one in await studio.budgets()] == [
            ("hour", POINTS, None),
            ("day", POINTS, None),
            ("week", POINTS, None),
            ("month", POINTS, 0),
        ]
        await studio.settle(unknown.id)
        assert (await studio.generate(SPEECH, timeout=PATIENCE)).ok


async def test_the_environment_says_budget_and_cap(fake: FakeIma) -> None:
    """What is given to the studio, or said in a wish, can narrow it and never widen it (decision 50)."""
    environment = {**os.environ, "IMA_BUDGET": "1/month", "IMA_MAX_POINTS": "1"}
    async with open_studio(environment=environment, clock_speed=FAST) as studio:
        with pytest.raises(WishRefused) as refused:
            await studio.generate(SPEECH, timeout=PATIENCE)
        assert (refused.value.failure.kind, refused.value.failure.parameter) == (Kind.ABOVE_BUDGET, "max_points")
    async with open_studio(environment=environment, max_points=POINTS, clock_speed=FAST) as studio:
        with pytest.raises(WishRefused):
            await studio.generate(SPEECH, timeout=PATIENCE)
    wider = {**environment, "IMA_MAX_POINTS": str(POINTS)}
    async with open_studio(environment=wider, budget="50/day", clock_speed=FAST) as studio:
        over = await studio.generate(SPEECH, timeout=PATIENCE)
        assert over.error is not None
        assert over.error.parameter == "budget"
    async with open_studio(environment={**wider, "IMA_BUDGET": "50/day"}, budget="2/day", clock_speed=FAST) as studio:
        assert (await studio.generate(SPEECH, timeout=PATIENCE)).ok
    for wrong in ({"IMA_BUDGET": "lots"}, {"IMA_MAX_POINTS": "few"}):
        with pytest.raises(WishRefused):
            async with open_studio(environment={**os.environ, **wrong}):
                pass
    assert spent(fake) == POINTS


def test_the_command_line_says_what_is_left(fake: FakeIma, capsys: pytest.CaptureFixture[str]) -> None:
    """As a table and as JSON; an order above the budget ends with 3 and is not sent."""
    order = [
        "create",
        "hello",
        "--task-type",
        "text_to_speech",
        "--speed",
        str(FAST),
        "--timeout",
        "1000000",
        "--budget",
        "3/day,9/month",
    ]
    assert run(order) == 0
    for refused in (
        order,
        [*order, "--dry-run"],
        ["ask", "用语音朗读：你好", "--language", "en", "--budget", "3/day", "--dry-run"],
    ):
        assert run(refused) == 3
        assert "Today's budget has 1 of 3 left until tomorrow." in capsys.readouterr().err
    assert run(["budget", "--budget", "3/day,9/month", "--output-json"]) == 0
    standings = {standing["period"]: standing for standing in json.loads(capsys.readouterr().out)}
    assert standings["day"] == {
        "period": "day",
        "spent": 2,
        "limit": 3,
        "left": 1,
        "everyone": False,
        "timezone": standings["hour"]["timezone"],
        "notices": [],
    }
    assert (standings["hour"]["limit"], standings["month"]["left"]) == (None, 7)
    assert run(["budget", "--language", "zh"]) == 0
    assert "今天" in capsys.readouterr().out
    assert spent(fake) == POINTS


ZONES = ("Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Shanghai", "UTC")
"""Between the first two of them it is never the same day."""


def ima_in(zone: str, *arguments: str, **environment: str) -> tuple[int, Any]:
    """Run `ima` as a process that takes `zone` for its own; return its exit code and JSON."""
    command = [sys.executable, "-c", "from imastudio.__main__ import main; main()", *arguments, "--output-json"]
    ran = warm.run(command, env={**os.environ, "TZ": zone, **environment}, capture_output=True, text=True, check=False)
    return ran.returncode, json.loads(ran.stdout)


def test_a_day_is_that_of_the_ledger_whatever_a_process_takes_for_its_own(fake: FakeIma) -> None:
    """Two orders fit into the day; processes of four time zones get no day of their own."""
    codes = []
    for number, zone in enumerate(ZONES * 2):
        order = ("create", f"hello {number}", "--task-type", "text_to_speech", "--budget", "4/day", "--timeout", "0")
        code, document = ima_in(zone, *order)
        codes.append(code)
        assert code == 4 or document["error"]["kind"] == "above_budget"
    assert codes == [4, 4, 3, 3, 3, 3, 3, 3]
    assert spent(fake) == 4
    shown = [ima_in(zone, "budget", "--budget", "4/day")[1] for zone in ZONES]
    assert {standing["timezone"] for standings in shown for standing in standings} == {ZONES[0]}
    assert all(standing["spent"] == 4 for standings in shown for standing in standings)


def test_the_time_zone_is_changed_by_a_person_alone(fake: FakeIma) -> None:
    """`ima budget --timezone` writes another one; one that nobody knows is refused, and IMA_TIMEZONE is for a new ledger."""
    del fake
    code, first = ima_in("UTC", "budget", IMA_TIMEZONE="America/Lima")
    assert (code, {standing["timezone"] for standing in first}) == (0, {"America/Lima"})
    code, refused = ima_in("UTC", "budget", "--timezone", "Mars/Olympus")
    assert (code, refused["error"]["kind"], refused["error"]["parameter"]) == (3, "value_not_offered", "timezone")
    assert ima_in("UTC", "budget", IMA_TIMEZONE="nowhere")[0] == 3
    _, changed = ima_in("UTC", "budget", "--timezone", "+08:00", IMA_TIMEZONE="Europe/Berlin")
    _, later = ima_in("Asia/Tokyo", "budget")
    assert {standing["timezone"] for standing in [*changed, *later]} == {"+08:00"}
