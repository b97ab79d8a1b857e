"""What is answered where something can't be had as wished, zh and en, as data, in plain words (decision 20).

Source: the vendor's "Decision Tree" and "unsupported combinations"; names, values and prices are filled in from the live list.
"""

from collections.abc import Mapping
from types import MappingProxyType

from imastudio.domain.messages.text import Text, Wordings
from imastudio.domain.quoting import Lack

# where somebody can answer: in a chat; at a terminal the person says it all again
_ASKED = MappingProxyType({"asked": True})
# how models are strung together: "one or the other", "one and the other"
EITHER: Mapping[Lack, Text] = MappingProxyType(
    {Lack.AUDIO: Text(zh=" 或 ", en=" or "), Lack.AUDIO_UNNAMED: Text(zh=" 和 ", en=" and ")}
)
UNSUPPORTED: Mapping[Lack, Wordings] = MappingProxyType(
    {
        Lack.ODD_RATIO: (
            Text(
                zh="图片模型不支持自定义比例。最接近的有：{nearest}。",
                en="Custom ratios aren't supported. Closest: {nearest}.",
            ),
            Text(zh="图片模型不支持自定义比例。", en="Custom ratios aren't supported."),
        ),
        Lack.EIGHT_K: (
            Text(
                zh="当前最高支持{best}分辨率（{model}，{points}积分）。要使用吗？",
                en="The highest resolution available is {best} ({model}, {points} pts). Use it?",
                when=_ASKED,
            ),
            Text(
                zh="当前最高支持{best}分辨率（{model}，{points}积分）。要用它，请指定模型 {model} 和 {best}。",
                en="The highest resolution available is {best} ({model}, {points} pts). To use it, ask for {model} and {best}.",
            ),
        ),
        Lack.AUDIO: (
            Text(
                zh="该模型不支持音频。建议用 {models}（支持音频）",
                en="This model has no audio. Try {models}, which do",
            ),
        ),
        Lack.AUDIO_UNNAMED: (
            Text(
                zh="{models} 支持音频生成。要用哪个？",
                en="{models} can generate audio. Which one shall I use?",
                when=_ASKED,
            ),
            Text(zh="{models} 支持音频生成。请指定其中一个。", en="{models} can generate audio. Name one of them."),
        ),
        Lack.LONG_VIDEO: (
            Text(
                zh="当前最长{longest}秒。可选模型：{options}。",
                en="The maximum is {longest} s. Models to choose from: {options}.",
            ),
        ),
        Lack.LONGER_THAN_THIS: (
            Text(
                zh="该模型最长{longest}秒。可选模型：{options}。",
                en="This model goes up to {longest} s. Models to choose from: {options}.",
            ),
        ),
        Lack.LONG_MUSIC: (
            Text(
                zh="Suno 生成约2分钟音乐。需要更长时长可以生成多段后拼接。",
                en="Suno makes about 2 minutes of music. For more, make several parts and join them.",
            ),
        ),
        Lack.FIXED_MUSIC: (
            Text(
                zh="音乐时长由模型固定（Suno约2分钟，DouBao约30秒），无法自定义",
                en="The model sets the length of the music (Suno about 2 minutes, DouBao about 30 s); it can't be chosen",
            ),
        ),
    }
)
ONE_LENGTH = Text(zh="{model}（{seconds}s，{points}积分）", en="{model} ({seconds}s, {points} pts)")
NO_RATIO: Wordings = (
    Text(
        zh="❌ {model} 暂不支持自定义画面比例（仅支持 1024x1024 方形）\n\n✅ 推荐方案：",
        en="❌ {model} doesn't support custom ratios (1024x1024 square only)\n\n✅ Try instead:",
        when={"model_id": "midjourney"},
    ),
    Text(
        zh="❌ {model} 暂不支持自定义画面比例\n\n✅ 推荐方案：",
        en="❌ {model} doesn't support custom ratios\n\n✅ Try instead:",
    ),
)
ONE_WITH_RATIOS: Wordings = (
    Text(
        zh="\n  {number}. {model}（支持画面比例）\n     • 支持比例：{ratios}\n     • 成本：{lowest} 积分（{trait}）",
        en="\n  {number}. {model} (takes ratios)\n     • Ratios: {ratios}\n     • Cost: {lowest} pts ({trait})",
        when={"ranging": False},
    ),
    Text(
        zh="\n  {number}. {model}（支持画面比例）\n     • 支持比例：{ratios}\n     • 成本：{lowest}-{highest} 积分（按尺寸）",
        en="\n  {number}. {model} (takes ratios)\n     • Ratios: {ratios}\n     • Cost: {lowest}-{highest} pts (by size)",
        when={"ranging": True},
    ),
    Text(
        zh="\n  {number}. {model}（支持画面比例）\n     • 支持比例：{ratios}\n     • 成本：{lowest} 积分",
        en="\n  {number}. {model} (takes ratios)\n     • Ratios: {ratios}\n     • Cost: {lowest} pts",
    ),
)
USE_THE_FIRST: Wordings = (
    Text(zh="\n\n需要我帮你用 {model} 生成吗？", en="\n\nShall I use {model}?", when=_ASKED),
    Text(zh="\n\n要用第一个，请指定模型 {model}。", en="\n\nTo use the first, ask for {model}."),
)
