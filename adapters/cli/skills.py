"""`ima skill`: put the skills where an agent finds them, and look at any skill with a critical eye."""

import sys
from pathlib import Path

import click

SKILL_EPILOG = """\b
Examples:
  ima skill install ~/.openclaw/skills
  ima skill install ./skills --skill ima-nano-banana
  ima skill check ~/.openclaw/skills/ima-all-ai"""


@click.group(epilog=SKILL_EPILOG)
def skill() -> None:
    """Install the skills for agents, or check one."""


@skill.command()
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--skill", "names", multiple=True, type=click.Choice(["ima-all-ai", "ima-nano-banana"]), help="Only this."
)
@click.option("--force", is_flag=True, help="Overwrite files that were changed.")
def install(folder: Path, names: tuple[str, ...], force: bool) -> int:
    """Copy the skills into DIR, a folder each."""
    from imastudio.adapters.cli.streams import write
    from imastudio.adapters.skills.folders import NAMES, Occupied
    from imastudio.adapters.skills.folders import install as copy

    try:
        for name in names or NAMES:
            copy(name, folder, force=force)
            write(sys.stdout, str(folder / name))
    except Occupied as there:
        raise click.ClickException(f"{there.path} was changed; --force overwrites it.") from there
    except OSError as error:
        raise click.ClickException(f"{folder} can't be written: {error.strerror}.") from error
    return 0


@skill.command()
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
def check(folder: Path) -> int:
    """Say what is wrong with the skill in DIR: front matter, size, links, forbidden commands."""
    from imastudio.adapters.cli.streams import write
    from imastudio.adapters.skills.checking import problems

    try:
        found = problems(folder)
    except (OSError, UnicodeDecodeError) as error:
        raise click.ClickException(f"SKILL.md can't be read in {folder}.") from error
    for problem in found:
        write(sys.stdout, problem)
    if not found:
        write(sys.stderr, f"{folder.resolve().name}: good")
    return 1 if found else 0
