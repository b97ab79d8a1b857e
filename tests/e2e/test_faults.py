"""Every fault on its own against the client: what becomes of the order, and what the account book says.

Rules: nothing is charged twice; what may have been charged is never sent again; a poll never ends a paid wait; what costs
nothing is tried again.
"""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import aiohttp
import attrs
import pytest
import stamina

from imastudio.adapters.ima import http, sessions
from imastudio.domain.kernel.failures import Kind
from imastudio.domain.lifecycle.news import News, Slowed
from imastudio.domain.lifecycle.results import Result
from imastudio.domain.orders import Input, Wish
from imastudio.fakeserver import (
    FakeIma,
    bare,
    body,
    delay,
    drop_after_charge,
    drop_before,
    envelope,
    fail_media,
    instead,
    medias,
    never_ends,
    overdue,
    price_list,
    redirect,
    reset,
    status,
    trickle,
)
from imastudio.fakeserver.media import picture
from imastudio.fakeserver.scenario.faults import BODIES, MEDIAS, Fault
from tests.studios import studio_before, time_passes

pytestmark = pytest.mark.uncounted

CAT = Wish(prompt="一只猫 a cat", model="gemini-3.1-flash-image", params={"size": "512"})
LARGE_CAT = attrs.evolve(CAT, params={"size": "1k"})
SUCCESS: dict[str, object] = {"code": 0, "message": "success"}
MISLEADING: list[object] = [
    [],
    {"ok": True},
    "fine",
    None,
    {**SUCCESS},
    {**SUCCESS, "data": {}},
    {**SUCCESS, "data": {"id": ""}},
]


@pytest.fixture
async def fake() -> AsyncIterator[FakeIma]:
    """Run a strict server whose clock is turned by hand, and on whenever it sleeps."""
    async with FakeIma(strict=True, hand_clock=True, seed=1) as server, time_passes(server):
        yield server


@pytest.fixture(autouse=True)
def _no_waiting() -> Iterator[None]:
    """Repeat what costs nothing without pauses."""
    stamina.set_testing(True, attempts=5)
    yield
    stamina.set_testing(False)


@pytest.fixture
def photo(tmp_path: Path) -> Wish:
    """Return an edit of a local picture, with the result on disk."""
    path = tmp_path / "photo.png"
    path.write_bytes(picture("a photo", 320, 320))
    return attrs.evolve(CAT, task_type="image_to_image", inputs=(Input(str(path)),), deliver_to=str(tmp_path / "out"))


async def order(fake: FakeIma, folder: Path, wish: Wish = CAT, **settings: Any) -> Result:
    """Order, and wait for the end."""
    async with studio_before(fake, folder, **settings) as studio:
        return await studio.generate(wish)


def sent(fake: FakeIma, call: str = "create") -> int:
    """Count the requests of a call."""
    return sum(request.call == call for request in fake.requests)


# the paid POST


@pytest.mark.parametrize(
    ("faults", "charges"),
    [
        *[((fault,), 0) for fault in (reset("unread"), reset("reading"), drop_before())],
        *[((fault,), 1) for fault in (reset("handled"), reset("answering"), drop_after_charge())],
        ((delay(3), drop_after_charge()), 1),
        ((delay(3, handled=True), reset("handled")), 1),
        *[((body(what),), 1) for what in BODIES],
        *[((instead(value),), 1) for value in MISLEADING],
        *[((bare(number),), 0) for number in (400, 500, 502, 503, 504, 200, 204)],
        *[((bare(number, handled=True),), 1) for number in (500, 502, 504)],
        *[((redirect(status=number),), 0) for number in (301, 302, 303, 307, 308)],
        ((status(502), body("html")), 1),
    ],
    ids=str,
)
async def test_what_may_have_been_charged_is_unknown_and_never_sent_again(
    fake: FakeIma, tmp_path: Path, faults: tuple[Fault, ...], charges: int
) -> None:
    """Whatever the vendor did, the person is told that nobody knows; settled as the book says, it comes to an end."""
    fake.fail_next("create", *faults)
    async with studio_before(fake, tmp_path) as studio:
        result = await studio.generate(CAT)
        assert (result.status, result.exit_code, result.credit) == ("unknown", 5, 4)
        assert result.error is not None
        assert (result.error.kind, sent(fake), len(fake.charges)) == (Kind.OUTCOME_UNKNOWN, 1, charges)
        await studio.settle(result.id, task_id=fake.charges[0].task_id if charges else None)
        after = await studio.wait(result.id)
    assert after.status == ("succeeded" if charges else "rejected")
    assert (after.credit, sent(fake), len(fake.charges)) == (4 * charges, 1, charges)


