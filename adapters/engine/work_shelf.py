"""The works that are kept: whose they are, how they stand, and what becomes of their words.

Rules: a work is the account's that its orders are; another service may have one of the same name.
"""

from collections.abc import Sequence

import attrs

from imastudio.adapters.engine.context import Identity
from imastudio.adapters.engine.work_run import generations_of
from imastudio.domain.kernel import Kind, WishRefused, refuse
from imastudio.domain.lifecycle import digest
from imastudio.domain.works import Hero, WorkOutcome, WorkProgress, WorkRecord, hero_of, progress_of
from imastudio.ports.studio import Studio
from imastudio.ports.work_records import WorkRecords

ID_CHARS = 12
MAX_NAMED = 5
"""So many works are named to whoever asks for one that there is not."""


@attrs.frozen(kw_only=True)
class WorkShelf:
    """Finds the works of one account, and looks at them."""

    studio: Studio
    identity: Identity
    work_records: WorkRecords

    async def find(self, work_id: str) -> WorkRecord:
        """Return the record of a work of this account. Raises WishRefused (NOT_FOUND)."""
        found = await self.work_records.load(work_id)
        record = None if found is None else await self._own(found)
        if record is None:
            raise await self._no_work(work_id)
        return record

    async def show(self, work_id: str) -> WorkOutcome:
        """Return how a work stands. Raises WishRefused (NOT_FOUND)."""
        record = await self.find(work_id)
        rows, _ = await generations_of(self.studio, record)
        results = {name: self.studio.look_at(row) for name, row in rows.items()}
        return WorkOutcome(record=record, progress=await self._progress(record), results=results)

    async def all(self) -> Sequence[WorkOutcome]:
        """Return all works of this account, newest first."""
        return [await self.show(record.id) for record in await self._mine()]

    async def last_hero(self) -> Hero | None:
        """Return the hero of this user's latest work that has one, for a picture that is to show the same."""
        for record in await self.work_records.all():
            if (record.account, record.user) == (self.identity.account, self.identity.user):
                hero = hero_of(await self.show(record.id))
                if hero is not None:
                    return hero
        return None

    async def forget(self, work_id: str) -> None:
        """Forget the words of a work; nothing of it can be ordered any more, what was ordered stays."""
        record = await self.find(work_id)
        await self.work_records.save(record.forgotten())

    async def own_id(self, name: str) -> str:
        """Return the id of the work that is called `name`: another where an account of another service has one so called."""
        record = await self.work_records.load(name)
        if record is None or record.id != name or await self._own(record) is not None:
            return name
        return digest("work", name, self.identity.account)[:ID_CHARS]

    async def _mine(self) -> Sequence[WorkRecord]:
        """Return the records of this account, newest first."""
        own = [await self._of_account(record) for record in await self.work_records.all()]
        return [record for record in own if record is not None]

    async def _own(self, record: WorkRecord) -> WorkRecord | None:
        """Return a record that is this account's, None where it is not. Raises WishRefused (OTHER_KEY)."""
        own = await self._of_account(record)
        if own is None and any(key.account == record.account for key in await self.studio.other_keys()):
            raise refuse(Kind.OTHER_KEY, "id", record.id, id=record.id)
        return own

    async def _of_account(self, record: WorkRecord) -> WorkRecord | None:
        """Return a record as this account's: a work goes where what was ordered for it goes, when a key is taken over."""
        if record.account == self.identity.account:
            return record
        rows, _ = await generations_of(self.studio, record)
        if any(row.owner.account != self.identity.account for row in rows.values()) or not rows:
            return None
        return attrs.evolve(record, account=self.identity.account)

    async def _no_work(self, name: str) -> WishRefused:
        """Return the refusal of a name that is no work's of this account, or fits several, with those that there are."""
        mine = [record.id for record in await self._mine()]
        begun = [one for one in mine if name and one.startswith(name)]
        if len(begun) > 1:
            return refuse(Kind.NOT_FOUND, "id", name, begun[:MAX_NAMED], of="works")
        return refuse(Kind.NOT_FOUND, "id", name, mine[:MAX_NAMED], of="work")

    async def _progress(self, record: WorkRecord) -> WorkProgress:
        rows, held = await generations_of(self.studio, record)
        return progress_of(record.work, {name: row.generation for name, row in rows.items()}, held=held)
