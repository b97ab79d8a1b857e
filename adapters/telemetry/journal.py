"""Each generation as a span, made of the lines that the log has of it: from the first of this process to the one that ends it."""

import time
from collections import OrderedDict

from opentelemetry.trace import Span, Status, StatusCode, Tracer

from imastudio.adapters.system.journal_levels import JournalLevels
from imastudio.ports.journal import Journal

_ENDS = frozenset({"succeeded", "failed", "rejected", "outcome_unknown"})
_DELIVERED = "delivered"
MAX_OPEN = 20_000
"""So many generations under way are spans at most; the oldest ends where there are more."""


class TracedJournal(JournalLevels):
    """The `Journal` port around another."""

    def __init__(self, journal: Journal, tracer: Tracer) -> None:
        """Stand before it."""
        self._journal = journal
        self._tracer = tracer
        self._open: OrderedDict[str, Span] = OrderedDict()

    def write(self, level: str, event: str, facts: dict[str, object]) -> None:
        """Note a line in the span of its generation, too."""
        self._trace(event, facts)
        getattr(self._journal, level)(event, **facts)

    def _trace(self, event: str, facts: dict[str, object]) -> None:
        name = facts.get("generation")
        if not isinstance(name, str) or event == _DELIVERED:  # that comes after the end
            return
        told = {f"ima.{fact}": value for fact, value in facts.items() if isinstance(value, str | int | float)}
        span = self._open.get(name)
        if span is None:
            began = time.time_ns() - round(_milliseconds(facts) * 1e6)
            span = self._open[name] = self._tracer.start_span("ima.generation", start_time=began, attributes=told)
            if len(self._open) > MAX_OPEN:
                self._open.popitem(last=False)[1].end()
        span.add_event(event, told)
        if event in _ENDS:
            if event != "succeeded":
                span.set_status(Status(StatusCode.ERROR, str(facts.get("kind", event))))
            self._open.pop(name).end()


def _milliseconds(facts: dict[str, object]) -> float:
    since = facts.get("milliseconds")
    return float(since) if isinstance(since, int | float) else 0.0
