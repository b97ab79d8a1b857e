"""Who was stopped between record and request (SIGSTOP, a suspended laptop) sends nothing that others have decided about."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from imastudio.adapters.cli.main import run
from imastudio.fakeserver import FakeIma
from tests import warm
from tests.shells import pointed_at

SPEED = "500"
STOPPING = """
import os, signal, sys
from imastudio.__main__ import main
from imastudio.adapters.engine.sender import Sender
from imastudio.adapters.ima.http import Http

moment = sys.argv.pop(1)

def stop():
    os.kill(os.getpid(), signal.SIGSTOP)

if moment == "before the request":
    post = Sender._post
    async def stopped(self, flight, content):
        stop()
        await post(self, flight, content)
    Sender._post = stopped
else:
    import aiohttp
    connect = aiohttp.TCPConnector.connect
    async def connected(self, request, *more, **named):
        connection = await connect(self, request, *more, **named)
        if request.method == "POST" and "create" in request.url.path:
            stop()
        return connection
    aiohttp.TCPConnector.connect = connected
main()
"""


@pytest.mark.parametrize("moment", ["before the request", "when connected"])
@pytest.mark.parametrize("meanwhile", ["settled and ordered again", "taken", "nothing"])
def test_who_sleeps_sends_nothing_that_others_decided_about(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, moment: str, meanwhile: str
) -> None:
    """Charged once, whoever wakes up when; where nobody took it over, it goes out as if nothing had been."""
    with pointed_at(FakeIma(speed=float(SPEED), strict=True), monkeypatch) as fake:
        monkeypatch.setenv("OPENCLAW_STATE_DIR", str(tmp_path / "state"))
        order = ["create", "a cat", "--model", "gemini-3.1-flash-image", "--size", "512", "--request-id", "mine"]
        order += ["--speed", SPEED]
        with warm.Popen(
            [sys.executable, "-c", STOPPING, moment, *order], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as process:
            try:
                _, status = os.waitpid(process.pid, os.WUNTRACED)
                assert os.WIFSTOPPED(status)
                assert len(fake.charges) == 0
                if meanwhile != "nothing":
                    assert run(["resume", "--take", "mine", "--speed", SPEED]) == 5
                if meanwhile == "settled and ordered again":
                    assert run(["settle", "mine", "--not-charged", "--speed", SPEED]) == 0
                    assert run(order) == 0
                process.send_signal(signal.SIGCONT)
                code = process.wait(timeout=60)
            finally:
                process.kill()
        assert len(fake.charges) == {"settled and ordered again": 1, "taken": 0, "nothing": 1}[meanwhile]
        if meanwhile == "nothing":
            assert code == 0
