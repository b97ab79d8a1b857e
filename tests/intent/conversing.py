"""Follow-ups and whole conversations: what is said after what, and what is right.

A line of `talks/follow_ups.tsv`: what was ordered before, what is said then, what is right, the prompt. Right is a topic
("topic=feedback"), a field that must be asked about ("ask=source"), or the meaning as in `cases`, "input" for a picture
that is taken.
"""

from collections.abc import Iterator
from pathlib import Path

import attrs

from imastudio.domain.intent import NO_CONTEXT, Context, Last, Pending, Proposal, Topic, interpret
from tests.intent.cases import meaning_of

HERE = Path(__file__).parent
OFFERED = {"duration": (5, 10, 15), "size": ("1K", "2K", "4K")}


def made_of(proposal: Proposal, number: int) -> Last:
    """Return the work that comes of a proposal, the `number`-th of a conversation, with a picture for each result."""
    assert proposal.task_type is not None
    made = {"duration": 5, "size": "1K", **proposal.params}
    return Last(
        task_type=proposal.task_type,
        prompt=proposal.prompt,
        model=proposal.model,
        version_id=proposal.version_id,
        tier=proposal.tier,
        params=proposal.params,
        n=proposal.n,
        max_points=proposal.max_points,
        inputs=[one.source for one in proposal.inputs],
        results=[f"https://r.test/{number}-{at}.png" for at in range(proposal.n or 1)],
        made=made,
        offered=OFFERED,
        order=f"order-{number}",
        once=proposal.once,
    )


def after(proposal: Proposal, context: Context) -> Context:
    """Return the context after a proposal: its doubts wait, or it is ordered at once, as if its price had been agreed to."""
    if proposal.topic is Topic.CANCEL:
        return attrs.evolve(context, pending=None)
    if proposal.topic is not None:
        return context
    assert proposal.said is not None
    if proposal.open:
        pending = Pending(words=proposal.said.words, doubts=proposal.doubts, answers=proposal.answers)
        return attrs.evolve(context, pending=pending)
    if not proposal.orders:
        return attrs.evolve(context, pending=None)
    return context.ordered(made_of(proposal, len(context.earlier) + (context.last is not None)))


def offered(proposal: Proposal, context: Context) -> Context:
    """Return the context in which the price of a proposal waits for a yes."""
    assert proposal.said is not None
    last = made_of(proposal, 0)
    words, answers = proposal.said.words, proposal.answers
    pending = Pending(words=words, asked="approve", answers=answers, made=last.made, offered=OFFERED)
    return attrs.evolve(context, pending=pending)


def spelled(proposal: Proposal) -> str:
    """Spell what was understood: a topic, what is asked, or the meaning."""
    if proposal.topic is not None:
        return f"topic={proposal.topic.value}"
    if proposal.open:
        return f"ask={proposal.doubts[0].field}"
    words = sorted(meaning_of(proposal))
    return " ".join([*words, *(["input"] if proposal.inputs else [])])


def rows(name: str) -> Iterator[list[str]]:
    """Yield the lines of a table."""
    for line in (HERE / "talks" / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            yield [field.replace("\\n", "\n") for field in line.split("\t")]


def said_after(*lines: str) -> Proposal:
    """Return what the last of some lines means, each of the others ordered."""
    context = NO_CONTEXT
    for line in lines[:-1]:
        context = after(interpret(line, context=context), context)
    return interpret(lines[-1], context=context)
