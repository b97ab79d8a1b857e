"""The options that commands share, said once."""

from collections.abc import Callable
from typing import Any, TypeAlias, TypeVar

import click

from imastudio.adapters.cli.completing import assignments, model_ids, values_of
from imastudio.adapters.cli.input_types import (
    JsonObject,
    MediaSource,
    NameTemplate,
    Parameter,
    RequestId,
    Target,
    TaskTypes,
    Words,
    WordsFile,
)
from imastudio.adapters.cli.printing import Fields
from imastudio.adapters.cli.values import Decimal, PathThere, Seconds, Switch, Whole, WordOf
from imastudio.domain.orders import Scope, Tier

Command = TypeVar("Command", bound=Callable[..., Any])
Decorator: TypeAlias = Callable[[Any], Any]
SHORTHANDS = ("size", "aspect_ratio", "resolution", "duration", "quality")


def together(*decorators: Decorator) -> Callable[[Command], Command]:
    """Return several options as one, which help shows in this order."""

    def decorate(command: Command) -> Command:
        for decorator in reversed(decorators):
            command = decorator(command)
        return command

    return decorate


task_types = click.option("--task-type", type=TaskTypes(), help="What is made of what.")
as_json = together(
    click.option("--output-json", is_flag=True, help="Print one JSON document on stdout."),
    click.option(
        "--fields",
        type=Fields(),
        metavar="A,B.C",
        help="Print JSON with these fields alone, and an error where there is one. ima schema tells their names.",
    ),
)
scoped = click.option(
    "--scope",
    type=WordOf([it.value for it in Scope]),
    default=Scope.ALL_IN_ONE.value,
    help="Which models there are.",
)
telling = together(
    click.option(
        "--tell",
        type=WordOf(["text", "json", "chat"]),
        default="text",
        help="News on stderr: text for people, or JSON lines for programs or for a chat's message tool.",
    ),
    click.option(
        "--tell-command", metavar="COMMAND", help="With --tell chat: hand each message to this command's stdin instead."
    ),
)
waiting = together(
    click.option(
        "--timeout", type=Seconds(), help="Wait so many seconds at most; the task goes on, but for an offline one."
    ),
    telling,
)
_speed = click.option(
    "--speed",
    type=Decimal(min=0.1, max=1000),
    envvar="IMA_SPEED",
    help="Clock speed-up factor, offline or with a fake server.",
)
_language = click.option(
    "--language",
    metavar="zh|en",
    help="Language of all texts: zh, en, or a tag such as zh-CN; else IMA_LANGUAGE, else that of your words.",
)
_key = click.option("--api-key", metavar="KEY", help="Better: put it into IMA_API_KEY, which no process list shows.")
_base_url = click.option(
    "--base-url", metavar="URL", help="Another address of the service (https, or http on this machine)."
)
_proxy = click.option("--proxy", metavar="URL", help="Reach the service through this proxy; else as IMA_PROXY has it.")
_database = click.option(
    "--database",
    metavar="URL",
    help="Keep orders in this Postgres database, for several machines; else IMA_DATABASE_URL, which shows no password.",
)
served = together(_speed, _language, _key, _base_url, _proxy, _database)
"""Of a command that orders for others."""
connected = together(
    click.option("--offline", is_flag=True, help="Order from the bundled fake server: no key, nothing is spent."),
    _speed,
    _language,
    click.option("--user-id", metavar="ID", help="Whose order it is. Sent nowhere."),
    click.option("--budget", metavar="POINTS/PERIOD", help="Spending limit, e.g. 200/day; the default is IMA_BUDGET."),
    _key,
    _base_url,
    _proxy,
    _database,
    click.option(
        "--workers/--no-workers",
        default=None,
        help="With a database: leave orders to workers, or to this command alone; else to workers while any lives.",
    ),
    click.option(
        "--allow-dir",
        type=PathThere(exists=True, file_okay=False),
        metavar="DIR",
        help="Hand in files of this folder alone; it can only narrow IMA_ALLOW_DIR.",
    ),
    as_json,
)
with_inputs = together(
    click.option(
        "--image",
        "--input-images",
        "images",
        multiple=True,
        type=MediaSource(),
        metavar="FILE|URL",
        help="A picture. Repeatable.",
    ),
    click.option(
        "--video",
        "videos",
        multiple=True,
        type=MediaSource(),
        metavar="FILE|URL",
        help="A video to refer to. Repeatable.",
    ),
    click.option(
        "--audio",
        "audios",
        multiple=True,
        type=MediaSource(),
        metavar="FILE|URL",
        help="A sound to refer to. Repeatable.",
    ),
)
delivering = together(
    click.option(
        "-o",
        "--output",
        "deliver_to",
        type=Target(),
        help="Download all results into this folder; or one to a file, such as cat.png.",
    ),
    click.option(
        "--name",
        "template",
        type=NameTemplate(),
        metavar="TEMPLATE",
        help='Name the results, e.g. "{date}-{model}-{n}"; also {time}, {task} and {id}. Without -o in this folder.',
    ),
)
keeping = together(
    click.option(
        "--keep-prompts/--no-keep-prompts",
        default=None,
        help="Keep the prompt in the ledger, where ima history shows it; else as IMA_KEEP_PROMPTS has it.",
    ),
    click.option(
        "--keep-metadata/--no-keep-metadata",
        default=None,
        help="Upload pictures with place, time and camera in them; else as IMA_KEEP_METADATA has it, or without.",
    ),
)
gated = click.option(
    "--gate",
    is_flag=True,
    type=Switch(),
    envvar="IMA_GATE",
    show_envvar=True,
    help="For agents: above the operator's IMA_UNATTENDED_POINTS, a person must agree first (ima approve).",
)
repeating = click.option(
    "--again",
    is_flag=True,
    help="Order though nobody knows whether the same was charged before (ima history --unknown), or another key ordered it.",
)
ordering = together(
    click.option(
        "--max-points",
        type=Whole(min=0),
        envvar="IMA_MAX_POINTS",
        show_envvar=True,
        help="The most it may cost in total.",
    ),
    click.option(
        "--request-id",
        type=RequestId(),
        metavar="ID",
        help="On one machine, for one user at one address, the same id never orders twice.",
    ),
    click.option("--strict", is_flag=True, help="Order exactly this or nothing, also after a refusal."),
    keeping,
    delivering,
)
wishing = together(
    click.argument("words", metavar="[PROMPT|-]", required=False, type=Words()),
    click.option("--prompt", type=Words(), help="The same as PROMPT."),
    click.option("--prompt-file", type=WordsFile(), metavar="FILE|-", help="The prompt is what this file holds."),
    click.option(
        "--wish",
        "wish_file",
        type=PathThere(exists=True, dir_okay=False, allow_dash=True),
        metavar="FILE|-",
        help="A wish document, as ima schema wish describes it; options add to it. Of two caps the smaller counts.",
    ),
    task_types,
    scoped,
    click.option(
        "--model-id",
        "--model",
        "model",
        metavar="MODEL",
        shell_complete=model_ids,
        help='A model id or a name: "Nano Banana Pro".',
    ),
    click.option("--version-id", metavar="ID", help="One version of the model; else the highest."),
    click.option("--tier", type=WordOf([it.value for it in Tier]), help="What kind of model, if none is named."),
    with_inputs,
    click.option("--size", shell_complete=values_of("size"), help="As the model offers it: 2K, 512, 2048x2048."),
    click.option("--aspect-ratio", shell_complete=values_of("aspect_ratio"), metavar="W:H", help="16:9, 1:1, …"),
    click.option("--resolution", shell_complete=values_of("resolution"), help="720p, 1080p, …"),
    click.option("--duration", shell_complete=values_of("duration"), metavar="SECONDS", help="Length of a video."),
    click.option("--quality", shell_complete=values_of("quality"), help="Where the model has a quality."),
    click.option(
        "--param",
        "params",
        type=Parameter(),
        multiple=True,
        shell_complete=assignments,
        help="Any other parameter. Repeatable.",
    ),
    click.option("--extra-params", type=JsonObject(), metavar="JSON", help="The same, as one JSON object."),
    click.option("--n", help="How many results; each is charged."),
    ordering,
    click.option(
        "--quote-id", metavar="ID", help="Order exactly what a quote with this id told, or refuse: see ima quote."
    ),
    click.option("--list-models", is_flag=True, help="List the models instead (see ima models)."),
)
