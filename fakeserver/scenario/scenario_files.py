"""Stories as people write them: a file says what is on the account, what is sold, how orders end, what goes wrong.

    points: 40
    orders:
      - prompt: dragon
        fails: too scary

Rules this file obeys:
* What a story does not name is as usual; every mistake in it is told with line, key and what would do.
* A story holds no key: those that open accounts are made up by whoever writes it, and are not recorded.
"""

import inspect
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import attrs

from imastudio.fakeserver.catalogues.catalogue import TASK_TYPES
from imastudio.fakeserver.catalogues.patches import Patch, Price
from imastudio.fakeserver.catalogues.product_lists import read_lists
from imastudio.fakeserver.scenario.expectations import Expected
from imastudio.fakeserver.scenario.faults import CALLS, IDS, KINDS, Fault, decode_fault
from imastudio.fakeserver.scenario.scenario import NewAccount, Scenario, Shift, Turn
from imastudio.fakeserver.scenario.yaml_source import Spot, read_yaml
from imastudio.fakeserver.vendor.outcomes import ScriptedFailure, ScriptedOutcome
from imastudio.fakeserver.vendor.refusals import VendorRefusal, refused

OK = "ok"  # in a list of faults: a request that meets none


def load_scenario(path: Path | str) -> Scenario:
    """Read a story from a file. Raise OSError, YamlMissing, or ScenarioError where it can't be played."""
    return parse_scenario(Path(path).read_bytes().decode(errors="replace"), str(path))


def parse_scenario(text: str, file: str = "scenario") -> Scenario:
    """Read a story from a text; `file` is how mistakes call it."""
    top = read_yaml(text, file)
    found = top.mapping(_PARTS)
    scenario = Scenario(**{name: _PARTS[name](spot) for name, spot in found.items()}, text=text)
    _try_catalogue(scenario, found)
    return scenario


def _try_catalogue(scenario: Scenario, found: Mapping[str, Spot]) -> None:
    """Apply each patch once, so that a model that isn't sold is told with its line."""
    catalogue = attrs.evolve(scenario, catalogue=()).build_catalogue()
    for patch, spot in zip(scenario.catalogue, found["catalogue"].items() if "catalogue" in found else (), strict=True):
        spot.attempt(partial(patch.apply, catalogue))


def _speed(spot: Spot) -> float:
    speed = spot.number()
    if not speed:
        raise spot.wrong("must be greater than 0")
    return speed


def _lists(spot: Spot) -> dict[str, list[dict[str, Any]]]:
    return spot.attempt(lambda: read_lists(spot.plain()))


def _direct(spot: Spot) -> tuple[str, ...]:
    return tuple(each.one_of(CALLS) for each in spot.items())


def _accounts(spot: Spot) -> tuple[NewAccount, ...]:
    return tuple(_account(each) for each in spot.items())


def _account(spot: Spot) -> NewAccount:
    found = spot.mapping(("key", "points", "name"))
    if "key" not in found or "points" not in found:
        raise spot.wrong("an account needs a key and points", "try `key: ima_second`, `points: 5`")
    name = found["name"].text() if "name" in found else None
    return NewAccount(key=found["key"].text(), points=found["points"].whole(0), name=name)


def _prices(spot: Spot) -> Shift:
    found = spot.mapping(("more", "ids"))
    more = found["more"].plain() if "more" in found else 0
    if type(more) is not int:
        raise found["more"].wrong("a whole number of points is wanted")
    return Shift(points=more, ids=found["ids"].one_of(IDS) if "ids" in found else "same")


def _catalogue(spot: Spot) -> tuple[Patch, ...]:
    return tuple(_patch(each) for each in spot.items())


def _patch(spot: Spot) -> Patch:
    found = spot.mapping(("model", "task_type", "remove", "points", "prices", "set"))
    if "model" not in found:
        raise spot.wrong("which model?", "name its id or a version's with `model: `")
    prices = [_price(each) for each in found["prices"].items()] if "prices" in found else []
    if "points" in found:
        prices.insert(0, Price(points=found["points"].whole(1)))
    return Patch(
        model=found["model"].text(),
        task_type=found["task_type"].one_of(TASK_TYPES) if "task_type" in found else None,
        remove=found["remove"].flag() if "remove" in found else False,
        prices=tuple(prices),
        fields={name: each.plain() for name, each in found["set"].any_mapping().items()} if "set" in found else {},
    )


def _price(spot: Spot) -> Price:
    found = spot.mapping(("when", "points", "attribute_id"))
    return Price(
        when={name: each.plain() for name, each in found["when"].any_mapping().items()} if "when" in found else {},
        points=found["points"].whole(1) if "points" in found else None,
        attribute_id=found["attribute_id"].whole(1) if "attribute_id" in found else None,
    )


def _orders(spot: Spot) -> tuple[ScriptedOutcome, ...]:
    return tuple(_outcome(each) for each in spot.items())


