"""Looking after a ledger as a whole: checking it, keeping a copy, bringing back what a damaged one held, living with a loss.

Rules: what is read is never changed; a copy overwrites nothing; a loss is accepted by a person's word alone (decision 45). Raises
LedgerUnavailable.
"""

from typing import Protocol

from imastudio.domain.lifecycle import Salvage, Verification


class Upkeep(Protocol):
    """One ledger. Files are said by their paths."""

    @property
    def exists(self) -> bool:
        """Tell whether anything was ever kept here."""

    def verify(self) -> Verification:
        """Check every page, row and purse."""

    def salvage(self, source: str | None = None) -> Salvage:
        """Bring in what a damaged file or a copy holds: `source` (its OSErrors are raised), else those that were set aside here.

        Where all of a file that was set aside is there in the end, its loss is none any more.
        """

    def backup(self, target: str) -> None:
        """Write a copy of the whole ledger to `target`. Raises FileExistsError and other OSErrors of `target`."""

    def accept_loss(self) -> int:
        """Let orders leave again although something is missing; return how many losses were accepted."""
