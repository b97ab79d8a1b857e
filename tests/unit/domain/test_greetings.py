"""The first word: short and warm, with an emoji that fits, and never the person's own words."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imastudio.domain.messages.acknowledged import acknowledge
from imastudio.domain.messages.phrasebook import say
from imastudio.domain.orders import Language, Scope, Wish
from imastudio.domain.orders.tasks import TaskType

T = TaskType


@pytest.mark.parametrize(
    ("task_type", "wish", "model", "zh", "en"),
    [
        (T.TEXT_TO_IMAGE, {"prompt": "一只猫"}, None, "好的！来帮你画一张图片 🐱", "OK! Starting image generation 🐱"),
        (
            T.TEXT_TO_IMAGE,
            {"prompt": "雪山", "params": {"aspect_ratio": "16：9"}},
            None,
            "收到！马上为你生成一张 16:9 的图片 🏔️",
            "OK! Starting image generation in 16:9 🏔️",
        ),
        (
            T.TEXT_TO_IMAGE,
            {"prompt": "a concatenation", "n": 3},
            "SeeDream 4.5",
            "收到！开始用 SeeDream 4.5 生成图片 🎨",
            "OK! Starting image generation with SeeDream 4.5 🎨",
        ),
        (T.IMAGE_TO_IMAGE, {"n": "2"}, None, "好的！来帮你画 2 张图片 🎨", "OK! Starting image generation 🎨"),
        (T.TEXT_TO_VIDEO, {}, None, "好的！来帮你生成一段视频 🎬", "OK! Starting video generation 🎬"),
        (
            T.IMAGE_TO_VIDEO,
            {"params": {"aspect_ratio": "9:16"}, "n": 2},
            None,
            "收到！马上为你生成 2 段 9:16 的视频 🎬",
            "OK! Starting video generation in 9:16 🎬",
        ),
        (
            T.TEXT_TO_VIDEO,
            {},
            "Wan 2.6",
            "收到！开始用 Wan 2.6 生成视频 🎥",
            "OK! Starting video generation with Wan 2.6 🎥",
        ),
        (T.TEXT_TO_MUSIC, {"prompt": "cat"}, None, "好的！来帮你创作一首音乐 🎵", "OK! Starting music generation 🎵"),
        (T.TEXT_TO_SPEECH, {}, None, "好的，正在帮你把这段文字转成语音。", "OK, converting this text to speech."),
    ],
)
def test_acknowledges(task_type: TaskType, wish: dict[str, Any], model: str | None, zh: str, en: str) -> None:
    """In the vendor's words, with what is known so far."""
    news = acknowledge(Wish(**wish), task_type, model)
    assert [say(news, "zh", audience="chat"), say(news, "en", audience="terminal")] == [zh, en]


def test_the_nano_banana_scope_has_the_runbooks() -> None:
    """One sentence, whatever it is."""
    news = acknowledge(Wish(prompt="cat", n=2), T.TEXT_TO_IMAGE, "Nano Banana 2")
    texts = [say(news, language, scope=Scope.NANO_BANANA) for language in ("zh", "en")]
    assert texts == ["收到，马上开始生成。", "OK, generating now."]


@given(
    st.text(max_size=60),
    st.sampled_from(TaskType),
    st.text(max_size=10) | st.none() | st.just([1]),
    st.sampled_from([None, "Nano Banana Pro"]),
    st.none() | st.text(max_size=3) | st.integers(),
    st.sampled_from(["zh", "en"]),
)
def test_short_and_without_the_persons_words(
    prompt: str, task_type: TaskType, ratio: Any, model: str | None, n: Any, language: Language
) -> None:
    """Fewer than 15 words, and nothing of the prompt in it."""
    text = say(acknowledge(Wish(prompt=prompt, params={"aspect_ratio": ratio}, n=n), task_type, model), language)
    without = say(acknowledge(Wish(params={"aspect_ratio": ratio}, n=n), task_type, model), language)
    assert len(text.split()) < 15
    assert len(text) < 60
    assert text[:-2].rstrip("️ ") in without or without[:-2].rstrip("️ ") in text
