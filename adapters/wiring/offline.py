"""The bundled fake server in the place of the vendor: nothing real is spent."""

from contextlib import AsyncExitStack
from importlib.util import find_spec
from typing import Any

from imastudio.domain.lifecycle import digest

OFFLINE_KEY = "ima_offline_key_of_the_bundled_fake_server"
OFFLINE_SPEED = 20.0  # a picture takes a second or two, a video some five
OFFLINE_POINTS = 10**12  # however long a batch is, no line of it ends for want of points that are not real
OFFLINE_KEEPS = 2_000
"""Tasks that the bundled server remembers: twice as many as a batch has in hand at once."""
OFFLINE_ACCOUNT = digest("offline")
_NOWHERE = "http://127.0.0.1:1"
"""Stands for the service where it is asked nothing."""


def need_fake_extra() -> None:
    """Refuse at once where the bundled fake server could paint nothing. Raises ModuleNotFoundError, which names the extra."""
    if find_spec("PIL") is None:
        need = "offline=True needs the fake server's extra: pip install 'imastudio[fake]'"
        raise ModuleNotFoundError(need, name="PIL")


async def offline_service(stack: AsyncExitStack, speed: float, *, looks_only: bool) -> dict[str, Any]:
    """Return the settings that lead to the bundled fake server, which runs until `stack` is left."""
    url = _NOWHERE
    if not looks_only:
        need_fake_extra()
        from imastudio.fakeserver import FakeIma

        fake = await stack.enter_async_context(
            FakeIma(key=OFFLINE_KEY, speed=speed, points=OFFLINE_POINTS, keeps=OFFLINE_KEEPS)
        )
        url = fake.url
    return {"api_key": OFFLINE_KEY, "base_url": url, "im_base_url": url}


def bundled_groups(task_type: str) -> object:
    """Return the product list of a task type that the bundled fake server has."""
    from imastudio.fakeserver.catalogues.catalogue import expand

    return expand(task_type)
