"""What is said about a wish that is there: follow-ups, answers at the price, and what must never be taken for a yes."""

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imastudio.domain.intent import (
    NO_CONTEXT,
    AnswerRefused,
    Context,
    Last,
    Pending,
    PreferenceAction,
    Topic,
    decode_context,
    encode_context,
    interpret,
)
from imastudio.domain.intent.tones import question_of, tone_of
from imastudio.domain.orders import TaskType
from tests.intent.conversing import after, judged, made_of, offered, rows, said_after, spelled

ROWS = list(rows("follow_ups.tsv"))
YESES = [
    "是",
    "好",
    "好的",
    "对",
    "可以",
    "行",
    "嗯",
    "确认",
    "yes",
    "y",
    "ok",
    "yes please",
    "go ahead",
    "sure",
    "👍",
    "Do it!",
]
NOES = ["不用了", "算了", "不要", "n", "no", "no thanks", "never mind", "forget it", "取消"]
FOX = Last(task_type=TaskType.TEXT_TO_IMAGE, prompt="a fox", n=1)


@pytest.mark.parametrize(("before", "said", "right", "prompt"), ROWS)
def test_a_follow_up_means_what_the_table_says(before: str, said: str, right: str, prompt: str) -> None:
    """A change of the last work, a wish of its own, a question, or something that is asked about."""
    proposal = said_after(*before.split(" || "), said)
    shown = "" if proposal.topic is not None or proposal.open else proposal.prompt
    assert (spelled(proposal), shown) == (right, prompt)


@pytest.mark.parametrize("said", YESES)
def test_a_yes_agrees_to_the_price(said: str) -> None:
    """To just what was proposed."""
    proposal = interpret("画一只猫，用香蕉Pro")
    again = interpret(said, context=offered(proposal, NO_CONTEXT))
    assert (again.agrees, again.prompt, again.model, again.preference) == (
        True,
        proposal.prompt,
        proposal.model,
        PreferenceAction.SAVE,
    )


@pytest.mark.parametrize("said", NOES)
def test_a_no_leaves_the_price(said: str) -> None:
    """Nothing is ordered, nothing is saved."""
    proposal = interpret(said, context=offered(interpret("画一只猫"), NO_CONTEXT))
    assert (proposal.agrees, proposal.topic, proposal.orders) == (False, Topic.CANCEL, False)


@pytest.mark.parametrize(
    ("said", "changed"),
    [
        ("好，不过用便宜的", {"tier": "budget"}),
        ("可以，但是要竖版", {"aspect_ratio": "9:16"}),
        ("yes but vertical", {"aspect_ratio": "9:16"}),
        ("ok, in 4K", {"size": "4K"}),
        ("行，用MJ", {"model": "midjourney"}),
        ("不，竖版的", {"aspect_ratio": "9:16"}),
        ("no, landscape", {"aspect_ratio": "16:9"}),
        ("好的，来两张", {"n": 2}),
        ("two of them", {"n": 2}),
        ("再来一张", {"n": 2}),
        ("yes, 10 points max", {"max_points": 10}),
        ("好，加一顶帽子", {"prompt": "画一只猫，加一顶帽子"}),
        ("把猫换成狗", {"prompt": "画一只狗"}),
        ("换成狗", {"prompt": "画一只狗"}),
        ("不对，两只猫", {"prompt": "画两只猫"}),
        ("再来一次", {"n": None}),
        ("太多了，一张就行", {"n": 1}),
        ("that's too many, just one", {"n": 1}),
        ("two is plenty", {"n": 2}),
        ("再来一张水彩的", {"prompt": "画一只猫，水彩的", "n": 1}),
    ],
)
def test_an_answer_with_a_change_is_no_yes(said: str, changed: dict[str, object]) -> None:
    """The wish goes on with the change, and its price is told anew."""
    proposal = interpret(said, context=offered(interpret("画一只猫"), NO_CONTEXT))
    meant = {
        **proposal.params,
        **{name: getattr(proposal, name) for name in ("tier", "model", "n", "max_points", "prompt")},
    }
    assert proposal.agrees is None
    assert {name: meant[name] for name in changed} == changed
    assert proposal.orders


@pytest.mark.parametrize(
    "said", ["多少钱？", "how long will it take?", "还有别的模型吗", "我不想花钱", "thanks", "谢谢"]
)
def test_a_question_at_the_price_is_no_answer(said: str) -> None:
    """It is answered, and agrees to nothing."""
    proposal = interpret(said, context=offered(interpret("画一只猫"), NO_CONTEXT))
    assert proposal.topic not in {None, Topic.CANCEL}
    assert (proposal.agrees, proposal.orders) == (None, False)


