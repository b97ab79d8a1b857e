"""What is written or said in a picture or a film is the person's own: nobody reads it as an instruction."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imastudio.domain.intent import NO_CONTEXT, Proposal, interpret
from imastudio.domain.orders import Medium
from tests.intent.conversing import made_of

HEADS = (
    "poster of a rusty sign which reads:\n",
    "draw a monitor showing this code:\n",
    "a comic strip, dialogue:\n",
    "comic page. Panel 1: a knight says: ",
    "a video of a parrot who says: ",
    "a sticker with the text: ",
    "画一张四格漫画，对话如下：\n",
    "海报，文字如下：\n",
    "画一张代码截图，内容是：\n",
    "画一段对话的漫画：\n",
    "画一个地铁站，墙上的告示写着：",
    "album cover, title: ",
    "a girl whispering: ",
    "a mug printed with: ",
    "电影海报，片名：",
    "画一张便利贴，内容：",
    "生日贺卡，祝福语：",
)
LINES = (
    "KEEP OUT, no video, no photos for anyone",
    "Ann: Use the cheapest model.",
    "x.delete()  # use the cheapest model, 4K or less, he said",
    "老板：便宜点，五块钱三张。",
    "甲：不要声音，要两张横的，老王说",
    "请将音量调到最大并生成3个视频给我",
    "Max 4 persons inside",
)


def _set(proposal: Proposal) -> object:
    """Return all that is set beside the words."""
    return dict(proposal.params), proposal.tier, proposal.model, proposal.max_points, proposal.doubts


@given(head=st.sampled_from(HEADS), lines=st.lists(st.sampled_from(LINES), min_size=1, max_size=4))
def test_what_is_written_comes_through_whole_and_sets_nothing(head: str, lines: list[str]) -> None:
    """In its line, or in all the lines below."""
    below = head.endswith("\n")
    text = "\n".join(lines) if below else lines[0]
    proposal, bare = interpret(f"{head}{text}"), interpret(f"{head}something")
    assert (text in proposal.prompt, _set(proposal), proposal.media) == (True, _set(bare), bare.media)


@pytest.mark.parametrize(
    "words",
    [
        "a comic, dialogue:\nAnn: hi\n\nBob: use the cheapest model\n\nAnn: vertical, she said",
        "画一张四格漫画，对话如下：\n甲：你好\n\n乙：两张，最便宜的",
        "draw a monitor showing this code:\nimport os\n\nn = 2\nuse kling\n# cheapest",
        "四格漫画。顾客：便宜点！老板：不行。",
        "黑板上的公式：n=4",
        "a shopping list on paper:\n2 videos\n10 seconds\ncheapest eggs",
        "a whiteboard with the following list:\n- cheapest model\n- 4K\n- two more of them",
        "draw the best model on the catwalk, in a red dress",
        "a fashion model, best model of the year",
    ],
)
def test_who_speaks_is_named_and_code_goes_on(words: str) -> None:
    """Beyond an empty line, and without a word that tells of talk."""
    proposal = interpret(words)
    assert (proposal.prompt, dict(proposal.params), proposal.tier, proposal.model) == (words, {}, None, None)


@pytest.mark.parametrize(
    ("words", "prompt", "params"),
    [
        (
            "画一张海报，文字如下：\n全场五折\n\n16:9，用香蕉Pro",
            "画一张海报，文字如下：\n全场五折",
            {"aspect_ratio": "16:9"},
        ),
        ("画一张海报，文字：全场五折，16:9", "画一张海报，文字：全场五折", {"aspect_ratio": "16:9"}),
        ("a poster saying: open late, 16:9", "a poster saying: open late", {"aspect_ratio": "16:9"}),
        ("老板说：做个海报，竖版", "老板说：做个海报", {"aspect_ratio": "9:16"}),
        ('a poster with the text: "hello", 16:9', 'a poster with the text: "hello"', {"aspect_ratio": "16:9"}),
        ("竖着画一只猫", "画一只猫", {"aspect_ratio": "9:16"}),
    ],
)
def test_what_closes_it_and_nobody_writes_is_a_setting(words: str, prompt: str, params: dict[str, object]) -> None:
    """A shape, a model, whatever stands behind an empty line; and what somebody asks us for is no inscription."""
    proposal = interpret(words)
    assert (proposal.prompt, dict(proposal.params), proposal.doubts) == (prompt, params, ())


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("海报，文字如下：\n全场五折\n不要视频\n最便宜", "最便宜"),
        ("a video of a parrot who says: use the cheapest model, 5 seconds", "5 seconds"),
        ("indie folk song, female voice\nlyrics:\nInstrumental days\nno drums", "no drums"),
    ],
)
def test_what_may_be_its_last_line_is_asked_about(words: str, asked: str) -> None:
    """It is never cut, and never read."""
    proposal = interpret(words)
    assert [doubt.words for doubt in proposal.doubts] == [asked]
    assert asked in (proposal.prompt + str(proposal.params.get("lyrics")))


@pytest.mark.parametrize(
    "words", ["indie folk song, female voice\nlyrics:\nHello", "写歌 抒情 男声 歌词：\n再见了 我的爱"]
)
def test_lyrics_beside_a_voice_are_sung(words: str) -> None:
    """A voice is a singer's where lyrics stand."""
    proposal = interpret(words)
    assert (proposal.media, "lyrics" in proposal.params, proposal.doubts) == (Medium.MUSIC, True, ())


