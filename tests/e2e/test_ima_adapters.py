"""The vendor's adapters before the fake server: what the account book says is the judge."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import attrs
import pytest

from imastudio.domain.lifecycle.answers import Accepted, Denied, Detail, Unclear, Unsent
from imastudio.domain.orders import Content, CreateRequest, Input, SentInput
from imastudio.domain.orders.tasks import InputKind, TaskType
from imastudio.domain.quoting.catalog import Leaf
from imastudio.fakeserver import FakeIma, drop_after_charge, drop_before, envelope
from imastudio.fakeserver.media import picture, sound, video
from imastudio.testing.strategies import an_order
from tests.vendor import Adapters, adapters


@pytest.fixture
async def fake() -> AsyncIterator[FakeIma]:
    """Return a strict fake server whose clock is turned by hand."""
    async with FakeIma(strict=True, hand_clock=True, seed=1) as server:
        yield server


@pytest.fixture
async def ours(fake: FakeIma) -> AsyncIterator[Adapters]:
    """Return the adapters before it."""
    async with adapters(fake.url, key=fake.key) as made:
        yield made


def cheapest(leaf: Leaf, sent: tuple[SentInput, ...] = (), **changes: Any) -> CreateRequest:
    """Return an order of a leaf at its first price."""
    rule = leaf.rules[0]
    defaults = {field.name: field.default for field in leaf.fields if field.default is not None and field.name != "n"}
    params = {**defaults, **{name: value for name, value in rule.attributes.items() if name != "default"}}
    order = an_order(
        task_type=leaf.task_type,
        model_id=leaf.model_id,
        model_name=leaf.name,
        version_id=leaf.version_id,
        attribute_id=rule.attribute_id,
        points=rule.points,
        params=params,
        input_count=len(sent),
    )
    return CreateRequest(attrs.evolve(order, **changes), Content(prompt="a heron", sent=sent))


async def leaf_of(ours: Adapters, task_type: TaskType, model_id: str | None = None) -> Leaf:
    """Return the first leaf of a task type, or of a model in it."""
    catalog = await ours.service.products(task_type)
    return next(leaf for leaf in catalog.leaves if model_id in {None, leaf.model_id})


async def test_an_order_is_charged_as_often_as_it_makes_results(fake: FakeIma, ours: Adapters) -> None:
    """One charge for n results, and all of them are told and fetched."""
    request = cheapest(await leaf_of(ours, TaskType.TEXT_TO_IMAGE), n=3)
    accepted = await ours.service.create(request)
    assert isinstance(accepted, Accepted)
    assert [(charge.points, charge.n) for charge in fake.charges] == [(request.order.points, 3)]
    fake.clock.advance(1000)
    detail = await ours.service.detail(accepted.task_id)
    assert isinstance(detail, Detail)
    assert len(detail.medias) == 3


async def test_what_is_lost_may_have_been_charged(fake: FakeIma, ours: Adapters) -> None:
    """The same answer stands for a charge and for none: nobody but the vendor knows."""
    request = cheapest(await leaf_of(ours, TaskType.TEXT_TO_IMAGE))
    fake.fail_next("create", drop_before())
    assert (await ours.service.create(request), len(fake.charges)) == (Unclear(), 0)
    fake.fail_next("create", drop_after_charge())
    assert (await ours.service.create(request), len(fake.charges)) == (Unclear(), 1)


async def test_what_never_left_was_never_charged(fake: FakeIma, ours: Adapters) -> None:
    """A server that is gone has charged nothing."""
    request = cheapest(await leaf_of(ours, TaskType.TEXT_TO_IMAGE))
    await fake.stop()
    assert (await ours.service.create(request), len(fake.charges)) == (Unsent(), 0)


async def test_a_stale_price_is_refused_uncharged(fake: FakeIma, ours: Adapters) -> None:
    """The vendor's code arrives, and the book is empty."""
    request = cheapest(await leaf_of(ours, TaskType.TEXT_TO_IMAGE))
    wrong = attrs.evolve(request, order=attrs.evolve(request.order, points=request.order.points + 1))
    answer = await ours.service.create(wrong)
    assert isinstance(answer, Denied)
    assert (answer.code, fake.charges) == (6006, ())


async def test_products_outlast_a_bad_minute(fake: FakeIma, ours: Adapters, monkeypatch: pytest.MonkeyPatch) -> None:
    """A list that fails twice is had all the same, in real time."""
    monkeypatch.setattr("imastudio.adapters.ima.retries.MAX_PAUSE_S", 0.0)
    fake.fail_next("products", envelope(500), times=1)
    assert (await ours.service.products(TaskType.TEXT_TO_SPEECH)).leaves


async def test_seedance_gets_what_it_wants_to_know(fake: FakeIma, ours: Adapters, tmp_path: Path) -> None:
    """Pictures, films and sounds are uploaded, verified and described as its own rules demand."""
    files = {
        InputKind.IMAGE: ("a.png", picture("a heron", 640, 480)),
        InputKind.VIDEO: ("a.mp4", video()),
        InputKind.AUDIO: ("a.wav", sound(3.0)),
    }
    sent: list[SentInput] = []
    for kind, (name, content) in files.items():
        (tmp_path / name).write_bytes(content)
        sent.append(await ours.uploads.put(Input(str(tmp_path / name), kind)))
        await ours.uploads.verify(sent[-1])
    leaf = await leaf_of(ours, TaskType.REFERENCE_IMAGE_TO_VIDEO, "ima-pro")
    assert isinstance(await ours.service.create(cheapest(leaf, tuple(sent))), Accepted)
    assert len(fake.charges) == 1


@pytest.mark.parametrize("method", ["get", "post"])
async def test_a_picture_goes_up_and_comes_down_again(fake: FakeIma, tmp_path: Path, method: Any) -> None:
    """What was put can be read at the address, byte for byte, by either way of asking for the token."""
    path = tmp_path / "a.jpg"
    path.write_bytes(picture("a heron", 320, 200, format="jpeg"))
    async with adapters(fake.url, key=fake.key, upload_token_method=method, keep_metadata=True) as ours:
        sent = await ours.uploads.put(Input(str(path)))
        async with ours.http.media.get(sent.url) as response:
            assert await response.read() == path.read_bytes()


async def test_results_are_fetched(fake: FakeIma, ours: Adapters, tmp_path: Path) -> None:
    """What the vendor made lies on disk, in order, with the suffix of its content."""
    accepted = await ours.service.create(cheapest(await leaf_of(ours, TaskType.TEXT_TO_IMAGE), n=2))
    assert isinstance(accepted, Accepted)
    fake.clock.advance(1000)
    detail = await ours.service.detail(accepted.task_id)
    assert isinstance(detail, Detail)
    paths = await ours.delivery.fetch([state.media for state in detail.medias], str(tmp_path), "a/heron")
    assert [Path(path).name for path in paths] == ["a_heron-1.png", "a_heron-2.png"]
