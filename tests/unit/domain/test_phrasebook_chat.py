"""The law of what a person in a chat reads: nothing technical, the order's own figures, one language, nothing twice."""

import re
from functools import cache
from typing import get_args

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imastudio.domain.kernel.failures import Failure, Kind
from imastudio.domain.kernel.scalars import Json
from imastudio.domain.lifecycle.events import Failed, Lost, Rejected, Sending, Succeeded, Why
from imastudio.domain.lifecycle.generation import intended
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
from imastudio.domain.messages.notice_texts import NOTICES, UNSAID_IN_CHAT
from imastudio.domain.messages.phrasebook import messages, say, say_failure, say_notice
from imastudio.domain.messages.rendering import is_plain, plain
from imastudio.domain.messages.value_names import PARAMETERS
from imastudio.domain.orders import Language, Media, Notice, Scope
from imastudio.domain.orders.tasks import Medium
from imastudio.domain.quoting.advice import NO_ADVICE, Advice
from imastudio.domain.quoting.quotes import Quote
from tests.conversations import ordered, quoted

RESULT = "https://ima-ga.esxscloud.com/webAgent/privite/2026/02/27/result_1.mp4?x=a_b"
COVER = "https://ima-ga.esxscloud.com/webAgent/privite/cover_1.jpg"
FILM = Media(url=RESULT, cover=COVER, duration="12s")
VENDOR_PAGE = "https://imastudio.com"
ALLOWED = {
    RESULT,
    COVER,
    VENDOR_PAGE,
    "https://www.imaclaw.ai/imaclaw/apikey",
    "https://www.imaclaw.ai/imaclaw/subscription",
}
CODES = (400, 401, 429, 500, 503, 4008, 4014, 6006, 6009, 6010, 400017)
SCOPES = [(medium, Scope.ALL_IN_ONE) for medium in Medium] + [(Medium.IMAGE, Scope.NANO_BANANA)]
LANGUAGES: list[Language] = ["zh", "en"]

TECHNICAL = re.compile(
    r"[A-Za-z0-9]_[A-Za-z0-9]"  # names of parameters, of settings, of files, keys
    r"|\bima\s+[a-z]+\b|(?<!\w)--?[a-z]{2,}"  # commands and their options
    r"|(?<![\w:/])[~.]{0,2}/\w+|[A-Za-z]:\\|\\\\"  # paths
    r"|\bimastudio\b|\bopenclaw\b|\bliveme\b|\blocalhost\b|\w\.(?:py|json|png|mp4|sqlite3)\b"
    r"|脚本|自动化|轮询|接口|商品列表|命令|日志|\bscript\b|\bautomation\b|\bpolling\b|\bproduct list\b|\bHTTP\b|\bAPI 调用"
    r"|\b[a-z]+-[a-z]*\d"  # ids of models
    r"|\bError \d|错误码|[{}<>]|\bNone\b|\bTrue\b|\bFalse\b",
    re.IGNORECASE,
)
NASTY = [
    *(
        "aspect_ratio",
        "generate_audio",
        "attribute_id",
        "form_config",
        "model_version",
        "sonic-v5",
        "gemini-3-pro-image",
    ),
    *("/etc/passwd", "~/.openclaw/memory/ima_prefs.json", "C:\\Users\\me\\cat.png", "../cat.png", "cat.png", "./a"),
    *("https://api.imastudio.com/open/v1", "imapi.liveme.com", "http://localhost:8080", "https://evil.example/x.png"),
    *("ima_0123456789abcdef0123456789abcdef", "Bearer ima_key", "--list-models", "--size", "ima wait 3f6c9d1e"),
    *(
        "3f6c9d1ea1b2c3d4",
        "task_abc123",
        "1772042430",
        "{value}",
        "<script>",
        "\x1b[31m",
        "x" * 200,
        "401 Unauthorized!",
    ),
]
numbers = st.integers(0, 300).filter(lambda number: number not in CODES)
values: st.SearchStrategy[Json] = st.one_of(
    st.none(),
    st.booleans(),
    numbers,
    st.sampled_from(NASTY),
    st.sampled_from(["16:9", "1080P", "4K", "Nano Banana Pro", "猫"]),
    st.lists(st.sampled_from([*NASTY, "2K", "text_to_video", 5]), max_size=4),
    st.dictionaries(
        st.sampled_from(["size", "compression_quality", "duration"]), st.sampled_from([*NASTY, 5]), max_size=3
    ),
)
FACTS = [
    *("id", "task_id", "file", "total", "agreed", "cap", "limit", "left", "minimum", "maximum", "length", "expected"),
    *(
        "with_parameter",
        "with_value",
        "with_choices",
        "kind_of_input",
        "task_type",
        "contradicting",
        "goes_on",
    ),
    *(
        "used",
        "from",
        "to",
        "points",
        "parameter",
        "parameters",
        "medium",
        "value",
    ),
]
# Facts that hold names of models come from the product list, and so do the choices where a model is unknown.
listed = st.sampled_from(["Nano Banana Pro", "DouBao - BGM", "seed-tts-2.0", "x" * 200, None])
facts = st.builds(
    lambda given, names: {**given, **names},
    st.dictionaries(st.sampled_from(FACTS), values, max_size=8),
    st.dictionaries(st.sampled_from(["model", "model_name", "old", "new", "models"]), listed, max_size=3),
)
failures = st.builds(
    Failure,
    kind=st.sampled_from([kind for kind in Kind if kind is not Kind.MODEL_UNKNOWN]),
    code=st.none() | st.sampled_from(CODES),
    parameter=st.none() | st.sampled_from([*PARAMETERS, *NASTY, "base_url"]),
    value=values,
    choices=st.lists(values, max_size=6),
    facts=facts,
) | st.builds(
    Failure, kind=st.just(Kind.MODEL_UNKNOWN), value=values, choices=st.lists(listed, max_size=3), facts=facts
)
notices = st.builds(Notice, st.sampled_from([*NOTICES, "of_tomorrow"]), facts)


