"""`ima fake-server`: serve a fake IMA Open API until it is stopped."""

import click

from imastudio.adapters.cli.help import speaks_chinese
from imastudio.adapters.cli.usage import Misused

FAKE_EPILOG = """\b
Examples:
  ima fake-server --port 8765 --speed 20
  IMA_API_KEY=ima_fake_key_for_tests IMA_BASE_URL=http://127.0.0.1:8765 \\
      ima create "a cat" --speed 20"""


@click.command(epilog=FAKE_EPILOG, add_help_option=False, context_settings={"ignore_unknown_options": True})
@click.option(
    "--language",
    metavar="zh|en",
    expose_value=False,  # read from the whole line, as that of every command
    help="Language of all texts: zh, en, or a tag such as zh-CN; else IMA_LANGUAGE, else that of your words.",
)
@click.argument("arguments", metavar="", nargs=-1, type=click.UNPROCESSED)
@click.pass_context
def fake_server(ctx: click.Context, arguments: tuple[str, ...]) -> int:
    """Serve a fake IMA Open API until it is stopped. It generates nothing and costs nothing."""
    if {"-h", "--help"} & set(arguments):
        click.echo(f"{ctx.get_help()}\n")
    else:
        from imastudio.adapters.cli.session import need_pillow

        need_pillow()
    from imastudio.adapters.cli.starting import give_way
    from imastudio.fakeserver.main import main

    def complain(message: str) -> int:
        raise Misused("fake_usage", ctx, why=message.removeprefix("argument "))

    give_way()
    return main(arguments, complain=complain, language="zh" if speaks_chinese(ctx) else "en")
