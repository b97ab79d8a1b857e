"""What holds for all tests: hypothesis profiles, no network but loopback, nothing of the machine's own settings."""

import ipaddress
import itertools
import os
import signal
import sys
import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import pytest
from hypothesis import settings

from tests.postgres import Server, start

# In CI the same examples each time, and a failing one is printed in a form that can be pasted.
settings.register_profile("ci", derandomize=True, deadline=None, print_blob=True)
settings.register_profile("dev", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "dev")


KEPT = frozenset({"IMA_TEST_COLD"})
"""What `tests.warm` is told from outside."""


# A shell ignores Ctrl-C in what it starts in the background, and all that is started from there inherits it.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
for _number in (signal.SIGQUIT, signal.SIGHUP):
    if signal.getsignal(_number) is signal.SIG_IGN:
        signal.signal(_number, signal.SIG_DFL)


class NetworkRefusedError(RuntimeError):
    """A test tried to reach beyond this machine. No OSError, so that no client takes it for a failed connection."""


def _is_loopback(host: object) -> bool:
    if host in {None, "", b"", "localhost", b"localhost"}:
        return True
    try:
        return ipaddress.ip_address(host.decode() if isinstance(host, bytes) else str(host)).is_loopback
    except ValueError:
        return False


def _refuse_network(event: str, args: tuple[object, ...]) -> None:
    """Look at each audited event of the interpreter, and refuse those that leave this machine."""
    if event in {"socket.connect", "socket.sendto"}:
        address = args[1]
        if isinstance(address, tuple) and not _is_loopback(address[0]):
            raise NetworkRefusedError(event, address)
    elif event in {"socket.getaddrinfo", "socket.gethostbyname"} and not _is_loopback(args[0]):
        raise NetworkRefusedError(event, args[0])


sys.addaudithook(_refuse_network)


@pytest.fixture(scope="session")
def _states(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return names for folders, one a test; pytest would look at all that are there to find the next."""
    base = tmp_path_factory.mktemp("states")
    return (base / f"state{number}" for number in itertools.count())


@pytest.fixture(autouse=True)
def _own_settings(request: pytest.FixtureRequest, _states: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the machine's own key, settings and state out of every test, and coverage out of most of its processes."""
    foreign = ("IMA_", "OPENCLAW_", *([] if request.node.get_closest_marker("measured") else ["COVERAGE_"]))
    for name in [name for name in os.environ if name.startswith(foreign) and name not in KEPT]:
        monkeypatch.delenv(name)
    monkeypatch.setenv(
        "IMA_FAKE_CHECK_ANSWERS", "1"
    )  # every answer of the fake server is held against docs/openapi.yaml
    monkeypatch.setenv("IMA_CHECK_DOCUMENTS", "1")  # every JSON document that is printed is held against its schema
    state = next(_states)
    state.mkdir()
    monkeypatch.setenv("OPENCLAW_STATE_DIR", str(state))


@contextmanager
def _uncounted() -> Iterator[None]:
    """Have coverage look away, which takes half of the time."""
    here, elsewhere = sys.gettrace(), threading.gettrace()
    if not type(here).__module__.startswith("coverage"):
        yield
        return
    sys.settrace(None)
    threading.settrace(None)
    try:
        yield
    finally:
        sys.settrace(here)
        threading.settrace(elsewhere)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Count nothing where other tests count the same lines: see `uncounted`."""
    with _uncounted() if item.get_closest_marker("uncounted") else nullcontext():
        return (yield)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection() -> Generator[None, object, object]:
    """Count what is run by importing in one of the processes: all import the same."""
    with nullcontext() if os.environ.get("PYTEST_XDIST_WORKER", "gw0") == "gw0" else _uncounted():
        return (yield)


@pytest.fixture
def repository() -> Path:
    """Return the top folder of the project."""
    return Path(__file__).parent.parent


@pytest.fixture(scope="session")
def postgres() -> Server:
    """Return a Postgres server, the same one for all tests of a session."""
    return start()


@pytest.fixture
def database(postgres: Server) -> Iterator[str]:
    """Return the address of an empty database."""
    with postgres.database() as url:
        yield url


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the figures that the benchmarks measured (see `record_property("figure", …)`)."""
    figures = [
        value
        for report in terminalreporter.getreports("passed") + terminalreporter.getreports("failed")
        for name, value in report.user_properties
        if name == "figure"
    ]
    if figures:
        terminalreporter.section("figures")
        for figure in figures:
            terminalreporter.line(str(figure))
