"""A new model is one row in `quoting/models.py`, and one in the fake's own table: everything else follows from them."""

import shutil
import subprocess
import sys
from pathlib import Path

from tests.processes import unmeasured

ROOT = Path(__file__).parents[2]
OURS = """    Model(
        id="lark-1",
        makes=Medium.SPEECH,
        offered_as="Lark 1",
        names=("Lark", "Lark 1", "云雀"),
        trait=Trait.FAST,
        estimates={SPEECH: Estimate(lowest=3, highest=9, poll_every=2, tell_every=5)},
    ),
"""
THEIRS = """    "lark-1-2026": ListedModel(
        model_id="lark-1",
        name="Lark 1",
        group=_own("Lark"),
        icon="lark",
        tags=_takes("3~9"),
        kinds=(SPEECH,),
        offers={SPEECH: Offer(version="lark-1-2026", first_id=99001, axes={"default": ("enabled",)}, points=(7,))},
    ),
"""
PROGRAM = """
import asyncio

from imastudio import TaskType, Wish, open_studio
from imastudio.domain.intent import interpret, to_wish
from imastudio.domain.quoting import estimate
from imastudio.fakeserver import FakeIma, fail_media

SAID = {"zh": "用云雀朗读：今天天气真好", "en": "read this aloud with Lark: what a fine day"}
FOREIGN = {"zh": "用elevenlabs朗读：今天天气真好", "en": "read this aloud with elevenlabs: what a fine day"}


async def main(folder):
    with FakeIma(speed=1000) as fake:
        async with open_studio(
            api_key=fake.key, base_url=fake.url, im_base_url=fake.url, state_dir=folder, clock_speed=1000
        ) as studio:
            listed = {leaf.model_id: leaf for leaf in (await studio.models(TaskType.TEXT_TO_SPEECH)).leaves}
            assert listed["lark-1"].name == "Lark 1"
            assert estimate(listed["lark-1"]).highest == 9
            for language, words in SAID.items():
                proposal = interpret(words)
                assert (proposal.model, proposal.task_type) == ("lark-1", TaskType.TEXT_TO_SPEECH), proposal
                quote = await studio.quote(to_wish(proposal))
                assert (quote.order.model_id, quote.order.points, quote.order.estimate.highest) == ("lark-1", 7, 9)
                result = await studio.generate(to_wish(proposal), quote=quote)
                assert result.ok and result.credit == 7, result
                assert interpret(FOREIGN[language]).doubt("model").choices == ("Lark 1", "seed-tts-2.0")
            assert [charge.points for charge in fake.charges] == [7, 7]
            fake.fail_next("create", fail_media(0, reason="too noisy"))
            failed = await studio.generate(Wish(prompt="hello", task_type="text_to_speech", model="seed-tts-2.0"))
            assert failed.status == "failed", failed
            for language in ("zh", "en"):
                assert "Lark 1" in failed.text(language), failed.text(language)


asyncio.run(main(__import__("sys").argv[1]))
print("done")
"""


def test_a_model_that_is_no_model_is_two_rows(tmp_path: Path) -> None:
    """It is listed, quoted, named in words, ordered and fallen back to, in both languages, after one row here and one there."""
    house = tmp_path / "house"
    for room in ("domain", "ports", "adapters", "fakeserver", "src", "docs"):
        shutil.copytree(ROOT / room, house / room, symlinks=True, ignore=shutil.ignore_patterns("__pycache__"))
    _insert(house / "domain/quoting/models.py", "MODELS: tuple[Model, ...] = (\n", OURS)
    _insert(house / "fakeserver/catalogues/offers.py", "MODELS: Mapping[str, ListedModel] = {\n", THEIRS)
    env = {**unmeasured(), "PYTHONPATH": str(house / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path / "state")],
        cwd=tmp_path,
        env=env,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (run.returncode, run.stdout) == (0, "done\n"), run.stderr


def _insert(file: Path, behind: str, row: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(behind) == 1
    file.write_text(text.replace(behind, behind + row), encoding="utf-8")
