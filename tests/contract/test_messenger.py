"""What holds for every messenger: it takes any news, and where it speaks it says nothing twice and nothing after the end."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest

from imastudio.adapters.memory.messenger import MemoryMessenger, Silent
from imastudio.adapters.messengers.chat import Chat
from imastudio.adapters.messengers.command import Command, SendFailed
from imastudio.adapters.messengers.json_lines import KINDS, JsonLines
from imastudio.adapters.messengers.payloads import Payload
from imastudio.domain.kernel.failures import Failure, Kind
from imastudio.domain.lifecycle.events import Failed, Succeeded, Why
from imastudio.domain.lifecycle.generation import intended
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
from imastudio.domain.orders import Media, Notice, Scope, Wish
from imastudio.domain.orders.tasks import Medium, TaskType
from imastudio.domain.quoting.advice import NO_ADVICE
from imastudio.ports.messenger import Messenger
from imastudio.testing.strategies import an_order
from tests.conversations import ordered, quoted

GENERATION = intended("g1", an_order(), 1.0)
URL = "https://ima-ga.esxscloud.com/a.mp4"
FILM = Media(url=URL, cover="https://ima-ga.esxscloud.com/c.jpg")
NEWS: list[News] = [
    acknowledge(Wish(), TaskType.TEXT_TO_IMAGE),
    Quoted(quoted()),
    UploadStarted(index=1, count=1, size=None),
    TaskCreated(generation_id="g1", task_id="t1", order=an_order()),
    Progressed(percent=10, elapsed=4.0, longest=40, frozen=False, order=an_order()),
    Slowed(why=Why.UNANSWERED, pause=5.0),
    Noticed(Notice("8k_downgraded")),
    DeliveryStarted(count=1),
    WaitEnded(generation=GENERATION, elapsed=600.0),
    Ended(GENERATION),
]


class Tool:
    """A chat's tool that keeps what it is handed; what `refuses` says is not taken."""

    def __init__(self, refuses: Callable[[Payload], bool] = lambda _: False) -> None:
        """Begin with nothing taken."""
        self.taken: list[Payload] = []
        self._refuses = refuses

    async def __call__(self, payload: Payload) -> None:
        """Take a payload, or refuse it."""
        if self._refuses(payload):
            raise SendFailed(1)
        self.taken.append(payload)


def json_lines() -> tuple[JsonLines, list[str]]:
    """Return a messenger and the lines that it will have written."""
    lines: list[str] = []
    return JsonLines(lines.append, language="zh"), lines


MESSENGERS: dict[str, Callable[[], Messenger]] = {
    "silent": Silent,
    "memory": MemoryMessenger,
    "chat": lambda: Chat(Tool(), language="en"),
    "json_lines": lambda: JsonLines(lambda _: None, language="zh"),
}


def test_every_kind_of_news_is_tried() -> None:
    """The list is complete."""
    assert {type(piece) for piece in NEWS} == set(get_args(News)) == set(KINDS)


@pytest.mark.parametrize("name", MESSENGERS)
async def test_takes_any_news(name: str) -> None:
    """Every piece of news is taken without a word back, each first and in any order."""
    messenger = MESSENGERS[name]()
    for news in [*NEWS, *reversed(NEWS)]:
        await messenger.tell(news)
        await MESSENGERS[name]().tell(news)


async def test_remembers_in_order() -> None:
    """What was told is there, in order."""
    messenger = MemoryMessenger()
    for news in NEWS:
        await messenger.tell(news)
    assert messenger.told == NEWS


# ---- chats


def a_film() -> Ended:
    """Return the end of a video that is there."""
    return Ended(ordered(quoted(Medium.VIDEO, model="Vidu"), Succeeded((FILM,))))


async def test_a_chat_gets_exactly_what_its_tool_takes() -> None:
    """The player first, then the link as text; addresses, never files."""
    tool = Tool()
    await Chat(tool, language="zh").tell(a_film())
    caption = "✅ 视频生成成功！\n• 模型：Vidu Q2\n• 耗时：预计 60~120s，实际 30s\n• 消耗积分：15 pts\n\n5 秒 · 720p"
    link = f"🔗 视频链接（可复制分享）：\n{URL}\n🖼️ 封面：{FILM.cover}"
    assert tool.taken == [
        {"action": "send", "media": URL, "caption": caption},
        {"action": "send", "text": link},
    ]


@pytest.mark.parametrize("told_so", [True, False])
async def test_where_media_cannot_be_sent_the_same_goes_out_as_text(told_so: bool) -> None:  # noqa: FBT001 - pytest hands it over
    """Whether it is known from the start or found out: nothing is lost, and no address stands twice."""
    tool = Tool(lambda payload: "media" in payload)
    await Chat(tool, language="zh", media=not told_so).tell(a_film())
    texts = [payload["text"] for payload in tool.taken]
    assert [list(payload) for payload in tool.taken] == [["action", "text"]] * 2
    assert texts[0].startswith("✅ 视频生成成功！")
    assert "\n".join(texts).count(URL) == 1


