"""`ima`, which is `python -m imastudio` too: signals are heard before anything else is loaded."""

from collections.abc import Callable

from imastudio.adapters.cli.starting import start


def main() -> None:
    """Run the command line of this process and end it."""
    start(_load)


def _load() -> Callable[[list[str]], int]:
    from imastudio.adapters.cli.main import run

    return run


if __name__ == "__main__":
    main()
