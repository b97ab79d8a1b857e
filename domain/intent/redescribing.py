"""The description itself, as somebody speaks of it: "the description should only be: a cat", 把描述里的“快点”去掉.

Rules: what is named as the description is the description; what is quoted to go is cut where it stands. All of it is said in so
many words, and everything else is none of this.
"""

import re

from imastudio.domain.intent.belonging import names_of
from imastudio.domain.intent.folding import fold
from imastudio.domain.intent.swapping import is_setting
from imastudio.domain.intent.tables.following import MOVES
from imastudio.domain.intent.tables.redescribing import (
    AS_DESCRIPTION,
    CUT,
    CUT_BEFORE,
    EXCHANGES,
    HEADS,
    LEADS_TO_LETTERING,
    LOOKS_OF_LETTERS,
    NEW_DESCRIPTION,
    NEW_LETTERING,
    NEW_LYRICS,
    NEW_WORD,
    NEW_WORDS,
    NO_LETTERING,
    NOT_IN_IT,
)

_OLD_AND_NEW = 2
_QUOTES = " \"“”'‘’「」"
_ENDS = " \n,.:;，。：；、!！"
_LETTERING = re.compile(r"写[上着]|题|印|刻|标|say|read|text|word|letter|title|唱|歌词|念|读")
_ON_IT = re.compile(r"上面|牌|标题|字幕|歌词|歌名|\b(?:sign|title|lyrics|letters|banner|caption)\b")
_PARTS = re.compile(r"(?:\A|[,，;；。.])[^,，;；。.]*")
_SPACES = re.compile(r"\s{2,}")
_QUOTED = re.compile("[\"“”'‘’「」《》]([^\"“”'‘’「」《》]{1,80})[\"“”'‘’「」《》]")


def redescribed(words: str, prompt: str) -> str | None:
    """Return the description that words make of the one that stands, or None where they don't speak of it."""
    folded = fold(words)
    named = NEW_DESCRIPTION.search(folded) or NEW_WORDS.search(folded)
    if named is not None and _ON_IT.search(folded[: named.end()]) is not None:
        return None
    if named is not None and words[named.end() :].strip(_ENDS):
        return words[named.end() :].strip(_ENDS + '"“”「」')
    if AS_DESCRIPTION.search(folded) is not None and (quoted := _QUOTED.search(words)) is not None:
        return quoted[1]
    gone = [found[1] for found in _QUOTED.finditer(words)]
    if gone and CUT_BEFORE.search(folded) is not None:
        at = fold(prompt).find(fold(gone[0]))
        return prompt[at:] if at > 0 else None
    if not gone or CUT.search(folded) is None:
        return _without_part(folded, prompt)
    left = prompt
    for one in gone:
        at = fold(left).find(fold(one))
        left = left if at < 0 else f"{left[:at].rstrip(_ENDS)}, {left[at + len(one) :].lstrip(_ENDS)}".strip(_ENDS)
    return None if left == prompt or not left else _SPACES.sub(" ", left)


def lettered(words: str, prompt: str) -> str | None:
    """Return a description with another text in the place of the one that is written in it, or without it; else None."""
    folded = fold(words).strip(_ENDS)
    held = list(_QUOTED.finditer(prompt))
    named = NEW_LETTERING.fullmatch(folded)
    if named is not None and len(held) == 1:
        said = words[fold(words).index(named["en"] or named["zh"]) :].strip(_ENDS)
        new = said.strip('"“”「」『』')
        looks = said == new and (LOOKS_OF_LETTERS.search(fold(new)) is not None or is_setting(new))
        return None if looks else f"{prompt[: held[0].start(1)]}{new}{prompt[held[0].end(1) :]}"
    told = [found[1] for found in _QUOTED.finditer(words)]
    if len(told) == _OLD_AND_NEW and EXCHANGES.search(folded) is not None and prompt.count(told[0]) == 1:
        return prompt.replace(told[0], told[1])
    if NO_LETTERING.fullmatch(folded) is None or len(held) != 1:
        return None
    lead = LEADS_TO_LETTERING.search(prompt[: held[0].start()])
    start = held[0].start() if lead is None else lead.start()
    return f"{prompt[:start]}{prompt[held[0].end() :]}".strip(_ENDS)


def relyriced(words: str, lyrics: str) -> str | None:
    """Return other lyrics, or those that are there with another word in the place of one that stands in them once; else None."""
    folded = fold(words).strip(_ENDS)
    whole = NEW_LYRICS.fullmatch(folded)
    if whole is not None:
        return words[fold(words).index(whole["zh"] or whole["en"]) :].strip()
    found = NEW_WORD.fullmatch(folded)
    if found is None:
        return None
    parts = (found["old"] or found["zh_old"], found["new"] or found["zh_new"])
    old, new = (words[fold(words).index(part) :][: len(part)].strip(_QUOTES) for part in parts)
    return lyrics.replace(old, new) if old and lyrics.count(old) == 1 else None


def _without_part(folded: str, prompt: str) -> str | None:
    """Return a description without the parts that words name as not to be in it: "take out the bit about the price"."""
    named = next((found for pattern in NOT_IN_IT if (found := pattern.search(folded)) is not None), None)
    gone = frozenset() if named is None else names_of(named["what"])
    parts = _PARTS.findall(prompt)
    kept = [part for part in parts if not gone or 2 * len(gone & names_of(part)) < len(gone)]
    return "".join(kept).strip(_ENDS) if gone and kept and len(kept) < len(parts) else None


def unheaded(words: str) -> str:
    """Return words without what leads to them before a colon: "just make it: a cat"."""
    found = HEADS.match(fold(words))
    said = "" if found is None else found[0]
    return words if _LETTERING.search(said) or MOVES.search(said) or found is None else words[found.end() :]
