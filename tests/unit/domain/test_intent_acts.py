"""What each part of a turn does, as it was learnt, and what becomes of whole turns that nothing was learnt from."""

from collections import Counter

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imastudio.domain.intent import NO_CONTEXT, Context, Doubt, Pending, Topic, interpret
from imastudio.domain.intent.acts import Act, acts_of, media_of
from imastudio.domain.intent.answering import heard_as_answer
from imastudio.domain.intent.classifier import LinearClassifier, classifier_of
from imastudio.domain.intent.features import Situation
from imastudio.domain.intent.reading import reading_of
from imastudio.domain.intent.redescribing import redescribed
from imastudio.domain.intent.segmenting import segments_of
from imastudio.domain.intent.swapping import dropped
from imastudio.domain.intent.utterance import Utterance
from imastudio.domain.orders import Medium
from tests.intent.conversing import offered, said_after
from tests.intent.labelled import fingerprint, labelled_turns
from tests.intent.turned import becomes, beside, judged, wished

APART = [turn for turn in labelled_turns() if turn.kept_apart]
STANDING = Situation(state="P", medium="image", described="a lighthouse in a storm, with gulls")


@pytest.mark.parametrize("name", ["acts", "media"])
def test_the_tables_are_learnt_from_the_turns_that_stand_here(name: str) -> None:
    """Whoever adds a turn learns anew: `make words`."""
    assert classifier_of(name).learnt_from == fingerprint()


def test_what_nothing_was_learnt_from_is_mostly_heard(capsys: pytest.CaptureFixture[str]) -> None:
    """Segment by segment, and turn by turn; the figures are printed. Nothing is ordered without a yes."""
    segments = Counter(
        one.act == turn.act_of(one.start, one.end) for turn in APART for one in acts_of(turn.words, turn.situation)
    )
    turns: Counter[str] = Counter()
    for turn in (one for one in APART if one.situation.state in "PDN"):
        wish = wished(turn)
        turns[judged(turn, becomes(interpret(turn.words, context=beside(turn, wish)), wish))] += 1
    told = ", ".join(f"{name} {100 * count / turns.total():.1f}%" for name, count in turns.most_common())
    with capsys.disabled():
        share = 100 * segments[True] / segments.total()
        print(f"\nturns, kept apart ({turns.total()}): {told}; segments {share:.1f}%")  # noqa: T201 - the figures are to be seen
    assert turns["spends"] == 0
    assert turns["wrong"] <= 0.2 * turns.total()
    assert segments[True] >= 0.7 * segments.total()


@given(st.text(max_size=80))
def test_segments_leave_nothing_out(words: str) -> None:
    """They stand one behind the other, and each holds something."""
    spans = segments_of(words)
    assert "".join(words[start:end] for start, end in spans) == (words if spans else "")
    assert all(start < end for start, end in spans)


@given(st.text(max_size=80))
def test_each_segment_has_one_act_and_all_chances(words: str) -> None:
    """Whatever is said; a turn never holds a wish and a change."""
    found = acts_of(words, STANDING)
    assert all(abs(sum(one.chances.values()) - 1) < 1e-6 and set(one.chances) == set(Act) for one in found)
    assert {Act.WISH, Act.CHANGE} - {one.act for one in found}
    assert abs(sum(media_of(words, STANDING).values()) - 1) < 1e-6


@given(st.lists(st.text(max_size=5), max_size=6))
def test_a_feature_that_no_table_has_says_nothing(features: list[str]) -> None:
    """The chances are those of the bias, or of what is known."""
    classifier = LinearClassifier(("a", "b"), {"*": "0:100", "known": "1:400"})
    unknown = [one for one in features if one not in {"*", "known"}]
    assert classifier.chances(unknown) == classifier.chances([])
    assert classifier.chances(["known"])["b"] > classifier.chances([])["b"]


@pytest.mark.parametrize(
    ("words", "segments"),
    [
        ("no just a dog", ["no ", "just a dog"]),
        ("ouch, too much. 5 then", ["ouch, ", "too much. ", "5 then"]),
        ("算了不做音乐了，给我画张海报吧 16:9", ["算了", "不做音乐了，", "给我画张海报吧 ", "16:9"]),
        ("make it 4.5 secs at 16:9. ok?", ["make it 4.5 secs at 16:9. ", "ok?"]),
        ('it should say "Open. Now, really" in red', ['it should say "Open. Now, really" in red']),
        ("", []),
    ],
)
def test_a_turn_is_cut_where_another_thing_may_begin(words: str, segments: list[str]) -> None:
    """Not inside a quote, a number or a ratio."""
    assert [words[start:end] for start, end in segments_of(words)] == segments


