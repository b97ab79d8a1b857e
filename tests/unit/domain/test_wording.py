"""Plain words: what they mean, what they only seem to mean, and that every way of writing them means the same."""

from itertools import product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from imastudio.domain.failures import Failure, Kind
from imastudio.domain.intent.vocabulary.entries import words as phrases
from imastudio.domain.intent.vocabulary.models import NOT_NAMES
from imastudio.domain.intent.vocabulary.voices import BY_GENDER, SPEAKERS
from imastudio.domain.intent.wording import Heard, PreferenceAction, hear, to_wish, without
from imastudio.domain.orders import Input, Scope, Tier
from imastudio.domain.quoting.model_names import ALIASES
from imastudio.domain.quoting.parameters import LONGEST, effective
from imastudio.domain.tasks import InputKind, Medium, TaskType
from tests.leaves import WAN, a_field, a_leaf, a_rule, only_leaf
from tests.shared_facts import shared
from tests.wording_cases import REQUESTS as WRITTEN_REQUESTS
from tests.wording_cases import TRAPS as WRITTEN_TRAPS
from tests.wording_cases import Said
from tests.wording_trials import REQUESTS as TRIED_REQUESTS
from tests.wording_trials import TRAPS as TRIED_TRAPS

TRAPS = (*WRITTEN_TRAPS, *TRIED_TRAPS)
REQUESTS = (*WRITTEN_REQUESTS, *TRIED_REQUESTS)
ALL = (*TRAPS, *REQUESTS)
PICTURE = InputKind.IMAGE
WORDS = st.sampled_from(
    sorted({word for said in ALL for word in (said.words, *said.words.split())})
    + list("，。：“”\"' 的一张4K16:9\ud800\ue000")
)


def meaning(heard: Heard) -> str:
    """Spell what was understood as the cases do."""
    words = [heard.task_type.value if heard.task_type else f"unclear_{heard.media.value}"]
    named = {"model": heard.model, "version": heard.version_id, "tier": heard.tier, **heard.params, "n": heard.n}
    named["max_points"] = heard.max_points
    words += [f"{name}={value}".replace(" ", "_") for name, value in named.items() if value is not None]
    if heard.preference is not PreferenceAction.NONE:
        words.append(heard.preference.value)
    words += [notice.code for notice in heard.notices]
    if heard.workflow:
        words.append(f"steps={'+'.join(heard.steps)}")
    return " ".join([*words, *["consistency"] * heard.consistency])


def _hear(said: Said, words: str | None = None) -> Heard:
    return hear(said.words if words is None else words, [PICTURE] * said.pictures)


@pytest.mark.parametrize("said", TRAPS, ids=lambda said: f"{said.words}@{said.pictures}")
def test_words_of_a_picture_are_no_instructions(said: Said) -> None:
    """What only looks like a name, a value or a medium stays in the prompt and means nothing else."""
    assert (meaning(_hear(said)), _hear(said).prompt) == (said.meaning, said.prompt)


@pytest.mark.parametrize("said", REQUESTS, ids=lambda said: f"{said.words}@{said.pictures}")
def test_what_is_said_to_us_is_understood(said: Said) -> None:
    """Medium, task, model, values, number and preference are heard, and go out of the prompt where they are only ours."""
    assert (meaning(_hear(said)), _hear(said).prompt) == (said.meaning, said.prompt)


