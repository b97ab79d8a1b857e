"""`ima ask` against the fake server: what is understood, what it costs, what is saved, and what is not ordered."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from imastudio.fakeserver import FakeIma, drop_after_charge, envelope
from imastudio.fakeserver.scenario.faults import Fault
from tests import shells
from tests.shells import Said, pointed_at

FAST = "500"
WISH_KEYS = [
    "status",
    *(
        "task_type",
        "media",
        "model_id",
        "version_id",
        "tier",
        "params",
        "n",
        "max_points",
        "preference",
        "notices",
        "workflow",
        "steps",
    ),
    *("consistency", "prompt", "doubts", "presumed", "evidence", "reply", "wish", "resolved", "quote", "error"),
]


class Shell(shells.Shell):
    """Runs `ima ask`."""

    def ask(self, *arguments: str) -> Said:
        """Ask, agreeing to the price, and print JSON."""
        agreed = () if "--dry-run" in arguments else ("--yes",)
        return self("ask", *arguments, *agreed, "--output-json", "--speed", FAST)

    def proposed(self, *arguments: str) -> Said:
        """Ask without agreeing to anything."""
        return self("ask", *arguments, "--output-json", "--speed", FAST)

    def understood(self, *arguments: str) -> Any:
        """Return what a dry run understands."""
        return self.ask(*arguments, "--dry-run").document

    def saved(self) -> dict[str, str]:
        """Return the saved model of each task type."""
        listed = self("prefs", "list", "--output-json").document
        return {task_type: entry["model_id"] for task_type, entry in listed.items()}


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[FakeIma]:
    """Run a fast and strict server, to which the environment points."""
    monkeypatch.setenv("OPENCLAW_STATE_DIR", str(tmp_path / "state"))
    with pointed_at(FakeIma(speed=float(FAST), strict=True), monkeypatch) as server:
        yield server


@pytest.fixture
def ima(capsys: pytest.CaptureFixture[str]) -> Shell:
    """Return the command line."""
    return Shell(capsys)


@pytest.fixture
def picture(tmp_path: Path) -> str:
    """Paint a local picture."""
    path = tmp_path / "puppy.png"
    Image.new("RGB", (640, 640), "tan").save(path)
    return str(path)


def test_a_dry_run_prints_the_wish_and_its_quote(fake: FakeIma, ima: Shell) -> None:
    """Every key is there; nothing is ordered, nothing is saved."""
    document = ima.understood("画一张横图的猫，用香蕉Pro，要4K")
    assert list(document) == WISH_KEYS
    assert (document["model_id"], document["params"], document["prompt"], document["preference"]) == (
        "gemini-3-pro-image",
        {"aspect_ratio": "16:9", "size": "4K"},
        "画一张猫",
        "save",
    )
    assert document["resolved"] == {
        "model_id": "gemini-3-pro-image",
        "model_name": "Nano Banana Pro",
        "version_id": "gemini-3-pro-image-preview",
        "from": "named",
    }
    assert [one["words"] for one in document["evidence"] if one["field"] == "params.size"] == ["4K"]
    assert (document["status"], document["quote"]["total"], document["doubts"]) == ("understood", 18, [])
    assert document["wish"]["model"] == "gemini-3-pro-image"
    assert (len(fake.charges), ima.saved()) == (0, {})


def test_what_is_asked_for_is_ordered_and_kept(fake: FakeIma, ima: Shell, tmp_path: Path) -> None:
    """The order is the one that was understood; its results are on disk; the model is saved."""
    said = ima.ask("画一张横图的猫，用香蕉Pro，要2K", "-o", str(tmp_path / "out"))
    document = said.document
    assert (said.code, document["status"], document["model_id"], document["params"]["aspect_ratio"]) == (
        0,
        "succeeded",
        "gemini-3-pro-image",
        "16:9",
    )
    assert [Path(media["path"]).exists() for media in document["medias"]] == [True]
    assert [notice["code"] for notice in document["notices"]] == ["preference_saved"]
    assert ima.saved() == {"text_to_image": "gemini-3-pro-image"}
    assert len(fake.charges) == 1


@pytest.mark.parametrize(
    ("words", "option", "cap"),
    [
        ("画一只猫，用香蕉Pro，4K，不超过10积分", (), 10),
        ("画一只猫，用香蕉Pro，4K，不超过10积分", ("--max-points", "100"), 10),
        ("a cat with nano banana pro, 4K, max 100 points", ("--max-points", "10"), 10),
    ],
)
def test_a_cap_that_is_said_refuses_a_dearer_order(
    fake: FakeIma, ima: Shell, words: str, option: tuple[str, ...], cap: int
) -> None:
    """It is `--max-points` in words; of the two the smaller counts, and the refusal names the price."""
    dry = ima.ask(words, *option, "--dry-run")
    assert (dry.document["max_points"], dry.document["error"]["kind"]) == (cap, "above_budget")
    said = ima.ask(words, *option)
    assert (said.code, said.document["error"]["kind"], len(fake.charges)) == (
        dry.code,
        "above_budget",
        0,
    )
    assert "18" in said.err


def test_a_cap_that_is_high_enough_changes_nothing(ima: Shell, fake: FakeIma) -> None:
    """The order is made as it would be without it, and the cap is no part of the prompt."""
    understood = ima.understood("画一只猫，用香蕉Pro，4K，20积分以内")
    assert (understood["max_points"], understood["prompt"], understood["quote"]["total"]) == (20, "画一只猫", 18)
    assert understood["error"] is None
    assert fake.charges == ()


def test_a_person_is_told_once_what_became_of_the_usual_model(fake: FakeIma, ima: Shell) -> None:
    """That a model is saved, and whether another shall take its place, is said once, with the order."""
    saved = ima("ask", "用香蕉Pro画一只猫", "--yes", "--language", "zh", "--speed", FAST)
    assert (saved.code, saved.err.count("已记住")) == (0, 1)
    asked = ima("ask", "用MJ画一只狗", "--yes", "--language", "zh", "--speed", FAST)
    assert (asked.code, asked.err.count("你之前喜欢用"), asked.err.count("ima prefs set")) == (0, 1, 1)
    assert len(fake.charges) == 2


@pytest.mark.parametrize(
    ("fault", "code"), [(envelope(4008), 6), (envelope(400, "Content policy violation"), 1), (drop_after_charge(), 5)]
)
@pytest.mark.parametrize("words", ["用香蕉Pro画一只猫", "用最好的画一只猫"])
def test_a_model_is_saved_or_cleared_with_the_outcome_of_its_order(
    words: str, fault: Fault, code: int, fake: FakeIma, ima: Shell
) -> None:
    """Where the order was not taken, or nobody knows, the person keeps their choice and reads so."""
    if "最好" in words:
        ima("prefs", "set", "midjourney", "--task-type", "text_to_image")
    before = ima.saved()
    fake.fail_next("create", fault)
    said = ima("ask", words, "--yes", "--language", "zh", "--speed", FAST)
    assert (said.code, ima.saved(), "已记住" in said.err, "由我来挑选" in said.err) == (code, before, False, False)
    assert "常用模型没有改动" in said.err
    again = ima("ask", words, "--yes", "--again", "--language", "zh", "--speed", FAST)
    assert (again.code, ima.saved() != before) == (0, True)


def test_a_chat_is_told_what_is_saved(fake: FakeIma, ima: Shell) -> None:
    """Where nothing is ordered, too."""
    said = ima("ask", "以后图片都用香蕉Pro", "--language", "zh", "--tell", "chat")
    told = [json.loads(line)["text"] for line in said.err.splitlines() if line.startswith("{")]
    assert (said.code, told, len(fake.charges)) == (0, ["✅ 已记住！以后图片生成默认用 Nano Banana Pro"], 0)


def test_for_people_it_says_what_was_understood(fake: FakeIma, ima: Shell) -> None:
    """Before anything is spent a person reads how they were understood."""
    said = ima("ask", "make a 10s video of waves, cheapest one", "--dry-run", "--speed", FAST)
    assert (said.code, said.err.splitlines()[:2]) == (
        0,
        [
            "Understood: text-to-video, the cheapest, 10 s",
            "Prompt: make a video of waves",
        ],
    )
    assert len(fake.charges) == 0


@pytest.mark.parametrize(
    ("words", "understood"),
    [
        (
            "画一张横图的猫，用香蕉Pro，要4K",
            "文生图，Nano Banana Pro，设为常用，16:9，4K，1 张",
        ),
        ("一分钟的海浪视频，无声，最便宜的", "文生视频，最省积分，60 秒，没有声音"),
        ("用最好的，画一只猫", "文生图，最好的，不再固定模型"),
    ],
)
@pytest.mark.usefixtures("fake")
def test_what_was_understood_is_said_in_words(ima: Shell, words: str, understood: str) -> None:
    """In Chinese no name of a parameter is left, and no value that has a word."""
    said = ima("ask", words, "--dry-run", "--language", "zh", "--speed", FAST)
    assert said.err.splitlines()[0] == f"理解为：{understood}"
    assert "image," not in said.err


def test_words_about_the_future_only_save(fake: FakeIma, ima: Shell) -> None:
    """What is wanted from now on is saved, nothing is ordered: the right id for every task type of the medium."""
    said = ima.ask("以后视频都用万2.6")
    assert (said.code, said.document["preference"], said.document["quote"]) == (0, "save", None)
    assert ima.saved() == {
        "text_to_video": "wan2.6-t2v",
        "image_to_video": "wan2.6-i2v",
        "reference_image_to_video": "wan2.6-i2v",
    }
    assert len(fake.charges) == 0


def test_another_model_than_the_saved_one_is_asked_about(fake: FakeIma, ima: Shell) -> None:
    """It is used, the question is carried along, and nothing is saved until the person says so."""
    ima("prefs", "set", "midjourney", "--task-type", "text_to_image")
    said = ima.ask("用香蕉Pro画一只猫")
    assert (said.code, said.document["model_id"]) == (0, "gemini-3-pro-image")
    assert [notice["code"] for notice in said.document["notices"]] == ["preference_question"]
    assert "ima prefs set gemini-3-pro-image --task-type text_to_image" in said.err
    assert ima.saved() == {"text_to_image": "midjourney"}
    assert len(fake.charges) == 1


def test_a_saved_model_is_used_until_it_is_given_up(fake: FakeIma, ima: Shell) -> None:
    """A dry run shows what would be taken and gives up nothing; asking does."""
    ima("prefs", "set", "midjourney", "--task-type", "text_to_image")
    assert ima.understood("画一只猫")["resolved"]["from"] == "saved"
    given_up = ima.understood("用默认的，画一只猫")
    assert (given_up["preference"], given_up["resolved"]["from"]) == ("clear", "default")
    assert ima.saved() == {"text_to_image": "midjourney"}
    assert (ima.ask("用默认的").code, ima.saved()) == (0, {})
    assert len(fake.charges) == 0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("用最好的，画一只猫", "以后文生图由我来挑选模型"),
        ("use the best model, draw a cat", "I'll choose the model for text-to-image from now on"),
        ("用香蕉Pro画一只猫", "以后文生图默认用 Nano Banana Pro"),
        ("用最好的，做一首轻快的雨夜钢琴曲", "以后音乐生成由我来挑选模型"),
    ],
)
def test_what_becomes_of_the_usual_model_is_told_of_what_it_is_for(
    fake: FakeIma, ima: Shell, picture: str, words: str, told: str
) -> None:
    """An order saves and gives up a model for its own task, and says no more: the others keep theirs."""
    ima("prefs", "set", "midjourney", "--task-type", "image_to_image")
    language = "zh" if "以后" in told else "en"
    assert told in ima("ask", words, "--yes", "--language", language, "--speed", FAST).err
    assert ima.understood("把它变成雪天", "--image", picture)["resolved"]["from"] == "saved"
    assert len(fake.charges) == 1


def test_what_is_saved_is_given_up_for_all_media(fake: FakeIma, ima: Shell) -> None:
    """Where no medium is named, each medium with a saved model is told of."""
    ima("prefs", "set", "midjourney", "--task-type", "text_to_image")
    ima.ask("以后视频都用万2.6")
    said = ima("ask", "clear my saved model", "--speed", FAST)
    assert (said.code, ima.saved(), len(fake.charges)) == (0, {}, 0)


def test_the_same_model_again_says_nothing(fake: FakeIma, ima: Shell) -> None:
    """What is saved already is not announced again."""
    ima("prefs", "set", "香蕉Pro", "--task-type", "text_to_image")
    assert ima.ask("用香蕉Pro画一只猫").document["notices"] == []
    assert len(fake.charges) == 1


def test_a_picture_is_brought_to_life(fake: FakeIma, ima: Shell, picture: str) -> None:
    """With a picture the words decide what becomes of it."""
    document = ima.understood("让它动起来，用万，5秒", "--image", picture)
    assert (document["task_type"], document["resolved"]["model_id"], document["quote"]["params"]["duration"]) == (
        "image_to_video",
        "wan2.6-i2v",
        5,
    )
    assert len(fake.charges) == 0


def test_a_minute_becomes_the_longest_there_is(fake: FakeIma, ima: Shell) -> None:
    """A length that no model makes is the longest offered, with a notice."""
    document = ima.understood("一分钟的海浪视频")
    assert (
        [notice["code"] for notice in document["notices"]],
        document["params"],
        document["quote"]["params"]["duration"],
    ) == (
        ["longest_duration"],
        {"duration": 60},
        15,
    )
    assert [notice["code"] for notice in document["quote"]["notices"]] == ["longest_duration"]
    assert len(fake.charges) == 0


def test_manner_that_a_model_lacks_is_left_out_and_told(fake: FakeIma, ima: Shell) -> None:
    """A voice without a pitch still reads."""
    document = ima.understood("音调高一点，用女声朗读：你好")
    assert [notice["code"] for notice in document["quote"]["notices"]] == ["not_taken"]
    assert (document["prompt"], document["params"]["pitch"]) == ("你好", 1.2)
    assert len(fake.charges) == 0


def test_what_can_not_be_made_is_refused_with_what_was_understood(fake: FakeIma, ima: Shell) -> None:
    """A dry run shows the wish and why it can't be; an order is refused and saves nothing."""
    dry = ima.ask("用MJ画一只猫，16:9", "--dry-run")
    assert (dry.code, dry.document["params"], dry.document["quote"]) == (3, {"aspect_ratio": "16:9"}, None)
    assert dry.document["error"]["kind"] == "unknown_parameter"
    refused = ima.ask("用MJ画一只猫，16:9")
    assert (refused.code, refused.document["status"], ima.saved()) == (3, "rejected", {})
    assert len(fake.charges) == 0


