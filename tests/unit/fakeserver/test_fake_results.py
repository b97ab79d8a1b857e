"""What finished tasks look like, and the files behind their urls."""

import struct
from pathlib import Path

import pytest

from imastudio.fakeserver.vendor import results
from imastudio.fakeserver.vendor.checks import check_create
from imastudio.fakeserver.vendor.clock import VendorClock
from imastudio.fakeserver.vendor.results import Results
from imastudio.fakeserver.vendor.world import Task, World
from tests.unit.fakeserver.orders import LEAVES, NoFiles, body


def finished(task_type: str, version: str, **inner: object) -> tuple[World, Task]:
    """Order something and let it finish."""
    world = World(clock=VendorClock(hand=True), seed=1)
    account = world.open_account("ima_a", 10_000)
    order = check_create(body(task_type, version, inner=inner), world, NoFiles())
    task = world.accept(order, account, request=1, digest="d")
    world.clock.advance(1000)
    return world, task


@pytest.mark.parametrize(("task_type", "version"), LEAVES)
def test_every_url_that_is_told_is_served(task_type: str, version: str) -> None:
    """Each address in a finished media names a file that can be found and has the format it says."""
    world, task = finished(task_type, version)
    (media,) = results.describe(task, world.clock.now(), "http://x")["medias"]
    addresses = [value for value in media.values() if isinstance(value, str) and value.startswith("http://x/results/")]
    assert len(addresses) == (4 if task.medium == "video" else 3)
    for address in addresses:
        found = results.find(world, *address.removeprefix("http://x/results/").split("/"))
        assert found is not None
        assert found[0] is task
    assert media["url"].endswith(f".{media['format']}")
    assert ("width" in media) == (task.medium in {"image", "video"})
    assert ("duration_str" in media) == (task.medium != "image")


@pytest.mark.parametrize("name", ["0.png", "1.jpg", "0-cover.jpg", "0-other.jpg", "x.jpg", "0", "../0.jpg"])
def test_other_names_are_nothing(name: str) -> None:
    """Only the files that a media names exist."""
    world, task = finished("text_to_image", "midjourney")
    assert results.find(world, task.id, name) is None
    assert results.find(world, "task_none", "0.jpg") is None


def test_a_result_is_nowhere_before_its_time() -> None:
    """Before it is finished and after it failed, a result has no file."""
    world, task = finished("text_to_image", "midjourney")
    assert results.find(world, task.id, "0.jpg")
    task.medias[0].ready_at = world.clock.now() + 1
    assert results.find(world, task.id, "0.jpg") is None
    task.medias[0].ready_at, task.medias[0].error = 0, "no luck"
    assert results.find(world, task.id, "0.jpg") is None


@pytest.mark.parametrize(
    ("task_type", "version", "inner", "said"),
    [
        ("text_to_video", "kling-video-o1", {"duration": "10"}, "10s"),
        ("text_to_video", "wan2.6-t2v", {}, "5s"),
        ("text_to_music", "GenBGM", {}, "30s"),
        ("text_to_music", "sonic", {}, "120s"),
        ("text_to_speech", "seed-tts-2.0", {"prompt": "x" * 60}, "5s"),
        ("text_to_speech", "seed-tts-2.0", {"prompt": "旺" * 45}, "11s"),
        ("text_to_speech", "seed-tts-2.0", {"prompt": "旺" * 45, "audio_params": {"speech_rate": 100}}, "6s"),
        ("text_to_speech", "seed-tts-2.0", {"prompt": "x" * 60_000}, "300s"),
    ],
)
def test_lengths_are_told(task_type: str, version: str, inner: dict[str, object], said: str) -> None:
    """A film is as long as ordered, speech as its text takes at its speed, music as its model makes it."""
    world, task = finished(task_type, version, **inner)
    (media,) = results.describe(task, world.clock.now(), "")["medias"]
    assert media["duration_str"] == said


def test_a_film_without_a_length_has_the_usual_one() -> None:
    """Where no duration was sent, the clip says five seconds."""
    _, task = finished("text_to_video", "wan2.6-t2v")
    task.order.parameters.pop("duration")  # type: ignore[attr-defined]  # it is a dict underneath
    assert results.seconds(task) == 5


def test_files_are_what_they_say() -> None:
    """PNG and JPEG have the ordered pixels; sounds and films begin as such files do."""
    _, banana = finished("text_to_image", "gemini-3.1-flash-image-preview", size="512px", aspect_ratio="16:9")
    png = results.render(banana, 0, "", "png", None)
    assert png.startswith(b"\x89PNG")
    assert struct.unpack(">II", png[16:24]) == (512, 288)
    assert results.render(banana, 0, "", "png", None) == png != results.render(banana, 1, "", "png", None)
    assert results.render(banana, 0, "preview", "jpg", None).startswith(b"\xff\xd8")
    _, speech = finished("text_to_speech", "seed-tts-2.0")
    assert results.render(speech, 0, "", "wav", None).startswith(b"RIFF")
    _, film = finished("text_to_video", "wan2.6-t2v")
    assert results.render(film, 0, "", "mp4", None)[4:8] == b"ftyp"


@pytest.mark.parametrize(
    ("version", "inner", "sounds"),
    [
        ("wan2.6-t2v", {}, False),
        ("kling-v2-6", {"sound": "on"}, True),
        ("kling-v2-6", {"sound": "off"}, False),
        ("doubao-seedance-1-5-pro-251215", {"generate_audio": True}, True),
    ],
)
def test_a_film_sounds_where_sound_was_ordered(version: str, inner: dict[str, object], sounds: bool) -> None:  # noqa: FBT001
    """By whichever field its version has."""
    _, task = finished("text_to_video", version, **inner)
    assert results.sounds(task) == sounds


def files_in(folder: Path) -> dict[Path, bytes]:
    """Read all files of a folder."""
    return {path: path.read_bytes() for path in folder.iterdir()}


async def test_only_so_many_files_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The oldest files go when there are too many, come back when they are asked for, and all go at the end."""
    monkeypatch.setattr(results, "KEPT", 2)
    _, task = finished("text_to_speech", "seed-tts-2.0")
    kept = Results(folder=tmp_path)
    first = await kept.file(task, 0, "", "wav", None)
    made = results.render(task, 0, "", "wav", None)
    for index in (1, 2):
        await kept.file(task, index, "", "wav", None)
    assert first not in files_in(tmp_path)
    again = await kept.file(task, 0, "", "wav", None)
    assert files_in(tmp_path)[again] == made
    assert len(files_in(tmp_path)) == 2
    kept.clear()
    assert files_in(tmp_path) == {}
