"""One example for each rule of plain words that needs a setting of its own: what is asked, counted, capped, cut, refused."""

from typing import TYPE_CHECKING

import pytest

from imastudio.domain.intent.context import HeardAnswer, answer_of
from imastudio.domain.intent.interpreter import interpret
from imastudio.domain.intent.leaving_out import without
from imastudio.domain.intent.proposal import PreferenceAction, Proposal, Topic
from imastudio.domain.intent.utterance import Context, Doubt, Last, Pending
from imastudio.domain.kernel.failures import Failure, Kind
from imastudio.domain.messages.intent_texts import say_choice, say_doubt, say_reply
from imastudio.domain.orders import Scope, Wish
from imastudio.domain.orders.tasks import InputKind, TaskType

if TYPE_CHECKING:
    from imastudio.domain.kernel.scalars import Json


def doubted(words: str) -> list[str]:
    """Return the fields that are asked about."""
    return [doubt.field for doubt in interpret(words).doubts]


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ("画几张猫", "n"),
        ("a bunch of images of frogs, make them", "n"),
        ("给我来100张猫的图片", "n"),
        ("画一张荷花，上限10积分还是20积分来着，我忘了", "max_points"),
        ("预算20，画一只鸟", "max_points"),
        ("三毛钱画一只鸟", "max_points"),
        ("a 4K cat in a hat", "size"),
        ("比分牌上3:2", "aspect_ratio"),
        ("a dog in landscape", "aspect_ratio"),
        ("1920x1080的海浪视频", "resolution"),
        ("a video of a man holding his breath for 10 seconds", "duration"),
        ("video of waves, under 10 seconds", "duration"),
        ("最便宜的可灵视频，一条龙", "tier"),
        ("a budget video of a kite", "tier"),
        ("以后所有的图都给我竖着出", "preference"),
        ("画一个系列，同一个小女孩，在六个国家旅行", "n"),
        ("让这张照片动起来", "inputs"),
        ("用刚才的图做个视频", "which_work"),
        ("朗读", "text"),
        ("朗读：春天来了，万物复苏，用女声", "text"),
        ("画一段旋律", "media"),
        ("一个得了20积分的玩家", "max_points"),
        ("画一只猫，不对，那只狗", "correction"),
        ("我爱用Sora的角色", "model"),
        ("use the FooBar model to draw a cat", "model"),
        ("画三张红色的桌子", "n"),
        ("写一个关于春天的", "media"),
        ("how the grinch stole christmas", "which_work"),
        ("portrait, a woman in red", "aspect_ratio"),
        ("make a video and a song", "media"),
        ("an instrumental for a yoga class", "media"),
        ("three cats pictures", "n"),
    ],
)
def test_what_looks_like_an_instruction_and_is_not_sure_is_asked(words: str, field: str) -> None:
    """Nothing of it is acted on, and the question can be put in both languages."""
    proposal = interpret(words)
    assert field in [doubt.field for doubt in proposal.doubts]
    for doubt in proposal.doubts:
        assert say_doubt(doubt, "zh") != say_doubt(doubt, "en") != ""


@pytest.mark.parametrize(
    ("words", "field", "value"),
    [
        ("整俩头像，憨憨的东北虎", "n", 2),
        ("make two pictures of a cat, no wait, three", "n", 3),
        ("画两张猫，不对，三张", "n", 3),
        ("不要4K，2K就够了，画个机械表", "size", "2K"),
        ("高清海浪视频", "resolution", "1080P"),
        ("a muted video of waves", "generate_audio", False),
        ("用Suno做纯音乐，雨声", "make_instrumental", True),
        ("slow male voice: hello", "speed", 0.8),
        ("大声，不对，小声，朗读：你好", "volume", 0.8),
        ("用小何的声音朗读：大家好", "speaker", "zh_female_xiaohe_uranus_bigtts"),
        ("a 10 to 15 second video of waves", "duration", 10),
        ("一到两分钟的海浪视频", "duration", 60),
        ("a cat and in 4K", "size", "4K"),
    ],
)
def test_values_are_heard_where_they_are_said_to_us(words: str, field: str, value: object) -> None:
    """Each by its own rule."""
    proposal = interpret(words)
    heard = proposal.n if field == "n" else proposal.params.get(field)
    assert (heard, proposal.doubts) == (value, ())