@pytest.mark.parametrize("said", ["趴在窗台上", "猫爪印", "要下雪", "its eyes should be green"])
def test_a_bare_description_at_the_price_stands_beside_the_one_that_waits(said: str) -> None:
    """The price of both together is told anew; nothing is agreed to."""
    proposal = interpret(said, context=offered(interpret("画一只猫"), NO_CONTEXT))
    assert (proposal.agrees, proposal.open, proposal.continues) == (None, False, True)
    assert (proposal.prompt.startswith("画一只猫"), said.split(", ", maxsplit=1)[0] in proposal.prompt) == (True, True)


def test_what_begins_like_a_description_at_the_price_is_asked_about() -> None:
    """It may stand beside the description that waits, or in its place, or be none of it; the price is told anew."""
    said = "moody, neon"
    proposal = interpret(said, context=offered(interpret("画一只猫"), NO_CONTEXT))
    doubt = proposal.doubt("prompt")
    assert doubt is not None
    assert doubt.choices == (f"画一只猫，{said}", said, "none")
    chosen = proposal.answered("prompt", doubt.choices[1])
    assert (chosen.agrees, chosen.prompt, chosen.open) == (None, said, False)
    assert proposal.answered("prompt", "none").prompt == "画一只猫"


@pytest.mark.parametrize(
    ("said", "prompt"),
    [
        ("no, just a barn at night", "a barn at night"),
        ("ugh. forget all that. a barn at night", "a barn at night"),
        ("都不太对，就画：夜里的谷仓", "夜里的谷仓"),
        ("start over: a barn at night", "a barn at night"),
        (
            "a kitten asleep in a wicker basket by the fire, snow outside",
            "a kitten asleep in a wicker basket by the fire, snow outside",
        ),
    ],
)
def test_what_is_given_up_leaves_no_word_of_it(said: str, prompt: str) -> None:
    """What stands behind "forget all that" takes the place of the description, and so does one that is said anew."""
    before = interpret("a kitten asleep in a basket by the fire, vertical")
    proposal = interpret(said, context=offered(before, NO_CONTEXT))
    assert (proposal.prompt, proposal.params.get("aspect_ratio"), proposal.agrees) == (prompt, "9:16", None)


@pytest.mark.parametrize(
    "said",
    [
        "I'm only asking",
        "that's not what I said",
        "你没懂我的意思",
        "why is it my usual?",
        "the words go wherever you like",
    ],
)
def test_talk_at_the_price_is_no_part_of_the_description(said: str) -> None:
    """It is answered, and the same price is asked again."""
    proposal = interpret(said, context=offered(interpret("画一只猫"), NO_CONTEXT))
    assert (proposal.topic is not None, proposal.agrees, proposal.orders) == (True, None, False)


@pytest.mark.parametrize(
    "said",
    [
        "yeah lovely",
        "gorgeous, yes",
        "lmao yes",
        "好的呢",
        "嗯嗯可以，下吧",
        "我是说好，下单",
        "要得",
        "that's great, yes please",
    ],
)
def test_a_yes_beside_praise_agrees(said: str) -> None:
    """Praise takes nothing away of a yes, and is none by itself."""
    assert interpret(said, context=offered(interpret("画一只猫"), NO_CONTEXT)).agrees is True


@pytest.mark.parametrize("said", ["lovely", "好看", "cheers mate", "哈哈", "sweet", "nice one", "wow"])
def test_praise_alone_agrees_to_nothing(said: str) -> None:
    """However warm it is."""
    assert interpret(said, context=offered(interpret("画一只猫"), NO_CONTEXT)).agrees is None


@pytest.mark.parametrize(
    "said", ["ok use that one then", "那就换它", "就它吧", "the cheaper one please", "that one", "换这个"]
)
def test_the_model_that_an_answer_named_can_be_pointed_at(said: str) -> None:
    """It is no yes to the price of another."""
    context = attrs.evolve(offered(interpret("a 5 second video of a dog"), NO_CONTEXT), named="Vidu Q2")
    proposal = interpret(said, context=context)
    assert (proposal.agrees, proposal.model, proposal.params.get("duration")) == (None, "viduq2", 5)


@pytest.mark.parametrize(
    "said", ["make it vertical", "竖版的", "back to the roo one, vertical", "the roo one, vertical"]
)
def test_a_wish_that_was_left_can_be_gone_on_from(said: str) -> None:
    """Nothing was ordered yet, but it is what "it" means."""
    left = attrs.evolve(made_of(interpret("a roo on a surfboard"), 0), results=())
    proposal = interpret(said, context=attrs.evolve(NO_CONTEXT, left=left))
    assert (proposal.prompt, proposal.params.get("aspect_ratio")) == ("a roo on a surfboard", "9:16")


@pytest.mark.parametrize("said", ["那行", "那好", "alright then", "ok then", "well ok"])
def test_a_yes_with_small_words_agrees(said: str) -> None:
    """They say nothing by themselves."""
    assert interpret(said, context=offered(interpret("画一只猫"), NO_CONTEXT)).agrees is True


