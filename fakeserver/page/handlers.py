"""The routes of the page.

Rules this file obeys:
* Templates are loaded when somebody looks; without Jinja the rest of the server works, and the page says what is missing.
* Whatever a client sent is escaped; no script runs but our two files; nobody else's page may turn a knob.
* Results are shown from here, so that looking at them is no request of the client's, and meets no fault.
"""

import html
import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import aclosing, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

import attrs
from aiohttp import web

from imastudio.fakeserver.http.addressing import Addressing
from imastudio.fakeserver.http.sandbox import Sandbox
from imastudio.fakeserver.media import PillowMissing
from imastudio.fakeserver.page.events import Follower, encode_event
from imastudio.fakeserver.scenario.faults import KINDS
from imastudio.fakeserver.vendor import results
from imastudio.fakeserver.vendor.results import CONTENT_TYPES

if TYPE_CHECKING:
    from imastudio.fakeserver.page.view import PageFragment

_HERE = Path(__file__).parent
_MAX_TIMES = 1000
_MISSING = "The page needs Jinja: pip install 'imastudio[fake]'\n"
_FILES = {
    "htmx.min.js": "text/javascript",
    "page.js": "text/javascript",
    "page.css": "text/css",
    "icon.svg": "image/svg+xml",
}
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; "
    "connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-cache",
}


class PageHost(Protocol):
    """The server, as far as the page needs it."""

    instance: str
    addressing: Addressing
    worlds: dict[str, Sandbox]

    def sandboxes(self) -> Iterator[Sandbox]:
        """Go through all worlds, its own first."""


