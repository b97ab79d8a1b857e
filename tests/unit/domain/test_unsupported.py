"""What is answered where a model can't do it: names, values and prices of the live list, in plain words."""

from collections.abc import Mapping
from typing import Any

import pytest

from imastudio.domain.kernel.errors import refuse
from imastudio.domain.kernel.failures import Failure, Kind
from imastudio.domain.messages.phrasebook import say_failure
from imastudio.domain.orders import Language, Scope, Wish
from imastudio.domain.orders.tasks import Medium
from imastudio.domain.quoting.advice import Lack
from imastudio.domain.quoting.catalog import Catalog
from imastudio.domain.quoting.pricing import quote
from imastudio.domain.quoting.selection import select
from imastudio.domain.quoting.unsupported import explain
from tests.conversations import OF_MEDIA
from tests.leaves import (
    BANANA_2,
    HAILUO,
    MIDJOURNEY,
    SEEDREAM,
    SUNO,
    VIDU,
    a_catalog,
    a_field,
    a_leaf,
    a_rule,
    small_catalog,
)
from tests.refusals import refusal_of


def answered(medium: Medium, catalog: Catalog | None = None, **wished: Any) -> Failure:
    """Return the refusal of a wish, with the answer to it."""
    wish = Wish(prompt="x", task_type=OF_MEDIA[medium], **wished)
    listed = catalog if catalog is not None else small_catalog(OF_MEDIA[medium])
    selected = select(wish, listed)
    return explain(refusal_of(lambda: quote(wish, listed, selected=selected)), wish, listed, selected.leaf)


def said(failure: Failure, language: Language = "zh") -> str:
    """Say it in a chat."""
    return say_failure(failure, language, audience="chat")


def test_midjourney_takes_no_ratio() -> None:
    """Those that do are listed with their ratios and what they cost; the default one is offered."""
    text = said(answered(Medium.IMAGE, model="MJ", params={"aspect_ratio": "16:9"}))
    assert text == (
        "❌ Midjourney 暂不支持自定义画面比例（仅支持 1024x1024 方形）\n\n"
        "✅ 推荐方案：\n"
        "  1. SeeDream 4.5（支持画面比例）\n     • 支持比例：1:1、16:9、7:1\n     • 成本：5 积分（性价比最佳）\n"
        "  2. Nano Banana 2（支持画面比例）\n     • 支持比例：1:1、16:9、9:16、4:3\n     • 成本：4-13 积分（按尺寸）\n"
        "  3. Nano Banana Pro（支持画面比例）\n     • 支持比例：1:1、16:9、9:16、4:3\n     • 成本：10-18 积分（按尺寸）\n\n"
        "需要我帮你用 SeeDream 4.5 生成吗？"
    )


def lasting(model_id: str, version: str, seconds: int) -> dict[str, Any]:
    """Return a version of a model whose films last so long."""
    rule = a_rule(seconds, seconds, duration=seconds)
    return a_leaf(model_id, f"{model_id} {version}", [a_field("duration", seconds, seconds)], rule)


def test_what_comes_nearest_in_length_is_offered_first_and_each_model_once() -> None:
    """Of two versions of a model the nearer one; the other one pushes no other model out."""
    films = [lasting("short", "1", 5), lasting("near", "1", 20), lasting("far", "1", 30), lasting("near", "2", 40)]
    failure = answered(Medium.VIDEO, a_catalog(OF_MEDIA[Medium.VIDEO], *films), model="short", params={"duration": 15})
    able = failure.facts["able"]
    assert isinstance(able, list | tuple)
    assert [(one["model"], one["seconds"]) for one in able if isinstance(one, Mapping)] == [
        ("near 1", 20),
        ("far 1", 30),
    ]


def test_another_model_without_ratios() -> None:
    """What is said of Midjourney's square is said of Midjourney alone; a model without a trait has none."""
    plain = a_leaf("plain", "Plain", [], {"attribute_id": 1, "points": 3, "attributes": {"default": "enabled"}})
    other = {**SEEDREAM, "model_id": "other"}
    text = said(
        answered(
            Medium.IMAGE, a_catalog(OF_MEDIA[Medium.IMAGE], plain, other), model="plain", params={"aspect_ratio": "1:1"}
        ),
        "en",
    )
    assert text == (
        "❌ Plain doesn't support custom ratios\n\n✅ Try instead:\n"
        "  1. SeeDream 4.5 (takes ratios)\n     • Ratios: 1:1, 16:9, 7:1\n     • Cost: 5 pts\n\n"
        "Shall I use SeeDream 4.5?"
    )


