"""What is said at a price and beside what was made, by kind: nothing is lost, nothing is replaced, and only a yes orders."""

import attrs
import pytest

from imastudio.domain.intent import NO_CONTEXT, Context, Doubt, Pending, Proposal, Topic, interpret
from imastudio.domain.orders import Medium, TaskType
from tests.intent.conversing import after, made_of, offered

DOG, CAT = "a video of a dog", "画一只猫"


def at_price(before: str, said: str) -> Proposal:
    """Return what is meant at the price of a wish."""
    return interpret(said, context=offered(interpret(before), NO_CONTEXT))


def behind(*lines: str) -> Proposal:
    """Return what the last line means, each of the others ordered or asked about."""
    context = NO_CONTEXT
    for line in lines[:-1]:
        context = after(interpret(line, context=context), context)
    return interpret(lines[-1], context=context)


def left(before: str) -> Context:
    """Return the context in which a wish was left at its price."""
    return attrs.evolve(NO_CONTEXT, left=attrs.evolve(made_of(interpret(before), 0), order="", results=()))


# limits


@pytest.mark.parametrize(
    "said",
    [
        *(
            "nothing over 60 points please",
            "under 20 points please",
            "my budget is 20 points",
            "yes but under 20 points",
        ),
        *("别超过20积分", "我只有20积分", "20积分以内吧"),
    ],
)
def test_a_limit_orders_nothing_once_more(said: str) -> None:
    """After a work it is only noted; at a price it limits, and the price is told again."""
    assert behind(CAT, said).topic is Topic.FEEDBACK
    proposal = at_price(CAT, said)
    assert (proposal.agrees, proposal.cap_said, proposal.max_points in {20, 60}) == (None, False, True)


def test_a_limit_in_a_wish_agrees_where_nobody_can_be_asked() -> None:
    """In a wish of its own, and in one that is made once more."""
    assert interpret("画一只猫，不超过20积分").cap_said
    assert behind(CAT, "再来一张，不超过20积分").cap_said


# models


@pytest.mark.parametrize(
    ("before", "said", "kin"),
    [
        (DOG, "用可灵3.0", "Kling O1"),
        (DOG, "用Vidu Q3", "Vidu Q2"),
        (DOG, "用万2.5", "Wan 2.6"),
        (DOG, "use kling 3.0", "Kling O1"),
        (CAT, "用MJ v7", "Midjourney"),
        (CAT, "用即梦做一张看看", "SeeDream 4.5"),
        (CAT, "do it in imagen 4, 2 of em", "SeeDream 4.5"),
    ],
)
def test_what_is_not_offered_is_never_replaced_at_a_price(before: str, said: str, kin: str) -> None:
    """What there is, is given to choose from, the same family first."""
    proposal = at_price(before, said)
    assert proposal.model is None
    assert [doubt.choices[0] for doubt in proposal.doubts if doubt.field == "model"] == [kin]


@pytest.mark.parametrize(
    "said", ["do it in midjourney", "actually do it in seedream 4.5", "try it in 4k", "do it in 16:9"]
)
def test_it_in_another_way_is_still_one(said: str) -> None:
    """Nobody asks for a second."""
    assert at_price("a picture of a cat", said).n is None


def test_one_that_is_otherwise_is_no_second_one() -> None:
    """Two of the same can be had at once, one of each can't."""
    assert (at_price("画一只猫，竖版", "再给我出一张横版的").n or 1) == 1
    assert at_price("画一只猫，竖版", "再来一张").n == 2


def test_a_model_is_taken_for_the_kind_of_task() -> None:
    """That of a film from a picture."""
    film = behind("画个海边的灯塔", "让它动起来")
    assert film.task_type is TaskType.IMAGE_TO_VIDEO
    context = after(interpret("画个海边的灯塔"), NO_CONTEXT)
    waiting = offered(interpret("让它动起来", context=context), context)
    assert interpret("用Wan 2.6", context=waiting).model == "wan2.6-i2v"


