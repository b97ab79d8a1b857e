"""A conversation: answers to our questions, corrections, and follow-ups of the last work."""

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imastudio.domain.intent.context_document import decode_context, encode_context
from imastudio.domain.intent.folding import fold
from imastudio.domain.intent.handed import _last_line
from imastudio.domain.intent.interpreter import interpret
from imastudio.domain.intent.proposal import AnswerRefused, PreferenceAction, Proposal, Topic
from imastudio.domain.intent.tokens import tokens_of
from imastudio.domain.intent.topics import is_talk
from imastudio.domain.intent.utterance import Context, Doubt, Last, Pending
from imastudio.domain.orders.tasks import Medium, TaskType

FOX = Context(last=Last(task_type=TaskType.TEXT_TO_IMAGE, prompt="a fox", params={"size": "2K"}))


def asked_about(words: str) -> Context:
    """Return the context in which the doubts of some words wait for an answer."""
    proposal = interpret(words)
    assert proposal.open
    return Context(pending=Pending(words=words, doubts=proposal.doubts))


@pytest.mark.parametrize(
    ("said", "model"),
    [
        ("好的，用Veo", "veo-3.1-generate-preview"),
        ("第一个", "veo-3.1-generate-preview"),
        ("the first one", "veo-3.1-generate-preview"),
        ("1", "veo-3.1-generate-preview"),
        ("是", "veo-3.1-generate-preview"),
        ("ok", "veo-3.1-generate-preview"),
        ("Kling", "kling-video-o1"),
        ("用可灵吧", "kling-video-o1"),
    ],
)
def test_an_answer_about_the_model_saves_nothing(said: str, model: str) -> None:
    """The pending wish goes on with it; "用Veo" to our own question is no wish for good."""
    proposal = interpret(said, context=asked_about("a video of a cat with Veo 4"))
    assert (proposal.model, proposal.doubts, proposal.preference) == (model, (), PreferenceAction.NONE)
    assert "a cat" in proposal.prompt


@pytest.mark.parametrize(
    ("words", "said", "params"),
    [
        ("make a video of waves for 10 seconds", "10s", {"duration": 10}),
        ("make a video of waves for 10 seconds", "yes", {"duration": 10}),
        ("make a video of waves for 10 seconds", "no", {}),
        ("a 4K cat in a hat", "4K", {"size": "4K"}),
    ],
)
def test_a_value_answers_its_question(words: str, said: str, params: dict[str, object]) -> None:
    """By itself, with yes, or with no: then the words were the person's own."""
    proposal = interpret(words)
    assert proposal.open
    answered = interpret(said, context=Context(pending=Pending(words=words, doubts=proposal.doubts)))
    assert (dict(answered.params), answered.doubts) == (params, ())


@pytest.mark.parametrize("words", ["用可灵做个视频", "a video of a cat with Veo 4", "read aloud", "海报和视频"])
@pytest.mark.parametrize("said", ["不用了", "算了", "never mind", "n", "no", "forget it", "取消", "ok, never mind"])
def test_a_doubt_can_be_left(words: str, said: str) -> None:
    """Nothing is ordered, and nothing is in doubt any more."""
    for proposal in (interpret(said, context=asked_about(words)), interpret(words).heard(said)):
        assert (proposal.topic, proposal.orders, proposal.doubts, proposal.agrees) == (Topic.CANCEL, False, (), False)


@pytest.mark.parametrize(("said", "topic"), [("no", None), ("never mind", Topic.CANCEL), ("取消", Topic.CANCEL)])
def test_a_no_about_words_is_not_the_end(said: str, topic: Topic | None) -> None:
    """It says that they are part of the description; what leaves a wish leaves this one too."""
    assert interpret(said, context=asked_about("a 4K cat in a hat")).topic == topic


def test_thanks_are_no_refusal() -> None:
    """They are talk, whatever waits."""
    assert interpret("thanks", context=asked_about("用可灵做个视频")).topic is Topic.TALK


@pytest.mark.parametrize("said", ["y", "ok", "第二个", "the second one"])
def test_what_answers_another_question_is_asked_again(said: str) -> None:
    """A yes says nothing of the content."""
    proposal = interpret(said, context=asked_about("用可灵做个视频"))
    assert ([doubt.field for doubt in proposal.doubts], proposal.model) == (["prompt"], "kling-video-o1")


