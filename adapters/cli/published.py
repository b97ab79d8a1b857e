"""The published entry points (`scripts/ima_create.py`, `scripts/ima_image_create.py`): their flags, over `ima`.

Rules: every published flag works as it stands in the vendor's documents; stdout is the JSON alone where `--output-json` is
given; a long task's id is told on stderr as soon as there is one. Source: the vendor's "Agent Execution" and runbook.
"""

import argparse
import sys
from collections.abc import Sequence

from imastudio.adapters.cli.main import run
from imastudio.domain.orders import Scope
from imastudio.domain.quoting.scopes import task_types

_PASSED_ON = ("version_id", "prompt", "size", "extra_params", "user_id", "api_key", "base_url", "language")
_CONNECTING = ("user_id", "api_key", "base_url", "language")


def parser(program: str, scope: Scope) -> argparse.ArgumentParser:
    """Return the parser of the published flags."""
    flags = argparse.ArgumentParser(
        prog=program,
        description="Make an image, a video, music or speech with IMA Studio.",
        epilog=f"Example: {program} --task-type text_to_image --model-id gemini-3.1-flash-image --prompt 'a cat' --output-json",
    )
    flags.add_argument("--task-type", required=True, choices=[it.value for it in task_types(scope)])
    flags.add_argument("--model-id", help="a model id or a name; the default model if left out")
    flags.add_argument("--version-id", help="one version of the model; the highest if left out")
    flags.add_argument("--prompt", help="what to make, or the text to speak")
    flags.add_argument("--input-images", nargs="+", default=[], metavar="FILE|URL", help="pictures to start from")
    flags.add_argument("--size", help="512, 1K, 2K, 4K")
    flags.add_argument("--extra-params", metavar="JSON", help='such as \'{"aspect_ratio":"16:9"}\'')
    flags.add_argument("--user-id", help="whose saved models count; else the sender that the chat platform tells")
    flags.add_argument("--api-key", help="better: the environment variable IMA_API_KEY")
    flags.add_argument("--base-url", help=argparse.SUPPRESS)
    flags.add_argument("--language", metavar="zh|en", help="language of all texts")
    flags.add_argument("--list-models", action="store_true", help="list what can be ordered, with prices")
    flags.add_argument("--output-json", action="store_true", help="print one JSON document on stdout")
    return flags


def main(scope: Scope, arguments: Sequence[str] | None = None) -> int:
    """Run a published entry point and return its exit code (decision 27)."""
    program = "ima_create.py" if scope is Scope.ALL_IN_ONE else "ima_image_create.py"
    flags = parser(program, scope)
    given = flags.parse_args(sys.argv[1:] if arguments is None else list(arguments))
    if not given.list_models and given.prompt is None:
        flags.error("--prompt is needed, unless --list-models is given")
    command = ["models" if given.list_models else "create", "--task-type", given.task_type, "--scope", scope.value]
    passed_on = _CONNECTING if given.list_models else _PASSED_ON
    told = {name.replace("_", "-"): getattr(given, name) for name in passed_on}
    command += [f"--{name}={value}" for name, value in told.items() if value is not None]
    if given.output_json:
        command.append("--output-json")
    if not given.list_models:
        command.append("--yes")  # as published: the skill has the agent ask first (decision 30)
        command += [f"--model-id={given.model_id}"] if given.model_id else []
        command += [f"--image={image}" for image in given.input_images]
    return run(command)
