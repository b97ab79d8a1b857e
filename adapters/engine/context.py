"""What an engine is given: the driven ports, and who orders."""

from collections.abc import Callable, Mapping
from datetime import datetime

import attrs

from imastudio.domain.kernel import instance, points
from imastudio.ports.clock import Clock
from imastudio.ports.delivery import Delivery
from imastudio.ports.films import Films
from imastudio.ports.journal import Journal
from imastudio.ports.ledger import Ledger
from imastudio.ports.preferences import Preferences
from imastudio.ports.recommendations import Recommendations
from imastudio.ports.service import Service
from imastudio.ports.uploads import Uploads
from imastudio.ports.work_records import WorkRecords


@attrs.frozen(kw_only=True)
class Ports:
    """The driven ports, as the composition root puts them together."""

    service: Service
    uploads: Uploads
    delivery: Delivery
    preferences: Preferences
    recommendations: Recommendations
    ledger: Ledger
    work_records: WorkRecords
    films: Films
    clock: Clock
    journal: Journal
    offline: bool = False
    """The vendor runs inside this process, and all that it makes ends with it."""


@attrs.frozen(kw_only=True)
class Identity:
    """The customer who orders: digests of account and user, the name under which models are saved, and where points are counted.

    `address` is the digest of the service's address: keys of one address are one customer's (decision 46); older versions knew
    the same address by `former_addresses`, where it was spelled another way.
    `purses` maps a local time of the ledger to the purses that an order of then draws on, each with its limit in points
    (None: none); `timezone` is that of a ledger that has none yet.
    `max_points` is the most that one order may cost where the wish says nothing of it. With `keep_prompts`, the ledger holds
    the prompt of what is ordered. With `again`, what stands under another key of the address is ordered anew.
    """

    account: str
    user: str
    address: str = ""
    former_addresses: tuple[str, ...] = ()
    user_id: str = attrs.field(default="default", repr=False)
    max_points: int | None = attrs.field(default=None, validator=points)
    again: bool = False
    keep_prompts: bool = attrs.field(default=False, validator=instance(bool, "True or False"))
    new_id: Callable[[], str] = attrs.field(repr=False)
    purses: Callable[[datetime], Mapping[str, int | None]] = attrs.field(repr=False)
    timezone: str = "UTC"
