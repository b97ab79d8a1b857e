"""Opening a file that a person wants to hand in: only what they may, and only what it says it is.

Rules: a regular file, no device, pipe or folder; within the allowed folder when there is one, links resolved, and then
without a second name, which might lie outside; its content decides its format; what was looked at is what is sent, so the
open file is handed on. Source: "Security"; decision 24.
"""

import os
import stat
import time
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO, cast

import attrs

from imastudio.adapters.ima.formats import HEAD, Format, content_of, sniff
from imastudio.adapters.ima.measuring import measure
from imastudio.adapters.ima.picture_metadata import UnreadablePicture, without_metadata
from imastudio.adapters.ima.settings import Settings
from imastudio.adapters.ima.truncation import is_cut
from imastudio.domain.kernel import Kind, refuse
from imastudio.domain.orders import Input, InputFacts, InputKind, decode_data

_CHUNK = 1024 * 1024
HASHED_BYTES = 8 * 1024 * 1024
"""Longer files are told apart without reading them whole, which would cost more than sending them."""
_SAMPLES = 16
_SAMPLE_BYTES = 16 * 1024
SETTLED_NS = 2_000_000_000
"""A change within the same tick of a file system's clock leaves no mark: the coarsest (FAT) tick every two seconds."""
# To pass through a folder takes no right to list it, where the system tells the two apart.
_FOLDER = getattr(os, "O_PATH", os.O_RDONLY) | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


@attrs.frozen(kw_only=True)
class Opened:
    """An open file and what it is."""

    file: BinaryIO
    format: Format
    facts: InputFacts
    stripped: bool = False
    """Metadata was left out of it: the file is a copy of ours."""

    def digest(self) -> str:
        """Return what tells its bytes, as they are now, from any others. Raises OSError.

        That is the digest of them all; of a long file that has lain still, of where it lies, when it was last changed (which
        nobody can set back) and samples of it. A copy of such a file is another.
        """
        status = os.fstat(self.file.fileno())
        settled = abs(time.time_ns() - status.st_ctime_ns) >= SETTLED_NS
        if status.st_size <= HASHED_BYTES or not settled:
            return self._digest_of(range(0, status.st_size, _CHUNK), _CHUNK)
        place = (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)
        return self._digest_of(range(0, status.st_size, status.st_size // _SAMPLES), _SAMPLE_BYTES, repr(place))

    def _digest_of(self, offsets: Iterable[int], length: int, place: str = "") -> str:
        hashed = sha256(place.encode())
        for offset in offsets:
            hashed.update(os.pread(self.file.fileno(), length, offset))
        return hashed.hexdigest()

    def close(self) -> None:
        """Let go of the file."""
        self.file.close()


def open_input(given: Input, settings: Settings) -> Opened:
    """Open and look at a file; the caller closes it. Raises WishRefused, naming the parameter and the path."""
    file = _open(given, settings)
    try:
        return _look(file, given, settings)
    except BaseException:
        file.close()
        raise


def open_to_send(given: Input, settings: Settings) -> Opened:
    """Open a file as it is to be sent: a picture without its metadata, unless that is to be kept.

    The caller closes it. Raises WishRefused, naming the parameter and the path.
    """
    opened = open_input(given, settings)
    if settings.keep_metadata or given.kind is not InputKind.IMAGE:
        return opened
    try:
        clean = without_metadata(opened.file, opened.format.suffix)
    except UnreadablePicture:
        opened.close()
        raise _wrong(given, "damaged", opened.format.suffix) from None
    except BaseException:
        opened.close()
        raise
    if clean is None:
        return opened
    opened.close()
    size = os.fstat(clean.fileno()).st_size
    return attrs.evolve(opened, file=clean, facts=attrs.evolve(opened.facts, size=size), stripped=True)


def _look(file: BinaryIO, given: Input, settings: Settings) -> Opened:
    head = file.read(HEAD)
    found = sniff(head)
    if found is None or found.kind is not given.kind:
        raise _other_content(given, head)
    size = os.fstat(file.fileno()).st_size
    if size > settings.largest_input:
        raise _too_large(given, size, settings.largest_input, "bytes")
    known = measure(file, found)
    if given.kind is InputKind.IMAGE and (
        known.width is None or known.height is None or is_cut(file, found.suffix, size)
    ):
        raise _wrong(given, "damaged", found.suffix)
    pixels = (known.width or 0) * (known.height or 0)
    if pixels > settings.most_pixels:
        raise _too_large(given, pixels, settings.most_pixels, "pixels")
    facts = InputFacts(
        kind=given.kind,
        format=found.suffix,
        size=size,
        width=known.width,
        height=known.height,
        duration=known.duration,
    )
    return Opened(file=file, format=found, facts=facts)


def _decoded(given: Input, settings: Settings) -> BinaryIO:
    """Return the media that an address itself holds, as a file without a name."""
    content = decode_data(given.source, settings.largest_input)
    if content is None:
        raise _wrong(given, "damaged")
    file = cast("BinaryIO", TemporaryFile())  # noqa: SIM115 - closed by who asked for it
    file.write(content)
    file.flush()
    file.seek(0)
    return file


def _open(given: Input, settings: Settings) -> BinaryIO:
    if given.is_data:
        return _decoded(given, settings)
    try:
        path = Path(given.source).expanduser().resolve(strict=True)
        if settings.allow_dir is not None and not path.is_relative_to(settings.allow_dir):
            raise refuse(Kind.INPUT_NOT_ALLOWED, given.kind.value, given.shown)
        if not stat.S_ISREG(path.lstat().st_mode):
            raise _wrong(given, "place")
        file = os.fdopen(_open_without_links(path), "rb")
    except (OSError, ValueError, RuntimeError):  # a name with a null character; a home that isn't known
        raise refuse(Kind.INPUT_NOT_FOUND, given.kind.value, given.shown) from None
    status = os.fstat(file.fileno())
    if not stat.S_ISREG(status.st_mode) or (settings.allow_dir is not None and status.st_nlink > 1):
        file.close()
        raise refuse(Kind.INPUT_NOT_ALLOWED, given.kind.value, given.shown)
    return file


def _open_without_links(path: Path) -> int:
    """Open a resolved path, folder by folder: neither a link nor a pipe may have taken the place of any part since."""
    folder = os.open(path.anchor, _FOLDER)
    try:
        for part in path.parts[1:-1]:
            inner = os.open(part, _FOLDER, dir_fd=folder)
            os.close(folder)
            folder = inner
        return os.open(path.name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=folder)
    finally:
        os.close(folder)


def _other_content(given: Input, head: bytes) -> Exception:
    """Tell media of the right kind, in a format that nobody takes, from what is none at all."""
    kind, suffix = content_of(head) or (None, None)
    return _wrong(given, "format" if kind == given.kind.value else "content", suffix)


def _wrong(given: Input, what: str, found: str | None = None) -> Exception:
    """Return the refusal of a file by its bytes alone; which formats would do, only the model can tell."""
    return refuse(
        Kind.INPUT_FORMAT, given.kind.value, given.shown, wrong=what, found=found, kind_of_input=given.kind.value
    )


def _too_large(given: Input, measured: int, largest: int, unit: str) -> Exception:
    return refuse(Kind.INPUT_TOO_LARGE, given.kind.value, given.shown, measured=measured, largest=largest, unit=unit)