@pytest.mark.parametrize("said", ["那", "then", "well", "哦", "唔", "hmm", "吧", "谢谢", "yess", "ok?", "yeah nah"])
def test_small_words_alone_agree_to_nothing(said: str) -> None:
    """A vague sound is no yes."""
    assert interpret(said, context=offered(interpret("画一只猫"), NO_CONTEXT)).agrees is not True


@pytest.mark.parametrize("said", ["先这样吧", "拜拜", "that's all for now", "bye", "maybe later", "改天再说"])
def test_a_goodbye_leaves_the_price(said: str) -> None:
    """Whoever goes orders nothing."""
    proposal = interpret(said, context=offered(interpret("画一只猫"), NO_CONTEXT))
    assert (proposal.agrees, proposal.topic) == (False, Topic.CANCEL)


@pytest.mark.parametrize(("before", "said"), [("写首生日歌，摇滚", "不要摇滚了"), ("a birthday song, rock", "no rock")])
def test_a_style_that_is_taken_back_is_wanted_no_more(before: str, said: str) -> None:
    """It is not asked for and ruled out at once."""
    params = said_after(before, said).params
    assert not {"tags", "negative_tags"} & params.keys()


@pytest.mark.parametrize("said", ["那就100以内", "under 100 then"])
def test_a_limit_at_the_price_belongs_to_what_waits(said: str) -> None:
    """It is asked about, and the wish stays."""
    proposal = interpret(said, context=offered(interpret("画一只猫"), NO_CONTEXT))
    assert (proposal.prompt, [doubt.field for doubt in proposal.doubts]) == ("画一只猫", ["max_points"])
    assert proposal.answered("max_points", "100").max_points == 100


def test_music_is_added_as_a_piece_of_its_own_or_to_the_film() -> None:
    """Neither is guessed: a song is another order, a film with sound may be another model."""
    asked = said_after("做个视频，柴犬在雪地里跑", "配个音乐")
    assert (asked.answered("media", "music").task_type, asked.answered("media", "video").task_type) == (
        TaskType.TEXT_TO_MUSIC,
        TaskType.TEXT_TO_VIDEO,
    )


@pytest.mark.parametrize("said", ["好，画一只狗", "画一只狗", "yes, draw a dog", "draw a dog"])
def test_a_new_wish_at_the_price_takes_its_place(said: str) -> None:
    """Whatever it begins with, it is no yes to the old one."""
    proposal = interpret(said, context=offered(interpret("画一只猫，竖版"), NO_CONTEXT))
    assert (proposal.agrees, "猫" in proposal.prompt, "aspect_ratio" in proposal.params) == (None, False, False)


@given(
    row=st.sampled_from(ROWS),
    wish=st.sampled_from(["画一只猫", "用可灵做个视频，海浪", "朗读：你好"]),
    upper=st.booleans(),
)
def test_whatever_is_said_at_the_price_only_a_yes_agrees(row: list[str], wish: str, *, upper: bool) -> None:
    """No follow-up, no question and no wish is taken for one."""
    said = row[1].upper() if upper else row[1]
    proposal = interpret(said, context=offered(interpret(wish), NO_CONTEXT))
    assert proposal.agrees is not True or said.lower() in {"ok", "👍", "继续", "不错，就它了"}


@given(said=st.text(max_size=40), waits=st.booleans())
def test_any_words_beside_any_context_are_read(said: str, *, waits: bool) -> None:
    """It never raises, and what was only typed at random agrees to nothing but a yes."""
    proposal = interpret("画两张猫")
    context = offered(proposal, NO_CONTEXT.ordered(made_of(proposal, 0))) if waits else after(proposal, NO_CONTEXT)
    heard = interpret(said, context=context)
    assert heard.agrees is not True or heard.prompt == proposal.prompt


@pytest.mark.parametrize(
    "said",
    [
        "画只猫，但别花我的钱",
        "draw a cat but I don't want to spend anything",
        "免费的画一张",
        "free only, a cat",
        "不要花积分，画只猫",
    ],
)
def test_who_wants_to_spend_nothing_orders_nothing(said: str) -> None:
    """Whatever else is said."""
    assert (interpret(said).topic, interpret(said).orders) == (Topic.FREE, False)


@pytest.mark.parametrize(
    "said", ["a poster: free, wild and young", "画一张写着“免费”的海报", "a free bird over the sea"]
)
def test_free_things_can_be_drawn(said: str) -> None:
    """The word alone is no wish about money."""
    assert interpret(said).topic is None


def test_a_cap_that_is_carried_on_limits_and_agrees_to_nothing() -> None:
    """It was said for another order; said again, it counts."""
    context = after(interpret("画一只猫，不超过50积分"), NO_CONTEXT)
    again = interpret("再来一张", context=context)
    assert (again.max_points, again.cap_said) == (50, False)
    assert interpret("再来一张，不超过20积分", context=context).cap_said
    waiting = Pending(words="a video of a cat with Veo 4, max 100 points", doubts=[], asked="approve")
    assert not interpret("好", context=Context(pending=waiting)).cap_said


