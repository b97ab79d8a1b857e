"""Records of works in memory; stores over one mapping are processes that share a folder."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from imastudio.domain.works import WorkRecord


class MemoryWorks:
    """Keeps records as long as it lives. `records` are those by id, `driven` the ids that somebody holds."""

    def __init__(self, records: dict[str, WorkRecord] | None = None, driven: set[str] | None = None) -> None:
        """Begin with what is there."""
        self.records = {} if records is None else records
        self.driven = set() if driven is None else driven

    async def save(self, record: WorkRecord) -> None:
        """Put a record in the place of the one of the same id."""
        self.records[record.id] = record

    async def load(self, work_id: str) -> WorkRecord | None:
        """Return a record by its id, or by the beginning of one that is no other's."""
        found = [record for name, record in self.records.items() if name.startswith(work_id)]
        return self.records.get(work_id) or (found[0] if len(found) == 1 and len(work_id) > 3 else None)  # noqa: PLR2004

    async def all(self) -> Sequence[WorkRecord]:
        """Return all records, newest first."""
        return sorted(self.records.values(), key=lambda record: -record.at)

    @asynccontextmanager
    async def held(self, work_id: str) -> AsyncIterator[bool]:
        """Hold a work while it is driven; False where somebody else holds it."""
        if work_id in self.driven:
            yield False
            return
        self.driven.add(work_id)
        try:
            yield True
        finally:
            self.driven.discard(work_id)
