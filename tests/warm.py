"""Processes that begin where the imports have ended: forked from a parent that has loaded this project, instead of started anew.

Most of what a command costs is Python's start and 400 modules. A test whose promise is what a command does, or how it dies, takes
`run` and `Popen` from here; one about the start itself, or about what is loaded, takes `subprocess`. What is forked is a process
like any other: a child of the test's, with a memory, signals, descriptors, folder and environment of its own, to be killed at
any moment; only coverage doesn't look into it. `IMA_TEST_COLD=1` starts them all anew.

How: the first who asks starts the parent, which has one thread, no coverage and no descriptors but its own. It is handed the
command and its three descriptors over a socket; the child's child becomes ours when the one between ends, because we are the
subreaper for that moment. What a fork could not do like a start (another locale, another `PYTHON…`, something to run before) is
started. A shell finds the programs of `programs`, each a Python without modules that asks the parent over a socket, hands signals
on, and ends as its fork does; what is to be killed within the shell is started there with `IMA_TEST_COLD=1`.
"""

import array
import asyncio
import atexit
import ctypes
import functools
import gc
import importlib
import io
import json
import locale
import os
import pkgutil
import runpy
import secrets
import select
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
import types
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn
from unittest import mock

_MAX_REQUEST_BYTES = 1 << 18
_PR_SET_CHILD_SUBREAPER = 36
_LOCALES = {None, "", "C", "POSIX", "C.UTF-8", "en_US.UTF-8", "zh_CN.UTF-8"}
_FIXED = ("PYTHON", "LD_", "MALLOC_", "SSL_CERT_", "OPENSSL_")
"""What only a start reads of an environment."""
_HEEDED = frozenset({"PYTHONPATH", "PYTHONSAFEPATH", "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE"})
"""What a fork heeds, too."""
_TO_START = ("preexec_fn", "process_group", "shell", "executable", "user", "group", "extra_groups")
"""What only a start can be told."""
_HEAVY = frozenset({"dbos", "mcp", "__main__"})
"""Packages that few commands load, and that take longer than all the others."""
_SERVE = "import runpy, sys; runpy.run_path(sys.argv[1], run_name='warm')['serve']()"
_PROGRAM = """#!{python} -IS
import os, sys
from _socket import AF_UNIX, SCM_RIGHTS, SOCK_SEQPACKET, SOL_SOCKET, socket
from json import dumps
from _signal import SIG_DFL, SIG_IGN, getsignal, signal

args = {args} + sys.argv[1:]
how = " ".join(args[1:3])
ours = how.startswith(("-c ", "-m imastudio")) or "".join(args[1:2]).endswith((".py", "/ima"))
if ours and not os.environ.get("IMA_TEST_COLD") and "COVERAGE_PROCESS_CONFIG" not in os.environ:
    asked = socket(AF_UNIX, SOCK_SEQPACKET)
    asked.connect({address})
    umask = os.umask(0)
    os.umask(umask)
    request = {{"args": args, "cwd": os.getcwd(), "env": dict(os.environ), "umask": umask, "new_session": False, "pass": []}}
    request["ignored"] = [number for number in (1, 2, 3, 15) if getsignal(number) == SIG_IGN]
    for number in {{1, 2, 3, 10, 12, 15}} - {{*request["ignored"]}}:
        signal(number, lambda number, _: asked.send(bytes([number])))
    rights = b"".join(number.to_bytes(4, sys.byteorder) for number in (0, 1, 2))
    asked.sendmsg([dumps(request).encode()], [(SOL_SOCKET, SCM_RIGHTS, rights)])
    if asked.recv(5):
        code = os.waitstatus_to_exitcode(int.from_bytes(asked.recv(4) or b"\\1\\0\\0\\0", sys.byteorder))
        if code < 0:
            signal(-code, SIG_DFL) if code != -9 else None
            os.kill(os.getpid(), -code)
        os._exit(code)
os.execv(args[0], args)
"""
"""Where the parent answers nothing it cannot be forked, and is started."""


# the test's side


