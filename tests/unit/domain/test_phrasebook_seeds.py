"""Every template of the vendor's documents against what is produced, without regard to the width of the punctuation.

Chinese in the vendor's words; English where the documents have it. Left out on purpose: technical words, which are said in
plain ones (decision 20), and "timed out", after which the task goes on (decision 19).
"""

import re
import unicodedata
from collections.abc import Callable

import attrs
import pytest

from imastudio.domain.kernel.failures import Failure, Kind
from imastudio.domain.lifecycle.events import Failed, Succeeded
from imastudio.domain.lifecycle.news import Ended, News, Progressed, Quoted
from imastudio.domain.messages.acknowledged import acknowledge
from imastudio.domain.messages.phrasebook import messages, say, say_failure, say_notice
from imastudio.domain.orders import Language, Media, Notice, Scope, Wish
from imastudio.domain.orders.tasks import Medium, TaskType
from imastudio.domain.quoting.advice import NO_ADVICE
from tests.conversations import ordered, quoted
from tests.leaves import real_catalog
from tests.shared_facts import shared
from tests.unit.domain.test_unsupported import answered

ALL, LISTING, RUNBOOK = "ima-all-ai", "nano-banana-listing", "nano-banana-runbook"
NANO = Scope.NANO_BANANA
URL = "https://ima-ga.esxscloud.com/a.mp4"
FILM = Media(url=URL, duration="125s")
FAILED = Failure(kind=Kind.GENERATION_FAILED)


