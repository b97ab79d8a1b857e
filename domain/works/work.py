"""Works as values: steps, each a wish, the order in which they hang together, and the film they are laid into.

Rules: a step may use what another one makes, never in a circle; a work is read whole or refused, with the step and the
field that is wrong. A step's name is its identifier in the ledger, so it holds letters, digits, `_` and `-` alone.
Source: architecture, "Works of several media"; decisions 44, 53.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

import attrs

from imastudio.domain.kernel import Kind, frozen_row, nearest, refuse
from imastudio.domain.orders import Input, InputKind, Medium, Notice, TaskType, Wish

MAX_STEPS = 40
MAX_STEP_NAME_CHARS = 40
MAX_FILM_SECONDS = 3600
# \w takes the letters of every script, Chinese ones too.
_NAME = re.compile(rf"[\w-]{{1,{MAX_STEP_NAME_CHARS}}}")
_MADE_OF: Mapping[InputKind, frozenset[Medium]] = MappingProxyType(
    {
        InputKind.IMAGE: frozenset({Medium.IMAGE}),
        InputKind.VIDEO: frozenset({Medium.VIDEO}),
        InputKind.AUDIO: frozenset({Medium.MUSIC, Medium.SPEECH}),
    }
)


@attrs.frozen
class StepOutput:
    """The first result of another step, handed on by its address: nothing is uploaded again."""

    step: str
    kind: InputKind = InputKind.IMAGE


@attrs.frozen(kw_only=True)
class Step:
    """One step: what is wished for, and its inputs in their order. `wish` itself has no inputs.

    `instead` are other wishes that would do as well, the best first: where nobody named a model, and the list has none like
    that of `wish`, or a person wants it cheap. The price settles which it is; they are no part of a document.
    """

    name: str
    wish: Wish
    inputs: tuple[Input | StepOutput, ...] = attrs.field(default=(), converter=frozen_row)
    instead: tuple[Wish, ...] = attrs.field(default=(), converter=frozen_row, eq=False)

    @property
    def task_type(self) -> TaskType:
        """Return the task type; a step always has one."""
        assert self.wish.task_type is not None  # noqa: S101 - `check_work` refuses a step without
        return self.wish.task_type

    @property
    def medium(self) -> Medium:
        """Return what the step makes."""
        return self.task_type.medium

    @property
    def after(self) -> tuple[str, ...]:
        """Return the steps whose results this one needs, each once."""
        return tuple(dict.fromkeys(given.step for given in self.inputs if isinstance(given, StepOutput)))


@attrs.frozen(kw_only=True)
class Shot:
    """One shot of a film: a step that makes a video or a picture.

    `voice` is a step whose speech is heard with it, and the shot lasts as long as that; `seconds` is its length where
    nothing else decides (a picture: IMAGE_SECONDS); `caption` is shown below it.
    """

    step: str
    voice: str | None = None
    seconds: float | None = None
    caption: str | None = attrs.field(default=None, repr=False)


@attrs.frozen(kw_only=True)
class Film:
    """The film that is laid together from the results: shots in order, music under them, a voice over them.

    `seconds` is the length that a person wants; without it the film is as long as its shots, or where it `follows_music`,
    as long as its music.
    """

    shots: tuple[Shot, ...] = attrs.field(converter=frozen_row)
    music: str | None = None
    voice: str | None = None
    seconds: float | None = None
    follows_music: bool = False

    @property
    def steps(self) -> tuple[str, ...]:
        """Return the names of all steps that the film uses, each once."""
        voices = (shot.voice for shot in self.shots)
        used = [*(shot.step for shot in self.shots), *voices, self.music, self.voice]
        return tuple(dict.fromkeys(name for name in used if name is not None))


@attrs.frozen(kw_only=True)
class Work:
    """A work: its steps, by name and in the order they were said, and the film, if one is wanted.

    `max_points` is the most that the whole may cost. `notices` tell what was made up where a brief left it open; they are no
    part of its document.
    """

    title: str = attrs.field(default="", repr=False)
    steps: tuple[Step, ...] = attrs.field(converter=frozen_row)
    film: Film | None = None
    max_points: int | None = None
    notices: tuple[Notice, ...] = attrs.field(default=(), converter=frozen_row, eq=False)

    def __repr__(self) -> str:
        return f"Work({', '.join([*self.names, *(['film'] if self.film else [])])})"

    def __getitem__(self, name: str) -> Step:
        """Return a step by its name."""
        return self.by_name[name]

    @property
    def by_name(self) -> Mapping[str, Step]:
        """Return the steps by name."""
        return {step.name: step for step in self.steps}

    @property
    def names(self) -> tuple[str, ...]:
        """Return the steps' names in their order."""
        return tuple(step.name for step in self.steps)


