"""Faults as values, and what is remembered of requests."""

import asyncio

import pytest

from imastudio import fakeserver
from imastudio.fakeserver.catalogues.catalogue import Catalogue
from imastudio.fakeserver.http.server import FakeIma
from imastudio.fakeserver.scenario.fault_queue import EVERYTHING, Script, decode_faults, decode_rates, everything
from imastudio.fakeserver.scenario.faults import (
    BODIES,
    CALLS,
    KINDS,
    MEDIAS,
    Fault,
    body,
    decode_fault,
    delay,
    drop_after_charge,
    drop_before,
    envelope,
    medias,
    overdue,
    price_list,
)
from imastudio.fakeserver.vendor import records
from imastudio.fakeserver.vendor.answers import PendingResponse
from imastudio.fakeserver.vendor.clock import VendorClock
from imastudio.fakeserver.vendor.records import Log, mask_fields, mask_json
from imastudio.fakeserver.vendor.refusals import VendorRefusal, refused


async def test_an_envelope_refuses_with_its_code() -> None:
    """A known code brings its wording, a message of one's own replaces it, and the status can be chosen."""
    for fault, told in [
        (envelope(4008), (4008, "Insufficient points", 200)),
        (envelope(429), (429, "Too many requests", 429)),
        (envelope(4014, "pay first"), (4014, "pay first", 200)),
        (envelope(500, status=200), (500, "Internal server error", 200)),
        (envelope(7777), (7777, "error 7777", 200)),
    ]:
        with pytest.raises(VendorRefusal) as caught:
            await fault.before(FakeIma(hand_clock=True))
        assert (caught.value.code, caught.value.message, caught.value.status) == told


def test_a_refusal_tells_what_is_wrong() -> None:
    """The detail follows the wording, and the envelope has no data."""
    assert refused(400, "n").envelope() == {"code": 400, "message": "Bad request: n", "data": None}
    assert refused(7777, "n").message == "n"


async def test_a_real_delay_does_not_wait_for_the_hand() -> None:
    """In real seconds a delay ends though the server's clock stands still."""
    await delay(0.01, real=True).before(FakeIma(hand_clock=True))


@pytest.mark.parametrize("handled", [False, True])
async def test_no_delay_is_over_at_once(handled: bool) -> None:  # noqa: FBT001 - pytest gives it
    """Nobody need turn the clock for it."""
    fault, fake = delay(0, handled=handled), FakeIma(hand_clock=True)
    async with asyncio.timeout(5):
        await fault.before(fake)
        await fault.after(fake)
    assert fake.clock.next_at is None


async def test_a_fault_that_says_nothing_does_nothing() -> None:
    """Every step of a fault may be left out."""
    fault, scene, answer = Fault(), FakeIma(hand_clock=True), PendingResponse(body=b"{}")
    await fault.arrived(None)  # type: ignore[arg-type] # nobody looks at it
    await fault.before(scene)
    await fault.after(scene)
    assert fault.told(answer) is answer


def test_a_script_is_read_in_order() -> None:
    """Each request of a call takes the next entry; other calls are not touched."""
    script = Script()
    first, second = (envelope(1),), (envelope(2), envelope(3))
    script.add("create", first, times=2)
    script.add("create", second, skip=1)
    assert script.take("detail") == ()
    assert [script.take("create") for _ in range(5)] == [first, first, (), second, ()]
    with pytest.raises(ValueError, match="call must be one of"):
        script.add("pay", first)
    assert "pay" not in CALLS


@pytest.mark.parametrize(
    "source",
    [
        {"kind": "envelope", "code": 4008},
        {"kind": "delay", "seconds": 3, "handled": True},
        {"kind": "go_down", "seconds": 3},
        {"kind": "reset", "at": "unread"},
        {"kind": "trickle", "seconds": 1, "pieces": 9},
        {"kind": "bare", "status": 503, "retry_after": 7},
        {"kind": "status", "status": 500},
        {"kind": "instead", "value": {"code": 0}},
        {"kind": "body", "what": "html"},
        {"kind": "redirect", "to": "https://example.com", "status": 307},
        {"kind": "never_ends"},
        {"kind": "overdue", "seconds": 60},
        {"kind": "medias", "what": "none"},
        {"kind": "price_list", "points": 1, "ids": "new", "needs": "tier"},
        {"kind": "drop_before"},
        {"kind": "drop_after_charge"},
        {"kind": "fail_media", "index": 1, "reason": "no luck"},
    ],
)
def test_faults_come_from_json(source: dict[str, object]) -> None:
    """Every fault can be written as JSON."""
    assert isinstance(decode_fault(source), Fault)


