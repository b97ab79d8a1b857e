"""The routes of the page.

Rules this file obeys:
* Templates are loaded when somebody looks; without Jinja the rest of the server works, and the page says what is missing.
* Whatever a client sent is escaped; no script runs but our two files; nobody else's page may turn a knob.
* Results are shown from here, so that looking at them is no request of the client's, and meets no fault.
"""

from collections.abc import Callable, Iterable, Mapping
from contextlib import aclosing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import attrs
from aiohttp import web

from imastudio.fakeserver.media import PillowMissing
from imastudio.fakeserver.page.events import Events, Follower, encode_event
from imastudio.fakeserver.vendor import results
from imastudio.fakeserver.vendor.records import Recorded
from imastudio.fakeserver.vendor.results import CONTENT_TYPES, Results

if TYPE_CHECKING:
    from imastudio.fakeserver.page.view import Part

_HERE = Path(__file__).parent
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


@attrs.define(eq=False)
class Page:
    """The page's side of the server."""

    fake: Any
    results: Results
    events: Events = attrs.field(factory=Events)
    _templates: Any = None

    def routes(self) -> list[web.RouteDef]:
        """List what is served."""
        return [
            web.get("/_fake/", self.index),
            web.get("/_fake", self.index),
            web.get("/_fake/events", self.stream),
            web.get("/_fake/page/requests/{number}", self.exchange),
            web.get("/_fake/page/{name}", self.file),
            web.get("/_fake/results/{task}/{name}", self.result),
            web.post("/_fake/page/knobs", self.knobs),
            web.post("/_fake/page/faults", self.faults),
            web.post("/_fake/page/reset", self.reset),
        ]

    def note(self, record: Recorded, faults: tuple[object, ...]) -> None:
        """Tell whoever looks of a request that was answered."""
        self.events.tell((record, faults))

    async def close(self, _: object = None) -> None:
        """Let all browsers go."""
        self.events.close()

    async def index(self, _: web.Request) -> web.Response:
        """GET /_fake/."""
        from imastudio.fakeserver.page import view  # noqa: PLC0415 - few look

        return self._page("index.html", lambda: view.whole(self.fake))

    async def exchange(self, request: web.Request) -> web.Response:
        """Give the details of one request."""
        from imastudio.fakeserver.page import view  # noqa: PLC0415 - few look

        wanted = request.match_info["number"]
        found = next((each for each in self.fake.log.entries if str(each.number) == wanted), None)
        if found is None:
            return web.Response(status=404, text="This request is forgotten.", headers=_HEADERS)
        faults = next((faults for record, faults in self.fake.log.latest if record is found), ())
        return self._page("exchange.html", lambda: view.exchange(found, faults, self.fake))

    async def file(self, request: web.Request) -> web.StreamResponse:
        """Give a script, the style or the icon."""
        name = request.match_info["name"]
        if name not in _FILES:
            raise web.HTTPNotFound
        return web.FileResponse(_HERE / "static" / name, headers=_HEADERS | {"Content-Type": _FILES[name]})

    async def result(self, request: web.Request) -> web.StreamResponse:
        """Give a result to be looked at."""
        found = results.find(self.fake.world, request.match_info["task"], request.match_info["name"])
        if found is None:
            raise web.HTTPNotFound
        try:
            path = await self.results.file(*found, self.fake.world.seed)
        except PillowMissing as problem:
            return web.Response(status=500, text=f"{problem}\n")
        return web.FileResponse(path, headers=_HEADERS | {"Content-Type": CONTENT_TYPES[found[3]]})

    async def stream(self, request: web.Request) -> web.StreamResponse:
        """Send what changes for as long as the browser looks."""
        if self._load() is None:
            return web.Response(status=501, text=_MISSING)
        response = web.StreamResponse(headers=_HEADERS | {"Content-Type": "text/event-stream"})
        await response.prepare(request)
        clears = self.fake.log.clears
        async with aclosing(self.events.follow(self._look, list(self.fake.log.latest))) as changes:
            with suppress(ConnectionResetError):  # nobody looks any more
                async for data in changes:
                    if self.fake.log.clears != clears:
                        await response.write(encode_event("", "reset"))
                        break
                    await response.write(data or b":\n\n")  # a comment shows us whether the browser is gone
        return response

    async def knobs(self, request: web.Request) -> web.Response:
        """Turn one knob: speed, advance, points or strict."""
        form = await self._form(request)
        try:
            told = [_KNOBS[name](self.fake, value) for name, value in form.items()]
        except (KeyError, ValueError):
            return _say("That is no value for this knob.", status=422)
        return _say(" ".join(told))

    async def faults(self, request: web.Request) -> web.Response:
        """Let the next requests of a call fail."""
        from imastudio.fakeserver.scenario.scenario_files import parse_scenario  # noqa: PLC0415 - few ask for it

        form = await self._form(request)
        call, fault, times = form.get("call", ""), form.get("fault", ""), form.get("times", "1")
        try:
            # The value stands on a line of its own: what it says can't become a key of the story's.
            value = "".join(f"\n          {line}" for line in form.get("value", "").splitlines())
            story = parse_scenario(f"faults:\n  {call}:\n    - {fault}:{value}\n      times: {times}\n", "your fault")
            story.fill(self.fake.script)
        except (ValueError, ImportError) as problem:
            return _say(str(problem), status=422)
        return _say(f"{fault} for the next {call}.")

    async def reset(self, request: web.Request) -> web.Response:
        """Begin again."""
        await self._form(request)
        self.fake.reset()
        return _say("Everything is forgotten.")

    async def _form(self, request: web.Request) -> Mapping[str, str]:
        """Read a form of our own page; another page that knows the address may not send one."""
        origin = request.headers.get("Origin")
        if origin is None or urlsplit(origin).netloc != request.headers.get("Host"):
            raise web.HTTPForbidden(text="Only the page itself may do this.\n")
        return {name: value for name, value in (await request.post()).items() if isinstance(value, str)}

    def _look(self, follower: Follower) -> bytes:
        """Build what this browser has not seen yet."""
        from imastudio.fakeserver.page import view  # noqa: PLC0415 - loaded by now

        changed = follower.news((part.name, part.key, part) for part in view.parts(self.fake))
        rows = [view.request(*item) for item in follower.take() if isinstance(item, tuple)]
        # Rows of a table are parsed as such only where nothing else is beside them.
        return b"".join(encode_event(self._render(parts)) for parts in (changed, rows) if parts)

    def _render(self, parts: "Iterable[Part]") -> str:
        return "".join(self._load().get_template(part.template).render(part.context) for part in parts)

    def _page(self, template: str, context: Callable[[], Mapping[str, Any]]) -> web.Response:
        templates = self._load()
        if templates is None:
            return web.Response(status=501, text=_MISSING)
        html = templates.get_template(template).render(context())
        return web.Response(text=html, content_type="text/html", headers=_HEADERS)

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
    return web.Response(status=status, text=text, headers=_HEADERS)


def _set_speed(fake: Any, value: str) -> str:
    speed = float(value)
    if not 0 < speed < float("inf"):
        raise ValueError(value)
    fake.world.speed = speed
    return f"New tasks run {speed:g} times as fast."


def _advance(fake: Any, value: str) -> str:
    seconds = float(value)
    if not 0 <= seconds < float("inf"):
        raise ValueError(value)
    fake.clock.advance(seconds)
    return f"The clock was turned by {seconds:g} seconds."


def _set_points(fake: Any, value: str) -> str:
    points = int(value)
    if points < 0:
        raise ValueError(value)
    fake.account.points = points
    return f"There are {points} points on the account."


def _set_strict(fake: Any, value: str) -> str:
    fake.world.strict = {"true": True, "false": False}[value]
    return f"Fields that nobody knows are {'refused' if fake.world.strict else 'noted'}."


_KNOBS: Mapping[str, Callable[[Any, str], str]] = {
    "speed": _set_speed,
    "advance": _advance,
    "points": _set_points,
    "strict": _set_strict,
}
