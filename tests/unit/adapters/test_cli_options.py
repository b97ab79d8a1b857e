"""What the options of the command line mean."""

import json
from typing import Any

import click
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from imastudio.adapters.cli.connection import Connection, spoken_language
from imastudio.adapters.cli.options import connected, ordering, wishing
from imastudio.adapters.cli.said_once import WithManyImages, spread
from imastudio.adapters.cli.wish_options import wish_of
from imastudio.domain.orders import Input, Wish
from imastudio.domain.orders.tasks import InputKind, TaskType


def wish(*arguments: str) -> Wish:
    """Return the wish that a command line makes. Raises click.UsageError."""
    made: list[Wish] = []

    @click.command(cls=WithManyImages)
    @wishing
    def command(**given: Any) -> None:
        made.append(wish_of(given))

    command.main(list(arguments), standalone_mode=False)
    return made[0]


def refusal(*arguments: str) -> str:
    """Return why a command line is refused."""
    with pytest.raises(click.UsageError) as caught:
        wish(*arguments)
    return caught.value.format_message()


def test_everything_that_was_said_is_in_the_wish(tmp_path: Any) -> None:
    """Each option has its place."""
    said = wish(
        *("a cat", "--task-type", "image_to_video", "--model", "Wan", "--version-id", "v1", "--n", "2"),
        *("--image", "a.png", "--video", "b.mp4", "--audio", "c.wav", "--size", "2K", "--aspect-ratio", "16:9"),
        *("--resolution", "720p", "--duration", "5", "--quality", "high", "--param", "seed=7", "--max-points", "9"),
        *("--extra-params", '{"sound": true}', "--request-id", "r", "--strict", "-o", str(tmp_path / "new" / "er")),
    )
    assert said == Wish(
        prompt="a cat",
        task_type=TaskType.IMAGE_TO_VIDEO,
        model="Wan",
        version_id="v1",
        params={
            "sound": True,
            "seed": 7,
            "size": "2K",
            "aspect_ratio": "16:9",
            "resolution": "720p",
            "duration": "5",
            "quality": "high",
        },
        n="2",
        inputs=(Input("a.png"), Input("b.mp4", InputKind.VIDEO), Input("c.wav", InputKind.AUDIO)),
        max_points=9,
        request_id="r",
        strict=True,
        deliver_to=str(tmp_path / "new" / "er"),
    )


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("10", 10),
        ("true", True),
        ("null", None),
        ("2K", "2K"),
        ('"10"', "10"),
        ("", ""),
        ("a=b", "a=b"),
        ("NaN", "NaN"),
        ("-Infinity", "-Infinity"),
        ('{"a": [1]}', {"a": [1]}),
        ("[" * 100_000, "[" * 100_000),
        ("9" * 5000, "9" * 5000),
    ],
    ids=lambda value: str(value)[:12],
)
def test_a_parameter_is_json_or_else_text(text: str, value: Any) -> None:
    """Values are read leniently, and never fail."""
    assert wish("--param", f"key={text}").params == {"key": value}


@pytest.mark.parametrize(
    "text", ["[1]", "1", "null", '"a"', "{", "", "NaN", '{"a": NaN}', '{"a": 1, "a": 2}', "[" * 100_000]
)
def test_extra_parameters_are_an_object_or_refused(text: str) -> None:
    """What is no JSON object is wrong usage."""
    assert "--extra-params" in refusal("--extra-params", text)


@pytest.mark.parametrize(
    "arguments",
    [
        ("--param", "novalue"),
        ("--param", "=value"),
        ("--param", "a=1", "--param", "a=2"),
        ("--size", "2K", "--param", "size=4K"),
        ("a cat", "--prompt", "a dog"),
        ("--max-points", "1", "--max-points", "2"),
        ("--model", "MJ", "--model-id", "NB2"),
        ("--size", "1K", "--size", "2K"),
        ("--keep-prompts", "--no-keep-prompts"),
        ("--max-points", "-1"),
        ("--max-points", "many"),
        ("--task-type", "text_to_smell"),
        ("--request-id", ""),
        ("--request-id", " "),
        ("-o", ""),
        ("-o", "/dev/null/below"),
    ],
    ids=" ".join,
)
def test_what_makes_no_sense_is_wrong_usage(arguments: tuple[str, ...]) -> None:
    """Nonsense and contradictions are refused by the command line itself."""
    assert refusal(*arguments)


def test_saying_the_same_twice_is_fine() -> None:
    """Only contradictions are refused."""
    assert wish("a cat", "--prompt", "a cat", "--size", "2K", "--param", "size=2K").params == {"size": "2K"}


