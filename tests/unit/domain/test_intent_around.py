"""What is said around a wish, and how it is written, changes nothing of what is meant: it means the same, or is asked about."""

import random
import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imastudio.domain.intent.around import inner
from imastudio.domain.intent.folding import HAN_FIRST, fold
from imastudio.domain.intent.interpreter import interpret
from imastudio.domain.intent.proposal import PreferenceAction, Proposal
from imastudio.domain.intent.tables.characters import SIMPLER
from imastudio.domain.orders.tasks import InputKind
from tests.intent.cases import cases, meaning_of
from tests.intent.unseen_cases import unseen

_MAX_CHARS = 200
# What is handed over keeps each of its signs; an address is found as it is written, and code as well.
_AS_IT_IS = re.compile(
    r"[\n`]|[./\\][a-zA-Z~]|歌词|lyrics|[读念诵]|read|say|speak|voice|语音|旁白|配音|tts", re.IGNORECASE
)
_SAID = sorted(
    {(case.words, case.pictures) for case in cases() if not case.kept_apart}
    | {(one.words, one.inputs) for one in unseen()}
)
SAID = [(words, n) for words, n in _SAID if len(words) <= _MAX_CHARS and not _AS_IT_IS.search(words)]
_NARROW, _WIDE = 0x21, 0xFF01
_TRADITIONAL = {simple: chr(wide) for wide, simple in SIMPLER.items()}


def _is_han(words: str) -> bool:
    return any(sign >= HAN_FIRST for sign in words)


def _wide(words: str) -> str:
    return "".join(chr(ord(sign) - _NARROW + _WIDE) if _NARROW <= ord(sign) < _NARROW + 94 else sign for sign in words)


def _thanked(words: str) -> str:
    return f"{words}，谢谢" if _is_han(words) else f"{words}, thanks a lot"


def _begged(words: str) -> str:
    return f"你好，麻烦您，{words}" if _is_han(words) else f"Hi there! Please, {words}"


WRITTEN: dict[str, Callable[[str], str]] = {
    "thanks": _thanked,
    "please": _begged,
    "lines": lambda words: f"\n {words} \n",
    "capitals": str.upper,
    "full width": _wide,
    "traditional": lambda words: words.translate(_TRADITIONAL),
}


def _acts(proposal: Proposal) -> bool:
    still = proposal.open or proposal.topic is not None
    return not still and (proposal.orders or proposal.preference is not PreferenceAction.NONE)


@pytest.mark.parametrize("way", WRITTEN)
@given(chance=st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_same_words_in_another_dress_mean_the_same(way: str, chance: random.Random) -> None:
    """Or they are asked about; what was asked about still is."""
    words, pictures = chance.choice(SAID)
    plain, other = (interpret(one, [InputKind.IMAGE] * pictures) for one in (words, WRITTEN[way](words)))
    assert not _acts(other) or (_acts(plain) and meaning_of(plain) == meaning_of(other)), words


@pytest.mark.parametrize(
    ("words", "prompt"),
    [
        ("你好，画一只猫，谢谢", "画一只猫"),
        ("Hi there! Please, a fox in the snow, thanks a lot!", "a fox in the snow"),
        ("您好，能帮我画一座灯塔吗？谢谢啦", "能帮我画一座灯塔吗？"),
        ("\n draw a cat \n", "draw a cat"),
        ("朗读：今天到此为止，谢谢", "今天到此为止，谢谢"),
        ("hello kitty on a beach", "hello kitty on a beach"),
    ],
)
def test_courtesies_are_no_part_of_the_prompt(words: str, prompt: str) -> None:
    """But what is handed over keeps its end, and a name that begins like a greeting is one."""
    proposal = interpret(words)
    assert proposal.prompt == prompt
    for first, last in proposal.cuts:
        assert 0 <= first < last <= len(words)
    pieces = "".join(words[at] for at in range(len(words)) if not any(a <= at < b for a, b in proposal.cuts))
    assert pieces == prompt
    assert all(words[one.start : one.end] == one.words for one in proposal.evidence)


@pytest.mark.parametrize("words", ["", " ", "你好，", "please, ", "hello kitty", "谢谢"])
def test_courtesy_alone_is_what_is_said(words: str) -> None:
    """Nothing is left of it otherwise."""
    start, end = inner(fold(words))
    assert (start, end) == (0, len(words))
