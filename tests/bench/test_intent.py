"""How long plain words take to be understood, beside a loop of plain Python on the same machine."""

import time
from collections.abc import Callable

from imastudio.domain.intent.interpreter import interpret

SHORT_SIGNS, LONG_SIGNS = 200, 100_000
LOOP_STEPS = 20_000
"""Half a millisecond, where these figures were set."""
SHORT_LOOPS, LONG_LOOPS = 8, 1600
"""Goals: 1 and 400 loops, half a millisecond and a fifth of a second. What takes so many more on any machine is a defect."""
SENTENCE = (
    "在一个下着雨的夜晚，一只戴着红色围巾的小猫独自走在街头，霓虹灯映照在湿漉漉的地面上，远处传来火车的汽笛声，它停下脚步，"
    "抬头望向天空中缓缓飘落的雪花，"
)


def _loop() -> None:
    sum(number * number for number in range(LOOP_STEPS))


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _in_loops(words: str, times: int) -> tuple[float, float]:
    """Return the least CPU time that `words` take, in seconds and in loops, measured in turns."""
    interpret(words)
    turns = [(_seconds(lambda: interpret(words)), _seconds(_loop)) for _ in range(times)]
    ours, loop = (min(taken) for taken in zip(*turns, strict=True))
    return ours, ours / loop


def test_two_hundred_signs_are_no_delay(record_property: Callable[[str, object], None]) -> None:
    """The common case."""
    seconds, loops = _in_loops((SENTENCE * 4)[:SHORT_SIGNS], 200)
    record_property(
        "figure", f"plain words: {SHORT_SIGNS} signs in {seconds * 1000:.2f} ms, {loops:.1f} loops (goal 1)"
    )
    assert loops <= SHORT_LOOPS


def test_a_hundred_thousand_signs_take_as_much_longer(record_property: Callable[[str, object], None]) -> None:
    """Time grows with the length alone."""
    seconds, loops = _in_loops((SENTENCE * 2000)[:LONG_SIGNS], 3)
    record_property("figure", f"plain words: {LONG_SIGNS} signs in {seconds:.2f} s, {loops:.0f} loops (goal 400)")
    assert loops <= LONG_LOOPS
