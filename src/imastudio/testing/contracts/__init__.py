"""What every adapter of a port promises, as suites for pytest: subclass one, say how yours is made, and run it.

They need the extra `testing`. Nothing in them knows an adapter of ours, but the studio's, which scripts our vendor in memory.
"""

import pytest

pytest.register_assert_rewrite(
    f"{__name__}.clock",
    f"{__name__}.journal",
    f"{__name__}.ledger",
    f"{__name__}.preferences",
    f"{__name__}.retention",
    f"{__name__}.studio",
)

from imastudio.testing.contracts.clock import ClockContract  # noqa: E402 - what is asserted there is rewritten first
from imastudio.testing.contracts.journal import JournalContract, KeptJournal  # noqa: E402
from imastudio.testing.contracts.ledger import LedgerContract  # noqa: E402
from imastudio.testing.contracts.preferences import PreferencesContract  # noqa: E402
from imastudio.testing.contracts.retention import RetentionContract  # noqa: E402
from imastudio.testing.contracts.studio import StudioContract  # noqa: E402

__all__ = [
    "ClockContract",
    "JournalContract",
    "KeptJournal",
    "LedgerContract",
    "PreferencesContract",
    "RetentionContract",
    "StudioContract",
]
