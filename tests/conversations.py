"""Quotes with advice, generations and whole conversations, for every test of what people read."""

from typing import Any

import attrs

from imastudio.domain.lifecycle.events import Created, Event, Sending
from imastudio.domain.lifecycle.generation import Generation, intended
from imastudio.domain.orders import Wish
from imastudio.domain.orders.tasks import Medium, TaskType
from imastudio.domain.quoting.alternatives import advise
from imastudio.domain.quoting.catalog import Catalog
from imastudio.domain.quoting.pricing import quote
from imastudio.domain.quoting.quotes import Quote
from imastudio.domain.quoting.selection import select
from tests.leaves import small_catalog

OF_MEDIA = {
    Medium.IMAGE: TaskType.TEXT_TO_IMAGE,
    Medium.VIDEO: TaskType.TEXT_TO_VIDEO,
    Medium.MUSIC: TaskType.TEXT_TO_MUSIC,
    Medium.SPEECH: TaskType.TEXT_TO_SPEECH,
}


def quoted(
    medium: Medium = Medium.IMAGE,
    *,
    catalog: Catalog | None = None,
    saved: str | None = None,
    recommended: str | None = None,
    **wish: Any,
) -> Quote:
    """Return the quote of a wish over the small lists, with advice as the studio gives it.

    `recommended` is used where nothing is said or saved, and else hinted at.
    """
    wished = Wish(prompt="x", **({"task_type": OF_MEDIA[medium]} | wish))
    assert wished.task_type is not None
    listed = catalog if catalog is not None else small_catalog(wished.task_type)
    selected = select(wished, listed, saved, recommended)
    found = quote(wished, listed, selected=selected)
    hint = recommended if saved is not None and recommended != selected.leaf.model_id else None
    return attrs.evolve(found, recommended=hint, advice=advise(wished, listed, found, hint))


def ordered(quote: Quote, *events: Event, seconds: float = 30.0) -> Generation:
    """Return a generation of `quote` that was created, and `seconds` later heard `events`."""
    generation = intended("a1b2c3d4", quote.order, 1000.0)
    before: tuple[Event, ...] = (Sending(), Created(task_id="task_1"))
    for event in before:
        generation = generation.heard(event, 1000.0)
    for event in events:
        generation = generation.heard(event, 1000.0 + seconds)
    return generation
