"""A brief, read: what it asks for, whose face it is, how many, how long, in which shape, and the words that are said for prompts.

Rules: a quoted or dictated passage is text, never an instruction; a clause that says how rather than what stays out of the
prompts; the rest is kept in the person's own words. Pure: the tables are `words`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import attrs

from imastudio.domain.kernel import FrozenMap, frozen_row
from imastudio.domain.orders import Language, Medium, Tier
from imastudio.domain.quoting import MODELS
from imastudio.domain.works.words import (
    ASKED,
    CAP,
    COUNT_PIECES,
    COUNT_SHOTS,
    HERO_EN,
    HERO_ZH,
    INSTRUCTS,
    MINUTES,
    NOT_WANTED,
    NUMBERS_EN,
    NUMBERS_ZH,
    ONLY_HEARD,
    PLAIN_MUSIC,
    RATIOS,
    RULED_OUT,
    SECONDS,
    SONG_LIKE,
    THEME,
    TIERS,
    VARIETIES,
    BriefTrait,
)

MAX_BRIEF_CHARS = 4000
MAX_HERO_CHARS = 40
MAX_TITLE_CHARS = 40
_HAN = re.compile(r"[\u4e00-\u9fff]")
_DICTATED = re.compile(
    r"(?:旁白|朗读|解说|配音|文案|台词|内容|歌词|故事|narration|text|story|script|lyrics)[^:：\n]{0,60}"
    r"(?<!镜头)(?<!场景)(?<!画面)(?<!shots)(?<!scenes)[:：]\s*(.+)$",
    re.DOTALL | re.IGNORECASE,
)
_LISTED = re.compile(
    r"(?:镜头|场景|画面|分别|依次|内容|shots?|scenes?)[^:：\n]{0,10}[:：]\s*(.+)$", re.DOTALL | re.IGNORECASE
)
_QUOTED = re.compile(r"[“「『\"]([^”」』\"]{2,})[”」』\"]")
_NAMED = re.compile(r"《([^》]{1,40})》")
_CLAUSE = re.compile(r"[，,。；;！!？?\n]+|\.\s+|\.$")
_SENTENCE = re.compile(r"[^。！？!?.\n]+[。！？!?.]*")
_REQUEST = re.compile(
    r"^(?:请|麻烦|帮我|给我|替我|我想要?|我要|能不能|可以|你?帮忙|现在|来|做成?|讲|配(?!乐|音)上?|制作成?|生成|创作|拍成?|写|画|搞|整|弄|出|一下"
    r"|把|将|这个|这段|这首|用|方案|先|再|然后|接着|最后|一个|一段|一条|一支|一部|一首|一套|一组|一张|个|段|条|支|部|首|套|的|\s)+"
    r"|^(?:(?:please|can you|could you|i want|i need|i'd like|make|create|generate|produce|write|draw|shoot|tell|turn|read"
    r"|you can|do|this|these|it|into|to|with|first|then|finally|give me|me|us|a|an|the|some)(?=\W|$)|\s)+",
    re.IGNORECASE,
)
_FORBIDS = re.compile(r"不要|不能|不可|别(?!墅)|no\b|not\b|don't\b|do not\b|never\b", re.IGNORECASE)
_KIND_AT_END = re.compile(
    r"的?(?:睡前故事|睡前|故事|绘本|童话|MV|宣传片|广告片|视频|短片|歌曲?|海报|系列)$", re.IGNORECASE
)
_COUNTED = re.compile(r"[0-9一二两三四五六七八九十]+个?")
_FILLING = re.compile(
    r"要有|做成?(?=\s|$)|带有?|配上?|加上?|再配|并且?|需要|有(?=\s|$)|(?<![\w\u4e00-\u9fff])一[段首支条张个部](?=\s|$)"
    r"|\baloud\b|\b(?:a|an|the|with|of|about|for|and|in|its|it|him|her|them|some|to|this)\b(?=\s*(?:$|[,.]))",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(r"它们?|他们?|她们?|这个?|那个?|it|he|she|him|her|they|them|this|that", re.IGNORECASE)
_LIST_ZH = re.compile(r"[、/]|和|以及|还有")
_LIST_EN = re.compile(r",\s*(?:and\s+)?|\s+and\s+|\s*/\s*|;\s*")
_WITHOUT_HERO = re.compile(r"^(?:产品|公司|品牌|我们|我|一个|the|a|an|it|my|our|product|company)?$", re.IGNORECASE)
_PLACED = re.compile(
    r"(?:分别)?(?:在|去|到|是|分别是?|场景是?|\bin|\bat)\s*"
    r"([^，,。；;！!\n]*[、/][^，,。；;！!\n]*|[A-Z][^.;!\n]*(?:,| and )[^.;!\n]*)"
)


def _frozen(mapping: Mapping[Any, Any]) -> Mapping[Any, Any]:
    return FrozenMap(mapping)


@attrs.frozen(kw_only=True)
class Brief:
    """A brief, as far as it was read.

    `unwanted` is what it rules out, `scenes` are those it lists; `text` is what is to be spoken or sung, word by word.

    `shots` and `pieces` are how many it counts, of a film's shots and of pictures or videos; `cap` is the most it may cost.
    `models` are the models it names, by medium; `style` are its other words, for prompts; `mood` those about music; `theme` is
    what a song is about.
    """

    words: str
    language: Language
    asked: frozenset[BriefTrait]
    unwanted: frozenset[BriefTrait] = frozenset()
    hero: str
    named_hero: bool
    title: str
    style: tuple[str, ...] = attrs.field(default=(), converter=frozen_row)
    mood: tuple[str, ...] = attrs.field(default=(), converter=frozen_row)
    theme: str | None = None
    shots: int | None = None
    pieces: int | None = None
    cap: int | None = None
    seconds: float | None = None
    ratio: str | None = None
    tier: Tier | None = None
    scenes: tuple[str, ...] = attrs.field(default=(), converter=frozen_row)
    text: str | None = None
    models: Mapping[Medium, str] = attrs.field(factory=dict, converter=_frozen, hash=False)

    def said(self, *rows: Sequence[str]) -> Sequence[str]:
        """Return the row of the brief's language, of one in Chinese and one in English."""
        return rows[0] if self.language == "zh" else rows[1]


