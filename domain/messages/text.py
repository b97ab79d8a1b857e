"""A text in both languages, which is all that people ever read.

What only somebody at a terminal reads stands in double brackets, behind a bar what the others read in its place:
"[[To keep waiting: ima wait {id}|It can be waited for later.]]". Such a text names its `command` besides, for programs.
"""

import re
from collections.abc import Mapping, Sequence
from typing import TypeAlias

import attrs

from imastudio.domain.kernel import Json, frozen_map
from imastudio.domain.orders import Language

_AT_A_TERMINAL = re.compile(r"\[\[(.*?)(?:\|(.*?))?\]\]", re.DOTALL)


@attrs.frozen
class Text:
    """One wording in both languages. It fits where all facts it names are known, and those of `when` are as said there."""

    zh: str
    en: str
    when: Mapping[str, Json] = attrs.field(factory=dict, converter=frozen_map, kw_only=True, hash=False)
    command: str | None = attrs.field(default=None, kw_only=True)

    def within(self, language: Language, *, bare: bool = False) -> str:
        """Return the wording in `language`: for a terminal, or `bare` of what is for terminals alone."""
        said = self.zh if language == "zh" else self.en
        return _AT_A_TERMINAL.sub((lambda match: match[2] or "") if bare else r"\1", said) if "[[" in said else said


Wordings: TypeAlias = Sequence[Text]


class Rendered(str):
    """A text that was made here: it may stand in another one as it is."""

    __slots__ = ()
