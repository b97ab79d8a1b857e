"""How long each shot of a film is ordered, where nobody said so: chosen among what is offered, so that the film is long enough.

Rules: the sum is the shortest that is long enough, else the longest there is; where a person wants it cheap, it is the one that
costs the least, whichever models make it. Source: decision 11; architecture, "Works of several media".
"""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

import attrs

from imastudio.domain.kernel import Scalar, WishRefused, number
from imastudio.domain.orders import Medium, Order, Tier, Wish
from imastudio.domain.quoting import Catalog, Leaf, cheapest, within
from imastudio.domain.works.work import Film, Shot, Step, Work

DURATION = "duration"
IMAGE_SECONDS = 5.0
"""How long a picture is shown where nothing else decides."""
# The lengths that the vendor's documents name ("~30s", "~2min"), in seconds; other models are taken to be like the last.
MUSIC_SECONDS: Mapping[str, float] = MappingProxyType({"GenBGM": 30.0, "GenSong": 30.0, "sonic": 120.0})
USUAL_MUSIC_SECONDS = 30.0


@attrs.frozen
class Length:
    """One offered length: the value in the list's own spelling, and what it costs in points where the person wants it cheap."""

    value: Scalar
    points: int = 0


_Cost = tuple[int, float, float]
"""What one choice costs: points, seconds, and the sum of the squares of its parts, by which those that are most alike win."""


def offered_lengths(catalog: Catalog, order: Order, wish: Wish) -> Mapping[float, Length]:
    """Return the lengths that `wish` may have, by seconds: those of the version of `order`, in its own spelling.

    Where the person wants it cheap and named no model, those of all models that take it, each at its lowest price.
    """
    cheap = wish.tier is Tier.BUDGET
    if not cheap or wish.model is not None:
        leaves: Iterable[Leaf] = (leaf for leaf in catalog.leaves if leaf.version_id == order.version_id)
    else:
        leaves = within(wish.scope, catalog).leaves
    found: dict[float, Length] = {}
    for length in (one for leaf in leaves for one in _of_leaf(leaf, wish, cheap=cheap)):
        seconds = number(length.value)
        if seconds is not None and (seconds not in found or length.points < found[seconds].points):
            found[seconds] = length
    return found


def _of_leaf(leaf: Leaf, wish: Wish, *, cheap: bool) -> Iterable[Length]:
    field = leaf.field(DURATION)
    for value in () if field is None else field.values:
        if not cheap:
            yield Length(value)
            continue
        try:
            offer = cheapest(leaf, {**wish.params, DURATION: value}, wish.n)
        except WishRefused:
            continue
        if offer is not None:
            yield Length(value, offer.rule.points * offer.effective.n)


def music_seconds(model_id: str | None) -> float:
    """Return how long the music of a model is expected to be, in seconds."""
    return MUSIC_SECONDS.get(model_id or "", USUAL_MUSIC_SECONDS)


def wanted_seconds(work: Work, orders: Mapping[str, Order]) -> float | None:
    """Return how long the film of `work` is to be, in seconds; None where nobody said, or what is spoken decides."""
    film = work.film
    if film is None or not film.follows_music or film.music is None:
        return None if film is None else film.seconds
    spoken = film.voice is not None or any(shot.voice is not None for shot in film.shots)
    return None if spoken else music_seconds(orders[film.music].model_id)


def fitted(work: Work, offered: Mapping[str, Mapping[float, Length]], seconds: float | None) -> Work:
    """Return `work` with a length for each shot that has none, so that together they are as long as the film is to be.

    `offered` are the lengths that each step may have, `seconds` what they are to come to. A work without a wished-for length
    stays as it is, and so does one whose music is longer than its shots can be: they are repeated in any case.
    """
    film = work.film
    if film is None or seconds is None:
        return work
    shown = dict.fromkeys(shot.step for shot in film.shots)
    open_steps = [name for name in shown if _is_open(work[name]) and offered.get(name)]
    fixed = sum(_said_seconds(work[shot.step], shot) for shot in film.shots if shot.step not in open_steps)
    longest = sum(max(offered[name]) for name in open_steps)
    if film.follows_music and longest < seconds - fixed:
        return work
    chosen = _chosen([offered[name] for name in open_steps], seconds - fixed)
    lengths = dict(zip(open_steps, chosen, strict=True))
    return attrs.evolve(work, steps=[_with_length(step, lengths.get(step.name)) for step in work.steps])


def expected_seconds(shot: Shot, order: Order) -> float:
    """Return how long a shot is expected to be, as it is ordered."""
    length = number(order.params[DURATION]) if DURATION in order.params else None
    return shot.seconds or length or IMAGE_SECONDS


def shown_steps(film: Film) -> tuple[str, ...]:
    """Return the steps that are seen in a film, each once."""
    return tuple(dict.fromkeys(shot.step for shot in film.shots))


def _is_open(step: Step) -> bool:
    return step.medium is Medium.VIDEO and DURATION not in step.wish.params


def _said_seconds(step: Step, shot: Shot) -> float:
    said = step.wish.params.get(DURATION)
    length = number(said) if isinstance(said, str | int | float) else None
    return shot.seconds or length or IMAGE_SECONDS


def _chosen(offered: Sequence[Mapping[float, Length]], wanted: float) -> list[Scalar]:
    """Return one of each of `offered`: the cheapest sum that is at least `wanted`, else the longest."""
    sums: dict[float, tuple[_Cost, list[Scalar]]] = {0: ((0, 0, 0), [])}
    for lengths in offered:
        longer: dict[float, tuple[_Cost, list[Scalar]]] = {}
        for so_far, ((points, seconds, squares), chosen) in sums.items():
            for length, one in lengths.items():
                cost = (points + one.points, seconds + length, squares + length**2)
                if so_far + length not in longer or cost < longer[so_far + length][0]:
                    longer[so_far + length] = (cost, [*chosen, one.value])
        sums = longer
    enough = [made for total, made in sums.items() if total >= wanted]
    return min(enough, key=lambda made: made[0])[1] if enough else sums[max(sums)][1]


def _with_length(step: Step, length: Scalar | None) -> Step:
    if length is None:
        return step
    params = {**step.wish.params, DURATION: length}
    return attrs.evolve(step, wish=attrs.evolve(step.wish, params=params))
