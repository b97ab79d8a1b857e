"""One thing in the place of another: what is sure is done, what is not is given back to be asked about."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imastudio.domain.intent.swapping import kind_of, swaps_for
from imastudio.domain.intent.tables.kinds import KINDS, SETTINGS

WORDS = sorted({word for kind in KINDS for word in kind})


@pytest.mark.parametrize(
    ("prompt", "new", "right"),
    [
        ("画一只猫坐在窗台上", "狗", ("画一只狗坐在窗台上",)),
        ("画一只猫坐在窗台上", "两只狗", ("画两只狗坐在窗台上",)),
        ("一个穿红色裙子的女孩", "蓝色", ("一个穿蓝色裙子的女孩",)),
        ("draw an Astronaut", "two astronauts", ("draw two astronauts",)),
        ("an owl in the snow", "dog", ("a dog in the snow",)),
        ("dogs on a beach", "cats", ("cats on a beach",)),
        ("a cat and a dog", "a fox", ("a fox and a dog", "a cat and a fox")),
        ("一条马路", "牛", ()),
        ("a lighthouse", "a windmill", ()),
        ("a lighthouse", "", ()),
    ],
)
def test_a_thing_takes_the_place_of_one_of_its_kind(prompt: str, new: str, right: tuple[str, ...]) -> None:
    """With its count and its article; never a sign within another word."""
    assert swaps_for(prompt, new) == right


def test_every_word_of_the_table_is_known_by_its_kind() -> None:
    """Behind whatever stands before it, the longest word that fits decides."""
    behind = [("big " if word.isascii() else "大") + word for word in WORDS]
    kinds = [(kind_of(alone), kind_of(more)) for alone, more in zip(WORDS, behind, strict=True)]
    assert [word for word, found in zip(WORDS, kinds, strict=True) if not all(word in kind for kind in found)] == []


@given(kinds=st.sampled_from([(one, other) for one in KINDS for other in KINDS if one is not other]))
def test_kinds_have_no_word_in_common(kinds: tuple[frozenset[str], frozenset[str]]) -> None:
    """So that a word has one kind."""
    assert kinds[0].isdisjoint(kinds[1])


def test_settings_are_kinds() -> None:
    """From the places to the styles."""
    assert all(any(setting is kind for kind in KINDS) for setting in SETTINGS)
    assert {"海边", "晚上", "春天", "雨天", "蓝色", "水彩"} <= set().union(*SETTINGS)
