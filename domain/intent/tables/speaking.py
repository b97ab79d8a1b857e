"""What asks for a text to be read aloud, and how the text is pointed at."""

import re

from imastudio.domain.intent.rows import row, table, words
from imastudio.domain.intent.tags import Tag
from imastudio.domain.orders import Medium

# Labels before a colon that say nothing themselves: 配音文案：….
LABELS = frozenset(words("文案 内容 台词 脚本 旁白 script text copy line lines"))
# How fast a voice reads, where the word stands in what is said about it: "a slow male voice".
PACES = {"slow": 0.8, "fast": 1.2}
# These open a text by themselves ("朗读 你好"); the others need a colon, quotes or a pointer behind them.
TABLE = table(
    row(
        Tag.READ,
        "录个音 录段音 录一段音 照着念 照着读 照读 照念 录这段 录下这段 配音一下 "
        "朗读 朗读一下 朗诵 读出来 念出来 读给我听 念给我听 读一下 念一下 读一遍 念一遍 语音合成 合成语音 "
        "文字转语音 文本转语音 文字转成语音 转成语音 转语音 转为语音 "
        "转换成语音 转化为语音 生成语音 变成语音 配个音 朗读出来 用语音说 用语音读 "
        "generate_audio: create_audio: make_audio: read_this_out_loud read_it_out_loud "
        "read_that_out_loud read_aloud read_it_aloud read_this_aloud read_out_loud read_out narrate recite "
        "text_to_speech text2speech "
        "tts to_speech into_speech "
        "convert_to_speech say_out_loud speak_the_following read_the_following read_this_out speak_this "
        "narrate_this voice_this voice_the_following record_this record_the_following read_this_text read_this",
        "strong",
    ),
    row(Tag.READ, "读 念 念念 读读 说 说出 播报 播报一下 播报新闻 spoken read say speak pronounce voice", "weak"),
    row(
        Tag.INPUT,
        "一段话 一句话 一段文字 下面文字 以下文字 下面的文字 下面这段 这段文案 下面文案 以下文案 这段 这段话 "
        "这句话 这段文字 "
        "这段文本 这句 这些话 这些文字 以下内容 以下文字 以下文本 以下这段话 下面 "
        "下面的 下面这段话 下面这段文字 下面的话 下面的文字 下面的内容 下面这句话 这首诗 这篇文章 "
        "this_text this_sentence this_paragraph the_following the_following_text these_words the_text this_line "
        "the_text_above text_above the_above "
        "上面这段 上面的话 上面这段话 上面的文字 this_passage this_message this_poem following_text",
        Medium.SPEECH,
    ),
    row(
        Tag.CONTENT,
        "朗诵会 朗诵比赛 朗读会 读书会 读书 读者 阅读 念头 念珠 说话 说明 小说 说唱歌手 传说 听说 读书人 念书 说法 "
        "读取 解读 读物 思念 纪念 想念 "
        "概念 信念 理念 观念 怀念 惦念 留念 悼念 学说 游说 话说",
    ),
    row(Tag.VOICE, "声音 音色 嗓音 voice's 的声音 的音色 的嗓音 voice_of"),
)
# How a text may be read, and what leads to the word for reading.
TONES = frozenset(
    words(
        "slow fast slowly clearly calmly gently warmly softly cheerfully warm deep calm soft gentle low high young "
        "cheerful sweet 温柔 低沉 甜美"
    )
)
TELLING = frozenset(words("把 将 用 以 in using 请用 使用 turn convert 请把 帮我把 use have get let make 让 叫 请"))
# A text that is only pointed at: 昨天那篇文章, "the article I sent you".
POINTED_TEXT = re.compile(
    r"(?:(?:for|in|by|as|with|using) (?:a|an|the|my|our|me|us|his|her|your) [a-z' ]{2,40})\Z|"
    r"(?:[^,。:]{0,6}[那这该][篇封条段本首]|我.{0,6}的|课本)[^,。:]{0,10}\Z|(?:the|my|our|that) (?:[a-z]+ ){0,2}"
    r"(?:article|letter|emails?|news|chapter|book|page|story|poem|report|messages?|post|document|"
    r"file|essay|script)\b[^,.:]{0,30}\Z"
)
# How a text is to be read, before it begins.
MANNER_OF_READING = re.compile(
    r"(?:the following|this|下面的?(?:内容|文字|话)?)?[ ,]*(?:out loud|aloud)?[ ,]*"
    r"(?:exactly|word for word|as (?:is|written)|verbatim|一字不差|原样|完整地?|逐字|slowly and|carefully)"
)


