"""What a person or an agent is told of the points, against the fake server: by what was charged, never by how it failed."""

import io
import json
import os
import shlex
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest

from imastudio.adapters.wiring.studio import open_studio
from imastudio.domain.kernel.errors import WishRefused
from imastudio.domain.kernel.failures import Kind
from imastudio.domain.messages.phrasebook import say_failure
from imastudio.domain.orders import Wish
from imastudio.domain.orders.tasks import TaskType
from imastudio.fakeserver import FakeIma, bare, delay, drop_after_charge, envelope, fail_media
from tests import warm
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
    begun = ima("create", "a puppy", "--n", "3", "--output-json", "--speed", FAST).document
    fake.clock.advance(600)  # the others are made by now
    said = ima("wait", begun["generation_id"], "--output-json", "--speed", FAST)
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
    assert "The service is busy" in said.err
    assert "Nothing has been charged yet." in said.err


def test_a_rate_limit_that_lasts_too_long_says_when_to_come_back(fake: FakeIma, ima: Shell) -> None:
    """Nothing is spent, no dearer model is offered, and the seconds are named."""
    fake.fail_next("create", envelope(429, retry_after=3600))
    said = ima("create", "a puppy", "--output-json", "--speed", FAST)
    error = said.document["error"]
    assert (said.code, said.kind, error["retry_safe"], error["alternatives"]) == (1, "rate_limited", True, [])
    assert "3600 s" in error["text_en"]
    assert "3600 秒" in error["text_zh"]
    assert fake.charges == ()


# agreed to


DEAR = ("create", "waves", "--task-type", "text_to_video", "--n", "2")
"""Above 50 points in all."""


@pytest.mark.parametrize("options", [(), ("--output-json",)])
def test_nobody_orders_above_50_points_unasked(options: tuple[str, ...], fake: FakeIma, ima: Shell) -> None:
    """Without a terminal, a yes or a limit: exit code 3 with the price and how to agree, before any start is told."""
    said = ima(*DEAR, *options, "--speed", FAST)
    total = ima("quote", *DEAR[1:], "--output-json").document["total"]
    assert (said.code, total > 50, fake.charges) == (3, True, ())
    assert f"--max-points {total}" in said.err
    assert "--yes" in said.err
    assert "Generating" not in said.err
    if options:
        assert (said.kind, said.document["error"]["retry_safe"]) == ("needs_approval", True)