@pytest.mark.parametrize("words", ["用可灵3做一段海浪视频", "a video of a cat with Veo 4", "draw a fox with Flux"])
def test_a_model_that_nobody_offers_is_asked_about(fake: FakeIma, ima: Shell, words: str) -> None:
    """It is never replaced: what there is comes back as choices, nothing is ordered or saved."""
    said = ima.ask(words)
    assert (said.code, said.document["status"], said.document["error"]["kind"]) == (3, "needs_answer", "needs_answer")
    (doubt,) = said.document["doubts"]
    assert (doubt["field"], len(doubt["choices"]) >= 3, ima.saved()) == ("model", True, {})
    assert len(fake.charges) == 0


def test_the_words_of_a_scope_choose_its_model(fake: FakeIma, ima: Shell) -> None:
    """Within the Nano Banana family high quality is the dearer model, and the default the other one."""
    for words, model in (("画一张高质量的猫", "gemini-3-pro-image"), ("画一只猫，默认", "gemini-3.1-flash-image")):
        assert ima.understood(words, "--scope", "nano-banana")["resolved"]["model_id"] == model
    assert len(fake.charges) == 0


@pytest.mark.parametrize("words", ["4K，横图", "  ", "画", "做一首歌", "再来一张", "bluer", "好的，用Veo"])
def test_what_says_nothing_to_make_is_asked_about(fake: FakeIma, ima: Shell, words: str) -> None:
    """A size alone is no picture, and no more is a change without a work; a dry run says the same."""
    for said in (ima.ask(words), ima.ask(words, "--dry-run")):
        assert (said.code, said.document["error"]["kind"], said.document["doubts"] != []) == (3, "needs_answer", True)
    assert (len(fake.charges), ima.saved()) == (0, {})