def normal(text: str) -> str:
    """Return `text` without what doesn't count: width of the punctuation, white space, line ends."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text.replace("<br>", "")))


def seed(name: str) -> str:
    """Return one of the documents, or skip the test that asks."""
    return normal(shared(f"seeds/{name}.txt").read_text(encoding="utf-8"))


# What stands in the templates for values.
HOLES = {
    "[Emoji]": "\\S{1,2}",
    "[内容类型]": "(?:图片|视频|音乐|语音)",
    "[X~Y]": r"\d+~\d+",
    "[X~Y秒]": r"\d+~\d+秒",
    "[Npts]": r"\d+pts",
    "[P]%": r"\d+%",
    "[ModelName]": ".+?",
    "[OldModel]": ".+?",
    "[NewModel]": ".+?",
    "[AltModel1]": ".+?",
    "[AltModel2]": ".+?",
    "[特点]": ".+?",
    "[视频描述]": ".*",
    "[XXX]": ".+",
    "[natural_language_error_message]": ".+?",
    "[naturallanguagereason]": ".+?",
    "[retrystrategyormodelswitch]": ".+?",
    "[elapsed]": r"\d+",
    "[max]": r"\d+",
    "[actual]": r"\d+",
    "[duration]": r"\d+s",
    "[url]": re.escape(URL),
    "{image_url}": re.escape(URL),
    "{video_url}": re.escape(URL),
    "{knowledge_recommended_model}": ".+?",
    "{reason}": ".+?",
    "{cost}": r"\d+",
}


def pattern(template: str) -> str:
    """Return a template as a pattern, its holes open."""
    parts = re.split("(" + "|".join(re.escape(hole) for hole in HOLES) + ")", normal(template))
    return "".join(HOLES.get(part, re.escape(part)) for part in parts)


def in_chat(news: News, scope: Scope = Scope.ALL_IN_ONE) -> str:
    """Say it in Chinese in a chat, media aside."""
    return "\n\n".join(message.text for message in messages(news, "zh", scope=scope))


def started(medium: Medium, scope: Scope = Scope.ALL_IN_ONE, **wish: object) -> str:
    """Return Step 1."""
    return in_chat(Quoted(quoted(medium, scope=scope, **wish)), scope)  # type: ignore[arg-type] # passed on as they are


def done(medium: Medium, scope: Scope = Scope.ALL_IN_ONE, **wish: object) -> str:
    """Return Step 3."""
    found = quoted(medium, scope=scope, **wish)  # type: ignore[arg-type] # passed on as they are
    return in_chat(Ended(ordered(found, Succeeded((FILM,))), found.advice or NO_ADVICE), scope)


def failed(medium: Medium, scope: Scope = Scope.ALL_IN_ONE) -> str:
    """Return Step 4."""
    found = quoted(medium, scope=scope)
    return in_chat(Ended(ordered(found, Failed(FAILED)), found.advice or NO_ADVICE), scope)


def progressed(medium: Medium, scope: Scope = Scope.ALL_IN_ONE, *, frozen: bool = False) -> str:
    """Return Step 2."""
    order = quoted(medium, scope=scope).order
    return in_chat(Progressed(percent=33, elapsed=12.3, longest=360, frozen=frozen, order=order), scope)


def acknowledged(task_type: TaskType, scope: Scope = Scope.ALL_IN_ONE, **wish: object) -> str:
    """Return Step 0."""
    model = wish.pop("named", None)
    return in_chat(acknowledge(Wish(**wish), task_type, model), scope)  # type: ignore[arg-type] # passed on as they are


START = "请稍候…\n• 模型:[Model Name]\n• 预计耗时:[X ~ Y 秒]\n• 消耗积分:[N pts]"
DONE_FACTS = "• 模型:[Model Name]\n• 耗时:预计 [X~Y]s,实际 [actual]s\n• 消耗积分:[N pts]"
PROGRESS = "⏳ 正在生成中… [P]%\n已等待 [elapsed]s,预计最长 [max]s"
INSTEAD = (
    "\n• 原因:[natural_language_error_message]\n• 建议改用:\n  - [Alt Model 1]([特点],[N pts])\n"
    "  - [Alt Model 2]([特点],[N pts])\n\n需要我帮你用其他模型重试吗?"
)
HINT = "💡 提示:当前任务也许用 {knowledge_recommended_model} 也会不错({reason},{cost} pts)"

# (the document, the template as it stands there, what is produced)
TEMPLATES: list[tuple[str, str, Callable[[], str]]] = [
    # Step 0
    (ALL, "好的!来帮你生成一段视频 🎬", lambda: acknowledged(TaskType.TEXT_TO_VIDEO)),
    (ALL, "收到!开始用 Wan 2.6 生成视频 🎥", lambda: acknowledged(TaskType.TEXT_TO_VIDEO, named="Wan 2.6")),
    (ALL, "好的!来帮你创作一首音乐 🎵", lambda: acknowledged(TaskType.TEXT_TO_MUSIC)),
    (
        ALL,
        "OK! Starting image generation with SeeDream 4.5 🎨",
        lambda: say(acknowledge(Wish(), TaskType.TEXT_TO_IMAGE, "SeeDream 4.5"), "en"),
    ),
    (ALL, "好的,正在帮你把这段文字转成语音。", lambda: acknowledged(TaskType.TEXT_TO_SPEECH)),
    (ALL, "OK, converting this text to speech.", lambda: say(acknowledge(Wish(), TaskType.TEXT_TO_SPEECH), "en")),
    (RUNBOOK, "收到,马上开始生成。", lambda: acknowledged(TaskType.TEXT_TO_IMAGE, NANO)),
    (RUNBOOK, "OK, generating now.", lambda: say(acknowledge(Wish(), TaskType.TEXT_TO_IMAGE), "en", scope=NANO)),
    # Step 1
    (ALL, f"[Emoji] 开始生成 [内容类型],{START}", lambda: started(Medium.IMAGE, model="NB2")),
    (ALL, f"[Emoji] 开始生成 [内容类型],{START}", lambda: started(Medium.MUSIC, model="Suno")),
    (ALL, f"🔊 开始语音合成,{START}", lambda: started(Medium.SPEECH)),
    (ALL, "视频生成需要较长时间,我会定时汇报进度", lambda: _between(started(Medium.VIDEO, model="Wan"), "（", "）")),
    (
        ALL,
        (
            "🎨 根据你的使用习惯,将用 [Model Name] 帮你生成…\n"
            "• 模型:[Model Name](你的常用模型)\n• 预计耗时:[X ~ Y 秒]\n• 消耗积分:[N pts]"
        ),
        lambda: started(Medium.IMAGE, saved="midjourney"),
    ),
    (RUNBOOK, f"🎨 开始生成图片,{START}", lambda: started(Medium.IMAGE, NANO, model="NB2")),
    (LISTING, f"🎨 开始生成图片,{START}", lambda: started(Medium.IMAGE, NANO, model="NB2")),
    # Step 2
    (ALL, PROGRESS, lambda: progressed(Medium.IMAGE)),
    (ALL, PROGRESS, lambda: progressed(Medium.VIDEO)),
    (ALL, PROGRESS, lambda: progressed(Medium.MUSIC)),
    (RUNBOOK, PROGRESS, lambda: progressed(Medium.IMAGE, NANO)),
    (LISTING, PROGRESS, lambda: progressed(Medium.IMAGE, NANO)),
    (ALL, "⏳ 语音合成中… [P]%,已等待 [elapsed]s,预计最长 [max]s", lambda: progressed(Medium.SPEECH)),
    (ALL, "快了,稍等一下…", lambda: progressed(Medium.VIDEO, frozen=True).splitlines()[-1]),
    (LISTING, "稍等,即将完成…", lambda: progressed(Medium.IMAGE, NANO, frozen=True).splitlines()[-1]),
    # Step 3
    (ALL, f"✅ 视频生成成功!\n{DONE_FACTS}\n\n[视频描述]", lambda: done(Medium.VIDEO).split("🔗")[0]),
    (ALL, "🔗 视频链接(可复制分享):\\n{video_url}", lambda: "🔗" + done(Medium.VIDEO).split("🔗")[1]),
    (ALL, f"✅ 图片生成成功!\n{DONE_FACTS}\n\n🔗 原始链接:{{image_url}}", lambda: done(Medium.IMAGE)),
    (ALL, f"✅ 音乐生成成功!\n{DONE_FACTS}\n• 时长:约 [duration]", lambda: done(Medium.MUSIC)),
    (
        ALL,
        "✅ 语音合成成功!\n• 模型:[Model Name]\n• 耗时:实际 [actual]s\n• 消耗积分:[N pts]\n🔗 原始链接:[url]",
        lambda: done(Medium.SPEECH),
    ),
    (ALL, HINT, lambda: done(Medium.IMAGE, saved="midjourney", recommended="gemini-3.1-flash-image").splitlines()[-1]),
    (RUNBOOK, f"✅ 图片生成成功!\n{DONE_FACTS}\n🔗 原始链接:{{image_url}}", lambda: done(Medium.IMAGE, NANO)),
    (LISTING, f"✅ 图片生成成功!\n{DONE_FACTS}\n🔗 原始链接:{{image_url}}", lambda: done(Medium.IMAGE, NANO)),
    # Step 4
    (ALL, f"❌ [内容类型]生成失败{INSTEAD}", lambda: failed(Medium.IMAGE)),
    (ALL, f"❌ [内容类型]生成失败{INSTEAD}", lambda: failed(Medium.VIDEO)),
    (ALL, f"❌ [内容类型]生成失败{INSTEAD}", lambda: failed(Medium.MUSIC)),
    (
        RUNBOOK,
        "❌ 图片生成失败\n• 原因:[natural language reason]\n• 建议:[retry strategy or model switch]\n需要我帮你重试吗?",
        lambda: failed(Medium.IMAGE, NANO),
    ),
    # preferences
    (
        ALL,
        (
            "💡 你之前喜欢用 [Old Model],这次换成了 [New Model]。\n"
            "要把 [New Model] 设为以后的默认吗?\n回复「是」保存 / 回复「否」仅本次使用"
        ),
        lambda: say_notice(
            Notice("preference_question", {"old": "Midjourney", "new": "Nano Banana 2"}), "zh", audience="chat"
        ),
    ),
    (
        ALL,
        "✅ 已记住!以后图片生成默认用 [XXX]",
        lambda: say_notice(
            Notice("preference_saved", {"medium": "image", "model_name": "Midjourney"}), "zh", audience="chat"
        ),
    ),
    (
        ALL,
        "✅ 已记住!以后视频生成默认用 [XXX]",
        lambda: say_notice(
            Notice("preference_saved", {"medium": "video", "model_name": "Wan 2.6"}), "zh", audience="chat"
        ),
    ),
    # what can't be had
    (ALL, "Suno 生成约2分钟音乐。需要更长时长可以生成多段后拼接。", lambda: said(Medium.MUSIC, duration=300)),
    (ALL, "音乐时长由模型固定(Suno约2分钟,DouBao约30秒),无法自定义", lambda: said(Medium.MUSIC, duration=30)),
    (ALL, "图片模型不支持自定义比例。", lambda: said(Medium.IMAGE, aspect_ratio="7:3").split("最接近")[0]),
]


def said(medium: Medium, **params: object) -> str:
    """Return the answer to what can't be had."""
    return say_failure(answered(medium, params=params), "zh", audience="chat")


