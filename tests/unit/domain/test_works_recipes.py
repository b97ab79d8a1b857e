"""A brief becomes a work, or none: the hero first, shots from it, music as long as they are, one speech a picture."""

import re

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imastudio.domain.orders import Input, Tier
from imastudio.domain.orders.tasks import Medium, TaskType
from imastudio.domain.works.documents import decode_work, encode_work
from imastudio.domain.works.planning import plan_of
from imastudio.domain.works.recipes import is_film_with_sound, is_work, media_of, plan
from imastudio.domain.works.words import ASKED, VARIETIES
from imastudio.domain.works.work import StepOutput, Work
from tests.works import orders_of

PIECES = st.sampled_from(
    [
        *(
            "宣传片",
            "配乐",
            "MV",
            "主角是旺财小狗",
            "同一个女孩",
            "一套6张",
            "不同城市",
            "旁白：早上好。晚安。",
            "15秒",
            "竖屏",
            "故事",
            "封面",
            "一首歌",
        ),
        *(
            "promo video",
            "background music",
            "starring a fox",
            "the same girl",
            "a series of 5 pictures",
            "in Paris, Rome and Oslo",
        ),
        *(
            "narration",
            "story",
            "song",
            "cover",
            "20s",
            "vertical",
            "用可灵O1",
            "with Suno",
            "，",
            ", ",
            "。",
            "\n",
            "“你好，世界。再见。”",
        ),
        *("0秒", "半分钟", "2 minutes", "《晨光》", "《", "：", "镜头：海、山", "no music", "无声", "最便宜", "十张"),
    ]
)
BRIEFS = st.lists(PIECES | st.text(max_size=6), max_size=10).map("".join)


def made(brief: str, *images: str) -> Work:
    """Return the work of a brief that asks for one."""
    work = plan(brief, images)
    assert work is not None
    return work


def shape(work: Work) -> str:
    """Return a work in a line: tasks of its steps, and the film."""
    steps = " ".join(f"{step.name}:{step.task_type.value}" for step in work.steps)
    film = work.film
    return (
        steps
        if film is None
        else f"{steps} | {len(film.shots)} {film.music} {film.voice} {film.seconds} {film.follows_music}"
    )


@given(BRIEFS)
def test_any_brief_is_a_work_or_none(brief: str) -> None:
    """A work hangs together, survives its document, has words in every step, and makes more than one thing."""
    work = plan(brief)
    assert (work is not None) == is_work(brief)
    if work is None:
        return
    assert decode_work(encode_work(work)) == work
    assert all(step.wish.prompt.strip() for step in work.steps)
    assert len(work.steps) > 1
    assert plan_of(work, orders_of(work)).total > 0


@given(BRIEFS)
def test_the_hero_comes_first(brief: str) -> None:
    """Whatever moves, or belongs to a series, starts from one picture; a picture that is handed in is that one."""
    for work in (plan(brief), plan(brief, ["dog.png"])):
        for step in () if work is None else work.steps:
            if step.task_type in {TaskType.IMAGE_TO_VIDEO, TaskType.REFERENCE_IMAGE_TO_VIDEO, TaskType.IMAGE_TO_IMAGE}:
                assert step.inputs in {(StepOutput("hero"),), (Input("dog.png"),)}


def test_the_vendors_example() -> None:
    """A master picture, shots that begin with it, music that fits."""
    work = made("帮我做个产品宣传MV,有背景音乐,主角是旺财小狗")
    assert shape(work) == (
        "hero:text_to_image shot1:image_to_video shot2:image_to_video shot3:image_to_video bgm:text_to_music"
        " | 3 bgm None None False"
    )
    assert work.title == "旺财小狗"
    assert all("旺财小狗" in step.wish.prompt for step in work.steps)
    assert work["bgm"].wish.model == "GenBGM"
    assert media_of(work) == (Medium.IMAGE, Medium.VIDEO, Medium.MUSIC)


