"""What is written with every generation, through the function `ima.apply`: many items, one statement, one commit.

Rules: what permits a paid request needs our session to live, what became of one is recorded whoever brings it. An item whose
answer was lost is asked again as repeated: the database looks whether it landed.
"""

import asyncio
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from imastudio.adapters.postgres.batches import Batches
from imastudio.adapters.postgres.connections import RETRY_EVERY_S, Connections
from imastudio.adapters.postgres.items import READABLE_KINDS, answer_of
from imastudio.adapters.postgres.schema import migrations
from imastudio.adapters.postgres.session import OwnerSession, steady
from imastudio.domain.kernel import unavailable
from imastudio.domain.lifecycle import Stage

if TYPE_CHECKING:
    from psycopg import AsyncConnection

_APPLY = "SELECT ima.apply(%s, %s, %s, %s::jsonb)"


@contextmanager
def repeated_after(items: Sequence[dict[str, Any]]) -> Iterator[None]:
    """Have items say that they are asked again, where this fails: they may have landed."""
    try:
        yield
    except Exception:
        for item in items:
            item["repeated"] = True
        raise


class Writer:
    """Writes items for this process, whose number `session` holds."""

    def __init__(self, connections: Connections, session: OwnerSession) -> None:
        """Write nothing yet."""
        self._connections = connections
        self._session = session
        self._batches = Batches(self._apply)

    async def number(self) -> int:
        """Return our number as an owner, taking one with the first call. Raises LedgerUnavailable."""
        await self._connections.pool()  # the tables are there then
        number = self._session.number
        return number if number is not None else await asyncio.to_thread(self._session.start)

    async def run(self, item: dict[str, Any]) -> Any:
        """Return the answer to an item, once it is committed. Raises LedgerUnavailable."""
        return await self._batches.run(item)

    async def close(self) -> None:
        """Finish what was handed over."""
        await self._batches.close()

    async def _apply(self, items: Sequence[dict[str, Any]]) -> Sequence[Any]:
        if any(item["stage"] == Stage.SENDING for item in items):
            await self._surely_ours()

        async def work(connection: "AsyncConnection") -> Sequence[Mapping[str, Any]]:
            with repeated_after(items):
                return await self.apply(connection, items)

        return self.answers(items, await self._connections.patiently(work))

    async def apply(
        self, connection: "AsyncConnection", items: Sequence[dict[str, Any]]
    ) -> Sequence[Mapping[str, Any]]:
        """Do what items say, in whatever transaction that is; return what the database answers to each."""
        values = [await self.number(), len(migrations()), READABLE_KINDS, json.dumps(items)]
        row = await (await connection.execute(self._connections.place.sql(_APPLY), values)).fetchone()
        assert row is not None  # noqa: S101 - a function answers with one row
        found: Sequence[Mapping[str, Any]] = row[0]
        return found

    def answers(self, items: Sequence[Mapping[str, Any]], answers: Sequence[Mapping[str, Any]]) -> Sequence[Any]:
        """Return the answers as those of the port; one that is an exception is raised to whoever waits for its item."""
        return [self._answer(item, answer) for item, answer in zip(items, answers, strict=True)]

    async def _surely_ours(self) -> None:
        """Wait for our session, where it was lost, as long as patience lasts. Raises LedgerUnavailable."""
        await self.number()
        latest = steady() + self._connections.patience_s
        while not self._session.may_send():
            if steady() >= latest:
                raise self._connections.database.translated(unavailable("unreachable"))
            await asyncio.sleep(RETRY_EVERY_S)

    def _answer(self, item: Mapping[str, Any], answer: Mapping[str, Any]) -> Any:
        try:
            return answer_of(item, answer)
        except Exception as error:  # noqa: BLE001 - raised to whoever waits for this item
            return self._connections.database.translated(error)
