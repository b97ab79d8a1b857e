"""What `ima ask` does: plain words are understood, quoted, and ordered as `ima create` does.

Rules: what was understood is shown before anything is spent; words that only save or clear a model order nothing; a dry run
saves nothing; several works in one are not ordered, because a part of them is not what was asked for.
"""

from collections.abc import Iterable, Mapping
from secrets import token_hex
from time import time
from typing import Any

import attrs

from imastudio.adapters.cli.options import Connection, inputs_of
from imastudio.adapters.cli.ordering import look_up, order_quoted, print_quote
from imastudio.adapters.cli.session import Session, run
from imastudio.adapters.cli.texts import say
from imastudio.domain.documents.encoding import failure_document, quote_document
from imastudio.domain.documents.shapes import ProposalDocument, ResolvedDocument
from imastudio.domain.errors import WishRefused, refuse
from imastudio.domain.failures import Failure, Kind
from imastudio.domain.intent.wording import Heard, PreferenceAction, hear, to_wish, without
from imastudio.domain.lifecycle.news import Noticed
from imastudio.domain.messages.phrasebook import say_failure
from imastudio.domain.messages.rendering import Said, Text, render
from imastudio.domain.messages.value_names import MEDIA
from imastudio.domain.orders import Language, Notice, Tier, Wish
from imastudio.domain.quoting.quotes import Quote
from imastudio.domain.quoting.saved_models import Preference
from imastudio.domain.scalars import Json
from imastudio.domain.tasks import Medium, TaskType

SEVERAL_WORKS = 3
_NAMED = Text(zh="{parameter} {value}", en="{parameter}: {value}")


@attrs.frozen(kw_only=True)
class Asked:
    """What was said, with the options beside it."""

    wish: Wish
    heard: Heard
    saved: Mapping[TaskType, Preference]

    @property
    def task_types(self) -> tuple[TaskType, ...]:
        """Return what saving or clearing is for: all of the medium where nothing is to be made, else this task."""
        if self.heard.forgets_all:
            return tuple(TaskType)
        if self.heard.orders and not self.heard.lasting and self.heard.task_type is not None:
            return (self.heard.task_type,)
        media = {task_type.medium for task_type in self.heard.models} or {self.heard.media}
        return tuple(task_type for task_type in TaskType if task_type.medium in media)

    def part_of(self, medium: Medium) -> dict[str, Json]:
        """Return for what of a medium it is, as a fact of a notice: for all of it, or for one task type alone."""
        of_medium = [task_type for task_type in TaskType if task_type.medium is medium]
        its = [task_type for task_type in of_medium if task_type in self.task_types]
        return {"medium": medium.value} if its == of_medium else {"task_type": its[0].value}


def ask_for(connection: Connection, given: Mapping[str, Any]) -> int:
    """Understand, show, and order; return the exit code."""
    request_id = given["request_id"] or f"cli-{token_hex(8)}"

    async def body(session: Session) -> int:
        asked = await _understand(session, {**given, "request_id": request_id})
        if given["dry_run"]:
            return await _show_only(session, asked)
        return await _act(session, asked, yes=given["yes"], timeout=given["timeout"])

    async def look(session: Session) -> int:
        return await look_up(session, Wish(request_id=request_id))

    return run(connection, body, status="rejected", look=None if given["dry_run"] else look)


async def _understand(session: Session, given: Mapping[str, Any]) -> Asked:
    saved = await session.studio.saved_models()
    inputs = inputs_of(given)
    models = {task_type: preference.model_id for task_type, preference in saved.items()}
    heard = hear(given["words"], [one.kind for one in inputs], models, given["scope"])
    caps = [cap for cap in (given["max_points"], heard.max_points) if cap is not None]
    wish = attrs.evolve(
        to_wish(heard, inputs),
        scope=given["scope"],
        max_points=min(caps, default=None),
        request_id=given["request_id"],
        strict=given["strict"],
        deliver_to=given["deliver_to"],
    )
    return Asked(wish=wish, heard=heard, saved=saved)