def test_one_goes_back_to_a_model() -> None:
    """The words for it are no part of the description."""
    proposal = at_price("a video of a lemon, sora", "OK, back to Veo")
    assert (proposal.model, proposal.prompt) == ("veo-3.1-generate-preview", "a video of a lemon")


@pytest.mark.parametrize("said", ["is that midjourney?", "is it 4K?", "这个是Midjourney吗"])
def test_a_question_what_it_is_changes_nothing(said: str) -> None:
    """The price is told, with the model."""
    assert at_price("a picture of a cat", said).topic is Topic.PRICES


@pytest.mark.parametrize(
    ("said", "model", "n"),
    [
        *(("pro", "gemini-3-pro-image", 1), ("the pro one", "gemini-3-pro-image", 1)),
        *(("2", "gemini-3-pro-image", 1), ("换香蕉", "gemini-3.1-flash-image", 1)),
        *(("太贵了换香蕉pro吧", "gemini-3-pro-image", 1), ("either is fine", "gemini-3.1-flash-image", 1)),
        *(("随便", "gemini-3.1-flash-image", 1), ("要2张", "midjourney", 2)),
    ],
)
def test_one_of_several_models_is_chosen_in_any_words(said: str, model: str, n: int) -> None:
    """A number of a choice is no number of results."""
    doubt = Doubt(field="model", words="MJ", choices=["Nano Banana 2", "Nano Banana Pro"])
    pending = Pending(words="画一张上海夜景，16:9 4K 用MJ", asked="refused", doubts=[doubt])
    proposal = interpret(said, context=attrs.evolve(NO_CONTEXT, pending=pending))
    assert (proposal.model, proposal.n) == (model, n)


@pytest.mark.parametrize(
    ("said", "left_out"), [("不要4K了", "size"), ("去掉比例", "aspect_ratio"), ("ok no ratio then", "aspect_ratio")]
)
def test_what_can_not_be_made_is_taken_back(said: str, left_out: str) -> None:
    """By the name of the setting, or its value."""
    pending = Pending(
        words="画一张上海夜景，16:9 4K 用MJ", asked="refused", doubts=[Doubt(field="model", choices=["Wan 2.6"])]
    )
    params = interpret(said, context=attrs.evolve(NO_CONTEXT, pending=pending)).params
    assert params.keys() == {"size", "aspect_ratio"} - {left_out}


# which work


@pytest.mark.parametrize(
    "said",
    [
        *("把刚才的视频改成横屏", "刚才那个视频改成横屏", "上面那个视频改横屏", "把视频改成横屏", "第一个视频改成横屏"),
        *(
            "the earlier video, but wide",
            "the previous video in 16:9",
            "the first video again, 16:9",
            "redo that video in 16:9",
        ),
        *(
            "go back to the video and make it wide",
            "make the peony video horizontal",
            "make the video from before wide",
        ),
    ],
)
def test_a_work_is_meant_by_its_medium(said: str) -> None:
    """However it is pointed at, and whatever was made last."""
    proposal = behind("a video of peonies 牡丹 opening", "a song about peonies", said)
    assert (proposal.media, proposal.prompt) == (Medium.VIDEO, "a video of peonies 牡丹 opening")
    assert (proposal.params, proposal.doubts) == ({"aspect_ratio": "16:9"}, ())


@pytest.mark.parametrize("said", ["a song for the video", "给那个视频配首歌", "another song like the video"])
def test_what_something_is_made_for_is_not_gone_on_from(said: str) -> None:
    """The song is wanted."""
    proposal = behind("a video of peonies opening", "a song about peonies", said)
    assert proposal.media is Medium.MUSIC or proposal.open


def test_something_within_a_work_is_changed_there() -> None:
    """The words for the work are no part of the description."""
    assert behind("做个视频，女孩跑步", "把第一个视频里的女孩换成老奶奶").prompt == "做个视频，老奶奶跑步"
    proposal = behind("画一只猫", "写首歌", "把那张图里的猫换成狗")
    assert (proposal.media, "狗" in proposal.prompt) == (Medium.IMAGE, True)