def read_brief(words: str) -> Brief:
    """Return what `words` say."""
    whole = words.strip()[:MAX_BRIEF_CHARS]
    language: Language = "zh" if _HAN.search(whole) else "en"
    text, outside = _text(_NAMED.sub(" ", whole))
    unwanted, outside = _unwanted(outside)
    models, outside = _models(outside)
    named = _hero(outside, language)
    hero = named or _subject(outside, text, language)
    return Brief(
        words=whole,
        language=language,
        asked=_asked(outside, unwanted),
        unwanted=unwanted,
        hero=hero,
        named_hero=named is not None,
        title=_title(whole, named),
        style=_style(outside, hero),
        mood=_mood(outside),
        theme=_theme(outside),
        shots=_count(COUNT_SHOTS, outside),
        pieces=_count(COUNT_PIECES, outside),
        cap=_cap(outside),
        seconds=_seconds(outside),
        ratio=next((ratio for ratio, pattern in RATIOS.items() if re.search(pattern, outside, re.IGNORECASE)), None),
        tier=next((tier for tier, pattern in TIERS.items() if re.search(pattern, outside, re.IGNORECASE)), None),
        scenes=_scenes(outside, language),
        text=text,
        models=models,
    )


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, each with its end."""
    return [found.strip() for found in _SENTENCE.findall(text) if re.search(r"\w", found)]


def _unwanted(outside: str) -> tuple[frozenset[BriefTrait], str]:
    """Return what a brief rules out, and the brief without the words that do."""
    ruled_out = " ".join(found[0] for found in re.finditer(NOT_WANTED, outside, re.IGNORECASE))
    unwanted = set[BriefTrait]()
    for traits, nouns in RULED_OUT:
        if re.search(nouns, ruled_out, re.IGNORECASE):
            unwanted |= traits
            ruled_out = re.sub(nouns, " ", ruled_out, flags=re.IGNORECASE)
    if re.search(ONLY_HEARD, outside, re.IGNORECASE):
        unwanted |= {BriefTrait.PICTURE, BriefTrait.VIDEO}
    return frozenset(unwanted), re.sub(f"{NOT_WANTED}|{ONLY_HEARD}", " ", outside, flags=re.IGNORECASE)


def _asked(outside: str, unwanted: frozenset[BriefTrait]) -> frozenset[BriefTrait]:
    """Return what a brief without what it rules out asks for; a film without music is silent but for what its shots have."""
    asked = {kind for kind, pattern in ASKED.items() if re.search(pattern, outside, re.IGNORECASE)} - unwanted
    return frozenset(asked | {BriefTrait.SILENT} if BriefTrait.MUSIC in unwanted else asked)


def _text(whole: str) -> tuple[str | None, str]:
    """Return what is to be spoken or sung, and the brief without it."""
    dictated = _DICTATED.search(whole)
    if dictated is not None:
        said, behind = _without_instructions(dictated[1].strip())
        return said.strip('“”"「」'), f"{whole[: dictated.start(1)].rstrip(' :：')}。{behind}".rstrip("。")
    quoted = _QUOTED.search(whole)
    if quoted is not None and len(sentences(quoted[1])) > 0 and len(quoted[1]) > MAX_TITLE_CHARS // 4:
        return quoted[1].strip(), whole.replace(quoted[0], " ")
    return None, whole


def _without_instructions(text: str) -> tuple[str, str]:
    """Return a dictated text, and the sentences at its end that only say what is to be made of it."""
    said, behind = sentences(text), ""
    while len(said) > 1 and all(len(_tidy(_bare(clause))) <= 1 for clause in _CLAUSE.split(said[-1])):
        behind = f"{said.pop()} {behind}"
    return (text[: text.rindex(said[-1]) + len(said[-1])], behind) if behind else (text, "")


def _hero(outside: str, language: Language) -> str | None:
    patterns = HERO_ZH if language == "zh" else HERO_EN
    for number, pattern in enumerate(patterns, start=1):
        for found in re.finditer(pattern, outside, re.IGNORECASE):
            said = _REQUEST.sub("", found[1]) if language == "zh" and number == len(patterns) else found[1]
            hero = _tidy(_KIND_AT_END.sub("", re.sub(r"^the same ", "the ", said, flags=re.IGNORECASE)))
            if _is_hero(hero):
                return hero[:MAX_HERO_CHARS].strip()
    return None


def _is_hero(words: str) -> bool:
    """Tell whether words name somebody or something, rather than a film, a length or nothing."""
    others = (*(ASKED[kind] for kind in _NO_HEROES), SECONDS, MINUTES, COUNT_SHOTS, COUNT_PIECES, CAP, *TIERS.values())
    return (
        not _WITHOUT_HERO.match(words)
        and not words.endswith(("歌", "曲"))
        and not any(re.search(other, words, re.IGNORECASE) for other in others)
    )


_NO_HEROES = (BriefTrait.VIDEO, BriefTrait.PROMO, BriefTrait.MV, BriefTrait.SONG, BriefTrait.SPEECH)


def _subject(outside: str, text: str | None, language: Language) -> str:
    """Return what the brief is about where it names no hero: its first clause without the words that ask, else its text."""
    seen, heard = list[str](), list[str]()
    for clause in _CLAUSE.split(outside):
        sounds = any(re.search(ASKED[kind], clause, re.IGNORECASE) for kind in (BriefTrait.MUSIC, BriefTrait.SPEECH))
        (heard if sounds else seen).append(_tidy(_bare(clause)))
    clauses = seen if text else seen + heard  # how it sounds is seldom what it is about
    about = next((one for one in clauses if len(one) > 1 and not _instructs(one) and not _FORBIDS.match(one)), "")
    if about:
        return about[:MAX_HERO_CHARS].strip()
    first = next(iter(sentences(text or "")), "")[: MAX_HERO_CHARS - 10].strip(" 。.！!？?")
    if first:  # of a text that is read aloud, its first sentence tells whom it is about
        return f"“{first}”的主角" if language == "zh" else f"the hero of “{first}”"
    return "主角" if language == "zh" else "the hero"


def _bare(clause: str, media: Iterable[str] = tuple(ASKED.values())) -> str:
    """Return a clause without requests, media, counts, lengths, caps and shapes."""
    said = _asking_cut(clause)
    for pattern in (CAP, COUNT_SHOTS, COUNT_PIECES, *media, SECONDS, MINUTES, *RATIOS.values()):
        said = re.sub(pattern, " ", said, flags=re.IGNORECASE)
    shorter = _FILLING.sub(" ", said)
    while shorter != said:
        said, shorter = shorter, _FILLING.sub(" ", shorter)
    return re.sub(r"^\s*(?:with|and|to)\b", " ", said, flags=re.IGNORECASE)


def _asking_cut(clause: str) -> str:
    """Return a clause without the words it asks with."""
    return _REQUEST.sub("", re.sub(r"^\s*(?:and|with|plus)\b", "", clause, flags=re.IGNORECASE).strip())


def _tidy(words: str) -> str:
    return re.sub(r"\s+", " ", words).strip(" \t　的了吧呢啊，,。.；;:：+＋和与跟并")


def _title(whole: str, hero: str | None) -> str:
    named = _NAMED.search(whole)
    if named is not None:
        return named[1]
    first = _CLAUSE.split(whole)[0].strip()
    return (hero or first)[:MAX_TITLE_CHARS]


def _style(outside: str, hero: str) -> list[str]:
    """Return the clauses that say how it is to look, in the person's own words: those that say nothing else."""
    others = (
        *ASKED.values(),
        SECONDS,
        MINUTES,
        CAP,
        COUNT_SHOTS,
        COUNT_PIECES,
        *RATIOS.values(),
        *(pattern for pattern, _, _ in VARIETIES),
    )
    kept = []
    for clause in _CLAUSE.split(outside):
        bare = _tidy(_asking_cut(clause))
        says_else = _instructs(clause) or any(re.search(pattern, clause, re.IGNORECASE) for pattern in others)
        lists = _LISTED.search(clause) or _PLACED.search(clause) or _COUNTED.fullmatch(bare)
        if len(bare) > 1 and not (says_else or lists or hero in clause):
            kept.append(bare)
    return kept


