"""The words by which briefs are told apart, and those that recipes put into prompts: tables, zh and en.

A recipe or a variety is changed by changing a row. Patterns are looked for anywhere, without regard to case.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from imastudio.domain.orders import Tier


class BriefTrait(StrEnum):
    """Traits that a brief asks for."""

    VIDEO = "video"
    PROMO = "promo"
    MV = "mv"
    MUSIC = "music"
    SONG = "song"
    SPEECH = "speech"
    STORY = "story"
    PICTURE = "picture"
    COVER = "cover"
    SAME = "same"
    SET = "set"
    SILENT = "silent"


ASKED: Mapping[BriefTrait, str] = MappingProxyType(
    {
        BriefTrait.PROMO: r"宣传片|宣传视频|宣传短片|广告(?!牌|位|公司|语)"
        r"|广告视频|形象片|预告片|带货视频|完整作品|产品视频|产品短片|推广视频"
        r"|\bpromos?\b|\bpromotional (?:video|film|clip)|\bcommercials?\b|\btrailers?\b|\bad(?:vert)? (?:video|film|clip)"
        r"|\bproduct (?:video|film|demo)|\blaunch (?:video|film)",
        BriefTrait.MV: r"(?<![a-z])mv(?![a-z])|音乐视频|音乐短片|\bmusic video",
        BriefTrait.VIDEO: (
            r"视频|短片|影片|片子|(?:故事|品牌|企业|产品|公益|纪录|形象)片|微电影|电影|动画|镜头|vlog"
            r"|\bvideos?\b|\bfilms?\b|\bclips?\b|\bmovies?\b|\banimations?\b|\breel\b"
        ),
        BriefTrait.MUSIC: (
            r"配乐|背景音?乐|(?<![a-z])bgm(?![a-z])|纯音乐|轻音乐|交响乐|钢琴曲|吉他曲|小提琴曲|古筝曲"
            r"|音乐(?!会|节|厅|家|剧|学|老师|教室|盒|喷泉|播放器|视频|短片)"
            r"|\bsoundtracks?\b|\bscore\b"
            r"|\b(?:background )?music\b(?! (?:video|festival|box|hall|teacher|school|store|stand|player|room))"
            r"|\bmelody\b|\bpiano (?:piece|tune)\b"
        ),
        BriefTrait.SONG: (
            r"主题曲|单曲|歌曲|儿歌|首[^，,。]{0,14}(?:歌|曲)|(?:做|写|来|配|创作|生成)[^，,。的]{0,8}歌(?!手|剧|单|颂|舞|唱)"
            r"|\bsongs?\b|\bballad\b|\banthem\b|\blullaby\b"
        ),
        BriefTrait.SPEECH: (
            r"旁白|解说|朗读|配音|念出来|读出来|讲出来|有声(?:书|故事|读物|绘本)|讲述"
            r"|\bnarrat\w*|\baudio ?(?:story|books?)\b|\bvoice[- ]?overs?\b"
            r"|\bread\b[^.!?;\n]{0,40}\baloud\b|\bread out|\bspoken\b"
        ),
        BriefTrait.STORY: r"睡前故事|故事|绘本|童话|寓言|连环画|\bstor(?:y|ies)\b|\bfairy ?tale|\bfable\b|\bpicture book",
        BriefTrait.COVER: r"专辑封面|封面|\bcovers?\b|\balbum art\b|\bartwork\b",
        BriefTrait.PICTURE: (
            r"图片|插画|插图|配图|组图|海报|照片|图(?!书)|画|张"
            r"|\bpictures?\b|\bimages?\b|\billustrat\w+\b|\bposters?\b|\bphotos?\b|\bportraits?\b|\bdrawings?\b"
        ),
        BriefTrait.SAME: r"同一[个只位名款条张辆]?|同样的|一致|固定形象|主角不变|\bsame\b|\bconsistent\b",
        BriefTrait.SET: r"一套|系列|一组|组图|多张|套图|连续|四格|表情包|\bseries\b|\ba set of\b|\bset of\b|\bcollection of\b",
        BriefTrait.SILENT: r"无声|静音|\bsilent\b|\bmuted?\b",
    }
)

# What a brief can rule out: what is not to be made, by the nouns that stand behind "no". (zh, en)
_RULED_OUT: tuple[tuple[frozenset[BriefTrait], str, str], ...] = (
    (frozenset({BriefTrait.PICTURE, BriefTrait.VIDEO}), "画面|影像", r"visuals?"),
    (
        frozenset({BriefTrait.PICTURE}),
        "图片|图像|图画|插画|插图|配图|组图|海报|照片|图",
        r"pictures?|images?|illustrations?|posters?|photos?|drawings?",
    ),
    (frozenset({BriefTrait.COVER}), "专辑封面图?|封面图?", r"(?:album )?covers?|album art|artwork"),
    (frozenset({BriefTrait.VIDEO, BriefTrait.MV}), "音乐视频|(?<![a-z])mv(?![a-z])", r"music videos?"),
    (
        frozenset({BriefTrait.VIDEO}),
        "视频|短片|影片|片子|动画|电影",
        r"videos?|films?|clips?|movies?|animations?",
    ),
    (
        frozenset({BriefTrait.MUSIC, BriefTrait.SONG, BriefTrait.SPEECH}),
        "声音|音频",
        r"sounds?|audio",
    ),
    (
        frozenset({BriefTrait.MUSIC}),
        "背景音?乐|配乐|纯音乐|音乐|伴奏|(?<![a-z])bgm(?![a-z])",
        r"(?:background )?music|soundtracks?|score|bgm",
    ),
    (frozenset({BriefTrait.SONG}), "主题曲|歌曲?|唱歌", r"songs?|singing"),
    (
        frozenset({BriefTrait.SPEECH}),
        "旁白|解说|朗读|配音|台词|语音|讲解",
        r"narrat(?:ion|ors?)|voice[- ]?overs?|speech|spoken words?|talking|dialogue",
    ),
    (frozenset(), "主角|主人公", r"hero(?:es)?|main characters?|protagonists?"),
)
RULED_OUT: tuple[tuple[frozenset[BriefTrait], str], ...] = tuple(
    (traits, rf"(?:{zh}|\b(?:{en})\b)") for traits, zh, en in _RULED_OUT
)
_NOUN_ZH = "(?:" + "|".join(zh for _, zh, _ in _RULED_OUT) + ")"
_NOUN_EN = r"(?:(?:any|a|an|the) )?(?:" + "|".join(en for _, _, en in _RULED_OUT) + r")\b"
_NOT_ZH = (
    "(?<![有要])(?:不想?要|不用|不需要|不加|不配|不带|不含|无需|无须|没有|没|无|别加|别配|别要|别带|去掉|省掉|省略)"
)
# Where the noun ends the thought, or says what kind of a film it is: "no music festival" rules out no music.
_MADE_ZH = "(?:片|视频|MV|故事|歌|系列|作品|绘本|图|配音|朗读|版)"
_ENDS_NOT_ZH = (
    r"(?=$|[\s，,。；;！!？?：:、）)~～+＋\n]|了|吧|啊|哈|就|也|但|只|即可|的话"
    rf"|的(?=[^，,。；;！!？?\n]{{0,8}}{_MADE_ZH}))"
)
_MORE_ZH = rf"(?:\s*(?:、|/|和|或者?|与|及|以及|还有|[，,]?\s*(?:也|更)?{_NOT_ZH})\s*(?:任何)?{_NOUN_ZH})*"
_NOT_EN = (
    r"(?:\bbut )?\b(?:no|skip|omit|minus|leave out"
    r"|(?:do not|don't|doesn't|does not) (?:add|want|need|use|make|include|have))"
)
_MORE_EN = rf"(?:(?:\s*,|\s*/)?\s*(?:\b(?:or|nor|and no)\b\s*)(?:no )?{_NOUN_EN}|\s*,\s*no {_NOUN_EN})*"
_MORE_WITHOUT_EN = rf"(?:\s*(?:,|/|,?\s*\b(?:and|or|nor)\b)\s*(?:without )?{_NOUN_EN})*"
_ENDS_NOT_EN = (
    r"(?!\s+(?:of|that|which|showing|from|like|by|where|in which|box|festival|hall|teacher|school|store|quality|effects?"
    r"|design|frames?|grain|editing|director|theater|theatre|cards?)\b|-)"
)
NOT_WANTED = (
    rf"{_NOT_ZH}\s*(?:任何|什么)?\s*{_NOUN_ZH}{_MORE_ZH}{_ENDS_NOT_ZH}"
    rf"|{_NOUN_ZH}(?:就|都|全都?|可以|暂时|先|也)*"
    rf"(?:不要|不用|不需要|不必|免|省|去掉|别加|不加|不配)(?:了|掉|做|加|配|有)?{_ENDS_NOT_ZH}"
    rf"|{_NOT_EN}\s+{_NOUN_EN}{_MORE_EN}{_ENDS_NOT_EN}"
    rf"|\bwithout\s+{_NOUN_EN}{_MORE_WITHOUT_EN}{_ENDS_NOT_EN}"
    rf"|\b{_NOUN_EN}\s+(?:is|are)(?: not|n't) (?:needed|wanted|necessary|required)\b"
)
# Only what is heard is wanted.
ONLY_HEARD = r"(?:只要|仅要?|就要|只做|纯)音频|\baudio[- ]only\b|\bonly (?:the )?audio\b"
# An MV that says one of these wants music under its pictures, not a song that is sung.
BACKGROUND = r"背景音乐|配乐|背景乐|(?<![a-z])bgm(?![a-z])|纯音乐|background music|soundtrack|instrumental"
# A film that is named for what it is, with a sound of its own beside it: two media, said as one piece.
_FILM = (
    r"(?:宣传片|宣传视频|宣传短片|广告片|广告视频|形象片|带货视频|产品视频|产品短片|推广视频|(?<![a-z])mv(?![a-z])|音乐视频"
    r"|\bpromo(?:tional)? (?:video|film|clip)s?\b|\bpromos?\b(?! (?:code|poster|picture|image))"
    r"|\bcommercials?\b(?= (?:for|of|with|about|starring|video))"
    r"|\b(?:ad|advert|product|launch|explainer|brand) (?:video|film|clip)s?\b)"
)
_SOUND = (
    r"(?:配乐|背景音?乐|(?<![a-z])bgm(?![a-z])|音乐|旁白|解说"
    r"|\bmusic\b|\bsoundtrack\b|\bscore\b|\bsong\b|\bvoice[- ]?over\b|\bnarration\b)"
)
FILM_WITH_SOUND = (
    rf"{_FILM}[^。.!?]{{0,60}}?(?:[+＋，,、]|配|带|加|有|要|\bwith\b|\bplus\b|\band\b)[^。.!?]{{0,30}}{_SOUND}"
    rf"|(?:带|有|配)[^，。]{{0,10}}{_SOUND}的[^，。]{{0,10}}{_FILM}"
)
# Whose face it is: the first group names the hero. Those of the last row begin with words that ask, which are cut off.
_KINDS_ZH = "MV|mv|宣传片|宣传视频|广告片|形象片|预告片|视频|短片|故事|绘本|童话|歌曲|儿歌|歌|主题曲|系列|海报"
_ENDS_ZH = "[，,。；;！!、\n]"
HERO_ZH = (
    r"(?:主角|主人公|女主角?|男主角?|女主|男主)(?:是|叫|为|：|:)\s*([^，,。；;！!、\n]{1,30})",
    r"以([^，,。；;！!\n]{1,20}?)为(?:主角|主人公|主题|原型)",
    r"同一(?:个|只|位|名|款|条|辆|件|张)?([^，,。；;！!、\n的]{1,16}?)(?=[，,。；;！!、的在和与穿\n]|去|做|分别|出现|不同|$)",
    r"(?:给|为|替)([^，,。；;！!、\n]{1,16}?)(?:做|制作|拍|写|来|生成|创作|设计|录|配)",
    rf"(?:关于|介绍|宣传(?!片|视频)|推广|展示)(?:一下|我们的|我家的|我的)?([^，,。；;！!、\n]{{1,20}}?)(?=的?(?:{_KINDS_ZH})|{_ENDS_ZH}|$)",
    rf"([^，,。；;！!、\n]{{1,24}}?)的(?:{_KINDS_ZH})",
)
_ENDS_EN = (
    r"(?= with\b| and (?:a |an |its |the |some |then )?(?:song|music|cover|album|narrat|soundtrack|voice|score)"
    r"| and (?:then )?(?:make|create|write|draw|add|give|design|paint|compose|produce|illustrate|turn|shoot|film|put|use)\b"
    r"| in \d| over\b| that\b| who\b| plus\b| at most\b| for \d|[,.;!\n:]|$)"
)
HERO_EN = (
    r"(?:starring|featuring|(?:hero(?:ine)?|protagonist)\s?(?:is\b|:)|main character(?: is|:)?)\s+([^,.;!\n]{2,50})",
    r"\b(the same [a-z][a-z' -]{1,40}?)(?= in\b| at\b| on\b| as\b| doing\b| across\b| wearing\b| through\b|[,.;!\n]|$)",
    r"\b(?:about|of|for)\s+((?:a|an|the|my|our|his|her)?\s?[^,.;!\n]{2,50}?)" + _ENDS_EN,
)
# What a song is about, where that is not its hero.
THEME = (
    r"(?:关于|主题是|唱的是|歌唱)([^，,。；;！!、\n]{1,20}?)(?=的?[^，,。；;！!、\n的]{0,6}(?:歌|曲|MV|音乐)|的?[，,。；;！!、\n]|的?$)"
    r"|\b(?:song|tune|ballad|anthem|lullaby) (?:about|of) ([^,.;!\n]{2,40}?)"
    r"(?= and\b| with\b| plus\b| then\b|[,.;!\n]|$)"
)
# What a song is like: the words before it.
SONG_LIKE = (
    r"(?:一首|首|支|段)((?:(?!关于)[^，,。；;！!、\n一首支段]){1,8}?)(?:的)?(?:主题曲|单曲|歌曲|儿歌|歌)"
    r"|\b(?:an?|the|some)\s+((?:[a-z0-9&-]+\s+){1,3}?)(?:theme )?(?:songs?|ballad|anthem|lullaby|tune)\b"
)

NUMBERS_ZH = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_UNITS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = (
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_UNITS_EN, _TEENS_EN, _TENS_EN = "|".join(_UNITS), "|".join(_TEENS), "|".join(_TENS)
NUMBERS_EN = {
    "a": 1,
    "single": 1,
    **{word: number for number, word in enumerate((*_UNITS, *_TEENS), start=1)},
    **{word: 10 * number for number, word in enumerate(_TENS, start=2)},
}
# Words that only say that there is music; the others of BriefTrait.MUSIC say what it is like.
PLAIN_MUSIC = (
    r"配乐|背景音?乐|(?<![a-z])bgm(?![a-z])|音乐|歌曲?(?=$|\s)"
    r"|\b(?:background )?music\b|\bsoundtracks?\b|\bscore\b|\bsongs?\b"
)
# How many: of what is seen one after another in a film, and of pictures (or, where they are more than one, of videos). The
# first group is the number.
_SOME_ZH = (
    r"(?<![同第每百千0-9:：.])([0-9]{1,3}|[二三四五六七八九]?十[一二三四五六七八九]?|[一两二三四五六七八九])\s*个?"
)
_SOME_EN = (
    rf"(?<![:x.0-9-])\b([0-9]{{1,3}}|single|(?:{_TENS_EN})(?:[- ](?:{_UNITS_EN}))?|{_UNITS_EN}|{_TEENS_EN})"
    r"(?![- ]*(?:s|secs?|seconds?|minutes?|points?|pts|credits?)\b)[- ]+(?:[a-z]+\s+){0,2}?"
)
COUNT_SHOTS = (
    rf"{_SOME_ZH}(?:段|组)?(?:分?镜头?|画面|场景)|(一)镜到底"
    rf"|{_SOME_EN}(?:shots?|scenes?|takes?)\b"
)
COUNT_PIECES = (
    rf"{_SOME_ZH}(?:张|幅|格|页|条视频|段视频|支视频|段短片|条短片|个视频|个表情)"
    rf"|{_SOME_EN}(?:pictures?|images?|illustrations?|posters?|photos?|portraits?|drawings?|clips?|videos?|pages?|panels?"
    r"|stickers?|cards?|covers?)\b"
)
# The most that it may cost, in points: the number is one of the groups.
CAP = (
    r"(?:不超过|不要超过|别超过|最多|至多|上限|预算|控制在|低于)\s*(?:是|为|花|用|在|:|：)*\s*([0-9]{1,5})\s*(?:个)?(?:积分|分|点)(?!钟)"
    r"|([0-9]{1,5})\s*(?:个)?(?:积分|分|点)(?!钟)\s*(?:以内|之内|内|封顶|为限)"
    r"|\b(?:at most|no more than|not more than|max(?:imum)?|up to|under|below|within|budget(?: is| of|:)?|limit(?: is| of|:)?)"
    r"\s*(?:of )?([0-9]{1,5})\s*(?:points?|pts?|credits?)\b"
    r"|\b([0-9]{1,5})[- ]*(?:points?|pts?|credits?)\s*(?:max(?:imum)?|at most|limit|budget|or less|tops)\b"
)
SECONDS = r"([0-9]{1,3})\s*(?:秒|s\b|secs?\b|seconds?\b|-second)"
MINUTES = r"([0-9]{1,2}|[一两二三半]|\ba\b|\bone\b|\btwo\b|\bhalf a\b)\s*(?:分钟|minutes?\b|-minute)"
RATIOS: Mapping[str, str] = MappingProxyType(
    {
        "16:9": r"16\s*[:：x]\s*9|横屏|横版|宽屏|\blandscape (?:format|video)|\bwidescreen\b|\bhorizontal\b",
        "9:16": r"9\s*[:：x]\s*16|竖屏|竖版|抖音|\bvertical\b|\bportrait (?:format|mode)|\btiktok\b|\breels\b",
        "1:1": r"1\s*[:：x]\s*1|方形|正方形|\bsquare\b",
        "4:3": r"4\s*[:：x]\s*3",
        "3:4": r"3\s*[:：x]\s*4",
    }
)
TIERS: Mapping[Tier, str] = MappingProxyType(
    {
        Tier.BUDGET: r"最便宜|省钱|省点|便宜点|预算有限|\bcheap(?:est)?\b|\bbudget\b|\blow[- ]cost\b",
        Tier.PREMIUM: r"最高质量|最好的(?:模型|质量)|不差钱|顶级|\bpremium\b|\bbest quality\b|\bhighest quality\b",
    }
)
# A clause that has one of these says how, not what: it stays out of the prompts.
INSTRUCTS = (
    r"歌词|积分|不超过|预算|最便宜|省钱|省点|便宜点|封顶|不要音乐|无声|请(?!求|客)|谢谢"
    r"|最高质量|最好的|不差钱|\bpoints?\b|\bpts\b|\bcredits\b|\bbudget\b|\bcheap|\blow[- ]cost\b|\bmax\b|\bplease\b|\bthanks?\b"
)

# What changes from one picture of a series to the next: (how it is said, zh rows, en rows).
VARIETIES: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    (
        r"城市|\bcit(?:y|ies)\b|世界各地|around the world|旅行|\btravel",
        (
            "巴黎铁塔下",
            "东京涩谷街头",
            "纽约时代广场",
            "伦敦泰晤士河畔",
            "上海外滩",
            "罗马斗兽场前",
            "悉尼歌剧院旁",
            "开罗金字塔前",
            "威尼斯水巷",
            "旧金山金门大桥",
        ),
        (
            "below the Eiffel Tower in Paris",
            "on a street in Shibuya, Tokyo",
            "on Times Square, New York",
            "by the Thames in London",
            "on the Bund in Shanghai",
            "before the Colosseum in Rome",
            "by the opera house in Sydney",
            "before the pyramids of Giza",
            "on a canal in Venice",
            "at the Golden Gate Bridge in San Francisco",
        ),
    ),
    (
        r"季节|四季|春夏秋冬|\bseasons?\b",
        ("春天，樱花盛开", "夏天，阳光海滩", "秋天，满地红叶", "冬天，雪景"),
        (
            "in spring, blossoms everywhere",
            "in summer, on a sunny beach",
            "in autumn, among red leaves",
            "in winter, in the snow",
        ),
    ),
    (
        r"表情|情绪|心情|\bemotions?\b|\bexpressions?\b|\bmoods\b|表情包",
        ("开心大笑", "惊讶", "难过", "生气", "害羞", "困倦", "得意", "思考", "害怕", "期待"),
        ("laughing", "surprised", "sad", "angry", "shy", "sleepy", "proud", "thinking", "afraid", "looking forward"),
    ),
    (
        r"职业|\bjobs?\b|\bprofessions?\b|\boccupations?\b",
        ("当医生", "当厨师", "当宇航员", "当消防员", "当老师", "当画家", "当程序员", "当农夫", "当船长", "当音乐家"),
        (
            "as a doctor",
            "as a cook",
            "as an astronaut",
            "as a firefighter",
            "as a teacher",
            "as a painter",
            "as a programmer",
            "as a farmer",
            "as a captain",
            "as a musician",
        ),
    ),
    (
        r"天气|\bweathers?\b",
        ("晴天", "下雨", "下雪", "大雾", "雷雨", "彩虹"),
        ("in sunshine", "in the rain", "in the snow", "in fog", "in a thunderstorm", "below a rainbow"),
    ),
    (
        r"动作|姿势|运动|\bposes?\b|\bactions?\b|\bsports?\b",
        ("奔跑", "跳跃", "游泳", "骑车", "跳舞", "打坐", "爬山", "滑雪", "打球", "睡觉"),
        (
            "running",
            "jumping",
            "swimming",
            "cycling",
            "dancing",
            "meditating",
            "climbing",
            "skiing",
            "playing ball",
            "sleeping",
        ),
    ),
    (
        r"节日|\bfestivals?\b|\bholidays?\b",
        ("春节，红灯笼", "元宵，花灯", "端午，龙舟", "中秋，圆月", "圣诞，雪夜", "万圣节，南瓜灯"),
        (
            "at Spring Festival, red lanterns",
            "at New Year, fireworks",
            "at Easter, in a garden",
            "at midsummer, a bonfire",
            "at Halloween, pumpkins",
            "at Christmas, a snowy night",
        ),
    ),
    (
        r"时代|朝代|年代|\beras?\b|\bcenturies\b|\bdecades\b",
        ("古代", "民国", "八十年代", "现代", "近未来", "遥远的未来"),
        ("in ancient times", "in the Middle Ages", "in the 1920s", "in the 1980s", "today", "in the far future"),
    ),
)
# How the same is seen once more, where a series is longer than its table: what changes stays as it is.
SEEN_AGAIN = (
    ("近景特写", "远景", "侧面视角", "背影", "俯视视角", "仰视视角"),
    ("in close-up", "in a wide shot", "in profile", "from behind", "seen from above", "seen from below"),
)
USUAL_VARIETY = (
    (
        "在清晨的阳光里",
        "在热闹的街头",
        "在安静的室内",
        "在大自然中",
        "在夜晚的灯光下",
        "在雨后的路上",
        "在海边",
        "在山顶",
        "在花丛里",
        "在星空下",
    ),
    (
        "in the morning light",
        "on a busy street",
        "in a quiet room",
        "out in nature",
        "in the lights of the night",
        "on a road after rain",
        "by the sea",
        "on a mountain top",
        "among flowers",
        "below the stars",
    ),
)
# What is seen in the shots of a film, one after another.
SHOTS = (
    (
        "{hero}登场，镜头缓缓推近",
        "{hero}的特写，细节清晰，光线流动",
        "{hero}自然活动，镜头跟随",
        "全景，{hero}与周围环境，镜头横移",
        "{hero}的动态瞬间，节奏明快",
        "{hero}看向镜头，画面温暖收束",
    ),
    (
        "{hero} enters, the camera slowly moves in",
        "close-up of {hero}, fine detail, moving light",
        "{hero} in motion, the camera follows",
        "wide shot of {hero} and the surroundings, panning",
        "a lively moment of {hero}, quick pace",
        "{hero} looks into the camera, a warm ending",
    ),
)
# A narration where none was given: the person is told that it is a draft. The first three and the fourth, which ends it, are
# the usual ones; longer stories take the others between them.
NARRATION = (
    (
        "从前，有这样一个故事：{hero}。",
        "有一天，{hero}踏上了旅程，遇到了意想不到的事。",
        "虽然不容易，{hero}一直没有放弃。",
        "最后，一切都有了温暖的结局。",
        "路上，{hero}认识了新的朋友。",
        "他们一起翻过高山，走过森林。",
        "夜里，星星为他们照亮了路。",
        "清晨，大家终于看见了要找的地方。",
    ),
    (
        "Once upon a time there was {hero}.",
        "One day {hero} set out and met with something nobody had expected.",
        "It was not easy, but {hero} never gave up.",
        "And in the end everything turned out well.",
        "On the way {hero} found new friends.",
        "Together they crossed mountains and went through forests.",
        "At night the stars showed them the way.",
        "In the morning they saw at last what they had been looking for.",
    ),
)
SLOGAN = ("{hero}，看见不一样的美好。", "{hero}. See for yourself.")