@pytest.mark.parametrize(
    ("brief", "expected"),
    [
        (
            "宣传片+配乐，我们的咖啡店，温暖的木质风格，15秒，竖屏",
            (
                "hero:text_to_image shot1:image_to_video shot2:image_to_video shot3:image_to_video bgm:text_to_music"
                " | 3 bgm None 15.0 False"
            ),
        ),
        (
            "A promo video for our coffee shop with background music, 10 seconds, vertical",
            "hero:text_to_image shot1:image_to_video shot2:image_to_video bgm:text_to_music | 2 bgm None 10.0 False",
        ),
        (
            "做个MV，歌曲是关于夏天的，主角是一对情侣",
            (
                "song:text_to_music hero:text_to_image shot1:image_to_video shot2:image_to_video shot3:image_to_video"
                " | 3 song None None True"
            ),
        ),
        (
            "Make a 30-second music video: a song about the sea, starring an old sailor, 2 shots",
            "song:text_to_music hero:text_to_image shot1:image_to_video shot2:image_to_video | 2 song None 30.0 False",
        ),
        (
            "一套3张，同一个女孩，不同城市",
            "hero:text_to_image picture1:image_to_image picture2:image_to_image picture3:image_to_image",
        ),
        (
            "A series of two videos of the same robot in different seasons",
            "hero:text_to_image video1:reference_image_to_video video2:reference_image_to_video",
        ),
        ("做一首关于大海的歌，再配一张封面", "song:text_to_music cover:text_to_image"),
        ("Write a song about my cat Tom and make a cover for it", "song:text_to_music cover:text_to_image"),
        (
            "给小兔子的故事配图并朗读，配乐轻柔：从前有一只小兔子。它找到了妈妈。",
            (
                "hero:text_to_image picture1:image_to_image voice1:text_to_speech picture2:image_to_image voice2:text_to_speech"
                " bgm:text_to_music | 2 bgm None None False"
            ),
        ),
        (
            "A story about a fox with narration and pictures: Fox woke up. Fox slept.",
            (
                "hero:text_to_image picture1:image_to_image voice1:text_to_speech picture2:image_to_image voice2:text_to_speech"
                " | 2 None None None False"
            ),
        ),
        (
            "拍一个视频介绍我们的茶叶，要有解说和音乐，10秒",
            (
                "hero:text_to_image shot1:image_to_video shot2:image_to_video bgm:text_to_music voice:text_to_speech"
                " | 2 bgm voice 10.0 False"
            ),
        ),
        (
            "A silent commercial of a red bicycle, no music, one minute",
            "hero:text_to_image "
            + " ".join(f"shot{number}:image_to_video" for number in range(1, 9))
            + " | 8 None None 60.0 False",
        ),
    ],
)
def test_each_recipe_in_both_languages(brief: str, expected: str) -> None:
    """What is made, in which order, and how long the film is to be."""
    assert shape(made(brief)) == expected


@pytest.mark.parametrize(
    "brief",
    [
        *(
            "画一只猫",
            "画四只猫",
            "两张海报",
            "一首关于海的歌",
            "背景音乐，轻快",
            "朗读：今天天气真好",
            "生成一个有声音的视频",
            "一个女孩唱歌的视频",
        ),
        *(
            "一段音乐会现场的视频",
            "",
            "   ",
            "你好",
            "make a 10s video of waves",
            "a portrait of a woman",
            "make a poster for the music festival",
        ),
        *("a video of a music box", "read aloud: good morning", "a series finale poster", "three cats"),
    ],
)
def test_one_thing_is_no_work(brief: str) -> None:
    """Then it is ordered as always."""
    assert plan(brief) is None


def test_what_is_dictated_is_spoken_word_by_word() -> None:
    """And never read as an instruction; a draft is said to be one."""
    spoken = made('A commercial for a toothbrush with a voice-over: "Brush 3 pictures. Smile 20 seconds."')
    assert spoken["voice"].wish.prompt == "Brush 3 pictures. Smile 20 seconds."
    assert (spoken.film and spoken.film.seconds, spoken.notices) == (None, ())
    drafted = made("做一个绘本故事，有旁白，主角是小熊")
    assert [notice.code for notice in drafted.notices] == ["work_words_drafted"]
    assert plan_of(drafted, orders_of(drafted)).notices[0].code == "work_words_drafted"
    sung = made("写一首生日歌并做封面，歌词：祝你生日快乐。")
    assert (sung["song"].wish.model, sung["song"].wish.params["lyrics"]) == ("sonic", "祝你生日快乐。")


