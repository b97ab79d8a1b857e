"""Utterances put together from parts, with what they mean known by construction.

[politeness] [verb] [count] [values] [medium] [subject] [values] [model or tier] [cap] [what is not to be seen], in Chinese and
English, in several orders, parted by several signs.
"""

import random
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import attrs

from imastudio.domain.intent.interpreter import interpret
from imastudio.domain.intent.proposal import Proposal

T = TypeVar("T")
SUBJECTS_ZH = (
    "一只戴帽子的猫",
    "雪山下的木屋",
    "海浪拍打礁石",
    "夜晚的城市街道",
    "两个女孩在草地上跑步",
    "穿汉服的姑娘",
    "老爷爷在河边钓鱼",
    "沙漠里的骆驼队",
    "春天的樱花树",
    "一碗热气腾腾的牛肉面",
    "小狗追着气球",
    "外婆的厨房",
    "火车穿过隧道",
    "敦煌飞天",
)
SUBJECTS_EN = (
    "a cat in a red hat",
    "a wooden cabin below a snowy mountain",
    "waves crashing on rocks",
    "an old man fishing by the river",
    "two girls running through a field",
    "a camel caravan in the desert",
    "a bowl of steaming noodles",
    "a train leaving a tunnel",
    "cherry trees in spring",
    "my grandmother's kitchen",
    "foxes playing in the snow",
)
# A value, the words for it as a fragment of its own, before the noun, and behind the description; None: not said so.
RATIOS_ZH = (
    ("16:9", "16:9", "16:9的"),
    ("9:16", "竖屏", "竖屏的"),
    ("16:9", "比例16:9", None),
    ("3:4", "3:4", "3:4的"),
)
RATIOS_EN = (
    ("16:9", "16:9", "16:9", "in 16:9"),
    ("9:16", "vertical", "vertical", None),
    ("1:1", "square format", "square", None),
    ("4:3", "aspect ratio 4:3", "4:3", "in a 4:3 ratio"),
)
SIZES_ZH = (("4K", "4K", "4K的"), ("2K", "分辨率2K", None), ("1K", "1k", "1k的"))
SIZES_EN = (("4K", "4K", "4K", "in 4K"), ("2K", "2K", "2K", "at 2K"))
LENGTHS_ZH = ((5, "5秒", "5秒的"), (10, "时长10秒", None), (8, "八秒", "八秒的"), (10, "10秒左右", "10秒左右的"))
LENGTHS_EN = (
    (5, "5 seconds", "5 second", None),
    (10, "duration 10s", "10s", None),
    (8, "8 seconds long", "8-second", None),
    (15, "15 sec", "15 sec", None),
)
SOUNDS_ZH = ((False, "无声", None), (True, "带声音", None), (False, "不要声音", None))
SOUNDS_EN = ((False, "no sound", "silent", None), (True, "with audio", None, "with audio"))
MODELS = {
    "image": (("gemini-3-pro-image", "香蕉Pro"), ("midjourney", "Midjourney"), ("doubao-seedream-4.5", "SeeDream 4.5")),
    "video": (("kling-video-o1", "可灵"), ("veo-3.1-generate-preview", "Veo 3.1"), ("sora-2-pro", "Sora 2 Pro")),
}
CAPS_ZH = ((20, "不超过20积分"), (30, "30积分以内"), (15, "控制在15积分以内"), (10, "别超过10积分"), (50, "上限50积分"))
CAPS_EN = (
    (20, "max 20 points"),
    (30, "under 30 credits"),
    (15, "don't spend more than 15 points"),
    (50, "limit: 50 credits"),
)
TIERS_ZH = (("budget", "用最便宜的"), ("budget", "便宜点"), ("premium", "用最好的模型"))
TIERS_EN = (("budget", "cheapest model"), ("budget", "as cheap as possible"), ("premium", "best model"))
LEFT_OUT_ZH, LEFT_OUT_EN = ("不要文字", "没有水印", "不要出现人"), ("no text", "without people", "no watermark")
# No passage of our own is left where the words of an instruction were cut out.
_DANGLING = re.compile(
    r"[，,、；;。:：]\s*[，,、；;。:：]|^[\s，,、；;。.:：-]|[，,、；;:：-]\s*$|的(?:[，。；\n]|$)"
    r"|\b(?:with|of|in|using|use|at|to|and|an?|the)\s*(?:$|[,.;:\n])"
)


