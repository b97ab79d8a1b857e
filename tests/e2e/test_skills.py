# ruff: noqa: E501 - the commands stand here as they stand in the documents, a line each
"""The skills: every command that the vendor's documents show works as it stands there, and what is installed is sound."""

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from imastudio.adapters.skills.checking import problems
from imastudio.adapters.skills.folders import HOME, NAMES, files
from imastudio.fakeserver import FakeIma
from imastudio.fakeserver.media import picture
from tests import warm

ALL, BANANA = "ima-all-ai/scripts/ima_create.py", "ima-nano-banana/scripts/ima_image_create.py"
# As they stand in the documents, the script and the key apart; {user_id} stays as it is there.
COMMANDS = {
    ALL: [
        '--task-type text_to_image --model-id doubao-seedream-4.5 --prompt "a cute puppy on grass, photorealistic" --user-id {user_id} --output-json',
        '--task-type text_to_image --model-id gemini-3.1-flash-image --prompt "city skyline at sunset, 4K" --size 2k --user-id {user_id} --output-json',
        '--task-type image_to_image --model-id doubao-seedream-4.5 --prompt "turn into oil painting style" --input-images https://example.com/photo.jpg --user-id {user_id} --output-json',
        '--task-type text_to_video --model-id wan2.6-t2v --prompt "a puppy dancing happily, cinematic" --user-id {user_id} --output-json',
        """--task-type text_to_video --model-id wan2.6-t2v --prompt "dramatic ocean waves, sunset" --extra-params '{"duration":10,"resolution":"1080P","aspect_ratio":"16:9"}' --user-id {user_id} --output-json""",
        '--task-type image_to_video --model-id wan2.6-i2v --prompt "camera slowly zooms in, gentle movement" --input-images https://example.com/photo.jpg --user-id {user_id} --output-json',
        '--task-type first_last_frame_to_video --model-id kling-video-o1 --prompt "smooth transition between frames" --input-images https://example.com/frame1.jpg https://example.com/frame2.jpg --user-id {user_id} --output-json',
        '--task-type text_to_music --model-id sonic --prompt "upbeat electronic music, 120 BPM, no vocals" --user-id {user_id} --output-json',
        """--task-type text_to_music --model-id sonic --prompt "pop ballad, emotional" --extra-params '{"custom_mode":true,"lyrics":"Your custom lyrics here...","vocal_gender":"female"}' --user-id {user_id} --output-json""",
        '--task-type text_to_music --model-id GenBGM --prompt "relaxing ambient music for meditation" --user-id {user_id} --output-json',
        "--task-type text_to_speech --list-models",
        '--task-type text_to_speech --model-id seed-tts-2.0 --prompt "Text to be spoken here." --user-id {user_id} --output-json',
    ],
    BANANA: [
        "--task-type text_to_image --list-models",
        """--task-type text_to_image --model-id gemini-3.1-flash-image --prompt "a cute puppy on grass" --size 1K --extra-params '{"aspect_ratio":"1:1"}' --user-id {user_id} --output-json""",
        '--task-type image_to_image --model-id gemini-3.1-flash-image --prompt "turn into oil painting" --input-images "https://example.com/photo.jpg" --user-id {user_id} --output-json',
        '--task-type image_to_image --model-id gemini-3.1-flash-image --prompt "turn into oil painting" --input-images "./local-photo.jpg" --user-id {user_id} --output-json',
        '--task-type text_to_image --model-id gemini-3.1-flash-image --prompt "a cute puppy on grass" --user-id {user_id} --output-json',
        '--task-type text_to_image --model-id gemini-3-pro-image --prompt "sunset landscape" --size 4K --user-id {user_id} --output-json',
    ],
}


@pytest.fixture(scope="module")
def fake() -> Iterator[FakeIma]:
    """Return a strict fake server that takes no time."""
    with FakeIma(strict=True, speed=1000, seed=3) as server:
        yield server


