"""A linear classifier: what features speak for, by weights that were learnt.

Rules: the chance of a class is the softmax of its bias and the weights of the features, which share a weight of one between them
(their sum is divided by the root of their number); weights are hundredths, and a feature that no table has says nothing. The
tables are learnt from labelled turns (`make words`), and nobody edits them by hand.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from pkgutil import get_data
from typing import cast

import attrs

BIAS = "*"


@attrs.frozen
class LinearClassifier:
    """Weights by feature, a row for each: the places of classes and the hundredths that it gives them, "0:12 4:-30"."""

    classes: Sequence[str]
    rows: Mapping[str, str] = attrs.field(repr=False)
    learnt_from: str = ""

    def chances(self, features: Collection[str]) -> Mapping[str, float]:
        """Return the chance of each class, given some features in any order."""
        counted = [0] * len(self.classes)
        for feature in features:
            for place, weight in _entries(self.rows.get(feature, "")):
                counted[place] += weight
        share, bias = math.sqrt(max(1, len(features))), dict(_entries(self.rows[BIAS]))
        sums = [(one / share + bias.get(place, 0)) / 100 for place, one in enumerate(counted)]
        highest = max(sums)
        raised = [math.exp(one - highest) for one in sums]
        whole = sum(raised)
        return {name: one / whole for name, one in zip(self.classes, raised, strict=True)}


@cache
def _entries(row: str) -> Sequence[tuple[int, int]]:
    """Return the entries of a row, read once."""
    pairs = (entry.partition(":") for entry in row.split())
    return tuple((int(place), int(weight)) for place, _, weight in pairs)


@cache
def classifier_of(name: str) -> LinearClassifier:
    """Return the classifier of a table: a line of its classes and what it was learnt from, then a feature a line."""
    table = cast("bytes", get_data("imastudio.domain.intent.tables", f"{name}.tsv")).decode()
    head, *lines = table.split("\n")[:-1]
    classes, learnt_from = head.split("\t")
    return LinearClassifier(tuple(classes.split(" ")), dict(line.split("\t", 1) for line in lines), learnt_from)
