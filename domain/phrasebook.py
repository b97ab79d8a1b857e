"""What a person reads, in Chinese or English: the only place where values become sentences.

Rules: one language a sentence; the texts are tables (`failure_texts`, `notice_texts`, `news_texts`), by medium where the
vendor's own differ; numbers are those of the order; whatever is shown was made harmless by `texts`.
"""

from math import ceil, floor

import attrs

from imastudio.domain.failure_texts import FAILURES, OF_MEDIUM
from imastudio.domain.failures import Failure, Kind
from imastudio.domain.generation import Generation, Stage
from imastudio.domain.news import (
    DeliveryStarted,
    News,
    Noticed,
    Progressed,
    Quoted,
    Slowed,
    TaskCreated,
    UploadStarted,
    WaitEnded,
)
from imastudio.domain.news_texts import (
    CREATED,
    DELIVERY,
    DONE,
    FAILED,
    FROZEN,
    KEPT,
    PROGRESS,
    SLOW,
    START,
    UNCHARGED,
    UPLOAD,
)
from imastudio.domain.notice_texts import NOTICES, UNNAMED
from imastudio.domain.orders import Language, Notice, Order
from imastudio.domain.scalars import Json
from imastudio.domain.tasks import Medium
from imastudio.domain.texts import render

_SELF_CONTAINED = "❌"


def say_failure(failure: Failure, language: Language, *, medium: Medium | None = None) -> str:
    """Say what went wrong and what would do. `medium` gives the vendor's words for it, where it has some."""
    own = OF_MEDIUM.get(medium, {}) if medium is not None else {}
    facts = {
        **failure.facts,
        "parameter": failure.parameter,
        "typed": failure.parameter,
        "value": failure.value,
        "choices": failure.choices,
    }
    return render(own.get(failure.kind, FAILURES[failure.kind]), facts, language)


def say_notice(notice: Notice, language: Language) -> str:
    """Say what the person should know about the order, or about this machine."""
    return render(NOTICES.get(notice.code, UNNAMED), notice.facts, language)


def say(news: News, language: Language) -> str:
    """Say a piece of news."""
    match news:
        case Quoted(quote=quote):
            return render([START[quote.order.medium]], _order_facts(quote.order), language)
        case UploadStarted(index=index, count=count):
            return render([UPLOAD], {"index": index, "count": count}, language)
        case TaskCreated(generation_id=generation_id):
            return render([CREATED], {"id": generation_id}, language)
        case Progressed():
            return _progress(news, language)
        case Slowed(why=why, pause=pause):
            return render([SLOW[why]], {"pause": ceil(pause)}, language)
        case Noticed(notice=notice):
            return say_notice(notice, language)
        case DeliveryStarted(count=count):
            return render([DELIVERY], {"count": count}, language)
        case WaitEnded(generation=generation):
            return _say_of(generation, Failure(kind=Kind.WAIT_ENDED), language)
    return _end(news.generation, language)


def _progress(news: Progressed, language: Language) -> str:
    facts = {"percent": news.percent, "elapsed": floor(news.elapsed), "longest": news.longest}
    return render([PROGRESS[news.order.medium]], facts, language) + (FROZEN.within(language) if news.frozen else "")


def _end(generation: Generation, language: Language) -> str:
    medium = generation.order.medium
    if generation.stage is Stage.SUCCEEDED:
        done = render([DONE[medium]], {**_order_facts(generation.order), "actual": _seconds(generation)}, language)
        if not generation.undelivered:
            return done
        return f"{done}\n\n{_say_of(generation, Failure(kind=Kind.DELIVERY_FAILED), language)}"
    if generation.stage is Stage.FAILED:
        kept = len(generation.medias)
        return _not_made(generation, language) + (render([KEPT], {"count": kept}, language) if kept else "")
    if generation.stage is Stage.REJECTED:
        said, uncharged = _not_made(generation, language), UNCHARGED.within(language)
        return said if uncharged.lower() in said.lower() else f"{said}\n• {uncharged}"
    return _say_of(generation, generation.failure or Failure(kind=Kind.INTERRUPTED), language)


def _not_made(generation: Generation, language: Language) -> str:
    medium = generation.order.medium
    reason = say_failure(generation.failure or Failure(kind=Kind.REFUSED), language, medium=medium)
    return reason if reason.startswith(_SELF_CONTAINED) else FAILED[medium].within(language) + reason


def _say_of(generation: Generation, failure: Failure, language: Language) -> str:
    """Say a failure after which it goes on, with the id to name it by."""
    named = attrs.evolve(failure, facts={"id": generation.id, **failure.facts})
    return say_failure(named, language, medium=generation.order.medium)


def _order_facts(order: Order) -> dict[str, Json]:
    return {
        "model": order.model_name,
        "lowest": order.estimate.lowest,
        "highest": order.estimate.highest,
        "total": order.total,
    }


def _seconds(generation: Generation) -> int:
    start = generation.created_at if generation.created_at is not None else generation.intended_at
    end = generation.ended_at if generation.ended_at is not None else start
    return max(0, round(end - start))
