"""One call of a tool, as the tools see it: its arguments, whom to ask, whom to tell; and what they answer.

Rules: an argument that a tool does not know is refused with the one that was meant; a number that is none, or negative, is
refused with its name; nothing here knows the protocol.
"""

from collections.abc import Awaitable, Callable, Mapping
from enum import StrEnum
from typing import Any, TypeAlias, TypeVar

import attrs

from imastudio.adapters.mcp.texts import question_of
from imastudio.domain.kernel import Json, Kind, nearest, read_decimal, refuse, shown
from imastudio.domain.lifecycle import Answer, Result, Subject
from imastudio.domain.orders import Language

Confirm: TypeAlias = Callable[[str, str], Awaitable[Answer]]
"""Asks the person through the client: the question, and a key of exactly what it is about."""
Tell: TypeAlias = Callable[[float, str], Awaitable[None]]
"""Tells the client how far it has come: percent, and a text."""
Closed = TypeVar("Closed", bound=StrEnum)


@attrs.frozen(kw_only=True)
class Call:
    """One call."""

    arguments: Mapping[str, Json]
    confirm: Confirm
    tell: Tell
    language: Language = "en"

    async def ask(self, subject: Subject) -> Answer:
        """Ask the person for exactly this, through the client."""
        return await self.confirm(question_of(subject, self.language), subject.key)

    def text(self, name: str) -> str | None:
        """Return a text, or None where it isn't given or empty. Raises WishRefused."""
        value = self.arguments.get(name)
        if value is None or value == "":
            return None
        if not isinstance(value, str):
            raise refuse(Kind.VALUE_NOT_OFFERED, name, shown(value), expected="text")
        return value

    def needed(self, name: str) -> str:
        """Return a text that must be there. Raises WishRefused."""
        value = self.text(name)
        if value is None:
            raise refuse(Kind.VALUE_NOT_OFFERED, name, expected="text")
        return value

    def word(self, name: str, kind: type[Closed]) -> Closed | None:
        """Return a member of a closed set. Raises WishRefused with what would do."""
        value = self.text(name)
        if value is None:
            return None
        if value not in set(kind):
            raise refuse(Kind.VALUE_NOT_OFFERED, name, shown(value), nearest(value, list(kind)))
        return kind(value)

    def number(self, name: str, usual: float, highest: float) -> float:
        """Return a number from 0 to `highest`, `usual` where none is given; "30" is 30. Raises WishRefused."""
        value = self.arguments.get(name)
        if value is None:
            return usual
        number = read_decimal(value) if isinstance(value, str) else value
        if not isinstance(number, int | float) or isinstance(number, bool) or not number >= 0:
            raise refuse(Kind.VALUE_NOT_OFFERED, name, shown(value), (0, highest), minimum=0, maximum=highest)
        return min(number, highest)

    def switch(self, name: str) -> bool:
        """Return a switch that is off where nothing is said. Raises WishRefused."""
        value = self.arguments.get(name)
        if value is None or isinstance(value, bool):
            return bool(value)
        raise refuse(Kind.VALUE_NOT_OFFERED, name, shown(value), (True, False))


def check_names(arguments: Mapping[str, Json], known: Mapping[str, Any]) -> None:
    """Refuse an argument that a tool does not know. Raises WishRefused with the nearest."""
    for name in arguments:
        if name not in known:
            raise refuse(Kind.UNKNOWN_PARAMETER, str(shown(name)), None, nearest(name, known))


@attrs.frozen(kw_only=True)
class ToolReply:
    """A tool's answer: the document, the same in short for people, and the result whose media it shows."""

    document: Mapping[str, Any]
    text: str
    failed: bool = False
    result: Result | None = None
