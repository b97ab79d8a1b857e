"""The synchronous twin of the studio: same names, same values, same errors; built on the same engine.

News reach `on_news` in the caller's own thread while the call waits, so that it may draw, print or touch what belongs to
that thread.
"""

import logging
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import AbstractAsyncContextManager
from functools import wraps
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, Self, TypeAlias, TypeVar

import attrs

from imastudio.adapters.sync.at_exit import close_at_exit, forget_at_exit
from imastudio.adapters.sync.portal import Portal, let_go, settle
from imastudio.domain.lifecycle import News, Result
from imastudio.domain.orders import Wish
from imastudio.domain.quoting import Quote
from imastudio.domain.works import Plan, WorkNews, WorkOutcome
from imastudio.ports import studio as port

if TYPE_CHECKING:
    from imastudio.ports.works import Running

Answer = TypeVar("Answer")
Parameters = ParamSpec("Parameters")
AnyNews: TypeAlias = News | WorkNews
OnNews: TypeAlias = Callable[[News], object]


@attrs.frozen
class _News:
    """One piece of news on its way to the caller's thread."""

    news: AnyNews


class _Done:
    """Nothing more will come."""


class _Relay:
    """A messenger that hands news to another thread."""

    def __init__(self) -> None:
        self.queue: SimpleQueue[_News | _Done] = SimpleQueue()

    async def tell(self, news: AnyNews) -> None:
        self.queue.put(_News(news))


class _Blocking:
    """Hands what is asked to the loop of a portal, and waits for it."""

    def __init__(self, portal: Portal, studio: port.Studio) -> None:
        """Stand before `studio`, which lives in the loop of `portal`."""
        self._portal, self._studio = portal, studio

    def _told(
        self, work: Callable[[_Relay | None], Coroutine[Any, Any, Answer]], on_news: Callable[[Any], object] | None
    ) -> Answer:
        """Return what `work` comes to; meanwhile hand its news to `on_news` here, in this thread."""
        if on_news is None:
            return self._portal.call(work(None))
        relay = _Relay()
        future = self._portal.start(work(relay))
        future.add_done_callback(lambda _: relay.queue.put(_Done()))
        try:
            while isinstance(item := relay.queue.get(), _News):
                _tell(on_news, item.news)
        except BaseException:
            let_go(future)
            raise
        return settle(future)


def _blocking(
    call: Callable[Concatenate[Any, Parameters], Coroutine[Any, Any, Answer]],
) -> Callable[Concatenate[Any, Parameters], Answer]:
    """Return a call of the studio as one that blocks, with its arguments, docstring and errors."""

    @wraps(call)
    def blocking_call(self: _Blocking, /, *args: Parameters.args, **given: Parameters.kwargs) -> Answer:
        asked: Coroutine[Any, Any, Answer] = getattr(self._studio, call.__name__)(*args, **given)
        return self._portal.call(asked)

    return blocking_call