@pytest.mark.parametrize("agreement", ["--yes", "--max-points", "IMA_MAX_POINTS"])
def test_a_yes_or_a_limit_agrees(agreement: str, fake: FakeIma, ima: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """A limit that covers the total is a word of the person's; one that doesn't refuses, with both."""
    total = ima("quote", *DEAR[1:], "--output-json").document["total"]
    options = {"--yes": ["--yes"], "--max-points": ["--max-points", str(total)]}.get(agreement, [])
    if agreement == "IMA_MAX_POINTS":
        monkeypatch.setenv(agreement, str(total))
    assert ima(*DEAR, *options, "--speed", FAST, "--output-json").code == 0
    assert [charge.total for charge in fake.charges] == [total]
    late = ima(*DEAR, "--max-points", str(total - 1), "--output-json")
    assert (late.code, late.kind, f"{total} pts" in late.err, f"limit of {total - 1}." in late.err) == (
        3,
        "above_budget",
        True,
        True,
    )


def test_a_batch_is_agreed_to_as_a_whole(fake: FakeIma, ima: Shell, tmp_path: Path) -> None:
    """Eleven lines of 5 points need a word, unless each says itself what it may cost."""
    lines, capped = tmp_path / "wishes.jsonl", tmp_path / "capped.jsonl"
    lines.write_text("".join(f'{{"prompt": "cat {number}"}}\n' for number in range(11)))
    capped.write_text("".join(f'{{"prompt": "dog {number}", "max_points": 9}}\n' for number in range(11)))
    said = ima("batch", str(lines), "--speed", FAST)
    assert (said.code, said.out, fake.charges) == (3, "", ())
    assert "--max-points 55" in said.err
    assert ima("batch", str(lines), "--max-points", "55", "--speed", FAST).code == 0
    assert ima("batch", str(capped), "--speed", FAST).code == 0
    assert len(fake.charges) == 22


async def test_python_agrees_by_a_cap_or_a_quote(fake: FakeIma) -> None:
    """Few points need neither; what was ordered before comes back without."""
    dear = Wish(prompt="waves", task_type=TaskType.TEXT_TO_VIDEO, n=2, request_id="r")
    async with open_studio(clock_speed=float(FAST)) as studio:
        for order in (studio.generate, studio.submit):
            with pytest.raises(WishRefused) as refused:
                await order(dear)
            assert refused.value.failure.kind is Kind.NEEDS_APPROVAL
            assert f"max_points={refused.value.failure.facts['total']}" in say_failure(refused.value.failure, "en")
        assert fake.charges == ()
        first = await studio.generate(dear, quote=await studio.quote(dear))
        assert (first.ok, (await studio.generate(dear)).id) == (True, first.id)
        assert (await studio.generate(attrs.evolve(dear, request_id=None, max_points=500))).ok
        assert (await studio.generate(Wish(prompt="a cat"))).ok
    assert len(fake.charges) == 3


# the price that was told is the price that is ordered


async def test_a_quote_orders_the_wish_that_it_was_made_of(fake: FakeIma, tmp_path: Path) -> None:
    """Anything else is refused by name, and nothing is ordered."""
    wish = Wish(prompt="a cat", params={"size": "4K"}, model="Nano Banana Pro")
    async with open_studio(clock_speed=float(FAST)) as studio:
        quote = await studio.quote(wish)
        others = {
            "prompt": attrs.evolve(wish, prompt="a dog"),
            "model": attrs.evolve(wish, model="seedream"),
            "deliver_to": attrs.evolve(wish, deliver_to=str(tmp_path)),
            "params": attrs.evolve(wish, params={}),
            "n": attrs.evolve(wish, n=2),
        }
        for name, other in others.items():
            for order in (studio.generate, studio.submit):
                with pytest.raises(WishRefused) as refused:
                    await order(other, quote=quote)
                assert (refused.value.failure.kind, refused.value.failure.choices) == (Kind.QUOTE_DIFFERS, (name,))
        assert fake.charges == ()
        assert (await studio.generate(attrs.evolve(wish, request_id="r", max_points=99), quote=quote)).ok


# paid for, made, and not here


def test_what_is_made_and_not_fetched_is_told_as_that(fake: FakeIma, ima: Shell, tmp_path: Path) -> None:
    """Never as running, nor as somebody else's; with why, how to fetch it, and not a word that makes one order again."""
    fake.fail_next("cdn", bare(403), times=1000)
    folder = str(tmp_path / "out")
    made = ima("create", "a puppy", "-o", folder, "--speed", FAST)
    generation = ima("history", "--output-json").document[0]["generation_id"]
    resumed = ima("resume", "--speed", FAST)
    waited = ima("wait", generation, "--speed", FAST)
    for said in (made, resumed, waited):
        assert said.code == 1
        assert "ready and paid for" in said.err
        assert "(403)" in said.err
        assert f"ima wait {generation}" in said.err
        assert [
            word
            for word in ("still running", "left to the process", "try again", "order it again:")
            if word in said.err
        ] == []
    hurried = ima("resume", "--timeout", "0", "--output-json", "--speed", FAST)
    error = hurried.document[0]["error"]
    assert (hurried.code, hurried.document[0]["status"], error["retry_safe"]) == (4, "succeeded", False)
    assert "finished and paid for" in hurried.err
    assert "任务已经完成，积分已付" in error["text_zh"]
    assert "finished, not fetched" in ima("history").out
    assert "已完成，结果未取回" in ima("history", "--open", "--language", "zh").out
    fake.script.clear()
    assert ima("wait", generation, "--speed", FAST).code == 0
    assert len(list((tmp_path / "out").iterdir())) == len(fake.charges) == 1
    assert "not fetched" not in ima("history").out


def test_what_a_living_process_gave_up_fetching_can_be_fetched(fake: FakeIma, ima: Shell, tmp_path: Path) -> None:
    """Another process has it and failed; this one says so, and fetches it when it is asked to."""
    fake.fail_next("cdn", bare(403), times=1000)
    script = (
        "import asyncio, sys, imastudio\n"
        "async def main():\n"
        "    async with imastudio.open_studio(clock_speed=500) as studio:\n"
        "        wish = imastudio.Wish(prompt='a puppy', deliver_to=sys.argv[1], max_points=99)\n"
        "        result = await studio.generate(wish)\n"
        "        print(result.id, result.error.kind, flush=True)\n"
        "        await asyncio.sleep(600)\n"
        "asyncio.run(main())\n"
    )
    process = warm.Popen(
        [sys.executable, "-c", script, str(tmp_path / "out")], stdout=subprocess.PIPE, text=True, cwd=tmp_path
    )
    try:
        assert process.stdout is not None
        generation, kind = process.stdout.readline().split()
        assert kind == "delivery_failed"
        resumed = ima("resume", "--speed", FAST)
        assert (resumed.code, f"{generation} is finished and paid for" in resumed.err) == (0, True)
        fake.script.clear()
        assert ima("wait", generation, "--speed", FAST).code == 0
        assert len(list((tmp_path / "out").iterdir())) == 1
    finally:
        process.kill()
        process.communicate()


# repeated while nobody knows


def test_lines_that_say_the_same_are_orders_of_their_own(fake: FakeIma, ima: Shell, tmp_path: Path) -> None:
    """One of three got lost: the other two are made; another file that says the same again waits until it is settled."""
    lines, other = tmp_path / "wishes.jsonl", tmp_path / "other.jsonl"
    lines.write_text('{"prompt": "a cat"}\n' * 3)
    other.write_text('{"prompt": "a cat", "request_id": "mine"}\n')
    fake.fail_next("create", drop_after_charge())
    said = ima("batch", str(lines), "--concurrency", "1", "--speed", FAST)
    statuses = [json.loads(line)["status"] for line in said.out.splitlines()]
    assert (said.code, statuses, len(fake.charges)) == (5, ["unknown", "succeeded", "succeeded"], 3)
    late = ima("batch", str(other), "--speed", FAST)
    assert (late.code, json.loads(late.out)["error"]["kind"], len(fake.charges)) == (5, "twin_unsettled", 3)
    assert ima("batch", str(other), "--again", "--speed", FAST).code == 0
    assert len(fake.charges) == 4


def test_an_id_that_only_looks_the_same_orders_nothing(fake: FakeIma, ima: Shell) -> None:
    """A line end of a file, blanks, a byte order mark around it: refused, with the id that will do."""
    assert ima("create", "a cat", "--request-id", "r7", "--speed", FAST).code == 0
    for loose in ("r7\r", "r7 ", "\ufeffr7", "r7\n"):
        said = ima("create", "a cat", "--request-id", loose, "--speed", FAST)
        assert (said.code, "Write “r7”" in said.err) == (2, True)
    assert len(fake.charges) == 1


def test_what_looks_the_same_is_the_same_order(fake: FakeIma, ima: Shell) -> None:
    """Blanks around, line ends, composed letters: it is stopped while nobody knows of the first; under its id it is that."""
    said = "un caf\u00e9\nau lait"
    fake.fail_next("create", drop_after_charge())
    assert ima("create", said).code == 5
    alike = (f" {said}\r\n", said.replace("\n", "\r\n"), "un cafe\u0301\nau lait", f"\ufeff{said}\u3000")
    assert [ima("create", text, "--output-json").kind for text in alike] == ["twin_unsettled"] * 4
    assert ima("create", "un cafe\nau lait", "--request-id", "r", "--speed", FAST).code == 0
    again = ima("create", "un cafe\r\nau lait ", "--request-id", "r", "--output-json", "--speed", FAST)
    assert (again.code, again.document["status"], len(fake.charges)) == (0, "succeeded", 2)


def test_an_order_whose_process_died_on_the_way_is_unknown(fake: FakeIma, ima: Shell, tmp_path: Path) -> None:
    """Kill -9 while the order was on its way: the same again is stopped, though its row still says that it is being sent."""
    fake.fail_next("create", delay(5000))
    command = [sys.executable, "-c", "from imastudio.__main__ import main; main()", "create", "a puppy"]
    dying = warm.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=tmp_path)
    while not any(request.call == "create" for request in fake.requests):
        time.sleep(0.05)
    dying.kill()
    dying.wait()
    said = ima("create", "a puppy", "--output-json", "--speed", FAST)
    assert (said.code, said.kind, len(fake.charges)) == (5, "twin_unsettled", 0)


