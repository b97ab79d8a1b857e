"""The wish that options make, with the document that they name: the same for `create` and `quote`."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import attrs
import click

from imastudio.adapters.cli.input_types import MAX_DOCUMENT_BYTES, STDIN, read_stdin
from imastudio.adapters.cli.options import SHORTHANDS
from imastudio.adapters.cli.usage import Misused
from imastudio.adapters.cli.values import at_home
from imastudio.domain.kernel import Json, WishRefused, given_as
from imastudio.domain.lifecycle import narrowest, place_of
from imastudio.domain.orders import Input, InputKind, Wish, canonical, combined, own_text, parse_document


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
            return bytes(source.read(MAX_DOCUMENT_BYTES))
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
