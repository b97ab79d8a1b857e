"""How long shots are: the sum that is long enough, the cheapest where that is wanted, in the list's own spelling."""

from collections.abc import Mapping, Sequence
from itertools import product
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imastudio.domain.kernel.scalars import Scalar
from imastudio.domain.kernel.spelling import number
from imastudio.domain.orders import Tier, Wish
from imastudio.domain.orders.tasks import TaskType
from imastudio.domain.quoting.rules import cheapest
from imastudio.domain.works.lengths import Length, fitted, offered_lengths, wanted_seconds
from imastudio.domain.works.work import Film, Shot, Work
from imastudio.testing.strategies import an_order
from tests.leaves import small_catalog
from tests.works import a_promo, a_step, orders_of


def lengths_of(*values: Scalar) -> Mapping[float, Length]:
    """Return lengths that cost nothing."""
    return {seconds: Length(value) for value in values if (seconds := number(value)) is not None}


def film_of(count: int, wanted: float) -> Work:
    """Return a film of so many shots."""
    names = [f"s{number}" for number in range(count)]
    steps = tuple(a_step(name, TaskType.TEXT_TO_VIDEO) for name in names)
    return Work(steps=steps, film=Film(shots=tuple(Shot(step=name) for name in names), seconds=wanted))


@given(
    st.lists(st.sampled_from([(5, 10, 15), ("5", "10"), (6, 10), (4, 8, 12), ()]), min_size=1, max_size=6),
    st.floats(1, 120),
)
def test_shots_are_as_long_as_the_film_is_to_be(offers: Sequence[Sequence[Any]], wanted: float) -> None:
    """With the shortest sum of offered lengths that is enough, else the longest; in the model's own spelling."""
    work = film_of(len(offers), wanted)
    offered = {name: lengths_of(*offer) for name, offer in zip(work.names, offers, strict=True)}
    chosen = [step.wish.params.get("duration") for step in fitted(work, offered, wanted).steps]
    lengths = [float(str(one)) if one is not None else 5.0 for one in chosen]
    for one, offer in zip(chosen, offers, strict=True):
        assert one in offer if offer else one is None
    possible = {0.0}
    for offer in offers:
        possible = {so_far + float(one) for so_far in possible for one in (offer or (5,))}
    enough = [total for total in possible if total >= wanted]
    assert sum(lengths) == (min(enough) if enough else max(possible))


@given(
    st.lists(st.dictionaries(st.integers(1, 15), st.integers(0, 60), min_size=1, max_size=4), min_size=1, max_size=4),
    st.floats(1, 40),
)
def test_the_cheapest_that_is_long_enough_is_taken(offers: Sequence[Mapping[int, int]], wanted: float) -> None:
    """No other choice costs less, and of those that cost as much none is shorter."""
    work = film_of(len(offers), wanted)
    offered = {
        name: {float(seconds): Length(seconds, points) for seconds, points in offer.items()}
        for name, offer in zip(work.names, offers, strict=True)
    }
    chosen = [int(str(step.wish.params["duration"])) for step in fitted(work, offered, wanted).steps]
    made = (sum(offer[one] for one, offer in zip(chosen, offers, strict=True)), sum(chosen))
    every = [
        (sum(points for _, points in one), sum(s for s, _ in one)) for one in product(*(o.items() for o in offers))
    ]
    enough = [one for one in every if one[1] >= wanted]
    assert made == min(enough) if enough else made[1] == max(seconds for _, seconds in every)


def test_what_a_person_said_of_a_length_stays() -> None:
    """And without a wished-for length nothing is touched."""
    work = a_promo(seconds=20.0)
    said = attrs.evolve(work["run"], wish=attrs.evolve(work["run"].wish, params={"duration": "10"}))
    work = attrs.evolve(work, steps=tuple(said if step.name == "run" else step for step in work.steps))
    offered = {"run": lengths_of(5, 10), "nap": lengths_of(5, 10)}
    done = fitted(work, offered, 20.0)
    assert [done[name].wish.params.get("duration") for name in ("run", "nap")] == ["10", 10]
    assert fitted(a_promo(), offered, None) == a_promo()
    assert fitted(attrs.evolve(work, film=None), offered, 20.0) == attrs.evolve(work, film=None)


