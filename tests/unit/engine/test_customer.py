"""What another key of the same customer has: shown, and not ordered a second time."""

import pytest

from imastudio.adapters.engine import Identity
from imastudio.adapters.engine.customer import Customer
from imastudio.adapters.memory.ledger import MemoryLedger
from imastudio.domain.kernel.failures import Failure, Kind
from imastudio.domain.lifecycle.events import Created, Entry, Intended, Lost, Recorded, Rejected, Sending
from imastudio.domain.lifecycle.generation import fold
from imastudio.domain.lifecycle.rows import Owner
from imastudio.testing.strategies import an_order
from tests.studios import numbered_ids

RENEWED = Identity(account="new", user="user", address="vendor", new_id=numbered_ids(), purses=lambda _: {})
FAILURE = Failure(kind=Kind.OUTCOME_UNKNOWN)


@pytest.mark.parametrize(
    ("became", "counts"),
    [(Lost(FAILURE), True), (Created(task_id="t"), True), (Sending(), True), (Rejected(FAILURE), False)],
    ids=lambda value: type(value).__name__ if isinstance(value, Recorded) else "",
)
async def test_a_request_of_another_key_counts_unless_it_surely_cost_nothing(became: Recorded, *, counts: bool) -> None:
    """Who orders it again with a renewed key is given the first; what was rejected may be ordered, as with one key."""
    ledger = MemoryLedger()
    events: list[Recorded] = [Intended(an_order()), Sending(), *([] if isinstance(became, Sending) else [became])]
    entries = [Entry(100.0, event) for event in events]
    owner = Owner(account="old", user="user", request_id="r", fingerprint="f", address="vendor")
    sent = entries[:2]
    await ledger.begin(fold("g", sent), owner, sent, {})
    if entries[2:]:
        await ledger.append(fold("g", entries), entries[2:], len(sent))
    customer = Customer(ledger, RENEWED)
    found = await customer.ordered("r", again=False)
    assert (found is not None and found.generation.id == "g") is counts
    assert await customer.ordered("r", again=True) is None
    assert await customer.ordered("another", again=False) is None


@pytest.mark.parametrize("again", [False, True])
async def test_what_was_rejected_here_may_have_been_made_with_another_key(*, again: bool) -> None:
    """That one is found, unless it is ordered again on purpose: it may be paid for."""
    ledger = MemoryLedger()
    for account, became in (("new", Rejected(FAILURE)), ("old", Created(task_id="t"))):
        entries = [Entry(100.0, event) for event in (Intended(an_order()), Sending(), became)]
        owner = Owner(account=account, user="user", request_id="r", fingerprint="f", address="vendor")
        await ledger.begin(fold(account, entries[:2]), owner, entries[:2], {}, again=True)
        await ledger.append(fold(account, entries), entries[2:], 2)
    found = await Customer(ledger, RENEWED).ordered("r", again=again)
    assert found is not None
    assert found.generation.id == ("new" if again else "old")