class _Parent:
    """The process that forks; asked by one thread at a time."""

    def __init__(self) -> None:
        self.environment = _unmeasured(os.environ)
        self.address = f"\0ima-warm-{os.getpid()}-{secrets.token_hex(6)}"
        self._lock = threading.Lock()
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._socket = ours
        with theirs, socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as door:
            door.bind(self.address)
            door.listen()
            self._process = subprocess.Popen(
                [sys.executable, "-c", _SERVE, __file__, *map(str, (theirs.fileno(), door.fileno()))],
                stdin=subprocess.DEVNULL,
                env={**self.environment, "PYTHONSAFEPATH": "1"},
                pass_fds=[theirs.fileno(), door.fileno()],
            )
        atexit.register(self.end)

    def fork(self, request: Mapping[str, Any], descriptors: Sequence[int]) -> int:
        """Return the id of a child of ours that does what is asked."""
        with self._lock:
            _adopt_orphans(on=True)
            try:
                rights = array.array("i", descriptors)
                self._socket.sendmsg([json.dumps(request).encode()], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, rights)])
                answer = self._socket.recv(8)
            finally:
                _adopt_orphans(on=False)
        if len(answer) != 8:
            raise ChildProcessError("the parent of the tests' processes is gone")
        return int(struct.unpack("q", answer)[0])

    def end(self) -> None:
        """End it: it goes when nobody can ask it any more."""
        self._socket.close()
        self._process.wait(60)


@functools.cache
def _parent() -> _Parent:
    return _Parent()


class Popen(subprocess.Popen):  # type: ignore[type-arg]
    """A process of this project's Python (a program, a module or a file), forked where that is the same as started."""

    _warm = False

    def __init__(self, args: Sequence[str | Path], **options: Any) -> None:
        environment = dict(os.environ if options.get("env") is None else options["env"])
        self._warm = _can_be_forked(args, environment, options)
        if not self._warm:
            options["env"] = environment
        super().__init__(args, **options)

    def _execute_child(self, args: Any, *others: Any) -> None:
        """Do what the method of this name does, which hands over: how, the two ends of three pipes, and who."""
        if not self._warm:
            super()._execute_child(args, *others)  # type: ignore[misc]
            return
        _, _, _, pass_fds, cwd, env, _, _, _ = others[:9]
        their_in, our_in, our_out, their_out, our_err, their_err = others[9:15]
        umask, new_session = others[19], others[20]
        request = {
            "args": [str(arg) for arg in args],
            "cwd": os.fspath(cwd or Path.cwd()),
            "env": dict(_unmeasured(os.environ if env is None else env)),
            "umask": umask,
            "new_session": new_session,
            "pass": list(pass_fds),
        }
        standard = [given if given >= 0 else own for own, given in enumerate((their_in, their_out, their_err))]
        try:
            self.pid = _parent().fork(request, [*standard, *pass_fds])
            self._child_created = True
        finally:
            self._close_pipe_fds(their_in, our_in, our_out, their_out, our_err, their_err)  # type: ignore[attr-defined]


def run(
    args: Sequence[str | Path], *, timeout: float | None = None, check: bool = False, **options: Any
) -> "subprocess.CompletedProcess[Any]":
    """Run a process to its end, as `subprocess.run` does."""
    text = options.pop("input", None)
    if options.pop("capture_output", False):
        options |= {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    if text is not None:
        options["stdin"] = subprocess.PIPE
    with Popen(args, **options) as process:
        try:
            out, err = process.communicate(text, timeout=timeout)
        except BaseException:
            process.kill()
            raise
    done = subprocess.CompletedProcess(process.args, process.returncode, out, err)
    if check:
        done.check_returncode()
    return done


def programs(folder: Path) -> None:
    """Write `ima`, `python` and `python3` into a folder, as those beside this Python do: for a shell, in front of its PATH."""
    folder.mkdir(exist_ok=True)
    beside = Path(sys.executable).parent
    for name in ("ima", "python", "python3"):
        args = [sys.executable, str(beside / "ima")] if name == "ima" else [sys.executable]
        text = _PROGRAM.format(python=sys.executable, args=args, address=repr(_parent().address))
        (folder / name).write_text(text, encoding="utf-8")
        (folder / name).chmod(0o755)


def _unmeasured(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if not name.startswith("COVERAGE_")}


def _can_be_forked(args: Sequence[str | Path], environment: Mapping[str, str], options: Mapping[str, Any]) -> bool:
    if sys.platform != "linux" or os.environ.get("IMA_TEST_COLD") or "COVERAGE_PROCESS_CONFIG" in environment:
        return False
    if list(args[:1]) != [sys.executable] or not (args[1] in {"-c", "-m"} or str(args[1]).endswith(".py")):
        return False
    if any(options.get(name) not in {None, False, -1} for name in _TO_START):
        return False
    return _is_like(environment, _parent().environment)


def _is_like(environment: Mapping[str, str], parents: Mapping[str, str]) -> bool:
    """Tell whether what is started in an environment would be what is forked for it."""
    if any(Path(folder, f"{name}customize.py").exists() for folder in _path(environment) for name in ("site", "user")):
        return False
    if any(environment.get(name) not in _LOCALES for name in ("LC_ALL", "LC_CTYPE", "LANG")):
        return False
    return _fixed(environment) == _fixed(parents)


def _fixed(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name.startswith(_FIXED) and name not in _HEEDED}


def _path(environment: Mapping[str, str]) -> list[str]:
    return [str(Path(folder).absolute()) for folder in environment.get("PYTHONPATH", "").split(os.pathsep) if folder]


def _adopt_orphans(*, on: bool) -> None:
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_CHILD_SUBREAPER, int(on), 0, 0, 0)