def run(
    fake: FakeIma, folder: Path, script: str, arguments: list[str], **more: str
) -> subprocess.CompletedProcess[str]:
    """Run a published script in `folder`, as an agent does."""
    return warm.run(
        [sys.executable, str(HOME / script), *arguments],
        cwd=folder,
        env={**os.environ, "IMA_BASE_URL": fake.url, "IMA_SPEED": "1000", **more},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize(
    ("script", "command"), [(script, command) for script in COMMANDS for command in COMMANDS[script]]
)
def test_every_command_of_the_documents_works_as_it_stands(
    fake: FakeIma, tmp_path: Path, script: str, command: str
) -> None:
    """With `--api-key`, it orders what it says, at one charge, and stdout is the JSON alone."""
    (tmp_path / "local-photo.jpg").write_bytes(picture("a photo", 320, 240, format="jpeg"))
    before = len(fake.charges)
    done = run(fake, tmp_path, script, ["--api-key", fake.key, *shlex.split(command)])
    assert done.returncode == 0, done.stderr
    assert fake.key not in done.stdout + done.stderr
    if "--list-models" in command:
        assert len(fake.charges) == before
        return
    answer: dict[str, Any] = json.loads(done.stdout)
    told = shlex.split(command)
    assert told[told.index("--model-id") + 1] == answer["model_id"]
    assert told[told.index("--task-type") + 1] == answer["task_type"]
    assert answer["url"].startswith("http")
    (charge,) = fake.charges[before:]
    assert charge.total == answer["credit"]


def test_the_documents_have_no_other_command(tmp_path: Path) -> None:
    """Every published flag is among those that are tested, or is tested here."""
    del tmp_path
    flags = {
        word
        for commands in COMMANDS.values()
        for line in commands
        for word in shlex.split(line)
        if word.startswith("--")
    }
    published = {
        "--task-type",
        "--model-id",
        "--prompt",
        "--size",
        "--extra-params",
        "--input-images",
        "--user-id",
        "--list-models",
        "--output-json",
    }
    assert published <= flags


def test_the_sender_counts_where_no_user_is_named(fake: FakeIma, tmp_path: Path) -> None:
    """The saved model of who speaks in the chat is taken."""
    prefs = {
        "user_ou_1": {
            "text_to_image": {"model_id": "midjourney", "model_name": "Midjourney", "credit": 8, "last_used": ""}
        }
    }
    memory = tmp_path / "memory"
    memory.mkdir()
    (memory / "ima_prefs.json").write_text(json.dumps(prefs))
    context = json.dumps({"sender": {"id": "ou_1"}})
    done = run(
        fake,
        tmp_path,
        ALL,
        ["--task-type", "text_to_image", "--prompt", "a cat", "--output-json"],
        IMA_API_KEY=fake.key,
        OPENCLAW_STATE_DIR=str(tmp_path),
        OPENCLAW_CHANNEL_CONTEXT=context,
    )
    assert json.loads(done.stdout)["model_id"] == "midjourney"


def test_a_missing_key_and_a_missing_prompt_are_told(fake: FakeIma, tmp_path: Path) -> None:
    """Exit 6 with a JSON error; exit 2 for wrong usage."""
    done = run(fake, tmp_path, BANANA, ["--task-type", "text_to_image", "--prompt", "x", "--output-json"])
    assert (done.returncode, json.loads(done.stdout)["error"]["kind"]) == (6, "no_key")
    assert run(fake, tmp_path, BANANA, ["--task-type", "text_to_image"]).returncode == 2
    assert run(fake, tmp_path, BANANA, ["--task-type", "text_to_video", "--prompt", "x"]).returncode == 2


@pytest.mark.parametrize("script", [ALL, BANANA])
@pytest.mark.parametrize(
    "wrong",
    [
        [],
        ["--task-type", "text_to_nothing", "--prompt", "a cat"],
        ["--task-type", "text_to_image", "--prompt"],
        ["--task-type", "text_to_image", "--prompt", "a cat", "--nonsense"],
        ["--task-type", "text_to_image", "--prompt", "a cat", "--extra-params", "[1]"],
        ["--task-type", "text_to_image", "--prompt", "a cat", "--tell", "smoke"],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_told_as_json_too(script: str, wrong: list[str], fake: FakeIma, tmp_path: Path) -> None:
    """In both languages, and in the person's own on stderr."""
    done = run(fake, tmp_path, script, ["--output-json", "--language", "zh", *wrong])
    error = json.loads(done.stdout)["error"]
    assert (done.returncode, error["kind"]) == (2, "usage")
    assert error["text_zh"] in done.stderr
    assert error["text_en"]
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("script", [ALL, BANANA])
def test_the_flags_of_the_skill_work_in_its_script(script: str, fake: FakeIma, tmp_path: Path) -> None:
    """A cap, a count, a chat's messages and a folder, as `ima create` has them; models without a task type."""
    flags = ["--task-type", "text_to_image", "--prompt", "猫", "--n", "2", "--max-points", "20", "--request-id", "cats"]
    more = ["--tell", "chat", "--output-json", "--output", "out", "--speed", "1000"]
    done = run(fake, tmp_path, script, [*flags, *more], IMA_API_KEY=fake.key)
    assert (done.returncode, json.loads(done.stdout)["n"]) == (0, 2)
    sent = [json.loads(line) for line in done.stderr.splitlines()]
    assert len([message for message in sent if "media" in message]) == 2
    assert len(list((tmp_path / "out").iterdir())) == 2
    assert json.loads(run(fake, tmp_path, script, ["--list-models", "--output-json"], IMA_API_KEY=fake.key).stdout)


def test_another_model_is_out_of_scope(fake: FakeIma, tmp_path: Path) -> None:
    """The Nano Banana skill makes nothing else, and says what it makes."""
    command = ["--task-type", "text_to_image", "--model-id", "midjourney", "--prompt", "x", "--output-json"]
    done = run(fake, tmp_path, BANANA, command, IMA_API_KEY=fake.key)
    error = json.loads(done.stdout)["error"]
    assert (done.returncode, error["kind"]) == (3, "model_unknown")
    assert "Nano Banana" in error["text_en"]


@pytest.mark.parametrize("name", NAMES)
def test_our_skills_are_sound(name: str) -> None:
    """Front matter, size, links, no harm."""
    assert problems(HOME / name) == []
    assert Path("SKILL.md") in set(files(name))


def ima(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command line."""
    return warm.run(
        [sys.executable, "-c", "from imastudio.__main__ import main; main()", *arguments],
        capture_output=True,
        text=True,
        check=False,
    )


def test_skills_are_installed_and_not_overwritten(tmp_path: Path) -> None:
    """A changed file stays, unless it is forced."""
    assert ima("skill", "install", str(tmp_path)).returncode == 0
    for name in NAMES:
        assert ima("skill", "check", str(tmp_path / name)).returncode == 0
    changed = tmp_path / "ima-all-ai" / "SKILL.md"
    changed.write_text("mine")
    assert ima("skill", "install", str(tmp_path)).returncode == 1
    assert changed.read_text() == "mine"
    broken = ima("skill", "check", str(changed.parent))
    assert (broken.returncode, "front matter" in broken.stdout) == (1, True)
    assert ima("skill", "install", str(tmp_path), "--force", "--skill", "ima-all-ai").returncode == 0
    assert changed.read_text() != "mine"
