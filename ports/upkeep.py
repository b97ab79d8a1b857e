"""Looking after a ledger as a whole: what is read is never changed, a copy overwrites nothing. Raises LedgerUnavailable."""

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
        """Bring in what the damaged file or copy `source` holds (its OSErrors are raised), else what was set aside here."""

    def backup(self, target: str) -> None:
        """Write a copy of the whole ledger to `target`. Raises FileExistsError and other OSErrors of `target`."""

    def accept_loss(self) -> int:
        """Let orders leave again though something is missing, by a person's word (decision 45); return how many losses."""
