"""What the companion knowledge skill would recommend, read off the models' rows. Source: facts section 10."""

from imastudio.domain.orders import TaskType, Tier
from imastudio.domain.quoting.models import MODELS

_TABLE = {(task, tier): model.id for model in MODELS for tier, tasks in model.recommended.items() for task in tasks}


def recommended(task_type: TaskType, tier: Tier | None) -> str | None:
    """Return the model id for a task and a tier (none spoken: balanced), or None where no row says one."""
    return _TABLE.get((task_type, tier or Tier.BALANCED))