def test_a_model_that_was_wanted_once_is_not_taken_for_another_work() -> None:
    """Once more it is; for a new subject the usual one is."""
    context = after(interpret("just this once draw a fox with Midjourney"), NO_CONTEXT)
    assert interpret("again", context=context).model == "midjourney"
    assert interpret("another one, a fisherman mending nets", context=context).model is None


def test_a_picture_is_taken_by_its_place() -> None:
    """Of several results, of single ones in the order they were made, and of what was handed in."""
    context = after(interpret("画一只狗"), after(interpret("画一只猫"), NO_CONTEXT))
    assert [one.source for one in interpret("第一张做成视频", context=context).inputs] == ["https://r.test/0-0.png"]
    video = interpret("第二张做成视频", context=context)
    assert [one.source for one in video.inputs] == ["https://r.test/1-0.png"]
    filmed = after(video, context)
    assert interpret("把那张照片的背景换成海边，图片就行", context=filmed).inputs == video.inputs
    asked = interpret("做成视频", context=after(interpret("画两张猫"), NO_CONTEXT))
    assert asked.doubts[0].choices == ("1", "2", "none")
    assert asked.answered("source", "2").inputs[0].source == "https://r.test/0-1.png"
    assert asked.answered("source", "none").task_type is TaskType.TEXT_TO_VIDEO


@pytest.mark.parametrize(
    ("said", "source"),
    [("好", "1"), ("是的", "1"), ("第二个", "none"), ("不用", "none"), ("no", "none"), ("用第一张", "1"), ("1", "1")],
)
def test_the_question_about_a_picture_is_answered(said: str, source: str) -> None:
    """By a yes, a no or a place."""
    context = after(interpret("画一只猫"), NO_CONTEXT)
    asked = interpret("做成视频", context=context)
    answered = interpret(said, context=after(asked, context))
    assert (answered.answers.get("source"), answered.doubts) == (source, ())


@pytest.mark.parametrize(
    "said", ["https://img.example.com/rex.jpg", "here https://img.example.com/rex.jpg", "pictures/rex.jpg"]
)
def test_a_picture_may_be_handed_over_in_words(said: str) -> None:
    """Where it is asked for one."""
    asked = interpret("让这张照片动起来")
    proposal = interpret(said, context=after(asked, NO_CONTEXT))
    assert (proposal.task_type, proposal.inputs[0].source.endswith("rex.jpg")) == (TaskType.IMAGE_TO_VIDEO, True)


@pytest.mark.parametrize(
    ("said", "topic"),
    [
        ("好，算了", Topic.CANCEL),
        ("好的，辛苦了", None),
        ("好，多少钱？", Topic.PRICES),
        ("太贵了", Topic.FEEDBACK),
    ],
)
def test_what_stands_behind_an_answer_is_heard(said: str, topic: Topic | None) -> None:
    """A change of mind leaves it, thanks change nothing, a question is answered."""
    assert interpret(said, context=offered(interpret("画一只猫"), NO_CONTEXT)).topic == topic


def test_some_more_are_counted_by_asking() -> None:
    """Nobody guesses how many a few are."""
    context = after(interpret("画一只猫"), NO_CONTEXT)
    assert [doubt.field for doubt in interpret("再来几张", context=context).doubts] == ["n"]
    with pytest.raises(AnswerRefused):
        interpret("做成视频", context=context).answered("source", "7")


def test_an_answer_and_more_are_both_heard() -> None:
    """A model, with a length and a shape."""
    waiting = after(interpret("a video of a cat with Veo 4"), NO_CONTEXT)
    proposal = interpret("好的，用Veo，8秒，竖版", context=waiting)
    assert (proposal.model, dict(proposal.params)) == (
        "veo-3.1-generate-preview",
        {"duration": 8, "aspect_ratio": "9:16"},
    )
    assert interpret("the first one, vertical", context=waiting).params["aspect_ratio"] == "9:16"


@pytest.mark.parametrize(
    ("said", "tone"),
    [
        ("谢谢", "thanks"),
        ("拜拜", "bye"),
        ("你好", "greeting"),
        ("好看", "praise"),
        ("太丑了", "complaint"),
        ("嗯", None),
    ],
)
def test_small_talk_has_a_tone(said: str, tone: str | None) -> None:
    """So that it is answered in kind."""
    assert tone_of(said) == tone


@pytest.mark.parametrize(
    ("said", "about"),
    [
        ("要多久", "time"),
        ("how long will it take?", "time"),
        ("我的默认视频模型现在是哪个", "default"),
        ("what's my default now", "default"),
        ("which model did you use for that?", "used"),
        ("比刚才贵了多少", "difference"),
        ("刚才一共几单？", "count"),
        ("多少钱", None),
    ],
)
def test_a_short_question_is_about_what_went_before(said: str, about: str | None) -> None:
    """So that it is answered from that."""
    assert question_of(said) == about


