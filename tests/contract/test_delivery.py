"""What holds for every delivery: results get paths of their own, in order, and none is lost to another."""

from collections.abc import AsyncIterator
from pathlib import Path

import attrs
import pytest

from imastudio.adapters.memory.delivery import MemoryDelivery
from imastudio.domain.kernel.errors import ServiceUnavailable, WishRefused, error_for
from imastudio.domain.kernel.failures import Failure, Kind
from imastudio.domain.orders import Media
from imastudio.ports.delivery import Delivery
from tests.vendor import adapters, png
from tests.wire import Answer, WireServer


@attrs.frozen(kw_only=True)
class Place:
    """A delivery, two results, a folder, and one that takes no files."""

    delivery: Delivery
    medias: tuple[Media, Media]
    folder: str
    closed: str


@pytest.fixture(params=["memory", "http"])
async def place(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Place]:
    """Return each delivery."""
    if request.param == "memory":
        medias = tuple(Media(url=f"https://results.example.com/{number}.png") for number in (1, 2))
        delivery = MemoryDelivery()
        delivery.closed.add("closed")
        yield Place(delivery=delivery, medias=(medias[0], medias[1]), folder="out", closed="closed")
        return
    async with WireServer() as first, WireServer() as second, adapters(first.url) as ours:
        first.answer(Answer(body=png(1, 1)))
        second.answer(Answer(body=png(2, 2)))
        medias = tuple(Media(watermark_url=f"{server.url}/1.png") for server in (first, second))
        folder, file = tmp_path / "out", tmp_path / "file"
        file.touch()
        yield Place(
            delivery=ours.delivery, medias=(medias[0], medias[1]), folder=str(folder), closed=str(file / "inside")
        )


async def test_a_folder_that_takes_no_files_is_refused_beforehand(place: Place) -> None:
    """What takes files is not touched; what doesn't is named with the parameter."""
    await place.delivery.check(place.folder)
    with pytest.raises(WishRefused) as refused:
        await place.delivery.check(place.closed)
    failure = refused.value.failure
    assert (failure.kind, failure.parameter, failure.value) == (Kind.FOLDER_CLOSED, "deliver_to", place.closed)


async def test_one_result_has_the_name(place: Place) -> None:
    """A single result is called what it should be called."""
    assert await place.delivery.fetch(place.medias[:1], place.folder, "cat") == (f"{place.folder}/cat.png",)


async def test_several_results_stand_in_order(place: Place) -> None:
    """Each has a path of its own."""
    paths = await place.delivery.fetch(place.medias, place.folder, "cat")
    assert paths == (f"{place.folder}/cat-1.png", f"{place.folder}/cat-2.png")


async def test_a_number_stands_where_it_is_wanted(place: Place) -> None:
    """In a template of names."""
    paths = await place.delivery.fetch(place.medias, place.folder, "{n}-cat")
    assert paths == (f"{place.folder}/1-cat.png", f"{place.folder}/2-cat.png")
    assert await place.delivery.has(paths, f"{place.folder}/{{n}}-cat")


async def test_a_template_names_no_file_that_could_be_taken(place: Place) -> None:
    """Whatever is there already."""
    await place.delivery.fetch(place.medias[:1], place.folder, "{n}.png")
    await place.delivery.check(f"{place.folder}/{{n}}.png")


async def test_what_is_larger_than_wanted_is_not_taken(place: Place) -> None:
    """And leaves nothing behind."""
    with pytest.raises(ServiceUnavailable) as refused:
        await place.delivery.fetch(place.medias[:1], place.folder, "cat", limit_bytes=15)
    assert refused.value.failure.kind is Kind.DELIVERY_FAILED
    assert not await place.delivery.has([f"{place.folder}/cat.png"])
    assert await place.delivery.fetch(place.medias[:1], place.folder, "cat", limit_bytes=100_000)


async def test_the_same_again_is_kept(place: Place) -> None:
    """Fetching twice gives the same paths."""
    assert await place.delivery.fetch(place.medias, place.folder, "cat") == await place.delivery.fetch(
        place.medias, place.folder, "cat"
    )


async def test_it_is_known_whether_files_are_there(place: Place) -> None:
    """All of them, or not."""
    files = await place.delivery.fetch(place.medias, place.folder, "cat")
    assert await place.delivery.has(files)
    assert not await place.delivery.has([*files, f"{place.folder}/gone.png"])


async def test_it_is_known_where_files_are(place: Place) -> None:
    """In a folder, or under a name; not in another."""
    files = await place.delivery.fetch(place.medias, place.folder, "cat")
    wanted = [
        place.folder,
        f"{place.folder}/",
        f"{place.folder}/cat-1.png",
        f"{place.folder}/none.png",
        f"{place.folder}/no",
    ]
    assert [await place.delivery.has(files, into) for into in wanted] == [True, True, False, False, False]
    assert await place.delivery.has(files[:1], f"{place.folder}/cat-1.png")


async def test_a_name_with_a_suffix_is_the_name_of_the_file(place: Place) -> None:
    """Exactly so, whatever is in it; what is there already is refused beforehand, and never overwritten."""
    wanted = f"{place.folder}/my cat.jpg"
    await place.delivery.check(wanted)
    assert await place.delivery.fetch(place.medias[:1], place.folder, "my cat.jpg") == (wanted,)
    with pytest.raises(WishRefused) as refused:
        await place.delivery.check(wanted)
    assert (refused.value.failure.kind, refused.value.failure.facts["wrong"]) == (Kind.FOLDER_CLOSED, "taken")
    (other,) = await place.delivery.fetch(place.medias[1:], place.folder, "my cat.jpg")
    assert other == f"{place.folder}/my cat-2.jpg"


async def test_another_result_of_the_same_name_gets_another_path(place: Place) -> None:
    """Nothing is overwritten."""
    first = await place.delivery.fetch(place.medias[:1], place.folder, "cat")
    second = await place.delivery.fetch(place.medias[1:], place.folder, "cat")
    assert (first, second) == ((f"{place.folder}/cat.png",), (f"{place.folder}/cat-2.png",))


async def test_a_result_without_an_address_cannot_be_had(place: Place) -> None:
    """It is an error that costs nothing to try again."""
    with pytest.raises(ServiceUnavailable) as caught:
        await place.delivery.fetch([Media()], place.folder, "cat")
    assert caught.value.failure.kind is Kind.DELIVERY_FAILED


async def test_the_fake_raises_what_it_is_told_to() -> None:
    """A delivery that fails once can be played."""
    memory = MemoryDelivery()
    memory.errors.append(error_for(Failure(kind=Kind.DELIVERY_FAILED)))
    media = Media(url="https://results.example.com/1.png")
    with pytest.raises(ServiceUnavailable):
        await memory.fetch([media], "out", "cat")
    assert await memory.fetch([media], "out", "cat") == ("out/cat.png",)
    assert memory.files == {"out/cat.png": media.url}
