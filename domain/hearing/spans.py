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
    left = _LAST_DASH.sub("", _DOTS.sub("", "".join([*pieces, text[last:]])))
    left = _DOUBLED.sub(r"\1", _BEFORE_SIGN.sub("", _GAPS.sub(" ", left)))
    left = _BEFORE_COLON.sub("", _EMPTY.sub("", left))
    left = _BEFORE_END.sub("", left).strip(_EDGES).rstrip("/|~—" + _EDGES).lstrip("。.!?！？" + _EDGES)
    return "" if _NOTHING.fullmatch(left) else left


def unlabelled(text: str) -> str:
    """Return `text` without "prompt:" at its beginning."""
    found = _LABEL.match(text)
    return text if found is None else text[found.end() :]
