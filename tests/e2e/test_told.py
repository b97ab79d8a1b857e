"""What a person or an agent is told of the points, against the fake server: by what was charged, never by how it failed."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from imastudio.fakeserver import FakeIma, drop_after_charge, envelope, fail_media
from tests.shells import Shell, pointed_at

FAST = "500"
PHRASES = (
    *("Content policy violation", "Insufficient points", "Invalid lyrics format", "Prompt length invalid"),
    *("Invalid API key", "Model not available", "Invalid product attribute", "TTS text length", "something else"),
)
UNTRUE = (
    "没有下单",
    "没有扣积分",
    "无法创建",
    "积分不足",
    "密钥",
    "nothing was",
    "insufficient",
    "to create this task",
    "api key",
)


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeIma]:
    """Run a fast and strict server, to which the environment points."""
    with pointed_at(FakeIma(speed=float(FAST), strict=True), monkeypatch) as server:
        yield server


@pytest.fixture
def ima(capsys: pytest.CaptureFixture[str]) -> Shell:
    """Return the command line."""
    return Shell(capsys)


@pytest.mark.parametrize("resource_status", [1, 2, 3])
@pytest.mark.parametrize("phrase", PHRASES)
def test_a_paid_task_that_failed_is_never_safe_to_repeat(
    phrase: str, resource_status: int, fake: FakeIma, ima: Shell
) -> None:
    """Whatever its `error_msg` says: exit code 1, the points named, and no word of an order that was never made."""
    fake.fail_next("create", fail_media(reason=phrase, resource_status=resource_status))
    said = ima("create", "a puppy", "--output-json", "--speed", FAST)
    error = said.document["error"]
    assert (said.code, error["retry_safe"], said.document["credit"]) == (1, False, fake.charges[0].total)
    texts = f"{error['text_zh']}\n{error['text_en']}\n{said.err}".lower()
    assert [words for words in UNTRUE if words in texts] == []
    assert f"已扣 {fake.charges[0].total} 积分" in error["text_zh"]
    assert f"{fake.charges[0].total} pts were spent" in said.err


def test_of_several_only_what_is_missing_is_offered(fake: FakeIma, ima: Shell) -> None:
    """Two of three came: they are there, all three were charged, and one is offered at the price of one."""
    fake.fail_next("create", fail_media(1))
    said = ima("create", "a puppy", "--n", "3", "--output-json", "--speed", FAST)
    document, total = said.document, fake.charges[0].total
    [offered] = document["error"]["alternatives"]
    assert (said.code, len(document["medias"]), document["credit"], total % 3) == (1, 2, total, 0)
    assert (offered["model_id"], offered["n"], offered["points"]) == (document["model_id"], 1, total // 3)
    assert f"⚠️ 2 of 3 are ready ({total} pts in all)." in said.err
    assert f"The missing one would cost {total // 3} pts." in said.err
    assert f"补做 1 张需 {total // 3} 积分" in document["error"]["text_zh"]


@pytest.mark.parametrize("command", ["wait", "resume", "history", "settle", "forget"])
def test_a_question_about_a_paid_order_never_invites_to_repeat_it(
    command: str, fake: FakeIma, ima: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What keeps the answer from coming (no key, a wrong option) says nothing of the order."""
    del fake
    monkeypatch.delenv("IMA_API_KEY")
    names = ["3f6c9d1e"] if command in {"wait", "settle", "forget"} else []
    unset = ima(command, *names, *["--not-charged"] * (command == "settle"), "--output-json")
    wrong = ima(command, *names, "--no-such-option", "--output-json")
    assert [said.document["error"]["retry_safe"] for said in (unset, wrong)] == [False, False]


def test_an_order_that_got_lost_is_not_safe_to_repeat(fake: FakeIma, ima: Shell) -> None:
    """It may have been charged: exit code 5."""
    fake.fail_next("create", drop_after_charge())
    said = ima("create", "a puppy", "--output-json", "--speed", FAST)
    assert (said.code, said.kind, said.document["error"]["retry_safe"]) == (5, "outcome_unknown", False)


def test_a_rate_limit_rejects_no_line(fake: FakeIma, ima: Shell, tmp_path: Path) -> None:
    """Twelve lines before a vendor that says "later" forty times: all are done, each charged once, and the wait was told."""
    lines = tmp_path / "wishes.jsonl"
    lines.write_text("".join(f'{{"prompt": "cat {number}"}}\n' for number in range(12)))
    fake.fail_next("create", envelope(429, retry_after=1), times=40)
    said = ima("batch", str(lines), "--yes", "--speed", FAST)
    assert (said.code, [json.loads(line)["status"] for line in said.out.splitlines()]) == (0, ["succeeded"] * 12)
    assert len(fake.charges) == 12
    assert "The service asks for patience" in said.err
    assert "Nothing was charged so far." in said.err


def test_a_rate_limit_that_lasts_too_long_says_when_to_come_back(fake: FakeIma, ima: Shell) -> None:
    """Nothing is spent, no dearer model is offered, and the seconds are named."""
    fake.fail_next("create", envelope(429, retry_after=3600))
    said = ima("create", "a puppy", "--output-json", "--speed", FAST)
    error = said.document["error"]
    assert (said.code, said.kind, error["retry_safe"], error["alternatives"]) == (1, "rate_limited", True, [])
    assert "3600 s" in error["text_en"]
    assert "3600 秒" in error["text_zh"]
    assert fake.charges == ()