async def create_subprocess_exec(*args: str, **options: Any) -> asyncio.subprocess.Process:
    """Begin a process as asyncio does."""
    shim = types.SimpleNamespace(Popen=Popen, PIPE=subprocess.PIPE)
    with mock.patch.object(asyncio.unix_events, "subprocess", shim):
        return await asyncio.create_subprocess_exec(*args, **options)


# the parent's side

_path_of_parent: list[str] = []


def serve() -> None:
    """Load everything, then fork for whoever asks, until the tests can ask no more."""
    asked, door = (socket.socket(fileno=int(number)) for number in sys.argv[2:4])
    _path_of_parent.extend(_path(os.environ))
    _load()
    gc.collect()
    gc.freeze()
    assert threading.active_count() == 1
    while True:
        ready, _, _ = select.select([asked, door], [], [])
        if door in ready:
            _answer(door.accept()[0])
            continue
        request, descriptors = _heard(asked)
        if request is None:
            os._exit(0)
        asked.send(struct.pack("q", _forked(request, descriptors)))
        _close(descriptors)


def _heard(asked: socket.socket) -> tuple[dict[str, Any] | None, list[int]]:
    message, rights, _, _ = asked.recvmsg(_MAX_REQUEST_BYTES, socket.CMSG_SPACE(16 * 4))
    descriptors = array.array("i")
    for _, _, data in rights:
        descriptors.frombytes(data)
    return json.loads(message) if message else None, list(descriptors)


def _close(descriptors: Sequence[int]) -> None:
    for descriptor in descriptors:
        os.close(descriptor)


def _answer(program: socket.socket) -> None:
    """Have a process of its own do what a program of `programs` was called for."""
    with program:
        request, descriptors = _heard(program)
        if request is not None and _is_like(request["env"], os.environ):
            if (between := os.fork()) == 0:
                if os.fork() == 0:
                    _keep(program, request, descriptors)
                os._exit(0)
            os.waitpid(between, 0)
        _close(descriptors)


def _keep(program: socket.socket, request: Mapping[str, Any], descriptors: list[int]) -> NoReturn:
    """Do it in a child; hand signals on, and how it ended. Whoever is killed takes it along."""
    if (process := os.fork()) == 0:
        for number in request["ignored"]:
            signal.signal(number, signal.SIG_IGN)
        _become(request, descriptors)
    _close(descriptors)
    program.send(b"begun")
    ended = os.pidfd_open(process)
    while True:
        ready, _, _ = select.select([program.fileno(), ended], [], [])
        if ended in ready:
            program.send(struct.pack("i", os.waitpid(process, 0)[1]))
            os._exit(0)
        number = program.recv(1)
        os.kill(process, number[0] if number else signal.SIGKILL)
        if not number:
            os._exit(0)


def _forked(request: Mapping[str, Any], descriptors: list[int]) -> int:
    """Return the id of the child of a child that has ended."""
    reading, writing = os.pipe()
    if (between := os.fork()) == 0:
        between = os.getpid()
        if (process := os.fork()) != 0:
            os.write(writing, struct.pack("q", process))
            os._exit(0)
        while os.getppid() == between:  # until we are the test's child
            time.sleep(0)
        _become(request, descriptors)
    os.waitpid(between, 0)
    (process,) = struct.unpack("q", os.read(reading, 8))
    os.close(reading)
    os.close(writing)
    return int(process)


def _load() -> None:
    import imastudio  # noqa: PLC0415 - the test's side needs none of it

    def wanted(name: str) -> bool:
        return not _HEAVY & set(name.split("."))

    for found in pkgutil.walk_packages(imastudio.__path__, "imastudio.", onerror=lambda _: None):
        if wanted(found.name) and not found.name.endswith("pytest_plugin"):
            with suppress(ImportError):
                importlib.import_module(found.name)


