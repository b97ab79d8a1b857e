"""What `ima schema` prints: schemas of documents, narrowed to today's offers where that is wanted, and the command tree."""

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import click

from imastudio.adapters.cli.connection import Connection
from imastudio.adapters.cli.help import translated
from imastudio.adapters.cli.output import Output
from imastudio.adapters.cli.printing import REFUSED, Printed, printed_by
from imastudio.adapters.cli.session import Session, run
from imastudio.adapters.cli.suggesting import first_paragraph
from imastudio.adapters.cli.usage import Misused
from imastudio.domain.documents import NAMES, WISH, Form, as_function, narrow_wish_schema, schema_named
from imastudio.domain.kernel import ExitCode
from imastudio.domain.orders import TaskType
from imastudio.domain.quoting import within

if TYPE_CHECKING:
    from imastudio.domain.documents import CommandDocument, CommandsDocument, OptionDocument
    from imastudio.domain.orders import Language

COMMANDS = "commands"
EXIT_CODES: Mapping[ExitCode, tuple[str, str]] = {
    ExitCode.DONE: ("完成", "done"),
    ExitCode.FAILED: ("生成失败（或部分失败）", "the generation failed, also partly"),
    ExitCode.MISUSED: ("用法不对", "wrong usage"),
    ExitCode.REFUSED: ("花积分之前被拒绝", "refused before anything was spent"),
    ExitCode.GOES_ON: ("等待结束或被打断，任务还在进行", "the wait ended or was interrupted, the task goes on"),
    ExitCode.UNKNOWN: ("不知道有没有扣费，不要再下单", "nobody knows whether it was charged: don't order again"),
    ExitCode.ACCOUNT: ("账号需要处理：密钥或积分", "the account must be seen to: the key or the points"),
}


def show_schema(connection: Connection, name: str, task_type: str | None, *, live: bool, form: Form | None) -> int:
    """Print a schema, or the command tree; return the exit code."""
    if name != WISH and (live or form or task_type):
        raise Misused("of_wish_alone", click.get_current_context(silent=True))
    if live is not (task_type is not None):
        raise Misused("live_of_task", click.get_current_context(silent=True))
    language = connection.language
    out = Output.of(connection, as_json=True)
    if name == COMMANDS:
        out.document(command_tree(click.get_current_context().find_root(), language))
        return 0
    if task_type is None:
        schema = schema_named(name, language)
        out.document(schema if form is None else as_function(schema, form, language))
        return 0

    async def body(session: Session) -> int:
        catalog = await session.stopping.beside(session.studio.models(TaskType(task_type)))
        schema = narrow_wish_schema(within(connection.scope, catalog), language)
        out.document(schema if form is None else as_function(schema, form, language), compact=True)
        return 0

    return run(connection, body)


def list_names(connection: Connection) -> int:
    """Print the names of what can be described; return the exit code."""
    out = Output.of(connection)
    out.show("\n".join(names()))
    out.document(list(names()))
    return 0


def names() -> tuple[str, ...]:
    """Return what can be described."""
    return (*NAMES, COMMANDS)


def command_tree(root: click.Context, language: "Language") -> "CommandsDocument":
    """Return the whole command line as data."""
    from importlib.metadata import version

    return {
        "program": "ima",
        "version": version("imastudio"),
        "exit_codes": {str(code): texts[0] if language == "zh" else texts[1] for code, texts in EXIT_CODES.items()},
        "commands": [_command(ctx, translated if language == "zh" else str) for ctx in _leaves(root)],
    }


def _leaves(ctx: click.Context) -> Iterator[click.Context]:
    """Yield a context for each command that does something."""
    command = ctx.command
    if not isinstance(command, click.Group):
        yield ctx
        return
    for name in command.list_commands(ctx):
        below = command.get_command(ctx, name)
        if below is not None and not below.hidden:
            yield from _leaves(click.Context(below, info_name=name, parent=ctx))


def _command(ctx: click.Context, say_help: Callable[[str], str]) -> "CommandDocument":
    printed = printed_by(ctx) or Printed()
    return {
        "name": ctx.command_path.partition(" ")[2],
        "help": say_help(first_paragraph(ctx.command)),
        "spends": printed.spends,
        "prints": list(printed.names),
        "prints_refused": REFUSED if printed.names else None,
        "lines": printed.lines,
        "options": [_option(param, ctx, say_help) for param in ctx.command.params],
    }


def _option(param: click.Parameter, ctx: click.Context, say_help: Callable[[str], str]) -> "OptionDocument":
    is_option = isinstance(param, click.Option)
    default = param.get_default(ctx, call=False) if is_option else None
    variable = param.envvar if isinstance(param.envvar, str) else None
    option: OptionDocument = {
        "names": [*param.opts, *param.secondary_opts] if is_option else [param.make_metavar(ctx)],
        "type": "flag" if isinstance(param, click.Option) and param.is_flag else param.type.name,
        "help": say_help(param.help or "") if isinstance(param, click.Option) else "",
        "required": param.required,
        "repeatable": param.multiple if isinstance(param, click.Option) else param.nargs == -1,
        "default": default if isinstance(default, str | int | float | bool) else None,
        "environment": variable,
    }
    if isinstance(param.type, click.Choice):
        option["choices"] = list(map(_choice, param.type.choices))
    return option


def _choice(choice: Any) -> str:
    return str(choice)