@pytest.mark.parametrize(
    "source",
    [
        {},
        {"kind": "flood"},
        {"kind": ["x"]},
        {"kind": "envelope"},
        {"kind": "envelope", "code": "x"},
        {"kind": "envelope", "code": 400, "status": 99},
        {"kind": "delay", "seconds": 1, "hours": 1},
        {"kind": "delay", "seconds": "x"},
        {"kind": "delay", "seconds": -1},
        {"kind": "delay", "seconds": 1, "real": "no"},
        {"kind": "reset", "at": "noon"},
        {"kind": "bare", "status": 42},
        {"kind": "bare"},
        {"kind": "body", "what": "poem"},
        {"kind": "redirect", "status": 200},
        {"kind": "medias", "what": 5},
        {"kind": "price_list", "ids": "odd"},
        {"kind": "trickle", "seconds": 1, "pieces": 0},
        {"kind": "fail_media", "index": "x"},
        {"kind": "fail_media", "resource_status": 0},
    ],
)
def test_json_that_is_no_fault_is_refused(source: dict[str, object]) -> None:
    """An unknown kind and options that don't fit are told apart from faults."""
    with pytest.raises(ValueError, match=r"kind must be|does not take"):
        decode_fault(source)


def test_chance_repeats_by_its_seed() -> None:
    """The same seed gives each call the same faults, whatever the others do; scripted ones go first."""
    scripted = envelope(1)
    rates: dict[Fault | tuple[Fault, ...], float] = {drop_before(): 0.3, (delay(3), drop_after_charge()): 0.3}

    def drawn(seed: int) -> list[tuple[Fault, ...]]:
        script = Script()
        script.chaos(seed, {"create": rates})
        script.add("create", (scripted,))
        return [script.take("create") for _ in range(200)]

    assert drawn(1) == drawn(1) != drawn(2)
    assert drawn(1)[0] == (scripted,)
    counts = [drawn(1).count(faults) for faults in ((), (drop_before(),), (delay(3), drop_after_charge()))]
    assert [40 < count < 100 for count in counts] == [True] * 3


def test_chance_can_end() -> None:
    """Empty rates, and clearing, leave nothing to come."""
    script = Script()
    script.chaos(1, {"create": {drop_before(): 1.0}})
    assert script.take("create") == (drop_before(),)
    script.chaos(1, {})
    assert script.take("create") == ()
    script.add("create", (drop_before(),))
    script.chaos(1, {"create": {drop_before(): 1.0}})
    script.clear()
    assert script.take("create") == ()


@pytest.mark.parametrize(
    "rates", [{"pay": {drop_before(): 0.1}}, {"create": {drop_before(): -0.1}}, {"create": {drop_before(): 1.1}}]
)
def test_odd_rates_are_refused(rates: dict[str, dict[Fault, float]]) -> None:
    """A rate is a share of the requests of a call that there is."""
    with pytest.raises(ValueError, match=r"call must be|rates of a call"):
        Script().chaos(1, rates)


def test_everything_is_everything() -> None:
    """The usual mix has faults for every call, and adds up to the rate asked for."""
    assert set(EVERYTHING) == set(CALLS)
    assert {round(sum(entries.values()), 6) for entries in everything(0.2).values()} == {0.2}
    Script().chaos(1, everything(1.0))


def test_rates_come_from_json() -> None:
    """A rate and a list of faults, for each call."""
    entry = {"rate": 0.5, "faults": [{"kind": "delay", "seconds": 3}, {"kind": "drop_before"}]}
    assert decode_rates({"create": [entry], "cdn": []}) == {
        "create": {(delay(3), drop_before()): 0.5},
        "cdn": {},
    }


@pytest.mark.parametrize("source", [[], {"create": 5}, {"create": [5]}, {"create": [{"rate": True, "faults": []}]}])
def test_json_that_is_no_rates_is_refused(source: object) -> None:
    """What has another shape is told."""
    with pytest.raises(ValueError, match="rate"):
        decode_rates(source)
    with pytest.raises(ValueError, match="faults"):
        decode_faults("x")


def test_every_kind_has_a_word() -> None:
    """What can be asked for in JSON can be imported from the package."""
    assert set(KINDS) | {"FakeIma", "Hold"} == set(fakeserver.__all__)


@pytest.mark.parametrize("what", BODIES)
def test_no_spoiled_body_can_be_read(what: str) -> None:
    """None of them is JSON, except the huge one, which nobody should read to its end."""
    answer = body(what).told(PendingResponse(body=b'{"code": 0, "data": {"id": "task_1"}}'))
    assert (answer.json is None, answer.padding > 0) == (what != "huge", what == "huge")