def _become(request: Mapping[str, Any], descriptors: list[int]) -> NoReturn:
    """Be what was asked for, from the descriptors to the exit code, as a start would make it."""
    code = 1
    try:
        _take(request, descriptors)
        _set_up(request)
        code = _execute(request["args"])
    finally:
        for stream in (sys.stdout, sys.stderr):
            with suppress(OSError, ValueError):
                stream.flush()
        os._exit(code)


def _take(request: Mapping[str, Any], descriptors: list[int]) -> None:
    if request["new_session"]:
        os.setsid()
    if request["umask"] >= 0:
        os.umask(request["umask"])
    wanted = [0, 1, 2, *request["pass"]]
    high = [_copy_above(descriptor, max(wanted)) for descriptor in descriptors]
    for number, copy in zip(wanted, high, strict=True):
        os.dup2(copy, number, inheritable=True)
    for number in map(int, os.listdir("/proc/self/fd")):  # noqa: PTH208 - numbers, not paths
        if number not in wanted:
            with suppress(OSError):
                os.close(number)
    os.chdir(request["cwd"])


def _copy_above(descriptor: int, highest: int) -> int:
    import fcntl  # noqa: PLC0415 - not everywhere

    return fcntl.fcntl(descriptor, fcntl.F_DUPFD, highest + 1)


def _set_up(request: Mapping[str, Any]) -> None:
    """Set what Python sets when it starts."""
    os.environ.clear()
    os.environ.update(request["env"])
    time.tzset()
    tempfile.tempdir = None
    sys.dont_write_bytecode = bool(os.environ.get("PYTHONDONTWRITEBYTECODE"))
    sys.path[:] = [*_path(os.environ), *(folder for folder in sys.path if folder not in _path_of_parent)]
    if not os.environ.get("PYTHONSAFEPATH"):
        how = request["args"][1]
        sys.path.insert(0, {"-c": "", "-m": str(Path.cwd())}.get(how, str(Path(how).resolve().parent)))
    with suppress(locale.Error):
        locale.setlocale(locale.LC_CTYPE, "")
    errors = "surrogateescape" if os.environ.get("LC_ALL", "C") in {"C", "POSIX", "C.UTF-8"} else "strict"
    buffered = not os.environ.get("PYTHONUNBUFFERED")
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        raw = io.FileIO(number, "rb" if number == 0 else "wb", closefd=False)
        raw.name = f"<{name}>"
        kept: Any = raw
        if number == 0:
            kept = io.BufferedReader(raw)
        elif buffered:
            kept = io.BufferedWriter(raw)
        stream = io.TextIOWrapper(
            kept,
            encoding="utf-8",
            errors="backslashreplace" if number == 2 else errors,
            line_buffering=buffered and (raw.isatty() or number == 2),
            write_through=not buffered,
        )
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)


def _execute(args: list[str]) -> int:
    how = args[1]
    sys.argv = [how, *args[3:]] if how in {"-c", "-m"} else args[1:]
    sys.orig_argv = args
    main = types.ModuleType("__main__")
    sys.modules["__main__"] = main
    try:
        if how == "-m":
            sys.modules.pop(f"{args[2]}.__main__", None)
            runpy.run_module(args[2], run_name="__main__", alter_sys=True)
        else:
            text = args[2] if how == "-c" else Path(how).read_text(encoding="utf-8")
            if how != "-c":
                main.__file__ = str(Path(how).absolute())
            exec(compile(text, "<string>" if how == "-c" else how, "exec"), main.__dict__)  # noqa: S102 - as asked
        return _ended(0)
    except SystemExit as end:
        return _ended(end.code)
    except BaseException as error:  # noqa: BLE001 - as Python itself does
        error.__traceback__ = error.__traceback__ and error.__traceback__.tb_next
        sys.excepthook(type(error), error, error.__traceback__)
        _ended(1)
        if isinstance(error, KeyboardInterrupt):
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            os.kill(os.getpid(), signal.SIGINT)
        return 1


def _ended(code: object) -> int:
    """Wait for threads and run what was to run at the end; return the exit code."""
    if not (code is None or isinstance(code, int)):
        print(code, file=sys.stderr)  # noqa: T201 - as Python itself does
        code = 1
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    return int(code or 0) & 0xFF
