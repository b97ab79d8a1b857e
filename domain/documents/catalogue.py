"""Every document by its name: what `ima schema NAME` prints, and what each command prints as JSON."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

from imastudio.domain.documents.commands import CommandsDocument
from imastudio.domain.documents.schema import Schema, schema_of
from imastudio.domain.documents.shapes import (
    AcceptedDocument,
    AdoptedDocument,
    BackupDocument,
    BatchLineDocument,
    ContractDocument,
    CopiedDocument,
    DoctorDocument,
    ErrorDocument,
    EventDocument,
    ForgottenDocument,
    HistoryDocument,
    HistorySumDocument,
    LedgerDocument,
    LogsDocument,
    MessageDocument,
    ModelCardDocument,
    ModelDocument,
    PlanDocument,
    PreferenceDocument,
    ProposalDocument,
    PrunedDocument,
    QuoteDocument,
    ResultDocument,
    SalvagedDocument,
    SizeDocument,
    StandingDocument,
    WaitingDocument,
    WorkDocument,
)
from imastudio.domain.documents.wish_schemas import wish_schema
from imastudio.domain.documents.work_schemas import work_schema
from imastudio.domain.kernel import Json
from imastudio.domain.orders import Language, TaskType

WISH = "wish"
SHAPES: Mapping[str, Any] = MappingProxyType(
    {
        "quote": QuoteDocument,
        "result": ResultDocument,
        "results": list[ResultDocument],
        "error": ErrorDocument,
        "event": EventDocument,
        "message": MessageDocument,
        "proposal": ProposalDocument,
        "batch-line": BatchLineDocument,
        "batch-plan": PlanDocument,
        "work": WorkDocument,
        "works": list[WorkDocument],
        "models": list[ModelDocument],
        "model-cards": list[ModelCardDocument],
        "approvals": list[WaitingDocument],
        "history": list[HistoryDocument],
        "history-sum": HistorySumDocument,
        "budget": list[StandingDocument],
        "preferences": dict[str, PreferenceDocument],
        "cleared": list[TaskType],
        "forgotten": ForgottenDocument,
        "ledger": LedgerDocument,
        "salvaged": SalvagedDocument,
        "backup": BackupDocument,
        "pruned": PrunedDocument,
        "ledger-size": SizeDocument,
        "copied": CopiedDocument,
        "accepted": AcceptedDocument,
        "adopted": AdoptedDocument,
        "doctor": DoctorDocument,
        "logs": LogsDocument,
        "contract": ContractDocument,
        "command-tree": CommandsDocument,
        "names": list[str],
        "schema": dict[str, Json],
    }
)
_READ: Mapping[str, Callable[[Language], Schema]] = MappingProxyType({WISH: wish_schema, "work-document": work_schema})
"""What is read, rather than printed."""
NAMES = (*_READ, *SHAPES)
Form: TypeAlias = Literal["openai", "anthropic", "mcp"]


def schema_named(name: str, language: Language = "en") -> Schema:
    """Return the schema of a document by its name. Raises KeyError."""
    return _READ[name](language) if name in _READ else schema_of(SHAPES[name], language, name)


def as_function(schema: Mapping[str, Any], form: Form, language: Language = "en") -> Schema:
    """Return the schema of a wish as the function of a tool caller, in the words of its library."""
    parameters = {key: part for key, part in schema.items() if key not in {"$schema", "title"}}
    says = (
        "向 IMA Studio 下单，生成图片、视频、音乐或语音。先问价，并征得用户同意。"
        if language == "zh"
        else "Order an image, a video, music or speech from IMA Studio. Ask for the price and the user's consent first."
    )
    if form == "openai":
        return {"type": "function", "function": {"name": _ORDER, "description": says, "parameters": parameters}}
    return {"name": _ORDER, "description": says, _PARAMETERS[form]: parameters}


_PARAMETERS = {"anthropic": "input_schema", "mcp": "inputSchema"}
_ORDER = "ima_create"
