"""One thing in the place of another in a description: 把猫换成狗, and 换成狗, where nobody says of what.

Rules: what is named to go is replaced where it stands; else the same thing in another number, or the one thing of the same kind
that is there. Where none or several may be meant, the descriptions that may be meant are given back, to be asked about.
"""

import re
from collections.abc import Iterator

import attrs

from imastudio.domain.intent.folding import ENDS, fold, has_han
from imastudio.domain.intent.tables.following import DROPS, FILLER, GONE, SWAPS
from imastudio.domain.intent.tables.kinds import ASPECTS, KINDS, LOOKS, SETTINGS
from imastudio.domain.intent.tables.media import GENERIC_NOUNS, PLAIN_NOUNS

_COUNTED_ZH = r"(?:[一二两三四五六七八九十几0-9]+[只个条匹座朵辆棵张位名头群对本把杯碗架艘栋间块颗枝根]?)"
_COUNTED_EN = r"(?:(?:an?|the|one|two|three|four|five|six|some|[0-9]+) )"
_COUNT = re.compile(rf"\A(?:{_COUNTED_ZH}|{_COUNTED_EN})")
_ARTICLE, _ARTICLE_AT_END = re.compile(r"(?:a|an|the) "), re.compile(r"\b(?:a|an|the) \Z", re.IGNORECASE)
_NO_MODIFIER = (
    r"(?!(?:over|at|in|on|of|with|about|under|by|near|for|and|from|to|through|above|behind|beside|who|that|wearing|"
    r"holding)\b)"
)
_MODIFIER = rf"{_NO_MODIFIER}[a-z'-]+ "
_PHRASE = re.compile(rf"\b(?:an?|the) [a-z'-]+(?: {_NO_MODIFIER}[a-z'-]+){{0,3}}", re.IGNORECASE)
# A count or an article with what stands between it and its thing: "a paper ", 一只小.
_LEADING = re.compile(
    rf"(?:{_COUNTED_ZH}(?:[小大老]|[^的，,。]{{1,4}}的)?|{_COUNTED_EN}(?P<told>(?:{_MODIFIER}){{0,2}}))\Z"
)
# A count or an article and one word.
_BARE = re.compile(rf"{_COUNTED_EN}[a-z'-]+")
_PART = re.compile(r"(?:\A|[,，;；。])[^,，;；。]*")
_OF_QUALITIES = ("的", "着", " one", " ones")
_BEFORE_COUNT = re.compile(r"\A(?:(?:yes|yeah|ok|okay|no|and|but|actually|make it|make that|with|,) ?)+", re.IGNORECASE)
# What is only said behind the thing: 七根吧我记错了, 蓝色嘞.
_TAIL_ZH = re.compile(r"(?<=[\u3400-\u9fff])(?:[吧嘛呗噻].*|[嘞喽咯哈哦呀啊哟呐]+|了(?:哈|哦|啊|呀)?)\Z")
_PREPOSITION = re.compile(r"(?:with|in|on|at|by|under|over|wearing|holding) ")
_AND = re.compile(r"\band\b|[和与跟及、]")
_POINTERS = frozenset({"it", "this", "that", "them", "one", "him", "her"})
_MEDIA = PLAIN_NOUNS | GENERIC_NOUNS
_A_BEFORE = re.compile(r"\b(a|an) \Z", re.IGNORECASE)
# A single Chinese sign stands for a thing behind a count or a 的 alone: 一匹马, not 马路.
_BEHIND = re.compile(rf"(?:{_COUNTED_ZH}|[的和、，,]|\A)\Z")
_AHEAD = re.compile(r"\Z|[\s，。、！,.!和与跟或的在正从坐站趴躺蹲跑跳走飞游睡吃喝戴穿拿骑追叼看望]")


def swapped(folded: str, words: str, prompt: str) -> str | None:
    """Return a description with one thing in the place of another that is named and stands in it, or None."""
    found = _exchange(folded, words, prompt)
    if found is None or _is_quality(found.old, found.new):
        return None
    old = slice(found.at, found.at + len(found.old))
    new = f"{found.new}{prompt[old]}" if _COUNT.fullmatch(fold_case(found.new)) and has_han(found.new) else found.new
    before = _ARTICLE_AT_END.sub("", prompt[: old.start]) if _ARTICLE.match(new) else prompt[: old.start]
    rest = f"{before}{prompt[old]}{_unrepeated(new, prompt[old.stop :])}"
    return _in_place(rest, (len(before), len(before) + len(found.old)), new)