@pytest.mark.parametrize(
    ("words", "topic"),
    [
        ("先别画，我还没想好", Topic.CANCEL),
        ("算了不要了", Topic.CANCEL),
        ("nah, forget it", Topic.CANCEL),
        ("谢谢你，真厉害", Topic.FEEDBACK),
        ("钱扣了图没出来，退我积分", Topic.ACCOUNT),
        ("that song sounded nothing like what i asked for", Topic.FEEDBACK),
        ("把‘画一只猫’翻译成英文", Topic.OTHER_WORK),
        ("帮我写首关于秋天的诗", Topic.OTHER_WORK),
        ("播放周杰伦的晴天", Topic.OTHER_WORK),
        ("今天天气怎么样", Topic.HELP),
        ("竖图多少钱", Topic.PRICES),
        ("MV怎么做？", Topic.HELP),
        ("best model for logos?", Topic.MODELS),
        ("👍", Topic.TALK),
    ],
)
def test_what_is_no_request_has_a_topic(words: str, topic: Topic) -> None:
    """And an answer in both languages."""
    proposal = interpret(words)
    assert (proposal.topic, proposal.orders) == (topic, False)
    facts: dict[str, Json] = {"points": 5, "count": 1, "orders": ["a"]}
    assert say_reply(topic, facts, "zh") != say_reply(topic, facts, "en") != ""


@pytest.mark.parametrize(
    "words",
    [
        "一个写着“多少钱”的牌子",
        "画一个问多少钱的人",
        "a poster that says how much?",
        "多少钱的牌子海报",
        "a cat 2x4 lumber",
        "300x200的格子",
    ],
)
def test_words_of_a_picture_ask_nothing(words: str) -> None:
    """They are drawn."""
    proposal = interpret(words)
    assert (proposal.topic, proposal.task_type, proposal.params) == (None, TaskType.TEXT_TO_IMAGE, {})


@pytest.mark.parametrize(
    ("words", "model"),
    [
        ("use the Kling 2 max: a wolf", None),
        ("Flux pro 2: a wolf in the snow, use it", None),
        ("用“可灵”画一段海浪的视频", "kling-video-o1"),
        ("a video of a wolf, by Kling", "kling-video-o1"),
        ("Kling max effort poster", None),
        ("以后视频都用可灵，图片都用香蕉Pro", "gemini-3-pro-image"),
    ],
)
def test_names_are_heard_with_their_versions(words: str, model: str | None) -> None:
    """A version that nobody sells is no neighbour of it."""
    assert interpret(words).model == model


def test_a_saved_model_decides_what_saving_means() -> None:
    """Where another is saved, it is asked about; where a song model is saved, a song keeps it."""
    saved = {TaskType.TEXT_TO_IMAGE: "midjourney", TaskType.TEXT_TO_MUSIC: "GenSong"}
    assert interpret("用香蕉Pro画一只猫", saved=saved).preference is PreferenceAction.ASK
    assert interpret("用MJ画一只猫", saved=saved).preference is PreferenceAction.SAVE
    assert interpret("写一首关于夏天的歌", saved=saved).model is None


def test_words_of_a_scope_choose_a_tier() -> None:
    """High quality is the dearer model of two."""
    assert interpret("画一张高质量的猫", scope=Scope.NANO_BANANA).tier == "premium"


@pytest.mark.parametrize(
    ("words", "inputs", "task"),
    [
        ("same character riding a bike, video", 1, TaskType.REFERENCE_IMAGE_TO_VIDEO),
        ("用这些图做视频", 3, TaskType.REFERENCE_IMAGE_TO_VIDEO),
        ("use the picture as first frame, the dog runs off", 1, TaskType.IMAGE_TO_VIDEO),
        ("make it snow", 1, TaskType.IMAGE_TO_IMAGE),
        ("一只猫和一只狗", 2, None),
        ("做成视频", 2, None),
        ("", 1, TaskType.IMAGE_TO_IMAGE),
    ],
)
def test_inputs_decide_the_task(words: str, inputs: int, task: TaskType | None) -> None:
    """Two pictures without a word are asked about."""
    assert interpret(words, [InputKind.IMAGE] * inputs).task_type is task