def _mood(outside: str) -> list[str]:
    """Return what is said of the music."""
    music = (ASKED[BriefTrait.MUSIC], ASKED[BriefTrait.SONG])
    clauses = [
        clause for clause in _CLAUSE.split(outside) if any(re.search(one, clause, re.IGNORECASE) for one in music)
    ]
    others = (
        BriefTrait.VIDEO,
        BriefTrait.PROMO,
        BriefTrait.MV,
        BriefTrait.STORY,
        BriefTrait.PICTURE,
        BriefTrait.COVER,
    )
    alone = [clause for clause in clauses if not any(re.search(ASKED[kind], clause, re.IGNORECASE) for kind in others)]
    said = [_tidy(_bare(clause, [PLAIN_MUSIC])) for clause in alone if not re.search(THEME, clause, re.IGNORECASE)]
    like = [_tidy(_REQUEST.sub("", "".join(filter(None, one.groups())))) for one in _like(outside)]
    more = [bare for bare in said if not any(one in bare for one in like if one)]
    return [bare for bare in dict.fromkeys((*like, *more)) if len(bare) > 1]


def _like(outside: str) -> Iterator[re.Match[str]]:
    return re.finditer(SONG_LIKE, outside, re.IGNORECASE)


def _instructs(clause: str) -> bool:
    return any(re.search(pattern, clause, re.IGNORECASE) for pattern in (INSTRUCTS, SECONDS, MINUTES, *TIERS.values()))


