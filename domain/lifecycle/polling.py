"""When a task is done, when it has failed, and when to ask again: over all medias, exactly as documented.

Rules: `null` is 0. Done only when as many medias as were ordered are there, all with resource_status 1, none with status
"failed", each with an address. A media with status "failed" or resource_status 2 or 3 ends it at once, and so does
an offline task's end with its program. Nothing else ends it: an answer that is no answer, or one about another task
(decision 47), is asked again, more and more slowly.
Of a paid task that failed, `error_msg` is believed where it speaks of what was made, never of the account or of the order.

Source: the vendor's "Polling stop condition"; decisions 17–19, 47.
"""

from collections.abc import Sequence
from typing import assert_never

import attrs

from imastudio.domain.kernel import OF_A_TASK, Failure, Kind
from imastudio.domain.lifecycle import pacing
from imastudio.domain.lifecycle.answers import Denied, Detail, DetailAnswer, Gone, MediaState, Unanswered
from imastudio.domain.lifecycle.events import Failed, NotYet, Succeeded, Why
from imastudio.domain.lifecycle.generation import Generation
from imastudio.domain.lifecycle.refusals import kind_of_phrase, own_reason
from imastudio.domain.orders import Medium

MAX_WAIT_S = {Medium.IMAGE: 600.0, Medium.VIDEO: 2400.0, Medium.MUSIC: 480.0, Medium.SPEECH: 300.0}
MAX_PAUSE_S = 60.0
MAX_RETRY_AFTER_S = 600.0
_READY, _FAILED, _DELETED = 1, 2, 3
_DENIALS = {401: Why.UNAUTHORIZED, 404: Why.NOT_FOUND, 429: Why.RATE_LIMITED}


def judge_detail(
    generation: Generation, answer: DetailAnswer, now: float, durations: Sequence[float] = ()
) -> Succeeded | Failed | NotYet:
    """Return what an answer about a task means. `durations` are the seconds that others of its kind took, oldest first."""
    match answer:
        case Detail(about=about) if about not in {None, generation.task_id}:
            return _missed(generation, Why.OTHER_TASK, None)
        case Detail(medias=states):
            return _judge_medias(generation, states, now, durations)
        case Denied(code=code, status=status, retry_after=retry_after):
            known = _DENIALS.get(code or 0) or _DENIALS.get(status or 0)
            return _missed(generation, known or Why.DENIED, retry_after)
        case Unanswered(why=why, retry_after=retry_after, way=way):
            return attrs.evolve(_missed(generation, why, retry_after), way=way)
        case Gone():
            return Failed(Failure(kind=Kind.OFFLINE_GONE))
    assert_never(answer)


def pause(generation: Generation, now: float, durations: Sequence[float] = ()) -> float:
    """Return the seconds until the next question of a task that is going on: as others of its kind tell, longer when overdue."""
    every = generation.order.estimate.poll_every
    created = generation.created_at if generation.created_at is not None else now
    likely = pacing.pause(now - created, every, durations)
    if likely is not None:
        return likely
    expected = created + generation.order.estimate.highest
    late = now - max(expected, generation.timeout_at or 0.0)
    return every if late <= 0 else max(every, min(MAX_PAUSE_S, every + late / 10))


def _judge_medias(
    generation: Generation, states: tuple[MediaState, ...], now: float, durations: Sequence[float]
) -> Succeeded | Failed | NotYet:
    ready = tuple(state.media for state in states if _is_ready(state) and state.media.address)
    failed = [(index, kind) for index, state in enumerate(states) if (kind := _failure_kind(state)) is not None]
    if failed:
        index, kind = failed[0]
        ordered = max(generation.order.n, len(states))
        counts = {"ordered": ordered, "ready": len(ready), "failed": len(failed)}
        return Failed(
            Failure(kind=kind, facts={"index": index, **counts}, detail=own_reason(states[index].error)), ready
        )
    if len(states) >= generation.order.n and len(ready) == len(states):
        return Succeeded(ready)
    stuck = len(states) >= generation.order.n and all(_is_ready(state) for state in states)
    return NotYet(why=Why.NO_ADDRESS if stuck else Why.PENDING, pause=pause(generation, now, durations))


def _is_ready(state: MediaState) -> bool:
    return state.resource_status == _READY


def _failure_kind(state: MediaState) -> Kind | None:
    if state.status == "failed" or state.resource_status == _FAILED:
        known = kind_of_phrase(state.error)
        if known in OF_A_TASK:
            return known
        return Kind.GENERATION_FAILED if state.resource_status == _FAILED else Kind.NO_DETAILS
    return Kind.DELETED if state.resource_status == _DELETED else None


def _missed(generation: Generation, why: Why, retry_after: float | None) -> NotYet:
    every = generation.order.estimate.poll_every
    backoff = min(MAX_PAUSE_S, every * 2.0 ** min(generation.misses, 8))
    asked = min(retry_after or 0.0, MAX_RETRY_AFTER_S)
    return NotYet(why=why, pause=max(backoff, asked), missed=True)
