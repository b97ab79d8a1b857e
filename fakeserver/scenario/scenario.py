"""A story that a server can play, as values: what is on the account, what is sold, how orders end, what goes wrong.

Rules this file obeys:
* It reads no text (see `scenarios`), so that a server without a story loads nothing for it.
"""

from collections.abc import Mapping
from typing import Any

import attrs

from imastudio.fakeserver.catalogues.catalogue import Catalogue
from imastudio.fakeserver.catalogues.patches import Patch
from imastudio.fakeserver.scenario.expectations import Expected
from imastudio.fakeserver.scenario.fault_queue import Script
from imastudio.fakeserver.scenario.faults import Fault
from imastudio.fakeserver.vendor.outcomes import ScriptedOutcome


@attrs.frozen(kw_only=True)
class NewAccount:
    """An account beside the first one."""

    key: str = attrs.field(repr=False)
    points: int
    name: str | None = None


@attrs.frozen(kw_only=True)
class Shift:
    """All prices at once: so many points more, and other ids (see `price_list`)."""

    points: int = 0
    ids: str = "same"


@attrs.frozen(kw_only=True)
class Turn:
    """So many requests of a call that meet the same faults."""

    faults: tuple[Fault, ...]
    times: int = 1


@attrs.frozen(kw_only=True)
class Scenario:
    """A story that a server can play. None: as the server was told otherwise."""

    points: int | None = None
    speed: float | None = None
    seed: int | None = None
    strict: bool | None = None
    hand_clock: bool | None = None
    accounts: tuple[NewAccount, ...] = ()
    lists: Mapping[str, list[dict[str, Any]]] = attrs.field(factory=dict, repr=False)
    prices: Shift | None = None
    catalogue: tuple[Patch, ...] = ()
    orders: tuple[ScriptedOutcome, ...] = ()
    faults: Mapping[str, tuple[Turn, ...]] = attrs.field(factory=dict)
    direct: tuple[str, ...] = ()
    requests: tuple[Expected, ...] = ()
    text: str = attrs.field(default="", repr=False, eq=False)

    def build_catalogue(self, lists: Mapping[str, list[dict[str, Any]]] | None = None) -> Catalogue:
        """Build what is sold in this story; `lists` come in place of the captured ones."""
        catalogue = Catalogue()
        catalogue.groups |= lists or {}
        catalogue.groups |= self.lists
        if self.prices:
            catalogue.change(points=self.prices.points, ids=self.prices.ids)
        for patch in self.catalogue:
            patch.apply(catalogue)
        return catalogue

    def fill(self, script: Script) -> None:
        """Put the faults of this story before the requests that are to come."""
        for call, turns in self.faults.items():
            for turn in turns:
                script.add(call, turn.faults, turn.times)
