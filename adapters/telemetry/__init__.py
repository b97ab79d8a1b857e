"""Spans of OpenTelemetry, by its API alone: one for each call to the vendor, one for each generation.

Rule: what stands in the log may stand in a span, and nothing else: no key, prompt, user id, or the vendor's own words.
"""

from imastudio.adapters.telemetry.journal import TracedJournal
from imastudio.adapters.telemetry.service import TracedService

__all__ = ["TracedJournal", "TracedService"]
