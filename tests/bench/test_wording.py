"""What it costs to understand a sentence: a small part of what reading it as JSON a few hundred times would cost.

The figure is a ratio of two works of this process, so that it says nothing about the machine.
"""

import json
import time
from collections.abc import Callable

from imastudio.domain.intent.wording import hear
from tests.wording_cases import REQUESTS, TRAPS

ROUNDS = 5
SENTENCES = [said.words for said in (*TRAPS, *REQUESTS)]
YARDSTICK = json.dumps({"words": SENTENCES[:40]}, ensure_ascii=False)
READS = 150
HOSTILE = 100_000


def _cpu(work: Callable[[], object]) -> float:
    """Return the CPU seconds of the best of several runs."""
    times = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def _hear_all() -> None:
    for sentence in SENTENCES:
        hear(sentence)


def _read_all() -> None:
    for _ in range(len(SENTENCES)):
        json.loads(YARDSTICK)


def test_a_sentence_is_understood_in_a_fraction_of_a_millisecond(
    record_property: Callable[[str, object], None],
) -> None:
    """A sentence costs no more than reading 4 kB of JSON so many times."""
    _hear_all()
    each, yardstick = _cpu(_hear_all) / len(SENTENCES), _cpu(_read_all) / len(SENTENCES)
    record_property(
        "figure",
        f"understanding a sentence: {each * 1e6:.0f} microseconds, {each / yardstick:.0f} x reading 40 of them as JSON",
    )
    assert each <= READS * yardstick


def test_time_grows_with_the_length_and_no_faster(record_property: Callable[[str, object], None]) -> None:
    """Ten times the text takes no more than some twenty times the work."""
    pattern = "用可灵做一段10秒的海浪视频，a 4K image of two cats, "
    short, long = pattern * (HOSTILE // 10 // len(pattern)), pattern * (HOSTILE // len(pattern))
    one, ten = _cpu(lambda: hear(short)), _cpu(lambda: hear(long))
    record_property("figure", f"understanding 100 000 characters: {ten * 1000:.0f} ms, {ten / one:.1f} x a tenth of it")
    assert ten <= 20 * one
