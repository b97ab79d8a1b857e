"""A text in both languages, which is all that people ever read."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import attrs

from imastudio.domain.kernel import Json, frozen_map
from imastudio.domain.orders import Language


@attrs.frozen
class Text:
    """One wording in both languages. It fits where all facts it names are known, and those of `when` are as said there."""

    zh: str
    en: str
    when: Mapping[str, Json] = attrs.field(factory=dict, converter=frozen_map, kw_only=True, hash=False)

    def within(self, language: Language) -> str:
        """Return the wording in `language`."""
        return self.zh if language == "zh" else self.en


Wordings: TypeAlias = Sequence[Text]


class Rendered(str):
    """A text that was made here: it may stand in another one as it is."""

    __slots__ = ()
