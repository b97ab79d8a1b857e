"""The public face: everything an embedder meets is there, sorted, and says what it is."""

import inspect
import re
import typing

import attrs
import pytest

import imastudio

PUBLIC = [(name, getattr(imastudio, name)) for name in imastudio.__all__]
VALUES = [(name, value) for name, value in PUBLIC if isinstance(value, type) and attrs.has(value)]


def test_it_is_sorted_and_complete() -> None:
    """Classes first, then functions; `dir` shows them, and nothing else is public."""
    assert imastudio.__all__ == sorted(imastudio.__all__, key=lambda name: (name[0].islower(), name))
    assert {*imastudio.__all__, "__version__"} == set(dir(imastudio))


def test_what_is_not_there_is_told() -> None:
    """As of any module."""
    with pytest.raises(AttributeError, match="nothing_such"):
        imastudio.nothing_such  # noqa: B018 - looking is what is tested


@pytest.mark.parametrize(("name", "value"), PUBLIC, ids=lambda value: value if isinstance(value, str) else "")
def test_everything_says_what_it_is(name: str, value: object) -> None:
    """Each name has a docstring of its own, and so has each public method and property."""
    if typing.get_origin(value) is not None or not (inspect.isclass(value) or callable(value)):
        return  # a union of classes that each say it
    assert inspect.getdoc(value), name
    for method, it in vars(value).items() if inspect.isclass(value) else ():
        if not method.startswith("_") and (inspect.isfunction(it) or isinstance(it, property)):
            assert inspect.getdoc(it), f"{name}.{method}"


@pytest.mark.parametrize(
    ("name", "value"),
    [(name, value) for name, value in PUBLIC if inspect.isclass(value)],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_errors_that_are_promised_are_there(name: str, value: type) -> None:
    """Whoever reads "Raises X" can catch X: it is a public name or a builtin, or a kind of one."""
    for method, it in vars(value).items():
        promised = re.findall(r"Raises ([^.]*)\.", inspect.getdoc(it) or "") if inspect.isfunction(it) else []
        for error in re.findall(r"\b([A-Z][a-z]+[A-Z]?[A-Za-z]*)\b", " ".join(promised)):
            known = getattr(imastudio, error, None) or getattr(__import__("builtins"), error, None)
            assert known is not None, f"{name}.{method} promises {error}"
            assert issubclass(known, Exception), f"{name}.{method} promises {error}"


@pytest.mark.parametrize("error", ["WishRefused", "AccountProblem", "ServiceUnavailable", "LedgerUnavailable"])
def test_an_error_reads_in_both_languages(error: str) -> None:
    """For a person by `text`, for a log by `str`, for a program by `kind`."""
    refused: imastudio.ImaError = getattr(imastudio, error)(
        imastudio.Failure(
            kind=imastudio.Kind.ABOVE_BUDGET, parameter="max_points", value=3, facts={"total": 5, "cap": 3}
        )
    )
    assert refused.kind is imastudio.Kind.ABOVE_BUDGET
    assert ("5" in refused.text(), "积分" in refused.text("zh")) == (True, True)
    assert str(refused) == "above_budget: parameter='max_points' value=3 total=5 cap=3"
    assert str(type(refused)(imastudio.Failure(kind=imastudio.Kind.DECLINED))) == "declined"
