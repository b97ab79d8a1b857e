"""The requests that a recorded story expects, and how those that come differ from them.

Rules this file obeys:
* What costs or changes something comes as often and in the order recorded. What only reads may come at any time, as
  often as it likes: how fast a client polls is its own affair.
* What differs from run to run (our address, names of uploads, timestamps, signatures) is not compared.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

import attrs

from imastudio.fakeserver.scenario.differences import compare
from imastudio.fakeserver.vendor.records import Recorded
from imastudio.fakeserver.vendor.uploads import FOLDER

CHANGING = ("create", "verify", "token", "put")
_ADDRESS = re.compile(r"https?://[^/\s\"']+/(?=results/|" + re.escape(FOLDER) + ")")
_UPLOAD = re.compile(re.escape(FOLDER) + r"/\S+")
_TOKEN_FIELDS = ("fService", "fType", "fSuffix", "fContentType")


@attrs.frozen(kw_only=True)
class Expected:
    """A request without what differs from run to run."""

    call: str
    query: Mapping[str, str] = attrs.field(factory=dict)
    body: Any = None

    def differences(self, other: "Expected") -> tuple[str, ...]:
        """Tell how another request differs from this one."""
        return (
            *(str(each) for each in compare(dict(other.query), dict(self.query), "query")),
            *(str(each) for each in compare(other.body, self.body, "body")),
        )


def essence(record: Recorded) -> Expected:
    """Give what a request says, apart from what differs from run to run."""
    query = dict(record.query)
    if record.call == "token":
        query = {name: value for name, value in query.items() if name in _TOKEN_FIELDS}
    elif record.call == "put":
        query = {}
    elif record.call == "cdn":
        query = {"path": _UPLOAD.sub("upload", record.path)}
    return Expected(call=record.call, query=query, body=_settle(record.body))


@attrs.define
class Expectations:
    """Knows what is still to come, and what was not expected. `direct` calls went elsewhere when it was recorded."""

    requests: tuple[Expected, ...]
    direct: tuple[str, ...] = ()
    found: list[str] = attrs.field(factory=list)
    _ahead: dict[str, list[Expected]] = attrs.field(factory=dict)
    _seen: set[str] = attrs.field(factory=set)

    def __attrs_post_init__(self) -> None:
        for call in CHANGING:
            self._ahead[call] = [each for each in self.requests if each.call == call]

    def hold(self, record: Recorded) -> tuple[str, ...]:
        """Hold a request against what is expected; return how it differs."""
        if record.call in self.direct:
            return ()
        came = essence(record)
        differences = self._changing(came) if came.call in CHANGING else self._reading(came)
        self.found.extend(f"request {record.number}, {record.call}: {each}" for each in differences)
        return differences

    def unmet(self) -> tuple[str, ...]:
        """Name what was expected and did not come."""
        waiting = [each for ahead in self._ahead.values() for each in ahead]
        waiting += [each for each in self.requests if each.call not in CHANGING and fingerprint(each) not in self._seen]
        return tuple(f"{each.call} was expected and did not come: {_brief(each)}" for each in waiting)

    def _changing(self, came: Expected) -> tuple[str, ...]:
        ahead = self._ahead[came.call]
        if not ahead:
            return (f"no more {came.call} was expected",)
        return ahead.pop(0).differences(came)

    def _reading(self, came: Expected) -> tuple[str, ...]:
        candidates = [each for each in self.requests if each.call == came.call]
        if not candidates:
            return (f"no {came.call} was expected",)
        nearest = min(candidates, key=lambda each: len(each.differences(came)))
        self._seen.add(fingerprint(nearest))
        return nearest.differences(came)


def fingerprint(request: Expected) -> str:
    """Give a text that is the same for the same request."""
    return json.dumps([request.call, dict(request.query), request.body], sort_keys=True)


def _settle(value: Any) -> Any:
    match value:
        case str():
            return _UPLOAD.sub("upload", _ADDRESS.sub("", value))
        case list():
            return [_settle(each) for each in value]
        case dict():
            return {name: _settle(each) for name, each in value.items()}
        case _:
            return value


def _brief(request: Expected) -> str:
    said = json.dumps(request.body if request.body is not None else dict(request.query), ensure_ascii=False)
    return said if len(said) <= 200 else f"{said[:200]}…"  # noqa: PLR2004 - enough to recognise it
