"""The heap: who is due when."""

from collections.abc import Awaitable, Callable

from hypothesis import given
from hypothesis import strategies as st

from imastudio.ports.schedule import Schedule

puts = st.lists(st.tuples(st.floats(0, 100), st.sampled_from("abcdefgh")), max_size=300)


def _step() -> Callable[[], Awaitable[None]]:
    async def step() -> None: ...

    return step


@given(puts, st.sets(st.sampled_from("abcdefgh")))
def test_of_each_key_the_latest_is_done_in_order_of_time(entries: list[tuple[float, str]], dropped: set[str]) -> None:
    """What was replaced or dropped is never done; the heap holds little that is stale."""
    schedule = Schedule()
    latest: dict[str, float] = {}
    steps: dict[Callable[[], Awaitable[None]], tuple[float, str]] = {}
    for when, key in entries:
        step = _step()
        steps[step] = (when, key)
        schedule.put(when, key, step)
        latest[key] = when
        assert len(schedule._heap) <= 2 * len(latest) + 65
    for key in dropped:
        schedule.drop(key)
        latest.pop(key, None)
    assert len(latest) == len(schedule)
    assert min(latest.values(), default=None) == schedule.first
    done = []
    while (popped := schedule.pop(50.0)) is not None:
        done.append(steps[popped])
    assert sorted((when, key) for key, when in latest.items() if when <= 50) == sorted(done)
    assert [when for when, _ in done] == sorted(when for when, _ in done)
