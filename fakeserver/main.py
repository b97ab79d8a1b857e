"""The fake vendor as a program: `python -m imastudio.fakeserver`, until it is told to stop.

Rules this file obeys:
* The first line on stdout says where it listens and which key to use; nothing else is printed. It serves unread, too.
* SIGINT and SIGTERM end it cleanly: exit code 0; 1 if another run was replayed and this one differed from it.
* What is asked for on the command line comes before what a scenario says.
"""

import argparse
import asyncio
import contextlib
import os
import re
import secrets
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import attrs

from imastudio.fakeserver.catalogues.product_lists import read_lists
from imastudio.fakeserver.http.sandbox import POINTS
from imastudio.fakeserver.http.server import KEY, FakeIma
from imastudio.fakeserver.scenario.scenario import Scenario

_PLAIN = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9})?")

if TYPE_CHECKING:
    from imastudio.fakeserver.http.relay import Relay


class _Parser(argparse.ArgumentParser):
    """Complains itself, or has somebody else complain; in Chinese by the table beside this module."""

    def __init__(self, complain: Callable[[str], int] | None, language: str, **options: Any) -> None:
        self._complain, self._texts = complain, _chinese() if language == "zh" else {}
        super().__init__(**options)

    def format_help(self) -> str:
        """Explain the program."""
        texts = self._texts.get("help", {})
        self.description = texts.get(self.description or "", self.description)
        for action in self._actions:
            action.help = texts.get(action.help or "", action.help)
        told = super().format_help()
        return re.sub(r"^options:$", "选项：", self._called(told), count=1, flags=re.MULTILINE) if self._texts else told

    def format_usage(self) -> str:
        """Tell how it is called."""
        return self._called(super().format_usage())

    def error(self, message: str) -> NoReturn:
        """Say what is wrong, and end with 2."""
        message = _in_chinese(message) if self._texts else message
        if self._complain is None:
            super().error(message)
        raise SystemExit(self._complain(message))

    def _called(self, text: str) -> str:
        return text.replace("usage: ", "用法：", 1) if self._texts else text


def _chinese() -> dict[str, dict[str, str]]:
    import tomllib  # noqa: PLC0415 - few ask for it

    return tomllib.loads(Path(__file__).with_name("main_zh.toml").read_text(encoding="utf-8"))


def _in_chinese(message: str) -> str:
    """Return a complaint in Chinese; one that the table doesn't have stays as it is."""
    for pattern, said in _chinese()["errors"].items():
        if re.fullmatch(pattern, message, re.DOTALL):
            return re.sub(f"^{pattern}$", said, message, flags=re.DOTALL)
    return message


def _tell(problem: object, language: str) -> None:
    """Say on stderr what is wrong, or to be known."""
    sys.stderr.write(f"{_in_chinese(str(problem)) if language == 'zh' else problem}\n")


SLOWEST, FASTEST = 0.1, 1000.0
"""The speeds that the program takes, as `ima --speed` does."""


def main(
    argv: Sequence[str] | None = None, *, complain: Callable[[str], int] | None = None, language: str = "en"
) -> int:
    """Serve until a signal comes; return the exit code. `complain` says what is wrong with `argv` in another's words."""
    parser = _parser(complain, language)
    options = parser.parse_args(argv)
    if options.upstream:
        return _relay(options, parser, language)
    try:
        fake = FakeIma(
            key=options.key,
            host=options.host,
            port=options.port,
            scenario=_scenario(options),
            replay=options.replay is not None,
            refunds=options.refunds,
            catalogue=read_lists(options.catalogue) if options.catalogue else {},
            external_url=options.external_url,
            trusted_proxies=tuple(options.trusted_proxy),
            tls_cert=options.tls_cert,
            tls_key=options.tls_key,
        )
    except (
        OSError,
        ValueError,
        ImportError,
    ) as problem:  # a file that is no story; or stories need what isn't installed
        _tell(problem, language)
        return 2
    try:
        with _recording(fake, options.record):
            asyncio.run(_serve(fake, lambda: f"fake IMA at {fake.url} key {fake.key}"))
    except ImportError as problem:  # as above
        _tell(problem, language)
        return 2
    except OSError as problem:
        return _tell_where(problem, f"{fake.host}:{fake.port}", language)
    return _report(fake)


def _relay(options: argparse.Namespace, parser: argparse.ArgumentParser, language: str) -> int:
    """Pass everything on to a real service until a signal comes, and write the tape; return the exit code."""
    if options.record is None:
        parser.error("--upstream needs --record FILE: what the real service says is to be written down")
    try:
        from imastudio.fakeserver.http.relay import Relay  # noqa: PLC0415 - few ask for it
        from imastudio.fakeserver.scenario.tape import Tape  # noqa: PLC0415 - as above

        seed = secrets.randbelow(1_000_000) if options.seed is None else options.seed
        tape = Tape(seed=seed)
        relay = Relay(
            options.upstream,
            tape,
            uploads=options.im_upstream,
            host=options.host,
            port=options.port,
            external_url=options.external_url,
            tls_cert=options.tls_cert,
            tls_key=options.tls_key,
        )
        options.record.write_text(tape.tell(), encoding="utf-8")  # what can't be written is told at once
        _tell(f"Whatever is ordered here is ordered from {relay.upstream}, with your key, for real points.", language)
        try:
            asyncio.run(_serve(relay, lambda: f"fake IMA at {relay.url} passing on to {relay.upstream}"))
        finally:
            options.record.write_text(tape.tell(), encoding="utf-8")
    except (ValueError, ImportError) as problem:
        _tell(problem, language)
        return 2
    except OSError as problem:
        return _tell_where(problem, f"{options.host}:{options.port}", language)
    return 0


