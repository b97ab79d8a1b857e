"""What is printed, and where: JSON and results on stdout, everything else for people on stderr."""

import json
import os
import sys
from collections.abc import Mapping, Sequence

import attrs
import click

from imastudio.adapters.cli.options import language_of
from imastudio.adapters.cli.streams import write
from imastudio.adapters.cli.texts import say
from imastudio.adapters.cli.usage import say_problem
from imastudio.domain.failures import Failure
from imastudio.domain.orders import Language
from imastudio.domain.scalars import Json

USAGE = "usage"


def encode_json(document: Json) -> str:
    """Return `document` as indented JSON; plain ASCII where stdout can take nothing else."""
    wide = (getattr(sys.stdout, "encoding", None) or "").lower().replace("-", "") == "utf8"
    return json.dumps(plain(document), ensure_ascii=not wide, indent=2)


def plain(value: Json) -> Json:
    """Return `value` made of dicts and lists."""
    if isinstance(value, Mapping):
        return {str(name): plain(part) for name, part in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [plain(part) for part in value]
    return value


@attrs.frozen(kw_only=True)
class Output:
    """Where a command speaks: `as_json` keeps stdout for one JSON document."""

    language: Language
    as_json: bool = False

    def show(self, text: str) -> None:
        """Print a result for people; nothing where a document is printed instead."""
        if not self.as_json:
            write(sys.stdout, text)

    def tell(self, text: str) -> None:
        """Print something for people beside the result."""
        write(sys.stderr, text)

    def document(self, document: Json) -> None:
        """Print the JSON document, if one is wanted."""
        if self.as_json:
            write(sys.stdout, encode_json(document))

    def fail(self, failure: Failure, document: Json) -> int:
        """Say what went wrong, print the document, and return the exit code."""
        from imastudio.domain.messages.phrasebook import say_failure

        self.tell(say_failure(failure, self.language))
        self.document(document)
        return failure.exit_code


def fail_usage(problem: click.ClickException, arguments: Sequence[str]) -> int:
    """Say what is wrong with a command line, as JSON too where it is wanted, and return the exit code."""
    if isinstance(problem, click.exceptions.NoArgsIsHelpError):
        write(sys.stderr, problem.format_message())
        return problem.exit_code
    language = language_of(arguments, os.environ)
    misused = isinstance(problem, click.UsageError)
    if isinstance(problem, click.UsageError) and problem.ctx is not None:
        write(sys.stderr, problem.ctx.get_usage().replace("Usage: ", say("usage", language), 1))
    write(sys.stderr, say("wrong" if misused else "not_done", language, problem=say_problem(problem, language)))
    if "--output-json" in arguments:
        from imastudio.adapters.cli.documents import refusal_document, usage_document

        write(sys.stdout, encode_json(refusal_document(usage_document(problem))))
    return problem.exit_code
