"""Words of strangers: what a vendor, a user id, a prompt or a file name says steers no terminal, breaks no file, costs nothing.

The judge is the account book: whatever is answered, nothing is charged that was not quoted.
"""

import json
import os
import unicodedata
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from imastudio.fakeserver import FakeIma, drop_before, envelope, instead
from imastudio.fakeserver.media import picture
from tests.shells import Said, Shell

pytestmark = pytest.mark.uncounted

SPEED = "1000"
EVIL = {
    "escapes": "\x1b]0;owned\x07\x1b[2J\x9b31m",
    "lines": 'a\r\n{"event": "paid", "level": "info"}\u2028\u2029\x85\x0b\x0c',
    "turned": "\u202egnp.exe\u2066\u061c\u200f",
    "quotes": '"}}, "user_root": {"x": {"model_id": "y"}}, "z": {"\'; DROP TABLE event; --',
    "a path": "../../../../etc/passwd",
    "markup": "[bold red]x[/] {0} %s $(id) `id` <script>",
    "half a character": "\ud800 \udfff",
    "a null": "a\0b",
    "long": "ü" * 50_000,
    "an option": "--max-points=999999",
    "nothing": " ",
}
KNOWN_CODES = {0, 1, 2, 3, 4, 5, 6}


class Ima(Shell):
    """Looks at every character that is printed."""

    def __call__(self, *arguments: str) -> Said:
        """Run it."""
        said = super().__call__(*arguments)
        assert [character for character in said.out + said.err if _steers(character)] == []
        assert said.code in KNOWN_CODES
        return said


def _steers(character: str) -> bool:
    return character != "\n" and (
        unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"}
        or unicodedata.bidirectional(character) in {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
        or character in "\u061c\u200e\u200f"
    )


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeIma]:
    """Run a fast server, to which the environment points."""
    with FakeIma(speed=float(SPEED)) as server:
        monkeypatch.setenv("IMA_API_KEY", server.key)
        monkeypatch.setenv("IMA_BASE_URL", server.url)
        monkeypatch.setenv("IMA_SPEED", SPEED)
        monkeypatch.setenv("LC_ALL", "C.UTF-8")
        yield server


@pytest.fixture
def ima(capsys: pytest.CaptureFixture[str]) -> Ima:
    """Return the command line."""
    return Ima(capsys)


@pytest.fixture
def state() -> Path:
    """Return the state folder."""
    return Path(os.environ["OPENCLAW_STATE_DIR"])


@pytest.mark.parametrize("user", EVIL.values(), ids=EVIL)
def test_a_user_id_breaks_nothing(user: str, fake: FakeIma, ima: Ima, state: Path) -> None:
    """It is one key of the preferences file, beside which others stay, and stands in no log and no ledger."""
    assert ima("prefs", "set", "SeeDream 4.5", "--task-type", "text_to_image", "--user-id", "al").code == 0
    fake.fail_next("detail", drop_before())
    saved = ima("prefs", "set", "Midjourney", "--task-type", "text_to_image", "--user-id", user)
    assert saved.code == 0
    ordered = ima("create", "a puppy", "--user-id", user, "--output-json")
    assert (ordered.code, json.loads(ordered.out)["model_id"]) == (0, "midjourney")
    assert ima("prefs", "list", "--user-id", user).code == 0
    tree = json.loads((state / "memory" / "ima_prefs.json").read_text(encoding="utf-8"))
    assert tree["user_al"]["text_to_image"]["model_id"] == "doubao-seedream-4.5"
    assert len(tree) == 2
    for line in _log(state):
        assert isinstance(json.loads(line), dict)
        assert line.isascii()
        assert line.isprintable()
    if len(user) > 5:
        assert user.encode("utf-8", "surrogatepass") not in _ledger(state)


@pytest.mark.parametrize("prompt", EVIL.values(), ids=EVIL)
def test_a_prompt_breaks_nothing(prompt: str, fake: FakeIma, ima: Ima, state: Path) -> None:
    """It is ordered or refused, once; it stands in no log and no ledger, and neither is broken by it."""
    fake.fail_next("detail", drop_before())
    ordered = ima("create", "--prompt", prompt, "--output-json")
    assert ordered.code in {0, 1, 3}
    assert len(fake.charges) == (ordered.code == 0)
    listed = json.loads(ima("history", "--output-json").out)
    assert len(listed) <= 1
    assert all(isinstance(json.loads(line), dict) for line in _log(state))
    if len(prompt) > 5:
        assert prompt.encode("utf-8", "surrogatepass") not in _ledger(state)


@pytest.mark.parametrize("prompt", EVIL.values(), ids=EVIL)
def test_a_kept_prompt_steers_nobody(prompt: str, fake: FakeIma, ima: Ima, state: Path) -> None:
    """It comes back as it was said, harmlessly in the table, and stands in no log."""
    fake.fail_next("detail", drop_before())
    ordered = ima("create", "--prompt", prompt, "--output-json", "--keep-prompts")
    rows = json.loads(ima("history", "--output-json").out)
    assert [row["prompt"] for row in rows] == ([] if ordered.code == 3 else [prompt])
    assert all(len(line) < 250 for line in ima("history").out.splitlines())
    assert ordered.code in {0, 1, 3}
    assert all(len(prompt) < 6 or json.dumps(prompt)[1:-1] not in line for line in _log(state))
    assert len(fake.charges) == (ordered.code == 0)


