"""The quote: the exact thing that would be ordered, what it costs, and what may be said besides."""

from collections.abc import Mapping

import attrs

from imastudio.domain.orders import Content, Order, Tier
from imastudio.domain.quoting.advice import Advice
from imastudio.domain.scalars import Json


@attrs.frozen(kw_only=True)
class Quote:
    """The exact thing that would be ordered, and its price: what `ima quote` prints.

    `chosen_by` tells why this model: "named", "tier" (then `tier` is the one), "saved", "recommended" or "default";
    `recommended` is the model id that would be recommended where another, saved one is used; `advice` is what may be said
    besides (None: not looked for).
    """

    order: Order
    content: Content
    chosen_by: str = "named"
    tier: Tier | None = None
    recommended: str | None = None
    advice: Advice | None = None

    @property
    def params(self) -> Mapping[str, Json]:
        """Return all effective parameters, free texts too, without the prompt."""
        return {**self.order.params, **self.content.texts}