def lawful(text: str) -> bool:
    """Tell whether a person in a chat may read it."""
    rest = text
    for address in re.findall(r"https?://[^\s）]+", text):
        if address not in ALLOWED:
            return False
        rest = rest.replace(address, "")
    rest = rest.replace("imaclaw.ai", "")
    for name in (
        "seed-tts-2.0",
        "seed-tts-1.1",
        "DouBao - BGM",
        "DouBao - Song",
        "回复「是」保存 / 回复",
        "save it / “no”",
    ):
        rest = rest.replace(name, "")
    return not TECHNICAL.search(rest) and not any(re.search(rf"(?<!\d){code}(?!\d)", rest) for code in CODES)


@pytest.mark.parametrize(
    "text", [*NASTY[:17], "Error 6009", "代码 4008", "x: None", "智能轮询", "https://imastudio.com/x"]
)
def test_the_law_finds_what_it_forbids(text: str) -> None:
    """So that it isn't kept by looking away."""
    assert not lawful(f"❌ 图片生成失败：{text}。")


@cache
def quotes(medium: Medium, scope: Scope) -> list[Quote]:
    """Return one quote for each way in which it can begin."""
    if medium is Medium.IMAGE:
        ways: list[dict[str, object]] = [{}, {"tier": "premium"}, {"tier": "budget"}, {"tier": "artistic"}]
        ways += [
            {"saved": "gemini-3-pro-image", "recommended": "gemini-3.1-flash-image"},
            {"n": 4, "params": {"size": "4K"}},
        ]
        return [quoted(medium, scope=scope, **way) for way in ways]  # type: ignore[arg-type] # passed on as they are
    return [quoted(medium), quoted(medium, tier="budget"), quoted(medium, n=2, recommended="wan2.6-t2v")]


def all_news(quote: Quote, failure: Failure, notice: Notice) -> list[News]:
    """Return every piece of news that there can be about an order, in no order."""
    order, advice = quote.order, quote.advice or NO_ADVICE
    new = intended("3f6c9d1ea1b2c3d4", order, 0.0)
    ready = (FILM,) * order.n
    progress = Progressed(percent=95, elapsed=41.9, longest=order.estimate.highest, frozen=True, order=order)
    return [
        Acknowledged(medium=order.medium, emoji="🎨", model_name=order.model_name, ratio="16:9", n=order.n),
        Acknowledged(medium=order.medium, emoji="🎨"),
        Quoted(quote),
        UploadStarted(index=1, count=2, size=10),
        TaskCreated(generation_id=new.id, task_id="task_1", order=order),
        progress,
        attrs.evolve(progress, frozen=False, percent=40),
        *(Slowed(why=why, pause=7.0) for why in Why),
        Noticed(notice),
        DeliveryStarted(count=1),
        WaitEnded(generation=ordered(quote), elapsed=600.0),
        Ended(ordered(quote, Succeeded(ready)), advice),
        Ended(ordered(quote, Succeeded((Media(preview_url="ftp://x/y z"),) * order.n)), advice),
        Ended(ordered(quote, Failed(failure)), advice),
        Ended(ordered(quote, Failed(failure, ready[:1])), advice),
        Ended(new.heard(Rejected(failure), 1.0), advice),
        Ended(new.heard(Sending(), 1.0).heard(Lost(failure), 2.0), advice),
        Ended(ordered(quote), advice),
    ]


def test_the_list_is_complete() -> None:
    """Every kind of news is in it."""
    news = all_news(quoted(), Failure(kind=Kind.NO_DETAILS), Notice("x"))
    assert {type(piece) for piece in news} == set(get_args(News))


