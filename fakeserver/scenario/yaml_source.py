"""A YAML text as values that know where they stand, so that a mistake can be told with its line and its key.

Rules this file obeys:
* It is the only file that knows PyYAML, and loads it when a text is read.
* The words of YAML 1.2: `on`, `off`, `yes` and `no` are texts, so are `16:9` and a date.
* A key that stands twice is a mistake, not a choice.
"""

import difflib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

import attrs

if TYPE_CHECKING:
    import yaml

Read = TypeVar("Read")

MAX_DEPTH = 50  # a story's deepest place is 8

_BOOL, _INT, _FLOAT = "tag:yaml.org,2002:bool", "tag:yaml.org,2002:int", "tag:yaml.org,2002:float"
_PLAIN = {
    _BOOL: (r"^(?:true|True|TRUE|false|False|FALSE)$", "tTfF"),
    _INT: (r"^[-+]?[0-9]+$", "-+0123456789"),
    _FLOAT: (r"^[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?$", "-+.0123456789"),
    "tag:yaml.org,2002:null": (r"^(?:~|null|Null|NULL|)$", "~nN\0"),
}


class YamlMissing(ImportError):
    """PyYAML is not installed."""

    def __str__(self) -> str:
        return "scenarios need PyYAML: pip install 'imastudio[fake]'"


@attrs.frozen(kw_only=True)
class ScenarioError(ValueError):
    """A scenario can't be played: where, what is wrong, and what would do."""

    file: str
    line: int
    key: str
    problem: str
    would_do: str = ""

    def __str__(self) -> str:
        place = f"{self.file}, line {self.line}" + (f", {self.key}" if self.key else "")
        return f"{place}: {self.problem}" + (f"; {self.would_do}" if self.would_do else "")


@attrs.frozen(kw_only=True)
class Spot:
    """One value of the text, and where it stands."""

    value: Any = attrs.field(repr=False)
    file: str
    line: int
    key: str = ""

    def wrong(self, problem: str, would_do: str = "") -> ScenarioError:
        """Build the error that names this place."""
        return ScenarioError(file=self.file, line=self.line, key=self.key, problem=problem, would_do=would_do)

    def plain(self) -> Any:
        """Give the value alone, all the way down."""
        if isinstance(self.value, dict):
            return {name: spot.plain() for name, spot in self.value.items()}
        if isinstance(self.value, list):
            return [spot.plain() for spot in self.value]
        return self.value

    def mapping(self, known: Iterable[str]) -> dict[str, "Spot"]:
        """Read keys and values; every key must be known."""
        found = self.any_mapping()
        names = tuple(known)
        for name, spot in found.items():
            if name not in names:
                raise spot.wrong("no such key", _suggest(name, names))
        return found

    def any_mapping(self) -> dict[str, "Spot"]:
        """Read keys and values, whatever the keys."""
        if not isinstance(self.value, dict):
            raise self.wrong("keys with values are wanted here", "write `key: value`, one below the other")
        return dict(self.value)

    def items(self) -> Iterator["Spot"]:
        """Go through a list."""
        if not isinstance(self.value, list):
            raise self.wrong("a list is wanted here", "begin each entry with `- `")
        yield from self.value

    def one_of(self, choices: Iterable[str]) -> str:
        """Read a text that must be one of a few."""
        names = tuple(choices)
        if not isinstance(self.value, str) or self.value not in names:
            raise self.wrong(f"{_shown(self.value)} is not known here", _suggest(self.value, names))
        return self.value

    def text(self) -> str:
        """Read a text that is not empty."""
        if not isinstance(self.value, str) or not self.value:
            raise self.wrong(f"a text is wanted, not {_shown(self.value)}", "put it in quotes")
        return self.value

    def flag(self) -> bool:
        """Read true or false."""
        if not isinstance(self.value, bool):
            raise self.wrong(f"true or false is wanted, not {_shown(self.value)}")
        return self.value

    def whole(self, lowest: int) -> int:
        """Read a whole number."""
        if type(self.value) is not int or self.value < lowest:
            raise self.wrong(f"a whole number from {lowest} is wanted, not {_shown(self.value)}")
        return self.value

    def number(self) -> float:
        """Read a number that is not negative."""
        if (
            isinstance(self.value, bool)
            or not isinstance(self.value, int | float)
            or not 0 <= self.value < float("inf")
        ):
            raise self.wrong(f"a number is wanted, not negative, instead of {_shown(self.value)}")
        return float(self.value)

    def attempt(self, read: Callable[[], Read]) -> Read:
        """Read with a function that raises ValueError, and tell where it happened."""
        try:
            return read()
        except ScenarioError:
            raise
        except ValueError as problem:
            raise self.wrong(str(problem)) from problem