@pytest.mark.parametrize(
    ("words", "said", "prompt"),
    [
        ("用可灵做个视频", "一只猫", "一只猫"),
        ("用可灵做个视频", "make a video of a dog", "make a video of a dog"),
        ("画", "画一只狗", "画一只狗"),
        ("read aloud", "今天天气很好", "今天天气很好"),
    ],
)
def test_content_answers_what_is_to_be_made(words: str, said: str, prompt: str) -> None:
    """The wish goes on with it, word by word."""
    waiting = interpret(words)
    proposal = waiting.heard(said)
    assert (proposal.prompt, proposal.media, proposal.model) == (prompt, waiting.media, waiting.model)


@pytest.mark.parametrize(
    ("words", "said", "media"),
    [
        ("用可灵做个视频", "画一只狗", Medium.IMAGE),
        ("用可灵做个视频", "用MJ画一只狗", Medium.IMAGE),
        ("用可灵做个视频", "a vertical video of a dog", Medium.VIDEO),
        ("用可灵做个视频", "two videos of a dog", Medium.VIDEO),
        ("read aloud", "make a video of a dog", Medium.VIDEO),
        ("read aloud", "用MJ画一只狗", Medium.IMAGE),
        ("a video of a cat with Veo 4", "draw a dog", Medium.IMAGE),
        ("海报和视频", "make a video of a dog", Medium.VIDEO),
    ],
)
def test_a_wish_that_names_its_medium_or_model_is_one_of_its_own(words: str, said: str, media: Medium) -> None:
    """It takes the place of the one that waits."""
    proposal = interpret(words).heard(said)
    assert (proposal.media, proposal.model, proposal.prompt) == (
        media,
        interpret(said).model,
        interpret(said).prompt,
    )
    assert proposal.said is not None
    assert proposal.said.words == said


@pytest.mark.parametrize("words", ["用可灵做个视频", "read aloud", "make a video of waves for 10 seconds"])
@pytest.mark.parametrize("said", ["用MJ再来一张", "再来一张"])
def test_a_follow_up_is_no_answer(words: str, said: str) -> None:
    """It changes the last work, and is asked about without one."""
    context = attrs.evolve(asked_about(words), last=FOX.last)
    assert interpret(said, context=context).prompt == "a fox"
    assert interpret(said, context=asked_about(words)).doubt("which_work") is not None


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("用可灵做个视频", "how much is it?"),
        ("用可灵做个视频", "which models are there?"),
        ("用可灵做个视频", "write me a poem"),
        ("a video of a cat with Veo 4", "what does Veo 3.1 cost?"),
        ("a video of a cat with Veo 4", "Veo 3.1多少钱"),
    ],
)
def test_a_question_is_no_answer(words: str, said: str) -> None:
    """It is answered, even where it holds the words of a choice."""
    proposal = interpret(words).heard(said)
    assert (proposal.topic is not None, proposal.topic is not Topic.CANCEL, proposal.orders) == (True, True, False)


def test_the_longest_choice_that_is_said_counts() -> None:
    """A shorter one may be part of it; numbers are taken whole, and what is not wanted is not chosen."""
    names = Doubt(field="model", choices=["Nano Banana", "Nano Banana 2"])
    numbers = Doubt(field="n", choices=["1", "4"])
    for doubt, said, answer in (
        (names, "nano banana 2 please", {"model": "Nano Banana 2"}),
        (numbers, "4张", {"n": "4"}),
        (names, "not Nano Banana 2", {}),
    ):
        context = Context(pending=Pending(words="画一只猫", doubts=[doubt]))
        assert dict(interpret(said, context=context).answers) == answer


def test_nothing_is_heard_of_what_was_never_said() -> None:
    """A proposal that was made by hand can't be gone on with."""
    with pytest.raises(AnswerRefused):
        Proposal().heard("yes")


def test_words_of_their_own_are_no_answer() -> None:
    """Whoever says something new is heard anew."""
    proposal = interpret("画一只狗", context=asked_about("a video of a cat with Veo 4"))
    assert (proposal.media, proposal.model, proposal.prompt) == (Medium.IMAGE, None, "画一只狗")


@pytest.mark.parametrize("said", ["是", "可以", "yes", "go ahead"])
def test_a_yes_agrees_to_what_was_proposed(said: str) -> None:
    """It is the pending wish again, and says that it was agreed to."""
    proposal = interpret(said, context=Context(pending=Pending(words="画一只猫", asked="approve")))
    assert (proposal.prompt, proposal.agrees, proposal.topic) == ("画一只猫", True, None)


