"""What the vendor checks about the media that a create refers to.

Rules this file obeys:
* The vendor fetches inputs itself, so they must be public: https, or http on a loopback host or at our own address.
* What lies in our own store is looked at: it must be there, and be of a kind that the version takes.
* Seedance 2.0 is told more about its media, and has limits of its own.
"""

import hashlib
import mimetypes
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

import attrs

from imastudio.fakeserver.catalogues.catalogue import Leaf
from imastudio.fakeserver.vendor import json_readers, measures
from imastudio.fakeserver.vendor.json_readers import Object
from imastudio.fakeserver.vendor.refusals import BAD_REQUEST, VendorRefusal, refused

LOOPBACK = ("127.0.0.1", "localhost", "::1")
SEEDANCE = ("ima-pro", "ima-pro-fast")
SEEDANCE_LISTS = ("src_image", "src_video", "src_audio")
ANY_MEDIA = frozenset(
    {"image/jpg", "image/png", "image/webp", "video/mp4", "video/mov", "video/avi", "video/webm"}
    | {"audio/mp3", "audio/wav", "audio/m4a"}
)
# Where a leaf has no `files`, or no limits in them.
DEFAULT_COUNTS: Mapping[str, tuple[int, int]] = {
    "image_to_image": (1, 1),
    "image_to_video": (1, 1),
    "first_last_frame_to_video": (2, 2),
    "reference_image_to_video": (1, 4),
}
_SAME = {"jpeg": "jpg", "quicktime": "mov", "mpeg": "mp3", "x-wav": "wav", "wave": "wav", "x-msvideo": "avi"}
_MIB = 1024 * 1024


@attrs.frozen(kw_only=True)
class StoredFile:
    """Something in the fake's own store; `size` in bytes, `path` where there is a file to look into."""

    content_type: str
    size: int
    path: Path | None = None


@attrs.frozen(kw_only=True)
class Location:
    """The parts of a url that matter here."""

    scheme: str
    host: str
    port: int | None
    path: str


class Files(Protocol):
    """Answers what the checks ask about urls."""

    def is_own(self, url: str) -> bool:
        """Tell whether a url points into this server."""

    def look_up(self, url: str) -> StoredFile | None:
        """Find what lies at a url of this server, None if nothing does."""

    def is_verified(self, url: str) -> bool:
        """Tell whether the account that asks has had this url verified."""


def check_inputs(
    top: Object, inner: Object, task_type: str, leaf: Leaf, files: Files, *, strict: bool = True
) -> tuple[str, ...]:
    """Check the inputs of an order; give their urls, in order. Only strict ones of Seedance 2.0 must be described."""
    urls = json_readers.texts(inner, "input_images", "parameters[0].parameters.")
    seedance = leaf["model_id"] in SEEDANCE
    media = {kind: json_readers.objects(top, kind) for kind in SEEDANCE_LISTS}
    pictures = tuple(entry.get("url") for entry in media["src_image"]) if seedance else urls
    if json_readers.texts(top, "src_img_url") not in (urls, pictures):  # both official clients: decision 35
        raise refused(BAD_REQUEST, "src_img_url and input_images must hold the same urls")
    if task_type not in DEFAULT_COUNTS:
        if urls or any(media.values()):
            raise refused(BAD_REQUEST, f"{task_type} takes no input media")
        return ()
    if seedance:
        bare = bool(urls) and not strict and not any(media.values())  # one published client sends the urls alone
        all_urls = urls if bare else _check_seedance(media, urls, files)
    elif any(media.values()):
        raise refused(BAD_REQUEST, "src_image, src_video and src_audio belong to Seedance 2.0")
    else:
        all_urls = urls
    if not (seedance and task_type == "reference_image_to_video"):
        _check_count(len(all_urls), task_type, leaf)
    accepted = _accepted(leaf)
    for url in all_urls:
        check_url(url, files, accepted)
    return all_urls


def check_url(url: str, files: Files, accepted: frozenset[str] = frozenset()) -> None:
    """Refuse a url that the vendor couldn't fetch, or a stored file of a kind that isn't accepted; empty: any image."""
    parts, own = locate(url), files.is_own(url)
    plain = own or (parts is not None and parts.host in LOOPBACK)
    if parts is None or not (parts.scheme == "https" or (parts.scheme == "http" and plain)):
        raise refused(BAD_REQUEST, "input media must be public https urls")
    if not own:
        return
    stored = files.look_up(url)
    if stored is None:
        raise refused(BAD_REQUEST, "an input url cannot be read: nothing was uploaded there")
    kind = kind_of(stored.content_type)
    if not (kind in accepted if accepted else kind.startswith("image/")):
        raise refused(BAD_REQUEST, f"input media of type {kind} are not accepted")


def kind_of(content_type: str) -> str:
    """Write a content type as the lists do: image/jpg, video/mov, audio/mp3."""
    main, _, sub = content_type.partition(";")[0].strip().lower().partition("/")
    if (main, sub) == ("audio", "mp4"):
        sub = "m4a"
    return f"{main}/{_SAME.get(sub, sub)}"


