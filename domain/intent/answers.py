"""What answers a doubt: a value for its field, read the way people write it.

Rules: an answer that can't be read is refused with what would do; "none" says that the words were the person's own.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import attrs

from imastudio.domain.intent.choosing import id_for, ids_by_task, setting_of, version_of
from imastudio.domain.intent.folding import fold
from imastudio.domain.intent.measures import number_of
from imastudio.domain.intent.proposal import AnswerRefused, PreferenceAction, Proposal
from imastudio.domain.intent.tables.models import NAMES
from imastudio.domain.kernel import Json, squeezed, switched
from imastudio.domain.orders import Input, Medium, TaskType, Tier

NONE = "none"
_NUMBER = re.compile(r"\s*([0-9]{1,6}(?:\.[0-9]+)?)\s*(?:s|sec|secs|seconds|秒|pts|points|积分|credits)?\s*")
_WHOLE = re.compile(r"\s*(?:n=)?([0-9]{1,6})\s*(?:pts|points|积分|credits|点|分|张|个|段|首|条)?\s*")
_UPPER = re.compile("[0-9]{1,4}[kp]")
_RATIO = re.compile(r"\s*([0-9]{1,2})\s*[:x比]\s*([0-9]{1,2})\s*")
_BY_SPELLING = {squeezed(name): name for name in NAMES}

Answer = Json


def _medium(said: str) -> Answer:
    return Medium(said.strip())


def _task(said: str) -> Answer:
    return TaskType(said.strip())


def _tier(said: str) -> Answer:
    return Tier(said.strip())


def _duration(said: str) -> Answer:
    found = _NUMBER.fullmatch(said)
    if found is None:
        raise ValueError(said)
    return number_of(found[1])


def _whole(said: str) -> Answer:
    found = _WHOLE.fullmatch(said)
    if found is None:
        raise ValueError(said)
    return int(found[1])


def _ratio(said: str) -> Answer:
    found = _RATIO.fullmatch(said)
    if found is None:
        raise ValueError(said)
    return f"{found[1]}:{found[2]}"


def _model(said: str) -> Answer:
    name = _BY_SPELLING.get(squeezed(said))
    if name is None:
        raise ValueError(said)
    return name


def _measure(said: str) -> Answer:
    """Return a size or a resolution as the tables spell it: 4K, 1080P."""
    text = _text(said)
    return text.strip().upper() if _UPPER.fullmatch(text.strip()) else text.strip()


def _switch(said: str) -> Answer:
    on = switched(said.strip())
    if on is None:
        raise ValueError(said)
    return on


def _amount(said: str) -> Answer:
    return number_of(said.strip())


def _text(said: str) -> str:
    if not said.strip():
        raise ValueError(said)
    return said


_READERS: Mapping[str, Callable[[str], Answer]] = MappingProxyType(
    {
        "media": _medium,
        "task_type": _task,
        "tier": _tier,
        "duration": _duration,
        "n": _whole,
        "max_points": _whole,
        "aspect_ratio": _ratio,
        "model": _model,
        "generate_audio": _switch,
        "size": _measure,
        "resolution": _measure,
        "make_instrumental": _switch,
        "custom_mode": _switch,
        "speed": _amount,
        "volume": _amount,
        "pitch": _amount,
        "tags": _text,
        "speaker": _text,
        "vocal_gender": _text,
        "source": _text,
    }
)


# What an answer may be for: the doubts, and the values that words may give.
FIELDS = (
    *("prompt", "text", "which_work", "correction", "preference", "inputs"),
    *_READERS,
    *("lyrics", "negative_tags", "negative_prompt", "quality", "mode", "emotion", "model_version"),
)
# What another medium may have none of.
OF_A_MEDIUM = frozenset(FIELDS) - {
    *(
        "prompt",
        "text",
        "which_work",
        "correction",
        "preference",
        "inputs",
        "source",
        "media",
        "task_type",
        "max_points",
    )
}


def read_answer(field: str, said: str) -> Answer:
    """Return the value that an answer gives to a field, None for "none". Raises AnswerRefused for what can't be read."""
    plain = fold(said) if field in _READERS else said
    if plain.strip() == NONE:
        return None
    try:
        return _READERS.get(field, _text)(plain)
    except ValueError:
        raise AnswerRefused(field, said) from None


