"""The published entry points (`scripts/ima_create.py`, `scripts/ima_image_create.py`): their flags, over `ima`.

Rules: every published flag works as it stands in the vendor's documents, and every flag of `ima create` besides; stdout is
the JSON alone where `--output-json` is given, of wrong usage too; a long task's id is told on stderr as soon as there is
one. Source: the vendor's "Agent Execution" and runbook.
"""

import argparse
import os
import re
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

from imastudio.adapters.cli.help import translated, wrapped
from imastudio.adapters.cli.main import run
from imastudio.adapters.cli.usage import Misused
from imastudio.domain.orders import Scope
from imastudio.domain.quoting import task_types

_CONNECTING = ("task_type", "user_id", "api_key", "base_url", "language")
_WISHING = ("model_id", "version_id", "prompt", "wish", "size", "n", "extra_params", "max_points")
_PASSED_ON = (*_CONNECTING, *_WISHING)
_CHOICE = re.compile(r"'([a-z_]+)'")
_FLAG = re.compile(r"argument (--[a-z-]+)")
_HEADING = re.compile(r"^(usage|options): ?", re.MULTILINE)
_PLACEHOLDER = re.compile(r"\{.*\}|<.*>|")
"""What stands in the documents in the place of a user id (decision 55)."""


class Flags(argparse.ArgumentParser):
    """Reads flags, explains them in English or Chinese, and says what is wrong with them as `ima` does."""

    def __init__(self, *, chinese: bool = False, **options: Any) -> None:
        """Explain them in English, or in Chinese."""
        self._chinese = chinese
        super().__init__(formatter_class=_ChineseHelp if chinese else argparse.HelpFormatter, **options)

    def format_help(self) -> str:
        """Explain the program."""
        told = super().format_help()
        return _HEADING.sub(lambda found: f"{translated(found[1].capitalize())}：", told) if self._chinese else told

    def error(self, message: str) -> NoReturn:
        """Refuse a command line. Raises Misused; what argparse says is English and names the flag."""
        flag = _FLAG.match(message)
        if flag is None:
            raise Misused("flags_wrong", problem=message)
        if "expected" in message:
            raise Misused("flag_without_value", name=flag[1])
        raise Misused("flag_unfit", name=flag[1], problem=message, choices="、".join(_CHOICE.findall(message)[1:]))


class _ChineseHelp(argparse.HelpFormatter):
    """Looks words up as it writes them, and breaks lines where Chinese may be broken."""

    def _split_lines(self, text: str, width: int) -> list[str]:
        return list(wrapped(translated(text), width))

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(f"{indent}{line}" for line in wrapped(translated(text), width - len(indent)))


def parser(program: str, scope: Scope, *, chinese: bool = False) -> Flags:
    """Return the parser of the published flags."""
    flags = Flags(
        chinese=chinese,
        add_help=False,
        prog=program,
        allow_abbrev=False,
        description="Make an image, a video, music or speech with IMA Studio. Every other flag of ima create works too.",
        epilog=f"{program} --task-type text_to_image --model-id gemini-3.1-flash-image --prompt 'a cat' --output-json",
    )
    flags.add_argument("-h", "--help", action="help", help="Show this message and exit.")
    flags.add_argument("--task-type", choices=[it.value for it in task_types(scope)], help="what is made of what")
    flags.add_argument("--model-id", help="a model id or a name; the default model if left out")
    flags.add_argument("--version-id", help="one version of the model; the highest if left out")
    flags.add_argument("--prompt", help="what to make, or the text to speak")
    flags.add_argument("--wish", metavar="FILE|-", help="a wish document instead of flags")
    flags.add_argument("--input-images", nargs="+", default=[], metavar="FILE|URL", help="pictures to start from")
    flags.add_argument("--size", help="512, 1K, 2K, 4K")
    flags.add_argument("--n", help="how many results; each is charged")
    flags.add_argument("--extra-params", metavar="JSON", help='such as \'{"aspect_ratio":"16:9"}\'')
    flags.add_argument("--max-points", metavar="POINTS", help="the most it may cost in total")
    flags.add_argument("--user-id", help="whose saved models count; else the sender that the chat platform tells")
    flags.add_argument("--api-key", help="better: the environment variable IMA_API_KEY")
    flags.add_argument("--base-url", help=argparse.SUPPRESS)
    flags.add_argument("--language", metavar="zh|en", help="language of all texts")
    flags.add_argument("--list-models", action="store_true", help="list what can be ordered, with prices")
    flags.add_argument("--output-json", action="store_true", help="Print one JSON document on stdout.")
    return flags


def _read(flags: Flags, words: Sequence[str]) -> tuple[argparse.Namespace, list[str]]:
    """Return the published flags, and all others. Raises Misused."""
    given, more = flags.parse_known_args(words)
    if not (given.list_models or given.wish) and (given.prompt is None or given.task_type is None):
        raise Misused("flags_missing")
    return given, more


def main(scope: Scope, arguments: Sequence[str] | None = None) -> int:
    """Run a published entry point and return its exit code (decision 27)."""
    program = "ima_create.py" if scope is Scope.ALL_IN_ONE else "ima_image_create.py"
    from imastudio.adapters.cli.connection import language_of

    words = sys.argv[1:] if arguments is None else list(arguments)
    flags = parser(program, scope, chinese=language_of(words, os.environ) == "zh")
    try:
        given, more = _read(flags, words)
    except Misused as problem:
        from imastudio.adapters.cli.output import fail_usage

        return fail_usage(problem, words)
    if _PLACEHOLDER.fullmatch(given.user_id or ""):
        given.user_id = None  # as it stands in the documents; nobody is called so
    command = ["models" if given.list_models else "create", "--scope", scope.value]
    passed_on = _CONNECTING if given.list_models else _PASSED_ON
    told = {name.replace("_", "-"): getattr(given, name) for name in passed_on}
    command += [f"--{name}={value}" for name, value in told.items() if value is not None]
    if given.output_json:
        command.append("--output-json")
    if not given.list_models:
        command.append("--yes")  # as published: the skill has the agent ask first (decision 30)
        command += [f"--image={image}" for image in given.input_images]
    return run([*command, *more])