TOLD_EN = (
    "a poster about {}",
    "a book called {}",
    "a cat named {}",
    "a sign that says {}",
    "a man thinking about {}",
    "a tattoo that reads {}",
    "the word {} in neon",
    "people protesting against {}",
)
TOLD_ZH = (
    "一本叫《{}》的书",
    "一块写着{}的牌子",
    "一只叫{}的猫",
    "一个研究{}的博士",
    "一家卖{}的小店",
    "介绍{}的海报",
    "衣服上印着{}",
    "关于{}的插画",
    "梦见{}的女孩",
    "写着“{}”的灯牌",
)
SAID_EN = phrases(
    "banana Sora MJ Kling Midjourney Suno Nano_Banana Veo_3.1 4K 8K 1080p 16:9 10s cheapest best premium artistic "
    "female_vocals instrumental jazz music video song always silent portrait square BGM soundtrack first_frame tts 512"
)
SAID_ZH = phrases(
    "香蕉 海螺 可灵 MJ Sora Suno 4K 8K 1080P 16:9 10秒 最便宜 最好 不差钱 艺术 女声 无人声 爵士 音乐 视频 歌 以后都用 默认 "
    "静音 竖屏 方形 横图 三张 背景音乐 配音 首帧 过渡 动起来 参考图 歌词 推荐一个 512"
)


@pytest.mark.parametrize(
    "words",
    [
        form.format(said)
        for forms, all_said in ((TOLD_EN, SAID_EN), (TOLD_ZH, SAID_ZH))
        for form, said in product(forms, all_said)
    ],
)
def test_what_a_picture_tells_of_or_bears_is_no_instruction(words: str) -> None:
    """Any word of ours may be a title, a name, a subject or an inscription: then it is drawn and means nothing else."""
    heard = hear(words)
    assert (meaning(heard).removesuffix(" n=1"), heard.prompt) == ("text_to_image", words)


def test_there_are_enough_cases_and_half_of_them_try_to_mislead() -> None:
    """The cases are what keeps the tables honest."""
    assert (len(ALL) >= 400, len(TRAPS) >= 150) == (True, True)


def _wide(text: str) -> str:
    return "".join(chr(ord(one) + 0xFEE0) if "!" <= one <= "~" and one not in "\"'`" else one for one in text)


@pytest.mark.parametrize("spell", [str.upper, str.lower, _wide], ids=["upper", "lower", "wide"])
def test_case_and_width_change_nothing(spell: object) -> None:
    """Capitals, small letters and full-width letters say the same."""
    assert callable(spell)
    for said in ALL:
        if "lyrics" not in said.meaning and "://" not in said.words:
            heard = _hear(said, spell(said.words))
            assert (said.words, meaning(heard).casefold()) == (said.words, said.meaning.casefold())


@pytest.mark.parametrize(
    ("spelled", "same"),
    [
        (
            "用香蕉Pro画一只猫",
            ("用 香蕉 Pro 画一只猫", "用香蕉pro 画一只猫", "用香蕉 PRO画一只猫", "用「香蕉Pro」画一只猫"),
        ),
        (
            "use nano banana pro: a cat",
            ("use NanoBanana Pro: a cat", "use nano-banana-pro: a cat", "use nanobananapro: a cat"),
        ),
        ("画一隻貓，4K，用可靈", ("画一只猫，４Ｋ，用可灵",)),
        ("用可灵O1，海浪视频", ("用可灵 o1，海浪视频", "用可灵-O1，海浪视频", "用“可灵O1”，海浪视频")),
        (
            "a cat, 16:9",
            ("a cat, 16 : 9", "a cat, 16：9", "a cat, 16 by 9", "a cat, 16x9", "a cat, 16比9", "a cat, 16×9"),
        ),
    ],
)
def test_gaps_hyphens_and_quotes_around_a_name_change_nothing(spelled: str, same: tuple[str, ...]) -> None:
    """A name is one name with or without gaps."""
    assert {meaning(hear(words)) for words in same} == {meaning(hear(spelled))}


# names


@pytest.mark.parametrize("name", sorted(ALIASES.keys() - NOT_NAMES))
def test_every_name_people_use_names_its_model(name: str) -> None:
    """用XXX means the first id of the name's, in any table."""
    heard = hear(f"用{name}")
    assert (heard.model, heard.preference, heard.orders) == (ALIASES[name][0], PreferenceAction.SAVE, False)


