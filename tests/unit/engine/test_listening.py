"""Plain functions are told news in the place of a messenger."""

from typing import Any

import pytest

from imastudio.adapters.memory.messenger import MemoryMessenger
from imastudio.domain.lifecycle.news import Ended, News, Quoted
from imastudio.domain.orders import Wish
from tests.studios import desk


async def test_a_function_hears_what_a_messenger_hears() -> None:
    """Plain or async, from the price to the end; what it returns means nothing."""
    plain: list[News] = []
    later: list[News] = []

    async def note(news: News) -> None:
        later.append(news)

    async with desk() as here:
        result = await here.studio.generate(Wish(prompt="a"), on_news=plain.append)
        await here.studio.wait(result.id, on_news=note)
    assert (type(plain[0]), type(plain[-1]), [type(news) for news in later]) == (Quoted, Ended, [Ended])


async def test_a_function_that_fails_harms_no_order() -> None:
    """The order goes on."""

    def broken(news: News) -> None:
        raise LookupError(news)

    async with desk() as here:
        assert (await here.studio.generate(Wish(prompt="a"), on_news=broken)).ok


async def test_what_cannot_be_told_is_refused_at_the_call() -> None:
    """Before anything is ordered, with what would do."""
    wrong_ones: list[dict[str, Any]] = [
        {"on_news": 5},
        {"messenger": print},
        {"messenger": MemoryMessenger(), "on_news": print},
    ]
    async with desk() as here:
        for wrong in wrong_ones:
            with pytest.raises(TypeError, match=r"on_news|messenger"):
                await here.studio.generate(Wish(prompt="a"), **wrong)
        assert list(await here.studio.history()) == []


async def test_a_result_reads_as_what_came_of_it() -> None:
    """Running, waited for in vain, and done: in both languages."""
    async with desk() as here:
        running = await here.studio.submit(Wish(prompt="a"))
        waited = await here.studio.wait(running.id, timeout=0)
        done = await here.studio.wait(running.id)
    texts = [one.text(language) for one in (running, waited, done) for language in ("zh", "en")]
    assert len({*texts}) == len(texts)
    assert (running.id in texts[0], "✅" in texts[4]) == (True, True)