@attrs.define(eq=False)
class Page:
    """The page's side of the server: one for each world."""

    home: PageHost
    _templates: Any = None

    def routes(self) -> list[web.RouteDef]:
        """List what is served."""
        return [
            web.get("/_fake", self.index),
            *(
                route
                for base in ("/_fake", "/_fake/worlds/{world}")
                for route in (
                    web.get(f"{base}/", self.index),
                    web.get(f"{base}/events", self.stream),
                    web.get(f"{base}/page/requests/{{number}}", self.exchange),
                    web.get(f"{base}/page/fault", self.fault_form),
                    web.get(f"{base}/page/scenario.yaml", self.save),
                    web.get(f"{base}/page/requests.json", self.export),
                    web.get(f"{base}/page/{{name}}", self.file),
                    web.get(f"{base}/results/{{task}}/{{name}}", self.result),
                    web.post(f"{base}/page/knobs", self.knobs),
                    web.post(f"{base}/page/faults", self.faults),
                    web.post(f"{base}/page/faults/remove", self.remove),
                    web.post(f"{base}/page/reset", self.reset),
                )
            ),
        ]

    async def close(self, _: object = None) -> None:
        """Let all browsers go."""
        for box in self.home.sandboxes():
            box.events.close()

    async def index(self, request: web.Request) -> web.Response:
        """GET /_fake/."""
        from imastudio.fakeserver.page import view  # noqa: PLC0415 - few look

        box = self._box(request)
        return self._page("index.html", lambda: view.whole(box, self.home))

    async def exchange(self, request: web.Request) -> web.Response:
        """Give the details of one request."""
        from imastudio.fakeserver.page import view  # noqa: PLC0415 - few look

        box, wanted = self._box(request), request.match_info["number"]
        found = box.log.find(int(wanted)) if wanted.isdecimal() else None
        if found is None:
            return web.Response(status=404, text="This request is forgotten.", headers=_HEADERS)
        return self._page("exchange.html", lambda: view.exchange(*found, box))

    async def fault_form(self, request: web.Request) -> web.Response:
        """Give the fields of a fault."""
        from imastudio.fakeserver.page.fault_forms import fault_form  # noqa: PLC0415 - few look

        kind = request.query.get("fault", "")
        if kind not in KINDS:
            raise web.HTTPNotFound
        return self._page("fault_form.html", lambda: {"form": fault_form(kind)})

    async def save(self, request: web.Request) -> web.Response:
        """Give the faults that wait, and the knobs as they are, as a scenario to keep."""
        from imastudio.fakeserver.scenario.recording import write_setting  # noqa: PLC0415 - few ask for it

        box = self._box(request)
        try:
            text = write_setting(box.world, box.points, box.script)
        except ImportError as problem:
            return web.Response(status=501, text=f"{problem}\n")
        return _download(text, "scenario.yaml", "application/yaml")

    async def export(self, request: web.Request) -> web.Response:
        """Give the log with bodies and answers, to keep."""
        entries = [attrs.asdict(each) for each in self._box(request).requests]
        return _download(json.dumps(entries, ensure_ascii=False, indent=1), "requests.json", "application/json")

    async def file(self, request: web.Request) -> web.StreamResponse:
        """Give a script, the style or the icon."""
        name = request.match_info["name"]
        if name not in _FILES:
            raise web.HTTPNotFound
        return web.FileResponse(_HERE / "static" / name, headers=_HEADERS | {"Content-Type": _FILES[name]})

    async def result(self, request: web.Request) -> web.StreamResponse:
        """Give a result to be looked at."""
        box = self._box(request)
        found = results.find(box.world, request.match_info["task"], request.match_info["name"])
        if found is None or box.results is None:
            raise web.HTTPNotFound
        try:
            path = await box.results.file(*found, box.world.seed)
        except PillowMissing as problem:
            return web.Response(status=500, text=f"{problem}\n")
        return web.FileResponse(path, headers=_HEADERS | {"Content-Type": CONTENT_TYPES[found[3]]})

    async def stream(self, request: web.Request) -> web.StreamResponse:
        """Send what changes for as long as the browser looks."""
        box = self._box(request)
        if self._load() is None:
            return web.Response(status=501, text=_MISSING)
        response = web.StreamResponse(headers=_HEADERS | {"Content-Type": "text/event-stream"})
        await response.prepare(request)
        with suppress(ConnectionResetError):  # nobody looks any more
            while not box.events.closed:
                clears = box.log.clears
                await response.write(encode_event(f"{self.home.instance} {clears}", "life"))
                async with aclosing(box.events.follow(partial(self._look, box), box.log.shown())) as changes:
                    async for data in changes:
                        if box.log.clears != clears:
                            break  # another life: the browser forgets all, and is told all
                        await response.write(data or b":\n\n")  # a comment shows us whether the browser is gone
        return response

    async def knobs(self, request: web.Request) -> web.Response:
        """Turn one knob: speed, advance, points or strict."""
        box, form = self._box(request), await self._form(request)
        try:
            told = [_KNOBS[name](box, value) for name, value in form.items()]
        except (KeyError, ValueError):
            return _say("That is no value for this knob.", status=422)
        return _say(" ".join(told))

    async def faults(self, request: web.Request) -> web.Response:
        """Let the next requests of a call fail."""
        from imastudio.fakeserver.page.fault_forms import read_fault  # noqa: PLC0415 - few ask for it

        box, form = self._box(request), await self._form(request)
        call, times = form.get("call", ""), form.get("times", "1")
        try:
            if not times.isdecimal() or not 1 <= int(times) <= _MAX_TIMES:
                raise ValueError(f"times must be a whole number from 1 to {_MAX_TIMES}")  # noqa: TRY301 - told below
            box.script.add(call, (read_fault(form),), int(times))
        except ValueError as problem:
            return _say(str(problem), status=422)
        often = "request" if times == "1" else f"{times} requests"
        return _say(f"The next {often} of {call} will meet {form['fault']}.")

    async def remove(self, request: web.Request) -> web.Response:
        """Take away a fault that waits."""
        box, form = self._box(request), await self._form(request)
        index = form.get("index", "")
        try:
            box.script.remove(form.get("call", ""), int(index) if index.isdecimal() else -1, form.get("written", ""))
        except ValueError as problem:
            return _say(str(problem), status=409)
        return _say("Removed.")

    async def reset(self, request: web.Request) -> web.Response:
        """Begin again."""
        box = self._box(request)
        await self._form(request)
        box.reset()
        strict = "refused" if box.world.strict else "noted"
        return _say(
            f"Everything is as in the beginning: nothing was asked or ordered, {box.points} points, speed {box.world.speed:g}, "
            f"the clock at {time.strftime('%H:%M:%S', time.gmtime(box.clock.now()))} UTC, unknown fields are {strict}, "
            f"{'the faults of the scenario wait' if any(box.script.waiting.values()) else 'no faults wait'}."
        )

    def _box(self, request: web.Request) -> Sandbox:
        name = request.match_info.get("world")
        if name is None:
            return next(self.home.sandboxes())
        if name not in self.home.worlds:
            raise web.HTTPNotFound
        return self.home.worlds[name]

    async def _form(self, request: web.Request) -> Mapping[str, str]:
        """Read a form of our own page; another page that knows the address may not send one."""
        origin = request.headers.get("Origin")
        ours = {request.headers.get("Host"), urlsplit(self.home.addressing.origin(request)).netloc}
        if origin is None or urlsplit(origin).netloc not in ours:
            raise web.HTTPForbidden(text="Only the page itself may do this.\n")
        return {name: value for name, value in (await request.post()).items() if isinstance(value, str)}

    def _look(self, box: Sandbox, follower: Follower) -> bytes:
        """Build what this browser has not seen yet."""
        from imastudio.fakeserver.page import view  # noqa: PLC0415 - loaded by now

        changed = follower.news((part.name, part.key, part) for part in view.parts(box))
        rows = [view.request(item[0], item[1], box.admin) for item in follower.take() if isinstance(item, tuple)]
        # Rows of a table are parsed as such only where nothing else is beside them.
        return b"".join(encode_event(self._render(parts)) for parts in (changed, rows) if parts)

    def _render(self, parts: "Iterable[PageFragment]") -> str:
        return "".join(self._load().get_template(part.template).render(part.context) for part in parts)

    def _page(self, template: str, context: Callable[[], Mapping[str, Any]]) -> web.Response:
        templates = self._load()
        if templates is None:
            return web.Response(status=501, text=_MISSING)
        page = templates.get_template(template).render(context())
        return web.Response(text=page, content_type="text/html", headers=_HEADERS)

    def _load(self) -> Any:
        """Load the templates, once; None without Jinja."""
        if self._templates is None:
            try:
                import aiohttp_jinja2  # noqa: PLC0415 - an extra, and only the page needs it
                import jinja2  # noqa: PLC0415 - as above
            except ImportError:
                return None
            from imastudio.fakeserver.page import view  # noqa: PLC0415 - few look

            filters = {"time": view.show_time, "value": view.show_value}
            self._templates = aiohttp_jinja2.setup(
                web.Application(),  # the server's own is running by now and takes nothing more
                loader=jinja2.FileSystemLoader(_HERE / "templates"),
                filters=filters,
                trim_blocks=True,
                lstrip_blocks=True,
            )
        return self._templates


