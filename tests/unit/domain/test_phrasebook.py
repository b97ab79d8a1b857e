"""What a person reads: always something, in one language, harmless, and where the vendor has words for it, in those."""

import re
import unicodedata
from typing import get_args

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imastudio.domain.kernel.failures import Failure, Kind
from imastudio.domain.kernel.scalars import Json
from imastudio.domain.lifecycle.events import Created, Failed, Lost, Rejected, Sending, Succeeded, Why
from imastudio.domain.lifecycle.generation import Generation, intended
from imastudio.domain.lifecycle.news import (
    Acknowledged,
    DeliveryStarted,
    Ended,
    News,
    Noticed,
    Progressed,
    Quoted,
    Slowed,
    TaskCreated,
    UploadStarted,
    WaitEnded,
)
from imastudio.domain.lifecycle.results import Result
from imastudio.domain.messages.failure_texts import FAILURES, IN_CHAT, OF_MEDIUM, OF_SCOPE
from imastudio.domain.messages.news_texts import DONE, FROZEN, PROGRESS, START, START_FACTS, USUAL_FACTS
from imastudio.domain.messages.notice_texts import NOTICES
from imastudio.domain.messages.phrasebook import say, say_failure, say_notice
from imastudio.domain.messages.rendering import MAX_VALUE_CHARS, Audience, harmless, render
from imastudio.domain.messages.text import Text
from imastudio.domain.orders import Content, Language, Notice, Scope
from imastudio.domain.orders.tasks import Medium, TaskType
from imastudio.domain.quoting.advice import Advice, Alternative
from imastudio.domain.quoting.quotes import Quote
from imastudio.testing.strategies import an_order, media
from tests.shared_facts import shared

LANGUAGES: list[Language] = ["zh", "en"]
CHINESE = re.compile(r"[\u4e00-\u9fff]")
FULL_WIDTH = re.compile(r"[，。：；！？（）、]")
OPTIONS = ["2K", "4K", "1K", "512px"]

# Values without Chinese in them and without braces, so that the language of a text and a leftover show.
NO_CHINESE = st.characters(exclude_characters="{}", max_codepoint=0x2FFF)
scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(NO_CHINESE)
values: st.SearchStrategy[Json] = st.recursive(
    scalars, lambda part: st.lists(part, max_size=4) | st.dictionaries(st.sampled_from(["size", "x"]), part, max_size=3)
)
NAMES = [
    "id",
    "total",
    "cap",
    "limit",
    "left",
    "minimum",
    "maximum",
    "length",
    "expected",
    "with_parameter",
    "with_value",
    "with_choices",
    "kind_of_input",
    "task_type",
    "contradicting",
]
failures = st.builds(
    Failure,
    kind=st.sampled_from(Kind),
    code=st.none() | st.integers(),
    parameter=st.sampled_from([None, "size", "aspect_ratio", "base_url", "foo", "\x1b[31m"]),
    value=values,
    choices=st.lists(values, max_size=12),
    facts=st.dictionaries(st.sampled_from(NAMES), values | st.sampled_from([True, "text", "object", "native_voice"])),
)


def _is_plain(text: str, language: Language) -> bool:
    clean = not any(unicodedata.category(character).startswith("C") for character in text.replace("\n", ""))
    whole = bool(text.strip()) and "{" not in text and "}" not in text and "None" not in text
    right = bool(CHINESE.search(text)) if language == "zh" else not (CHINESE.search(text) or FULL_WIDTH.search(text))
    return clean and whole and right


