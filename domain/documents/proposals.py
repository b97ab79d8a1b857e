"""A proposal as a document: what was understood of plain words, what is in doubt, and what it would cost."""

import attrs

from imastudio.domain.documents.encoding import failure_document, notice_documents, quote_document
from imastudio.domain.documents.shapes import (
    DoubtDocument,
    ProposalDocument,
    ProposalStatus,
    ReplyDocument,
    ResolvedDocument,
)
from imastudio.domain.intent import Doubt, Proposal
from imastudio.domain.kernel import Failure
from imastudio.domain.messages import say_doubt
from imastudio.domain.orders import Language, Wish
from imastudio.domain.quoting import Quote


def encode_proposal(
    proposal: Proposal,
    wish: Wish,
    quoted: Quote | None,
    failure: Failure | None,
    language: Language,
    *,
    at: float,
    status: ProposalStatus,
    reply: ReplyDocument | None = None,
) -> ProposalDocument:
    """Return all of a proposal as data; `wish` is what it would order, `quoted` its price, as told at the instant `at`."""
    return {
        "status": status,
        "task_type": proposal.task_type,
        "media": proposal.media,
        "model_id": proposal.model,
        "version_id": proposal.version_id,
        "tier": proposal.tier,
        "params": dict(proposal.params),
        "n": proposal.n or 1,
        "max_points": wish.max_points,
        "preference": proposal.preference.value,
        "notices": notice_documents(proposal.notices, language),
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
        "wish": attrs.evolve(wish, request_id=None).to_document() if proposal.orders and not proposal.open else None,
        "resolved": None if quoted is None else _resolved(proposal, quoted),
        "quote": None if quoted is None else quote_document(quoted, language, at),
        "error": None if failure is None else failure_document(failure, scope=wish.scope),
    }


def doubt_document(doubt: Doubt) -> DoubtDocument:
    """Return a doubt as data, with its question in both languages."""
    return {
        "field": doubt.field,
        "words": doubt.words,
        "choices": list(doubt.choices),
        "text_zh": say_doubt(doubt, "zh", bare=True),
        "text_en": say_doubt(doubt, "en", bare=True),
    }


def _resolved(proposal: Proposal, quoted: Quote) -> ResolvedDocument:
    order = quoted.order
    by = "default" if quoted.chosen_by == "tier" and proposal.tier is None else quoted.chosen_by
    return {
        "model_id": order.model_id,
        "model_name": order.model_name,
        "version_id": order.version_id,
        "from": str(by),
    }
