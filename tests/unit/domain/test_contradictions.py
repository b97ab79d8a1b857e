"""An explicit order infers nothing from its prompt: where its words say otherwise than a parameter, a notice names it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imastudio.domain.kernel.scalars import Json
from imastudio.domain.messages.error_translation import say_notice
from imastudio.domain.orders import Wish
from imastudio.domain.orders.tasks import TaskType
from imastudio.domain.quoting.pricing import quote
from imastudio.testing.strategies import catalog_of

MUSIC = catalog_of(TaskType.TEXT_TO_MUSIC)
NO_VOCALS = ["lofi beats, no vocals", "an instrumental for a cafe", "轻快的钢琴，纯音乐", "不要人声的吉他曲"]
FEMALE = ["female vocals, pop", "a woman's voice over piano", "女声，民谣"]
MALE = ["male vocals, rock", "男声，摇滚"]
PLAIN = ["a song about the sea", "一首关于大海的歌", "female and male vocals in a duet", "she remembers how men sang"]


def noticed(prompt: str, model: str = "sonic", **params: Json) -> list[tuple[str, Json]]:
    """Return the parameters that notices name, with the values that would follow the prompt."""
    order = quote(Wish(prompt=prompt, task_type=TaskType.TEXT_TO_MUSIC, model=model, params=params), MUSIC).order
    found = [notice for notice in order.notices if notice.code == "prompt_contradicts"]
    for notice in found:
        assert prompt not in repr(notice)
        assert all(say_notice(notice, language) for language in ("zh", "en"))
    return [(str(notice.facts["parameter"]), notice.facts["value"]) for notice in found]


@pytest.mark.parametrize("prompt", NO_VOCALS)
def test_no_vocals_with_vocals_on(prompt: str) -> None:
    """And nothing where the parameter says the same, or where another model takes no such parameter."""
    assert noticed(prompt) == [("make_instrumental", True)]
    assert noticed(prompt, make_instrumental=True) == []
    assert noticed(prompt, "GenBGM") == []


@pytest.mark.parametrize(
    ("prompt", "voice", "other"), [*((it, "f", "m") for it in FEMALE), *((it, "m", "f") for it in MALE)]
)
def test_a_voice_that_is_not_set(prompt: str, voice: str, other: str) -> None:
    """Or set to the other one."""
    assert noticed(prompt) == noticed(prompt, vocal_gender=other) == [("vocal_gender", voice)]
    assert noticed(prompt, vocal_gender=voice) == []


@pytest.mark.parametrize("prompt", PLAIN)
def test_other_words_are_no_contradiction(prompt: str) -> None:
    """Two voices in one song, or none named."""
    assert noticed(prompt) == []


@given(st.sampled_from([*NO_VOCALS, *FEMALE, *MALE, *PLAIN]), st.booleans())
def test_the_order_itself_is_the_same(prompt: str, instrumental: bool) -> None:  # noqa: FBT001 - drawn
    """A notice changes no parameter and no price."""
    wish = Wish(
        prompt=prompt, task_type=TaskType.TEXT_TO_MUSIC, model="sonic", params={"make_instrumental": instrumental}
    )
    plain = Wish(
        prompt="x", task_type=TaskType.TEXT_TO_MUSIC, model="sonic", params={"make_instrumental": instrumental}
    )
    one, other = quote(wish, MUSIC).order, quote(plain, MUSIC).order
    assert (one.params, one.total, one.attribute_id) == (other.params, other.total, other.attribute_id)
