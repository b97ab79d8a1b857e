"""How a studio is put together."""

import pytest

from imastudio.adapters.wiring.settings import _ids
from imastudio.adapters.wiring.studio import open_studio


def test_ids_of_one_studio_begin_alike_and_count_up() -> None:
    """They are in order, none comes twice, and no two studios share them."""
    one, other = _ids(), _ids()
    ids = [one() for _ in range(300)]
    assert ids == sorted(set(ids))
    assert {(len(name), name[:12]) for name in ids} == {(18, ids[0][:12])}
    assert other()[:12] != ids[0][:12]


def test_another_loop_than_asyncio_s_is_told_what_would_do() -> None:
    """Trio, say, drives coroutines too: what is refused there is refused at once, with a way."""
    with pytest.raises(RuntimeError, match="With trio, use"):
        open_studio(offline=True).__aenter__().send(None)  # as a loop of another kind begins one
