"""The works that are under way or were: what was agreed to, kept beside the ledger."""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from imastudio.domain.works import WorkRecord


class WorkRecords(Protocol):
    """Keeps records of works. What was saved is on the disk; raises LedgerUnavailable where it can't be."""

    async def save(self, record: WorkRecord) -> None:
        """Put a record in the place of the one of the same id."""

    async def load(self, work_id: str) -> WorkRecord | None:
        """Return a record by its id, or by the beginning of one that is no other's; None if there is none."""

    async def all(self) -> Sequence[WorkRecord]:
        """Return all records that can be read, newest first."""

    def held(self, work_id: str) -> AbstractAsyncContextManager[bool]:
        """Hold a work while it is driven; False where another living process holds it."""
