"""What SQLite and the file system complain of, as the one error of the port. The only place that knows their codes."""

import errno
import os
from pathlib import Path

import attrs

from imastudio.domain.kernel import LedgerUnavailable, unavailable

_OF_SYSTEM = {
    errno.ENOSPC: "disk_full",
    errno.EDQUOT: "disk_full",
    errno.EFBIG: "disk_full",
    errno.EROFS: "read_only",
    errno.EACCES: "read_only",
    errno.EPERM: "read_only",
    errno.ENOTDIR: "no_place",
    errno.EEXIST: "no_place",
    errno.ELOOP: "no_place",
    errno.ENAMETOOLONG: "no_place",
    errno.ENOENT: "no_place",
    errno.EMFILE: "too_many_files",
    errno.ENFILE: "too_many_files",
    errno.ENOSYS: "file_system",
    errno.ENOLCK: "file_system",
    errno.ENOTSUP: "file_system",
    errno.EOPNOTSUPP: "file_system",
}
# https://www.sqlite.org/rescode.html: what the file system won't do, as extended codes
_FILES = 5
"""The database, its -wal and -shm, the folder, and the lock beside them."""
_LOCKS = frozenset({2058, 2314, 3594, 3850})  # IOERR_UNLOCK, _RDLOCK, _CHECKRESERVEDLOCK, _LOCK
# What SQLite says, by words alone, of a file whose schema or texts were changed behind its back: our statements fit our tables.
_OTHER_FORM = (
    "no such column",
    "no such table",
    "Could not decode to UTF-8",
    "malformed JSON",
    "malformed database schema",
)
_SHARED_MEMORY = frozenset({4618, 4874, 5130, 5386})  # IOERR_SHMOPEN, _SHMSIZE, _SHMLOCK, _SHMMAP


def translated(error: Exception, file: Path) -> Exception:
    """Return `error` as LedgerUnavailable of the ledger `file`, or as it is where it tells of a defect of ours."""
    why = reason(error)
    if isinstance(error, LedgerUnavailable):
        ours = error
    elif why is None:
        return error
    else:
        ours = unavailable(why, lacks=_lacking(error) if why == "file_system" else None)
        ours.__cause__ = error
    facts = {"file": str(file), "folder": str(file.parent), **ours.failure.facts}
    named = LedgerUnavailable(attrs.evolve(ours.failure, facts=facts))
    named.__cause__ = ours.__cause__
    return named


def _lacking(error: Exception) -> str:
    return "shared_memory" if getattr(error, "sqlite_errorcode", 0) in _SHARED_MEMORY else "locks"


def _has_descriptors() -> bool:
    """Tell whether this process may open as many files as SQLite needs, which says only that it couldn't open one."""
    opened: list[int] = []
    try:
        opened.extend(os.open(os.devnull, os.O_RDONLY) for _ in range(_FILES))
    except OSError as error:
        return error.errno not in {errno.EMFILE, errno.ENFILE}
    finally:
        for descriptor in opened:
            os.close(descriptor)
    return True


def is_damage(error: Exception) -> bool:
    """Tell whether an error says that the file is broken: that a text is none, or that a table has another form than ours."""
    import sqlite3

    if isinstance(error, UnicodeDecodeError):  # what SQLite complains of quotes the broken bytes
        return True
    if not isinstance(error, sqlite3.Error):
        return False
    return _code(error) in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB} or str(error).startswith(_OTHER_FORM)


def damage(text: str) -> Exception:
    """Return an error as SQLite raises it for a broken page, for what it can't find itself."""
    import sqlite3

    error = sqlite3.DatabaseError(text)
    error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    return error


def reason(error: Exception) -> str | None:
    """Return the reason for which `error` makes the ledger unavailable, or None."""
    import sqlite3

    if is_damage(error):
        return "damaged"
    if isinstance(error, sqlite3.IntegrityError | sqlite3.DataError | sqlite3.InterfaceError):
        return "unstorable"
    if isinstance(error, sqlite3.Error):
        if getattr(error, "sqlite_errorcode", 0) in _LOCKS | _SHARED_MEMORY:
            return "file_system"
        if _code(error) == sqlite3.SQLITE_CANTOPEN and not _has_descriptors():
            return "too_many_files"
        return {
            sqlite3.SQLITE_FULL: "disk_full",
            sqlite3.SQLITE_READONLY: "read_only",
            sqlite3.SQLITE_PERM: "read_only",
            sqlite3.SQLITE_CANTOPEN: "read_only",
            sqlite3.SQLITE_BUSY: "busy",
            sqlite3.SQLITE_LOCKED: "busy",
            sqlite3.SQLITE_TOOBIG: "unstorable",
        }.get(_code(error), "io")
    if isinstance(error, TimeoutError):
        return "busy"
    if isinstance(error, OSError):
        return _OF_SYSTEM.get(error.errno or 0, "io")
    # What Python raises for a lone surrogate, an int beyond 64 bits, a nesting without end, a value that is no JSON.
    if isinstance(error, ValueError | OverflowError | RecursionError | TypeError):
        return "unstorable"
    return None


def _code(error: Exception) -> int:
    code: int = getattr(error, "sqlite_errorcode", 0)
    return code & 0xFF  # the low byte is the primary code: https://www.sqlite.org/rescode.html
