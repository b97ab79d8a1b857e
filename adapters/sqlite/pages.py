"""The records in the pages of a SQLite file, whatever state the file is in.

Rules: a page is read on its own, so that one broken page costs only what stood in it; the -wal counts up to its last whole
commit; what has the form of no record is skipped. Source: https://www.sqlite.org/fileformat2.html, sections 1.6, 2 and 4.
"""

import struct
from collections.abc import Iterator, Mapping
from mmap import ACCESS_READ, mmap
from pathlib import Path
from types import MappingProxyType
from typing import Self, TypeAlias

from imastudio.adapters.sqlite.schema import PAGE_BYTES

Value: TypeAlias = int | float | bytes | None
Record: TypeAlias = tuple[Value, ...]
MAGIC = b"SQLite format 3\x00"
OLD_PAGE_BYTES = 4096  # of files that were made before 0.2.0
MAX_RECORD_BYTES = 64 * 1024 * 1024
_HEADER_BYTES = 100
_WAL_HEADER_BYTES, _FRAME_HEADER_BYTES = 32, 24
_INTERIOR_INDEX, _INTERIOR_TABLE, _LEAF_INDEX, _LEAF_TABLE = 0x02, 0x05, 0x0A, 0x0D
_TREE = frozenset({_INTERIOR_INDEX, _INTERIOR_TABLE, _LEAF_INDEX, _LEAF_TABLE})
_INTERIOR = frozenset({_INTERIOR_INDEX, _INTERIOR_TABLE})
_MIN_PAGE_BYTES, _MAX_PAGE_BYTES = 512, 65536
# Serial types: https://www.sqlite.org/fileformat2.html, section 2.1
_CONSTANTS: Mapping[int, Value] = MappingProxyType({0: None, 8: 0, 9: 1})
_INTEGER_BYTES: Mapping[int, int] = MappingProxyType({1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8})
_REAL, _FIRST_TEXT = 7, 12
_MORE, _MAX_VARINT_BYTES = 0x80, 9


class _Broken(Exception):
    """No record stands here."""