@given(failures, st.sampled_from(LANGUAGES), st.none() | st.sampled_from(Medium))
def test_any_failure_says_something(failure: Failure, language: Language, medium: Medium | None) -> None:
    """Whatever fails and whatever is known of it, the text is there, whole, harmless, and in one language."""
    assert _is_plain(say_failure(failure, language, medium=medium).replace("None", ""), language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", Kind)
def test_a_failure_of_which_nothing_is_known(kind: Kind, language: Language) -> None:
    """Every kind has a wording that needs no fact, for every medium."""
    texts = [say_failure(Failure(kind=kind), language, medium=medium) for medium in (None, *Medium)]
    assert [text for text in texts if not _is_plain(text, language)] == []


def test_no_wording_is_out_of_reach() -> None:
    """None stands behind one that always fits. Both languages name the same facts; Chinese alone has measure words."""
    failures = (FAILURES, IN_CHAT, *OF_MEDIUM.values(), *OF_SCOPE.values())
    wordings = [*NOTICES.values(), *(texts for table in failures for texts in table.values())]
    always = [text for texts in wordings for text in texts[:-1] if not text.when and "{" not in text.en]
    assert always == []
    assert len(FAILURES) == len(Kind)
    named = [
        [set(re.findall(r"{(\w+)}", one)) - {"measure"} for one in (text.zh, text.en)]
        for texts in wordings
        for text in texts
    ]
    assert [pair for pair in named if pair[0] != pair[1]] == []


def _refused(
    kind: Kind, parameter: str | None = None, value: Json = None, choices: list[Json] | None = None, **facts: Json
) -> Failure:
    return Failure(kind=kind, parameter=parameter, value=value, choices=choices or [], facts=facts)


@pytest.mark.parametrize(
    ("failure", "en", "zh"),
    [
        (
            _refused(Kind.VALUE_NOT_OFFERED, "size", "3K", [*OPTIONS]),
            "“3K” isn't available for size. Choose from: 2K, 4K, 1K, 512px.",
            "尺寸不能用“3K”，可以选：2K、4K、1K、512px。",
        ),
        (
            _refused(Kind.INPUT_COUNT, "inputs", 1, [2], minimum=2, maximum=2, exactly=2),
            "This takes exactly 2 image(s); you gave 1.",
            "这里只收 2 张图片，你给了 1 张。",
        ),
        (
            _refused(Kind.VALUE_NOT_OFFERED, "sound", "maybe", [True, False]),
            "“maybe” isn't available for sound. Choose from: on, off.",
            "声音不能用“maybe”，可以选：开、关。",
        ),
        (
            _refused(Kind.VALUE_NOT_OFFERED, "speed", 3.5, minimum=0.5, maximum=2.0),
            "speed can't be “3.5”. Choose from 0.5 to 2.",
            "语速不能是“3.5”，请在 0.5 到 2 之间选。",
        ),
        (
            _refused(Kind.VALUE_NOT_OFFERED, "lyrics", expected="text", length=9000, minimum=1, maximum=3000),
            "The lyrics has 9000 characters; it takes 1 to 3000.",
            "歌词有 9000 个字符，应为 1 到 3000 个。",
        ),
        (
            _refused(Kind.UNKNOWN_PARAMETER, "aspect", None, ["aspect_ratio", "size"]),
            "There is no setting called “aspect”. Available: aspect_ratio, size.",
            "没有“aspect”这个选项。可以用的有：aspect_ratio、size。",
        ),
        (
            _refused(
                Kind.COMBINATION_FORBIDDEN,
                "duration",
                10,
                [6],
                with_parameter="resolution",
                with_value="1080P",
                with_choices=["768P"],
            ),
            ("duration 10 doesn't work with resolution 1080P. Change duration to 6, or resolution to 768P."),
            "时长 10 和清晰度 1080P 不能一起用。可以把时长改成 6，或把清晰度改成 768P。",
        ),
        (
            _refused(
                Kind.COMBINATION_FORBIDDEN,
                "aspect_ratio",
                "16:9",
                [{"aspect_ratio": "16:9"}, {"size": "4k"}],
                with_parameter="size",
                with_value="4k",
            ),
            "aspect ratio 16:9 doesn't work with size 4K. Choose one of: aspect ratio 16:9, size 4K.",
            "画面比例 16:9 和尺寸 4K 不能一起用，请选一个：画面比例 16:9、尺寸 4K。",
        ),
        (
            _refused(
                Kind.COMBINATION_FORBIDDEN,
                "aspect_ratio",
                "16:9",
                [{"aspect_ratio": "16:9"}, {"size": "4k"}],
                with_parameter="size",
                with_value="4k",
                models=["Nano Banana 2", "Nano Banana Pro"],
            ),
            (
                "aspect ratio 16:9 doesn't work with size 4K. Choose one of: aspect ratio 16:9, size 4K. "
                "Models that do both: Nano Banana 2, Nano Banana Pro."
            ),
            (
                "画面比例 16:9 和尺寸 4K 不能一起用，请选一个：画面比例 16:9、尺寸 4K。"
                "两样都能做的模型：Nano Banana 2、Nano Banana Pro。"
            ),
        ),
        (
            _refused(
                Kind.COMBINATION_FORBIDDEN,
                "duration",
                10,
                [6],
                with_parameter="resolution",
                with_value="1080P",
                with_choices=["768P"],
                models=["Wan 2.6"],
            ),
            (
                "duration 10 doesn't work with resolution 1080P. "
                "Change duration to 6, or resolution to 768P. Models that do both: Wan 2.6."
            ),
            "时长 10 和清晰度 1080P 不能一起用。可以把时长改成 6，或把清晰度改成 768P。两样都能做的模型：Wan 2.6。",
        ),
        (
            _refused(Kind.INPUT_URL, "image", "http://example.com/a.png"),
            "“http://example.com/a.png” can't be used. Please give a public https:// address, or a file on this machine.",
            "不能用“http://example.com/a.png”。请给一个 https:// 开头的公开地址，或本机上的文件。",
        ),
        (
            _refused(Kind.ABOVE_BUDGET, "max_points", 5, [6], total=6, cap=5),
            "This would cost 6 pts, over your limit of 5. Nothing was ordered.",
            "需要 6 积分，超出了你定的上限 5。没有下单。",
        ),
        (
            _refused(Kind.ABOVE_BUDGET, "budget", 6, limit=100, left=2),
            "This would cost 6 pts, and only 2 of 100 are left. Nothing was ordered.",
            "需要 6 积分，超出了限额：上限 100，还剩 2。没有下单。",
        ),
        (
            _refused(Kind.TASK_TYPE_UNCLEAR, "task_type", None, ["image_to_video"]),
            "What would you like to make? Choose one of: image-to-video.",
            "想做哪一种？可以选：图生视频。",
        ),
    ],
)
def test_names_the_value_and_what_would_do(failure: Failure, en: str, zh: str) -> None:
    """A refused value is named, and so are those that would do, nearest first."""
    assert [say_failure(failure, "en"), say_failure(failure, "zh")] == [en, zh]


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (Kind.WAIT_ENDED, ["still running", "paid for", "ima wait g1"]),
        (Kind.INTERRUPTED, ["isn't lost", "ima wait g1"]),
        (Kind.OUTCOME_UNKNOWN, ["may have been charged", "before trying again", "ima settle g1"]),
        (Kind.TWIN_UNSETTLED, ["may have been charged", "before ordering again", "ima settle g1"]),
        (Kind.DELIVERY_FAILED, ["paid for", "ima wait g1"]),
    ],
)
def test_what_may_be_paid_for_says_so_and_how_to_go_on(kind: Kind, words: list[str]) -> None:
    """Where points are or may be gone, the text says so and how to go on."""
    text = say_failure(Failure(kind=kind, facts={"id": "g1"}), "en")
    assert [word for word in words if word not in text] == []
    assert "g1" in say_failure(Failure(kind=kind, facts={"id": "g1"}), "zh")