def test_long_texts_share_pictures() -> None:
    """No more than eight, and nothing is left out."""
    lines = [f"第{number}句话。" for number in range(30)]
    work = made("讲故事，配图，旁白：" + "".join(lines))
    voices = [step.wish.prompt for step in work.steps if step.medium is Medium.SPEECH]
    assert len(voices) == 8
    assert "".join(voices).replace(" ", "") == "".join(lines)


def test_listed_scenes_are_the_shots() -> None:
    """In their order, in the person's words; models that are named make what they can."""
    work = made(
        "用可灵O1拍产品宣传视频，主角是一瓶蓝色香水，三个镜头：瓶身特写、海边、夜晚城市，Suno配轻柔钢琴曲，《晨光》"
    )
    assert [step.wish.prompt for step in work.steps][1:4] == [
        "一瓶蓝色香水，瓶身特写",
        "一瓶蓝色香水，海边",
        "一瓶蓝色香水，夜晚城市",
    ]
    assert [step.wish.model for step in work.steps] == [None, *["kling-video-o1"] * 3, "sonic"]
    assert work.title == "晨光"
    placed = made("four posters of the same knight in Rome, Paris and Oslo")
    assert [step.wish.prompt.split(", ")[1] for step in placed.steps][1:4] == ["in Rome", "in Paris", "in Oslo"]


def test_pictures_that_are_there_are_the_hero() -> None:
    """Nothing is made in their place."""
    for brief in ("宣传片，配乐，主角是旺财", "一套4张，同一只狗", "做一首歌曲和封面，主角是旺财"):
        work = made(brief, "dog.png")
        assert "hero" not in work.names
        assert any(Input("dog.png") in step.inputs for step in work.steps)


def test_shape_and_length_are_the_persons() -> None:
    """Half a minute too."""
    work = made("半分钟的宣传片，方形，主角是旺财")
    assert (work["hero"].wish.params["aspect_ratio"], work.film and work.film.seconds) == ("1:1", 30.0)
    two = made("两分钟的宣传片，主角是旺财")
    assert two.film is not None
    assert (two.film.seconds, len(two.film.shots)) == (120.0, 8)


@pytest.mark.parametrize(
    ("brief", "hero"),
    [
        ("给我家民宿做一条20秒的宣传短片，主角是一只看门的大黄狗，要有轻松的背景音乐，横屏", "一只看门的大黄狗"),
        ("帮我拍个新能源汽车的广告，要有激昂的音乐，30秒", "新能源汽车"),
        ("我要一套四格漫画，同一个小男孩，分别在教室、操场、食堂、宿舍", "小男孩"),
        ("生成同一只熊猫的表情包，8张", "熊猫"),
        ("讲一个小猪盖房子的故事，要有插图和朗读", "小猪盖房子"),
        ("用海螺2.3做奶茶新品宣传视频，带配乐，9:16，15秒", "奶茶新品"),
        ("品牌故事片，展示我们的手工皮具，配古筝曲，一分钟", "手工皮具"),
        (
            "Create a 20 second trailer for my fantasy novel about a dragon, with epic music",
            "my fantasy novel about a dragon",
        ),
        ("I need an explainer video with narration and background music about composting, 30 seconds", "composting"),
        ("Four posters of the same superhero in different weather", "the superhero"),
        ("Make an illustrated audio story of a brave snail: Snail left home. Snail found a friend.", "a brave snail"),
        ("A jazz song and album artwork for a late-night cafe", "a late-night cafe"),
        ("a series of portraits of the same woman through the decades", "the woman"),
        ("social media reel of our bakery with upbeat music, vertical, 10s", "our bakery"),
    ],
)
def test_a_brief_is_about_its_hero(brief: str, hero: str) -> None:
    """Whom it names, and no word that asks, counts or measures."""
    work = made(brief)
    assert any(step.wish.prompt.startswith(hero) for step in work.steps if step.medium is Medium.IMAGE)


