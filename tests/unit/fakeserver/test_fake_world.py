"""The fake vendor's world: time, money and tasks, without HTTP."""

import asyncio
import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imastudio.fakeserver.catalogues.catalogue import TASK_TYPES
from imastudio.fakeserver.catalogues.estimates import estimate, medium
from imastudio.fakeserver.vendor import dimensions, results
from imastudio.fakeserver.vendor.checks import check_create
from imastudio.fakeserver.vendor.clock import VendorClock
from imastudio.fakeserver.vendor.refusals import VendorRefusal
from imastudio.fakeserver.vendor.world import Task, World
from tests.unit.fakeserver.orders import LEAVES, NoFiles, body, leaf_of


def a_world(*, points: int = 1000, speed: float = 1.0, seed: int | None = 7) -> World:
    """Make a world with one account whose key is "ima_a"."""
    world = World(clock=VendorClock(hand=True), speed=speed, seed=seed)
    world.open_account("ima_a", points)
    return world


def accept(world: World, task_type: str = "text_to_image", version: str = "midjourney", **inner: object) -> Task:
    """Order something in that world."""
    order = check_create(body(task_type, version, inner=inner), world, NoFiles())
    return world.accept(order, world.accounts["ima_a"], request=1, digest="d")


# Money


def test_each_of_n_results_is_charged() -> None:
    """The account loses points times n, and the book says what for."""
    world = a_world()
    task = accept(world, "text_to_image", "gemini-3-pro-image-preview", n=3, size="4K")
    (charge,) = world.charges
    assert (charge.points, charge.n, charge.total, charge.attribute_id) == (18, 3, 54, 2401)
    assert (charge.task_id, charge.model_id, charge.task_type) == (task.id, "gemini-3-pro-image", "text_to_image")
    assert world.accounts["ima_a"].points == 1000 - 54
    assert len(task.medias) == 3