async def _show_only(session: Session, asked: Asked) -> int:
    """Show what was understood, and the quote where there is something to make; a refusal is part of the answer."""
    if asked.heard.workflow:
        return _refuse_several(session, asked)
    failure: Failure | None = None
    quoted: Quote | None = None
    if _asks_for_nothing(asked.heard):
        failure = refuse(Kind.PROMPT_MISSING, "prompt").failure
    elif asked.heard.orders:
        try:
            quoted = await _quote(session, _as_if_cleared(asked))
            await session.studio.check_budgets(quoted.order.total)
        except WishRefused as refusal:
            failure = refusal.failure
    _say(session, asked.heard)
    if quoted is not None:
        print_quote(session.out, quoted)
    if failure is not None:
        session.out.tell(say_failure(failure, session.out.language))
    session.out.tell(say("dry_run", session.out.language))
    session.out.document(_document(asked, quoted, failure, session.out.language))
    return 0 if failure is None else failure.exit_code


def _refuse_several(session: Session, asked: Asked) -> int:
    """Tell that several works are not ordered in part, dry run or not."""
    language = session.out.language
    _say(session, asked.heard)
    media = say("list", language).join(MEDIA[medium].within(language) for medium in asked.heard.steps)
    session.out.tell(say("several_works", language, media=media))
    session.out.document(_document(asked, None, None, language))
    return SEVERAL_WORKS


async def _act(session: Session, asked: Asked, *, yes: bool, timeout: float | None) -> int:  # noqa: ASYNC109 - passed on
    heard, language = asked.heard, session.out.language
    if heard.workflow:
        return _refuse_several(session, asked)
    _say(session, heard)
    if _asks_for_nothing(heard):
        raise refuse(Kind.PROMPT_MISSING, "prompt")
    if heard.preference is PreferenceAction.CLEAR:
        await session.studio.clear_models(asked.task_types)
    quoted = await _quote(session, asked) if heard.orders else None
    notices = await _about_preference(session, asked, quoted)
    if quoted is None:  # an order tells its own
        async with session.messenger() as messenger:
            for notice in notices:
                await messenger.tell(Noticed(notice))
    if heard.preference is PreferenceAction.ASK:
        which = " ".join(f"--task-type {task_type.value}" for task_type in asked.task_types)
        session.out.tell(say("to_save", language, model=heard.model, which=which))
    if quoted is None:
        session.out.document(_document(asked, None, None, language))
        return 0
    order = attrs.evolve(quoted.order, notices=(*quoted.order.notices, *notices))
    return await order_quoted(session, asked.wish, attrs.evolve(quoted, order=order), yes=yes, timeout=timeout)


def _asks_for_nothing(heard: Heard) -> bool:
    """Tell whether there is nothing to make, to save or to clear."""
    return not heard.orders and heard.preference is PreferenceAction.NONE


def _as_if_cleared(asked: Asked) -> Asked:
    """Return what was asked for as it will be once the saved model is cleared."""
    cleared = asked.heard.preference is PreferenceAction.CLEAR and asked.wish.tier is None
    return attrs.evolve(asked, wish=attrs.evolve(asked.wish, tier=Tier.BALANCED)) if cleared else asked


async def _quote(session: Session, asked: Asked) -> Quote:
    """Return the quote; a value that the model has no field for is left out where that changes nothing that is paid for."""
    wish, notices = asked.wish, list(asked.heard.notices)
    while True:
        try:
            quoted = await session.stopping.beside(session.studio.quote(wish))
        except WishRefused as refusal:
            fewer = without(wish, refusal.failure)
            if fewer is None:
                raise
            wish = fewer
            notices.append(Notice("not_taken", {"parameter": refusal.failure.parameter}))
            continue
        known = {notice.code for notice in quoted.order.notices}
        added = tuple(notice for notice in notices if notice.code not in known)
        return attrs.evolve(quoted, order=attrs.evolve(quoted.order, notices=(*quoted.order.notices, *added)))