def read_yaml(text: str, file: str) -> Spot:
    """Read a text. Raise ScenarioError where it is no YAML, YamlMissing without PyYAML."""
    module = _yaml()
    try:
        _refuse_depth(text, file)
        with _open_loader(text) as loader:
            node = loader.get_single_node()
            if node is None:
                problem = "there is nothing in it"
                raise ScenarioError(file=file, line=1, key="", problem=problem, would_do="try `points: 100`")
            return _spot(node, loader, file, "")
    except module.MarkedYAMLError as wrong:
        mark = wrong.problem_mark or wrong.context_mark
        line = mark.line + 1 if mark else 1
        raise ScenarioError(file=file, line=line, key="", problem=f"this is no YAML: {wrong.problem}") from wrong
    except module.YAMLError as wrong:
        raise ScenarioError(file=file, line=1, key="", problem="this is no YAML text") from wrong


def _refuse_depth(text: str, file: str) -> None:
    """Refuse a text that is nested deeper than any story is: what follows reads it by recursion.

    The interpreter's own limit would depend on who calls, and on how deep they stand.
    """
    import yaml  # noqa: PLC0415 - it is loaded by now

    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH:
            line = event.start_mark.line + 1 if event.start_mark else 1
            raise ScenarioError(file=file, line=line, key="", problem="this is nested too deeply")


@contextmanager
def _open_loader(text: str) -> "Iterator[yaml.SafeLoader]":
    """Open a loader, and dispose of it."""
    loader = _loader()(text)
    try:
        yield loader
    finally:
        loader.dispose()


def write_yaml(value: object) -> str:
    """Write a value so that it reads well and can be read again, here or by YAML 1.1."""
    written: str = _yaml().safe_dump(value, allow_unicode=True, sort_keys=False, width=110)
    return written


def _spot(node: "yaml.Node", loader: "yaml.SafeLoader", file: str, key: str) -> Spot:
    import yaml  # noqa: PLC0415 - it is loaded by now

    line = node.start_mark.line + 1
    value: Any
    if isinstance(node, yaml.MappingNode):
        value = {}
        for name_node, value_node in node.value:
            name = name_node.value if isinstance(name_node, yaml.ScalarNode) else "?"
            there = f"{key}.{name}" if key else name
            if name in value:
                raise ScenarioError(
                    file=file, line=name_node.start_mark.line + 1, key=there, problem="this key stands here twice"
                )
            spot = _spot(value_node, loader, file, there)
            value[name] = attrs.evolve(spot, line=name_node.start_mark.line + 1)
    elif isinstance(node, yaml.SequenceNode):
        value = [_spot(each, loader, file, f"{key}[{index}]") for index, each in enumerate(node.value)]
    else:
        value = loader.construct_object(node)
    return Spot(value=value, file=file, line=line, key=key)


def _yaml() -> Any:
    try:
        import yaml  # noqa: PLC0415 - it is an extra, and only scenarios need it
    except ImportError as problem:
        raise YamlMissing from problem
    return yaml


@cache
def _loader() -> "type[yaml.SafeLoader]":
    """Make a loader that takes plain words as YAML 1.2 does."""
    import re  # noqa: PLC0415 - as the rest

    import yaml  # noqa: PLC0415 - it is loaded by now

    class Loader(yaml.SafeLoader):
        yaml_implicit_resolvers: dict[str, list[Any]] = {}  # noqa: RUF012 - as the class above has it

    for tag, (pattern, beginnings) in _PLAIN.items():
        for first in beginnings:
            Loader.yaml_implicit_resolvers.setdefault(first.strip("\0"), []).append((tag, re.compile(pattern)))
    Loader.add_constructor(_INT, lambda _, node: int(node.value))
    Loader.add_constructor(_FLOAT, lambda _, node: float(node.value))
    return Loader


def _suggest(said: object, names: tuple[str, ...]) -> str:
    near = difflib.get_close_matches(str(said), names, n=1)
    return f"did you mean {near[0]}?" if near else f"these are: {', '.join(names)}"


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return "keys with values"
    return "a list" if isinstance(value, list) else repr(value)
