"""Many wishes in one file, a JSON object a line: what each line means, what the whole costs, what came of it, when to stop.

Rules: a line is read whole or refused, with the key that is wrong, and harms no other line; a line without a `request_id`
gets one that is the same whenever the same file is run into the same folder, so that nothing is ordered twice; what is kept
of a batch here does not grow with its lines.
"""

import json
from collections import Counter
from collections.abc import Mapping
from typing import Protocol, TypeAlias

import attrs

from imastudio.domain.kernel import ACCOUNT, ExitCode, Failure, Json, Kind, WishRefused, is_sendable, is_visible, refuse
from imastudio.domain.lifecycle.fingerprints import digest
from imastudio.domain.lifecycle.generation import Generation, Stage
from imastudio.domain.lifecycle.results import RUNNING, Result
from imastudio.domain.orders import Order, TaskType, Wish, canonical, own_request_id, own_text, parse_document

Said: TypeAlias = Mapping[str, Json]

_LINE = "line"
# Refusals that the same line earns again; it must be changed first.
_NEEDS_CHANGE = frozenset(
    {Kind.BAD_REQUEST, Kind.PIXVERSE_MODEL, Kind.MODERATION, Kind.LYRICS_FORMAT, Kind.PROMPT_LENGTH, Kind.TEXT_TOO_LONG}
)
_STOPPING = ACCOUNT | {Kind.LEDGER_UNAVAILABLE}


# what a line means


def read_line(line: bytes) -> Said:
    """Return what a line says, by canonical key. Raises WishRefused."""
    return canonical(parse_document(line, _LINE), _LINE)


def wish_of(said: Said, *, request_id: str, deliver_to: str | None = None) -> Wish:
    """Return the wish that `said` means; a folder of its own comes before `deliver_to`. Raises WishRefused."""
    return Wish.of_keys(said, request_id=request_id, deliver_to=own_text(said, "deliver_to") or deliver_to)


def own_id(said: Said) -> str | None:
    """Return the request id that the line says itself, or None. Raises WishRefused."""
    return own_request_id(said) if said.get("request_id") != "" else None


def line_digest(said: Said) -> str:
    """Return what tells this line from others, whatever the order of its keys."""
    return digest(_LINE, json.dumps(said, sort_keys=True, ensure_ascii=True))


def default_id(digested: str, occurrence: int, folder: str | None) -> str:
    """Return the request id of the `occurrence`th (from 1) line of this digest, for results in `folder`."""
    return f"batch-{digest(digested, str(occurrence), folder or '')}"


@attrs.frozen(kw_only=True)
class Line:
    """One line: its number from 1 and its wish, or why it is none. `named` tells that the request id is its own."""

    number: int
    wish: Wish | None = None
    failure: Failure | None = None
    named: bool = False


def line_of(number: int, text: bytes, *, request_id: str, named: bool, deliver_to: str | None) -> Line:
    """Return a line, whatever its text."""
    try:
        wish = wish_of(read_line(text), request_id=request_id, deliver_to=deliver_to)
    except WishRefused as error:
        return Line(number=number, failure=error.failure)
    return Line(number=number, wish=wish, named=named)


def price_key(wish: Wish) -> str | None:
    """Return what the price of a wish follows from, whatever its words; None where its inputs must be looked at."""
    if wish.inputs:
        return None
    bare = attrs.evolve(wish, prompt="", request_id=None, params={})
    params = json.dumps(wish.params, sort_keys=True, ensure_ascii=True, default=dict)
    return digest(repr(bare), params, str(is_visible(wish.prompt)), str(is_sendable(wish.prompt)))


# what came of it, and what follows


def stops(failure: Failure | None) -> bool:
    """Tell whether no further line may be ordered: the account, the ledger or a budget allows none."""
    if failure is None:
        return False
    return failure.kind in _STOPPING or (failure.kind is Kind.ABOVE_BUDGET and failure.parameter == "budget")


def sends_again(generation: Generation) -> bool:
    """Tell whether a later run orders this anew: nothing was charged, and another try may go better."""
    failure = generation.failure
    return generation.stage is Stage.REJECTED and (failure is None or failure.kind not in _NEEDS_CHANGE)


class Ending(Protocol):
    """An end: of a line, or of a batch."""

    @property
    def exit_code(self) -> ExitCode:
        """Return the exit code of a command that ends so."""
        ...


