"""What people read about plain words: what a doubt asks, what a question is answered with, what can't be done.

Rules: a doubt is asked in one sentence with its words; no text orders, saves or promises anything.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from imastudio.domain.intent import SHOWN, Doubt, Proposal, Topic
from imastudio.domain.kernel import Json, switched
from imastudio.domain.messages.rendering import harmless, render
from imastudio.domain.messages.text import Rendered, Text, Wordings
from imastudio.domain.messages.value_names import MEASURES, PARAMETERS, SOME, WORDS
from imastudio.domain.orders import Language, Medium
from imastudio.domain.quoting import Quote

_DOUBTS: Mapping[str, Wordings] = MappingProxyType(
    {
        "media": (
            Text(
                zh="这里说了不止一种作品，要一样一样来。先做哪个？",
                en="That's more than one kind of work, and I make one at a time. Which first?",
                when={"several": True},
            ),
            Text(zh="“{said}”要做成什么？", en="“{said}”: what should I make of it?"),
            Text(zh="要做成什么？", en="What should I make?"),
        ),
        "task_type": (
            Text(
                zh="这两张图是首帧和尾帧，还是参考图？",
                en="Are the two pictures the first and last frame, or references?",
            ),
        ),
        "model": (
            Text(
                zh="这里没有 {not_offered}，换哪个模型？", en="{not_offered} isn't available here. Which model instead?"
            ),
            Text(zh="“{said}”是要用的模型吗？", en="Is “{said}” the model to use?"),
        ),
        "n": (Text(zh="“{said}”：一共要几个？每个单独收积分。", en="“{said}”: how many in all? Each one is charged."),),
        "duration": (Text(zh="“{said}”：视频要多少秒？", en="“{said}”: how many seconds long?"),),
        "aspect_ratio": (Text(zh="“{said}”是画面比例吗？", en="Is “{said}” the aspect ratio?"),),
        "size": (Text(zh="“{said}”是图片的尺寸吗？", en="Is “{said}” the picture's size?"),),
        "resolution": (Text(zh="“{said}”是视频的清晰度吗？", en="Is “{said}” the video's resolution?"),),
        "generate_audio": (Text(zh="“{said}”：视频要带声音吗？", en="“{said}”: with sound?"),),
        "tier": (Text(zh="“{said}”说的是模型吗？", en="Is “{said}” about the model?"),),
        "max_points": (
            Text(
                zh="这里按积分算，不按“{money}”。最多花多少积分？",
                en="Prices here are in points, not “{money}”. How many points at most?",
            ),
            Text(zh="“{said}”是最多花的积分吗？", en="Is “{said}” the most you want to spend, in points?"),
        ),
        "text": (Text(zh="要读哪段文字？请发完整的一段。", en="What shall I read? Please send the whole text."),),
        "prompt": (
            Text(
                zh="“{said}”：描述改成哪一句？", en="“{said}”: which description do you mean?", when={"instead": True}
            ),
            Text(zh="想要什么内容？说说看。", en="What would you like it to be? Tell me a little."),
        ),
        "source": (
            Text(zh="用刚才的哪张图？", en="Which of the pictures shall I use?", when={"several": True}),
            Text(zh="用刚才那张图来做吗？", en="Shall I use the picture you have?"),
        ),
        "which_work": (
            Text(
                zh="“{said}”：我没做过这样的。说说要做什么，或者说“第一个”“上一个”。",
                en="“{said}”: I haven't made one like that. Say what to make, or which one you mean.",
                when={"unknown": True},
            ),
            Text(
                zh="“{said}”：我这里没有之前的作品，请说说要做什么。",
                en="“{said}”: I have no earlier work here. What shall I make?",
            ),
            Text(zh="我这里没有之前的作品，请说说要做什么。", en="I have no earlier work here. What shall I make?"),
        ),
        "inputs": (
            Text(zh="要用“{said}”这张图来做吗？", en="Shall I work on the picture “{said}”?", when={"named": True}),
            Text(
                zh="要用哪张图？[[发图片的网址或文件路径，或用 --image 交给我|请发给我]]。",
                en="Which picture? [[Send its address or file path, or hand it in with --image|Please send it]].",
            ),
        ),
        "preference": (
            Text(
                zh="“{said}”：能长期记住的只有模型。这一单照常做吗？",
                en="“{said}”: only a model can be remembered for good. Go on with this one?",
            ),
        ),
        "correction": (
            Text(zh="“{said}”想改哪里？再说一遍好吗？", en="“{said}”: what should change? Please say it again."),
        ),
    }
)
_UNKNOWN: Wordings = (Text(zh="“{said}”是什么意思？", en="What does “{said}” mean?"),)
_REPLIES: Mapping[Topic, Wordings] = MappingProxyType(
    {
        Topic.TALK: (
            Text(
                zh="不客气！还想做什么，随时说。", en="You're welcome! Just say what's next.", when={"tone": "thanks"}
            ),
            Text(zh="再见，下次聊！", en="Bye for now!", when={"tone": "bye"}),
            Text(
                zh="喜欢就好！想再来一个或改一改，直接说。",
                en="Glad you like it! Say “one more”, or what to change.",
                when={"tone": "praise"},
            ),
            Text(
                zh="你好！说说想要什么图片、视频、音乐或语音，我先报价，你同意了再做。",
                en="Hello! Tell me what picture, video, music or speech you want; you see the price before I make it.",
                when={"tone": "greeting"},
            ),
            Text(zh="不急，想好了再说。", en="No hurry. Tell me when you've decided.", when={"waits": True}),
            Text(zh="好的。想做什么，说一声就行。", en="All right. Tell me what to make whenever you like."),
        ),
        Topic.HELP: (
            Text(
                zh="失败了我会照实说扣没扣积分；扣了的退不退，以 imaclaw.ai 的账户为准。我不会自己再下一单。",
                en="If it fails, I tell you what was charged; whether points come back shows in your account at "
                "imaclaw.ai. I never order again by myself.",
                when={"about": "failing"},
            ),
            Text(
                zh="最近的订单：{numbered}",
                en="Your latest orders: {numbered}",
                when={"about": "number"},
            ),
            Text(
                zh="还没有订单。",
                en="You have no orders yet.",
                when={"about": "number"},
            ),
            Text(
                zh="[[结果在这里：{places}|结果就在我发给你的消息里，点开就能保存。]]",
                en="[[Here: {places}|They are in the messages I sent you; open one to save it.]]",
                when={"about": "where"},
            ),
            Text(
                zh="还没有做好的作品。做好了我会把地址给你，打开就能保存。",
                en="Nothing is made yet. Once it is, I give you its address, and you can save it.",
                when={"about": "where"},
            ),
            Text(
                zh="语音可以选男声或女声，也可以调语速和音量，中文和英文都能读；方言不能指定。",
                en="Speech can be a male or a female voice, slower or faster, louder or softer, in Chinese or "
                "English. I can't choose an accent.",
                when={"about": "voices"},
            ),
            Text(
                zh="默认有人演唱；要纯音乐，就说“纯音乐”。",
                en="It is sung, unless you say “instrumental”.",
                when={"about": "singing"},
            ),
            Text(
                zh="视频是 {seconds} 秒。",
                en="The video is {seconds} s long.",
                when={"about": "length"},
            ),
            Text(
                zh="多长由模型定，我改不了；要多长可以写进描述里。",
                en="The model decides how long it gets. You can say a length in the description.",
                when={"about": "length"},
            ),
            Text(
                zh="我看不到做出来的东西，没法替你挑。喜欢哪个告诉我，我接着改。",
                en="I can't see or hear the results, so I can't pick for you. Tell me which one you like, and "
                "I'll go on from it.",
                when={"about": "judging"},
            ),
            Text(
                zh=(
                    "做好的东西我不会剪、也不会合到一起。想要带音乐的片子，可以从头说：“做一个宣传片，配上音乐”，"
                    "我先报价。没有下单。"
                ),
                en="I can't cut or join what is already made. For a film with music, say so from the start: "
                "“make a promo film with music”; you'd see the price first. Nothing was ordered.",
                when={"about": "together"},
            ),
            Text(
                zh="这个我说不准：商用、版权和水印请以 imaclaw.ai 的条款为准。",
                en="That I can't tell for sure: for rights, licences and watermarks see the terms at imaclaw.ai.",
                when={"about": "rights"},
            ),
            Text(
                zh="最快的是 {model}，大约 {lowest}～{highest} 秒。",
                en="The quickest is {model}, about {lowest} to {highest} s.",
                when={"about": "quickest"},
            ),
            Text(
                zh="我不能定时，只能现在做。到时候再叫我就行。没有下单。",
                en="I can't start anything later, only now. Call me again then. Nothing was ordered.",
                when={"about": "later"},
            ),
            Text(
                zh="这个我答不了。模型、价格、时间、声音和订单，都可以问我。没有下单。",
                en="I can't answer that one. Ask me about models, prices, times, voices or your orders. Nothing "
                "was ordered.",
                when={"about": "unknown"},
            ),
            Text(
                zh=(
                    "我能做图片、视频、音乐和语音。例如：“画一只戴帽子的猫，竖版”。[[ima models "
                    "列出模型和价格，ima history 列出订单。|也可以问我有哪些模型、多少积分。]]"
                ),
                en="I make pictures, videos, music and speech. Try “draw a cat with a hat, vertical”. "
                "[[ima models lists m"
                "odels and prices, ima history your orders.|You can ask me about models and prices, too.]]",
            ),
        ),
        Topic.MODELS: (
            Text(zh="用的是 {used}。", en="That was {used}."),
            Text(zh="现在默认用：{defaults}。", en="Your default: {defaults}.", when={"about": "default"}),
            Text(
                zh="没有固定的模型，我按内容挑。",
                en="No default is saved: I pick a model to fit.",
                when={"about": "default"},
            ),
            Text(zh="可用的模型和价格：", en="Here is what's available, with prices:"),
        ),
        Topic.PRICES: (
            Text(
                zh="{medium}最便宜的是 {model}，{points} 积分起。",
                en="The cheapest {medium} model is {model}, from {points} pts.",
                when={"about": "cheapest"},
            ),
            Text(zh="这 {count} 单一共 {sum} 积分。", en="Those {count} took {sum} pts in all."),
            Text(zh="比上一单多 {more} 积分。", en="{more} pts more than the one before."),
            Text(zh="比上一单少 {less} 积分。", en="{less} pts less than the one before."),
            Text(zh="和上一单一样，{same} 积分。", en="The same as the one before: {same} pts."),
            Text(
                zh="先回答下面的问题，我就报价。",
                en="Answer the question below, and you'll see the price.",
                when={"first": True},
            ),
            Text(zh="这一单用 {model}，共 {open} 积分。", en="This one is {open} pts with {model}."),
            Text(zh="刚才用 {model}，花了 {points} 积分。", en="That one took {points} pts with {model}."),
            Text(zh="现在的价格：", en="Today's prices:"),
        ),
        Topic.FREE: (
            Text(
                zh="没有免费的。{medium}最便宜的是 {model}，{points} 积分起。没有下单。",
                en="Nothing here is free. The cheapest {medium} model is {model}, from {points} pts. Nothing was "
                "ordered.",
            ),
            Text(zh="没有免费的。没有下单。", en="Nothing here is free. Nothing was ordered."),
        ),
        Topic.TIME: (
            Text(zh="{model} 大约要 {lowest}～{highest} 秒。", en="About {lowest} to {highest} s with {model}."),
            Text(zh="各个模型要的时间：", en="How long each model takes:"),
        ),
        Topic.ORDERS: (
            Text(
                zh="这次一共 {count} 单，{points} 积分。",
                en="{count} so far, {points} pts in all.",
                when={"about": "count"},
            ),
            Text(zh="最近的订单：{orders}", en="Your latest orders: {orders}"),
            Text(zh="还没有订单。", en="You have no orders yet."),
        ),
        Topic.ACCOUNT: (
            Text(
                zh=(
                    "这次花了 {points} 积分（{count} 单）；这台机器上总共花了 {all} 积分。余额和退款请到 imaclaw.ai "
                    "的账户里看。"
                ),
                en="{points} pts this time ({count} orders), {all} pts from this machine in all. "
                "For your balance and refunds, see your account at imaclaw.ai.",
            ),
            Text(
                zh="这台机器上总共花了 {all} 积分（{orders} 单）。余额和退款请到 imaclaw.ai 的账户里看。",
                en="{all} pts were spent from this machine ({orders} orders). "
                "For your balance and refunds, see your account at imaclaw.ai.",
            ),
            Text(
                zh="余额和退款请到 imaclaw.ai 的账户里看。",
                en="For your balance and refunds, see your account at imaclaw.ai.",
            ),
        ),
        Topic.FEEDBACK: (
            Text(
                zh="不客气！还想做什么，随时说。",
                en="You're welcome! Just say what's next.",
                when={"tone": "thanks"},
            ),
            Text(
                zh="喜欢就好！想再来一个或改一改，直接说。",
                en="Glad you like it! Say “one more”, or what to change.",
                when={"tone": "praise"},
            ),
            Text(
                zh="明白。想换个便宜的，说“便宜点”；不想做了，说“算了”。没有下单。",
                en="I see. Say “something cheaper”, or “never mind” to leave it. Nothing was ordered.",
                when={"tone": "dear"},
            ),
            Text(
                zh="明白。想怎么改？比如“长一点”“加上声音”“换个便宜的模型”。我先报价，没有下单。",
                en="I see. What should change? Say “longer”, “with sound” or “something cheaper”. You'd see the "
                "price first; nothing was ordered.",
                when={"medium": "video"},
            ),
            Text(
                zh="明白。想怎么改？比如“换成女声”“节奏快一点”“纯音乐”。我先报价，没有下单。",
                en="I see. What should change? Say “a woman's voice”, “a faster tempo” or “instrumental”. You'd "
                "see the price first; nothing was ordered.",
                when={"medium": "music"},
            ),
            Text(
                zh="明白。想怎么改？比如“慢一点”“换个男声”“大声一点”。我先报价，没有下单。",
                en="I see. What should change? Say “slower”, “a man's voice” or “louder”. You'd see the price "
                "first; nothing was ordered.",
                when={"medium": "speech"},
            ),
            Text(
                zh="明白。想怎么改？比如“亮一点”“换个便宜的模型”“背景换成海边”。我先报价，没有下单。",
                en="I see. What should change? Say “brighter”, “something cheaper” or “a blue background”. "
                "You'd see the price first; nothing was ordered.",
            ),
        ),
        Topic.OTHER_WORK: (
            Text(
                zh="这个我做不了，我只做图片、视频、音乐和语音。没有下单。",
                en="I can't do that: I make pictures, videos, music and speech. Nothing was ordered.",
            ),
        ),
        Topic.CANCEL: (
            Text(
                zh="好的，这次不做了。已经下单的取消不了[[，可以用 ima history 查看]]。",
                en="All right, I'll leave it. What was ordered before can't be cancelled[[; see ima history]].",
            ),
        ),
    }
)
_CHOICES: Mapping[str, Text] = MappingProxyType(
    {
        "none": Text(zh="不是，那是描述里的话", en="no, it is part of the description"),
    }
)
_TIERS: Mapping[str, Text] = MappingProxyType(
    {
        "budget": Text(zh="最省积分", en="the cheapest"),
        "balanced": Text(zh="均衡", en="balanced"),
        "premium": Text(zh="最好的", en="the best"),
        "artistic": Text(zh="艺术风格", en="artistic"),
    }
)
_PREFERENCES: Mapping[str, Text] = MappingProxyType(
    {
        "save": Text(zh="设为常用", en="your usual from now on"),
        "clear": Text(zh="不再固定模型", en="no usual model any more"),
        "ask": Text(zh="只用这次", en="for this once"),
    }
)
# By what the id of a voice holds, so that nobody reads the id.
_VOICES = (
    ("_female_", Text(zh="女声", en="female voice")),
    ("_male_", Text(zh="男声", en="male voice")),
)
_WORDED: Mapping[str, Mapping[str, Text]] = MappingProxyType(
    {
        "generate_audio": {"True": Text(zh="有声音", en="with sound"), "False": Text(zh="没有声音", en="no sound")},
        "vocal_gender": {
            "female": Text(zh="女声", en="female voice"),
            "male": Text(zh="男声", en="male voice"),
            "f": Text(zh="女声", en="female voice"),
            "m": Text(zh="男声", en="male voice"),
            "mixed": Text(zh="男女声", en="mixed voices"),
        },
        "make_instrumental": {"True": Text(zh="纯音乐", en="instrumental")},
        "custom_mode": {},
        "model_version": {},
        "lyrics": {},
    }
)
# How a choice reads where its value alone would not tell.
_CHOICES_OF: Mapping[str, Text] = MappingProxyType(
    {
        "source": Text(zh="用第 {value} 张图", en="use picture {value}"),
        "inputs none": Text(zh="不用图，照描述做", en="no picture, just the description"),
        "source none": Text(zh="不用图，照描述重新做", en="no picture, just the description"),
        "preference none": Text(zh="照常做这一单", en="go on with this one"),
        "correction none": Text(zh="没有要改的", en="nothing changes"),
        "max_points": Text(zh="最多 {value} 积分", en="{value} pts at most"),
        "max_points none": Text(zh="不是，不设上限", en="no, there is no limit"),
        "n": Text(zh="{value} 个", en="{value}"),
        "tier budget": Text(zh="是，用最省积分的模型", en="yes, the cheapest model"),
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


def say_choice(choice: str, language: Language, field: str = "") -> str:
    """Return a choice for a field as people read it."""
    special = _CHOICES_OF.get(f"{field} {choice}") or (_CHOICES_OF.get(field) if choice != "none" else None)
    if special is not None:
        return special.within(language).format(value=harmless(choice))
    if choice in _CHOICES:
        return _CHOICES[choice].within(language)
    return WORDS[choice].within(language) if choice in WORDS else harmless(choice)


def say_reply(topic: Topic, facts: Mapping[str, Json], language: Language, *, bare: bool = False) -> str:
    """Return what answers words that ask for nothing to be made. `bare` as in `say_doubt`."""
    return render(_REPLIES[topic], facts, language, bare=bare)


def say_lacking(model: str, parameter: str, others: Sequence[str], language: Language) -> str:
    """Return that a model takes no value for a field, with those that do."""
    name = PARAMETERS[parameter].within(language) if parameter in PARAMETERS else parameter
    wordings = (
        Text(
            zh="{model} 不能选{name}，可以换成：{others}。", en="{model} has no choice of {name}. These do: {others}."
        ),
        Text(zh="{model} 不能选{name}。", en="{model} has no choice of {name}."),
    )
    return render(wordings, {"model": Rendered(model), "name": Rendered(name), "others": [*others]}, language)


def say_understood(proposal: Proposal, language: Language) -> str:
    """Return in one line what was understood, in words that people know: no id, no name of a parameter."""
    zh = language == "zh"
    parts = [
        "" if proposal.task_type is None else WORDS[proposal.task_type.value].within(language),
        proposal.version_id or SHOWN.get(proposal.model or "", ""),
        _TIERS[proposal.tier].within(language) if proposal.tier is not None else "",
        _PREFERENCES[proposal.preference].within(language) if proposal.preference in _PREFERENCES else "",
        *(_said(name, value, language) for name, value in proposal.params.items()),
        _count(proposal, language),
        ""
        if proposal.max_points is None
        else f"最多 {proposal.max_points} 积分"
        if zh
        else f"{proposal.max_points} pts at most",
    ]
    return ("，" if zh else ", ").join(part for part in parts if part) or ("还没说清" if zh else "nothing yet")


def _count(proposal: Proposal, language: Language) -> str:
    """Return how many are to be made where that was said; a text is read once anyway."""
    if proposal.n is None or (proposal.n == 1 and proposal.media is Medium.SPEECH):
        return ""
    if language == "zh":
        return f"{proposal.n} {MEASURES[proposal.media] if proposal.media is not None else SOME}"
    return "one" if proposal.n == 1 else f"{proposal.n} of them"


def _said(name: str, value: Json, language: Language) -> str:
    """Return a value that was said as people say it: 10 秒, "with sound", 女声."""
    if name in _WORDED:
        return _WORDED[name].get(str(value), Text(zh="", en="")).within(language)
    if name == "speaker" and (voice := next((one for sign, one in _VOICES if sign in str(value)), None)) is not None:
        return voice.within(language)
    if name in {"duration", "aspect_ratio", "size", "resolution", "quality"}:
        return _value(name, value, language)
    return render(
        [Text(zh="{parameter} {value}", en="{parameter}: {value}")], {"parameter": name, "value": value}, language
    )


def say_offer(quoted: Quote, language: Language, *, pictures: Sequence[str] = ()) -> str:
    """Return in one line what would be ordered: the model, what it makes, the values that tell, how long it takes."""
    order, zh = quoted.order, language == "zh"
    estimate = order.estimate
    sound = next((order.params[name] for name in ("generate_audio", "sound", "audio") if name in order.params), None)
    parts = [
        order.model_name,
        WORDS[order.task_type.value].within(language),
        *(
            _value(name, order.params.get(name), language)
            for name in ("duration", "aspect_ratio", "size", "resolution", "quality")
        ),
        ("有声音" if zh else "with sound") if sound is not None and switched(sound) else "",
        (f"{order.n} {MEASURES[order.task_type.medium]}" if zh else f"{order.n} results") if order.n > 1 else "",
        (f"用图：{'、'.join(pictures)}" if zh else f"from {', '.join(pictures)}") if pictures else "",
        f"约 {estimate.lowest}～{estimate.highest} 秒" if zh else f"about {estimate.lowest}-{estimate.highest} s",
    ]
    return " · ".join(part for part in parts if part)


def _value(name: str, value: Json, language: Language) -> str:
    if value is None or value in {"", "adaptive", "auto"}:
        return ""
    text = harmless(str(value)).removesuffix("s") if name == "duration" else harmless(str(value))
    if name == "duration":
        return f"{text} 秒" if language == "zh" else f"{text} s"
    return text.upper() if text[:1].isdigit() and text[-1:] in {"k", "p"} else text