def test_whole_conversations(capsys: pytest.CaptureFixture[str]) -> None:
    """Turn by turn; the figures are printed. No price is ever told for what asked for nothing."""
    turns = list(judged())
    count = {verdict: sum(turn[2] == verdict for turn in turns) for verdict in ("right", "asked", "wrong", "spends")}
    with capsys.disabled():
        print(f"\nconversations: {len(turns)} turns, {count}")  # noqa: T201 - the figures are to be seen
    assert count["spends"] == 0
    assert count["wrong"] <= 0.03 * len(turns)
    assert count["right"] >= 0.93 * len(turns)


def test_back_to_another_work_is_no_change_of_what_waits() -> None:
    """The wish that waits at its price is left for the work that is meant."""
    works = after(interpret("画山羊"), after(interpret("画木屋"), NO_CONTEXT))
    waiting = offered(interpret("画一只猫，用香蕉Pro", context=works), works)
    back = interpret("用回刚才那个", context=waiting)
    assert (back.prompt, back.model, bool(back.agrees)) == ("画木屋", None, False)


@pytest.mark.parametrize(
    "said", ["and what about videos, say 10 seconds?", "那10秒的呢？", "for videos", "how about 10 seconds?"]
)
def test_a_question_goes_on_with_the_one_before(said: str) -> None:
    """Nothing is ordered; the values that it names are kept for the answer."""
    proposal = interpret(said, context=attrs.evolve(NO_CONTEXT, topic="prices"))
    assert (proposal.topic, proposal.orders) == (Topic.PRICES, False)
    assert proposal.params.get("duration") == (10 if "10" in said else None)


@pytest.mark.parametrize("said", ["draw a cat", "那就画只猫", "make a video of waves for my mum"])
def test_a_wish_behind_a_question_is_a_wish(said: str) -> None:
    """Whatever was asked before."""
    assert interpret(said, context=attrs.evolve(NO_CONTEXT, topic="prices")).orders


@given(left=st.booleans(), named=st.sampled_from(["", "Vidu Q2"]), topic=st.sampled_from(["", "prices"]))
def test_what_a_context_keeps_comes_back(named: str, topic: str, *, left: bool) -> None:
    """Also from a document that was written before there was a wish left."""
    work = attrs.evolve(made_of(interpret("画一只猫"), 0), results=(), order="")
    context = attrs.evolve(NO_CONTEXT, left=work if left else None, named=named, topic=topic)
    document = encode_context(context)
    assert decode_context(document) == context
    older = {name: value for name, value in document.items() if name not in {"left", "named", "topic"}}
    assert decode_context(older) == NO_CONTEXT


def test_a_work_that_is_spoken_of_is_gone_on_from() -> None:
    """Rather than from the wish that was left; the one left has no place among the works."""
    first, second = (made_of(interpret(words), at) for at, words in enumerate(("a red fox", "a blue fox")))
    context = attrs.evolve(NO_CONTEXT.ordered(first).ordered(second), left=attrs.evolve(second, prompt="a song"))
    turned = context.turned_to(0)
    assert (turned.last, turned.earlier, turned.left) == (first, (second,), None)
    assert context.turned_to(2) == context


@pytest.mark.parametrize(
    ("said", "prompt"),
    [
        ("当然是加上去啊", "画一只猫，moody, neon"),
        ("两句都要", "画一只猫，moody, neon"),
        ("both please", "画一只猫，moody, neon"),
        ("just the new one", "moody, neon"),
        ("换掉，只要后面那句", "moody, neon"),
    ],
)
def test_which_description_is_meant_may_be_said_in_any_words(said: str, prompt: str) -> None:
    """Together with the old one, or alone."""
    asked = interpret("moody, neon", context=offered(interpret("画一只猫"), NO_CONTEXT))
    assert asked.open
    assert asked.heard(said).prompt == prompt


@pytest.mark.parametrize(
    ("before", "said", "task"),
    [
        ("a dog on a beach, video", "nope. a PICTURE not a video", TaskType.TEXT_TO_IMAGE),
        ("a dog on a beach, picture", "a video, not a picture", TaskType.TEXT_TO_VIDEO),
    ],
)
def test_of_two_media_the_one_that_is_not_refused_is_meant(before: str, said: str, task: TaskType) -> None:
    """What it shows stays."""
    proposal = interpret(said, context=offered(interpret(before), NO_CONTEXT))
    assert (proposal.task_type, "a dog on a beach" in proposal.prompt) == (task, True)


