"""Faults as values, and what is remembered of requests."""

import pytest

from imastudio import fakeserver
from imastudio.fakeserver import records
from imastudio.fakeserver.clock import Clock
from imastudio.fakeserver.faults import CALLS, Fault, Script, decode_fault, envelope, slow
from imastudio.fakeserver.records import Log, mask_fields, mask_json
from imastudio.fakeserver.refusals import Refused, refused


async def test_an_envelope_refuses_with_its_code() -> None:
    """A known code brings its wording, a message of one's own replaces it, and the status can be chosen."""
    for fault, told in [
        (envelope(4008), (4008, "Insufficient points", 200)),
        (envelope(429), (429, "Too many requests", 429)),
        (envelope(4014, "pay first"), (4014, "pay first", 200)),
        (envelope(500, status=200), (500, "Internal server error", 200)),
        (envelope(7777), (7777, "error 7777", 200)),
    ]:
        with pytest.raises(Refused) as caught:
            await fault.before(Clock(hand=True))
        assert (caught.value.code, caught.value.message, caught.value.status) == told


def test_a_refusal_tells_what_is_wrong() -> None:
    """The detail follows the wording, and the envelope has no data."""
    assert refused(400, "n").envelope() == {"code": 400, "message": "Bad request: n", "data": None}
    assert refused(7777, "n").message == "n"


async def test_a_real_delay_does_not_wait_for_the_hand() -> None:
    """In real seconds a delay ends though the server's clock stands still."""
    await slow(0.01, real=True).before(Clock(hand=True))


async def test_a_fault_that_says_nothing_does_nothing() -> None:
    """Every step of a fault may be left out."""
    fault = Fault()
    await fault.before(Clock(hand=True))
    await fault.after(Clock(hand=True))


def test_a_script_is_read_in_order() -> None:
    """Each request of a call takes the next entry; other calls are not touched."""
    script = Script()
    first, second = (envelope(1),), (envelope(2), envelope(3))
    script.add("create", first, times=2)
    script.add("create", second)
    assert script.take("detail") == ()
    assert [script.take("create") for _ in range(4)] == [first, first, second, ()]
    with pytest.raises(ValueError, match="call must be one of"):
        script.add("pay", first)
    assert "pay" not in CALLS


@pytest.mark.parametrize(
    "source",
    [
        {"kind": "envelope", "code": 4008},
        {"kind": "slow", "seconds": 3},
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
        {"kind": "slow", "seconds": 1, "hours": 1},
        {"kind": "slow", "seconds": "x"},
        {"kind": "slow", "seconds": -1},
        {"kind": "fail_media", "index": "x"},
        {"kind": "fail_media", "resource_status": 0},
    ],
)
def test_json_that_is_no_fault_is_refused(source: dict[str, object]) -> None:
    """An unknown kind and options that don't fit are told apart from faults."""
    with pytest.raises(ValueError, match=r"kind must be|does not take"):
        decode_fault(source)


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