# standard input


@pytest.mark.parametrize(
    "arguments",
    [("create", "-"), ("create", "--prompt", "-"), ("create", "--prompt-file", "-"), ("ask", "-", "--yes")],
    ids=" ".join,
)
def test_a_dash_is_standard_input(
    arguments: tuple[str, ...], fake: FakeIma, ima: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The prompt comes through the pipe; nobody gets a picture of a dash."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("画一只 cat\n".encode())))
    assert ima(*arguments, "--speed", FAST).code == 0
    [sent] = [request.body for request in fake.requests if request.call == "create"]
    assert "cat" in json.dumps(sent)
    assert len(fake.charges) == 1


def test_a_prompt_may_lie_in_a_file(fake: FakeIma, ima: Shell, tmp_path: Path) -> None:
    """Of any length, in UTF-8, without its last line end; what is no text is refused."""
    file, wrong = tmp_path / "prompt.txt", tmp_path / "wrong.txt"
    file.write_text("a cat\non two lines\n", encoding="utf-8")
    wrong.write_bytes(b"\xff\xfe")
    assert ima("create", "--prompt-file", str(file), "--speed", FAST).code == 0
    assert [ima("create", "--prompt-file", str(it)).code for it in (wrong, tmp_path / "nowhere")] == [2, 2]
    assert len(fake.charges) == 1


@pytest.mark.parametrize("piped", [b"", b"\n", "\u200b \u3164".encode()])
def test_nothing_in_the_pipe_is_no_prompt(
    piped: bytes, fake: FakeIma, ima: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor is what can't be seen; and standard input can't be two things."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(piped)))
    said = ima("create", "-", "--output-json")
    assert (said.code, said.kind, fake.charges) == (3, "prompt_missing", ())
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"a cat")))
    twice = ima("create", "--prompt", "-", "--prompt-file", "-")
    assert (twice.code, "once only" in twice.err, fake.charges) == (2, True, ())