@pytest.mark.parametrize("scope", Scope)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_is_asked_only_where_somebody_answers(language: Language, scope: Scope) -> None:
    """After a failure a chat is asked; at a terminal a person reads what to do."""
    other = Alternative(model_id="gemini-3-pro-image", model_name="Nano Banana Pro", version_id="v", points=10)
    failed = Ended(_generation(*CREATED, Failed(Failure(kind=Kind.GENERATION_FAILED))), Advice(instead=(other,)))
    asked = {audience: say(failed, language, audience=audience, scope=scope) for audience in get_args(Audience)}
    assert [asked[audience].endswith(("?", "？")) for audience in ("chat", "terminal")] == [True, False]
    assert all("Nano Banana Pro" in text for text in asked.values())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("audience", get_args(Audience))
def test_offline_nothing_is_promised(audience: Audience, language: Language) -> None:
    """What is made inside the program ends with it: nobody is told that it is paid for, goes on, or can be gone on with."""
    taken, done = _generation(*CREATED), _generation(*CREATED, Succeeded((media(),)))
    unsaved = attrs.evolve(done, order=attrs.evolve(done.order, deliver_to="out"))
    unknown = _generation(Sending(), Lost(Failure(kind=Kind.OUTCOME_UNKNOWN)))
    told: list[News] = [
        TaskCreated(generation_id="g1", task_id="t1", order=taken.order, offline=True),
        WaitEnded(generation=taken, elapsed=1.0, offline=True),
        Ended(unknown, offline=True),
        Ended(unsaved, offline=True),
    ]
    said = "\n".join(say(news, language, audience=audience) for news in told)
    results = [Result(generation=it, at=1.0, wait_ended=it is taken, offline=True) for it in (taken, unknown, unsaved)]
    said += "\n".join(say_failure(it.error, language, audience=audience) for it in results if it.error is not None)
    promises = (
        "ima wait",
        "ima settle",
        "paid for",
        "charged",
        "goes on",
        "积分已付",
        "扣了积分",
        "还在继续",
        "imastudio.com",
    )
    assert [promise for promise in promises if promise in said] == []
    assert [result.error.kind for result in results if result.error is not None and result.error.facts["offline"]] == [
        Kind.WAIT_ENDED,
        Kind.OUTCOME_UNKNOWN,
        Kind.DELIVERY_FAILED,
    ]