# What announces the text that is to be read, as an answer to the question for it.
TEXT_IS = re.compile(
    r"(?:(?:the |my |this is the |here is the |here's the )?(?:text|words|script|line|lines|message|"
    r"sentence)(?: (?:is|are|to read|goes|reads|should be))*"
    r"|it (?:should|must) say|read(?: this)?|(?:要?[念读说]的?)?(?:内容|文字|文本|文案|稿子|台词|原文|词|话)(?:就?是|如下|为)?|"
    r"就[念读]|[念读]这[段句个])\s*[:：]\s*"
)
# What stands before a colon behind which something is written or said in a picture or a film: "a sign that reads: …".
WRITTEN = re.compile(
    r"(?:\b(?:reads?|reading|says|saying|said|shout(?:s|ing)?|whisper(?:s|ing)?|yell(?:s|ing)?|announc(?:es|ing)|replies|answers"
    r"|thinks|sings?|captions?|captioned|inscription|lettering|slogan|headline|dialogues?|conversation|chat|subtitles?|engraved"
    r"|printed(?: on it| with)?|written|writes|text|texts|words|message|title|titled|text on it|words on it|graffiti|placard"
    r"|bubble|hook|chorus|verse(?: [1-9])?|bridge|refrain|poem"
    r"|(?:chalkboard|whiteboard|blackboard|shopping|to-do) (?:menu|list)|sign|coupon|label)"
    r"|(?:文字|文案|对话|对白|台词|代码|字样|标语|口号|字幕|独白|弹幕|聊天记录|写着|写道|写有|写上|印着|刻着|写的是|上面写|下面写|片名|书名|歌名|专辑名|碑文|祝福语|题字|印字|配字|题目|主歌|副歌|桥段|第[一二三四1-4]段|诗|诗词|喊道?|(?<![小传听据])说道?|问道?|答道?)"
    r"(?:内容)?(?:分别)?(?:为|是|有|如下)?"
    r"|(?:代码|截图|屏幕|黑板|招牌|告示|信|纸条|便利贴|贺卡|卡片|短信|对话框?)[^。:\n]{0,6}(?:内容|上面)(?:为|是|如下)?)[ ]?\Z"
)
# The same at the end of a line, behind which others stand.
WRITTEN_BELOW = re.compile(
    r"(?:清单|菜单|价目表|便签)[^,。:\n]{0,4}\Z|\b(?:list|menu|note|notes|receipt|schedule)\b[^.:\n]{0,24}\Z"
    r"|(?:对话|对白|聊天)[^,。:\n]{0,6}\Z|\b(?:dialogue|dialog|conversation|chat|comic)[^.:\n]{0,70}\Z"
)
# Behind these all is code, to the end.
CODE = re.compile(
    r"\b(?:this|the|following|some|of) (?:python |source |java |c )?code|\bcode (?:snippet )?on (?:a |the )?screen"
    r"|\bterminal\b.{0,24}|代码[^。:\n]{0,8}|公式"
)
# Parts of a song, behind the first of which all is to be sung.
SONG_PARTS = re.compile(
    r"\[(?:verse|chorus|pre-chorus|hook|bridge|refrain|intro|outro|主歌|副歌|前奏|尾奏)[^\]\n]{0,12}\]"
)
# Pictures with words in them, which no table of media has.
LETTERED = frozenset(words("comic comics panel manga strip page sign banner sticker screen blackboard signboard"))
