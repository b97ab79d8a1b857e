"""Utterances put together of a kind that was once misread: each kind is a form with open places, filled at random.

What fills the places is not what the tables list: adjectives, names and verbs that nobody wrote down belong to the kind as well.
A kind tells what must hold of each of its utterances: asked about, never an order, an order of a medium, or a tier.
"""

import random
from collections.abc import Callable, Sequence

import attrs

from imastudio.domain.intent.proposal import PreferenceAction, Proposal
from tests.intent.grammar import SUBJECTS_EN, SUBJECTS_ZH

_NAMES = (
    "Flux",
    "Stable Diffusion",
    "SDXL",
    "Runway",
    "即梦",
    "可图",
    "ComfyUI",
    "Ideogram",
    "豆包",
    "Hunyuan",
)
_STRANGE_ZH = ("绘梦3.0", "星绘2.1", "artgen", "LumaX 4", "幻影v3")
_STRANGE_EN = ("Kandinsky 3", "PixArt 2.1", "artgen", "Zephyr v4", "dreamdiffusion")
_FAST = ("快", "新潮", "稳定", "聪明", "火", "省心", "小众", "靠谱")
_FAST_EN = ("fastest", "quickest", "newest", "trendiest", "most popular", "least known", "most creative")
_CHEAP = ("便宜", "省钱", "实惠", "省积分", "经济", "廉价")
_CHEAP_EN = ("cheapest", "least expensive", "most affordable", "lowest priced", "thriftiest")


@attrs.frozen
class Kind:
    """A kind: how its utterances are put together, and what must hold of what is understood."""

    name: str
    compose: Callable[[random.Random], str]
    holds: Callable[[Proposal], bool]


def acts(proposal: Proposal) -> bool:
    """Tell whether something would be ordered or saved at once."""
    still = proposal.open or proposal.topic is not None
    return not still and (proposal.orders or proposal.preference is not PreferenceAction.NONE)


def _asked(proposal: Proposal) -> bool:
    return not acts(proposal)


def _drawn_or_asked(proposal: Proposal) -> bool:
    """Tell whether an order is understood, or asked about: a wish is no question of ours."""
    return proposal.topic is None


def _cheap_or_asked(proposal: Proposal) -> bool:
    return _asked(proposal) or proposal.tier == "budget"


def _form(*forms: str, **places: Sequence[str]) -> Callable[[random.Random], str]:
    """Return what fills a form at random: `{zh}` and `{en}` are subjects."""
    filled = {"zh": SUBJECTS_ZH, "en": SUBJECTS_EN, **places}
    return lambda chance: chance.choice(forms).format(**{name: chance.choice(words) for name, words in filled.items()})


