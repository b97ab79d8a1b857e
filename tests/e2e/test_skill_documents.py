"""SKILL.md as an agent follows it: every example runs as it is written, at the price that it told, and fits an agent's head."""

import json
import os
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from imastudio.adapters.skills.folders import HOME, NAMES
from imastudio.fakeserver import FakeIma
from imastudio.fakeserver.media import picture
from tests import warm

MAX_TOKENS = 5000
_BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SCRIPTS = {"ima-all-ai": "scripts/ima_create.py", "ima-nano-banana": "scripts/ima_image_create.py"}


@pytest.fixture
def fake() -> Iterator[FakeIma]:
    """Return a strict fake server that takes no time."""
    with FakeIma(strict=True, speed=1000, seed=3) as server:
        yield server


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Return a folder with a picture, and a program `ima` in bin/; before them in PATH are such as begin loaded."""
    (tmp_path / "local-photo.jpg").write_bytes(picture("a photo", 320, 240, format="jpeg"))
    program = tmp_path / "bin" / "ima"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m imastudio "$@"\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    warm.programs(tmp_path / "warm")
    return tmp_path


def in_shell(fake: FakeIma, place: Path, text: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run commands in a shell, as an agent does."""
    settings = {"IMA_BASE_URL": fake.url, "IMA_API_KEY": fake.key, "IMA_SPEED": "1000"}
    path = f"{place / 'warm'}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["sh", "-euc", text],  # noqa: S607 - the shell that is there
        cwd=place,
        env={**os.environ, **settings, "PATH": path, **more},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def examples(name: str) -> list[str]:
    """Return the examples of a skill, in their order."""
    text = (HOME / name / "SKILL.md").read_text(encoding="utf-8")
    return [block.replace("{baseDir}", str(HOME / name)) for block in _BLOCK.findall(text)]


@pytest.mark.parametrize("name", NAMES)
def test_every_example_runs_as_it_is_written(name: str, fake: FakeIma, place: Path) -> None:
    """One after the other in one folder; what is ordered was quoted, and costs no more."""
    blocks = examples(name)
    assert len(blocks) >= 6
    for block in blocks:
        done = in_shell(fake, place, block)
        assert done.returncode == 0, (block, done.stderr)
    assert len(fake.charges) == (3 if name == "ima-all-ai" else 4)


@pytest.mark.parametrize("name", NAMES)
def test_a_skill_fits_an_agent_s_head(name: str) -> None:
    """Counted generously: four letters, or one Chinese character, a token."""
    text = (HOME / name / "SKILL.md").read_text(encoding="utf-8")
    wide = sum(character > "\u3000" for character in text)
    assert wide + (len(text) - wide) / 3.5 <= MAX_TOKENS


