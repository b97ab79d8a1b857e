"""Follow-ups and whole conversations: what is said after what, and what is right.

A line of `talks/follow_ups.tsv`: what was ordered before, what is said then, what is right, the prompt. Right is a topic
("topic=feedback"), a field that must be asked about ("ask=source"), or the meaning as in `cases`, "input" for a picture
that is taken. `talks/conversations.tsv` has whole conversations, written by somebody who had the rules before them but did
not look at them, and measured once before anybody fixed anything (docs/reference/words.md has the figures).
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


# whole conversations

_TASKS = {
    "t2i": "text_to_image",
    "i2i": "image_to_image",
    "t2v": "text_to_video",
    "i2v": "image_to_video",
    "music": "text_to_music",
    "speech": "text_to_speech",
}
_FIELDS = {"dur": "duration", "size": "size", "speed": "speed", "vocal": "vocal_gender"}


def _orders(proposal: Proposal) -> bool:
    return proposal.topic is None and not proposal.open and proposal.orders


def _holds(token: str, proposal: Proposal) -> bool:
    """Tell whether one part of what is right holds: "t2v", "P:word", "dur=5", "9:16", "none", "ask", "yes"."""
    short = {
        "none": not _orders(proposal),
        "ask": proposal.open,
        "yes": proposal.agrees is True,
        "save": proposal.preference.value == "save" and not proposal.open,
        "clear": proposal.preference.value == "clear",
        "in": bool(proposal.inputs),
        "cheap": proposal.tier == "budget",
        "audio": proposal.params.get("generate_audio") is True,
        "noaudio": proposal.params.get("generate_audio") is False,
    }
    if token in short:
        return short[token]
    if not _orders(proposal) or proposal.task_type is None:
        return False
    if token in _TASKS:
        return proposal.task_type.value == _TASKS[token]
    if token.startswith("!"):
        return not _holds(token[1:], proposal)
    if token.startswith("P:"):
        return token[2:].lower() in f"{proposal.prompt} {dict(proposal.params)}".lower()
    name, _, value = token.partition("=")
    if name == "n":
        return (proposal.n or 1) == int(value)
    if name == "model":
        return (proposal.model or "").startswith(value)
    if name in _FIELDS:
        return str(proposal.params.get(_FIELDS[name])).lower() == value
    return proposal.params.get("aspect_ratio") == token


def judged() -> Iterator[tuple[str, str, str, Proposal]]:
    """Yield each turn of the conversations with how it was understood: "right", "asked", "wrong", or "spends" unasked."""
    context, told, before = NO_CONTEXT, None, ""
    for conversation, said, right in rows("conversations.tsv"):
        if conversation != before:
            context, told, before = NO_CONTEXT, None, conversation
        at_price, words = said.startswith("@"), said.removeprefix("@")
        if told is not None and at_price:
            context = offered(told, context)
        elif told is not None:
            context, told = _ordered(told, context), None
        proposal = interpret(words, context=context)
        fits = any(all(_holds(token, proposal) for token in way.split()) for way in right.split(" | "))
        unasked = _orders(proposal) and not any(task in right for task in _TASKS)
        verdict = "right" if fits else "asked" if proposal.open else "spends" if unasked else "wrong"
        yield conversation, said, verdict, proposal
        if proposal.agrees and told is not None:
            context, told = _ordered(told, attrs.evolve(context, pending=None)), None
        elif _orders(proposal):
            context, told = attrs.evolve(context, pending=None), proposal
        elif proposal.topic is None or proposal.topic is Topic.CANCEL:
            context, told = after(proposal, context), None


def _ordered(proposal: Proposal, context: Context) -> Context:
    return context.ordered(made_of(proposal, len(context.earlier) + (context.last is not None)))
