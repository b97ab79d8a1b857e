"""How dear the model may be, and whether a saved one is given up: only where the words speak of the model.

"用最好的" does, "最好吃的蛋糕", "the best day" and "cheap motel sign" don't. Source: decisions 11 and 13.
"""

from collections.abc import Iterator

from imastudio.domain.intent.hearing.found import Found
from imastudio.domain.intent.hearing.heads import asks_behind, lead
from imastudio.domain.intent.hearing.sentence import Sentence
from imastudio.domain.intent.vocabulary.choosing import OF_RESULTS, PICTURE_TAGS
from imastudio.domain.intent.vocabulary.entries import Kind
from imastudio.domain.orders import Tier
from imastudio.domain.tasks import Medium

_ALWAYS = frozenset({"越便宜越好", "不差钱", "不计成本", "as cheap as possible", "money is no object", "预算有限"})
_SUPERLATIVE = frozenset(
    {
        "cheapest",
        "the cheapest",
        "最便宜",
        "最便宜的",
        "最省钱",
        "最省钱的",
        "最低价",
        "lowest cost",
        "lowest price",
        "most affordable",
        "least expensive",
        "cheapest possible",
        "the cheapest possible",
    }
)
_CHOICES = frozenset({"one", "version", "版本"})
_BETWEEN = frozenset("ROKZTS")
_OPENING = frozenset("PgANLROKZTS")
_HEARD_OR_FILMED = frozenset({Medium.VIDEO, Medium.MUSIC, Medium.SPEECH})
_PREMIUM = "premium"
_ART = frozenset({"图", "图片", "画", "image", "picture"})
_AT_THE_END = _SUPERLATIVE | {
    "便宜点",
    "便宜一点",
    "便宜的",
    "最便宜的",
    "最好的",
    "highest quality",
    "best quality",
    "the highest quality",
    "the best quality",
    "best possible quality",
    "the best possible quality",
    "on a budget",
    "最高质量",
    "最高画质",
    "省钱",
}


def tiers(sentence: Sentence) -> Iterator[Found]:
    """Yield the tiers that were wished for."""
    for place in sentence.places(Kind.TIER):
        if not sentence.is_passed_over(place) and _is_about_the_model(sentence, place):
            yield _found(sentence, place, "tier", str(sentence.tokens[place].meaning))


def clears(sentence: Sentence) -> Iterator[Found]:
    """Yield the words that give up a saved model."""
    for place in sentence.places(Kind.CLEAR):
        clause = sentence.clause_of(place)
        if Kind.TIER in sentence.shape[clause.start : clause.end]:
            continue
        after = place + 1
        while sentence.kind(after) in {Kind.DE, Kind.MODEL_KEY, Kind.TO}:
            after += 1
        said = sentence.text[sentence.tokens[place].start : sentence.tokens[after - 1].end]
        told = said.startswith(("用", "use ")) or "模型" in said or "model" in said
        told = told and Kind.VERB in {
            sentence.kind(after),
            sentence.kind(after + 1) * (sentence.kind(after) == Kind.AND),
        }
        apart = place in sentence.free and sentence.kind(place + 1) not in "HhcwLNAWR"
        if (told or apart) and not sentence.is_negated(place):
            yield _found(sentence, place, "preference", "clear")


def _is_about_the_model(sentence: Sentence, place: int) -> bool:
    word, after = sentence.word(place), place + 1
    before = sentence.kind(place - 1)
    if sentence.word(place - 1) in {"low", "medium"} or any(tag in sentence.text for tag in PICTURE_TAGS):
        return False
    of_results = any(part in word for part in OF_RESULTS)
    if sentence.kind(after) == Kind.DE:
        after += 1
    # 画一张最高质量的猫
    made = of_results and sentence.word(after - 1).endswith("的") and before in {Kind.VERB, Kind.COUNTER}
    following = sentence.kind(after)
    modelled = Kind.MODEL_KEY in {following, sentence.kind(after + 1) * (following == Kind.NOUN)}
    if made or modelled or sentence.word(after) in _CHOICES:
        return True
    used = before == Kind.USE or (before == Kind.ARTICLE and sentence.kind(place - 2) == Kind.USE)
    if used and (sentence.ends(after) or following in "VPWROKZTCgfta"):
        return True
    if sentence.tokens[place].meaning == Tier.ARTISTIC.value:
        return word == "艺术" and sentence.word(place + 1) in _ART and sentence.ends(place + 2)
    if word in _ALWAYS:
        return not (sentence.kind(place + 1) == Kind.DE and following in {Kind.HAN, Kind.WORD})
    after = _behind_values(sentence, after)
    if sentence.kind(after) in {"H", "h", "W"}:
        if of_results or word in _SUPERLATIVE:
            return sentence.kind(after + 1) not in {Kind.WORD, Kind.HAN}
        asked = lead(sentence, sentence.clause_of(place)) is not None
        budget = sentence.tokens[place].meaning == Tier.BUDGET.value
        opens = (budget or word == _PREMIUM) and _opens_a_work(sentence, place, after)
        return ((asked and budget) or opens) and sentence.kind(after + 1) not in {Kind.WORD, Kind.HAN}
    if place in sentence.free:
        described = sentence.word(place - 1) in {"a", "an"} or (before == Kind.COUNTER and following in {"c", "w"})
        return not described
    return sentence.ends(after) and word in _AT_THE_END and before not in {Kind.BE, Kind.OF, Kind.PLACE}


def _opens_a_work(sentence: Sentence, place: int, noun: int) -> bool:
    """Tell whether a clause opens with a tier and a noun that only names a film, a song or a speech: "cheap video of …".

    Pictures are not among them: a cheap picture may be seen in the picture.
    """
    start = sentence.clause_of(place).start
    of_a_work = sentence.kind(noun) == Kind.NOUN and sentence.tokens[noun].meaning in _HEARD_OR_FILMED
    of_a_work = of_a_work and sentence.kind(noun + 1) != Kind.CONSUMING  # budget video editing laptop
    return of_a_work and all(letter in _OPENING for letter in sentence.shape[start:place])


def _behind_values(sentence: Sentence, place: int) -> int:
    """Return the place of the noun behind some values, the place itself where there is none: "cheapest 5s clip"."""
    noun = place
    while sentence.kind(noun) in _BETWEEN:
        noun += 1
    return noun if sentence.kind(noun) in {"H", "h"} else place


def _is_of_model(sentence: Sentence, place: int) -> bool:
    """Tell whether a noun belongs to the word for a model: 视频模型."""
    return sentence.kind(place) == Kind.NOUN and sentence.kind(place + 1) == Kind.MODEL_KEY


def _found(sentence: Sentence, place: int, field: str, value: str) -> Found:
    first, last = place, place
    while sentence.kind(first - 1) in {Kind.USE, Kind.ARTICLE, Kind.COUNTER} and (
        Kind.USE in {sentence.kind(first - 1), sentence.kind(first - 2)}
    ):
        first -= 1
    while (
        sentence.kind(last + 1) in {Kind.DE, Kind.MODEL_KEY}
        or sentence.word(last + 1) == "one"
        or _is_of_model(sentence, last + 1)
    ):
        last += 1
    used = sentence.kind(first) == Kind.USE or sentence.word(first).startswith("use ")
    if used and (sentence.word(last + 1) == "to" or asks_behind(sentence, last + 1)):
        last += 1
    token = sentence.tokens[place]
    cut = (sentence.tokens[first].start, sentence.tokens[last].end)
    return Found(field=field, value=value, start=token.start, end=token.end, cut=cut)