def _say(text: str, *, status: int = 200) -> web.Response:
    """Say a sentence; the page puts it in place as HTML, so whatever somebody sent stands in it as text."""
    return web.Response(status=status, text=html.escape(text), content_type="text/html", headers=_HEADERS)


def _download(text: str, name: str, content_type: str) -> web.Response:
    headers = _HEADERS | {"Content-Disposition": f'attachment; filename="{name}"'}
    return web.Response(text=text, content_type=content_type, headers=headers)


def _set_speed(box: Sandbox, value: str) -> str:
    speed = float(value)
    if not 0 < speed < float("inf"):
        raise ValueError(value)
    box.world.speed = speed
    return f"New tasks run {speed:g} times as fast."


def _advance(box: Sandbox, value: str) -> str:
    seconds = float(value)
    if not 0 <= seconds < float("inf"):
        raise ValueError(value)
    box.clock.advance(seconds)
    return f"The clock was turned by {seconds:g} seconds."


def _set_points(box: Sandbox, value: str) -> str:
    points = int(value)
    if points < 0:
        raise ValueError(value)
    box.account.points = points
    return f"There are {points} points on the account."


def _set_strict(box: Sandbox, value: str) -> str:
    box.world.strict = {"true": True, "false": False}[value]
    return f"Fields that nobody knows are {'refused' if box.world.strict else 'noted'}."


_KNOBS: Mapping[str, Callable[[Sandbox, str], str]] = {
    "speed": _set_speed,
    "advance": _advance,
    "points": _set_points,
    "strict": _set_strict,
}
