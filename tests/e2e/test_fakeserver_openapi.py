"""The document and the server say the same: read by a validator, generated against by schemathesis, shown as a page."""

import itertools
import json
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from openapi_spec_validator import validate
from schemathesis.core.parameters import ParameterLocation
from schemathesis.generation.stateful import run_state_machine_as_test
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance

from imastudio.fakeserver import FakeIma
from imastudio.fakeserver.http import openapi
from imastudio.fakeserver.http.openapi import AnswersDiffer, document
from tests.unit.fakeserver.orders import LEAVES, body

pytestmark = pytest.mark.uncounted

EXAMPLES = 15
# Which prices hold is data, which a schema can't say: a well-formed order may well be refused.
BY_DATA: list[Any] = [positive_data_acceptance]
BOUNDED = settings(
    max_examples=EXAMPLES,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def fake() -> Iterator[FakeIma]:
    """Run a lenient server for all tests here; its clock is turned by hand."""
    with FakeIma(points=10**9, hand_clock=True, seed=1, check_answers=True) as server:
        yield server


API = schemathesis.openapi.from_path(openapi.DOCUMENT)


def _key(fake: FakeIma, case: "schemathesis.Case[Any]") -> dict[str, str]:
    """Send the key where it belongs: not to a presigned url, and not over a header that was made wrong on purpose."""
    headers = case.meta and case.meta.components.get(ParameterLocation.HEADER)
    if case.operation.path.startswith("/webAgent") or (headers and headers.mode.is_negative):
        return {}
    return {"Authorization": f"Bearer {fake.key}"}


def fetch(url: str) -> tuple[str, bytes]:
    """Fetch an admin page; give type and body."""
    with urllib.request.urlopen(url, timeout=30) as response:  # noqa: S310 - loopback
        return response.headers["Content-Type"], response.read()


def test_the_document_is_an_openapi_document() -> None:
    """It is valid OpenAPI 3.1, references and all."""
    validate(json.loads(json.dumps(document())))


def test_what_is_guessed_says_what() -> None:
    """Nothing is marked as a guess without a word about it, here or in the words of what it belongs to."""
    marked: list[str] = []

    def walk(node: Any, words: str) -> None:
        if isinstance(node, dict):
            words += str(node.get("description", ""))
            if node.get("x-guess") and not words:
                marked.append(str(node))
            for value in node.values():
                walk(value, words)

    walk(document()["components"], "")
    assert marked == []


@pytest.mark.parametrize("name", ["PictureOrder", "FilmOrder", "SeedanceOrder"])
def test_the_orders_in_the_document_are_accepted(fake: FakeIma, name: str) -> None:
    """Who copies an example gets a task."""
    example = document()["components"]["examples"][name]["value"]
    request = urllib.request.Request(  # noqa: S310 - loopback
        f"{fake.url}/open/v1/tasks/create",
        data=json.dumps(example).encode(),
        headers={"Authorization": f"Bearer {fake.key}"},
    )
    with urllib.request.urlopen(request, timeout=30) as response:  # noqa: S310 - loopback
        assert json.load(response)["code"] == 0


@pytest.mark.filterwarnings("ignore:Skipped test cases with unsupported payload media types")  # films as bodies
@API.parametrize()
@BOUNDED
def test_any_request_gets_an_answer_that_the_document_knows(case: "schemathesis.Case[Any]", fake: FakeIma) -> None:
    """No generated request, well-formed or not, meets an answer beyond the document."""
    case.call_and_validate(base_url=fake.url, headers=_key(fake, case), excluded_checks=BY_DATA)


def test_a_created_task_has_a_detail(fake: FakeIma) -> None:
    """Following the link from create to detail, with orders of many versions, the answers hold."""
    good = itertools.cycle(LEAVES)

    class Orders(API.as_state_machine()):  # type: ignore[misc] # made at run time
        """Requests that follow each other; creates are such as are accepted."""

        def before_call(self, case: "schemathesis.Case[Any]") -> None:
            """Put a good order into a create."""
            if case.operation.path == "/open/v1/tasks/create":
                case.body = body(*next(good))

        def get_call_kwargs(self, case: "schemathesis.Case[Any]") -> dict[str, Any]:
            """Call the server, with the key."""
            return {"base_url": fake.url, "headers": _key(fake, case)}

        def validate_response(self, response: Any, case: "schemathesis.Case[Any]", **_: Any) -> None:
            """Hold the answer against the document; what becomes of wrong keys is tried elsewhere."""
            case.validate_response(response, excluded_checks=[*BY_DATA, ignored_auth])

    before = len(fake.requests)
    run_state_machine_as_test(Orders, settings=settings(BOUNDED, max_examples=8, stateful_step_count=8))
    served = {record.call for record in fake.requests[before:] if record.status == 200 and record.code is None}
    assert {"create", "detail"} <= served


def test_the_server_gives_the_document(fake: FakeIma) -> None:
    """What is served is the file in docs, byte for byte."""
    kind, text = fetch(f"{fake.url}/_fake/openapi.yaml")
    assert kind.startswith("application/yaml")
    assert text == (Path(__file__).parents[2] / "docs/openapi.yaml").read_bytes()


def test_the_page_shows_every_operation_and_schema(fake: FakeIma) -> None:
    """The page names all of them, marks the guesses, and fetches nothing from elsewhere."""
    kind, text = fetch(f"{fake.url}/_fake/docs")
    page = text.decode()
    assert kind.startswith("text/html")
    for path in document()["paths"]:
        assert path in page
    for name in document()["components"]["schemas"]:
        assert f'id="schema-{name}"' in page
    assert 'class="guess"' in page
    assert 'class="fake"' in page
    assert "<script" not in page
    assert "src=" not in page
    assert page.count('rel="stylesheet"') == page.count('href="/_fake/page/page.css"') == 1
    assert 'href="/_fake/"' in page


def test_without_its_parts_the_page_says_what_is_missing(fake: FakeIma, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without PyYAML the page names it."""
    document.cache_clear()
    monkeypatch.setitem(sys.modules, "yaml", None)
    with pytest.raises(urllib.error.HTTPError, match="500") as problem:
        fetch(f"{fake.url}/_fake/docs")
    assert b"PyYAML" in problem.value.read()
    problem.value.close()
    monkeypatch.undo()
    document.cache_clear()


@pytest.mark.parametrize(
    ("method", "path", "status", "kind", "content", "told"),
    [
        ("POST", "/open/v1/tasks/create", 200, "application/json", b'{"code": 0, "message": "", "data": {}}', "oneOf"),
        ("POST", "/open/v1/tasks/detail", 200, "application/json", b"{", "no JSON"),
        ("POST", "/open/v1/tasks/detail", 418, "application/json", b"{}", "are known"),
        ("GET", "/open/v1/product/list", 200, "text/html", b"<p>", "are known"),
        ("GET", "/webAgent/privite/2026/01/02/a.png", 404, "application/json", b"{}", "are known"),
    ],
)
def test_an_answer_that_differs_is_told(
    method: str, path: str, status: int, kind: str, content: bytes, told: str
) -> None:
    """Status, type and body are held against the document; it is told once."""
    check = openapi.AnswerCheck()
    check.look(method, path, status, kind, content)
    with pytest.raises(AnswersDiffer, match=told):
        check.finish()
    check.finish()


def test_what_the_document_does_not_know_is_not_held_against_it() -> None:
    """Other routes, empty bodies and files pass."""
    check = openapi.AnswerCheck()
    check.look("GET", "/elsewhere", 200, "text/html", b"")
    check.look("PUT", "/webAgent/privite/2026/01/02/a.png", 200, "application/octet-stream", b"")
    check.look("HEAD", "/results/task_1/0.png", 200, "image/png", None)
    check.finish()


def _differ(fake: FakeIma, error: Exception | None = None) -> None:
    assert fake.check
    fake.check.differences.append("something")
    if error:
        raise error


def _in_a_thread(error: Exception | None = None) -> None:
    with FakeIma(check_answers=True) as fake:
        _differ(fake, error)


async def _in_a_loop() -> None:
    async with FakeIma(check_answers=True) as fake:
        _differ(fake)


async def test_a_server_that_differs_raises_at_the_end() -> None:
    """The `with` ends in an error, in a thread and in a loop, unless another error came first."""
    with pytest.raises(AnswersDiffer):
        _in_a_thread()
    with pytest.raises(KeyError):
        _in_a_thread(KeyError())
    with pytest.raises(AnswersDiffer):
        await _in_a_loop()


def test_the_parts_are_named_when_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who asks for a check without jsonschema-rs is told what to install."""
    monkeypatch.setitem(sys.modules, "jsonschema_rs", None)
    openapi._validator.cache_clear()
    with pytest.raises(openapi.PartMissing, match="jsonschema-rs"):
        openapi.AnswerCheck().look("POST", "/open/v1/tasks/detail", 200, "application/json", b"{}")
