"""What a person reads of a wish: what was understood, what is offered, what can't be had; no id and no name of a parameter."""

import re

import attrs
import pytest

from imastudio.domain.intent import Doubt, interpret
from imastudio.domain.messages import say_choice, say_doubt, say_lacking, say_offer, say_understood
from imastudio.domain.orders import Language, Medium
from tests.conversations import quoted

TECHNICAL = re.compile(r"[a-z]+_[a-z]+|kling-|seedream-|attribute|json", re.IGNORECASE)


@pytest.mark.parametrize(
    ("words", "zh", "en"),
    [
        (
            "画一张横图的猫，用香蕉Pro，要4K",
            "文生图，Nano Banana Pro，设为常用，16:9，4K，1 张",
            "text-to-image, Nano Banana Pro, your usual from now on, 16:9, 4K, one",
        ),
        (
            "用Suno写首歌，女声，关于海",
            "音乐生成，Suno，设为常用，女声",
            "music, Suno, your usual from now on, female voice",
        ),
        (
            "画三张猫，最便宜的，不超过20积分",
            "文生图，最省积分，3 张，最多 20 积分",
            "text-to-image, the cheapest, 3 of them, 20 pts at most",
        ),
        ("用男声念：你好，语速快一点", "语音合成", "speech"),
        ("谢谢", "还没说清", "nothing yet"),
    ],
)
def test_what_was_understood_reads_plainly(words: str, zh: str, en: str) -> None:
    """In both languages."""
    proposal = interpret(words)
    assert say_understood(proposal, "zh").startswith(zh)
    assert say_understood(proposal, "en").startswith(en)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_offer_is_one_plain_line(language: Language) -> None:
    """The model, what it makes, the values that tell, the time."""
    film = say_offer(quoted(Medium.VIDEO, model="Kling O1", params={"duration": 10}), language, pictures=["a.png"])
    assert all(part in film for part in ("Kling O1", "10", "16:9", "a.png"))
    spoken = quoted(Medium.VIDEO, model="Kling O1")
    order = attrs.evolve(spoken.order, params={**spoken.order.params, "sound": "on", "aspect_ratio": "adaptive"})
    film += say_offer(attrs.evolve(spoken, order=order), language)
    assert ("有声音" if language == "zh" else "with sound") in film
    several = say_offer(quoted(n=2), language)
    assert ("2 张" if language == "zh" else "2 results") in several
    assert not TECHNICAL.search(film + several)


@pytest.mark.parametrize(
    ("others", "zh", "en"),
    [
        (
            ["Wan 2.6"],
            "Hailuo 2.3 不能选画面比例，可以换成：Wan 2.6。",
            "Hailuo 2.3 has no choice of aspect ratio. These do: Wan 2.6.",
        ),
        ([], "Hailuo 2.3 不能选画面比例。", "Hailuo 2.3 has no choice of aspect ratio."),
    ],
)
def test_what_a_model_lacks_is_told_with_those_that_have_it(others: list[str], zh: str, en: str) -> None:
    """In words."""
    assert (
        say_lacking("Hailuo 2.3", "aspect_ratio", others, "zh"),
        say_lacking("Hailuo 2.3", "aspect_ratio", others, "en"),
    ) == (zh, en)
    assert "odd" in say_lacking("Hailuo 2.3", "odd", others, "zh")


def test_a_choice_reads_by_its_field() -> None:
    """A place is a picture, "none" what it leaves."""
    assert say_choice("2", "zh", "source") == "用第 2 张图"
    assert say_choice("none", "en", "source") == "no picture, just the description"
    assert say_choice("none", "en", "size") == "no, it is part of the description"
    assert say_choice("20", "en", "max_points") == "20 pts at most"
    assert say_choice("video", "zh") == "视频"
    several = Doubt(field="source", choices=["1", "2"], facts={"several": True})
    assert (say_doubt(several, "zh"), say_doubt(Doubt(field="source"), "en")) == (
        "用刚才的哪张图？",
        "Shall I use the picture you have?",
    )
