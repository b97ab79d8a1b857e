"""Errors: a failure raised where a call cannot return it. One class for each thing a caller does differently."""

from collections.abc import Sequence
from typing import Literal, TypeVar

import attrs

from imastudio.domain.kernel.failures import ACCOUNT, BEFORE_SPENDING, Failure, Kind
from imastudio.domain.kernel.lazy import in_words
from imastudio.domain.kernel.scalars import Json


class ImaError(Exception):
    """The base of all errors of this package; `failure` holds the data, the message is derived from it."""

    def __init__(self, failure: Failure) -> None:
        """Wrap `failure`."""
        super().__init__(failure)
        self.failure = failure

    @property
    def kind(self) -> Kind:
        """Return what went wrong, as one of a closed set of words."""
        return self.failure.kind

    def text(self, language: Literal["zh", "en"] = "en") -> str:
        """Return what a person should read."""
        return in_words("say_failure", self.failure, language)

    def __str__(self) -> str:
        """Say the kind and its facts, for a log or a traceback; what people read comes from `messages`."""
        failure = self.failure
        facts = {"parameter": failure.parameter, "value": failure.value, "choices": [*failure.choices], **failure.facts}
        said = [
            f"{name}={value!r}" for name, value in {"code": failure.code, **facts}.items() if value not in (None, [])
        ]
        return " ".join([f"{failure.kind}:", *said]) if said else str(failure.kind)


Raised = TypeVar("Raised", bound=ImaError)


class WishRefused(ImaError):
    """The wish cannot be ordered as it stands; nothing was sent. Change what `failure` names."""


class AccountProblem(ImaError):
    """The key or the points must be seen to; nothing was charged for this call."""


class ServiceUnavailable(ImaError):
    """A call that costs nothing (products, upload, download, detail) found no answer; it may be repeated."""


class LedgerUnavailable(ImaError):
    """The ledger cannot be written, so nothing is ordered."""


def error_for(failure: Failure) -> ImaError:
    """Return the error class that fits `failure`."""
    if failure.kind in ACCOUNT:
        return AccountProblem(failure)
    if failure.kind is Kind.LEDGER_UNAVAILABLE:
        return LedgerUnavailable(failure)
    if failure.kind in BEFORE_SPENDING:
        return WishRefused(failure)
    return ServiceUnavailable(failure)


def unavailable(reason: str, **facts: Json) -> LedgerUnavailable:
    """Return the error for `reason`.

    Reasons: disk_full, read_only, busy (another process holds it), io, damaged, newer_version, not_a_ledger, loss (with the
    `file` that was set aside), unstorable (a value that no row can hold), gone (no such generation), closed, file_system (with
    `lacks`: locks or shared_memory), no_fcntl, no_home, no_folder, no_place, too_many_files, no_worker, pooler,
    tls (with `lacks`). The adapter adds `file` and `folder`, or `database`.
    """
    return LedgerUnavailable(Failure(kind=Kind.LEDGER_UNAVAILABLE, facts={"reason": reason, **facts}))


def given_as(refusal: Raised, name: str | None) -> Raised:
    """Return the refusal of a setting with the variable or option that it was really given by; as it is without one."""
    if name is None or "given_as" in refusal.failure.facts:
        return refusal
    return type(refusal)(attrs.evolve(refusal.failure, facts={**refusal.failure.facts, "given_as": name}))


def refuse(
    kind: Kind,
    parameter: str | None = None,
    value: Json = None,
    choices: Sequence[Json] = (),
    **facts: Json,
) -> WishRefused:
    """Return the error that refuses a wish, with the parameter, the value, and the values that would do (nearest first)."""
    return WishRefused(Failure(kind=kind, parameter=parameter, value=value, choices=choices, facts=facts))
