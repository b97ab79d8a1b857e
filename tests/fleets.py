"""Workers as real processes before a real Postgres and a fake vendor, and what befalls them: kills, stops, cuts, restarts."""

import asyncio
import os
import re
import signal
import ssl
import subprocess
import sys
import urllib.request
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any
from urllib.parse import parse_qs, urlsplit

import attrs

from imastudio import open_studio
from imastudio.domain.kernel import Kind, LedgerUnavailable
from imastudio.domain.lifecycle import Result
from imastudio.domain.orders import Wish
from imastudio.fakeserver import FakeIma
from imastudio.ports.studio import Studio
from tests.postgres import Server

CAT = Wish(prompt="a cat", model="gemini-3.1-flash-image", max_points=100)
READY_WITHIN_S = 60.0
SOME = 5
"""So many charges tell that orders are under way."""
GIVEN_UP = 75
WATCH = """
    CREATE TABLE abandoned (generation text, owner integer);
    CREATE FUNCTION note_abandoned() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO abandoned VALUES (OLD.id, OLD.owner);
        RETURN NULL;
    END $$;
    CREATE TRIGGER abandoned AFTER UPDATE OF owner ON ima.generation FOR EACH ROW
    WHEN (OLD.stage = 'sending' AND NEW.stage = 'sending' AND NEW.owner IS DISTINCT FROM OLD.owner)
    EXECUTE FUNCTION note_abandoned();
"""
"""Has the server itself note which orders were on their way when their owner lost them."""
IMA = """
import os, threading, time
now, ahead_s = time.time, float(os.environ.get("CLOCK_AHEAD_S", "0"))
time.time = lambda: now() + ahead_s
from imastudio.__main__ import main

def orphaned(parent=os.getppid()):  # a test that was killed leaves no worker behind
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)

threading.Thread(target=orphaned, daemon=True).start()
main()
"""


