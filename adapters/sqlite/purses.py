"""Purses: points held or spent under a name, changed inside the write transaction of the orders they belong to."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from imastudio.adapters.sqlite.sqlite_text import column
from imastudio.domain.lifecycle import OverBudget

if TYPE_CHECKING:
    from sqlite3 import Connection

_ENCODER = json.JSONEncoder(separators=(",", ":"))
_CHANGE = """
    INSERT INTO purse (name, points) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET points = points + excluded.points
"""


class Purses:
    """The purses as they stand after what this transaction has done so far; `write` brings it into the file."""

    def __init__(self, connection: "Connection") -> None:
        """Read nothing yet."""
        self._connection = connection
        self._changes: Counter[str] = Counter()
        self._before: dict[str, int] = {}

    def reserve(self, purses: Mapping[str, int | None], points: int) -> OverBudget | None:
        """Put `points` into every purse; into none if one would overflow its limit."""
        for name, limit in purses.items():
            if limit is not None and points > 0:
                left = limit - self._points(name)
                if points > left:
                    return OverBudget(purse=name, limit=limit, left=max(0, left))
        self.change(purses, points)
        return None

    def change(self, names: Iterable[str], points: int) -> None:
        """Put `points`, which may be fewer than none, into every purse, whatever its limit."""
        for name in names:
            self._changes[name] += points

    def write(self) -> None:
        """Write what has changed."""
        changes = [(column(name), points) for name, points in self._changes.items() if points]
        if changes:
            self._connection.executemany(_CHANGE, changes)
        self._changes.clear()
        self._before.clear()

    def _points(self, name: str) -> int:
        if name not in self._before:
            self._before[name] = spent(self._connection, name)
        return self._before[name] + self._changes[name]


def spent(connection: "Connection", purse: str) -> int:
    """Return what is in a purse."""
    found = connection.execute("SELECT points FROM purse WHERE name = ?", (column(purse),)).fetchone()
    return int(found[0]) if found is not None else 0


def grouped(purses: Iterable[str]) -> list[str | list[str]]:
    """Return the names as JSON holds them: those that begin alike, up to the first stroke, share that beginning."""
    groups: dict[str, list[str]] = {}
    for name in map(column, purses):
        beginning, stroke, end = name.partition("/")
        if stroke:
            groups.setdefault(name[: len(beginning) + 1], [beginning]).append(end)
        else:
            groups[name] = []
    return [group or name for name, group in groups.items()]


def ungrouped(groups: Iterable[str | list[str]]) -> list[str]:
    """Return the names again, also of older rows, which hold them as they are."""
    return [
        name
        for group in groups
        for name in ([group] if isinstance(group, str) else [f"{group[0]}/{end}" for end in group[1:]])
    ]


def encode_names(purses: Iterable[str]) -> str:
    """Return the names as a row holds them."""
    return _ENCODER.encode(grouped(purses))


def decode_names(text: str) -> list[str]:
    """Return the names that a row holds."""
    return ungrouped(json.loads(text))
