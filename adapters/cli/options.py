"""The options that commands share, and the wish they make: said once, for `create` and `quote` alike."""

import errno
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import attrs
import click

from imastudio.adapters.cli.completing import NO_KEY, assignments, model_ids, values_of
from imastudio.adapters.cli.printing import Fields
from imastudio.adapters.cli.usage import Misused, Unfit
from imastudio.adapters.cli.values import Decimal, PathThere, Seconds, Switch, Whole, WordOf, at_home
from imastudio.domain.kernel import (
    Failure,
    Json,
    Kind,
    WishRefused,
    distinct,
    given_as,
    has_blank_ends,
    is_placeholder,
    is_sendable,
    no_constant,
    settled_text,
)
from imastudio.domain.lifecycle import FIELDS, check_place, narrowest, place_of
from imastudio.domain.orders import (
    Input,
    InputKind,
    Language,
    Scope,
    TaskType,
    Tier,
    Wish,
    canonical,
    combined,
    encode_data,
    language_of_tag,
    language_of_words,
    own_text,
    parse_document,
)

if TYPE_CHECKING:
    from imastudio.domain.documents import Tree

Command = TypeVar("Command", bound=Callable[..., Any])
Decorator: TypeAlias = Callable[[Any], Any]

SHORTHANDS = ("size", "aspect_ratio", "resolution", "duration", "quality")
_LANGUAGE = "--language"
_A_SENTENCE = 3  # words
_LANGUAGE_VARIABLE = "IMA_LANGUAGE"
_SETTINGS = frozenset({"api_key", "base_url", "allow_dir", "proxy", "budget", "user_id"})
_LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
_MAX_DOCUMENT_BYTES = 1024 * 1024
_MAX_MEDIA_BYTES = 100 * 1024 * 1024
STDIN = "-"
_STDIN_READ = "imastudio.stdin_read"
_OF_ORDERING = frozenset(
    {
        "IMA_ALLOW_DIR",
        "IMA_BUDGET",
        "IMA_KEEP_METADATA",
        "IMA_KEEP_PROMPTS",
        "IMA_MAX_POINTS",
        "IMA_TIMEZONE",
        "IMA_UPLOAD_TOKEN_METHOD",
    }
)


@attrs.frozen(kw_only=True)
class Connection:
    """The options that say who orders, where, and how it is told."""

    api_key: str | None = attrs.field(default=None, repr=False)
    base_url: str | None = None
    allow_dir: str | None = None
    proxy: str | None = None
    user_id: str | None = None
    budget: str | None = None
    keep_prompts: bool | None = None
    keep_metadata: bool | None = None
    again: bool = False
    offline: bool = False
    speed: float | None = None
    database: str | None = attrs.field(default=None, repr=False)
    workers: bool | None = None
    tell: str = "text"
    tell_command: str | None = None
    scope: Scope = attrs.field(default=Scope.ALL_IN_ONE, converter=Scope)
    language: Language = "en"
    unknown_language: str | None = None
    language_named: bool = False
    output_json: bool = False
    fields: "Tree | None" = None
    of_paid: bool = False
    looks_only: bool = False
    environment: Mapping[str, str] = attrs.field(factory=lambda: os.environ, repr=False)

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> "Connection":
        """Read it from what click parsed."""
        known = {field.name: given[field.name] for field in attrs.fields(cls) if given.get(field.name) is not None}
        if known.get("tell_command") and known.get("tell") != "chat":
            raise Misused("tell_chat_alone")
        said = " ".join(str(given[name]) for name in ("words", "prompt") if given.get(name))
        option = known.pop("language", None)
        language, unknown = spoken_language(os.environ, option=option, words=said)
        named = bool(option or os.environ.get(_LANGUAGE_VARIABLE, "").strip())
        return cls(**{**known, "language": language, "unknown_language": unknown, "language_named": named})

    def hearing(self, words: str) -> "Connection":
        """Return it for what is said later in a conversation: it is answered in its language, unless one was named (decision 37).

        A few words without a Chinese character, such as "ok" or "4K", change nothing.
        """
        said = language_of_words(words)
        if said is None and len(words.split()) >= _A_SENTENCE:
            said = spoken_language(os.environ)[0]
        return self if said is None or self.language_named else attrs.evolve(self, language=said)

    def naming(self, failure: Failure) -> Failure:
        """Return a refusal of a setting with the option that it was given by, where an option gave it."""
        if failure.kind is Kind.NO_KEY and (self.of_paid or self.looks_only):
            return attrs.evolve(failure, facts={**failure.facts, "looking": True})
        name = failure.parameter or ""
        if name not in _SETTINGS or "given_as" in failure.facts or getattr(self, name) is None:
            return failure
        return attrs.evolve(failure, facts={**failure.facts, "given_as": f"--{name.replace('_', '-')}"})

    @property
    def as_json(self) -> bool:
        """Tell whether stdout is kept for JSON."""
        return self.output_json or self.fields is not None

    @property
    def has_key(self) -> bool:
        """Tell whether there is a key, or none is needed."""
        return self.offline or bool(self.api_key or os.environ.get("IMA_API_KEY", "").strip())

    @property
    def for_what_is_paid(self) -> "Connection":
        """Return it for what orders nothing: no wrong setting of ordering keeps anybody from what is paid for."""
        left = {name: value for name, value in self.environment.items() if name not in _OF_ORDERING}
        user_id = None if self.user_id is not None and is_placeholder(self.user_id) else self.user_id
        return attrs.evolve(self, environment=left, of_paid=True, user_id=user_id)

    @property
    def looking(self) -> "Connection":
        """Return it for what asks the service nothing, so that nothing of it is started."""
        return attrs.evolve(self, looks_only=True)

    @property
    def local(self) -> "Connection":
        """Return it for what asks nobody, and so opens without a key too."""
        return self if self.has_key else attrs.evolve(self, api_key=NO_KEY)