@pytest.mark.parametrize("medium", [None, *Medium])
@pytest.mark.parametrize("kind", [Kind.CREDIT_MISMATCH, Kind.ATTRIBUTE_MISMATCH, Kind.INVALID_ATTRIBUTE])
def test_a_price_that_rose_is_named(kind: Kind, medium: Medium | None) -> None:
    """An order that became dearer than agreed is refused with both prices."""
    text = say_failure(Failure(kind=kind, facts={"agreed": 6, "total": 9}), "en", medium=medium)
    assert text == (
        "The price has changed: it would now cost 9 pts, more than the 6 pts agreed to. Nothing was ordered."
    )


@pytest.mark.parametrize(
    ("notice", "text"),
    [
        (
            Notice("stepped_down", {"parameter": "size", "from": "4K", "to": "2K", "points": 10}),
            "The service rejected the original settings, so I changed size from 4K to 2K (10 pts).",
        ),
        (Notice("completed", {"parameters": ["size", "x"]}), "I filled in missing settings: size, x."),
        (Notice("repriced", {"from": 12, "to": 10}), "The price has changed from 12 to 10 pts in all."),
    ],
)
def test_each_change_after_a_refusal_is_named(notice: Notice, text: str) -> None:
    """What recovery changed is said with what it was and what it costs."""
    assert say_notice(notice, "en") == text


def test_values_are_never_templates() -> None:
    """Braces in a value are shown as they are and fill nothing in."""
    failure = _refused(Kind.VALUE_NOT_OFFERED, "size", "{choices}", ["{value}"])
    assert say_failure(failure, "en") == "“{choices}” isn't available for size. Choose from: {value}."


