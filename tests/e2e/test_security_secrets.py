"""Where the key, the prompt and the user id go in whole runs: processes that succeed, fail and crash, with all debugging on.

Everything that a process prints and every file that it leaves is searched, byte by byte.
"""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import attrs
import pytest

from imastudio.fakeserver import FakeIma, Hold, body, delay, drop_after_charge, envelope, fail_media, redirect, reset
from imastudio.fakeserver.media import picture
from imastudio.fakeserver.scenario.faults import Fault

KEY = "ima_zq7Secret0Key9of8these7tests6xyz"
PROMPT = "zqheronprompt that nobody may read again"
USER = "zquser42@example.com"
SPEED = "500"
ORDER = ("create", PROMPT, "--speed", SPEED, "--user-id", USER, "--output-json")
EDIT = ("--image", "puppy.png")

# Everything that libraries and the interpreter can be made to tell goes to stderr.
PROGRAM = """
import asyncio, faulthandler, logging, signal, sys, warnings
logging.basicConfig(level=logging.DEBUG, stream=sys.stderr)
warnings.simplefilter("always")
faulthandler.enable()
from imastudio.__main__ import main
"""
CRASHES = {
    "at the end": """
from imastudio.adapters.cli import documents
def crash(*_, **__):
    raise RuntimeError("a defect")
documents._medias = crash
""",
    "while deciding": """
from imastudio.adapters.engine import steps
def crash(*_, **__):
    raise RuntimeError("a defect")
steps.judge_detail = crash
""",
    "while decoding": """
from imastudio.adapters.ima import tasks_wire, service
def crash(data):
    raise RuntimeError("a defect")
service.decode_created = crash
""",
    "while encoding": """
from imastudio.adapters.ima import service
def crash(*_):
    raise RuntimeError("a defect")
service.encode_create = crash
""",
    "amid the token call": """
from imastudio.adapters.ima import uploads
def crash(*_):
    raise RuntimeError("a defect")
uploads.read_reply = crash
""",
}


@attrs.frozen
class Ran:
    """What a process said, and the folder below which it wrote."""

    code: int
    out: bytes
    err: bytes
    place: Path

    @property
    def said(self) -> bytes:
        """Return all output."""
        return self.out + self.err

    def files(self, *below: str) -> dict[str, bytes]:
        """Return the content of every file below one of the folders."""
        return {
            path.relative_to(self.place).as_posix(): path.read_bytes()
            for folder in below
            for path in (self.place / folder).rglob("*")
            if path.is_file() and not path.is_symlink()
        }