def test_nothing_takes_a_ratio() -> None:
    """Then the refusal stays as it is; so it does where the one that does has no price."""
    for others in ((), ({**BANANA_2, "credit_rules": []},)):
        catalog = a_catalog(OF_MEDIA[Medium.IMAGE], MIDJOURNEY, *others)
        assert "unsupported" not in answered(Medium.IMAGE, catalog, model="MJ", params={"aspect_ratio": "16:9"}).facts


@pytest.mark.parametrize(
    ("medium", "wish", "zh", "en"),
    [
        (
            Medium.IMAGE,
            {"model": "MJ", "params": {"size": "8K"}},
            "当前最高支持4K分辨率（Nano Banana Pro，18积分）。要使用吗？",
            "The highest resolution available is 4K (Nano Banana Pro, 18 pts). Use it?",
        ),
        (
            Medium.VIDEO,
            {"params": {"resolution": "8K"}},
            "当前最高支持1080P分辨率（Hailuo 2.3，24积分）。要使用吗？",
            "The highest resolution available is 1080P (Hailuo 2.3, 24 pts). Use it?",
        ),
        (
            Medium.IMAGE,
            {"params": {"aspect_ratio": "5:4"}, "model": "NB2"},
            "图片模型不支持自定义比例。最接近的有：4:3、1:1、16:9。",
            "Custom ratios aren't supported. Closest: 4:3, 1:1, 16:9.",
        ),
        (
            Medium.VIDEO,
            {"params": {"generate_audio": True}},
            "Google Veo 3.1 和 Kling 2.6 支持音频生成。要用哪个？",
            "Google Veo 3.1 and Kling 2.6 can generate audio. Which one shall I use?",
        ),
        (
            Medium.VIDEO,
            {"params": {"sound": "on"}, "model": "Hailuo"},
            "该模型不支持音频。建议用 Google Veo 3.1 或 Kling 2.6（支持音频）",
            "This model has no audio. Try Google Veo 3.1 or Kling 2.6, which do",
        ),
        (
            Medium.VIDEO,
            {"params": {"duration": 30}},
            "当前最长15秒。可选模型：Wan 2.6（15s，120积分），Hailuo 2.3（10s，20积分）。",
            "The maximum is 15 s. Models to choose from: Wan 2.6 (15s, 120 pts), Hailuo 2.3 (10s, 20 pts).",
        ),
        (
            Medium.VIDEO,
            {"params": {"duration": "15s", "resolution": "720p"}, "model": "Vidu"},
            "该模型最长10秒。可选模型：Wan 2.6（15s，75积分）。",
            "This model goes up to 10 s. Models to choose from: Wan 2.6 (15s, 75 pts).",
        ),
        (
            Medium.MUSIC,
            {"params": {"duration": "300s"}},
            "Suno 生成约2分钟音乐。需要更长时长可以生成多段后拼接。",
            "Suno makes about 2 minutes of music. For more, make several parts and join them.",
        ),
        (
            Medium.MUSIC,
            {"params": {"duration": 60}},
            "音乐时长由模型固定（Suno约2分钟，DouBao约30秒），无法自定义",
            "The model sets the length of the music (Suno about 2 minutes, DouBao about 30 s); it can't be chosen",
        ),
    ],
)
def test_the_decision_tree(medium: Medium, wish: dict[str, Any], zh: str, en: str) -> None:
    """Each branch, with the values of the list."""
    failure = answered(medium, **wish)
    assert (said(failure), said(failure, "en")) == (zh, en)


@pytest.mark.parametrize(
    ("medium", "wish", "zh", "en"),
    [
        (
            Medium.IMAGE,
            {"model": "MJ", "params": {"size": "8K"}},
            "要用它，请指定模型 Nano Banana Pro 和 4K。",
            "To use it, ask for Nano Banana Pro and 4K.",
        ),
        (
            Medium.IMAGE,
            {"model": "MJ", "params": {"aspect_ratio": "16:9"}},
            "要用第一个，请指定模型 SeeDream 4.5。",
            "To use the first, ask for SeeDream 4.5.",
        ),
        (Medium.VIDEO, {"params": {"sound": "on"}}, "请指定其中一个。", "Name one of them."),
    ],
)
def test_at_a_terminal_nobody_is_asked(medium: Medium, wish: dict[str, Any], zh: str, en: str) -> None:
    """Where nobody can answer, it is said what to say instead."""
    failure = answered(medium, **wish)
    for text, end in ((say_failure(failure, "zh"), zh), (say_failure(failure, "en"), en)):
        assert text.endswith(end)
        assert not {"?", "？"} & set(text)