def test_cheap_and_dear_are_heard() -> None:
    """By every step; music that is cheap may be another model's, but never one that sings under a film."""
    cheap = made("宣传片+配乐，主角是旺财，最便宜")
    assert [step.wish.tier for step in cheap.steps] == [Tier.BUDGET] * 5
    (other,) = cheap["bgm"].instead
    assert (other.model, other.tier, other.params) == ("sonic", Tier.BUDGET, {"make_instrumental": True})
    dear = made("a promo video of a watch with music, best quality")
    assert (dear["hero"].wish.tier, dear["bgm"].wish.tier) == (Tier.PREMIUM, None)
    assert "quality" not in dear["hero"].wish.prompt
    named = made("宣传片+配乐，主角是旺财，用Suno做配乐，最便宜")
    assert (named["bgm"].wish.params, named["bgm"].instead) == ({"make_instrumental": True}, ())


HEROES = {"zh": "一只纸鹤", "en": "a paper crane"}
SAYS_HOW = {
    "zh": (
        "1个镜头",
        "一个镜头",
        "2个镜头",
        "三个镜头",
        "12秒",
        "竖屏",
        "最便宜",
        "不超过90积分",
        "最多 90 积分",
        "90积分以内",
    ),
    "en": (
        *(
            "1 shot",
            "one shot",
            "a single shot",
            "2 shots",
            "3-shot",
            "12 seconds",
            "vertical",
            "cheapest",
            "at most 90 points",
        ),
        *("max 90 points", "a budget of 90 points", "90 points max", "no more than 90 pts"),
    ),
}
LEAKS = {
    "zh": r"镜头(?!缓|跟|横|推)|[0-9]|秒(?!$)|竖屏|便宜|积分|不超过|最多|以内",
    "en": r"\bshots?\b(?! of)|[0-9]|second|vertical|cheap|points?\b|pts|budget|\bmost\b|\bmax\b|single|\bone\b",
}


@given(st.sampled_from(["zh", "en"]), st.data())
def test_no_instruction_stands_in_a_prompt(language: str, data: st.DataObject) -> None:
    """Counts, lengths, shapes, tiers and caps are for us; the length of music is said in words of ours."""
    rows = data.draw(st.lists(st.sampled_from(SAYS_HOW[language]), max_size=4, unique=True))
    hero = f"主角是{HEROES[language]}" if language == "zh" else f"starring {HEROES[language]}"
    kind = "宣传片，配乐" if language == "zh" else "a promo video with music"
    said = data.draw(st.permutations([hero, kind, *rows]))
    work = made(("，" if language == "zh" else ", ").join(said))
    for step in work.steps:
        prompt = re.sub(r"约[0-9]+秒|about [0-9]+ seconds|close-up of|wide shot of", "", step.wish.prompt)
        assert HEROES[language] in prompt
        assert re.search(LEAKS[language], prompt) is None, prompt


@pytest.mark.parametrize(
    ("brief", "shots"),
    [
        ("Make an ad film with 1 shot of a glass perfume bottle, with music", 1),
        ("a single-shot commercial of a lamp with music", 1),
        ("a promo of one scene: starring a fox, with music", 1),
        ("一镜到底的宣传片，主角是一只猫，配乐", 1),
        ("做一段20秒的产品视频，主角是一只猫，配乐", 4),
        ("a 20 second promo video, starring a cat, with music", 4),
        ("宣传片，12个镜头，主角是一只猫，配乐", 8),
        ("五个镜头的宣传片，主角是一只猫，配乐", 5),
        ("Veo 3.1 promo video 16:9 of a cat, with music", 3),
    ],
)
def test_shots_are_counted(brief: str, shots: int) -> None:
    """Lengths, ratios and versions are no counts; more than can be made at once is told."""
    work = made(brief)
    assert work.film is not None
    assert len(work.film.shots) == shots
    assert [notice.code for notice in work.notices] == (["work_fewer"] if "12个" in brief else [])


