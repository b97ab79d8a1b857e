"""A line of a conversation in its plain form: which work it speaks of, what it only remarks, what a question wishes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imastudio.domain.intent import NO_CONTEXT, Context, Last, Topic, interpret
from imastudio.domain.intent.tones import asks_for_others, how_many_of, is_remark, kind_of_help, subject_of
from imastudio.domain.intent.turns import turn_of, unasked
from imastudio.domain.orders import Medium, TaskType
from tests.intent.conversing import OFFERED, after, offered, rows, said_after


def _work(prompt: str, task_type: TaskType = TaskType.TEXT_TO_IMAGE, results: int = 1) -> Last:
    addresses = [f"https://r.test/{prompt}-{at}.png" for at in range(results)]
    return Last(task_type=task_type, prompt=prompt, results=addresses, offered=OFFERED)


def _after(*works: Last) -> Context:
    context = NO_CONTEXT
    for work in works:
        context = context.ordered(work)
    return context


FILM = _work("a drone shot over a vineyard at sunset", TaskType.TEXT_TO_VIDEO)
SONG = _work("一首关于海的歌", TaskType.TEXT_TO_MUSIC)
TWO_SONGS = _after(_work("a sad song", TaskType.TEXT_TO_MUSIC), _work("a happy song", TaskType.TEXT_TO_MUSIC))
SNOW, SPRING = _work("雪山下的木屋"), _work("春天的花园")
MANY = _after(FILM, SNOW, SPRING, SONG, _work("draw a fox"))


@pytest.mark.parametrize(
    ("said", "work", "words"),
    [
        ("go back to the vineyard one and make it vertical", 0, "make it vertical"),
        ("the vineyard one", 0, "this video"),
        ("make the vineyard video longer", 0, "make this video longer"),
        ("雪山那张，做成视频", 1, "这张图，做成视频"),
        ("就用雪山那张做成视频", 1, "这张图，做成视频"),
        ("把春天的那张调亮一点", 2, "把这张图调亮一点"),
        ("挺好看的，春天那张重做", 2, "这张图重做"),
        ("那首歌改成纯音乐", 3, "这个改成纯音乐"),
        ("the video, but longer", 0, "but longer"),
        ("use the one before in 4K", 3, "in 4K"),
        ("make it bluer", None, "make it bluer"),
        ("the picture, brighter", None, "the picture, brighter"),
        ("the sun and the one in the sky", None, "the sun and the one in the sky"),
        ("the nice one", None, "the nice one"),
        ("the fox one in 4K", 4, "this picture in 4K"),
        ("画雪那张牌", None, "画雪那张牌"),
        ("雪山那张和春天那张都要", None, "雪山那张和春天那张都要"),
        ("读这段：雪山那张", None, "读这段：雪山那张"),
        ("写着“雪山那张”", None, "写着“雪山那张”"),
        ("go back to the one before", None, "go back to the one before"),
    ],
)
def test_a_work_is_found_by_what_it_shows(said: str, work: int | None, words: str) -> None:
    """By what it is, or as the one before; two of them, quotes and texts that are handed over are left alone."""
    turn = turn_of(said, MANY)
    assert (turn.work, turn.words) == (work, words)


def test_a_work_is_found_by_its_place_among_its_kind() -> None:
    """Of works that are no pictures; a place that nothing stands at means none."""
    assert turn_of("the first one with a man's voice", TWO_SONGS).work == 0
    assert turn_of("第一首改成纯音乐", TWO_SONGS).work == 0
    assert turn_of("the fifth one again", TWO_SONGS).work is None
    assert turn_of("the first one was better", TWO_SONGS).spoken_of == 0
    assert turn_of("the first one in blue", NO_CONTEXT).work is None


@pytest.mark.parametrize("said", ["秋天那套呢", "what about the desert one?", "the desert one"])
def test_a_work_that_is_not_there_is_asked_about(said: str) -> None:
    """It is told that there is none; nothing is made of words that speak of one."""
    proposal = interpret(said, context=MANY)
    if said.startswith("the"):
        assert turn_of(said, MANY).unknown == ""
        return
    assert (proposal.doubts[0].field, proposal.doubts[0].facts["unknown"]) == ("which_work", True)


@pytest.mark.parametrize("said", ["删掉刚才那张", "那张", "把那张放大，谢谢", "draw the desert one"])
def test_what_is_at_hand_is_no_unknown_work(said: str) -> None:
    """Nor is what somebody asks for."""
    doubts = interpret(said, context=MANY).doubts
    assert not any(doubt.facts.get("unknown") for doubt in doubts)


@pytest.mark.parametrize(
    "said",
    [
        "太贵了，算了",
        "no wait, too pricey, forget it",
        "不要了，没钱",
        "too dear, leave it",
        "haha, never mind",
        "好的，不过还是算了",
        "好，先不要画",
    ],
)
def test_a_no_beside_a_remark_leaves_the_price(said: str) -> None:
    """Nothing is ordered, and nothing else is made of the remark."""
    proposal = interpret(said, context=offered(interpret("画一只猫"), NO_CONTEXT))
    assert (proposal.agrees, proposal.topic) == (False, Topic.CANCEL)


REMARKS = [
    *(
        "有点快",
        "太短了吧",
        "脸崩了",
        "谢谢你啊小伙子",
        "宝宝很喜欢",
        "不如第一张",
        "这个声音没有啊",
        "背景太乱了",
        "没那么亮",
    ),
    *(
        "haha that's adorable",
        "the one before was nicer",
        "bit slow",
        "too dear",
        "omg why so expensive",
        "not that slow",
    ),
    *("my wife loved it", "so cute", "the video is a bit dark", "lol this one looks weird though"),
]
NO_REMARKS = [
    "亮一点",
    "再大一点",
    "很暗的森林",
    "a bit slower",
    "very dark forest",
    "a cat",
    "it's raining",
    "还是5秒吧",
    "好",
]


@pytest.mark.parametrize("said", REMARKS)
def test_what_only_judges_orders_nothing(said: str) -> None:
    """Neither at the price nor behind a work: it is answered."""
    assert is_remark(said)
    for context in (MANY, TWO_SONGS, offered(interpret("画一只猫"), NO_CONTEXT)):
        proposal = interpret(said, context=context)
        assert (proposal.orders, proposal.agrees) == (False, None)
        assert proposal.topic in {Topic.FEEDBACK, Topic.TALK, Topic.PRICES}


@pytest.mark.parametrize("said", NO_REMARKS)
def test_a_wish_is_no_remark(said: str) -> None:
    """Nor is an answer, or what describes something."""
    assert not is_remark(said)


@pytest.mark.parametrize(
    ("said", "wish"),
    [
        ("1080p多少分", "1080p"),
        ("能长一点吗", "长一点"),
        ("这首能做成视频吗", "这首做成视频"),
        ("how much would three of them be?", "three of them"),
        ("can it be 1080p?", "1080p"),
        ("what about 4k?", "4k"),
        ("画一只猫", None),
        ("?", None),
    ],
)
def test_a_question_wraps_a_wish(said: str, wish: str | None) -> None:
    """What stands around it only asks."""
    assert unasked(said) == wish


@pytest.mark.parametrize("said", ["how much would three of them be?", "三张多少钱", "can it be 16:9?", "用MJ多少积分"])
@pytest.mark.parametrize("waits", [True, False])
def test_a_wondered_wish_is_told_its_price(said: str, *, waits: bool) -> None:
    """It changes what waits or was made, and is marked as a wish that only a yes to its price orders."""
    first = interpret("画一只猫")
    proposal = interpret(said, context=offered(first, NO_CONTEXT)) if waits else said_after("画一只猫", said)
    assert (proposal.orders, proposal.wondered or said.startswith("can"), proposal.agrees) == (True, True, None)
    assert "猫" in proposal.prompt


SUBJECTS = [
    *(("失败了会扣钱吗", "failing"), ("do i get refunded if it fails?", "failing"), ("任务id是多少", "number")),
    *(("在哪下载", "where"), ("can i download them all?", "where"), ("语音合成支持四川话不", "voices")),
    *(("what voices do you have?", "voices"), ("how long is the film", "length"), ("哪张好看", "judging")),
    *(("which one's best for instagram?", "judging"), ("put the music and the voice together", "together")),
    *(
        ("要怎么下单", "ordering"),
        ("how do i order?", "ordering"),
        ("我该说什么", "ordering"),
        ("so i type yes?", "ordering"),
    ),
    *(("能商用吗", "rights"), ("哪个最快", "quickest"), ("does it have singing?", "singing")),
]


@pytest.mark.parametrize(("said", "about"), SUBJECTS)
def test_a_question_about_no_wish_is_answered(said: str, about: str) -> None:
    """Whatever waits, and whatever was made; nothing is made of its words."""
    assert subject_of(said) == about
    for context in (NO_CONTEXT, MANY, offered(interpret("画一只猫"), NO_CONTEXT)):
        proposal = interpret(said, context=context)
        assert (proposal.topic, proposal.orders, proposal.agrees) == (Topic.HELP, False, None)


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("can you do it all again tomorrow", "later"),
        ("can it be longer?", "long"),
        ("do you have a dark mode", "unknown"),
        ("怎么用", None),
    ],
)
def test_what_no_fact_answers(said: str, kind: str | None) -> None:
    """It is said that it can't be answered, or why not; how all this is used is told."""
    assert kind_of_help(said) == kind


