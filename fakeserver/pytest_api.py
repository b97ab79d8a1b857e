"""What one test sees of the server, what it expects of it, and what it is told when that did not come.

Rules this file obeys:
* An expectation names what a request must say and no more; names are looked for where the API has them.
* Where a call is expected at all, every request of that call must fit one of the expectations.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs

from imastudio.fakeserver.http.server import POINTS, FakeIma
from imastudio.fakeserver.scenario.differences import NOTHING, compare
from imastudio.fakeserver.scenario.fault_queue import Rates
from imastudio.fakeserver.scenario.faults import CALLS, Fault
from imastudio.fakeserver.vendor.clock import Clock
from imastudio.fakeserver.vendor.records import Recorded
from imastudio.fakeserver.vendor.world import Account, Charge, Refund, World

_IGNORED = ("/favicon.ico",)


@attrs.frozen(kw_only=True)
class Expectation:
    """So many requests of a call that say certain things; `times` None: one or more."""

    call: str
    times: int | None
    said: Mapping[str, Any]

    def differences(self, record: Recorded) -> tuple[str, ...]:
        """Tell how a request differs from what is expected."""
        return tuple(
            str(each) for name, value in self.said.items() for each in compare(_find(record, name), value, name)
        )

    def __str__(self) -> str:
        often = "at least one" if self.times is None else str(self.times)
        said = ", ".join(f"{name}={value!r}" for name, value in self.said.items())
        return f"{often} {self.call}" + (f" with {said}" if said else "")


@attrs.define
class Trial:
    """The server as one test sees it."""

    server: FakeIma
    _expected: list[Expectation] = attrs.field(factory=list)

    @property
    def url(self) -> str:
        """Give the base url of everything, uploads too."""
        return self.server.url

    @property
    def key(self) -> str:
        """Give the key to send."""
        return self.server.key

    @property
    def clock(self) -> Clock:
        """Give the server's clock; `clock.advance(seconds)` turns it."""
        return self.server.clock

    @property
    def account(self) -> Account:
        """Give the account behind `key`; `account.points` is what is left."""
        return self.server.account

    @property
    def charges(self) -> tuple[Charge, ...]:
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
        if call not in CALLS:
            raise ValueError(f"call must be one of {', '.join(CALLS)}")
        self._expected.append(Expectation(call=call, times=times, said=said))

    def assert_charged(
        self, times: int | None = None, *, points: int | None = None, once_per: Callable[[Charge], object] | None = None
    ) -> None:
        """Assert that the account was charged: so often, so many points in all, once for each `once_per(charge)`.

        Without arguments: that it was charged at all.
        """
        told = [f"  {number}. {_describe(charge)}" for number, charge in enumerate(self.charges, 1)]
        book = "\n".join(["the account book:", *(told or ["  nothing"])])
        if times is None and not self.charges:
            raise AssertionError(f"nothing was charged; {book}")
        if times is not None and len(self.charges) != times:
            raise AssertionError(f"charged {len(self.charges)} times, expected {times}; {book}")
        total = sum(charge.total for charge in self.charges)
        if points is not None and total != points:
            raise AssertionError(f"charged {total} points, expected {points}; {book}")
        if once_per is not None:
            twice = {name: count for name, count in Counter(map(once_per, self.charges)).items() if count > 1}
            if twice:
                said = ", ".join(f"{name!r} {count} times" for name, count in twice.items())
                raise AssertionError(f"charged more than once: {said}; {book}")

    def complaints(self) -> tuple[str, ...]:
        """Tell what was expected and did not come, and what came and nobody expects; each is told once."""
        found = (*self._unmet(), *self._unexpected(), *self._unused(), *self._strays())
        self._expected.clear()
        self.server.script.clear()
        self.server.log.strays.clear()
        return found

    def _of(self, call: str) -> Iterator[Recorded]:
        return (record for record in self.requests if record.call == call)

    def _unmet(self) -> Iterator[str]:
        for expected in self._expected:
            came = list(self._of(expected.call))
            fitting = sum(not expected.differences(record) for record in came)
            if fitting == expected.times or (expected.times is None and fitting):
                continue
            near = min(
                (record for record in came if expected.differences(record)), key=_distance(expected), default=None
            )
            yield f"expected {expected}; {fitting} came" + (f"\n{_nearest(expected, near)}" if near else "")

    def _unexpected(self) -> Iterator[str]:
        for call in dict.fromkeys(expected.call for expected in self._expected):
            wanted = [expected for expected in self._expected if expected.call == call]
            for record in self._of(call):
                if all(expected.differences(record) for expected in wanted):
                    nearest = min(wanted, key=lambda expected: len(expected.differences(record)))
                    yield f"unexpected {call}\n{_nearest(nearest, record)}"

    def _unused(self) -> Iterator[str]:
        for call, waiting in self.server.script.waiting.items():
            left = [faults for faults in waiting if faults]
            if left:
                yield f"{len(left)} more requests of {call} should have met faults: {', '.join(map(str, left[0]))}"

    def _strays(self) -> Iterator[str]:
        for record in self.server.log.strays:
            if record.path not in _IGNORED:
                yield f"unknown request: {record.method} {record.path} (answered {record.status})"


def _find(record: Recorded, name: str) -> Any:
    """Find what a request says under a name, wherever the API has it."""
    body = record.body if isinstance(record.body, dict) else {}
    entries = body.get("parameters")
    outer = entries[0] if isinstance(entries, list) and entries and isinstance(entries[0], dict) else {}
    inner = outer.get("parameters")
    for place in (body, outer, inner if isinstance(inner, dict) else {}, record.query):
        if name in place:
            return place[name]
    return NOTHING


def _distance(expected: Expectation) -> Callable[[Recorded], int]:
    return lambda record: len(expected.differences(record))


def _nearest(expected: Expectation, record: Recorded) -> str:
    return "\n".join([f"  request {record.number}:", *(f"    {each}" for each in expected.differences(record))])


def _describe(charge: Charge) -> str:
    many = f"{charge.n} x {charge.points}" if charge.n > 1 else str(charge.points)
    return f"{many} points for {charge.model_version} ({charge.task_type}), request {charge.request}, {charge.task_id}"
