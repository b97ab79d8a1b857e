"""Results on their way to disk: whole or not at all, under a name of their own."""

import asyncio
import errno
import fcntl
import os
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer

from imastudio.adapters.ima.delivery import REHEARSAL_SECONDS, ImaDelivery
from imastudio.adapters.ima.part_file import PartFile
from imastudio.domain.kernel.errors import ServiceUnavailable, WishRefused
from imastudio.domain.kernel.failures import Kind
from imastudio.domain.orders import Media
from tests.vendor import KEY, adapters, base_of, png
from tests.wire import Answer, WireServer

WHOLE = png(2, 2) + bytes(5000)
HALF = len(WHOLE) // 2


def resumed(start: int, **headers: str) -> Answer:
    """Return the rest of the whole, from `start`."""
    span = {"Content-Range": f"bytes {start}-{len(WHOLE) - 1}/{len(WHOLE)}", "ETag": '"1"', **headers}
    return Answer(status=206, headers=span, body=WHOLE[start:])


CUT = Answer(headers={"ETag": '"1"'}, body=WHOLE[:HALF], missing=len(WHOLE) - HALF)


async def fetch(wire: WireServer, folder: Path, name: str = "cat", count: int = 1, **settings: Any) -> tuple[str, ...]:
    """Return the paths of `count` results that the server has."""
    async with adapters(wire.url, **settings) as vendor:
        return await vendor.delivery.fetch([Media(url=f"{wire.url}/{n}.png") for n in range(count)], str(folder), name)


async def failure(wire: WireServer, folder: Path, **settings: Any) -> ServiceUnavailable:
    """Return why a result can't be had; nothing is left in the folder."""
    with pytest.raises(ServiceUnavailable) as caught:
        await fetch(wire, folder, **settings)
    assert caught.value.failure.kind is Kind.DELIVERY_FAILED
    assert not folder.exists() or list(folder.iterdir()) == []
    return caught.value


async def test_a_result_arrives_whole(httpserver: HTTPServer, tmp_path: Path) -> None:
    """One file, named and suffixed, with nothing of ours sent along and nothing left beside it."""
    httpserver.expect_oneshot_request("/0.png", method="GET").respond_with_data(WHOLE, content_type="text/plain")
    base, folder = base_of(httpserver), tmp_path / "a" / "b"
    async with adapters(base) as vendor:
        assert await vendor.delivery.fetch([Media(url=f"{base}/0.png")], str(folder), "cat") == (
            str(folder / "cat.png"),
        )
    assert [item.name for item in folder.iterdir()] == ["cat.png"]
    assert (folder / "cat.png").read_bytes() == WHOLE
    httpserver.check()
    ((sent, _),) = httpserver.log
    assert {"Authorization", "X-App-Source", "Cookie", "Referer", "Range"} & set(sent.headers.keys()) == set()
    assert KEY not in f"{sent.headers}"


async def test_several_results_are_numbered(wire: WireServer, tmp_path: Path) -> None:
    """More than one result of an order stand side by side, in order."""
    wire.answer(Answer(body=WHOLE))
    paths = await fetch(wire, tmp_path, count=3)
    assert [Path(path).name for path in paths] == ["cat-1.png", "cat-2.png", "cat-3.png"]


async def test_what_was_fetched_before_is_kept(wire: WireServer, tmp_path: Path) -> None:
    """Fetching again gives the same file, not a second one."""
    wire.answer(Answer(body=WHOLE))
    assert await fetch(wire, tmp_path) == await fetch(wire, tmp_path)
    assert len(list(tmp_path.iterdir())) == 1


async def test_another_file_is_never_overwritten(wire: WireServer, tmp_path: Path) -> None:
    """A name that is taken, by a file, a folder or a dangling link, stays taken."""
    (tmp_path / "cat.png").write_bytes(b"mine")
    (tmp_path / "cat-2.png").mkdir()
    (tmp_path / "cat-3.png").symlink_to(tmp_path / "nowhere")
    wire.answer(Answer(body=WHOLE))
    assert await fetch(wire, tmp_path) == (str(tmp_path / "cat-4.png"),)
    assert (tmp_path / "cat.png").read_bytes() == b"mine"
    assert not (tmp_path / "nowhere").exists()