@pytest.mark.parametrize(
    ("brief", "cap"),
    [
        ("宣传片+配乐，主角是旺财，不超过120积分", 120),
        ("宣传片+配乐，主角是旺财，预算80积分", 80),
        ("宣传片+配乐，主角是旺财，100积分以内", 100),
        ("product video for a watch, with music, at most 120 points", 120),
        ("product video for a watch, with music, 120 points max, budget 90 points", 90),
        ("宣传片+配乐，主角是旺财，最多3个镜头", None),
        ("product video for a watch, with music, under 30 seconds", None),
    ],
)
def test_a_cap_in_the_words_goes_with_the_work(brief: str, cap: int | None) -> None:
    """Into its document; a plan that is dearer says so."""
    work = made(brief)
    assert work.max_points == cap
    assert decode_work(encode_work(work)) == work
    dear = {name: attrs.evolve(order, points=100) for name, order in orders_of(work).items()}
    assert ("work_above_cap" in [notice.code for notice in plan_of(work, dear).notices]) == (cap is not None)


@pytest.mark.parametrize(
    ("words", "both"),
    [
        ("make a promo video for my gym with a soundtrack", True),
        ("a promo video with music, starring a fox, 1 shot", True),
        ("带背景音乐的产品视频，拍我们家的蜂蜜", True),
        ("一条宣传片加配乐", True),
        ("a commercial for a soda brand with a voice-over", True),
        ("music for a cat video", False),
        ("compose background music for my vlog", False),
        ("a commercial kitchen with music", False),
        ("a video with music playing", False),
        ("视频配乐，轻松的", False),
        ("做一个产品宣传视频", False),
        ("MV封面，女孩在雨中", False),
    ],
)
def test_a_film_and_its_sound_are_one_piece(words: str, *, both: bool) -> None:
    """So that `ask` buys neither alone; a sound for a film, or a film that sounds, is one thing."""
    assert is_film_with_sound(words) == both


def test_a_series_and_a_story_have_as_many_as_are_wanted() -> None:
    """No more than can be made at once, and that is told; a story that is ours to draft ends as it ends."""
    twelve = made("十二张同一只猫的表情包")
    assert (len(twelve.steps), twelve.notices) == (13, ())
    assert [notice.code for notice in made("100张同一只猫的表情包").notices] == ["work_fewer"]
    drafts = [made(f"讲一个小熊的故事，配{count}幅插图，要朗读") for count in ("两", "六", "九")]
    spoken = [[step.wish.prompt for step in one.steps if step.medium is Medium.SPEECH] for one in drafts]
    assert [len(lines) for lines in spoken] == [2, 6, 8]
    assert {lines[-1] for lines in spoken} == {"最后，一切都有了温暖的结局。"}


def test_a_text_tells_whom_it_is_about() -> None:
    """Where nobody names a hero; words that ask are never one."""
    told = made("Tell this story with pictures and narration: A small boat left the harbour. It met a whale.")
    assert told["hero"].wish.prompt.startswith("the hero of “A small boat left the harbour”")
    zh = made("把这个寓言做成有声绘本，加轻柔背景音乐，旁白：从前有一只乌鸦。它口渴了。")
    assert zh["hero"].wish.prompt.startswith("“从前有一只乌鸦”的主角")
    assert "轻柔" in zh["bgm"].wish.prompt


@pytest.mark.parametrize(
    ("brief", "prompt"),
    [
        ("创作一首民谣单曲，关于故乡的雨，再配一张专辑封面", "一首关于故乡的雨的歌，民谣"),
        ("写一首摇滚歌曲，关于毕业的夏天，配封面", "一首关于毕业的夏天的歌，摇滚"),
        (
            "Write a lo-fi song about rainy Tokyo nights and design its album cover",
            "a song about rainy Tokyo nights, lo-fi",
        ),
    ],
)
def test_a_song_is_about_its_theme_in_its_style(brief: str, prompt: str) -> None:
    """And about nothing that only asks for its cover."""
    assert made(brief)["song"].wish.prompt == prompt


def test_the_tables_are_whole() -> None:
    """Each variety has as many rows in both languages, and enough for a series."""
    assert all(len(zh) == len(en) >= 4 for _, zh, en in VARIETIES)
    assert len(ASKED) == len(set(ASKED.values()))