@pytest.mark.parametrize("name", EVIL.values(), ids=EVIL)
def test_a_file_name_breaks_nothing(name: str, fake: FakeIma, ima: Ima, tmp_path: Path) -> None:
    """A file is found or refused; what its name holds steers nobody."""
    short = name[:60].replace("/", "_")
    path = tmp_path / f"{short}.png"
    for content in (picture("a puppy", 64, 64), b"no picture"):
        try:
            path.write_bytes(content)
        except (OSError, ValueError):  # a name that no file can have
            content = b""  # noqa: PLW2901 - then there is none
        said = ima("create", "make it snow", "--image", str(path), "--output-json")
        assert said.code == (0 if content[:1] not in {b"n", b""} else 3)
    ima("create", "make it snow", "--image", name)
    assert len(fake.charges) <= 1


@pytest.mark.parametrize("words", EVIL.values(), ids=EVIL)
def test_the_vendors_names_steer_nobody(words: str, fake: FakeIma, ima: Ima) -> None:
    """Names of models, labels and tags are shown harmlessly or not at all."""
    lists = _lists(fake)
    for leaf in _leaves(lists):
        leaf["name"] = f"{words[:80]}{leaf['name']}"
        leaf["tags"] = [{"tag_type": "EET", "tag_value": words}, {"tag_type": "feature", "tag_value": words}]
        leaf["form_config"] = [{**field, "label": words} for field in leaf["form_config"]]
    fake.fail_next("products", instead({"code": 200, "data": lists}), times=4)
    for arguments in (("models",), ("quote", "a puppy"), ("create", "a puppy", "--model", "doubao-seedream-4.5")):
        ima(*arguments, "--task-type", "text_to_image")


@pytest.mark.parametrize("words", EVIL.values(), ids=EVIL)
def test_the_vendors_reasons_steer_nobody(words: str, fake: FakeIma, ima: Ima, state: Path, tmp_path: Path) -> None:
    """Messages and reasons of refusals and failures are shown harmlessly or not at all."""
    fake.fail_next("create", envelope(418, words))
    refused = ima("create", "another puppy", "--task-type", "text_to_speech")
    assert refused.code == (5 if "\ud800" in words else 1)  # half a character is no JSON: nobody knows
    media = {"resource_status": 2, "status": "failed", "error_msg": words, "format": words, "duration_str": words}
    # Under a foreign id it would be no answer about this task (decision 47).
    fake.fail_next("detail", instead({"code": 200, "data": {"medias": [media]}}))
    ended = ima("create", "a third puppy", "--task-type", "text_to_speech", "-o", str(tmp_path / "out"))
    assert ended.code == (0 if "\ud800" in words else 1)  # no answer: asked again
    assert all(isinstance(json.loads(line), dict) for line in _log(state))


