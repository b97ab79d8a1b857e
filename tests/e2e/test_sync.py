"""The synchronous twin over real sockets: the same orders, prices and errors, without an event loop in sight."""

import asyncio
import inspect
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import imastudio.sync
from imastudio import TaskType, Wish, WishRefused
from imastudio.domain.lifecycle.news import Ended, News, Quoted
from imastudio.fakeserver import FakeIma
from imastudio.ports import studio as port
from tests import warm


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Return a state folder of one's own."""
    return tmp_path / "state"


def test_it_orders_tells_and_looks_back(place: Path) -> None:
    """News come in the caller's own thread and in order; the ledger has the order afterwards."""
    heard: list[tuple[News, threading.Thread]] = []
    with imastudio.sync.open_studio(offline=True, state_dir=place) as studio:
        quote = studio.quote(Wish(prompt="a puppy"))
        result = studio.generate(
            Wish(prompt="a puppy"), quote=quote, on_news=lambda news: heard.append((news, threading.current_thread()))
        )
        assert (result.status, result.credit) == ("succeeded", quote.order.total)
        assert [row.generation.id for row in studio.history()] == [result.id]
        assert studio.wait(result.id).url == result.url
        assert isinstance([*studio.follow(result.id)][-1], Ended)
        assert studio.models("text_to_image").leaves == studio.models(TaskType.TEXT_TO_IMAGE).leaves
        studio.forget(result.id)
    assert {thread for _, thread in heard} == {threading.current_thread()}
    assert (type(heard[0][0]), type(heard[-1][0])) == (Quoted, Ended)


def test_its_errors_are_those_of_the_studio(place: Path) -> None:
    """A refusal is raised from the call; a callback that fails is logged and harms no order."""
    with imastudio.sync.open_studio(offline=True, state_dir=place) as studio:
        with pytest.raises(WishRefused):
            studio.quote(Wish(prompt="a puppy", max_points=0))
        with pytest.raises(ValueError, match="opera"):
            studio.models("opera")
    with pytest.raises(RuntimeError, match="closed"):
        studio.history()


FORKING = """
import os, sys, warnings
import imastudio.sync
from imastudio import Wish

warnings.simplefilter("ignore")  # some Pythons warn of forks beside threads
studio = imastudio.sync.open_studio(offline=True, offline_speed=500, state_dir=sys.argv[1])
print(studio.generate(Wish("a cat", request_id="one")).status, flush=True)
if not (child := os.fork()):
    try:
        studio.generate(Wish("a hen"))
    except RuntimeError as error:
        print(error, flush=True)
    studio.close()
    sys.exit(7)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
print(studio.generate(Wish("a dog", request_id="two")).status, len(studio.history()))
"""


def test_a_forked_process_has_no_studio(place: Path) -> None:
    """It is told so at the call and ends as it would; the one that opened it goes on ordering."""
    command = [sys.executable, "-c", FORKING, str(place)]
    done = warm.run(command, capture_output=True, text=True, check=True, timeout=120)
    said = ["succeeded", "This studio belongs to the process that opened it. Open another one.", "7"]
    assert done.stdout.splitlines() == [*said, "succeeded 2"]
    assert done.stderr == ""


def test_a_callback_that_fails_harms_no_order(place: Path, caplog: pytest.LogCaptureFixture) -> None:
    """It is logged with its traceback."""

    def broken(news: News) -> None:
        raise LookupError(type(news).__name__)

    with imastudio.sync.open_studio(offline=True, state_dir=place) as studio:
        assert studio.generate(Wish(prompt="a puppy"), on_news=broken).status == "succeeded"
    assert "LookupError: Quoted" in caplog.text


async def test_it_works_inside_a_running_loop(place: Path) -> None:
    """A notebook's cell has a running loop; the call blocks it and returns."""
    assert asyncio.get_running_loop().is_running()
    with imastudio.sync.open_studio(offline=True, state_dir=place) as studio:
        assert studio.submit(Wish(prompt="a puppy")).status in {"running", "succeeded"}


def test_it_has_what_the_studio_has() -> None:
    """Every question of the port has its twin, but for batches and what engines need of each other."""
    of_engines = {"batch", "check_budgets", "deliver", "elsewhere", "hurry", "lie_in", "look_at", "spent", "subject"}
    asked = {name for name, _ in inspect.getmembers(port.Studio, inspect.isfunction) if not name.startswith("_")}
    assert asked - of_engines - set(dir(imastudio.sync.SyncStudio)) == set()


PROGRAM = """
import sys
import imastudio.sync
from imastudio import Wish
url, key, place = sys.argv[1:]
with imastudio.sync.open_studio(base_url=url, im_base_url=url, api_key=key, state_dir=place) as studio:
    studio.generate(Wish(prompt="a puppy"), on_news=lambda news: print(type(news).__name__, flush=True))
"""


async def test_ctrl_c_loses_nothing(place: Path) -> None:
    """The wait ends at once, the program closes, and the next one finishes what is paid for without paying again."""
    async with FakeIma(speed=0.001) as fake:
        program = await warm.create_subprocess_exec(
            sys.executable,
            "-c",
            PROGRAM,
            fake.url,
            fake.key,
            str(place),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert program.stdout is not None
        while b"TaskCreated" not in (line := await program.stdout.readline()):
            assert line
        program.send_signal(signal.SIGINT)
        _, errors = await asyncio.wait_for(program.communicate(), 30)
        assert b"KeyboardInterrupt" in errors
        fake.clock.advance(100_000)
        async with imastudio.open_studio(
            base_url=fake.url, im_base_url=fake.url, api_key=fake.key, state_dir=place
        ) as studio:
            resumed = await studio.resume()
        assert [result.status for result in resumed] == ["succeeded"]
        assert len(fake.charges) == 1


KEPT = """
import imastudio.sync
from imastudio import Wish
studio = imastudio.sync.open_studio(offline=True, state_dir={place!r})
print(studio.generate(Wish(prompt="a puppy")).status)
{end}
"""


@pytest.mark.parametrize("end", ["", "studio.close(); studio.close()", "studio = None", "raise SystemExit(0)"])
def test_a_studio_that_is_kept_ends_with_the_program(place: Path, end: str) -> None:
    """Closed by hand or not at all, as in a notebook: the program ends at once, and no socket or file stays open."""
    command = [sys.executable, "-W", "error", "-X", "dev", "-c", KEPT.format(place=str(place), end=end)]
    done = warm.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (0, "succeeded\n"), done.stderr
    assert "ResourceWarning" not in done.stderr


def test_a_closed_studio_says_so(place: Path) -> None:
    """Without a `with` it is used as it is."""
    studio = imastudio.sync.open_studio(offline=True, state_dir=place)
    assert studio.history() == []
    studio.close()
    with pytest.raises(RuntimeError, match="closed"):
        studio.history()


@pytest.mark.parametrize("call", ["quote", "submit", "generate"])
def test_what_is_no_wish_is_refused_with_what_would_do(place: Path, call: str) -> None:
    """A text alone is the first thing that people try."""
    with (
        imastudio.sync.open_studio(offline=True, state_dir=place) as studio,
        pytest.raises(TypeError, match=r"Wish\('a red fox'\), not str"),
    ):
        getattr(studio, call)("a fox")


def test_rows_show_themselves_short(place: Path) -> None:
    """As quotes and results do."""
    with imastudio.sync.open_studio(offline=True, state_dir=place) as studio:
        result = studio.generate(Wish(prompt="a puppy"))
        (row,) = studio.history()
    assert repr(row) == f"Row({result.id!r}, succeeded, {result.generation.order.model_name!r}, {result.credit} points)"
