"""Saved models in the database, so that every host knows them.

Rules: a user stands in it as a digest; who was not up to date changes nothing.
"""

import json
from typing import Any

import attrs

from imastudio.adapters.postgres.connections import Connections
from imastudio.domain.lifecycle import digest
from imastudio.domain.orders import TaskType
from imastudio.domain.quoting import Preference

_GET = "SELECT body FROM ima.preference WHERE user_id = %(user_id)s AND task_type = %(task_type)s"
_ADD = """
    INSERT INTO ima.preference (user_id, task_type, body) VALUES (%(user_id)s, %(task_type)s, %(body)s)
    ON CONFLICT DO NOTHING
"""
_REPLACE = """
    UPDATE ima.preference SET body = %(body)s
    WHERE user_id = %(user_id)s AND task_type = %(task_type)s AND body = %(expected)s
"""
_DELETE = "DELETE FROM ima.preference WHERE user_id = %(user_id)s AND task_type = %(task_type)s"


class PostgresPreferences:
    """The `Preferences` port. Raises LedgerUnavailable."""

    def __init__(self, connections: Connections) -> None:
        """Ask nothing yet."""
        self._connections = connections

    async def get(self, user_id: str, task_type: TaskType) -> Preference | None:
        """Return what is saved, or None."""
        found = await self._connections.read(_GET, _place(user_id, task_type))
        return Preference(**json.loads(found[0][0])) if found else None

    async def put(
        self, user_id: str, task_type: TaskType, preference: Preference, *, expected: Preference | None
    ) -> bool:
        """Save `preference` if what is there equals `expected`; tell whether it is saved."""
        values = _place(user_id, task_type) | {"body": _body(preference)}
        if expected is None:
            return await self._connections.do(_ADD, values) > 0
        return await self._connections.do(_REPLACE, values | {"expected": _body(expected)}) > 0

    async def delete(self, user_id: str, task_type: TaskType) -> bool:
        """Forget what is saved; tell whether there was something."""
        return await self._connections.do(_DELETE, _place(user_id, task_type)) > 0


def _place(user_id: str, task_type: TaskType) -> dict[str, Any]:
    return {"user_id": digest("user", user_id), "task_type": task_type.value}


def _body(preference: Preference) -> str:
    return json.dumps(attrs.asdict(preference), sort_keys=True)
