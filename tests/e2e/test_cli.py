"""The command line against the fake server over real sockets: what is printed, what it costs, how it ends.

Most run in this process; the few that are killed, interrupted or cut off are processes of their own.
"""

import fcntl
import os
import pty
import re
import select
import shlex
import signal
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Self

import pytest
from PIL import Image

from imastudio.adapters.cli.main import COMMANDS
from imastudio.domain.orders.tasks import TaskType
from imastudio.fakeserver import FakeIma, bare, delay, drop_after_charge, envelope, fail_media, medias
from tests import shells, warm
from tests.ledgers import write_as_another_version
from tests.processes import happens
from tests.shells import Said, pointed_at

FAST = 500.0
PACE = "20"  # fast enough to ask soon, slow enough to be interrupted
IMA = [sys.executable, "-c", "from imastudio.__main__ import main; main()"]
RESULT_KEYS = [
    *("generation_id", "task_id", "status", "url", "cover_url", "model_id", "model_name", "version_id", "credit"),
    *("points", "n", "total", "params", "task_type", "medias", "elapsed_seconds", "notices", "error"),
]
MEDIA_KEYS = ["url", "watermark_url", "preview_url", "cover", "width", "height", "format", "duration", "path"]
ERROR_KEYS = ["kind", "code", "text_zh", "text_en", "command", "reason", "detail", "parameter", "choices"]
ERROR_KEYS += ["retry_safe", "retry", "retry_after_seconds", "alternatives"]
QUOTE_KEYS = [
    *("quote_id", "holds_until"),
    *("task_type", "model_id", "model_name", "version_id", "attribute_id", "params", "points", "n", "total"),
    *("estimated_seconds", "notices", "command"),
]
INPUTS = {
    TaskType.IMAGE_TO_IMAGE: 1,
    TaskType.IMAGE_TO_VIDEO: 1,
    TaskType.FIRST_LAST_FRAME_TO_VIDEO: 2,
    TaskType.REFERENCE_IMAGE_TO_VIDEO: 2,
}


class Shell(shells.Shell):
    """Runs every command, and prints JSON as fast as the fake server."""

    def run(self, *arguments: str) -> int:
        """Run it, and return its exit code."""
        try:
            return super().run(*arguments)
        except SystemExit as end:  # argparse, in fake-server
            return int(end.code or 0)

    def json(self, *arguments: str) -> Said:
        """Run it with --output-json, as fast as the fake server."""
        return self(*arguments, "--output-json", "--speed", str(FAST))


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeIma]:
    """Run a fast and strict server, to which the environment points."""
    with pointed_at(FakeIma(speed=FAST, strict=True), monkeypatch) as server:
        yield server


@pytest.fixture
def ima(capsys: pytest.CaptureFixture[str]) -> Shell:
    """Return the command line."""
    return Shell(capsys)


@pytest.fixture
def picture(tmp_path: Path) -> str:
    """Paint a local picture."""
    path = tmp_path / "puppy.png"
    Image.new("RGB", (640, 640), "tan").save(path)
    return str(path)


# ordering


@pytest.mark.parametrize("task_type", TaskType)
def test_every_task_type_from_a_command_to_files(
    task_type: TaskType, fake: FakeIma, ima: Shell, picture: str, tmp_path: Path
) -> None:
    """All eight are ordered at the quoted price, charged once, and lie on the disk."""
    wish = ["a puppy", "--task-type", task_type.value, *["--image", picture] * INPUTS.get(task_type, 0)]
    quoted = ima.json("quote", *wish).document
    said = ima.json("create", *wish, "--yes", "-o", str(tmp_path / "out"))
    result = said.document
    assert (said.code, result["status"], result["error"]) == (0, "succeeded", None)
    assert [list(result), list(result["medias"][0]), list(quoted)] == [RESULT_KEYS, MEDIA_KEYS, QUOTE_KEYS]
    assert [charge.total for charge in fake.charges] == [quoted["total"]] == [result["credit"]]
    assert {name: result[name] for name in result.keys() & quoted.keys() - {"notices"}} == {
        name: quoted[name] for name in result.keys() & quoted.keys() - {"notices"}
    }
    assert [Path(media["path"]).stat().st_size > 0 for media in result["medias"]] == [True] * result["n"]
    assert result["url"] == result["medias"][0]["url"]


def test_results_are_on_stdout_and_the_story_on_stderr(fake: FakeIma, ima: Shell, tmp_path: Path) -> None:
    """Without JSON, stdout holds the paths, one a line, and stderr says model, price and estimate before all else."""
    said = ima("create", "a puppy", "--n", "2", "--speed", str(FAST), "-o", str(tmp_path / "out"))
    assert said.code == 0
    assert [Path(line).parent for line in said.out.splitlines()] == [tmp_path / "out"] * 2
    [row] = ima.json("history").document
    before, _, after = said.err.partition(row["generation_id"])
    assert all(words in before for words in (row["model_name"], "10", "25 ~ 60"))
    assert "10" in after
    assert fake.charges[0].n == 2


def test_without_a_folder_the_addresses_are_printed(fake: FakeIma, ima: Shell) -> None:
    """What isn't downloaded can be."""
    said = ima("create", "一只小狗", "--language", "zh", "--speed", str(FAST))
    assert said.out.startswith(f"{fake.url}/results/")
    assert "图片" in said.err


def test_what_was_inferred_is_said(fake: FakeIma, ima: Shell, picture: str) -> None:
    """One image and no task type is an edit of it; the person is told."""
    said = ima.json("create", "make it snow", "--image", picture)
    assert said.document["task_type"] == "image_to_image"
    assert [notice["code"] for notice in said.document["notices"]] == ["task_type_inferred"]
    assert said.document["notices"][0]["text"] in said.err
    assert len(fake.charges) == 1


