"""The work document: what stands in a work.yaml, and what is kept of an unfinished work.

Rules: a step is a wish document whose `image`, `video` and `audio` may name other steps; a plain word there is a step,
never a file (write `./name`); whatever is wrong is refused with the step and the field. `encode_work` writes what
`decode_work` reads. Source: architecture, "Works of several media" and "Documents and doors".
"""

from collections.abc import Mapping, Sequence

import attrs

from imastudio.domain.kernel import Json, Kind, WishRefused, nearest, refuse, shown
from imastudio.domain.orders import Input, Wish
from imastudio.domain.works.work import Film, Shot, Step, StepOutput, Work, check_work

_WORK_KEYS = ("title", "steps", "film", "max_points")
_FILM_KEYS = ("shots", "music", "voice", "seconds", "length")
_SHOT_KEYS = ("show", "voice", "seconds", "caption")
_OF_A_MODEL = frozenset({"version_id", "params", "n"})
_SINGULAR = {"images": "image", "videos": "video", "audios": "audio"}
_FIRST = ("task_type", *_SINGULAR.values(), *_SINGULAR, "prompt", "model")
# What a step may not say: it is the work's business.
_OURS = frozenset({"request_id", "deliver_to"})
_SHOTS, _MUSIC = "shots", "music"


def decode_work(document: Json) -> Work:
    """Return the work that a document tells of. Raises WishRefused with the step and the field that is wrong."""
    said = _object(document, "work", _WORK_KEYS)
    steps = tuple(_step(name, step) for name, step in _named(said.get("steps")))
    film = said.get("film")
    work = Work(
        title=_text(said.get("title"), "title"),
        steps=steps,
        film=None if film is None else _film(film),
        max_points=_points(said.get("max_points"), "max_points"),
    )
    return check_work(work)


def encode_work(work: Work) -> Mapping[str, Json]:
    """Return the document of a work, its steps as a mapping by name."""
    document: dict[str, Json] = {"title": work.title} if work.title else {}
    document["steps"] = {step.name: _encode_step(step) for step in work.steps}
    if work.film is not None:
        document["film"] = _encode_film(work.film)
    if work.max_points is not None:
        document["max_points"] = work.max_points
    return document


def changed(work: Work, changes: Mapping[str, Mapping[str, Json]]) -> Work:
    """Return `work` with other values for keys of some steps, as their documents have them; None takes a key away.

    With another model, the version and the parameters that belonged to the old one go, unless they are said anew.
    Raises WishRefused with the step and the field.
    """
    steps = tuple(_changed(step, changes[step.name]) if step.name in changes else step for step in work.steps)
    return check_work(attrs.evolve(work, steps=steps))


def _changed(step: Step, values: Mapping[str, Json]) -> Step:
    gone = _OF_A_MODEL if "model" in values else frozenset()
    kept = {key: value for key, value in _encode_step(step).items() if key not in gone}
    return _step(step.name, {**kept, **values})


# reading


def _step(name: str, document: Json) -> Step:
    where = f"steps.{name}"
    if not isinstance(document, Mapping):
        raise refuse(Kind.VALUE_NOT_OFFERED, where, expected="object")
    ours = next((key for key in document if key in _OURS), None)
    if ours is not None:
        raise refuse(Kind.UNKNOWN_PARAMETER, f"{where}.{ours}")
    try:
        wish = Wish.from_document(document)
    except WishRefused as error:
        failure = error.failure
        raise WishRefused(attrs.evolve(failure, parameter=f"{where}.{failure.parameter}")) from error
    inputs = tuple(_input(given) for given in wish.inputs)
    return Step(name=name, wish=attrs.evolve(wish, inputs=()), inputs=inputs)


def _input(given: Input) -> Input | StepOutput:
    return StepOutput(given.source, given.kind) if _is_word(given.source) else given


def _is_word(source: str) -> bool:
    """Tell whether a source names a step: neither a path nor an address."""
    return not any(mark in source for mark in "./\\:~")