@pytest.mark.parametrize(
    ("said", "at"),
    [
        *(
            ("the logo from before, make it gold", 0),
            ("use the logo you made, on a mug", 0),
            ("the fox again but at night", 1),
        ),
        *(("刚才那张海报改成金色", 0), ("把之前的海报换成红色背景", 0), ("刚才的狐狸加个帽子", 1)),
    ],
)
def test_a_picture_is_meant_by_what_it_shows_and_when(said: str, at: int) -> None:
    """Not the one that was made last."""
    proposal = behind("draw a logo for Bean There, 一张海报", "a fox in the snow, 一只狐狸", said)
    assert [one.source for one in proposal.inputs] == [f"https://r.test/{at}-0.png"]


@pytest.mark.parametrize("said", ["画只鸟", "画条鱼", "画个苹果", "draw a bird"])
def test_another_thing_is_another_picture(said: str) -> None:
    """It is not put into the one that was made."""
    proposal = behind("画一只猫", said)
    assert (proposal.task_type, proposal.prompt, proposal.inputs) == (TaskType.TEXT_TO_IMAGE, said, ())


@pytest.mark.parametrize("said", ["再来一只小狗", "来只鸟", "now a bird"])
def test_one_more_thing_is_asked_about(said: str) -> None:
    """It may be for the same picture."""
    proposal = behind("画一只猫", said)
    assert [doubt.field for doubt in proposal.doubts] == ["prompt"]


@pytest.mark.parametrize(
    "said", ["第一张删了吧", "把刚才的图删了", "delete the first one", "remove that picture from my history"]
)
def test_nobody_can_delete_what_was_made(said: str) -> None:
    """It is said, and nothing is ordered."""
    assert behind("画一只猫", said).topic is Topic.OTHER_WORK


@pytest.mark.parametrize(
    "said", ["erase the text", "delete the person on the left", "删掉左边的人", "delete the background"]
)
def test_what_is_shown_can_be_taken_out(said: str) -> None:
    """Of the picture that was made, or of the description that waits."""
    assert behind("draw a girl in a park", said).task_type is TaskType.IMAGE_TO_IMAGE
    waiting = at_price("draw a girl in a park", said)
    assert (waiting.prompt.startswith("draw a girl in a park"), waiting.prompt.endswith(said)) == (True, True)


@pytest.mark.parametrize("said", ["now cartoon style", "cartoon style", "卡通风格", "换成水彩风格"])
def test_a_style_is_one_of_what_is_there(said: str) -> None:
    """And no picture of its own."""
    assert behind("a picture of a cat", said).task_type is TaskType.IMAGE_TO_IMAGE
    assert at_price("a picture of a cat", said).prompt.startswith("a picture of a cat")


@pytest.mark.parametrize(("said", "prompt"), [("搞只兔子", "搞只兔子"), ("画只兔子", "画只兔子")])
def test_a_wish_behind_one_that_was_left_is_its_own(said: str, prompt: str) -> None:
    """Nothing of the other is in it."""
    assert interpret(said, context=left("整个老虎")).prompt == prompt
    song = interpret("写首摇滚", context=left("写首摇滚，要女声，歌词是：\n啦啦啦"))
    assert (song.prompt, song.params) == ("写首摇滚", {"tags": "摇滚"})
    assert interpret("竖版的", context=left("整个老虎")).prompt == "整个老虎"


# media


@pytest.mark.parametrize(
    "said",
    [
        "now 15 seconds of calm piano music for it",
        "再做一首摇篮曲，歌词里要有“小豆豆”三个字",
        "再做一首摇篮曲，温柔的女声",
    ],
)
def test_music_beside_a_film_is_music(said: str) -> None:
    """Its length is not that of the film."""
    proposal = at_price("a video of a boat, 5 seconds", said)
    assert (proposal.media, proposal.open) == (Medium.MUSIC, False)