def with_answers(proposal: Proposal, answers: Mapping[str, str], pictures: Sequence[str] = ()) -> Proposal:
    """Return the proposal with the values that answers give to its fields; `pictures` are those that are there."""
    changes: dict[str, Any] = {}
    params = dict(proposal.params)
    for field, said in answers.items():
        if field in {"media", "task_type"}:
            continue
        value = read_answer(field, said)
        if field == "model":
            changes |= _model_answer(proposal, value)
            setting = None if value is None else setting_of(str(value))
            params |= {} if setting is None else {setting[0]: setting[1]}
        elif field in {"prompt", "text"}:
            changes |= {"prompt": proposal.prompt if value is None else value, "continues": True}
        elif field in {"n", "max_points", "tier"}:
            changes[field] = value
        elif field in _OF_THE_WISH:
            changes |= _OF_THE_WISH[field](proposal, value)
        elif field in {"source", "inputs"}:
            changes = {**_picture_answer(proposal, field, value, pictures), **changes}
        elif value is None:
            params.pop(field, None)
        else:
            params[field] = value
    changes |= _of_task(changes)
    for name in _needless(answers, filmed=changes.get("task_type") is TaskType.IMAGE_TO_VIDEO):
        params.pop(name, None)
    return attrs.evolve(proposal, params=params, **changes)


def _of_task(changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return the id of a model for the kind of task that answers make of the wish: that of a film from a picture."""
    models = changes.get("models", {})
    return {"model": models[task]} if (task := changes.get("task_type")) in models else {}


def _needless(answers: Mapping[str, str], *, filmed: bool) -> Iterator[str]:
    """Yield what need not be set: a picture has no length and no lines, and a film from a picture has the picture's shape."""
    if answers.get("media") == Medium.IMAGE.value:
        yield from ("duration", *(() if "resolution" in answers else ("resolution",)))
    if filmed and "aspect_ratio" not in answers:
        yield "aspect_ratio"


def _usual_answer(_: Proposal, value: Json) -> dict[str, Any]:
    return {"preference": PreferenceAction.NONE, "models": {}} if value is None else {}


def _work_answer(proposal: Proposal, value: Json) -> dict[str, Any]:
    if value is None and proposal.media is not None:  # a wish of its own
        return {}
    told = proposal.prompt if value is None else value
    return {"media": Medium.IMAGE, "task_type": TaskType.TEXT_TO_IMAGE, "prompt": told, "continues": True}


_OF_THE_WISH: Mapping[str, Callable[[Proposal, Json], dict[str, Any]]] = MappingProxyType(
    {"preference": _usual_answer, "which_work": _work_answer}
)


def _model_answer(proposal: Proposal, name: Json) -> dict[str, Any]:
    if name is None:
        return {"model": None, "version_id": None, "models": {}, "preference": PreferenceAction.NONE}
    ids = NAMES[str(name)]
    task = proposal.task_type or next(iter(ids_by_task(ids)))
    return {
        "model": id_for(ids, task),
        "models": ids_by_task(ids),
        "version_id": version_of(str(name)),
        "preference": PreferenceAction.NONE,
    }


def _picture_answer(proposal: Proposal, field: str, value: Json, pictures: Sequence[str]) -> dict[str, Any]:
    """Return what taking a picture changes: one of those that are there, by its place, or one that is handed over."""
    if value is None and field == "inputs" and proposal.inputs:  # without the picture after all
        plain: dict[Medium, TaskType | None] = {
            Medium.IMAGE: TaskType.TEXT_TO_IMAGE,
            Medium.VIDEO: TaskType.TEXT_TO_VIDEO,
        }
        task = proposal.task_type if proposal.media is None else plain.get(proposal.media, proposal.task_type)
        return {"inputs": (), "task_type": task}
    if value is None:
        return {}
    if field == "source" and not (str(value).isdecimal() and 1 <= int(str(value)) <= len(pictures)):
        raise AnswerRefused(field, str(value))
    picture = pictures[int(str(value)) - 1] if field == "source" else str(value)
    tasks = {Medium.IMAGE: TaskType.IMAGE_TO_IMAGE, Medium.VIDEO: TaskType.IMAGE_TO_VIDEO}
    task = proposal.task_type
    if task is None or not task.takes_inputs:
        task = tasks.get(proposal.media or Medium.IMAGE, task)
    words = proposal.prompt or proposal.words
    bare = words.replace(picture, " ").strip(" \n,，") if field == "inputs" else words
    return {"inputs": (Input(picture),), "task_type": task, "prompt": bare or words}
