"""Orders of all eight task types before the fake server, over real sockets: what is charged, and what lies on disk."""

import wave
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest
from PIL import Image

from imastudio.domain.kernel.errors import WishRefused
from imastudio.domain.kernel.failures import Kind
from imastudio.domain.orders import Input, Wish
from imastudio.domain.orders.tasks import InputKind, TaskType
from imastudio.fakeserver import FakeIma, drop_after_charge, drop_before, envelope, fail_media
from imastudio.fakeserver.media import picture, sound, video
from tests.studios import studio_before

CAT = Wish(prompt="一只猫 a cat", model="gemini-3.1-flash-image", params={"size": "512"})


@pytest.fixture
def fake() -> Iterator[FakeIma]:
    """Return a strict fake server whose clock is turned by hand."""
    with FakeIma(strict=True, hand_clock=True, seed=1) as server:
        yield server


@pytest.fixture
def pictures(tmp_path: Path) -> tuple[str, str]:
    """Return two pictures on disk."""
    paths = (tmp_path / "first.png", tmp_path / "second.jpg")
    paths[0].write_bytes(picture("first", 640, 480))
    paths[1].write_bytes(picture("second", 640, 480, format="jpeg"))
    return str(paths[0]), str(paths[1])


@pytest.mark.parametrize("task_type", TaskType)
async def test_every_task_type_is_ordered_and_delivered(
    fake: FakeIma, tmp_path: Path, pictures: tuple[str, str], task_type: TaskType
) -> None:
    """With nothing but the words and its inputs: one charge, at the quoted price, and a real file."""
    count = {0: 0, 1: 1, 2: 2}[min(task_type.inputs.lowest, 2)]
    wish = Wish(
        prompt="a quiet harbour",
        task_type=task_type,
        inputs=tuple(Input(path) for path in pictures[:count]),
        deliver_to=str(tmp_path / "out"),
    )
    async with studio_before(fake, tmp_path) as studio:
        quote = await studio.quote(wish)
        result = await studio.generate(wish, quote=quote)
    assert result.ok, result.error
    (charge,) = fake.charges
    assert (quote.order.total, quote.order.attribute_id) == (charge.points * charge.n, charge.attribute_id)
    assert quote.order.total == result.credit
    (path,) = result.files
    if task_type.medium == "image":
        with Image.open(path) as image:
            assert image.size == (result.medias[0].width, result.medias[0].height)
    elif path.endswith(".wav"):
        with wave.open(path) as file:
            assert file.getnframes() > 0
    else:
        assert Path(path).read_bytes()[4:8] == b"ftyp"


async def test_references_may_be_videos_and_sounds(fake: FakeIma, tmp_path: Path, pictures: tuple[str, str]) -> None:
    """Seedance 2.0 takes all three, each verified first."""
    (tmp_path / "move.mp4").write_bytes(video())
    (tmp_path / "beat.wav").write_bytes(sound(3))
    wish = Wish(
        prompt="dance",
        task_type=TaskType.REFERENCE_IMAGE_TO_VIDEO,
        model="ima-pro",
        inputs=(
            Input(pictures[0]),
            Input(str(tmp_path / "move.mp4"), InputKind.VIDEO),
            Input(str(tmp_path / "beat.wav"), InputKind.AUDIO),
        ),
    )
    async with studio_before(fake, tmp_path) as studio:
        result = await studio.generate(wish, quote=await studio.quote(wish))
    assert result.ok, result.error
    assert len(fake.charges) == 1


