"""Bringing results to disk: whole or not at all (decision 24; "Downloads").

Rules: https to public hosts, loopback with the fake server; redirects are followed by hand, to such addresses only, at
most five, and nothing of ours travels along. What arrives is collected beside its place; its length and content are
checked before it gets a name: without an announced length the content itself must say that it is whole (decision 51). What was
cut is resumed where the server vouches that it is the same file, else begun anew.
"""

import asyncio
import os
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, TypeVar

import attrs
from yarl import URL

from imastudio.adapters.ima.addresses import safe_address
from imastudio.adapters.ima.completeness import is_whole
from imastudio.adapters.ima.file_names import safe_name
from imastudio.adapters.ima.formats import HEAD, suffix_of_result
from imastudio.adapters.ima.http import NOTHING_FAILED, Http
from imastudio.adapters.ima.part_file import PartFile, rehearse
from imastudio.adapters.ima.retries import TryAgain, repeated
from imastudio.adapters.ima.retry_after import decode_retry_after
from imastudio.adapters.system.opening import open_in_thread
from imastudio.domain.kernel import Failure, ImaError, Json, Kind, error_for, refuse
from imastudio.domain.lifecycle import Destination, numbered, parted, place_of
from imastudio.domain.orders import Media
from imastudio.ports.clock import Clock

if TYPE_CHECKING:
    from aiohttp import ClientResponse

MAX_REDIRECTS = 5
CHUNK = 128 * 1024
REHEARSAL_SECONDS = 5.0
PATIENCE, SLOWEST = 60.0, 64 * 1024
"""Seconds in which so many bytes must arrive, or the head of an answer; else the rest is asked for anew."""
Progress: TypeAlias = Callable[[str, int, int | None], None]
"""Called with the name, the bytes that have arrived, and the bytes there will be if that is known."""
T = TypeVar("T")
_MAX_LENGTH_DIGITS = 18
_OK, _PARTIAL, _NOT_SATISFIABLE = 200, 206, 416
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PASSING = frozenset({404, 408, 425, 429, 500, 502, 503, 504})


@attrs.define
class _Fetch:
    """One result on its way.

    `validator` is the server's mark of this very content, `total` its bytes where that was announced; `ended` tells that the end
    of the answer shows itself (chunked coding), as that of a closed connection does not. More bytes than `limit` are not taken.
    """

    url: URL
    stem: str
    part: PartFile
    limit: int
    validator: str | None = None
    total: int | None = None
    ended: bool = False
    content_type: str = ""


