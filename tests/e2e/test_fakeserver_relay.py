"""The recording proxy: it changes nothing, its tape has no key, and the fake plays the same again."""

import asyncio
import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from PIL import Image

from imastudio.fakeserver import FakeIma, bare, body, drop_after_charge, envelope, fail_media, instead
from imastudio.fakeserver.http.relay import VENDOR_UPLOADS, Relay
from imastudio.fakeserver.main import main
from imastudio.fakeserver.scenario.scenario import Scenario
from imastudio.fakeserver.scenario.scenario_files import parse_scenario
from imastudio.fakeserver.scenario.tape import Tape
from tests import warm
from tests.shells import Said, Shell
from tests.unit.fakeserver.orders import body as order_body
from tests.unit.fakeserver.orders import until

KEY = "ima_real_key_that_nobody_may_see"


@pytest.fixture
def real() -> Iterator[FakeIma]:
    """Run what stands for the real service: other prices, other ids, a key of its own."""
    story = parse_scenario("prices: {more: 2, ids: new}\norders: [{prompt: dragon, fails: too scary}]")
    with FakeIma(key=KEY, scenario=story, speed=1000) as server:
        yield server


def use(
    url: str, key: str, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> list[Said]:
    """Let our own client order, upload, edit a result, and fail."""
    monkeypatch.setenv("IMA_API_KEY", key)
    monkeypatch.setenv("IMA_BASE_URL", url)
    monkeypatch.setenv("OPENCLAW_STATE_DIR", str(folder / "state"))
    folder.mkdir()
    picture = folder / "in.png"
    Image.new("RGB", (400, 400), "grey").save(picture)
    ima, common = Shell(capsys), ("--output-json", "--speed", "1000", "--output", str(folder))
    first = ima("create", "a heron", "--model", "midjourney", *common)
    edited = ima("create", "at night", "--image", first.document["url"], "--model", "midjourney", *common)
    own = ima("create", "a garden", "--image", str(picture), *common)
    return [first, edited, own, ima("create", "a dragon", *common)]


def test_the_tape_plays_the_same_again(
    real: FakeIma, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The client sees the real answers; played back, it sees the same prices and ends, and sends the same requests."""
    tape = Tape(seed=11)
    with Relay(real.url, tape) as relay:
        seen = use(relay.url, KEY, tmp_path / "one", capsys, monkeypatch)
    assert [said.code for said in seen] == [0, 0, 0, 1], seen
    assert seen[0].document["task_id"] in real.world.tasks
    story = tape.tell()
    assert KEY not in story
    assert not any(task in story for task in real.world.tasks)
    file = tmp_path / "tape.yaml"
    file.write_text(story, encoding="utf-8")
    with FakeIma(scenario=file, replay=True, speed=1000) as fake:
        again = use(fake.url, fake.key, tmp_path / "two", capsys, monkeypatch)
        differences = fake.differences
    assert [(said.code, said.document["credit"], said.kind) for said in again] == [
        (said.code, said.document["credit"], said.kind) for said in seen
    ]
    assert differences == ()
    assert [charge.total for charge in fake.charges] == [charge.total for charge in real.charges]
    with FakeIma(scenario=file, replay=True, speed=1000) as other:
        assert any("create was expected and did not come" in each for each in other.differences)


@pytest.mark.parametrize(
    ("fault", "written"),
    [
        (envelope(4014, "subscribe"), {"envelope": {"code": 4014, "message": "subscribe"}}),
        (envelope(500, status=200), {"envelope": {"code": 500, "status": 200}}),
        (bare(502), {"bare": 502}),
        (body("text"), {"body": "text"}),
        (body("html"), {"body": "html"}),
        (instead([1]), {"instead": [1]}),
        (drop_after_charge(), {"bare": 502}),
    ],
)
async def test_what_goes_wrong_there_goes_wrong_again(fault: Any, written: dict[str, Any]) -> None:
    """A refusal, a bare status or another body of the real service is a fault of the story, at the same request."""
    tape = Tape(seed=1)
    async with FakeIma(key=KEY) as real, Relay(real.url, tape) as relay, aiohttp.ClientSession() as http:
        real.fail_next("create", fault, skip=1)
        answers = []
        for _ in range(3):
            try:
                async with http.post(
                    f"{relay.url}/open/v1/tasks/create",
                    json=order_body("text_to_image", "midjourney"),
                    headers={"Authorization": f"Bearer {KEY}"},
                ) as answer:
                    answers.append((answer.status, await answer.read()))
            except aiohttp.ClientError:
                answers.append((0, b""))
    assert (answers[1] == (0, b"")) == (fault == drop_after_charge())
    assert len(real.requests) == 3
    told = plain(tape)
    assert told["faults"]["create"][1] == written
    assert parse_scenario(tape.tell()).faults["create"]


def plain(tape: Tape) -> Any:
    """Read a tape as plain values."""
    from imastudio.fakeserver.scenario.yaml_source import read_yaml  # noqa: PLC0415 - beside what it reads

    return read_yaml(tape.tell(), "tape").plain()


async def test_ends_are_told() -> None:
    """Which results failed, and how long a task took, stand in the story; what nobody waited for does not."""
    tape = Tape(seed=1)
    async with (
        FakeIma(key=KEY, hand_clock=True) as real,
        Relay(real.url, tape) as relay,
        aiohttp.ClientSession() as http,
    ):

        async def ask(path: str, content: object) -> Any:
            headers = {"Authorization": f"Bearer {KEY}"}
            async with http.post(relay.url + path, json=content, headers=headers) as answer:
                return await answer.json()

        real.fail_next("create", fail_media(1, "lost", resource_status=3))
        music = order_body("text_to_music", "sonic", inner={"n": 2, "prompt": "a waltz"})
        task = (await ask("/open/v1/tasks/create", music))["data"]["id"]
        await ask("/open/v1/tasks/create", music)
        await ask("/open/v1/tasks/detail", {"task_id": task})
        real.clock.advance(500)
        await ask("/open/v1/tasks/detail", {"task_id": task})
        await ask("/open/v1/nothing", {})
    story = parse_scenario(tape.tell())
    assert len(story.orders) == 1
    (outcome,) = story.orders
    assert outcome.fails is not None
    assert (outcome.prompt, outcome.model, outcome.times) == ("a waltz", "sonic", 1)
    assert (outcome.fails.index, outcome.fails.reason, outcome.fails.resource_status) == (1, "lost", 3)
    assert story.direct == ("put", "cdn")


async def test_a_client_that_hangs_up_changes_nothing() -> None:
    """The order goes on to the real service once, and stands on the tape."""
    tape = Tape(seed=1)
    async with FakeIma(key=KEY) as real, Relay(real.url, tape) as relay:
        content = json.dumps(order_body("text_to_image", "midjourney")).encode()
        lines = ["POST /open/v1/tasks/create HTTP/1.1", "Host: x", f"Authorization: Bearer {KEY}"]
        head = "\r\n".join([*lines, f"Content-Length: {len(content)}", "", ""])
        _, writer = await asyncio.open_connection("127.0.0.1", relay.port)
        writer.write(head.encode() + content)
        await writer.drain()
        writer.close()
        await until(lambda: "create" in tape.tell())
        assert len(real.charges) == 1


def test_the_vendors_uploads_are_known() -> None:
    """The vendor's api has another host for uploads; another server serves both, unless told otherwise."""
    tape = Tape(seed=1)
    assert Relay("https://api.imastudio.com/", tape).uploads == VENDOR_UPLOADS
    assert Relay("https://gateway.test", tape).uploads == "https://gateway.test"
    assert Relay("https://gateway.test", tape, uploads="https://up.test").uploads == "https://up.test"


@pytest.mark.parametrize("upstream", ["api.imastudio.com", "http://api.imastudio.com", "ftp://x"])
def test_a_key_goes_nowhere_in_the_clear(upstream: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Plain http is for this machine alone; what is no address is told as such."""
    assert main(["--record", str(tmp_path / "tape.yaml"), "--upstream", upstream]) == 2
    assert upstream in capsys.readouterr().err


def test_an_upstream_needs_a_tape(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Without --record there is nothing to do it for; a tape or port that can't be had ends it with 1."""
    with pytest.raises(SystemExit):
        main(["--upstream", "http://127.0.0.1:1"])
    assert "--record" in capsys.readouterr().err
    assert main(["--upstream", "http://127.0.0.1:1", "--record", str(tmp_path / "no" / "tape.yaml")]) == 1
    with FakeIma() as other:
        taken = ["--port", str(other.port), "--record", str(tmp_path / "tape.yaml")]
        assert main(["--upstream", "http://127.0.0.1:1", *taken]) == 1
    assert "cannot listen" in capsys.readouterr().err


def test_the_program_records(real: FakeIma, tmp_path: Path) -> None:
    """One line says where it is and where it passes on to, stderr that it costs; the tape is there at the end."""
    file = tmp_path / "tape.yaml"
    command = [
        sys.executable,
        "-m",
        "imastudio.fakeserver",
        "--record",
        str(file),
        "--upstream",
        real.url,
        "--seed",
        "3",
    ]
    with warm.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as program:
        assert program.stdout
        line = program.stdout.readline().split()
        assert (line[:3], line[-1]) == (["fake", "IMA", "at"], real.url)
        from tests.e2e.test_fakeserver_program import ask  # noqa: PLC0415 - beside its own tests

        assert ask(f"{line[3]}/open/v1/product/list?category=text_to_image", key=KEY)[0] == 200
        program.send_signal(signal.SIGTERM)
        assert "for real points" in program.communicate(timeout=20)[1]
    assert program.returncode == 0
    story = parse_scenario(file.read_text(encoding="utf-8"))
    assert story.seed == 3
    assert story.build_catalogue().groups["text_to_image"] == real.world.catalogue.groups["text_to_image"]
    assert isinstance(story, Scenario)
