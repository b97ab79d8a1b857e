"""The JSON that commands print: the keys of decision 28, made in this one place."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import attrs
from click import ClickException

from imastudio.adapters.cli.usage import say_problem
from imastudio.adapters.messengers.payloads import encode_alternative
from imastudio.domain.failures import Failure
from imastudio.domain.lifecycle.results import Result
from imastudio.domain.messages.phrasebook import say_failure, say_notice
from imastudio.domain.orders import Estimate, Language, Media, Notice
from imastudio.domain.quoting.advice import Alternative
from imastudio.domain.quoting.catalog import Field, Leaf
from imastudio.domain.quoting.estimates import estimate
from imastudio.domain.quoting.inputs import taken_count, taken_formats
from imastudio.domain.quoting.parameters import form
from imastudio.domain.quoting.quotes import Quote
from imastudio.domain.quoting.rules import price_range
from imastudio.domain.scalars import Json
from imastudio.domain.tasks import Medium

Document = dict[str, Json]

_SIZES = ("size", "resolution", "quality")
_RATIO = "aspect_ratio"
_DURATION = "duration"


def result_document(result: Result, language: Language) -> Document:
    """Return how a generation stands."""
    order = result.generation.order
    return {
        "generation_id": result.id,
        "task_id": result.generation.task_id,
        "status": result.status,
        "url": result.url,
        "cover_url": result.cover_url,
        "model_id": order.model_id,
        "model_name": order.model_name,
        "version_id": order.version_id,
        "credit": result.credit,
        "points": order.points,
        "n": order.n,
        "params": dict(result.params),
        "task_type": order.task_type.value,
        "medias": _medias(result.medias, result.files),
        "elapsed_seconds": round(result.elapsed, 1),
        "notices": _notices(result.notices, language),
        "error": None
        if result.error is None
        else failure_document(_named(result.error, result), order.medium, result.alternatives),
    }


def refusal_document(error: Document, status: str | None = None) -> Document:
    """Return the same object where there is no generation: all keys, and why."""
    return {
        "generation_id": None,
        "task_id": None,
        "status": status,
        "url": None,
        "cover_url": None,
        "model_id": None,
        "model_name": None,
        "version_id": None,
        "credit": 0,
        "points": None,
        "n": None,
        "params": {},
        "task_type": None,
        "medias": [],
        "elapsed_seconds": 0,
        "notices": [],
        "error": error,
    }


def failure_document(
    failure: Failure, medium: Medium | None = None, alternatives: Sequence[Alternative] = ()
) -> Document:
    """Return what went wrong, in both languages, and what could be taken instead."""
    return {
        "kind": failure.kind.value,
        "code": failure.code,
        "text_zh": say_failure(failure, "zh", medium=medium),
        "text_en": say_failure(failure, "en", medium=medium),
        "retry_safe": failure.retry_safe,
        "alternatives": [encode_alternative(one) for one in alternatives],
    }


def usage_document(problem: ClickException) -> Document:
    """Return what is wrong with a command line."""
    return {
        "kind": "usage",
        "code": None,
        "text_zh": say_problem(problem, "zh"),
        "text_en": say_problem(problem, "en"),
        "retry_safe": True,
        "alternatives": [],
    }


def quote_document(quote: Quote, language: Language) -> Document:
    """Return exactly what would be ordered, and its price."""
    order = quote.order
    return {
        "task_type": order.task_type.value,
        "model_id": order.model_id,
        "model_name": order.model_name,
        "version_id": order.version_id,
        "attribute_id": order.attribute_id,
        "params": dict(quote.params),
        "points": order.points,
        "n": order.n,
        "total": order.total,
        "estimated_seconds": _range(order.estimate),
        "notices": _notices(order.notices, language),
    }


def leaf_document(leaf: Leaf) -> Document:
    """Return what one version of a model offers; `points` are [lowest, highest] for one result."""
    choices = _choices(leaf)
    points = price_range(leaf)
    count = taken_count(leaf) if leaf.task_type.takes_inputs else None
    sizes, ratios = _sizes_and_ratios(leaf, choices)
    return {
        "task_type": leaf.task_type.value,
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
        "params": {name: {"default": field.default, "choices": choices[name]} for name, field in _fields(leaf).items()},
    }


def row_document(result: Result, at: float, language: Language, *, alive: bool) -> Document:
    """Return a line of the history: a result, when it was ordered, whether a living process waits for it, the kept prompt."""
    stamp = datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds")
    return {**result_document(result, language), "at": stamp, "alive": alive, "prompt": result.generation.prompt}


def _named(failure: Failure, result: Result) -> Failure:
    """Return the failure with the id by which a person goes on, where there is something to go on with."""
    return failure if result.status == "rejected" else attrs.evolve(failure, facts={"id": result.id, **failure.facts})


def _medias(medias: Sequence[Media], files: Sequence[str]) -> list[Json]:
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


def _notices(notices: Sequence[Notice], language: Language) -> list[Json]:
    return [{"code": notice.code, "text": say_notice(notice, language)} for notice in notices]


def _range(estimated: Estimate) -> list[Json]:
    return [estimated.lowest, estimated.highest]


def _fields(leaf: Leaf) -> Mapping[str, Field]:
    """Return the fields that a person sets, by name: of a virtual one those behind it."""
    fields = [seen for field in form(leaf) for seen in (field.virtual.ui_fields if field.virtual else (field,))]
    return {field.name: field for field in fields}


def _choices(leaf: Leaf) -> dict[str, list[Json]]:
    return {name: list(field.values) for name, field in _fields(leaf).items()}


def _sizes_and_ratios(leaf: Leaf, choices: Mapping[str, list[Json]]) -> tuple[list[Json], list[Json]]:
    """Return the sizes and the ratios to choose from.

    SeeDream's size follows from its ratio, and the sizes that have no ratio stand among the ratios there (decision 2).
    """
    sizes = next((choices[name] for name in _SIZES if choices.get(name)), [])
    ratios = choices.get(_RATIO, [])
    size = leaf.field("size")
    if size is None or size.virtual is None or sizes:
        return sizes, ratios
    return [one for one in ratios if ":" not in str(one)], [one for one in ratios if ":" in str(one)]


def _formats(leaf: Leaf) -> dict[str, Json]:
    return {kind.value: sorted(formats) for kind, formats in taken_formats(leaf).items()}