def _film(document: Json) -> Film:
    said = _object(document, "film", _FILM_KEYS)
    shots = said.get("shots")
    if not isinstance(shots, Sequence) or isinstance(shots, str):
        raise refuse(Kind.VALUE_NOT_OFFERED, "film.shots", expected="list")
    length = _text(said.get("length"), "film.length") or _SHOTS
    if length not in {_SHOTS, _MUSIC}:
        raise refuse(Kind.VALUE_NOT_OFFERED, "film.length", shown(length), (_SHOTS, _MUSIC))
    return Film(
        shots=tuple(_shot(shot) for shot in shots),
        music=_text(said.get("music"), "film.music") or None,
        voice=_text(said.get("voice"), "film.voice") or None,
        seconds=_seconds(said.get("seconds"), "film.seconds"),
        follows_music=length == _MUSIC,
    )


def _shot(document: Json) -> Shot:
    if isinstance(document, str):
        return Shot(step=document)
    said = _object(document, "film.shots", _SHOT_KEYS)
    return Shot(
        step=_text(said.get("show"), "film.shots.show"),
        voice=_text(said.get("voice"), "film.shots.voice") or None,
        seconds=_seconds(said.get("seconds"), "film.shots.seconds"),
        caption=_text(said.get("caption"), "film.shots.caption") or None,
    )


def _named(steps: Json) -> Sequence[tuple[str, Json]]:
    """Return the steps with their names: from a mapping by name, or a list whose objects have a `name`."""
    if isinstance(steps, Mapping):
        return [(str(name), step) for name, step in steps.items()]
    if not isinstance(steps, Sequence) or isinstance(steps, str):
        raise refuse(Kind.VALUE_NOT_OFFERED, "steps", expected="object")
    named = []
    for step in steps:
        if not isinstance(step, Mapping):
            raise refuse(Kind.VALUE_NOT_OFFERED, "steps", expected="object")
        rest = {key: value for key, value in step.items() if key != "name"}
        named.append((_text(step.get("name"), "steps.name"), rest))
    return named


def _object(document: Json, where: str, keys: Sequence[str]) -> Mapping[str, Json]:
    if not isinstance(document, Mapping):
        raise refuse(Kind.VALUE_NOT_OFFERED, where, None, keys, expected="object")
    unknown = next((key for key in document if key not in keys), None)
    if unknown is not None:
        inside = str(shown(str(unknown))) if where == "work" else f"{where}.{shown(str(unknown))}"
        raise refuse(Kind.UNKNOWN_PARAMETER, inside, None, nearest(str(unknown), keys))
    return document


def _text(value: Json, where: str) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    raise refuse(Kind.VALUE_NOT_OFFERED, where, expected="text")


def _seconds(value: Json, where: str) -> float | None:
    if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
        return value
    raise refuse(Kind.VALUE_NOT_OFFERED, where, shown(value), expected="seconds")


def _points(value: Json, where: str) -> int | None:
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    raise refuse(Kind.VALUE_NOT_OFFERED, where, shown(value), expected="points")


# writing


def _encode_step(step: Step) -> Mapping[str, Json]:
    inputs = tuple(
        Input(given.step, given.kind) if isinstance(given, StepOutput) else _as_path(given) for given in step.inputs
    )
    document = attrs.evolve(step.wish, inputs=inputs).to_document()
    for many, one in _SINGULAR.items():
        listed = document.get(many)
        if isinstance(listed, list) and len(listed) == 1:
            document[one] = listed[0]
            del document[many]
    return {key: document[key] for key in sorted(document, key=_place)}


def _place(key: str) -> int:
    """Put what a step is first, then what it starts from, then its words; the rest stays as it is."""
    return _FIRST.index(key) if key in _FIRST else len(_FIRST)


def _as_path(given: Input) -> Input:
    """Return an input whose source is not taken for a step's name."""
    return attrs.evolve(given, source=f"./{given.source}") if _is_word(given.source) else given


def _encode_film(film: Film) -> Mapping[str, Json]:
    said: dict[str, Json] = {
        "shots": [_encode_shot(shot) for shot in film.shots],
        "music": film.music,
        "voice": film.voice,
        "seconds": film.seconds,
        "length": _MUSIC if film.follows_music else None,
    }
    return {key: value for key, value in said.items() if value is not None}


def _encode_shot(shot: Shot) -> Json:
    said: dict[str, Json] = {
        "show": shot.step,
        "voice": shot.voice,
        "seconds": shot.seconds,
        "caption": shot.caption,
    }
    known = {key: value for key, value in said.items() if value is not None}
    return shot.step if set(known) == {"show"} else known