class ImaDelivery:
    """The `Delivery` port, over HTTP."""

    def __init__(self, http: Http, clock: Clock, *, progress: Progress | None = None) -> None:
        self._http = http
        self._clock = clock
        self._settings = http.settings
        self._progress = progress
        self._rehearsed: dict[str, float] = {}

    async def check(self, into: str) -> None:
        """Rehearse a delivery to the place, and leave no trace. Raises WishRefused (FOLDER_CLOSED).

        What went well is believed for a few seconds, so that a batch doesn't write a trial file for each line.
        """
        place, now = place_of(into), self._clock.now()
        if place.file is not None and not self._settings.overwrite and await asyncio.to_thread(os.path.lexists, into):
            raise refuse(Kind.FOLDER_CLOSED, "deliver_to", into, wrong="taken", file=into)
        into = place.folder
        if 0 <= now - self._rehearsed.get(into, -REHEARSAL_SECONDS) < REHEARSAL_SECONDS and await _is_there(into):
            return
        try:
            await asyncio.to_thread(rehearse, Path(into))
        except (OSError, ValueError) as error:
            number = getattr(error, "errno", None)
        else:
            self._rehearsed[into] = now
            return
        raise refuse(Kind.FOLDER_CLOSED, "deliver_to", into, errno=number, folder=into)

    async def fetch(
        self, medias: Sequence[Media], into: str, name: str, *, limit_bytes: int | None = None
    ) -> tuple[str, ...]:
        """Fetch every media into the folder `into` and return the paths, in order. Raises ServiceUnavailable.

        One media is named `name`, several `name-1`, `name-2`, or with the number where `name` holds `{n}`. All are tried even
        if one fails.
        """
        stem, wanted = parted(safe_name(name))
        stems = numbered(stem, len(medias))
        folder, limit = Path(into), min(limit_bytes or self._settings.largest_result, self._settings.largest_result)
        tries = [
            self._fetch_one(media, folder, (stem, wanted), limit) for media, stem in zip(medias, stems, strict=True)
        ]
        outcomes = await asyncio.gather(*tries, return_exceptions=True)
        for outcome in outcomes:
            if isinstance(outcome, BaseException):
                raise outcome
        return tuple(str(outcome) for outcome in outcomes)

    async def has(self, paths: Sequence[str], into: str | None = None) -> bool:
        """Tell whether all of these files are still there: with `into`, at that place, however it is spelled."""
        place = None if into is None else place_of(into)
        return await _on_disk(lambda: all(Path(path).is_file() and _is_at(Path(path), place) for path in paths))

    async def _fetch_one(self, media: Media, folder: Path, named: tuple[str, str | None], limit: int) -> Path:
        stem, wanted = named
        url = safe_address(media.address or "", loopback=self._settings.is_local, own=self._settings.fake_hosts)
        if url is None:
            raise _failed()
        part = await _told(open_in_thread(lambda: PartFile(folder, stem)))
        try:
            fetch = _Fetch(url, stem, part, limit)
            suffix = await repeated(lambda: self._collect(fetch), longest=None)
            return await _on_disk(lambda: part.finish(wanted or suffix, overwrite=self._settings.overwrite))
        finally:
            part.close()

    async def _collect(self, fetch: _Fetch) -> str:
        """Fetch what is missing, and return the suffix of the whole."""
        from aiohttp import ClientError

        status, after, way = None, None, NOTHING_FAILED
        try:
            async with await self._get(fetch) as response:
                status, after = response.status, decode_retry_after(response.headers, self._clock)
                if await self._begin(fetch, response):
                    await self._take(fetch, response)
                    return await self._check(fetch)
        except (ClientError, TimeoutError, OSError) as error:
            status, way = None, self._http.way(error, fetch.url)  # the error itself may hold a presigned address
        if status is None or status in {*_PASSING, _OK, _PARTIAL, _NOT_SATISFIABLE}:
            raise TryAgain(_failed(status, way), after)
        raise _failed(status)

    async def _get(self, fetch: _Fetch) -> "ClientResponse":
        """Ask for the file, or the rest of it, wherever it has gone."""
        headers = {"Accept-Encoding": "identity"}
        if fetch.part.size and fetch.validator is not None:
            headers |= {"Range": f"bytes={fetch.part.size}-", "If-Range": fetch.validator}
        url = fetch.url
        for _ in range(MAX_REDIRECTS + 1):
            response = await self._answer(url, headers)
            if response.status not in _REDIRECTS:
                return response
            response.close()
            url = self._next(url, response.headers.get("Location", ""))
        raise _failed()

    async def _answer(self, url: URL, headers: Mapping[str, str]) -> "ClientResponse":
        """Return the answer with its head read. Raises TimeoutError, where that drips; the wait for a turn doesn't count."""
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(None) as patience:
            return await self._http.media.get(
                url,
                headers=headers,
                allow_redirects=False,
                trace_request_ctx=lambda: patience.reschedule(loop.time() + PATIENCE),
            )

    def _next(self, url: URL, location: str) -> URL:
        try:
            target = safe_address(
                str(url.join(URL(location, encoded=True))),
                loopback=self._settings.is_local,
                own=self._settings.fake_hosts,
            )
        except ValueError:
            target = None
        if target is None:
            raise _failed()
        return target

    async def _begin(self, fetch: _Fetch, response: "ClientResponse") -> bool:
        """Make ready for the body; tell whether it is worth reading."""
        part, length = fetch.part, response.content_length
        if response.status == _PARTIAL and part.size and _starts_at(response) == part.size:
            total = None if length is None else part.size + length
            if total == fetch.total:
                return True
        await _on_disk(part.restart)
        if response.status != _OK:
            fetch.validator = None
            return False
        fetch.total, fetch.content_type = length, response.content_type
        fetch.ended = response.headers.get("Transfer-Encoding", "").lower() == "chunked"
        fetch.validator = _validator(response)
        if length is not None and length > fetch.limit:
            raise _failed()
        return True

    async def _take(self, fetch: _Fetch, response: "ClientResponse") -> None:
        part, loop = fetch.part, asyncio.get_running_loop()
        expected = part.size + SLOWEST
        async with asyncio.timeout(PATIENCE) as patience:
            async for chunk in response.content.iter_chunked(CHUNK):
                if part.size + len(chunk) > fetch.limit:
                    raise _failed()
                await _on_disk(part.write, chunk)
                if part.size >= expected:
                    expected = part.size + SLOWEST
                    patience.reschedule(loop.time() + PATIENCE)
                if self._progress is not None:
                    self._progress(fetch.stem, part.size, fetch.total)

    async def _check(self, fetch: _Fetch) -> str:
        """Return the suffix that the content has; what is too short or no medium is fetched again from the start."""
        suffix = None
        if fetch.total is None or fetch.part.size == fetch.total:
            suffix = suffix_of_result(await _on_disk(fetch.part.read, 0, HEAD), fetch.content_type)
        if suffix is not None and fetch.total is None:
            said = await _on_disk(is_whole, fetch.part.file, suffix, fetch.part.size)
            suffix = suffix if said or (said is None and fetch.ended) else None
        if suffix is None:
            fetch.validator = None
            raise TryAgain(_failed())
        return suffix


def _is_at(path: Path, place: Destination | None) -> bool:
    """Tell whether a file is at a place."""
    if place is None:
        return True
    wanted = Path(place.folder) if place.file is None else Path(place.folder, place.file)
    return wanted.exists() and wanted.samefile(path.parent if place.file is None else path)


async def _is_there(folder: str) -> bool:
    """Tell whether a folder is there."""
    return await asyncio.to_thread(Path(folder).is_dir)


def _starts_at(response: "ClientResponse") -> int | None:
    """Return where a part of a file begins (RFC 9110, section 14.4)."""
    unit, _, rest = response.headers.get("Content-Range", "").partition(" ")
    first = rest.partition("-")[0]
    return int(first) if unit == "bytes" and first.isdecimal() and len(first) <= _MAX_LENGTH_DIGITS else None


def _validator(response: "ClientResponse") -> str | None:
    """Return what a later request can name to get the same content (RFC 9110, section 13.1.5): no weak mark will do."""
    etag = response.headers.get("ETag", "")
    return etag if etag.startswith('"') else None


async def _on_disk(action: Callable[..., T], *arguments: object) -> T:
    """Do what blocks in a thread. Raises ServiceUnavailable where the disk won't have it."""
    return await _told(asyncio.to_thread(action, *arguments))


async def _told(done: Awaitable[T]) -> T:
    try:
        return await done
    except OSError as error:
        number = error.errno
    raise error_for(Failure(kind=Kind.DELIVERY_FAILED, facts={"errno": number}))


def _failed(status: int | None = None, way: Mapping[str, Json] = NOTHING_FAILED) -> ImaError:
    return error_for(Failure(kind=Kind.DELIVERY_FAILED, code=status, facts=way))
