"""Steps 0 and 1: the word that comes first, and what is about to be made, how long it takes and what it costs.

Source: the vendor's "User Experience Protocol", Step 0 and Step 1 with "Cost transparency".
"""

from imastudio.domain.kernel import Json
from imastudio.domain.lifecycle import Acknowledged
from imastudio.domain.messages.news_texts import (
    ACKNOWLEDGED,
    ACKNOWLEDGED_OF_SCOPE,
    BANANA_COST,
    CHEAPER,
    COST,
    EMOJI,
    LONG_WAIT,
    START,
    START_FACTS,
    USUAL_FACTS,
    USUAL_START,
)
from imastudio.domain.messages.rendering import harmless, render, render_if
from imastudio.domain.messages.text import Rendered
from imastudio.domain.messages.trait_texts import said_trait
from imastudio.domain.messages.value_names import MEASURES
from imastudio.domain.orders import Language, Medium, Order, Scope, Tier
from imastudio.domain.quoting import NO_ADVICE, Advice, Alternative, Quote, is_high_end

# What nobody chose for a person is explained by what it is, not by what it was chosen as.
_OWN_CHOICES = frozenset({"named", "saved"})


def say_acknowledgement(news: Acknowledged, language: Language, scope: Scope) -> str:
    """Say that it was heard: short and warm, fewer than 15 words."""
    measure = MEASURES[news.medium]
    facts: dict[str, Json] = {
        "model": news.model_name,
        "ratio": news.ratio,
        "emoji": news.emoji,
        "amount": f"一{measure}" if news.n == 1 else f" {news.n} {measure}",
    }
    return render(ACKNOWLEDGED_OF_SCOPE.get(scope, ACKNOWLEDGED[news.medium]), facts, language)


def say_start(quote: Quote, language: Language, scope: Scope) -> str:
    """Say what is about to be ordered, what kind of model that is, and what would cost less where it is dear."""
    order, usual = quote.order, quote.chosen_by == "saved"
    facts: dict[str, Json] = {
        "emoji": EMOJI[order.medium],
        "model": order.model_name,
        "lowest": order.estimate.lowest,
        "highest": order.estimate.highest,
        "total": order.total,
    }
    head = render([USUAL_START if usual else START[order.medium]], facts, language)
    note = LONG_WAIT.within(language) if order.medium is Medium.VIDEO else ""
    block = head + note + render([USUAL_FACTS if usual else START_FACTS], facts, language)
    advice = quote.advice or NO_ADVICE
    beside = [_cost(quote, advice, facts, language, scope), _cheaper(advice, language)]
    return "\n\n".join([block, *["\n".join(said for said in beside if said)] * any(beside)])


def _cost(quote: Quote, advice: Advice, facts: dict[str, Json], language: Language, scope: Scope) -> str:
    own_choice = quote.chosen_by in _OWN_CHOICES and is_high_end(quote.order.model_id)
    tier = quote.tier or (Tier.PREMIUM if own_choice else Tier.BALANCED)
    table = BANANA_COST if scope is Scope.NANO_BANANA else COST
    known: dict[str, Json] = {
        **facts,
        "trait": said_trait(advice.trait, language),
        "sizes": Rendered("/".join(map(harmless, advice.sizes))) if advice.sizes else None,
        "size": _size(quote.order),
        **_better(advice.better),
    }
    return render_if(table.get(tier, ()), known, language)


def _better(better: Alternative | None) -> dict[str, Json]:
    return {} if better is None else {"better": better.model_name, "better_points": better.points}


def _cheaper(advice: Advice, language: Language) -> str:
    other = advice.cheaper
    if other is None:
        return ""
    facts: dict[str, Json] = {
        "model": other.model_name,
        "points": other.points,
        "trait": said_trait(other.trait, language),
    }
    return render(CHEAPER, facts, language)


def _size(order: Order) -> str | None:
    size = order.params.get("size")
    return None if size is None else str(size)