ADDRESSES = [
    *(
        "javascript:alert(1)",
        "file:///etc/passwd",
        "data:text/html,x",
        "http://10.0.0.1/a.png",
        "https://[::1]:1/a.png",
    ),
    *(
        "https://example.com/\x1b[2J",
        "https://user:pw@example.com/a.png",
        "//example.com/a",
        "https://169.254.169.254/",
    ),
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_bad_address_is_no_result(address: str, fake: FakeIma, ima: Ima, tmp_path: Path) -> None:
    """Results at addresses that nobody may open reach no disk; the order is charged once, and its own result found later."""
    media = {"resource_status": 1, "status": "success", "url": address, "cover": address, "watermark_url": address}
    fake.fail_next("detail", instead({"code": 200, "data": {"medias": [media]}}), times=2)
    out = tmp_path / "out"
    said = ima("create", "a puppy", "-o", str(out), "--output-json", "--timeout", "3000")
    document = json.loads(said.out)
    assert len(fake.charges) == 1
    assert document["credit"] == fake.charges[0].total
    assert not address.startswith(("javascript:", "file:", "data:", "//")) or address not in said.out
    assert [path.suffix for path in out.glob("*")] == ([] if said.code else [".jpg"])


@pytest.mark.parametrize(
    "medias",
    [
        [{}] * 200_000,
        [{"resource_status": 1, "status": "success"}] * 50,
        [None, 0, "x", []],
        {"0": {}},
        [{"resource_status": "1e400", "width": "9" * 60, "height": -1, "url": ["x"]}],
        [{"resource_status": True, "status": {"a": 1}, "url": {"b": 2}}],
    ],
    ids=["many", "many without address", "no objects", "no list", "absurd numbers", "other types"],
)
def test_absurd_results_end_no_wait(medias: Any, fake: FakeIma, ima: Ima, tmp_path: Path) -> None:
    """What can't be a result is asked for again, until the true one comes; it is charged once."""
    fake.fail_next("detail", instead({"code": 200, "data": {"id": "somebody else's", "medias": medias}}), times=2)
    said = ima("create", "a puppy", "-o", str(tmp_path / "out"), "--output-json", "--timeout", "3000")
    document = json.loads(said.out)
    assert (said.code, len(fake.charges), document["credit"]) == (0, 1, fake.charges[0].total)
    assert len(document["medias"]) == document["n"] == 1


@pytest.mark.parametrize(
    "name", ["../../x", "a/b", "\x1b[2J", "a\nb", "x" * 5000, "", " ", 0, -1, 2**70, True, None, ["1"], {}]
)
def test_a_strange_task_id_breaks_nothing(name: Any, fake: FakeIma, ima: Ima, tmp_path: Path) -> None:
    """It names a task or none; then nobody knows what became of the order, and nothing is sent again."""
    fake.fail_next("create", instead({"code": 200, "data": {"id": name, "timeout_at": -1e300}}))
    said = ima("create", "a puppy", "-o", str(tmp_path / "out"), "--output-json", "--timeout", "30")
    assert said.code in {4, 5}
    assert len(fake.charges) == 1
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


Change = Callable[[dict[str, Any]], object]
RULES: dict[str, Change] = {
    "negative points": lambda rule: rule.update(points=-5),
    "no points": lambda rule: rule.update(points=0),
    "points as a text": lambda rule: rule.update(points="5"),
    "half a point": lambda rule: rule.update(points=5.5),
    "points without end": lambda rule: rule.update(points=10**300),
    "points that are true": lambda rule: rule.update(points=True),
    "points that are null": lambda rule: rule.update(points=None),
    "an id as a text": lambda rule: rule.update(attribute_id=str(rule["attribute_id"])),
    "a negative id": lambda rule: rule.update(attribute_id=-1),
    "an id that is a list": lambda rule: rule.update(attribute_id=[1]),
    "attributes that are none": lambda rule: rule.update(attributes=None),
    "attributes that nest": lambda rule: rule.update(attributes={"size": {"$gt": ""}}),
    "absurd attributes": lambda rule: rule.update(attributes={"size": "9" * 100_000, "n": 10**12}),
    "cheaper than it is": lambda rule: rule.update(points=1),
    "dearer than it is": lambda rule: rule.update(points=900),
}


@pytest.mark.parametrize("change", RULES.values(), ids=RULES)
def test_an_absurd_price_costs_nothing(change: Change, fake: FakeIma, ima: Ima) -> None:
    """A price that can't be is refused; one that isn't true is refused by the vendor; nothing dearer than quoted is charged."""
    lists = _lists(fake)
    for leaf in _leaves(lists):
        for rule in leaf["credit_rules"]:
            change(rule)
    fake.fail_next("products", instead({"code": 200, "data": lists}), times=9)
    quoted = ima("quote", "a puppy", "--task-type", "text_to_image", "--output-json")
    said = ima("create", "a puppy", "--task-type", "text_to_image", "--max-points", "50", "--output-json")
    total = json.loads(quoted.out)["total"] if quoted.code == 0 else 0
    assert sum(charge.total for charge in fake.charges) <= total
    assert said.code != 0
    assert not json.loads(said.out)["credit"]


@pytest.mark.parametrize("n", [0, -1, 10**12, "x", [1], None, {"$ne": 1}])
def test_an_absurd_count_costs_nothing(n: Any, fake: FakeIma, ima: Ima) -> None:
    """Whatever number of results a list offers or presets, so many are ordered as a person agreed to."""
    lists = _lists(fake)
    for leaf in _leaves(lists):
        leaf["form_config"].append({"field": "n", "type": "tags", "value": n, "options": [{"value": n, "label": "x"}]})
    fake.fail_next("products", instead({"code": 200, "data": lists}), times=9)
    said = ima("create", "a puppy", "--task-type", "text_to_image", "--max-points", "10", "--output-json")
    assert sum(charge.total for charge in fake.charges) <= 10
    assert json.loads(said.out)["credit"] == sum(charge.total for charge in fake.charges)


def _lists(fake: FakeIma) -> Any:
    """Return the list of pictures that the server sells."""
    address = f"{fake.url}/open/v1/product/list?app=ima&platform=web&category=text_to_image"
    headers = {"Authorization": f"Bearer {fake.key}", "x-app-source": "ima_skills"}
    asked = urllib.request.Request(address, headers=headers)  # noqa: S310 - loopback
    with urllib.request.urlopen(asked) as answer:  # noqa: S310 - the same
        return json.loads(answer.read())["data"]


def _leaves(nodes: Any) -> Iterator[dict[str, Any]]:
    for node in nodes:
        if node["type"] == "3":
            yield node
        yield from _leaves(node.get("children") or [])


def _log(state: Path) -> list[str]:
    return [
        line
        for path in (state / "logs").rglob("*.jsonl")
        for line in path.read_bytes().decode("ascii").split("\n")
        if line
    ]


def _ledger(state: Path) -> bytes:
    return b"".join(path.read_bytes() for path in (state / "ima_ledger").glob("*") if path.is_file())
