"""imastudio: order images, videos, music and speech from the IMA Open API without losing money.

The public face. Names are loaded when they are first used, so that `import imastudio` costs next to nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from imastudio.adapters.engine import Ports
    from imastudio.adapters.wiring.studio import open_studio
    from imastudio.domain.intent import (
        AnswerRefused,
        Context,
        Doubt,
        PreferenceAction,
        Proposal,
        Topic,
        interpret,
        to_wish,
    )
    from imastudio.domain.kernel import (
        AccountProblem,
        Failure,
        ImaError,
        Kind,
        LedgerUnavailable,
        ServiceUnavailable,
        WishRefused,
    )
    from imastudio.domain.lifecycle import (
        Acknowledged,
        DeliveryStarted,
        Ended,
        Generation,
        ImpossibleMove,
        News,
        Noticed,
        Progressed,
        Quoted,
        Result,
        Row,
        Slowed,
        Stage,
        TaskCreated,
        UploadStarted,
        WaitEnded,
    )
    from imastudio.domain.messages import say, say_plan, say_work
    from imastudio.domain.orders import Input, InputKind, Media, Medium, Notice, Order, Scope, TaskType, Tier, Wish
    from imastudio.domain.quoting import Catalog, Leaf, Quote
    from imastudio.domain.works import Plan, Work, WorkNews, WorkOutcome, plan
    from imastudio.fakeserver import FakeIma
    from imastudio.ports.messenger import Messenger
    from imastudio.ports.studio import Studio

__version__ = "0.2.0"

__all__ = [
    "AccountProblem",
    "Acknowledged",
    "AnswerRefused",
    "Catalog",
    "Context",
    "DeliveryStarted",
    "Doubt",
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
    "Ports",
    "PreferenceAction",
    "Progressed",
    "Proposal",
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
    "Topic",
    "UploadStarted",
    "WaitEnded",
    "Wish",
    "WishRefused",
    "Work",
    "WorkNews",
    "WorkOutcome",
    "interpret",
    "open_studio",
    "plan",
    "say",
    "say_plan",
    "say_work",
    "to_wish",
]

_HOMES = {
    "adapters.engine": ("Ports",),
    "adapters.wiring.studio": ("open_studio",),
    "domain.intent": (
        "AnswerRefused",
        "Context",
        "Doubt",
        "PreferenceAction",
        "Proposal",
        "Topic",
        "interpret",
        "to_wish",
    ),
    "domain.kernel": (
        "AccountProblem",
        "Failure",
        "ImaError",
        "Kind",
        "LedgerUnavailable",
        "ServiceUnavailable",
        "WishRefused",
    ),
    "domain.lifecycle": (
        "Acknowledged",
        "DeliveryStarted",
        "Ended",
        "Generation",
        "ImpossibleMove",
        "News",
        "Noticed",
        "Progressed",
        "Quoted",
        "Result",
        "Row",
        "Slowed",
        "Stage",
        "TaskCreated",
        "UploadStarted",
        "WaitEnded",
    ),
    "domain.messages": ("say", "say_plan", "say_work"),
    "domain.orders": ("Input", "InputKind", "Media", "Medium", "Notice", "Order", "Scope", "TaskType", "Tier", "Wish"),
    "domain.quoting": ("Catalog", "Leaf", "Quote"),
    "domain.works": ("Plan", "Work", "WorkNews", "WorkOutcome", "plan"),
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
