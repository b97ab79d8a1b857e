"""The JSON that is printed and answered, made of values in this one place: the keys of decision 28."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import cast

import attrs

from imastudio.domain.documents.retries import Retry, retry_advice
from imastudio.domain.documents.shapes import (
    AlternativeDocument,
    BatchLineDocument,
    ErrorDocument,
    HistoryDocument,
    HistorySumDocument,
    MediaDocument,
    ModelCardDocument,
    ModelDocument,
    ModelSumDocument,
    NoticeDocument,
    PlanDocument,
    PlanShareDocument,
    PreferenceDocument,
    PriceDocument,
    QuoteDocument,
    ResultDocument,
    StandingDocument,
    Status,
    WaitingDocument,
)
from imastudio.domain.documents.wish_schemas import settable_fields
from imastudio.domain.kernel import Failure, Json, Kind, Scalar
from imastudio.domain.lifecycle import Approval, BatchQuote, Outcome, Result, Row, Standing, quote_id, tally
from imastudio.domain.messages import say_command, say_failure, say_notice
from imastudio.domain.orders import Estimate, Language, Media, Medium, Notice, Scope, TaskType
from imastudio.domain.quoting import (
    Alternative,
    Leaf,
    Preference,
    Quote,
    alternatives_in,
    estimate,
    price_range,
    priced_values,
    reachable,
    taken_count,
    taken_formats,
)

QUOTE_HOLDS_S = 600
"""So long a process orders at a price that it told, without asking again."""
_SIZES = ("size", "resolution", "quality")
_RATIO = "aspect_ratio"
_DURATION = "duration"


def result_document(result: Result, language: Language) -> ResultDocument:
    """Return how a generation stands."""
    order = result.generation.order
    return {
        "generation_id": result.id,
        "task_id": result.generation.task_id,
        "status": cast("Status", result.status),
        "url": result.url,
        "cover_url": result.cover_url,
        "model_id": order.model_id,
        "model_name": order.model_name,
        "version_id": order.version_id,
        "credit": result.credit,
        "points": order.points,
        "n": order.n,
        "total": order.total,
        "params": dict(result.params),
        "task_type": order.task_type,
        "medias": _medias(result.medias, result.files),
        "elapsed_seconds": round(result.elapsed, 1),
        "notices": notice_documents(result.notices, language),
        "error": None
        if result.error is None
        else failure_document(_named(result.error, result), order.medium, result.alternatives, scope=order.scope),
    }


def refusal_document(error: ErrorDocument, status: Status | None = None) -> ResultDocument:
    """Return the same object where there is no generation: all keys, and why."""
    nothing: dict[str, object] = {"credit": 0, "params": {}, "medias": [], "elapsed_seconds": 0, "notices": []}
    keys = dict.fromkeys(ResultDocument.__annotations__)
    return cast("ResultDocument", {**keys, **nothing, "status": status, "error": error})


def failure_document(
    failure: Failure,
    medium: Medium | None = None,
    alternatives: Sequence[Alternative] = (),
    *,
    of_paid: bool = False,
    scope: Scope = Scope.ALL_IN_ONE,
) -> ErrorDocument:
    """Return what went wrong, in both languages and in the words of `scope`, what follows, and what could be taken instead.

    `of_paid` tells that what was asked about is an order that was made before: sending that again is never safe.
    """
    advice = retry_advice(failure)
    document: ErrorDocument = {
        "kind": failure.kind,
        "code": failure.code,
        "text_zh": say_failure(failure, "zh", medium=medium, audience="agent", scope=scope),
        "text_en": say_failure(failure, "en", medium=medium, audience="agent", scope=scope),
        "command": say_command(failure, medium=medium, scope=scope),
        "reason": _text(failure.facts.get("reason")),
        "detail": failure.detail or None,
        "parameter": failure.parameter,
        "choices": list(failure.choices),
        "retry_safe": failure.retry_safe and not of_paid,
        "retry": advice.retry,
        "retry_after_seconds": advice.after_seconds,
        "alternatives": [alternative_document(one) for one in alternatives or alternatives_in(failure)],
    }
    approval = failure.facts.get("approval")
    if isinstance(approval, str):
        document["approval"] = {
            "id": approval,
            "command": f"ima approve {approval}",
            "total": _number(failure.facts["total"]),
            "model_name": str(failure.facts["model"]),
            "expires_at": instant(_number(failure.facts["expires_at"])),
        }
    return document


def approval_document(approval: Approval) -> WaitingDocument:
    """Return an order that waits for a person."""
    subject = approval.subject
    return {
        "id": approval.id,
        "command": f"ima approve {approval.id}",
        "total": subject.total,
        "model_name": subject.model_name,
        "expires_at": instant(approval.expires_at),
        "n": subject.n,
        "task_type": subject.task_type,
        "words": subject.words,
    }


def preference_documents(saved: Mapping[TaskType, Preference]) -> dict[str, PreferenceDocument]:
    """Return the saved models by task type."""
    return {
        task_type.value: {
            "model_id": preference.model_id,
            "model_name": preference.model_name,
            "credit": preference.credit,
            "last_used": preference.last_used,
        }
        for task_type, preference in saved.items()
    }


def _number(fact: Json) -> int:
    assert isinstance(fact, int | float)  # noqa: S101 - `needs_approval` makes them
    return round(fact)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def usage_document(
    text_zh: str,
    text_en: str,
    *,
    parameter: str | None = None,
    choices: Sequence[Json] = (),
    of_paid: bool = False,
) -> ErrorDocument:
    """Return what is wrong with a command line: where it is one value, of which parameter, and what would do.

    `of_paid` as in `failure_document`.
    """
    return {
        "kind": "usage",
        "code": None,
        "text_zh": text_zh,
        "text_en": text_en,
        "command": None,
        "reason": None,
        "detail": None,
        "parameter": parameter,
        "choices": list(choices),
        "retry_safe": not of_paid,
        "retry": Retry.AFTER_CHANGE,
        "retry_after_seconds": None,
        "alternatives": [],
    }


def alternative_document(other: Alternative) -> AlternativeDocument:
    """Return what could be taken instead, with its price for all of its `n` results."""
    return {
        "model_id": other.model_id,
        "model_name": other.model_name,
        "version_id": other.version_id,
        "points": other.points,
        "n": other.n,
        "size": other.size,
    }


def quote_document(quote: Quote, language: Language, at: float) -> QuoteDocument:
    """Return exactly what would be ordered, and its price, as told at the instant `at`."""
    order = quote.order
    return {
        "quote_id": quote_id(quote),
        "holds_until": instant(at + QUOTE_HOLDS_S),
        "task_type": order.task_type,
        "model_id": order.model_id,
        "model_name": order.model_name,
        "version_id": order.version_id,
        "attribute_id": order.attribute_id,
        "params": dict(quote.params),
        "points": order.points,
        "n": order.n,
        "total": order.total,
        "estimated_seconds": _range(order.estimate),
        "notices": notice_documents(order.notices, language),
    }


def leaf_document(leaf: Leaf, given: Mapping[str, Json] | None = None) -> ModelDocument:
    """Return what one version of a model offers; `points` are [lowest, highest] for one result, with what is given."""
    choices = _choices(leaf)
    points = price_range(leaf, given) or price_range(leaf)
    count = taken_count(leaf) if leaf.task_type.takes_inputs else None
    sizes, ratios = _sizes_and_ratios(leaf, choices)
    return {
        "task_type": leaf.task_type,
        "model_id": leaf.model_id,
        "model_name": leaf.name,
        "version_id": leaf.version_id,
        "points": None if points is None else list(points),
        "sizes": sizes,
        "durations": choices.get(_DURATION, []),
        "aspect_ratios": ratios,
        "estimated_seconds": _range(estimate(leaf)),
        "inputs": None if count is None else [count.lowest, count.highest],
        "input_formats": _formats(leaf) if count is not None else {},
        "params": {
            name: {"default": field.default, "choices": choices[name]} for name, field in settable_fields(leaf).items()
        },
    }


def card_document(leaf: Leaf) -> ModelCardDocument:
    """Return all that is known of one version of a model, with every price that a person can reach."""
    prices: list[PriceDocument] = [
        {"points": offer.rule.points, "params": priced_values(offer.rule)} for offer in reachable(leaf)
    ]
    return {**leaf_document(leaf), "prices": prices}


def row_document(
    result: Result, at: float, language: Language, *, alive: bool, other_key: bool = False
) -> HistoryDocument:
    """Return a line of the history: a result, when it was ordered, whether a living process waits for it, the kept prompt."""
    return {
        **result_document(result, language),
        "at": instant(at),
        "alive": alive,
        "prompt": result.generation.prompt,
        "other_key": other_key,
    }


def sum_document(rows: Iterable[Row]) -> HistorySumDocument:
    """Return what rows of the history come to, by model."""
    models: list[ModelSumDocument] = [
        {"model_id": one.model_id, "model_name": one.model_name, "orders": one.orders, "points": one.points}
        for one in tally(rows)
    ]
    return {
        "orders": sum(one["orders"] for one in models),
        "points": sum(one["points"] for one in models),
        "models": models,
    }


def instant(at: float) -> str:
    """Return an instant as ISO 8601, in UTC."""
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds")


def outcome_document(outcome: Outcome, language: Language) -> BatchLineDocument:
    """Return what came of a line: its number and request id, and the keys of any result."""
    if outcome.result is not None:
        came = result_document(outcome.result, language)
    else:
        came = refusal_document(failure_document(outcome.failure or Failure(kind=Kind.INTERRUPTED)), "rejected")
    return {"line": outcome.line, "request_id": outcome.request_id, **came}


def plan_document(plan: BatchQuote) -> PlanDocument:
    """Return the quote of a batch."""
    orders: list[PlanShareDocument] = [
        {
            "task_type": share.task_type,
            "model_name": share.model_name,
            "version_id": share.version_id,
            "points": share.points,
            "n": share.n,
            "count": count,
            "total": share.total * count,
        }
        for share, count in plan.orders.most_common()
    ]
    return {
        "lines": plan.lines,
        "to_order": plan.to_order,
        "done": plan.done,
        "running": plan.running,
        "unknown": plan.unknown,
        "refused": plan.refused,
        "orders": orders,
        "total": plan.total,
        "spent": plan.spent,
        "whole": plan.whole,
    }


def standing_document(standing: Standing, timezone: str) -> StandingDocument:
    """Return how a period stands, which is counted by `timezone`."""
    return {
        "period": standing.period,
        "everyone": standing.everyone,
        "spent": standing.spent,
        "limit": standing.limit,
        "left": standing.left,
        "timezone": timezone,
        "notices": [],
    }


def _named(failure: Failure, result: Result) -> Failure:
    """Return the failure with the id by which a person goes on, where there is something to go on with."""
    return failure if result.status == "rejected" else attrs.evolve(failure, facts={"id": result.id, **failure.facts})


def _medias(medias: Sequence[Media], files: Sequence[str]) -> list[MediaDocument]:
    paths = [*files, *[None] * len(medias)]
    return [
        {
            "url": media.address,
            "watermark_url": media.watermark_url,
            "preview_url": media.preview_url,
            "cover": media.cover,
            "width": media.width,
            "height": media.height,
            "format": media.format,
            "duration": media.duration,
            "path": path,
        }
        for media, path in zip(medias, paths, strict=False)
    ]


def notice_documents(notices: Sequence[Notice], language: Language) -> list[NoticeDocument]:
    """Return what the person should know, each with its text."""
    return [{"code": notice.code, "text": say_notice(notice, language)} for notice in notices]


def _range(estimated: Estimate) -> list[int]:
    return [estimated.lowest, estimated.highest]


def _choices(leaf: Leaf) -> dict[str, list[Scalar]]:
    return {name: list(field.values) for name, field in settable_fields(leaf).items()}


def _sizes_and_ratios(leaf: Leaf, choices: Mapping[str, list[Scalar]]) -> tuple[list[Scalar], list[Scalar]]:
    """Return the sizes and the ratios to choose from.

    SeeDream's size follows from its ratio, and the sizes that have no ratio stand among the ratios there (decision 2).
    """
    sizes = next((choices[name] for name in _SIZES if choices.get(name)), [])
    ratios = choices.get(_RATIO, [])
    size = leaf.field("size")
    if size is None or size.virtual is None or sizes:
        return sizes, ratios
    return [one for one in ratios if ":" not in str(one)], [one for one in ratios if ":" in str(one)]


def _formats(leaf: Leaf) -> dict[str, list[str]]:
    return {kind.value: sorted(formats) for kind, formats in taken_formats(leaf).items()}
