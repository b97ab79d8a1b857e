"""The fake vendor as a program: `python -m imastudio.fakeserver`, until it is told to stop.

Rules this file obeys:
* The first line on stdout says where it listens and which key to use; nothing else is printed.
* SIGINT and SIGTERM end it cleanly: exit code 0.
"""

import argparse
import asyncio
import contextlib
import signal
import sys
from collections.abc import Sequence

from imastudio.fakeserver.server import KEY, POINTS, FakeIma


def main(argv: Sequence[str] | None = None) -> int:
    """Serve until a signal comes; return the exit code."""
    options = _parser().parse_args(argv)
    fake = FakeIma(
        key=options.key,
        points=options.points,
        speed=options.speed,
        strict=options.strict,
        seed=options.seed,
        host=options.host,
        port=options.port,
    )
    try:
        asyncio.run(_serve(fake))
    except OSError as problem:
        sys.stderr.write(f"cannot listen on {fake.host}:{fake.port}: {problem.strerror}\n")
        return 1
    return 0


async def _serve(fake: FakeIma) -> None:
    told_to_stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    with contextlib.suppress(NotImplementedError):  # Windows has no signal handlers in a loop: Ctrl-C ends it there
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, told_to_stop.set)
    async with fake:
        sys.stdout.write(f"fake IMA at {fake.url} key {fake.key}\n")
        sys.stdout.flush()
        await told_to_stop.wait()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m imastudio.fakeserver",
        description="Serve a fake IMA Open API. It generates nothing and costs nothing.",
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=_port, default=0, help="port; 0 takes a free one (default: %(default)s)")
    parser.add_argument("--key", default=KEY, help="the key to accept (default: %(default)s)")
    parser.add_argument("--points", type=int, default=POINTS, help="points on the account (default: %(default)s)")
    parser.add_argument("--speed", type=_speed, default=1.0, help="how much faster results come (default: %(default)s)")
    parser.add_argument("--seed", type=int, help="make ids and durations repeatable")
    parser.add_argument("--strict", action="store_true", help="refuse fields that the documents do not know")
    return parser


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= 65535:  # noqa: PLR2004 - what a port is
        raise argparse.ArgumentTypeError("must lie between 0 and 65535")
    return port


def _speed(text: str) -> float:
    speed = float(text)
    if not 0 < speed < float("inf"):
        raise argparse.ArgumentTypeError("must be greater than 0")
    return speed
