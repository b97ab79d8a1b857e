"""What people say, judged three ways over the cases of `tests/intent`: right, asked, wrong. The figures are printed."""

from collections import Counter

import pytest

from tests.intent.cases import Case, cases
from tests.intent.unseen_cases import Unseen, unseen

ALL = tuple(cases())
SEEN = tuple(case for case in ALL if not case.kept_apart)
APART = tuple(case for case in ALL if case.kept_apart)
MOST_WRONG = {"seen": 0.01, "kept apart": 0.06}
LEAST_RIGHT = {"seen": 0.85, "kept apart": 0.8}


def figures(judged: tuple[Case, ...]) -> Counter[str]:
    """Count the judgements."""
    return Counter(case.judged() for case in judged)


@pytest.mark.parametrize(("name", "judged"), [("seen", SEEN), ("kept apart", APART)], ids=["seen", "apart"])
def test_little_is_wrong_and_most_is_right(
    name: str, judged: tuple[Case, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    """The thresholds of each set; what is wrong is named only of those that may be looked at."""
    counted = figures(judged)
    total = sum(counted.values())
    shares = ", ".join(f"{how} {counted[how] / total:.1%}" for how in ("right", "asked", "wrong"))
    with capsys.disabled():
        print(f"\nplain words, {name} ({total}): {shares}")  # noqa: T201 - the figures are to be seen
    wrong = [case.words for case in judged if case.judged() == "wrong"] if name == "seen" else []
    assert counted["wrong"] / total <= MOST_WRONG[name], wrong
    assert counted["right"] / total >= LEAST_RIGHT[name]


def test_what_may_not_be_ordered_never_is() -> None:
    """Small talk, questions, other work and follow-ups without a work order, save and clear nothing."""
    acted = [case.words for case in SEEN if case.expected == "not" and case.judged() == "wrong"]
    assert acted == []


def test_the_examples_of_each_kind_are_right() -> None:
    """The kinds that went wrong once are held one by one."""
    judged = [(case.words, case.judged()) for case in cases("said")]
    assert [one for one in judged if one[1] != "right"] == []


def test_there_are_enough_cases_and_half_of_them_try_to_mislead() -> None:
    """The cases are what keeps the tables honest; a fifth is kept apart."""
    traps = sum(1 for case in cases("traps"))
    assert (len(ALL) >= 3000, traps >= 1500, 0.15 < len(APART) / sum(not case.fitted for case in ALL) < 0.25) == (
        True,
        True,
        True,
    )


def measured(judged: tuple[Unseen, ...], name: str, capsys: pytest.CaptureFixture[str]) -> Counter[str]:
    """Count the judgements of a set and print them."""
    counted = Counter(case.judged() for case in judged)
    shares = ", ".join(f"{how} {counted[how] / len(judged):.1%}" for how in ("right", "asked", "wrong"))
    with capsys.disabled():
        print(f"\nplain words, {name} ({len(judged)}): {shares}")  # noqa: T201 - the figures are to be seen
    return counted


def test_what_somebody_else_wrote_is_measured_too(capsys: pytest.CaptureFixture[str]) -> None:
    """Beside the price: what no model offers is refused there, with what would do, and counts here as acted on."""
    judged = tuple(case for case in unseen() if case.origin == "2026-11")
    counted = measured(judged, "by somebody else", capsys)
    wrong = [case.words for case in judged if case.kind != "unsupported" and case.judged() == "wrong"]
    assert len(wrong) / len(judged) <= 0.02, wrong
    assert counted["right"] / len(judged) >= 0.87


@pytest.mark.parametrize(
    ("origin", "right"),
    [
        *(("2026-11-second", 0.9), ("2026-11-third", 0.9), ("2026-11-fourth", 0.88), ("2026-11-fifth", 0.88)),
        *(("2026-11-sixth", 0.86), ("2026-11-seventh", 0.88), ("2026-11-eighth", 0.9)),
    ],
)
def test_later_sets_that_somebody_else_wrote_are_measured(
    origin: str, right: float, capsys: pytest.CaptureFixture[str]
) -> None:
    """They have been looked at since they were measured first: what is wrong is named."""
    judged = tuple(case for case in unseen() if case.origin == origin)
    counted = measured(judged, f"by somebody else, {origin}", capsys)
    wrong = [case.words for case in judged if case.judged() == "wrong"]
    assert len(judged) >= 300
    assert counted["wrong"] / len(judged) <= 0.02, wrong
    assert counted["right"] / len(judged) >= right