def test_a_sound_as_input_is_a_reference() -> None:
    """Only that task takes one."""
    assert interpret("做个视频", [InputKind.AUDIO]).task_type is TaskType.REFERENCE_IMAGE_TO_VIDEO


def waiting(field: str, *choices: str) -> Context:
    """Return the context in which one doubt waits."""
    return Context(pending=Pending(words="画一只猫", doubts=[Doubt(field=field, words="x", choices=choices)]))


@pytest.mark.parametrize(
    ("field", "choices", "said", "answer"),
    [
        ("media", (), "视频", "video"),
        ("media", (), "a song or a video", None),
        ("media", ("video", "image"), "the last one", "image"),
        ("prompt", (), "一只戴帽子的猫", "一只戴帽子的猫"),
        ("size", (), "4K", "4K"),
        ("n", (), "a dog", None),
        ("n", (), "no", None),
        ("model", (), "用Veo做视频，图生视频", None),
        ("model", ("Veo 3.1",), "9", None),
    ],
)
def test_an_answer_is_read_by_its_field(field: str, choices: tuple[str, ...], said: str, answer: str | None) -> None:
    """What is none is heard as words of its own."""
    pending = waiting(field, *choices).pending
    assert pending is not None
    heard = answer_of(said, pending)
    assert (None if heard is None else heard.answers.get(field)) == answer


def test_other_words_beside_a_price_question_are_their_own() -> None:
    """Neither yes, no, a model nor a number."""
    assert answer_of("画一只狗", Pending(words="x", asked="approve")) is None


@pytest.mark.parametrize("said", ["太丑了", "too dark", "I like the first one better", "第二张我喜欢"])
def test_talk_about_the_last_work_orders_nothing(said: str) -> None:
    """An opinion is answered with an offer; a wish beside it changes the work."""
    context = Context(last=Last(task_type=TaskType.TEXT_TO_IMAGE, prompt="a fox"))
    proposal = interpret(said, context=context)
    assert (proposal.topic, proposal.orders) == (Topic.FEEDBACK, False)
    assert interpret("same but use Midjourney", context=context).model == "midjourney"


def test_a_value_that_a_model_lacks_may_be_left_out() -> None:
    """Manner may; what is made, and any other refusal, may not."""
    wish = Wish(prompt="hi", params={"pitch": 1.2, "generate_audio": False})
    lacks = Failure(kind=Kind.UNKNOWN_PARAMETER, parameter="pitch")
    assert without(wish, lacks) == Wish(prompt="hi", params={"generate_audio": False})
    assert without(wish, Failure(kind=Kind.UNKNOWN_PARAMETER, parameter="sound")) == Wish(
        prompt="hi", params={"pitch": 1.2}
    )
    assert without(wish, Failure(kind=Kind.UNKNOWN_PARAMETER, parameter="size")) is None
    assert without(wish, Failure(kind=Kind.NO_PRICE)) is None


def test_choices_and_unknown_doubts_have_words() -> None:
    """Closed values have names, others stand as they are."""
    assert (say_choice("video", "zh"), say_choice("none", "en"), say_choice("Veo 3.1", "zh")) == (
        "视频",
        "no, it is part of the description",
        "Veo 3.1",
    )
    assert say_doubt(Doubt(field="else", words="x"), "en") == "What does “x” mean?"
    assert say_doubt(Doubt(field="else"), "en") == "Please say it more clearly."


def test_an_empty_proposal_does_nothing() -> None:
    """It is the neutral value."""
    proposal = Proposal()
    assert (proposal.orders, proposal.open, proposal.workflow, proposal.doubt("n")) == (False, False, False, None)
    assert interpret("做一个宣传片，加上背景音乐").workflow
    assert interpret("以后视频都用可灵O1").lasting


