"""`ima completion`: what makes a shell complete commands, options, models, values and ids."""

from typing import Any

import click

from imastudio.adapters.cli.streams import write
from imastudio.adapters.cli.values import WordOf

COMPLETION_EPILOG = """\b
To have it in every new shell:
  bash   ima completion bash >> ~/.bashrc
  zsh    ima completion zsh >> ~/.zshrc          (behind compinit)
  fish   ima completion fish > ~/.config/fish/completions/ima.fish

Models and values are those that ima models listed last; ids are those of the newest orders. TAB asks nobody."""


@click.command(epilog=COMPLETION_EPILOG)
@click.argument("shell", type=WordOf(["bash", "zsh", "fish"]))
def completion(**given: Any) -> int:
    """Print the script that lets TAB complete commands, options, models, values and ids."""
    import sys

    from click.shell_completion import get_completion_class

    kind = get_completion_class(given["shell"])
    assert kind is not None  # noqa: S101 - the choices are click's own
    script = kind(click.get_current_context().find_root().command, {}, "ima", "_IMA_COMPLETE")
    write(sys.stdout, script.source_template % script.source_vars())
    return 0