@pytest.mark.parametrize("said", ["给刚才的视频配个音乐", "第一个视频配点音乐"])
def test_music_for_a_film_is_asked_about_or_music(said: str) -> None:
    """Never a file."""
    proposal = behind("做个视频，女孩跑步", said)
    assert proposal.media is Medium.MUSIC or [doubt.field for doubt in proposal.doubts] == ["media"]
    assert behind("做个视频，女孩跑步", "刚才那个视频做个封面图").doubts == ()


def test_values_of_one_medium_are_not_another_s() -> None:
    """A picture has no lines, a song no shape."""
    assert at_price("a video of an elephant, sora, 720p, 8 seconds", "actually do it in seedream 4.5").params == {}
    context = offered(interpret("a video of a boat"), NO_CONTEXT)
    context = offered(interpret("make it vertical, 10 seconds", context=context), context)
    assert "duration" not in interpret("just a picture of it please", context=context).params


@pytest.mark.parametrize(
    ("said", "prompt"),
    [
        ("animate it: slow push-in, ears moving gently, 5s", "slow push-in, ears moving gently"),
        ("a video of it jumping down, 5 seconds", "it jumping down"),
        ("搞成动的", "a picture of a dog"),
        ("拿这张图做个视频，烟火绽放，5秒", "烟火绽放"),
    ],
)
def test_a_film_from_a_picture_tells_what_moves(said: str, prompt: str) -> None:
    """And the picture what is there."""
    film = behind("a picture of a dog", said)
    assert (film.task_type, film.prompt) == (TaskType.IMAGE_TO_VIDEO, prompt)
    poster = behind("画张海报，写“新年”", "拿这张海报做个视频，烟火绽放，8秒")
    assert (poster.task_type, poster.prompt, poster.params) == (TaskType.IMAGE_TO_VIDEO, "烟火绽放", {"duration": 8})
    assert behind("画张海报，写“新年”", "用这张海报做个视频").task_type is TaskType.IMAGE_TO_VIDEO
    edited = behind("a picture of a dog", "make the dog sit", "animate it for 5 secs")
    assert (edited.prompt, edited.params) == ("a picture of a dog, make the dog sit", {"duration": 5})


@pytest.mark.parametrize("said", ["a video of a pig using sora", "a video of a pig", "用Sora拍一只猪的视频"])
def test_a_film_of_something_else_is_none_of_the_picture(said: str) -> None:
    """Whatever model it names."""
    proposal = behind("a picture of a cat", said)
    assert (proposal.task_type, "cat" in proposal.prompt, proposal.inputs) == (TaskType.TEXT_TO_VIDEO, False, ())


def test_what_is_no_answer_takes_no_picture() -> None:
    """The "it" of a question is the wish that is asked about."""
    made = after(interpret("画两张猫"), NO_CONTEXT)
    asked = after(interpret("做成视频", context=made), made)
    proposal = interpret("do it in kling", context=asked)
    assert (proposal.inputs, [doubt.field for doubt in proposal.doubts]) == ((), ["source"])


def test_which_picture_is_asked_and_the_rest_is_kept() -> None:
    """A model, a number of it that is none of a picture, and one result."""
    two = after(interpret("a picture of a cat, 2 of them"), NO_CONTEXT)
    asked = after(interpret("animate it", context=two), two)
    for said in ("kling 2.6 please", "then Kling 2.6 is fine"):
        proposal = interpret(said, context=asked)
        assert (proposal.model, [doubt.field for doubt in proposal.doubts]) == ("kling-v2-6", ["source"])
    assert interpret("2, and vertical", context=asked).params == {"aspect_ratio": "9:16"}
    upscaled = after(interpret("the left one, upscale it to 4K", context=two), two)
    assert interpret("2", context=upscaled).n == 1


@pytest.mark.parametrize(
    "words",
    [
        *("I've got a photo of my dog, can you turn it into a painting?", "I have a selfie, make me look older"),
        *("here's a picture of my kids, make it look like a pixar movie", "有张老照片想修复一下"),
    ],
)
def test_a_picture_that_somebody_has_is_asked_for(words: str) -> None:
    """Without it nothing could be worked on."""
    assert interpret(words).doubt("inputs") is not None


