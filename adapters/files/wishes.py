"""The lines of a batch, copied once: what was quoted is what is ordered, whatever becomes of the file meanwhile.

Rules: the copy has no name on the disk and is gone with the process, however that ends; memory does not grow with the lines;
a line that occurs again gets another request id, the same each time the same lines are read; what is the same folder on the
disk is the same folder, however it is spelled.
"""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import attrs

from imastudio.adapters.files.wish_lines import wish_lines
from imastudio.domain.kernel import WishRefused
from imastudio.domain.lifecycle import Line, default_id, line_digest, line_of, own_id, read_line, without_template
from imastudio.domain.orders import own_text

_FOLDER = "deliver_to"
_CHUNK_BYTES = 64 * 1024
_NAMED, _BAD = b"=", b"!"
_COUNT = """
    INSERT INTO seen (digest, times) VALUES (?, 1) ON CONFLICT (digest) DO UPDATE SET times = times + 1 RETURNING times
"""


class WishFile:
    """The lines of one batch. A context manager; read them one iteration at a time."""

    def __init__(self, source: IO[bytes], *, deliver_to: str | None = None, folder: Path | None = None) -> None:
        """Copy every line of `source`; `folder` is where the nameless copy lies (None: where temporary files do)."""
        self._copy = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - closed by __exit__
        self._deliver_to = deliver_to
        self._hash = sha256()
        self.count = 0
        try:
            self._fill(source)
        except BaseException:
            self._copy.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Let go of the copy."""
        self._copy.close()

    @property
    def digest(self) -> str:
        """Return the digest of all lines."""
        return self._hash.hexdigest()[:32]

    def __len__(self) -> int:
        """Return how many lines there are, empty ones not counted."""
        return self.count

    def __iter__(self) -> Iterator[Line]:
        """Read from the first line on."""
        for entry in self._entries():
            number, name, text = entry.split(b" ", 2)
            yield self._line(int(number), name, text)

    def _entries(self) -> Iterator[bytes]:
        """Yield the entries of the copy, whoever else reads them at this moment."""
        rest, offset = b"", 0
        while chunk := os.pread(self._copy.fileno(), _CHUNK_BYTES, offset):
            offset += len(chunk)
            *entries, rest = (rest + chunk).split(b"\n")
            yield from entries

    def _line(self, number: int, name: bytes, text: bytes) -> Line:
        request_id = name.decode()
        named = name == _NAMED
        if named:
            request_id = own_id(read_line(text)) or ""
        return _anchored(line_of(number, text, request_id=request_id, named=named, deliver_to=self._deliver_to))

    def _fill(self, source: IO[bytes]) -> None:
        seen = sqlite3.connect("")  # a database without a name, on the disk where it outgrows its cache
        try:
            seen.execute("CREATE TABLE seen (digest TEXT PRIMARY KEY, times INTEGER NOT NULL) STRICT, WITHOUT ROWID")
            seen.execute("BEGIN")
            for number, text in enumerate(wish_lines(source), start=1):
                if text:
                    name = self._name(text, seen)
                    self._copy.write(b"%d %s %s\n" % (number, name, text))
                    self._hash.update(b"%s %s\n" % (name, text if name in {_NAMED, _BAD} else b""))
                    self.count += 1
        finally:
            seen.close()
        self._copy.flush()

    def _name(self, text: bytes, seen: sqlite3.Connection) -> bytes:
        try:
            said = read_line(text)
            if own_id(said):
                return _NAMED
        except WishRefused:
            return _BAD
        folder = own_text(said, _FOLDER) or self._deliver_to
        real = None if folder is None else _real(without_template(folder))
        digested = line_digest({key: value for key, value in said.items() if key != _FOLDER})
        (times,) = seen.execute(_COUNT, (f"{digested} {real or ''}",)).fetchone()
        return default_id(digested, times, real).encode()


def _real(folder: str) -> str:
    """Return the folder as the disk knows it; as it stands where the disk can't be asked."""
    try:
        return os.path.realpath(folder)
    except (OSError, ValueError):
        return folder


def _anchored(line: Line) -> Line:
    """Return a line whose folder is the same wherever its order is gone on with."""
    if line.wish is None or line.wish.deliver_to is None:
        return line
    folder = str(Path(line.wish.deliver_to).absolute())
    return attrs.evolve(line, wish=attrs.evolve(line.wish, deliver_to=folder))