def locate(url: str) -> Location | None:
    """Take a url apart; None if it names no host, or is no url."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:  # a bracket without its twin, a port that is none
        return None
    return Location(scheme=parts.scheme, host=host, port=port, path=parts.path) if host else None


def _accepted(leaf: Leaf) -> frozenset[str]:
    """Read acceptType, whose entries may hold several kinds: "image/jpg,png"."""
    kinds = set()
    for entry in leaf.get("files", {}).get("acceptType", ()):
        main, _, subs = entry.partition("/")
        kinds |= {kind_of(f"{main}/{sub}") for sub in subs.split(",")}
    return frozenset(kinds)


def _check_count(count: int, task_type: str, leaf: Leaf) -> None:
    lowest, highest = DEFAULT_COUNTS[task_type]
    limits = leaf.get("files", {})
    lowest, highest = max(1, limits.get("minLimit", lowest)), limits.get("maxLimit", highest)
    if not lowest <= count <= highest:
        raise refused(BAD_REQUEST, f"{lowest} to {highest} input media are needed, {count} were sent")


# Seedance 2.0


@attrs.frozen(kw_only=True)
class _Limits:
    most: int
    heaviest: int
    """Bytes."""
    kinds: frozenset[str] = frozenset()
    """Empty: what the leaf accepts."""
    seconds: tuple[float, float] | None = None
    together: float | None = None


_SEEDANCE_LIMITS: Mapping[str, _Limits] = {
    "src_image": _Limits(most=9, heaviest=30 * _MIB - 1),
    "src_video": _Limits(
        most=3,
        heaviest=50 * _MIB,
        kinds=frozenset({"video/mp4", "video/mov"}),
        seconds=(2, 15),
        together=15,
    ),
    "src_audio": _Limits(most=3, heaviest=15 * _MIB, kinds=frozenset({"audio/mp3", "audio/wav"}), together=15),
}
_EDGES = (300, 6000)
_RATIOS = (0.4, 2.5)


def asset_of(url: str, name: str | None, files: Files) -> dict[str, Any]:
    """Look at an input before it is used: its limits hold for what lies in our store, as far as its file tells."""
    stored = files.look_up(url) if files.is_own(url) else None
    location = locate(url)
    told = stored.content_type if stored else mimetypes.guess_type(location.path if location else "")[0]
    kind = (told or "").partition("/")[0]
    asset: dict[str, Any] = {
        "id": f"asset_{hashlib.sha256(url.encode(errors='replace')).hexdigest()[:16]}",
        "name": name or "",
        "url": url,
        "asset_type": kind if kind in ("image", "video", "audio") else "",
        "status": "Active",
    }
    try:
        check_url(url, files, ANY_MEDIA)
        if stored and f"src_{kind}" in _SEEDANCE_LIMITS:
            _check_weight(f"src_{kind}", url, _SEEDANCE_LIMITS[f"src_{kind}"], files)
            _check_content(f"src_{kind}", stored)
    except VendorRefusal as no:
        return asset | {"status": "failed", "error": {"code": str(no.code), "message": no.message}}
    return asset


def _check_content(kind: str, stored: StoredFile) -> None:
    """Hold what the file itself says against the limits."""
    if stored.path is None:
        return
    if kind == "src_image":
        measured = measures.pixels(stored.path)
        if measured:
            _check_pixels([{"width": measured[0], "height": measured[1]}])
        return
    length = measures.seconds(stored.path, kind_of(stored.content_type).rpartition("/")[-1])
    if length is not None:
        _check_seconds(kind, [{"duration": length}], _SEEDANCE_LIMITS[kind])


def _check_seedance(media: Mapping[str, Sequence[Object]], urls: tuple[str, ...], files: Files) -> tuple[str, ...]:
    described: list[str] = []
    for kind, entries in media.items():
        limits = _SEEDANCE_LIMITS[kind]
        if len(entries) > limits.most:
            raise refused(BAD_REQUEST, f"{kind} takes at most {limits.most}")
        for entry in entries:
            described.append(json_readers.text(entry, "url", f"{kind}."))
            _check_weight(kind, described[-1], limits, files)
        if kind == "src_image":
            _check_pixels(entries)
        else:
            _check_seconds(kind, entries, limits)
    if not set(urls) <= set(described):
        raise refused(BAD_REQUEST, "each input must be described in src_image, src_video or src_audio")
    if not described:
        raise refused(BAD_REQUEST, "input media are needed")
    if not all(files.is_verified(url) for url in described):
        raise refused(BAD_REQUEST, "an asset is not verified")
    return tuple(described)


def _check_weight(kind: str, url: str, limits: _Limits, files: Files) -> None:
    stored = files.look_up(url) if files.is_own(url) else None
    if stored is None:
        return
    if stored.size > limits.heaviest:
        raise refused(BAD_REQUEST, f"a {kind} is too large")
    if limits.kinds and kind_of(stored.content_type) not in limits.kinds:
        raise refused(BAD_REQUEST, f"a {kind} has a format that is not accepted")


def _check_pixels(entries: Sequence[Object]) -> None:
    for entry in entries:
        width, height = _positive(entry, "width"), _positive(entry, "height")
        if not all(_EDGES[0] <= edge <= _EDGES[1] for edge in (width, height)):
            raise refused(BAD_REQUEST, "an image must have 300 to 6000 pixels a side")
        if not _RATIOS[0] <= width / height <= _RATIOS[1]:
            raise refused(BAD_REQUEST, "an image must have a ratio between 0.4 and 2.5")


def _check_seconds(kind: str, entries: Sequence[Object], limits: _Limits) -> None:
    lengths = [_positive(entry, "duration") for entry in entries]
    if limits.seconds and not all(limits.seconds[0] <= length <= limits.seconds[1] for length in lengths):
        raise refused(BAD_REQUEST, f"a {kind} has a duration that is not accepted")
    if limits.together is not None and sum(lengths) > limits.together:
        raise refused(BAD_REQUEST, f"{kind} together are too long")


def _positive(entry: Mapping[str, Any], key: str) -> float:
    value = entry.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float) or value <= 0:
        raise refused(BAD_REQUEST, f"{key} must be a positive number")
    return value