@attrs.define(eq=False)
class Life:
    """One worker's process. `number` is its owner's, known once it is ready."""

    process: subprocess.Popen[str]
    number: int = 0
    port: int = 0

    async def ready(self) -> "Life":
        """Wait until it serves its queue."""
        self.number = await asyncio.wait_for(asyncio.to_thread(self._hear), READY_WITHIN_S)
        return self

    def _hear(self) -> int:
        assert self.process.stderr is not None
        heard = list[str]()
        for line in self.process.stderr:
            heard.append(line)
            if found := re.search(r"127\.0\.0\.1:(\d+)/healthz", line):
                self.port = int(found[1])
            if found := re.match(r"Worker (\d+) is at work", line):
                return int(found[1])
        raise AssertionError("".join(heard))

    async def kill(self) -> None:
        """End it as a power cut does."""
        self.process.kill()
        await self.ended()

    def send(self, number: signal.Signals) -> None:
        """Send it a signal."""
        self.process.send_signal(number)

    async def ended(self) -> int:
        """Return its exit code, once it has ended; where it doesn't, tell where it hangs."""
        try:
            return await asyncio.to_thread(self.process.wait, READY_WITHIN_S)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGABRT)
            assert self.process.stderr is not None
            raise AssertionError(await asyncio.to_thread(self.process.stderr.read)) from None

    def told(self, path: str) -> tuple[int, str]:
        """Return what it answers at its health port."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()


class Line:
    """A TCP line to a Postgres server that listens at a socket, which can be cut and can swallow all that is said."""

    def __init__(self, url: str, tls: ssl.SSLContext | None = None) -> None:
        """Lead to the server of `url`; with `tls`, encrypted, as a server does it that has a certificate."""
        self._tls = tls
        parts = urlsplit(url)
        (folder,) = parse_qs(parts.query).get("host", [""])
        self._target = (folder, parts.hostname, parts.port)
        self._user, self._name = parts.username or "", parts.path
        self._writers: set[asyncio.StreamWriter] = set()
        self._serving: set[asyncio.Task[None]] = set()
        self._open = asyncio.Event()
        self._open.set()
        self.url = ""

    @asynccontextmanager
    async def laid(self) -> AsyncIterator["Line"]:
        """Listen within the block."""
        server = await asyncio.start_server(self._begin, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        self.url = f"postgresql://{self._user}@127.0.0.1:{port}{self._name}"
        try:
            yield self
        finally:
            server.close()
            self.cut()
            for task in self._serving:
                task.cancel()
            if self._serving:
                await asyncio.wait(self._serving)

    def cut(self) -> None:
        """Close every connection at once."""
        for writer in tuple(self._writers):
            writer.transport.abort()

    async def swallow(self, seconds: float) -> None:
        """Pass nothing on for a while, and close nothing: as a broken switch does."""
        self._open.clear()
        await asyncio.sleep(seconds)
        self._open.set()

    def _begin(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(self._serve(reader, writer))
        self._serving.add(task)
        task.add_done_callback(self._serving.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        folder, host, port = self._target
        try:
            if self._tls is not None:  # https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-SSL
                await reader.readexactly(8)
                writer.write(b"S")
                await writer.start_tls(self._tls)
            if folder:
                there, back = await asyncio.open_unix_connection(f"{folder}/.s.PGSQL.5432")
            else:
                there, back = await asyncio.open_connection(host, port or 5432)
        except (OSError, asyncio.IncompleteReadError):
            writer.transport.abort()
            return
        self._writers |= {writer, back}
        try:
            await asyncio.gather(self._pass(reader, back), self._pass(there, writer))
        finally:
            self._writers -= {writer, back}
            writer.transport.abort()
            back.transport.abort()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError):
            while data := await reader.read(65536):
                await self._open.wait()
                writer.write(data)
                await writer.drain()
        writer.transport.abort()


@attrs.define(eq=False)
class Fleet:
    """Workers of one account over one database; `url` is how they reach it."""

    fake: FakeIma
    server: Server
    database: str
    url: str
    speed: float
    line: Line | None = None
    lives: list[Life] = attrs.field(factory=list)

    @property
    def given_up(self) -> int:
        """Return how many workers ended because others had taken over what they had."""
        return sum(life.process.poll() == GIVEN_UP for life in self.lives)

    async def start(self, count: int = 1, *options: str, **environment: str) -> Sequence[Life]:
        """Start workers and wait until they serve; `CLOCK_AHEAD_S` in their environment sets their host's clock wrong."""
        lives = [self._begin(options, environment) for _ in range(count)]
        self.lives += lives
        await asyncio.gather(*(life.ready() for life in lives))
        if len(self.lives) == count:  # the first ones: they have made the tables
            await self.do(WATCH)
        return lives

    def _begin(self, options: Sequence[str], given: Mapping[str, str]) -> Life:
        environment = {
            **os.environ,
            "IMA_API_KEY": self.fake.key,
            "IMA_BASE_URL": self.fake.url,
            "IMA_IM_BASE_URL": self.fake.url,
            "IMA_DATABASE_URL": self.url,
            "LC_ALL": "C.UTF-8",
            "PYTHONFAULTHANDLER": "1",
            **given,
        }
        process = subprocess.Popen(
            [sys.executable, "-c", IMA, "worker", "--port", "0", "--speed", str(self.speed), *options],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            env=environment,
        )
        return Life(process)

    async def abandoned(self, *lives: Life) -> set[str]:
        """Return the orders that were on their way when these workers lost them to others: killed, or given up."""
        numbers = [life.number for life in lives]
        return {name for (name,) in await self.ask("SELECT generation FROM abandoned WHERE owner = ANY(%s)", numbers)}

    async def do(self, statements: str) -> None:
        """Have the database do something past the line."""
        import psycopg  # noqa: PLC0415 - of an extra

        async with await psycopg.AsyncConnection.connect(self.database, autocommit=True) as connection:
            await connection.execute(statements.encode())

    async def ask(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Ask the database past the line."""
        import psycopg  # noqa: PLC0415 - of an extra

        async with await psycopg.AsyncConnection.connect(self.database, autocommit=True) as connection:
            return await (await connection.execute(statement.encode(), values)).fetchall()

    def charges_by_prompt(self) -> Counter[str]:
        """Return how often each prompt was charged."""
        return Counter(self.fake.world.tasks[charge.task_id].order.prompt for charge in self.fake.charges)

    @asynccontextmanager
    async def studio(self, **options: Any) -> AsyncIterator[Studio]:
        """Open a studio that leaves its orders to the workers."""
        given = {
            "api_key": self.fake.key,
            "base_url": self.fake.url,
            "im_base_url": self.fake.url,
            "database": self.database,
            "workers": True,
            "clock_speed": self.speed,
        }
        async with open_studio(**{**given, **options}) as studio:
            yield studio

    async def end(self) -> None:
        """End all, and wait until they have."""
        for life in self.lives:
            if life.process.poll() is None:
                life.process.kill()
            await life.ended()
            if life.process.stderr is not None:
                life.process.stderr.close()


@asynccontextmanager
async def fleet(server: Server, *, speed: float = 20.0, line: bool = False, **vendor: Any) -> AsyncIterator[Fleet]:
    """Make a database and a vendor, for workers that are started later; with a `line`, they reach it through one."""
    with server.database() as database:
        async with FakeIma(speed=speed, points=10**9, keeps=10**6, **vendor) as fake:
            if not line:
                made = Fleet(fake, server, database, database, speed)
                try:
                    yield made
                finally:
                    await made.end()
                return
            async with Line(database).laid() as laid:
                made = Fleet(fake, server, database, laid.url, speed, laid)
                try:
                    yield made
                finally:
                    await made.end()


async def until(happened: Callable[[], bool]) -> None:
    """Return once it has happened."""
    while not happened():  # noqa: ASYNC110 - it happens in other processes
        await asyncio.sleep(0.01)


async def order_all(studio: Studio, count: int, at_once: int, name: str = "order") -> dict[str, Result]:
    """Order so many, so many at once; return the results by their prompts."""
    results: dict[str, Result] = {}
    numbers = iter(range(count))

    async def work() -> None:
        for number in numbers:
            wish = attrs.evolve(CAT, prompt=f"{name} {number}")
            while (result := await _generate(studio, wish)) is None:  # noqa: ASYNC110 - as a person would
                await asyncio.sleep(1.0)
            results[wish.prompt] = result

    await asyncio.gather(*(work() for _ in range(min(count, at_once))))
    return results


async def order_while_one_dies(ships: Fleet, studio: Studio, dying: Life, count: int) -> dict[str, Result]:
    """Order so many at once, and kill a worker when some are charged: none twice, and all are known to be one or the other."""
    ordering = asyncio.create_task(order_all(studio, count, count))
    await until(lambda: len(ships.fake.charges) >= SOME)
    await dying.kill()
    results = await ordering
    assert {result.status for result in results.values()} <= {"succeeded", "unknown"}
    assert set(ships.charges_by_prompt().values()) == {1}
    return results


async def _generate(studio: Studio, wish: Wish) -> Result | None:
    """Return the result; None where the ledger was away and nothing was ordered, as the error says."""
    try:
        result = await studio.generate(wish)
    except LedgerUnavailable:
        return None
    away = result.error is not None and result.error.kind is Kind.LEDGER_UNAVAILABLE and result.error.retry_safe
    return None if away else result
