"""What is expected of the requests that a world gets, and what is told when that did not come.

Rules this file obeys:
* An expectation names what a request must say and no more; names are looked for where the API has them.
* Where a call is expected at all, every request of that call must fit one of the expectations.
* It serves Python (`pytest_plugin`) and, over HTTP (`admin`), every other language: the same words, the same complaints.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Protocol

import attrs

from imastudio.fakeserver.scenario.differences import NOTHING, compare
from imastudio.fakeserver.scenario.fault_queue import Script
from imastudio.fakeserver.scenario.faults import CALLS
from imastudio.fakeserver.vendor.records import Log, Recorded
from imastudio.fakeserver.vendor.world import AccountBookEntry

_IGNORED = ("/favicon.ico",)


class Watched(Protocol):
    """The account book and the log that are looked at."""

    log: Log
    script: Script

    @property
    def charges(self) -> tuple[AccountBookEntry, ...]:
        """Give the account book."""

    @property
    def requests(self) -> tuple[Recorded, ...]:
        """Give the requests that came."""


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
class WorldExpectations:
    """The expectations of one world."""

    _watched: Watched
    _expected: list[Expectation] = attrs.field(factory=list)

    def expect(self, call: str, times: int | None, said: Mapping[str, Any]) -> None:
        """Expect so many requests of a call that say this. Raise ValueError for an unknown call."""
        if call not in CALLS:
            raise ValueError(f"call must be one of {', '.join(CALLS)}")
        self._expected.append(Expectation(call=call, times=times, said=said))

    def clear(self) -> None:
        """Expect nothing any more."""
        self._expected.clear()

    def complaints(self) -> tuple[str, ...]:
        """Tell what was expected and did not come, and what came and nobody expects; each is told once."""
        found = (*self._unmet(), *self._unexpected(), *self._unused(), *self._strays())
        self._expected.clear()
        self._watched.script.clear()
        self._watched.log.strays.clear()
        return found

    def charged(
        self,
        times: int | None = None,
        *,
        points: int | None = None,
        once_per: Callable[[AccountBookEntry], object] | None = None,
    ) -> str | None:
        """Tell what is wrong with the account book, None if nothing is (see `Sandbox.assert_charged`)."""
        charges = self._watched.charges
        told = [f"  {number}. {_describe(charge)}" for number, charge in enumerate(charges, 1)]
        book = "\n".join(["the account book:", *(told or ["  nothing"])])
        total = sum(charge.total for charge in charges)
        if times is None and points is None and not charges:
            return f"nothing was charged; {book}"
        if times is not None and len(charges) != times:
            return f"charged {len(charges)} times, expected {times}; {book}"
        if points is not None and total != points:
            return f"charged {total} points, expected {points}; {book}"
        twice = {name: count for name, count in Counter(map(once_per or id, charges)).items() if count > 1}
        if twice:
            said = ", ".join(f"{name!r} {count} times" for name, count in twice.items())
            return f"charged more than once: {said}; {book}"
        return None

    def _of(self, call: str) -> Iterator[Recorded]:
        return (record for record in self._watched.requests if record.call == call)

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
        for call, waiting in self._watched.script.waiting.items():
            left = [faults for faults in waiting if faults]
            if left:
                yield f"{len(left)} more requests of {call} should have met faults: {', '.join(map(str, left[0]))}"

    def _strays(self) -> Iterator[str]:
        for record in self._watched.log.strays:
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


def _describe(charge: AccountBookEntry) -> str:
    many = f"{charge.n} x {charge.points}" if charge.n > 1 else str(charge.points)
    return f"{many} points for {charge.model_version} ({charge.task_type}), request {charge.request}, {charge.task_id}"
