"""What the server remembers of each request.

Rules this file obeys:
* A key is never kept: wherever it stands (header, query, body), it is masked before it is stored.
* The last `KEPT` requests are kept, so that a long run does not fill the memory.
"""

import re
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias

import attrs

KEPT = 20_000
KEPT_WITH_FAULTS = 300
KEPT_ORDERS = 2_000
KEPT_ANSWERS = 500  # bodies of answers, apart from those of creates
MASK = "ima_***"
_BEARER = re.compile(r"(?i)^(bearer)\s+.*$", re.DOTALL)
_SECRET_FIELDS = ("appUid", "cmimToken")


@attrs.define(kw_only=True)
class Recorded:
    """One request as it came, and what was answered.

    `unknown` names the fields that nobody knows; `status` is 0 and `dropped` true where nothing, or only a part, was
    answered; `answer` is its body where that is text, its beginning where it is long; `faults`
    are those that it met; `differences` tell how it is not what a recorded story expects.
    """

    number: int
    at: float
    call: str
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: Any = attrs.field(default=None, repr=False)
    status: int = 0
    code: int | None = None
    message: str = ""
    answer: str | None = attrs.field(default=None, repr=False)
    dropped: bool = False
    unknown: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
    differences: tuple[str, ...] = ()


Answered: TypeAlias = tuple[Recorded, tuple[object, ...]]


def mask_text(text: str, keys: Iterable[str]) -> str:
    """Put the mask where a key stands."""
    for key in keys:
        text = text.replace(key, MASK)
    return text


def mask_json(value: Any, keys: Iterable[str]) -> Any:
    """Put the mask where a key stands, anywhere in a JSON value."""
    match value:
        case str():
            return mask_text(value, keys)
        case list():
            return [mask_json(each, keys) for each in value]
        case dict():
            return {mask_text(name, keys): mask_json(each, keys) for name, each in value.items()}
        case _:
            return value


def mask_fields(fields: Mapping[str, str], keys: Iterable[str]) -> dict[str, str]:
    """Mask a query, a form or headers: known keys anywhere, and the places made for keys whatever they hold."""
    masked = {}
    for name, value in fields.items():
        if name in _SECRET_FIELDS or name.lower() == "ima-token":
            masked[name] = MASK
        elif name.lower() == "authorization":
            masked[name] = _BEARER.sub(rf"\1 {MASK}", value) if _BEARER.match(value) else MASK
        else:
            masked[name] = mask_text(value, keys)
    return masked


@attrs.define
class Log:
    """The requests that came, oldest first; `count` counts the forgotten ones too. `strays` found no route.

    Once a request is answered, it stands with the faults it met among the `latest`, and each of the `watchers` is told.
    What may have cost something stays among the `orders`, however much else comes.
    """

    keeps: int = KEPT
    entries: deque[Recorded] = attrs.field(
        default=attrs.Factory(lambda self: deque(maxlen=self.keeps), takes_self=True)
    )
    strays: deque[Recorded] = attrs.field(default=attrs.Factory(lambda self: deque(maxlen=self.keeps), takes_self=True))
    orders: deque[Answered] = attrs.field(
        default=attrs.Factory(lambda self: deque(maxlen=min(self.keeps, KEPT_ORDERS)), takes_self=True)
    )
    count: int = 0
    clears: int = 0
    latest: deque[Answered] = attrs.field(factory=lambda: deque(maxlen=KEPT_WITH_FAULTS))
    watchers: list[Callable[[Recorded, tuple[object, ...]], None]] = attrs.field(factory=list)

    def open(self, **parts: Any) -> Recorded:
        """Begin the record of a request."""
        self.count += 1
        record = Recorded(number=self.count, **parts)
        self.entries.append(record)
        return record

    def close(self, record: Recorded, faults: tuple[object, ...]) -> None:
        """End the record of a request, and tell whoever watches."""
        self.latest.append((record, faults))
        if record.call == "create":
            self.orders.append((record, faults))
        if len(self.entries) > KEPT_ANSWERS and self.entries[-KEPT_ANSWERS - 1].call != "create":
            self.entries[-KEPT_ANSWERS - 1].answer = None
        for watch in self.watchers:
            watch(record, faults)

    def find(self, number: int) -> Answered | None:
        """Find a request by its number, with the faults it met."""
        known = next((each for each in (*self.latest, *self.orders) if each[0].number == number), None)
        return known or next(((each, ()) for each in self.entries if each.number == number), None)

    def shown(self) -> list[Answered]:
        """Give the latest requests and orders, oldest first."""
        known = {record.number: (record, faults) for record, faults in (*self.orders, *self.latest)}
        return [known[number] for number in sorted(known)]

    def clear(self) -> None:
        """Forget everything."""
        self.entries.clear()
        self.strays.clear()
        self.latest.clear()
        self.orders.clear()
        self.count = 0
        self.clears += 1