@pytest.mark.parametrize(
    ("words", "prompt", "becomes"),
    [
        ("the description should only be: a cat on a mat", "junk, please", "a cat on a mat"),
        ("描述改成：一只白猫坐在窗台", "画一只猫，快点啊", "一只白猫坐在窗台"),
        ("把描述里的“快点啊”去掉", "画一只猫，快点啊", "画一只猫"),
        ('Please delete "Fine" from the description.', "a cat, Fine, really", "a cat, really"),
        ('no take out everything before "a pink axolotl"', "so my daughter, a pink axolotl", "a pink axolotl"),
        ('delete "dogs" from it', "a cat", None),
        ("the description", "a cat", None),
        ("a red ribbon", "a cat", None),
    ],
)
def test_the_description_can_be_spoken_of(words: str, prompt: str, becomes: str | None) -> None:
    """It is what is named as it, or what is left of it."""
    assert redescribed(words, prompt) == becomes


@pytest.mark.parametrize(
    ("words", "prompt", "becomes"),
    [
        ("算了不要海鸥了", "画海边日落，加一只海鸥", "画海边日落"),
        ("actually drop the gulls", "a lighthouse, with gulls, at night", "a lighthouse, at night"),
        ("the moon has to go", "a lake, under a moon", "a lake"),
        ("lose the boat", "a lake, with a boat and a pier", None),
        ("lose the lake", "a lake, with a boat", None),
        ("lose the cat", "a lake", None),
    ],
)
def test_what_is_to_go_goes_with_its_part_of_the_description(words: str, prompt: str, becomes: str | None) -> None:
    """Where it has one of its own; never with something else, and never the thing itself."""
    assert dropped(words, prompt) == becomes


@pytest.mark.parametrize(
    ("wish", "said", "values"),
    [
        ("a picture of a horse, portrait", "any shape is fine", {"aspect_ratio": None}),
        ("a picture of a horse, portrait", "forget portrait then", {"aspect_ratio": None}),
        ("朗读：今天学古诗", "语速调到0.7", {"speed": 0.7}),
        ("用男声读：欢迎光临", "把男声换成女声", {"speaker": "zh_female_vv_uranus_bigtts"}),
        ("做一个视频：外卖", "清晰度720就行", {"resolution": "720P"}),
        ("a video of croissants", "Could it be ten seconds instead of five?", {"duration": 10}),
    ],
)
def test_a_setting_is_read_whatever_stands_around_it(wish: str, said: str, values: dict[str, object]) -> None:
    """And none of its words is described."""
    before = interpret(wish)
    proposal = interpret(said, context=offered(before, NO_CONTEXT))
    assert (proposal.agrees, {name: proposal.params.get(name) for name in values}) == (None, values)
    assert proposal.prompt == before.prompt


@pytest.mark.parametrize(
    ("wish", "said", "prompt"),
    [
        ("a lighthouse at night, with gulls", "actually drop the gulls", "a lighthouse at night"),
        ("画一张海边日落的图", "加一只海鸥", "画一张海边日落的图，加一只海鸥"),
        ("a pumpkin latte", "lol no just a surfer at sunset", "a surfer at sunset"),
        ("junk, a cat", "the description should only be: a cat on a mat", "a cat on a mat"),
        ("a boat", "Could it be in watercolour rather, and the boat should have red sails.", None),
    ],
)
def test_a_change_at_the_price_is_told_with_all_its_words(wish: str, said: str, prompt: str | None) -> None:
    """It takes a place, stands beside, or takes the place of all."""
    proposal = interpret(said, context=offered(interpret(wish), NO_CONTEXT))
    due = f"{wish}, {said.strip('.')}" if prompt is None else prompt
    assert (proposal.agrees, proposal.open, proposal.prompt) == (None, False, due)


def test_the_price_of_a_model_is_no_limit() -> None:
    """The five-point one is wanted, four times."""
    proposal = interpret("那就用5积分那个吧，先来4张看看", context=offered(interpret("画一张图：白族院子"), NO_CONTEXT))
    assert (proposal.n, proposal.max_points, proposal.doubts) == (4, None, ())


@pytest.mark.parametrize(
    ("made", "said", "source", "words"),
    [
        (
            "画一张小猫戴皇冠的图",
            "太可爱了！能不能把皇冠换成小草莓帽子，其他都别变",
            "https://r.test/0-0.png",
            "草莓帽子",
        ),
        ("画两张猫的图", "第二张绝了，背景换成粉色", "https://r.test/0-1.png", "背景换成粉色"),
        ("a picture of a boat", "love it. could you make the sails red?", "https://r.test/0-0.png", "sails red"),
    ],
)
def test_a_change_works_on_the_picture_that_was_made(made: str, said: str, source: str, words: str) -> None:
    """The one there is, or the one that is named."""
    proposal = said_after(made, said)
    assert ([one.source for one in proposal.inputs], words in proposal.prompt, proposal.n) == ([source], True, 1)