def test_several_images_may_follow_one_published_flag() -> None:
    """The published `--input-images a b` works where the prompt is an option."""
    said = wish("--input-images", "a", "b", "--prompt", "p", "--image", "c", "--size", "2K")
    assert [given.source for given in said.inputs] == ["a", "b", "c"]
    assert wish("--input-images", "a", "a prompt").prompt == "a prompt"


@given(st.lists(st.text(st.characters(codec="ascii", exclude_characters="-"), min_size=1), min_size=1))
def test_spreading_keeps_every_value(values: list[str]) -> None:
    """No value is lost, added or moved."""
    spread_out = spread(["--it", *values, "--other"], "--it")
    assert spread_out[1:-1:2] == values
    assert set(spread_out[:-1:2]) == {"--it"}


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "de_DE"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "zh_TW", "LANG": "en_US"}, "zh"),
    ],
)
def test_the_locale_says_the_language(environment: dict[str, str], language: str) -> None:
    """Chinese where the locale is Chinese, else English."""
    assert spoken_language(environment) == (language, None)


@pytest.mark.parametrize(
    ("option", "variable", "words", "locale", "spoken"),
    [
        ("zh-CN", "en", "a cat", "en_US.UTF-8", ("zh", None)),
        ("EN_gb", "zh", "一只猫", "zh_CN", ("en", None)),
        ("fr", "zh", "一只猫", "zh_CN", ("en", "--language")),
        (None, "zh-Hans-CN", "a cat", "en_US", ("zh", None)),
        (None, "en_US.UTF-8", "一只猫", "zh_CN", ("en", None)),
        (None, "xx-YY", "一只猫", "zh_CN", ("en", "IMA_LANGUAGE")),
        (None, " ", "draw 猫", "en_US", ("zh", None)),
        (None, "", "a cat", "zh_CN.UTF-8", ("zh", None)),
        (None, "", "a cat", "C.UTF-8", ("en", None)),
        (None, "", "ねこ", "", ("en", None)),
        (None, "", "", "de_DE@euro", ("en", None)),
    ],
)
def test_the_language_that_is_spoken(
    option: str | None, variable: str, words: str, locale: str, spoken: tuple[str, str | None]
) -> None:
    """The option, else the variable, else the words, else the locale; of an unknown one it is said where it stood."""
    environment = {"IMA_LANGUAGE": variable, "LANG": locale}
    assert spoken_language(environment, option=option, words=words) == spoken


def test_the_language_is_said_or_set_or_that_of_the_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    """The option comes before IMA_LANGUAGE, and that before the locale."""

    @click.command()
    @connected
    def command(**given: Any) -> None:
        click.echo(Connection.of(given).language)

    monkeypatch.setenv("LC_ALL", "zh_CN")
    run = CliRunner().invoke
    assert run(command).output == "zh\n"
    monkeypatch.setenv("IMA_LANGUAGE", "en")
    assert run(command).output == "en\n"
    assert run(command, ["--language", "zh"]).output == "zh\n"


@pytest.mark.parametrize(("speed", "taken"), [("20", True), ("0", False), ("inf", False), ("nan", False), ("x", False)])
def test_a_speed_is_a_number_of_the_range(speed: str, *, taken: bool) -> None:
    """What compares with nothing is no speed, and time would stand still with it."""

    @click.command
    @connected
    def command(**given: Any) -> None:
        assert Connection.of(given).speed is not None

    assert CliRunner().invoke(command, ["--speed", speed]).exit_code == (0 if taken else 2)


@pytest.mark.parametrize(
    ("arguments", "kept"), [([], None), (["--keep-prompts"], True), (["--no-keep-prompts"], False)]
)
def test_prompts_are_kept_or_not_or_as_the_environment_says(arguments: list[str], *, kept: bool | None) -> None:
    """What is not said is left to IMA_KEEP_PROMPTS."""

    @click.command
    @ordering
    def command(**given: Any) -> None:
        click.echo(str(Connection.of(given).keep_prompts))

    assert CliRunner().invoke(command, arguments).output == f"{kept}\n"


def test_the_key_is_in_no_repr() -> None:
    """A key on the command line is shown nowhere."""
    assert "ima_secret" not in repr(Connection(api_key="ima_secret"))


def test_json_texts_survive_being_options() -> None:
    """Any JSON object is taken as it is."""
    extra = {"a": {"b": ["ü", None, 1.5]}, "c": "=,"}
    assert wish("--extra-params", json.dumps(extra)).params == extra