def _tell_where(problem: OSError, address: str, language: str) -> int:
    """Say what can't be written or listened on; return the exit code."""
    if isinstance(problem, FileNotFoundError) and problem.filename is None:
        _tell("no folder takes temporary files, where uploads would lie: name one by TMPDIR", language)
        return 1
    what = problem.filename or address
    _tell(f"cannot {'write' if problem.filename else 'listen on'} {what}: {problem.strerror}", language)
    return 1


def _scenario(options: argparse.Namespace) -> Scenario:
    """Read the scenario, if one is named, and put what the command line says over it."""
    file = options.scenario or options.replay
    scenario = _read(file) if file else Scenario()
    said = {name: getattr(options, name) for name in ("points", "speed", "seed", "strict")}
    scenario = attrs.evolve(scenario, **{name: value for name, value in said.items() if value is not None})
    if options.record and scenario.seed is None:
        scenario = attrs.evolve(scenario, seed=secrets.randbelow(1_000_000))  # so that the story can be told again
    return scenario


def _read(file: Path) -> Scenario:
    from imastudio.fakeserver.scenario.scenario_files import load_scenario  # noqa: PLC0415 - few ask for it

    return load_scenario(file)


@contextlib.contextmanager
def _recording(fake: FakeIma, file: Path | None) -> Iterator[None]:
    """Take down what comes, and write it to the file at the end."""
    if file is None:
        yield
        return
    from imastudio.fakeserver.scenario.recording import Recording  # noqa: PLC0415 - few ask for it

    recording = Recording()
    fake.log.watchers.append(recording.note)
    file.write_text(
        recording.tell(fake.world, fake.points, fake.scenario), encoding="utf-8"
    )  # what can't be written is told at once
    yield
    file.write_text(recording.tell(fake.world, fake.points, fake.scenario), encoding="utf-8")


def _report(fake: FakeIma) -> int:
    for difference in fake.differences:
        sys.stderr.write(f"{difference}\n")
    return 1 if fake.differences else 0


async def _serve(server: "FakeIma | Relay", line: Callable[[], str]) -> None:
    told_to_stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    with contextlib.suppress(NotImplementedError):  # Windows has no signal handlers in a loop: Ctrl-C ends it there
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, told_to_stop.set)
    async with server:
        _announce(line())
        await told_to_stop.wait()


def _announce(line: str) -> None:
    """Say where it listens; that nobody reads it is no reason to stop."""
    if sys.stdout is None:  # the process was started without it
        return
    try:
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
    except OSError:
        nowhere = os.open(os.devnull, os.O_WRONLY)  # so that the interpreter's last flush finds it open
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def _parser(complain: Callable[[str], int] | None, language: str) -> argparse.ArgumentParser:
    parser = _Parser(
        complain,
        language,
        prog="python -m imastudio.fakeserver",
        description="Serve a fake IMA Open API. It generates nothing and costs nothing.",
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=_port, default=0, help="port; 0 takes a free one (default: %(default)s)")
    parser.add_argument(
        "--external-url",
        metavar="URL",
        help="the address that clients use, such as https://fake-ima.test (else: their Host)",
    )
    parser.add_argument(
        "--trusted-proxy",
        action="append",
        default=[],
        metavar="ADDRESS",
        help="address or network of a proxy whose X-Forwarded-Proto and -Host are believed; may be repeated",
    )
    parser.add_argument("--tls-cert", type=Path, metavar="FILE", help="speak TLS with this certificate (PEM)")
    parser.add_argument(
        "--tls-key", type=Path, metavar="FILE", help="its key (PEM), where it stands in a file of its own"
    )
    _add_behaviour(parser)
    _add_stories(parser)
    return parser


def _add_behaviour(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--key", default=KEY, help="the key to accept (default: %(default)s)")
    parser.add_argument("--points", type=_whole, help=f"points on the account (default: {POINTS})")
    parser.add_argument("--speed", type=_speed, help="how much faster results come (default: 1)")
    parser.add_argument("--seed", type=_whole, help="make ids, durations and pictures repeatable")
    parser.add_argument(
        "--strict", action="store_const", const=True, help="refuse fields that the documents do not know"
    )
    parser.add_argument("--refunds", action="store_true", help="pay back what fails; the vendor's rule is unknown")
    parser.add_argument(
        "--catalogue",
        type=Path,
        metavar="PATH",
        help="JSON file or folder of product lists to sell in place of the captured ones",
    )


def _add_stories(parser: argparse.ArgumentParser) -> None:
    stories = parser.add_mutually_exclusive_group()
    stories.add_argument("--scenario", type=Path, metavar="FILE", help="play a story, written in YAML")
    stories.add_argument("--replay", type=Path, metavar="FILE", help="play a recorded story; tell how this run differs")
    parser.add_argument("--record", type=Path, metavar="FILE", help="write down what comes, as a story")
    parser.add_argument(
        "--upstream",
        metavar="URL",
        help="with --record: pass everything on to this real service, with the client's key",
    )
    parser.add_argument("--im-upstream", metavar="URL", help="its upload service, where that is another host")


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > 65535:  # noqa: PLR2004 - what a port is
        raise argparse.ArgumentTypeError(f"{text!r} is no port: a whole number from 0 to 65535")
    return int(text)


def _whole(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number in plain digits")
    return int(text)


def _speed(text: str) -> float:
    speed = float(text) if _PLAIN.fullmatch(text) else 0.0
    if not SLOWEST <= speed <= FASTEST:
        raise argparse.ArgumentTypeError(f"{text!r} is no speed: a number from {SLOWEST} to {FASTEST:.0f}")
    return speed