def _count(pattern: str, outside: str) -> int | None:
    found = re.search(pattern, outside, re.IGNORECASE)
    return None if found is None else _number(next(filter(None, found.groups())))


def _cap(outside: str) -> int | None:
    """Return the lowest cap that is said, in points."""
    found = [int(next(filter(None, one.groups()))) for one in re.finditer(CAP, outside, re.IGNORECASE)]
    return min(found, default=None)


def _number(word: str) -> int:
    if word.isdigit():
        return int(word)
    tens, ten, units = word.partition("十")
    if ten:
        return 10 * NUMBERS_ZH.get(tens, 1) + NUMBERS_ZH.get(units, 0)
    return sum({**NUMBERS_ZH, **NUMBERS_EN}[part] for part in re.split(r"[- ]+", word.lower()))


def _seconds(outside: str) -> float | None:
    found = re.search(SECONDS, outside, re.IGNORECASE)
    if found is not None:
        return float(found[1]) or None
    minutes = re.search(MINUTES, outside, re.IGNORECASE)
    if minutes is None:
        return None
    word = minutes[1].lower()
    half = word == "半" or word.startswith("half")
    return 30.0 if half else 60.0 * _number(word)


def _theme(outside: str) -> str | None:
    found = re.search(THEME, outside, re.IGNORECASE)
    theme = "" if found is None else _tidy(found[1] or found[2])
    return theme if theme and not _POINTS_BACK.fullmatch(theme) else None


def _scenes(outside: str, language: Language) -> tuple[str, ...]:
    """Return the scenes that a brief lists: behind a colon, or as places one after another."""
    listed, placed = _LISTED.search(outside), _PLACED.search(outside)
    found = listed or placed
    if found is None:
        return ()
    said = _CLAUSE.split(found[1])[0] if language == "zh" else found[1]
    parts = [_tidy(_bare(part)) for part in (_LIST_ZH if language == "zh" else _LIST_EN).split(said)]
    where = "" if listed is not None else ("在" if language == "zh" else "in ")
    scenes = tuple(f"{where}{part}" for part in parts if part)
    return scenes if len(scenes) > 1 else ()


def _models(outside: str) -> tuple[dict[Medium, str], str]:
    """Return the models that are named, by what they make, and the brief without their names.

    Names that are everyday words are names only behind "use".
    """
    found: list[tuple[int, Medium, str]] = []
    left = outside
    for model in MODELS:
        for name in sorted({model.id, *model.names} - model.genres, key=len, reverse=True):
            before = r"(?:用|使用|\buse |\busing |\bwith |\bby )\s*"
            optional = "" if name in model.doubtful else "?"
            pattern = rf"(?:{before}){optional}(?<![a-z0-9]){re.escape(name)}(?![a-z0-9.])"
            if re.search(pattern, outside, re.IGNORECASE):
                left = re.sub(pattern, " ", left, flags=re.IGNORECASE)
                found.append((len(name), model.makes, model.id))
    return {medium: model for _, medium, model in sorted(found)}, left