def test_a_dry_run_orders_nothing(fake: FakeIma, ima: Shell, picture: str) -> None:
    """It prints the quote; nothing is uploaded, ordered or charged."""
    said = ima.json("create", "make it snow", "--image", picture, "--dry-run")
    assert (said.code, list(said.document)) == (0, QUOTE_KEYS)
    assert (fake.charges, {request.method for request in fake.requests}) == ((), {"GET"})


@pytest.mark.usefixtures("fake")
def test_a_quote_can_be_read(ima: Shell) -> None:
    """People see everything that the JSON says."""
    said = ima("quote", "a puppy", "--model", "Nano Banana Pro", "--size", "4k", "--n", "2")
    assert (said.code, said.err) == (0, "")
    for words in ("gemini-3-pro-image", "size=4K", "18 each × 2 = 36", "60 to 120 s", "Note: "):
        assert words in said.out


def test_the_published_flags_work(fake: FakeIma, ima: Shell, picture: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A command in the published form is understood as it stands."""
    monkeypatch.delenv("IMA_API_KEY")
    monkeypatch.delenv("IMA_BASE_URL")
    account = ("--api-key", fake.key, "--base-url", fake.url, "--user-id", "al", "--language", "en")
    listed = ima.json("create", *account, "--task-type", "text_to_speech", "--list-models")
    assert (listed.code, listed.document[0]["task_type"]) == (0, "text_to_speech")
    wish = ("--task-type", "first_last_frame_to_video", "--model-id", "kling-video-o1", "--prompt", "smooth")
    said = ima.json(
        "create", *account, *wish, "--yes", "--input-images", picture, picture, "--extra-params", '{"duration": 5}'
    )
    assert (said.code, said.document["params"]["duration"]) == (0, "5")


def test_the_same_request_id_orders_once(fake: FakeIma, ima: Shell) -> None:
    """The second call returns the first order and says how it ended; another order under that id is refused."""
    first, again = (ima.json("create", "a puppy", "--request-id", "r") for _ in range(2))
    assert (again.code, again.document["generation_id"]) == (0, first.document["generation_id"])
    assert again.err.splitlines()[-4:] == first.err.splitlines()[-4:]
    before, after = (said.err.splitlines()[0] for said in (first, again))
    assert "one moment" in before
    assert after == f"This was ordered before ({first.document['generation_id']}) and is not ordered again."
    assert "one moment" not in again.err
    other = ima.json("create", "a puppy", "--request-id", "r", "--n", "2")
    assert (other.code, other.kind, other.document["status"]) == (3, "request_id_taken", "rejected")
    assert len(fake.charges) == 1


def test_who_orders_the_same_again_is_stopped_if_it_may_have_been_charged(fake: FakeIma, ima: Shell) -> None:
    """Until it is settled or said to be wanted all the same; the same request id isn't: nothing is ordered by it."""
    warning = "may have been charged"
    first = ima.json("create", "a puppy", "--request-id", "r")
    fake.fail_next("create", drop_after_charge())
    lost = ima.json("create", "a puppy")
    again = ima.json("create", "a puppy", "--request-id", "r")
    assert again.document["generation_id"] == first.document["generation_id"]
    assert (warning in again.err, len(fake.charges)) == (False, 2)
    unknown = lost.document["generation_id"]
    for options in ((), ("--request-id", "another"), ("--yes",), ("--max-points", "500")):
        anew = ima.json("create", "a puppy", *options)
        assert (anew.code, anew.kind, anew.document["error"]["retry_safe"]) == (5, "twin_unsettled", False)
        assert (f"ima settle {unknown}" in anew.err, warning in anew.err, len(fake.charges)) == (True, True, 2)
        assert "Generating" not in anew.err
    assert ima.json("create", "a dog").code == 0
    wanted = ima.json("create", "a puppy", "--again")
    assert (wanted.code, len(fake.charges)) == (0, 4)
    ima.json("settle", unknown, "--not-charged")
    assert (ima.json("create", "a puppy").code, len(fake.charges)) == (0, 5)


# how it ends (decision 27)


@pytest.mark.parametrize(
    ("arguments", "kind"),
    [
        (("--size", "3K"), "value_not_offered"),
        (("--param", "smell=rose"), "unknown_parameter"),
        (("--n", "banana"), "count_not_offered"),
        (("--n", "9" * 5000), "count_not_offered"),
        (("--model", "no such model"), "model_unknown"),
        (("--model", "\x1b[2J"), "model_unknown"),
        (("--version-id", "v99"), "value_not_offered"),
        (("--image", "nowhere.png"), "input_not_found"),
        (("--image", "http://example.com/a.png"), "input_url"),
        (("--image", "file:///etc/passwd"), "input_format"),
        (("--image", __file__), "input_format"),
        (("--image", "."), "input_format"),
        (("--video", "nowhere.mp4", "--task-type", "reference_image_to_video"), "input_not_found"),
        (("--task-type", "first_last_frame_to_video"), "input_count"),
        (("--max-points", "4"), "above_budget"),
        (("--extra-params", '{"prompt": "another"}'), "unknown_parameter"),
        (("--extra-params", '{"cast": {"points": 0}}'), "unknown_parameter"),
        (("--param", "size=[[[]]]"), "value_not_offered"),
        (("--param", "size=1e999"), "value_not_offered"),
        (("--base-url", "http://example.com", "--api-key", "ima_a_real_key"), "value_not_offered"),
        (("--base-url", "nonsense"), "value_not_offered"),
    ],
    ids=lambda value: " ".join(value)[:40] if isinstance(value, tuple) else str(value),
)
def test_nonsense_is_refused_before_anything_is_spent(
    arguments: tuple[str, ...], kind: str, fake: FakeIma, ima: Shell
) -> None:
    """Exit code 3, the reason in both languages, nothing ordered, nothing that steers a terminal."""
    said = ima.json("create", "a puppy", *arguments)
    assert (said.code, said.kind, said.document["status"]) == (3, kind, "rejected")
    assert [list(said.document), list(said.document["error"])] == [RESULT_KEYS, ERROR_KEYS]
    assert said.document["error"]["text_en"] in said.err
    assert fake.charges == ()
    assert "\x1b" not in said.out + said.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("create", "a", "--extra-params", "[1]"),
        ("create", "a", "--timeout", "-1"),
        ("create", "a", "--timeout", "nan"),
        ("create", "a", "--speed", "0"),
        ("create", "a", "b"),
        ("create", "a", "--task-type", "text_to_smell"),
        ("create", "a", "--no-such-option"),
        ("settle", "x"),
        ("settle", "x", "--not-charged", "--task-id", "y"),
        ("history", "--limit", "0"),
        ("wait",),
        ("no-such-command",),
    ],
    ids=" ".join,
)
def test_wrong_usage_ends_with_2(arguments: tuple[str, ...], ima: Shell) -> None:
    """It is said on stderr, and as JSON where that is wanted."""
    said = ima(*arguments, "--output-json")
    assert (said.code, said.kind, list(said.document)) == (2, "usage", RESULT_KEYS)
    assert said.document["error"]["text_en"] in said.err
    assert ima(*arguments).out == ""


