"""The knobs of a world over HTTP: clock, faults, points, catalogue, and what is expected of the requests that come."""

from collections.abc import Mapping
from typing import Any

import attrs
from aiohttp import web

from imastudio.fakeserver.http.desk import AdminDesk
from imastudio.fakeserver.http.sandbox import Sandbox
from imastudio.fakeserver.scenario.fault_queue import decode_faults, decode_rates
from imastudio.fakeserver.scenario.faults import IDS
from imastudio.fakeserver.vendor.world import AccountBookEntry


@attrs.frozen
class Knobs(AdminDesk):
    """The routes that turn knobs and verify."""

    def routes(self, base: str) -> tuple[web.RouteDef, ...]:
        """List what is served under `base`."""
        return (
            web.post(f"{base}/reset", self.reset),
            web.post(f"{base}/clock", self.clock),
            web.post(f"{base}/faults", self.faults),
            web.post(f"{base}/chaos", self.chaos),
            web.post(f"{base}/accounts", self.accounts),
            web.post(f"{base}/catalogue", self.change_catalogue),
            web.post(f"{base}/expect", self.expect),
            web.post(f"{base}/verify", self.verify),
        )

    async def reset(self, request: web.Request) -> web.Response:
        """Begin again: no tasks, charges, uploads or faults; points, speed, strictness and clock as in the beginning."""
        box = self.box(request)
        box.reset()
        world = box.world
        now = {"points": box.points, "speed": world.speed, "strict": world.strict, "now": box.clock.now()}
        return self.answer({"ok": True, **now})

    async def clock(self, request: web.Request) -> web.Response:
        """Turn the clock: {"advance": seconds}."""
        box, seconds = self.box(request), (await self.body(request)).get("advance")
        if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 <= seconds < float("inf"):
            raise self.bad("advance must be a number of seconds, not negative")
        return self.answer({"now": box.clock.advance(seconds)})

    async def faults(self, request: web.Request) -> web.Response:
        """Script faults: {"call": "create", "faults": [{"kind": "envelope", "code": 4008}], "times": 1, "skip": 0}."""
        box, body = self.box(request), await self.body(request)
        times, skip = body.get("times", 1), body.get("skip", 0)
        if type(times) is not int or times < 1 or type(skip) is not int or skip < 0:
            raise self.bad("times must be a number from 1, skip one from 0")
        try:
            box.script.add(str(body.get("call")), decode_faults(body.get("faults")), times, skip)
        except ValueError as problem:
            raise self.bad(str(problem)) from problem
        return self.answer({"ok": True})

    async def chaos(self, request: web.Request) -> web.Response:
        """Let chance decide: {"seed": 1, "rates": {"create": [{"rate": 0.01, "faults": [{"kind": "drop_before"}]}]}}."""
        box, body = self.box(request), await self.body(request)
        seed, rates = body.get("seed", 0), body.get("rates")
        if type(seed) is not int:
            raise self.bad("seed must be a whole number")
        try:
            box.chaos(seed=seed, rates=None if rates is None else decode_rates(rates))
        except ValueError as problem:
            raise self.bad(str(problem)) from problem
        return self.answer({"ok": True})

    async def accounts(self, request: web.Request) -> web.Response:
        """Open an account, or give one other points: {"key": "ima_…", "points": 100, "name": …}."""
        box, body = self.box(request), await self.body(request)
        key, points, name = body.get("key"), body.get("points"), body.get("name")
        if not isinstance(key, str) or not key or type(points) is not int:
            raise self.bad("key must be a text, points a number")
        if any(key in other.world.accounts for other in self.home.sandboxes() if other is not box):
            raise self.bad("this key is of another world")
        account = box.add_account(key, points, name if isinstance(name, str) else None)
        return self.answer({"name": account.name, "points": account.points})

    async def change_catalogue(self, request: web.Request) -> web.Response:
        """Change what is sold until the next reset: {"lists": {"text_to_image": […]}, "points": 1, "ids": "new"}."""
        box, body = self.box(request), await self.body(request)
        points, ids = body.get("points", 0), body.get("ids", "same")
        if type(points) is not int or ids not in IDS:
            raise self.bad(f"points must be a whole number, ids one of {', '.join(IDS)}")
        if not isinstance(body.get("lists", {}), dict):  # a text would name a file of this machine
            raise self.bad("lists must be an object")
        try:
            if "lists" in body:
                box.sell(body["lists"])
        except ValueError as problem:
            raise self.bad(str(problem)) from problem
        if points or ids != "same":
            box.shift_prices(points, ids=ids)
        return self.answer({"ok": True})

    # Verifying

    async def expect(self, request: web.Request) -> web.Response:
        """Expect requests until they are verified: {"call": "create", "times": 1, "said": {"n": 2}}; times null: at least one."""
        box, body = self.box(request), await self.body(request)
        times, said = body.get("times", 1), body.get("said", {})
        if not (times is None or (type(times) is int and times >= 0)) or not isinstance(said, dict):
            raise self.bad("times must be a number from 0 or null, said an object")
        try:
            box.verification.expect(str(body.get("call")), times, said)
        except ValueError as problem:
            raise self.bad(str(problem)) from problem
        return self.answer({"ok": True})

    async def verify(self, request: web.Request) -> web.Response:
        """Tell what came otherwise than expected: {} or {"charged": {"times": 1, "points": 8, "once_per": "digest"}}."""
        box, body = self.box(request), await self.body(request, empty_is="{}")
        charged = body.get("charged")
        if not (charged is None or isinstance(charged, dict)):
            raise self.bad("charged must be an object")
        wrong = [] if charged is None else [self._charged(box, charged)]
        complaints = [*box.verification.complaints(), *(each for each in wrong if each)]
        return self.answer({"ok": not complaints, "complaints": complaints})

    def _charged(self, box: Sandbox, wanted: Mapping[str, Any]) -> str | None:
        times, points, once_per = wanted.get("times"), wanted.get("points"), wanted.get("once_per")
        names = [field.name for field in attrs.fields(AccountBookEntry)]
        if once_per not in (None, *names) or not all(each is None or type(each) is int for each in (times, points)):
            raise self.bad(f"charged takes times and points, numbers, and once_per, one of {', '.join(names)}")
        return box.verification.charged(
            times, points=points, once_per=None if once_per is None else lambda charge: getattr(charge, once_per)
        )