@pytest.mark.parametrize(
    ("words", "prompt"),
    [
        ("把/photos/zh_cup.png里的杯子换成蓝色的", "把杯子换成蓝色的"),
        ("把这张图/photos/zh_cup.png里的杯子换成蓝色的", "把杯子换成蓝色的"),
        ("把/photos/zh_cup.png的背景换成大理石台面", "把背景换成大理石台面"),
        ("/photos/dog.png make my dog look like an astronaut", "make my dog look like an astronaut"),
    ],
)
def test_the_path_of_a_picture_is_no_part_of_the_description(words: str, prompt: str) -> None:
    """Wherever it stands."""
    asked = interpret(words).answered("media", "image")
    path = next(doubt.choices[0] for doubt in asked.doubts if doubt.field == "inputs")
    assert asked.answered("inputs", path).prompt == prompt


# descriptions


@pytest.mark.parametrize(
    ("before", "said", "prompt"),
    [
        ("draw a mug", "same but with steam rising, and darker", "draw a mug, with steam rising, darker"),
        ("画一只狗", "好但是别太暗", "画一只狗，别太暗"),
        ("做个视频，蛋糕上插着六根蜡烛", "蜡烛改成七根吧我记错了", "做个视频，蛋糕上插着七根蜡烛"),
        ("画一个穿红色旗袍的女子", "旗袍换成蓝色嘞", "画一个穿红色旗袍的女子，旗袍换成蓝色嘞"),
        ("画一个打伞的女子", "伞不要了", "画一个打伞的女子，伞不要了"),
        ("画一只杯子，换个背景", "背景换成奶油白", "画一只杯子，换个背景，背景换成奶油白"),
        ("畫一隻柴犬", "用 Nano Banana Pro，解析度 4K", "畫一隻柴犬"),
        ("拍一段牡丹花的视频", "这个视频改横屏", "拍一段牡丹花的视频"),
        (
            "draw a sign on a wall with a drum",
            "with a guitar instead of the drum",
            "draw a sign on a wall with a guitar",
        ),
        ("a logo", "transparent background", "a logo, transparent background"),
    ],
)
def test_a_change_leaves_the_rest_as_it_is(before: str, said: str, prompt: str) -> None:
    """Neither more nor less of it stays."""
    proposal = at_price(before, said)
    assert (proposal.prompt, proposal.agrees, proposal.doubts) == (prompt, None, ())


@pytest.mark.parametrize(
    ("before", "said", "prompt"),
    [
        ('a thumbnail, text "I QUIT"', 'change the text to "I\'M BACK"', 'a thumbnail, text "I\'M BACK"'),
        ('a thumbnail, text "I QUIT"', "make the text say BYE", 'a thumbnail, text "BYE"'),
        ('a thumbnail, text "I QUIT"', 'replace "I QUIT" with "BYE"', 'a thumbnail, text "BYE"'),
        (
            'a thumbnail, text "I QUIT"',
            "change the text color to red",
            'a thumbnail, text "I QUIT", change the text color to red',
        ),
        ('a thumbnail, text "I QUIT"', "change the text to red", 'a thumbnail, text "I QUIT", change the text to red'),
        ('a thumbnail, text "I QUIT"', "drop the text", "a thumbnail"),
        ('poster that says "Open Mic Friday"', 'change "Friday" to "Sunday"', 'poster that says "Open Mic Sunday"'),
        ('poster that says "Open" with a drum', "lose the text", "poster with a drum"),
        ("画一张海报，左上角写“开业”，红色", "标题改成“周年庆”", "画一张海报，左上角写“周年庆”，红色"),
        ("画一张海报，左上角写“开业”，红色", "文字都去掉", "画一张海报，红色"),
        ("画一张海报，写着“新店开业”", "把“新店”改成“老店”", "画一张海报，写着“老店开业”"),
        ("画一张海报，写着“开业”", "字换成细一点的宋体", "画一张海报，写着“开业”，字换成细一点的宋体"),
    ],
)
def test_what_is_written_is_replaced_or_left_out(before: str, said: str, prompt: str) -> None:
    """How it looks is no text."""
    assert at_price(before, said).prompt == prompt