@pytest.mark.parametrize(
    ("words", "pictures", "model"),
    [
        ("用万做视频：猫", 0, "wan2.6-t2v"),
        ("用万做视频：猫", 1, "wan2.6-i2v"),
        ("用Vidu做视频：猫", 0, "viduq2"),
        ("用Vidu做视频：猫", 1, "viduq2-pro"),
        ("用Vidu，首尾帧", 2, "viduq2-pro"),
        ("用Vidu，参考这些图做视频", 3, "viduq2"),
        ("用Vidu Q2 Pro做视频：猫", 0, "viduq2-pro"),
    ],
)
def test_one_name_has_an_id_for_each_task(words: str, pictures: int, model: str) -> None:
    """Wan and Vidu are other models with a picture."""
    assert hear(words, [PICTURE] * pictures).model == model


def test_several_models_of_one_medium_are_told_of() -> None:
    """The first is used unless a later one is switched to, and the person is told."""
    first = hear("用可灵或者用海螺2.3，做一段海浪视频")
    later = hear("用可灵，算了改用海螺2.3，做一段海浪视频")
    assert (first.model, later.model) == ("kling-video-o1", "MiniMax-Hailuo-2.3")
    assert [notice.code for notice in (*first.notices, *later.notices)] == ["several_models", "several_models"]


@pytest.mark.parametrize(
    ("words", "tier", "prompt"),
    [
        ("高质量，画一只猫", Tier.PREMIUM, "画一只猫"),
        ("画一张高质量的猫", Tier.PREMIUM, "画一张猫"),
        ("画一只猫，用Pro", Tier.PREMIUM, "画一只猫"),
        ("a high-quality photo of a cat", Tier.PREMIUM, "a photo of a cat"),
        ("a cat, pro", Tier.PREMIUM, "a cat"),
        ("画一只猫，默认", Tier.BALANCED, "画一只猫"),
        ("a cat, default", Tier.BALANCED, "a cat"),
        ("画一只猫，最便宜", Tier.BUDGET, "画一只猫"),
        ("a pro skater in a park", None, "a pro skater in a park"),
        ("关于高质量睡眠的海报", None, "关于高质量睡眠的海报"),
        ("未来默认的生活", None, "未来默认的生活"),
    ],
)
def test_some_words_choose_a_model_within_the_nano_banana_family_alone(
    words: str, tier: Tier | None, prompt: str
) -> None:
    """Where there are two models, "Pro" is one of them; where there are many, it says nothing."""
    heard = hear(words, scope=Scope.NANO_BANANA)
    assert (heard.tier, heard.prompt) == (tier, prompt)
    assert hear(words).tier in {None, Tier.BUDGET}


# what becomes of a saved model


@pytest.mark.parametrize(
    ("words", "saved", "action"),
    [
        ("用可灵做一段海浪视频", {}, PreferenceAction.SAVE),
        ("用可灵做一段海浪视频", {TaskType.TEXT_TO_VIDEO: "kling-video-o1"}, PreferenceAction.SAVE),
        ("用可灵做一段海浪视频", {TaskType.TEXT_TO_VIDEO: "wan2.6-t2v"}, PreferenceAction.ASK),
        ("用可灵做一段海浪视频", {TaskType.TEXT_TO_IMAGE: "midjourney"}, PreferenceAction.SAVE),
        ("以后视频都用可灵O1", {TaskType.TEXT_TO_VIDEO: "wan2.6-t2v"}, PreferenceAction.SAVE),
        ("这次用可灵做一段海浪视频", {}, PreferenceAction.NONE),
        ("可灵视频，海浪", {}, PreferenceAction.NONE),
        ("用默认的，画一只猫", {TaskType.TEXT_TO_IMAGE: "midjourney"}, PreferenceAction.CLEAR),
        ("用最便宜的，画一只猫", {TaskType.TEXT_TO_IMAGE: "midjourney"}, PreferenceAction.NONE),
    ],
)
def test_only_words_about_the_model_change_what_is_saved(
    words: str, saved: dict[TaskType, str], action: PreferenceAction
) -> None:
    """用XXX saves where nothing else is saved and asks where something is; "from now on" saves; "this time" doesn't."""
    assert hear(words, (), saved).preference == action


