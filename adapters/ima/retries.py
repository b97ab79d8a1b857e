"""Asking again what costs nothing: products, tokens, uploads, verification, downloads. Never the paid POST, never a poll."""

import asyncio
import functools
from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, TypeVar

from imastudio.domain.kernel import ImaError

if TYPE_CHECKING:
    from stamina.instrumentation import RetryDetails, RetryHook

ATTEMPTS = 5
MAX_RETRYING_S = 120.0
MAX_PAUSE_S = 30.0
_MOMENT = 1e-9
T = TypeVar("T")


class TryAgain(Exception):
    """A repeatable call found no answer: `error` is what to raise when no attempt is left, `after` what the server asked for."""

    def __init__(self, error: ImaError, after: float | None = None) -> None:
        super().__init__(error.failure.kind.value)
        self.error = error
        self.after = after


async def repeated(
    call: Callable[[], Awaitable[T]],
    *,
    longest: float | None = MAX_RETRYING_S,
    tell: Callable[[], object] = lambda: None,
) -> T:
    """Return what `call` returns, calling again with growing pauses while it raises TryAgain.

    No call is begun after `longest` seconds. `tell` is called before the second.
    """
    loop = asyncio.get_running_loop()
    began = loop.time()
    try:
        return await call()
    except TryAgain as again:
        failed: TryAgain | None = again
        error = again.error
    tell()
    import stamina  # only now: what answers at once needs no help

    left = None if longest is None else max(_MOMENT, longest - (loop.time() - began))
    try:
        async for attempt in stamina.retry_context(on=_pause, attempts=ATTEMPTS, timeout=left, wait_initial=0.2):
            with attempt:
                if failed is None:
                    return await call()
                first, failed = failed, None
                raise first
    except TryAgain as again:
        error = again.error
    raise error


def _pause(error: Exception) -> bool | float:
    if not isinstance(error, TryAgain):
        return False
    _keep_quiet()
    return True if error.after is None else min(error.after, MAX_PAUSE_S)


@functools.cache
def _keep_quiet() -> None:
    """Have stamina's hooks leave our calls alone: by default they print to where JSON alone belongs."""
    from stamina.instrumentation import get_on_retry_hooks, set_on_retry_hooks

    set_on_retry_hooks([_deaf(hook) for hook in get_on_retry_hooks()])


def _deaf(hook: "RetryHook") -> "RetryHook":
    def heard(details: "RetryDetails") -> AbstractContextManager[None] | None:
        return None if isinstance(details.caused_by, TryAgain) else hook(details)

    return heard
