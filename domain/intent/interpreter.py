"""What a person said, understood: an utterance in Chinese, English or both becomes a proposal, or is asked about.

Rules: pure and deterministic; a fragment is an instruction only if every word of it is known; what looks like an instruction
and could not be read is a doubt, and a doubt is asked, never ordered; quotes, lyrics and texts to read are never opened; the
prompt is the person's own words; whatever else is heard, nothing agrees to a price but words that say yes as a whole. Sources:
the vendor's "User Input Parsing", "When to Write" and "When to Clear"; facts sections 7, 8 and 10; decisions 9 to 15, 22 and 31.
"""

from collections.abc import Mapping, Sequence
from functools import partial

import attrs

from imastudio.domain.intent.context import agrees_for
from imastudio.domain.intent.conversation import in_conversation
from imastudio.domain.intent.proposal import Proposal
from imastudio.domain.intent.utterance import NO_CONTEXT, Context, Utterance
from imastudio.domain.intent.waiting import heard_beside
from imastudio.domain.kernel import check_argument
from imastudio.domain.orders import InputKind, Scope, TaskType


def interpret(
    words: str,
    inputs: Sequence[InputKind] = (),
    saved: Mapping[TaskType, str] | None = None,
    *,
    scope: Scope = Scope.ALL_IN_ONE,
    context: Context = NO_CONTEXT,
    answers: Mapping[str, str] | None = None,
) -> Proposal:
    """Understand `words`, said with some inputs by a person with some saved models, after what `context` holds.

    Never raises for any words; `answers` are values for fields, by name: AnswerRefused for one that can't be read.
    """
    check_argument("words", words, str, "text, such as 'a red fox in the snow'")
    said = Utterance(words=words, inputs=inputs, saved=saved or {}, scope=scope, context=context)
    return interpret_again(said, answers or {})


def interpret_again(said: Utterance, answers: Mapping[str, str]) -> Proposal:
    """Understand what was said with answers to its doubts. Raises AnswerRefused."""
    said = attrs.evolve(said, context=said.context.with_left())
    pending = said.context.pending
    if pending is None:
        return in_conversation(said, answers)
    alone = attrs.evolve(said, context=attrs.evolve(said.context, pending=None))
    proposal = in_conversation(alone, answers, partial(heard_beside, pending=pending, given=dict(answers)))
    agrees = proposal.agrees and not proposal.open and agrees_for(said.words, proposal.media)
    return proposal if agrees or not proposal.agrees else attrs.evolve(proposal, agrees=None)
