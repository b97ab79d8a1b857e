"""Public values and errors cross processes: they survive pickle, copy and deepcopy, and stay what they are."""

import copy
import enum
import importlib
import json
import pickle
import pkgutil
import types
import typing
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from inspect import isclass
from multiprocessing import get_context
from numbers import Number
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import imastudio
import imastudio.domain
import imastudio.ports
from imastudio.adapters.engine.recorder import LostRace
from imastudio.domain.kernel.errors import ImaError, unavailable
from imastudio.domain.kernel.failures import Failure, Kind
from imastudio.domain.kernel.frozen import FrozenMap
from imastudio.domain.kernel.scalars import Json
from imastudio.domain.lifecycle.events import Sending
from imastudio.domain.lifecycle.generation import ImpossibleMove, Stage
from imastudio.domain.orders import Order
from imastudio.domain.orders.tasks import TaskType

WAYS: dict[str, Callable[[Any], Any]] = {
    "pickle": lambda value: pickle.loads(pickle.dumps(value)),  # noqa: S301 - it is ours
    "pickle 2": lambda value: pickle.loads(pickle.dumps(value, 2)),  # noqa: S301 - the same
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
}
# Where the hints alone don't say what a field takes.
KNOWN: dict[str, Any] = {"Language": "en", "calls": ()}


def values() -> Iterator[type]:
    """Return every attrs class of the domain, of the ports, and of the public face that holds values alone."""
    for package in (imastudio.domain, imastudio.ports):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            module = importlib.import_module(found.name)
            for one in vars(module).values():
                if isclass(one) and attrs.has(one) and one.__module__ == found.name:
                    yield one
    for name in imastudio.__all__:
        one = getattr(imastudio, name)
        if isclass(one) and attrs.has(one) and not holds_ports(one):
            yield one


def holds_ports(one: type) -> bool:
    """Tell whether something at work is in it, such as a connection, which no other process can have."""
    return any(getattr(hint, "_is_protocol", False) for hint in typing.get_type_hints(one).values())


def sample(hint: Any, inside: frozenset[Any] = frozenset()) -> Any:  # noqa: C901, PLR0912 - one for each kind of type
    """Return some value of a type; nothing where it would be in itself."""
    origin, parts = typing.get_origin(hint), typing.get_args(hint)
    if hint is Any or hint == Json or hint is object:
        return "text"
    if origin in {typing.Union, types.UnionType}:
        return sample(next((part for part in parts if part is not type(None) and part not in inside), None), inside)
    if origin is typing.Literal:
        return parts[0]
    if origin in {type, Callable}:
        return TaskType  # a class can be called, too
    if origin is tuple:
        if parts[0] in inside:
            return ()
        return (sample(parts[0], inside),) if parts[1:] == (...,) else tuple(sample(part, inside) for part in parts)
    if origin in {list, Sequence}:
        return [sample(parts[0], inside)]
    if origin in {dict, Mapping} or (isclass(origin) and issubclass(origin, Mapping)):
        return (
            origin({})
            if isclass(origin) and issubclass(origin, dict)
            else {sample(parts[0], inside): sample(parts[1], inside)}
        )
    if origin in {frozenset, set}:
        return origin({sample(parts[0], inside)})
    if hint in {str, bytes} or (isclass(hint) and issubclass(hint, Number)):
        return {str: "text", bytes: b"bytes"}.get(hint) or hint(3)
    if isclass(hint) and issubclass(hint, enum.Enum):
        return next(iter(hint))
    if hint is None:
        return None
    if isclass(hint) and issubclass(hint, tuple):
        return hint(*(sample(part, inside) for part in typing.get_type_hints(hint).values()))
    assert isclass(hint), hint
    assert attrs.has(hint), hint
    return built(hint, inside)


def built(one: type, inside: frozenset[Any] = frozenset()) -> Any:
    """Return a value of an attrs class with everything in it."""
    hints = typing.get_type_hints(one)
    fields = [field for field in attrs.fields(one) if field.init]
    return one(**{field.alias: KNOWN.get(field.name) or sample(hints[field.name], inside | {one}) for field in fields})


ERRORS: tuple[type[ImaError], ...] = (ImaError, *ImaError.__subclasses__())
CLASSES = sorted(set(values()), key=lambda one: f"{one.__module__}.{one.__qualname__}")


@pytest.mark.parametrize("way", WAYS)
def test_every_value_survives(way: str) -> None:
    """What comes out equals what went in, whatever is in it."""
    changed = []
    for one in CLASSES:
        value = built(one)
        try:
            again = WAYS[way](value)
        except Exception as error:  # noqa: BLE001 - whatever it is, the next is looked at, too
            changed.append((one, repr(error)))
            continue
        fields = [attrs.asdict(it, recurse=False) for it in (again, value)]
        if type(again) is not one or fields[0] != fields[1]:
            changed.append((one, repr(again)))
    assert changed == []


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    "error",
    [
        *(one(Failure(kind=Kind.NETWORK, facts={"address": "x"})) for one in ERRORS),
        unavailable("busy", file="x"),
        ImpossibleMove(Stage.CREATED, Sending()),
    ],
    ids=lambda error: type(error).__name__,
)
def test_every_error_survives(error: Exception, way: str) -> None:
    """It is of the same class, says the same, and carries the same data."""
    again = WAYS[way](error)
    assert (type(again), str(again), vars(again)) == (type(error), str(error), vars(error))


def test_of_the_public_face_only_the_ports_are_no_value() -> None:
    """Everything else there is tried."""
    face = {name: getattr(imastudio, name) for name in imastudio.__all__}
    classes = {name for name, one in face.items() if isclass(one) and attrs.has(one)}
    assert classes - {one.__name__ for one in CLASSES} == {"Ports"}


def test_the_race_that_was_lost_survives() -> None:
    """With the row that won it."""
    row = next(built(one) for one in CLASSES if one.__name__ == "Row")
    again = copy.deepcopy(LostRace(row))
    assert (again.row, str(again)) == (row, row.generation.id)


def test_a_value_leaves_a_process_pool() -> None:
    """As a result does that was made in another process."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        order = built(Order)
        assert pool.submit(copy.deepcopy, order).result(60) == order


@given(st.dictionaries(st.text(), st.integers() | st.text()))
def test_a_frozen_map_is_a_mapping_that_nobody_changes(content: dict[str, Any]) -> None:
    """It equals the dict it was made of, prints as JSON, and refuses every change."""
    frozen = FrozenMap(content)
    assert (frozen, json.loads(json.dumps(frozen)), frozen.copy(), frozen | {}) == (content,) * 4
    changes: list[Callable[[Any], object]] = [
        lambda it: it.__setitem__("a", 1),
        lambda it: it.__delitem__("a"),
        lambda it: it.__ior__({"a": 1}),
        lambda it: it.update(a=1),
        lambda it: it.setdefault("a", 1),
        lambda it: it.pop("a", None),
        lambda it: it.popitem(),
        lambda it: it.clear(),
    ]
    for change in changes:
        with pytest.raises(TypeError, match="can't be changed"):
            change(frozen)
    assert frozen == content
