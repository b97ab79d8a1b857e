"""Who waits is told once that no answer comes, however often it is asked again."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import TypeVar

from imastudio.adapters.ima.retries import repeated
from imastudio.domain.kernel import Json
from imastudio.domain.orders import Notice

SILENCE_S = 5.0
"""Seconds of silence after which it is told; a call that fails before then is told of at once."""
T = TypeVar("T")


class Silence:
    """The silence of one service; `note` is told of it, with `facts`, again only after an answer has come."""

    def __init__(self, note: Callable[[Notice], None], facts: Mapping[str, Json]) -> None:
        self._note = note
        self._facts = facts
        self._told = False

    async def broken(self, call: Callable[[], Awaitable[T]]) -> T:
        """Return what `call` answers, repeated as `repeated` does; somebody is told if that takes a while."""
        late = asyncio.get_running_loop().call_later(SILENCE_S, self._tell)
        try:
            answer = await repeated(call, tell=self._tell)
        finally:
            late.cancel()
        self._told = False
        return answer

    def _tell(self) -> None:
        if not self._told:
            self._told = True
            self._note(Notice("service_silent", self._facts))