def test_a_wish_for_all_of_a_medium_has_the_right_id_for_each_task() -> None:
    """What is wanted from now on is for every task type of the medium, with the id that makes it."""
    heard = hear("以后视频都用万2.6")
    assert (heard.lasting, heard.orders, dict(heard.models)) == (
        True,
        False,
        {
            TaskType.TEXT_TO_VIDEO: "wan2.6-t2v",
            TaskType.IMAGE_TO_VIDEO: "wan2.6-i2v",
            TaskType.FIRST_LAST_FRAME_TO_VIDEO: "wan2.6-i2v",
            TaskType.REFERENCE_IMAGE_TO_VIDEO: "wan2.6-i2v",
        },
    )


def test_two_media_may_be_settled_at_once() -> None:
    """One model for videos and one for music: both are saved."""
    heard = hear("以后做视频默认用可灵2.6，以后做音乐都用Suno")
    assert set(heard.models.values()) == {"kling-v2-6", "sonic"}


def test_a_saved_song_model_is_not_overruled_by_the_word_song() -> None:
    """A song is made by the saved model that makes songs."""
    assert hear("写一首歌", (), {TaskType.TEXT_TO_MUSIC: "GenSong"}).model is None
    assert hear("写一首歌", (), {TaskType.TEXT_TO_MUSIC: "GenBGM"}).model == "sonic"


def test_giving_up_what_is_saved_is_for_all_media_unless_one_is_named() -> None:
    """What is called "my saved model" is whatever is saved; "my saved video model" is that of videos."""
    assert [hear(words).forgets_all for words in ("clear my saved model", "忘掉我的视频偏好", "用默认的")] == [
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("words", "medium"),
    [
        ("清除我的视频偏好", Medium.VIDEO),
        ("清除视频的默认模型", Medium.VIDEO),
        ("clear my video preferences", Medium.VIDEO),
        ("forget my saved music model", Medium.MUSIC),
        ("clear my songs preference", Medium.MUSIC),
        ("forget my tts preferences", Medium.SPEECH),
        ("reset my image preference", Medium.IMAGE),
    ],
)
def test_the_medium_whose_model_is_given_up_is_the_one_that_is_said(words: str, medium: Medium) -> None:
    """Nobody who gives up the model for videos loses the one for pictures."""
    heard = hear(words)
    assert (heard.media, heard.preference, heard.forgets_all) == (medium, PreferenceAction.CLEAR, False)


# inputs


@pytest.mark.parametrize(
    ("kinds", "task"),
    [
        ([InputKind.VIDEO], TaskType.REFERENCE_IMAGE_TO_VIDEO),
        ([PICTURE, InputKind.AUDIO], TaskType.REFERENCE_IMAGE_TO_VIDEO),
        ([PICTURE] * 3, TaskType.REFERENCE_IMAGE_TO_VIDEO),
        ([PICTURE] * 2, None),
        ([PICTURE], TaskType.IMAGE_TO_VIDEO),
        ([], TaskType.TEXT_TO_VIDEO),
    ],
)
def test_what_is_handed_in_decides_where_words_do_not(kinds: list[InputKind], task: TaskType | None) -> None:
    """Two pictures may be frames or references: that is asked."""
    assert hear("做成视频", kinds).task_type == task


# texts that are handed over


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("朗读：  用可灵，4K，大声一点！ ", "用可灵，4K，大声一点！"),
        ("read aloud: Use Kling, 16:9.\nAnd more: here.", "Use Kling, 16:9.\nAnd more: here."),
        ("把这段话读出来：“一、二、三。”", "一、二、三。"),
        ("用女声，把“画一只猫”读出来", "画一只猫"),
        ("生成一段语音，内容是：你好", "你好"),
        ("朗读 你好，世界", "你好，世界"),
    ],
)
def test_the_text_to_speak_is_taken_exactly(words: str, text: str) -> None:
    """Nothing in it is an instruction, nothing of it is lost."""
    heard = hear(words)
    assert (heard.task_type, heard.prompt, heard.model) == (TaskType.TEXT_TO_SPEECH, text, None)


