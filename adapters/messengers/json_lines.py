"""News as JSON lines: one event a line, `{kind, text, data}`, for programs that pass them on.

Rules: `text` is what a person may read, ready to be shown, "" where nothing is to be said; `data` holds what a program needs
(ids, figures, addresses; under `messages` what a chat's tool takes). Nothing follows the end. Plain ASCII, so that no
encoding on the way can harm it.
"""

import json
from collections.abc import Callable
from typing import assert_never

from imastudio.adapters.messengers.payloads import Document, encode_message
from imastudio.domain.documents import alternative_document
from imastudio.domain.kernel import plain
from imastudio.domain.lifecycle import (
    Acknowledged,
    DeliveryStarted,
    Ended,
    Generation,
    News,
    Noticed,
    Progressed,
    Quoted,
    Result,
    Slowed,
    TaskCreated,
    UploadStarted,
    WaitEnded,
)
from imastudio.domain.messages import Conversation, as_texts
from imastudio.domain.orders import Language, Scope
from imastudio.domain.quoting import NO_ADVICE, Advice, Quote
from imastudio.domain.works import (
    FilmLeftOut,
    FilmMade,
    FilmStarted,
    StepEnded,
    StepRefused,
    StepStarted,
    WorkAcknowledged,
    WorkEnded,
    WorkNews,
    WorkStarted,
)

KINDS: dict[type[News], str] = {
    Acknowledged: "acknowledged",
    Quoted: "quoted",
    UploadStarted: "upload_started",
    TaskCreated: "task_created",
    Progressed: "progressed",
    Slowed: "slowed",
    Noticed: "noticed",
    DeliveryStarted: "delivery_started",
    Ended: "ended",
    WaitEnded: "wait_ended",
}


class JsonLines:
    """Tells one generation's news as lines; `write` takes each line without its end."""

    def __init__(self, write: Callable[[str], object], *, language: Language, scope: Scope = Scope.ALL_IN_ONE) -> None:
        """Begin a conversation."""
        self._write = write
        self._conversation = Conversation(language=language, scope=scope)

    async def tell(self, news: News) -> None:
        """Write one event; nothing once it is over."""
        if self._conversation.over:
            return
        self._conversation, messages = self._conversation.hear(news)
        data = encode_news(news)
        if messages:
            data["messages"] = [dict(encode_message(message)) for message in messages]
        line = {"kind": KINDS[type(news)], "text": "\n\n".join(as_texts(messages)), "data": data}
        self._write(json.dumps(line))

    async def tell_work(self, news: WorkNews) -> None:
        """Write one event of a work; nothing once it is over."""
        if self._conversation.over:
            return
        self._conversation, messages = self._conversation.hear_work(news)
        data = encode_work_news(news)
        if messages:
            data["messages"] = [dict(encode_message(message)) for message in messages]
        line = {"kind": WORK_KINDS[type(news)], "text": "\n\n".join(as_texts(messages)), "data": data}
        self._write(json.dumps(line))


WORK_KINDS: dict[type[WorkNews], str] = {
    WorkAcknowledged: "work_acknowledged",
    WorkStarted: "work_started",
    StepStarted: "step_started",
    StepEnded: "step_ended",
    StepRefused: "step_refused",
    FilmStarted: "film_started",
    FilmMade: "film_made",
    FilmLeftOut: "film_left_out",
    WorkEnded: "work_ended",
}


def encode_work_news(news: WorkNews) -> Document:
    """Return what a program needs of a piece of news of a work."""
    match news:
        case WorkStarted(plan=plan, to_pay=to_pay):
            steps = [step.name for step in plan.steps]
            return {"steps": steps, "total": plan.total, "to_pay": to_pay, "estimated_seconds": plan.estimated_seconds}
        case StepStarted(step=step, model_name=model, points=points):
            return {"step": step, "model_name": model, "points": points}
        case StepEnded(step=step, result=result, done=done, count=count):
            told = {"generation_id": result.id, "status": result.status, "url": result.url, "credit": result.credit}
            return {"step": step, "done": done, "count": count, **told}
        case StepRefused(step=step, failure=failure, stops=stops):
            return {"step": step, "error": failure.kind.value, "stops": stops}
        case FilmMade(path=path, seconds=seconds):
            return {"path": path, "seconds": seconds}
        case FilmLeftOut(notice=notice):
            return {"code": notice.code}
        case WorkEnded(work_id=work_id, progress=progress, film=film):
            statuses = {name: status.value for name, status in progress.statuses.items()}
            return {"work_id": work_id, "steps": statuses, "credit": progress.held, "film": film}
    return {}


def encode_news(news: News) -> Document:  # noqa: C901 - one case for each piece of news
    """Return what a program needs of a piece of news."""
    match news:
        case Acknowledged(medium=medium, n=n):
            return {"medium": medium.value, "n": n}
        case Quoted(quote=quote):
            return _quote(quote)
        case UploadStarted(index=index, count=count, size=size):
            return {"index": index, "count": count, "size": size}
        case TaskCreated(generation_id=generation_id, task_id=task_id):
            return {"generation_id": generation_id, "task_id": task_id}
        case Progressed(percent=percent, elapsed=elapsed, longest=longest, frozen=frozen):
            return {"percent": percent, "elapsed_seconds": round(elapsed, 1), "longest": longest, "frozen": frozen}
        case Slowed(why=why, pause=pause):
            return {"why": why.value, "pause": pause}
        case Noticed(notice=notice):
            return {"code": notice.code}
        case DeliveryStarted(count=count):
            return {"count": count}
        case Ended(generation=generation, advice=advice):
            return _result(generation, advice)
        case WaitEnded(generation=generation):
            return _result(generation, NO_ADVICE)
    assert_never(news)


def _quote(quote: Quote) -> Document:
    order = quote.order
    return {
        "task_type": order.task_type.value,
        "model_id": order.model_id,
        "model_name": order.model_name,
        "version_id": order.version_id,
        "points": order.points,
        "n": order.n,
        "total": order.total,
        "estimated_seconds": [order.estimate.lowest, order.estimate.highest],
        "chosen_by": quote.chosen_by,
    }


def _result(generation: Generation, advice: Advice) -> Document:
    result = Result(generation=generation, at=generation.intended_at, advice=advice)
    return {
        "generation_id": generation.id,
        "task_id": generation.task_id,
        "status": result.status,
        "credit": result.credit,
        "medias": [{"url": media.address, "cover": media.cover} for media in generation.medias],
        "error": None if generation.failure is None else generation.failure.kind.value,
        "alternatives": [plain(alternative_document(one)) for one in result.alternatives],
    }