def _between(text: str, first: str, last: str) -> str:
    return text.split(first)[1].split(last, maxsplit=1)[0]


@pytest.mark.parametrize(
    ("name", "template", "produced"), TEMPLATES, ids=[f"{name}-{place}" for place, (name, _, _) in enumerate(TEMPLATES)]
)
def test_templates(name: str, template: str, produced: Callable[[], str]) -> None:
    """What stands in the document is what is produced, with the holes filled; a line of cost or advice may follow a start."""
    stands = normal(template)
    document = seed(name)
    assert stands in document or all(normal(line) in document for line in template.splitlines())
    text = produced()
    own = text.split("\n\n")[0] if "积分起" in text or "\n\n使用" in text else text
    assert re.fullmatch(pattern(template.replace("\\n", "\n")), normal(own)) is not None, text


# "Cost transparency": the vendor's examples, with the prices of the order in their place.
COSTS: list[tuple[str, str, dict[str, object], Scope]] = [
    (ALL, "使用 Wan 2.6(25 积分,最新 Wan)", {"params": {"resolution": "720P"}}, Scope.ALL_IN_ONE),
    (ALL, "使用高端模型 Kling O1(48-120 积分),质量最佳", {"tier": "premium"}, Scope.ALL_IN_ONE),
    (
        ALL,
        "使用 Wan 2.6(25 积分)。若需更高质量可选 Kling O1(48 积分起)",
        {"recommended": "wan2.6-t2v"},
        Scope.ALL_IN_ONE,
    ),
    (ALL, "使用 Vidu Q2(5 积分,最省钱)", {"tier": "budget"}, Scope.ALL_IN_ONE),
    (LISTING, "使用 Nano Banana2(4–13 积分,可选 512px/1K/2K/4K)", {}, NANO),
    (LISTING, "使用 Nano Banana Pro(10–18 积分,最高质量,1K/2K/4K)", {"tier": "premium"}, NANO),
    (LISTING, "使用 Nano Banana2 512px(4 积分,最便宜最快)", {"tier": "budget"}, NANO),
]


