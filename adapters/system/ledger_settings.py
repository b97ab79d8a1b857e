"""What holds for a whole ledger, by the names that it has in every store: its time zone, and sums of what was let go of."""

import json
from collections.abc import Iterable, Iterator
from itertools import groupby

from imastudio.domain.lifecycle import DaySums

TIMEZONE = "timezone"
PRUNED = "pruned in "
"""Before a month: the setting with the sums of what was let go of in it."""


def encode_sums(sums: DaySums) -> Iterator[tuple[str, str]]:
    """Yield each month of the sums, and the text of its setting."""
    lines = [(day, model, *counts) for (day, model), counts in sorted(sums.items())]
    for month, of_it in groupby(lines, key=lambda line: line[0].rpartition("-")[0]):
        yield month, json.dumps(list(of_it), separators=(",", ":"))


def decode_sums(texts: Iterable[str]) -> DaySums:
    """Return the sums that the texts of settings tell."""
    return {(day, model): (orders, points) for text in texts for day, model, orders, points in json.loads(text)}