def test_offered_lengths_are_those_of_the_version() -> None:
    """In the list's own spelling; a version without lengths, or one that is gone, has none."""
    catalog = small_catalog(TaskType.TEXT_TO_VIDEO)
    leaf = next(leaf for leaf in catalog.leaves if leaf.field("duration") is not None)
    found = offered_lengths(catalog, an_order(version_id=leaf.version_id), Wish())
    field = leaf.field("duration")
    assert field is not None
    assert [one.value for one in found.values()] == list(field.values)
    assert all(one.points == 0 for one in found.values())
    assert offered_lengths(catalog, an_order(version_id="gone"), Wish()) == {}
    music = small_catalog(TaskType.TEXT_TO_MUSIC)
    assert offered_lengths(music, an_order(version_id=music.leaves[0].version_id), Wish()) == {}


def test_whoever_wants_it_cheap_has_the_lengths_of_all_models() -> None:
    """Each at the lowest price that any of them has; a model that is named keeps to its own."""
    catalog = small_catalog(TaskType.TEXT_TO_VIDEO)
    found = offered_lengths(catalog, an_order(version_id="gone"), Wish(tier=Tier.BUDGET))
    assert found
    for length in found.values():
        prices = [
            offer.rule.points
            for leaf in catalog.leaves
            if (field := leaf.field("duration")) is not None
            and any(number(value) == number(length.value) for value in field.values)
            and (offer := cheapest(leaf, {"duration": length.value})) is not None
        ]
        assert length.points == min(prices)
    named = Wish(tier=Tier.BUDGET, model="x")
    assert offered_lengths(catalog, an_order(version_id="gone"), named) == {}


@pytest.mark.parametrize(
    ("params", "seconds"), [({"sound": "on"}, {4, 5, 8, 10}), ({"resolution": "999P"}, set()), ({"mood": "x"}, set())]
)
def test_a_model_that_can_t_do_what_is_said_has_no_length_to_offer(params: dict[str, Any], seconds: set[int]) -> None:
    """Whether it doesn't know the parameter, or sells no such value."""
    wish = Wish(tier=Tier.BUDGET, params=params)
    assert set(offered_lengths(small_catalog(TaskType.TEXT_TO_VIDEO), an_order(version_id="gone"), wish)) == seconds


@pytest.mark.parametrize(
    ("model", "spoken", "seconds", "lengths"),
    [
        ("GenSong", False, 30.0, [15, 15]),
        ("sonic", False, 120.0, [None, None]),  # longer than shots can be: they are repeated, at no more than they cost
        ("anew", False, 30.0, [15, 15]),
        ("GenSong", True, None, [None, None]),
    ],
)
def test_shots_are_as_long_as_the_music_that_they_follow(
    model: str, *, spoken: bool, seconds: float | None, lengths: list[int | None]
) -> None:
    """Where they can be, and nothing that is spoken decides."""
    work = a_promo(follows_music=True)
    if spoken:
        read = a_step("read", TaskType.TEXT_TO_SPEECH)
        work = attrs.evolve(
            work,
            steps=(*work.steps, read),
            film=Film(shots=[Shot(step="run"), Shot(step="nap")], music="bgm", voice="read", follows_music=True),
        )
    orders = orders_of(work)
    orders["bgm"] = attrs.evolve(orders["bgm"], model_id=model)
    assert wanted_seconds(work, orders) == seconds
    done = fitted(work, {"run": lengths_of(5, 10, 15), "nap": lengths_of(5, 10, 15)}, seconds)
    assert [done[name].wish.params.get("duration") for name in ("run", "nap")] == lengths
    assert wanted_seconds(attrs.evolve(work, film=None), orders) is None