def _outcome(spot: Spot) -> ScriptedOutcome:
    found = spot.mapping(_OUTCOME)
    if not {"takes", "fails", "refuse", "never_ends"} & set(found):
        raise spot.wrong("what becomes of it?", "name one of takes, fails, refuse, never_ends")
    return ScriptedOutcome(**{name: _OUTCOME[name](each) for name, each in found.items()})


def _takes(spot: Spot) -> tuple[float, float]:
    if not isinstance(spot.value, list):
        return (spot.number(), spot.number())
    seconds = [each.number() for each in spot.items()]
    if len(seconds) != 2 or seconds[0] > seconds[1]:  # noqa: PLR2004 - from and to
        raise spot.wrong("two numbers of seconds are wanted, from and to", "try [20, 40]")
    return (seconds[0], seconds[1])


def _fails(spot: Spot) -> ScriptedFailure:
    if isinstance(spot.value, str):
        return ScriptedFailure(reason=spot.text())
    found = spot.mapping(("reason", "index", "resource_status"))
    options: dict[str, Any] = {}
    if "reason" in found:
        options["reason"] = found["reason"].text()
    if "index" in found:
        options["index"] = found["index"].whole(0)
    if "resource_status" in found:
        status = found["resource_status"].whole(1)
        if status not in (1, 2, 3):
            raise found["resource_status"].wrong("no such status", "2 is failed, 3 deleted, 1 there, yet failed")
        options["resource_status"] = status
    return ScriptedFailure(**options)


def _refuse(spot: Spot) -> VendorRefusal:
    if not isinstance(spot.value, dict):
        return refused(spot.whole(1))
    found = spot.mapping(("code", "message"))
    if "code" not in found:
        raise spot.wrong("a refusal needs a code", "try `code: 4008`")
    said = refused(found["code"].whole(1))
    return attrs.evolve(said, message=found["message"].text()) if "message" in found else said


def _faults(spot: Spot) -> dict[str, tuple[Turn, ...]]:
    return {call: tuple(_turn(each) for each in turns.items()) for call, turns in spot.mapping(CALLS).items()}


def _turn(spot: Spot) -> Turn:
    """Read `ok`, `drop_before`, `envelope: 4008`, `{bare: {status: 503}, times: 2}`, or several of them at once."""
    if not isinstance(spot.value, dict):
        return Turn(faults=_named(spot))
    found = spot.any_mapping()
    times = found.pop("times").whole(1) if "times" in found else 1
    if found.pop(OK, None) is not None and found:
        raise spot.wrong("ok and a fault contradict each other", "make two entries of it")
    return Turn(faults=tuple(_fault(name, each) for name, each in found.items()), times=times)


def _named(spot: Spot) -> tuple[Fault, ...]:
    name = spot.one_of((OK, *KINDS))
    return () if name == OK else (_fault(name, attrs.evolve(spot, value=None)),)


def _fault(name: str, spot: Spot) -> Fault:
    attrs.evolve(spot, value=name).one_of(KINDS)
    said = spot.plain()
    if name == "instead" or not (said is None or isinstance(said, dict)):
        options = {next(iter(options_of(name)), ""): said}
    else:
        options = said or {}
    try:
        return decode_fault({**options, "kind": name})
    except ValueError as problem:
        choices = ", ".join(options_of(name)) or "nothing"
        raise spot.wrong(f"{name} can't be {said!r}", f"it takes {choices}") from problem


def options_of(kind: str) -> Mapping[str, inspect.Parameter]:
    """Name the options of a fault; the first one needs no name."""
    return inspect.signature(KINDS[kind]).parameters


def _requests(spot: Spot) -> tuple[Expected, ...]:
    return tuple(_expected(each) for each in spot.items())


def _expected(spot: Spot) -> Expected:
    found = spot.mapping(("call", "query", "body", "answer"))
    if "call" not in found:
        raise spot.wrong("which call?", f"these are: {', '.join(CALLS)}")
    return Expected(
        call=found["call"].one_of(CALLS),
        query={name: str(each.plain()) for name, each in found["query"].any_mapping().items()}
        if "query" in found
        else {},
        body=found["body"].plain() if "body" in found else None,
    )


_OUTCOME: Mapping[str, Callable[[Spot], Any]] = {
    "prompt": Spot.text,
    "task_type": lambda spot: spot.one_of(TASK_TYPES),
    "model": Spot.text,
    "times": lambda spot: spot.whole(1),
    "takes": _takes,
    "fails": _fails,
    "refuse": _refuse,
    "never_ends": Spot.flag,
}
_PARTS: Mapping[str, Callable[[Spot], Any]] = {
    "points": lambda spot: spot.whole(0),
    "speed": _speed,
    "seed": lambda spot: spot.whole(0),
    "strict": Spot.flag,
    "hand_clock": Spot.flag,
    "accounts": _accounts,
    "lists": _lists,
    "prices": _prices,
    "catalogue": _catalogue,
    "orders": _orders,
    "faults": _faults,
    "direct": _direct,
    "requests": _requests,
}
