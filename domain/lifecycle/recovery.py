"""What a refusal at create leads to: the table "When create is refused" of the decisions, and nothing else.

Rules: only after a refusal that surely charged nothing, and at most three attempts in all; a rate limit uses up none of
them, but a patience of its own, which begins with the first of a row. Never dearer than agreed; every
change is a notice. `strict` forbids every change: then only the same order may be sent again.
"""

from collections.abc import Mapping

import attrs

from imastudio.domain.kernel import Failure, Json, Kind, WishRefused
from imastudio.domain.lifecycle.events import Refused, Rejected, Reordered
from imastudio.domain.lifecycle.generation import MAX_ATTEMPTS, Generation
from imastudio.domain.orders import Content, Notice, Order
from imastudio.domain.quoting import Catalog, Leaf, effective, exact_rule, lower

RATE_LIMIT_PATIENCE_S = 600.0
"""So long an order that comes too soon is sent again; what asks for a longer pause ends at once."""
MAX_BACKOFF_S = 60.0
_BACKOFF_BASE_S = 2.0  # and twice as long each time: 4, 8 …
_MAX_DOUBLINGS = 10  # that is far beyond MAX_BACKOFF_S
_AGAIN = frozenset({Kind.RATE_LIMITED, Kind.NETWORK})
_REPRICED = frozenset({Kind.CREDIT_MISMATCH, Kind.ATTRIBUTE_MISMATCH, Kind.INVALID_ATTRIBUTE})
_ADJUSTED = frozenset({"completed", "stepped_down"})
_CHANGED = _REPRICED | {Kind.SERVER_ERROR, Kind.NO_RULE_MATCH}


def judge_refusal(generation: Generation, failure: Failure) -> Refused | Rejected:
    """Return whether recovery may go on after a refusal of the create that `generation` is sending."""
    if failure.kind is Kind.NO_RULE_MATCH and any(notice.code in _ADJUSTED for notice in generation.order.notices):
        failure = attrs.evolve(failure, facts={**failure.facts, "adjusted": True})  # its text says so
    if failure.kind is Kind.RATE_LIMITED:
        return Refused(failure)
    recoverable = failure.kind in _AGAIN or (failure.kind in _CHANGED and not generation.order.strict)
    return Refused(failure) if recoverable and generation.attempts < MAX_ATTEMPTS else Rejected(failure)


def needs_products(failure: Failure) -> bool:
    """Tell whether a new product list is needed to decide."""
    return failure.kind in _CHANGED


def judge_recovery(generation: Generation, content: Content, catalog: Catalog | None) -> Reordered | Rejected:
    """Return the order that takes the place of the refused one, or that it is over.

    `catalog` is a new product list where `needs_products` says so (None: it could not be had).
    """
    failure = generation.failure or Failure(kind=Kind.REFUSED)
    if failure.kind in _AGAIN:
        return _again(generation, failure)
    order = generation.order
    leaf = _leaf(order, catalog)
    if leaf is None:
        return Rejected(failure)
    if failure.kind is Kind.SERVER_ERROR:
        return _step_down(leaf, order, content, failure)
    if failure.kind is Kind.NO_RULE_MATCH:
        return _completed(leaf, order, content, failure)
    return _repriced(leaf, order, content, failure)


def pause_asked(generation: Generation) -> float | None:
    """Return the seconds that the vendor asked for when it refused the order, or None."""
    asked = generation.failure.facts.get("retry_after") if generation.failure is not None else None
    return float(asked) if isinstance(asked, int | float) and asked > 0 else None


def pause_after(generation: Generation) -> float:
    """Return the seconds after which a refused order may be sent again: as the vendor asks, else twice as long each time."""
    asked = pause_asked(generation)
    if asked is not None:
        return asked
    tries = max(1, generation.throttles or generation.attempts)
    return min(MAX_BACKOFF_S, _BACKOFF_BASE_S ** min(tries, _MAX_DOUBLINGS))


def _again(generation: Generation, failure: Failure) -> Reordered | Rejected:
    pause, since = pause_after(generation), generation.throttled_since
    waited = 0.0 if since is None else generation.due - since
    if waited + pause > RATE_LIMIT_PATIENCE_S:
        return Rejected(attrs.evolve(failure, facts={**failure.facts, "wait": round(pause)}))
    return Reordered(order=generation.order, pause=pause)


def _leaf(order: Order, catalog: Catalog | None) -> Leaf | None:
    leaves = catalog.of_model(order.model_id) if catalog is not None else ()
    return next((leaf for leaf in leaves if leaf.version_id == order.version_id), None)


def _step_down(leaf: Leaf, order: Order, content: Content, failure: Failure) -> Reordered | Rejected:
    for name, value in lower(leaf, order):
        changed = _requoted(leaf, order, content, {name: value})
        if changed is None or changed.total > order.agreed_points or _differs_beside(order, changed, name):
            continue
        facts = {"parameter": name, "from": order.params[name], "to": value, "points": changed.total}
        return Reordered(order=_with(changed, Notice("stepped_down", facts)))
    return Rejected(failure)


def _completed(leaf: Leaf, order: Order, content: Content, failure: Failure) -> Reordered | Rejected:
    """Add what the rule of the quote has and the parameters lack; nothing that was asked for changes."""
    rule = next((rule for rule in leaf.rules if rule.attribute_id == order.attribute_id), None)
    missing = (
        {} if rule is None else {name: value for name, value in rule.attributes.items() if name not in order.params}
    )
    missing.pop("default", None)
    changed = _requoted(leaf, order, content, missing) if missing else None
    if changed is None or changed.total > order.agreed_points or changed.attribute_id != order.attribute_id:
        return Rejected(failure)
    return Reordered(order=_with(changed, Notice("completed", {"parameters": sorted(missing)})))


def _repriced(leaf: Leaf, order: Order, content: Content, failure: Failure) -> Reordered | Rejected:
    changed = _requoted(leaf, order, content, {})
    if changed is None or dict(changed.params) != dict(order.params):
        return Rejected(failure)
    if changed.total > order.agreed_points:
        facts = {**failure.facts, "agreed": order.agreed_points, "total": changed.total}
        return Rejected(attrs.evolve(failure, facts=facts))
    if (changed.attribute_id, changed.points) == (order.attribute_id, order.points):
        return Rejected(failure)
    if changed.total == order.total:
        return Reordered(order=changed)
    return Reordered(order=_with(changed, Notice("repriced", {"from": order.total, "to": changed.total})))


def _requoted(leaf: Leaf, order: Order, content: Content, change: Mapping[str, Json]) -> Order | None:
    """Return the order with some parameters changed, at the price that it has now; None if it has none."""
    try:
        parameters = effective(leaf, {**order.params, **content.texts, **change}, order.n)
        rule = exact_rule(leaf, parameters)
    except WishRefused:
        return None
    return attrs.evolve(order, params=parameters.closed, attribute_id=rule.attribute_id, points=rule.points)


def _differs_beside(order: Order, changed: Order, name: str) -> bool:
    return {**order.params, name: None} != {**changed.params, name: None}


def _with(order: Order, notice: Notice) -> Order:
    return attrs.evolve(order, notices=(*order.notices, notice))
