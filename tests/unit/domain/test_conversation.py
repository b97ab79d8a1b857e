"""A whole conversation: in order, nothing twice, nothing after the end."""

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imastudio.domain.kernel.failures import Failure, Kind
from imastudio.domain.lifecycle.events import Failed, Succeeded, Why
from imastudio.domain.lifecycle.news import (
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
from imastudio.domain.messages.acknowledged import acknowledge
from imastudio.domain.messages.chat_messages import Message, as_texts
from imastudio.domain.messages.conversation import Conversation
from imastudio.domain.orders import Language, Media, Notice, Wish
from imastudio.domain.orders.tasks import Medium
from imastudio.domain.quoting.advice import NO_ADVICE
from tests.conversations import OF_MEDIA, ordered, quoted

URL = "https://ima-ga.esxscloud.com/a.mp4"
COVER = "https://ima-ga.esxscloud.com/c.jpg"
FILM = Media(url=URL, cover=COVER)


def heard(news: list[News], language: Language = "zh") -> list[list[Message]]:
    """Return what is sent for each piece of news."""
    conversation, sent = Conversation(language=language), []
    for piece in news:
        conversation, messages = conversation.hear(piece)
        sent.append(list(messages))
    return sent


def test_a_video_from_the_first_word_to_the_link() -> None:
    """Acknowledged, started, told how far, shown, and its link last: what only a terminal cares for is left out."""
    found = quoted(Medium.VIDEO, model="Kling O1", params={"duration": 10})
    progress = Progressed(percent=33, elapsed=120.4, longest=360, frozen=False, order=found.order)
    sent = heard(
        [
            acknowledge(Wish(prompt="waves"), OF_MEDIA[Medium.VIDEO], "Kling O1"),
            Quoted(found),
            UploadStarted(index=1, count=1, size=3),
            TaskCreated(generation_id="g1", task_id="t1", order=found.order),
            progress,
            attrs.evolve(progress, percent=95, elapsed=400.0, frozen=True),
            DeliveryStarted(count=1),
            Ended(ordered(found, Succeeded((FILM,)), seconds=410), found.advice or NO_ADVICE),
        ]
    )
    assert sent == [
        [Message(text="收到！开始用 Kling O1 生成视频 🌊")],
        [
            Message(
                text="🎬 开始生成视频，请稍候…（视频生成需要较长时间，我会定时汇报进度）\n• 模型：Kling O1\n"
                "• 预计耗时：180 ~ 360 秒\n• 消耗积分：96 pts\n\n"
                "使用高端模型 Kling O1（96 积分），质量最佳\n💡 改用 Vidu Q2 只要 30 积分。"
            )
        ],
        [],
        [],
        [Message(text="⏳ 正在生成中… 33%\n已等待 120s，预计最长 360s")],
        [Message(text="⏳ 正在生成中… 95%\n已等待 400s，预计最长 360s\n快了，稍等一下…")],
        [],
        [
            Message(
                text="✅ 视频生成成功！\n• 模型：Kling O1\n• 耗时：预计 180~360s，实际 410s\n• 消耗积分：96 pts\n\n10 秒 · 16:9",
                media=URL,
            ),
            Message(text=f"🔗 视频链接（可复制分享）：\n{URL}\n🖼️ 封面：{COVER}"),
        ],
    ]


def test_nothing_is_said_twice() -> None:
    """The same sentence is not said again, whatever is told."""
    slow = Slowed(why=Why.UNANSWERED, pause=5.0)
    twice: list[News] = [Quoted(quoted()), slow, Noticed(Notice("8k_downgraded", {"used": "4K"}))] * 2
    sent = heard([*twice, attrs.evolve(slow, pause=9.0)])
    assert [len(messages) for messages in sent] == [1, 1, 1, 0, 0, 0, 0]


@pytest.mark.parametrize("end", ["done", "failed", "waited"])
def test_nothing_is_said_after_the_end(end: str) -> None:
    """Done, failed, or the wait over: that was the last word."""
    found = quoted()
    generation = ordered(found)
    ends: dict[str, News] = {
        "done": Ended(ordered(found, Succeeded((FILM,)))),
        "failed": Ended(ordered(found, Failed(Failure(kind=Kind.GENERATION_FAILED)))),
        "waited": WaitEnded(generation=generation, elapsed=600.0),
    }
    sent = heard([ends[end], *ends.values(), Slowed(why=Why.UNANSWERED, pause=5.0)])
    assert [bool(messages) for messages in sent] == [True, False, False, False, False]


PIECES = st.sampled_from(
    [
        Quoted(quoted()),
        Slowed(why=Why.UNANSWERED, pause=5.0),
        Slowed(why=Why.UNAUTHORIZED, pause=5.0),
        Noticed(Notice("logs_unwritable")),
        Noticed(Notice("repriced", {"from": 12, "to": 10})),
        Ended(ordered(quoted(), Succeeded((FILM,)))),
        WaitEnded(generation=ordered(quoted()), elapsed=1.0),
    ]
)


@given(st.lists(PIECES, max_size=12))
def test_whatever_is_told_each_message_is_sent_once_and_the_end_is_last(pieces: list[News]) -> None:
    """For any order of any news."""
    sent = heard(pieces)
    messages = [message for part in sent for message in part]
    assert len(messages) == len(set(messages))
    ends = [place for place, piece in enumerate(pieces) if isinstance(piece, Ended | WaitEnded)]
    assert [part for part in sent[ends[0] + 1 :] if part] == [] if ends else True


def test_without_media_the_same_is_said() -> None:
    """An address that no text holds is put below its own."""
    player = Message(text="here", media=URL)
    assert as_texts([player]) == (f"here\n\n{URL}",)
    assert as_texts([player, Message(text=f"link: {URL}")]) == ("here", f"link: {URL}")
    assert as_texts([Message(text="no media")]) == ("no media",)
