"""A linear classifier: what features speak for, by weights that were learnt.

Rules: the chance of a class is the softmax of its bias and the weights of the features, which share a weight of one between them
(their sum is divided by the root of their number); weights are hundredths, and a feature that no table has says nothing. The
tables are learnt from labelled turns (`make words`), and nobody edits them by hand.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
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

    def chances(self, features: Sequence[str]) -> Mapping[str, float]:
        """Return the chance of each class, given some features."""
        sums = [0.0] * len(self.classes)
        self._add(sums, features, 100 * math.sqrt(max(1, len(features))))
        self._add(sums, (BIAS,), 100)
        highest = max(sums)
        raised = [math.exp(one - highest) for one in sums]
        whole = sum(raised)
        return {name: one / whole for name, one in zip(self.classes, raised, strict=True)}

    def weights_of(self, feature: str) -> Mapping[str, int] | None:
        """Return the hundredths that a feature gives to classes, or None where no table has it."""
        row = self.rows.get(feature)
        if row is None:
            return None
        entries = (entry.partition(":") for entry in row.split(" "))
        return {self.classes[int(place)]: int(weight) for place, _, weight in entries}

    def _add(self, sums: list[float], features: Iterable[str], share: float) -> None:
        for feature in features:
            row = self.rows.get(feature)
            for entry in () if row is None else row.split(" "):
                place, _, weight = entry.partition(":")
                sums[int(place)] += int(weight) / share


@cache
def classifier_of(name: str) -> LinearClassifier:
    """Return the classifier of a table: a line of its classes and what it was learnt from, then a feature a line."""
    table = cast("bytes", get_data("imastudio.domain.intent.tables", f"{name}.tsv")).decode()
    head, *lines = table.split("\n")[:-1]
    classes, learnt_from = head.split("\t")
    return LinearClassifier(tuple(classes.split(" ")), dict(line.split("\t", 1) for line in lines), learnt_from)