# the line that orders what was quoted


@pytest.mark.parametrize(
    "wish",
    [
        ("a cat's $HOME", "--size", "2K", "--model", "香蕉", "--n", "2"),
        ("--a dash", "--tier", "budget"),
        ("waves", "--task-type", "text_to_video", "--duration", "10", "--strict"),
        ("pop", "--task-type", "text_to_music", "--param", "vocal_gender=female"),
        ("hello", "--task-type", "text_to_speech", "--scope", "all-in-one"),
        ("a fox", "--scope", "nano-banana"),
    ],
    ids=lambda it: it[0],
)
def test_a_quote_prints_the_line_that_orders_exactly_that(wish: tuple[str, ...], fake: FakeIma, ima: Shell) -> None:
    """With user, model, parameters and the price as its limit; run through a shell's parser it costs what was told."""
    account = ("--user-id", "al", "--base-url", fake.url)
    prompt = (f"--prompt={wish[0]}", *wish[1:])
    quoted = ima("quote", *prompt, *account, "--output-json").document
    shown = ima("quote", *prompt, *account).out
    program, *arguments = shlex.split(quoted["command"])
    assert (program, quoted["command"] in shown) == ("ima", True)
    assert tuple(arguments[arguments.index("--user-id") :][:2]) == ("--user-id", "al")
    assert fake.key not in shown
    ordered = ima(*arguments, "--output-json", "--speed", FAST)
    assert (ordered.code, [charge.total for charge in fake.charges]) == (0, [quoted["total"]])
    same = ("model_id", "version_id", "n", "params", "task_type")
    assert {name: ordered.document[name] for name in same} == {name: quoted[name] for name in same}
    fake.shift_prices(1)
    dearer = ima(*arguments, "--output-json", "--request-id", "anew")
    assert (dearer.code, dearer.kind, len(fake.charges)) == (3, "above_budget", 1)


@pytest.mark.parametrize("user", ["{user_id}", "<user>", "${USER_ID}"])
def test_nobody_orders_for_a_placeholder(user: str, fake: FakeIma, ima: Shell) -> None:
    """An agent that left it in would share one purse and one saved model with all that did; what is paid for is found."""
    for command in (("create", "a cat"), ("quote", "a cat"), ("ask", "画一只猫", "--yes")):
        said = ima(*command, "--user-id", user, "--output-json")
        assert (said.code, said.document["error"]["parameter"], fake.charges) == (3, "user_id", ())
    assert ima("history", "--user-id", user).code == 0


# promises that others try to break


def test_the_same_request_id_never_orders_twice_from_however_many_processes(fake: FakeIma, tmp_path: Path) -> None:
    """Four of them at once, one killed on the way, and all of them again: never a second charge, and one generation for all."""
    order = ["create", "a puppy", "--request-id", "r", "--speed", FAST, "--output-json"]
    command = [sys.executable, "-c", "from imastudio.__main__ import main; main()", *order]
    told = set()
    for _ in range(2):
        running = [
            warm.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=tmp_path) for _ in range(4)
        ]
        while not any(request.call == "create" for request in fake.requests):
            time.sleep(0.01)
        running[0].kill()
        for process in running:
            out, _ = process.communicate(timeout=120)
            told |= {json.loads(out)["generation_id"]} if out and process.returncode in {0, 4} else set()
            assert process.returncode in {0, 4, 5, -9}
        assert len(fake.charges) <= 1
    last = warm.run(command, capture_output=True, check=False, cwd=tmp_path)
    assert last.returncode in {0, 5}  # done, or nobody knows: then it is settled, never sent again
    assert len(fake.charges) == 1 or last.returncode == 5
    assert len(told) <= 1