@pytest.mark.parametrize(
    ("words", "topic"),
    [
        ("谢谢", "talk"),
        ("cancel", "cancel"),
        ("多少钱", "prices"),
        ("which video models do you have?", "models"),
        ("我的积分怎么少了", "account"),
        ("视频做好了吗", "orders"),
        ("太丑了", "feedback"),
        ("write me a poem", "other_work"),
        ("下载不了", "help"),
    ],
)
def test_what_is_no_request_is_answered(fake: FakeIma, ima: Shell, words: str, topic: str) -> None:
    """Questions are answered from the live list and the ledger; nothing is ordered."""
    said = ima.ask(words)
    assert (said.code, said.document["status"], said.document["reply"]["topic"]) == (0, "answered", topic)
    assert said.document["reply"]["text"] != ""
    assert len(fake.charges) == 0


def test_a_price_is_answered_from_the_live_list(fake: FakeIma, ima: Shell) -> None:
    """The models of the medium that is asked about, with their points."""
    said = ima("ask", "how much is a video?", "--speed", FAST)
    assert (said.code, "Wan 2.6" in said.out, "SeeDream" in said.out) == (0, True, False)
    assert len(fake.charges) == 0


def test_several_media_are_planned_and_agreed_to_as_a_whole(fake: FakeIma, ima: Shell) -> None:
    """A film and its music are one work with one price; an answer says that only one of them is wanted."""
    words = "做一个宣传片，加上背景音乐"
    said = ima.proposed(words)
    assert (said.code, said.document["error"]["kind"]) == (3, "needs_approval")
    assert ima.proposed("做一个宣传片，加上背景音乐，预算20").code == 3
    answered = ima.understood(words, "--answer", "media=video")
    assert (answered["task_type"], answered["doubts"]) == ("text_to_video", [])
    assert len(fake.charges) == 0


