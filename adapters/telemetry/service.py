"""The vendor's calls as spans."""

from opentelemetry.trace import SpanKind, Tracer

from imastudio.domain.lifecycle import CreateAnswer, DetailAnswer
from imastudio.domain.orders import CreateRequest, TaskType
from imastudio.domain.quoting import Catalog
from imastudio.ports.service import Service


class TracedService:
    """The `Service` port around another: each call is a span called `ima.create`, `ima.detail` or `ima.products`."""

    def __init__(self, service: Service, tracer: Tracer) -> None:
        """Stand before it."""
        self._service = service
        self._tracer = tracer

    async def products(self, task_type: TaskType) -> Catalog:
        """Return what can be ordered."""
        attributes = {"ima.task_type": task_type.value}
        with self._tracer.start_as_current_span("ima.products", kind=SpanKind.CLIENT, attributes=attributes):
            return await self._service.products(task_type)

    async def create(self, request: CreateRequest) -> CreateAnswer:
        """Send the order, once."""
        order = request.order
        attributes = {"ima.model": order.model_id, "ima.task_type": order.task_type.value, "ima.points": order.total}
        with self._tracer.start_as_current_span("ima.create", kind=SpanKind.CLIENT, attributes=attributes) as span:
            answer = await self._service.create(request)
            span.set_attribute("ima.answer", type(answer).__name__)
            return answer

    async def detail(self, task_id: str) -> DetailAnswer:
        """Ask how a task stands, once."""
        attributes = {"ima.task_id": task_id}
        with self._tracer.start_as_current_span("ima.detail", kind=SpanKind.CLIENT, attributes=attributes) as span:
            answer = await self._service.detail(task_id)
            span.set_attribute("ima.answer", type(answer).__name__)
            return answer
