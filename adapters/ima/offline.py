"""The vendor when it runs inside this process: a task that it doesn't know ended with an earlier process.

Its product lists are read where the fake server has them, so that whoever only looks starts no server and loads no HTTP client.
"""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

from imastudio.adapters.ima.http import Http
from imastudio.adapters.ima.products_wire import decode_products
from imastudio.adapters.ima.service import ImaService
from imastudio.domain.lifecycle import Denied, DetailAnswer, Gone

if TYPE_CHECKING:
    from imastudio.domain.orders import TaskType
    from imastudio.domain.quoting import Catalog

_NOT_FOUND = 404


class OfflineService(ImaService):
    """The `Service` port before the bundled fake server, which forgets everything when it ends.

    `groups_of` returns the product list of a task type, as the server would send it.
    """

    def __init__(self, http: Http, groups_of: Callable[[str], object]) -> None:
        """Ask nothing yet."""
        super().__init__(http)
        self._groups_of = groups_of
        self._catalogs: dict[TaskType, Catalog] = {}

    async def products(self, task_type: "TaskType") -> "Catalog":
        """Return what can be ordered."""
        if task_type not in self._catalogs:
            groups = json.loads(json.dumps(self._groups_of(task_type.value)))  # as it would come over the wire
            self._catalogs[task_type] = decode_products(groups, task_type)
        return self._catalogs[task_type]

    async def detail(self, task_id: str) -> DetailAnswer:
        """Ask how a task stands; one that is not known is gone for good."""
        answer = await super().detail(task_id)
        gone = isinstance(answer, Denied) and _NOT_FOUND in {answer.code, answer.status}
        return Gone() if gone else answer