def test_harmless() -> None:
    """Escape sequences, line ends, reversed writing and half characters are spelled out; long values are cut."""
    assert harmless("\x1b[2J\r\n\u202e\ud800猫") == r"\x1b[2J\r\n\u202e\ud800猫"
    assert harmless("x" * MAX_VALUE_CHARS) == "x" * MAX_VALUE_CHARS
    assert harmless("\x00" * 1_000_000) == r"\x00" * (MAX_VALUE_CHARS // 4) + "…"


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_becomes_harmless(text: str) -> None:
    """Whatever a value holds, what is shown is one short line that nothing obeys."""
    shown = harmless(text)
    assert len(shown) <= MAX_VALUE_CHARS + 1
    assert {unicodedata.category(character) for character in shown} & {"Cc", "Cf", "Cs", "Zl", "Zp"} == set()


def test_many_choices_are_cut() -> None:
    """Of very many choices the nearest are named."""
    failure = _refused(Kind.VALUE_NOT_OFFERED, "size", "x", list(range(100)))
    assert say_failure(failure, "en").endswith("Choose from: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, ….")


def test_a_number_beyond_all_bounds() -> None:
    """A number with thousands of digits, or a value nested deeply, is not spelled out."""
    nested: Json = [[[[["x"]]]]]
    texts = [say_failure(_refused(Kind.NOT_FOUND, None, value), "en") for value in (10**5000, nested)]
    assert texts == ["There is no order “…”."] * 2


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", [*NOTICES, "of tomorrow"])
def test_every_notice_is_said(code: str, language: Language) -> None:
    """Each notice has words, with its facts and without; one that is not known yet is said in general."""
    facts = {
        "used": "4K",
        "file": "x.broken-1",
        "task_id": "t1",
        "task_type": "image_to_image",
        "model_name": "Wan 2.6",
    }
    assert _is_plain(say_notice(Notice(code), language), language)
    assert _is_plain(say_notice(Notice(code, facts), language), language)


def test_a_notice_has_its_facts() -> None:
    """The facts of a notice are in its text."""
    notice = Notice("8k_downgraded", {"parameter": "size", "value": "8K", "used": "4K"})
    assert [say_notice(notice, "en"), say_notice(notice, "zh")] == [
        "8K isn't available, using 4K.",
        "暂不支持 8K，已改用 4K。",
    ]


# ---- news

ORDER = an_order(n=2)
OF_MEDIA = {
    Medium.IMAGE: TaskType.TEXT_TO_IMAGE,
    Medium.VIDEO: TaskType.TEXT_TO_VIDEO,
    Medium.MUSIC: TaskType.TEXT_TO_MUSIC,
    Medium.SPEECH: TaskType.TEXT_TO_SPEECH,
}


def _generation(*events: object, medium: Medium = Medium.IMAGE, **order: object) -> Generation:
    generation = intended("g1", an_order(task_type=OF_MEDIA[medium], n=2, **order), 1000.0)
    for number, event in enumerate(events):
        generation = generation.heard(event, 1000.0 + 30.4 * number)  # type: ignore[arg-type]  # all of them events
    return generation


CREATED = (Sending(), Created(task_id="t1"))
MODERATED = Failure(kind=Kind.MODERATION)


def _all_news(medium: Medium) -> list[News]:
    order = an_order(task_type=OF_MEDIA[medium], n=2)
    progress = Progressed(percent=95, elapsed=41.9, longest=40, frozen=True, order=order)
    return [
        Acknowledged(medium=medium, emoji="🎨", n=2),
        Quoted(quote=Quote(order=order, content=Content(prompt="a cat"))),
        UploadStarted(index=1, count=2, size=None),
        TaskCreated(generation_id="g1", task_id="t1", order=order),
        progress,
        attrs.evolve(progress, frozen=False),
        *(Slowed(why=why, pause=7.2) for why in Why),
        Noticed(Notice("8k_downgraded")),
        DeliveryStarted(count=2),
        WaitEnded(generation=_generation(*CREATED, medium=medium), elapsed=600.0),
        *(
            Ended(generation)
            for generation in (
                _generation(*CREATED, Succeeded((media(1), media(2))), medium=medium),
                _generation(*CREATED, Succeeded((media(1), media(2))), medium=medium, deliver_to="out"),
                _generation(*CREATED, Failed(MODERATED, (media(1),)), medium=medium),
                _generation(*CREATED, Failed(MODERATED), medium=medium),
                _generation(Rejected(Failure(kind=Kind.UNAUTHORIZED)), medium=medium),
                _generation(Rejected(Failure(kind=Kind.INTERRUPTED)), medium=medium),
                _generation(Sending(), Lost(Failure(kind=Kind.OUTCOME_UNKNOWN)), medium=medium),
                _generation(*CREATED, medium=medium),
            )
        ),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("medium", Medium)
def test_every_piece_of_news_is_said(medium: Medium, language: Language) -> None:
    """Each piece of news has words, for every medium, in one language, without the prompt."""
    news = _all_news(medium)
    assert {type(one) for one in news} == set(get_args(News))
    texts = [say(one, language) for one in news]
    assert [text for text in texts if not _is_plain(text, language) or "a cat" in text] == []


def test_the_end_of_a_success() -> None:
    """A success names model, times and what was paid in total."""
    generation = _generation(*CREATED, Succeeded((media(1), media(2))))
    assert say(Ended(generation), "en") == (
        "✅ Your image is ready!\n• Model: Nano Banana 2\n• Time: 30s (estimated 20~40s)\n• Cost: 12 pts"
    )


def test_the_end_of_a_success_that_could_not_be_saved() -> None:
    """A result that could not be saved is a success that can be fetched again."""
    generation = _generation(*CREATED, Succeeded((media(1), media(2))), deliver_to="out")
    assert say(Ended(generation), "en").endswith("couldn't be saved here. Fetch them again: ima wait g1")


def test_the_end_of_a_failure() -> None:
    """A failure gives the reason, what was spent, and how many results were kept."""
    generation = _generation(*CREATED, Failed(MODERATED, (media(1),)))
    assert say(Ended(generation), "zh") == (
        "❌ 图片生成失败\n• 原因：提示词包含敏感内容，请修改后重试\n"
        "• 已扣 12 积分，是否退还以账户为准。\n• 已完成并保留：1 个"
    )


def test_the_end_of_a_refusal() -> None:
    """A refused order says that nothing was charged, and no sign stands twice."""
    generation = _generation(Rejected(Failure(kind=Kind.INSUFFICIENT_POINTS)))
    text = say(Ended(generation), "zh")
    assert (text.count("❌"), text.endswith("• 没有扣积分")) == (1, True)


@pytest.mark.parametrize(("language", "words"), [("zh", "没有扣积分"), ("en", "Nothing was charged")])
@pytest.mark.parametrize("kind", Kind)
def test_nothing_is_said_twice(kind: Kind, language: Language, words: str) -> None:
    """That nothing was charged is said once, whatever the reason says of it."""
    text = say(Ended(_generation(Rejected(Failure(kind=kind)))), language)
    assert text.lower().count(words.lower()) == 1


def test_the_end_of_an_interrupted_order() -> None:
    """An order interrupted before it was sent may be ordered again; one that runs goes on."""
    texts = [
        say(Ended(one), "en") for one in (_generation(Rejected(Failure(kind=Kind.INTERRUPTED))), _generation(*CREATED))
    ]
    assert ["can order again" in text for text in texts] == [True, False]
    assert texts[1].endswith("ima wait g1")


def test_an_unknown_outcome_can_be_named() -> None:
    """An order whose outcome is unknown is named, with both ways to settle it and where all of them stand."""
    generation = _generation(Sending(), Lost(Failure(kind=Kind.OUTCOME_UNKNOWN)))
    for language in LANGUAGES:
        told = say(Ended(generation), language)
        for command in ("ima settle g1 --not-charged", "ima settle g1 --task-id", "ima history --unknown"):
            assert command in told


def test_a_task_that_never_began_took_no_time() -> None:
    """Times are never negative."""
    generation = attrs.evolve(_generation(*CREATED, Succeeded((media(1), media(2)))), created_at=None, ended_at=None)
    assert "Time: 0s" in say(Ended(generation), "en")


# ---- the vendor's own words


def _normal(text: str) -> str:
    """Return `text` without what doesn't count: width of the punctuation, white space, line ends."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text.replace("<br>", "")))


ROWS = [
    ("401 Unauthorized", Kind.UNAUTHORIZED),
    ("4008 Insufficient points", Kind.INSUFFICIENT_POINTS),
    ('"Invalid product attribute"', Kind.INVALID_ATTRIBUTE),
    ("Error 6006", Kind.CREDIT_MISMATCH),
    ("Error 6009", Kind.NO_RULE_MATCH),
    ("Error 6010", Kind.ATTRIBUTE_MISMATCH),
    ("error 400", Kind.BAD_REQUEST),
    ("resource_status == 2R", Kind.GENERATION_FAILED),
    ('status == "failed"', Kind.NO_DETAILS),
    ("Network error / Connection", Kind.NETWORK),
    ("Rate limit exceeded", Kind.RATE_LIMITED),
    ("Prompt moderation", Kind.MODERATION),
    ("Model unavailable", Kind.MODEL_UNAVAILABLE),
    ("Lyrics format error", Kind.LYRICS_FORMAT),
    ("Prompt too short/long", Kind.PROMPT_LENGTH),
    ("Text too long (TTS) 🔊", Kind.TEXT_TOO_LONG),
]
SPEECH_ROWS = [
    ("401 Unauthorized密", Kind.UNAUTHORIZED),
    ("4008 Insufficient points积", Kind.INSUFFICIENT_POINTS),
    ("Invalid product attribute参", Kind.INVALID_ATTRIBUTE),
    ("Error 6006 / 6010", Kind.CREDIT_MISMATCH),
    ("Error 6006 / 6010", Kind.ATTRIBUTE_MISMATCH),
    ("resource_status == 2 / status failed", Kind.GENERATION_FAILED),
    ("resource_status == 2 / status failed", Kind.NO_DETAILS),
    ("Network error网", Kind.NETWORK),
    ("Text too long (TTS)文", Kind.TEXT_TOO_LONG),
]


def _seed() -> str:
    return shared("seeds/ima-all-ai.txt").read_text(encoding="utf-8")


def _row(said: str) -> list[str]:
    return [_normal(line) for line in _seed().splitlines() if line.startswith(said)]


@pytest.mark.parametrize(("said", "kind"), ROWS)
def test_the_error_table_is_the_vendors(said: str, kind: Kind) -> None:
    """Each row of the vendor's table ends with our two texts, the width of the punctuation aside."""
    failure = Failure(kind=kind, facts={"adjusted": True})
    ours = _normal(say_failure(failure, "zh") + say_failure(failure, "en"))
    assert [line for line in _row(said) if line.endswith(ours)] != []


@pytest.mark.parametrize(("said", "kind"), SPEECH_ROWS)
def test_the_error_table_of_speech_is_the_vendors(said: str, kind: Kind) -> None:
    """The same for the table of speech; where a page is named, its address follows on a line of its own."""
    zh, en = (say_failure(Failure(kind=kind), language, medium=Medium.SPEECH) for language in LANGUAGES)
    ours = _normal(zh.split("\n")[0] + en.split("\n")[0])
    assert [line for line in _row(said) if line.endswith(ours)] != []


def test_the_fallback_is_the_vendors() -> None:
    """What nobody knows is said in the vendor's general words."""
    seed = _normal(_seed())
    zh, en = (_normal(say_failure(Failure(kind=Kind.REFUSED), language)) for language in LANGUAGES)
    assert (f"Chinese:{zh}" in seed, f"English:{en}" in seed) == (True, True)


def test_the_steps_are_the_vendors() -> None:
    """Start, progress and success have the vendor's form in Chinese."""
    seed = re.sub(r"[\[\]]", "", _normal(_seed()))
    marks = {
        "emoji": "🔊",
        "model": "ModelName",
        "lowest": "X",
        "highest": "Y",
        "actual": "actual",
        "total": "N",
        "percent": "P",
        "elapsed": "elapsed",
        "longest": "max",
    }
    texts = [*PROGRESS.values(), *DONE.values(), START_FACTS, USUAL_FACTS, FROZEN[Scope.ALL_IN_ONE]]
    texts.append(Text(zh=START[Medium.SPEECH].zh + START_FACTS.zh, en=""))
    assert [text.zh for text in texts if _normal(text.zh.format_map(marks)) not in seed] == []


def test_wordings_are_tried_in_order() -> None:
    """The first wording whose facts are known is taken; an empty list of choices counts as unknown."""
    texts = FAILURES[Kind.MODEL_UNKNOWN]
    known: list[dict[str, Json]] = [{"value": "x", "choices": ["y"]}, {"value": "x", "choices": ()}, {"value": None}]
    assert [render(texts, facts, "en") for facts in known] == [
        "There is no model “x” for this. Available: y.",
        "There is no model “x” for this.",
        "No model is available for this right now.",
    ]
