"""The queue between those who order and the workers who send: one database, several machines.

Rules: an order is in the queue by the same commit that records it, with its workflow and all that is needed to send it; what it
is made of is gone by the commit that ends its sending. Raises LedgerUnavailable where the database can't be asked.
"""

import time
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from imastudio.adapters.dbos.contents import encode_content
from imastudio.adapters.dbos.lost import tell_lost
from imastudio.adapters.dbos.names import APP_NAME, APP_VERSION, DEFAULT_LANE, WORKFLOW, attempt, queue_name
from imastudio.adapters.dbos.statements import ENQUEUE, FREE, KEEP, READY, SEQS, WORKERS
from imastudio.adapters.postgres.batches import Batches
from imastudio.adapters.postgres.items import beginning, ordering_anew
from imastudio.adapters.postgres.ledger import PostgresLedger
from imastudio.adapters.postgres.reading import LOAD_ALL, folded
from imastudio.adapters.postgres.writing import repeated_after
from imastudio.domain.kernel import LedgerUnavailable, unavailable
from imastudio.domain.lifecycle import BeginAnswer, Begun, Entry, Generation, Owner, Row, TaskTaken, Twin
from imastudio.domain.orders import Content

if TYPE_CHECKING:
    from psycopg import AsyncConnection

KNOWN_FOR_S = 1.0
"""So long the number of living workers is taken to be what it was."""


class HandoverUnclear(Exception):
    """The database was lost while an order was handed over, and could not be asked since whether it has it."""


class PostgresQueue:
    """The queue of one account. `always`: orders go to workers even where none lives at this moment."""

    def __init__(self, ledger: PostgresLedger, account: str, lane: str = DEFAULT_LANE, *, always: bool = False) -> None:
        """Ask nothing yet."""
        self._ledger = ledger
        self._account = account
        self._queue = queue_name(account, lane)
        self._always = always
        self._batches = Batches(self._write)
        self._counted = (float("-inf"), 0)
        self._ready = False

    async def takes(self) -> bool:
        """Tell whether orders go to workers rather than to this process."""
        return self._always or await self.workers() > 0

    async def workers(self) -> int:
        """Return how many workers of this account live."""
        at, count = self._counted
        now = time.monotonic()
        if now - at > KNOWN_FOR_S:
            [(count,)] = await self._ledger.connections.read(WORKERS, [self._account])
            self._counted = (now, count)
        return count

    async def hand_over(
        self,
        generation: Generation,
        owner: Owner,
        entries: Sequence[Entry],
        expected_seq: int,
        *,
        content: Content,
        purses: Mapping[str, int | None],
        again: bool = False,
    ) -> BeginAnswer:
        """Commit an order that is nobody's and waits for a worker; `expected_seq` is 0 for a new one, `again` as in `begin`.

        Twin with the generation's own id: it stands there already. Raises HandoverUnclear where nobody knows whether it does.
        """
        await self._check_ready()
        body = encode_content(content, purses)
        if expected_seq:
            item = ordering_anew(generation, entries, expected_seq, again=again)
        else:
            item = beginning(generation, owner, entries, {}, again=again, driven=False)
        item |= {"content": b64encode(body).decode()}
        try:
            answer = await self._batches.run(item)
        except LedgerUnavailable as error:
            if item["repeated"]:
                raise HandoverUnclear from error
            raise
        if isinstance(answer, str) or answer is False:
            row = await self._ledger.load_known(generation.id if answer is False else answer)
            return Begun() if row.generation.id == generation.id and not expected_seq else Twin(row)
        return answer if isinstance(answer, TaskTaken) else Begun()

    async def changed(self, known: Mapping[str, int]) -> Sequence[Row]:
        """Return those of these generations that have other entries now than so many."""
        found = await self._ledger.connections.read(SEQS, [list(known)])
        ids = [name for name, seq in found if seq != known[name]]
        return folded(await self._ledger.connections.read(LOAD_ALL, {"ids": ids})) if ids else []

    async def pass_on(self, generation_id: str) -> bool:
        """Have another worker go on with an open generation, whoever has it: one that is being sent is unknown then."""

        async def work(connection: "AsyncConnection") -> bool:
            freed = await (
                await connection.execute(self._ledger.connections.place.sql(FREE), [[generation_id]])
            ).fetchall()
            await self._enqueue(connection, {name: attempt(name, seq) for name, seq in freed})
            return bool(freed)

        passed: bool = await self._ledger.connections.transact(work)
        if passed:
            await tell_lost(self._ledger, generation_id, time.time())
        return passed

    async def _check_ready(self) -> None:
        """Refuse to order what no worker could be told of: DBOS's tables are made by the first worker."""
        if not self._ready:
            [(self._ready,)] = await self._ledger.connections.read(READY, [])
        if not self._ready:
            raise unavailable("no_worker")

    async def _write(self, items: Sequence[dict[str, Any]]) -> Sequence[Any]:
        """Write orders and their workflows in one transaction. Raises LedgerUnavailable."""

        async def work(connection: "AsyncConnection") -> Sequence[Mapping[str, Any]]:
            sql = self._ledger.connections.place.sql
            with repeated_after(items):
                answers = await self._ledger.writer.apply(connection, items)
                done = [item for item, answer in zip(items, answers, strict=True) if answer["is"] in {"begun", "added"}]
                anew = [item for item in done if item["does"] == "append"]
                for item in anew:
                    await connection.execute(sql(KEEP), [item["id"], b64decode(item["content"])])
                if anew:
                    await connection.execute(sql(FREE), [[item["id"] for item in anew]])
                await self._enqueue(connection, {item["id"]: _workflow_id(item) for item in done})
            return answers

        return self._ledger.writer.answers(items, await self._ledger.connections.transact(work))

    async def _enqueue(self, connection: "AsyncConnection", workflows: Mapping[str, str]) -> None:
        if workflows:
            await connection.execute(ENQUEUE, enqueueing(self._queue, workflows))


def enqueueing(queue: str, workflows: Mapping[str, str]) -> dict[str, Any]:
    """Return the values of `ENQUEUE`: the workflow of each generation, by their ids."""
    return {
        "workflow": WORKFLOW,
        "queue": queue,
        "version": APP_VERSION,
        "application": APP_NAME,
        "ids": list(workflows),
        "workflow_ids": list(workflows.values()),
    }


def _workflow_id(item: Mapping[str, Any]) -> str:
    seq = item["seq"] + len(item["entries"])
    name: str = item["id"]
    return name if item["does"] == "begin" else attempt(name, seq)