def test_ones_own_lyrics_are_sung_exactly() -> None:
    """They become the lyrics, in custom mode; the rest is the prompt."""
    heard = hear("用Suno写一首摇滚，女声，歌词：\n[Verse]\n4K的天空\n16:9的海")
    assert (dict(heard.params), heard.prompt, heard.model) == (
        {"vocal_gender": "female", "tags": "摇滚", "lyrics": "[Verse]\n4K的天空\n16:9的海", "custom_mode": True},
        "写一首摇滚，女声",
        "sonic",
    )
    assert hear("歌词：啦啦啦").prompt == "啦啦啦"
    assert hear("画一张海报，歌词 很美").media is Medium.IMAGE


@pytest.mark.parametrize("named", sorted(SPEAKERS))
def test_every_voice_can_be_called_by_its_name(named: str) -> None:
    """用小何的声音 is her native id."""
    assert hear(f"用{named}的声音朗读：大家好").params == {"speaker": SPEAKERS[named]}


def test_the_voices_are_native_ids_of_the_published_list() -> None:
    """No id is made up."""
    listed = shared("facts/tts_speakers.json").read_text(encoding="utf-8")
    assert [voice for voice in {*SPEAKERS.values(), *BY_GENDER.values()} if f'"{voice}"' not in listed] == []


# the wish


def test_the_wish_says_what_was_heard() -> None:
    """The studio gets the words, the values and the inputs."""
    wish = to_wish(hear("用香蕉Pro把它变成油画，4K，两张", [PICTURE]), [Input("a.png")])
    assert (wish.prompt, wish.task_type, wish.model, wish.n, dict(wish.params)) == (
        "把它变成油画",
        TaskType.IMAGE_TO_IMAGE,
        "gemini-3-pro-image",
        2,
        {"size": "4K"},
    )
    assert wish.inputs == (Input("a.png"),)
    assert to_wish(hear("用最便宜的模型画一只猫")).tier is Tier.BUDGET


def test_the_smallest_cap_becomes_the_wish_s_and_says_why() -> None:
    """The studio refuses what costs more."""
    heard = hear("a cat, max 20 points, at most 8 credits")
    assert (heard.max_points, to_wish(heard).max_points, heard.prompt) == (8, 8, "a cat")
    assert [why.words for why in heard.why if why.field == "max_points"] == ["max 20 points", "at most 8 credits"]


def test_of_a_value_that_is_taken_back_the_last_words_are_the_reason() -> None:
    """What was said first led to nothing."""
    heard = hear("画一只猫，4K，不对，2K")
    assert [why.words for why in heard.why if why.field == "params.size"] == ["2K"]