def test_no_answer_where_nobody_can_do_it() -> None:
    """A refusal then says what there is, as always."""
    videos = OF_MEDIA[Medium.VIDEO]
    silent = a_catalog(videos, HAILUO)
    assert "unsupported" not in answered(Medium.VIDEO, silent, params={"sound": "on"}).facts
    impossible = {"resolution": "8K", "duration": 10, "negative_prompt": "x"}
    unnamed = a_catalog(videos, {**VIDU, "credit_rules": []})
    failure = refuse(Kind.VALUE_NOT_OFFERED, "resolution", "8K").failure
    (leaf,) = unnamed.leaves
    assert explain(failure, Wish(task_type=videos, params=impossible), unnamed, leaf) == failure
    long = refuse(Kind.VALUE_NOT_OFFERED, "duration", 30, (5, 10)).failure
    assert explain(long, Wish(task_type=videos, params=impossible), unnamed, leaf) == long


@pytest.mark.parametrize(
    ("medium", "wish"),
    [
        (Medium.VIDEO, {"params": {"duration": 7}}),
        (Medium.VIDEO, {"params": {"duration": "long"}}),
        (Medium.VIDEO, {"params": {"aspect_ratio": "7:3"}, "model": "Kling O1"}),
        (Medium.VIDEO, {"params": {"resolution": "4K"}}),
        (Medium.VIDEO, {"params": {"foo": 1}}),
        (Medium.MUSIC, {"params": {"aspect_ratio": "1:1"}}),
        (Medium.IMAGE, {"params": {"duration": 5}}),
        (Medium.IMAGE, {"n": 9}),
    ],
)
def test_other_refusals_stay_as_they_are(medium: Medium, wish: dict[str, Any]) -> None:
    """Nothing is added where the tree has no branch."""
    assert "unsupported" not in answered(medium, **wish).facts


def test_a_length_that_cannot_be_read() -> None:
    """Is none."""
    failure = refuse(Kind.UNKNOWN_PARAMETER, "duration").failure
    catalog = a_catalog(OF_MEDIA[Medium.MUSIC], SUNO)
    wish = Wish(task_type=OF_MEDIA[Medium.MUSIC], params={"Duration": [1], "tags": "x"})
    assert explain(failure, wish, catalog, catalog.leaves[0]).facts == {"unsupported": Lack.FIXED_MUSIC}
    videos = small_catalog(OF_MEDIA[Medium.VIDEO])
    unread = refuse(Kind.VALUE_NOT_OFFERED, "duration", None, (5,)).failure
    assert explain(unread, Wish(task_type=OF_MEDIA[Medium.VIDEO]), videos, videos.leaves[0]) == unread
    odd = refuse(Kind.VALUE_NOT_OFFERED, "duration", 30, (None, True)).failure
    assert explain(odd, Wish(task_type=OF_MEDIA[Medium.VIDEO]), videos, videos.leaves[0]) == odd


def test_the_nano_banana_scope_has_its_own_row() -> None:
    """The listing's words for a ratio that isn't offered."""
    failure = answered(Medium.IMAGE, params={"aspect_ratio": "5:4"}, scope="nano-banana")
    texts = [say_failure(failure, language, audience="chat", scope=Scope.NANO_BANANA) for language in ("zh", "en")]
    assert texts == ["请使用支持的比例：4:3、1:1、16:9、9:16", "Use supported ratios: 4:3, 1:1, 16:9, 9:16"]


def test_a_value_that_another_model_takes() -> None:
    """Names those that make the very same wish."""
    failure = answered(Medium.IMAGE, model="Nano Banana Pro", params={"size": "512px"})
    assert (failure.parameter, failure.facts["models"]) == ("size", ["Nano Banana 2"])
    assert "能用的模型：" in say_failure(failure, "zh")
    assert "Models that take it: " in say_failure(failure, "en")


@pytest.mark.parametrize(
    ("task", "model", "zh", "en"),
    [
        (Medium.IMAGE, "可灵", "“可灵”只能做视频。", "“可灵” makes only videos."),
        (Medium.VIDEO, "Suno", "“Suno”只能做音乐。", "“Suno” makes only music."),
        (Medium.VIDEO, "Midjourney", "“Midjourney”只能做图片。", "“Midjourney” makes only pictures."),
    ],
)
def test_a_model_of_another_medium_is_told_as_such(task: Medium, model: str, zh: str, en: str) -> None:
    """It is there, and makes something else."""
    catalog = small_catalog(OF_MEDIA[task])
    refusal = refusal_of(lambda: select(Wish(prompt="x", task_type=OF_MEDIA[task], model=model), catalog))
    assert say_failure(refusal, "zh").startswith(zh)
    assert say_failure(refusal, "en").startswith(en)
