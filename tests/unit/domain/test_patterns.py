"""No pattern of the domain takes time that doubles with a word: somebody who laughs for a line is answered as anybody is."""

import random
import re
import re._constants as codes  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
import signal
from collections.abc import Iterator
from importlib import import_module
from itertools import islice, product
from pkgutil import walk_packages
from typing import Any

import pytest

import imastudio.domain

_SAMPLES, _UNITS, _TIMES, _SEQUENCES = 6, 150, 28, 3
_MANY = 12  # repetitions: what may be repeated as often may be repeated without end
_TOO_LONG = 2.0  # seconds: a pattern of this kind takes minutes
_REPEATS = {codes.MAX_REPEAT, codes.MIN_REPEAT}


def _patterns() -> dict[str, re.Pattern[str]]:
    """Return every pattern that a module of the domain holds, by its name."""
    found: dict[str, re.Pattern[str]] = {}

    def collect(value: object, name: str) -> None:
        if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
            found.setdefault(name, value)
        elif isinstance(value, dict):
            collect(tuple(value.items()), name)
        elif isinstance(value, (tuple, list, frozenset, set)):
            for place, one in enumerate(value):
                collect(one, f"{name}[{place}]")

    for module in walk_packages(imastudio.domain.__path__, "imastudio.domain."):
        for name, value in vars(import_module(module.name)).items():
            collect(value, f"{module.name.removeprefix('imastudio.domain.')}.{name}")
    return {name: pattern for name, pattern in found.items() if pattern.pattern}


def _told(sequence: Any) -> list[str]:
    """Return a few texts that a part of a pattern matches, by a look at it alone."""
    told = [""]
    for code, value in sequence:
        told = ["".join(pair) for pair in islice(product(told, _told_of(code, value)), _SAMPLES)]
    return told


def _told_of(code: Any, value: Any) -> list[str]:
    if code is codes.LITERAL:
        return [chr(value)]
    if code is codes.ANY or code is codes.NOT_LITERAL:
        return ["q"]
    if code is codes.IN:
        return [_told_of_class(value)]
    if code is codes.SUBPATTERN:
        return _told(value[3])
    if code is codes.ATOMIC_GROUP:
        return _told(value)
    if code is codes.BRANCH:
        return [text for branch in value[1] for text in _told(branch)[:1]]
    if code in _REPEATS or code is codes.POSSESSIVE_REPEAT:
        least, _, repeated = value
        return [text * least for text in _told(repeated)] if least else ["", _told(repeated)[0]]
    return [""]


def _told_of_class(members: Any) -> str:
    code, value = members[0]
    if code is codes.LITERAL:
        return chr(value)
    if code is codes.RANGE:
        return chr(value[0])
    return {codes.CATEGORY_DIGIT: "5", codes.CATEGORY_SPACE: " "}.get(value, "q")


def _parts(code: Any, value: Any) -> list[Any]:
    """Return the sequences that stand inside a part of a pattern."""
    if code in _REPEATS or code is codes.POSSESSIVE_REPEAT:
        return [value[2]]
    if code is codes.SUBPATTERN:
        return [value[3]]
    if code is codes.ATOMIC_GROUP:
        return [value]
    return list(value[1]) if code is codes.BRANCH else []


def _repeated(sequence: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    """Yield what a pattern may repeat without end, with a text that leads to it."""
    for code, value in sequence:
        if code in _REPEATS and value[1] > _MANY:
            yield before, value[2]
        for part in _parts(code, value):
            yield from _repeated(part, before)
        before += next(iter(_told_of(code, value)), "")


def _units(sequence: Any) -> Iterator[str]:
    """Yield texts that one repetition matches, of each branch some."""
    yield from _told(sequence)
    for code, value in sequence:
        for part in _parts(code, value):
            yield from _units(part)


def _hard(pattern: re.Pattern[str]) -> Iterator[str]:
    """Yield texts that nearly match: one unit again and again, and units as they fall, with a sign at the end that never fits."""
    chance = random.Random(1)  # noqa: S311 - no secret
    for before, repeated in _repeated(parser.parse(pattern.pattern, pattern.flags)):
        units = [unit for unit in dict.fromkeys(islice(_units(repeated), 10 * _UNITS)) if unit][:_UNITS]
        yield from (f"{before}{unit * _TIMES}\x01" for unit in units)
        for _ in range(_SEQUENCES if units else 0):
            yield f"{before}{''.join(chance.choice(units) for _ in range(_TIMES))}\x01"


class _TooLongError(Exception):
    pass


def _give_up(*_: object) -> None:
    raise _TooLongError


@pytest.fixture
def alarm() -> Iterator[None]:
    """Have an alarm end what runs too long; the `re` module looks for signals as it goes."""
    before = signal.signal(signal.SIGALRM, _give_up)
    yield
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


def _is_slow(pattern: re.Pattern[str], text: str) -> bool:
    signal.setitimer(signal.ITIMER_REAL, _TOO_LONG)
    try:
        pattern.fullmatch(text)
        pattern.search(text)
    except _TooLongError:
        return True
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return False


@pytest.mark.usefixtures("alarm")
def test_no_pattern_is_slow_on_what_nearly_fits() -> None:
    """Two ways to read the same words in a repetition double the time with each of them."""
    patterns = _patterns()
    assert len(patterns) > 300
    slow = {
        name: text
        for name, pattern in patterns.items()
        if (text := next((one for one in _hard(pattern) if _is_slow(pattern, one)), None))
    }
    assert not slow


@pytest.mark.usefixtures("alarm")
@pytest.mark.parametrize("pattern", [r"(?:ha|haha)+", r"(?:嗯+)+", r"x(?:a|b|ab)*y", r"(?:(?:那|就|那就) ?)*"])
def test_one_that_is_slow_is_found(pattern: str) -> None:
    """So that the search can fail."""
    assert any(_is_slow(re.compile(pattern), text) for text in _hard(re.compile(pattern)))
