"""How long plain words take to be understood."""

import time

from imastudio.domain.intent.interpreter import interpret

SHORT_MS, LONG_S = 0.5, 0.2
SLACK = 3
"""A shared machine may take so many times as long as a quiet one."""
SENTENCE = (
    "在一个下着雨的夜晚，一只戴着红色围巾的小猫独自走在街头，霓虹灯映照在湿漉漉的地面上，远处传来火车的汽笛声，它停下脚步，"
    "抬头望向天空中缓缓飘落的雪花，"
)


def _fastest(words: str, times: int) -> float:
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        interpret(words)
        taken.append(time.perf_counter() - start)
    return min(taken)


def test_two_hundred_signs_take_half_a_millisecond() -> None:
    """The common case is no delay."""
    assert _fastest((SENTENCE * 4)[:200], 200) * 1000 <= SHORT_MS * SLACK


def test_a_hundred_thousand_signs_take_a_fifth_of_a_second() -> None:
    """Time grows with the length alone."""
    assert _fastest((SENTENCE * 2000)[:100_000], 3) <= LONG_S * SLACK
