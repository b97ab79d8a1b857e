"""`ima prefs`: the models that are taken when none is named, shared with all IMA skills."""

from collections.abc import Callable, Mapping
from typing import Any

import click

from imastudio.adapters.cli.completing import model_ids
from imastudio.adapters.cli.connection import Connection
from imastudio.adapters.cli.options import connected, task_types
from imastudio.adapters.cli.session import Session, run
from imastudio.adapters.cli.suggesting import Suggesting
from imastudio.adapters.cli.usage import Misused
from imastudio.adapters.cli.values import WordOf
from imastudio.domain.documents import preference_documents
from imastudio.domain.kernel import ExitCode
from imastudio.domain.orders import Medium, TaskType
from imastudio.domain.quoting import Preference

PREFS_EPILOG = """\b
Examples:
  ima prefs
  ima prefs set "Kling O1" --medium video
  ima prefs set midjourney --task-type text_to_image
  ima prefs clear --medium video"""


class Listing(Suggesting):
    """A group that lists where no command of it is named: `ima prefs --offline` is `ima prefs list --offline`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Say `list` before options that are none of the group's own."""
        named = bool(args) and (not args[0].startswith("-") or args[0] in ctx.help_option_names)
        return super().parse_args(ctx, args if named else ["list", *args])


@click.group(cls=Listing, epilog=PREFS_EPILOG)
def prefs() -> None:
    """See, save or clear the models that are taken when none is named."""


def _which(command: Callable[..., Any]) -> Callable[..., Any]:
    media = click.option("--medium", type=WordOf([it.value for it in Medium]), help="All task types of a medium.")
    return media(task_types(command))


@prefs.command(name="list")
@connected
def list_saved(**given: Any) -> int:
    """List what is saved for this user."""

    async def body(session: Session) -> int:
        return _show(session, await session.studio.saved_models())

    return run(Connection.of(given).local.looking, body)


@prefs.command(name="set")
@click.argument("model", shell_complete=model_ids)
@_which
@connected
def save(**given: Any) -> int:
    """Take MODEL from now on, where none is named. Orders nothing."""
    wanted = _wanted(given)

    async def body(session: Session) -> int:
        saved = await session.stopping.beside(session.studio.save_model(wanted, given["model"]))
        _show(session, saved)
        return ExitCode.DONE if saved else ExitCode.FAILED

    return run(Connection.of(given), body)


@prefs.command()
@_which
@connected
def clear(**given: Any) -> int:
    """Forget what is saved, so that the choice is ours again."""
    wanted = _wanted(given) if given["medium"] or given["task_type"] else tuple(TaskType)

    async def body(session: Session) -> int:
        cleared = [task_type.value for task_type in await session.studio.clear_models(wanted)]
        session.out.document(cleared)
        session.out.show(", ".join(cleared) or "–")
        return 0

    return run(Connection.of(given).local.looking, body)


def _wanted(given: dict[str, Any]) -> tuple[TaskType, ...]:
    if bool(given["medium"]) == bool(given["task_type"]):
        raise Misused("for_what", click.get_current_context(silent=True))
    if given["task_type"]:
        return (TaskType(given["task_type"]),)
    return tuple(task_type for task_type in TaskType if task_type.medium == given["medium"])


def _show(session: Session, saved: Mapping[TaskType, Preference]) -> int:
    lines = [
        f"{task_type.value}: {preference.model_name} ({preference.model_id})" for task_type, preference in saved.items()
    ]
    session.out.show("\n".join(lines) or "–")
    session.out.document(preference_documents(saved))
    return 0
