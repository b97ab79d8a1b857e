"""What SQLite and the file system complain of, as the one error of the port. The only place that knows their codes."""

import errno

from imastudio.domain.errors import unavailable

_OF_SYSTEM = {
    errno.ENOSPC: "disk_full",
    errno.EDQUOT: "disk_full",
    errno.EFBIG: "disk_full",
    errno.EROFS: "read_only",
    errno.EACCES: "read_only",
    errno.EPERM: "read_only",
}


def translated(error: Exception) -> Exception:
    """Return `error` as LedgerUnavailable, or as it is where it tells of a defect of ours."""
    why = reason(error)
    if why is None:
        return error
    ours = unavailable(why)
    ours.__cause__ = error
    return ours


def is_damage(error: Exception) -> bool:
    """Tell whether SQLite says that the file is broken."""
    import sqlite3

    broken = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
    return isinstance(error, sqlite3.Error) and _code(error) in broken


def reason(error: Exception) -> str | None:
    """Return the reason for which `error` makes the ledger unavailable, or None."""
    import sqlite3

    if isinstance(error, sqlite3.IntegrityError | sqlite3.DataError | sqlite3.InterfaceError):
        return "unstorable"
    if isinstance(error, sqlite3.Error):
        return {
            sqlite3.SQLITE_FULL: "disk_full",
            sqlite3.SQLITE_READONLY: "read_only",
            sqlite3.SQLITE_PERM: "read_only",
            sqlite3.SQLITE_CANTOPEN: "read_only",
            sqlite3.SQLITE_BUSY: "busy",
            sqlite3.SQLITE_LOCKED: "busy",
            sqlite3.SQLITE_CORRUPT: "damaged",
            sqlite3.SQLITE_NOTADB: "damaged",
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
