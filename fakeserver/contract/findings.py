"""What a check found, and how an answer is held against what is expected."""

from codecs import BOM_UTF8
from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from imastudio.fakeserver.contract.explain import ENVELOPE
from imastudio.fakeserver.contract.probe import ProbeResponse
from imastudio.fakeserver.vendor.refusals import INVALID_ATTRIBUTE, NO_RULE, WORDINGS, WRONG_ATTRIBUTE

AGREES, DIFFERS, SKIPPED = "agrees", "differs", "skipped"
SUCCESS = (0, 200)
_WORDED = (NO_RULE, WRONG_ATTRIBUTE)  # clients look for these words
_UTF_8 = "utf-8"
_EARLIEST_MS, _LATEST_MS = 10**12, 10**13  # the years 2001 and 2286


@attrs.frozen(kw_only=True)
class Finding:
    """One check's finding. `changes` are entries for the `catalogue:` of a story."""

    name: str
    title: str
    verdict: str
    expected: str = ""
    found: str = ""
    changes: tuple[Mapping[str, Any], ...] = ()


def succeeded(answer: ProbeResponse) -> bool:
    """Tell whether an answer says yes."""
    return answer.status == 200 and answer.code in SUCCESS  # noqa: PLR2004 - HTTP


def judge(
    name: str,
    title: str,
    expected: str,
    answer: ProbeResponse,
    *,
    agrees: bool,
    wrong: Iterable[str] = (),
    enveloped: bool = True,
) -> Finding:
    """Say what was found: in words where something is wrong, else in short."""
    told = [*(envelope_differences(answer) if enveloped else ()), *wrong]
    if not agrees:
        told = [answer.brief, *told]
    verdict = DIFFERS if told else AGREES
    return Finding(name=name, title=title, verdict=verdict, expected=expected, found="\n".join(told) or answer.brief)


def envelope_differences(answer: ProbeResponse) -> tuple[str, ...]:
    """Tell what is wrong with the envelope around an answer."""
    if not answer.envelope:
        return (f"there is no envelope: {answer.content_type}, {len(answer.body)} bytes",)
    wrong = []
    if answer.content_type != "application/json":
        wrong.append(f"it is {answer.content_type}, not application/json")
    if (answer.charset or _UTF_8).lower() != _UTF_8:
        wrong.append(f"its charset is {answer.charset}, not {_UTF_8}")
    if answer.body.startswith(BOM_UTF8):
        wrong.append("it begins with a byte order mark")
    return (*wrong, *ENVELOPE.differences(answer.envelope, ""))


def refused_with(name: str, title: str, answer: ProbeResponse, code: int) -> Finding:
    """Hold a refusal against ours: the code, the status that it travels under with us, and the wording clients look for."""
    status = code if code < 600 else 200  # noqa: PLR2004 - the span of HTTP errors
    agrees = (answer.status, answer.code) == (status, code)
    wanted = INVALID_ATTRIBUTE if name == "attribute_id_0" else WORDINGS[code] if code in _WORDED else ""
    message = answer.envelope.get("message")
    wrong = [] if answer.data is None else [f"data is {answer.data!r} instead of null"]
    if agrees and isinstance(message, str) and wanted and not message.startswith(wanted):
        wrong.append(f"message is {message[:80]!r} instead of {wanted!r}")
    return judge(name, title, f"status {status}, code {code}", answer, agrees=agrees, wrong=wrong)


def time_differences(data: Mapping[str, Any], *names: str) -> list[str]:
    """Tell which instants are no milliseconds since 1970."""
    return [
        f"data.{name} is {data[name]}: no milliseconds since 1970"
        for name in names
        if type(data.get(name)) is int and not _EARLIEST_MS <= data[name] <= _LATEST_MS
    ]


def is_address(value: object) -> bool:
    """Tell whether a value is an address that can be fetched or put to."""
    return isinstance(value, str) and value.startswith(("https://", "http://"))
