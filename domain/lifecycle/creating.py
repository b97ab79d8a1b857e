"""What the answer to the paid POST means: created, not charged, or nobody knows (decision 18 bis).

A refusal that names a task is none: nobody knows, and the id is kept for whoever settles it (decision 48).
"""

import attrs

from imastudio.domain.kernel import Failure, Kind
from imastudio.domain.lifecycle.answers import Accepted, CreateAnswer, Denied, Unsent
from imastudio.domain.lifecycle.events import Created, Lost, Refused, Rejected
from imastudio.domain.lifecycle.generation import Generation, Stage
from imastudio.domain.lifecycle.recovery import judge_refusal
from imastudio.domain.lifecycle.refusals import failure_of

NOT_CHARGED_STATUSES = frozenset({401, 403, 404, 405, 413, 415, 429})


def judge_create(generation: Generation, answer: CreateAnswer) -> Created | Refused | Rejected | Lost:
    """Return what the answer to the create of `generation` is, as an event to record.

    `Lost` whenever a charge can't be ruled out; never sent again then.
    """
    match answer:
        case Accepted(task_id=task_id, timeout_at=timeout_at):
            return Created(task_id=task_id, timeout_at=timeout_at)
        case Denied(code=code, status=status, task_id=str(task_id)):
            said = status if code is None else code
            return Lost(Failure(kind=Kind.OUTCOME_UNKNOWN, code=said, facts={"task_id": task_id}))
        case Denied(code=None, status=status) if status not in NOT_CHARGED_STATUSES:
            return Lost(Failure(kind=Kind.OUTCOME_UNKNOWN, code=status))
        case Denied(code=code, status=status, message=message, retry_after=retry_after):
            failure = failure_of(code, status, message)
            facts = {} if retry_after is None else {"retry_after": retry_after}
            return judge_refusal(generation, attrs.evolve(failure, facts=facts))
        case Unsent(way=way):
            return judge_refusal(generation, Failure(kind=Kind.NETWORK, facts=way))
    return Lost(Failure(kind=Kind.OUTCOME_UNKNOWN))


def judge_interrupted(generation: Generation) -> Lost | Rejected | None:
    """Return what became of a generation whose process died: lost in the middle of the POST, never sent, or None: it goes on."""
    if generation.stage is Stage.SENDING:
        return Lost(Failure(kind=Kind.OUTCOME_UNKNOWN))
    if generation.stage in {Stage.PREPARING, Stage.REFUSED}:
        return Rejected(Failure(kind=Kind.INTERRUPTED))
    return None
