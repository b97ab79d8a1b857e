"""What each effect does to the world, and the event that comes of it.

A step knows neither heap nor flight nor ledger: when it is done, and how its event is kept, is the engine's affair; so every
engine takes the same steps. `CreateTask` is the paid POST: who performs it has committed `Sending` before, and records `Lost`
where it is cut short.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import TypeAlias, assert_never

import attrs

from imastudio.adapters.engine.context import Ports
from imastudio.domain.kernel import Failure, ImaError, Kind
from imastudio.domain.lifecycle import (
    AskDetail,
    Created,
    CreateTask,
    Deliver,
    Delivered,
    DeliveryStarted,
    Event,
    Failed,
    Generation,
    Lost,
    News,
    Noticed,
    NotYet,
    Recover,
    Refused,
    Rejected,
    Reordered,
    Succeeded,
    Uploaded,
    UploadInputs,
    UploadStarted,
    Why,
    filled,
    judge_create,
    judge_detail,
    judge_recovery,
    needs_products,
    place_of,
)
from imastudio.domain.orders import Content, CreateRequest, Media, Notice, Order, SentInput
from imastudio.domain.quoting import needs_verification

_ADDRESS_REFUSED = frozenset({401, 403, 404, 410})
Say: TypeAlias = Callable[[News], None]
Durations: TypeAlias = Callable[[Order], Awaitable[Sequence[float]]]
Doable: TypeAlias = UploadInputs | CreateTask | Recover | AskDetail | Deliver


@attrs.frozen
class Performed:
    """The event that came of an effect, and what the order is made of from now on."""

    event: Event
    content: Content | None = attrs.field(default=None, repr=False)


class Steps:
    """Performs effects. `say` passes on what a person may hear while it goes on.

    `durations` tells how many seconds tasks like that of an order took, oldest first.
    """

    def __init__(self, ports: Ports, durations: Durations | None = None) -> None:
        """Do nothing yet."""
        self._ports = ports
        self._durations = durations

    async def perform(self, effect: Doable, generation: Generation, content: Content | None, say: Say) -> Performed:
        """Do `effect`, the next of `generation`, and return what came of it."""
        match effect:
            case AskDetail():
                return Performed(await self.ask(generation), content)
            case Deliver():
                return Performed(await self.deliver(generation, say), content)
            case UploadInputs() | CreateTask() | Recover() if content is None:
                return Performed(Rejected(Failure(kind=Kind.INTERRUPTED)))
            case UploadInputs():
                return await self.upload(generation, content, say)
            case CreateTask():
                return Performed(await self.create(generation, content), content)
            case Recover():
                return Performed(await self.recover(generation, content), content)
            case _:
                assert_never(effect)

    async def upload(self, generation: Generation, content: Content, say: Say) -> Performed:
        """Give every input an address."""
        uploads = self._ports.uploads
        sent: list[SentInput] = []
        count, index = sum(not given.is_url for given in content.inputs), 0
        try:
            for given in content.inputs:
                facts = await uploads.inspect(given)
                if not given.is_url:  # an address is passed on as it is
                    index += 1
                    say(UploadStarted(index=index, count=count, size=facts.size))
                put = await uploads.put(given)
                if put.stripped and not any(one.stripped for one in sent):
                    say(Noticed(Notice("metadata_removed")))
                if needs_verification(generation.order) and given.is_url:
                    put = attrs.evolve(put, facts=await uploads.measure(given))
                sent.append(put)
                if needs_verification(generation.order):
                    await uploads.verify(sent[-1])
        except ImaError as error:
            return Performed(Rejected(error.failure), content)
        return Performed(Uploaded(), attrs.evolve(content, sent=tuple(sent)))

    async def create(
        self, generation: Generation, content: Content, may_leave: Callable[[], Awaitable[bool]] | None = None
    ) -> Created | Refused | Rejected | Lost:
        """Send the paid POST, once; whatever comes of it is an event, but for cancellation.

        `may_leave` is the last question before it leaves: see `CreateRequest`.
        """
        if (
            len(content.sent) < generation.order.input_count
        ):  # without its inputs it is another order than was agreed to
            return Rejected(Failure(kind=Kind.INTERRUPTED))
        request = CreateRequest(generation.order, content)
        if may_leave is not None:
            request = attrs.evolve(request, may_leave=may_leave)
        try:
            answer = await self._ports.service.create(request)
        except Exception as error:  # noqa: BLE001 - whatever it was, the points may be gone
            self._ports.journal.error("create_failed", error=error, generation=generation.id)
            return Lost(Failure(kind=Kind.OUTCOME_UNKNOWN))
        return judge_create(generation, answer)

    async def recover(self, generation: Generation, content: Content) -> Reordered | Rejected:
        """Find the order that takes the place of a refused one."""
        catalog = None
        if generation.failure is not None and needs_products(generation.failure):
            try:
                catalog = await self._ports.service.products(generation.order.task_type)
            except ImaError as error:
                self._ports.journal.warning("products_unavailable", kind=error.failure.kind.value)
        return judge_recovery(generation, content, catalog)

    async def ask(self, generation: Generation) -> Succeeded | Failed | NotYet:
        """Ask once how the task stands."""
        known = () if self._durations is None else await self._durations(generation.order)
        answer = await self._ports.service.detail(generation.task_id or "")
        return judge_detail(generation, answer, self._ports.clock.now(), known)

    async def deliver(self, generation: Generation, say: Say) -> Delivered | NotYet:
        """Bring the results to where the order wants them."""
        if not generation.misses:  # that it is tried again is no news
            say(DeliveryStarted(count=len(generation.medias)))
        delivered = await self.fetch(generation, generation.order.deliver_to or "")
        if isinstance(delivered, Failure):
            pause = generation.order.estimate.poll_every
            return NotYet(why=Why.UNDELIVERED, pause=pause, missed=True, failure=delivered)
        return delivered

    async def fetch(self, generation: Generation, into: str) -> Delivered | Failure:
        """Fetch the results of `generation` to the place `into`; why not, and a line in the log, where that fails.

        A stored address is a hint: where it is refused, the task is asked once for those that hold now (decision 42).
        """
        try:
            return Delivered(await self._fetch(generation, generation.medias, into))
        except ImaError as error:
            failure = error.failure
        try:
            medias = await self._found_anew(generation) if failure.code in _ADDRESS_REFUSED else ()
            if medias:
                files = await self._fetch(generation, medias, into)
                return Delivered(files, medias if medias != generation.medias else ())
        except ImaError as error:
            failure = error.failure
        self._ports.journal.warning("delivery_failed", generation=generation.id, kind=failure.kind.value)
        return failure

    async def _fetch(self, generation: Generation, medias: Sequence[Media], into: str) -> tuple[str, ...]:
        place = place_of(into)
        name = generation.id if place.name is None else place.name
        if place.is_template:
            ordered = datetime.fromtimestamp(generation.intended_at).astimezone()
            name = filled(
                name,
                date=f"{ordered:%Y-%m-%d}",
                time=f"{ordered:%H%M%S}",
                model=generation.order.model_name,
                task=generation.order.task_type.value,
                id=generation.id,
            )
        return await self._ports.delivery.fetch(medias, place.folder, name)

    async def _found_anew(self, generation: Generation) -> tuple[Media, ...]:
        """Return the results as the service knows them now; nothing where it knows fewer."""
        event = await self.ask(generation)
        medias = event.medias if isinstance(event, Succeeded | Failed) else ()
        return medias if len(medias) >= len(generation.medias) else ()