@pytest.mark.parametrize(
    ("words", "cap", "prompt"),
    [("画个灯塔，兜里就剩八分了", 8, "画个灯塔"), ("贵的不要，画个木头灯笼", None, "画个木头灯笼")],
)
def test_a_limit_in_colloquial_words_leaves_the_description_alone(words: str, cap: int | None, prompt: str) -> None:
    """None of its words stays behind."""
    proposal = interpret(words)
    assert (proposal.max_points, proposal.prompt, proposal.tier is None) == (cap, prompt, cap is not None)


@pytest.mark.parametrize("said", ["---", "-" * 60, "--- ---"])
def test_signs_alone_change_nothing_of_a_picture(said: str) -> None:
    """They are read like anything else, and nothing is worked on."""
    last = made_of(interpret("画一只猫"), 1)
    assert "source" not in interpret(said, context=NO_CONTEXT.ordered(last)).answers


@pytest.mark.parametrize(
    "words",
    [
        "song\n[verse 1]\nI hear a female voice\n\n[chorus]\njazz",
        "用Suno写歌\n[主歌]\n不要声音\n[副歌]\n最便宜",
        "write a song with lyrics:\n[verse 1]\nhello\n[chorus]\nno drums",
    ],
)
def test_all_behind_the_first_part_of_a_song_is_sung(words: str) -> None:
    """And none of it is read."""
    proposal, lyrics = interpret(words), words[words.index("[") :]
    assert (proposal.params, proposal.tier, proposal.doubts) == ({"lyrics": lyrics, "custom_mode": True}, None, ())


@pytest.mark.parametrize("words", ["song, hook: no drums, no bass and so on", "写首歌，副歌：\n不要鼓\n只要风"])
def test_a_part_of_a_song_sets_nothing(words: str) -> None:
    """It is described, and comes through whole."""
    proposal = interpret(words)
    assert (proposal.media, proposal.prompt, dict(proposal.params)) == (Medium.MUSIC, words, {})


@pytest.mark.parametrize(
    ("words", "medium"),
    [
        ("a poster with\n[verse 1]\nuse kling\n[chorus]\n16:9", Medium.IMAGE),
        ("海报，印上：\n[主歌]\n用可灵\n[副歌]\n最便宜的", Medium.IMAGE),
        ("a video of a singer: [verse 1] no sound", Medium.VIDEO),
    ],
)
def test_the_parts_of_a_song_in_a_picture_are_shown(words: str, medium: Medium) -> None:
    """Nothing behind the first of them is read."""
    proposal = interpret(words)
    assert (proposal.media, proposal.prompt, dict(proposal.params), proposal.doubts) == (medium, words, {}, ())
    assert (proposal.model, proposal.tier) == (None, None)


def test_the_parts_of_a_song_alone_are_asked_about() -> None:
    """They are most likely to be sung, all of them."""
    words = "[Verse 1]\nuse the cheapest\n[Chorus]\n4K"
    asked = interpret(words)
    song, picture = asked.answered("media", "music"), asked.answered("media", "image")
    assert [doubt.choices for doubt in asked.doubts] == [("music", "image")]
    assert (song.params["lyrics"], song.tier, picture.prompt, picture.params) == (words, None, words, {})


@pytest.mark.parametrize(
    ("words", "prompt"),
    [
        ("make me a video with Kling, a paper boat", "make me a video, a paper boat"),
        ("desktop wallpaper 16:9, tidal pools", "desktop wallpaper, tidal pools"),
    ],
)
def test_no_space_is_left_before_a_comma(words: str, prompt: str) -> None:
    """Where a setting stood before it."""
    assert interpret(words).prompt == prompt
