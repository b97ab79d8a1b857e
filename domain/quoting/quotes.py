"""The quote: the exact thing that would be ordered, what it costs, and what may be said besides.

Rule: a quote is ordered for the wish that it was made of; where another one is handed in with it, nothing of that is dropped
silently: it is refused, and the differences are named.
"""

from collections.abc import Mapping
from typing import Any

import attrs

from imastudio.domain.kernel import Json, Kind, WishRefused, check_argument, in_words, refuse
from imastudio.domain.orders import Content, Order, Tier, Wish
from imastudio.domain.quoting.advice import Advice
from imastudio.domain.quoting.catalog import Catalog
from imastudio.domain.quoting.parameters import effective
from imastudio.domain.quoting.rules import exact_rule


@attrs.frozen(kw_only=True, repr=False)
class Quote:
    """The exact thing that would be ordered, and its price: what `ima quote` prints.

    `chosen_by` tells why this model: "named", "tier" (then `tier` is the one), "saved", "recommended" or "default";
    `recommended` is the model id that would be recommended where another, saved one is used; `advice` is what may be said
    besides (None: not looked for). `wish` is what it was made of (None: put together by hand).
    """

    order: Order
    content: Content
    chosen_by: str = "named"
    tier: Tier | None = None
    recommended: str | None = None
    advice: Advice | None = None
    wish: Wish | None = attrs.field(default=None, eq=False, repr=False)

    def __repr__(self) -> str:
        return repr(self.order).replace("Order", "Quote", 1)

    def _repr_html_(self) -> str:
        """Return what a notebook shows."""
        return in_words("show_quote", self)

    @property
    def params(self) -> Mapping[str, Json]:
        """Return all effective parameters, free texts too, without the prompt."""
        return {**self.order.params, **self.content.texts}


_SAID = ("prompt", "task_type", "model", "version_id", "tier", "scope", "params", "n", "inputs", "strict", "deliver_to")


def differences(wish: Wish, quote: Quote) -> tuple[str, ...]:
    """Return the names of what `wish` says otherwise than the wish of `quote`; caps and request ids are no part of it.

    What says in so many words what the quote found out is no difference.
    """
    return tuple(name for name in _SAID if not _agrees(name, getattr(wish, name), quote))


def check_is_of(wish: Wish, quote: Quote) -> None:
    """Raise WishRefused (QUOTE_DIFFERS) where `quote` was not made of `wish`; TypeError for what is no quote."""
    check_argument("quote", quote, Quote, "what studio.quote(wish) returned")
    different = differences(wish, quote)
    if different:
        raise refuse(Kind.QUOTE_DIFFERS, "quote", None, different)


def unlisted(quote: Quote, catalog: Catalog) -> tuple[str, ...]:
    """Return the names of what `quote` says otherwise than the product list: empty where the list bears it out."""
    order = quote.order
    leaf = next((it for it in catalog.of_model(order.model_id) if it.version_id == order.version_id), None)
    if leaf is None:
        return ("model",)
    if isinstance(order.n, bool) or order.n < 1:
        return ("n",)
    try:
        parameters = effective(leaf, {**order.params, **quote.content.texts}, order.n)
        rule = exact_rule(leaf, parameters)
    except WishRefused:
        return ("params",)
    found = {
        "attribute_id": rule.attribute_id == order.attribute_id,
        "points": rule.points == order.points and order.agreed_points == order.total,
        "n": parameters.n == order.n,
    }
    return tuple(name for name, right in found.items() if not right)


def check_listed(quote: Quote, catalog: Catalog) -> None:
    """Raise WishRefused (QUOTE_DIFFERS) where the product list doesn't bear out what `quote` says."""
    different = unlisted(quote, catalog)
    if different:
        raise refuse(Kind.QUOTE_DIFFERS, "quote", None, different, listed=True)


def _agrees(name: str, value: Any, quote: Quote) -> bool:
    if quote.wish is not None and value == getattr(quote.wish, name):
        return True
    if value is None:
        return quote.wish is None and (name != "deliver_to" or quote.order.deliver_to is None)
    if name == "params":
        said = {} if quote.wish is None else quote.wish.params
        return said.keys() <= value.keys() and all(_is_in(quote, said, each, value[each]) for each in value)
    return bool(value in _found(name, quote))


def _found(name: str, quote: Quote) -> tuple[Any, ...]:
    order, content = quote.order, quote.content
    found: Mapping[str, tuple[Any, ...]] = {
        "prompt": (content.prompt,),
        "task_type": (order.task_type,),
        "model": (order.model_id, order.model_name),
        "version_id": (order.version_id,),
        "tier": (quote.tier,),
        "scope": (order.scope,),
        "n": (order.n, str(order.n)),
        "inputs": (content.inputs,),
        "strict": (order.strict,),
        "deliver_to": (order.deliver_to,),
    }
    return found[name]


def _is_in(quote: Quote, said: Mapping[str, Json], name: str, value: Json) -> bool:
    return (name in said and said[name] == value) or (name in quote.params and quote.params[name] == value)
