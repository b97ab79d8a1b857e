"""Films are made for real and measured by an independent reader: what goes wrong elsewhere without an error must not here."""

import asyncio
from collections.abc import Mapping
from pathlib import Path

import pytest

from imastudio.adapters.film.ffmpeg import Ffmpeg
from imastudio.domain.works.film import Edit, FilmNotMade, MeasuredMedia, edit_of
from imastudio.domain.works.work import Film, Shot
from tests.films import colour_at, level, loudness, make_picture, make_sound, make_video, tracks

MAKER = Ffmpeg()


async def made(film: Film, files: Mapping[str, Path], folder: Path) -> tuple[Path, Edit]:
    """Measure the files, make the film; return where it lies, and how it was cut."""
    parts = {
        name: MeasuredMedia(path=str(path), measured=await MAKER.measure(str(path))) for name, path in files.items()
    }
    edit = edit_of(film, parts)
    assert edit is not None
    target = folder / "film.mp4"
    await MAKER.make(edit, str(target))
    seconds = int(tracks(target)["General"]["duration"]) / 1000
    assert abs(seconds - edit.seconds) < 0.1, "the independent reader finds the length that was planned"
    assert [path.name for path in folder.iterdir() if path.name.startswith(".ima")] == []
    return target, edit


def shots(*names: str) -> tuple[Shot, ...]:
    """Return shots without anything else."""
    return tuple(Shot(step=name) for name in names)


async def test_each_shot_keeps_its_own_sound(tmp_path: Path) -> None:
    """Not the first one's alone; silence where a shot has none."""
    files = {
        "a": make_video(tmp_path / "a.mp4", 1.0, hertz=500),
        "b": make_video(tmp_path / "b.mp4", 1.0),
        "c": make_video(tmp_path / "c.mp4", 1.0, hertz=1500),
    }
    film, _ = await made(Film(shots=shots("a", "b", "c")), files, tmp_path)
    heard = [[level(film, at + 0.2, at + 0.8, hertz) > 0.02 for hertz in (500, 1500)] for at in range(3)]
    assert heard == [[True, False], [False, False], [False, True]]


async def test_a_mix_keeps_the_levels(tmp_path: Path) -> None:
    """The shot's sound is as loud against the music with a voice elsewhere in the film as without: nothing counts heads."""
    files = {
        "a": make_video(tmp_path / "a.mp4", 4.0, hertz=500),
        "m": make_sound(tmp_path / "m.wav", 4.0, hertz=1500),
        "v": make_sound(tmp_path / "v.wav", 0.5, hertz=2500),
    }
    alone, _ = await made(Film(shots=shots("a"), music="m"), files, tmp_path)
    without = level(alone, 2.0, 2.8, 500) / level(alone, 2.0, 2.8, 1500)
    alone.unlink()
    spoken, _ = await made(Film(shots=shots("a"), music="m", voice="v"), files, tmp_path)
    assert level(spoken, 2.0, 2.8, 500) / level(spoken, 2.0, 2.8, 1500) == pytest.approx(without, rel=0.05)


async def test_music_gives_way_to_a_voice(tmp_path: Path) -> None:
    """It comes back when the voice is done, and fades out at the end."""
    files = {
        "a": make_video(tmp_path / "a.mp4", 6.0),
        "m": make_sound(tmp_path / "m.wav", 9.0, hertz=1500),
        "v": make_sound(tmp_path / "v.wav", 2.0, hertz=500),
    }
    film, _ = await made(Film(shots=shots("a"), music="m", voice="v"), files, tmp_path)
    below, after, last = (level(film, start, start + 0.5, 1500) for start in (1.0, 3.5, 5.4))
    assert level(film, 1.0, 1.5, 500) > 3 * below > 0
    assert after > 2 * below
    assert last < after / 2


async def test_short_music_is_repeated_to_the_end(tmp_path: Path) -> None:
    """And a long one cut: both are measured."""
    files = {"a": make_video(tmp_path / "a.mp4", 5.0), "m": make_sound(tmp_path / "m.wav", 1.3, hertz=700)}
    film, edit = await made(Film(shots=shots("a"), music="m"), files, tmp_path)
    assert level(film, 3.0, 3.5, 700) > 0.05
    assert [notice.code for notice in edit.notices] == ["film_music_repeated"]
    audio = tracks(film)["Audio"]
    assert abs(int(audio["duration"]) / 1000 - 5.0) < 0.1


async def test_shots_of_other_sizes_rates_and_pixels_are_joined(tmp_path: Path) -> None:
    """All of them are seen whole, in the first one's size and rate, at the right time."""
    files = {
        "a": make_video(tmp_path / "a.mp4", 1.0, colour="red", size="320x180", rate=24),
        "b": make_video(tmp_path / "b.mp4", 1.5, colour="lime", size="180x320", rate=30, pixels="yuv444p"),
        "c": make_picture(tmp_path / "c.png", colour="blue", size="641x481"),
        "d": make_video(tmp_path / "d.mp4", 1.0, colour="red", size="130x98", rate=10),
    }
    film = Film(shots=(*shots("a", "b"), Shot(step="c", seconds=1.0), Shot(step="d")))
    path, edit = await made(film, files, tmp_path)
    assert [colour_at(path, at) for at in (0.5, 1.7, 3.0, 4.2)] == ["red", "green", "blue", "red"]
    assert colour_at(path, 1.7, x="8", y="8") == "black"
    video = tracks(path)["Video"]
    assert (video["width"], video["height"], float(video["frame_rate"])) == (320, 180, 24.0)
    assert edit.frames == 108


