"""Consent of a person to an order that an agent places: what is enough, what waits, and for how long (decision 56).

Rules: an argument that an agent fills in is no consent, and neither is a token that can be computed. An order goes through
within the operator's standing allowance, or where a person said yes to exactly this order: asked through the client, or at a
terminal. What waits has a random id; one yes is good for one order, for an hour. `approved_points` is a cap, and a consent
only offline, where nothing real is spent.
"""

from enum import Enum

import attrs

from imastudio.domain.kernel import Failure, Json, Kind, WishRefused, refuse
from imastudio.domain.lifecycle.budgets import read_cap
from imastudio.domain.lifecycle.fingerprints import digest, quote_id
from imastudio.domain.quoting import Quote

HOLDS_S = 3600
"""So long an approval waits, and so long a yes is good."""
MAX_WAITING = 100
"""So many wait at most for one account and user; the oldest give way, so that no agent floods the list."""
ALLOWANCE = "unattended_points"
APPROVED = "approved_points"
_MAX_WORDS_CHARS = 60


@attrs.frozen(kw_only=True)
class Subject:
    """The subject of an agreement: exactly this order, at this price, of this account and user.

    `key` is a digest of all of it; `words` are the first of the prompt, for the person's eyes.
    """

    key: str
    total: int
    model_name: str
    n: int = 1
    task_type: str = ""
    words: str = attrs.field(default="", repr=False)


@attrs.frozen(kw_only=True)
class Approval:
    """Something that waits for a person, or that one has agreed to. Instants are seconds since the epoch."""

    id: str
    subject: Subject
    asked_at: float
    agreed_at: float | None = None

    @property
    def expires_at(self) -> float:
        """Return until when it counts."""
        return (self.asked_at if self.agreed_at is None else self.agreed_at) + HOLDS_S


class Answer(Enum):
    """A person's answer, asked for through the client."""

    YES = "yes"
    NO = "no"
    NONE = "nobody answered, or nobody can be asked there"


class Consent(Enum):
    """The consent that an order needs."""

    GIVEN = "it may go through"
    PERSON = "a person must say yes"


def subject_of(quote: Quote, account: str, user: str) -> Subject:
    """Return what a person agrees to with this quote."""
    order = quote.order
    return Subject(
        key=digest(account, user, quote_id(quote)),
        total=order.total,
        model_name=order.model_name,
        n=order.n,
        task_type=order.task_type.value,
        words=first_words(quote.content.prompt),
    )


def first_words(prompt: str) -> str:
    """Return the beginning of a prompt on one line."""
    line = " ".join(prompt.split())
    return line if len(line) <= _MAX_WORDS_CHARS else f"{line[: _MAX_WORDS_CHARS - 1]}…"


def judge(total: int, *, allowance: int, approved_points: int | None, offline: bool) -> Consent:
    """Return what an order of `total` points needs.

    Raises WishRefused (ABOVE_BUDGET) where that is more than `approved_points`.
    """
    if approved_points is not None and total > approved_points:
        raise refuse(Kind.ABOVE_BUDGET, APPROVED, approved_points, (total,), total=total, cap=approved_points)
    enough = total <= allowance or (offline and approved_points is not None)
    return Consent.GIVEN if enough else Consent.PERSON


def read_allowance(text: str) -> int:
    """Return the operator's standing allowance for one order, in points. Raises WishRefused."""
    try:
        return read_cap(text) if text.strip() else 0
    except WishRefused as refusal:
        raise WishRefused(attrs.evolve(refusal.failure, parameter=ALLOWANCE)) from None


def read_approved(value: Json) -> int | None:
    """Return the cap that an agent says. Raises WishRefused for what is no whole number of points, 0 or more."""
    if value is None or (isinstance(value, int) and not isinstance(value, bool) and value >= 0):
        return value
    raise refuse(Kind.VALUE_NOT_OFFERED, APPROVED, expected="points")


def needs_approval(approval: Approval) -> WishRefused:
    """Return the refusal of an order that waits for a person."""
    subject = approval.subject
    facts = {
        "approval": approval.id,
        "total": subject.total,
        "model": subject.model_name,
        "expires_at": approval.expires_at,
    }
    return WishRefused(Failure(kind=Kind.NEEDS_APPROVAL, facts=facts))
