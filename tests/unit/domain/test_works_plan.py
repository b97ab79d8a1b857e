"""A plan's price is the sum of its steps' quotes, its time that of the longest path, its lengths those that are offered."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given

from imastudio.domain.kernel.failures import Kind
from imastudio.domain.orders import Estimate, Notice, Order
from imastudio.domain.orders.tasks import TaskType
from imastudio.domain.works.film import edit_of
from imastudio.domain.works.planning import judge_moved, plan_of
from imastudio.domain.works.work import Film, Shot, Work
from imastudio.testing.strategies import an_order
from tests.works import a_picture, a_promo, a_sound, a_step, a_video, orders_of, priced_works


@given(priced_works())
def test_the_total_is_the_sum_of_the_quotes(priced: tuple[Work, Mapping[str, Order]]) -> None:
    """And the plan orders exactly those."""
    work, orders = priced
    plan = plan_of(work, orders)
    assert plan.total == sum(order.total for order in orders.values()) == sum(step.total for step in plan.steps)
    assert plan.orders == orders


@given(priced_works())
def test_the_time_is_that_of_the_longest_path(priced: tuple[Work, Mapping[str, Order]]) -> None:
    """No step alone takes longer, all one after another not shorter, and no chain of steps is longer."""
    work, orders = priced
    plan = plan_of(work, orders)

    def chain(name: str) -> int:
        return orders[name].estimate.highest + max(map(chain, work[name].after), default=0)

    assert plan.estimated_seconds == max(map(chain, work.names))
    assert plan.lowest_seconds <= plan.estimated_seconds


@given(priced_works())
def test_a_plan_pins_what_was_left_open(priced: tuple[Work, Mapping[str, Order]]) -> None:
    """Model, version and count are those of the quotes."""
    work, orders = priced
    for step in plan_of(work, orders).work.steps:
        order = orders[step.name]
        assert (step.wish.model, step.wish.version_id, step.wish.n) == (order.model_id, order.version_id, order.n)


def test_the_promo_is_told_what_is_cut() -> None:
    """Thirty seconds of music under ten of pictures."""
    work = a_promo()
    orders = orders_of(work) | {"bgm": an_order(task_type=TaskType.TEXT_TO_MUSIC, model_id="GenBGM")}
    plan = plan_of(work, orders)
    assert (plan.film_seconds, plan.notices) == (10, (Notice("film_music_cut", {"seconds": 30, "film": 10}),))


@pytest.mark.parametrize(
    ("film", "codes", "seconds"),
    [
        ({"music": None}, [], 10),
        ({"seconds": 30.0}, ["film_shots_repeated"], 30),
        ({"seconds": 4.0}, ["film_shots_cut", "film_music_cut"], 4),
        ({"seconds": 60.0}, ["film_shots_repeated", "film_music_repeated"], 60),
        ({"follows_music": True}, ["film_shots_repeated"], 30),
    ],
)
def test_what_is_done_to_fit_is_told(film: dict[str, Any], codes: list[str], seconds: float) -> None:
    """Before a point is spent."""
    work = a_promo(**film)
    plan = plan_of(work, orders_of(work, model_id="GenBGM"))
    assert ([notice.code for notice in plan.notices], plan.film_seconds) == (codes, seconds)


def test_a_spoken_film_is_as_long_as_what_is_spoken() -> None:
    """Nobody can know it before."""
    steps = (a_step("p", TaskType.TEXT_TO_IMAGE), a_step("v", TaskType.TEXT_TO_SPEECH))
    for film in (Film(shots=(Shot(step="p", voice="v"),)), Film(shots=(Shot(step="p"),), voice="v")):
        work = Work(steps=steps, film=film)
        plan = plan_of(work, orders_of(work))
        assert ([notice.code for notice in plan.notices], plan.film_seconds) == (["film_follows_speech"], None)


def test_shots_of_other_shape_are_told_of() -> None:
    """A shot has the ratio it says, else that of its picture."""
    work = Work(
        steps=(
            a_step("tall", TaskType.TEXT_TO_IMAGE, params={"aspect_ratio": "9:16"}),
            a_step("a", TaskType.IMAGE_TO_VIDEO, "tall"),
            a_step("b", TaskType.TEXT_TO_VIDEO, params={"aspect_ratio": "16:9"}),
            a_step("c", TaskType.TEXT_TO_VIDEO),
        ),
        film=Film(shots=(Shot(step="a"), Shot(step="b"), Shot(step="c"))),
    )
    (notice,) = plan_of(work, orders_of(work)).notices
    assert notice == Notice("film_ratios_differ", {"ratios": ["16:9", "9:16"], "first": "9:16"})


def test_notices_of_a_step_name_it() -> None:
    """So that a person knows which one."""
    work = Work(steps=(a_step("hero", TaskType.TEXT_TO_IMAGE),))
    orders = {"hero": an_order(notices=[Notice("8k_downgraded", {"used": "4K"})])}
    assert plan_of(work, orders).notices == (Notice("8k_downgraded", {"used": "4K", "step": "hero"}),)


def test_only_the_order_that_was_agreed_to_is_ordered() -> None:
    """Not dearer, not cheaper, no other model, count or parameter; a new attribute id alone changes nothing."""
    planned = an_order()
    assert (
        judge_moved(
            planned, an_order(attribute_id=9, estimate=Estimate(lowest=1, highest=2, poll_every=1, tell_every=1))
        )
        is None
    )
    for other in (
        an_order(points=7),
        an_order(points=5),
        an_order(n=2),
        an_order(model_id="other"),
        an_order(version_id="other"),
        an_order(params={"size": "2K"}),
        an_order(task_type=TaskType.IMAGE_TO_IMAGE),
    ):
        failure = judge_moved(planned, other)
        assert failure is not None
        assert (failure.kind, failure.facts["agreed"], failure.exit_code) == (Kind.PRICE_MOVED, 6, 3)


def test_the_plan_and_the_film_agree_on_what_is_cut() -> None:
    """Where the parts come out as ordered, the film is as long as the plan said, for the same reasons."""
    for seconds in (None, 4.0, 10.0, 30.0):
        work = a_promo(seconds=seconds)
        plan = plan_of(work, orders_of(work, model_id="GenBGM"))
        parts = {"run": a_video(5.0), "nap": a_video(5.0), "bgm": a_sound(30.0), "hero": a_picture()}
        assert work.film is not None
        edit = edit_of(work.film, parts)
        assert edit is not None
        assert abs(edit.seconds - (plan.film_seconds or 0)) < 0.1
        assert edit.notices == plan.notices
