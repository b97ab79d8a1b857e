"""When things happen: the heap of what waits, the scheduler that does what is due, and limiters beside it."""

from imastudio.adapters.engine.scheduling.limiter import Limiter
from imastudio.adapters.engine.scheduling.scheduler import Scheduler

__all__ = ["Limiter", "Scheduler"]