@attrs.frozen(kw_only=True)
class Outcome:
    """The outcome of one line: a result, or why there is none."""

    line: int
    request_id: str | None = None
    result: Result | None = None
    failure: Failure | None = None

    @property
    def status(self) -> str:
        """Return the result's status; "rejected" where nothing was ordered."""
        return "rejected" if self.result is None else self.result.status

    @property
    def error(self) -> Failure | None:
        """Return what went wrong, or None."""
        return self.failure if self.result is None else self.result.error

    @property
    def credit(self) -> int:
        """Return the points that are, or may be, charged for it."""
        return 0 if self.result is None else self.result.credit

    @property
    def exit_code(self) -> ExitCode:
        """Return the exit code of a command for this line alone."""
        ended: Ending | None = self.result or self.failure
        return ExitCode.DONE if ended is None else ended.exit_code


@attrs.define
class Tally:
    """The outcome of a batch so far. `code` is the highest exit code of its lines."""

    statuses: Counter[str] = attrs.field(factory=Counter)
    points: int = 0
    code: ExitCode = ExitCode.DONE

    @property
    def count(self) -> int:
        """Return how many lines have ended."""
        return self.statuses.total()

    def add(self, outcome: Outcome) -> None:
        """Count a line in."""
        self.statuses[outcome.status] += 1
        self.points += outcome.credit
        self.code = max(self.code, outcome.exit_code)


# what the whole costs


@attrs.frozen(kw_only=True)
class Share:
    """Lines that make the same thing at the same price: `points` for each of `n` results."""

    task_type: TaskType
    model_name: str
    version_id: str
    points: int
    n: int

    @classmethod
    def of(cls, order: Order) -> "Share":
        """Return the share that an order belongs to."""
        return cls(
            task_type=order.task_type,
            model_name=order.model_name,
            version_id=order.version_id,
            points=order.points,
            n=order.n,
        )

    @property
    def total(self) -> int:
        """Return the points of one line."""
        return self.points * self.n


@attrs.define
class BatchQuote:
    """The quote of a whole batch: what would be ordered, by share, and what the ledger has of it already.

    `spent` are the points held by lines that were ordered before; `uncapped` those of lines that say no limit of their own.
    """

    orders: Counter[Share] = attrs.field(factory=Counter)
    done: int = 0
    running: int = 0
    unknown: int = 0
    refused: int = 0
    spent: int = 0
    uncapped: int = 0

    @property
    def lines(self) -> int:
        """Return how many lines there are."""
        return self.to_order + self.done + self.running + self.unknown + self.refused

    @property
    def to_order(self) -> int:
        """Return how many lines would be ordered."""
        return self.orders.total()

    @property
    def total(self) -> int:
        """Return what those would cost, in points."""
        return sum(share.total * count for share, count in self.orders.items())

    @property
    def whole(self) -> int:
        """Return what the batch costs in all, with what was spent on it before."""
        return self.spent + self.total

    def add_order(self, order: Order, *, capped: bool = False) -> None:
        """Count in a line that would be ordered; `capped` tells that it says itself what it may cost."""
        self.orders[Share.of(order)] += 1
        self.uncapped += 0 if capped else order.total

    def add_generation(self, generation: Generation) -> None:
        """Count in a line that is in the ledger and is not ordered again."""
        self.spent += generation.held
        if generation.stage is Stage.UNKNOWN:
            self.unknown += 1
        elif generation.stage in RUNNING:
            self.running += 1
        elif generation.stage is Stage.REJECTED:
            self.refused += 1
        else:
            self.done += 1

    def add_refused(self) -> None:
        """Count in a line that can't be ordered."""
        self.refused += 1


def check_cap(plan: BatchQuote, max_points: int | None) -> None:
    """Refuse a batch that would cost more than `max_points` in all. Raises WishRefused (ABOVE_BUDGET)."""
    if max_points is not None and plan.to_order and plan.whole > max_points:
        raise refuse(
            Kind.ABOVE_BUDGET,
            "max_points",
            max_points,
            (plan.whole,),
            total=plan.whole,
            cap=max_points,
            spent=plan.spent,
        )


def cap_of_purse(plan: BatchQuote, max_points: int | None, in_purse: int) -> int | None:
    """Return the limit of the batch's own purse, which holds `in_purse` points.

    Lines that were ordered with another file, before this one was changed, are in another purse and count all the same.
    """
    return None if max_points is None else max(0, max_points - max(0, plan.spent - in_purse))
