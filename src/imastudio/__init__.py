"""imastudio: order images, videos, music and speech from the IMA Open API without losing money.

The public face. Names are loaded when they are first used, so that `import imastudio` costs next to nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from imastudio.adapters.wiring import open_studio
    from imastudio.domain.errors import (
        AccountProblem,
        ImaError,
        LedgerUnavailable,
        ServiceUnavailable,
        WishRefused,
    )
    from imastudio.domain.failures import Failure, Kind
    from imastudio.domain.lifecycle.news import News
    from imastudio.domain.lifecycle.results import Result
    from imastudio.domain.orders import Input, Media, Notice, Order, Tier, Wish
    from imastudio.domain.quoting.catalog import Catalog, Leaf
    from imastudio.domain.quoting.quotes import Quote
    from imastudio.domain.tasks import InputKind, Medium, TaskType
    from imastudio.fakeserver import FakeIma
    from imastudio.ports.messenger import Messenger
    from imastudio.ports.studio import Studio

__version__ = "0.1.0"

__all__ = [
    "AccountProblem",
    "Catalog",
    "Failure",
    "FakeIma",
    "ImaError",
    "Input",
    "InputKind",
    "Kind",
    "Leaf",
    "LedgerUnavailable",
    "Media",
    "Medium",
    "Messenger",
    "News",
    "Notice",
    "Order",
    "Quote",
    "Result",
    "ServiceUnavailable",
    "Studio",
    "TaskType",
    "Tier",
    "Wish",
    "WishRefused",
    "open_studio",
]

_HOMES = {
    "adapters.wiring": ("open_studio",),
    "domain.quoting.catalog": ("Catalog", "Leaf"),
    "domain.errors": ("AccountProblem", "ImaError", "LedgerUnavailable", "ServiceUnavailable", "WishRefused"),
    "domain.failures": ("Failure", "Kind"),
    "domain.lifecycle.news": ("News",),
    "domain.orders": ("Input", "Media", "Notice", "Order", "Tier", "Wish"),
    "domain.lifecycle.results": ("Result",),
    "domain.quoting.quotes": ("Quote",),
    "domain.tasks": ("InputKind", "Medium", "TaskType"),
    "fakeserver": ("FakeIma",),
    "ports.messenger": ("Messenger",),
    "ports.studio": ("Studio",),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    """Load a public name from its home."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Return the public names."""
    return sorted([*__all__, "__version__"])
