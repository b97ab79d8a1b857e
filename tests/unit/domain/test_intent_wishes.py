"""A wish is told by its form: nothing is ordered by what only speaks of a work, and a wish stays one whoever is in it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imastudio.domain.intent.interpreter import interpret

_WORKS = ("video", "song", "poster", "picture", "sticker")
_WORKS_ZH = ("视频", "歌", "海报", "照片")


@given(
    who=st.sampled_from(["she", "he", "they", "nobody", "my neighbour", "our landlord", "her uncle"]),
    does=st.sampled_from(["makes", "sells", "drew", "hardly ever makes", "wrote"]),
    work=st.sampled_from(_WORKS),
    behind=st.sampled_from(["", " for a living", " on weekends", " about the sea"]),
)
def test_what_somebody_does_is_no_wish(who: str, does: str, work: str, behind: str) -> None:
    """Whoever it is, and whatever they make."""
    proposal = interpret(f"{who} {does} {work}s{behind}")
    assert proposal.open or proposal.topic is not None


@given(work=st.sampled_from(_WORKS_ZH), told=st.sampled_from(["真好看", "太糊了", "没声音", "怎么打不开", "不清楚"]))
def test_what_is_told_of_a_work_is_no_wish(work: str, told: str) -> None:
    """A judgement of it, or what is wrong with it."""
    proposal = interpret(f"{work}{told}")
    assert proposal.open or proposal.topic is not None


@pytest.mark.parametrize(
    "words", ["a portrait of me as a cat", "一首你走以后我一个人的歌", "I'd love a video of my town", "画我梦里的房子"]
)
def test_a_wish_may_speak_of_who_wishes(words: str) -> None:
    """It is ordered once its price is agreed to."""
    proposal = interpret(words)
    assert (proposal.orders, proposal.open, proposal.topic) == (True, False, None)


@pytest.mark.parametrize("words", ["draw it again but bigger", "paint them with hats", "draw that"])
def test_what_was_said_before_is_asked_about(words: str) -> None:
    """Without a work that it could be."""
    proposal = interpret(words)
    assert proposal.open or proposal.topic is not None
