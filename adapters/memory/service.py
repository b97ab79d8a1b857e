"""The vendor as a handful of values: takes every order and finishes it after a while, unless told otherwise."""

from collections import deque
from collections.abc import Iterable

from imastudio.domain.lifecycle import Accepted, CreateAnswer, Denied, Detail, DetailAnswer, MediaState, Unsent
from imastudio.domain.orders import CreateRequest, Media, Medium, TaskType
from imastudio.domain.quoting import Catalog
from imastudio.ports.clock import Clock

_FORMATS = {Medium.IMAGE: "png", Medium.VIDEO: "mp4", Medium.MUSIC: "mp3", Medium.SPEECH: "mp3"}


class MemoryService:
    """The `Service` port, in memory.

    `orders` are the requests that were taken, `questions` counts those about tasks. What stands in `create_answers` and
    `detail_answers` is answered first, an exception among them is raised; `catalog_errors` are raised before a product list
    is given.
    """

    def __init__(self, catalogs: Iterable[Catalog] = (), *, clock: Clock, seconds: float = 0.0) -> None:
        self.catalogs = {catalog.task_type: catalog for catalog in catalogs}
        self.orders: list[CreateRequest] = []
        self.questions = 0
        self.create_answers: deque[CreateAnswer | Exception] = deque()
        self.detail_answers: deque[DetailAnswer | Exception] = deque()
        self.catalog_errors: deque[Exception] = deque()
        self._tasks: dict[str, tuple[CreateRequest, float]] = {}
        self._clock = clock
        self._seconds = seconds

    async def products(self, task_type: TaskType) -> Catalog:
        """Return the catalog of a task type, an empty one where none was given."""
        if self.catalog_errors:
            raise self.catalog_errors.popleft()
        return self.catalogs.get(task_type, Catalog(task_type))

    async def create(self, request: CreateRequest) -> CreateAnswer:
        """Take an order, or answer what was scripted."""
        answer = self.create_answers.popleft() if self.create_answers else None
        if isinstance(answer, Exception):
            raise answer
        if answer is not None and not isinstance(answer, Accepted):
            return answer
        if not await request.may_leave():
            return Unsent()
        self.orders.append(request)
        accepted = answer or Accepted(task_id=f"task_{max(len(self.orders), len(self._tasks) + 1)}")
        self._tasks[accepted.task_id] = (request, self._clock.now())
        return accepted

    def take(self, request: CreateRequest, task_id: str) -> None:
        """Have a task that no answer told of, such as one that was made with another program."""
        self.orders.append(request)
        self._tasks[task_id] = (request, self._clock.now())

    def answer_for(self, other: "MemoryService") -> None:
        """Know the tasks of `other`, which another process ordered from the same vendor."""
        self._tasks = other._tasks  # noqa: SLF001 - one vendor, seen by two

    async def detail(self, task_id: str) -> DetailAnswer:
        """Say how a task stands, or answer what was scripted."""
        self.questions += 1
        answer = self.detail_answers.popleft() if self.detail_answers else None
        if isinstance(answer, Exception):
            raise answer
        if answer is not None:
            return answer
        if task_id not in self._tasks:
            return Denied(code=404, status=404)
        request, since = self._tasks[task_id]
        if self._clock.now() < since + self._seconds:
            return Detail(())
        suffix = _FORMATS[request.order.medium]
        addresses = [f"https://results.example.com/{task_id}-{number}.{suffix}" for number in range(request.order.n)]
        return Detail(tuple(MediaState(resource_status=1, status="success", media=Media(url=url)) for url in addresses))