def spoken_language(
    environment: Mapping[str, str], *, option: str | None = None, words: str = ""
) -> tuple[Language, str | None]:
    """Return the language to speak, and the option or variable whose language is none of ours (decision 37).

    That of the option, else of IMA_LANGUAGE, else of a person's words, else of the locale, else English.
    """
    for name, tag in ((_LANGUAGE, option), (_LANGUAGE_VARIABLE, environment.get(_LANGUAGE_VARIABLE, "").strip())):
        if tag:
            known = language_of_tag(tag)
            return known or "en", None if known else name
    locale = next((environment[name] for name in _LOCALE if environment.get(name)), "")
    return language_of_words(words) or language_of_tag(locale) or "en", None


def said_option(arguments: Sequence[str], name: str) -> str | None:
    """Return what an option of a command line that is not parsed was given last, None without it."""
    said = [after for option, after in pairwise(arguments) if option == name]
    said += [word.removeprefix(f"{name}=") for word in arguments if word.startswith(f"{name}=")]
    return said[-1] if said else None


def language_of(arguments: Sequence[str], environment: Mapping[str, str]) -> Language:
    """Return the language of a command line that is not parsed, or can't be."""
    return spoken_language(environment, option=said_option(arguments, _LANGUAGE), words=" ".join(arguments))[0]


class RequestId(click.ParamType[str]):
    """A name for one order. An empty one, such as that of an unset variable, would let the order be repeated."""

    name = "id"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Take any name that has something in it, and nothing unseen around it."""
        text = str(value)
        if not text.strip():
            raise Unfit("empty_id", param, ctx)
        if has_blank_ends(text):
            raise Unfit("loose_id", param, ctx, value=text, plain=settled_text(text))
        return text


class Target(click.ParamType[str]):
    """A folder that results can be put into, there or possible to make; or the name of a file for one result."""

    name = "dir|file"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the absolute path, or say at once what would only show after paying."""
        from imastudio.adapters.wiring.front_ends import check_folder

        try:
            if not value:
                raise FileNotFoundError(errno.ENOENT, "it is empty")
            value = at_home(value)  # no shell does it behind an equals sign
            path = str(Path(value).absolute())
            is_folder = value.endswith("/") or os.path.isdir(value)  # noqa: PTH112 - False where nobody may look
            path = f"{path}/" if is_folder and place_of(path).name is not None else path
            check_folder(Path(place_of(path).folder))
        except (OSError, ValueError) as error:
            raise Unfit("no_folder", param, ctx, value=value, why=error) from error
        return path


