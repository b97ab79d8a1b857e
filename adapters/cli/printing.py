"""Which JSON each command prints, which of its fields are wanted, and, in tests, whether it is what its schema says."""

import importlib
import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import attrs
import click

from imastudio.adapters.cli.usage import Unfit

if TYPE_CHECKING:
    from imastudio.domain.documents import Tree

CHECK = "IMA_CHECK_DOCUMENTS"
"""Set in our own tests, with jsonschema-rs: what is printed as JSON is held against its schema."""
OF_PAID = frozenset({"wait", "resume", "history", "settle", "adopt", "ledger", "forget"})
"""The commands about what was ordered before: whatever goes wrong with them, nothing is to be ordered again."""
REFUSED = "result"
"""What is printed where nothing came of a command: all keys of a result, and why."""


@attrs.frozen(kw_only=True)
class Printed:
    """The output of a command: the names of its documents, and whether it prints one a line."""

    names: tuple[str, ...] = ()
    lines: bool = False
    spends: bool = False


PRINTS: Mapping[str, Printed] = {
    "create": Printed(names=("result", "quote", "models"), spends=True),
    "ask": Printed(names=("result", "proposal", "work"), spends=True),
    "quote": Printed(names=("quote", "models")),
    "models": Printed(names=("models", "model-cards")),
    "batch": Printed(names=("batch-line", "batch-plan"), lines=True, spends=True),
    "budget": Printed(names=("budget",)),
    "work plan": Printed(names=("work",)),
    "work show": Printed(names=("work",)),
    "work run": Printed(names=("work",), spends=True),
    "work resume": Printed(names=("work",), spends=True),
    "work list": Printed(names=("works",)),
    "work forget": Printed(names=("forgotten",)),
    "approve": Printed(names=("approvals",)),
    "wait": Printed(names=("result",)),
    "resume": Printed(names=("results",)),
    "history": Printed(names=("history", "history-sum")),
    "settle": Printed(names=("result",)),
    "adopt": Printed(names=("result",)),
    "ledger verify": Printed(names=("ledger",)),
    "ledger salvage": Printed(names=("salvaged",)),
    "ledger backup": Printed(names=("backup",)),
    "ledger stats": Printed(names=("ledger-size",)),
    "ledger prune": Printed(names=("pruned",)),
    "ledger copy": Printed(names=("copied",)),
    "ledger accept-loss": Printed(names=("accepted",)),
    "ledger adopt-key": Printed(names=("adopted",)),
    "forget": Printed(names=("forgotten",)),
    "prefs list": Printed(names=("preferences",)),
    "prefs set": Printed(names=("preferences",)),
    "prefs clear": Printed(names=("cleared",)),
    "mcp": Printed(spends=True),
    "skill run": Printed(names=("result", "quote", "models"), spends=True),
    "doctor": Printed(names=("doctor",)),
    "logs": Printed(names=("logs",)),
    "contract": Printed(names=("contract",), spends=True),
    "schema": Printed(names=("schema", "command-tree", "names")),
}


def printed_by(ctx: click.Context | None) -> Printed | None:
    """Return what the command of a context prints."""
    if ctx is None:
        return None
    return PRINTS.get(ctx.command_path.partition(" ")[2])


class Fields(click.ParamType["Tree"]):
    """Names of fields, `a,b.c`, of the documents that the command prints."""

    name = "fields"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> "Tree":
        """Read them; one that no document has is refused at once."""
        from imastudio.domain.documents import read_fields
        from imastudio.domain.kernel import WishRefused

        printed = printed_by(ctx)
        try:
            return read_fields(str(value), _any_of(printed.names if printed is not None else ()))
        except WishRefused as refusal:
            failure = refusal.failure
            likely = failure.choices[:_LIKELY]
            named = str(value) if failure.value is not None else failure.parameter
            raise Unfit("no_field" if likely else "no_part", param, ctx, value=named, choices=likely) from refusal


_LIKELY = 8


def _any_of(names: Sequence[str]) -> dict[str, Any]:
    """Return the schema of any of the documents with these names, and of a refusal."""
    from imastudio.domain.documents import schema_named

    schemas = [schema_named(name) for name in dict.fromkeys((*names, REFUSED))]
    definitions: dict[str, Any] = {}
    for schema in schemas:
        definitions |= schema.pop("$defs", {})
        for head in ("$schema", "title"):
            schema.pop(head, None)
    return {"anyOf": schemas, "$defs": definitions}


def checked(document: object, names: Sequence[str] | None = None) -> None:
    """Hold a document against its schema, where tests ask for that. Raises jsonschema_rs.ValidationError."""
    if not os.environ.get(CHECK):
        return
    printed = printed_by(click.get_current_context(silent=True))
    if names is None and printed is None:
        return  # outside of any command, or in one that prints no JSON
    known = names or (printed.names if printed is not None else ())
    if not known:
        raise LookupError(f"no schema for what is printed: {document!r}"[:200])
    jsonschema_rs = importlib.import_module("jsonschema_rs")  # of our own tests alone
    from imastudio.domain.kernel import plain

    jsonschema_rs.Draft202012Validator(_any_of(known)).validate(plain(document))