@pytest.mark.parametrize("what", MEDIAS)
def test_twisted_medias_claim_no_less_than_the_task(what: str) -> None:
    """Every twist changes the answer of a finished task, and none makes a failure of it."""
    done = {"resource_status": 1, "status": "success", "url": "u", "watermark_url": "w", "preview_url": "p"}
    before = PendingResponse().with_json({"code": 0, "data": {"medias": [done, done]}})
    after = medias(what).told(before).json["data"].get("medias", "absent")
    assert after != [done, done]
    assert "failed" not in str(after)


def test_what_has_no_medias_is_left_alone() -> None:
    """A fault of details and one of creates do nothing to other answers."""
    for answer in (
        PendingResponse(),
        PendingResponse(body=b"[]"),
        PendingResponse(body=b'{"data": null}'),
        PendingResponse(body=b'{"data": {}}'),
    ):
        assert medias("none").told(answer) is answer
        assert overdue().told(answer) is answer


def test_a_price_list_can_move() -> None:
    """Prices, ids and what a rule names change for this catalogue, and for no other."""

    def rules(catalogue: Catalogue) -> list[dict[str, object]]:
        leaf = catalogue.find("text_to_image", "gemini-3.1-flash-image", "gemini-3.1-flash-image-preview")
        return [] if leaf is None else leaf["credit_rules"]

    before = rules(Catalogue())
    changed = Catalogue()
    changed.change(points=2, ids="turned", needs="tier")
    assert [rule["points"] for rule in rules(changed)] == [int(str(rule["points"])) + 2 for rule in before]
    ids = [rule["attribute_id"] for rule in before]
    assert [rule["attribute_id"] for rule in rules(changed)] == [*ids[1:], ids[0]]
    assert {rule["attributes"]["tier"] for rule in rules(changed)} == {"standard"}  # type: ignore[index] # it is one
    changed.change(ids="new", points=-1000)
    assert not {rule["attribute_id"] for rule in rules(changed)} & set(ids)
    assert {rule["points"] for rule in rules(changed)} == {1}
    assert rules(Catalogue()) == before


async def test_a_price_list_is_whole_again_after_a_reset() -> None:
    """What a fault changed, a reset takes back."""
    fake = FakeIma()
    before = fake.world.catalogue.tree("text_to_image")
    await price_list(points=5).before(fake)
    assert fake.world.catalogue.tree("text_to_image") != before
    fake.reset()
    assert fake.world.catalogue.tree("text_to_image") == before


async def test_an_alarm_rings_when_the_clock_is_turned() -> None:
    """By hand before `advance` returns, of itself by a running clock."""
    rung: list[str] = []
    clock = VendorClock(hand=True)
    clock.alarm(5, lambda: rung.append("hand"))
    assert clock.next_at is None
    clock.advance(4)
    assert rung == []
    clock.advance(1)
    assert rung == ["hand"]
    running = VendorClock()
    running.alarm(0.01, lambda: rung.append("running"))
    await running.sleep(0.05)
    assert rung == ["hand", "running"]


def test_keys_are_masked_wherever_they_stand() -> None:
    """No key is kept: not in headers, query, names or values of a body."""
    keys = ["ima_secret"]
    assert mask_fields({"Authorization": "Bearer ima_secret", "X": "a ima_secret"}, keys) == {
        "Authorization": "Bearer ima_***",
        "X": "a ima_***",
    }
    assert mask_fields({"authorization": "Bearer someone's", "appUid": "x", "cmimToken": "y"}, keys) == {
        "authorization": "Bearer ima_***",
        "appUid": "ima_***",
        "cmimToken": "ima_***",
    }
    assert mask_fields({"AUTHORIZATION": "ima_other"}, keys) == {"AUTHORIZATION": "ima_***"}
    assert mask_json({"a": ["ima_secret", 1], "ima_secret": None}, keys) == {"a": ["ima_***", 1], "ima_***": None}


def test_only_so_many_requests_are_kept() -> None:
    """A long run forgets its oldest requests, and still counts them."""
    log = Log()
    for _ in range(records.KEPT + 1):
        log.open(at=0, call="detail", method="POST", path="/", query={}, headers={})
    assert (len(log.entries), log.count, log.entries[0].number) == (records.KEPT, records.KEPT + 1, 2)
    log.clear()
    assert (len(log.entries), log.count) == (0, 0)


def test_the_face_is_lazy() -> None:
    """The package offers its names, and nothing else."""
    for name in fakeserver.__all__:
        assert callable(getattr(fakeserver, name))
    with pytest.raises(AttributeError, match="has no attribute"):
        _ = fakeserver.nothing