@pytest.mark.parametrize("name", NAMES)
def test_a_saved_model_changes_no_price_unsaid(name: str, fake: FakeIma, place: Path) -> None:
    """What was quoted is ordered; a model that is saved in between is refused, with the new price (decision 55)."""
    blocks = examples(name)
    wish = next(block for block in blocks if "wish.json <<" in block)
    quote = "ima quote --wish wish.json --fields quote_id,total,model_name"
    told = json.loads(in_shell(fake, place, f"{wish}\n{quote}").stdout)
    saved = "Nano Banana Pro" if name == "ima-nano-banana" else "Nano Banana 2"
    order = f"ima create --wish wish.json --quote-id {told['quote_id']} --output-json"
    changed = in_shell(fake, place, f"ima prefs set '{saved}' --medium image >/dev/null\n{order}")
    assert (changed.returncode, json.loads(changed.stdout)["error"]["kind"]) == (3, "quote_changed")
    assert not fake.charges
    same = in_shell(fake, place, f"ima prefs clear --medium image >/dev/null\n{order}")
    assert (same.returncode, json.loads(same.stdout)["credit"]) == (0, told["total"])


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("flags", "code", "charges"),
    [
        ("--task-type text_to_image --prompt cat --max-points 1", 3, 0),
        ("--task-type text_to_image --prompt cat --n 2 --max-points 100", 0, 1),
        ("--task-type text_to_image --prompt cat --dry-run", 0, 0),
        ("--task-type text_to_image --prompt cat --gate", 3, 0),
        ("--task-type text_to_image --prompt cat --fields total,url --yes", 0, 1),
        ("--task-type text_to_image --prompt cat --user-id {user_id} --request-id r", 0, 1),
        ("--task-type image_to_image --prompt snow --input-images local-photo.jpg local-photo.jpg --dry-run", 0, 0),
        ("--list-models", 0, 0),
        ("--list-models --task-type text_to_image", 0, 0),
        ("--prompt cat", 2, 0),
        ("--task-type text_to_image --prompt cat --no-such-flag", 2, 0),
    ],
)
def test_flags_that_an_agent_tries_work_on_the_script(
    name: str, flags: str, code: int, charges: int, fake: FakeIma, place: Path
) -> None:
    """Those of the command as well."""
    json_too = "" if "--list-models" in flags else " --output-json"
    done = in_shell(fake, place, f"python3 {HOME / name / SCRIPTS[name]} {flags}{json_too}")
    assert done.returncode == code, done.stderr
    assert len(fake.charges) == charges


@pytest.mark.parametrize(
    "command",
    [
        "ima quote 'make it snow' --input-images local-photo.jpg local-photo.jpg --task-type image_to_image",
        "ima quote --prompt 'make it snow' --task-type image_to_image --input-images local-photo.jpg local-photo.jpg",
        "ima quote --list-models",
        "ima quote cat --max-points 100 --n 2",
    ],
)
def test_flags_that_an_agent_tries_work_on_the_command(command: str, fake: FakeIma, place: Path) -> None:
    """As published, with the words first."""
    done = in_shell(fake, place, command)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", NAMES)
def test_the_script_needs_only_the_program(name: str, fake: FakeIma, place: Path) -> None:
    """A Python without the package hands over to `ima`; without that, one line says how to get it."""
    bare = shutil.which("python3", path="/usr/bin:/bin") or sys.executable
    script = HOME / name / SCRIPTS[name]
    order = f"{bare} -I {script} --task-type text_to_image --prompt cat --output-json"
    hidden: dict[str, Any] = {"PATH": f"{place / 'bin'}:/usr/bin:/bin"}
    done = in_shell(fake, place, order, **hidden)
    assert (done.returncode, json.loads(done.stdout)["status"]) == (0, "succeeded")
    if bare != sys.executable:
        alone = in_shell(fake, place, order, PATH="/usr/bin:/bin")
        assert alone.returncode == 1
        assert "pipx install imastudio" in alone.stderr


@pytest.mark.parametrize(
    "wish",
    [
        "'a cat' --size 2k --n 2",
        "waves --task-type text_to_video --duration 10 --model 'Wan 2.6'",
        "'make it snow' --image local-photo.jpg",
        "'a ballad' --task-type text_to_music --param vocal_gender=female --param lyrics='la la'",
        "'say this' --task-type text_to_speech",
        "'a poster' --model 'Nano Banana Pro' --aspect-ratio 16:9 -o out",
    ],
)
def test_the_line_that_a_quote_prints_orders_exactly_that(wish: str, fake: FakeIma, place: Path) -> None:
    """Whatever is saved meanwhile; at the same price, or not at all."""
    quoted = in_shell(fake, place, f"ima quote {wish}").stdout
    line = next(text for text in quoted.splitlines() if "ima create" in text).partition(": ")[2]
    done = in_shell(fake, place, f"ima prefs set midjourney --medium image >/dev/null\n{line} --output-json")
    assert done.returncode == 0, (line, done.stderr)
    credit = json.loads(done.stdout)["credit"]
    assert f"--max-points {credit}" in line
    assert [charge.total for charge in fake.charges] == [credit]
