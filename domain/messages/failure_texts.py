"""What is said of each kind of failure, zh and en: the tables of `texts/`, and what is advised besides.

Rules: whatever the vendor's "Error Message Translation" has is said in its words; the rest is ours, in plain words, with
the value that was refused and those that would do. No code, no technical word. `FAILURES` holds for every medium; a table
in `OF_MEDIUM` goes before it, before that one in `OF_SCOPE`, and in a chat `IN_CHAT` before all. Facts are those of
`Failure`: parameter (`typed` is its name as it was typed), value, choices (as names of parameters: `parameters`).
"""

from collections.abc import Mapping
from types import MappingProxyType

from imastudio.domain.kernel import Kind
from imastudio.domain.messages.text import Text, Wordings
from imastudio.domain.messages.text_tables import TextTable
from imastudio.domain.orders import Medium, Scope

FAILURES = TextTable("failures", Kind)
IN_CHAT = TextTable("failures_in_chat", Kind)
OF_MEDIUM: Mapping[Medium, Mapping[Kind, Wordings]] = MappingProxyType(
    {Medium.SPEECH: TextTable("failures_of_speech", Kind)}
)
OF_SCOPE: Mapping[Scope, Mapping[Kind, Wordings]] = MappingProxyType(
    {Scope.NANO_BANANA: TextTable("failures_of_nano_banana", Kind)}
)

# The runbook's "Suggested action": said before another model or size is.
_DEFAULTS = Text(zh="用默认设置或更小的尺寸重试", en="retry with defaults or lower complexity")
_PATIENCE = Text(zh="稍等片刻再重试", en="wait and retry")
ACTIONS: Mapping[Kind, Text] = MappingProxyType(
    {
        Kind.INVALID_ATTRIBUTE: _DEFAULTS,
        Kind.ATTRIBUTE_MISMATCH: _DEFAULTS,
        Kind.NO_RULE_MATCH: _DEFAULTS,
        Kind.NETWORK: _PATIENCE,
        Kind.RATE_LIMITED: _PATIENCE,
    }
)
# What helps where another model doesn't ("Music-specific failure guidance").
REMEDIES: Mapping[Kind, Text] = MappingProxyType(
    {Kind.LYRICS_FORMAT: Text(zh="简化歌词，或改用自动写词", en="simplify the lyrics, or have them written for you")}
)
