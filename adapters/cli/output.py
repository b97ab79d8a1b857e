"""What is printed, and where: JSON and results on stdout, everything else for people on stderr."""

import errno
import json
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Self

import attrs
import click

from imastudio.adapters.cli.connection import Connection, language_of, said_option
from imastudio.adapters.cli.printing import OF_PAID, REFUSED, checked
from imastudio.adapters.cli.streams import is_terminal, write
from imastudio.adapters.cli.texts import say
from imastudio.adapters.cli.usage import parameter_of, say_problem
from imastudio.domain.documents import Tree, trimmed
from imastudio.domain.kernel import Failure, ImaError, Json, plain, unavailable
from imastudio.domain.orders import Language, Notice, Scope

if TYPE_CHECKING:
    from imastudio.domain.documents import NoticeDocument

USAGE = "usage"


def encode_json(document: object, *, compact: bool = False) -> str:
    """Return `document` as indented JSON, or without a space; plain ASCII where stdout can take nothing else."""
    wide = (getattr(sys.stdout, "encoding", None) or "").lower().replace("-", "") == "utf8"
    if compact:
        return json.dumps(plain(document), ensure_ascii=not wide, separators=(",", ":"))
    return json.dumps(plain(document), ensure_ascii=not wide, indent=2)


@attrs.frozen(kw_only=True)
class Output:
    """The voice of a command: `as_json` keeps stdout for one JSON document, of which only `fields` are printed, if any.

    Where news are `told` as json or chat, stderr is the messenger's alone, and so is `tell_command`, which takes them there.
    """

    language: Language
    as_json: bool = False
    fields: Tree | None = None
    scope: Scope = Scope.ALL_IN_ONE
    told: str = "text"
    tell_command: str | None = None
    of_ledger: list[Notice] = attrs.field(factory=list, eq=False)
    """What was told of the record of orders: it stands in the document, too."""

    @classmethod
    def of(cls, connection: Connection, *, as_json: bool | None = None) -> Self:
        """Return it as the options say."""
        wanted = connection.as_json if as_json is None else as_json
        return cls(
            language=connection.language,
            as_json=wanted,
            fields=connection.fields,
            scope=connection.scope,
            told=connection.tell,
            tell_command=connection.tell_command,
        )

    @classmethod
    def unparsed(cls, arguments: Sequence[str]) -> Self:
        """Return it for a command line that is not parsed, or can't be."""
        told = said_option(arguments, "--tell")
        return cls(
            language=language_of(arguments, os.environ),
            as_json=wants_json(arguments),
            told=told if told in {"json", "chat"} else "text",
            tell_command=said_option(arguments, "--tell-command") if told == "chat" else None,
        )

    @property
    def can_ask(self) -> bool:
        """Tell whether a person sits at the terminal and is to be asked."""
        return not self.as_json and is_terminal(sys.stdin) and is_terminal(sys.stderr)

    def show(self, text: str) -> None:
        """Print a result for people; nothing where a document is printed instead."""
        if not self.as_json:
            write(sys.stdout, text)

    def tell(self, text: str) -> None:
        """Print something for people at a terminal beside the result; nothing where a messenger has the word."""
        if self.told == "text":
            self.line(text)

    def line(self, text: str) -> None:
        """Print a line on stderr: a messenger's, or about one."""
        write(sys.stderr, text)

    def document(self, document: object, *, compact: bool = False) -> None:
        """Print the JSON document, if one is wanted."""
        if self.as_json:
            write(sys.stdout, encode_json(self.kept(document), compact=compact))

    def kept(self, document: object) -> Json:
        """Return what is wanted of a document."""
        if self.of_ledger:
            from imastudio.domain.documents import notice_documents

            document = with_notices(document, notice_documents(self.of_ledger, self.language))
        checked(document)
        return plain(document) if self.fields is None else trimmed(document, self.fields)

    def fail(self, failure: Failure, document: object) -> int:
        """Say what went wrong, print the document, and return the exit code."""
        if self.told == "text":
            from imastudio.domain.messages import quote_detail, say_failure

            said = say_failure(failure, self.language, scope=self.scope)
            self.tell(said + quote_detail(failure, self.language))
        else:
            from imastudio.adapters.cli.relay import relay_refusal

            relay_refusal(self, failure)
        self.document(document)
        return failure.exit_code


def with_notices(document: object, notices: "Sequence[NoticeDocument]") -> object:
    """Return a document, or a list of them, with further notices wherever it has any."""
    if isinstance(document, list):
        return [with_notices(one, notices) for one in document]
    if isinstance(document, dict) and "notices" in document:
        return {**document, "notices": [*document["notices"], *notices]}
    return document


def _relayed(out: Output, problem: click.ClickException, *, of_paid: bool) -> bool:
    """Tell whether a messenger took it that a command line is wrong: people in a chat read no options."""
    if out.told == "text":
        return False
    from imastudio.adapters.cli.relay import relay

    text = say("unhandled_paid" if of_paid else "unhandled", out.language)
    return relay(out, "refused", text, {"error": USAGE, "problem": say_problem(problem, out.language)})


def wants_json(arguments: Sequence[str]) -> bool:
    """Tell whether a command line that is not parsed, or can't be, asks for JSON."""
    return any(word == "--output-json" or word.partition("=")[0] == "--fields" for word in arguments)


def fail_to_begin(problem: Exception, arguments: Sequence[str]) -> int:
    """Say why a command line came to nothing, and return the exit code. Raises `problem` where it is nobody's to expect."""
    match problem:
        case click.ClickException():
            try:
                return fail_usage(problem, arguments)
            except click.ClickException as unwritten:  # stdout takes nothing, and is turned away by now
                return fail_usage(unwritten, arguments)
        case OSError(errno=errno.EMFILE | errno.ENFILE):
            return fail_early(unavailable("too_many_files").failure, arguments)
        case ImaError():
            return fail_early(problem.failure, arguments)
    raise problem


def fail_early(failure: Failure, arguments: Sequence[str]) -> int:
    """Say why a command line that is not parsed came to nothing, as JSON too where it is wanted; return the exit code."""
    from imastudio.domain.documents import failure_document, refusal_document

    of_paid = next(iter(arguments), "") in OF_PAID
    out = Output.unparsed(arguments)
    document = refusal_document(failure_document(failure, of_paid=of_paid), None if of_paid else "rejected")
    return out.fail(failure, document)


def fail_usage(problem: click.ClickException, arguments: Sequence[str]) -> int:
    """Say what is wrong with a command line, as JSON too where it is wanted, and return the exit code."""
    if isinstance(problem, click.exceptions.NoArgsIsHelpError):
        write(sys.stderr, problem.format_message())
        return problem.exit_code
    out, of_paid = Output.unparsed(arguments), next(iter(arguments), "") in OF_PAID
    if not _relayed(out, problem, of_paid=of_paid):
        misused = isinstance(problem, click.UsageError)
        if isinstance(problem, click.UsageError) and problem.ctx is not None:
            write(sys.stderr, problem.ctx.get_usage())
        said = say_problem(problem, out.language)
        write(sys.stderr, say("wrong" if misused else "not_done", out.language, problem=said))
    if out.as_json:
        from imastudio.domain.documents import refusal_document, usage_document

        texts = say_problem(problem, "zh"), say_problem(problem, "en")
        about = parameter_of(problem)
        document = refusal_document(usage_document(*texts, **about, of_paid=of_paid))
        checked(document, (REFUSED,))
        write(sys.stdout, encode_json(document))
    return problem.exit_code
