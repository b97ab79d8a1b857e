"""How commands that order do it.

Rules: everything that can be refused is refused before the order, and before anybody reads that it starts; above 50 points
somebody must have agreed to the price: by a cap, by --yes, or at the terminal (decisions 26 and 30);
whatever happens after the order was sent, the id that finds it again is told.
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Sequence
from select import select
from typing import TypeAlias

import attrs

from imastudio.adapters.cli.messenger import Lines
from imastudio.adapters.cli.output import Output
from imastudio.adapters.cli.session import Session
from imastudio.adapters.cli.stopping import Stopped
from imastudio.adapters.cli.texts import say
from imastudio.adapters.cli.waiting import bring, end_of, finish, tell_where, wait_for
from imastudio.domain.kernel import ExitCode, Kind, refuse
from imastudio.domain.lifecycle import Noticed, Quoted, Result, Stage, is_unknown, twin_notice, unsettled
from imastudio.domain.messages import acknowledge, say_notice
from imastudio.domain.orders import Notice, Wish
from imastudio.domain.quoting import Quote, check_agreed, is_agreed

Afterwards: TypeAlias = Callable[[Result], Awaitable[Sequence[Notice]]]
YES = frozenset({"y", "yes", "是", "好"})


def print_quote(out: Output, quoted: Quote) -> None:
    """Print a quote for people."""
    order, language = quoted.order, out.language
    estimate = order.estimate
    lines = {
        "task": order.task_type.value,
        "model": f"{order.model_name} ({order.model_id})",
        "version": order.version_id,
        "attribute": str(order.attribute_id),
        "parameters": ", ".join(f"{name}={value}" for name, value in quoted.params.items() if value != "") or "-",
        "points": say("price", language, points=order.points, n=order.n, total=order.total),
        "time": say("seconds", language, lowest=estimate.lowest, highest=estimate.highest),
    }
    for name, text in lines.items():
        out.show(say("labelled", language, name=say(name, language), text=text))
    for notice in order.notices:
        out.show(say("labelled", language, name=say("notice", language), text=say_notice(notice, language)))


async def order_quoted(
    session: Session,
    wish: Wish,
    quoted: Quote,
    *,
    yes: bool,
    gate: bool = False,
    timeout: float | None,  # noqa: ASYNC109 - passed on
    again: bool = False,
    afterwards: Afterwards | None = None,
) -> int:
    """Order what was quoted, wait for it, and return the exit code.

    `afterwards` is called with the outcome of the create; the notices that it returns are told and stand in the result.
    """
    studio, out = session.studio, session.out
    said: Sequence[Notice] = ()
    if quoted.wish is not None:  # what was quoted is what is ordered
        wish = attrs.evolve(quoted.wish, request_id=wish.request_id, max_points=wish.max_points)
    async with session.messenger() as messenger:
        known = await studio.ordered(wish.request_id or "")
        pays = known is None or known.generation.stage is Stage.REJECTED
        if known is not None and not pays:
            out.tell(say("ordered_before", out.language, id=known.generation.id))
        asks = False
        if pays:
            await session.stopping.beside(_check(session, quoted, again=again))
            if gate:
                await _pass_gate(session, wish, quoted)
            asks = not (yes or gate) and must_ask(session, quoted.order.total, wish.max_points)
        await session.stopping.beside(_announce(session, messenger, wish, quoted, pays=pays))
        if asks and not await agreed(session, quoted.order.total):
            raise refuse(Kind.DECLINED)
        result = await session.stopping.beside(studio.submit(wish, quote=quoted, messenger=messenger, again=again))
        said = await _tell_afterwards(messenger, afterwards, result)
        if result.generation.open:
            result = await wait_for(session, result.id, timeout, messenger)
        else:
            await messenger.tell(end_of(result))
    if not pays:
        if wish.deliver_to is not None and result.medias:
            result = await bring(session, result, wish.deliver_to)
        tell_where(out, [result])
    return finish(out, _with_notices(result, said))


async def _tell_afterwards(messenger: Lines, afterwards: Afterwards | None, result: Result) -> Sequence[Notice]:
    said = () if afterwards is None else await afterwards(result)
    for notice in said:
        await messenger.tell(Noticed(notice))
    return said


def _with_notices(result: Result, notices: Sequence[Notice]) -> Result:
    order = result.generation.order
    more = attrs.evolve(order, notices=(*order.notices, *notices))
    return attrs.evolve(result, generation=attrs.evolve(result.generation, order=more)) if notices else result


async def _check(session: Session, quoted: Quote, *, again: bool) -> None:
    """Refuse what will not be ordered anyway, before it is announced. Raises WishRefused (ABOVE_BUDGET, TWIN_UNSETTLED)."""
    await session.studio.check_budgets(quoted.order.total)
    unknown = [] if again else [row for row in await session.studio.twins(quoted) if is_unknown(row)]
    if unknown:
        raise unsettled(unknown[0].generation)


async def _announce(session: Session, messenger: Lines, wish: Wish, quoted: Quote, *, pays: bool) -> None:
    """Say what should be known of an order, and where it `pays`, that and how it is about to be made."""
    if pays and session.connection.tell != "text":
        await messenger.tell(acknowledge(wish, quoted.order.task_type))
    if pays:
        await messenger.tell(Quoted(quoted))
    for notice in quoted.order.notices:
        await messenger.tell(Noticed(notice))
    if not pays:
        return
    for twin in await session.studio.twins(quoted):
        await messenger.tell(Noticed(twin_notice(twin.generation)))
    if session.connection.offline and wish.deliver_to is None:
        session.out.tell(say("offline_gone", session.out.language))


async def _pass_gate(session: Session, wish: Wish, quoted: Quote) -> None:
    """Order only what the operator lets through, or a person agreed to. Raises WishRefused (NEEDS_APPROVAL)."""
    from imastudio.adapters.wiring.front_ends import open_gate

    gate = open_gate(offline=session.connection.offline, environment=session.connection.environment)
    await gate.admit(session.studio.subject(quoted), approved_points=wish.max_points)


def must_ask(session: Session, total: int, cap: int | None, *, whole: int | None = None) -> bool:
    """Tell whether the person is to be asked. Raises WishRefused (NEEDS_APPROVAL) where that is so and nobody can answer.

    `whole` is the least cap that would do, where that is more than the total.
    """
    if is_agreed(total, cap):
        return False
    if not session.out.can_ask:
        check_agreed(total if whole is None else whole, cap)
    return True


async def agreed(session: Session, total: int) -> bool:
    """Ask whether so many points may be spent."""
    said = await answer_to_price(session, say("confirm", session.out.language, total=total))
    return said.strip().lower() in YES


async def answer_to_price(session: Session, question: str) -> str:
    """Tell a price and read the line that answers it, empty at the end; none that was typed before it was told agrees to it."""
    from imastudio.domain.intent import agrees_to  # only who is asked waits for the tables

    while True:
        early = _is_typed()
        session.out.tell(question)
        line = await session.stopping.beside(answer())
        if not (early and line and (not line.strip() or agrees_to(line) or line.strip().lower() in YES)):
            return line
        session.out.tell(say("typed_early", session.out.language))


def _is_typed() -> bool:
    """Tell whether a line was typed already."""
    try:
        return bool(select([sys.stdin], [], [], 0)[0])
    except (OSError, ValueError):  # no file that the system knows of
        return False


async def answer() -> str:
    """Read a line from the terminal, and let signals through until there is one."""
    loop, typed = asyncio.get_running_loop(), asyncio.Event()
    loop.add_reader(sys.stdin, typed.set)
    try:
        await typed.wait()
    finally:
        loop.remove_reader(sys.stdin)
    return sys.stdin.readline()


async def look_up(session: Session, wish: Wish) -> int:
    """Say what became of an order that was interrupted: the ledger knows, now that everything is let go of."""
    row = await session.studio.ordered(wish.request_id or "")
    if row is None:
        raise Stopped
    result = attrs.evolve(session.studio.look_at(row), wait_ended=row.generation.open)
    async with session.messenger() as messenger:
        await messenger.tell(end_of(result))
    code = finish(session.out, result)
    return ExitCode.REFUSED if result.status == "rejected" else code