# the vendor's own reason


OWN = "Content policy violation\nsee \x1b[31mrule\u202e 7 of ima_live_secret_key " + "x" * 400


@pytest.mark.parametrize("charged", [True, False])
def test_the_vendor_s_own_reason_is_quoted_and_kept_nowhere(
    charged: bool,  # noqa: FBT001 - a case
    fake: FakeIma,
    ima: Shell,
) -> None:
    """On one line, cleaned, cut, without keys: as data in JSON, quoted for people; no file of ours holds it."""
    if charged:
        fake.fail_next("create", fail_media(reason=OWN, resource_status=2))
    else:
        fake.fail_next("create", envelope(7777, message=OWN))
    said = ima("create", "a puppy", "--output-json", "--speed", FAST)
    detail = said.document["error"]["detail"]
    assert detail.startswith("Content policy violation see [31mrule 7 of [withheld]")
    assert len(detail) <= 300
    assert f"The service says: “{detail}”" in said.err
    assert f"服务方的说明：“{detail}”" not in said.document["error"]["text_zh"]
    state = Path(os.environ["OPENCLAW_STATE_DIR"])
    assert all(
        b"rule 7" not in file.read_bytes() and b"policy" not in file.read_bytes()
        for file in state.rglob("*.*")
        if file.is_file()
    )
    assert ima("history", "--output-json").document[0]["error"]["detail"] is None


INPUT_IS_WRONG = (
    ("Content policy violation", None),
    ("Invalid lyrics format", None),
    ("Prompt length invalid", None),
    ("TTS text length", None),
    ("Text too long", None),
    ("anything", 400),
)


@pytest.mark.parametrize(("phrase", "code"), INPUT_IS_WRONG)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_wrong_with_the_words_no_other_model_mends(
    phrase: str, code: int | None, language: str, fake: FakeIma, ima: Shell
) -> None:
    """For moderation and inputs it is "change the words": no other model is named, none is offered (decision 38)."""
    fake.fail_next("create", envelope(code or 7777, message=phrase))
    refused = ima("create", "a puppy", "--output-json", "--language", language, "--speed", FAST)
    said = [refused]
    if code is None:
        fake.fail_next("create", fail_media(reason=phrase, resource_status=2))
        said.append(ima("create", "a kitten", "--output-json", "--language", language, "--speed", FAST))
    for one in said:
        error = one.document["error"]
        assert (one.code, error["alternatives"]) == (1, [])
        texts = f"{one.err} {error['text_zh']} {error['text_en']}"
        assert [
            words
            for words in ("model,", "another model", "换个模型", "换模型", "其他模型", "Try instead")
            if words in texts
        ] == []


def test_one_of_several_is_told_in_words_that_are_right(fake: FakeIma, ima: Shell) -> None:
    """One is, two are; what made the others is no other model."""
    fake.fail_next("create", fail_media(1))
    begun = ima("create", "a puppy", "--n", "2", "--output-json", "--speed", FAST).document
    fake.clock.advance(600)
    said = ima("wait", begun["generation_id"], "--output-json", "--speed", FAST)
    assert "⚠️ 1 of 2 is ready" in said.err
    assert "another model" not in said.err + said.document["error"]["text_en"]
    assert "模型" not in said.document["error"]["text_zh"]


@pytest.mark.usefixtures("fake")
def test_looking_back_without_a_key_says_which_one_is_wanted(ima: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is counted by user is told without one; never a word of making a new key for what was ordered with another."""
    assert ima("create", "a puppy", "--speed", FAST).code == 0
    monkeypatch.delenv("IMA_API_KEY")
    spent = {one["period"]: one["spent"] for one in ima("budget", "--output-json").document}
    assert spent["day"] > 0
    for words in (("history",), ("resume",), ("wait", "3f6c9d"), ("work", "list")):
        said = ima(*words)
        assert (said.code, "the key that placed them" in said.err, "Generate" in said.err) == (6, True, False), words
        assert "下单所用的密钥" in ima(*words, "--language", "zh").err