@pytest.mark.parametrize("said", ["不用了", "no", "算了"])
def test_a_no_cancels(said: str) -> None:
    """Nothing is ordered."""
    proposal = interpret(said, context=Context(pending=Pending(words="画一只猫", asked="approve")))
    assert (proposal.agrees, proposal.topic, proposal.orders) == (False, Topic.CANCEL, False)


@pytest.mark.parametrize("said", ["可以", "用Nano Banana 2重试", "可以，用Nano Banana 2重试", "第一个"])
def test_a_retry_takes_the_model_that_is_named(said: str) -> None:
    """Or the first of those that were offered."""
    pending = Pending(words="画一只猫", asked="retry", choices=["Nano Banana 2", "Midjourney"])
    proposal = interpret(said, context=Context(pending=pending))
    assert (proposal.model, proposal.prompt, proposal.preference) == (
        "gemini-3.1-flash-image",
        "画一只猫",
        PreferenceAction.NONE,
    )


def test_a_yes_saves_what_was_asked_about() -> None:
    """The usual model is saved by the answer to our own question."""
    pending = Pending(words="always use Kling O1", asked="save", choices=["Kling O1"])
    proposal = interpret("是", context=Context(pending=pending))
    assert (proposal.preference, proposal.model, proposal.orders) == (PreferenceAction.SAVE, "kling-video-o1", False)


@pytest.mark.parametrize(
    ("said", "params", "prompt"),
    [
        ("same but vertical", {"size": "2K", "aspect_ratio": "9:16"}, "a fox"),
        ("竖版的", {"size": "2K", "aspect_ratio": "9:16"}, "a fox"),
        ("再来一张", {"size": "2K"}, "a fox"),
        ("another one", {"size": "2K"}, "a fox"),
        ("bluer", {"size": "2K"}, "a fox, bluer"),
        ("背景换成海边", {"size": "2K"}, "a fox，背景换成海边"),
        ("4K", {"size": "4K"}, "a fox"),
    ],
)
def test_a_follow_up_changes_the_last_work(said: str, params: dict[str, str], prompt: str) -> None:
    """Its values take the place of those before; other words stand behind the prompt."""
    proposal = interpret(said, context=FOX)
    assert (dict(proposal.params), proposal.prompt, proposal.doubts) == (params, prompt, ())
    assert (proposal.task_type, proposal.continues) == (TaskType.TEXT_TO_IMAGE, True)


@pytest.mark.parametrize(
    "said", ["是", "第二个", "好的，用Veo", "可以，重试", "再来一张", "竖版的", "bluer", "same but vertical"]
)
def test_without_a_context_they_order_and_save_nothing(said: str) -> None:
    """They are asked about, or answered."""
    proposal = interpret(said)
    assert proposal.topic is not None or proposal.open
    assert proposal.open or proposal.preference is PreferenceAction.NONE


@pytest.mark.parametrize(
    ("field", "value", "read"),
    [
        ("duration", "5s", 5),
        ("duration", "5", 5),
        ("aspect_ratio", "9：16", "9:16"),
        ("generate_audio", "yes", True),
        ("size", "4k", "4K"),
    ],
)
def test_any_field_can_be_answered(field: str, value: str, read: object) -> None:
    """The way people write it; "none" takes a value away."""
    proposal = interpret("a video of a cat").answered(field, value)
    assert proposal.params[field] == read
    assert field not in proposal.answered(field, "none").params


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("duration", "long"),
        ("n", "many"),
        ("model", "nobody"),
        ("media", "poem"),
        ("task_type", "x"),
        ("tier", "x"),
        ("aspect_ratio", "tall"),
        ("generate_audio", "perhaps"),
        ("prompt", " "),
    ],
)
def test_what_can_not_be_read_is_refused(field: str, value: str) -> None:
    """It names the field and the value."""
    with pytest.raises(AnswerRefused) as refused:
        interpret("a video of a cat").answered(field, value)
    assert (refused.value.field, refused.value.value) == (field, value)