@pytest.mark.parametrize(("name", "example", "wish", "scope"), COSTS)
def test_the_line_of_cost(name: str, example: str, wish: dict[str, object], scope: Scope) -> None:
    """Whatever the model and the price: the words are the vendor's."""
    task_type = TaskType.TEXT_TO_IMAGE if scope is NANO else TaskType.TEXT_TO_VIDEO
    assert normal(example) in seed(name)
    text = started(task_type.medium, scope, catalog=real_catalog(task_type), **wish)
    holes = re.split(r"(KlingO1|\d+(?:[-–]\d+)?(?=积分))", normal(example))
    words = "".join(
        ".+?"
        if hole == "KlingO1" and "高端" in example
        else r"\d+"
        if re.match(r"\d+(?:[-–]\d+)?$", hole)
        else re.escape(hole)
        for hole in holes
    )
    assert re.fullmatch(words, normal(text.split("\n\n")[1])) is not None, text


# Rows of the listing's and the runbook's error tables: the row's first words, and the kind.
NANO_ROWS = [
    ("401 Unauthorized", Kind.UNAUTHORIZED, ["zh"]),
    ("4008 Insufficient points", Kind.INSUFFICIENT_POINTS, ["zh"]),
    ('"Invalid product attribute"', Kind.INVALID_ATTRIBUTE, ["zh"]),
    ("Error 6006", Kind.CREDIT_MISMATCH, ["zh", "en"]),
    ("Error 6010", Kind.ATTRIBUTE_MISMATCH, ["zh"]),
    ("error 400", Kind.BAD_REQUEST, ["zh", "en"]),
    ("resource_status == 2", Kind.GENERATION_FAILED, ["zh", "en"]),
    ('status == "failed"', Kind.NO_DETAILS, ["zh", "en"]),
    ("Network error", Kind.NETWORK, ["zh"]),
    ("Rate limit exceeded", Kind.RATE_LIMITED, ["zh"]),
]


