"""An option that stands twice on a command line: refused, or spread over several values as published."""

from collections.abc import Sequence

import click

from imastudio.adapters.cli.usage import Misused


class SaidOnce(click.Command):
    """Refuses an option that stands twice where only one value counts: which was meant, nobody knows."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Count what is given."""
        _, _, given = self.make_parser(ctx).parse_args(args=list(args))
        for option in (it for it in given if isinstance(it, click.Option) and _counts_once(it)):
            if given.count(option) > 1:
                raise Misused("said_twice", ctx, names=" / ".join([*option.opts, *option.secondary_opts]))
        return super().parse_args(ctx, args)


class WithManyImages(SaidOnce):
    """Takes several images after one `--input-images`, as published, where the prompt is an option or stands first."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Say the option again before each further image."""
        prompted = any(arg.partition("=")[0] in {"--prompt", "--wish"} for arg in args)
        prompted = prompted or (bool(args) and not args[0].startswith("-"))
        return super().parse_args(ctx, spread(args, "--input-images") if prompted else args)


def spread(arguments: Sequence[str], option: str) -> list[str]:
    """Repeat `option` before every value that follows its first one."""
    spread_out: list[str] = []
    values = 0
    within = False
    for argument in arguments:
        if argument == option:
            within, values = True, 0
        elif within and not argument.startswith("-"):
            values += 1
            if values > 1:
                spread_out.append(option)
        else:
            within = False
        spread_out.append(argument)
    return spread_out


def _counts_once(option: click.Option) -> bool:
    """Tell whether two values of it would contradict each other: not those of a list, nor the same flag twice."""
    return not option.multiple and (not option.is_flag or bool(option.secondary_opts))