async def test_overwriting_is_for_who_asks_for_it(wire: WireServer, tmp_path: Path) -> None:
    """With the setting, the name is used again."""
    (tmp_path / "cat.png").write_bytes(b"mine")
    wire.answer(Answer(body=WHOLE))
    assert await fetch(wire, tmp_path, overwrite=True) == (str(tmp_path / "cat.png"),)
    assert (tmp_path / "cat.png").read_bytes() == WHOLE


@pytest.mark.parametrize("name", ["../../evil", "/etc/passwd", "a\nb", "..", "CON"])
async def test_no_name_leads_out_of_the_folder(wire: WireServer, tmp_path: Path, name: str) -> None:
    """Whatever it is called, it lies in the folder."""
    wire.answer(Answer(body=WHOLE))
    (path,) = await fetch(wire, tmp_path / "in", name)
    assert Path(path).resolve().parent == tmp_path / "in"


async def test_without_links_the_name_is_still_taken_in_one_step(
    wire: WireServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a file system without links nothing is overwritten either."""

    def no_links(*_: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", no_links)
    (tmp_path / "cat.png").write_bytes(b"mine")
    wire.answer(Answer(body=WHOLE))
    assert await fetch(wire, tmp_path) == (str(tmp_path / "cat-2.png"),)
    assert (tmp_path / "cat-2.png").read_bytes() == WHOLE


async def fetch_cut(wire: WireServer, folder: Path, mark: str, *then: Answer) -> bytes:
    """Return what becomes of a result that is cut when half of it is on the disk."""
    arrived = asyncio.Event()
    headers = {"ETag": mark}
    wire.answer(Answer(headers=headers, body=WHOLE[:HALF], missing=len(WHOLE) - HALF, hold=arrived), *then)

    def told(_: str, size: int, __: int | None) -> None:
        if size == HALF:
            arrived.set()

    async with adapters(wire.url) as vendor:
        delivery = ImaDelivery(vendor.http, vendor.clock, progress=told)
        (path,) = await delivery.fetch([Media(url=f"{wire.url}/1")], str(folder), "cat")
    return Path(path).read_bytes()


async def test_what_was_cut_is_resumed(wire: WireServer, tmp_path: Path) -> None:
    """The rest is asked for, if it is still the same file, and joined."""
    assert await fetch_cut(wire, tmp_path, '"1"', resumed(HALF)) == WHOLE
    assert wire.received[1].headers["Range"] == f"bytes={HALF}-"
    assert wire.received[1].headers["If-Range"] == '"1"'


@pytest.mark.parametrize(
    "second",
    [
        Answer(body=WHOLE),
        resumed(HALF - 1),
        resumed(HALF + 1),
        Answer(status=206, body=WHOLE[HALF:], headers={"Content-Range": "lines 1-2/3"}),
        Answer(status=206, body=WHOLE[HALF:], headers={"Content-Range": "bytes x-2/3"}),
        Answer(status=206, body=WHOLE[HALF:-7], headers={"Content-Range": f"bytes {HALF}-9/*"}),
        Answer(status=416),
    ],
    ids=lambda answer: f"{answer.status} {answer.headers}",
)
async def test_what_cannot_be_resumed_is_begun_anew(wire: WireServer, tmp_path: Path, second: Answer) -> None:
    """Another part than the one asked for is never joined."""
    assert await fetch_cut(wire, tmp_path, '"1"', second, Answer(body=WHOLE)) == WHOLE


@pytest.mark.parametrize("mark", ["", 'W/"1"'])
async def test_without_a_mark_nothing_is_resumed(wire: WireServer, tmp_path: Path, mark: str) -> None:
    """Where the server doesn't vouch that it is the same file, it is fetched from the start."""
    assert await fetch_cut(wire, tmp_path, mark, Answer(body=WHOLE)) == WHOLE
    assert "Range" not in wire.received[1].headers


@pytest.mark.parametrize(
    "trouble",
    [
        Answer(status=404),
        Answer(status=503, headers={"Retry-After": "1"}),
        Answer(status=429),
        Answer(silent=True),
        Answer(deaf=True),
        Answer(body=b"<!doctype html><h1>Not yet</h1>"),
        Answer(body=b""),
        Answer(raw=b"nonsense"),
    ],
    ids=lambda answer: str(answer)[:60],
)
async def test_what_may_pass_is_waited_out(wire: WireServer, tmp_path: Path, trouble: Answer) -> None:
    """A result that isn't there yet, or arrives as something else, is fetched again."""
    wire.answer(trouble, trouble, Answer(body=WHOLE))
    (path,) = await fetch(wire, tmp_path)
    assert Path(path).read_bytes() == WHOLE


@pytest.mark.parametrize("answer", [Answer(status=403), Answer(status=404), Answer(body=b"<html>"), CUT], ids=str)
async def test_what_never_comes_leaves_nothing_behind(wire: WireServer, tmp_path: Path, answer: Answer) -> None:
    """After the last attempt there is an error and no file."""
    wire.answer(answer)
    error = await failure(wire, tmp_path)
    assert error.failure.code in {403, 404, 200, None}


async def test_results_have_a_size_limit(wire: WireServer, tmp_path: Path) -> None:
    """Neither an announced nor an unannounced flood is written to the end."""
    wire.answer(Answer(body=WHOLE))
    await failure(wire, tmp_path, largest_result=4999)
    wire.answer(Answer(raw=b"HTTP/1.1 200 OK\r\n\r\n" + WHOLE))
    await failure(wire, tmp_path, largest_result=4999)
    assert wire.connections == 2


@pytest.mark.parametrize(
    "target",
    [
        "http://10.0.0.1/x",
        "file:///etc/passwd",
        "https://user:pw@cdn.example.com/x",
        "http://cdn.example.com/x",
        "https://[",
        "",
        "https://169.254.169.254/latest",
    ],
)
async def test_a_redirect_leads_to_no_unsafe_place(wire: WireServer, tmp_path: Path, target: str) -> None:
    """Where a redirect may lead is held against the same rules."""
    wire.answer(Answer(status=302, headers={"Location": target}), Answer(status=302, headers={"Location": target}))
    if target:
        await failure(wire, tmp_path)
        assert wire.connections == 1
    else:
        await failure(wire, tmp_path)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_followed(wire: WireServer, tmp_path: Path, status: int) -> None:
    """A relative or whole address of a safe place is gone to."""
    wire.answer(
        Answer(status=status, headers={"Location": "/there?a=%2B"}),
        Answer(status=status, headers={"Location": f"{wire.url}/really"}),
        Answer(body=WHOLE),
    )
    (path,) = await fetch(wire, tmp_path)
    assert Path(path).read_bytes() == WHOLE
    assert [received.target for received in wire.received] == ["/0.png", "/there?a=%2B", "/really"]


async def test_redirects_come_to_an_end(wire: WireServer, tmp_path: Path) -> None:
    """A ring of redirects is left after five."""
    wire.answer(Answer(status=302, headers={"Location": "/again"}))
    await failure(wire, tmp_path)
    assert wire.connections == 6


@pytest.mark.parametrize("url", ["http://cdn.example.com/1.png", "https://10.0.0.1/1.png", "file:///etc/passwd", None])
async def test_only_safe_addresses_are_fetched(tmp_path: Path, url: str | None) -> None:
    """A result whose address is unsafe, or that has none, is not fetched."""
    async with adapters("https://api.imastudio.com") as vendor:
        with pytest.raises(ServiceUnavailable):
            await vendor.delivery.fetch([Media(url=url)], str(tmp_path), "cat")
    assert list(tmp_path.iterdir()) == []


async def test_one_that_fails_does_not_stop_the_others(wire: WireServer, tmp_path: Path) -> None:
    """What can be had is had, and the error is raised."""
    wire.answer(Answer(status=403), Answer(body=WHOLE))
    with pytest.raises(ServiceUnavailable):
        await fetch(wire, tmp_path, count=2)
    assert len(list(tmp_path.iterdir())) == 1


async def test_a_disk_that_refuses_is_an_error_with_its_number(tmp_path: Path, wire: WireServer) -> None:
    """A folder that can't be made, or a full disk, says so."""
    (tmp_path / "file").write_bytes(b"")
    wire.answer(Answer(body=WHOLE))
    with pytest.raises(ServiceUnavailable) as caught:
        await fetch(wire, tmp_path / "file" / "in")
    assert caught.value.failure.facts == {"errno": errno.ENOTDIR}


async def test_a_full_disk_leaves_nothing_behind(
    wire: WireServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A write that fails ends the delivery at once."""

    def full(_: PartFile, __: bytes) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(PartFile, "write", full)
    wire.answer(Answer(body=WHOLE))
    error = await failure(wire, tmp_path)
    assert error.failure.facts == {"errno": errno.ENOSPC}
    assert wire.connections == 1


LACKING = {
    "locks": ("flock", [errno.ENOSYS, errno.ENOLCK, errno.EOPNOTSUPP, errno.EINVAL, errno.EBADF]),
    "flushes": ("fsync", [errno.EINVAL, errno.ENOTSUP, errno.ENOSYS]),
    "links": ("link", [errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK, errno.EXDEV, errno.EACCES, errno.EIO]),
}


def break_(monkeypatch: pytest.MonkeyPatch, function: str, number: int) -> None:
    """Have a function of the system fail."""

    def broken(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(fcntl if function == "flock" else os, function, broken)


@pytest.mark.parametrize(
    ("function", "number"), [(name, number) for name, numbers in LACKING.values() for number in numbers]
)
async def test_what_a_file_system_lacks_is_done_without(
    wire: WireServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, function: str, number: int
) -> None:
    """Without locks, flushes or hard links the rehearsal goes well, and so does each delivery; no part of a file stays."""
    break_(monkeypatch, function, number)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "cat.png").write_bytes(b"mine")
    wire.answer(Answer(body=WHOLE))
    async with adapters(wire.url) as vendor:
        await vendor.delivery.check(str(tmp_path / "out"))
        paths = await vendor.delivery.fetch(
            [Media(url=f"{wire.url}/{n}.png") for n in range(2)], str(tmp_path / "out"), "cat"
        )
        again = await vendor.delivery.fetch([Media(url=f"{wire.url}/1.png")], str(tmp_path / "out"), "cat")
    assert [Path(path).read_bytes() for path in (*paths, *again)] == [WHOLE] * 3
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["cat-1.png", "cat-2.png", "cat.png"]


async def test_a_whole_file_in_its_place_is_delivered(
    wire: WireServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that can't be flushed, whatever the reason, takes back nothing."""
    flush = os.fsync

    def files_only(descriptor: int) -> None:
        if Path(f"/proc/self/fd/{descriptor}").resolve().is_dir():
            raise OSError(errno.EIO, "broken")
        flush(descriptor)

    monkeypatch.setattr(os, "fsync", files_only)
    wire.answer(Answer(body=WHOLE))
    assert await fetch(wire, tmp_path) == (str(tmp_path / "cat.png"),)
    assert (tmp_path / "cat.png").read_bytes() == WHOLE


@pytest.mark.parametrize(
    "broken",
    [
        {"link": errno.EPERM, "replace": errno.EIO},
        {"fsync": errno.EIO},
        {"fsync": errno.ENOSPC},
        {"open": errno.EROFS},
        {"open": errno.EMFILE},
    ],
    ids=str,
)
async def test_what_a_delivery_cannot_do_without_is_found_before_the_order(
    wire: WireServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: dict[str, int]
) -> None:
    """What would fail after paying fails in the rehearsal, with the number of the system, and leaves nothing behind."""
    async with adapters(wire.url) as vendor:
        with monkeypatch.context() as patch:
            for function, number in broken.items():
                break_(patch, function, number)
            with pytest.raises(WishRefused) as refused:
                await vendor.delivery.check(str(tmp_path))
        failed = refused.value.failure
        assert (failed.kind, failed.facts) == (
            Kind.FOLDER_CLOSED,
            {"errno": [*broken.values()][-1], "folder": str(tmp_path)},
        )
        assert list(tmp_path.iterdir()) == []
        await vendor.delivery.check(str(tmp_path))  # nothing of it is remembered


async def test_a_rehearsal_is_believed_for_a_few_seconds(
    wire: WireServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A batch doesn't write a trial file for each line; a folder that is gone is tried again."""
    async with adapters(wire.url) as vendor:
        await vendor.delivery.check(str(tmp_path / "out"))
        (tmp_path / "out").mkdir()
        await vendor.delivery.check(str(tmp_path / "out"))
        with monkeypatch.context() as patch:
            break_(patch, "open", errno.EROFS)
            await vendor.delivery.check(str(tmp_path / "out"))
            await vendor.clock.advance(REHEARSAL_SECONDS)
            with pytest.raises(WishRefused):
                await vendor.delivery.check(str(tmp_path / "out"))


async def test_a_rehearsal_leaves_nothing_behind_where_a_folder_is_to_be_made(wire: WireServer, tmp_path: Path) -> None:
    """A new folder is made by the delivery, not by the look."""
    async with adapters(wire.url) as vendor:
        await vendor.delivery.check(str(tmp_path / "a" / "b"))
    assert list(tmp_path.iterdir()) == []


async def test_a_cancelled_delivery_leaves_nothing_behind(wire: WireServer, tmp_path: Path) -> None:
    """Who gives up finds no half file."""
    never = asyncio.Event()
    wire.answer(Answer(after=never))
    fetching = asyncio.create_task(fetch(wire, tmp_path))
    await wire.came.wait()
    fetching.cancel()
    with pytest.raises(asyncio.CancelledError):
        await fetching
    never.set()
    assert list(tmp_path.iterdir()) == []


async def test_progress_is_told(wire: WireServer, tmp_path: Path) -> None:
    """Who wants to know hears of every piece."""
    wire.answer(Answer(body=WHOLE))
    told: list[tuple[str, int, int | None]] = []
    async with adapters(wire.url) as vendor:
        delivery = ImaDelivery(vendor.http, vendor.clock, progress=lambda *news: told.append(news))
        await delivery.fetch([Media(url=f"{wire.url}/1")], str(tmp_path), "cat")
    assert told[-1] == ("cat", len(WHOLE), len(WHOLE))


def test_two_writers_do_not_meet(tmp_path: Path) -> None:
    """Who finds the usual place being written to writes elsewhere; what a dead process left is used again."""
    (tmp_path / "left").mkdir()
    first = PartFile(tmp_path, "cat")
    second = PartFile(tmp_path, "cat")
    first.write(b"a")
    second.write(b"b")
    assert first.read(0, 9) == b"a"
    assert Path(second.finish("bin", overwrite=False)).read_bytes() == b"b"
    assert Path(first.finish("bin", overwrite=False)).read_bytes() == b"a"
    first.close()
    left = PartFile(tmp_path / "left", "cat")
    left.write(b"left behind")
    left._file.close()
    again = PartFile(tmp_path / "left", "cat")
    again.write(b"new")
    assert Path(again.finish("bin", overwrite=False)).read_bytes() == b"new"
    assert len(list((tmp_path / "left").iterdir())) == 1
