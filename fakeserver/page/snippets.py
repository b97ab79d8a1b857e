"""A request as something to paste: a command for a shell, a test for pytest.

Rules this file obeys:
* No key is in it: the command takes it from IMA_API_KEY, the test from its fixture.
* Whatever a client sent is quoted: nothing of it runs.
"""

import json
import pprint
import shlex
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote, urlencode

from imastudio.fakeserver.vendor.records import MASK, Recorded

_OWN_HEADERS = {
    "accept-encoding",
    "authorization",
    "connection",
    "content-length",
    "host",
    "transfer-encoding",
    "user-agent",
}


def as_curl(record: Recorded, url: str) -> str:
    """Write a request as a command."""
    words = ["curl", "-i", "-X", record.method, f"{url}{_address(record)}"]
    lines = [" ".join(_quoted(word) for word in words)]
    if "Authorization" in record.headers:
        lines.append('-H "Authorization: Bearer $IMA_API_KEY"')
    lines += [f"-H {_quoted(f'{name}: {value}')}" for name, value in _headers(record).items()]
    if record.body is not None:
        lines.append(f"--data-binary {_quoted(_text(record.body))}")
    elif record.method == "PUT":
        lines.append("--data-binary @FILE")
    return " \\\n  ".join(lines) + "\n"


def as_pytest(record: Recorded, faults: Iterable[str]) -> str:
    """Write a request as a test with the `fake_ima` fixture, which expects what was answered."""
    ordered = list(faults)
    lines = ["import json"] * (record.body is not None or record.code is not None)
    lines += ["import urllib.error", "import urllib.request", ""]
    if record.dropped:
        lines += ["import pytest", ""]
    if ordered:
        lines += [
            f"from imastudio.fakeserver import {', '.join(sorted({each.partition('(')[0] for each in ordered}))}",
            "",
        ]
    lines += ["", f"def test_{record.call}_{record.number}(fake_ima):"]
    if ordered:
        lines.append(f"    fake_ima.fail_next({record.call!r}, {', '.join(ordered)})")
    lines += [*_request(record), *_answer(record)]
    return "\n".join(lines) + "\n"


def call_of(kind: str, said: Any) -> str:
    """Write a fault as Python, from what a story says of it."""
    if said is None:
        return f"{kind}()"
    if isinstance(said, dict) and kind != "instead":
        return f"{kind}({', '.join(f'{name}={value!r}' for name, value in said.items())})"
    return f"{kind}({said!r})"


def _request(record: Recorded) -> list[str]:
    address = repr(_address(record))
    if MASK in record.query.values():
        address += f".replace({quote(MASK)!r}, fake_ima.key)"
    lines = [
        "    request = urllib.request.Request(",
        f"        fake_ima.url + {address},",
        f"        method={record.method!r},",
    ]
    headers = [f"{name!r}: {value!r}" for name, value in _headers(record).items()]
    if "Authorization" in record.headers:
        headers.append('"Authorization": f"Bearer {fake_ima.key}"')
    lines += ["        headers={", *(f"            {each}," for each in headers), "        },"]
    if record.body is not None:
        value = pprint.pformat(record.body, width=100, sort_dicts=False).replace("\n", "\n            ")
        text = "" if isinstance(record.body, str) else "json.dumps"
        lines += [f"        data={text}(", f"            {value}", "        ).encode(),"]
    elif record.method == "PUT":
        lines.append('        data=b"…",  # what was put is not kept'.replace("…", "..."))
    return [*lines, "    )"]


def _answer(record: Recorded) -> list[str]:
    if record.dropped:
        return ["    with pytest.raises(OSError):", "        urllib.request.urlopen(request)"]
    lines = ["    try:", "        answer = urllib.request.urlopen(request)"]
    lines += ["    except urllib.error.HTTPError as refusal:", "        answer = refusal"]
    lines += ["    with answer:", f"        assert answer.status == {record.status}"]
    if record.code is not None:
        lines.append(f'        assert json.load(answer)["code"] == {record.code}')
    return lines


def _headers(record: Recorded) -> dict[str, str]:
    return {name: value for name, value in record.headers.items() if name.lower() not in _OWN_HEADERS}


def _address(record: Recorded) -> str:
    return quote(record.path) + (f"?{urlencode(record.query)}" if record.query else "")


def _text(body: Any) -> str:
    return body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)


def _quoted(word: str) -> str:
    """Quote for a shell; where a key was masked, its variable stands."""
    for mask in (MASK, quote(MASK)):
        word = word.replace(mask, MASK)
    return shlex.quote(word).replace(MASK, "'\"$IMA_API_KEY\"'") if MASK in word else shlex.quote(word)