def check_work(work: Work) -> Work:
    """Return `work` if it hangs together. Raises WishRefused with the step and the field that is wrong."""
    names = work.names
    if not 1 <= len(names) <= MAX_STEPS:
        raise refuse(Kind.VALUE_NOT_OFFERED, "steps", len(names), minimum=1, maximum=MAX_STEPS)
    for name in names:
        if _NAME.fullmatch(name) is None:
            raise refuse(Kind.VALUE_NOT_OFFERED, "steps", name, expected="step_name", maximum=MAX_STEP_NAME_CHARS)
        if names.count(name) > 1:
            raise refuse(Kind.VALUE_NOT_OFFERED, "steps", name, expected="one_of_a_name")
    for step in work.steps:
        if step.wish.task_type is None:
            where = f"steps.{step.name}.task_type"
            raise refuse(Kind.VALUE_NOT_OFFERED, where, None, [task.value for task in TaskType])
    for step in work.steps:
        _check_inputs(step, work)
    if (circle := _circle(work)) is not None:
        raise refuse(Kind.VALUE_NOT_OFFERED, f"steps.{circle[0]}", None, circle, expected="no_circle")
    if work.film is not None:
        _check_film(work.film, work)
    _check_cap(work.max_points)
    return work


def order_of(work: Work) -> Iterator[str]:
    """Yield the steps so that each comes after those it needs, otherwise in their order."""
    done: set[str] = set()
    waiting = list(work.steps)
    while waiting:
        step = next((step for step in waiting if done.issuperset(step.after)), None)
        if step is None:
            return
        done.add(step.name)
        waiting.remove(step)
        yield step.name


def needing(work: Work, names: Iterable[str]) -> frozenset[str]:
    """Return the steps that need a result of `names`, directly or through others; `names` themselves not."""
    needed = set(names)
    found: set[str] = set()
    for name in order_of(work):
        if name not in needed and not needed.union(found).isdisjoint(work[name].after):
            found.add(name)
    return frozenset(found)


def wish_of_step(step: Step, addresses: Mapping[str, str], *, deliver_to: str | None, request_id: str) -> Wish:
    """Return the wish of `step` with what other steps hand on, by their names in `addresses`.

    Exactly that is ordered or nothing: what was agreed to is not changed after a refusal.
    """
    inputs = tuple(
        Input(addresses[given.step], given.kind) if isinstance(given, StepOutput) else given for given in step.inputs
    )
    return attrs.evolve(step.wish, inputs=inputs, deliver_to=deliver_to, request_id=request_id, strict=True)


def _check_inputs(step: Step, work: Work) -> None:
    where = f"steps.{step.name}"
    for given in step.inputs:
        if isinstance(given, StepOutput):
            others = [other for other in work.steps if other.name != step.name]
            fitting = [other.name for other in others if other.medium in _MADE_OF[given.kind]]
            if given.step not in fitting:
                raise refuse(Kind.VALUE_NOT_OFFERED, f"{where}.{given.kind}", given.step, nearest(given.step, fitting))


def _circle(work: Work) -> list[str] | None:
    """Return steps that wait for each other, or None."""
    ordered = set(order_of(work))
    left = [name for name in work.names if name not in ordered]
    return left or None


def _check_film(film: Film, work: Work) -> None:
    if not film.shots:
        raise refuse(Kind.VALUE_NOT_OFFERED, "film.shots", None, work.names)
    for shot in film.shots:
        _check_part(work, "film.shots", shot.step, {Medium.VIDEO, Medium.IMAGE})
        _check_part(work, "film.voice", shot.voice, {Medium.SPEECH})
        _check_seconds("film.shots.seconds", shot.seconds)
    _check_part(work, "film.music", film.music, {Medium.MUSIC})
    _check_part(work, "film.voice", film.voice, {Medium.SPEECH})
    _check_seconds("film.seconds", film.seconds)
    if film.follows_music and film.music is None:
        raise refuse(Kind.VALUE_NOT_OFFERED, "film.length", "music", ("shots",))


def _check_cap(cap: int | None) -> None:
    if cap is not None and cap < 0:
        raise refuse(Kind.VALUE_NOT_OFFERED, "max_points", cap, expected="points")


def _check_part(work: Work, where: str, name: str | None, media: set[Medium]) -> None:
    if name is None:
        return
    fitting = [step.name for step in work.steps if step.medium in media]
    if name not in fitting:
        raise refuse(Kind.VALUE_NOT_OFFERED, where, name, nearest(name, fitting))


def _check_seconds(where: str, seconds: float | None) -> None:
    if seconds is not None and not 0 < seconds <= MAX_FILM_SECONDS:
        raise refuse(Kind.VALUE_NOT_OFFERED, where, seconds, minimum=1, maximum=MAX_FILM_SECONDS)
