"""The vendor's three calls over HTTP (facts sections 1 to 4).

Rules: `create` sends once and `detail` asks once; only `products` is repeated inside. Whatever comes back is a value.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

import attrs
from yarl import URL

from imastudio.adapters.ima.envelope import read_reply
from imastudio.adapters.ima.errors import MalformedReply
from imastudio.adapters.ima.http import MIB, Http, NoReply
from imastudio.adapters.ima.products_wire import decode_products
from imastudio.adapters.ima.retries import TryAgain
from imastudio.adapters.ima.settings import BASE_URL
from imastudio.adapters.ima.slow_service_notice import Silence
from imastudio.adapters.ima.tasks_wire import (
    decode_created,
    decode_detail,
    decode_named_task,
    encode_create,
    encode_detail,
)
from imastudio.domain.kernel import Failure, Kind, error_for, unavailable
from imastudio.domain.lifecycle import CreateAnswer, Denied, DetailAnswer, Unanswered, Unclear, Unsent, Why, failure_of
from imastudio.domain.orders import Notice, TaskType

if TYPE_CHECKING:
    from imastudio.domain.kernel import Json
    from imastudio.domain.orders import CreateRequest
    from imastudio.domain.quoting import Catalog

MAX_PRODUCT_LIST_BYTES = 4 * MIB
_PASSING = frozenset({429, 500, 502, 503, 504})
_NOTHING_THERE = frozenset({404, 405, 410})


class ImaService:
    """The `Service` port, over HTTP."""

    def __init__(self, http: Http, *, note: Callable[[Notice], None] = lambda _: None) -> None:
        """Ask nothing yet. `note` is told where the product lists are waited for."""
        self._http = http
        self._address = http.settings.base_url
        self._named: dict[str, Json] = {} if self._address == BASE_URL else {"address": self._address}
        self._silence = Silence(note, self._named)
        base = URL(self._address)
        self._products_url = base / "open/v1/product/list"
        self._create_url = base / "open/v1/tasks/create"
        self._detail_url = base / "open/v1/tasks/detail"
        self._read: dict[TaskType, tuple[bytes, Catalog]] = {}

    async def products(self, task_type: TaskType) -> "Catalog":
        """Return what can be ordered. Raises ServiceUnavailable or AccountProblem; repeated inside."""
        return await self._silence.broken(lambda: self._ask_products(task_type))

    async def create(self, request: "CreateRequest") -> CreateAnswer:
        """Send the order, once. A cancellation goes through: the order may have left by then."""
        body = encode_create(request.order, request.content)
        reply = await self._http.create(self._create_url, body, request.may_leave)
        if isinstance(reply, NoReply):
            return Unclear() if reply.sent else Unsent({**self._named, **reply.way})
        answer = read_reply(reply)
        if isinstance(answer, Denied):
            return attrs.evolve(answer, task_id=decode_named_task(reply.body))
        return decode_created(answer.data) or Unclear()

    async def detail(self, task_id: str) -> DetailAnswer:
        """Ask how a task stands, once."""
        reply = await self._http.ask(self._detail_url, encode_detail(task_id))
        if isinstance(reply, NoReply):
            return Unanswered(why=Why.UNANSWERED, way={**self._named, **reply.way})
        answer = read_reply(reply)
        if isinstance(answer, Denied):
            garbled = answer.code is None and reply.status in range(200, 300)
            return Unanswered(why=Why.MALFORMED, retry_after=answer.retry_after) if garbled else answer
        try:
            return decode_detail(answer.data)
        except MalformedReply:
            return Unanswered(why=Why.MALFORMED, retry_after=reply.retry_after)

    async def _ask_products(self, task_type: TaskType) -> "Catalog":
        query = {"app": "ima", "platform": "web", "category": task_type.value}
        reply = await self._http.get(self._products_url, query, most=MAX_PRODUCT_LIST_BYTES)
        if isinstance(reply, NoReply):
            if self._http.closed:
                raise unavailable("closed")
            raise TryAgain(error_for(Failure(kind=Kind.NETWORK, facts={**self._named, **reply.way})))
        body, catalog = self._read.get(task_type, (None, None))
        if catalog is not None and body == reply.body:
            return catalog  # byte for byte the list that was read before
        answer = read_reply(reply)
        if isinstance(answer, Denied):
            raise self._refusal(answer)
        try:
            catalog = decode_products(answer.data, task_type)
        except (MalformedReply, RecursionError):
            pass  # raised below, outside of the handler, so that nothing of the answer hangs on it
        else:
            self._read[task_type] = (reply.body, catalog)
            return catalog
        raise TryAgain(error_for(Failure(kind=Kind.MALFORMED_REPLY)))

    def _refusal(self, answer: Denied) -> Exception:
        """Return what a refused question raises: one that may pass is asked again."""
        said = answer.code if answer.code is not None else answer.status
        if answer.code is None and answer.status in range(200, 400):
            return TryAgain(error_for(Failure(kind=Kind.MALFORMED_REPLY, code=answer.status)))
        if said in _NOTHING_THERE:
            facts: dict[str, Json] = {"address": self._address, "status": said}
            return error_for(Failure(kind=Kind.NO_API, code=said, facts=facts))
        error = error_for(failure_of(answer.code, answer.status, answer.message))
        return TryAgain(error, answer.retry_after) if said in _PASSING else error
