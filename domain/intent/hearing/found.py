"""What was understood of one word: which field it fills, with what, and what of the text says so."""

import attrs

from imastudio.domain.scalars import Json


@attrs.frozen(kw_only=True)
class Found:
    """A value for a field, the words that gave it, and the places that may be taken out of the prompt with it (or none)."""

    field: str
    value: Json
    start: int
    end: int
    cut: tuple[int, int] | None = None
