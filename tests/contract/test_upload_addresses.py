"""What holds wherever addresses of uploads are remembered: the last one counts, what is dropped is gone, nothing raises."""

import os
from collections.abc import Callable
from pathlib import Path

import attrs
import pytest

from imastudio.adapters.files.upload_addresses import KEPT_S, FileUploadAddresses
from imastudio.adapters.memory.clock import HandClock
from imastudio.adapters.memory.upload_addresses import MemoryUploadAddresses
from imastudio.ports.upload_addresses import UploadAddresses

ONE, TWO = "https://uploads.example.com/1.png", "https://uploads.example.com/2.png"


@attrs.frozen(kw_only=True)
class Places:
    """What opens the addresses of an account, and a clock."""

    open: Callable[[str], UploadAddresses]
    clock: HandClock
    folder: Path


@pytest.fixture(params=["memory", "files"])
def places(request: pytest.FixtureRequest, tmp_path: Path) -> Places:
    """Return each."""
    clock, memories = HandClock(), dict[str, MemoryUploadAddresses]()

    def of_account(account: str) -> UploadAddresses:
        if request.param == "memory":
            return memories.setdefault(account, MemoryUploadAddresses())
        return FileUploadAddresses(tmp_path / "state" / account, now=clock.now)

    return Places(open=of_account, clock=clock, folder=tmp_path / "state")


async def test_what_is_kept_is_found(places: Places) -> None:
    """By whoever opens the same account later; the last one counts."""
    addresses = places.open("acme")
    assert await addresses.find("aa") is None
    await addresses.keep("aa", ONE)
    await addresses.keep("aa", TWO)
    assert await places.open("acme").find("aa") == TWO
    assert await places.open("acme").find("bb") is None
    assert await places.open("other").find("aa") is None


async def test_what_is_dropped_is_gone(places: Places) -> None:
    """Twice dropped, too."""
    addresses = places.open("acme")
    await addresses.keep("aa", ONE)
    for _ in range(2):
        await addresses.drop("aa")
        assert await addresses.find("aa") is None


async def test_all_can_be_forgotten(places: Places) -> None:
    """Of this account alone, also where there is nothing."""
    addresses, other = places.open("acme"), places.open("other")
    await addresses.clear()
    for digest, of in (("aa", addresses), ("bb", addresses), ("cc", other)):
        await of.keep(digest, ONE)
    await addresses.clear()
    assert [await addresses.find("aa"), await addresses.find("bb"), await other.find("cc")] == [None, None, ONE]


@pytest.fixture
def files(tmp_path: Path) -> tuple[FileUploadAddresses, HandClock, Path]:
    """Return addresses in files, the clock, and their folder."""
    clock, folder = HandClock(), tmp_path / "state" / "acme"
    return FileUploadAddresses(folder, now=clock.now), clock, folder


async def test_what_is_old_goes(files: tuple[FileUploadAddresses, HandClock, Path]) -> None:
    """After thirty days it is not used, and with the next that is kept it is removed."""
    addresses, clock, folder = files
    await addresses.keep("aa", ONE)
    await clock.advance(KEPT_S)
    assert await addresses.find("aa") is None
    await addresses.keep("bb", TWO)
    assert [path.name for path in folder.iterdir()] == ["bb"]


@pytest.mark.parametrize("content", [b"", b"nonsense", b"nan https://a.example.com", b"\xff\xfe", b"1e999 x"])
async def test_damage_costs_one_upload(files: tuple[FileUploadAddresses, HandClock, Path], content: bytes) -> None:
    """And nothing else."""
    addresses, _, folder = files
    await addresses.keep("aa", ONE)
    (folder / "aa").write_bytes(content)
    assert await addresses.find("aa") is None


async def test_only_this_user_may_read_it(files: tuple[FileUploadAddresses, HandClock, Path]) -> None:
    """The address is known to nobody else."""
    addresses, _, folder = files
    await addresses.keep("aa", ONE)
    assert [oct(path.stat().st_mode & 0o777) for path in (folder, folder / "aa")] == ["0o700", "0o600"]


async def test_what_can_not_be_written_is_left(tmp_path: Path) -> None:
    """Where a file stands in the folder's place."""
    (tmp_path / "state").write_text("in the way")
    addresses = FileUploadAddresses(tmp_path / "state" / "acme", now=lambda: 0.0)
    await addresses.keep("aa", ONE)
    await addresses.drop("aa")
    assert await addresses.find("aa") is None
    assert os.listdir(tmp_path) == ["state"]  # noqa: PTH208 - nothing was left beside it
