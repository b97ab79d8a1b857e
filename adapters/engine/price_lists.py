"""The product lists that were quoted from last, and the quotes they are known to bear out.

A quote that this studio made of the list it still holds needs no second look before its order; one that was handed in from
elsewhere, changed, or made of an older list does (decision 50).
"""

from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

from imastudio.domain.quoting import unlisted

if TYPE_CHECKING:
    from imastudio.domain.orders import TaskType
    from imastudio.domain.quoting import Catalog, Quote


class PriceLists:
    """One list for each task type. What is remembered of a quote is the very object, not its value."""

    def __init__(self) -> None:
        """Know none yet."""
        self._lists: dict[TaskType, Catalog] = {}
        self._borne_out: WeakValueDictionary[int, Quote] = WeakValueDictionary()

    def keep(self, task_type: "TaskType", catalog: "Catalog") -> None:
        """Hold `catalog` from now on; where it is another than before, no quote is known to be borne out by it."""
        if self._lists.get(task_type) is not catalog:
            self._lists[task_type] = catalog
            self._borne_out.clear()

    def vouch_for(self, quote: "Quote", catalog: "Catalog") -> None:
        """Remember that `quote` was made of `catalog`, as long as that is the list that is held."""
        if self._lists.get(quote.order.task_type) is catalog:
            self._borne_out[id(quote)] = quote

    def bear_out(self, quote: "Quote") -> bool:
        """Tell whether the list that is held says the same as `quote`; without a list nothing is borne out."""
        if self._borne_out.get(id(quote)) is quote:
            return True
        catalog = self._lists.get(quote.order.task_type)
        if catalog is None or unlisted(quote, catalog):
            return False
        self.vouch_for(quote, catalog)
        return True
