"""What a person agrees to with a work that an agent wants to run: exactly these steps, at this price (decisions 44, 56)."""

import json

from imastudio.domain.lifecycle import Subject, digest, first_words
from imastudio.domain.works.documents import encode_work
from imastudio.domain.works.planning import Plan


def subject_of_work(plan: Plan, account: str, user: str) -> Subject:
    """Return what a yes to a plan is a yes to: its document with all that is pinned in it, and its total."""
    said = json.dumps(encode_work(plan.work), sort_keys=True, ensure_ascii=True, default=dict)
    models = dict.fromkeys(step.order.model_name for step in plan.steps)
    prompts = " / ".join(step.wish.prompt for step in plan.work.steps)
    return Subject(
        key=digest(account, user, "work", said, str(plan.total)),
        total=plan.total,
        model_name=" + ".join(models),
        n=len(plan.steps),
        task_type="work",
        words=first_words(f"{plan.work.title}: {prompts}" if plan.work.title else prompts),
    )
