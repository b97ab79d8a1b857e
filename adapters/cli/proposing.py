"""A proposal as it is shown: what was understood, what is presumed, what is asked; for people and as a document."""

from collections.abc import Mapping
from time import time

import attrs

from imastudio.adapters.cli.session import Session
from imastudio.adapters.cli.texts import say
from imastudio.domain.documents import ProposalDocument, ProposalStatus, ReplyDocument, encode_proposal
from imastudio.domain.intent import Proposal
from imastudio.domain.kernel import Failure, Json
from imastudio.domain.messages import MEDIA, say_understood
from imastudio.domain.orders import Language, Medium, TaskType, Wish
from imastudio.domain.quoting import Preference, Quote


@attrs.frozen(kw_only=True)
class Interpreted:
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
    """Show what was understood, and what is presumed; where a messenger speaks, stderr is its own (the JSON has all of it)."""
    if session.connection.tell != "text":
        return
    language = session.out.language
    session.out.tell(
        say("labelled", language, name=say("understood", language), text=say_understood(proposal, language))
    )
    if "media" in proposal.presumed and proposal.media is not None and not proposal.continues:
        session.out.tell(say("presumed", language, media=MEDIA[proposal.media].within(language)))
    if proposal.prompt and not proposal.open:
        session.out.tell(say("labelled", language, name=say("prompt", language), text=proposal.prompt))
    lyrics = proposal.params.get("lyrics")
    if isinstance(lyrics, str) and lyrics != proposal.prompt and not proposal.open:
        session.out.tell(say("labelled", language, name=say("lyrics", language), text=lyrics))


def proposal_document(
    asked: Interpreted,
    quoted: Quote | None,
    failure: Failure | None,
    language: Language,
    *,
    status: ProposalStatus,
    reply: ReplyDocument | None = None,
) -> ProposalDocument:
    """Return all of a proposal as data."""
    return encode_proposal(asked.proposal, asked.wish, quoted, failure, language, at=time(), status=status, reply=reply)
