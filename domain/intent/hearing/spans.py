"""What stays of an utterance when instructions are taken out: the person's words, nothing of ours."""

import re
from collections.abc import Iterable

_GAPS = re.compile(r"[ \t\u3000]{2,}")
_BEFORE_SIGN = re.compile(r"[ \t]+(?=[,，。;；、.!?！？])")
_DOUBLED = re.compile(r"([,，;；、])(?:\s*[,，;；、])+")
_BEFORE_END = re.compile(r"[,，;；、]\s*(?=[。.!?！？])")
_BEFORE_COLON = re.compile(r"[,，;；、]\s*(?=[:：])")
_EMPTY = re.compile(r"[(（\[【][\s,，、;；]*[)）\]】]")
_DOTS = re.compile(r"(?<=[.。!?！？])(?:\s+[.。])+")
_LAST_DASH = re.compile(r"\s[-–—]+\s*$")
_EDGES = " \t\r\n,，;；、:：\u3000"
_HAN_GAP = re.compile("(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])")
_LABEL = re.compile(r"\s*(?:prompt|提示词)\s*[:：]\s*(?=\S)", re.IGNORECASE)
_NOTHING = re.compile(r"[\W_]*")
_ARTICLE = re.compile(r"(?:\A[Aa]|(?<![\w'’-])a)(?P<n>[nN]?)(?=[ \t]+\Z)")
_ARTICLE_ENDS_IN = 8
_WORD = re.compile(r"\s*(?P<word>[A-Za-z]{2,})(?![A-Za-z0-9])")
_VOWEL = re.compile(r"(?!uni(?!n)|us[eu]|ut[ei]|eu|one|once|ufo)[aeiou]|hour|honest|heir|honou?r", re.IGNORECASE)
_LONGEST_SPELLED = 4


def left_of(text: str, cuts: Iterable[tuple[int, int]]) -> str:
    """Return `text` without the passages of `cuts`, its seams closed; untouched where there is nothing to cut."""
    pieces: list[str] = []
    last = 0
    for start, end in sorted(cuts):
        if end > last:
            pieces.append(text[last : max(start, last)])
            if pieces[-1][-1:].isascii() and pieces[-1][-1:].isalnum():
                pieces.append(" ")
            last = end
    if not last:
        return text.strip()
    left = _LAST_DASH.sub("", _DOTS.sub("", "".join(_agreeing([*pieces, text[last:]]))))
    left = _DOUBLED.sub(r"\1", _BEFORE_SIGN.sub("", _GAPS.sub(" ", left)))
    left = _BEFORE_COLON.sub("", _EMPTY.sub("", left))
    left = _BEFORE_END.sub("", left).strip(_EDGES).rstrip("/|~—" + _EDGES).lstrip("。.!?！？" + _EDGES)
    return "" if _NOTHING.fullmatch(left) else left


def _agreeing(pieces: list[str]) -> list[str]:
    """Return `pieces` with the article before a seam as the word behind it wants it: an 8K picture, a picture."""
    agreeing = list(pieces)
    before: int | None = None
    for at, piece in enumerate(pieces):
        if piece.strip():
            if before is not None:
                agreeing[before] = _with_article(pieces[before], piece)
            before = at
    return agreeing


def _with_article(before: str, after: str) -> str:
    article = _ARTICLE.search(before, max(0, len(before) - _ARTICLE_ENDS_IN))
    word = _WORD.match(after)
    if article is None or word is None or (word["word"].isupper() and len(word["word"]) <= _LONGEST_SPELLED):
        return before  # HD and the like are spelled: an HD picture
    wanted = "n" if _VOWEL.match(word["word"]) else ""
    if wanted == article["n"].lower():
        return before
    return before[: article.start("n")] + wanted + before[article.end("n") :]


def unlabelled(text: str) -> str:
    """Return `text` without "prompt:" at its beginning."""
    found = _LABEL.match(text)
    return text if found is None else text[found.end() :]