def test_without_agreement_the_price_comes_back(fake: FakeIma, ima: Shell) -> None:
    """Nobody at a terminal, no --yes, no cap: nothing is ordered, and it says what it costs and how to agree."""
    said = ima.proposed("draw a cat with a hat")
    assert (said.code, said.document["status"], said.document["error"]["kind"]) == (
        3,
        "needs_approval",
        "needs_approval",
    )
    assert (said.document["quote"]["total"], "--max-points" in said.err) == (5, True)
    assert len(fake.charges) == 0


@pytest.mark.parametrize("cap", [("--max-points", "5"), ()])
def test_a_cap_that_covers_the_price_is_agreement(fake: FakeIma, ima: Shell, cap: tuple[str, ...]) -> None:
    """As an option or in words."""
    words = "draw a cat with a hat" if cap else "draw a cat with a hat, max 5 points"
    said = ima.proposed(words, *cap)
    assert (said.code, said.document["status"], len(fake.charges)) == (0, "succeeded", 1)


def test_a_bare_description_is_presumed_a_picture_and_says_so(fake: FakeIma, ima: Shell) -> None:
    """It is priced, and ordered only with agreement."""
    document = ima.proposed("一只戴帽子的猫").document
    assert (document["task_type"], document["presumed"], document["status"]) == (
        "text_to_image",
        ["media"],
        "needs_approval",
    )
    assert len(fake.charges) == 0