@pytest.mark.parametrize(
    ("model", "suffix", "said"),
    [
        ("seedream-4.5", "gif", "doesn't take gif (image). It takes: {takes}."),
        ("gemini-3.1-flash-image", "gif", "doesn't take gif (image). It takes: {takes}."),
        ("midjourney", "txt", "isn't of this kind: image"),
    ],
)
def test_a_picture_that_the_model_does_not_take(
    model: str, suffix: str, said: str, fake: FakeIma, ima: Shell, tmp_path: Path
) -> None:
    """The formats listed are those of the chosen model alone; what is no picture is called so."""
    path = tmp_path / f"it.{suffix}"
    path.write_bytes(b"words")
    if suffix != "txt":
        Image.new("RGB", (64, 64)).save(path)
    listed = ima.json("models", "--task-type", "image_to_image").document
    takes = next(row["input_formats"]["image"] for row in listed if model in row["model_id"])
    refused = ima.json("create", "snow", "--image", str(path), "--model", model)
    assert (refused.code, refused.kind, fake.charges) == (3, "input_format", ())
    assert said.format(takes=", ".join(takes)) in refused.document["error"]["text_en"]


def test_what_no_model_makes_is_refused_without_a_question(fake: FakeIma, ima: Shell) -> None:
    """8K of Midjourney: what there is instead, and how to say it; nobody is asked who can't answer."""
    said = ima.json("create", "a puppy", "--model", "midjourney", "--size", "8K")
    assert (said.code, said.kind, fake.charges) == (3, "value_not_offered", ())
    assert "ask for Nano Banana Pro and 4K" in said.document["error"]["text_en"]
    assert not {"?", "？"} & set(said.document["error"]["text_en"] + said.document["error"]["text_zh"])