def test_answers_settle_what_is_not_a_parameter() -> None:
    """Medium, task, count, cap, tier, model, prompt."""
    proposal = interpret("做一个宣传片，加上背景音乐").answered("media", "music")
    assert proposal.task_type is TaskType.TEXT_TO_MUSIC
    proposal = (
        interpret("画")
        .answered("prompt", "一只猫")
        .answered("n", "2")
        .answered("max_points", "10")
        .answered("tier", "budget")
    )
    assert (proposal.prompt, proposal.n, proposal.max_points, proposal.tier, proposal.doubts) == (
        "一只猫",
        2,
        10,
        "budget",
        (),
    )
    assert interpret("a video of a cat").answered("model", "none").model is None
    assert interpret("a video of a cat").answered("task_type", "text_to_video").task_type is TaskType.TEXT_TO_VIDEO
    assert interpret("a video of a cat").answered("media", "none").media is Medium.IMAGE
    assert interpret("再来一张").answered("which_work", "a fox").doubts == ()
    with pytest.raises(AnswerRefused):
        Proposal().answered("n", "2")


TEXTS = st.text(max_size=12)
DOUBTS = st.builds(
    Doubt,
    field=TEXTS,
    words=TEXTS,
    choices=st.lists(TEXTS, max_size=3),
    facts=st.dictionaries(TEXTS, TEXTS, max_size=2),
)
PENDING = st.builds(
    Pending,
    words=TEXTS,
    asked=st.sampled_from(["doubt", "approve", "retry", "save"]),
    doubts=st.lists(DOUBTS, max_size=2),
    answers=st.dictionaries(TEXTS, TEXTS, max_size=2),
    choices=st.lists(TEXTS, max_size=2),
)
LAST = st.builds(
    Last,
    task_type=st.sampled_from(list(TaskType)),
    prompt=TEXTS,
    model=st.none() | TEXTS,
    params=st.dictionaries(TEXTS, TEXTS | st.integers(), max_size=2),
    failed=st.booleans(),
)


@given(pending=st.none() | PENDING, last=st.none() | LAST)
def test_a_context_survives_being_written(pending: Pending | None, last: Last | None) -> None:
    """What is read back is what was kept."""
    context = Context(pending=pending, last=last)
    assert decode_context(encode_context(context)) == context


def test_a_context_of_another_version_is_refused() -> None:
    """It is not guessed at."""
    with pytest.raises(ValueError, match="99"):
        decode_context({"version": 99})


@pytest.mark.parametrize(
    ("place", "value", "error"),
    [
        (("pending", "asked"), "agreed", ValueError),
        (("pending", "words"), 5, TypeError),
        (("last", "model"), 5, TypeError),
        (("last", "n"), "2", TypeError),
        (("last", "points"), True, TypeError),
        (("last", "task_type"), "text_to_poem", ValueError),
        (("last", "inputs"), [7], TypeError),
    ],
)
def test_a_forged_context_is_refused_whole(place: tuple[str, str], value: object, error: type[Exception]) -> None:
    """Nothing of it is guessed at."""
    document = encode_context(
        Context(pending=Pending(words="a fox"), last=Last(task_type="text_to_image", prompt="a fox"))
    )
    document[place[0]][place[1]] = value
    with pytest.raises(error):
        decode_context(document)


def test_talk_is_short() -> None:
    """A long text that begins with a greeting is no small talk."""
    assert (is_talk(fold("你好")), is_talk(fold("你好，" + "一只很长很长的龙" * 40))) == (True, False)


def test_a_list_without_an_end_has_no_last_line() -> None:
    """Then all of it is the person's own."""
    tokens = tokens_of(fold("镜头一：猫，镜头二：狗"))
    assert _last_line(tokens, 0) == len(tokens)


@pytest.mark.parametrize("said", ["draw a cat, see https://x.test/a.png", "画一只猫，参考 https://x.test/a.png"])
def test_an_address_that_is_said_is_a_picture_if_the_person_says_so(said: str) -> None:
    """It is taken and no longer described, or described and not taken."""
    asked = interpret(said)
    assert [(doubt.field, doubt.choices) for doubt in asked.doubts] == [("inputs", ("https://x.test/a.png", "none"))]
    taken, described = asked.answered("inputs", "https://x.test/a.png"), asked.answered("inputs", "none")
    assert [one.source for one in taken.inputs] == ["https://x.test/a.png"]
    assert ("x.test" in taken.prompt, taken.doubts) == (False, ())
    assert (described.inputs, described.prompt, described.doubts) == ((), said, ())


def test_an_address_within_quotes_is_text() -> None:
    """It is to be drawn."""
    proposal = interpret('画一张海报，上面写着"see cat.png here"')
    assert (proposal.doubts, proposal.inputs) == ((), ())
