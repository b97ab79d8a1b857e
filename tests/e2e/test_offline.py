"""Offline: the vendor lives in this process, and ends with it."""

from pathlib import Path

import attrs

from imastudio import Wish, open_studio
from imastudio.domain.failures import Kind

CAT = Wish(prompt="a cat", model="gemini-3.1-flash-image", params={"size": "512px"})


async def test_tasks_of_an_earlier_process_are_gone(tmp_path: Path) -> None:
    """A later resume ends them at once instead of asking for ever."""
    async with open_studio(offline=True, state_dir=tmp_path, offline_speed=100) as studio:
        result = await studio.submit(CAT)
    async with open_studio(offline=True, state_dir=tmp_path, offline_speed=100) as studio:
        (resumed,) = await studio.resume()
        assert (resumed.id, resumed.status) == (result.id, "failed")
        assert resumed.error is not None
        assert resumed.error.kind is Kind.DELETED
        assert (await studio.generate(attrs.evolve(CAT, prompt="a dog"))).ok