class Place:
    """A home, a state folder and a folder for temporary files of their own, in which processes run."""

    def __init__(self, folder: Path, server: FakeIma) -> None:
        self.folder = folder
        for name in ("home", "state", "temporary", "work"):
            (folder / name).mkdir()
        (folder / "work" / "puppy.png").write_bytes(picture("a puppy", 320, 320))
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder / "home"),
            "TMPDIR": str(folder / "temporary"),
            "OPENCLAW_STATE_DIR": str(folder / "state"),
            "IMA_API_KEY": server.key,
            "IMA_BASE_URL": server.url,
            "LC_ALL": "C.UTF-8",
            "PYTHONASYNCIODEBUG": "1",
            **{name: value for name, value in os.environ.items() if name.startswith(("COVERAGE", "PYTHONSAFE"))},
        }

    def start(self, *arguments: str, program: str = "", **environment: str) -> subprocess.Popen[bytes]:
        """Start `ima` with all debugging on."""
        return subprocess.Popen(
            [sys.executable, "-X", "dev", "-c", f"{PROGRAM}{program}\nmain()", *arguments],
            cwd=self.folder / "work",
            env={**self.environment, **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def run(self, *arguments: str, program: str = "", **environment: str) -> Ran:
        """Run it to its end."""
        return self.end(self.start(*arguments, program=program, **environment))

    def end(self, process: subprocess.Popen[bytes]) -> Ran:
        """Wait for the end."""
        with process:
            try:
                out, err = process.communicate(timeout=90)
            finally:
                process.kill()
        return Ran(process.returncode, out, err, self.folder)


@pytest.fixture
def fake() -> Iterator[FakeIma]:
    """Run a fast server that knows the key."""
    with FakeIma(key=KEY, speed=float(SPEED), strict=True) as server:
        yield server


@pytest.fixture
def place(tmp_path: Path, fake: FakeIma) -> Place:
    """Return where processes run."""
    return Place(tmp_path, fake)


def search(ran: Ran, *, kept: bool = False) -> None:
    """Look for what must not be there; a prompt that is `kept` may be in the ledger, and nowhere else.

    The vendor's own reason is quoted to the person who wrote the words it quotes (decision 38), on a line of its own.
    """
    assert KEY.encode() not in ran.said, _around(ran.said, KEY)
    assert KEY[4:].encode() not in ran.said
    for name, content in ran.files("home", "state", "temporary", "work").items():
        assert KEY[4:].encode() not in content, name
    for name, content in ran.files("state", "temporary", "home").items():
        in_ledger = name.startswith("state/ima_ledger/")
        assert (kept and in_ledger) or b"zqheron" not in content, name
        assert name.startswith("state/memory/") or b"zquser42" not in content, name
    told = re.sub(rb"The service says: [^\n]*", b"", ran.err)
    assert b"zqheron" not in told, _around(told, "zqheron")
    assert b"zquser42" not in ran.said, _around(ran.said, "zquser42")


def _around(text: bytes, word: str) -> str:
    at = text.find(word.encode())
    return text[max(0, at - 400) : at + 200].decode(errors="replace")


UNKNOWN = 5
Script = Sequence[tuple[str, tuple[Fault, ...], int]]
"""What happens to which call, and how often."""
RUNS: dict[str, tuple[int, Script, tuple[str, ...]]] = {
    "a picture": (0, [], ("-o", "out")),
    "an edit": (0, [], (*EDIT, "-o", "out")),
    "music": (0, [], ("--task-type", "text_to_music", "--param", f"lyrics={PROMPT}")),
    "speech": (0, [], ("--task-type", "text_to_speech")),
    "a refusal that quotes": (1, [("create", (envelope(418, f"cannot make {PROMPT} with {KEY}"),), 1)], ()),
    "a key that is not accepted": (6, [("create", (envelope(401, KEY),), 1)], ()),
    "an answer that got lost": (5, [("create", (drop_after_charge(),), 1)], ()),
    "polls that fail": (0, [("detail", (each,), 1) for each in (reset("answering"), body("html"), redirect())], ()),
    "a failed result that quotes": (1, [("create", (fail_media(reason=PROMPT),), 1)], ()),
    "a token that never comes": (1, [("token", (reset("answering"),), 9)], EDIT),
    "a token that is elsewhere": (1, [("token", (redirect("http://127.0.0.1:9/"),), 9)], EDIT),
    "a token that is garbage": (1, [("token", (body("garbled"),), 9)], EDIT),
    "an upload that is cut": (0, [("put", (reset("reading"),), 1)], EDIT),
    "a download that is cut": (0, [("cdn", (body("truncated"),), 2)], ("-o", "out")),
}


@pytest.mark.parametrize(("code", "script", "arguments"), RUNS.values(), ids=RUNS)
def test_no_run_tells_a_secret(
    code: int, script: Script, arguments: tuple[str, ...], fake: FakeIma, place: Place
) -> None:
    """However an order ends, its key, prompt and user stay where they belong."""
    for call, faults, times in script:
        fake.fail_next(call, *faults, times=times)
    ran = place.run(*ORDER, *arguments)
    search(ran)
    assert json.loads(ran.out)
    assert (ran.code, b"DEBUG:asyncio" in ran.err) == (code, True), ran.err.decode()


KEPT = ("an edit", "a refusal that quotes", "an answer that got lost", "a failed result that quotes")


@pytest.mark.parametrize(("code", "script", "arguments"), [RUNS[name] for name in KEPT], ids=KEPT)
def test_a_kept_prompt_is_in_the_ledger_alone(
    code: int, script: Script, arguments: tuple[str, ...], fake: FakeIma, place: Place
) -> None:
    """However an order ends, its prompt stands there until it is forgotten, and nowhere else but in the history on stdout."""
    for call, faults, times in script:
        fake.fail_next(call, *faults, times=times)
    ran = place.run(*ORDER, *arguments, "--keep-prompts")
    search(ran, kept=True)
    document = json.loads(ran.out)
    quoted = (document["error"] or {}).pop("detail", None) or ""
    assert ("zqheron" in quoted) == (b"The service says" in ran.err)
    assert (ran.code, "zqheron" in json.dumps(document), _in_ledger(ran)) == (code, False, True)
    listed = place.run("history", "--output-json", "--speed", SPEED)
    search(listed, kept=True)
    assert [row["prompt"] for row in json.loads(listed.out)] == [PROMPT]
    if code == UNKNOWN:
        search(place.run("settle", document["generation_id"], "--not-charged", "--speed", SPEED), kept=True)
    search(place.run("forget", document["generation_id"], "--speed", SPEED))


def _in_ledger(ran: Ran) -> bool:
    return any(b"zqheron" in content for content in ran.files("state/ima_ledger").values())


def test_no_look_back_tells_a_secret(fake: FakeIma, place: Place) -> None:
    """What was lost is resumed, listed, settled and forgotten, and none of that tells what it was; the form hides the key."""
    fake.fail_next("create", drop_after_charge())
    lost = place.run(*ORDER, *EDIT, IMA_UPLOAD_TOKEN_METHOD="post")
    name = json.loads(lost.out)["generation_id"]
    search(lost)
    for arguments in (("resume",), ("history",), ("settle", name, "--not-charged"), ("forget", name)):
        search(place.run(*arguments, "--speed", SPEED, "--user-id", USER))


@pytest.mark.parametrize("keep", ["0", "1"], ids=["not kept", "kept"])
@pytest.mark.parametrize("program", CRASHES.values(), ids=CRASHES)
def test_a_crash_tells_no_secret(program: str, keep: str, place: Place) -> None:
    """A defect of ours ends in a traceback, a log line or an exit code, and in none of them is a secret, kept or not."""
    ran = place.run(*ORDER, *EDIT, "--timeout", "300", program=program, IMA_KEEP_PROMPTS=keep)
    search(ran, kept=keep == "1")
    assert ran.code != 0


@pytest.mark.parametrize("keep", ["0", "1"], ids=["not kept", "kept"])
def test_a_traceback_tells_no_secret(keep: str, place: Place) -> None:
    """What nobody catches is shown by the interpreter itself."""
    program = """
from imastudio.adapters.cli import session
async def crash(*_, **__):
    raise RuntimeError("a defect")
session._run = crash
"""
    ran = place.run(*ORDER, program=program, IMA_KEEP_PROMPTS=keep)
    search(ran)
    assert b"Traceback (most recent call last)" in ran.err
    assert b"RuntimeError: a defect" in ran.err


@pytest.mark.parametrize(
    ("call", "number"),
    [("token", signal.SIGTERM), ("token", signal.SIGABRT), ("create", signal.SIGINT), ("detail", signal.SIGABRT)],
)
def test_a_sudden_end_tells_no_secret(call: str, number: signal.Signals, fake: FakeIma, place: Place) -> None:
    """A process that is interrupted or aborted amid a call leaves no secret, not even in the dump of its threads.

    A prompt that is to be kept is in the ledger once its order leaves, and nowhere before.
    """
    held = Hold()
    fake.fail_next(call, held)
    process = place.start(*ORDER, *EDIT, "--keep-prompts")
    try:
        assert held.reached.wait(60)
        process.send_signal(number)
        ran = place.end(process)
    finally:
        held.release()
    search(ran, kept=True)
    assert ran.code != 0
    assert _in_ledger(ran) is (call != "token")
    assert (b"Fatal Python error: Aborted" in ran.err) is (number is signal.SIGABRT)


def test_an_exception_in_the_loop_amid_the_token_call_tells_no_secret(fake: FakeIma, place: Place) -> None:
    """The key stands in the address of a call that is torn down: neither warning nor traceback shows that address."""
    program = """
def crash(*_):
    raise RuntimeError("a defect")
signal.signal(signal.SIGUSR1, crash)
"""
    held = Hold()
    fake.fail_next("token", delay(1), held)
    process = place.start(*ORDER, *EDIT, program=program)
    try:
        assert held.reached.wait(60)
        process.send_signal(signal.SIGUSR1)
        ran = place.end(process)
    finally:
        held.release()
    search(ran)
    assert b"RuntimeError" in ran.err


def test_the_key_of_an_argument_is_told_to_nobody(fake: FakeIma, place: Place) -> None:
    """A key given as an argument, even among wrong ones, is printed nowhere."""
    for arguments in (
        (*ORDER, "--api-key", KEY, "--base-url", f"https://{KEY}@example.com"),
        (*ORDER, "--api-key", f"{KEY}\n"),
        (*ORDER, "--api-key", KEY, "--unknown"),
        ("doctor", "--speed", SPEED, "--api-key", KEY),
        ("contract", "--base-url", fake.url, "--key", KEY, "--output-json"),
    ):
        search(place.run(*arguments))


@pytest.mark.parametrize("keep", ["--no-keep-prompts", "--keep-prompts"])
def test_a_batch_tells_no_secret(keep: str, fake: FakeIma, place: Place) -> None:
    """Its lines are kept nowhere, their prompts in the ledger where that is said, and the results don't repeat them."""
    lines = [{"prompt": f"{PROMPT} {number}", "images": ["puppy.png"] * (number % 2)} for number in range(4)]
    (place.folder / "work" / "wishes.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    fake.fail_next("create", drop_after_charge())
    fake.fail_next("create", envelope(4008, PROMPT), skip=2)
    ran = place.run("batch", "wishes.jsonl", "--speed", SPEED, "--user-id", USER, "--yes", keep)
    search(ran, kept=keep == "--keep-prompts")
    assert b"zqheron" not in ran.out
    assert _in_ledger(ran) is (keep == "--keep-prompts")


def test_the_key_reaches_no_proxy_and_no_login_file(fake: FakeIma, place: Place) -> None:
    """Proxies and logins of the environment are not used: nobody named them as a place for the key."""
    with FakeIma(key="ima_another") as trap:
        (place.folder / "home" / ".netrc").write_text("default login a password b\n", encoding="ascii")
        proxies = dict.fromkeys(("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY"), trap.url)
        ran = place.run(*ORDER, *EDIT, "-o", "out", **proxies)
        assert (ran.code, trap.requests) == (0, ())
    assert {request.status for request in fake.requests} == {200}
    search(ran)


@pytest.mark.parametrize("status", [302, 307])
def test_the_key_follows_no_redirect(status: int, fake: FakeIma, place: Place) -> None:
    """Whichever call is sent elsewhere, nothing arrives there, and no order is sent twice."""
    with FakeIma(key=KEY, speed=float(SPEED)) as trap:
        for call in ("products", "token", "create", "detail"):
            fake.fail_next(call, redirect(f"{trap.url}/", status=status))
        first = place.run(*ORDER, *EDIT)
        search(first)
        assert trap.requests == ()
    assert len(fake.charges) <= 1


@pytest.mark.parametrize(
    "leak",
    [
        "print(KEY)",
        "print(KEY, file=sys.stderr)",
        "open('left', 'w').write(KEY)",
        "print(USER)",
        "logging.info(PROMPT)",
    ],
)
def test_the_search_finds_what_is_told(leak: str, place: Place) -> None:
    """The search is worth something: what a process tells or leaves is found."""
    ran = place.run("--version", program=f"KEY, PROMPT, USER = {(KEY, PROMPT, USER)!r}\n{leak}")
    with pytest.raises(AssertionError):
        search(ran)
