"""Groups of commands that say which of them was meant. Help needs this, so nothing heavy is imported."""

from difflib import get_close_matches

import click

from imastudio.adapters.cli.help import HelpContext


def first_paragraph(command: click.Command) -> str:
    """Return what a command is for."""
    return " ".join((command.help or "").split("\n\n", maxsplit=1)[0].split())


class Suggesting(click.Group):
    """A group of commands that says which of them was meant by a mistyped one, and gives help in the person's language."""

    context_class = HelpContext

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Find a command of the group."""
        command = super().get_command(ctx, cmd_name)
        if command is not None:
            command.context_class = HelpContext
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what each command is for, in whole sentences."""
        found = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl([(name, first_paragraph(command)) for name, command in found if command is not None])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command. Raises NoSuchCommand with those that look like it, nearest first."""
        name = args[0] if args else ""
        if ctx.resilient_parsing or not name or name.startswith("-") or self.get_command(ctx, name) is not None:
            return super().resolve_command(ctx, args)
        likely = get_close_matches(name.lower(), self.list_commands(ctx), n=3, cutoff=0.5)
        problem = click.NoSuchCommand(name, ctx=ctx)
        vars(problem)["possibilities"] = likely  # click would look once more, and take capitals for other letters
        raise problem
