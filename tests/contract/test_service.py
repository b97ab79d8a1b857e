"""What holds for every vendor: what can be ordered is listed, an order is taken once, and a task ends with its results."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import attrs
import pytest

from imastudio.adapters.memory.clock import HandClock
from imastudio.adapters.memory.service import MemoryService
from imastudio.domain.kernel.errors import AccountProblem, ServiceUnavailable, error_for
from imastudio.domain.kernel.failures import Failure, Kind
from imastudio.domain.lifecycle.answers import Accepted, Denied, Detail, Unclear
from imastudio.domain.orders import Content, CreateRequest
from imastudio.domain.orders.tasks import TaskType
from imastudio.domain.quoting.catalog import Catalog, Leaf, Rule
from imastudio.fakeserver import FakeIma, drop_after_charge, envelope
from imastudio.ports.service import Service
from imastudio.testing.strategies import an_order
from tests.vendor import adapters

LEAF = Leaf(
    task_type=TaskType.TEXT_TO_IMAGE,
    model_id="m",
    version_id="v",
    name="M",
    rules=(Rule(attribute_id=1, points=4, attributes={"default": "enabled"}),),
)


@attrs.frozen(kw_only=True)
class Vendor:
    """A service, and the hands that a test has on it."""

    service: Service
    let_time_pass: Callable[[float], Awaitable[Any]]
    deny_next_create: Callable[[], Any]
    lose_next_answer: Callable[[], Any]
    break_products: Callable[[], Any]


@pytest.fixture(params=["memory", "http"])
async def vendor(request: pytest.FixtureRequest) -> AsyncIterator[Vendor]:
    """Return each service, before a vendor whose results take a while."""
    if request.param == "memory":
        clock = HandClock()
        memory = MemoryService([Catalog(TaskType.TEXT_TO_IMAGE, (LEAF,))], clock=clock, seconds=10)
        unauthorized = error_for(Failure(kind=Kind.UNAUTHORIZED, code=401))
        yield Vendor(
            service=memory,
            let_time_pass=clock.advance,
            deny_next_create=lambda: memory.create_answers.append(Denied(code=4008)),
            lose_next_answer=lambda: memory.create_answers.append(Unclear()),
            break_products=lambda: memory.catalog_errors.append(unauthorized),
        )
        return

    async with FakeIma(strict=True, hand_clock=True) as fake, adapters(fake.url, key=fake.key) as ours:

        async def advance(seconds: float) -> None:
            fake.clock.advance(seconds)

        yield Vendor(
            service=ours.service,
            let_time_pass=advance,
            deny_next_create=lambda: fake.fail_next("create", envelope(4008)),
            lose_next_answer=lambda: fake.fail_next("create", drop_after_charge()),
            break_products=lambda: fake.fail_next("products", envelope(401)),
        )


async def ordered(vendor: Vendor, n: int = 1) -> CreateRequest:
    """Return an order of the first thing on the list, at its first price."""
    catalog = await vendor.service.products(TaskType.TEXT_TO_IMAGE)
    leaf = catalog.leaves[0]
    rule = leaf.rules[0]
    defaults = {field.name: field.default for field in leaf.fields if field.default is not None and field.name != "n"}
    params = {**defaults, **{name: value for name, value in rule.attributes.items() if name != "default"}}
    return CreateRequest(
        an_order(
            model_id=leaf.model_id,
            model_name=leaf.name,
            version_id=leaf.version_id,
            attribute_id=rule.attribute_id,
            points=rule.points,
            params=params,
            n=n,
        ),
        Content(prompt="a heron"),
    )


async def test_what_can_be_ordered_is_listed(vendor: Vendor) -> None:
    """The catalog is that of the task type asked for."""
    catalog = await vendor.service.products(TaskType.TEXT_TO_IMAGE)
    assert catalog.task_type is TaskType.TEXT_TO_IMAGE
    assert {leaf.task_type for leaf in catalog.leaves} == {TaskType.TEXT_TO_IMAGE}


async def test_products_that_cannot_be_had_raise(vendor: Vendor) -> None:
    """A list has no value that stands for its absence."""
    vendor.break_products()
    with pytest.raises((AccountProblem, ServiceUnavailable)):
        await vendor.service.products(TaskType.TEXT_TO_IMAGE)


async def test_each_order_is_a_task_of_its_own(vendor: Vendor) -> None:
    """The same order twice is two tasks: there is no idempotency."""
    request = await ordered(vendor)
    first, second = await vendor.service.create(request), await vendor.service.create(request)
    assert isinstance(first, Accepted)
    assert isinstance(second, Accepted)
    assert first.task_id != second.task_id


@pytest.mark.parametrize("n", [1, 3])
async def test_a_task_ends_with_all_its_results(vendor: Vendor, n: int) -> None:
    """Not done before its time, then as many results as were ordered, each with an address."""
    accepted = await vendor.service.create(await ordered(vendor, n))
    assert isinstance(accepted, Accepted)
    early = await vendor.service.detail(accepted.task_id)
    assert isinstance(early, Detail)
    assert not any(state.resource_status == 1 for state in early.medias)
    await vendor.let_time_pass(1000)
    late = await vendor.service.detail(accepted.task_id)
    assert isinstance(late, Detail)
    assert [(state.resource_status, state.status, bool(state.media.address)) for state in late.medias] == [
        (1, "success", True)
    ] * n


async def test_a_refusal_is_a_value(vendor: Vendor) -> None:
    """The vendor's no is an answer, and the next order is taken."""
    request = await ordered(vendor)
    vendor.deny_next_create()
    refused = await vendor.service.create(request)
    assert isinstance(refused, Denied)
    assert refused.code == 4008
    assert isinstance(await vendor.service.create(request), Accepted)


async def test_a_lost_answer_is_a_value(vendor: Vendor) -> None:
    """Nobody knows, and nobody raises."""
    request = await ordered(vendor)
    vendor.lose_next_answer()
    assert await vendor.service.create(request) == Unclear()


async def test_an_unknown_task_is_denied(vendor: Vendor) -> None:
    """A task that isn't there is a value too."""
    assert isinstance(await vendor.service.detail("task_unheard_of"), Denied)


async def test_the_fake_raises_what_it_is_told_to() -> None:
    """A surprise in a driven port can be played."""
    memory = MemoryService(clock=HandClock())
    memory.create_answers.append(RuntimeError("create"))
    memory.detail_answers.extend([RuntimeError("detail"), Detail(())])
    with pytest.raises(RuntimeError, match="create"):
        await memory.create(CreateRequest(an_order(), Content(prompt="p")))
    with pytest.raises(RuntimeError, match="detail"):
        await memory.detail("t")
    assert await memory.detail("t") == Detail(())
    assert (await memory.products(TaskType.TEXT_TO_SPEECH)).leaves == ()
