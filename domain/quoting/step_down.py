"""One step down: the next lower value of what makes an order hard, among the leaf's own offered values.

Used after a server error alone (decisions, "When create is refused"). Order of the steps: size, resolution, duration, then
quality or mode. A value that is no size on a scale (a ratio, "2560x1440") has no lower one.
"""

import re
from collections.abc import Iterator

from imastudio.domain.kernel import Scalar, canonical
from imastudio.domain.orders import Order
from imastudio.domain.quoting.catalog import Leaf, sent_as
from imastudio.domain.quoting.parameters import form
from imastudio.domain.quoting.virtual import targets_of

STEPS = ("size", "resolution", "duration", "quality", "mode")
_MODES = {"std": 1.0, "pro": 2.0}
_SCALE = re.compile(r"([0-9]{1,6})(px|k|p|s)?")
_THOUSAND = 1024.0


def lower(leaf: Leaf, order: Order) -> Iterator[tuple[str, Scalar]]:
    """Yield what could be lowered, and to which value: for each parameter its next lower ones, nearest first."""
    fields = {sent_as(field): field for field in form(leaf)}
    for name in STEPS:
        if name not in fields or name not in order.params:
            continue
        field = fields[name]
        offered = field.values if field.virtual is None else targets_of(field.virtual)
        yield from ((name, value) for value in _below(order.params[name], offered))


def _below(value: Scalar, offered: tuple[Scalar, ...]) -> list[Scalar]:
    here = _rung(value)
    if here is None:
        return []
    rungs = [(rung, other) for other in offered if (rung := _rung(other)) is not None and rung < here]
    return [other for _, other in sorted(rungs, key=lambda pair: pair[0], reverse=True)]


def _rung(value: Scalar) -> float | None:
    word = canonical(value)
    if word in _MODES:
        return _MODES[word]
    found = _SCALE.fullmatch(word)
    if found is None:
        return None
    return float(found[1]) * (_THOUSAND if found[2] == "k" else 1.0)
