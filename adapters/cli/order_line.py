"""The command that orders exactly what was quoted: the same account, user, scope, model and parameters, at that price at most."""

import json
import shlex
from collections.abc import Iterator

from imastudio.adapters.cli.connection import Connection
from imastudio.domain.kernel import plain
from imastudio.domain.orders import InputKind, Scope
from imastudio.domain.quoting import Quote

_INPUTS = {InputKind.IMAGE: "--image", InputKind.VIDEO: "--video", InputKind.AUDIO: "--audio"}


def order_line(quoted: Quote, connection: Connection) -> str:
    """Return the command, ready for a shell (decision 55). The key is no part of it."""
    return shlex.join(["ima", "create", *_words(quoted, connection)])


def _words(quoted: Quote, connection: Connection) -> Iterator[str]:
    order, prompt = quoted.order, quoted.content.prompt
    yield f"--prompt={prompt}" if prompt.startswith("-") else prompt
    yield from ("--task-type", order.task_type.value)
    yield from ("--model-id", order.model_id, "--version-id", order.version_id)
    for given in quoted.content.inputs:
        yield from (_INPUTS[given.kind], given.source)
    params = json.dumps(plain(dict(quoted.params)), ensure_ascii=False, sort_keys=True)
    yield from ("--extra-params", params)
    yield from ("--n", str(order.n), "--max-points", str(order.total))
    if order.strict:
        yield "--strict"
    if order.scope is not Scope.ALL_IN_ONE:
        yield from ("--scope", order.scope.value)
    if order.deliver_to is not None:
        yield from ("-o", order.deliver_to)
    yield from _connecting(connection)


def _connecting(connection: Connection) -> Iterator[str]:
    said = {"--user-id": connection.user_id, "--base-url": connection.base_url}
    for option, value in said.items():
        if value is not None:
            yield from (option, value)
    if connection.offline:
        yield "--offline"
