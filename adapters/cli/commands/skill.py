"""`ima skill`: put the skills where an agent finds them, and look at any skill with a critical eye."""

import sys
from pathlib import Path

import click

from imastudio.adapters.cli.suggesting import Suggesting
from imastudio.adapters.cli.values import PathThere, WordOf
from imastudio.domain.kernel import ExitCode

SKILL_EPILOG = """\b
Examples:
  ima skill install ~/.openclaw/skills
  ima skill install ./skills --skill ima-nano-banana
  ima skill check ~/.openclaw/skills/ima-all-ai"""


@click.group(cls=Suggesting, epilog=SKILL_EPILOG)
def skill() -> None:
    """Install the skills for agents, or check one."""


@skill.command()
@click.argument("folder", metavar="DIR", type=PathThere(file_okay=False, path_type=Path))
@click.option("--skill", "names", multiple=True, type=WordOf(["ima-all-ai", "ima-nano-banana"]), help="Only this.")
@click.option("--force", is_flag=True, help="Overwrite files that were changed.")
def install(folder: Path, names: tuple[str, ...], force: bool) -> int:
    """Copy the skills into DIR, a folder each."""
    from imastudio.adapters.cli.streams import write
    from imastudio.adapters.cli.usage import CliError
    from imastudio.adapters.wiring.front_ends import install_skill, skill_names

    try:
        for name in names or skill_names():
            changed = install_skill(name, folder, force=force)
            if changed is not None:
                raise CliError("skill_changed", path=changed)
            write(sys.stdout, str(folder / name))
    except OSError as error:
        raise CliError("skill_unwritable", folder=folder, why=error) from error
    return 0


@skill.command(
    add_help_option=False, context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False}
)
@click.argument("name", metavar="SKILL", type=WordOf(["ima-all-ai", "ima-nano-banana"]))
@click.argument("arguments", metavar="...", nargs=-1, type=click.UNPROCESSED)
def run(name: str, arguments: tuple[str, ...]) -> int:
    """Do what the published script of SKILL does, with its arguments."""
    from imastudio.adapters.cli.published import main
    from imastudio.domain.orders import Scope

    return main(Scope.ALL_IN_ONE if name == "ima-all-ai" else Scope.NANO_BANANA, arguments)


@skill.command()
@click.argument("folder", metavar="DIR", type=PathThere(exists=True, file_okay=False, path_type=Path))
def check(folder: Path) -> int:
    """Say what is wrong with the skill in DIR: front matter, size, links, forbidden commands."""
    from imastudio.adapters.cli.streams import write
    from imastudio.adapters.cli.usage import CliError
    from imastudio.adapters.wiring.front_ends import skill_problems

    try:
        found = skill_problems(folder)
    except (OSError, UnicodeDecodeError) as error:
        raise CliError("skill_unreadable", folder=folder) from error
    for problem in found:
        write(sys.stdout, problem)
    if not found:
        write(sys.stderr, f"{folder.resolve().name}: good")
    return ExitCode.FAILED if found else ExitCode.DONE