@pytest.mark.parametrize(("suffix", "kept"), [("png", 300), ("jpg", 500), ("webp", 200), ("gif", 200)])
def test_a_picture_that_is_cut_off_is_not_uploaded(
    suffix: str, kept: int, fake: FakeIma, ima: Shell, tmp_path: Path
) -> None:
    """Its header tells a size, and yet it is refused before anything is sent."""
    path = tmp_path / f"it.{suffix}"
    Image.effect_noise((64, 64), 64).convert("RGB").save(path)
    path.write_bytes(path.read_bytes()[: -path.stat().st_size // 3])
    refused = ima.json("create", "snow", "--image", str(path))
    assert (refused.code, refused.kind, path.stat().st_size > kept) == (3, "input_format", True)
    assert "incomplete or damaged" in refused.document["error"]["text_en"]
    assert {request.method for request in fake.requests} <= {"GET"}
    assert fake.charges == ()


@pytest.mark.parametrize("place", ["file", "file/below", "/proc/x", "read-only"])
@pytest.mark.parametrize("command", ["create", "ask"])
def test_a_folder_that_takes_no_files_is_refused_before_anything_is_ordered(
    command: str, place: str, fake: FakeIma, ima: Shell, tmp_path: Path
) -> None:
    """The path and what would do are said; the service hears nothing."""
    if place == "read-only" and os.geteuid() == 0:
        pytest.skip("the superuser may write everywhere")
    (tmp_path / "file").touch()
    (tmp_path / "read-only").mkdir(mode=0o500)
    folder = str(tmp_path / place)
    said = ima.json(command, "a puppy", "-o", folder)
    assert (said.code, said.kind, fake.requests) == (2, "usage", ())
    assert f"Can't write to “{folder}”" in said.err
    assert "-o out" in said.document["error"]["text_en"]


def test_a_failed_generation_ends_with_1(fake: FakeIma, ima: Shell) -> None:
    """It was charged all the same; `ima wait` collects what is ready later."""
    fake.fail_next("create", fail_media(1))
    said = ima.json("create", "a puppy", "--n", "2")
    assert (said.code, said.document["status"], said.kind) == (1, "failed", "generation_failed")
    fake.clock.advance(60)
    again = ima.json("wait", said.document["generation_id"]).document
    assert (again["status"], len(again["medias"]), again["credit"]) == ("failed", 1, 10)


def test_only_what_was_adjusted_is_said_to_be(fake: FakeIma, ima: Shell) -> None:
    """6009 at once, and in strict mode: nothing was adjusted, and nobody claims it; after a step down it was."""
    nano = ("create", "a puppy", "--model", "Nano Banana Pro", "--size", "4K")
    fake.fail_next("create", envelope(6009))
    plain = ima.json(*nano)
    fake.fail_next("create", envelope(6009))
    strict = ima.json(*nano, "--strict")
    for said in (plain, strict):
        assert (said.kind, said.document["status"]) == ("no_rule_match", "rejected")
        assert "adjusted" not in said.out + said.err
        assert "自动调整" not in said.out
    for code in (500, 6009):
        fake.fail_next("create", envelope(code))
    stepped = ima.json(*nano).document
    assert "stepped_down" in {notice["code"] for notice in stepped["notices"]}
    assert stepped["error"]["text_en"] == "Parameter mismatch, auto-adjusted"
    assert fake.charges == ()


def test_a_wait_that_ends_is_4_and_the_task_goes_on(fake: FakeIma, ima: Shell, tmp_path: Path) -> None:
    """The person is told how to go on; `ima wait` with either id, or its beginning, finishes it."""
    fake.fail_next("detail", medias("none"), times=1000)  # however slow this machine is, it runs until this is cleared
    said = ima.json("create", "a puppy", "--timeout", "0", "-o", str(tmp_path / "out"))
    assert (said.code, said.document["status"], said.kind) == (4, "running", "wait_ended")
    assert f"ima wait {said.document['generation_id']}" in said.document["error"]["command"]
    assert said.document["error"]["command"] in said.err
    assert not said.document["error"]["retry_safe"]
    assert ima("history", "--open").out.count("running") == 1
    fake.script.clear()
    done = ima.json("wait", said.document["task_id"])
    assert (done.code, done.document["status"]) == (0, "succeeded")
    assert Path(done.document["medias"][0]["path"]).exists()
    assert ima.json("wait", said.document["generation_id"][:6]).code == 0
    assert len(fake.charges) == 1


def test_what_could_be_taken_instead_is_of_the_scope_of_the_order(fake: FakeIma, ima: Shell) -> None:
    """At the end, and when the order is asked about later, which knows it from the ledger alone."""
    fake.fail_next("create", fail_media())
    said = ima.json("create", "a puppy", "--scope", "nano-banana")
    again = ima.json("wait", said.document["generation_id"])
    for document in (said.document, again.document):
        others = {one["model_id"] for one in document["error"]["alternatives"]}
        assert others
        assert others <= {"gemini-3.1-flash-image", "gemini-3-pro-image"}


def test_waiting_can_download_what_the_order_did_not(fake: FakeIma, ima: Shell, tmp_path: Path) -> None:
    """Into any folder, while it runs or later, as often as one likes; whatever is ready of a failed one too."""
    begun = ima.json("create", "a puppy", "--n", "2", "--timeout", "0").document["generation_id"]
    first, second = (ima.json("wait", begun, "-o", str(tmp_path / place)) for place in ("one", "two"))
    for said, place in ((first, "one"), (second, "two")):
        paths = [Path(media["path"]) for media in said.document["medias"]]
        assert (said.code, said.document["error"], [path.exists() for path in paths]) == (0, None, [True, True])
        assert {path.parent for path in paths} == {tmp_path / place}
    again = ima("wait", begun, "-o", str(tmp_path / "two"), "--speed", str(FAST))
    assert again.out.splitlines() == [media["path"] for media in second.document["medias"]]
    assert len(list((tmp_path / "two").iterdir())) == 2
    fake.fail_next("create", fail_media(1))
    half = ima.json("create", "a puppy", "--n", "2").document["generation_id"]
    fake.clock.advance(60)
    said = ima.json("wait", half, "-o", str(tmp_path / "half"))
    assert (said.code, said.document["status"], len(list((tmp_path / "half").iterdir()))) == (1, "failed", 1)


def test_waiting_tells_when_nothing_can_be_downloaded(fake: FakeIma, ima: Shell, tmp_path: Path) -> None:
    """As `create -o` does: paid for, there, and fetched again by the same words; a bad folder is wrong usage."""
    begun = ima.json("create", "a puppy").document["generation_id"]
    fake.fail_next("cdn", bare(403), times=9)
    said = ima.json("wait", begun, "-o", str(tmp_path / "out"))
    assert (said.code, said.document["status"], said.kind) == (1, "succeeded", "delivery_failed")
    error = said.document["error"]
    ready, again = error["text_en"], error["command"]
    assert "ready and paid for" in ready
    assert (ready.removesuffix("They can be fetched again.") in said.err, again) == (True, f"ima wait {begun}")
    assert again in said.err
    assert ima.json("wait", begun, "-o", "/proc/x").code == 2


def test_an_unknown_outcome_is_5_until_it_is_settled(fake: FakeIma, ima: Shell) -> None:
    """It is listed, never sent again, and settled by a person; a charged one is gone on with."""
    fake.fail_next("create", drop_after_charge(), times=2)
    lost, other = (ima.json("create", "a puppy", *options) for options in ((), ("--again",)))
    assert (lost.code, lost.document["status"], lost.kind) == (5, "unknown", "outcome_unknown")
    name = lost.document["generation_id"]
    ways = (f"ima settle {name} --not-charged", f"ima settle {name} --task-id", lost.document["error"]["command"])
    assert [way for way in ways if way not in lost.err] == []
    assert "may have been charged" in lost.document["error"]["text_en"]
    unknown = ima.json("history", "--unknown").document
    assert {row["generation_id"] for row in unknown} == {it.document["generation_id"] for it in (other, lost)}
    settled = ima.json("settle", lost.document["generation_id"], "--task-id", fake.charges[0].task_id)
    assert (settled.code, settled.document["status"]) == (0, "running")
    assert ima.json("wait", lost.document["generation_id"]).document["status"] == "succeeded"
    cleared = ima.json("settle", other.document["generation_id"], "--not-charged")
    assert (cleared.code, cleared.document["status"], cleared.document["credit"]) == (0, "rejected", 0)
    twice = ima.json("settle", other.document["generation_id"], "--not-charged")
    assert (twice.code, twice.kind) == (3, "not_unknown")


@pytest.mark.parametrize("name", ["IMA_BUDGET", "IMA_MAX_POINTS", "IMA_KEEP_PROMPTS"])
def test_no_wrong_setting_of_ordering_keeps_from_what_is_paid_for(
    name: str, fake: FakeIma, ima: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a setting that can't be read nothing is ordered; what was ordered is waited for, listed and forgotten all the same."""
    paid = ima.json("create", "a puppy", "--timeout", "0").document["generation_id"]
    monkeypatch.setenv(name, "what")
    assert ima.json("create", "a puppy").code in {2, 3}
    assert len(fake.charges) == 1
    refused = ima.json("forget", paid)
    assert (refused.code, refused.kind) == (3, "not_ended")
    assert ima.json("resume").code == 0
    assert ima.json("wait", paid).document["status"] == "succeeded"
    assert [row["generation_id"] for row in ima.json("history").document] == [paid]
    assert ima.json("forget", paid).code == 0


@pytest.mark.parametrize(
    "command",
    [("settle", "--not-charged"), ("settle", "--task-id", "t"), ("wait",), ("forget",), ("resume", "--take")],
    ids=" ".join,
)
def test_what_a_newer_version_wrote_is_left_alone(command: tuple[str, ...], fake: FakeIma, ima: Shell) -> None:
    """It is listed, and whoever asks for more is told to upgrade; nothing is changed."""
    fake.fail_next("create", drop_after_charge())
    lost = ima.json("create", "a puppy").document["generation_id"]
    ledger = Path(os.environ["OPENCLAW_STATE_DIR"]) / "ima_ledger" / "ledger.sqlite3"
    write_as_another_version(ledger, "UPDATE event SET kind = 'dreamt' WHERE kind = 'lost'")
    said = ima.json(*command, lost) if command[-1] == "--take" else ima.json(command[0], lost, *command[1:])
    assert (said.code, said.kind) == (3, "not_readable")
    assert f"The record of “{lost}” can't be read" in said.err
    assert [row["status"] for row in ima.json("history").document] == ["unknown"]


def test_the_account_is_6(fake: FakeIma, ima: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """No key, a wrong key, too few points: exit code 6, with JSON too."""
    fake.fail_next("create", envelope(4008))
    poor = ima.json("create", "a puppy")
    assert (poor.code, poor.kind, poor.document["status"]) == (6, "insufficient_points", "rejected")
    wrong = ima.json("create", "a puppy", "--api-key", "ima_wrong")
    assert (wrong.code, wrong.kind) == (6, "unauthorized")
    monkeypatch.delenv("IMA_API_KEY")
    none = ima.json("create", "a puppy")
    assert (none.code, none.kind) == (6, "no_key")
    assert fake.key not in f"{poor.out}{poor.err}{wrong.out}{wrong.err}"
    assert fake.charges == ()


# seeing


@pytest.mark.usefixtures("fake")
def test_models_are_listed_as_a_table_and_as_data(ima: Shell) -> None:
    """All eight kinds are there; every price range is that of the list."""
    listed = ima.json("models").document
    assert {row["task_type"] for row in listed} == set(TaskType)
    banana = next(row for row in listed if row["model_id"] == "gemini-3.1-flash-image")
    assert (banana["points"], banana["sizes"]) == ([4, 13], ["512px", "1K", "2K", "4K"])
    seedream = next(row for row in listed if row["model_id"] == "doubao-seedream-4.5")
    assert seedream["sizes"] == ["2k", "4k"]
    assert seedream["aspect_ratios"] == ["1:1", "2:3", "3:2", "3:4", "4:3", "9:16", "16:9", "21:9"]
    assert {"2k", "4k"} <= set(seedream["params"]["aspect_ratio"]["choices"])
    fast = next(row for row in listed if row["model_id"] == "ima-pro")
    assert "adaptive" in fast["aspect_ratios"]
    table = ima("models", "--task-type", "text_to_video").out
    for words in ("Kling O1", "kling-video-o1", "48-120", "5 10 s", "16:9", "180-360 s"):
        assert words in table
    assert "text_to_image" not in table


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "yet; still trying…"), ("zh", "暂时没有回应，还在继续尝试…")],
)
@pytest.mark.parametrize("command", ["models --task-type text_to_speech", "quote cat", "create cat"])
def test_who_waits_for_a_service_that_gives_no_answer_is_told(
    command: str, language: str, text: str, fake: FakeIma, ima: Shell
) -> None:
    """One line on stderr, in their language; stdout holds the answer alone."""
    fake.fail_next("products", bare(503))
    said = ima.json(*command.split(), "--language", language)
    assert (said.code, bool(said.document)) == (0, True)
    assert said.err.count(text) == 1
    assert fake.url in said.err.splitlines()[0]


def _started(ima: Shell, *wish: str) -> Any:
    """Order something without waiting, at the pace of the machine's clock, so that instants can be compared."""
    return ima("create", *wish, "--output-json", "--timeout", "0").document


@pytest.mark.usefixtures("fake")
def test_history_shows_what_was_ordered_and_no_prompt(ima: Shell) -> None:
    """Newest first, for the same key alone; what is forgotten keeps its points."""
    first, second = (_started(ima, "a secret puppy", "--n", count) for count in "12")
    for it in (first, second):
        ima.json("wait", it["generation_id"])
    rows = ima.json("history").document
    assert [row["generation_id"] for row in rows] == [second["generation_id"], first["generation_id"]]
    assert [row["credit"] for row in rows] == [10, 5]
    assert len(ima.json("history", "--limit", "1").document) == 1
    assert "secret" not in ima("history").out
    assert ima.json("forget", first["generation_id"]).document == {"forgotten": first["generation_id"]}
    assert [row["credit"] for row in ima.json("history").document] == [10, 5]
    assert ima("forget", "nothing").code == 3
    assert ima.json("history", "--api-key", "ima_other").document == []
    assert "Nothing to show" in ima("history", "--api-key", "ima_other").err


@pytest.mark.usefixtures("fake")
@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("models --task-type text_to_image", "20-40 秒"),
        ("models --task-type text_to_video", "5 10 秒"),
        ("quote cat", "积分：每个 5 × 1 = 5"),
        ("quote cat --image {picture}", "注意：按你给的内容，这次做图生图。"),
        ("history", "已完成"),
        ("doctor", "密钥：有效"),
        ("batch {wishes}", "1 行已结束（1 已完成），共 5 积分。"),
    ],
)
def test_what_is_listed_is_listed_in_chinese(command: str, told: str, ima: Shell, picture: str, tmp_path: Path) -> None:
    """Headings, units, stages and names of what is looked at."""
    wishes = tmp_path / "wishes.jsonl"
    wishes.write_text('{"prompt": "a cat"}\n', encoding="utf-8")
    ima.json("create", "a puppy")
    words = command.format(picture=picture, wishes=wishes).split()
    said = ima(*words, "--language", "zh", "--speed", str(FAST))
    assert (said.code, told in said.out + said.err) == (0, True)
    assert ": " not in said.out.replace('": ', "")
    assert not {"succeeded", "state_dir", "ledger", "Note"} & set(
        re.findall(r"[A-Za-z_]+", said.out.split("{")[0] + said.err)
    )


