"""What people are told of a work, at a terminal and in a chat.

Rules: one acknowledgement, one start with the whole price and time, each step with i/N, one end; results are shown by their
addresses, a film before its link; in a chat nothing technical is said.
"""

from collections.abc import Iterator, Sequence
from typing import TypeAlias, assert_never

import attrs

from imastudio.domain.kernel import Json
from imastudio.domain.lifecycle import Result, Stage
from imastudio.domain.messages.chat_messages import Message
from imastudio.domain.messages.ended import say_end_without_success, show_kept, show_success
from imastudio.domain.messages.error_translation import say_failure, say_notice
from imastudio.domain.messages.rendering import Audience, harmless, render
from imastudio.domain.messages.text import Rendered
from imastudio.domain.messages.value_names import MEDIA
from imastudio.domain.messages.work_texts import (
    FILM_MADE,
    FILM_MADE_IN_CHAT,
    FILM_STARTED,
    GO_ON_WITH,
    PLAN_FILM,
    PLAN_HEAD,
    PLAN_MUSIC,
    PLAN_STATUS,
    PLAN_STEP,
    PLAN_VOICE,
    REDO_WITH,
    STATUSES,
    STEP_DONE,
    STEP_DONE_AT,
    STEP_NOT_DONE,
    STEP_REFUSED,
    STEP_RUNS,
    STEP_STARTED,
    STEP_UNKNOWN,
    UNSAVED,
    WORK_ACKNOWLEDGED,
    WORK_ASKS,
    WORK_ENDED,
    WORK_STARTED,
    WORK_WENT_ON,
)
from imastudio.domain.orders import Language, Medium, Notice, Scope
from imastudio.domain.quoting import NO_ADVICE
from imastudio.domain.works import (
    Film,
    FilmLeftOut,
    FilmMade,
    FilmStarted,
    Plan,
    StepEnded,
    StepRefused,
    StepStarted,
    WorkAcknowledged,
    WorkEnded,
    WorkNews,
    WorkProgress,
    WorkStarted,
)

MAX_PROMPT_CHARS = 60
_RATIO = "aspect_ratio"
_ENDED_BADLY = frozenset({Stage.FAILED, Stage.REJECTED})
_ToAll: TypeAlias = WorkAcknowledged | WorkStarted | StepStarted | StepRefused | FilmStarted | FilmLeftOut


def say_work(news: WorkNews, language: Language) -> str:
    """Say a piece of news of a work at a terminal."""
    match news:
        case StepEnded(result=result) if result.status == "succeeded":
            place = _place(result)
            done = render(
                [STEP_DONE_AT, STEP_DONE], {**_counted(news), "place": Rendered(place) if place else None}, language
            )
            return done if result.error is None else f"{done}\n{say_failure(result.error, language)}"
        case StepEnded():
            return _not_done(news, language, "terminal")
        case FilmMade(path=path, seconds=seconds, notices=notices):
            made = render([FILM_MADE], {"seconds": round(seconds), "path": Rendered(path)}, language)
            return "\n".join([made, *(say_notice(notice, language) for notice in notices)])
        case WorkEnded():
            return "\n".join(_end(news, language, "terminal"))
    return _say_to_all(news, language, "terminal")


def work_messages(news: WorkNews, language: Language) -> tuple[Message, ...]:
    """Return what is sent into a chat for a piece of news of a work."""
    match news:
        case StepStarted() | FilmStarted():
            return ()
        case StepEnded(result=result) if result.status == "succeeded":
            head = render([STEP_DONE], _counted(news), language)
            first, *rest = show_success(result.generation, NO_ADVICE, language)
            return (attrs.evolve(first, text=f"{head}\n{first.text}"), *rest)
        case StepEnded(result=result):
            kept = show_kept(result.generation, language) if result.generation.stage is Stage.FAILED else ()
            return (*kept, Message(text=_not_done(news, language, "chat")))
        case FilmMade(seconds=seconds):
            return (Message(text=render([FILM_MADE_IN_CHAT], {"seconds": round(seconds)}, language)),)
        case WorkEnded():
            return (Message(text="\n".join(_end(news, language, "chat"))),)
    return (Message(text=_say_to_all(news, language, "chat")),)


def say_plan(plan: Plan, language: Language, progress: WorkProgress | None = None) -> str:
    """Say what a work would order and cost, as a tree; with `progress`, how far it is.

    Below each step stand those that start from it.
    """
    facts: dict[str, Json] = {
        "title": plan.work.title or None,
        "ratio": next((step.wish.params[_RATIO] for step in plan.work.steps if _RATIO in step.wish.params), None),
        "count": len(plan.steps),
        "total": plan.total,
        "lowest": plan.lowest_seconds,
        "highest": plan.estimated_seconds,
    }
    lines = [render(PLAN_HEAD, facts, language), *_tree(plan, language, progress)]
    if plan.work.film is not None:
        lines.append(_film(plan.work.film, plan.film_seconds, language))
    lines += [f"• {_noticed(notice, language)}" for notice in plan.notices]
    return "\n".join(lines)


def _noticed(notice: Notice, language: Language) -> str:
    said, step = say_notice(notice, language), notice.facts.get("step")
    return f"{harmless(step)}: {said}" if isinstance(step, str) else said


