"""The hero of a work: which picture others may start from."""

import attrs
import pytest

from imastudio.domain.lifecycle.results import Result
from imastudio.domain.orders.tasks import TaskType
from imastudio.domain.works.heroes import hero_of
from imastudio.domain.works.outcome import WorkOutcome
from imastudio.domain.works.planning import plan_of
from imastudio.domain.works.progress import progress_of
from imastudio.domain.works.record import record_of
from imastudio.domain.works.work import Work
from imastudio.testing.strategies import media
from tests.unit.domain.test_works_progress import generation
from tests.works import a_step, orders_of

SERIES = Work(
    title="a series",
    steps=(
        a_step("cover", TaskType.TEXT_TO_IMAGE, prompt="a cover"),
        a_step("fox", TaskType.TEXT_TO_IMAGE, prompt="a fox"),
        a_step("run", TaskType.IMAGE_TO_IMAGE, "fox", prompt="it runs"),
        a_step("song", TaskType.TEXT_TO_MUSIC, prompt="a song"),
    ),
)


def outcome(**stages: str) -> WorkOutcome:
    """Return how the series stands where its steps stand so; what is done has an address of its own."""
    orders = orders_of(SERIES, model_name="Nano Banana 2")
    made = {name: generation(stage, orders[name]) for name, stage in stages.items()}
    made = {
        name: attrs.evolve(one, medias=(attrs.evolve(media(), url=f"https://r.example/{name}.png"),))
        if one.medias
        else one
        for name, one in made.items()
    }
    record = record_of(
        plan_of(SERIES, orders), work_id="w1", account="a", user="u", at=0.0, language="en", deliver_to=None
    )
    results = {name: Result(generation=one, at=9.0) for name, one in made.items()}
    return WorkOutcome(record=record, progress=progress_of(SERIES, made), results=results)


@pytest.mark.parametrize(
    ("stages", "hero"),
    [
        ({"cover": "done", "fox": "done", "run": "done"}, "fox"),
        ({"cover": "done", "fox": "failed"}, "cover"),
        ({"cover": "running", "fox": "failed", "run": "done"}, "run"),
        ({"cover": "failed", "fox": "unknown", "song": "done"}, None),
        ({}, None),
    ],
)
def test_the_hero_is_the_picture_that_others_start_from(stages: dict[str, str], hero: str | None) -> None:
    """Else the first that is there; what isn't a picture, or isn't made, is none."""
    found = hero_of(outcome(**stages))
    assert (found and found.address) == (hero and f"https://r.example/{hero}.png")


def test_a_hero_tells_what_it_was_made_of() -> None:
    """The wish, the name of its order, the model, the work and when: what a later order that starts from it shows."""
    found = hero_of(outcome(fox="done"))
    assert found is not None
    assert (found.work_id, found.title, found.at) == ("w1", "a series", 9.0)
    assert (found.wish.prompt, found.model_name) == ("a fox", "Nano Banana 2")
    assert found.request_id == outcome().record.request_id("fox")
