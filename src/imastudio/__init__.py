"""imastudio: order images, videos, music and speech from the IMA Open API without losing money.

The public face. Names are loaded when they are first used, so that `import imastudio` costs next to nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from imastudio.adapters.wiring import open_studio
    from imastudio.domain.errors import AccountProblem, ImaError, LedgerUnavailable, ServiceUnavailable, WishRefused
    from imastudio.domain.failures import Failure, Kind
    from imastudio.domain.lifecycle.generation import Generation, ImpossibleMove, Stage
    from imastudio.domain.lifecycle.news import (
        Acknowledged,
        DeliveryStarted,
        Ended,
        News,
        Noticed,
        Progressed,
        Quoted,
        Slowed,
        TaskCreated,
        UploadStarted,
        WaitEnded,
    )
    from imastudio.domain.lifecycle.results import Result
    from imastudio.domain.lifecycle.rows import Row
    from imastudio.domain.messages.phrasebook import say
    from imastudio.domain.messages.works import say_plan, say_work
    from imastudio.domain.orders import Input, Media, Notice, Order, Wish
    from imastudio.domain.quoting.catalog import Catalog, Leaf
    from imastudio.domain.quoting.quotes import Quote
    from imastudio.domain.tasks import InputKind, Medium, Scope, TaskType, Tier
    from imastudio.domain.works.news import WorkNews
    from imastudio.domain.works.outcome import WorkOutcome
    from imastudio.domain.works.plan import Plan
    from imastudio.domain.works.recipes import plan
    from imastudio.domain.works.work import Work
    from imastudio.fakeserver import FakeIma
    from imastudio.ports.messenger import Messenger
    from imastudio.ports.studio import Studio

__version__ = "0.2.0"

__all__ = [
    "AccountProblem",
    "Acknowledged",
    "Catalog",
    "DeliveryStarted",
    "Ended",
    "Failure",
    "FakeIma",
    "Generation",
    "ImaError",
    "ImpossibleMove",
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
    "Noticed",
    "Order",
    "Plan",
    "Progressed",
    "Quote",
    "Quoted",
    "Result",
    "Row",
    "Scope",
    "ServiceUnavailable",
    "Slowed",
    "Stage",
    "Studio",
    "TaskCreated",
    "TaskType",
    "Tier",
    "UploadStarted",
    "WaitEnded",
    "Wish",
    "WishRefused",
    "Work",
    "WorkNews",
    "WorkOutcome",
    "open_studio",
    "plan",
    "say",
    "say_plan",
    "say_work",
]

_HOMES = {
    "domain.works.recipes": ("plan",),
    "domain.works.outcome": ("WorkOutcome",),
    "domain.works.news": ("WorkNews",),
    "domain.messages.works": ("say_plan", "say_work"),
    "adapters.wiring": ("open_studio",),
    "domain.errors": ("AccountProblem", "ImaError", "LedgerUnavailable", "ServiceUnavailable", "WishRefused"),
    "domain.failures": ("Failure", "Kind"),
    "domain.lifecycle.generation": ("Generation", "ImpossibleMove", "Stage"),
    "domain.lifecycle.news": (
        "Acknowledged",
        "DeliveryStarted",
        "Ended",
        "News",
        "Noticed",
        "Progressed",
        "Quoted",
        "Slowed",
        "TaskCreated",
        "UploadStarted",
        "WaitEnded",
    ),
    "domain.lifecycle.results": ("Result",),
    "domain.lifecycle.rows": ("Row",),
    "domain.messages.phrasebook": ("say",),
    "domain.orders": ("Input", "Media", "Notice", "Order", "Wish"),
    "domain.quoting.catalog": ("Catalog", "Leaf"),
    "domain.quoting.quotes": ("Quote",),
    "domain.tasks": ("InputKind", "Medium", "Scope", "TaskType", "Tier"),
    "domain.works.plan": ("Plan",),
    "domain.works.work": ("Work",),
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