@pytest.mark.parametrize(
    ("words", "prompt"),
    [
        ("按这个提示词来：一位汉服少女站在桥上", "一位汉服少女站在桥上"),
        ("以下是我写好的提示词，照着画就行：一位汉服少女", "一位汉服少女"),
        ("照着这段画：一位汉服少女", "一位汉服少女"),
        ("请根据以下提示词生成视频：雨夜，镜头快速左摇跟随", "生成视频：雨夜，镜头快速左摇跟随"),
        ("use this prompt: a girl on a bridge", "a girl on a bridge"),
        ("here's my prompt: a girl on a bridge, 16:9", "a girl on a bridge"),
    ],
)
def test_what_leads_to_a_prompt_is_none_of_it(words: str, prompt: str) -> None:
    """It is pasted behind it."""
    proposal = interpret(words)
    assert (proposal.prompt, proposal.doubts) == (prompt, ())


# music and speech


def test_what_is_sung_is_no_instrumental() -> None:
    """Whichever is said last; what only plays can't sing."""
    podcast = "播客片头音乐，电子lofi，无人声"
    assert at_price(podcast, "换个女声唱").params["make_instrumental"] is False
    assert "vocal_gender" not in at_price("写首摇滚，要女声", "纯音乐不要唱").params
    lyrics = "歌词我自己有：[主歌] 绿皮火车 [副歌] 夜这么亮 照不到我的故乡"
    sung = at_price(podcast, lyrics).params
    assert (sung["lyrics"], sung["make_instrumental"]) == ("[主歌] 绿皮火车 [副歌] 夜这么亮 照不到我的故乡", False)
    assert [at_price("写首摇滚，纯音乐", said).model for said in ("换个女声唱", lyrics)] == ["sonic", "sonic"]


@pytest.mark.parametrize(
    ("said", "params"),
    [
        ("念快了，改成正常语速", {"speed": 1}),
        ("再用男声读一遍", {"speaker": "zh_male_sophie_uranus_bigtts"}),
        ("再读一遍", {}),
    ],
)
def test_the_same_text_is_read_once_more(said: str, params: dict[str, object]) -> None:
    """It need not be given again."""
    proposal = behind("读：祝大家马年大吉", said)
    assert (proposal.prompt, proposal.params, proposal.doubts) == ("祝大家马年大吉", params, ())


@pytest.mark.parametrize("said", ["把“大家”改成“各位”", "改一下，大家改成各位"])
def test_a_word_of_a_text_that_is_read_is_replaced(said: str) -> None:
    """And nothing of how that was asked for is read."""
    assert behind("读：祝大家马年大吉", said).prompt == "祝各位马年大吉"


@pytest.mark.parametrize("said", ["用老奶奶的声音", "语速1.1", "女声", "大声点", "谢谢你啊小伙子"])
def test_how_it_is_read_is_no_text(said: str) -> None:
    """The text is asked for once more."""
    asked = after(interpret("帮我读一段话"), NO_CONTEXT)
    proposal = interpret(said, context=asked)
    assert proposal.topic is not None or [doubt.field for doubt in proposal.doubts] == ["text"]


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("a voiceover: Our mugs keep you warm. Slowly, female voice", "Slowly, female voice"),
        ("旁白：我们的杯子让你温暖。慢一点，女声", "慢一点，女声"),
        ("读：恭喜发财！用粤语", "用粤语"),
        ("口播配音，台词是：姐妹们听好了！年轻女声，情绪亢奋一点，快", "年轻女声，情绪亢奋一点，快"),
    ],
)
def test_a_last_sentence_about_a_voice_is_asked_about(words: str, asked: str) -> None:
    """It may be no part of the text."""
    assert [(doubt.field, doubt.words) for doubt in interpret(words).doubts] == [("text", asked)]