@pytest.mark.usefixtures("fake")
def test_nothing_to_resume_is_fine(ima: Shell) -> None:
    """An empty list, exit code 0."""
    said = ima.json("resume")
    assert (said.code, said.document) == (0, [])
    assert "There is nothing to resume." in said.err


@pytest.mark.usefixtures("fake")
@pytest.mark.parametrize(
    ("arguments", "code", "broken"),
    [
        ((), 0, set()),
        (("--api-key", "ima_wrong"), 6, {"key"}),
        (("--base-url", "http://127.0.0.1:9"), 1, {"service"}),
    ],
)
def test_the_doctor_looks_at_everything(arguments: tuple[str, ...], code: int, broken: set[str], ima: Shell) -> None:
    """What is wrong is named, and nothing is ordered."""
    said = ima.json("doctor", *arguments)
    checks = {check["name"]: check["ok"] for check in said.document["checks"]}
    assert (said.code, {name for name, ok in checks.items() if not ok}) == (code, broken)
    assert checks.keys() >= {"state_dir", "ledger", "service"}
    assert said.document["ok"] == (not broken)
    assert "❌" in ima("doctor", *arguments).out or not broken


@pytest.mark.usefixtures("fake")
def test_saved_models_are_seen_and_cleared_without_a_key(ima: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """They lie on this machine; the list is a result, on stdout."""
    ima("prefs", "set", "midjourney", "--task-type", "text_to_image")
    monkeypatch.delenv("IMA_API_KEY")
    listed, cleared, empty = ima("prefs", "list"), ima("prefs", "clear"), ima("prefs", "list")
    assert (listed.code, listed.out) == (0, "text_to_image: Midjourney (midjourney)\n")
    assert (cleared.code, cleared.out) == (0, "text_to_image\n")
    assert (empty.code, empty.out) == (0, "–\n")


@pytest.mark.usefixtures("fake")
def test_the_doctor_works_without_a_key_and_offline(
    ima: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A missing key is a finding, not the end; so is a state folder that can't be made."""
    monkeypatch.delenv("IMA_API_KEY")
    assert ima("doctor").code == 6
    assert ima.json("doctor", "--offline").code == 0
    (tmp_path / "file").touch()
    monkeypatch.setenv("OPENCLAW_STATE_DIR", str(tmp_path / "file" / "state"))
    broken = ima.json("doctor")
    assert broken.code in {3, 6}


@pytest.mark.usefixtures("fake")
@pytest.mark.parametrize("command", [("create", "a puppy"), ("history",), ("resume",), ("budget",)], ids=" ".join)
def test_a_damaged_ledger_is_set_aside_and_the_person_told(command: tuple[str, ...], ima: Shell) -> None:
    """Once, on stderr, with the name that the old file has now; looking goes on, and nothing is ordered (decision 45)."""
    ledger = Path(os.environ["OPENCLAW_STATE_DIR"]) / "ima_ledger" / "ledger.sqlite3"
    ledger.parent.mkdir(parents=True)
    ledger.write_bytes(b"garbage " * 1000)
    said = ima.json(*command)
    # Its mark lies beside it: what was known of the orders that have to be found.
    [kept, mark] = sorted(path for path in ledger.parent.iterdir() if ".damaged-" in path.name and path.read_bytes())
    assert mark.name == f"{kept.name}-mark"
    assert (said.code, isinstance(said.document, list | dict)) == (3 if command[0] == "create" else 0, True)
    assert said.err.count(f"The damaged file is kept as {kept.name}") == 1
    assert kept.read_bytes() == b"garbage " * 1000


# offline


def test_offline_needs_no_key_and_has_a_ledger_of_its_own(ima: Shell, tmp_path: Path) -> None:
    """Ordered from a server in the process, listed under --offline alone."""
    said = ima.json("create", "a puppy", "--offline", "-o", str(tmp_path / "out"))
    assert (said.code, Path(said.document["medias"][0]["path"]).stat().st_size > 0) == (0, True)
    assert len(ima.json("history", "--offline").document) == 1
    assert ima.json("history", "--api-key", "ima_other").document == []
    assert "keep them with -o" in ima.json("create", "a puppy", "--offline").err


def test_a_missing_extra_is_named(ima: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without Pillow it says what to install."""
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    for arguments in (("create", "a", "--offline"), ("fake-server",)):
        said = ima(*arguments)
        assert (said.code, "imastudio[fake]" in said.err) == (2, True)


# help


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_helps_with_examples(command: str, ima: Shell) -> None:
    """Help of each command shows how it is used."""
    said = ima(command, "--help")
    assert said.code == 0
    assert f"  ima {command}" in said.out


@pytest.mark.usefixtures("fake")
@pytest.mark.parametrize("command", ["", "create", "quote"])
def test_the_examples_of_help_can_be_ordered(
    command: str, ima: Shell, picture: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each shown order has a price: nothing that help says is refused."""
    monkeypatch.chdir(Path(picture).parent)
    shown = ima(*command.split(), "--help").out.replace("\\\n", " ")
    examples = [
        shlex.split(line) for line in shown.splitlines() if line.strip().startswith(("ima create", "ima quote"))
    ]
    for name in {word for example in examples for word in example if word.endswith(".png")}:
        Path(name).write_bytes(Path(picture).read_bytes())
    orders = [[word for word in example[2:] if word not in {"--offline", "--dry-run"}] for example in examples]
    assert len(orders) >= 2
    assert [ima("quote", *order).code for order in orders] == [0] * len(orders)


def test_help_and_version(ima: Shell) -> None:
    """The table names every command with the first words of its own help."""
    table = ima("--help").out
    assert all(f"  {name} " in table and line in table for name, line in COMMANDS.items())
    assert ima("--version").out.startswith("ima ")


def test_no_command_at_all_is_answered_with_the_help_alone(ima: Shell) -> None:
    """It is wrong usage, but nothing that needs an error line before it."""
    said = ima()
    assert (said.code, said.out, said.err.strip()) == (2, "", ima("--help").out.strip())


# processes


class Process:
    """`ima` as a process of its own."""

    def __init__(self, *arguments: str, **options: Any) -> None:
        pipes: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        self.popen = warm.Popen([*IMA, *arguments], text=True, **(pipes | options))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with self.popen:
            self.popen.kill()

    def ends(self) -> Said:
        """Wait for the end."""
        out, err = self.popen.communicate(timeout=30)
        return Said(self.popen.returncode, out, err)


@pytest.fixture
def slow_fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeIma]:
    """Run a server on which nothing is ready before its clock is turned."""
    with FakeIma(hand_clock=True, strict=True) as server:
        monkeypatch.setenv("IMA_API_KEY", server.key)
        monkeypatch.setenv("IMA_BASE_URL", server.url)
        yield server
        server.clock.advance(600)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_waiting_and_resume_goes_on(
    number: signal.Signals, slow_fake: FakeIma, ima: Shell, tmp_path: Path
) -> None:
    """Within two seconds it says that the task is paid for and how to go on; nothing is charged twice, nothing lost."""
    wish = ("create", "a puppy", "--output-json", "-o", str(tmp_path / "out"), "--speed", PACE)
    with Process(*wish) as process:
        assert happens(lambda: _asked(slow_fake))
        began = time.monotonic()
        process.popen.send_signal(number)
        said = process.ends()
    assert time.monotonic() - began < 8  # two seconds, and how slow a busy machine may be
    assert (said.code, said.document["status"], said.kind) == (4, "running", "wait_ended")
    assert f"ima wait {said.document['generation_id']}" in said.document["error"]["command"]
    assert said.document["error"]["command"] in said.err
    slow_fake.clock.advance(600)
    [resumed] = ima.json("resume").document
    assert (resumed["generation_id"], resumed["status"]) == (said.document["generation_id"], "succeeded")
    assert Path(resumed["medias"][0]["path"]).exists()
    assert len(slow_fake.charges) == 1


def test_a_killed_process_leaves_something_to_resume(slow_fake: FakeIma, ima: Shell, tmp_path: Path) -> None:
    """After kill -9 in the middle, `ima resume` brings the paid results to disk."""
    with Process("create", "a puppy", "--n", "2", "-o", str(tmp_path / "out"), "--speed", PACE):
        assert happens(lambda: _asked(slow_fake))
    slow_fake.clock.advance(600)
    said = ima("resume", "--speed", str(FAST))
    assert said.code == 0
    assert [Path(line).exists() for line in said.out.splitlines()] == [True, True]
    assert len(slow_fake.charges) == 1


def test_a_signal_ends_resuming_too(slow_fake: FakeIma, ima: Shell) -> None:
    """What is still unfinished is listed, each with how to go on."""
    begun = [_started(ima, "a puppy", "--n", count) for count in "12"]
    with Process("resume", "--output-json", "--speed", PACE) as process:
        assert happens(lambda: _asked(slow_fake))
        process.popen.send_signal(signal.SIGINT)
        said = process.ends()
    assert said.code == 4
    assert {it["generation_id"] for it in said.document} == {it["generation_id"] for it in begun}
    assert all(it["generation_id"] in said.err for it in begun)


def test_a_signal_ends_fetching_and_the_results_stay(fake: FakeIma, ima: Shell, tmp_path: Path) -> None:
    """Exit code 4, how to go on, and no half of a file."""
    begun = ima.json("create", "a puppy").document["generation_id"]
    fake.fail_next("cdn", delay(60, real=True))
    out = str(tmp_path / "out")
    with Process("wait", begun, "-o", out, "--output-json") as process:
        _met(fake, "cdn")
        process.popen.send_signal(signal.SIGINT)
        said = process.ends()
    assert (said.code, said.document["status"], said.kind) == (4, "succeeded", "wait_ended")
    assert f"ima wait {begun}" in said.err
    assert list((tmp_path / "out").iterdir()) == []
    assert ima.json("wait", begun, "-o", out).code == 0


def test_a_signal_while_the_order_is_on_its_way_says_so(slow_fake: FakeIma, ima: Shell) -> None:
    """Nobody knows whether it was taken: exit code 5, and the order can be found."""
    slow_fake.fail_next("create", delay(60))
    with Process("create", "a puppy", "--output-json") as process:
        _met(slow_fake, "create")
        process.popen.send_signal(signal.SIGINT)
        began = time.monotonic()
        said = process.ends()
    assert time.monotonic() - began < 8  # instead of the minute that the answer takes
    assert (said.code, said.document["status"]) == (5, "unknown")
    [row] = ima.json("history", "--unknown").document
    assert row["generation_id"] == said.document["generation_id"]


def test_a_signal_before_the_order_spends_nothing(slow_fake: FakeIma, ima: Shell) -> None:
    """Exit code 3, nothing ordered, and it says so."""
    slow_fake.fail_next("products", delay(60))
    with Process("create", "a puppy", "--output-json") as process:
        _met(slow_fake, "products")
        process.popen.send_signal(signal.SIGTERM)
        said = process.ends()
    assert (said.code, said.kind, said.document["status"]) == (3, "interrupted", "rejected")
    assert slow_fake.charges == ()
    assert ima.json("history").document == []


def test_a_signal_while_a_command_that_hangs_is_told_of_the_order(
    slow_fake: FakeIma, ima: Shell, tmp_path: Path
) -> None:
    """It ends at once, and nothing was ordered."""
    called = tmp_path / "called"
    hangs = shlex.join([sys.executable, "-c", f"import time; open({str(called)!r}, 'w'); time.sleep(60)"])
    with Process("create", "a puppy", "--output-json", "--tell", "chat", "--tell-command", hangs) as process:
        assert happens(called.exists)
        process.popen.send_signal(signal.SIGINT)
        said = process.ends()
    assert (said.code, said.kind, said.document["status"]) == (3, "interrupted", "rejected")
    assert slow_fake.charges == ()
    assert ima.json("history").document == []


@pytest.mark.parametrize(
    ("words", "good", "code", "kind"),
    [
        (("create", "a puppy"), 1, 3, "interrupted"),
        (("create", "a puppy"), 2, 4, "wait_ended"),
        (("wait", "ID"), 0, 4, "wait_ended"),
        (("create", "a puppy", "--size", "9K"), 0, 3, "value_not_offered"),
        (("create", "a puppy", "--nonsense"), 0, 3, "interrupted"),
        (("work", "run", "WORK", "--yes"), 0, 3, "interrupted"),
    ],
    ids=str,
)
def test_a_signal_is_never_kept_waiting_by_a_command_that_hangs(
    words: tuple[str, ...], good: int, code: int, kind: str, slow_fake: FakeIma, ima: Shell, tmp_path: Path
) -> None:
    """Two seconds later all has ended, whatever it was told when it hung, and what is paid for is said."""
    if "ID" in words:
        words = (words[0], _started(ima, "a puppy")["generation_id"])
    if "WORK" in words:
        file = tmp_path / "work.json"
        file.write_text('{"title": "t", "steps": {"hero": {"prompt": "a puppy", "task_type": "text_to_image"}}}')
        words = (*words[:2], str(file), *words[3:])
    called = tmp_path / "called"
    program = f"""
import os, time
with open({str(called)!r}, "a") as calls:
    print(os.getpid(), file=calls)
if open({str(called)!r}).read().count("\\n") > {good}:
    time.sleep(60)
"""
    hangs = shlex.join([sys.executable, "-c", program])
    with Process(*words, "--output-json", "--tell", "chat", "--tell-command", hangs, "--speed", PACE) as process:
        assert happens(lambda: called.exists() and called.read_text().count("\n") > good)
        began = time.monotonic()
        process.popen.send_signal(signal.SIGTERM)
        said = process.ends()
        took = time.monotonic() - began
    assert took < 8  # two seconds, and how slow a busy machine may be
    assert (said.code, said.kind, len(slow_fake.charges)) == (code, kind, int(code == 4))
    assert [pid for pid in called.read_text().split() if Path(f"/proc/{pid}").exists()] == []


@pytest.mark.usefixtures("fake")
def test_a_closed_pipe_loses_nothing(tmp_path: Path) -> None:
    """Whoever reads stdout may go away: the order is finished and delivered all the same."""
    with Process("create", "a puppy", "--speed", str(FAST), "-o", str(tmp_path / "out")) as process:
        assert process.popen.stdout is not None
        process.popen.stdout.close()
        process.popen.stdout = None
        said = process.ends()
    assert said.code == 0
    assert len(list((tmp_path / "out").iterdir())) == 1
    assert "Traceback" not in said.err


@pytest.mark.parametrize(("answer", "code", "charges"), [("n\r", 3, 0), ("y\r", 0, 1), ("\x03", 3, 0)])
def test_on_a_terminal_a_dear_order_is_asked_about(answer: str, code: int, charges: int, fake: FakeIma) -> None:
    """Above 50 points a person says yes or nothing is spent; the bar never claims to be done before it is."""
    ours, theirs = pty.openpty()
    wish = ("create", "waves", "--task-type", "text_to_video", "--n", "2", "--speed", str(FAST))
    with Process(*wish, stdin=theirs, stderr=theirs, start_new_session=True, preexec_fn=_take_terminal) as process:
        os.close(theirs)
        shown = _read_until(ours, "[y/N]")
        os.write(ours, answer.encode())
        shown += _read_until(ours, None)
        said = process.ends()
    os.close(ours)
    assert (said.code, len(fake.charges)) == (code, charges)
    assert "80" in shown
    assert ("0%" in shown, "100%" in shown, "[progress" in shown) == (bool(charges), False, False)


def _met(fake: FakeIma, call: str) -> None:
    """Return when the fault that waits for a call has been met."""
    assert happens(lambda: not fake.script.waiting.get(call))


def _asked(fake: FakeIma) -> bool:
    """Tell whether somebody asked how a task stands: it is known to whoever asks."""
    return any(request.path.endswith("/detail") for request in fake.requests)


def _take_terminal() -> None:
    """Make stdin the terminal that Ctrl-C comes from."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def _read_until(terminal: int, words: str | None) -> str:
    """Read what a terminal shows, up to `words` or the end."""
    shown = b""
    while words is None or words.encode() not in shown:
        ready, _, _ = select.select([terminal], [], [], 20)
        try:
            piece = os.read(terminal, 4096) if ready else b""
        except OSError:  # the other side was closed
            break
        if not piece:
            break
        shown += piece
    return shown.decode(errors="replace")