async def test_the_film_plays_on_a_phone(tmp_path: Path) -> None:
    """H.264 in 4:2:0 with its index in front, AAC in stereo; captions are a track of their own."""
    files = {"a": make_video(tmp_path / "a.mp4", 1.0, hertz=500, pixels="yuv444p")}
    path, _ = await made(Film(shots=(Shot(step="a", caption="旺财，早！"),)), files, tmp_path)
    found = tracks(path)
    assert (found["General"]["format"], found["General"]["isstreamable"]) == ("MPEG-4", "Yes")
    assert (found["Video"]["format"], found["Video"]["chroma_subsampling"], found["Video"]["bit_depth"]) == (
        "AVC",
        "4:2:0",
        8,
    )
    assert (found["Audio"]["format"], found["Audio"]["channel_s"], found["Audio"]["sampling_rate"]) == (
        "AAC",
        2,
        48_000,
    )
    assert found["Text"]["format"] == "Timed Text"


@pytest.mark.parametrize("volume", [0.1, 1.0])
async def test_the_film_is_as_loud_as_others(tmp_path: Path, volume: float) -> None:
    """-16 LUFS, whether its parts whisper or shout."""
    files = {
        "a": make_video(tmp_path / "a.mp4", 3.0),
        "m": make_sound(tmp_path / "m.wav", 8.0, hertz=1000, volume=volume),
    }
    film, _ = await made(Film(shots=shots("a", "a"), music="m"), files, tmp_path)
    assert loudness(film) == pytest.approx(-16.0, abs=1.0)


async def test_a_silent_film_has_no_sound(tmp_path: Path) -> None:
    """Rather than a track of nothing."""
    film, _ = await made(Film(shots=shots("a")), {"a": make_video(tmp_path / "a.mp4", 1.0)}, tmp_path)
    assert "Audio" not in tracks(film)


async def test_a_shot_that_cannot_be_read_is_left_out(tmp_path: Path) -> None:
    """And said; an odd name is no reason."""
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"no film at all" * 50)
    odd = make_video(tmp_path / "plain.mp4", 1.0).rename(tmp_path / "-a%03d [b].mp4")
    path, edit = await made(Film(shots=shots("broken", "odd")), {"broken": broken, "odd": odd}, tmp_path)
    assert [notice.facts["step"] for notice in edit.notices] == ["broken"]
    assert colour_at(path, 0.5) == "red"


async def test_pictures_last_as_long_as_their_sentences(tmp_path: Path) -> None:
    """The pictures change when the next sentence begins."""
    files = {
        "p": make_picture(tmp_path / "p.png", colour="red"),
        "q": make_picture(tmp_path / "q.png", colour="lime"),
        "v": make_sound(tmp_path / "v.wav", 1.6, hertz=500),
        "w": make_sound(tmp_path / "w.wav", 0.6, hertz=900),
    }
    film = Film(shots=(Shot(step="p", voice="v"), Shot(step="q", voice="w")))
    path, edit = await made(film, files, tmp_path)
    assert edit.seconds == pytest.approx(3.0, abs=0.05)
    assert [colour_at(path, at) for at in (1.8, 2.2)] == ["red", "green"]
    assert level(path, 2.1, 2.5, 900) > 10 * level(path, 2.1, 2.5, 500)


async def test_what_goes_wrong_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    """A folder that is not there, a part that vanished, no ffmpeg at all."""
    clip = make_video(tmp_path / "a.mp4", 1.0)
    edit = edit_of(
        Film(shots=shots("a")), {"a": MeasuredMedia(path=str(clip), measured=await MAKER.measure(str(clip)))}
    )
    assert edit is not None
    with pytest.raises(FilmNotMade):
        await MAKER.make(edit, str(tmp_path / "nowhere" / "film.mp4"))
    clip.unlink()
    with pytest.raises(FilmNotMade, match="part0"):
        await MAKER.make(edit, str(tmp_path / "film.mp4"))
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(FilmNotMade):
        await Ffmpeg(str(tmp_path / "no-ffmpeg")).make(edit, str(tmp_path / "film.mp4"))


async def test_who_cancels_ends_the_program(tmp_path: Path) -> None:
    """And no film is left behind."""
    clip = make_video(tmp_path / "a.mp4", 1.0, size="1280x720")
    measured = await MAKER.measure(str(clip))
    film = Film(shots=(Shot(step="a", seconds=600.0),))
    edit = edit_of(film, {"a": MeasuredMedia(path=str(clip), measured=measured)})
    assert edit is not None
    making = asyncio.create_task(MAKER.make(edit, str(tmp_path / "film.mp4")))
    while not (making.done() or list(tmp_path.glob(".ima-film-*/part0.mp4"))):  # noqa: ASYNC110 - no matter whose event it is
        await asyncio.sleep(0)
    making.cancel()
    with pytest.raises(asyncio.CancelledError):
        await making
    assert [path.name for path in tmp_path.iterdir()] == ["a.mp4"]