@pytest.mark.parametrize("said", ["and a red hat", "also a red hat", "plus some snow", "记得下雪"])
def test_more_of_it_belongs_to_what_is_there(said: str) -> None:
    """Without being asked about: the picture that was made is worked on."""
    proposal = said_after("a fox by a lake", said)
    assert (proposal.open, proposal.task_type, proposal.inputs != ()) == (False, TaskType.IMAGE_TO_IMAGE, True)


@pytest.mark.parametrize("said", ["make it portrait, it should say 'Open now' on it", "it should say 'Open now'"])
def test_what_a_picture_should_say_is_lettering(said: str) -> None:
    """No text to be read aloud."""
    proposal = interpret(said, context=offered(interpret("a poster for my bar"), NO_CONTEXT))
    assert (proposal.task_type, "'Open now'" in proposal.prompt) == (TaskType.TEXT_TO_IMAGE, True)


@pytest.mark.parametrize("said", ["use that one", "那就换它", "yes go, all three", "yes, the blue blue"])
def test_what_nobody_can_tell_at_the_price_is_asked_again(said: str) -> None:
    """Nothing is lost, and nothing is agreed to."""
    proposal = interpret(said, context=offered(interpret("画一只猫"), NO_CONTEXT))
    assert (proposal.agrees, proposal.orders) in {(None, False), (None, True)}
    assert proposal.topic is Topic.FEEDBACK or "画一只猫" in proposal.prompt


@pytest.mark.parametrize("said", ["n", "yes", "不用了", "好的"])
def test_a_yes_or_a_no_to_nothing_orders_nothing(said: str) -> None:
    """There was no question."""
    assert not said_after("画一只猫", said).orders


@pytest.mark.parametrize(
    ("said", "prompt"),
    [
        ("好看！再来一张竖的", "画一只猫"),
        ("love it. now make it a dog", "now make it a dog"),
        ("哇，太可爱了，换成狗", "换成狗"),
    ],
)
def test_a_wish_behind_praise_is_heard(said: str, prompt: str) -> None:
    """The praise is none of it."""
    proposal = said_after("画一只猫", said)
    assert (proposal.topic, proposal.prompt) == (None, prompt)


@pytest.mark.parametrize("said", ["no! use the file /photos/dog.jpg", "/photos/dog.jpg", "用这张照片 /photos/dog.jpg"])
def test_the_path_of_a_picture_at_the_price_is_taken(said: str) -> None:
    """The film is made from it."""
    proposal = interpret(said, context=offered(interpret("a video of my dog on a beach"), NO_CONTEXT))
    assert (proposal.task_type, [one.source for one in proposal.inputs]) == (
        TaskType.IMAGE_TO_VIDEO,
        ["/photos/dog.jpg"],
    )


@pytest.mark.parametrize(
    "said", ["让photo.png动起来", "用photo.png做个视频", "use photo.png for a video", "把照片.png动起来"]
)
def test_a_picture_whose_name_stands_among_words_is_asked_about(said: str) -> None:
    """Also where no gap parts them."""
    proposal = interpret(said)
    doubt = next(one for one in proposal.doubts if one.field in {"inputs", "media"})
    asked = proposal if doubt.field == "inputs" else proposal.answered("media", "video")
    assert asked.doubt("inputs") is not None


@pytest.mark.parametrize("said", ["好好好", "哈哈要得，来", "嗯呐"])
def test_a_yes_in_dialect_agrees(said: str) -> None:
    """And takes a choice, without a word of it in the description."""
    assert interpret(said, context=offered(interpret("画一只猫"), NO_CONTEXT)).agrees is True
    asked = interpret("use /photos/dog.jpg for a video of my dog")
    assert "呐" not in asked.heard(said).prompt


def test_a_little_is_no_time_of_day() -> None:
    """快一点 is how it is read."""
    assert said_after("读：你好", "快一点，语速1.2").params.get("speed") is not None


@pytest.mark.parametrize("said", ["不要设为常用", "就这回用", "don't save it", "just this once"])
def test_a_usual_model_can_be_declined_at_the_price(said: str) -> None:
    """The order stays as it is."""
    before = interpret("用海螺2.3拍个日出")
    assert before.preference is PreferenceAction.SAVE
    proposal = interpret(said, context=offered(before, NO_CONTEXT))
    assert (proposal.preference, proposal.prompt, proposal.model) == (
        PreferenceAction.NONE,
        before.prompt,
        before.model,
    )


def test_another_thing_after_all_is_asked_about() -> None:
    """Rather than the old one being offered once more."""
    assert interpret("等下，还是狗吧", context=offered(interpret("画只猫"), NO_CONTEXT)).doubt("prompt") is not None
    assert (
        interpret("描述只要海边日出", context=offered(interpret("画海边日出，有船"), NO_CONTEXT)).prompt == "海边日出"
    )


@pytest.mark.parametrize("said", ["晚安，祝你好梦", "你好呀，今天心情不错"])
def test_what_is_only_friendly_orders_nothing(said: str) -> None:
    """Though no table has all of it."""
    assert said_after("画一只狐狸", said).topic is Topic.TALK


