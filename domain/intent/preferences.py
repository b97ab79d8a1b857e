"""What becomes of the usual model: it is saved and given up only by the person's own words.

Rules (decisions 13 to 15, "When to Write" and "When to Clear"): 用XXX saves where nothing else is saved, and is asked
about where another model is; from now on, always and "I like" save for all of the medium; the best, the default and "you choose"
give it up; "this once" does neither. A cheap or an artistic model saves and clears nothing.
"""

from collections.abc import Sequence

from imastudio.domain.intent.choosing import Named, ids_by_task
from imastudio.domain.intent.fields import cut_value, is_refused
from imastudio.domain.intent.proposal import PreferenceAction
from imastudio.domain.intent.reading import KnownWords, Reading
from imastudio.domain.intent.tags import NAMES, NOUNS, Tag
from imastudio.domain.orders import TaskType

_BEST = ("最好", "best")


def saved_by(chosen: Named | None, named: Sequence[Named]) -> dict[TaskType, str]:
    """Return the ids that saving would save: one model for each medium, where a person says so for several."""
    if chosen is None:
        return {}
    others = [one for one in named if one.ever and chosen.ever and one.medium is not chosen.medium]
    return {task: model for one in (*others, chosen) for task, model in ids_by_task(one.ids).items()}


def saving(reading: Reading, chosen: Named, model: str | None, task: TaskType | None) -> PreferenceAction:
    """Return what becomes of the usual model where one is named."""
    if chosen.once or not (chosen.used or chosen.ever):
        return PreferenceAction.NONE
    reading.because("preference", chosen.said.part.tokens[0].start, chosen.said.token.end)
    other = reading.saved.get(task) if task is not None else None
    if chosen.ever or other is None or other in {*chosen.ids, model}:
        return PreferenceAction.SAVE
    return PreferenceAction.ASK


def lasting_words(reading: Reading) -> None:
    """Cut what says for how long a model is wanted, and ask about what can't be kept: only models are."""
    for part in reading.parts:
        named = part.has(*NAMES, Tag.TIER, Tag.CLEAR)
        for place, token in enumerate(part.tokens):
            if token.tag is Tag.ONCE and part.whole:
                cut_value(reading, part, place)
            told = part.whole or part.has(Tag.USE) or part.request.fragment.has(Tag.VERB)
            if token.tag is Tag.EVER and not named and not part.at_end and place == 0 and told:
                reading.doubt("preference", token.start, token.end, ["none"])


def clearing(reading: Reading, tier: str | None) -> bool:
    """Tell whether the usual model is given up: 用默认的, "you choose", 用最好的."""
    for part in reading.parts:
        for place, token in enumerate(part.tokens):
            about_model = not part.has(Tag.TIER, Tag.KEY) and not (part.whole and part.has(Tag.MEASURE))
            if token.tag is Tag.CLEAR and not is_refused(part, place) and about_model and _is_free(part, place):
                cut_value(reading, part, place)
                reading.because("preference", token.start, token.end)
                return True
            if (
                token.tag is Tag.TIER
                and tier is not None
                and any(word in token.text for word in _BEST)
                and _is_best(part, place)
            ):
                reading.because("preference", token.start, token.end)
                return True
    return False


def _is_free(part: KnownWords, place: int) -> bool:
    behind = place + 1
    while part.tag(behind) in {Tag.DE, Tag.MODEL_WORD, Tag.AND, Tag.GLUE, Tag.LINK, Tag.POLITE}:
        behind += 1
    of_a_noun = part.tag(place + 1) in NOUNS and part.tag(place + 2) is not Tag.MODEL_WORD  # 换个伴奏
    return (part.whole and not of_a_noun) or part.tag(behind) is Tag.VERB


def _is_best(part: KnownWords, place: int) -> bool:
    used = Tag.USE in {part.tag(place - 1), part.tag(place - 2)} or part.tokens[place].text.endswith(("模型", "model"))
    return used or Tag.MODEL_WORD in {part.tag(place + 1), part.tag(place + 2)} or not part.has(*NOUNS, Tag.VERB)
