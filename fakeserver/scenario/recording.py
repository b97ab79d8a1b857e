"""What a client did, written down as a story that can be played and edited.

Rules this file obeys:
* No key is written; a story that needs another account says so itself.
* Faults are written as they were met, whoever ordered them, so that the story goes as it went.
"""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

import attrs

from imastudio.fakeserver.scenario import faults as made
from imastudio.fakeserver.scenario.expectations import CHANGING, Expected, essence, fingerprint
from imastudio.fakeserver.scenario.fault_queue import Script
from imastudio.fakeserver.scenario.faults import KINDS, Fault
from imastudio.fakeserver.scenario.scenario import Scenario
from imastudio.fakeserver.scenario.scenario_files import OK, options_of
from imastudio.fakeserver.scenario.yaml_source import read_yaml, write_yaml
from imastudio.fakeserver.vendor.records import Recorded
from imastudio.fakeserver.vendor.refusals import refused
from imastudio.fakeserver.vendor.world import World

_KEPT_PARTS = ("lists", "prices", "catalogue", "orders")
_EXAMPLES = (
    *(made.delay(0), made.go_down(0), made.reset(), made.drop_before(), made.drop_after_charge(), made.trickle(0)),
    *(made.envelope(1), made.bare(500), made.status(500), made.instead(None), made.body("html"), made.redirect()),
    *(made.fail_media(), made.never_ends(), made.overdue(), made.medias("none"), made.price_list()),
)
_KIND_OF = {type(example): kind for kind, example in zip(KINDS, _EXAMPLES, strict=True)}


@attrs.define
class Recording:
    """The story so far."""

    _requests: list[tuple[Expected, Recorded]] = attrs.field(factory=list)
    _seen: set[str] = attrs.field(factory=set)
    _met: dict[str, list[Any]] = attrs.field(factory=dict)

    def note(self, record: Recorded, faults: Iterable[object]) -> None:
        """Take down a request that was answered, or wasn't, and the faults it met."""
        request = essence(record)
        name = fingerprint(request)
        if request.call in CHANGING or name not in self._seen:
            self._requests.append((request, record))
        self._seen.add(name)
        self._met.setdefault(record.call, []).append(
            [encode_fault(each) for each in faults if isinstance(each, Fault) and is_known_fault(each)]
        )

    def tell(self, world: World, points: int, scenario: Scenario) -> str:
        """Write the story down, as YAML."""
        told = read_yaml(scenario.text, "scenario").plain() if scenario.text else {}
        story: dict[str, Any] = {"points": points, "speed": world.speed, "seed": world.seed, "strict": world.strict}
        if world.clock.hand:
            story["hand_clock"] = True
        story |= {part: told[part] for part in _KEPT_PARTS if part in told}
        story |= self.story()
        return f"# What a client did: play it with --scenario, hold another run against it with --replay.\n{write_yaml(story)}"

    def story(self) -> dict[str, Any]:
        """Give what came, and what went wrong with it, as parts of a story."""
        faults = {call: turns for call, met in self._met.items() if (turns := _turns(met))}
        requests = [_encode(request, record) for request, record in self._requests]
        return ({"faults": faults} if faults else {}) | {"requests": requests}


def encode_fault(fault: Fault) -> dict[str, Any]:
    """Write a fault as in a story: its kind, and the options that are not as usual."""
    kind = _KIND_OF[type(fault)]
    known = options_of(kind)
    first = next(iter(known), "")
    values = vars_of(fault)
    if kind == "envelope":
        refusal = values.pop("refusal")
        usual = refused(refusal.code)
        values["code"] = refusal.code
        values["message"] = "" if refusal.message == usual.message else refusal.message
        values["status"] = None if refusal.status == usual.status else refusal.status
    options = {name: values[name] for name in known if values[name] != known[name].default}
    if not options:
        return {kind: None}
    alone = set(options) == {first} and (kind == "instead" or not isinstance(options[first], dict))
    return {kind: options[first] if alone else options}


def is_known_fault(fault: object) -> bool:
    """Tell whether a fault can be written."""
    return isinstance(fault, Fault) and type(fault) in _KIND_OF


def vars_of(fault: Fault) -> dict[str, Any]:
    """Give the values that a fault holds, by their names."""
    return {name: getattr(fault, name) for name in getattr(type(fault), "__slots__", ()) if not name.startswith("__")}


def write_waiting(script: Script) -> dict[str, list[Any]]:
    """Write the faults that wait as the `faults:` of a story; one that nobody can write is left out."""
    written = {}
    for call, queue in script.waiting.items():
        turns = _turns([[encode_fault(each) for each in faults if is_known_fault(each)] for faults in queue])
        if turns:
            written[call] = turns
    return written


def write_setting(world: World, points: int, script: Script) -> str:
    """Write how a world is set up now, with the faults that wait, as a story to play again."""
    story: dict[str, Any] = {"points": points, "speed": world.speed, "strict": world.strict}
    story |= {"seed": world.seed} if world.seed is not None else {}
    story |= {"hand_clock": True} if world.clock.hand else {}
    faults = write_waiting(script)
    return f"# Play it with --scenario.\n{write_yaml(story | ({'faults': faults} if faults else {}))}"


def _turns(met: list[list[dict[str, Any]]]) -> list[Any]:
    """Count equal neighbours, and leave out what comes after the last fault."""
    turns = [(faults, len(list(same))) for faults, same in groupby(met)]
    if turns and not turns[-1][0]:
        turns.pop()
    written: list[Any] = []
    for faults, times in turns:
        turn: dict[str, Any] = (
            {OK: True} if not faults else {kind: said for each in faults for kind, said in each.items()}
        )
        written.append(turn | ({"times": times} if times > 1 else {}))
    return written


def _encode(request: Expected, record: Recorded) -> dict[str, Any]:
    written: dict[str, Any] = {"call": request.call}
    if request.query:
        written["query"] = dict(request.query)
    if request.body is not None:
        written["body"] = request.body
    answer: Any = "none" if record.dropped else {"status": record.status}
    if isinstance(answer, dict) and record.code:
        answer["code"] = record.code
    return written | {"answer": answer}
