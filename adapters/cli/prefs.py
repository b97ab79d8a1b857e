"""`ima prefs`: the models that are taken when none is named, shared with all IMA skills."""

from collections.abc import Callable
from typing import Any

import click

from imastudio.adapters.cli.options import Connection, connected, task_types
from imastudio.adapters.cli.usage import Misused, Suggesting
from imastudio.domain.tasks import Medium, TaskType

PREFS_EPILOG = """\b
Examples:
  ima prefs list
  ima prefs set "Kling O1" --medium video
  ima prefs set midjourney --task-type text_to_image
  ima prefs clear --medium video"""


@click.group(cls=Suggesting, epilog=PREFS_EPILOG)
def prefs() -> None:
    """See, save or clear the models that are taken when none is named."""


def _which(command: Callable[..., Any]) -> Callable[..., Any]:
    media = click.option("--medium", type=click.Choice([it.value for it in Medium]), help="All task types of a medium.")
    return media(task_types(command))


@prefs.command(name="list")
@connected
def list_saved(**given: Any) -> int:
    """List what is saved for this user."""
    from imastudio.adapters.cli.preferring import show_saved

    return show_saved(Connection.of(given))


@prefs.command(name="set")
@click.argument("model")
@_which
@connected
def save(**given: Any) -> int:
    """Take MODEL from now on, where none is named. Orders nothing."""
    from imastudio.adapters.cli.preferring import save_model

    return save_model(Connection.of(given), _wanted(given), given["model"])


@prefs.command()
@_which
@connected
def clear(**given: Any) -> int:
    """Forget what is saved, so that the choice is ours again."""
    from imastudio.adapters.cli.preferring import clear_models

    wanted = _wanted(given) if given["medium"] or given["task_type"] else tuple(TaskType)
    return clear_models(Connection.of(given), wanted)


def _wanted(given: dict[str, Any]) -> tuple[TaskType, ...]:
    if bool(given["medium"]) == bool(given["task_type"]):
        raise Misused("for_what", click.get_current_context(silent=True))
    if given["task_type"]:
        return (TaskType(given["task_type"]),)
    return tuple(task_type for task_type in TaskType if task_type.medium == given["medium"])
