"""What a shell is offered after TAB: models and values as they were listed last, and the ids of the newest orders.

Rule: nobody is asked and nothing is started but a look into local files; whatever can't be read is offered as nothing, and no
word of it reaches the line that a person types.
"""

import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeAlias

import click
from click.shell_completion import CompletionItem

if TYPE_CHECKING:
    from imastudio.domain.documents import ModelDocument

Completer: TypeAlias = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]
NO_KEY = "none"
"""Stands for no key where nobody is asked anything; it is sent to nobody."""
NEWEST = 30
"""So many ids of orders are offered."""


def model_ids(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer the ids of the models that were listed last, with their names."""
    del param
    names = {one["model_id"]: one["model_name"] for one in _listed(ctx)}
    return [CompletionItem(known, help=name) for known, name in names.items() if known.startswith(incomplete)]


def values_of(parameter: str) -> Completer:
    """Return what offers the values of a parameter, of the model that is named, or of all."""

    def complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        del param
        return [CompletionItem(value) for value in _choices(ctx, parameter) if value.startswith(incomplete)]

    return complete


def assignments(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer `key=` for each parameter, and `key=value` behind that."""
    del param
    name, equals, begun = incomplete.partition("=")
    if equals:
        return [CompletionItem(f"{name}={value}") for value in _choices(ctx, name) if value.startswith(begun)]
    names = dict.fromkeys(key for one in _listed(ctx) for key in one["params"])
    return [CompletionItem(f"{key}=") for key in names if key.startswith(name)]


def order_ids(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Offer the ids of the newest orders, with model and status."""
    del param
    from imastudio.adapters.wiring.front_ends import state_folder
    from imastudio.domain.kernel import ImaError

    try:
        if not os.path.isdir(state_folder(os.environ)):  # noqa: PTH112 - False where nobody may look
            return []
        rows = _newest(offline=bool(ctx.params.get("offline")))
    except (ImaError, OSError):
        return []
    return [CompletionItem(name, help=told) for name, told in rows if name.startswith(incomplete)]


def _newest(*, offline: bool) -> Sequence[tuple[str, str]]:
    import asyncio

    from imastudio.adapters.wiring.studio import open_studio

    async def look() -> Sequence[tuple[str, str]]:
        key = os.environ.get("IMA_API_KEY", "").strip() or NO_KEY
        async with open_studio(api_key=key, offline=offline, looks_only=True) as studio:
            rows = await studio.history(limit=NEWEST)
            return [
                (row.generation.id, f"{row.generation.order.model_name} {studio.look_at(row).status}") for row in rows
            ]

    return asyncio.run(look())


def _listed(ctx: click.Context) -> Sequence["ModelDocument"]:
    """Return what was listed last, of the task type and the model that the line names, where it does."""
    from imastudio.adapters.wiring.front_ends import listed_models
    from imastudio.domain.kernel import ImaError, squeezed

    try:
        known = listed_models(os.environ).read()
    except ImaError:  # no home to look in
        return []
    task_type, model = ctx.params.get("task_type"), squeezed(str(ctx.params.get("model") or ""))
    of_task = [one for one in known if task_type in {None, one["task_type"]}]
    of_model = [one for one in of_task if model in {squeezed(one["model_id"]), squeezed(one["model_name"])}]
    return of_model or of_task


def _choices(ctx: click.Context, parameter: str) -> Sequence[str]:
    found = (one["params"].get(parameter) for one in _listed(ctx))
    return list(dict.fromkeys(str(value) for field in found if field is not None for value in field["choices"]))
