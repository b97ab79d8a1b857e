"""A pooler between us and the server: PgBouncer, where this machine has it."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

STARTS_WITHIN_S = 30.0


@contextmanager
def pgbouncer(url: str, mode: str) -> Iterator[str]:
    """Run one before the database of `url`, with `pool_mode = mode`; yield the address that leads through it."""
    program = shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin")
    if program is None:
        pytest.skip("needs pgbouncer, which Debian packages by that name")
    parts = urlsplit(url)
    (host,) = parse_qs(parts.query).get("host", [parts.hostname or "127.0.0.1"])
    name, user = parts.path.removeprefix("/"), parts.username or "postgres"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="ima-pooler-") as made:
        folder = Path(made)
        folder.chmod(0o755)
        (folder / "users.txt").write_text(f'"{user}" "{parts.password or ""}"\n')
        (folder / "pgbouncer.ini").write_text(
            f"[databases]\n{name} = host={host} port={parts.port or 5432} dbname={name} user={user}\n[pgbouncer]\n"
            f"listen_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\nauth_type = any\n"
            f"auth_file = {folder / 'users.txt'}\npool_mode = {mode}\ndefault_pool_size = 100\nmax_client_conn = 500\n"
        )
        command = [program, "-q", str(folder / "pgbouncer.ini")]
        if os.geteuid() == 0:  # as root it refuses to run
            owner = Path(host, ".s.PGSQL.5432").stat().st_uid if host.startswith("/") else 65534
            command = ["setpriv", f"--reuid={owner}", "--clear-groups", *command]
        yield from _running(command, port, f"postgresql://{user}@127.0.0.1:{port}/{name}")


def _running(command: list[str], port: int, address: str) -> Iterator[str]:
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            _until_there(port, process)
            yield address
        finally:
            process.kill()


def _until_there(port: int, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + STARTS_WITHIN_S
    while time.monotonic() < until and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1.0):
            return
        time.sleep(0.02)
    pytest.skip("pgbouncer doesn't start here")
