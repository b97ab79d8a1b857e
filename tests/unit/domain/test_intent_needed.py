"""Every rule earns its place: without it some case is understood differently.

A rule is an `if` of a reader; dropped, its test is never true. A sample is tried each time, all of them with `IMA_ALL_ROWS=1`.
Rules of a conversation have tests of their own.
"""

import ast
import copy
import functools
import inspect
import os
import random
from collections.abc import Iterator
from importlib import import_module
from types import FunctionType

import attrs
import pytest

from imastudio.domain.intent.interpreter import interpret
from imastudio.domain.orders.tasks import InputKind
from tests.intent.cases import cases
from tests.intent.grammar import chinese, english
from tests.intent.unseen_cases import unseen

EVERY_RULE = os.environ.get("IMA_ALL_ROWS") == "1"
SAMPLED = 8
READERS = (
    *(
        "choosing",
        "consistency",
        "counts",
        "describing",
        "doubting",
        "fields",
        "fragments",
        "handed",
        "media",
        "preferences",
    ),
    *("prompt", "proposing", "reading", "requests", "sounds", "tokens", "topics", "versions", "measures", "folding"),
)


@attrs.frozen
class Rule:
    """An `if`: the function it stands in, and the code of that function without it."""

    name: str
    function: FunctionType = attrs.field(repr=False)
    number: int

    def dropped(self) -> object:
        """Return the code of the function in which the test is never true."""
        source = ast.parse(inspect.getsource(self.function))
        node = [one for one in ast.walk(source) if isinstance(one, ast.If)][self.number]
        node.test = ast.Constant(value=False)
        namespace = dict(vars(import_module(self.function.__module__)))
        exec(compile(ast.fix_missing_locations(copy.deepcopy(source)), "rule", "exec"), namespace)  # noqa: S102 - our code
        return namespace[self.function.__name__].__code__


def rules() -> Iterator[Rule]:
    """Yield the rules of all readers."""
    for reader in READERS:
        module = import_module(f"imastudio.domain.intent.{reader}")
        for name, function in vars(module).items():
            if isinstance(function, FunctionType) and function.__module__ == module.__name__:
                found = [one for one in ast.walk(ast.parse(inspect.getsource(function))) if isinstance(one, ast.If)]
                for number, node in enumerate(found):
                    yield Rule(f"{reader}.{name}: {ast.unparse(node.test)}"[:120], function, number)


RULES = tuple(rules())
TRIED = RULES if EVERY_RULE else RULES[:: max(1, len(RULES) // SAMPLED)]


@functools.cache
def said() -> tuple[tuple[str, int], ...]:
    """Return all words that are cases, and many that are composed, in any order."""
    chance = random.Random(5)  # noqa: S311 - the same utterances each time
    composed = [(make(chance).words, 0) for make in (chinese, english) for _ in range(200)]
    words = [(case.words, case.pictures) for case in cases()] + [(one.words, one.inputs) for one in unseen()]
    chance.shuffle(words)
    return (*words, *composed)


def meant(words: str, pictures: int) -> object:
    """Return what words mean, or how reading them fails."""
    try:
        return attrs.evolve(interpret(words, [InputKind.IMAGE] * pictures), evidence=())
    except Exception as error:  # noqa: BLE001 - without a rule anything may happen
        return repr(error)


@pytest.mark.uncounted
@pytest.mark.parametrize("rule", TRIED, ids=lambda rule: rule.name)
def test_a_rule_is_needed(rule: Rule) -> None:
    """Dropped, it changes what some case means; the cases are read by the hundred, since most rules are missed soon."""
    dropped = rule.dropped()
    for start in range(0, len(said()), 100):
        some = said()[start : start + 100]
        before = [meant(*one) for one in some]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(rule.function, "__code__", dropped)
            if [meant(*one) for one in some] != before:
                return
    pytest.fail(f"{rule.name}: add a case to tests/intent, or drop the rule")
