"""Works of several media before the fake server: each recipe in both languages, agreed to as a whole, killed anywhere."""

import json
import os
import shlex
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from imastudio.adapters.film import arguments as film_arguments
from imastudio.fakeserver import FakeIma, envelope, fail_media, price_list
from imastudio.fakeserver.catalogues.patches import Patch
from tests import warm
from tests.films import tracks
from tests.shells import Said, Shell, pointed_at

SPEED = "500"
FAST = ("--speed", SPEED, "--timeout", "50000")
DYING = """
import os, signal, sys
from imastudio.__main__ import main
from imastudio.adapters.film import arguments
from imastudio.adapters.files.works import FileWorks
from imastudio.adapters.film.ffmpeg import Ffmpeg
from imastudio.adapters.sqlite.ledger import SqliteLedger

arguments.PRESET = "ultrafast"
moment = int(sys.argv.pop(1))
reached = 0

def step():
    global reached
    reached += 1
    if reached == moment:
        os.kill(os.getpid(), signal.SIGKILL)

def dying(write):
    async def written(self, *arguments, **named):
        step()
        answer = await write(self, *arguments, **named)
        step()
        return answer
    return written

for home, names in ((SqliteLedger, ("begin", "append", "send_again")), (FileWorks, ("save",)), (Ffmpeg, ("make",))):
    for name in names:
        setattr(home, name, dying(getattr(home, name)))
main()
"""
SMALL: dict[str, Any] = {
    "title": "旺财的早晨",
    "steps": {
        "hero": {
            "task_type": "text_to_image",
            "prompt": "柴犬旺财",
            "model": "Nano Banana 2",
            "params": {"size": "512px"},
        },
        "run": {"task_type": "image_to_video", "image": "hero", "prompt": "旺财跑过草地", "model": "Vidu Q2 Pro"},
        "bgm": {"task_type": "text_to_music", "prompt": "轻快的木吉他", "model": "GenBGM"},
    },
    "film": {"shots": ["run"], "music": "bgm"},
}