class NameTemplate(click.ParamType[str]):
    """A template for the names of results, with fields in braces."""

    name = "template"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Take a name, without folders, whose fields are all known."""
        place = place_of(f"./{value}")
        fields = " ".join(f"{{{field}}}" for field in FIELDS)
        if not place.is_template or place.name != value:
            raise Unfit("no_template", param, ctx, value=value, fields=fields)
        try:
            check_place(f"./{value}", 1)
        except WishRefused as refusal:
            raise Unfit("no_such_field", param, ctx, field=refusal.failure.value, fields=fields) from refusal
        return str(value)


class Parameter(click.ParamType[tuple[str, Json]]):
    """One `key=value`; the value is JSON where it parses as such, else the text itself."""

    name = "key=value"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, Json]:
        """Part key and value at the first equals sign."""
        if isinstance(value, tuple):
            return value
        key, equals, text = value.partition("=")
        if not equals or not key.strip():
            raise Unfit("not_key_value", param, ctx, value=value)
        return key.strip(), _lenient(text)


class Words(click.ParamType[str]):
    """A prompt; `-` stands for what comes through standard input (decision 41)."""

    name = "text"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Take the words as they are, or read them; what this locale could not decode is UTF-8, or no text."""
        if value == STDIN:
            return _text_of(read_stdin(), param, ctx)
        words = str(value)
        if is_sendable(words):
            return words
        try:
            return _text_of(os.fsencode(words), param, ctx)
        except UnicodeEncodeError:  # half a character, which no locale leaves behind: refused as any prompt with one
            return words


class WordsFile(click.ParamType[str]):
    """A file that holds the words; `-` stands for standard input."""

    name = "file"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Read it, up to more than any prompt has."""
        if value == STDIN:
            return _text_of(read_stdin(), param, ctx)
        try:
            with Path(value).open("rb") as source:
                return _text_of(source.read(_MAX_DOCUMENT_BYTES), param, ctx)
        except (OSError, ValueError) as error:
            raise Unfit("no_place", param, ctx, value=value, why=error) from error


class MediaSource(click.ParamType[str]):
    """A path or an address of media; `-` stands for the media on standard input (decision 41)."""

    name = "file"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:  # noqa: ARG002 - click's
        """Take the source as it is, or read the media."""
        return encode_data(read_stdin(_MAX_MEDIA_BYTES)) if value == STDIN else str(value)


def read_stdin(most: int = _MAX_DOCUMENT_BYTES) -> bytes:
    """Return all of standard input, up to `most` bytes; it can be said once alone. Raises Misused."""
    ctx = click.get_current_context(silent=True)
    said = {} if ctx is None else ctx.meta
    if said.setdefault(_STDIN_READ, False):
        raise Misused("stdin_twice", ctx)
    said[_STDIN_READ] = True
    if sys.stdin is None:
        raise Misused("no_stdin", ctx)
    return sys.stdin.buffer.read(most)


def _text_of(read: bytes, param: click.Parameter | None, ctx: click.Context | None) -> str:
    try:
        return read.decode("utf-8-sig").rstrip("\r\n")
    except UnicodeDecodeError:
        raise Unfit("not_text", param, ctx) from None


class JsonObject(click.ParamType[dict[str, Json]]):
    """A JSON object."""

    name = "json"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dict[str, Json]:
        """Read an object; a list or a number is none."""
        if isinstance(value, dict):
            return value
        try:
            parsed = _strict(value)
        except (ValueError, RecursionError):
            raise Unfit("not_json", param, ctx) from None
        if not isinstance(parsed, dict):
            raise Unfit("not_object", param, ctx)
        return parsed


class SaidOnce(click.Command):
    """Refuses an option that stands twice where only one value counts: which was meant, nobody knows."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Count what is given."""
        _, _, given = self.make_parser(ctx).parse_args(args=list(args))
        for option in (it for it in given if isinstance(it, click.Option) and _counts_once(it)):
            if given.count(option) > 1:
                raise Misused("said_twice", ctx, names=" / ".join([*option.opts, *option.secondary_opts]))
        return super().parse_args(ctx, args)


class WithManyImages(SaidOnce):
    """Takes several images after one `--input-images`, as published, where the prompt is an option or stands first."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Say the option again before each further image."""
        prompted = any(arg.partition("=")[0] in {"--prompt", "--wish"} for arg in args)
        prompted = prompted or (bool(args) and not args[0].startswith("-"))
        return super().parse_args(ctx, spread(args, "--input-images") if prompted else args)


def spread(arguments: Sequence[str], option: str) -> list[str]:
    """Repeat `option` before every value that follows its first one."""
    spread_out: list[str] = []
    values = 0
    within = False
    for argument in arguments:
        if argument == option:
            within, values = True, 0
        elif within and not argument.startswith("-"):
            values += 1
            if values > 1:
                spread_out.append(option)
        else:
            within = False
        spread_out.append(argument)
    return spread_out


def _counts_once(option: click.Option) -> bool:
    """Tell whether two values of it would contradict each other: not those of a list, nor the same flag twice."""
    return not option.multiple and (not option.is_flag or bool(option.secondary_opts))


