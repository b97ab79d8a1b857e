"""What a damaged ledger lost, what was saved of it, and how a ledger stands after a full check (decision 45)."""

import attrs

from imastudio.domain.orders import Notice


@attrs.frozen(kw_only=True)
class Salvage:
    """The yield of a salvage: so many generations and events; and what is known to be missing, 0 where all is known.

    A file of which nothing at all could be read has 1 missing: whatever it held.
    """

    generations: int
    events: int
    missing: int


@attrs.frozen(kw_only=True)
class Loss:
    """A damaged file, as it is named now: how many generations were read, how much is missing, whether that is accepted."""

    file: str
    at: float
    generations: int
    missing: int
    accepted: bool


def incomplete(loss: Loss) -> Notice:
    """Return what everybody is told who reads a ledger with a loss that nobody has accepted."""
    return Notice("ledger_incomplete", {"file": loss.file, "count": loss.generations})


@attrs.frozen(kw_only=True)
class Verification:
    """A checked ledger. `problems` are SQLite's own words; the counts are of rows and purses that differ from the events."""

    generations: int
    problems: tuple[str, ...] = ()
    wrong_rows: int = 0
    wrong_purses: int = 0
    losses: tuple[Loss, ...] = ()

    @property
    def ok(self) -> bool:
        """Tell whether orders may leave, and every figure is right."""
        accepted = all(loss.accepted for loss in self.losses)
        return accepted and not (self.problems or self.wrong_rows or self.wrong_purses)


@attrs.frozen(kw_only=True)
class LedgerTally:
    """A ledger, counted: two that agree in all of it hold the same. `points` are spent or held, `digest` is of all."""

    generations: int
    events: int
    points: int
    digest: str