def test_an_answer_settles_a_doubt(fake: FakeIma, ima: Shell) -> None:
    """Another field may be set as well; what can't be read is wrong usage."""
    words = "a video of a cat with Veo 4"
    document = ima.understood(words, "--answer", "model=Veo 3.1", "--answer", "aspect_ratio=9:16")
    assert (document["model_id"], document["params"], document["doubts"]) == (
        "veo-3.1-generate-preview",
        {"aspect_ratio": "9:16"},
        [],
    )
    assert ima.ask(words, "--answer", "model=nobody").code == 2
    assert len(fake.charges) == 0


def test_a_wondered_wish_is_not_ordered_by_a_flag(fake: FakeIma, ima: Shell, tmp_path: Path) -> None:
    """What a question asks the price of is told, however much may be spent; a yes to it orders it."""
    file = str(tmp_path / "chat.json")
    assert ima.ask("画一只狐狸", "--context", file).code == 0
    for said in ("三张多少钱", "how much would three of them be?"):
        wondered = ima.ask(said, "--context", file, "--max-points", "100")
        assert (wondered.code, wondered.document["status"], wondered.document["quote"]["total"]) == (
            3,
            "needs_approval",
            15,
        )
    assert len(fake.charges) == 1
    assert ima.ask("好", "--context", file).code == 0
    assert [charge.n for charge in fake.charges] == [1, 3]


