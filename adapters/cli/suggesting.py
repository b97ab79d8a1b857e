"""Groups of commands that say which of them was meant. Help needs this, so nothing heavy is imported."""

from difflib import get_close_matches

import click


class Suggesting(click.Group):
    """A group of commands that says which of them was meant by a mistyped one."""

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