# Of the commits of the ledger and of the record, before and after, and the film's; IMA_TEST_MOMENTS=1 is all of them.
MOMENTS = range(2, 30, int(os.environ.get("IMA_TEST_MOMENTS", "3")))


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[FakeIma]:
    """Run a fast, strict server, to which the environment points; work in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(film_arguments, "PRESET", "ultrafast")  # larger, and the same film
    with pointed_at(FakeIma(speed=float(SPEED), strict=True), monkeypatch) as server:
        yield server


@pytest.fixture
def ima(capsys: pytest.CaptureFixture[str]) -> Shell:
    """Return the command line."""
    return Shell(capsys)


@pytest.fixture
def small(tmp_path: Path) -> str:
    """Return the path of a small work."""
    (tmp_path / "work.yaml").write_text(json.dumps(SMALL, ensure_ascii=False), encoding="utf-8")
    return str(tmp_path / "work.yaml")


def statuses(said: Said) -> dict[str, str]:
    """Return where each step stands."""
    return {step["name"]: step["status"] for step in said.document["steps"]}


@pytest.mark.parametrize(
    ("brief", "media"),
    [
        ("宣传片+配乐，主角是旺财小狗，2个镜头，10秒，最便宜", {"Video", "Audio"}),
        ("A promo video with background music, starring a puppy, 2 shots, 10 seconds, cheapest", {"Video", "Audio"}),
        ("做个MV，歌曲是关于夏天的，主角是一只猫，2个镜头，最便宜", {"Video", "Audio"}),
        ("A music video: a song about the sea, starring a sailor, 2 shots, cheapest", {"Video", "Audio"}),
        ("给小兔子的故事配图并朗读，最便宜：从前有一只小兔子。它找到了妈妈。", {"Video", "Audio", "Text"}),
        ("A cheap story with narration and pictures: Fox woke up. Fox slept.", {"Video", "Audio", "Text"}),
        ("做一首关于大海的歌，再配一张封面", set()),
        ("Write a song about my cat Tom and make a cover for it", set()),
        ("一套2张，同一个女孩，不同城市，最便宜", set()),
        ("宣传片，主角是一只小狐狸，1个镜头，用Seedance 2.0", {"Video"}),
        ("A series of 2 cheap pictures of the same knight in different seasons", set()),
    ],
)
def test_each_recipe_is_made(brief: str, media: set[str], fake: FakeIma, ima: Shell, tmp_path: Path) -> None:
    """From the brief to the film: planned, priced, changed to nothing, ordered at exactly that price, and measured."""
    planned = ima("work", "plan", brief, "-o", "w.yaml", "--output-json")
    assert planned.code == 0
    total = planned.document["total"]
    assert total == sum(step["total"] for step in planned.document["steps"])
    assert not fake.charges
    done = ima("work", "run", "w.yaml", "-o", "out", "--max-points", str(total), *FAST, "--output-json")
    assert (done.code, done.document["status"], done.document["credit"]) == (0, "done", total), done.err
    assert sum(charge.points for charge in fake.charges) == total
    results = [step["result"] for step in done.document["steps"]]
    assert all(Path(result["medias"][0]["path"]).exists() for result in results)
    film = done.document["film"]
    assert (film is None) == (not media)
    if film is not None:
        found = tracks(film["path"])
        assert film["path"] == str(tmp_path / "out" / "film.mp4")
        assert media <= set(found)
        if film["seconds"] is not None:
            assert abs(int(found["General"]["duration"]) / 1000 - film["seconds"]) < 0.2
    lines = [line for line in done.err.splitlines() if line.startswith("✅")]
    assert len(lines) == len(results) + 1, "one line a step, and one end"


def test_nothing_is_ordered_before_the_whole_is_agreed_to(fake: FakeIma, ima: Shell, small: str) -> None:
    """A cap that is too low, or nobody's word, orders nothing; its price is told."""
    total = ima("work", "show", small, "--output-json").document["total"]
    silent = ima("work", "run", small, "-o", "out", *FAST, "--output-json")
    assert (silent.code, silent.kind) == (3, "needs_approval")
    assert str(total) in silent.document["error"]["text_en"]
    low = ima("work", "run", small, "-o", "out", "--max-points", str(total - 1), *FAST, "--output-json")
    assert (low.code, low.kind) == (3, "above_budget")
    assert not fake.charges
    assert ima("work", "list", "--output-json").document == []


