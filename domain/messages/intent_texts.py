"""What people read about plain words: what a doubt asks, what a question is answered with, what can't be done.

Rules: a doubt is asked in one sentence with its words; no text orders, saves or promises anything.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from imastudio.domain.intent import SHOWN, Doubt, Proposal, Topic
from imastudio.domain.kernel import Json, switched
from imastudio.domain.messages.rendering import harmless, render
from imastudio.domain.messages.text import Rendered, Text, Wordings
from imastudio.domain.messages.text_tables import TextTable
from imastudio.domain.messages.value_names import MEASURES, PARAMETERS, SOME, WORDS
from imastudio.domain.orders import Language, Medium
from imastudio.domain.quoting import Quote

_DOUBTS = TextTable("doubts", str)
_UNKNOWN: Wordings = (Text(zh="“{said}”是什么意思？", en="What does “{said}” mean?"),)
_REPLIES = TextTable("replies", Topic)
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
        "prompt none": Text(zh="都不是，描述不变", en="neither: leave the description as it is"),
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
