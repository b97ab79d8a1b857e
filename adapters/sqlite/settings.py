"""What holds for the whole ledger: its time zone."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite3 import Connection

TIMEZONE = "timezone"


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
    connection.execute(
        "INSERT INTO setting (name, value, at) VALUES (?, ?, ?)"
        " ON CONFLICT (name) DO UPDATE SET value = excluded.value, at = excluded.at",
        (TIMEZONE, name, at),
    )
