"""Running ffmpeg: measures and films. The extra `[film]` brings the program.

Rules: it runs in a folder of its own, where every input has a plain name, so that no name is taken for an option, a pattern
or a protocol; a film is written beside its place and put there whole; who cancels ends the program too.
"""

import asyncio
import importlib.util
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import attrs

from imastudio.adapters.film.arguments import (
    film_arguments,
    gain_for,
    loudness_arguments,
    measure_arguments,
    mix_arguments,
    subtitles,
)
from imastudio.adapters.film.reading import read_loudness, read_measures
from imastudio.domain.works import Edit, FilmNotMade, Measured, Track

MAX_REASON_CHARS = 300


class Ffmpeg:
    """Makes films with ffmpeg."""

    def __init__(self, program: str | None = None) -> None:
        """Use `program`; without, the one that imageio-ffmpeg brings."""
        self._program = program

    @property
    def available(self) -> bool:
        """Tell whether there is an ffmpeg to run."""
        return self._program is not None or importlib.util.find_spec("imageio_ffmpeg") is not None

    def exists(self, path: str) -> bool:
        """Tell whether there is a file at `path`."""
        return Path(path).is_file()

    async def measure(self, path: str) -> Measured | None:
        """Return what is measured of a file; None where nothing in it can be read."""
        with TemporaryDirectory(prefix="ima-film-") as folder:
            name = _link(Path(folder), 0, path)
            code, printed, _ = await self._run(measure_arguments(name), Path(folder))
        return read_measures(printed) if code == 0 else None

    async def make(self, edit: Edit, into: str) -> None:
        """Write the film as the file `into`. Raises FilmNotMade."""
        target = Path(into)
        try:
            with TemporaryDirectory(prefix=".ima-film-", dir=target.parent) as name:
                folder = Path(name)
                await self._make(_staged(edit, folder), folder)
                (folder / "film.mp4").replace(target)
        except OSError as error:
            raise FilmNotMade(str(error.strerror)) from error

    async def _make(self, edit: Edit, folder: Path) -> None:
        mix, gain, captions = None, 0.0, None
        if edit.sounds:
            mix = "mix.wav"
            await self._must(mix_arguments(edit, mix), folder)
            gain = gain_for(read_loudness(await self._must(loudness_arguments(mix), folder)))
        if edit.captions:
            captions = "captions.srt"
            await asyncio.to_thread((folder / captions).write_text, subtitles(edit.captions), encoding="utf-8")
        await self._must(film_arguments(edit, "film.mp4", mix=mix, gain_db=gain, captions=captions), folder)

    async def _must(self, arguments: list[str], folder: Path) -> str:
        """Run it; return what it says on stderr. Raises FilmNotMade with its last words."""
        code, _, said = await self._run(arguments, folder)
        if code != 0:
            lines = [line.strip() for line in said.splitlines() if line.strip()]
            raise FilmNotMade("; ".join(lines[-2:])[:MAX_REASON_CHARS] or f"ffmpeg ended with {code}")
        return said

    async def _run(self, arguments: list[str], folder: Path) -> tuple[int, str, str]:
        async with self._process(arguments, folder) as process:
            printed, said = await process.communicate()
        return process.returncode or 0, printed.decode(errors="replace"), said.decode(errors="replace")

    @asynccontextmanager
    async def _process(self, arguments: list[str], folder: Path) -> AsyncIterator[asyncio.subprocess.Process]:
        process = await asyncio.create_subprocess_exec(
            self._found(),
            *arguments,
            cwd=folder,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            start_new_session=True,  # Ctrl-C at the terminal is ours to hear
        )
        try:
            yield process
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()

    def _found(self) -> str:
        if self._program is None:
            try:
                import imageio_ffmpeg

                self._program = imageio_ffmpeg.get_ffmpeg_exe()
            except (ImportError, RuntimeError) as error:
                raise FilmNotMade("no ffmpeg") from error
        return self._program


def _staged(edit: Edit, folder: Path) -> Edit:
    """Return `edit` over plain names in `folder`, each of which leads to the file it stands for."""
    named: dict[str, str] = {}

    def name(path: str) -> str:
        if path not in named:
            named[path] = _link(folder, len(named), path)
        return named[path]

    def track(given: Track) -> Track:
        return attrs.evolve(given, path=name(given.path))

    return attrs.evolve(
        edit,
        clips=[attrs.evolve(clip, path=name(clip.path)) for clip in edit.clips],
        music=None if edit.music is None else track(edit.music),
        voices=[track(voice) for voice in edit.voices],
    )


def _link(folder: Path, number: int, path: str) -> str:
    """Give a file a plain name in `folder`; return it."""
    source = Path(path).resolve()
    suffix = source.suffix.lower() if source.suffix[1:].isalnum() else ""
    link = folder / f"part{number}{suffix}"
    try:
        link.symlink_to(source)
    except OSError:  # a file system without links
        shutil.copyfile(source, link)
    return link.name
