"""What a person reads in Chinese is Chinese: of English there is only what is typed so, and names."""

import re
from collections.abc import Iterator, Mapping, Sequence
from types import ModuleType

import pytest

from imastudio.adapters.cli import texts, usage
from imastudio.domain.messages import (
    failure_texts,
    news_texts,
    notice_texts,
    trait_texts,
    unsupported_texts,
    value_names,
    work_texts,
)
from imastudio.domain.messages.text import Text

TABLES = (
    failure_texts,
    news_texts,
    notice_texts,
    trait_texts,
    unsupported_texts,
    value_names,
    work_texts,
)
# In the order in which they are taken out of a text.
TYPED = (
    r"pool_mode = session|sslmode(?:=require|=verify-full)?|ssl(?: = on|cert|key|rootcert)|chmod 600",
    r"\bn (?=算了)",
    r"\bmax_points={total}",
    r"\btoday、yesterday\b",
    r"{\w+}",
    r"ulimit -n(?: \d+)?",
    r"(?:https?|postgresql)://[\w./@-]*",
    r"pip install \S+",
    r"Ctrl-D",
    r"\[(?:回车下单|说“可以”下单) / n 不下单 / e 重新说(?:，也可以直接说要改什么)?\]",
    r"\be (?=重新说)",
    r"ima (?:ask|models|wait|work (?:run|resume)|resume|history|settle|prefs set|approve|mcp|worker|doctor|ledger [a-z-]+)",
    r"--?[a-z][a-z-]*(?: chat| out)?",
    r"\bIMA_[A-Z_]+",
    r"\b(?:OPENCLAW_STATE_DIR|SSL_CERT_FILE|HTTPS_PROXY|HOME)\b",
    r"\b(?:open_studio|fcntl|imastudio)\b",
    r"key=value",
    r"\b(?:max_points|today|yesterday)\b",
    r"\bzh 或 en\b",
    r"\[y/N(?:，e 先修改)?\]",
    r"{{.*}}",
)
NAMES = r"UTF-?8|DNS|TLS|Studio|Linux|macOS|WSL|Windows|IMA|API|JSON|ID|Pillow|SKILL\.md|imaclaw\.ai|Suno|DouBao|Wan|8K|1024x1024"
VENDORS = r"\bpts\b|(?<=[\d }])s\b"
"""How the vendor's own Chinese texts count points and seconds."""


def _texts(table: object) -> Iterator[str]:
    match table:
        case Text(zh=chinese):
            yield chinese
        case Mapping():
            for part in table.values():
                yield from _texts(part)
        case Sequence() if not isinstance(table, str):
            for part in table:
                yield from _texts(part)


def _english_in(text: str) -> list[str]:
    for pattern in (VENDORS, *TYPED, NAMES):
        text = re.sub(pattern, " ", text)
    return re.findall(r"[A-Za-z]{2,}|\b[A-Za-z]\b", text)


@pytest.mark.parametrize("module", TABLES, ids=lambda module: module.__name__.rpartition(".")[2])
def test_tables_of_texts_are_chinese(module: ModuleType) -> None:
    """Of sentences, and of words that stand in them."""
    texts = [text for name, table in vars(module).items() if not name.startswith("__") for text in _texts(table)]
    assert texts
    assert {text: found for text in texts if (found := _english_in(text))} == {}


def test_what_the_command_line_says_is_chinese() -> None:
    """Sayings, and reasons of the system."""
    said = [text.zh for text in texts._SAYINGS.values()]
    said += usage._REASONS.values()
    assert {text: found for text in said if (found := _english_in(text))} == {}
