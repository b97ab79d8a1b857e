"""What one test sees of the server, and what it asks of it.

Rules this file obeys:
* It adds nothing to a sandbox but words for a test: what is expected and found is the sandbox's own (`verification`).
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import attrs

from imastudio.fakeserver.http.sandbox import POINTS, Sandbox
from imastudio.fakeserver.scenario.fault_queue import Rates
from imastudio.fakeserver.scenario.faults import Fault
from imastudio.fakeserver.vendor.clock import VendorClock
from imastudio.fakeserver.vendor.records import Recorded
from imastudio.fakeserver.vendor.world import Account, AccountBookEntry, Refund, World


@attrs.define
class Trial:
    """The server as one test sees it."""

    server: Sandbox

    @property
    def url(self) -> str:
        """Give the base url of everything, uploads too."""
        return self.server.url

    @property
    def key(self) -> str:
        """Give the key to send."""
        return self.server.key

    @property
    def clock(self) -> VendorClock:
        """Give the server's clock; `clock.advance(seconds)` turns it."""
        return self.server.clock

    @property
    def account(self) -> Account:
        """Give the account behind `key`; `account.points` is what is left."""
        return self.server.account

    @property
    def charges(self) -> tuple[AccountBookEntry, ...]:
        """Give the account book, oldest line first."""
        return self.server.charges

    @property
    def refunds(self) -> tuple[Refund, ...]:
        """Give what was paid back."""
        return self.server.refunds

    @property
    def requests(self) -> tuple[Recorded, ...]:
        """Give the requests that came, oldest first."""
        return self.server.requests

    @property
    def world(self) -> World:
        """Give everything: tasks, catalogue, accounts."""
        return self.server.world

    def add_account(self, key: str, points: int = POINTS, name: str | None = None) -> Account:
        """Open another account."""
        return self.server.add_account(key, points, name)

    def sell(self, lists: Mapping[str, Any] | Path | str) -> None:
        """Sell other product lists for the rest of this test."""
        self.server.sell(lists)

    def shift_prices(self, points: int = 0, *, ids: str = "same") -> None:
        """Let all prices change by so many points, and ids be "new" or "turned"."""
        self.server.shift_prices(points, ids=ids)

    def fail_next(self, call: str, *faults: Fault, times: int = 1, skip: int = 0) -> None:
        """Let the next `times` requests of a call meet these faults; a fault that nobody meets fails the test."""
        self.server.fail_next(call, *faults, times=times, skip=skip)

    def chaos(self, *, seed: int = 0, rates: Rates | None = None) -> None:
        """Let requests meet faults by chance."""
        self.server.chaos(seed=seed, rates=rates)

    def expect(self, call: str, *, times: int | None = 1, **said: Any) -> None:
        """Expect so many requests of a call until the test ends, each of which says this: `call="create", n=2`.

        `times` None: one or more. A name is looked for in the body, in `parameters[0]`, in its `parameters`, in the query. Raise
        ValueError for an unknown call.
        """
        self.server.verification.expect(call, times, said)

    def assert_charged(
        self,
        times: int | None = None,
        *,
        points: int | None = None,
        once_per: Callable[[AccountBookEntry], object] | None = None,
    ) -> None:
        """Assert that the account was charged: so often, so many points in all, once for each `once_per(charge)`.

        Without arguments: that it was charged at all.
        """
        wrong = self.server.verification.charged(times, points=points, once_per=once_per)
        if wrong:
            raise AssertionError(wrong)

    def complaints(self) -> tuple[str, ...]:
        """Tell what was expected and did not come, and what came and nobody expects; each is told once."""
        return self.server.verification.complaints()
