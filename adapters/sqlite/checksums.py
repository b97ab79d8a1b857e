"""Checksums of what is written once and read back as money: an event, and the row that is folded from the events.

Rules: a checksum covers whatever decides what is paid or told; an owner and an account may change without the events, and
are guarded by indices instead. A line of an older version has none (None), and passes.
"""

from collections.abc import Sequence
from typing import Any
from zlib import crc32

from imastudio.adapters.sqlite.sqlite_errors import damage


def event_checksum(generation: str, seq: int, at: float, kind: str, body: bytes | str) -> int:
    """Return the checksum of an event as it stands in its columns."""
    content = body if isinstance(body, bytes) else body.encode()
    return crc32(content, crc32(repr((generation, seq, float(at), kind)).encode()))


def row_checksum(folded: Sequence[Any]) -> int:
    """Return the checksum of a generation's row: id, user, fingerprint, at, seq, stage, open, held, purses, task id."""
    generation, user, fingerprint, at, *rest = folded
    return crc32(repr((generation, user, fingerprint, float(at), *rest)).encode())


def check_event(said: int | None, generation: str, line: tuple[int, float, str, bytes]) -> None:
    """Raise what SQLite raises for a broken page where an event (seq, at, kind, body) isn't what was written."""
    if said is not None and said != event_checksum(generation, *line):
        raise damage(f"an event of {generation} isn't what was written")
