"""Every way it can fail, as values: what kind, which of the vendor's codes, what the caller can do, may it be sent again.

A `Failure` holds data only: never the vendor's free text (it may quote the prompt), never a key. What a person reads is
made from it in `phrasebook`; `errors` raises it where a call cannot return it. Whether the same may be sent again follows
from its `charge`, which a generation sets by its stage, never from its kind. Source: facts section 6; decisions 18 bis, 27, 32.
"""

from collections.abc import Iterable, Mapping
from enum import IntEnum, StrEnum

import attrs

from imastudio.domain.kernel.frozen import frozen_map
from imastudio.domain.kernel.scalars import Json


class Kind(StrEnum):
    """Kinds of failure, in our words."""

    # the wish: refused before anything was sent
    UNKNOWN_PARAMETER = "unknown_parameter"
    VALUE_NOT_OFFERED = "value_not_offered"
    COMBINATION_FORBIDDEN = "combination_forbidden"
    COUNT_NOT_OFFERED = "count_not_offered"
    INPUT_COUNT = "input_count"
    INPUT_FORMAT = "input_format"
    INPUT_NOT_FOUND = "input_not_found"
    INPUT_TOO_LARGE = "input_too_large"
    INPUT_NOT_ALLOWED = "input_not_allowed"
    INPUT_URL = "input_url"
    FOLDER_CLOSED = "folder_closed"
    PROMPT_MISSING = "prompt_missing"
    TASK_TYPE_UNCLEAR = "task_type_unclear"
    MODEL_UNKNOWN = "model_unknown"
    NO_PRICE = "no_price"
    ABOVE_BUDGET = "above_budget"
    PRICE_MOVED = "price_moved"
    WORK_BUSY = "work_busy"
    DECLINED = "declined"
    NEEDS_ANSWER = "needs_answer"
    NEEDS_APPROVAL = "needs_approval"
    PERSON_NEEDED = "person_needed"
    QUOTE_CHANGED = "quote_changed"
    QUOTE_DIFFERS = "quote_differs"
    REQUEST_ID_TAKEN = "request_id_taken"
    TWIN_UNSETTLED = "twin_unsettled"
    NOT_FOUND = "not_found"
    NOT_READABLE = "not_readable"
    NOT_ENDED = "not_ended"
    OTHER_KEY = "other_key"
    TASK_TAKEN = "task_taken"
    TASK_UNSETTLED = "task_unsettled"
    TASK_NOT_FOUND = "task_not_found"
    NOT_SETTLED = "not_settled"
    LEDGER_UNAVAILABLE = "ledger_unavailable"
    # the account
    NO_KEY = "no_key"
    UNAUTHORIZED = "unauthorized"
    INSUFFICIENT_POINTS = "insufficient_points"
    SUBSCRIPTION_REQUIRED = "subscription_required"
    # the vendor refused the create
    BAD_REQUEST = "bad_request"
    PIXVERSE_MODEL = "pixverse_model"
    RATE_LIMITED = "rate_limited"
    SERVER_ERROR = "server_error"
    MODEL_UNAVAILABLE = "model_unavailable"
    CREDIT_MISMATCH = "credit_mismatch"
    NO_RULE_MATCH = "no_rule_match"
    ATTRIBUTE_MISMATCH = "attribute_mismatch"
    INVALID_ATTRIBUTE = "invalid_attribute"
    MODERATION = "moderation"
    LYRICS_FORMAT = "lyrics_format"
    PROMPT_LENGTH = "prompt_length"
    TEXT_TOO_LONG = "text_too_long"
    REFUSED = "refused"
    # the task failed
    GENERATION_FAILED = "generation_failed"
    NO_DETAILS = "no_details"
    DELETED = "deleted"
    OFFLINE_GONE = "offline_gone"
    # the world
    NETWORK = "network"
    NO_API = "no_api"
    MALFORMED_REPLY = "malformed_reply"
    UPLOAD_FAILED = "upload_failed"
    DELIVERY_FAILED = "delivery_failed"
    WAIT_ENDED = "wait_ended"
    INTERRUPTED = "interrupted"
    OUTCOME_UNKNOWN = "outcome_unknown"
    NOT_CHARGED = "not_charged"
    NOT_UNKNOWN = "not_unknown"