@pytest.mark.parametrize(
    "faults",
    [
        *[
            (delay(3),),
            (delay(3, handled=True),),
            (trickle(1, pieces=9),),
            (status(201),),
            (status(500),),
            (overdue(),),
        ],
        *[(delay(3), trickle(1)), (delay(1), delay(1, handled=True), status(503))],
    ],
    ids=str,
)
async def test_an_answer_that_says_so_is_success(fake: FakeIma, tmp_path: Path, faults: tuple[Fault, ...]) -> None:
    """Late, slow or under the wrong status: the envelope decides."""
    fake.fail_next("create", *faults)
    result = await order(fake, tmp_path)
    assert (result.status, len(result.medias), sent(fake), len(fake.charges)) == ("succeeded", 1, 1, 1)


@pytest.mark.parametrize(
    ("fault", "pause"),
    [(envelope(429), 2), (bare(429), 2), (envelope(429, retry_after=7), 7), (bare(429, retry_after=9), 9)],
    ids=str,
)
async def test_a_busy_vendor_is_asked_again_when_it_says(
    fake: FakeIma, tmp_path: Path, fault: Fault, pause: float
) -> None:
    """Not before Retry-After, and as often as it takes."""
    fake.fail_next("create", fault)
    result = await order(fake, tmp_path)
    first, second = [request.at for request in fake.requests if request.call == "create"]
    assert (result.status, len(fake.charges), second - first >= pause) == ("succeeded", 1, True)
    fake.fail_next("create", fault, times=3)
    async with studio_before(fake, tmp_path, prefix="another") as studio:
        result = await studio.generate(CAT)
    assert (result.status, result.credit, sent(fake), len(fake.charges)) == ("succeeded", 4, 6, 2)


@pytest.mark.parametrize(
    "fault",
    [
        *[envelope(code) for code in (400, 401, 403, 503, 4008, 4014, 400017, 7777)],
        *[bare(number) for number in (401, 403, 404, 405, 413, 415)],
        *[envelope(503, status=200), envelope(4008, status=500)],
    ],
    ids=str,
)
async def test_a_refusal_is_free_and_final(fake: FakeIma, tmp_path: Path, fault: Fault) -> None:
    """Nothing charged, nothing sent again."""
    fake.fail_next("create", fault)
    result = await order(fake, tmp_path)
    assert (result.status, result.credit, sent(fake), fake.charges) == ("rejected", 0, 1, ())


@pytest.mark.parametrize("fault", [envelope(500), envelope(500, status=200)], ids=str)
async def test_a_server_error_leads_one_step_down(fake: FakeIma, tmp_path: Path, fault: Fault) -> None:
    """Cheaper, with a notice; at the bottom, and where no change is wanted, it stops."""
    fake.fail_next("create", fault)
    result = await order(fake, tmp_path, LARGE_CAT)
    assert (result.status, result.notices[-1].code) == ("succeeded", "stepped_down")
    assert [charge.points for charge in fake.charges] == [4]
    for number, wish in enumerate((CAT, attrs.evolve(LARGE_CAT, strict=True))):
        fake.fail_next("create", fault)
        async with studio_before(fake, tmp_path, prefix=f"again{number}") as studio:
            assert (await studio.generate(wish)).status == "rejected"
    assert len(fake.charges) == 1


@pytest.mark.parametrize(
    ("change", "stood", "charged"),
    [
        (price_list(points=-1), "succeeded", [3]),
        (price_list(points=1), "rejected", []),
        (price_list(ids="new"), "succeeded", [4]),
        (price_list(ids="turned"), "succeeded", [4]),
        (price_list(ids="new", points=1), "rejected", []),
        (price_list(needs="tier"), "succeeded", [4]),
    ],
    ids=str,
)
async def test_a_price_list_that_moved_never_costs_more(
    fake: FakeIma, tmp_path: Path, change: Fault, stood: str, charged: list[int]
) -> None:
    """Between quote and order ids and prices change: the same thing at no more than was agreed, or nothing."""
    fake.fail_next("create", change)
    result = await order(fake, tmp_path)
    assert (result.status, result.credit) == (stood, sum(charged))
    assert [charge.points for charge in fake.charges] == charged


