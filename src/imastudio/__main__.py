"""`ima`, which is `python -m imastudio` too: signals are heard before anything else is loaded."""

import sys
from collections.abc import Callable

from imastudio.adapters.cli.starting import start


def main() -> None:
    """Run the command line of this process and end it."""
    start(_load)


def _load() -> Callable[[list[str]], int]:
    if sys.argv[1:] == ["--version"]:
        return _print_version
    from imastudio.adapters.cli.main import run

    return run


def _print_version(_: list[str]) -> int:
    """Say it as the command line does, without what that has to load."""
    from imastudio.adapters.cli.streams import write_version

    try:
        write_version()
    except Exception as problem:  # noqa: BLE001 - whatever none of us has a word for is raised again
        from imastudio.adapters.cli.output import fail_to_begin

        return fail_to_begin(problem, sys.argv[1:])
    return 0


if __name__ == "__main__":
    main()