@attrs.define
class Composed:
    """An utterance that was put together, and what it means. `gone` are words that may not be left in the prompt."""

    medium: str | None
    subject: str
    words: str = ""
    params: dict[str, Any] = attrs.field(factory=dict)
    model: str | None = None
    tier: str | None = None
    n: int = 1
    cap: int | None = None
    kept: str = ""
    gone: list[str] = attrs.field(factory=list)
    before: list[str] = attrs.field(factory=list)
    behind: list[str] = attrs.field(factory=list)
    apart: list[str] = attrs.field(factory=list)

    def value(self, chance: random.Random, field: str, ways: Sequence[tuple[Any, ...]], often: float) -> None:
        """Say a value in one of several ways, or not at all."""
        if chance.random() > often:
            return
        value, apart, *others = chance.choice(ways)
        before, behind = [*others, None, None][:2]
        self.params[field] = value
        where, words = self.apart, apart
        draw = chance.random()
        if before is not None and draw < 0.4:
            where, words = self.before, before
        elif behind is not None and draw < 0.6:
            where, words = self.behind, behind
        where.append(words)
        self.gone.append(words.removesuffix("的"))

    def wrong(self, proposal: Proposal) -> list[str]:
        """Return what was understood wrongly, nothing for what is right or asked about."""
        if proposal.open or proposal.topic is not None:
            return []
        params = {name: value for name, value in proposal.params.items() if name != "tags"}
        tier = None if proposal.tier is None or self.medium == "music" else proposal.tier.value
        model = None if self.medium == "music" else proposal.model
        expected: Mapping[str, tuple[Any, Any]] = {
            "medium": (self.medium or "image", None if proposal.media is None else proposal.media.value),
            "params": (self.params, params),
            "model": (self.model, model),
            "tier": (self.tier, tier),
            "n": (self.n, proposal.n or 1),
            "cap": (self.cap, proposal.max_points),
        }
        found = [name for name, (right, heard) in expected.items() if right != heard]
        found += [part for part in (self.subject, self.kept) if part not in proposal.prompt]
        rest = proposal.prompt.replace(self.subject, "subject").lower()
        found += [part for part in self.gone if part.lower() in rest]
        return found + (["dangling"] if _DANGLING.search(proposal.prompt) else [])


def judged(one: Composed) -> list[str]:
    """Return what is understood wrongly of an utterance."""
    return one.wrong(interpret(one.words))


def _sometimes(chance: random.Random, ways: Sequence[T], often: float) -> T | None:
    return chance.choice(ways) if chance.random() < often else None


def _measured(chance: random.Random, one: Composed, tables: Sequence[Sequence[tuple[Any, ...]]]) -> None:
    ratios, sizes, lengths, sounds = tables
    if one.medium in {"image", "video"}:
        one.value(chance, "aspect_ratio", ratios, 0.4)
    if one.medium == "image":
        one.value(chance, "size", sizes, 0.3)
    if one.medium == "video":
        one.value(chance, "duration", lengths, 0.45)
        one.value(chance, "generate_audio", sounds, 0.2)


def _chosen(chance: random.Random, one: Composed, ways: Callable[[str], str], tiers: Sequence[tuple[str, str]]) -> None:
    """Name a model, or a tier, or neither."""
    named = _sometimes(chance, MODELS.get(one.medium or "", ()), 0.3) if one.medium in MODELS else None
    if named is not None:
        one.model = named[0]
        one.apart.append(ways(named[1]))
        one.gone.append(named[1])
    elif one.medium in MODELS and (tier := _sometimes(chance, tiers, 0.12)) is not None:
        one.tier = tier[0]
        one.apart.append(tier[1])


def _limited(chance: random.Random, one: Composed, caps: Sequence[tuple[int, str]], left_out: Sequence[str]) -> None:
    cap = _sometimes(chance, caps, 0.25)
    if cap is not None:
        one.cap = cap[0]
        one.apart.append(cap[1])
        one.gone.append(cap[1])
    if one.medium != "music" and (kept := _sometimes(chance, left_out, 0.1)) is not None:
        one.kept = kept
        one.apart.append(kept)


