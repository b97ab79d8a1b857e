"""Records of works as files, one each, for this user alone.

Rules: a file is replaced whole and is on the disk when `save` returns; a lock file, which the system lets go of when its
process dies, tells who drives a work; a file that can't be read is left alone and not shown. Decision 53.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from imastudio.adapters.files.atomic import replace_file
from imastudio.adapters.system.json_values import json_converter
from imastudio.adapters.system.paths import make_private_folder
from imastudio.domain.kernel import unavailable
from imastudio.domain.works import Work, WorkRecord, decode_work, encode_work

if TYPE_CHECKING:
    from cattrs import Converter

MIN_NAME_CHARS = 4
"""So many characters of an id are enough to find it."""


class FileWorks:
    """Keeps records in a folder."""

    def __init__(self, folder: Path) -> None:
        """Touch nothing yet."""
        self._folder = folder

    async def save(self, record: WorkRecord) -> None:
        """Put a record in the place of the one of the same id. Raises LedgerUnavailable."""
        await asyncio.to_thread(self._write, record)

    async def load(self, work_id: str) -> WorkRecord | None:
        """Return a record by its id, or by the beginning of one that is no other's."""
        return await asyncio.to_thread(self._find, work_id)

    async def all(self) -> Sequence[WorkRecord]:
        """Return all records that can be read, newest first."""
        return await asyncio.to_thread(self._all)

    @asynccontextmanager
    async def held(self, work_id: str) -> AsyncIterator[bool]:
        """Hold a work while it is driven; False where another living process holds it."""
        from filelock import FileLock, Timeout

        self._guarded(lambda: make_private_folder(self._folder))
        lock = FileLock(self._folder / f"{_plain(work_id)}.lock", mode=0o600, is_singleton=False, thread_local=False)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            yield False
            return
        except OSError as error:
            raise unavailable("io", file=str(self._folder)) from error
        try:
            yield True
        finally:
            lock.release()

    def _write(self, record: WorkRecord) -> None:
        def write() -> None:
            make_private_folder(self._folder)
            replace_file(self._path(record.id), json.dumps(encode_record(record), ensure_ascii=False).encode())

        self._guarded(write)

    def _find(self, work_id: str) -> WorkRecord | None:
        whole = _read(self._path(work_id))
        if whole is not None or len(work_id) < MIN_NAME_CHARS:
            return whole
        begun = [path for path in self._paths() if path.name.startswith(_plain(work_id))]
        return _read(begun[0]) if len(begun) == 1 else None

    def _all(self) -> list[WorkRecord]:
        records = [record for path in self._paths() if (record := _read(path)) is not None]
        return sorted(records, key=lambda record: -record.at)

    def _paths(self) -> list[Path]:
        try:
            return sorted(self._folder.glob("*.json"))
        except OSError as error:
            raise unavailable("io", file=str(self._folder), folder=str(self._folder)) from error

    def _path(self, work_id: str) -> Path:
        return self._folder / f"{_plain(work_id)}.json"

    def _guarded(self, work: Callable[[], object]) -> None:
        try:
            work()
        except OSError as error:
            raise unavailable("io", file=str(self._folder)) from error


def encode_record(record: WorkRecord) -> Mapping[str, Any]:
    """Return a record as JSON values."""
    encoded: Mapping[str, Any] = _converter().unstructure(record)
    return encoded


def decode_record(document: Any) -> WorkRecord:
    """Return the record that JSON values tell of. Raises ValueError, and nothing else."""
    try:
        return _converter().structure(document, WorkRecord)
    except Exception as error:
        raise ValueError("not a record of a work") from error


def _read(path: Path) -> WorkRecord | None:
    try:
        return decode_record(json.loads(path.read_bytes()))
    except (OSError, ValueError, RecursionError):
        return None


def _plain(work_id: str) -> str:
    """Return an id as a file's name: nothing else can be named by it."""
    return "".join(sign for sign in work_id if sign.isascii() and (sign.isalnum() or sign in "-_")) or "_"


@cache
def _converter() -> "Converter":
    converter = json_converter()
    converter.register_unstructure_hook(Work, encode_work)
    converter.register_structure_hook(Work, lambda document, _: decode_work(document))
    return converter