class Pages:
    """The pages of a file and its -wal, by number from 1.

    `lost` counts what is known to be missing: pages that others point to, and records that can't be read. Use it as a context
    manager. Raises OSError.
    """

    def __init__(self, path: Path) -> None:
        """Open the file at `path` and read the -wal beside it, where there is one."""
        wal_path = path.with_name(f"{path.name}-wal")
        wal = wal_path.read_bytes() if wal_path.exists() else b""
        self._file = path.open("rb")
        length = path.stat().st_size
        self._data = mmap(self._file.fileno(), 0, access=ACCESS_READ) if length else None
        head = b"" if self._data is None else self._data[:_HEADER_BYTES]
        self._size = _page_size(head, wal) or _likely_page_size(self._data)
        self._newer = _committed(wal, self._size)
        self._count = max(length // self._size, *self._newer, 0)
        announced = int.from_bytes(head[28:32], "big") if head.startswith(MAGIC) else 0
        self.lost = max(0, announced - self._count)

    def __enter__(self) -> Self:
        """Return it."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        if self._data is not None:
            self._data.close()
        self._file.close()

    def _page(self, number: int) -> bytes | None:
        """Return a whole page, or None where there is none."""
        newer = self._newer.get(number)
        if newer is not None or self._data is None or number < 1:
            return newer
        page = self._data[(number - 1) * self._size : number * self._size]
        return page if len(page) == self._size else None

    def records(self) -> Iterator[tuple[int | None, Record]]:
        """Yield every record with its row id, None for those of indices and of tables without row ids."""
        if (self._page(1) or b"").ljust(_HEADER_BYTES + 1)[_HEADER_BYTES] not in _TREE:
            self.lost += 1  # the list of tables
        for number in range(1, self._count + 1):
            page = self._page(number)
            start = _HEADER_BYTES if number == 1 else 0
            if page is None or page[start] not in _TREE:
                continue
            if page[start] in _INTERIOR:
                self._look_for_children(page, start)
            for at in self._cells(page, start):
                found = self._record(page, page[start], at)
                if found is not None:
                    yield found

    def _cells(self, page: bytes, start: int) -> Iterator[int]:
        first = start + (12 if page[start] in _INTERIOR else 8)
        (count,) = struct.unpack_from(">H", page, start + 3)
        for index in range(min(count, (len(page) - first) // 2)):
            (at,) = struct.unpack_from(">H", page, first + 2 * index)
            yield at

    def _look_for_children(self, page: bytes, start: int) -> None:
        children = [struct.unpack_from(">I", page, start + 8)[0]]
        children += [struct.unpack_from(">I", page, at)[0] for at in self._cells(page, start) if at <= len(page) - 4]
        self.lost += sum(map(self.is_lost, children))

    def is_lost(self, number: int) -> bool:
        """Tell whether no page of a tree stands at `number`."""
        return (self._page(number) or b"\0")[0] not in _TREE

    def _record(self, page: bytes, kind: int, at: int) -> tuple[int | None, Record] | None:
        if kind == _INTERIOR_TABLE:
            return None
        try:
            at += 4 if kind == _INTERIOR_INDEX else 0
            length, at = _varint(page, at)
            row_id = None
            if kind == _LEAF_TABLE:
                row_id, at = _varint(page, at)
            return row_id, _decode(self._payload(page, kind, length, at))
        except (_Broken, IndexError, struct.error):
            self.lost += 1
            return None

    def _payload(self, page: bytes, kind: int, length: int, at: int) -> bytes:
        """Return the bytes of a record, those on overflow pages too."""
        if length > MAX_RECORD_BYTES:
            raise _Broken
        most = self._size - 35 if kind == _LEAF_TABLE else (self._size - 12) * 64 // 255 - 23
        if length <= most:
            return page[at : at + length]
        least = (self._size - 12) * 32 // 255 - 23
        local = least + (length - least) % (self._size - 4)
        local = local if local <= most else least
        payload = bytearray(page[at : at + local])
        (following,) = struct.unpack_from(">I", page, at + local)
        while len(payload) < length:
            overflow = self._page(following)
            if overflow is None:
                raise _Broken
            (following,) = struct.unpack_from(">I", overflow)
            payload += overflow[4:]
        return bytes(payload[:length])


def _page_size(data: bytes, wal: bytes) -> int | None:
    """Return the size that the file says, else that of the -wal, else None."""
    if data.startswith(MAGIC) and len(data) == _HEADER_BYTES:
        (said,) = struct.unpack_from(">H", data, 16)
        said = _MAX_PAGE_BYTES if said == 1 else said
    elif len(wal) >= _WAL_HEADER_BYTES:
        (said,) = struct.unpack_from(">I", wal, 8)
    else:
        return None
    possible = _MIN_PAGE_BYTES <= said <= _MAX_PAGE_BYTES and said & (said - 1) == 0
    return said if possible else None


def _likely_page_size(data: mmap | None) -> int:
    """Return the size at whose multiples trees stand: in a file of large pages, most small ones begin amid a large one."""

    def trees(size: int) -> float:
        starts = range(size, len(data or b""), size)
        return sum(data is not None and data[start] in _TREE for start in starts) / max(1, len(starts))

    return PAGE_BYTES if trees(PAGE_BYTES) >= trees(OLD_PAGE_BYTES) / 2 else OLD_PAGE_BYTES


def _committed(wal: bytes, size: int) -> dict[int, bytes]:
    """Return the newest committed pages in a -wal."""
    pages: dict[int, bytes] = {}
    pending: dict[int, bytes] = {}
    salts = wal[16:24]
    for at in range(_WAL_HEADER_BYTES, len(wal) - _FRAME_HEADER_BYTES - size + 1, _FRAME_HEADER_BYTES + size):
        number, committed = struct.unpack_from(">II", wal, at)
        if wal[at + 8 : at + 16] != salts:
            break
        pending[number] = wal[at + _FRAME_HEADER_BYTES : at + _FRAME_HEADER_BYTES + size]
        if committed:
            pages.update(pending)
            pending.clear()
    return pages


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """Return a number of one to nine bytes, and where it ends."""
    value = 0
    for byte in data[at : at + _MAX_VARINT_BYTES - 1]:
        at += 1
        value = value << 7 | byte & ~_MORE
        if byte < _MORE:
            return value, at
    return value << 8 | data[at], at + 1


def _decode(payload: bytes) -> Record:
    header_bytes, at = _varint(payload, 0)
    if not 0 < header_bytes <= len(payload):
        raise _Broken
    types = []
    while at < header_bytes:
        kind, at = _varint(payload, at)
        types.append(kind)
    values = []
    for kind in types:
        value, at = _value(payload, at, kind)
        values.append(value)
    return tuple(values)


def _value(payload: bytes, at: int, kind: int) -> tuple[Value, int]:
    """Return one column: None, an integer, a real number, or the bytes of a text."""
    if kind in _CONSTANTS:
        return _CONSTANTS[kind], at
    integer = kind in _INTEGER_BYTES
    length = _INTEGER_BYTES[kind] if integer else 8 if kind == _REAL else (kind - _FIRST_TEXT) // 2
    end = at + length
    if length < 0 or end > len(payload):
        raise _Broken
    if integer:
        return int.from_bytes(payload[at:end], "big", signed=True), end
    return (struct.unpack_from(">d", payload, at)[0] if kind == _REAL else payload[at:end]), end