def _joined(chance: random.Random, one: Composed, body: str, signs: Sequence[str], ends: Sequence[str]) -> Composed:
    """Put the parts together: a few values before the request, the others behind it."""
    sign = chance.choice(signs)
    chance.shuffle(one.apart)
    first = chance.randint(0, len(one.apart)) if chance.random() < 0.3 else 0
    one.words = sign.join([*one.apart[:first], body, *one.apart[first:]])
    if chance.random() < 0.15:
        one.words += chance.choice(ends)
    return one


def chinese(chance: random.Random) -> Composed:
    """Put an utterance in Chinese together."""
    one = Composed(chance.choice(["image", "video", "image", "video", "music", None]), chance.choice(SUBJECTS_ZH))
    _measured(chance, one, (RATIOS_ZH, SIZES_ZH, LENGTHS_ZH, SOUNDS_ZH))
    _chosen(chance, one, lambda name: chance.choice(["用", "使用", "请用"]) + name, TIERS_ZH)
    _limited(chance, one, CAPS_ZH, LEFT_OUT_ZH)
    polite = chance.choice(["", "", "请", "帮我", "麻烦", "请帮我", "我想", "给我", "能不能帮我"])
    verb = chance.choice(
        {"music": "写 做 来 生成"}.get(one.medium or "", "画" if one.medium is None else "生成 做 来 制作").split()
    )
    noun = {"image": "图片 海报 插画 照片", "video": "视频 短片 动画", "music": "歌"}.get(one.medium or "", "")
    measure = {"video": "段", "music": "首"}.get(one.medium or "", "张")
    n = chance.choice([0, 0, 1, 2, 3]) if one.medium in MODELS else chance.choice([0, 1])
    counted = f"{'零一两三'[n]}{measure}" if n else ""
    one.n = max(n, 1)
    one.gone += [counted] if n > 1 else []
    if not noun:
        return _joined(chance, one, f"{polite}{verb}{counted}{one.subject}", "，", "。")
    named = chance.choice(noun.split())
    request = f"{polite}{verb}{counted}{''.join(one.before)}"
    body = chance.choice(
        [
            f"{request}{named}{chance.choice('：，:')}{one.subject}",
            f"{request}{one.subject}的{named}",
            f"{one.subject}，{request}{named}",
            f"{counted}{''.join(one.before)}{one.subject}的{named}",
        ]
    )
    return _joined(chance, one, body, "，, \n。；", ["。", "，谢谢", "！"])


def english(chance: random.Random) -> Composed:
    """Put an utterance in English together."""
    one = Composed(chance.choice(["image", "video", "image", "video", "music", None]), chance.choice(SUBJECTS_EN))
    _measured(chance, one, (RATIOS_EN, SIZES_EN, LENGTHS_EN, SOUNDS_EN))
    _chosen(chance, one, lambda name: chance.choice(["use ", "using ", "with "]) + name, TIERS_EN)
    _limited(chance, one, CAPS_EN, LEFT_OUT_EN)
    polite = chance.choice(["", "", "please ", "can you ", "could you please ", "I want you to "])
    if one.medium is None:
        return _joined(chance, one, f"{polite}draw {one.subject}", [", "], ["."])
    verb = chance.choice(["write", "make", "compose"] if one.medium == "music" else ["make", "create", "generate"])
    nouns = {"image": "picture poster photo", "video": "video clip animation", "music": "song tune"}[one.medium]
    n = chance.choice([0, 0, 2, 3]) if one.medium in MODELS else 0
    one.n = max(n, 1)
    adjectives = "".join(f"{word} " for word in one.before)
    noun = f"{chance.choice(nouns.split())}{'s' if n else ''}"
    named = f"{['a ', '', 'two ', 'three '][n]}{adjectives}{noun}"
    tail = "".join(f" {words}" for words in one.behind)
    body = chance.choice(
        [
            f"{polite}{verb} {named} of {one.subject}{tail}",
            f"{polite}{verb} {named}{tail}: {one.subject}",
            f"{named} of {one.subject}{tail}",
            f"{one.subject}{tail}, {polite}{verb} {named}",
        ]
    )
    return _joined(chance, one, body, [", ", ". ", "\n", "; ", " - "], [".", ", please", "!"])
