"""Examples and strategies of works, for every test that plans, orders or films them."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from imastudio.domain.orders import Estimate, Order, Wish
from imastudio.domain.orders.tasks import InputKind, TaskType
from imastudio.domain.works.film import Measured, MeasuredMedia
from imastudio.domain.works.work import Film, Shot, Step, StepOutput, Work
from imastudio.testing.strategies import an_order

NAMES = ("hero", "run", "nap", "bgm", "read", "旺财", "a-1", "b_2")
_TASKS = {
    TaskType.TEXT_TO_IMAGE: None,
    TaskType.IMAGE_TO_IMAGE: InputKind.IMAGE,
    TaskType.IMAGE_TO_VIDEO: InputKind.IMAGE,
    TaskType.REFERENCE_IMAGE_TO_VIDEO: InputKind.IMAGE,
    TaskType.TEXT_TO_MUSIC: None,
    TaskType.TEXT_TO_SPEECH: None,
}


def a_step(name: str, task_type: TaskType, *after: str, prompt: str = "a dog", **wish: Any) -> Step:
    """Return a step that starts from the pictures of `after`."""
    return Step(
        name=name,
        wish=Wish(prompt=prompt, task_type=task_type, **wish),
        inputs=tuple(StepOutput(other) for other in after),
    )


def a_promo(**film: Any) -> Work:
    """Return the work of the manual: a hero, two shots that start from it, music, and the film of them."""
    return Work(
        title="旺财的早晨",
        steps=(
            a_step("hero", TaskType.TEXT_TO_IMAGE, prompt="一只柴犬旺财"),
            a_step("run", TaskType.IMAGE_TO_VIDEO, "hero", prompt="旺财跑过草地"),
            a_step("nap", TaskType.IMAGE_TO_VIDEO, "hero", prompt="旺财打盹"),
            a_step("bgm", TaskType.TEXT_TO_MUSIC, prompt="轻快的木吉他"),
        ),
        film=Film(**({"shots": (Shot(step="run"), Shot(step="nap")), "music": "bgm"} | film)),
    )


def orders_of(work: Work, **changes: Any) -> dict[str, Order]:
    """Return an order for each step, told apart by its points (1, 2, 4 and so on)."""
    return {
        step.name: an_order(
            task_type=step.task_type,
            points=2**number,
            params={"duration": 5} if step.task_type is TaskType.IMAGE_TO_VIDEO else {},
            **changes,
        )
        for number, step in enumerate(work.steps)
    }


@st.composite
def works(draw: st.DrawFn) -> Work:
    """Draw a work that hangs together: steps start from earlier pictures, and a film of what can be shown."""
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=6, unique=True))
    steps: list[Step] = []
    for name in names:
        pictures = [step.name for step in steps if step.medium.value == "image"]
        tasks = [task for task, kind in _TASKS.items() if kind is None or pictures]
        task = draw(st.sampled_from(tasks))
        many = 3 if task is TaskType.REFERENCE_IMAGE_TO_VIDEO else 1
        one_of = (
            st.lists(st.sampled_from(pictures), min_size=1, max_size=many, unique=True) if pictures else st.just([])
        )
        after = [] if _TASKS[task] is None else draw(one_of)
        steps.append(a_step(name, task, *after, prompt=draw(st.sampled_from(["a dog", "旺财", ""]))))
    return Work(
        steps=tuple(draw(st.permutations(steps))),
        film=draw(st.none() | films(steps)),
        max_points=draw(st.none() | st.integers(0, 1000)),
    )


def films(steps: list[Step]) -> st.SearchStrategy[Film | None]:
    """Return films of these steps; None where nothing can be shown."""
    of = {medium: [step.name for step in steps if step.medium.value == medium] for medium in ("music", "speech")}
    shown = [step.name for step in steps if step.medium.value in {"image", "video"}]
    if not shown:
        return st.none()
    voices = st.none() | st.sampled_from(of["speech"]) if of["speech"] else st.none()
    music = st.none() | st.sampled_from(of["music"]) if of["music"] else st.none()
    shots = st.builds(
        Shot,
        step=st.sampled_from(shown),
        voice=voices,
        seconds=st.none() | st.floats(0.5, 20),
        caption=st.none() | st.sampled_from(["hello", "你好"]),
    )
    built = st.builds(
        Film,
        shots=st.lists(shots, min_size=1, max_size=5),
        music=music,
        voice=voices,
        seconds=st.none() | st.floats(1, 60),
        follows_music=st.booleans(),
    )
    return built.filter(lambda film: film.music is not None or not film.follows_music)


estimates = st.integers(0, 300).flatmap(
    lambda lowest: st.builds(
        Estimate,
        lowest=st.just(lowest),
        highest=st.integers(lowest, 600),
        poll_every=st.just(5),
        tell_every=st.just(20),
    )
)


@st.composite
def priced_works(draw: st.DrawFn) -> tuple[Work, Mapping[str, Order]]:
    """Draw a work and an order for each of its steps."""
    work = draw(works())
    orders = {}
    for step in work.steps:
        points, n = draw(st.integers(0, 100)), draw(st.integers(1, 3))
        params = {"duration": draw(st.sampled_from([5, "10", 8]))} if step.medium.value == "video" else {}
        orders[step.name] = an_order(
            task_type=step.task_type,
            model_id=draw(st.sampled_from(["GenBGM", "sonic", "m"])),
            points=points,
            n=n,
            params=params,
            estimate=draw(estimates),
        )
    return work, orders


def a_video(
    seconds: float = 5.0, *, width: int = 320, height: int = 180, rate: int = 24, sound: float | None = None
) -> MeasuredMedia:
    """Return a part that is a video."""
    return MeasuredMedia(
        path=f"/parts/{seconds}-{width}.mp4",
        measured=Measured(
            width=width,
            height=height,
            frames=max(2, round(seconds * rate)),
            rate=Fraction(rate),
            seconds=seconds,
            sound_seconds=sound,
        ),
    )


def a_picture(width: int = 640, height: int = 480) -> MeasuredMedia:
    """Return a part that is a picture."""
    measured = Measured(width=width, height=height, frames=1, rate=Fraction(25), seconds=0.04)
    return MeasuredMedia(path=f"/parts/{width}.png", measured=measured)


def a_sound(seconds: float) -> MeasuredMedia:
    """Return a part that is heard alone."""
    return MeasuredMedia(path=f"/parts/{seconds}.wav", measured=Measured(sound_seconds=seconds))


def unreadable() -> MeasuredMedia:
    """Return a part that can't be read."""
    return MeasuredMedia(path="/parts/broken.mp4", measured=None)


parts = st.one_of(
    st.builds(
        a_video,
        st.floats(0.2, 20),
        width=st.integers(1, 5000),
        height=st.integers(2, 5000),
        rate=st.sampled_from([1, 12, 24, 30, 60, 240]),
        sound=st.none() | st.floats(0.1, 20),
    ),
    st.builds(a_picture, st.integers(1, 6000), st.integers(1, 6000)),
    st.builds(a_sound, st.floats(0.05, 200)),
    st.builds(unreadable),
)
