"""What holds for every messenger: it takes any news and never fails the generation."""

import pytest

from imastudio.adapters.memory.messenger import MemoryMessenger
from imastudio.domain.events import Why
from imastudio.domain.generation import intended
from imastudio.domain.news import (
    DeliveryStarted,
    Ended,
    News,
    Noticed,
    Progressed,
    Slowed,
    TaskCreated,
    UploadStarted,
    WaitEnded,
)
from imastudio.domain.orders import Notice
from imastudio.ports.messenger import Messenger, Silent
from tests.generations import an_order

GENERATION = intended("g1", an_order(), 1.0)
NEWS: list[News] = [
    UploadStarted(index=1, count=1, size=None),
    TaskCreated(generation_id="g1", task_id="t1", order=an_order()),
    Progressed(percent=10, elapsed=4.0, longest=40, frozen=False, order=an_order()),
    Slowed(why=Why.UNANSWERED, pause=5.0),
    Noticed(Notice("8k_downgraded")),
    DeliveryStarted(count=1),
    WaitEnded(generation=GENERATION, elapsed=600.0),
    Ended(GENERATION),
]


@pytest.mark.parametrize("messenger", [Silent(), MemoryMessenger()], ids=lambda one: type(one).__name__)
async def test_takes_any_news(messenger: Messenger) -> None:
    """Every piece of news is taken without a word back."""
    for news in NEWS:
        await messenger.tell(news)


async def test_remembers_in_order() -> None:
    """What was told is there, in order."""
    messenger = MemoryMessenger()
    for news in NEWS:
        await messenger.tell(news)
    assert messenger.told == NEWS