KINDS = (
    Kind(
        "a question at the end",
        _form(
            "{do}{what}{ask}",
            "{do}一张{zh}{ask}",
            "{zh}这种{what}{ask}",
            do=("画", "做", "生成", "用可灵做", "用你们画"),
            what=("图", "视频", "海报", "10秒的视频", "4K的图"),
            ask=(
                "要等多久啊",
                "一般几分钟",
                "得花多少积分",
                "贵不贵",
                "要多少钱",
                "大概多少积分呀",
                "怎么收费的",
                "需要多长时间呢",
            ),
        ),
        _asked,
    ),
    Kind(
        "what can be done at all",
        _form(
            "{who}{can}{do}{what}{end}",
            who=("你", "你们", "请问你", "那你"),
            can=("能", "会", "可以", "能不能", "会不会", "是不是能"),
            do=("画", "生成", "做"),
            what=("人脸", "动漫", "二次元", "手", "大长腿", "水墨风的图", "横版视频"),
            end=("吗", "么", "吗？", "呀？"),
        ),
        _asked,
    ),
    Kind(
        "a question in English",
        _form(
            "{lead} {rest}",
            lead=(
                "do you know",
                "I wonder",
                "not sure",
                "I'm curious",
                "any idea",
                "could you tell me",
                "just wondering",
            ),
            rest=(
                "how long a video takes",
                "if Kling can do hands",
                "whether the pictures are mine to sell",
                "what a 4K image costs",
                "why my last video was blurry",
                "which model draws text best",
            ),
        ),
        _asked,
    ),
    Kind(
        "able in English",
        _form(
            "{can} you {do} {what}{end}",
            can=("can", "are you able to", "do"),
            do=("draw", "make", "generate", "do"),
            what=("hands", "anime", "portraits", "vertical videos", "logos", "long videos"),
            end=("", "?"),
        ),
        _asked,
    ),
    Kind(
        "a wish that is put as a question",
        _form(
            "{can}{give}画{one}{thing}{end}",
            can=("能", "能不能", "可以", "可不可以", "方便"),
            give=("帮我", "给我", "请你", "麻烦你"),
            one=("一张", "一幅", "一只"),
            thing=("在睡觉的猫", "雪山下的木屋", "老茶馆", "穿汉服的姑娘"),
            end=("吗", "吗？", "呀", "好吗？", ""),
        ),
        _drawn_or_asked,
    ),
    Kind(
        "a model that is sold elsewhere",
        _form(
            "{use}{name}，画{zh}",
            "{zh}，{use}{name}",
            "use {name} to draw {en}",
            "{en}, made with {name}",
            "get {name} to paint {en}",
            "{en}, via {name}",
            use=("用", "上", "走", "跑个", "拿", "换"),
            name=_NAMES,
        ),
        _asked,
    ),
    Kind(
        "a model that nobody listed",
        _form(
            "用{zhname}画{zh}", "请用{zhname}生成{zh}", "use {name} to draw {en}", zhname=_STRANGE_ZH, name=_STRANGE_EN
        ),
        _asked,
    ),
    Kind(
        "the most of a quality that is not for sale",
        _form(
            "用最{fast}的模型画{zh}",
            "画{zh}，要最{fast}的那个模型",
            "draw {en}, {est} model please",
            "use the {est} model: {en}",
            fast=_FAST,
            est=_FAST_EN,
        ),
        _asked,
    ),
    Kind(
        "the cheapest in any words",
        _form(
            "用最{cheap}的模型画{zh}",
            "画{zh}，选最{cheap}的那个",
            "画{zh}，越{cheap}越好",
            "画{zh}，怎么{cheap}怎么来",
            "draw {en}, use the {est} one you have",
            "{est} model, draw {en}",
            "draw {en}. {est} option please",
            cheap=_CHEAP,
            est=_CHEAP_EN,
        ),
        _cheap_or_asked,
    ),
    Kind(
        "two values of one kind",
        _form(
            "做一个{a}秒的{zh}视频，{b}秒",
            "又要{a}秒又要{b}秒的视频，{zh}",
            "画{zh}，最多{a}积分，但{b}积分也行",
            "a {a} second video that's {b} seconds long, {en}",
            "draw {en}, max {a} points, though up to {b} points is fine",
            "画{zh}，16:9，4:3",
            "{en}, square format, 16:9, image",
            a=("5", "10"),
            b=("8", "15"),
        ),
        _asked,
    ),
    Kind(
        "far too many",
        _form(
            "画{many}张{zh}",
            "一口气出{many}张{zh}",
            "make {lots} pictures of {en}",
            "generate {lots} videos of {en}",
            many=("五百", "一千", "80", "三十", "2000"),
            lots=("500", "2,000", "a thousand", "eighty", "hundreds of"),
        ),
        _asked,
    ),
    Kind(
        "what we don't make",
        _form(
            "{make}{thing}",
            "{do} {what}",
            make=("做一个", "给我写个", "帮我生成一份", "帮我做个"),
            thing=("可以3D打印的花瓶", "贪吃蛇程序", "简历", "二维码", "聊天机器人", "请假条", "小程序"),
            do=("make me a", "build a", "generate a", "write me a"),
            what=("3D printable vase", "chatbot", "resume", "python script", "QR code", "spreadsheet", "lesson plan"),
        ),
        _asked,
    ),
    Kind(
        "one's own day",
        _form(
            "{day}{did}",
            "{en_did} {when}",
            day=("今天", "昨天", "刚刚", "最近"),
            did=("看了个视频，笑死我了", "天气真不错", "我女儿画了一只恐龙", "在朋友圈看到一张图", "加班到十点"),
            en_did=(
                "my kid drew a dinosaur",
                "I watched a video about bees",
                "we saw a poster of a shark",
                "she made a song",
            ),
            when=("today", "yesterday", "last night", "this morning"),
        ),
        _asked,
    ),
    Kind(
        "told of a work",
        _form(
            "{the} {work} {tells}",
            "{who} {makes} {works} {how}",
            "{who_zh}{does}",
            "{the_zh}{work_zh}{tells_zh}",
            the=("my", "your", "that", "the", "this"),
            work=("video", "song", "poster", "picture", "clip", "logo"),
            tells=(
                "is stuck at 99 percent",
                "has no sound",
                "took ages",
                "never arrived",
                "looks nothing like the sketch",
            ),
            who=("she", "my cousin", "nobody", "we", "I", "they", "everyone"),
            makes=("makes", "draws", "wrote", "used to make", "hardly ever paints", "sells"),
            works=("videos", "songs", "posters", "stickers"),
            how=("for a living", "on weekends", "like they used to", "these days", "about her dog"),
            who_zh=("我女儿", "我同事", "我以前", "我们公司"),
            does=("最近迷上画画了", "是做视频的", "在学剪视频", "做过海报", "发来的视频把人笑死了"),
            the_zh=("那张", "你们的", "我的", "这个"),
            work_zh=("视频", "海报", "照片"),
            tells_zh=("真好看", "太模糊了", "怎么打不开", "我找不到了", "还没收到"),
        ),
        _asked,
    ),
    Kind(
        "a question by its form",
        _form(
            "{help} {who} {do} {works} {how}",
            "{be} it {odd} to {do} {works}",
            help=("can", "could", "do", "may", "should", "will"),
            who=("my kid", "people", "the interns", "anyone", "they"),
            do=("make", "draw", "sell", "print", "share"),
            works=("videos", "songs", "posters", "pictures"),
            how=("with this", "at school", "for their blog", "on a phone"),
            be=("is", "was"),
            odd=("weird", "legal", "hard", "rude"),
        ),
        _asked,
    ),
    Kind(
        "a wish with somebody in it",
        _form(
            "{why}, {make} {what} of {en}",
            "{want} {what} of {en}",
            "{why_zh}，{make_zh}{what_zh}，{zh}",
            why=("my boss wants it by Friday", "we're doing a fundraiser", "it's my mum's birthday", "I run a bakery"),
            make=("make", "draw", "give me", "design"),
            want=("I want", "we need", "I'd love", "I'm looking for"),
            what=("a poster", "a picture", "a card illustration"),
            why_zh=("我女儿下周生日", "我们店新开张", "老板催着要", "我家要装修"),
            make_zh=("做", "帮我画", "来", "想要"),
            what_zh=("一张海报", "一张图", "一张插画"),
        ),
        lambda proposal: proposal.topic is None and proposal.media is not None,
    ),
)