@pytest.mark.parametrize(
    ("made", "said", "medium", "words"),
    [
        (
            "a song about my old dog",
            "aw lovely. now a cover for it, him sitting on a porch",
            Medium.IMAGE,
            "sitting on a porch",
        ),
        ("a photo of a beach at sunset", "can you do some music for it", Medium.MUSIC, "beach at sunset"),
        ("写一首关于海的歌", "给这首歌做个封面吧 雨夜 便利店门口 一把透明伞", Medium.IMAGE, "透明伞"),
    ],
)
def test_another_medium_takes_what_it_is_for(made: str, said: str, medium: Medium, words: str) -> None:
    """In its own words, or in those of the work that it goes with."""
    proposal = said_after(made, said)
    assert (proposal.media, proposal.open, words in proposal.prompt) == (medium, False, True)


def test_no_answer_is_no_answer() -> None:
    """Words that are too long, or likely for none of the choices, are read as a whole."""
    wish, doubt = interpret("a cat"), Doubt(field="media", words="x", choices=["image", "video"])
    pending = Pending(words="a cat", doubts=[doubt])
    assert heard_as_answer(Utterance(words="a very long tale " * 40), pending, wish) is None
    assert (
        heard_as_answer(Utterance(words="one with a hat"), Pending(words="x", doubts=[Doubt(field="media")]), wish)
        is None
    )
    left = heard_as_answer(Utterance(words="算了不做了"), pending, wish)
    assert left is not None
    assert left.leaves
    text = Pending(words="read something", doubts=[Doubt(field="text")])
    read = heard_as_answer(Utterance(words="slowly please. The text is: Close your eyes."), text, wish)
    assert read is not None
    assert (read.answers, read.before) == ({"text": "Close your eyes."}, "slowly please. ")


@pytest.mark.parametrize(
    ("said", "topic", "agrees"),
    [
        ("yes, thanks", None, None),
        ("ok, forget it", Topic.CANCEL, False),
        ("yes, how much is it?", Topic.PRICES, None),
        ("no, too dark", Topic.FEEDBACK, None),
        ("太丑了", Topic.FEEDBACK, None),
        ("can I see it before I pay?", Topic.HELP, None),
        ("how long will that take", Topic.HELP, None),
    ],
)
def test_what_stands_behind_an_answer_to_a_question_is_heard(
    said: str,
    topic: Topic | None,
    agrees: bool | None,  # noqa: FBT001 - a table's column
) -> None:
    """A question is answered, a refusal leaves the wish, and thanks change nothing."""
    asked = interpret("a 4K cat in a hat")
    assert asked.open
    proposal = asked.heard(said)
    assert (proposal.topic, proposal.agrees) == (topic, agrees)


@pytest.mark.parametrize(
    ("said", "agrees"), [("yes, thanks", True), ("yeah nah", None), ("no, a dog on a beach", None)]
)
def test_what_stands_behind_an_answer_to_a_retry_is_heard(said: str, agrees: bool | None) -> None:  # noqa: FBT001 - the same
    """A yes to another model is one, whatever thanks stand behind it."""
    pending = Pending(words="画一只猫", asked="retry", choices=["Veo 3.1"])
    assert interpret(said, context=Context(pending=pending)).agrees is agrees


def test_something_described_that_is_refused_goes() -> None:
    """Rather than the wish."""
    waiting = offered(interpret("加一只海鸥", context=offered(interpret("画海边日落"), NO_CONTEXT)), NO_CONTEXT)
    proposal = interpret("算了不要海鸥了", context=waiting)
    assert (proposal.topic, proposal.prompt) == (None, "画海边日落")


def test_the_model_that_an_answer_named_is_none_where_nobody_can_tell_which() -> None:
    """That one is asked about."""
    waiting = attrs.evolve(offered(interpret("画一只猫"), NO_CONTEXT), named="???")
    assert interpret("that one", context=waiting).agrees is not True


@pytest.mark.parametrize(
    ("words", "prompt", "becomes"),
    [
        ("牌子上面，就写：开业大吉", "画一块牌子", None),
        ('Just "croissants on a tray" as the description, nothing else.', "junk", "croissants on a tray"),
        ("take out the bit about the price", "a cat, the price is too high, in a hat", "a cat, in a hat"),
    ],
)
def test_lettering_is_no_description(words: str, prompt: str, becomes: str | None) -> None:
    """What is quoted as the description is one, and what is said of it may go."""
    assert redescribed(words, prompt) == becomes


def test_a_long_wish_that_seems_to_point_back_is_one_of_its_own() -> None:
    """Where nothing is pointed at, and the words are surely for a medium."""
    proposal = interpret("你好呀 我家猫下周三岁生日，想做张生日海报贴朋友圈")
    assert (proposal.media, proposal.open) == (Medium.IMAGE, False)


def test_what_a_picture_says_is_handed_over_to_nobody() -> None:
    """Where a picture is spoken of, words to be read stand on it."""
    said = Utterance(words="it should say 'Open now'")
    assert reading_of(said, {}, seen=True).handed is None
