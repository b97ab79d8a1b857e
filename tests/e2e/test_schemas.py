"""`ima schema` and `--fields`, from the command line: what an agent reads before it orders."""

import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import jsonschema_rs
import pytest

from imastudio.adapters.cli import working
from imastudio.adapters.cli.describing import names
from imastudio.adapters.cli.main import COMMANDS, cli
from imastudio.adapters.cli.printing import PRINTS, Printed
from imastudio.domain.documents.catalogue import NAMES
from imastudio.domain.orders.tasks import TaskType
from imastudio.fakeserver import FakeIma
from tests.shells import Shell, pointed_at

FAST = "500"


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeIma]:
    """Run a fast and strict server, to which the environment points."""
    with pointed_at(FakeIma(speed=500, strict=True), monkeypatch) as server:
        yield server


@pytest.fixture
def ima(capsys: pytest.CaptureFixture[str]) -> Shell:
    """Return the command line."""
    return Shell(capsys)


@pytest.mark.parametrize("name", NAMES)
def test_every_document_has_a_schema(name: str, ima: Shell) -> None:
    """No key is needed, in either language."""
    said = ima("schema", name)
    assert said.code == 0
    jsonschema_rs.meta.validate(said.document)
    assert ima("schema", name, "--language", "zh").document["title"] == name


@pytest.mark.parametrize("task_type", TaskType)
def test_a_wish_as_today_s_list_offers_it_fits_a_tool(task_type: TaskType, fake: FakeIma, ima: Shell) -> None:
    """In 8 kB, in the words of every tool caller; each model of the list is in it."""
    del fake
    live = ("schema", "wish", "--task-type", task_type.value, "--live")
    listed = {model["model_id"] for model in ima("models", "--task-type", task_type.value, "--output-json").document}
    for form, key in (("openai", "parameters"), ("anthropic", "input_schema"), ("mcp", "inputSchema")):
        said = ima(*live, "--format", form)
        assert len(said.out.encode()) <= 8192
        function = said.document["function"] if form == "openai" else said.document
        schema = function[key]
        jsonschema_rs.meta.validate(schema)
        assert {one["const"] for one in schema["properties"]["model"]["oneOf"]} == listed


def test_the_narrow_schema_tells_true_prices_and_choices(fake: FakeIma, ima: Shell, monkeypatch: Any) -> None:
    """What it offers is what a quote takes, at a price within the span that it tells."""
    del fake
    schema = ima("schema", "wish", "--task-type", "text_to_image", "--live").document
    for model in schema["properties"]["model"]["oneOf"]:
        wish = json.dumps({"task_type": "text_to_image", "prompt": "a cat", "model": model["const"]})
        jsonschema_rs.Draft202012Validator(schema).validate(json.loads(wish))
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(wish.encode())))
        quoted = ima("quote", "--wish", "-", "--fields", "points,model_name").document
        span = model["title"].removeprefix(f"{quoted['model_name']}, ").removesuffix(" points").split("-")
        assert int(span[0]) <= quoted["points"] <= int(span[-1])


def test_the_command_line_tells_of_itself(ima: Shell) -> None:
    """Every command, its options, and whether it may spend."""
    tree = ima("schema", "commands").document
    commands = {command["name"]: command for command in tree["commands"]}
    assert {name.partition(" ")[0] for name in commands} == set(COMMANDS)
    assert {name for name, command in commands.items() if command["spends"]} == {
        name for name, printed in PRINTS.items() if printed.spends
    }
    assert set(PRINTS) <= set(commands)
    assert all(set(command["prints"]) <= set(NAMES) for command in commands.values())
    (cap,) = (option for option in commands["create"]["options"] if "--max-points" in option["names"])
    assert (cap["environment"], cap["default"], cap["repeatable"]) == ("IMA_MAX_POINTS", None, False)
    (kind,) = (option for option in commands["create"]["options"] if "--task-type" in option["names"])
    assert kind["choices"] == [task_type.value for task_type in TaskType]
    assert set(tree["exit_codes"]) == set("0123456")
    assert ima("schema", "commands", "--language", "zh").document["exit_codes"]["0"] == "完成"