def test_agents_options_are_no_consent(fake: FakeIma, ima: Shell, small: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Behind the gate only a person agrees, or the operator lets it through; what waits has a name."""
    monkeypatch.setenv("IMA_GATE", "1")
    run = ["work", "run", small, "-o", "out", "--yes", "--max-points", "1000", *FAST, "--output-json"]
    refused = ima(*run)
    assert (refused.code, refused.kind, len(fake.charges)) == (3, "needs_approval", 0)
    (waits,) = ima("approve", "--output-json").document
    assert waits["total"] == ima("work", "show", small, "--output-json").document["total"]
    monkeypatch.setenv("IMA_UNATTENDED_POINTS", "500")
    assert ima(*run).code == 0


@pytest.mark.parametrize("moment", MOMENTS)
def test_killed_anywhere_it_is_gone_on_with(moment: int, fake: FakeIma, ima: Shell, small: str) -> None:
    """Nothing is charged twice, nothing that was charged is lost, and the film is there in the end."""
    run = ["work", "run", small, "-o", "out", "--yes", *FAST]
    died = warm.run([sys.executable, "-c", DYING, str(moment), *run], capture_output=True, timeout=100, check=False)
    assert died.returncode in {-signal.SIGKILL, 0}
    again = ima(*run, "--output-json")
    if again.document["error"] is None and "unknown" in statuses(again).values():
        for step in again.document["steps"]:
            if step["status"] == "unknown":
                _settle(fake, ima, step)
        again = ima(*run, "--output-json")
    assert (again.code, set(statuses(again).values())) == (0, {"done"}), again.err
    assert again.document["credit"] == again.document["total"] == sum(charge.points for charge in fake.charges)
    assert len(fake.charges) == 3
    assert tracks(again.document["film"]["path"])["Video"]


def _settle(fake: FakeIma, ima: Shell, step: dict[str, Any]) -> None:
    """Say what became of an order nobody knew of, as the account book says."""
    known = {row["task_id"] for row in ima("history", "--output-json").document}
    charges = [charge for charge in fake.charges if charge.task_type == step["task_type"]]
    lost = [charge.task_id for charge in charges if charge.task_id not in known]
    told = ["--task-id", lost[0]] if lost else ["--not-charged"]
    assert ima("settle", step["result"]["generation_id"], *told).code == 0


def test_a_failed_step_is_had_anew(fake: FakeIma, ima: Shell, small: str) -> None:
    """What needs it is not ordered; it is paid for again, after a new agreement; the rest is as it was."""
    fake.fail_next("create", fail_media())  # whichever of hero and music comes first
    first = ima("work", "run", small, "-o", "out", "--yes", *FAST, "--output-json")
    (failed,) = [name for name, status in statuses(first).items() if status == "failed"]
    assert (first.code, first.document["status"]) == (1, "failed")
    assert (statuses(first)["run"] == "blocked") == (failed == "hero")
    charged = len(fake.charges)
    assert ima("work", "run", small, "-o", "out", *FAST, "--output-json").document["credit"] == first.document["credit"]
    refused = ima("work", "run", small, "-o", "out", "--redo", failed, *FAST, "--output-json")
    assert (refused.code, refused.kind, len(fake.charges)) == (3, "needs_approval", charged)
    again = ima("work", "run", small, "-o", "out", "--redo", failed, "--yes", *FAST, "--output-json")
    assert (again.code, set(statuses(again).values())) == (0, {"done"})
    assert again.document["credit"] == sum(charge.points for charge in fake.charges)
    assert len(fake.charges) == 4
    assert Path(again.document["film"]["path"]).name == "film.mp4"


def test_a_price_that_moves_is_asked_about(fake: FakeIma, ima: Shell, small: str) -> None:
    """No step is ordered at another price than the one that was agreed to, until somebody agrees to that."""
    fake.fail_next("create", price_list(points=1), skip=1)  # the second of hero and music finds other prices, for good
    stopped = ima("work", "run", small, "-o", "out", "--yes", *FAST, "--output-json")
    assert (stopped.document["status"], stopped.code) == ("stopped", 3)
    spent = sum(charge.points for charge in fake.charges)
    work_id = stopped.document["work_id"]
    silent = ima("work", "resume", work_id, *FAST, "--output-json")
    assert (silent.code, silent.kind) == (3, "needs_approval")
    assert sum(charge.points for charge in fake.charges) == spent
    done = ima("work", "resume", work_id, "--yes", *FAST, "--output-json")
    assert (done.code, done.document["status"]) == (0, "done")
    assert done.document["credit"] == sum(charge.points for charge in fake.charges)


def test_a_model_that_is_gone_is_told_with_the_line_that_takes_another(fake: FakeIma, ima: Shell, small: str) -> None:
    """Before the first order nothing is begun; after it, what is left waits for another agreement."""
    catalogue = fake.world.catalogue
    Patch(model="GenBGM", task_type="text_to_music", remove=True).apply(catalogue)
    gone = ima("work", "run", small, "-o", "out", "--yes", *FAST, "--language", "en")
    assert (gone.code, len(fake.charges)) == (3, 0)
    assert "bgm: There is no model “GenBGM”" in gone.err
    document = {**SMALL, "steps": {**SMALL["steps"], "bgm": {**SMALL["steps"]["bgm"], "model": "Suno"}}}
    Path(small).write_text(json.dumps(document), encoding="utf-8")
    fake.fail_next("create", envelope(4008), skip=1)
    stopped = ima("work", "run", small, "-o", "out", "--yes", *FAST, "--output-json")
    assert stopped.code != 0
    Patch(model="viduq2-pro", task_type="image_to_video", remove=True).apply(catalogue)
    Patch(model="sonic", task_type="text_to_music", remove=True).apply(catalogue)
    told = ima("work", "resume", stopped.document["work_id"], *FAST, "--language", "en")
    line = next(line for line in told.err.splitlines() if line.startswith("Take another model"))
    assert (told.code, "ima work resume" in line, ".model=" in line) == (3, True, True)


def test_a_work_can_be_looked_at_and_forgotten(fake: FakeIma, ima: Shell, small: str, tmp_path: Path) -> None:
    """Its words are gone with its end, from every file."""
    done = ima("work", "run", small, "-o", "out", "--yes", *FAST, "--output-json")
    work_id = done.document["work_id"]
    assert [one["work_id"] for one in ima("work", "list", "--output-json").document] == [work_id]
    shown = ima("work", "show", work_id[:6])
    assert ("3" in shown.out, "film.mp4" in shown.out, "旺财" in shown.out) == (True, True, False)
    assert ima("work", "forget", work_id, "--output-json").document == {"forgotten": work_id}
    assert ima("work", "list").code == 0
    assert len(fake.charges) == 3
    assert ima("work", "show", "nothing-here").code == 3
    del tmp_path


def test_a_chat_is_told_of_a_work(fake: FakeIma, ima: Shell, small: str) -> None:
    """One acknowledgement, one start, each result with its number, one end; nothing technical."""
    said = ima("work", "run", small, "-o", "out", "--yes", *FAST, "--tell", "chat", "--language", "zh")
    sent = [json.loads(line) for line in said.err.splitlines() if line.startswith("{")]
    texts = [message.get("text") or message["caption"] for message in sent]
    assert (said.code, len(fake.charges)) == (0, 3)
    assert texts[0].startswith("收到")
    assert texts[1].startswith("🎬 开始制作，共 3 步")
    assert texts[-1].startswith("✅ 全部完成：3/3 步")
    assert sum(text.startswith("✅") for text in texts) == 4
    assert not any("out/" in text for text in texts)


def test_a_chat_that_takes_nothing_stops_no_work(fake: FakeIma, ima: Shell, small: str) -> None:
    """It is said once, and the work is made all the same."""
    broken = shlex.join([sys.executable, "-c", "raise SystemExit(1)"])
    said = ima(
        "work",
        "run",
        small,
        "-o",
        "out",
        "--yes",
        *FAST,
        "--tell",
        "chat",
        "--tell-command",
        broken,
        "--language",
        "en",
    )
    assert (said.code, len(fake.charges)) == (0, 3)
    assert said.err.splitlines() == ["A message could not be sent."]


def test_a_program_is_told_of_a_work(fake: FakeIma, ima: Shell, small: str) -> None:
    """One JSON document a line on stderr, and nothing else."""
    said = ima("work", "run", small, "-o", "out", "--yes", *FAST, "--tell", "json")
    events = [json.loads(line) for line in said.err.splitlines()]
    assert (said.code, len(fake.charges)) == (0, 3)
    kinds = [event["kind"] for event in events]
    assert (kinds[:2], kinds[-3:]) == (
        ["work_acknowledged", "work_started"],
        ["film_started", "film_made", "work_ended"],
    )
    assert sorted(kinds[2:-3]) == ["step_ended"] * 3 + ["step_started"] * 3
    assert events[-1]["data"]["film"].endswith("film.mp4")


def test_words_that_ask_for_a_work_are_proposed_as_one(fake: FakeIma, ima: Shell) -> None:
    """With its price, and ordered when that is agreed to; the film lies in a folder of its own."""
    brief = "宣传片+配乐，主角是旺财小狗，2个镜头，10秒，最便宜"
    proposed = ima("ask", brief, "--dry-run", "--output-json")
    assert (proposed.code, len(proposed.document["steps"]), len(fake.charges)) == (0, 4, 0)
    silent = ima("ask", brief, *FAST, "--output-json")
    assert (silent.code, silent.kind, len(fake.charges)) == (3, "needs_approval", 0)
    done = ima("ask", brief, "--max-points", str(proposed.document["total"]), *FAST, "--output-json")
    assert (done.code, done.document["status"]) == (0, "done"), done.err
    assert Path(done.document["film"]["path"]).parent.name == f"ima-{done.document['work_id']}"
    assert sum(charge.points for charge in fake.charges) == proposed.document["total"]


@pytest.mark.parametrize(
    ("offline", "words"), [((), "ima work run w.yaml\n"), (("--offline",), "ima work run w.yaml --offline\n")]
)
def test_the_next_step_is_told_as_a_line_that_works(
    offline: tuple[str, ...], words: str, fake: FakeIma, ima: Shell
) -> None:
    """Before the same service as the one that priced it."""
    said = ima("work", "plan", "a promo with music, starring a fox, 1 shot", "-o", "w.yaml", *offline)
    assert (said.code, said.err.endswith(words)) == (0, True), said.err
    assert not fake.charges


def test_a_work_that_there_is_not_is_told_as_one(fake: FakeIma, ima: Shell, small: str) -> None:
    """With those that there are; never as an order."""
    for command in ("show", "resume", "forget"):
        nothing = ima("work", command, "zzz", "--language", "en")
        assert (nothing.code, "There is no work “zzz”, and no other yet." in nothing.err) == (3, True), nothing.err
    work_id = ima("work", "run", small, "-o", "out", "--yes", *FAST, "--output-json").document["work_id"]
    told = ima("work", "resume", "zzz", "--language", "zh")
    assert f"没有作品“zzz”。现有的：{work_id}。" in told.err
    assert len(fake.charges) == 3


def test_a_cap_in_the_brief_goes_with_its_work(fake: FakeIma, ima: Shell) -> None:
    """A plan above it says so and is not ordered; one within it is agreed to by it."""
    brief = "a promo with music, starring a fox, 1 shot, at most {} points"
    ima("work", "plan", brief.format(20), "-o", "w.yaml")
    dear = ima("work", "run", "w.yaml", "-o", "out", "--yes", *FAST, "--output-json")
    assert (dear.code, dear.kind, len(fake.charges)) == (3, "above_budget", 0)
    planned = ima("work", "plan", brief.format(100), "-o", "w.yaml", "--output-json")
    done = ima("work", "run", "w.yaml", "-o", "out", *FAST, "--output-json")
    assert (done.code, done.document["credit"]) == (0, planned.document["total"]), done.err


def test_what_is_wrong_with_a_document_is_told(ima: Shell, tmp_path: Path, fake: FakeIma) -> None:
    """The step and the field; a name that stands twice; a file that is none."""
    for text, words in (
        ("steps: {a: {task_type: image_to_video, image: b, prompt: x}}", "steps.a.image"),
        ("steps: {a: {prompt: x}}", "steps.a.task_type"),
        ("steps: {a: {prompt: x}, a: {prompt: y}}", "work"),
        ("steps: [", "work"),
        ("steps: {a: {task_type: text_to_image, prompt: !!timestamp 2020-01-01}}", "work"),
    ):
        (tmp_path / "w.yaml").write_text(text, encoding="utf-8")
        said = ima("work", "show", "w.yaml", "--output-json")
        assert (said.code, said.document["error"]["parameter"]) == (3, words), said.err
    assert ima("work", "show", "nothing.yaml").code == 2
    assert ima("work", "plan", "画一只猫").code == 2
    assert ima("work", "resume", "abcdef123456", "--change", "bgm=5").code == 3
    assert not fake.charges


@pytest.mark.parametrize("spelled", ["./out", "out/", "sub/../out", "link", "../here/out"])
def test_a_folder_is_the_same_however_it_is_spelled(
    spelled: str, fake: FakeIma, ima: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same file into it is the same work, so nothing is paid for again."""
    here = tmp_path / "here"
    for folder in ("sub", "out"):
        (here / folder).mkdir(parents=True)
    (here / "link").symlink_to(here / "out")
    monkeypatch.chdir(here)
    hero = {"title": "one", "steps": {"hero": SMALL["steps"]["hero"]}}
    (here / "one.json").write_text(json.dumps(hero), encoding="utf-8")
    first = ima("work", "run", "one.json", "-o", "out", "--yes", *FAST, "--output-json")
    again = ima("work", "run", "one.json", "-o", spelled, "--yes", *FAST, "--output-json")
    assert (first.code, again.code, len(fake.charges)) == (0, 0, 1)
    assert again.document["work_id"] == first.document["work_id"]


def test_a_finished_step_is_had_anew(fake: FakeIma, ima: Shell, small: str) -> None:
    """With its document at hand; it is shown and agreed to, and a cap that is too low orders nothing."""
    run = ["work", "run", small, "-o", "out", *FAST, "--output-json"]
    first = ima(*run, "--yes")
    silent = ima(*run, "--redo", "bgm")
    assert (silent.code, silent.kind) == (3, "needs_approval")
    low = ima(*run, "--redo", "bgm", "--max-points", str(first.document["total"]))
    assert (low.code, low.kind, len(fake.charges)) == (3, "above_budget", 3)
    again = ima(*run, "--redo", "bgm", "--yes")
    assert (again.code, len(fake.charges)) == (0, 4)
    assert fake.charges[-1].task_type == "text_to_music"
    assert again.document["credit"] == sum(charge.points for charge in fake.charges)
    assert Path(again.document["film"]["path"]).name == "film.mp4"


def test_a_rehearsal_is_another_work(fake: FakeIma, ima: Shell, small: str) -> None:
    """What was run offline, or before another service, is run here all the same; each is gone on with where it was begun."""
    run = ["work", "run", small, "-o", "out", "--yes", "--output-json"]
    rehearsed = ima(*run, "--offline", *FAST)
    first = ima(*run, *FAST)
    assert (rehearsed.code, first.code, len(fake.charges)) == (0, 0, 3), first.err
    assert rehearsed.document["work_id"] != first.document["work_id"]
    for again, before in ((ima(*run, "--offline", *FAST), rehearsed), (ima(*run, *FAST), first)):
        assert (again.code, again.document["work_id"]) == (0, before.document["work_id"])
    assert len(fake.charges) == 3
    assert [one["work_id"] for one in ima("work", "list", "--output-json").document] == [first.document["work_id"]]


def test_a_work_goes_where_its_orders_go(
    fake: FakeIma, ima: Shell, small: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a renewed key it is not ordered again; once that has taken over the other's orders, it goes on."""
    fake.fail_next("create", envelope(4008), skip=1)
    run = ["work", "run", small, "-o", "out", "--yes", *FAST, "--output-json"]
    stopped = ima(*run)
    assert (stopped.document["status"], len(fake.charges)) == ("stopped", 1)
    fake.world.accounts["ima_fake_renewed_key"] = fake.world.accounts.pop(fake.key)
    monkeypatch.setenv("IMA_API_KEY", "ima_fake_renewed_key")
    other = ima(*run)
    assert (other.code, other.kind, len(fake.charges)) == (3, "other_key", 1)
    assert ima("work", "list", "--output-json").document == []
    assert ima("ledger", "adopt-key").code == 0
    again = ima(*run)
    assert (again.code, again.document["work_id"], again.document["status"]) == (0, stopped.document["work_id"], "done")
    assert len(fake.charges) == 3
    assert again.document["credit"] == sum(charge.points for charge in fake.charges)
