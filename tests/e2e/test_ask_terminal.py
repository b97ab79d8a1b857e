"""`ima ask` at a terminal: doubts are asked, the price is agreed to, and a conversation goes on until Ctrl-D."""

import os
import pty
import sys
from collections.abc import Iterator
from pathlib import Path
from select import select

import pytest

from imastudio.fakeserver import FakeIma
from tests import warm
from tests.shells import pointed_at

FAST = "500"
LONGEST_WAIT = 100.0  # seconds: nothing more is shown


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[FakeIma]:
    """Run a fast and strict server, to which the environment points."""
    monkeypatch.setenv("OPENCLAW_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("IMA_LANGUAGE", "en")
    with pointed_at(FakeIma(speed=float(FAST), strict=True), monkeypatch) as server:
        yield server


def _talk(words: list[str], *exchange: tuple[str, str]) -> tuple[int, str]:
    """Run `ima ask` at a terminal; wait for each text and type the line that belongs to it; return code and all shown."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "imastudio", "ask", *words, "--speed", FAST]
    with warm.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, close_fds=True) as process:
        os.close(theirs)
        try:
            shown, seen = "", 0
            for awaited, typed in exchange:
                while awaited not in shown[seen:]:
                    shown += _more(ours, awaited, shown)
                seen = shown.index(awaited, seen) + len(awaited)
                os.write(ours, typed.encode())
            while more := _more(ours, None, shown):
                shown += more
            code = process.wait(LONGEST_WAIT)
        finally:
            process.kill()
    os.close(ours)
    return code, shown


def _more(terminal: int, awaited: str | None, shown: str) -> str:
    """Read what a terminal shows next; nothing at its end."""
    ready, _, _ = select([terminal], [], [], LONGEST_WAIT)
    assert ready, f"waited for {awaited!r} in vain: {shown}"
    try:
        more = os.read(terminal, 4096).decode(errors="replace")
    except OSError:
        more = ""
    assert more or awaited is None, f"ended without {awaited!r}: {shown}"
    return more


@pytest.mark.parametrize(("answer", "code", "charges"), [("\n", 0, 1), ("n\n", 3, 0)])
def test_the_price_is_agreed_to(fake: FakeIma, answer: str, code: int, charges: int) -> None:
    """Enter orders, n doesn't; nothing is ordered before."""
    said, shown = _talk(["draw a cat with a hat"], ("Order this for 5 pts? [Y/n/e]", answer))
    assert (said, len(fake.charges)) == (code, charges)
    assert "Understood" in shown


@pytest.mark.measured
@pytest.mark.parametrize("answer", ["\n", "1\n", "Veo 3.1\n"])
def test_a_doubt_is_asked_with_its_choices(fake: FakeIma, answer: str) -> None:
    """Enter takes the first, and so do its number and its name; what is no answer is asked again."""
    code, shown = _talk(
        ["a video of a cat with Veo 4"],
        ("Enter takes the first", "nobody\n"),
        ("I didn't understand that answer", answer),
        ("[Y/n/e]", "n\n"),
    )
    assert (code, "1. Veo 3.1" in shown, "Veo 3.1 · text-to-video" in shown) == (3, True, True)
    assert len(fake.charges) == 0


@pytest.mark.parametrize("left", ["不用了", "算了", "never mind", "n", "no", "forget it", "取消"])
def test_what_declines_is_not_the_content(fake: FakeIma, left: str) -> None:
    """The wish is dropped with a friendly line, and no price is asked about."""
    code, shown = _talk(["用可灵做个视频"], ("n: leave it", f"{left}\n"))
    assert (code, len(fake.charges), "Order this" in shown) == (0, 0, False)


@pytest.mark.parametrize(
    ("said", "shows"),
    [
        ("y", "Veo 3.1 · text"),
        ("the second one", "Pixverse V5.5 · text"),
        ("第二个", "Pixverse V5.5 · text"),
        ("VEO 3.1", "Veo 3.1 · text"),
    ],
)
def test_a_numbered_doubt_takes_words(fake: FakeIma, said: str, shows: str) -> None:
    """A yes, an ordinal, the words of a choice."""
    code, shown = _talk(["a video of a cat with Veo 4"], ("n: leave it", f"{said}\n"), ("[Y/n/e]", "n\n"))
    assert (code, shows in shown, "I didn't understand that answer" in shown, len(fake.charges)) == (3, True, False, 0)


@pytest.mark.parametrize("said", ["n", "never mind", "算了"])
def test_a_numbered_doubt_can_be_left(fake: FakeIma, said: str) -> None:
    """By a no; nothing is ordered."""
    code, shown = _talk(["a video of a cat with Veo 4"], ("n: leave it", f"{said}\n"))
    assert (code, "Order this" in shown, len(fake.charges)) == (0, False, 0)


@pytest.mark.parametrize(
    ("words", "asked", "shows"),
    [
        ("用可灵做个视频", "how much is it?", "you'll see the price"),
        ("用可灵做个视频", "你好", "Hello!"),
        ("a video of a cat with Veo 4", "what does Veo 3.1 cost?", "Today's prices"),
        ("draw a cat", "how much is it?", "5 pts with"),
        ("draw a cat", "how long will it take?", "About "),
        ("draw a cat", "which other models are there?", "with prices"),
        ("draw a cat", "I don't want to spend anything", "Nothing here is free"),
        ("draw a cat", "thanks", "You're welcome"),
    ],
)
def test_a_question_is_answered_and_what_waits_goes_on(fake: FakeIma, words: str, asked: str, shows: str) -> None:
    """The same question is put again, and a no leaves it."""
    waits, again = ("[Y/n/e]", "[y/n/e]") if words == "draw a cat" else ("n: leave it", "n: leave it")
    code, shown = _talk([words], (waits, f"{asked}\n"), (shows, ""), (again, "n\n"))
    assert (code, len(fake.charges)) == (3 if words == "draw a cat" else 0, 0), shown


def test_what_is_typed_at_the_price_is_never_dropped(fake: FakeIma) -> None:
    """A change is told with its new price, a new wish takes the place of the old one, and a slip costs nothing."""
    code, shown = _talk(
        ["draw a cat"],
        ("5 pts? [Y/n/e]", "好，不过用香蕉Pro\n"),
        ("10 pts? [Y/n/e]", "yes but vertical, two of them\n"),
        ("20 pts? [Y/n/e]", "yess\n"),
        ("20 pts, “no” to leave it", "something cheaper\n"),
        ("8 pts? [Y/n/e]", "draw a dog in the snow\n"),
        ("Prompt: draw a dog in the snow", ""),
        ("[Y/n/e]", "y\n"),
    )
    assert (code, len(fake.charges)) == (0, 1), shown
    assert fake.charges[0].points == 5


@pytest.mark.measured
def test_the_last_picture_is_taken_after_asking(fake: FakeIma) -> None:
    """A video is made from it, or from the words; of "it" there is only one."""
    code, shown = _talk(
        [],
        ("Hello!", "draw a fox\n"),
        ("[Y/n/e]", "\n"),
        ("What next?", "as a video\n"),
        ("Shall I use the picture you have?", "\n"),
        ("image-to-video", ""),
        ("[Y/n/e]", "n\n"),
        ("What next?", "make it a video\n"),
        ("image-to-video", ""),
        ("[Y/n/e]", "y\n"),
        ("What next?", "\x04"),
    )
    assert (code, len(fake.charges)) == (0, 2), shown


def test_a_no_about_words_leaves_them_in_the_description(fake: FakeIma) -> None:
    """There it takes "never mind" to leave, and it says so."""
    first = ("never mind: leave it", "n\n")
    assert _talk(["a 4K cat in a hat"], first, ("[Y/n/e]", "n\n"))[0] == 3
    assert _talk(["a 4K cat in a hat"], ("never mind: leave it", "never mind\n"))[0] == 0
    assert len(fake.charges) == 0


def test_a_new_wish_takes_the_place_of_the_one_in_doubt(fake: FakeIma) -> None:
    """At a numbered doubt, at a free one, and where it is asked of which work somebody speaks."""
    for words, said, shows in (
        ("a video of a cat with Veo 4", "draw a dog in the snow", "Prompt: draw a dog in the snow"),
        ("用可灵做个视频", "用MJ画一只狗", "Midjourney · text-to-image"),
        ("再来一张", "a fox", "Prompt: a fox"),
    ):
        code, shown = _talk([words], ("leave it", f"{said}\n"), ("[Y/n/e]", "n\n"))
        assert (code, shows in shown) == (3, True), shown
    assert len(fake.charges) == 0


def test_a_follow_up_is_not_the_content_of_what_is_in_doubt(fake: FakeIma) -> None:
    """With a last work it is that one again; what only repeats the question is asked again."""
    code, shown = _talk(
        [],
        ("Hello!", "draw a fox\n"),
        ("[Y/n/e]", "\n"),
        ("What next?", "做成视频\n"),
        ("no picture, just the description", "hmm?\n"),
        ("never mind: leave it", "用MJ再来一张\n"),
        ("[Y/n/e]", "n\n"),
        ("What next?", "\x04"),
    )
    assert (code, len(fake.charges), "Midjourney · text-to-image" in shown) == (0, 1, True)


def test_a_wish_can_be_said_anew(fake: FakeIma) -> None:
    """At a doubt and at the price."""
    code, shown = _talk(
        ["draw"],
        ("Type your answer", "e\n"),
        ("Tell me again", "draw a cat\n"),
        ("[Y/n/e]", "e\n"),
        ("Tell me again", "draw a dog in the snow\n"),
        ("[Y/n/e]", "\n"),
    )
    assert (code, len(fake.charges)) == (0, 1)
    assert "a dog in the snow" in shown


def test_the_end_of_input_orders_nothing(fake: FakeIma) -> None:
    """At a doubt, at the price, or where the wish is said anew."""
    for words, exchange in (
        ("draw", (("Type your answer", "\x04"),)),
        ("draw a cat", (("[Y/n/e]", "\x04"),)),
        ("draw", (("Type your answer", "e\n"), ("Tell me again", "\x04"))),
    ):
        assert _talk([words], *exchange)[0] == 3
    assert len(fake.charges) == 0


@pytest.mark.measured
def test_without_words_it_is_a_conversation(fake: FakeIma) -> None:
    """It greets, answers, orders, changes what it made, is refused without ending, and ends with Ctrl-D."""
    code, shown = _talk(
        [],
        ("Hello!", "thanks\n"),
        ("What next?", "draw a fox\n"),
        ("[Y/n/e]", "\n"),
        ("What next?", "same but vertical\n"),
        ("[Y/n/e]", "\n"),
        ("What next?", "use midjourney to draw a fox, 16:9\n"),
        ("n: leave it", "n\n"),
        ("What next?", "\n"),
        ("What next?", "\x04"),
    )
    assert (code, len(fake.charges)) == (0, 2)
    assert "9:16" in shown


EDITOR = """
import sys, pathlib
path = pathlib.Path(sys.argv[1])
text = path.read_text(encoding="utf-8")
assert "旺财" in text and "bgm" in text
round = pathlib.Path("round")
if not round.exists():
    round.write_text("1")
    path.write_text("steps: [", encoding="utf-8")
else:
    head, _, rest = text.partition("  bgm:")
    film = rest[rest.index("film:"):].replace("  music: bgm\\n", "")
    path.write_text(head + film, encoding="utf-8")
"""


def test_a_plan_is_changed_in_the_editor_before_it_is_agreed_to(
    fake: FakeIma, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What can't be read is told, and the plan stays; what is changed is priced anew, and only that is ordered."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "editor.py").write_text(EDITOR, encoding="utf-8")
    monkeypatch.setenv("VISUAL", f"{sys.executable} editor.py")
    code, shown = _talk(
        ["宣传片+配乐，主角是旺财小狗，1个镜头，5秒，最便宜", "-o", "out", "--timeout", "50000", "--language", "en"],
        ("This costs 41 points. Begin? [y/N, e to change it first]", "e\n"),
        ("This costs 41 points. Begin?", "e\n"),
        ("This costs 16 points. Begin?", "y\n"),
    )
    assert (code, sum(charge.points for charge in fake.charges)) == (0, 16), shown
    assert "can't be read" in shown
    assert (tmp_path / "out" / "film.mp4").exists()


@pytest.mark.measured
def test_a_plan_is_left_at_the_terminal(fake: FakeIma) -> None:
    """Enter is no yes to a whole work."""
    code, shown = _talk(["a promo video with music, starring a fox, 1 shot"], ("[y/N, e to change it first]", "\n"))
    assert (code, len(fake.charges), "1/" in shown) == (3, 0, False)


@pytest.mark.parametrize(
    ("series", "again", "asked", "made", "ready"),
    [
        ("一套2张，同一个女孩，不同城市", "再来一张，她在跑步", "不用图", "图生图", "还要做什么"),
        (
            "a series of 2 pictures of the same girl in different cities",
            "another one, she is running",
            "no picture, just the description",
            "image-to-image",
            "What next?",
        ),
    ],
)
def test_the_hero_of_a_series_is_taken_after_asking(
    fake: FakeIma, monkeypatch: pytest.MonkeyPatch, series: str, again: str, asked: str, made: str, ready: str
) -> None:
    """One more of it is made from the hero, where the person says so; each is answered in the language of its words."""
    monkeypatch.delenv("IMA_LANGUAGE")
    code, shown = _talk(
        [],
        ("", f"{series}\n"),
        ("[y/N", "y\n"),
        ("3/3", ""),
        (ready, f"{again}\n"),
        (asked, "\n"),
        (made, ""),
        ("5 " if ready.isascii() else "下单吗", "y\n"),
        (ready, "\x04"),
    )
    assert (code, "doubao" in shown) == (0, False), shown
    assert [charge.task_type for charge in fake.charges][-1] == "image_to_image", shown


def test_any_line_is_heard_at_the_price_of_a_plan(fake: FakeIma) -> None:
    """A question tells it anew, a change prices it anew, a slip is asked again, a new wish takes its place."""
    code, shown = _talk(
        ["make a promo film for a coffee shop, with background music"],
        ("155 points. Begin?", "how much is that altogether?\n"),
        ("155 points. Begin?", "make it vertical\n"),
        ("5 steps, 9:16, 155 points", ""),
        ("155 points. Begin?", "something cheaper\n"),
        ("53 points. Begin?", "thanks\n"),
        ("You're welcome", ""),
        ("53 points. Begin?", "yess\n"),
        ("53 points. Begin?", "ok?\n"),
        ("53 points. Begin?", "draw a dog in the snow\n"),
        ("5 pts? [Y/n/e]", "n\n"),
    )
    assert (code, len(fake.charges), "Understood: nothing yet" in shown) == (3, 0, False), shown


@pytest.mark.parametrize(("said", "code"), [("算了", 3), ("never mind", 3), ("\n", 3)])
def test_a_no_leaves_a_plan(fake: FakeIma, said: str, code: int) -> None:
    """In words as by a sign."""
    left, shown = _talk(["给咖啡店做一个宣传片，配上音乐"], ("155 ", ""), ("[y/N", f"{said.strip()}\n"))
    assert (left, len(fake.charges)) == (code, 0), shown


def test_a_question_is_put_in_the_language_spoken_last(fake: FakeIma, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where none was named; a few words without a Chinese sign change nothing."""
    monkeypatch.delenv("IMA_LANGUAGE")
    code, shown = _talk(
        ["draw a cat on the roof"],
        ("5 pts? [Y/n/e]", "竖版的\n"),
        ("共 5 积分。[回车下单", "2\n"),
        ("共 10 积分。[回车下单", "make it a dog instead please\n"),
        ("Prompt: draw a dog on the roof", ""),
        ("10 pts? [Y/n/e]", "never mind\n"),
    )
    assert (code, len(fake.charges)) == (3, 0), shown


def test_sums_and_the_cheapest_are_told(fake: FakeIma) -> None:
    """Of the works that are meant, and of the medium that is spoken of; all models where no medium is asked about."""
    code, shown = _talk(
        [],
        ("Ctrl-D ends", "draw a cat\n"),
        ("[Y/n/e]", "what is the cheapest model?\n"),
        ("The cheapest image model is", ""),
        ("[y/n/e]", "hmm\n"),
        ("No hurry", ""),
        ("[y/n/e]", "y\n"),
        ("What next?", "one more\n"),
        ("[Y/n/e]", "y\n"),
        ("What next?", "what did those two cost altogether?\n"),
        ("Those 2 took 10 pts in all.", ""),
        ("What next?", "what models do you have\n"),
        ("text-to-video", ""),
        ("What next?", "\x04"),
    )
    assert (code, len(fake.charges)) == (0, 2), shown


def test_what_is_asked_in_between_is_answered_by_facts(fake: FakeIma) -> None:
    """Where results are, by what number, how long, what three cost, why nothing is joined; it orders nothing."""
    code, shown = _talk(
        [],
        ("Ctrl-D ends", "which model is the fastest?\n"),
        ("The quickest is", ""),
        ("What next?", "where can I download them?\n"),
        ("Nothing is made yet", ""),
        ("What next?", "draw a fox\n"),
        ("5 pts? [Y/n/e]", "how much would three of them be?\n"),
        ("15 pts? [Y/n/e]", "just one\n"),
        ("5 pts? [Y/n/e]", "what happens if it fails?\n"),
        ("I tell you what was charged", ""),
        ("[y/n/e]", "y\n"),
        ("What next?", "where is it?\n"),
        ("Here: http", ""),
        ("What next?", "what's the order id?\n"),
        ("Your latest orders: SeeDream", ""),
        ("What next?", "can you do that again tomorrow?\n"),
        ("I can't start anything later", ""),
        ("What next?", "animate it\n"),
        ("[Y/n/e]", "how long is the video?\n"),
        ("5 s long", ""),
        ("[y/n/e]", "too dear, leave it\n"),
        ("What next?", "put the two together\n"),
        ("I can't cut or join", ""),
        ("What next?", "a birthday song for Lily\n"),
        ("[Y/n/e]", "can it be longer?\n"),
        ("The model decides", ""),
        ("[y/n/e]", "do you have a dark mode?\n"),
        ("I can't answer that one", ""),
        ("[y/n/e]", "n\n"),
        ("What next?", "the picture was nicer\n"),
        ("What next?", "use that one, vertical\n"),
        ("[Y/n/e]", "n\n"),
        ("What next?", "bye\n"),
        ("Bye for now", ""),
        ("What next?", "\x04"),
    )
    assert (code, len(fake.charges)) == (0, 1), shown


@pytest.mark.parametrize("answer", ["ok fine then", "1", ""])
def test_a_yes_to_a_limit_is_none_to_a_price(fake: FakeIma, answer: str) -> None:
    """Whoever says that so many points are the most has not been told what it costs."""
    code, shown = _talk(["draw a cat, 40 points"], ("40 pts at most", f"{answer}\n"), ("5 pts? [Y/n/e]", "n\n"))
    assert (code, len(fake.charges)) == (3, 0), shown


@pytest.mark.measured
def test_prices_are_told_for_what_is_asked_and_a_model_just_named_is_taken(fake: FakeIma) -> None:
    """Of ten seconds, not of all there is; what was left can be gone on from."""
    code, shown = _talk(
        [],
        ("Ctrl-D ends", "how much is a video?\n"),
        ("Wan 2.6             text-to-video   25-120", ""),
        ("What next?", "and for 10 seconds?\n"),
        ("Wan 2.6             text-to-video   50-80", ""),
        ("What next?", "a video of a dog on the beach\n"),
        ("[Y/n/e]", "is there anything cheaper?\n"),
        ("The cheapest video model is Vidu Q2", ""),
        ("[y/n/e]", "ok use that one then\n"),
        ("Vidu Q2", ""),
        ("[Y/n/e]", "n\n"),
        ("All right, I'll leave it.", ""),
        ("What next?", "the dog one, vertical\n"),
        ("Prompt: a video of a dog on the beach", ""),
        ("[Y/n/e]", "yeah lovely\n"),
        ("What next?", "\x04"),
    )
    assert (code, len(fake.charges)) == (0, 1), shown


@pytest.mark.parametrize(
    ("before", "said"),
    [
        ("draw a cat with a hat, max 5 points", None),
        ("draw a cat with a hat", "keep it under 10 points"),
        ("draw a cat with a hat", "that's under 20 points, right?"),
        ("画一只猫", "别超过20积分"),
    ],
)
def test_a_limit_is_no_yes(fake: FakeIma, before: str, said: str | None) -> None:
    """The price is told and asked about, whatever it lies under; after the work a limit orders nothing once more."""
    lines = [] if said is None else [("for 5 pts? [Y/n/e]", f"{said}\n")]
    code, shown = _talk(
        [],
        ("Ctrl-D ends", f"{before}\n"),
        *lines,
        ("5 pts? [Y/n/e]", "y\n"),
        ("What next?", "under 20 points please\n"),
        ("What next?", "\x04"),
    )
    assert (code, len(fake.charges)) == (0, 1), shown


def test_lyrics_are_shown_before_they_are_paid_for(fake: FakeIma) -> None:
    """All of them, as they will be sung."""
    words = "a folk song, lyrics: rusty door, new road"
    code, shown = _talk([words], ("[Y/n/e]", "n\n"))
    assert (code, fake.charges, "Lyrics: rusty door, new road" in shown) == (3, (), True), shown


def test_what_a_model_has_no_setting_for_is_told_in_plain_words(fake: FakeIma) -> None:
    """With those that have it."""
    code, shown = _talk(
        ["a video of a dog, hailuo 2.3"], ("[Y/n/e]", "vertical\n"), ("n: leave it", "1\n"), ("[Y/n/e]", "n\n")
    )
    assert (code, fake.charges, "Hailuo 2.3 has no choice of aspect ratio" in shown) == (3, (), True), shown


def test_what_is_changed_at_the_price_is_the_same_wish(fake: FakeIma) -> None:
    """However often, and whatever it points at: it is never read as what goes on from itself."""
    words = "make me a video with that one, a paper boat drifting down a rainy street"
    code, shown = _talk(
        [],
        ("Ctrl-D ends", f"{words}\n"),
        ("[Y/n/e]", "longer please\n"),
        ("[Y/n/e]", "no sound\n"),
        ("Order this", "n\n"),
        ("What next?", "\x04"),
    )
    told = [line.removeprefix("Prompt: ").rstrip("\r") for line in shown.split("\n") if line.startswith("Prompt: ")]
    assert (code, fake.charges, told) == (0, (), [words] * 3), shown


@pytest.mark.parametrize("typed", ["draw a red bicycle\n\n", "draw a red bicycle\nyes\n"])
def test_what_was_typed_before_a_price_was_told_agrees_to_nothing(fake: FakeIma, typed: str) -> None:
    """A pasted line end, a second blow on Enter: the price is asked once more, and a line behind it counts."""
    said, shown = _talk(
        [], ("What picture", typed), ("agrees to nothing", ""), ("[Y/n/e]", "n\n"), ("What next", "\x04")
    )
    assert (said, fake.charges) == (0, ())
    assert shown.count("for 5 pts?") == 2


@pytest.mark.parametrize("said", ["I'm off, thanks for the laugh", "bet", "is it pretty?"])
def test_enter_agrees_only_to_a_price_that_was_just_told(fake: FakeIma, said: str) -> None:
    """Told again after something else was said, only a yes orders, and it is told that it does."""
    code, shown = _talk(
        ["draw a cat with a hat"],
        ("[Y/n/e]", f"{said}\n"),
        ("Say “yes” to order this for 5 pts", "\n"),
        ("Say “yes” to order this for 5 pts", "yes\n"),
    )
    assert (code, len(fake.charges)) == (0, 1)
    assert shown.count("[y/n/e]") == 2
