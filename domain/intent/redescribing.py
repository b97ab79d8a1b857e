"""The description itself, as somebody speaks of it: "the description should only be: a cat", 把描述里的“快点”去掉.

Rules: what is named as the description is the description; what is quoted to go is cut where it stands. All of it is said in so
many words, and everything else is none of this.
"""

import re

from imastudio.domain.intent.belonging import names_of
from imastudio.domain.intent.folding import fold
from imastudio.domain.intent.tables.redescribing import (
    AS_DESCRIPTION,
    CUT,
    CUT_BEFORE,
    HEADS,
    NEW_DESCRIPTION,
    NEW_WORDS,
    NOT_IN_IT,
)

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
    return words if found is None or _LETTERING.search(found[0]) else words[found.end() :]
