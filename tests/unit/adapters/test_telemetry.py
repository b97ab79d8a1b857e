"""Spans: one for each call to the vendor, one for each generation, and no word of the prompt in any."""

import subprocess
import sys

import attrs
import pytest

from imastudio.adapters.engine import AsyncioStudio
from imastudio.domain.lifecycle import Denied, Unclear
from imastudio.domain.orders import Wish
from tests.studios import open_desk

pytest.importorskip("opentelemetry.sdk", reason="needs the SDK, which whoever traces brings")
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from imastudio.adapters.telemetry import TracedJournal, TracedService

SECRET = Wish(prompt="a secret cat", model="gemini-3.1-flash-image", max_points=100)


async def spans_of(*answers: Denied | Unclear) -> list[ReadableSpan]:
    """Order with the scripted answers of the vendor, and return the spans."""
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    tracer = provider.get_tracer("test")
    desk = open_desk()
    desk.service.create_answers.extend(answers)
    engine = desk.studio.engine
    ports = attrs.evolve(
        engine.ports, service=TracedService(desk.service, tracer), journal=TracedJournal(desk.journal, tracer)
    )
    async with AsyncioStudio(ports, engine.identity) as studio:
        desk.clock.busy = lambda: studio.busy
        await studio.generate(SECRET)
    return list(exporter.get_finished_spans())


async def test_a_generation_and_each_of_its_calls_are_spans() -> None:
    """With model, points and what was answered; the generation's from the order to its end, as the log tells it."""
    spans = await spans_of()
    names = [span.name for span in spans]
    assert (names.count("ima.products"), names.count("ima.create"), names.count("ima.generation")) == (1, 1, 1)
    assert names.count("ima.detail") > 0
    create, generation = (
        next(span for span in spans if span.name == name) for name in ("ima.create", "ima.generation")
    )
    assert create.attributes is not None
    assert (create.attributes["ima.points"], create.attributes["ima.answer"]) == (6, "Accepted")
    assert [event.name for event in generation.events] == ["ordered", "created", "succeeded"]
    assert generation.status.is_unset or generation.status.is_ok
    assert "secret" not in "".join(span.to_json() for span in spans)


@pytest.mark.parametrize(("answer", "event"), [(Denied(code=400), "rejected"), (Unclear(), "outcome_unknown")])
async def test_what_went_wrong_is_an_error(answer: Denied | Unclear, event: str) -> None:
    """And the span ends with it."""
    (generation,) = [span for span in await spans_of(answer) if span.name == "ima.generation"]
    assert (generation.events[-1].name, generation.status.is_ok) == (event, False)


def test_who_traces_nothing_loads_nothing() -> None:
    """Nothing of it is imported by a studio whose program did not."""
    program = """
import asyncio, sys
from imastudio import open_studio
async def main():
    async with open_studio(offline=True, looks_only=True): pass
asyncio.run(main())
assert "opentelemetry" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", program], check=True)


def test_who_traces_is_traced() -> None:
    """By the provider that the program has set."""
    program = """
import asyncio, sys
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from imastudio import Wish, open_studio
exporter, provider = InMemorySpanExporter(), TracerProvider()
provider.add_span_processor(SimpleSpanProcessor(exporter))
trace.set_tracer_provider(provider)
async def main():
    async with open_studio(offline=True, offline_speed=500) as studio:
        await studio.generate(Wish(prompt="a cat", max_points=100))
asyncio.run(main())
assert {"ima.create", "ima.detail", "ima.products", "ima.generation"} == {span.name for span in exporter.get_finished_spans()}
"""
    subprocess.run([sys.executable, "-c", program], check=True)
