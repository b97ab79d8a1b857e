"""What a finished task is seen as: the answer to detail, and the files behind its urls.

Rules this file obeys:
* A file is made when it is fetched and follows from the task alone: the same url gives the same bytes.
* At most `KEPT` files are kept on disk; the rest are made again when somebody asks.
"""

import asyncio
import re
import unicodedata
from collections import OrderedDict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs

from imastudio.fakeserver import media
from imastudio.fakeserver.vendor import dimensions
from imastudio.fakeserver.vendor.orders import PendingMedia
from imastudio.fakeserver.vendor.world import Task, World

KEPT = 64
CONTENT_TYPES: Mapping[str, str] = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "wav": "audio/wav",
    "mp4": "video/mp4",
}
# The lengths that the vendor's documents name: "~2min" and "~30s".
MUSIC_SECONDS: Mapping[str, int] = {"sonic": 120, "GenBGM": 30, "GenSong": 30}
_OTHER_MUSIC_SECONDS = 30
_FILM_SECONDS = 5
# How fast is spoken: signs that are words of their own (Chinese), and letters.
_SIGNS_PER_SECOND = 4.5
_LETTERS_PER_SECOND = 14
_MAX_SPEECH_S = 300
_SOUND_FIELDS = ("generate_audio", "audio", "sound")
_NAME = re.compile(r"(\d{1,2})(?:-(watermark|preview|cover))?\.(png|jpg|wav|mp4)")
_PREVIEW_EDGE = 512


def describe(task: Task, now: float, origin: str) -> dict[str, Any]:
    """Build `data` of a detail's answer; timestamps in milliseconds."""
    return {
        "id": task.id,
        "biz_id": task.biz_id,
        "task_type": task.order.task_type,
        "created_at": int(task.created_at * 1000),
        "medias": [_media(task, index, result, now, origin) for index, result in enumerate(task.medias)],
    }


def _media(task: Task, index: int, result: PendingMedia, now: float, origin: str) -> dict[str, Any]:
    phase = result.phase(now)
    if phase == "failed":
        return {
            "resource_status": result.resource_status,
            "status": result.failed_as,
            "url": "",
            "error_msg": result.error,
            "remark": "",
        }
    if phase != "success":
        # A backend in Go writes an unset *int as null: a client must take it for 0.
        return {"resource_status": None if phase == "pending" else 0, "status": phase, "url": ""}
    base = f"{origin}/results/{task.id}/{index}"
    ending = file_format(task)
    built: dict[str, Any] = {
        "resource_status": 1,
        "status": phase,
        "url": f"{base}.{ending}",
        "watermark_url": f"{base}-watermark.{ending}",
        "preview_url": f"{base}-preview.{ending_of(task.medium, task.order.leaf['model_id'], '-preview')}",
        "format": ending,
        "error_msg": "",
        "remark": "",
    }
    if task.medium in ("image", "video"):
        built["width"], built["height"] = pixels(task)
    if task.medium == "video":
        built["cover"] = f"{base}-cover.jpg"
    if task.medium != "image":
        built["duration_str"] = f"{seconds(task)}s"
    return built


def file_format(task: Task) -> str:
    """Name the format of a task's results."""
    return ending_of(task.medium, task.order.leaf["model_id"])


def ending_of(medium: str, model_id: str, kind: str = "") -> str:
    """Name the format of a result, or of what comes beside it (`kind`); which model sends what is not documented."""
    if medium == "image":
        return "png" if model_id.startswith("gemini") and kind != "-preview" else "jpg"
    return "mp4" if medium == "video" else "wav"


def pixels(task: Task) -> tuple[int, int]:
    """Give width and height of a picture or film, as ordered."""
    if task.medium == "image":
        return dimensions.picture_size(task.order.leaf["model_id"], task.order.parameters)
    return dimensions.film_size(task.order.parameters)


def seconds(task: Task) -> int:
    """Give the length: of a film as ordered, of speech by its text and speed, of music by its model."""
    if task.medium == "video":
        return int(task.order.parameters.get("duration") or _FILM_SECONDS)
    if task.medium == "speech":
        return _spoken_seconds(task.order.prompt, task.order.parameters.get("audio_params"))
    return MUSIC_SECONDS.get(task.order.leaf["model_id"], _OTHER_MUSIC_SECONDS)


def sounds(task: Task) -> bool:
    """Tell whether a film was ordered with sound, by whichever field its version has."""
    return any(task.order.parameters.get(field) in (True, "on", "true") for field in _SOUND_FIELDS)


def _spoken_seconds(text: str, voice: object) -> int:
    signs = sum(unicodedata.east_asian_width(sign) in {"W", "F"} for sign in text)
    rate = voice.get("speech_rate") if isinstance(voice, Mapping) else None
    faster = 1 + rate / 100 if isinstance(rate, int | float) and rate > -100 else 1.0  # noqa: PLR2004 - percent
    spoken = (signs / _SIGNS_PER_SECOND + (len(text) - signs) / _LETTERS_PER_SECOND) / faster
    return min(_MAX_SPEECH_S, 1 + int(spoken))


def find(world: World, task_id: str, name: str) -> tuple[Task, int, str, str] | None:
    """Find what a result's url names, if it is there by now: task, index, kind ("" for the result itself), format."""
    task = world.tasks.get(task_id)
    matched = _NAME.fullmatch(name)
    if task is None or matched is None or int(matched[1]) >= len(task.medias):
        return None
    index, kind, ending = int(matched[1]), matched[2] or "", matched[3]
    described = _media(task, index, task.medias[index], world.clock.now(), "")
    known = f"/results/{task_id}/{name}" in described.values()
    return (task, index, kind, ending) if known else None


@attrs.define(kw_only=True)
class Results:
    """The result files that were fetched lately, on disk."""

    folder: Path
    _kept: OrderedDict[str, Path] = attrs.field(factory=OrderedDict)
    _lock: asyncio.Lock = attrs.field(factory=asyncio.Lock)

    async def file(self, task: Task, index: int, kind: str, ending: str, seed: int | None) -> Path:
        """Give the file of one result, made now if it isn't there any more."""
        name = f"{task.id}-{index}-{kind}.{ending}"
        async with self._lock:  # one at a time: a 4K picture takes 50 MB while it is drawn
            if name not in self._kept:
                path = self.folder / name
                await asyncio.to_thread(lambda: path.write_bytes(render(task, index, kind, ending, seed)))
                self._kept[name] = path
                self._forget_oldest()
            self._kept.move_to_end(name)
            return self._kept[name]

    def clear(self) -> None:
        """Forget all files."""
        while self._kept:
            self._kept.popitem()[1].unlink(missing_ok=True)

    def _forget_oldest(self) -> None:
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)[1].unlink(missing_ok=True)


def render(task: Task, index: int, kind: str, ending: str, seed: int | None) -> bytes:
    """Make the bytes of one result. Without Pillow, pictures raise `media.PillowMissing`."""
    grain = (seed or 0) * 1000 + task.number * 10 + index
    if ending == "wav":
        return media.sound(seconds(task), seed=grain)
    if ending == "mp4":
        width, height = pixels(task)
        return media.video(
            task.order.prompt, seed=grain, width=width, height=height, seconds=seconds(task), sounds=sounds(task)
        )
    width, height = pixels(task)
    if kind == "preview":
        longest = max(width, height, _PREVIEW_EDGE)
        width, height = (max(1, edge * _PREVIEW_EDGE // longest) for edge in (width, height))
    return media.picture(
        task.order.prompt,
        width,
        height,
        format="jpeg" if ending == "jpg" else "png",
        seed=grain,
        note=kind,
    )