def _say_to_all(news: _ToAll, language: Language, audience: Audience) -> str:
    match news:
        case WorkAcknowledged(media=media):
            return render([WORK_ACKNOWLEDGED], {"media": Rendered(_media(media, language))}, language)
        case WorkStarted(plan=plan, to_pay=to_pay):
            facts: dict[str, Json] = {
                "count": len(plan.steps),
                "total": to_pay,
                "lowest": plan.lowest_seconds,
                "highest": plan.estimated_seconds,
            }
            return render(WORK_STARTED if to_pay == plan.total else [WORK_WENT_ON], facts, language)
        case StepStarted(step=step, medium=medium, model_name=model, points=points):
            named: dict[str, Json] = {
                "step": step,
                "medium": MEDIA[medium].within(language),
                "model": model,
                "points": points,
            }
            return render([STEP_STARTED], named, language)
        case StepRefused(step=step, failure=failure, stops=stops):
            reason = Rendered(say_failure(failure, language, audience=audience))
            said = render([STEP_REFUSED], {"step": step, "reason": reason}, language)
            return f"{said}\n{WORK_ASKS.within(language)}" if stops else said
        case FilmStarted():
            return FILM_STARTED.within(language)
        case FilmLeftOut(notice=notice):
            return say_notice(notice, language, audience=audience)
    assert_never(news)


def _media(media: Sequence[Medium], language: Language) -> str:
    return ("、" if language == "zh" else ", ").join(MEDIA[one].within(language) for one in dict.fromkeys(media))


def _counted(news: StepEnded) -> dict[str, Json]:
    return {"step": news.step, "done": news.done, "count": news.count}


def _place(result: Result) -> str:
    return result.files[0] if result.files else result.url or ""


def _not_done(news: StepEnded, language: Language, audience: Audience) -> str:
    """Say that a step was not made, or that nobody knows, or that it goes on."""
    generation = news.result.generation
    facts = _counted(news)
    if generation.stage is Stage.UNKNOWN:
        return render([STEP_UNKNOWN], facts, language)
    if generation.stage not in _ENDED_BADLY:
        return render([STEP_RUNS], facts, language)
    head = render([STEP_NOT_DONE], facts, language)
    said = say_end_without_success(generation, NO_ADVICE, language, audience, Scope.ALL_IN_ONE)
    return f"{head}\n{said}"


def _end(news: WorkEnded, language: Language, audience: Audience) -> Iterator[str]:
    progress = news.progress
    missing = [name for name in progress.statuses if name not in progress.done]
    facts: dict[str, Json] = {
        "done": len(progress.done),
        "count": len(progress.statuses),
        "points": progress.held,
        "how": _how(news),
        "missing": missing,
        "unsaved": list(news.unsaved),
        "id": news.work_id,
        "offline": news.offline,
        "step": progress.failed[0] if progress.failed else None,
    }
    yield render(WORK_ENDED, facts, language)
    if audience == "chat":
        return
    if news.unsaved:
        yield render([UNSAVED], facts, language)
    if news.unsaved or progress.running or progress.unordered or news.stopped_by is not None or progress.unknown:
        yield render(GO_ON_WITH, facts, language)
    if progress.failed:
        yield render(REDO_WITH, facts, language)


def _how(news: WorkEnded) -> str:
    if news.progress.complete:
        return "done"
    if news.progress.running:
        return "running"
    return "stopped" if news.stopped_by is not None or news.progress.unordered else "failed"


def _tree(plan: Plan, language: Language, progress: WorkProgress | None) -> Iterator[str]:
    """Yield a line for each step: below the first of those it needs, else at the edge."""
    below: dict[str | None, list[str]] = {}
    for step in plan.steps:
        below.setdefault(step.after[0] if step.after else None, []).append(step.name)

    def lines(name: str, edge: str, further: str) -> Iterator[str]:
        yield edge + _step(plan, name, language, progress)
        children = below.get(name, [])
        for number, child in enumerate(children, start=1):
            last = number == len(children)
            yield from lines(child, further + ("└ " if last else "├ "), further + ("  " if last else "│ "))

    for name in below.get(None, []):
        yield from lines(name, "  ", "  ")


def _step(plan: Plan, name: str, language: Language, progress: WorkProgress | None) -> str:
    order, prompt = plan.orders[name], plan.work[name].wish.prompt
    facts: dict[str, Json] = {
        "step": name,
        "task": Rendered(MEDIA[order.medium].within(language)),
        "model": order.model_name,
        "points": order.points,
        "n": order.n,
        "many": order.n > 1,
    }
    said = render(PLAN_STEP, facts, language)
    if progress is not None:
        said += " " + render([PLAN_STATUS], {"status": STATUSES[progress.statuses[name]].within(language)}, language)
    if not prompt:
        return said
    cut = prompt if len(prompt) <= MAX_PROMPT_CHARS else prompt[:MAX_PROMPT_CHARS] + "…"
    return f"{said}  “{harmless(cut)}”"


def _film(film: Film, seconds: float | None, language: Language) -> str:
    sound = render([PLAN_MUSIC], {"music": film.music}, language) if film.music else ""
    voices = [film.voice] if film.voice else [shot.voice for shot in film.shots if shot.voice]
    sound += render([PLAN_VOICE], {"voice": voices}, language) if voices else ""
    facts: dict[str, Json] = {
        "shots": Rendered(" + ".join(harmless(shot.step) for shot in film.shots)),
        "seconds": None if seconds is None else round(seconds),
        "sound": Rendered(sound),
    }
    return render(PLAN_FILM, facts, language)