@pytest.mark.parametrize(("seconds", "stood", "charges"), [(1, "succeeded", 1), (100_000, "rejected", 0)])
async def test_a_server_that_is_down_gets_the_order_later_or_not(
    fake: FakeIma, tmp_path: Path, seconds: float, stood: str, charges: int
) -> None:
    """A refused connection has surely taken nothing: the same order goes out again, three times at most."""
    async with studio_before(fake, tmp_path) as studio:
        quote = await studio.quote(CAT)
        await fake.go_down(seconds)
        result = await studio.generate(CAT, quote=quote)
    assert (result.status, len(fake.charges)) == (stood, charges)
    assert stood == "succeeded" or (result.error is not None and result.error.kind is Kind.NETWORK)


async def test_points_that_run_out_in_the_middle_end_only_that_order(fake: FakeIma, tmp_path: Path) -> None:
    """The fourth is refused; what runs, ends."""
    fake.fail_next("create", envelope(4008), skip=3)
    async with studio_before(fake, tmp_path) as studio:
        results = [await studio.submit(attrs.evolve(CAT, prompt=f"cat {number}")) for number in range(5)]
        ended = [await studio.wait(result.id) if result.status == "running" else result for result in results]
    assert [result.status for result in ended] == [*["succeeded"] * 3, "rejected", "succeeded"]
    assert len(fake.charges) == 4


# polling


ANYTHING = [
    *[reset("unread"), reset("handled"), reset("answering"), drop_before(), drop_after_charge(), delay(9), trickle(1)],
    *[body(what) for what in BODIES],
    *[bare(number) for number in (401, 403, 404, 429, 500, 502, 503, 504)],
    *[envelope(code) for code in (400, 401, 404, 429, 500, 503, 7777)],
    *[instead(value) for value in MISLEADING],
    *[bare(429, retry_after=30), envelope(404, status=200), status(500), redirect(), redirect(status=307)],
]


@pytest.mark.parametrize("fault", [*ANYTHING, *map(medias, MEDIAS)], ids=str)
async def test_no_answer_to_a_question_ends_a_paid_wait(fake: FakeIma, tmp_path: Path, fault: Fault) -> None:
    """Four times in a row, from the first question on: it is asked again until all results are there."""
    fake.fail_next("detail", fault, times=4)
    result = await order(fake, tmp_path, attrs.evolve(CAT, n=2))
    assert (result.status, len(result.medias), len(fake.charges)) == ("succeeded", 2, 1)
    assert all(media.address for media in result.medias)


@pytest.mark.parametrize("what", MEDIAS)
async def test_results_that_are_ready_but_unreadable_are_asked_for_again(
    fake: FakeIma, tmp_path: Path, what: str
) -> None:
    """Twisted after the result is there: only a real address ends the wait, a watermarked one included."""
    async with studio_before(fake, tmp_path) as studio:
        ordered = await studio.submit(attrs.evolve(CAT, n=2))
        fake.clock.advance(1000)
        fake.fail_next("detail", medias(what), times=2)
        result = await studio.wait(ordered.id)
    assert (result.status, len(result.medias)) == ("succeeded", 2)
    assert all(media.address for media in result.medias)


async def test_retry_after_is_kept_to_while_polling(fake: FakeIma, tmp_path: Path) -> None:
    """Half a minute asked for is half a minute given."""
    fake.fail_next("detail", bare(429, retry_after=30))
    assert (await order(fake, tmp_path)).ok
    first, second, *_ = [request.at for request in fake.requests if request.call == "detail"]
    assert second - first >= 30


