"""Asking the person through the client, in both ways that the protocol has.

Rules: up to 2025-11-25 the question is a request of its own, answered while the call waits, for less than a minute; from
2026-07-28 on the call is answered with the question and made again with the answer. There an answer counts once, for the
question that this process asked and for exactly what it was about. What a client can't show is not asked.
"""

import asyncio
import secrets
from collections import OrderedDict
from typing import Any

import attrs
import mcp_types as types
from mcp.server.context import ServerRequestContext
from mcp.shared.exceptions import MCPError
from mcp_types.version import MODERN_PROTOCOL_VERSIONS
from pydantic import ValidationError

from imastudio.domain.lifecycle import Answer

PATIENCE_S = 45  # as `wait`: clients give up a call after a minute
MAX_OPEN = 1000
_KEY, _FIELD = "consent", "agreed"
_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {_FIELD: {"type": "boolean", "title": "I agree / 我同意", "default": False}},
    "required": [_FIELD],
}


class InputNeeded(Exception):
    """The call is to be answered with a question."""

    def __init__(self, result: types.InputRequiredResult) -> None:
        super().__init__()
        self.result = result


@attrs.define(eq=False)
class Questions:
    """The questions that this process asked and nobody has answered yet, by a random name; the oldest give way."""

    _open: OrderedDict[str, str] = attrs.field(factory=OrderedDict)

    def ask(self, key: str) -> str:
        """Remember what is asked, and return its name."""
        name = secrets.token_urlsafe(24)
        self._open[name] = key
        while len(self._open) > MAX_OPEN:
            self._open.popitem(last=False)
        return name

    def take(self, name: str | None) -> str | None:
        """Return what was asked under a name, once."""
        return None if name is None else self._open.pop(name, None)


@attrs.frozen(kw_only=True)
class Elicitor:
    """Asks within one call."""

    ctx: ServerRequestContext[Any, Any]
    params: types.CallToolRequestParams
    questions: Questions
    patience: float = PATIENCE_S

    async def confirm(self, message: str, key: str) -> Answer:
        """Return what the person answers. Raises InputNeeded where the call must be made again with the answer."""
        if not self._can_ask:
            return Answer.NONE
        if self.ctx.protocol_version not in MODERN_PROTOCOL_VERSIONS:
            return await self._ask_now(message)
        given = (self.params.input_responses or {}).get(_KEY)
        if self.questions.take(self.params.request_state) == key and isinstance(given, types.ElicitResult):
            return _answer(given)
        request = types.ElicitRequest(params=types.ElicitRequestFormParams(message=message, requested_schema=_SCHEMA))
        raise InputNeeded(
            types.InputRequiredResult(input_requests={_KEY: request}, request_state=self.questions.ask(key))
        )

    @property
    def _can_ask(self) -> bool:
        """Tell whether the client shows forms; a bare `elicitation: {}` does, from before there were modes."""
        capabilities = self.ctx.session.client_capabilities
        able = None if capabilities is None else capabilities.elicitation
        return able is not None and (able.form is not None or able.url is None)

    async def _ask_now(self, message: str) -> Answer:
        try:
            async with asyncio.timeout(self.patience):
                given = await self.ctx.session.elicit_form(message, _SCHEMA, related_request_id=self.ctx.request_id)
        except (TimeoutError, MCPError, ValidationError):  # nobody answers, or the client can't ask after all
            return Answer.NONE
        return _answer(given)


def _answer(given: types.ElicitResult) -> Answer:
    """Return what was answered: only an agreement in so many words is a yes."""
    if given.action == "cancel":
        return Answer.NONE
    agreed = given.action == "accept" and (given.content or {}).get(_FIELD) is True
    return Answer.YES if agreed else Answer.NO
