"""What asks for nothing: said to us, or a request that names no more than a medium ("cancel", "多少钱", "draw", "一张图").

Every clause must be of that kind: "thank you" orders nothing, "a thank you card" is a picture.
"""

import re
from collections.abc import Iterator

from imastudio.domain.intent.hearing.found import Found
from imastudio.domain.intent.hearing.sentence import Sentence
from imastudio.domain.intent.vocabulary.entries import Kind
from imastudio.domain.intent.vocabulary.idle import ANSWERS, COMPARISONS, EMPTY, FORGETTING, MEDIA, NOUNS, QUESTIONS
from imastudio.domain.intent.vocabulary.media import PLAIN_NOUNS
from imastudio.domain.intent.vocabulary.questions import ABOUT_OURS, ASKED, OPENING, OURS, PRICED
from imastudio.domain.tasks import Medium

_LONGEST = 80
_LONGEST_ASKED = 160
_PART = re.compile(r"(?:[^,，。、;；!?！？….~\n]|(?<=[0-9])\.(?=[0-9]))+")
_ANSWER = "|".join(
    rf"(?<![a-z]){re.escape(answer)}(?![a-z'])" if answer.isascii() else re.escape(answer)
    for answer in sorted(ANSWERS, key=len, reverse=True)
)
_ANSWERS = re.compile(rf"(?:(?>{_ANSWER})\s*+)++")  # takes nothing back: a long row of thanks costs no time
_QUESTIONS = re.compile("|".join((*QUESTIONS, *ASKED)))
_ABOUT_OURS = re.compile("|".join(ABOUT_OURS))
_OURS = re.compile(OURS)
_PRICED = re.compile("|".join(PRICED))
_OPENING = re.compile("|".join(OPENING))
_COMPARISONS = re.compile("|".join(COMPARISONS))
_FORGETTING = re.compile("|".join(FORGETTING))
_BARE = frozenset("PVALNHhdgfw|")
_NOUNS = PLAIN_NOUNS | NOUNS
_ASKS = frozenset("VHh")


def asks_for_nothing(folded: str) -> bool:
    """Tell whether every clause of a short text is a greeting, an answer or a question to us, or its last one asks the price."""
    if len(folded) > _LONGEST_ASKED:
        return False
    if _asks_the_price(folded.strip()):
        return True
    if _COMPARISONS.fullmatch(folded.strip()):
        return True
    parts = [part.strip() for part in _PART.findall(folded)]
    return all(not part or _ANSWERS.fullmatch(part) or _is_asked(part) or _is_asked(_plainer(part)) for part in parts)


def _asks_the_price(folded: str) -> bool:
    """Tell whether a text asks what something costs, breaks and all: "a cat, 4K, how much?"."""
    asked = folded.endswith("?")
    parts = _PART.findall(folded) if asked or "多少" in folded or "how much" in folded else []
    return bool(parts) and (
        _PRICED.fullmatch(parts[-1].strip()) is not None or (asked and _OPENING.fullmatch(folded) is not None)
    )


def is_question(folded: str) -> bool:
    """Tell whether a text is a question about models or prices, which changes nothing that is saved."""
    return "推荐" not in folded and "recommend" not in folded and asks_for_nothing(folded)


def is_bare(sentence: Sentence) -> bool:
    """Tell whether a request for a picture or a film says nothing of it: "draw", "一张图片", "make a video"."""
    letters = set(sentence.shape)
    return (
        letters <= _BARE
        and not letters.isdisjoint(_ASKS)
        and all(
            letter not in "HhgwV"
            or (letter in "Hh" and token.text in _NOUNS)
            or (letter in "gw" and token.text in EMPTY and (token.text != "me" or Kind.NOUN in letters))
            or letter == Kind.VERB
            for letter, token in zip(sentence.shape, sentence.tokens, strict=True)
        )
    )


def forgets(folded: str) -> Iterator[Found]:
    """Yield the clauses that give up what is saved; the value is the medium that is named, None where all are meant."""
    for part in _PART.finditer(folded):
        said = part[0].strip()
        if len(said) <= _LONGEST and (found := _FORGETTING.fullmatch(said)) is not None:
            word = next(filter(None, found.groups()), None)
            medium = None if word is None else MEDIA.get(word, Medium.IMAGE)
            yield Found(field="preference", value=medium, start=part.start(), end=part.end(), cut=part.span())


def _is_asked(part: str) -> bool:
    if _QUESTIONS.fullmatch(part) is not None:
        return True
    return _ABOUT_OURS.fullmatch(part) is not None and _OURS.search(part) is not None


def _plainer(part: str) -> str:
    """Return a clause without the small words around a question: 请问…啊."""
    return part.removeprefix("请问").strip().rstrip("啊呢呀吗")