@pytest.mark.parametrize(
    ("words", "params"),
    [
        ("15到10秒的视频，海浪", {"duration": 10}),
        ("高清4K的海浪视频", {"resolution": "4K"}),
        ("高清的10秒海浪视频", {"resolution": "1080P", "duration": 10}),
        ("不要4K，画一只猫，竖屏", {"aspect_ratio": "9:16"}),
        ("写首歌，歌词“我爱你中国”", {"lyrics": "我爱你中国", "custom_mode": True}),
        ("画一只猫，歌词：喵喵喵", {"lyrics": "喵喵喵", "custom_mode": True}),
        ("不要大声，朗读：你好", {}),
        ("10秒狗粮视频", {"duration": 10}),
        ("4K电视的海报", {}),
        ("歌词本的照片", {}),
        ("歌词 她 爱 我", {}),
    ],
)
def test_small_rules_of_values_and_texts(words: str, params: dict[str, object]) -> None:
    """Each is one line of a rule."""
    assert dict(interpret(words).params) == params


def test_a_count_is_taken_back() -> None:
    """Within one fragment."""
    assert interpret("three images, make that two, of a moka pot").n == 2


def test_overlapping_passages_are_covered_once() -> None:
    """An address within a quote."""
    words = 'a poster that says "www.example.com/4K"'
    assert interpret(words).prompt == words


def test_an_answer_to_which_work_says_what_to_make() -> None:
    """It is the new description, or takes the words as they are."""
    assert interpret("bluer").answered("which_work", "a blue fox").prompt == "a blue fox"
    assert interpret("bluer").answered("which_work", "none").prompt == "bluer"


def test_a_soft_edition_is_a_word() -> None:
    """A name and "max" are asked about."""
    assert interpret("Kling max. a wolf").doubts != ()


@pytest.mark.parametrize(
    ("words", "prompt"),
    [("朗读 你好世界，语速慢一点", "你好世界"), ("大声，小声，朗读：你好", "你好")],
)
def test_a_text_to_read_ends_before_settings(words: str, prompt: str) -> None:
    """What follows it says how; of two manners the first holds where nothing is taken back."""
    assert interpret(words).prompt == prompt


def test_a_sound_of_the_next_word_is_asked_about() -> None:
    """A toy with a sound is no film with one."""
    assert "generate_audio" in doubted("视频：带声音的玩具")


def test_the_word_for_lyrics_alone_hands_nothing_over() -> None:
    """There is nothing behind it."""
    for words in ("写首关于雨的歌，要有歌词", "歌词她爱我的海报", "歌词如下 用 我的 这段话 吧", "a song with lyrics"):
        assert interpret(words).params.get("lyrics") is None


@pytest.mark.parametrize("said", ["太贵了", "不错，就它了", "谢谢", "fewer colors please"])
def test_talk_does_not_answer_what_to_make(said: str) -> None:
    """A remark is no description: the question still waits."""
    pending = waiting("prompt").pending
    assert pending is not None
    assert answer_of(said, pending) in (None, HeardAnswer())


def test_once_more_with_another_model_is_a_follow_up() -> None:
    """The last work again, with what is said of it."""
    context = Context(last=Last(task_type=TaskType.TEXT_TO_IMAGE, prompt="a fox"))
    proposal = interpret("换香蕉Pro再来一张，4K", context=context)
    assert (proposal.model, proposal.prompt, dict(proposal.params)) == ("gemini-3-pro-image", "a fox", {"size": "4K"})


@pytest.mark.parametrize("words", ["labelled：voiceover", "holding：clip?", "在月下嚎叫：GIF：我爱你"])
def test_a_noun_that_begins_behind_a_sign_has_nothing_before_it(words: str) -> None:
    """It is read without looking at what does not stand there; a medium in doubt is asked about."""
    assert interpret(words).open


def test_signs_and_a_greeting_describe_nothing() -> None:
    """What shall be made of the picture is asked."""
    proposal = interpret("-。你好", [InputKind.IMAGE])
    assert [doubt.field for doubt in proposal.doubts] == ["prompt"]


def test_a_description_beside_a_text_to_read_stands_in_its_place() -> None:
    """Only a scene can be joined with another."""
    waiting = Context(pending=Pending(words="朗读：各位旅客请注意", asked="approve"))
    proposal = interpret("a red fox in the snow", context=waiting)
    assert (proposal.prompt, proposal.doubt("prompt")) == ("a red fox in the snow", None)
