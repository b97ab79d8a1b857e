"""What is wished for and what is ordered, as plain values."""

from imastudio.domain.orders.input_sources import decode_data, encode_data
from imastudio.domain.orders.languages import language_of_tag, language_of_words
from imastudio.domain.orders.orders import (
    Content,
    CreateRequest,
    Estimate,
    Input,
    InputFacts,
    Language,
    Media,
    Notice,
    Order,
    SentInput,
    Wish,
    check_wish,
)
from imastudio.domain.orders.tasks import InputKind, Medium, Range, Scope, TaskType, Tier
from imastudio.domain.orders.wish_document import (
    KEYS,
    Key,
    KeyShape,
    canonical,
    combined,
    own_request_id,
    own_text,
    parse_document,
)

__all__ = [
    "KEYS",
    "Content",
    "CreateRequest",
    "Estimate",
    "Input",
    "InputFacts",
    "InputKind",
    "Key",
    "KeyShape",
    "Language",
    "Media",
    "Medium",
    "Notice",
    "Order",
    "Range",
    "Scope",
    "SentInput",
    "TaskType",
    "Tier",
    "Wish",
    "canonical",
    "check_wish",
    "combined",
    "decode_data",
    "encode_data",
    "language_of_tag",
    "language_of_words",
    "own_request_id",
    "own_text",
    "parse_document",
]