def test_a_complaint_before_what_is_meant_is_left_out() -> None:
    """The work that is named is gone on from."""
    proposal = said_after("画一只狐狸在雪地里", "画一只猫在沙发上", "太暗了，狐狸那张换成白天")
    assert ([one.source for one in proposal.inputs], proposal.prompt) == (["https://r.test/0-0.png"], "换成白天")


def test_a_long_description_asks_for_nothing_free() -> None:
    """What costs nothing in it is part of the scene."""
    assert interpret("画一个写着“免费”的摊位，" + "摊位旁边站着很多人，" * 30 + "不要钱").topic is None


@pytest.mark.parametrize("said", ["语速1.2，其他都别动", "语速设为1.2", "1.2倍速，其他别动"])
def test_how_a_text_is_read_is_no_text(said: str) -> None:
    """A speed is a speed; what else is said of it is never read aloud."""
    for context in (
        offered(interpret("朗读：欢迎光临本店"), NO_CONTEXT),
        after(interpret("朗读：欢迎光临本店"), NO_CONTEXT),
    ):
        proposal = interpret(said, context=context)
        assert (proposal.prompt, proposal.params.get("speed"), proposal.open) == ("欢迎光临本店", 1.2, False)


@pytest.mark.parametrize("said", ["要浑厚点的，别动别的", "another one, rather husky"])
def test_a_manner_that_can_not_be_set_is_asked_about(said: str) -> None:
    """Rather than read."""
    proposal = said_after("朗读：欢迎光临本店", said)
    assert proposal.open or proposal.topic is not None or proposal.prompt == "欢迎光临本店"


@pytest.mark.parametrize("said", ["那不弄视频了，太麻烦", "先不画了吧", "forget the picture"])
def test_who_gives_a_medium_up_orders_nothing(said: str) -> None:
    """Whatever is spoken of."""
    assert said_after("画一只狐狸", said).topic is Topic.CANCEL


@pytest.mark.parametrize(
    "said", ["same again but in seedream so i can compare", "the same one, seedream looks sharper to me"]
)
def test_a_model_that_is_named_is_never_passed_over(said: str) -> None:
    """It is taken, or asked about, also where it stands among other words."""
    before = interpret("a fox with nano banana pro")
    for context in (offered(before, NO_CONTEXT), after(before, NO_CONTEXT)):
        proposal = interpret(said, context=context)
        taken = (proposal.model or "").startswith("doubao-seedream")
        assert taken or proposal.doubt("model") is not None or not proposal.orders
    assert interpret("one nano banana pro in 4k of a fox").doubt("model") is not None
    assert said_after("a banana on a table", "make the banana bigger").doubt("model") is None


@pytest.mark.parametrize("said", ["竖屏，30秒", "30秒", "横版，时长30秒", "make it 30 seconds", "30 seconds long"])
@pytest.mark.parametrize("before", ["画一只猫", "a picture of a cat"])
def test_a_picture_that_shall_last_may_be_a_film(before: str, said: str) -> None:
    """That is asked: a film lasts so long, a picture has no length."""
    asked = interpret(said, context=offered(interpret(before), NO_CONTEXT))
    film, picture = asked.answered("media", "video"), asked.answered("media", "image")
    assert (film.task_type, film.params["duration"], film.prompt) == (TaskType.TEXT_TO_VIDEO, 30, before)
    assert (picture.task_type, "duration" in picture.params) == (TaskType.TEXT_TO_IMAGE, False)


@pytest.mark.parametrize("words", ["draw a cat, vertical, 30 seconds", "画一张猫的图，30秒", "a cat picture, 10s"])
def test_a_picture_with_a_length_is_asked_about_at_once(words: str) -> None:
    """It is no part of what is drawn; how long we may take is."""
    assert interpret(words).doubt("media") is not None
    assert interpret("draw a cat in 10 seconds").doubts == ()


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("纯音乐，30秒", "30秒"),
        ("要30秒", "30秒"),
        ("instrumental, 30 seconds", "30 seconds"),
        ("要男声，16:9", "16:9"),
    ],
)
def test_what_a_medium_has_no_setting_for_stands_in_the_description(said: str, kept: str) -> None:
    """No word of it is lost."""
    proposal = interpret(said, context=offered(interpret("写一首欢快的曲子"), NO_CONTEXT))
    assert (proposal.prompt.startswith("写一首欢快的曲子"), proposal.prompt.endswith(kept)) == (True, True)