ACCOUNT = frozenset({Kind.NO_KEY, Kind.UNAUTHORIZED, Kind.INSUFFICIENT_POINTS, Kind.SUBSCRIPTION_REQUIRED})
BEFORE_SPENDING = frozenset(
    {
        Kind.UNKNOWN_PARAMETER,
        Kind.VALUE_NOT_OFFERED,
        Kind.COMBINATION_FORBIDDEN,
        Kind.COUNT_NOT_OFFERED,
        Kind.INPUT_COUNT,
        Kind.INPUT_FORMAT,
        Kind.INPUT_NOT_FOUND,
        Kind.INPUT_TOO_LARGE,
        Kind.INPUT_NOT_ALLOWED,
        Kind.INPUT_URL,
        Kind.FOLDER_CLOSED,
        Kind.PROMPT_MISSING,
        Kind.TASK_TYPE_UNCLEAR,
        Kind.MODEL_UNKNOWN,
        Kind.NO_PRICE,
        Kind.ABOVE_BUDGET,
        Kind.PRICE_MOVED,
        Kind.WORK_BUSY,
        Kind.DECLINED,
        Kind.NEEDS_ANSWER,
        Kind.NEEDS_APPROVAL,
        Kind.PERSON_NEEDED,
        Kind.QUOTE_CHANGED,
        Kind.QUOTE_DIFFERS,
        Kind.REQUEST_ID_TAKEN,
        Kind.TWIN_UNSETTLED,
        Kind.NOT_FOUND,
        Kind.NOT_READABLE,
        Kind.NOT_ENDED,
        Kind.OTHER_KEY,
        Kind.TASK_TAKEN,
        Kind.TASK_UNSETTLED,
        Kind.TASK_NOT_FOUND,
        Kind.NOT_SETTLED,
        Kind.NOT_UNKNOWN,
        Kind.LEDGER_UNAVAILABLE,
    }
)
# What may be said of a task that was made and paid for. Of it nothing else is believed, whatever its `error_msg` says.
OF_A_TASK = frozenset(
    {
        Kind.MODEL_UNAVAILABLE,
        Kind.MODERATION,
        Kind.LYRICS_FORMAT,
        Kind.PROMPT_LENGTH,
        Kind.TEXT_TOO_LONG,
        Kind.GENERATION_FAILED,
        Kind.NO_DETAILS,
        Kind.DELETED,
        Kind.OFFLINE_GONE,
        Kind.DELIVERY_FAILED,
        Kind.WAIT_ENDED,
    }
)
# Where it fails of these, another model changes nothing, or would be paid for besides.
_ANOTHER_IS_NO_HELP = (
    ACCOUNT
    | BEFORE_SPENDING
    | {
        Kind.NO_API,
        Kind.UPLOAD_FAILED,
        Kind.DELIVERY_FAILED,
        Kind.WAIT_ENDED,
        Kind.INTERRUPTED,
        Kind.OUTCOME_UNKNOWN,
        Kind.OFFLINE_GONE,
        Kind.NOT_CHARGED,
        Kind.RATE_LIMITED,
        Kind.MODERATION,
        Kind.BAD_REQUEST,
        Kind.LYRICS_FORMAT,
        Kind.PROMPT_LENGTH,
        Kind.TEXT_TOO_LONG,
    }
)
# Where it fails of these without a word that we know, an input may have been what the vendor could not read.
_MAY_BE_AN_INPUT = frozenset(
    {Kind.GENERATION_FAILED, Kind.DELETED, Kind.BAD_REQUEST, Kind.REFUSED, Kind.SERVER_ERROR, Kind.INPUT_NOT_ALLOWED}
)


class ExitCode(IntEnum):
    """How a command ends (decision 27). Of several, the highest is told."""

    DONE = 0
    FAILED = 1
    MISUSED = 2
    REFUSED = 3
    GOES_ON = 4
    UNKNOWN = 5
    ACCOUNT = 6


_EXIT: Mapping[Kind, ExitCode] = {
    **dict.fromkeys(BEFORE_SPENDING, ExitCode.REFUSED),
    **dict.fromkeys(ACCOUNT, ExitCode.ACCOUNT),
    Kind.WAIT_ENDED: ExitCode.GOES_ON,
    Kind.OUTCOME_UNKNOWN: ExitCode.UNKNOWN,
}


@attrs.frozen(kw_only=True)
class Shares:
    """The shares of several results of which only some failed."""

    ordered: int
    ready: int
    failed: int

    @property
    def running(self) -> int:
        """Return how many are still being made."""
        return max(0, self.ordered - self.ready - self.failed)


@attrs.frozen
class Charge:
    """Points that a generation holds: spent where that is `sure`, else perhaps."""

    points: int
    sure: bool = True


def _tuple(values: Iterable[Json]) -> tuple[Json, ...]:
    return tuple(values)


@attrs.frozen(kw_only=True)
class Failure:
    """One failure: its kind, the vendor's code if it gave one, and the facts that its text is made of.

    `parameter`, `value` and `choices` (nearest first) are set where a value was refused; `facts` holds numbers and names
    of the catalogue (never free text of the vendor, never the prompt). `charge` is None where surely nothing is held. `detail` is
    the vendor's own reason, cleaned and cut, for the person's eyes: it is stored nowhere and decides nothing (decision 38).
    """

    kind: Kind
    code: int | None = None
    parameter: str | None = None
    value: Json = attrs.field(default=None, repr=False)
    choices: tuple[Json, ...] = attrs.field(default=(), converter=_tuple)
    facts: Mapping[str, Json] = attrs.field(factory=dict, converter=frozen_map, hash=False)
    charge: Charge | None = attrs.field(default=None, eq=False)
    detail: str = attrs.field(default="", eq=False, repr=False)

    @property
    def exit_code(self) -> ExitCode:
        """Return the exit code of a command that ends with this failure: after a charge, what became of that."""
        if self.charge is not None and self.kind is not Kind.WAIT_ENDED:
            return ExitCode.FAILED if self.charge.sure else ExitCode.UNKNOWN
        return _EXIT.get(self.kind, ExitCode.FAILED)

    @property
    def retry_safe(self) -> bool:
        """Tell whether the same order may be sent again without paying twice (decision 32).

        Not while the ledger misses orders (decision 45): this one may be among them.
        """
        return self.charge is None and self.facts.get("reason") != "loss"

    @property
    def another_may_help(self) -> bool:
        """Tell whether another model may be offered: not where it goes on, or nobody knows (decision 16)."""
        return self.kind not in _ANOTHER_IS_NO_HELP

    @property
    def may_be_an_input(self) -> bool:
        """Tell whether it may be that the vendor could not read an input where it was uploaded to."""
        return self.kind in _MAY_BE_AN_INPUT


def shares_of(failure: Failure) -> Shares | None:
    """Return what became of several results, None where it is not so that some failed and others did not."""
    ordered, ready, failed = (failure.facts.get(name) for name in ("ordered", "ready", "failed"))
    if not (isinstance(ordered, int) and isinstance(ready, int) and isinstance(failed, int)):
        return None
    return Shares(ordered=ordered, ready=ready, failed=failed) if 0 < failed < ordered else None
