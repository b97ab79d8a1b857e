"""What holds for the whole ledger: its time zone, and what was let go of."""

from re import fullmatch
from typing import TYPE_CHECKING

from imastudio.adapters.system.ledger_settings import PRUNED, TIMEZONE

if TYPE_CHECKING:
    from sqlite3 import Connection

PRUNED_EVENTS = "pruned events"
"""The setting that counts the events that were let go of."""


def is_pruning(name: str) -> bool:
    """Tell whether a setting tells of what was let go of."""
    return name == PRUNED_EVENTS or fullmatch(rf"{PRUNED}[0-9]{{4}}-[0-9]{{2}}", name) is not None


def read_number(connection: "Connection", name: str) -> int:
    """Return the number that a setting holds, 0 where there is none."""
    row = connection.execute("SELECT value FROM setting WHERE name = ?", (name,)).fetchone()
    return 0 if row is None else int(row[0])


def write(connection: "Connection", name: str, value: str, at: float) -> None:
    """Write a setting; inside a write transaction."""
    connection.execute(
        "INSERT INTO setting (name, value, at) VALUES (?, ?, ?)"
        " ON CONFLICT (name) DO UPDATE SET value = excluded.value, at = excluded.at",
        (name, value, at),
    )


def timezone(connection: "Connection") -> str | None:
    """Return the name of the ledger's time zone, None where nobody has asked yet."""
    row = connection.execute("SELECT value FROM setting WHERE name = ?", (TIMEZONE,)).fetchone()
    return None if row is None else str(row[0])


def make_timezone(connection: "Connection", default: str, at: float) -> str:
    """Return the time zone, which is `default` from now on where there was none; inside a write transaction."""
    connection.execute("INSERT OR IGNORE INTO setting (name, value, at) VALUES (?, ?, ?)", (TIMEZONE, default, at))
    return timezone(connection) or default


def set_timezone(connection: "Connection", name: str, at: float) -> None:
    """Write another time zone; inside a write transaction."""
    write(connection, TIMEZONE, name, at)