@pytest.mark.parametrize("facts", [{}, {"id": "a1b2c3d4"}])
@pytest.mark.parametrize("kind", Kind)
def test_no_failure_tells_a_chat_of_commands(kind: Kind, facts: dict[str, Json]) -> None:
    """Each kind by itself, with and without the order it is about."""
    failure = Failure(kind=kind, value="x", facts=facts)
    refused = Ended(intended("a1", quoted().order, 0.0).heard(Rejected(failure), 1.0))
    texts = [say(refused, language, audience="chat") for language in LANGUAGES]
    assert all(lawful(text) for text in texts), texts


@given(st.sampled_from(SCOPES), failures, notices, st.sampled_from(LANGUAGES))
def test_nothing_technical_is_ever_said_in_a_chat(
    circle: tuple[Medium, Scope], failure: Failure, notice: Notice, language: Language
) -> None:
    """Whatever is told of whatever order, whatever failed and whatever the facts hold."""
    medium, scope = circle
    texts = [
        text
        for quote in quotes(medium, scope)[:2]
        for piece in all_news(quote, failure, notice)
        if (text := say(piece, language, audience="chat", scope=scope))
    ]
    assert [text for text in texts if not lawful(text)] == []


@given(st.sampled_from(Medium), failures, st.sampled_from(LANGUAGES), st.sampled_from(Scope))
def test_no_reason_is_technical(medium: Medium, failure: Failure, language: Language, scope: Scope) -> None:
    """A refusal is said in plain words too."""
    assert lawful(say_failure(failure, language, medium=medium, audience="chat", scope=scope))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("circle", SCOPES, ids=str)
def test_the_figures_are_those_of_the_order(circle: tuple[Medium, Scope], language: Language) -> None:
    """Every number in a start or an end is the order's, its estimate's, the clock's, or an alternative's price."""
    medium, scope = circle
    for quote in quotes(medium, scope):
        order, advice = quote.order, quote.advice or NO_ADVICE
        succeeded = ordered(quote, Succeeded((FILM,) * order.n))
        failed = ordered(quote, Failed(Failure(kind=Kind.NO_DETAILS)))
        for news in (Quoted(quote), Ended(succeeded, advice), Ended(failed, advice)):
            text = say(news, language, audience="chat", scope=scope)
            assert _figures(text, quote) <= _known_figures(quote, advice)
        start = say(Quoted(quote), language, audience="chat", scope=scope)
        assert f"{order.total} pts" in start
        assert f"{order.estimate.lowest} ~ {order.estimate.highest}" in start


def _figures(text: str, quote: Quote) -> set[int]:
    for address in ALLOWED:
        text = text.replace(address, "")
    names = {quote.order.model_name}
    if quote.advice is not None:
        advice = quote.advice
        names |= {one.model_name for one in (*advice.instead, advice.cheaper, advice.better, advice.recommended) if one}
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, "")
    text = re.sub(r"[0-9]+(?:px|K|P|p)\b|\d+:\d+|\d+/\d+", "", text)
    return {int(figure) for figure in re.findall(r"\d+", text)}


def _known_figures(quote: Quote, advice: Advice) -> set[int]:
    order = quote.order
    known = {
        order.total,
        order.estimate.lowest,
        order.estimate.highest,
        30,
        12,
        int(str(order.params.get("duration", 30))),
    }
    others = (*advice.instead, advice.cheaper, advice.better, advice.recommended)
    return known | {one.points for one in others if one is not None}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("circle", SCOPES, ids=str)
def test_no_line_stands_twice_in_a_message(circle: tuple[Medium, Scope], language: Language) -> None:
    """Nor does a header repeat its reason."""
    medium, scope = circle
    for kind in Kind:
        for news in all_news(quotes(medium, scope)[0], Failure(kind=kind), Notice("8k_downgraded")):
            for message in messages(news, language, scope=scope):
                lines = [line for line in message.text.splitlines() if line]
                assert len(lines) == len(set(lines)), message.text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", [*NOTICES, "of_tomorrow"])