async def test_the_person_is_told_when_it_gets_slow(fake: FakeIma, tmp_path: Path) -> None:
    """Not of one miss, but of several."""
    heard: list[News] = []

    class Subscriber:
        async def tell(self, news: News) -> None:
            heard.append(news)

    fake.fail_next("detail", bare(502), times=4)
    async with studio_before(fake, tmp_path) as studio:
        await studio.generate(CAT, messenger=Subscriber())
    assert len([news for news in heard if isinstance(news, Slowed)]) == 2


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (fail_media(1), Kind.GENERATION_FAILED),
        (fail_media(1, resource_status=3), Kind.NO_DETAILS),
        (fail_media(1, resource_status=3, status="deleted"), Kind.DELETED),
        (fail_media(1, resource_status=1), Kind.NO_DETAILS),
        (fail_media(1, "content policy violation"), Kind.MODERATION),
    ],
    ids=str,
)
async def test_a_failed_result_ends_it(fake: FakeIma, tmp_path: Path, fault: Fault, kind: Kind) -> None:
    """One of two fails: the generation has failed, it was charged, and the other is kept once it is there."""
    fake.fail_next("create", fault)
    async with studio_before(fake, tmp_path) as studio:
        result = await studio.generate(attrs.evolve(CAT, n=2))
        assert result.error is not None
        assert (result.status, result.exit_code, result.credit, result.error.kind) == ("failed", 1, 8, kind)
        fake.clock.advance(1000)
        assert len((await studio.wait(result.id)).medias) == 1
    assert len(fake.charges) == 1


async def test_a_task_that_never_ends_ends_the_wait_alone(fake: FakeIma, tmp_path: Path) -> None:
    """The person is told that it is paid for and goes on; a later look finds it still running."""
    fake.fail_next("create", never_ends(), overdue())
    async with studio_before(fake, tmp_path) as studio:
        result = await studio.generate(CAT)
        assert (result.status, result.exit_code, result.credit) == ("running", 4, 4)
        assert (await studio.wait(result.id, timeout=60)).exit_code == 4
    assert len(fake.charges) == 1


# what costs nothing is tried again


PASSING = [
    *[reset("unread"), reset("handled"), reset("answering"), drop_before(), delay(9), trickle(1)],
    *[body(what) for what in BODIES],
    *[bare(number) for number in (429, 500, 502, 503, 504)],
    *[envelope(429), envelope(500), envelope(503, retry_after=1), bare(429, retry_after=1), instead([])],
]


@pytest.mark.parametrize("fault", PASSING, ids=str)
@pytest.mark.parametrize("call", ["products", "token"])
async def test_lists_and_tokens_are_asked_for_again(
    fake: FakeIma, photo: Wish, tmp_path: Path, call: str, fault: Fault
) -> None:
    """Twice nothing of use, then the order goes its way."""
    fake.fail_next(call, fault, times=2)
    result = await order(fake, tmp_path, photo)
    assert result.ok, result.error
    assert len(fake.charges) == 1


@pytest.mark.parametrize("fault", PASSING, ids=str)
async def test_verification_is_asked_for_again(fake: FakeIma, photo: Wish, tmp_path: Path, fault: Fault) -> None:
    """Seedance 2.0 is told of an input only when it was looked at."""
    fake.fail_next("verify", fault, times=2)
    wish = attrs.evolve(
        photo, task_type="reference_image_to_video", model="ima-pro-fast", params={}, deliver_to=None, max_points=500
    )
    result = await order(fake, tmp_path, wish)
    assert result.ok, result.error
    assert len(fake.charges) == 1


@pytest.mark.parametrize(
    "fault",
    [
        *[reset("unread"), reset("reading"), reset("handled"), drop_before(), drop_after_charge(), delay(9)],
        *[bare(number) for number in (429, 500, 502, 503, 504)],
    ],
    ids=str,
)
async def test_an_upload_that_is_cut_goes_up_again(fake: FakeIma, photo: Wish, tmp_path: Path, fault: Fault) -> None:
    """The whole picture lies there before anything is ordered."""
    fake.fail_next("put", fault, times=3)
    result = await order(fake, tmp_path, photo)
    assert result.ok, result.error
    assert len(fake.charges) == 1


