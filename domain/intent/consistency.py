"""Whether something is to stay the same over several works: 系列, 同一个女孩, "the same character"."""

import re

from imastudio.domain.intent.reading import Reading
from imastudio.domain.intent.tables.works import ALL_THE_SAME, CONSISTENT, NO_SERIES, SAME

_SAME = re.compile(f"(?:{'|'.join(sorted(CONSISTENT, key=len, reverse=True))})(?!{'|'.join(ALL_THE_SAME)})")

_TELLING = frozenset({"same", "consistent", "series"})


def same_again(reading: Reading) -> bool:
    """Tell whether it is said, and note where."""
    found = _SAME.search(reading.folded)
    if found is not None:
        reading.because("consistency", *found.span())
        return True
    telling = [(place, token) for place, token in enumerate(reading.tokens) if token.text in _TELLING]
    for place, token in telling:
        behind = [one.text for one in reading.tokens[place + 1 : place + 3]]
        before = reading.tokens[place - 1].text if place else ""
        same = token.text in {"same", "consistent"} and not SAME.isdisjoint(behind)
        series = token.text == "series" and (not behind or behind[0] in {"of", ","}) and before not in NO_SERIES
        if same or series:
            reading.because("consistency", token.start, token.end)
            return True
    return False
