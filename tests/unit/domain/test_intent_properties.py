"""What holds for any words: nothing raises, the prompt and the cuts are the utterance, sealed text is never opened."""

import os
import re
from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from imastudio.domain.intent.context import ADDRESS
from imastudio.domain.intent.folding import fold
from imastudio.domain.intent.interpreter import interpret
from imastudio.domain.intent.prompt import kept
from imastudio.domain.intent.proposal import Proposal, to_wish
from imastudio.domain.intent.tables.characters import SIMPLER
from imastudio.domain.orders import Scope
from imastudio.domain.orders.tasks import InputKind
from imastudio.domain.quoting.parameters import LONGEST
from tests.intent.cases import cases, meaning_of

EVERY_ROW = os.environ.get("IMA_ALL_ROWS") == "1"
ALL = tuple(case for case in cases() if not case.kept_apart)
PIECES = st.sampled_from(
    sorted({word for case in ALL for word in (case.words, *case.words.split())})
    + list("，。：“”\"' 的一张4K16:9\ud800\ue000\n")
)
# Clauses of the cases, put together anew with signs between, so that any word may begin or end one.
CLAUSES = st.sampled_from(
    sorted({clause for case in ALL for clause in re.split(r"[,，。.：: ]", case.words) if clause})
)
SIGNS = st.sampled_from([*"，。：?\n:“”();", " ", ", ", ""])
WORDS = (
    st.lists(PIECES, max_size=8).map(" ".join)
    | st.lists(PIECES, max_size=8).map("".join)
    | st.lists(st.tuples(CLAUSES, SIGNS).map("".join), max_size=5).map("".join)
    | st.text(max_size=60)
)
INPUTS = st.lists(st.sampled_from(list(InputKind)), max_size=3)
OURS = (
    "4K",
    "16:9",
    "用可灵",
    "10秒",
    "视频",
    "最便宜",
    "no vocals",
    "不超过20积分",
    "以后都用Veo",
    "朗读",
    "Kling",
    "x3",
    "三张",
)


@given(words=WORDS, inputs=INPUTS, scope=st.sampled_from(list(Scope)))
@settings(max_examples=300, deadline=None)
@example(words="labelled：voiceover", inputs=[], scope=Scope.ALL_IN_ONE)
def test_any_words_are_understood_or_asked_about(words: str, inputs: list[InputKind], scope: Scope) -> None:
    """Nothing raises; the same words mean the same; a doubt has a question, and nothing else is said to be sure."""
    proposal = interpret(words, inputs, scope=scope)
    assert proposal == interpret(words, inputs, scope=scope)
    assert proposal.topic is not None or proposal.open or proposal.task_type is not None or not proposal.orders
    if proposal.orders and not proposal.open:
        assert to_wish(proposal).task_type is proposal.task_type


@given(words=WORDS)
@settings(max_examples=300, deadline=None)
def test_the_prompt_and_the_cuts_are_the_utterance(words: str) -> None:
    """No sign is lost, none is added: what is not in the prompt stands in a cut."""
    proposal = interpret(words)
    if not proposal.continues and proposal.params.get("lyrics") is None:
        assert proposal.prompt == kept(words, proposal.cuts) or proposal.open
    assert all(0 <= start < end <= len(words) for start, end in proposal.cuts)


@given(words=WORDS)
@settings(max_examples=200, deadline=None)
def test_every_field_has_the_words_that_led_to_it(words: str) -> None:
    """Evidence quotes the utterance, and every value has some."""
    proposal = interpret(words)
    assert all(one.words == words[one.start : one.end] for one in proposal.evidence)
    told = {one.field for one in proposal.evidence}
    if not proposal.open and proposal.topic is None:
        named = {f"params.{name}" for name in proposal.params if name not in {"custom_mode", "mode", "model_version"}}
        assert named <= told


@pytest.mark.parametrize("ours", OURS)
@pytest.mark.parametrize(
    ("before", "behind"),
    [("画一块写着“", "”的牌子"), ('a poster that says "', '" in red'), ("一本叫《", "》的书的照片")],
)
def test_no_quote_is_opened(ours: str, before: str, behind: str) -> None:
    """Any word of ours between quotes changes nothing, and comes through whole."""
    words = f"{before}{ours}{behind}"
    proposal = interpret(words)
    assert (proposal.params, proposal.model, proposal.max_points, proposal.doubts) == ({}, None, None, ())
    assert (str(proposal.task_type), proposal.prompt) == ("text_to_image", words)


def _same(one: Proposal, other: Proposal) -> bool:
    fields = [{doubt.field for doubt in proposal.doubts} for proposal in (one, other)]
    return meaning_of(one) == meaning_of(other) and fields[0] == fields[1] and one.topic is other.topic


def _wide(text: str) -> str:
    return "".join(chr(ord(one) + 0xFEE0) if "!" <= one <= "~" and one not in "\"'`" else one for one in text)


def _traditional(text: str) -> str:
    back = {simple: rare for rare, simple in SIMPLER.items()}
    return text.translate(back)


SPELLINGS = (str.upper, _wide, _traditional)


@pytest.mark.parametrize("spell", SPELLINGS, ids=["upper", "wide", "traditional"])
def test_case_width_and_traditional_characters_change_nothing(spell: Callable[[str], str]) -> None:
    """They say the same, whatever they are about: a third of the cases each, all of them with `IMA_ALL_ROWS=1`."""
    changed = [
        case.words
        for case in (ALL if EVERY_ROW else ALL[SPELLINGS.index(spell) :: len(SPELLINGS)])
        if ADDRESS.search(case.words) is None  # spelled as the file is, or another one
        and case.words.isprintable()
        and fold(spell(case.words)) == fold(case.words)
        and not _same(case.understood(), interpret(spell(case.words), [InputKind.IMAGE] * case.pictures))
    ]
    assert changed == []


@given(text=st.text(alphabet="一只猫在海边跑着看夕阳，。 the quick brown fox", min_size=1, max_size=400))
@settings(max_examples=60, deadline=None)
def test_lyrics_and_texts_to_read_come_through_whole(text: str) -> None:
    """What is handed over behind a colon is taken as it stands, whatever it says."""
    said = f"x{text}x".replace("\n", " ")
    assert interpret(f"朗读：{said}").prompt == said
    assert interpret(f"写首歌，歌词：{said}").params["lyrics"] == said


def test_a_pasted_list_of_shots_comes_through_whole() -> None:
    """Every second of it stays; which length the film has is asked."""
    words = (
        "做一个宣传视频，竖屏\n镜头一（3秒）：清晨的海边，4K质感\n镜头二（4秒）：用可灵风格的特写\n镜头三（5秒）：夕阳"
    )
    proposal = interpret(words)
    assert words[words.index("镜头一") :] in proposal.prompt
    assert (proposal.params["aspect_ratio"], [doubt.field for doubt in proposal.doubts]) == ("9:16", ["duration"])


def test_a_minute_asks_for_the_longest_there_is() -> None:
    """A length that no model makes becomes the longest offered, with a notice."""
    assert to_wish(interpret("一分钟的海浪视频")).params == {"duration": LONGEST}