class SyncStudio(_Blocking):
    """A studio whose calls block. Made by `imastudio.sync.open_studio`; any thread may use it."""

    models = _blocking(port.Studio.models)
    quote = _blocking(port.Studio.quote)
    price = _blocking(port.Studio.price)
    history = _blocking(port.Studio.history)
    ordered = _blocking(port.Studio.ordered)
    twins = _blocking(port.Studio.twins)
    settle = _blocking(port.Studio.settle)
    adopt = _blocking(port.Studio.adopt)
    other_keys = _blocking(port.Studio.other_keys)
    adopt_key = _blocking(port.Studio.adopt_key)
    forget = _blocking(port.Studio.forget)
    check_ledger = _blocking(port.Studio.check_ledger)
    losses = _blocking(port.Studio.losses)
    timezone = _blocking(port.Studio.timezone)
    budgets = _blocking(port.Studio.budgets)
    saved_models = _blocking(port.Studio.saved_models)
    save_model = _blocking(port.Studio.save_model)
    clear_models = _blocking(port.Studio.clear_models)

    def submit(
        self, wish: Wish, *, quote: Quote | None = None, on_news: OnNews | None = None, again: bool = False
    ) -> Result:
        """Order, and return once the outcome of the paid request is in the ledger. Raises WishRefused, LedgerUnavailable.

        With `again`, though nobody knows whether the same was charged before.
        """
        return self._told(lambda relay: self._studio.submit(wish, quote=quote, messenger=relay, again=again), on_news)

    def generate(
        self,
        wish: Wish,
        *,
        quote: Quote | None = None,
        on_news: OnNews | None = None,
        timeout: float | None = None,
        again: bool = False,
    ) -> Result:
        """Order and wait, at most `timeout` seconds (None: the longest wait of the medium); the task goes on after it.

        Ctrl-C ends the wait alone: what was ordered goes on, and `resume` finishes it.
        """
        return self._told(
            lambda relay: self._studio.generate(wish, quote=quote, messenger=relay, timeout=timeout, again=again),
            on_news,
        )

    def wait(self, name: str, *, on_news: OnNews | None = None, timeout: float | None = None) -> Result:
        """Wait for a generation by our id, the vendor's task id, or a request id. Raises WishRefused (NOT_FOUND)."""
        return self._told(lambda relay: self._studio.wait(name, timeout=timeout, messenger=relay), on_news)

    def follow(self, name: str) -> Iterator[News]:
        """Yield the news of a generation until it ends or its longest wait is over."""
        relay = _Relay()
        waiting = self._portal.start(self._studio.wait(name, messenger=relay))
        waiting.add_done_callback(lambda _: relay.queue.put(_Done()))
        try:
            while isinstance(item := relay.queue.get(), _News):
                if not isinstance(item.news, WorkNews):  # nobody tells any here
                    yield item.news
            waiting.result()
        finally:
            if not waiting.done():
                let_go(waiting)

    def resume(
        self, *, take: str | None = None, on_news: OnNews | None = None, timeout: float | None = None
    ) -> Sequence[Result]:
        """Go on with everything of this account that is unfinished and whose process is dead; return how each ended."""
        return self._told(lambda relay: self._studio.resume(take=take, timeout=timeout, messenger=relay), on_news)

    def run(
        self,
        plan: Plan,
        *,
        on_news: Callable[[WorkNews], object] | None = None,
        deliver_to: str | None = None,
        max_points: int | None = None,
        work_id: str | None = None,
    ) -> WorkOutcome:
        """Order a plan and lay its film together; return how the work stands. Raises WishRefused (ABOVE_BUDGET)."""

        def begin(relay: _Relay | None) -> Coroutine[Any, Any, WorkOutcome]:
            how: Running = {"deliver_to": deliver_to, "max_points": max_points, "work_id": work_id}
            return self._studio.run(plan, **(how if relay is None else {**how, "on_news": relay.tell}))

        return self._told(begin, on_news)


class OwnStudio(SyncStudio):
    """A studio that is opened already: for a `with` block, or kept until `close`, as over the cells of a notebook.

    What is still open when the program ends is closed then; what is ordered goes on in any case.
    """

    def __init__(self, portal: Portal, studio: port.Studio, context: AbstractAsyncContextManager[port.Studio]) -> None:
        """Take what is to be closed."""
        super().__init__(portal, studio)
        self._context = context
        close_at_exit(self.close)

    def __enter__(self) -> Self:
        """Return itself: it is open."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Close it; once closed it stays so, and its calls raise RuntimeError."""
        if not forget_at_exit(self.close) or not self._portal.is_ours:
            return
        try:
            self._portal.call(self._context.__aexit__(None, None, None))
        finally:
            self._portal.close()


def _tell(on_news: Callable[[Any], object], news: AnyNews) -> None:
    try:
        on_news(news)
    except Exception:
        logging.getLogger("imastudio").exception("on_news failed; what was ordered goes on")


def blocking(
    opener: Callable[Parameters, AbstractAsyncContextManager[port.Studio]],
) -> Callable[Parameters, OwnStudio]:
    """Return the synchronous twin of what opens a studio, with the same arguments."""

    @wraps(opener)
    def open_studio(*args: Parameters.args, **kwargs: Parameters.kwargs) -> OwnStudio:
        portal = Portal()
        try:
            studio, context = portal.call(_enter(opener(*args, **kwargs)))
        except BaseException:
            portal.close()
            raise
        return OwnStudio(portal, studio, context)

    return open_studio


async def _enter(
    context: AbstractAsyncContextManager[port.Studio],
) -> tuple[port.Studio, AbstractAsyncContextManager[port.Studio]]:
    return await context.__aenter__(), context
