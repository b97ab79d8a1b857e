"""What is said of each kind of failure, zh and en, as data: wordings from the most telling to the one that needs no fact.

Rules: whatever the vendor's "Error Message Translation" has is said in its words; the rest is ours, in plain words, with
the value that was refused and those that would do. No code, no technical word. `FAILURES` holds for every medium; a table
in `OF_MEDIUM` goes before it, before that one in `OF_SCOPE`, and in a chat `IN_CHAT` before all. Facts are those of
`Failure`: parameter (`typed` is its name as it was typed), value, choices (as names of parameters: `parameters`).
"""

from collections.abc import Mapping
from types import MappingProxyType

from imastudio.domain.kernel import Kind
from imastudio.domain.messages.failure_texts.agreement import AGREEMENT
from imastudio.domain.messages.failure_texts.by_medium import OF_MEDIUM
from imastudio.domain.messages.failure_texts.by_scope import ACTIONS, OF_SCOPE
from imastudio.domain.messages.failure_texts.in_chat import IN_CHAT
from imastudio.domain.messages.failure_texts.inputs import INPUTS
from imastudio.domain.messages.failure_texts.ledger import LEDGER
from imastudio.domain.messages.failure_texts.outside import OUTSIDE
from imastudio.domain.messages.failure_texts.shared import KEY_PAGE, POINTS_PAGE, VENDOR_PAGE
from imastudio.domain.messages.failure_texts.values import VALUES
from imastudio.domain.messages.failure_texts.vendor import REMEDIES, VENDOR
from imastudio.domain.messages.text import Wordings

__all__ = [
    "ACTIONS",
    "FAILURES",
    "IN_CHAT",
    "KEY_PAGE",
    "OF_MEDIUM",
    "OF_SCOPE",
    "POINTS_PAGE",
    "REMEDIES",
    "VENDOR_PAGE",
]

FAILURES: Mapping[Kind, Wordings] = MappingProxyType({**VALUES, **INPUTS, **AGREEMENT, **LEDGER, **VENDOR, **OUTSIDE})
