"""What holds for every upload service: inputs are looked at before anything is sent, and get an address."""

from collections.abc import AsyncIterator
from pathlib import Path

import attrs
import pytest

from imastudio.adapters.memory.uploads import MemoryUploads
from imastudio.domain.kernel.errors import WishRefused, error_for
from imastudio.domain.kernel.failures import Failure, Kind
from imastudio.domain.orders import Input, InputFacts
from imastudio.domain.orders.tasks import InputKind
from imastudio.fakeserver import FakeIma
from imastudio.ports.uploads import Uploads
from tests.vendor import adapters, png

PICTURE = png(640, 480)
FACTS = InputFacts(kind=InputKind.IMAGE, format="png", size=len(PICTURE), width=640, height=480)
ADDRESS = "https://pictures.example.com/1.png"


@attrs.frozen(kw_only=True)
class Service:
    """An upload service, and the name of a picture that it can read."""

    uploads: Uploads
    picture: str


@pytest.fixture(params=["memory", "http"])
async def service(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Service]:
    """Return each upload service."""
    if request.param == "memory":
        yield Service(uploads=MemoryUploads({"a.png": FACTS}), picture="a.png")
        return
    path = tmp_path / "a.png"
    path.write_bytes(PICTURE)
    async with FakeIma(strict=True) as fake, adapters(fake.url, key=fake.key) as ours:
        yield Service(uploads=ours.uploads, picture=str(path))


async def test_a_picture_is_looked_at(service: Service) -> None:
    """Its facts are told without anything being sent."""
    assert await service.uploads.inspect(Input(service.picture)) == FACTS


async def test_a_picture_gets_an_address(service: Service) -> None:
    """What was sent has an address and the same facts; twice sent, it has two."""
    first = await service.uploads.put(Input(service.picture))
    second = await service.uploads.put(Input(service.picture))
    assert first.facts == FACTS
    assert first.url.startswith("http")
    assert first.url != second.url


async def test_an_address_is_passed_through(service: Service) -> None:
    """An https address needs no upload, and nothing is known of what lies there."""
    given = Input(ADDRESS, InputKind.VIDEO)
    assert await service.uploads.inspect(given) == InputFacts(kind=InputKind.VIDEO)
    assert (await service.uploads.put(given)).url == ADDRESS


@pytest.mark.parametrize("source", ["http://pictures.example.com/1.png", "file://elsewhere/etc/passwd"])
async def test_other_addresses_are_refused(service: Service, source: str) -> None:
    """Only https will do."""
    for call in (service.uploads.inspect, service.uploads.put):
        with pytest.raises(WishRefused) as caught:
            await call(Input(source))
        assert caught.value.failure.kind is Kind.INPUT_URL


async def test_what_is_not_there_is_refused(service: Service) -> None:
    """A missing file is a refusal of the wish."""
    with pytest.raises(WishRefused) as caught:
        await service.uploads.inspect(Input("missing.png"))
    assert caught.value.failure.kind is Kind.INPUT_NOT_FOUND


async def test_what_is_of_another_kind_is_refused(service: Service) -> None:
    """A picture is no film."""
    with pytest.raises(WishRefused) as caught:
        await service.uploads.inspect(Input(service.picture, InputKind.VIDEO))
    assert caught.value.failure.kind is Kind.INPUT_FORMAT


async def test_an_input_can_be_verified(service: Service) -> None:
    """A good input passes without a word."""
    await service.uploads.verify(await service.uploads.put(Input(service.picture)))


async def test_what_is_distrusted_is_uploaded_anew(service: Service) -> None:
    """It raises nothing, and the next has an address of its own."""
    first = await service.uploads.put(Input(service.picture))
    await service.uploads.distrust()
    assert (await service.uploads.put(Input(service.picture))).url != first.url


async def test_the_fake_raises_what_it_is_told_to() -> None:
    """A failed upload and a refused input can be played."""
    memory = MemoryUploads({"a.png": FACTS})
    error = error_for(Failure(kind=Kind.UPLOAD_FAILED))
    memory.put_errors.append(error)
    memory.verify_errors.append(error)
    with pytest.raises(type(error)):
        await memory.put(Input("a.png"))
    sent = await memory.put(Input("a.png"))
    with pytest.raises(type(error)):
        await memory.verify(sent)
    await memory.verify(sent)
    assert (memory.sent, memory.verified) == ([sent], [sent.url])
