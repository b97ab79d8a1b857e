"""The vendor, faked. Imports nothing of domain, ports or adapters, so that it can judge them.

The face is lazy: `from imastudio.fakeserver import FakeIma` loads the server, `import imastudio.fakeserver` does not.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from imastudio.fakeserver.http.server import FakeIma
    from imastudio.fakeserver.scenario.faults import (
        Hold,
        bare,
        body,
        delay,
        drop_after_charge,
        drop_before,
        envelope,
        fail_media,
        go_down,
        instead,
        medias,
        never_ends,
        overdue,
        price_list,
        redirect,
        reset,
        status,
        trickle,
    )

__all__ = [
    "FakeIma",
    "Hold",
    "bare",
    "body",
    "delay",
    "drop_after_charge",
    "drop_before",
    "envelope",
    "fail_media",
    "go_down",
    "instead",
    "medias",
    "never_ends",
    "overdue",
    "price_list",
    "redirect",
    "reset",
    "status",
    "trickle",
]


def __getattr__(name: str) -> Any:
    """Load what is asked for."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415 - the face is lazy

    home = "http.server" if name == "FakeIma" else "scenario.faults"
    return getattr(import_module(f"{__name__}.{home}"), name)