async def _about_preference(session: Session, asked: Asked, quoted: Quote | None) -> list[Notice]:
    """Save what is to be saved, and return what the person should know of their usual model."""
    heard = asked.heard
    if heard.preference is PreferenceAction.CLEAR:
        given_up = dict.fromkeys(one.medium for one in asked.saved) if heard.forgets_all else {}
        return [Notice("preference_cleared", asked.part_of(medium)) for medium in given_up or (heard.media,)]
    if heard.preference is PreferenceAction.ASK and heard.task_type is not None:
        old = asked.saved[heard.task_type].model_name
        return [Notice("preference_question", {"old": old, "new": quoted.order.model_name if quoted else heard.model})]
    if heard.preference is not PreferenceAction.SAVE:
        return []
    names: dict[Medium, str] = {}
    for task_types, model in _unsaved(asked):
        kept = await session.stopping.beside(session.studio.save_model(task_types, model))
        names |= {task_type.medium: preference.model_name for task_type, preference in kept.items()}
    return [Notice("preference_saved", {**asked.part_of(medium), "model_name": name}) for medium, name in names.items()]


def _unsaved(asked: Asked) -> Iterable[tuple[list[TaskType], str]]:
    """Yield each model that is to be saved, with its task types: Wan has one for text and one for pictures."""
    saved = {task_type: preference.model_id for task_type, preference in asked.saved.items()}
    wanted = {task: model for task, model in asked.heard.models.items() if task in asked.task_types}
    for model in dict.fromkeys(wanted.values()):
        task_types = [task for task, its in wanted.items() if its == model and saved.get(task) != model]
        if task_types:
            yield task_types, model


def _say(session: Session, heard: Heard) -> None:
    """Show what was understood."""
    language = session.out.language
    keeps = heard.preference is not PreferenceAction.NONE
    values: dict[str, Json] = {
        "task_type": heard.task_type,
        "model": heard.model,
        "version_id": heard.version_id,
        "tier": Said(say(f"tier_{heard.tier}", language)) if heard.tier else None,
        **heard.params,
        "n": heard.n,
        "max_points": heard.max_points,
        "preference": Said(say(f"preference_{heard.preference}", language)) if keeps else None,
    }
    known = {name: value for name, value in values.items() if value is not None}
    parts = (render([_NAMED], {"parameter": name, "value": value}, language) for name, value in known.items())
    shown = say("comma", language).join(parts)
    session.out.tell(say("labelled", language, name=say("understood", language), text=shown))
    if heard.prompt:
        session.out.tell(say("labelled", language, name=say("prompt", language), text=heard.prompt))


def _document(asked: Asked, quoted: Quote | None, failure: Failure | None, language: Language) -> ProposalDocument:
    heard = asked.heard
    why: dict[str, list[str]] = {}
    for one in heard.why:
        words = why.setdefault(one.field, [])
        if one.words not in words:
            words.append(one.words)
    return {
        "task_type": heard.task_type,
        "media": heard.media,
        "model_id": heard.model,
        "version_id": heard.version_id,
        "tier": heard.tier,
        "params": dict(heard.params),
        "n": heard.n or 1,
        "max_points": asked.wish.max_points,
        "preference": heard.preference.value,
        "notices": [notice.code for notice in heard.notices],
        "workflow": heard.workflow,
        "steps": list(heard.steps),
        "consistency": heard.consistency,
        "prompt": heard.prompt,
        "why": {field: list(words) for field, words in why.items()},
        "resolved": None if quoted is None else _resolved(asked, quoted),
        "quote": None if quoted is None else quote_document(quoted, language, time()),
        "error": None if failure is None else failure_document(failure),
    }


def _resolved(asked: Asked, quoted: Quote) -> ResolvedDocument:
    order = quoted.order
    by = "default" if quoted.chosen_by == "tier" and asked.heard.tier is None else quoted.chosen_by
    return {
        "model_id": order.model_id,
        "model_name": order.model_name,
        "version_id": order.version_id,
        "from": str(by),
    }