def qualifies(folded: str, words: str, prompt: str) -> bool:
    """Tell whether words say how something that is shown shall be: 船改成红色的, "change the cat to black"."""
    found = _exchange(folded, words, prompt)
    return found is not None and _is_quality(found.old, found.new)


@attrs.frozen
class _Exchange:
    """What stands at a place of a description, and what shall be there."""

    old: str
    new: str
    at: int


def _exchange(folded: str, words: str, prompt: str) -> _Exchange | None:
    """Return what shall take the place of what, where that is named and stands in a description."""
    said, held = fold_case(folded), fold_case(prompt)
    lead = FILLER.match(said)
    for start in dict.fromkeys((0, 0 if lead is None else lead.end())):
        text = said[start:].strip(ENDS)
        for pattern in SWAPS:
            found = pattern.fullmatch(text)
            old = "" if found is None else found["old"].strip(ENDS)
            at = _place_of(old, held)
            if found is not None and at >= 0:
                begin = folded.find(found["new"], start)
                new = _TAIL_ZH.sub("", words[begin : begin + len(found["new"])].strip(ENDS))
                return _Exchange(old, _without_preposition(new, held[:at]), at)
    return None


def _without_preposition(new: str, before: str) -> str:
    """Return what is new without the small word that stands there already: "with a guitar" behind "with a"."""
    led = _PREPOSITION.match(fold_case(new))
    there = _ARTICLE_AT_END.sub("", before).endswith(f"{led[0]}") if led is not None else False
    return new[led.end() :] if led is not None and there else new


def _is_quality(old: str, new: str) -> bool:
    """Tell whether something new is no thing that may stand where the old one does, but how that shall be: 红色的, "black"."""
    said = fold_case(new)
    if old in ASPECTS:
        return True
    if said.endswith(_OF_QUALITIES) and old not in said and not old.endswith(_OF_QUALITIES):
        return True
    was, becomes = kind_of(old), kind_of(said)
    seen = any(becomes is kind for kind in LOOKS) or (bool(was) and is_setting(said))
    return seen and was is not becomes and _ARTICLE.match(said) is None


def _place_of(old: str, held: str) -> int:
    """Return where a thing stands in a description, as words of their own; -1 where it does not, or only points."""
    if not old or old in _POINTERS:
        return -1
    if has_han(old):
        return held.find(old)
    found = re.search(rf"(?<![a-z0-9]){re.escape(old)}(?![a-z0-9])", held)
    return -1 if found is None else found.start()


def _unrepeated(new: str, behind: str) -> str:
    """Return what stands behind a replaced word without what the new words end in as well: "tomorrow at eight" at eight."""
    held, ends = fold_case(behind).lstrip(), fold_case(new)
    for length in range(len(new) - 1, 1, -1):
        tail = ends[-length:]
        alone = has_han(tail) or (ends[-length - 1] == " " and not held[length : length + 1].isalnum())
        if alone and held.startswith(tail):
            return behind[len(behind) - len(held) + length :]
    return behind


def dropped(words: str, prompt: str) -> str | None:
    """Return a description without the one part, behind its first, that shows what is to go: 不要海鸥了, "lose the hat"."""
    found = DROPS.fullmatch(fold_case(fold(words)).strip(ENDS))
    thing = "" if found is None else next(one for one in found.groups() if one)
    parts = _PART.findall(prompt)
    shown = [part for part in parts[1:] if thing and _place_of(thing, fold_case(part)) >= 0 and not _AND.search(part)]
    return "".join(part for part in parts if part is not shown[0]) if len(shown) == 1 else None


def is_to_go(folded: str, prompt: str) -> bool:
    """Tell whether folded words say that something that a description shows is not wanted any more: 伞不要了."""
    found = GONE.fullmatch(folded.strip(ENDS))
    return found is not None and found["what"] in prompt


def recounted(folded: str, words: str, prompt: str) -> str | None:
    """Return a description with the same thing in another number: "actually two swords", 两只猫; else None."""
    lead = FILLER.match(folded)
    start = 0 if lead is None else lead.end()
    new = words[start:].strip(ENDS)
    new = _BEFORE_COUNT.sub("", new)
    counted = _COUNT.match(fold_case(new))
    thing = "" if counted is None else _singular(new[counted.end() :])
    places = list(_places(prompt, thing)) if thing not in _MEDIA else []
    if len(places) != 1:
        return None
    description = _in_place(prompt, places[0], new)
    return None if description == prompt else description