def test_a_context_file_carries_a_chat_on(fake: FakeIma, ima: Shell, tmp_path: Path) -> None:
    """A doubt is answered in words, and the last work is changed: the wish is read with what went before."""
    file = str(tmp_path / "chat.json")
    asked = ima.ask("做一段海浪的视频，用可灵3", "--context", file)
    assert (asked.code, asked.document["doubts"][0]["field"]) == (3, "model")
    answered = ima.ask("好的，用Wan", "--context", file)
    assert (answered.code, answered.document["model_id"], ima.saved()) == (0, "wan2.6-t2v", {})
    again = ima.proposed("竖版的", "--context", file)
    assert (again.document["status"], again.document["params"]["aspect_ratio"]) == ("needs_approval", "9:16")
    assert again.document["prompt"] == "做一段海浪的视频"
    assert (Path(file).stat().st_mode & 0o777, len(fake.charges)) == (0o600, 1)


def test_a_follow_up_is_not_the_content_of_what_waits(fake: FakeIma, ima: Shell, tmp_path: Path) -> None:
    """It changes the last work, and buys no video of its words."""
    file = str(tmp_path / "chat.json")
    assert ima.ask("画一只狐狸", "--context", file).code == 0
    assert ima.ask("做成视频", "--context", file).document["doubts"][0]["field"] == "source"
    again = ima.proposed("用MJ再来一张", "--context", file).document
    assert (again["task_type"], again["model_id"], again["prompt"]) == ("text_to_image", "midjourney", "画一只狐狸")
    assert len(fake.charges) == 1


def test_an_answer_keeps_the_wish_that_waits(fake: FakeIma, ima: Shell, tmp_path: Path) -> None:
    """After an answer the price is agreed to in words."""
    file = str(tmp_path / "chat.json")
    assert ima.proposed("a video of a cat with Veo 4", "--context", file).code == 3
    assert ima.proposed("the second one", "--context", file).document["status"] == "needs_approval"
    agreed = ima.ask("yes", "--context", file)
    assert (agreed.code, agreed.document["model_id"], len(fake.charges)) == (0, "pixverse", 1)


def test_a_dry_run_keeps_nothing_of_a_chat(fake: FakeIma, ima: Shell, tmp_path: Path) -> None:
    """Whatever is in doubt."""
    file = tmp_path / "chat.json"
    assert ima.understood("用可灵做个视频", "--context", str(file))["error"]["kind"] == "needs_answer"
    assert (file.exists(), len(fake.charges)) == (False, 0)


def test_the_answers_that_are_printed_can_be_pasted(fake: FakeIma, ima: Shell) -> None:
    """They are quoted, a free one has its name; a field that is unknown is refused with those that are known."""
    assert "--answer model='Veo 3.1'" in ima("ask", "a video of a cat with Veo 4", "--dry-run").err
    assert "--answer prompt='…'" in ima("ask", "用可灵做个视频", "--dry-run").err
    assert "--answer inputs" not in ima("ask", "让它动起来", "--dry-run").err
    unknown = ima("ask", "a video of a cat", "--answer", "modle=Veo 3.1", "--dry-run")
    assert (unknown.code, "modle" in unknown.err, "max_points" in unknown.err) == (2, True, True)
    assert ima.understood("a cat", "--answer", "n=2")["n"] == 2
    assert len(fake.charges) == 0


def test_two_pictures_without_a_word_are_asked_about(fake: FakeIma, ima: Shell, picture: str) -> None:
    """They may be frames or references."""
    document = ima.understood("做成视频", "--image", picture, "--image", picture)
    assert (document["task_type"], document["error"]["kind"]) == (None, "needs_answer")
    answer = ("--answer", "task_type=first_last_frame_to_video")
    assert ima.understood("做成视频", "--image", picture, "--image", picture, *answer)["quote"]["total"] > 0
    assert len(fake.charges) == 0
