"""What the answer to the paid POST means: created, not charged, or nobody knows (decision 18 bis)."""

from imastudio.domain.answers import Accepted, CreateAnswer, Denied, Unsent
from imastudio.domain.events import Created, Lost, Refused, Rejected
from imastudio.domain.failures import Failure, Kind
from imastudio.domain.generation import Generation, Stage
from imastudio.domain.refusals import failure_of

NOT_CHARGED_STATUSES = frozenset({401, 403, 404, 405, 413, 415, 429})


def judge_create(answer: CreateAnswer) -> Created | Refused | Rejected | Lost:
    """Return what the answer to a create is, as an event to record.

    `Lost` whenever a charge can't be ruled out; never sent again then.
    """
    match answer:
        case Accepted(task_id=task_id, timeout_at=timeout_at):
            return Created(task_id=task_id, timeout_at=timeout_at)
        case Denied(code=None, status=status) if status not in NOT_CHARGED_STATUSES:
            return Lost(Failure(kind=Kind.OUTCOME_UNKNOWN, code=status))
        case Denied(code=code, status=status, message=message):
            return Rejected(failure_of(code, status, message))
        case Unsent():
            return Rejected(Failure(kind=Kind.NETWORK))
    return Lost(Failure(kind=Kind.OUTCOME_UNKNOWN))


def judge_interrupted(generation: Generation) -> Lost | Rejected | None:
    """Return what became of a generation whose process died: lost in the middle of the POST, never sent, or None: it goes on."""
    if generation.stage is Stage.SENDING:
        return Lost(Failure(kind=Kind.OUTCOME_UNKNOWN))
    if generation.stage in {Stage.PREPARING, Stage.REFUSED}:
        return Rejected(Failure(kind=Kind.INTERRUPTED))
    return None