def test_notices(code: str, language: Language) -> None:
    """Of the machine a person in a chat reads nothing; of the order, everything."""
    text = say_notice(Notice(code, {"file": "x.broken-1", "task_id": "t_1"}), language, audience="chat")
    assert (text == "") is (code in UNSAID_IN_CHAT)
    assert messages(Noticed(Notice(code)), language) == () or code not in UNSAID_IN_CHAT


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("zh", "这个模型不能设置声音。可以设置的有：尺寸、画面比例。"),
        ("en", "This model has no setting for audio. It has: size, aspect ratio."),
    ],
)
def test_settings_are_named_in_plain_words(language: Language, expected: str) -> None:
    """Those that have no word of their own are not named."""
    failure = Failure(
        kind=Kind.UNKNOWN_PARAMETER, parameter="generate_audio", choices=["size", "aspect_ratio", "compression_quality"]
    )
    assert say_failure(failure, language, audience="chat") == expected
    nothing = Failure(kind=Kind.UNKNOWN_PARAMETER, parameter="compression_quality")
    assert lawful(say_failure(nothing, language, audience="chat"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *(
            (text, True)
            for text in ("16:9", "1080P", "Nano Banana Pro", "猫和狗", "2048x2048", "Google Veo 3.1", "512px", "10 s")
        ),
        *((text, False) for text in NASTY),
        *((text, False) for text in ("", " ", "a/b", "a@b", "evil.example", "seed-tts-2.0", "-x")),
    ],
)
def test_what_is_plain(text: str, expected: bool) -> None:  # noqa: FBT001 - pytest hands it over
    """A few words or numbers are; addresses, paths, ids and names of programs are not."""
    assert is_plain(text) is expected


def test_names_of_the_list_may_look_like_ids() -> None:
    """Where a fact comes from the product list."""
    names = ["seed-tts-2.0", "a/b"]
    given: dict[str, Json] = {"model": "seed-tts-2.0", "choices": names, "value": "seed-tts-2.0", "id": "x"}
    known = plain({**given, "size": {"size": 1, "x": 2}}, listed=frozenset({"choices"}))
    assert known == {"model": "seed-tts-2.0", "choices": ["seed-tts-2.0"], "size": {"size": 1}}
    assert plain(given) == {"model": "seed-tts-2.0"}
    unknown = Failure(kind=Kind.MODEL_UNKNOWN, value="x", choices=names)
    assert say_failure(unknown, "en", audience="chat") == "There is no model “x” for this. Available: seed-tts-2.0."


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wait_that_ended_offers_no_retry(language: Language) -> None:
    """It is paid for and goes on; the vendor's own page is named."""
    text = say(WaitEnded(generation=ordered(quoted()), elapsed=600.0), language, audience="chat")
    assert VENDOR_PAGE in text
    assert [word for word in ("重试", "try again", "retry") if word in text] == []


def test_what_was_finished_is_shown_before_the_failure() -> None:
    """Finished results first; the failure is the last word."""
    found = quoted(n=2)
    news = Ended(ordered(found, Failed(Failure(kind=Kind.DELETED), (FILM,))), NO_ADVICE)
    assert [(message.media, message.text) for message in messages(news, "zh")] == [
        (RESULT, f"🔗 原始链接：{RESULT}"),
        (
            None,
            (
                "❌ 图片生成失败\n• 原因：生成的结果已被删除，无法取回\n"
                f"• 已扣 {found.order.total} 积分，是否退还以账户为准。\n• 已完成并保留：1 个"
            ),
        ),
    ]


def test_several_results_are_all_shown() -> None:
    """Each with its link; films and songs are numbered."""
    other = attrs.evolve(FILM, url="https://ima-ga.esxscloud.com/2.mp4", cover=None)
    shown = {
        medium: [
            (message.media, message.text.splitlines()[-1])
            for message in messages(Ended(ordered(quoted(medium, n=2), Succeeded((FILM, other)))), "en")
        ]
        for medium in (Medium.IMAGE, Medium.VIDEO, Medium.MUSIC)
    }
    assert shown == {
        Medium.IMAGE: [(RESULT, f"🔗 Original link: {RESULT}"), (other.url, f"🔗 Original link: {other.url}")],
        Medium.VIDEO: [
            (RESULT, "5 s · 1080P"),
            (None, f"🖼️ Cover: {COVER}"),
            (other.url, "2/2"),
            (None, f"{other.url}"),
        ],
        Medium.MUSIC: [(RESULT, "• Length: about 12s"), (other.url, "2/2")],
    }


@pytest.mark.parametrize(
    ("said", "expected"),
    [("12s", "12s"), ("125", "125s"), ("2:05", "2:05"), ("1.5 s", "1.5s"), ("about a minute", None), (None, None)],
)
def test_the_length_of_a_song_is_said_in_figures(said: str | None, expected: str | None) -> None:
    """What the vendor says otherwise is left out."""
    song = attrs.evolve(FILM, duration=said)
    text = say(Ended(ordered(quoted(Medium.MUSIC), Succeeded((song,)))), "zh")
    assert ("时长" in text, f"时长：约 {expected}" in text) == (expected is not None, expected is not None)


def test_a_film_of_which_nothing_is_known_is_not_described() -> None:
    """Without length, resolution and ratio there is nothing to say of it."""
    found = quoted(Medium.VIDEO)
    bare = attrs.evolve(found, order=attrs.evolve(found.order, params={"mode": "std"}))
    (shown, _) = messages(Ended(ordered(bare, Succeeded((FILM,)))), "zh")
    assert shown.text.endswith("• 消耗积分：40 pts")
