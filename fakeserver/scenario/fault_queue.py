"""Which request meets which faults: as scripted, or by chance.

Rules this file obeys:
* What is scripted comes first; chance has its turn where nothing is scripted for a request.
* Chance follows from a seed, for each call on its own: the same order of requests meets the same faults.
"""

from collections import deque
from collections.abc import Iterable, Mapping
from itertools import repeat
from random import Random
from typing import Any, TypeAlias

import attrs

from imastudio.fakeserver.scenario.faults import (
    CALLS,
    Fault,
    bare,
    body,
    decode_fault,
    delay,
    drop_after_charge,
    drop_before,
    envelope,
    fail_media,
    instead,
    medias,
    overdue,
    redirect,
    reset,
    status,
    trickle,
)

Faults: TypeAlias = tuple[Fault, ...]
Entries: TypeAlias = Mapping[Fault, float] | Mapping[Faults, float] | Mapping[Fault | Faults, float]
Rates: TypeAlias = Mapping[str, Entries]

_ANY_ANSWER = (
    *((drop_before(),), (drop_after_charge(),), (reset("unread"),), (reset("handled"),), (reset("answering"),)),
    *((body("truncated"),), (body("garbled"),), (body("empty"),), (body("html"),), (body("text"),)),
    *((bare(500),), (bare(502),), (bare(503),), (bare(504, handled=True),), (bare(429),), (bare(429, retry_after=3),)),
    *((envelope(429),), (envelope(429, retry_after=7),), (delay(3),), (delay(2, handled=True),), (status(201),)),
)
_REPLIES = (
    *_ANY_ANSWER,
    *((instead([]),), (instead({"code": 0, "message": "success", "data": None}),), (instead({"ok": True}),)),
    *((status(500),), (redirect(),), (delay(3), drop_after_charge()), (envelope(503),)),
)
_STORE = (
    *((drop_before(),), (reset("unread"),), (reset("reading"),), (reset("handled"),)),
    *((bare(500),), (bare(503),), (bare(429, retry_after=1),), (delay(2),)),
)
EVERYTHING: Mapping[str, tuple[Faults, ...]] = {
    "products": _ANY_ANSWER,
    "create": (
        *_REPLIES,
        *((envelope(500),), (envelope(4008),), (envelope(400),), (envelope(6009),), (bare(401),), (bare(404),)),
        *((fail_media(),), (fail_media(1),), (fail_media(resource_status=3),), (fail_media(resource_status=1),)),
        *((overdue(),), (reset("reading"),), (body("huge"),)),
    ),
    "detail": (*_REPLIES, *((medias(what),) for what in ("none", "null", "absent", "bare", "null_fields", "fewer"))),
    "verify": _ANY_ANSWER,
    "token": _ANY_ANSWER,
    "put": _STORE,
    "cdn": (*_STORE, (bare(404),), (redirect(),), (trickle(1),), (reset("answering"),), (body("html"),)),
}
"""What may befall each call: all of it in passing, and none of it a lie about money (no refusal after a charge)."""


def everything(rate: float) -> Rates:
    """Give rates by which so large a share of the requests of each call meets something, of all kinds alike."""
    return {call: dict.fromkeys(kinds, rate / len(kinds)) for call, kinds in EVERYTHING.items()}


@attrs.define
class Script:
    """The faults that are still to come, in order, per call; and what may come by chance."""

    waiting: dict[str, deque[Faults]] = attrs.field(factory=dict)
    _chances: dict[str, tuple[Random, list[tuple[Faults, float]]]] = attrs.field(factory=dict)

    def add(self, call: str, faults: Faults, times: int = 1, skip: int = 0) -> None:
        """Let `times` requests of a call meet these faults, after `skip` more. Raise ValueError for an unknown call."""
        _check_call(call)
        self.waiting.setdefault(call, deque()).extend([*repeat((), skip), *repeat(faults, times)])

    def chaos(self, seed: int, rates: Rates) -> None:
        """From now on, let requests meet faults by chance, at most one entry each. Raise ValueError for odd rates."""
        chances = {}
        for call, entries in rates.items():
            _check_call(call)
            if min(entries.values(), default=0) < 0 or sum(entries.values()) > 1 + 1e-9:
                raise ValueError("the rates of a call must lie between 0 and 1, together too")
            chosen = [(faults if isinstance(faults, tuple) else (faults,), rate) for faults, rate in entries.items()]
            chances[call] = (Random(f"{seed} {call}"), chosen)  # noqa: S311 - chance that repeats, no secret
        self._chances = chances

    def take(self, call: str) -> Faults:
        """Take the faults that the next request of this call meets."""
        queue = self.waiting.get(call)
        if queue:
            return queue.popleft()
        return self._by_chance(call)

    def remove(self, call: str, index: int, written: str) -> None:
        """Take away what waits for a call at this place, if it is still what was `written`. Raise ValueError otherwise."""
        queue = self.waiting.get(call, deque())
        if not 0 <= index < len(queue) or written != spell_turn(queue[index]):
            raise ValueError("this one does not wait any more: a request has met it, or it was removed")
        del queue[index]

    def clear(self) -> None:
        """Forget everything that was to come."""
        self.waiting.clear()
        self._chances = {}

    def _by_chance(self, call: str) -> Faults:
        if call not in self._chances:
            return ()
        random, entries = self._chances[call]
        drawn = random.random()
        for faults, rate in entries:
            drawn -= rate
            if drawn < 0:
                return faults
        return ()


def spell_turn(faults: Faults) -> str:
    """Write the faults of one turn, so that they can be recognised."""
    return " and ".join(str(each) for each in faults) or "ok"


def decode_faults(source: object) -> Faults:
    """Build faults from a list of their JSON. Raise ValueError if it makes no sense."""
    if not isinstance(source, list) or not all(isinstance(each, dict) for each in source):
        raise ValueError("faults must be a list of objects")
    return tuple(decode_fault(each) for each in source)


def decode_rates(source: object) -> Rates:
    """Build rates from JSON: {"create": [{"rate": 0.01, "faults": [{"kind": "drop_before"}]}]}; raise ValueError."""
    if not isinstance(source, dict) or not all(isinstance(entries, list) for entries in source.values()):
        raise ValueError("rates must be an object of lists")
    return {call: dict(_decode_rates_of_one(entries)) for call, entries in source.items()}


def _decode_rates_of_one(entries: Iterable[Any]) -> Iterable[tuple[Faults, float]]:
    for entry in entries:
        rate = entry.get("rate") if isinstance(entry, dict) else None
        if isinstance(rate, bool) or not isinstance(rate, int | float):
            raise ValueError("each entry has a rate and faults")  # noqa: TRY004 - what was sent makes no sense
        yield decode_faults(entry.get("faults")), float(rate)


def _check_call(call: str) -> None:
    if call not in CALLS:
        raise ValueError(f"call must be one of {', '.join(CALLS)}")
