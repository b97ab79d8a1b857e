"""All that a ledger holds, on its way from one database to another; and what both must agree on when it is there.

Rules: generations come in the order of their ids, their owners stay behind; texts are compared as the strictest database holds
them (`storable`), the bodies of events byte by byte.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import sha256

import attrs

from imastudio.adapters.system.event_codec import Unreadable, decode_event
from imastudio.adapters.system.storable import key
from imastudio.domain.lifecycle import Entry, ImpossibleMove, LedgerTally, Loss, Verification, fold


@attrs.frozen
class StoredGeneration:
    """A generation: its row, in the order of the columns, and its events (at, kind, body), the first one first."""

    id: str
    account: str
    user: str
    request_id: str
    fingerprint: str
    seq: int
    stage: str
    open: bool
    held: int
    purses: tuple[str, ...]
    task_id: str | None
    at: float
    events: tuple[tuple[float, str, str], ...]


@attrs.frozen(kw_only=True)
class LedgerContents:
    """A whole ledger, read while nobody changes it. The generations can be read once."""

    accounts: tuple[tuple[str, str, float], ...]
    """Name, address, since."""
    settings: tuple[tuple[str, str], ...]
    losses: tuple[tuple[str, float, int, int, float | None], ...]
    """File, at, generations, missing, accepted."""
    purses: tuple[tuple[str, int], ...]
    generations: Iterator[StoredGeneration]


class TallyCount:
    """Counts what passes by: the same for two ledgers that hold the same."""

    def __init__(self, contents: LedgerContents) -> None:
        """Count the small tables."""
        self._contents = contents
        self._digest = sha256()
        self._generations = self._events = self._points = 0
        self._add(sorted((key(name), key(address), since) for name, address, since in contents.accounts))
        self._add(sorted(contents.settings))
        self._add(sorted(contents.losses))
        self._add(sorted((key(name), points) for name, points in contents.purses if points))

    def passing(self) -> Iterator[StoredGeneration]:
        """Yield the generations, counting each."""
        for one in self._contents.generations:
            self._generations += 1
            self._events += len(one.events)
            self._points += one.held
            texts = map(key, (one.id, one.account, one.user, one.request_id, one.fingerprint, *one.purses))
            task_id = None if one.task_id is None else key(one.task_id)
            self._add([*texts, one.seq, one.stage, one.open, one.held, task_id, one.at, one.events])
            yield one

    def tally(self) -> LedgerTally:
        """Return what was counted, once all have passed."""
        return LedgerTally(
            generations=self._generations,
            events=self._events,
            points=self._points,
            digest=self._digest.hexdigest(),
        )

    def _add(self, values: Iterable[object]) -> None:
        self._digest.update(repr(list(values)).encode())


def tally_of(contents: LedgerContents) -> LedgerTally:
    """Return what a ledger holds, counted."""
    counting = TallyCount(contents)
    for _ in counting.passing():
        pass
    return counting.tally()


def verified(contents: LedgerContents) -> Verification:
    """Return how a ledger stands whose events and rows are told apart: each row is the fold of its events, purses hold enough."""
    held: Counter[str] = Counter()
    generations = wrong = 0
    for one in contents.generations:
        generations += 1
        wrong += _is_wrong(one)
        held.update(dict.fromkeys(one.purses, one.held))
    kept = dict(contents.purses)
    losses = (
        Loss(file=file, at=at, generations=count, missing=missing, accepted=accepted is not None)
        for file, at, count, missing, accepted in contents.losses
    )
    return Verification(
        generations=generations,
        wrong_rows=wrong,
        wrong_purses=sum(kept.get(name, 0) < points for name, points in held.items()),
        losses=tuple(losses),
    )


def _is_wrong(one: StoredGeneration) -> bool:
    if len(one.events) != one.seq:
        return True
    try:
        folded = fold(one.id, [Entry(at, decode_event(kind, body)) for at, kind, body in one.events])
    except (Unreadable, ImpossibleMove, ValueError):
        return False  # a newer version wrote it: shown and never driven
    return (folded.stage.value, folded.open, folded.held) != (one.stage, one.open, one.held)
