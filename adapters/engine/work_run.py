"""One run of a work: orders what may be ordered, waits for what is under way, lays the film together.

Rules: what may be ordered is the domain's to say (`works.progress`); what is told is told in order, and who is slow to listen
keeps nobody from ordering.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import PurePath

import attrs

from imastudio.domain.kernel import Failure, ImaError, Kind, ServiceUnavailable, WishRefused, error_for
from imastudio.domain.lifecycle import Generation, Result, Row, Stage, place_of, stops, work_purse
from imastudio.domain.orders import Input, InputFacts, Notice, Wish
from imastudio.domain.works import (
    Edit,
    FilmLeftOut,
    FilmMade,
    FilmNotMade,
    FilmStarted,
    MeasuredMedia,
    Step,
    StepEnded,
    StepOutput,
    StepRefused,
    StepStarted,
    WorkEnded,
    WorkNews,
    WorkOutcome,
    WorkProgress,
    WorkRecord,
    edit_of,
    held_points,
    judge_moved,
    progress_of,
    wish_of_step,
)
from imastudio.ports.films import Films
from imastudio.ports.journal import Journal
from imastudio.ports.studio import Studio
from imastudio.ports.works import Tell

FILM_NAME = "film.mp4"
TELL_TIMEOUT_S = 120.0
_OTHER_PRICES = frozenset({Kind.CREDIT_MISMATCH, Kind.NO_RULE_MATCH, Kind.ATTRIBUTE_MISMATCH, Kind.INVALID_ATTRIBUTE})


async def unheard(_: WorkNews) -> None:
    """Tell nobody."""


class Teller:
    """Tells one listener in order; a word that fails, or takes too long, harms nobody."""

    def __init__(self, tell: Tell, journal: Journal) -> None:
        """Tell nothing yet."""
        self._tell = tell
        self._journal = journal
        self._news: asyncio.Queue[WorkNews | None] = asyncio.Queue()
        self._telling = asyncio.create_task(self._work())

    def say(self, news: WorkNews) -> None:
        """Have it told after what was said before."""
        self._news.put_nowait(news)

    async def close(self) -> None:
        """Return when everything is told."""
        self._news.put_nowait(None)
        try:
            await asyncio.shield(self._telling)
        except asyncio.CancelledError:
            self._telling.cancel()
            raise

    async def _work(self) -> None:
        while (news := await self._news.get()) is not None:
            try:
                async with asyncio.timeout(TELL_TIMEOUT_S):
                    await self._tell(news)
            except Exception as error:  # noqa: BLE001 - who listens may not fail a paid work
                self._journal.error("messenger_failed", error=error)


async def generations_of(studio: Studio, record: WorkRecord) -> tuple[dict[str, Row], int]:
    """Return the latest row of each step that has one, and the points held by all attempts at all steps."""
    latest: dict[str, Row] = {}
    every = []
    for name in record.work.names:
        for request_id in record.request_ids(name):
            row = await studio.ordered(request_id)
            if row is not None:
                every.append(row.generation)
            if row is not None and request_id == record.request_id(name):
                latest[name] = row
    return latest, held_points(every)


@attrs.define(eq=False, kw_only=True)
class WorkRun:
    """One run of one work, by one process. `timeout` is the longest wait for each step in seconds (None: its medium's)."""

    studio: Studio
    films: Films
    record: WorkRecord
    teller: Teller
    timeout: float | None = None
    offline: bool = False
    stopped_by: Failure | None = attrs.field(default=None, init=False)
    _tried: set[str] = attrs.field(factory=set, init=False)
    _refused: dict[str, Failure] = attrs.field(factory=dict, init=False)
    _unwaited: set[str] = attrs.field(factory=set, init=False)
    _done: set[str] = attrs.field(factory=set, init=False)
    _unsaved: dict[str, Result] = attrs.field(factory=dict, init=False)
    _notices: list[Notice] = attrs.field(factory=list, init=False)

    async def drive(self) -> WorkOutcome:
        """Order and wait until nothing more can be done; return how the work stands. It makes no film."""
        under_way: dict[str, asyncio.Task[None]] = {}
        self._done = set((await self._look())[1].done)
        try:
            while True:
                rows, progress = await self._look()
                for name in self._next(rows, progress, under_way):
                    under_way[name] = asyncio.create_task(self._step(name, rows), name=name)
                if not under_way:
                    return self._outcome(rows, progress)
                await asyncio.wait(under_way.values(), return_when=asyncio.FIRST_COMPLETED)
                for name in [name for name, task in under_way.items() if task.done()]:
                    await under_way.pop(name)
        finally:
            await _end_all(under_way.values())

    async def film(self, outcome: WorkOutcome) -> WorkOutcome:
        """Lay together what can be shown, and return the outcome with it; the parts are kept in any case."""
        film, into = self.record.work.film, self.record.deliver_to
        if film is None or self._has_film or not _is_over(outcome):
            return outcome
        if into is None or not self.films.available:
            return self._left_out(outcome, Notice("film_needs_folder" if into is None else "film_needs_extra"))
        self.teller.say(FilmStarted())
        parts = await self._parts(outcome, film.steps)
        edit = edit_of(film, parts)
        if edit is None:
            return self._left_out(outcome, Notice("film_without_shots"))
        target = self.record.replaced or self._free_place(place_of(into).folder)
        try:
            await self.films.make(edit, target)
        except FilmNotMade as error:
            return self._left_out(outcome, Notice("film_not_made", {"reason": error.reason}))
        return self._with_film(outcome, edit, target)

    @property
    def _has_film(self) -> bool:
        """Tell whether the film was made, and is still where it was put."""
        return self.record.film is not None and self.films.exists(self.record.film)

    def _free_place(self, folder: str) -> str:
        """Return a path that is nobody else's: a film of another work in the same folder stays."""
        usual = str(PurePath(folder) / FILM_NAME)
        return str(PurePath(folder) / f"film-{self.record.id}.mp4") if self.films.exists(usual) else usual

    def _with_film(self, outcome: WorkOutcome, edit: Edit, target: str) -> WorkOutcome:
        self.teller.say(FilmMade(path=target, seconds=edit.seconds, notices=edit.notices))
        self.record = attrs.evolve(self.record, film=target)
        return attrs.evolve(outcome, record=self.record, notices=(*outcome.notices, *edit.notices))

    def _left_out(self, outcome: WorkOutcome, notice: Notice) -> WorkOutcome:
        self.teller.say(FilmLeftOut(notice))
        return attrs.evolve(outcome, notices=(*outcome.notices, notice))

    def end(self, outcome: WorkOutcome) -> None:
        """Say the last word."""
        self.teller.say(
            WorkEnded(
                work_id=self.record.id,
                progress=outcome.progress,
                film=outcome.film,
                stopped_by=self.stopped_by,
                unsaved=tuple(name for name in outcome.progress.done if outcome.results[name].error is not None),
                wait_ended=bool(outcome.progress.running),
                offline=self.offline,
            )
        )

    # what is done next

    async def _look(self) -> tuple[dict[str, Row], WorkProgress]:
        rows, held = await generations_of(self.studio, self.record)
        generations = {name: row.generation for name, row in rows.items()}
        tried, refused = frozenset(self._tried), self._refused
        return rows, progress_of(self.record.work, generations, tried=tried, refused=refused, held=held)

    def _next(self, rows: Mapping[str, Row], progress: WorkProgress, under_way: Mapping[str, object]) -> list[str]:
        ready = progress.ready if self.stopped_by is None else ()
        unfetched = (name for name in progress.done if self._is_unfetched(rows[name].generation))
        waited_for = (name for name in (*progress.running, *unfetched) if name not in self._unwaited)
        return [name for name in (*ready, *waited_for) if name not in under_way]

    def _is_unfetched(self, generation: Generation) -> bool:
        """Tell whether results that are paid for are not on the disk: they never came, or are gone since."""
        return generation.undelivered or not all(map(self.films.exists, generation.files or ()))

    def _outcome(self, rows: Mapping[str, Row], progress: WorkProgress) -> WorkOutcome:
        return WorkOutcome(
            record=self.record,
            progress=progress,
            results={name: self.studio.look_at(row) for name, row in rows.items()} | self._unsaved,
            refused=self._refused,
            stopped_by=self.stopped_by,
            notices=tuple(self._notices),
        )

    # one step

    async def _step(self, name: str, rows: Mapping[str, Row]) -> None:
        known = None if name not in rows else rows[name].generation
        try:
            if known is not None and known.stage is not Stage.REJECTED:
                result = await self.studio.wait(known.id, timeout=self.timeout)
            else:
                result = await self._ordered(name, rows)
        except ImaError as error:
            self._refuse(name, error.failure, halts=not isinstance(error, ServiceUnavailable))
            return
        self._unwaited.add(name)  # once in each run
        if result.status == "rejected" and self.stopped_by is None:
            self.stopped_by = _why_stopped(result.error)
        self._notices += [Notice(one.code, {**one.facts, "step": name}) for one in result.notices]
        if result.status == "succeeded":
            self._done.add(name)
            if result.error is not None:
                self._unsaved[name] = result
        self.teller.say(StepEnded(step=name, result=result, done=len(self._done), count=len(self.record.work.steps)))

    async def _ordered(self, name: str, rows: Mapping[str, Row]) -> Result:
        """Order a step exactly as it was agreed to, and wait for it. Raises WishRefused, and what a quote raises."""
        self._tried.add(name)
        step = self.record.work[name]
        addresses = {other: str(self.studio.look_at(rows[other]).url) for other in step.after}
        wish = wish_of_step(step, addresses, deliver_to=self.record.deliver_to, request_id=self.record.request_id(name))
        quote = await self.studio.quote(wish, facts=handed_facts(step, wish))
        moved = judge_moved(self.record.orders[name], quote.order)
        if moved is not None:
            raise WishRefused(moved)
        purses = {work_purse(self.record.id): self.record.agreed or 0}
        result = await self.studio.submit(wish, quote=quote, purses=purses)
        if result.status == "running":
            order = result.generation.order
            news = StepStarted(step=name, medium=order.medium, model_name=order.model_name, points=order.total)
            self.teller.say(news)
        if result.status == "rejected" and result.error is not None and await self._is_nowhere(name):
            raise error_for(result.error)  # a purse refused it, before the ledger had it
        return await self.studio.wait(result.id, timeout=self.timeout)

    async def _is_nowhere(self, name: str) -> bool:
        """Tell whether the ledger has no order of a step."""
        return await self.studio.ordered(self.record.request_id(name)) is None

    def _refuse(self, name: str, failure: Failure, *, halts: bool) -> None:
        """Note that a step was not ordered: what was agreed to can't be had, so nothing further is begun but by a person's word.

        An answer that did not come says nothing of that: the next run tries again.
        """
        self._refused[name] = failure
        self._unwaited.add(name)
        if halts and self.stopped_by is None:
            self.stopped_by = failure
        self.teller.say(StepRefused(step=name, failure=failure, stops=halts))

    # the film

    async def _parts(self, outcome: WorkOutcome, names: Iterable[str]) -> dict[str, MeasuredMedia]:
        found: dict[str, MeasuredMedia] = {}
        for name in names:
            result = outcome.results.get(name)
            path = None if result is None else await self._file(result)
            if path is not None:
                found[name] = MeasuredMedia(path=path, measured=await self.films.measure(path))
        return found

    async def _file(self, result: Result) -> str | None:
        """Return where the first result lies, fetched again if it is not there any more."""
        if not result.medias:
            return None
        if not (result.files and self.films.exists(result.files[0])):
            with suppress(ImaError):
                result = await self.studio.wait(result.id, timeout=self.timeout)
        return next((path for path in result.files if self.films.exists(path)), None)


def _why_stopped(failure: Failure | None) -> Failure | None:
    """Return why no further step is begun after a refusal of the vendor: none could be, or its prices are others by now."""
    if failure is not None and failure.kind in _OTHER_PRICES:
        return Failure(kind=Kind.PRICE_MOVED)
    return failure if stops(failure) else None


def handed_facts(step: Step, wish: Wish) -> Mapping[Input, InputFacts]:
    """Return what is known of what other steps hand on: its kind. It is made by the service itself, so nobody looks at it."""
    pairs = zip(step.inputs, wish.inputs, strict=True)
    return {given: InputFacts(kind=given.kind) for said, given in pairs if isinstance(said, StepOutput)}


def _is_over(outcome: WorkOutcome) -> bool:
    """Tell whether no step of this work will come any more without a new word of a person."""
    return not outcome.progress.running and not outcome.progress.unordered and outcome.stopped_by is None


async def _end_all(tasks: Iterable["asyncio.Task[None]"]) -> None:
    left: Sequence[asyncio.Task[None]] = [task for task in tasks if not task.done()]
    for task in left:
        task.cancel()
    if left:
        await asyncio.wait(left)
