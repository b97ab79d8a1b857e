"""What the page asks for a fault: one field for each option that it takes, with the values that make sense.

Rules this file obeys:
* The options, their order and what stands in them at first are the arguments of the function that makes the fault.
* A closed set is a list to choose from; where other values work too, the known ones are suggested.
"""

import inspect
import json
from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from imastudio.fakeserver.scenario.faults import (
    BODIES,
    IDS,
    KINDS,
    MEDIAS,
    MOMENTS,
    REDIRECTS,
    Fault,
    decode_fault,
)
from imastudio.fakeserver.vendor.refusals import WORDINGS

_HTTP = ("200", "201", "204", "400", "401", "403", "404", "408", "413", "429", "500", "502", "503", "504")
_CHOICES: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("reset", "at"): MOMENTS,
    ("body", "what"): BODIES,
    ("medias", "what"): MEDIAS,
    ("price_list", "ids"): IDS,
    ("redirect", "status"): tuple(map(str, REDIRECTS)),
    ("fail_media", "resource_status"): ("2", "3", "1"),
}
_SUGGESTED: Mapping[tuple[str, str], tuple[tuple[str, str], ...]] = {
    ("envelope", "code"): tuple((str(code), words) for code, words in WORDINGS.items()),
    ("bare", "status"): tuple((each, "") for each in _HTTP),
    ("status", "status"): tuple((each, "") for each in _HTTP),
    ("envelope", "status"): tuple((each, "") for each in _HTTP),
    ("price_list", "needs"): (("resolution", ""), ("duration", ""), ("size", "")),
}
_FIRST: Mapping[tuple[str, str], str] = {
    ("delay", "seconds"): "3",
    ("go_down", "seconds"): "10",
    ("trickle", "seconds"): "1",
    ("envelope", "code"): "4008",
    ("bare", "status"): "502",
    ("status", "status"): "201",
    ("instead", "value"): '{"code": 0, "message": "success", "data": null}',
    ("body", "what"): "truncated",
    ("medias", "what"): "none",
}
_MEANINGS: Mapping[str, str] = {
    "seconds": "how long, in seconds",
    "real": "in real seconds, whatever the server's clock says",
    "handled": "after it was handled: a create is charged",
    "at": "when",
    "pieces": "in how many pieces",
    "code": "the envelope's code",
    "message": "its message; empty: the usual one",
    "status": "HTTP status; empty: the usual one",
    "retry_after": "Retry-After, seconds or a date; empty: none",
    "value": "the JSON to answer",
    "what": "how",
    "to": "where to; empty: the same address with ?moved=1",
    "index": "which result, counted from 0",
    "reason": "why it failed",
    "resource_status": "2 failed, 3 deleted, 1 there, yet failed",
    "points": "points more, of every price",
    "ids": "attribute ids",
    "needs": "a parameter that every price asks for from now on; empty: none",
}
_MEANINGS_OF: Mapping[tuple[str, str], str] = {("fail_media", "status"): "its status, a word"}


@attrs.frozen(kw_only=True)
class FormField:
    """One option: how it is asked for, and what stands there at first."""

    name: str
    meaning: str
    kind: str
    """choice, flag, number or text."""
    first: str
    choices: tuple[str, ...] = ()
    suggested: tuple[tuple[str, str], ...] = ()
    needed: bool = False


@attrs.frozen(kw_only=True)
class FaultForm:
    """A fault, in a sentence, and its fields."""

    kind: str
    meaning: str
    fields: tuple[FormField, ...]


def fault_form(kind: str) -> FaultForm:
    """Build the form of a fault. Raise KeyError for one that nobody knows."""
    make = KINDS[kind]
    sentence = " ".join((inspect.getdoc(make) or "").partition("\n\n")[0].split())
    fields = tuple(_field(kind, each) for each in inspect.signature(make).parameters.values())
    return FaultForm(kind=kind, meaning=sentence, fields=fields)


def read_fault(form: Mapping[str, str]) -> Fault:
    """Build the fault that was asked for. Raise ValueError naming the field, and what would do."""
    kind = form.get("fault", "")
    if kind not in KINDS:
        raise ValueError(f"there is no fault {kind!r}; these are: {', '.join(KINDS)}")
    options = {}
    for field in fault_form(kind).fields:
        said = form.get(field.name, "").strip()
        if field.kind == "flag":
            options[field.name] = said == "true"
        elif said:
            options[field.name] = _value(kind, field, said)
        elif field.needed:
            raise ValueError(f"{kind} needs {field.name}: {field.meaning}")
    try:
        return decode_fault({**options, "kind": kind})
    except ValueError as problem:
        raise ValueError(_would_do(kind, options)) from problem


def _would_do(kind: str, options: Mapping[str, Any]) -> str:
    said = ", ".join(f"{name} {value!r}" for name, value in options.items())
    takes = "; ".join(f"{field.name}: {field.meaning}" for field in fault_form(kind).fields) or "nothing"
    return f"{kind} can't be made of {said}; it takes {takes}"


def _field(kind: str, option: inspect.Parameter) -> FormField:
    place = (kind, option.name)
    usual = "" if option.default in (inspect.Parameter.empty, None) else str(option.default)
    return FormField(
        name=option.name,
        meaning=_MEANINGS_OF.get(place) or _MEANINGS.get(option.name, option.name),
        kind=_kind(place, option),
        first=_FIRST.get(place, usual),
        choices=_CHOICES.get(place, ()),
        suggested=_SUGGESTED.get(place, ()),
        needed=option.default is inspect.Parameter.empty,
    )


def _kind(place: tuple[str, str], option: inspect.Parameter) -> str:
    if place in _CHOICES:
        return "choice"
    if option.annotation is bool:
        return "flag"
    return "number" if option.annotation in (int, float) else "text"


def _value(kind: str, field: FormField, said: str) -> Any:
    if field.choices and said not in field.choices:
        raise ValueError(f"{field.name} must be one of {', '.join(field.choices)}")
    try:
        if kind == "instead":
            return json.loads(said)
        if field.kind == "number" or (field.name in ("status", "resource_status", "retry_after") and said.isdecimal()):
            return _number(said)
    except ValueError as problem:
        wanted = "JSON" if kind == "instead" else "a number"
        raise ValueError(f"{field.name} must be {wanted}: {field.meaning}") from problem
    return said


def _number(said: str) -> int | float:
    return float(said) if set(said) & set(".eE") else int(said)


def kinds() -> Iterable[str]:
    """List the faults there are."""
    return KINDS