@pytest.mark.parametrize(("said", "kind", "languages"), NANO_ROWS)
def test_the_error_table_of_the_listing(said: str, kind: Kind, languages: list[Language]) -> None:
    """In the Nano Banana scope each row is the listing's, but for what the runbook has (in English alone)."""
    lines = shared(f"seeds/{LISTING}.txt").read_text(encoding="utf-8").splitlines()
    rows = [normal(line) for line in lines if line.replace("`", "").lstrip("| ").startswith(said)]
    texts = [normal(say_failure(Failure(kind=kind), language, scope=NANO)) for language in languages]
    assert [row for row in rows if all(f"|{text}|" in row for text in texts)] != []


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("API key invalid or unauthorized", Kind.UNAUTHORIZED),
        ("Regenerate key: https://www.imaclaw.ai/imaclaw/apikey", Kind.UNAUTHORIZED),
        ("Credits are insufficient", Kind.INSUFFICIENT_POINTS),
        ("Recharge: https://www.imaclaw.ai/imaclaw/subscription", Kind.INSUFFICIENT_POINTS),
        ("Parameter-rule mismatch", Kind.NO_RULE_MATCH),
        ("Parameter-rule mismatch", Kind.ATTRIBUTE_MISMATCH),
        ("Parameter-rule mismatch", Kind.INVALID_ATTRIBUTE),
        ("Temporary connectivity/limit issue", Kind.NETWORK),
        ("Temporary connectivity/limit issue", Kind.RATE_LIMITED),
        ("Image generation encountered an issue, please retry or switch model.", Kind.REFUSED),
    ],
)
def test_the_error_table_of_the_runbook(words: str, kind: Kind) -> None:
    """What the runbook says to people is said in its words."""
    assert normal(words) in seed(RUNBOOK)
    assert words in say_failure(Failure(kind=kind), "en", scope=NANO, medium=Medium.IMAGE)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Retry with defaults or lower complexity", Kind.ATTRIBUTE_MISMATCH),
        ("Wait and retry", Kind.RATE_LIMITED),
        ("Wait and retry", Kind.NETWORK),
    ],
)
def test_the_actions_of_the_runbook(words: str, kind: Kind) -> None:
    """They stand in the line of advice."""
    found = quoted(scope=NANO)
    text = say(Ended(ordered(found, Failed(Failure(kind=kind)))), "en", scope=NANO)
    assert normal(words) in seed(RUNBOOK)
    assert f"• Suggestion: {words.lower()}" in text


def test_the_fallback_of_the_runbook() -> None:
    """What nobody knows."""
    assert normal(say_failure(Failure(kind=Kind.REFUSED), "zh", scope=NANO)) in seed(RUNBOOK)


# Decision tree: lists and prices are live, the words the vendor's; technical words are said in plain ones.
@pytest.mark.parametrize(
    ("template", "wish"),
    [
        (
            "当前最高支持4K分辨率(Nano Banana Pro,18积分)。要使用吗?",
            {"medium": Medium.IMAGE, "model": "MJ", "params": {"size": "8K"}},
        ),
        (
            "当前最长15秒。可选模型:Wan 2.6(15s, 75积分)",
            {"medium": Medium.VIDEO, "params": {"duration": 30, "resolution": "720P"}},
        ),
        (
            "需要我帮你用 SeeDream 4.5 生成吗?",
            {"medium": Medium.IMAGE, "model": "MJ", "params": {"aspect_ratio": "16:9"}},
        ),
        ("成本:5 积分(性价比最佳)", {"medium": Medium.IMAGE, "model": "MJ", "params": {"aspect_ratio": "16:9"}}),
        ("(仅支持 1024x1024 方形)", {"medium": Medium.IMAGE, "model": "MJ", "params": {"aspect_ratio": "16:9"}}),
        ("✅ 推荐方案:", {"medium": Medium.IMAGE, "model": "MJ", "params": {"aspect_ratio": "16:9"}}),
        ("该模型不支持音频。建议用 Veo 3.1 或", {"medium": Medium.VIDEO, "model": "Hailuo", "params": {"audio": True}}),
        ("支持音频生成", {"medium": Medium.VIDEO, "params": {"audio": True}}),
    ],
)
def test_the_decision_tree(template: str, wish: dict[str, object]) -> None:
    """Word for word, at today's prices."""
    medium = wish.pop("medium")
    assert isinstance(medium, Medium)
    failure = answered(medium, real_catalog(quoted(medium).order.task_type), **wish)
    text = normal(say_failure(failure, "zh", audience="chat")).replace("GoogleVeo", "Veo")
    assert normal(template) in seed(ALL)
    assert normal(template) in text


def test_the_percent_of_the_document() -> None:
    """For 360 s: 33 % at 120 s, 69 % at 250 s, 95 % and frozen at 400 s."""
    from imastudio.domain.lifecycle.progress import frozen, percent  # noqa: PLC0415 - beside its only use

    estimate = attrs.evolve(quoted(Medium.VIDEO, model="Kling O1").order.estimate, highest=360)
    assert [(percent(estimate, at), frozen(estimate, at)) for at in (120, 250, 400)] == [
        (33, False),
        (69, False),
        (95, True),
    ]