@pytest.mark.parametrize(
    "words",
    [
        "I'd like to have a short text read aloud for my podcast intro, please.",
        "read this out loud in a deep male voice",
    ],
)
def test_what_a_text_is_for_is_no_text(words: str) -> None:
    """It is asked for."""
    assert [doubt.field for doubt in interpret(words).doubts] == ["text"]


def test_a_voice_before_a_colon_leads_to_a_text() -> None:
    """Whatever is said of it."""
    proposal = interpret("帮我录一段口播，用沉稳的男声：感谢收听本期节目，我们下期再见。")
    assert (proposal.media, proposal.prompt) == (Medium.SPEECH, "感谢收听本期节目，我们下期再见。")


@pytest.mark.parametrize(
    ("said", "lyrics"),
    [
        ("in the lyrics change windshield to taillight", "taillight wipers\nold truck"),
        ('change "old" to "new"', "windshield wipers\nnew truck"),
        ("把old改成new", "windshield wipers\nnew truck"),
        ("change the lyrics to: la la la\nho ho", "la la la\nho ho"),
        ("歌词改成：月亮圆圆照九州", "月亮圆圆照九州"),
    ],
)
def test_lyrics_are_changed_where_they_stand(said: str, lyrics: str) -> None:
    """At a price, and of a song that was made."""
    song = "a folk song, lyrics:\nwindshield wipers\nold truck"
    for proposal in (at_price(song, said), behind(song, said)):
        assert (proposal.params["lyrics"], proposal.prompt) == (lyrics, "a folk song")
    assert "windshield" in str(at_price(song, "change the tempo to slow").params["lyrics"])


def test_lyrics_go_with_the_song_that_they_are_told_for() -> None:
    """Another kind of song is another song; the same one keeps its words."""
    lyrics = "Rusty door\nnew road"
    ballad = f"a country ballad, male vocals. Lyrics: {lyrics}"
    for proposal in (behind("a folk song about trucks", ballad), at_price("a folk song about trucks", ballad)):
        assert (proposal.prompt, proposal.params["lyrics"]) == ("a country ballad, male vocals", lyrics)
    sung = at_price("a folk song about trucks", f"female voice, lyrics:\n{lyrics}")
    assert (sung.prompt, sung.params["vocal_gender"]) == ("a folk song about trucks", "female")
    same = behind("make a funky beat, instrumental", "now same but w lyrics: [Verse]\nla la")
    assert (same.prompt, same.params["make_instrumental"]) == ("make a funky beat, instrumental", False)
    assert (
        behind("a folk song about trucks", f"something for grandpa, lyrics:\n{lyrics}").prompt
        != "a folk song about trucks"
    )


@pytest.mark.parametrize("said", ["call it Grandpa's Ford", 'name it "Frostline"', "歌名叫《绿皮火车》"])
def test_the_name_of_a_song_stands_in_its_description(said: str) -> None:
    """It is no other job."""
    assert at_price("a folk song about trucks", said).prompt.endswith(said)


# declining and talk


@pytest.mark.parametrize(
    "said",
    [
        *(
            "nah im good thx",
            "that'll be all, thanks",
            "I'll pass",
            "好吧算了",
            "今天就到这里，晚安",
            "886",
            "掰掰",
            "撤了哈",
            "再会",
        ),
    ],
)
def test_who_takes_leave_leaves_the_wish(said: str) -> None:
    """So that a later yes orders nothing."""
    assert at_price(CAT, said).topic is Topic.CANCEL


@pytest.mark.parametrize(
    "words", ["今天天气真好啊", "今天好无聊", "I'm so bored", "nice weather today", "n", "q", "ta"]
)
def test_small_talk_is_no_picture(words: str) -> None:
    """It is answered."""
    assert interpret(words).topic is Topic.TALK
