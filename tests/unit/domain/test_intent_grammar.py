"""Whatever is put together from parts is understood or asked about; and little of it is asked about."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imastudio.domain.intent.interpreter import interpret
from tests.intent.grammar import CAPS_EN, CAPS_ZH, chinese, english, judged
from tests.intent.kinds_of_doubt import KINDS, Kind

CHANCE = st.randoms(use_true_random=False)


@given(chance=CHANCE)
@settings(max_examples=300, deadline=None)
def test_what_is_composed_in_chinese_is_never_wrong(chance: random.Random) -> None:
    """Medium, values, model, tier, count, cap and prompt are those that were put in, or something is asked."""
    one = chinese(chance)
    assert (one.words, judged(one)) == (one.words, [])


@given(chance=CHANCE)
@settings(max_examples=300, deadline=None)
def test_what_is_composed_in_english_is_never_wrong(chance: random.Random) -> None:
    """The same in English."""
    one = english(chance)
    assert (one.words, judged(one)) == (one.words, [])


def test_little_of_it_is_asked_about() -> None:
    """Nine in ten are understood."""
    chance = random.Random(7)  # noqa: S311 - the same utterances each time
    composed = [make(chance) for make in (chinese, english) for _ in range(200)]
    understood = [one for one in composed if not interpret(one.words).open]
    assert len(understood) / len(composed) > 0.9


@given(
    cap=st.sampled_from([*CAPS_ZH, *CAPS_EN]),
    before=st.sampled_from(["", "画一只猫，", "a cat in the rain, ", "做个视频 海浪\n", "写首歌：春天。"]),
    behind=st.sampled_from(["", "，一只猫", ". a dog on a beach", "\n海边的日落", "，16:9，谢谢"]),
)
@settings(deadline=None)
def test_no_cap_is_ever_lost(cap: tuple[int, str], before: str, behind: str) -> None:
    """Wherever a cap stands, it holds or is asked about."""
    proposal = interpret(f"{before}{cap[1]}{behind}")
    asked = proposal.open or proposal.topic is not None
    assert asked or proposal.max_points == cap[0]


@given(chance=CHANCE)
@settings(max_examples=40, deadline=None)
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_kind_that_was_misread_once_is_held_as_a_kind(kind: Kind, chance: random.Random) -> None:
    """Whatever fills its open places."""
    words = kind.compose(chance)
    assert (words, kind.holds(interpret(words))) == (words, True)
