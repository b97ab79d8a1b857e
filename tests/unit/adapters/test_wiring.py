"""How a studio is put together."""

from imastudio.adapters.wiring.settings import _ids


def test_ids_of_one_studio_begin_alike_and_count_up() -> None:
    """They are in order, none comes twice, and no two studios share them."""
    one, other = _ids(), _ids()
    ids = [one() for _ in range(300)]
    assert ids == sorted(set(ids))
    assert {(len(name), name[:12]) for name in ids} == {(18, ids[0][:12])}
    assert other()[:12] != ids[0][:12]