@pytest.mark.parametrize(
    ("before", "said", "medium", "prompt"),
    [
        ("a video of a dog", "golden hour light", Medium.VIDEO, "a video of a dog, golden hour light"),
        ("一首关于海的歌", "竖琴和鼓", Medium.MUSIC, "一首关于海的歌，竖琴和鼓"),
        ("朗读：你好，世界", "山间的小屋", Medium.IMAGE, "山间的小屋"),
    ],
)
def test_a_bare_description_behind_another_medium(before: str, said: str, medium: Medium, prompt: str) -> None:
    """It goes on with the work that is there, or is one of its own."""
    proposal = said_after(before, said)
    assert (proposal.media, proposal.prompt, proposal.doubts) == (medium, prompt, ())


def test_a_yes_with_a_remark_is_asked_again() -> None:
    """Whoever finds it slow has not said that it is to be ordered; at the price of a speech a scene is not read."""
    assert interpret("ok, bit slow", context=offered(interpret("画一只猫"), NO_CONTEXT)).topic is Topic.FEEDBACK
    scene = interpret("山间的小屋", context=offered(interpret("朗读：你好，世界"), NO_CONTEXT))
    assert (scene.agrees, scene.media is Medium.SPEECH and "小屋" in scene.prompt) == (None, False)


