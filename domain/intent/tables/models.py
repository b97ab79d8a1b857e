"""How models are named in a sentence: names of the rows in `quoting/models.py`, versions, and names that are plain words too."""

import re
from collections.abc import Mapping
from itertools import product
from types import MappingProxyType

from imastudio.domain.intent.rows import LexiconEntry, row, table, words
from imastudio.domain.intent.tags import Tag
from imastudio.domain.orders import Medium
from imastudio.domain.quoting import ALIASES, MODELS

# Words for a kind of music: they are heard as what is to be made (see `media`).
NOT_NAMES = frozenset(name for model in MODELS for name in model.genres)
# Names that are plain words, too: only a sentence that surely speaks of a model means one.
DOUBTFUL = frozenset(name.casefold() for model in MODELS for name in model.doubtful)
# The most doubtful: things that people draw.
THINGS = frozenset({"香蕉", "小香蕉", "大香蕉", "banana", "海螺", "万"})
_MAKES = {model.id: model.makes for model in MODELS}
# What may stand behind a version: Sora 2 Pro, 香蕉2代.
GENERATION = "代"
_EDITIONS_ZH = "快速版 极速版 专业版 高级版 旗舰版 增强版 标准版"
EDITIONS = frozenset(
    words(f"pro fast turbo master plus lite ultra max flash preview mini standard std {_EDITIONS_ZH} {GENERATION}")
)
VERSIONS = ("5.5", "5", "4.5", "4", "3.5")
VERSIONED = "pixverse"


_SONGS = ("suno", "苏诺", "sonic", "suno sonic")
_SONG_VERSIONS = {"3.5": "v3-5", "4": "v4", "4.5+": "v4-5-plus", "4.5": "v4-5", "4.5 plus": "v4-5-plus", "5": "v5"}
# Names that ask for a model with a value of one of its fields: the name they stand for, the field and the value.
SETTINGS: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        **{
            f"{name.casefold()} {edition}": (name.casefold(), *setting)
            for model in MODELS
            for name in model.names
            for edition, setting in model.editions.items()
        },
        **{
            f"{name} {letter}{version}": ("suno", "model_version", f"sonic-{value}")
            for name, letter, (version, value) in product(_SONGS, ("", "v", "version "), _SONG_VERSIONS.items())
        },
        **{f"sonic-{value}": ("suno", "model_version", f"sonic-{value}") for value in _SONG_VERSIONS.values()},
    }
)


def medium_of(model_id: str) -> Medium:
    """Return what a model makes; those that no row knows make videos."""
    return _MAKES.get(model_id, Medium.VIDEO)


def _names() -> dict[str, tuple[str, ...]]:
    known = {name.casefold(): ids for name, ids in ALIASES.items() if name not in NOT_NAMES}
    ids = {model_id.casefold(): (model_id,) for ids in known.values() for model_id in ids}
    versions = {f"{VERSIONED} {v}{version}": (VERSIONED,) for v, version in product(("", "v"), VERSIONS)}
    settings = {name: known[base] for name, (base, _, _) in SETTINGS.items()}
    return {**known, **ids, **versions, **settings}


NAMES: Mapping[str, tuple[str, ...]] = MappingProxyType(_names())
# The other names of SETTINGS are names only where the words around them say so: "suno 4 songs", "kling pro skaters".
_SURE = re.compile(r"(?:v|version )[0-9.-]+(?: plus|-plus|\+)?|4\.5(?: plus|\+)|[^ ]+ 专业版")
TABLE = tuple(
    LexiconEntry(name, Tag.DOUBTFUL_MODEL if name in DOUBTFUL else Tag.MODEL, name)
    for name in NAMES
    if name not in SETTINGS or _SURE.search(name)
)
MISSPELLED = table(row(Tag.MODEL, "klingg klign", "kling"))
# Long enough that a word one letter away from it is a misspelling: "midjorney", "nano bananna"; but "minimal" is a word.
MIN_NAME_LETTERS = 6
_LONG = frozenset(
    name
    for name in ("banana", *NAMES)
    if name != "minimax" and name.isascii() and name.isalpha() and len(name) >= MIN_NAME_LETTERS
)


def meant_by(word: str) -> str | None:
    """Return the name that a word misspells by one letter: left out, put in, another, or two changed about."""
    return next((name for name in _LONG if word[:1] == name[:1] and _is_near(word, name)), None)


def _is_near(word: str, name: str) -> bool:
    if abs(len(word) - len(name)) > 1 or word == name + "s":
        return False
    first = next((at for at, (one, other) in enumerate(zip(word, name, strict=False)) if one != other), len(name))
    rest, other = word[first:], name[first:]
    swapped = rest[:2] == other[1::-1] and rest[2:] == other[2:]
    return swapped or rest[1:] in {other, other[1:]} or rest == other[1:]


# Models that are sold elsewhere: who asks for one is told that it isn't here.
FOREIGN = table(
    row(
        Tag.UNKNOWN_MODEL,
        "flux flux_pro stable_diffusion sdxl sd3 dall-e dalle dall-e_3 gpt-4o gpt_image chatgpt imagen ideogram "
        "recraft firefly leonardo_ai "
        "gemini gpt gpt4o gpt-image-1 dall-e-3 claude deepseek kimi comfyui novelai krea haiper hedra heygen "
        "豆包 文心 千问 元宝 星火 kimi大模型 "
        "可图 kolors 海绵音乐 天谱乐 智谱 cogview cogvideo cogvideox seedance dreamina jimeng doubao tongyi "
        "higgsfield synthesia capcut canva "
        "photoshop nightcafe stable_audio mubert soundraw aiva riffusion lyria musicgen cosyvoice lumalabs "
        "ltx wonder_studio pixeldance "
        "qwen_image hunyuan runway gen-3 gen-4 pika luma dream_machine udio elevenlabs eleven_labs grok "
        "即梦 通义 文心一格 混元 智谱清影 清影 剪映 秒画 讯飞",
    )
)
# Those of them that are plain words, too.
PLAIN_WORDS = frozenset(
    words(
        "canva photoshop lyria aiva flux runway pika luma firefly gemini claude imagen ideogram 豆包 文心 "
        "元宝 星火 清影 剪映 秒画 "
    )
)
# Words that hold a name and mean something else.
NO_MODELS = tuple(
    LexiconEntry(phrase, Tag.CONTENT)
    for phrase in words(
        f"{_EDITIONS_ZH} "
        "千万 万里 万物 万一 万圣节 万岁 万花筒 万家灯火 百万 万年 万能 万人 万丈 一万 几万 万马 万紫千红 万达 亿万 "
        "万象 万国 香蕉船 香蕉皮 香蕉树 香蕉林 "
        "香蕉人 香蕉君 海螺壳 海螺姑娘 海螺声 海螺号"
    )
)
# What there is, by the names people know, for those who ask for something else.
OFFERED: Mapping[Medium, tuple[str, ...]] = MappingProxyType(
    {
        medium: tuple(model.offered_as for model in MODELS if model.makes is medium and model.offered_as is not None)
        for medium in Medium
    }
)
# By which name people know a model id.
SHOWN: Mapping[str, str] = MappingProxyType(
    {model_id: name for names in OFFERED.values() for name in names for model_id in NAMES[name.casefold()]}
)
