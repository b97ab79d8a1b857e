"""The heap: who is due when."""

from hypothesis import given
from hypothesis import strategies as st

from imastudio.adapters.engine.scheduling.timer_heap import TimerHeap

puts = st.lists(st.tuples(st.floats(0, 100), st.sampled_from("abcdefgh")), max_size=300)


@given(puts, st.sets(st.sampled_from("abcdefgh")))
def test_of_each_key_the_latest_is_done_in_order_of_time(entries: list[tuple[float, str]], dropped: set[str]) -> None:
    """What was replaced or dropped is never done; the heap holds little that is stale."""
    schedule = TimerHeap[str]()
    latest: dict[str, float] = {}
    for when, key in entries:
        schedule.put(when, key, "do", (when, key))
        latest[key] = when
        assert len(schedule._heap) <= 2 * len(latest) + 65
    for key in dropped:
        schedule.drop(key)
        latest.pop(key, None)
    assert len(latest) == len(schedule)
    assert min(latest.values(), default=None) == schedule.first
    done = []
    while (popped := schedule.pop(50.0)) is not None:
        assert popped[0] == "do"
        done.append(popped[1])
    assert sorted((when, key) for key, when in latest.items() if when <= 50) == sorted(done)
    assert [when for when, _ in done] == sorted(when for when, _ in done)