def _strict(text: str) -> Any:
    return json.loads(text, parse_constant=no_constant, object_pairs_hook=distinct)


def _lenient(text: str) -> Json:
    try:
        parsed: Json = _strict(text)
    except (ValueError, RecursionError):
        return text
    return parsed


def _all(*decorators: Decorator) -> Callable[[Command], Command]:
    def decorate(command: Command) -> Command:
        for decorator in reversed(decorators):
            command = decorator(command)
        return command

    return decorate


class TaskTypes(WordOf):
    """One of the kinds of tasks."""

    saying = "no_task_type"

    def __init__(self) -> None:
        super().__init__([task_type.value for task_type in TaskType])


task_types = click.option("--task-type", type=TaskTypes(), help="What is made of what.")
as_json = _all(
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
telling = _all(
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
waiting = _all(
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
served = _all(_speed, _language, _key, _base_url, _proxy, _database)
"""Of a command that orders for others."""

connected = _all(
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

with_inputs = _all(
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

delivering = _all(
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

keeping = _all(
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
ordering = _all(
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

wishing = _all(
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


def wish_of(given: Mapping[str, Any]) -> Wish:
    """Return the wish that the options say, with the document that they name.

    Raises click.UsageError where they contradict each other, WishRefused where the document says no wish.
    """
    said = _said_by_options(given)
    if given["wish_file"] is None:
        return said
    try:
        document = canonical(parse_document(_bytes_of(given["wish_file"])))
        Wish.of_keys(document)
    except WishRefused as refusal:
        raise given_as(refusal, None if given["wish_file"] == "-" else given["wish_file"]) from None
    if "deliver_to" in document:
        folder = str(Path(at_home(own_text(document, "deliver_to") or "")).absolute())
        document["deliver_to"] = folder if given["deliver_to"] else target_of({**given, "deliver_to": folder})
        said = said if given["deliver_to"] else attrs.evolve(said, deliver_to=None)
    cap = narrowest(said.max_points, Wish.of_keys(document).max_points)
    both = combined(document, attrs.evolve(said, max_points=None).to_document())
    return Wish.of_keys({**both, "max_points": cap})


def _bytes_of(file: str) -> bytes:
    """Read a document, up to more than any has. Raises Misused."""
    if file == STDIN:
        return read_stdin()
    try:
        with click.open_file(file, "rb") as source:
            return bytes(source.read(_MAX_DOCUMENT_BYTES))
    except OSError as error:
        raise Misused("unreadable", click.get_current_context(silent=True), file=file, why=error) from error


def _said_by_options(given: Mapping[str, Any]) -> Wish:
    return Wish(
        prompt=_one("PROMPT", given["words"], given["prompt"], given["prompt_file"]) or "",
        task_type=given["task_type"],
        scope=given["scope"],
        model=given["model"],
        version_id=given["version_id"],
        tier=given["tier"],
        params=_params(given),
        n=given["n"],
        inputs=inputs_of(given),
        max_points=given["max_points"],
        request_id=given["request_id"],
        strict=given["strict"],
        deliver_to=target_of(given),
    )


def target_of(given: Mapping[str, Any]) -> str | None:
    """Return where the results are wanted, and by which names. Raises Misused for a template beside the name of a file."""
    folder, template = given["deliver_to"], given["template"]
    if template is None:
        return folder and str(folder)
    if folder is not None and place_of(folder).name is not None:
        raise Misused("named_twice", click.get_current_context(silent=True), file=folder)
    return str(Path(folder or ".").absolute() / template)


def _one(name: str, *values: str | None) -> str | None:
    said = {value for value in values if value is not None}
    if len(said) > 1:
        raise Misused("given_twice", click.get_current_context(silent=True), name=name)
    return said.pop() if said else None


def inputs_of(given: Mapping[str, Any]) -> tuple[Input, ...]:
    """Return what a person hands in."""
    kinds = {InputKind.IMAGE: given["images"], InputKind.VIDEO: given["videos"], InputKind.AUDIO: given["audios"]}
    return tuple(Input(source, kind) for kind, sources in kinds.items() for source in sources)


def _params(given: Mapping[str, Any]) -> dict[str, Json]:
    shorthands = [(name, given[name]) for name in SHORTHANDS if given[name] is not None]
    params: dict[str, Json] = {}
    for name, value in [*(given["extra_params"] or {}).items(), *given["params"], *shorthands]:
        if name in params and params[name] != value:
            raise Misused("given_twice", click.get_current_context(silent=True), name=name)
        params[name] = value
    return params
