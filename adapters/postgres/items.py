"""What is asked of the function `ima.apply`, as JSON, and its answers as those of the port."""

from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from imastudio.adapters.system.event_codec import KINDS, OWNER, PURSES, encode_event
from imastudio.adapters.system.storable import key
from imastudio.domain.kernel import unavailable
from imastudio.domain.lifecycle import Begun, Entry, Generation, OverBudget, Owner, TaskTaken

READABLE_KINDS = [*KINDS]


def beginning(
    generation: Generation,
    owner: Owner,
    entries: Sequence[Entry],
    purses: Mapping[str, int | None],
    *,
    again: bool = False,
    driven: bool = True,
) -> dict[str, Any]:
    """Return what begins a generation; where it isn't `driven`, nobody owns it, and whoever claims it may."""
    beside = {OWNER: {name: key(value) for name, value in attrs.asdict(owner).items()}, PURSES: [*map(key, purses)]}
    return {
        "does": "begin",
        **_step(generation, entries, 0, beside),
        "account": key(owner.account),
        "user_id": key(owner.user),
        "request_id": key(owner.request_id),
        "fingerprint": key(owner.fingerprint),
        "address": key(owner.address),
        "purses": _limits(purses),
        "again": again,
        "driven": driven,
    }


def appending(generation: Generation, entries: Sequence[Entry], seq: int) -> dict[str, Any]:
    """Return what adds entries after `seq` others."""
    return {"does": "append", **_step(generation, entries, seq, {}), "purses": []}


def sending_again(
    generation: Generation,
    entries: Sequence[Entry],
    seq: int,
    purses: Mapping[str, int | None],
    *,
    again: bool = False,
) -> dict[str, Any]:
    """Return what adds entries that end with another `Sending`."""
    return {"does": "send", **_step(generation, entries, seq, {}), "purses": _limits(purses), "again": again}


def ordering_anew(generation: Generation, entries: Sequence[Entry], seq: int, *, again: bool = False) -> dict[str, Any]:
    """Return what opens a closed generation to be sent by others."""
    return {**appending(generation, entries, seq), "again": again}


def answer_of(item: Mapping[str, Any], answer: Mapping[str, Any]) -> Any:
    """Return what the port answers; a twin is its id still. Raises LedgerUnavailable."""
    match answer["is"]:
        case "begun":
            return Begun()
        case "added":
            return True
        case "raced":
            return False
        case "over":
            return OverBudget(purse=answer["purse"], limit=answer["limit"], left=answer["left"])
        case "taken":
            return TaskTaken(task_id=item["task_id"], generation_id=answer["id"])
        case "twin":
            return str(answer["id"])
        case "newer":
            version = {"version": answer["version"]} if "version" in answer else {}
            raise unavailable("newer_version", **version)
        case "loss":
            raise unavailable("loss", file=answer["file"], missing=answer["missing"])
        case told:  # gone, revoked
            raise unavailable(told)


def _step(generation: Generation, entries: Sequence[Entry], seq: int, beside: Mapping[str, Any]) -> dict[str, Any]:
    kinds_and_bodies = [
        encode_event(entry.event, beside if nth == 0 and seq == 0 else {}) for nth, entry in enumerate(entries)
    ]
    return {
        "id": key(generation.id),
        "seq": seq,
        "entries": [[entry.at, *written] for entry, written in zip(entries, kinds_and_bodies, strict=True)],
        "stage": generation.stage.value,
        "open": generation.open,
        "held": generation.held,
        "task_id": None if generation.task_id is None else key(generation.task_id),
        "brings_task": generation.task_id is not None,
        "repeated": False,
    }


def _limits(purses: Mapping[str, int | None]) -> list[tuple[str, int | None]]:
    return [(key(name), limit) for name, limit in purses.items()]