@given(points=st.integers(0, 40), orders=st.integers(1, 6))
def test_points_never_go_below_nothing(points: int, orders: int) -> None:
    """Whatever is ordered, what was charged and what is left make what there was; too dear is 4008."""
    world = a_world(points=points)
    for _ in range(orders):
        try:
            accept(world)
        except VendorRefusal as no:
            assert no.code == 4008  # noqa: PT017 - either way is right
            assert world.accounts["ima_a"].points < 8
    assert world.accounts["ima_a"].points + sum(charge.total for charge in world.charges) == points
    assert len(world.charges) == len(world.tasks) == min(orders, points // 8)


def test_keys_stay_out_of_reprs() -> None:
    """An account shows no key, an order no prompt."""
    world = a_world()
    task = accept(world)
    assert "ima_a" not in repr(world.accounts["ima_a"])
    assert "puppy" not in repr(task)


# Tasks


def test_a_task_is_known_by_its_id_to_its_account_alone() -> None:
    """Neither another account nor a biz_id finds a task."""
    world = a_world()
    other = world.open_account("ima_b", 10, "b")
    task = accept(world)
    assert world.task_for(world.accounts["ima_a"], task.id) is task
    assert world.task_for(other, task.id) is None
    assert world.task_for(world.accounts["ima_a"], task.biz_id) is None


def test_a_seed_repeats_ids_and_durations() -> None:
    """The same seed gives the same ids and durations, another seed others, no seed new ones each time."""
    first, again, other = (accept(a_world(seed=seed)) for seed in (7, 7, 8))
    assert first == again
    assert (first.id, first.medias) != (other.id, other.medias)
    assert accept(a_world(seed=None)).id != accept(a_world(seed=None)).id


@pytest.mark.parametrize(("task_type", "version"), LEAVES)
def test_a_result_takes_as_long_as_estimated(task_type: str, version: str) -> None:
    """Each result is there between the estimate's ends, divided by the speed."""
    world = a_world(speed=10)
    lowest, highest = estimate(task_type, leaf_of(task_type, version))
    task = accept(world, task_type, version)
    assert all(lowest / 10 <= media.ready_at - task.created_at <= highest / 10 for media in task.medias)


def test_a_task_goes_from_pending_to_success() -> None:
    """Its state follows from the clock alone."""
    world = a_world()
    task = accept(world, "text_to_image", "gemini-3.1-flash-image-preview", n=2)
    seen = []
    for _ in range(41):
        seen.append(task.phase(world.clock.now()))
        world.clock.advance(1)
    assert list(dict.fromkeys(seen)) == ["pending", "processing", "success"]


@pytest.mark.parametrize(("status", "shown"), [(2, 2), (3, 3), (1, 1)])
def test_a_failed_result_fails_the_task(status: int, shown: int) -> None:
    """When its time has come, a result that goes wrong says so, with its reason."""
    world = a_world()
    task = accept(world)
    task.medias[0].error, task.medias[0].resource_status = "no luck", status
    assert task.phase(world.clock.now()) == "pending"
    world.clock.advance(100)
    assert task.phase(world.clock.now()) == "failed"
    (media,) = results.describe(task, world.clock.now(), "http://x")["medias"]
    assert (media["resource_status"], media["status"], media["error_msg"]) == (shown, "failed", "no luck")


@pytest.mark.parametrize(
    ("version", "task_type", "seconds"),
    [
        ("gemini-3.1-flash-image-preview", "text_to_image", (20, 40)),
        ("kling-video-o1", "text_to_video", (180, 360)),
        ("veo-3.1-generate-preview", "text_to_video", (90, 180)),
        ("veo-3.1-generate-preview", "reference_image_to_video", (180, 360)),
        ("seed-tts-1.1", "text_to_speech", (10, 20)),
        ("seed-tts-2.0", "text_to_speech", (5, 30)),
        ("ima-pro", "text_to_video", (60, 180)),
    ],
)
def test_estimates_come_from_the_table_the_tag_or_the_medium(
    version: str, task_type: str, seconds: tuple[int, int]
) -> None:
    """The published table first, then the leaf's own tag, then what is usual."""
    assert estimate(task_type, leaf_of(task_type, version)) == seconds


def test_every_task_type_has_a_medium() -> None:
    """The last word of a task type is what it makes."""
    assert {medium(task_type) for task_type in TASK_TYPES} == {"image", "video", "music", "speech"}


# Pixels


@pytest.mark.parametrize(
    ("model_id", "parameters", "size"),
    [
        ("gemini-3.1-flash-image", {"size": "512px", "aspect_ratio": "1:1"}, (512, 512)),
        ("gemini-3.1-flash-image", {"size": "1K", "aspect_ratio": "16:9"}, (1024, 576)),
        ("gemini-3.1-flash-image", {"size": "4K", "aspect_ratio": "1:8"}, (512, 4096)),
        ("gemini-3-pro-image", {"size": "2K", "aspect_ratio": "21:9"}, (2048, 878)),
        ("doubao-seedream-4.5", {"size": "2560x1440"}, (2560, 1440)),
        ("doubao-seedream-4.5", {"size": "4k"}, (4096, 4096)),
        ("midjourney", {"resolution": "720p"}, (1024, 1024)),
        ("other", {}, (1024, 1024)),
        ("other", {"aspect_ratio": "0:9"}, (1024, 1024)),
    ],
)
def test_pictures_have_the_ordered_size(model_id: str, parameters: dict[str, object], size: tuple[int, int]) -> None:
    """Words name the long edge, literal sizes are literal, Midjourney is always square."""
    assert dimensions.picture_size(model_id, parameters) == size


@pytest.mark.parametrize(
    ("parameters", "size"),
    [
        ({"resolution": "720p", "aspect_ratio": "16:9"}, (1280, 720)),
        ({"resolution": "1080P"}, (1920, 1080)),
        ({"resolution": "540p", "aspect_ratio": "9:16"}, (540, 960)),
        ({"mode": "pro", "aspect_ratio": "1:1"}, (1080, 1080)),
        ({"resolution": "480p", "aspect_ratio": "auto"}, (854, 480)),
        ({}, (1280, 720)),
    ],
)
def test_films_have_the_ordered_size(parameters: dict[str, object], size: tuple[int, int]) -> None:
    """Lines name the short edge; a ratio that is none is 16:9."""
    assert dimensions.film_size(parameters) == size


# The clock


def test_a_hand_turned_clock_stands_still() -> None:
    """It moves when it is told to, and never backwards."""
    clock = VendorClock(hand=True, start=100)
    assert clock.now() == 100
    assert clock.advance(5) == clock.now() == 105
    with pytest.raises(ValueError, match="backwards"):
        clock.advance(-1)


def test_a_running_clock_follows_the_machine() -> None:
    """It starts now, or at a given instant, and can be pushed ahead."""
    assert VendorClock().now() == pytest.approx(time.time(), abs=5)
    clock = VendorClock(start=100)
    clock.advance(50)
    assert 150 <= clock.now() < 155


async def test_sleepers_wake_when_their_time_comes() -> None:
    """Turning the clock from another thread wakes those whose time has come, and nobody else."""
    clock = VendorClock(hand=True)
    short, long = asyncio.create_task(clock.sleep(10)), asyncio.create_task(clock.sleep(20))
    await asyncio.sleep(0)
    turner = threading.Thread(target=clock.advance, args=(10,))
    turner.start()
    turner.join()
    await short
    assert not long.done()
    clock.advance(10)
    await long


async def test_a_running_clock_wakes_by_itself() -> None:
    """On a running clock a sleep ends without anybody's help, or earlier when the clock is pushed."""
    await VendorClock().sleep(0.01)
    clock = VendorClock()
    sleeper = asyncio.create_task(clock.sleep(3600))
    await asyncio.sleep(0)
    clock.advance(3600)
    await sleeper


@given(keeps=st.integers(1, 5), orders=st.integers(0, 12))
def test_a_world_may_forget_what_is_long_done(keeps: int, orders: int) -> None:
    """Of more tasks than it keeps the newest stand, with their charges; what they cost is gone all the same."""
    world = a_world(points=1000)
    world.keeps = keeps
    made = [accept(world) for _ in range(orders)]
    assert list(world.tasks.values()) == made[-keeps:]
    assert [charge.task_id for charge in world.charges] == [task.id for task in made[-keeps:]]
    assert [task.number for task in made] == [*range(1, orders + 1)]
    assert [charge.number for charge in world.charges] == [task.number for task in made[-keeps:]]
    assert world.accounts["ima_a"].points == 1000 - 8 * orders
