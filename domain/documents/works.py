"""A work as JSON: what it would order, or how it stands."""

from typing import cast

from imastudio.domain.documents.encoding import failure_document, notice_documents, result_document
from imastudio.domain.documents.shapes import FilmDocument, WorkDocument, WorkStepDocument, WorkStepStatus
from imastudio.domain.orders import Language
from imastudio.domain.works import Plan, PlannedStep, WorkOutcome, plan_of


def work_document(plan: Plan, language: Language, outcome: WorkOutcome | None = None) -> WorkDocument:
    """Return a plan, and how it stands where it was begun."""
    failure = None if outcome is None else outcome.stopped_by
    unordered = plan.work.names if outcome is None else outcome.progress.unordered
    return {
        "work_id": None if outcome is None else outcome.id,
        "title": plan.work.title,
        "status": None if outcome is None else outcome.status,
        "steps": [_step(step, language, outcome) for step in plan.steps],
        "total": plan.total,
        "credit": 0 if outcome is None else outcome.credit,
        "to_pay": sum(plan.orders[name].total for name in unordered),
        "estimated_seconds": plan.estimated_seconds,
        "film": _film(plan, outcome),
        "notices": notice_documents(plan.notices if outcome is None else outcome.notices, language),
        "error": None if failure is None else failure_document(failure),
    }


def outcome_work_document(outcome: WorkOutcome, language: Language) -> WorkDocument:
    """Return how a work that was begun stands."""
    return work_document(plan_of(outcome.record.work, outcome.record.orders), language, outcome)


def _step(step: PlannedStep, language: Language, outcome: WorkOutcome | None) -> WorkStepDocument:
    order = step.order
    result = None if outcome is None else outcome.results.get(step.name)
    status = None if outcome is None else outcome.progress.statuses[step.name].value
    return {
        "name": step.name,
        "task_type": order.task_type,
        "model_id": order.model_id,
        "model_name": order.model_name,
        "points": order.points,
        "n": order.n,
        "total": order.total,
        "estimated_seconds": order.estimate.highest,
        "after": list(step.after),
        "status": cast("WorkStepStatus | None", status),
        "result": None if result is None else result_document(result, language),
    }


def _film(plan: Plan, outcome: WorkOutcome | None) -> FilmDocument | None:
    film = plan.work.film
    if film is None:
        return None
    return {
        "shots": [shot.step for shot in film.shots],
        "music": film.music,
        "voice": film.voice,
        "seconds": plan.film_seconds,
        "path": None if outcome is None else outcome.film,
    }
