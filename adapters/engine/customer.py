"""The keys of one customer: whoever orders at the same address of the service, with a renewed key too (decision 46).

Rules: the key is not the customer, so what another key of the address has under a request id is not ordered again unless a
person says so; what it has is shown, and driven by nobody until it is taken over.
"""

import asyncio
from collections.abc import Sequence

from imastudio.adapters.engine.context import Identity
from imastudio.domain.kernel import Kind, refuse
from imastudio.domain.lifecycle import OtherKey, Query, Row, Stage
from imastudio.ports.ledger import Ledger


class Customer:
    """One customer's part of the ledger, whatever the key."""

    def __init__(self, ledger: Ledger, identity: Identity) -> None:
        """Ask nothing yet."""
        self._ledger = ledger
        self._identity = identity

    async def other_keys(self) -> Sequence[OtherKey]:
        """Return the other keys of the address that ordered something; none where the address is not known."""
        if not self._identity.address:
            return ()
        addresses = (self._identity.address, *self._identity.former_addresses)
        asked = (self._ledger.other_keys(self._identity.account, address) for address in addresses)
        found = {key.account: key for keys in await asyncio.gather(*asked) for key in keys}
        return sorted(found.values(), key=lambda key: -key.at)

    async def unsettled(self) -> Sequence[Row]:
        """Return what is unfinished or unknown under another key, newest first."""
        found: list[Row] = []
        for other in await self.other_keys():
            if other.unsettled:
                found += await self._ledger.rows(Query(account=other.account, open=True))
                found += await self._ledger.rows(Query(account=other.account, stage=Stage.UNKNOWN))
        return sorted(found, key=lambda row: (row.at, row.generation.id), reverse=True)

    async def ordered(self, request_id: str, *, again: bool) -> Row | None:
        """Return what the user ordered under a request id: with this key, else with another one and not surely uncharged."""
        own = await self._under(self._identity.account, request_id)
        if (own is not None and own.generation.stage is not Stage.REJECTED) or again or self._identity.again:
            return own
        for other in await self.other_keys():
            row = await self._under(other.account, request_id)
            if row is not None and row.generation.stage is not Stage.REJECTED:
                return row
        return own

    async def twins(self, fingerprints: Sequence[str], *, unknown: bool = False) -> Sequence[Row]:
        """Return the user's orders of the same thing that still run or are unknown, with whatever key of the address.

        With `unknown` only those that are: before an order nobody reads ten thousand others that merely run.
        """
        rows: list[Row] = []
        for fingerprint in fingerprints:
            asked = Query(user=self._identity.user, fingerprint=fingerprint, unsettled=not unknown, unknown=unknown)
            rows += await self._ledger.rows(asked)
        accounts = {self._identity.account, *(other.account for other in await self.other_keys())} if rows else set()
        return [row for row in rows if row.owner.account in accounts]

    async def refuse_others(self, name: str) -> None:
        """Raise WishRefused (OTHER_KEY) where another key has what is called `name`."""
        for other in await self.other_keys():
            for row in await self._ledger.find(other.account, name):
                raise refuse(Kind.OTHER_KEY, "id", name, id=row.generation.id, stage=row.generation.stage.value)

    async def adopt(self, other: str | None) -> int:
        """Take over what another key ordered; return how many generations. Raises WishRefused (NOT_FOUND)."""
        keys = await self.other_keys()
        meant = [key.account for key in keys if other is None or key.account.startswith(other)]
        if len(meant) != 1:
            raise refuse(Kind.NOT_FOUND, "key", other, [key.account[:SHOWN_CHARS] for key in keys])
        return await self._ledger.adopt_key(self._identity.account, self._identity.address, meant[0])

    async def _under(self, account: str, request_id: str) -> Row | None:
        query = Query(account=account, user=self._identity.user, request_id=request_id, limit=1)
        return next(iter(await self._ledger.rows(query)), None)


SHOWN_CHARS = 12
"""So many characters of an account's digest tell it from others."""