@pytest.mark.parametrize(
    ("call", "fault", "kind"),
    [
        ("token", envelope(401), Kind.UNAUTHORIZED),
        ("token", envelope(400), Kind.UPLOAD_FAILED),
        ("token", bare(403), Kind.UPLOAD_FAILED),
        ("put", bare(403), Kind.UPLOAD_FAILED),
        ("put", redirect("https://example.com/elsewhere"), Kind.UPLOAD_FAILED),
    ],
    ids=str,
)
async def test_an_upload_that_is_refused_orders_nothing(
    fake: FakeIma, photo: Wish, tmp_path: Path, call: str, fault: Fault, kind: Kind
) -> None:
    """It ends before the paid POST, and the picture goes nowhere else."""
    fake.fail_next(call, fault, times=9)
    result = await order(fake, tmp_path, photo)
    assert result.error is not None
    assert (result.status, result.error.kind, sent(fake), fake.charges) == ("rejected", kind, 0, ())


@pytest.mark.parametrize(
    "fault",
    [
        *[bare(404), bare(503), redirect(), redirect(status=307), drop_before(), reset("unread"), reset("answering")],
        *[trickle(1, pieces=9), delay(9), *(body(what) for what in BODIES if what != "huge")],
    ],
    ids=str,
)
async def test_a_result_comes_down_whole(fake: FakeIma, tmp_path: Path, fault: Fault) -> None:
    """Not there yet, moved, cut, slow or something else at first: on disk lies what the vendor made, and nothing else."""
    fake.fail_next("cdn", fault, times=2)
    result = await order(fake, tmp_path, attrs.evolve(CAT, deliver_to=str(tmp_path / "out")))
    assert result.ok, result.error
    (path,) = (tmp_path / "out").iterdir()
    async with aiohttp.ClientSession() as session, session.get(result.url or "") as response:
        assert path.read_bytes() == await response.read()


@pytest.mark.parametrize(
    "fault",
    [
        *[
            redirect(),
            redirect("http://169.254.169.254/latest"),
            redirect("https://10.0.0.1/"),
            redirect("file:///etc/passwd"),
        ],
        *[bare(403), bare(404), body("html"), body("huge"), reset("answering")],
    ],
    ids=str,
)
async def test_a_result_that_never_comes_down_is_not_lost(fake: FakeIma, tmp_path: Path, fault: Fault) -> None:
    """It is paid for and has an address: the person gets that, nothing half lies on disk, and a later try fetches it."""
    fake.fail_next("cdn", fault, times=100)
    wish = attrs.evolve(CAT, deliver_to=str(tmp_path / "out"))
    async with studio_before(fake, tmp_path, largest_result=10_000_000) as studio:
        result = await studio.generate(wish)
        assert result.error is not None
        assert (result.status, result.error.kind, result.exit_code) == ("succeeded", Kind.DELIVERY_FAILED, 1)
        assert result.url
        assert list((tmp_path / "out").iterdir()) == []
        fake.script.clear()
        assert [after.ok for after in await studio.resume()] == [True]
    assert [path.suffix for path in (tmp_path / "out").iterdir()] == [".png"]
    assert len(fake.charges) == 1


# time-outs are the client's own, in real time: here they are short


@pytest.fixture
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CREATE_SECONDS", "API_SECONDS"):
        monkeypatch.setattr(http, name, 0.3)
    monkeypatch.setattr(sessions, "MEDIA_TIMEOUT", aiohttp.ClientTimeout(total=0.3))


@pytest.mark.usefixtures("_impatient")
@pytest.mark.parametrize("handled", [False, True])
async def test_an_order_that_times_out_is_unknown(tmp_path: Path, *, handled: bool) -> None:
    """Taken before or after the client hung up: charged once at most, and never sent again."""
    async with FakeIma(strict=True, hand_clock=True) as fake:
        fake.fail_next("create", delay(600, handled=handled))
        result = await order(fake, tmp_path)
        assert (result.status, sent(fake), len(fake.charges)) == ("unknown", 1, int(handled))


@pytest.mark.usefixtures("_impatient")
@pytest.mark.parametrize("call", ["products", "token", "detail", "cdn"])
async def test_what_costs_nothing_times_out_and_is_tried_again(photo: Wish, tmp_path: Path, call: str) -> None:
    """An answer that does not come in time is asked for once more."""
    async with FakeIma(strict=True, hand_clock=True) as fake:
        fake.fail_next(call, delay(10**6))
        result = await order(fake, tmp_path, photo)
        assert result.ok, result.error
        assert len(fake.charges) == 1