def phrases_for(prompt: str, new: str) -> tuple[str, ...]:
    """Return the English descriptions in which `new` has taken the place of a phrase with an article, the last one first."""
    if not _ARTICLE.match(fold_case(new)):
        return ()
    spans = [found.span() for found in _PHRASE.finditer(prompt)]
    return tuple(f"{prompt[: span[0]]}{new}{prompt[span[1] :]}" for span in reversed(spans))


def swaps_for(prompt: str, new: str) -> tuple[str, ...]:
    """Return the descriptions in which `new` has taken the place of something: one where it is sure what."""
    counted = _COUNT.match(fold_case(new))
    thing = new if counted is None else new[counted.end() :]
    same = tuple(_in_place(prompt, span, new) for span in _places(prompt, _singular(thing)))
    if counted is not None and len(same) == 1 and same[0] != prompt:
        return same
    kind = kind_of(thing)
    spans = [span for word in sorted(kind, key=len, reverse=True) for span in _places(prompt, word)]
    held = [span for span in spans if not any(_within(span, other) for other in spans if other != span)]
    return tuple(dict.fromkeys(_in_place(prompt, span, new) for span in sorted(held)))


def kind_of(thing: str) -> frozenset[str]:
    """Return the things of the same kind, or none: by the last words of what is named."""
    said = fold_case(thing).strip(ENDS)
    ends = [said, _singular(said)]
    best: tuple[int, frozenset[str]] = (0, frozenset())
    for kind in KINDS:
        for word in kind:
            fits = any(_ends_in(end, word) for end in ends)
            best = (len(word), kind) if fits and len(word) > best[0] else best
    return best[1]


def is_setting(thing: str) -> bool:
    """Tell whether a thing is how a scene looks, rather than what it shows: a time, a place, a colour, a style."""
    return any(kind_of(thing) is kind for kind in SETTINGS)


def _ends_in(said: str, word: str) -> bool:
    if not said.endswith(word):
        return False
    before = said[: len(said) - len(word)]
    return not before or has_han(word) or before.endswith(" ")


def _places(prompt: str, word: str) -> Iterator[tuple[int, int]]:
    """Yield where a word stands in a description, as a thing of its own."""
    held = fold_case(prompt)
    if not word:
        return
    if not has_han(word):
        for found in re.finditer(rf"\b{re.escape(word)}(?:es|s)?\b", held):
            yield found.span()
        return
    for found in re.finditer(re.escape(word), held):
        alone = _BEHIND.search(held[: found.start()]) and _AHEAD.match(held, found.end())
        if len(word) > 1 or alone:
            yield found.span()


def _in_place(prompt: str, span: tuple[int, int], new: str) -> str:
    """Return a description with `new` where something stood, and where it brings a count or article, those and what led to it."""
    before, behind = prompt[: span[0]], prompt[span[1] :]
    counted = _COUNT.match(fold_case(new))
    old = _LEADING.search(fold_case(before))
    if counted is not None and old is not None:
        told = _BARE.fullmatch(fold_case(new))
        kept = "" if told is None else old["told"] or ""
        return f"{before[: old.start()]}{_counted(new[: counted.end()], kept)}{kept}{new[counted.end() :]}{behind}"
    article = _A_BEFORE.search(before)
    if article is not None and new[:1].isascii():
        right = "an" if new[:1].lower() in "aeiou" else "a"
        before = f"{before[: article.start()]}{right} "
    return f"{before}{new}{behind}"


def _counted(count: str, behind: str) -> str:
    """Return a count as it stands before some words: "a " becomes "an " before "old "."""
    article = _A_BEFORE.search(count)
    return count if article is None or not behind else f"{'an' if behind[0].lower() in 'aeiou' else 'a'} "


def _within(span: tuple[int, int], other: tuple[int, int]) -> bool:
    return other[0] <= span[0] and span[1] <= other[1]


def _singular(thing: str) -> str:
    plain = fold_case(thing).strip(ENDS)
    return plain[:-1] if plain.endswith("s") and not plain.endswith("ss") and plain[:1].isascii() else plain


def fold_case(text: str) -> str:
    """Return a text in small letters, sign by sign, so that places in both are the same."""
    return "".join(sign.lower() if len(sign.lower()) == 1 else sign for sign in text)
