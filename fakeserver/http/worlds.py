"""Worlds over HTTP: one for each test, in any language, on one server.

Rules this file obeys:
* A world is found by its key, or by its url; nothing of one shows in another.
* Its clock is turned by hand and its ids repeat, unless told otherwise: it is for tests.
"""

from collections.abc import Mapping
from typing import Any

import attrs
from aiohttp import web

from imastudio.fakeserver.http.desk import AdminDesk
from imastudio.fakeserver.http.sandbox import POINTS, Life
from imastudio.fakeserver.scenario.scenario import Scenario

_LIFE: Mapping[str, type] = {
    "points": int,
    "speed": float,
    "strict": bool,
    "hand_clock": bool,
    "seed": int,
    "refunds": bool,
}


@attrs.frozen
class Worlds(AdminDesk):
    """The routes that open and end worlds."""

    def routes(self) -> tuple[web.RouteDef, ...]:
        """List what is served."""
        return (
            web.get("/_fake/worlds", self.list_worlds),
            web.post("/_fake/worlds", self.open_world),
            web.delete("/_fake/worlds/{world}", self.end_world),
        )

    async def list_worlds(self, _: web.Request) -> web.Response:
        """Name the worlds that were opened."""
        return self.answer({"worlds": [self.describe(box) for box in self.home.worlds.values()]})

    async def open_world(self, request: web.Request) -> web.Response:
        """Open a world, as it is told: {"points": 40, "speed": 20, "hand_clock": true, "scenario": "…", "key": "ima_fake_…"}."""
        body = await self.body(request, empty_is="{}")
        unknown = set(body) - {*_LIFE, "scenario", "key"}
        if unknown:
            raise self.bad(f"a world has no {min(unknown)}; it takes {', '.join((*_LIFE, 'scenario', 'key'))}")
        try:
            life = _read_life(body)
            box = self.home.open_world(life, scenario=_read_scenario(body.get("scenario")), key=_read_key(body))
        except (ValueError, ImportError) as problem:
            raise self.bad(str(problem)) from problem
        return self.answer(self.describe(box), status=201)

    async def end_world(self, request: web.Request) -> web.Response:
        """End a world: its key and its urls are unknown from now on."""
        self.home.end_world(self.box(request).name)
        return self.answer({"ok": True})


def _read_life(body: Mapping[str, Any]) -> Life:
    """Read how a world begins; a clock of its own is turned by hand unless told otherwise, so that tests repeat."""
    chosen: dict[str, Any] = {"points": POINTS, "hand_clock": True, "seed": 0}
    for name, kind in _LIFE.items():
        value = body.get(name, chosen.get(name))
        if value is None:
            continue
        fits = (
            isinstance(value, bool) if kind is bool else isinstance(value, int | kind) and not isinstance(value, bool)
        )
        if not fits or (name == "points" and value < 0):
            raise ValueError(f"{name} must be {'true or false' if kind is bool else 'a number'}")
        chosen[name] = value
    return Life(**chosen)


def _read_scenario(text: object) -> Scenario | None:
    if text is None:
        return None
    if not isinstance(text, str):
        raise ValueError("scenario must be a text, as in a file")  # noqa: TRY004 - what was sent makes no sense
    from imastudio.fakeserver.scenario.scenario_files import parse_scenario  # noqa: PLC0415 - few ask for it

    return parse_scenario(text)


def _read_key(body: Mapping[str, Any]) -> str | None:
    key = body.get("key")
    if key is not None and (not isinstance(key, str) or not key.isascii() or not key.isprintable() or not key.strip()):
        raise ValueError("key must be a text")
    return key