@pytest.mark.parametrize(
    ("brief", "text", "media"),
    [
        (
            "Read this tale aloud over pictures: “The whale sang. The moon answered.”",
            "The whale sang. The moon answered.",
            "is",
        ),
        ("绘本故事：小鸭子学游泳。它游得最快。配音朗读，再来点背景音乐", "小鸭子学游泳。它游得最快。", "ims"),
        (
            "Story with pictures: A bee woke up. It hummed. Read it aloud with music.",
            "A bee woke up. It hummed.",
            "ims",
        ),
        (
            "给小兔子的故事配图并朗读：它醒了。音乐响起。",
            "它醒了。音乐响起。",
            "is",
        ),  # the last sentence tells, it asks nothing
    ],
)
def test_what_is_asked_behind_a_dictated_text_is_no_part_of_it(brief: str, text: str, media: str) -> None:
    """Every word of the text is spoken, and none of what is to be made of it."""
    work = made(brief)
    spoken = [step.wish.prompt for step in work.steps if step.medium is Medium.SPEECH]
    assert re.sub(r"\s", "", "".join(spoken)) == re.sub(r"\s", "", text)
    assert "".join(sorted(medium.value[0] for medium in media_of(work))) == media


@pytest.mark.parametrize(
    ("brief", "has", "lacks"),
    [
        ("a set of 3 posters of the same dragon, then a song about it", {"song"}, set()),
        ("一套3张海报，同一条龙，再来一首关于它的歌", {"song"}, set()),
        ("同一个女孩，一套2张图，配一段背景音乐", {"bgm"}, set()),
        ("a set of 2 pictures of the same fox with a voice-over", {"voice1"}, {"bgm"}),
        ("MV with a song about rain and a voice-over, hero: Tom", {"song", "voice"}, set()),
        ("promo, no narration, with music, starring a fox", {"bgm"}, {"voice"}),
        ("做宣传片，不要旁白，要配乐，主角是狐狸", {"bgm"}, {"voice"}),
        ("a video with music but no song: a cat", {"bgm"}, {"song"}),
    ],
)
def test_what_is_to_be_heard_is_made_and_what_is_not_is_left_out(brief: str, has: set[str], lacks: set[str]) -> None:
    """Whatever the recipe is: nothing that was asked for is dropped, nothing that was ruled out is paid for."""
    names = set(made(brief).names)
    assert has <= names
    assert not lacks & names


RULED_OUT = [
    ("{film}，不要{noun}，主角是狐狸", "zh"),
    ("{film}，{noun}就不要了，主角是狐狸", "zh"),
    ("{film}，主角是狐狸，没有{noun}", "zh"),
    ("无{noun}的{film}，主角是狐狸", "zh"),
    ("{film}，主角是狐狸，不需要任何{noun}", "zh"),
    ("{film} starring a fox, no {noun}", "en"),
    ("{film} without any {noun}, starring a fox", "en"),
    ("{film} starring a fox, don't add {noun}", "en"),
    ("{film} starring a fox, {noun} is not needed", "en"),
]


@pytest.mark.parametrize(("said", "language"), RULED_OUT)
@pytest.mark.parametrize(
    ("medium", "films", "nouns"),
    [
        (Medium.MUSIC, ("宣传片配旁白", "a promo with a voice-over"), ("音乐", "music")),
        (Medium.MUSIC, ("MV", "a music video"), ("配乐", "music")),
        (Medium.SPEECH, ("宣传片+配乐", "a promo with music"), ("旁白", "narration")),
        (Medium.IMAGE, ("宣传片+配乐", "a promo with music"), ("图片", "pictures")),
        (Medium.IMAGE, ("睡前故事朗读+配乐", "a bedtime story with narration and music"), ("图", "pictures")),
        (Medium.VIDEO, ("一套3张图配音乐", "a set of 3 posters with music"), ("视频", "video")),
    ],
)
def test_what_is_ruled_out_is_neither_planned_nor_spoken_of(
    said: str, language: str, medium: Medium, films: tuple[str, str], nouns: tuple[str, str]
) -> None:
    """However it is said, and whatever it is: nothing of that medium is paid for, and no prompt has the words that say so."""
    at = ("zh", "en").index(language)
    work = made(said.format(film=films[at], noun=nouns[at]))
    assert medium not in media_of(work)
    assert len(work.steps) > 1
    prompts = " ".join(step.wish.prompt for step in work.steps)
    assert not re.search(r"不要|不需要|没有(?!放弃)|无|\bno\b|without|don't|needed", prompts)