async def test_a_picture_at_an_address_is_measured_first(
    fake: FakeIma, tmp_path: Path, pictures: tuple[str, str]
) -> None:
    """Seedance 2.0 is told its size, read from its head alone; every kind stands in one list, pictures in the other."""
    (tmp_path / "beat.wav").write_bytes(sound(3))
    async with studio_before(fake, tmp_path) as studio:
        sent = await studio.engine.ports.uploads.put(Input(pictures[0]))
        wish = Wish(
            prompt="dance",
            task_type=TaskType.REFERENCE_IMAGE_TO_VIDEO,
            model="ima-pro",
            inputs=(Input(sent.url), Input(str(tmp_path / "beat.wav"), InputKind.AUDIO)),
            max_points=500,
        )
        result = await studio.generate(wish)
        (request,) = [it for it in fake.requests if it.call == "create"]
        body: Any = request.body
        inner = body["parameters"][0]["parameters"]
        assert result.ok, result.error
        assert body["src_img_url"] == [sent.url] == [entry["url"] for entry in body["src_image"]]
        assert body["src_image"][0]["width"] > 0
        assert len(inner["input_images"]) == 2
        with pytest.raises(WishRefused) as refused:
            await studio.quote(attrs.evolve(wish, inputs=(Input(f"{fake.url}/nothing-here.png"),)))
    failure = refused.value.failure
    assert (failure.kind, failure.facts["wrong"]) == (Kind.INPUT_URL, "unmeasured")
    assert len(fake.charges) == 1


async def test_n_pictures_are_charged_and_returned(fake: FakeIma, tmp_path: Path) -> None:
    """Four pictures, four charges of one order, four files."""
    async with studio_before(fake, tmp_path) as studio:
        result = await studio.generate(attrs.evolve(CAT, n=4, deliver_to=str(tmp_path / "out")))
    assert (result.credit, len(result.medias), len({*result.files})) == (16, 4, 4)
    assert fake.account.points == 100_000 - 16


async def test_an_answer_lost_after_the_charge_is_unknown_and_never_sent_again(fake: FakeIma, tmp_path: Path) -> None:
    """Charged once; settled with the vendor's task id it comes back whole."""
    fake.fail_next("create", drop_after_charge())
    async with studio_before(fake, tmp_path) as studio:
        result = await studio.generate(CAT)
        assert (result.status, result.exit_code, len(fake.charges)) == ("unknown", 5, 1)
        await studio.settle(result.id, task_id=fake.charges[0].task_id)
        assert (await studio.wait(result.id)).ok
    assert len(fake.charges) == 1


async def test_a_connection_lost_before_the_request_was_read_is_not_paid_twice(fake: FakeIma, tmp_path: Path) -> None:
    """Bytes had left, so nobody knows; nothing is sent again."""
    fake.fail_next("create", drop_before())
    async with studio_before(fake, tmp_path) as studio:
        result = await studio.generate(CAT)
    assert (result.status, len(fake.charges)) == ("unknown", 0)


async def test_a_failed_media_ends_it_and_keeps_the_others(fake: FakeIma, tmp_path: Path) -> None:
    """One of two fails: exit 1, the other is there."""
    fake.fail_next("create", fail_media(index=1))
    async with studio_before(fake, tmp_path) as studio:
        result = await studio.generate(attrs.evolve(CAT, n=2, deliver_to=str(tmp_path / "out")))
    assert (result.status, result.exit_code) == ("failed", 1)


@pytest.mark.parametrize(
    ("code", "kind", "exit_code"),
    [
        (4008, Kind.INSUFFICIENT_POINTS, 6),
        (401, Kind.UNAUTHORIZED, 6),
        (4014, Kind.SUBSCRIPTION_REQUIRED, 6),
        (400, Kind.BAD_REQUEST, 1),
    ],
)
async def test_refusals_are_final_and_free(
    fake: FakeIma, tmp_path: Path, code: int, kind: Kind, exit_code: int
) -> None:
    """No second try for what a second try can't mend."""
    fake.fail_next("create", envelope(code))
    async with studio_before(fake, tmp_path) as studio:
        result = await studio.generate(CAT)
    assert (kind, exit_code, 0) == (result.error and result.error.kind, result.exit_code, len(fake.charges))
    assert sum(request.path.endswith("/tasks/create") for request in fake.requests) == 1
