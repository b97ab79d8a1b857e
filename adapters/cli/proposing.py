"""A proposal as it is shown: what was understood, what is presumed, what is asked; for people and as a document."""

from collections.abc import Mapping, Sequence
from time import time

import attrs

from imastudio.adapters.cli.session import Session
from imastudio.adapters.cli.texts import say
from imastudio.domain.documents.encoding import failure_document, quote_document
from imastudio.domain.documents.shapes import (
    DoubtDocument,
    NoticeDocument,
    ProposalDocument,
    ProposalStatus,
    ReplyDocument,
    ResolvedDocument,
)
from imastudio.domain.failures import Failure
from imastudio.domain.intent.proposal import PreferenceAction, Proposal
from imastudio.domain.intent.utterance import Doubt
from imastudio.domain.messages.intent_texts import say_doubt
from imastudio.domain.messages.phrasebook import say_notice
from imastudio.domain.messages.rendering import render
from imastudio.domain.messages.text import Rendered, Text
from imastudio.domain.messages.value_names import MEDIA
from imastudio.domain.orders import Language, Notice, Wish
from imastudio.domain.quoting.quotes import Quote
from imastudio.domain.quoting.saved_models import Preference
from imastudio.domain.scalars import Json
from imastudio.domain.tasks import Medium, TaskType

_NAMED = Text(zh="{parameter} {value}", en="{parameter}: {value}")


@attrs.frozen(kw_only=True)
class Asked:
    """What was said, with the options beside it: the wish is what would be ordered."""

    wish: Wish
    proposal: Proposal
    saved: Mapping[TaskType, Preference]

    @property
    def task_types(self) -> tuple[TaskType, ...]:
        """Return what saving or clearing is for: all of the medium where nothing is to be made, else this task."""
        proposal = self.proposal
        if proposal.forgets_all:
            return tuple(TaskType)
        if proposal.orders and not proposal.lasting and proposal.task_type is not None:
            return (proposal.task_type,)
        media = {task_type.medium for task_type in proposal.models} or {proposal.media or Medium.IMAGE}
        return tuple(task_type for task_type in TaskType if task_type.medium in media)

    def part_of(self, medium: Medium) -> dict[str, Json]:
        """Return for what of a medium it is, as a fact of a notice: for all of it, or for one task type alone."""
        of_medium = [task_type for task_type in TaskType if task_type.medium is medium]
        its = [task_type for task_type in of_medium if task_type in self.task_types]
        return {"medium": medium.value} if its == of_medium else {"task_type": its[0].value}


def show_proposal(session: Session, proposal: Proposal) -> None:
    """Show what was understood, and what is presumed."""
    language = session.out.language
    keeps = proposal.preference is not PreferenceAction.NONE
    values: dict[str, Json] = {
        "task_type": proposal.task_type,
        "model": proposal.model,
        "version_id": proposal.version_id,
        "tier": Rendered(say(f"tier_{proposal.tier}", language)) if proposal.tier else None,
        **proposal.params,
        "n": proposal.n,
        "max_points": proposal.max_points,
        "preference": Rendered(say(f"preference_{proposal.preference}", language)) if keeps else None,
    }
    known = {name: value for name, value in values.items() if value is not None}
    parts = (render([_NAMED], {"parameter": name, "value": value}, language) for name, value in known.items())
    if known:
        shown = say("comma", language).join(parts)
        session.out.tell(say("labelled", language, name=say("understood", language), text=shown))
    if "media" in proposal.presumed and proposal.media is not None:
        session.out.tell(say("presumed", language, media=MEDIA[proposal.media].within(language)))
    if proposal.prompt and not proposal.open:
        session.out.tell(say("labelled", language, name=say("prompt", language), text=proposal.prompt))


def proposal_document(
    asked: Asked,
    quoted: Quote | None,
    failure: Failure | None,
    language: Language,
    *,
    status: ProposalStatus,
    reply: ReplyDocument | None = None,
) -> ProposalDocument:
    """Return all of a proposal as data."""
    proposal = asked.proposal
    return {
        "status": status,
        "task_type": proposal.task_type,
        "media": proposal.media,
        "model_id": proposal.model,
        "version_id": proposal.version_id,
        "tier": proposal.tier,
        "params": dict(proposal.params),
        "n": proposal.n or 1,
        "max_points": asked.wish.max_points,
        "preference": proposal.preference.value,
        "notices": _notices(proposal.notices, language),
        "workflow": proposal.workflow,
        "steps": list(proposal.steps),
        "consistency": proposal.consistency,
        "prompt": proposal.prompt,
        "doubts": [doubt_document(doubt) for doubt in proposal.doubts],
        "presumed": list(proposal.presumed),
        "evidence": [
            {"field": one.field, "words": one.words, "start": one.start, "end": one.end} for one in proposal.evidence
        ],
        "reply": reply,
        "wish": attrs.evolve(asked.wish, request_id=None).to_document()
        if proposal.orders and not proposal.open
        else None,
        "resolved": None if quoted is None else _resolved(asked, quoted),
        "quote": None if quoted is None else quote_document(quoted, language, time()),
        "error": None if failure is None else failure_document(failure),
    }


def doubt_document(doubt: Doubt) -> DoubtDocument:
    """Return a doubt as data, with its question in both languages."""
    return {
        "field": doubt.field,
        "words": doubt.words,
        "choices": list(doubt.choices),
        "text_zh": say_doubt(doubt, "zh"),
        "text_en": say_doubt(doubt, "en"),
    }


def _notices(notices: Sequence[Notice], language: Language) -> list[NoticeDocument]:
    return [{"code": notice.code, "text": say_notice(notice, language)} for notice in notices]


def _resolved(asked: Asked, quoted: Quote) -> ResolvedDocument:
    order = quoted.order
    by = "default" if quoted.chosen_by == "tier" and asked.proposal.tier is None else quoted.chosen_by
    return {
        "model_id": order.model_id,
        "model_name": order.model_name,
        "version_id": order.version_id,
        "from": str(by),
    }
