"""A film is a real MP4 that plays while it loads, as long and as large as ordered, and its bytes are the task's own."""

import json
import shutil
import struct
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imastudio.fakeserver.media import MAX_VIDEO_SECONDS, VIDEO_HEIGHT, VIDEO_SECONDS, VIDEO_WIDTH, filming, video
from tests.films import level, pixel, tracks


def boxes(file: bytes) -> list[tuple[bytes, bytes]]:
    """Read the boxes of the outermost level: their types and contents."""
    found, at = [], 0
    while at < len(file):
        size, kind = struct.unpack_from(">I4s", file, at)
        assert 8 <= size <= len(file) - at
        found.append((kind, file[at + 8 : at + size]))
        at += size
    return found


@given(st.text(st.characters(exclude_categories=())), st.integers())
def test_the_film_starts_at_once(prompt: str, seed: int) -> None:
    """The file type comes first, the index before the pictures, the prompt's box last."""
    kinds = [kind for kind, _ in boxes(video(prompt, seed=seed))]
    assert kinds[0] == b"ftyp"
    assert kinds.index(b"moov") < kinds.index(b"mdat")
    assert kinds[-1] == b"free"


def test_the_last_box_holds_prompt_and_seed() -> None:
    """In UTF-8, as JSON."""
    assert json.loads(boxes(video("橘猫", seed=7))[-1][1]) == {"prompt": "橘猫", "seed": 7}


def test_the_film_is_small_and_its_own() -> None:
    """Every task's bytes differ, the same task's do not."""
    assert len({video("a", seed=1), video("a", seed=1), video("a", seed=2), video("b", seed=1)}) == 3
    assert len(video("a")) < 40_000


def test_the_index_says_the_size_and_length_that_we_say() -> None:
    """The constants are those of the file (movie and track header, version 0)."""
    moov = dict(boxes(video()))[b"moov"]
    movie, track = moov.index(b"mvhd") + 4, moov.index(b"tkhd") + 4
    scale, length = struct.unpack_from(">II", moov, movie + 12)
    width, height = struct.unpack_from(">II", moov, track + 76)
    assert (width / 65536, height / 65536, length / scale) == (VIDEO_WIDTH, VIDEO_HEIGHT, VIDEO_SECONDS)


def test_ffmpeg_decodes_it_without_a_word(tmp_path: Path) -> None:
    """H.264 in yuv420p, every picture of it."""
    ffprobe = shutil.which("ffprobe")
    if ffprobe is None:
        pytest.skip("ffprobe is not installed")
    film = tmp_path / "film.mp4"
    film.write_bytes(video("橘猫"))
    ask = [
        "-v",
        "warning",
        "-count_frames",
        "-show_entries",
        "stream=codec_name,pix_fmt,nb_read_frames",
        "-of",
        "csv=p=0",
    ]
    done = subprocess.run([ffprobe, *ask, str(film)], capture_output=True, text=True, check=True)
    assert (done.stdout.strip(), done.stderr) == ("h264,yuv420p,48", "")


@pytest.mark.parametrize("seconds", [1, 5, 15, 60])
def test_the_small_film_lasts_as_long_as_ordered(
    seconds: float, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where nothing can be filmed: the length is in its index."""
    monkeypatch.setattr(filming, "_can_film", lambda: False)
    film = tmp_path / "film.mp4"
    film.write_bytes(video("橘猫", width=1280, height=720, seconds=seconds, sounds=True))
    found = tracks(film)
    assert abs(int(found["Video"]["duration"]) / 1000 - seconds) < 0.1
    assert (found["Video"]["width"], found["General"]["isstreamable"], "Audio" in found) == (320, "Yes", False)


@pytest.mark.parametrize(("width", "height", "seconds"), [(640, 360, 2.5), (180, 320, 5), (321, 241, 1)])
def test_a_film_is_made_as_ordered(width: int, height: int, seconds: float, tmp_path: Path) -> None:
    """Its size (to even pixels) and length, ready to play while it loads; the same order gives the same bytes."""
    made = video("a dog", seed=1, width=width, height=height, seconds=seconds)
    assert made == video("a dog", seed=1, width=width, height=height, seconds=seconds)
    film = tmp_path / "film.mp4"
    film.write_bytes(made)
    found = tracks(film)
    assert abs(int(found["Video"]["duration"]) / 1000 - seconds) < 0.05
    assert (found["Video"]["width"], found["Video"]["height"]) == (width // 2 * 2, height // 2 * 2)
    assert (found["Video"]["format"], found["General"]["isstreamable"]) == ("AVC", "Yes")
    assert boxes(made)[-1][0] == b"free"


def test_a_film_moves_and_sounds(tmp_path: Path) -> None:
    """A bar runs along its lower edge; where sound was ordered, there is some."""
    film = tmp_path / "film.mp4"
    film.write_bytes(video("a dog", width=320, height=180, seconds=3, sounds=True))
    assert "Audio" in tracks(film)
    assert pixel(film, 0.0, "iw-4", "ih-3") != pixel(film, 2.9, "iw-4", "ih-3")
    assert max(level(film, 0.5, 2.5, hertz) for hertz in (220, 247, 275, 330, 367, 440)) > 0.001


def test_a_nonsense_length_is_cut() -> None:
    """So that nobody's machine is kept busy."""
    moov = dict(boxes(video("x", seconds=10_000)))[b"moov"]
    movie = moov.index(b"mvhd") + 4
    scale, length = struct.unpack_from(">II", moov, movie + 12)
    assert length / scale == pytest.approx(MAX_VIDEO_SECONDS, abs=0.1)
