"""A plain installation: what an extra is needed for refuses at once and names it."""

import pytest

from imastudio.adapters.wiring import offline
from imastudio.adapters.wiring.studio import open_studio


async def test_offline_without_the_extra_is_refused_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not in the middle of an order."""
    monkeypatch.setattr(offline, "find_spec", lambda _: None)
    with pytest.raises(ModuleNotFoundError, match=r"imastudio\[fake\]"):
        async with open_studio(offline=True):
            pass
    async with open_studio(offline=True, looks_only=True) as studio:
        assert list(await studio.history()) == []