async def test_a_song_without_a_player_has_its_address_below() -> None:
    """The caption of a song names no address, so the text does."""
    tool = Tool()
    ended = Ended(ordered(quoted(Medium.MUSIC), Succeeded((FILM,))))
    await Chat(tool, language="en", media=False).tell(ended)
    assert [payload["text"].endswith(f"\n\n{URL}") for payload in tool.taken] == [True]


async def test_a_message_that_cannot_be_sent_holds_up_no_other() -> None:
    """The link is sent although the player was not, in either form; then it is raised."""
    tool = Tool(lambda payload: "✅" in (payload.get("text") or payload["caption"]))
    with pytest.raises(SendFailed):
        await Chat(tool, language="zh").tell(a_film())
    assert [URL in payload["text"] for payload in tool.taken] == [True]


async def test_a_chat_hears_nothing_twice_and_nothing_after_the_end() -> None:
    """Whatever is told."""
    tool = Tool()
    chat = Chat(tool, language="en", scope=Scope.NANO_BANANA)
    for news in [*NEWS, *NEWS]:
        await chat.tell(news)
    texts = [payload["text"] for payload in tool.taken]
    assert (texts[0], len(texts), len(set(texts))) == ("OK, generating now.", 6, 6)
    assert "nothing was charged" in texts[-1]


# ---- a command

_KEEP = """
import os, sys
with open(sys.argv[1], "ab") as kept:
    kept.write(sys.stdin.buffer.read())
sys.exit("IMA_API_KEY" in os.environ)
"""


async def test_a_command_gets_each_message_on_its_standard_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As one line of JSON, without a shell in between, and without our key."""
    monkeypatch.setenv("IMA_API_KEY", "ima_made_up")
    kept = tmp_path / "a b; $(touch c)"
    send = Command([sys.executable, "-c", _KEEP, str(kept)])
    await Chat(send, language="zh").tell(a_film())
    first, second = [json.loads(line) for line in kept.read_text(encoding="utf-8").splitlines()]
    assert (list(first), first["media"]) == (["action", "media", "caption"], URL)
    assert (list(second), second["action"]) == (["action", "text"], "send")
    assert list(tmp_path.iterdir()) == [kept]


@pytest.mark.parametrize(
    ("argv", "timeout", "returncode"),
    [
        ([sys.executable, "-c", "raise SystemExit(3)"], 60.0, 3),
        (["/no/such/program"], 60.0, None),
        (["with a \x00 in it"], 60.0, None),
        ([sys.executable, "-c", "import threading; threading.Event().wait()"], 0.2, None),
    ],
)
async def test_a_command_that_did_not_send(argv: list[str], timeout: float, returncode: int | None) -> None:  # noqa: ASYNC109 - the command's
    """What it says, or that it could not be started or hung, is raised; nothing of the message is in the error."""
    with pytest.raises(SendFailed) as caught:
        await Command(argv, timeout=timeout)({"action": "send", "text": "secret"})
    assert (caught.value.returncode, "secret" in repr(caught.value)) == (returncode, False)


# ---- lines


async def test_one_event_a_line_with_the_ready_text() -> None:
    """Kind, text and data; what a person need not read has none."""
    messenger, lines = json_lines()
    for news in NEWS:
        await messenger.tell(news)
    events = [json.loads(line) for line in lines]
    assert [list(event) for event in events] == [["kind", "text", "data"]] * 9
    assert [event["kind"] for event in events] == [KINDS[type(news)] for news in NEWS[:-1]]
    assert [bool(event["text"]) for event in events] == [True, True, False, False, True, True, True, False, True]
    assert events[3]["data"] == {"generation_id": "g1", "task_id": "t1"}
    assert events[4]["data"]["percent"] == 10
    assert all(line.isascii() and "\n" not in line for line in lines)


async def test_the_end_holds_what_a_program_needs() -> None:
    """Addresses, points, what can be sent as it is, and what could be taken instead."""
    messenger, lines = json_lines()
    await messenger.tell(a_film())
    event = json.loads(lines[0])
    assert event["data"] == {
        "generation_id": "a1b2c3d4",
        "task_id": "task_1",
        "status": "succeeded",
        "credit": 15,
        "medias": [{"url": URL, "cover": FILM.cover}],
        "error": None,
        "alternatives": [],
        "messages": [
            {"action": "send", "media": URL, "caption": event["text"].split("\n\n🔗")[0]},
            {"action": "send", "text": "🔗" + event["text"].split("🔗")[1]},
        ],
    }
    failed, lines = json_lines()
    found = quoted()
    failure = Failure(kind=Kind.GENERATION_FAILED)
    await failed.tell(Ended(ordered(found, Failed(failure)), found.advice or NO_ADVICE))
    data = json.loads(lines[0])["data"]
    assert data["error"] == "generation_failed"
    assert [(one["model_name"], one["points"]) for one in data["alternatives"]] == [
        ("Nano Banana 2", 6),
        ("Nano Banana Pro", 10),
    ]
