"""How long each model takes: the one source for quote, progress and pace.

Order (decision 17): the model's row, else the product's own tag ("150~210s"), else the task type. Ranges in seconds.
"""

import re

import attrs

from imastudio.domain.orders import Estimate, Medium, TaskType
from imastudio.domain.quoting.catalog import Leaf
from imastudio.domain.quoting.models import BY_ID

_TAG = re.compile(r"\s*([0-9]{1,5})\s*(?:[~\-–～]\s*([0-9]{1,5})\s*)?s?\s*")
_BY_MEDIUM = {
    Medium.IMAGE: Estimate(lowest=20, highest=60, poll_every=5, tell_every=20),
    Medium.VIDEO: Estimate(lowest=60, highest=180, poll_every=8, tell_every=40),
    Medium.MUSIC: Estimate(lowest=10, highest=45, poll_every=5, tell_every=15),
    Medium.SPEECH: Estimate(lowest=5, highest=30, poll_every=3, tell_every=10),
}


def usual(task_type: TaskType) -> Estimate:
    """Return how long a task should take of which no model is known."""
    return _BY_MEDIUM[task_type.medium]


def estimate(leaf: Leaf) -> Estimate:
    """Return how long an order of `leaf` should take, and how often to ask and to tell."""
    model = BY_ID.get(leaf.model_id)
    if model is not None and leaf.task_type in model.estimates:
        return model.estimates[leaf.task_type]
    tagged = _TAG.fullmatch(leaf.estimate_tag or "")
    if tagged is None:
        return usual(leaf.task_type)
    lowest, highest = sorted((int(tagged[1]), int(tagged[2] or tagged[1])))
    return attrs.evolve(usual(leaf.task_type), lowest=lowest, highest=max(1, highest))
