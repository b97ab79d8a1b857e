"""What people read about plain words: what a doubt asks, what a question is answered with, what can't be done.

Rules: a doubt is asked in one sentence with its words; no text orders, saves or promises anything.
"""

from collections.abc import Mapping
from types import MappingProxyType

from imastudio.domain.intent import Doubt, Topic
from imastudio.domain.kernel import Json
from imastudio.domain.messages.rendering import harmless, render
from imastudio.domain.messages.text import Rendered, Text, Wordings
from imastudio.domain.messages.value_names import WORDS
from imastudio.domain.orders import Language

_DOUBTS: Mapping[str, Wordings] = MappingProxyType(
    {
        "media": (
            Text(
                zh="这里提到了几种作品，一次做一种。先做哪个？",
                en="This speaks of several kinds of work; one is made at a time. Which one?",
                when={"several": True},
            ),
            Text(zh="要做哪种作品？“{said}”没有说清楚。", en="What shall it be? “{said}” leaves it open."),
            Text(zh="要做哪种作品？", en="What shall it be?"),
        ),
        "task_type": (
            Text(
                zh="这两张图是首帧和尾帧，还是参考图？",
                en="Are the two pictures a first and a last frame, or references?",
            ),
        ),
        "model": (
            Text(
                zh="这里没有 {not_offered}。用哪个模型？",
                en="{not_offered} isn't offered here. Which model instead?",
            ),
            Text(zh="“{said}”是要用的模型吗？", en="Is “{said}” the model to use?"),
        ),
        "n": (Text(zh="“{said}”：要几个结果？每个都要付积分。", en="“{said}”: how many results? Each is charged."),),
        "duration": (Text(zh="“{said}”：视频要多少秒？", en="“{said}”: how many seconds shall the video have?"),),
        "aspect_ratio": (Text(zh="“{said}”是要的画面比例吗？", en="Is “{said}” the aspect ratio you want?"),),
        "size": (Text(zh="“{said}”是要的尺寸吗？", en="Is “{said}” the size you want?"),),
        "resolution": (Text(zh="“{said}”是要的清晰度吗？", en="Is “{said}” the resolution you want?"),),
        "generate_audio": (Text(zh="“{said}”：视频要带声音吗？", en="“{said}”: shall the video have sound?"),),
        "tier": (Text(zh="“{said}”是对模型的要求吗？", en="Is “{said}” about the model?"),),
        "max_points": (
            Text(
                zh="这里用积分结算，不用“{money}”。最多花多少积分？",
                en="Prices are in points here, not “{money}”. How many points at most?",
            ),
            Text(zh="“{said}”是积分上限吗？", en="Is “{said}” the most it may cost, in points?"),
        ),
        "text": (Text(zh="要读的是哪段文字？", en="Which text shall be read?"),),
        "prompt": (Text(zh="要什么内容？请描述一下。", en="What shall it show? Please describe it."),),
        "which_work": (
            Text(
                zh="“{said}”说的是哪个作品？请说说要做什么。",
                en="“{said}”: of which work? Please say what to make.",
            ),
            Text(zh="说的是哪个作品？", en="Which work do you mean?"),
        ),
        "inputs": (
            Text(
                zh="要用哪张图？请[[用 --image 交给我|发给我]]。",
                en="Which picture? [[Hand it in with --image|Please send it]].",
            ),
        ),
        "preference": (
            Text(
                zh="“{said}”：长期记住的只能是模型。这次照常做吗？",
                en="“{said}”: only a model can be kept for good. Go on with this one order?",
            ),
        ),
        "correction": (
            Text(zh="“{said}”要改什么？请再说一遍。", en="What does “{said}” change? Please say it once more."),
        ),
    }
)
_UNKNOWN: Wordings = (Text(zh="“{said}”是什么意思？", en="What does “{said}” mean?"),)
_REPLIES: Mapping[Topic, Wordings] = MappingProxyType(
    {
        Topic.TALK: (
            Text(
                zh="你好！说说想要什么图片、视频、音乐或语音，我先报价，你同意了再做。",
                en=(
                    "Hello! Tell me what picture, video, music or speech to make; you see the price before "
                    "anything is made."
                ),
            ),
        ),
        Topic.HELP: (
            Text(
                zh=(
                    "我能做图片、视频、音乐和语音。例如：“画一只戴帽子的猫，竖版”。[[ima models "
                    "列出模型和价格，ima history 列出订单。|也可以问我有哪些模型、多少积分。]]"
                ),
                en="I make pictures, videos, music and speech. Say, for example: “draw a cat with a hat, vertical”. "
                "[[ima models lists models and prices, ima history your orders.|You can ask me about models and prices, too.]]",
            ),
        ),
        Topic.MODELS: (Text(zh="可用的模型和价格：", en="These models are offered, with their prices:"),),
        Topic.PRICES: (Text(zh="现在的价格：", en="The prices now:"),),
        Topic.ORDERS: (
            Text(zh="最近的订单：{orders}", en="The latest orders: {orders}"),
            Text(zh="还没有订单。", en="There are no orders yet."),
        ),
        Topic.ACCOUNT: (
            Text(
                zh="这台机器上共花了 {points} 积分（{count} 个订单）。余额和退款请在 imaclaw.ai 的账户里看。",
                en=(
                    "{points} points were spent from this machine, in {count} orders. For balance and refunds "
                    "see your account at imaclaw.ai."
                ),
            ),
        ),
        Topic.FEEDBACK: (
            Text(
                zh="收到。想怎么改？例如“换成蓝色背景，再来一张”。没有下单。",
                en=(
                    "Noted. What shall be different? For example: “the same with a blue background”. Nothing was "
                    "ordered."
                ),
            ),
        ),
        Topic.OTHER_WORK: (
            Text(
                zh="这个我做不了：我只做图片、视频、音乐和语音。没有下单。",
                en="That is not what I do: I make pictures, videos, music and speech. Nothing was ordered.",
            ),
        ),
        Topic.CANCEL: (
            Text(
                zh="好的，什么都没有下单。已经下单的任务取消不了[[，用 ima history 查看]]。",
                en="All right, nothing is ordered. What was ordered before can't be cancelled[[; see ima history]].",
            ),
        ),
    }
)
_CHOICES: Mapping[str, Text] = MappingProxyType(
    {
        "none": Text(zh="不是，那是描述里的话", en="no, it is part of the description"),
    }
)


def say_doubt(doubt: Doubt, language: Language, *, bare: bool = False) -> str:
    """Return the question that a doubt asks, `bare` of what is for terminals alone."""
    said = Rendered(harmless(doubt.words)) if doubt.words.strip() else None
    facts: dict[str, Json] = {**doubt.facts, "said": said}
    return render(
        (*_DOUBTS.get(doubt.field, _UNKNOWN), Text(zh="请再说清楚一点。", en="Please say it more clearly.")),
        facts,
        language,
        bare=bare,
    )


def say_choice(choice: str, language: Language) -> str:
    """Return a choice as people read it."""
    if choice in _CHOICES:
        return _CHOICES[choice].within(language)
    return WORDS[choice].within(language) if choice in WORDS else harmless(choice)


def say_reply(topic: Topic, facts: Mapping[str, Json], language: Language, *, bare: bool = False) -> str:
    """Return what answers words that ask for nothing to be made. `bare` as in `say_doubt`."""
    return render(_REPLIES[topic], facts, language, bare=bare)