def test_a_document_that_breaks_its_schema_breaks_the_tests(
    fake: FakeIma, ima: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """So that all that is printed in the whole run is held: a key too many, one of another kind, a command without a schema."""
    monkeypatch.chdir(tmp_path)
    command = ("work", "plan", "a promo video with music, starring a fox, 1 shot", "--output-json")
    assert ima(*command).code == 0
    real = vars(working)["work_document"]
    for broken in ({"surprise": 1}, {"total": "75"}, {"steps": None}):
        monkeypatch.setattr(working, "work_document", lambda *given, broken=broken: {**real(*given), **broken})
        with pytest.raises(jsonschema_rs.ValidationError):
            ima.run(*command)
    monkeypatch.setattr(working, "work_document", real)
    monkeypatch.setitem(PRINTS, "work plan", Printed())
    with pytest.raises(LookupError):
        ima.run(*command)
    assert not fake.charges


def test_every_command_that_prints_json_has_its_schema() -> None:
    """And none is named that prints none; the skill's script takes its options from the command that it runs."""

    def leaves(command: click.Command, path: str = "") -> Iterator[tuple[str, click.Command]]:
        if isinstance(command, click.Group):
            context = click.Context(command)
            for name in command.list_commands(context):
                inner = command.get_command(context, name)
                assert inner is not None
                yield from leaves(inner, f"{path} {name}".strip())
        else:
            yield path, command

    printing = {name for name, command in leaves(cli) if any("--output-json" in one.opts for one in command.params)}
    assert printing | {"skill run"} == set(PRINTS)


def test_fields_trim_any_json_and_never_the_error(fake: FakeIma, ima: Shell) -> None:
    """A wrong name is refused before anything is ordered."""
    done = ima("create", "a cat", "--fields", "status,medias.url", "--speed", FAST)
    assert set(done.document) == {"status", "medias"}
    assert [list(media) for media in done.document["medias"]] == [["url"]]
    refused = ima("create", "a cat", "--size", "9K", "--fields", "url")
    assert set(refused.document) == {"url", "error"}
    assert refused.document["error"]["kind"] == "value_not_offered"
    listed = ima("history", "--fields", "generation_id").document
    assert [list(one) for one in listed] == [["generation_id"]]
    wrong = ima("create", "a dog", "--fields", "uri")
    assert (wrong.code, wrong.kind) == (2, "usage")
    assert "url" in wrong.err
    part = ima("create", "a dog", "--fields=url.x")
    assert (part.code, part.kind) == (2, "usage")
    assert len(fake.charges) == 1


def test_a_quote_is_named_by_exactly_what_it_would_order(fake: FakeIma, ima: Shell) -> None:
    """The same wish has the same name; anything else has another."""
    del fake
    wishes = [("a cat",), ("a cat", "--n", "2"), ("a dog",), ("a cat", "--strict"), ("a cat", "--size", "2k")]
    quotes = [ima("quote", *wish, "--output-json").document for wish in [*wishes, ("a cat",)]]
    assert quotes[0]["quote_id"] == quotes[-1]["quote_id"]
    assert len({one["quote_id"] for one in quotes}) == len(wishes)
    assert all(one["holds_until"].endswith("+00:00") for one in quotes)


@pytest.mark.parametrize(
    "arguments",
    [
        ("nothing",),
        ("quote", "--live", "--task-type", "text_to_image"),
        ("wish", "--live"),
        ("result", "--format", "mcp"),
        ("wish", "--task-type", "text_to_image"),
    ],
)
def test_what_can_t_be_described_is_wrong_usage(arguments: tuple[str, ...], ima: Shell) -> None:
    """With what can be."""
    assert ima("schema", *arguments).code == 2
    assert set(names()) == {*NAMES, "commands"}


@pytest.mark.parametrize(
    "wish",
    [
        ("cat", "--model", "Midjourney", "--aspect-ratio", "16:9"),
        ("cat", "--size", "2k", "--aspect-ratio", "16:9"),
        ("cat", "--model", "Midjourney", "--max-points", "6"),
        ("waves", "--task-type", "text_to_video", "--model", "Kling O1", "--duration", "15"),
    ],
)
def test_a_refusal_offers_two_models_that_can(wish: tuple[str, ...], fake: FakeIma, ima: Shell) -> None:
    """At the price that they cost for the same wish, within its cap."""
    error = ima("quote", *wish, "--output-json").document["error"]
    assert len(error["alternatives"]) == 2
    for other in error["alternatives"]:
        rest = [word for word in wish if word not in {"--model", "Midjourney", "Kling O1"}]
        quoted = ima("quote", *rest, "--model", other["model_id"], "--output-json").document
        assert quoted["total"] == other["points"]
    assert not fake.charges
    assert ima("quote", "cat", "--n", "9", "--output-json").document["error"]["alternatives"] == []