@pytest.mark.parametrize(
    "hostile",
    [
        unit * (150 // len(unit)) + tail
        for unit in ("看", "查看", "我的", "请问", "cannot ", "is it ", "points ", "不对")
        for tail in ("", "x", "吗")
    ],
)
def test_hostile_questions_are_read_in_a_blink(hostile: str) -> None:
    """No pattern of a question takes time that doubles with each word."""
    assert hear(hostile).media in Medium


def test_a_minute_asks_for_the_longest_there_is() -> None:
    """What was said stays in what was heard; the order asks for the longest."""
    heard = hear("一分钟的海浪视频")
    assert (heard.params["duration"], to_wish(heard).params["duration"]) == (60, LONGEST)


def test_the_longest_is_what_the_model_offers() -> None:
    """It is put in its place with a notice; where lengths aren't offered one by one it is not."""
    fitted = effective(only_leaf(WAN), {"duration": LONGEST})
    assert (fitted.closed["duration"], [notice.code for notice in fitted.notices]) == (15, ["longest_duration"])
    assert effective(only_leaf(WAN), {"duration": 5}).notices == ()
    free = only_leaf(
        a_leaf("free", "Free", [a_field("duration", 5, kind="number")], a_rule(1, 1)), TaskType.TEXT_TO_VIDEO
    )
    assert effective(free, {"duration": 7}).closed == {"duration": 7}


@pytest.mark.parametrize(
    ("words", "parameter", "left"),
    [
        ("音调高一点，朗读：你好", "pitch", {}),
        ("海浪视频，无声", "sound", {}),
        ("海浪视频，带声音", "generate_audio", None),
        ("画一只猫，横图", "aspect_ratio", None),
        ("画一只猫，横图", "pitch", None),
    ],
)
def test_manner_may_be_left_out_a_picture_s_values_may_not(
    words: str, parameter: str, left: dict[str, object] | None
) -> None:
    """A model without a pitch still reads; a model without ratios is not ordered from."""
    fewer = without(to_wish(hear(words)), Failure(kind=Kind.UNKNOWN_PARAMETER, parameter=parameter))
    assert (None if fewer is None else dict(fewer.params)) == left


def test_other_refusals_leave_nothing_out() -> None:
    """Only a field that isn't there can be done without."""
    wish = to_wish(hear("音调高一点，朗读：你好"))
    assert without(wish, Failure(kind=Kind.VALUE_NOT_OFFERED, parameter="pitch")) is None


# laws


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(), st.lists(WORDS, max_size=8).map("".join)), st.lists(st.sampled_from(InputKind), max_size=4))
@example("\ud800“用\ue000", [])
@example("İ用MJ", [])
def test_any_text_is_understood_the_same_way_twice_and_says_why(text: str, kinds: list[InputKind]) -> None:
    """It never raises; what it goes by stands in the utterance; a prompt is part of what was said."""
    heard = hear(text, kinds)
    assert heard == hear(text, kinds)
    for why in heard.why:
        assert text[why.start : why.end] == why.words != ""
    assert set(heard.prompt) <= set(text) | set(" n")  # "a 4:3 image" becomes "an image"


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="画一只猫在睡觉abc dog ", min_size=1))
def test_plain_words_are_never_lost(text: str) -> None:
    """Without an instruction the prompt is the utterance."""
    assert hear(f"猫{text}").prompt == f"猫{text}".strip()


@pytest.mark.parametrize(
    "spoken", ["用可灵O1", "4K", "横图，16:9", "推荐一个", "use the default model", "", "  \n", "谢谢！", "Stop."]
)
def test_instructions_alone_order_nothing(spoken: str) -> None:
    """Nothing is made of a name, a size or a blank."""
    assert hear(spoken).orders is False


@pytest.mark.parametrize(
    "long",
    [
        *(
            "“" * 100_000,
            '"' * 99_999,
            "a " * 50_000,
            "画" * 100_000,
            "1" * 100_000,
            "16:9 " * 20_000,
            "用可灵" * 33_000,
            "谢谢" * 39 + "猫",
        ),
        *(
            "a.b/" * 25_000,
            "no drums and " * 8000,
            "video 10 ," * 10_000,
            "三张" * 50_000,
            "万" * 100_000,
            "\ud800" * 100_000,
        ),
        *("nano - " * 14_000, "masterpiece, " * 8000, ("a" * 79 + " ") * 1250, "read aloud: " + "x" * 100_000),
    ],
    ids=lambda text: text[:12].encode("ascii", "backslashreplace").decode(),
)
def test_long_and_hostile_texts_are_read_in_a_blink(long: str) -> None:
    """A hundred thousand characters neither raise nor take time that grows faster than they do."""
    assert hear(long).media in Medium


def test_a_long_text_is_still_heard_at_both_ends() -> None:
    """Instructions before and behind a long description count."""
    heard = hear(f"用香蕉Pro，{'一片很大的森林' * 800}，4K")
    assert (heard.model, dict(heard.params)) == ("gemini-3-pro-image", {"size": "4K"})


def test_nothing_that_was_said_shows_in_a_repr() -> None:
    """The prompt and the words are private."""
    assert "秘密" not in repr(hear("画一张秘密的图，4K，歌词"))
