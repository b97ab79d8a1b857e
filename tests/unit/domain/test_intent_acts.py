"""What each part of a turn does, as it was learnt, and what becomes of whole turns that nothing was learnt from."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imastudio.domain.intent import NO_CONTEXT, interpret
from imastudio.domain.intent.acts import Act, acts_of, is_told_of_yes, media_of
from imastudio.domain.intent.classifier import LinearClassifier, classifier_of
from imastudio.domain.intent.features import Situation
from imastudio.domain.intent.redescribing import redescribed
from imastudio.domain.intent.segmenting import segments_of
from imastudio.domain.intent.swapping import dropped
from tests.intent.conversing import offered
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
    assert classifier.weights_of("known") == {"b": 400}
    assert classifier.weights_of("unknown") is None


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
    ("words", "told"), [("yes, go ahead", True), ("animate that", False), ("flibber the gax", False)]
)
def test_a_yes_is_made_of_known_words(words: str, told: bool) -> None:  # noqa: FBT001 - a table's column
    """None of which speaks for something else."""
    assert is_told_of_yes(words) is told


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
    "said",
    [
        "animate that",
        "红火喜庆的 做吧",
        "yes but portrait",
        "可以，不过竖版",
        "40? do one",
        "嗯 再想想",
        "ok, bit slow",
    ],
)
def test_what_holds_more_than_a_yes_agrees_to_nothing(said: str) -> None:
    """However near it comes."""
    assert interpret(said, context=offered(interpret("画一只猫"), NO_CONTEXT)).agrees is not True