@pytest.mark.parametrize("said", ["can you do that again tomorrow?", "明天早上八点再来一张", "one more tonight"])
def test_nothing_begins_later(said: str) -> None:
    """It is said so, and nothing is ordered now."""
    assert said_after("draw a fox", said).topic is Topic.HELP
    assert said_after("draw a fox", "one more, tomorrow is written on it").orders


def test_a_slip_changes_nothing() -> None:
    """Behind a film as elsewhere."""
    assert not said_after("a video of a dog", "yess").continues


@pytest.mark.parametrize(
    ("before", "said", "prompt"),
    [
        (
            "a poster that says come tonight at eight",
            "tomorrow at eight, not tonight",
            "a poster that says come tomorrow at eight",
        ),
        ("画一张海报，周五晚上八点开始", "把周五换成周六晚上", "画一张海报，周六晚上八点开始"),
        ("draw a girl with a sword", "actually two swords", "draw a girl with two swords"),
        ("draw a girl with a sword", "actually a sword", ""),
        ("做个视频，红色跑车冲过沙漠", "再来一条，跑车换成摩托", "做个视频，红色摩托冲过沙漠"),
    ],
)
def test_one_thing_takes_the_place_of_another_once(before: str, said: str, prompt: str) -> None:
    """What both end in stands once; a number takes the place of a number."""
    proposal = said_after(before, said)
    assert proposal.prompt == prompt or not prompt


# Said elsewhere, these are yeses at a price.
YESES = {"好的", "就这样，谢谢", "行，就它了", "perfect", "yes"}
LINES = [(row[1].removeprefix("@"), "yes" in row[2]) for row in rows("conversations.tsv")]


@given(st.lists(st.sampled_from(LINES), max_size=2), st.sampled_from(LINES))
def test_only_a_plain_yes_agrees(before: list[tuple[str, bool]], line: tuple[str, bool]) -> None:
    """Whatever was said before, and whatever waits for its price."""
    context = offered(interpret("画一只猫"), NO_CONTEXT)
    for said, _ in before:
        context = after(interpret(said, context=context), context)
    proposal = interpret(line[0], context=offered(interpret("画一只猫"), context))
    assert proposal.agrees is not True or line[1] or line[0] in YESES


@pytest.mark.parametrize(
    ("said", "count"),
    [("这三张一共多少钱", 3), ("how much were those two?", 2), ("the last 4 together", 4), ("多少钱", None)],
)
def test_how_many_works_a_question_is_about(said: str, count: int | None) -> None:
    """Where it is said."""
    assert how_many_of(said) == count


def test_other_models_than_the_one_that_is_spoken_of() -> None:
    """They are all that is left of the question."""
    assert asks_for_others("还有别的模型吗")
    assert not asks_for_others("which model is that?")