@pytest.mark.parametrize(
    ("before", "said", "prompt"),
    [
        ("画一只猫", "让它动起来，猫跳下来", "猫跳下来"),
        ("draw a cat", "animate it, the cat jumps down, 10 seconds", "the cat jumps down"),
    ],
)
def test_who_sets_a_picture_in_motion_tells_the_motion(before: str, said: str, prompt: str) -> None:
    """What it shows need not be told again; what was done to it before is no part of it either."""
    made = after(interpret(before), NO_CONTEXT)
    film = interpret(said, context=made)
    assert (film.task_type, film.prompt) == (TaskType.IMAGE_TO_VIDEO, prompt)
    edited = after(interpret("换成小兔子" if before == "画一只猫" else "make it a rabbit", context=made), made)
    assert interpret(said, context=edited).prompt == prompt
    song = interpret("再配一首欢快的曲子", context=edited)
    assert (song.prompt, song.inputs) == ("再配一首欢快的曲子", ())


@pytest.mark.parametrize(
    ("before", "said"),
    [
        ("拍一段小船在雨里漂的视频", "船改成红色的"),
        ("拍一段小船在雨里漂的视频", "小船改成红色"),
        ("拍一段小船在雨里漂的视频", "把船换成红的"),
        ("画一只猫坐在窗台上", "窗台换成木头"),
        ("画一只猫坐在窗台上", "猫改成站着"),
        ("a video of a paper boat on a rainy street", "change the boat to red"),
        ("a video of a paper boat on a rainy street", "change the boat to a red one"),
        ("a video of a paper boat on a rainy street", "change the boat to night"),
    ],
)
def test_how_a_thing_shall_be_stands_beside_it(before: str, said: str) -> None:
    """Put in its place, it would leave a description without the thing."""
    assert interpret(said, context=offered(interpret(before), NO_CONTEXT)).prompt in {
        f"{before}，{said}",
        f"{before}, {said}",
    }


@pytest.mark.parametrize(
    ("before", "said", "prompt"),
    [
        ("a video of a paper boat on a street", "turn the boat into a duck", "a video of a paper duck on a street"),
        ("a video of a paper boat on a street", "turn the boat into a red car", "a video of a red car on a street"),
        ("draw a red apple", "make it two apples", "draw two red apples"),
        ("an old blue pickup in a field", "not blue, faded green", "an old faded green pickup in a field"),
        ("a lone deer", "no not a deer an owl", "a lone owl"),
        ("draw a cake with 6 candles", "yes but with 7 candles", "draw a cake with 7 candles"),
        ("draw a cat and a boat", "switch the boat to two ducks", "draw a cat and two ducks"),
        ("draw a cat on a mat", "replace the cat with two dogs", "draw two dogs on a mat"),
        ("画一只小猫坐在窗台上", "把猫换成两只狗", "画两只狗坐在窗台上"),
        ("画一只猫坐在窗台上", "把猫换成两只", "画两只猫坐在窗台上"),
        ("画一只猫坐在窗台上", "把猫改成黑猫", "画一只黑猫坐在窗台上"),
        ("draw a man, that smile, a rainy street", "no hat", "draw a man, that smile, a rainy street, no hat"),
        ("draw a man, a red hat, a street", "no hat", "draw a man, a street"),
    ],
)
def test_a_thing_takes_the_place_of_the_whole_thing(before: str, said: str, prompt: str) -> None:
    """With what only told of the old one; a word within another is none."""
    assert interpret(said, context=offered(interpret(before), NO_CONTEXT)).prompt == prompt


@pytest.mark.parametrize(
    ("said", "prompt"),
    [
        ("make me a video with that one, a paper boat", "make me a video, a paper boat"),
        ("用它拍一段小船的视频", "拍一段小船的视频"),
        ("use that for a video of a boat", "a video of a boat"),
    ],
)
def test_the_model_that_an_answer_named_can_be_pointed_at_within_a_wish(said: str, prompt: str) -> None:
    """Also where the wish is read again; without an answer that named one, nothing is pointed at."""
    proposal = interpret(said, context=attrs.evolve(NO_CONTEXT, named="Vidu Q2"))
    assert (proposal.model, proposal.prompt) == ("viduq2", prompt)
    longer = interpret("10 seconds", context=offered(proposal, NO_CONTEXT))
    assert (longer.model, longer.prompt, longer.params["duration"]) == ("viduq2", prompt, 10)
    assert interpret(said).model is None
    assert interpret("读：用它拍一段视频", context=attrs.evolve(NO_CONTEXT, named="Vidu Q2")).prompt == "用它拍一段视频"


@pytest.mark.parametrize(
    "said", ["用可灵拍小船", "用可灵拍一段小船", "a boat video with kling", "use kling for a boat video"]
)
def test_a_wish_with_a_model_takes_the_place_of_the_one_that_waits(said: str) -> None:
    """What it shows is not passed over for the model."""
    proposal = interpret(said, context=offered(interpret("a 5 second video of a dog"), NO_CONTEXT))
    assert ("dog" in proposal.prompt, "kling" in str(proposal.model)) == (False, True)
    assert "船" in proposal.prompt or "boat" in proposal.prompt