@pytest.mark.parametrize(
    ("brief", "media"),
    [
        ("宣传片，音乐不要太吵，主角是狐狸", "imv"),
        ("产品视频，旁白不要太快，配乐轻快", "imsv"),
        ("宣传片有没有音乐都行，主角是猫", "imv"),
        ("宣传片+配乐，画面不要有人，主角是手表", "imv"),
        ("promo with music, no pictures of people, about tea", "imv"),
        ("a promo with music, no music festival in it, about tea", "imv"),
        ("MV with a song about rain, no background music", "imv"),
        ("做宣传片，不要旁白和音乐，主角是狐狸", "iv"),
        ("promo video with no music or narration, starring a puppy", "iv"),
        ("宣传片，音乐不要，旁白也不用，主角是狐狸", "iv"),
        ("同一只猫的3个视频，不要图片", "v"),
        ("只要音频：睡前故事朗读+配乐", "ms"),
        ("故事绘本，配音，不要视频：狐狸来了。它走了。", "is"),
    ],
)
def test_a_word_about_how_rules_nothing_out(brief: str, media: str) -> None:
    """And what is ruled out beside it is: i, v, m and s are what is made."""
    assert "".join(sorted(medium.value[0] for medium in media_of(made(brief)))) == media


def test_without_videos_there_is_no_film() -> None:
    """A story's pictures and what is said are there one by one."""
    assert made("故事绘本，配音+配乐，不要视频：狐狸来了。它走了。").film is None


@pytest.mark.parametrize(
    "brief",
    [
        "故事配音，没有图：从前有一只狐狸。它住在雪里。",
        "a story read aloud, no pictures: Once there was a fox.",
        "MV, no video, only the song",
        "一首歌，不要封面",
        "song without a cover about rain",
        "一套3张图，同一只猫，不要图片",
    ],
)
def test_what_is_left_of_a_work_may_be_one_thing(brief: str) -> None:
    """Then it is no work: it is ordered by itself."""
    assert plan(brief) is None


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("十五张图", 15),
        ("二十张图", 20),
        ("二十四张图", 24),
        ("三十九张图", 39),
        ("24张图", 24),
        ("twenty pictures", 20),
        ("twenty-four pictures", 24),
        ("thirty two photos", 32),
        ("fifteen posters", 15),
        ("38 pictures", 38),
    ],
)
def test_a_long_series_is_as_long_as_it_is_said(said: str, number: int) -> None:
    """Each picture is another, though the table of what changes is shorter; nothing is left for later."""
    work = made(f"{said}，同一只猫" if re.search("图", said) else f"{said} of the same cat")
    prompts = [step.wish.prompt for step in work.steps if step.name != "hero"]
    assert (len(prompts), len(set(prompts)), work.notices) == (number, number, ())


@pytest.mark.parametrize(
    ("brief", "model"),
    [
        ("2分钟的MV，主角是外星人", "sonic"),
        ("a 20 second music video about a robot", "GenSong"),
        ("90秒的形象片，配乐", "sonic"),
        ("a 30 second promo with music about tea", "GenBGM"),
    ],
)
def test_music_is_as_long_as_the_film_where_it_can_be(brief: str, model: str) -> None:
    """The other model stands behind it, for where that one is gone."""
    (music,) = [step for step in made(brief).steps if step.medium is Medium.MUSIC]
    assert music.wish.model == model
    assert len(music.instead) == 1


@pytest.mark.parametrize("brief", [None, 5, ["a promo with music"]])
def test_what_is_no_text_is_told(brief: object) -> None:
    """At the call, with what would do."""
    with pytest.raises(TypeError, match="'a promo with music'"):
        plan(brief)  # type: ignore[arg-type] # what is no text


def test_one_picture_needs_no_list() -> None:
    """It is the hero."""
    assert made("promo with music", "a.png") == plan("promo with music", "a.png")
