"""What becomes of a labelled turn beside what stands, judged by its labels.

Right is what the labels tell: the wish that stands is ordered, left, told once more, changed in its values or in its
description, another one takes its place, or something is answered. Asked is a doubt, and a price that is told again instead of
an order; a setting that no value could be read of stands in the description ("carried").
"""

import re

import attrs

from imastudio.domain.intent import NO_CONTEXT, Context, Proposal, Topic, interpret
from tests.intent.conversing import made_of, offered
from tests.intent.labelled import LabelledTurn

_ASKED = {
    "image": ("画一张图：", "a picture: "),
    "video": ("做一段视频：", "make a video: "),
    "music": ("写一首歌：", "make a song: "),
    "speech": ("朗读：", "read this aloud: "),
}
_HAN = re.compile(r"[\u3400-\u9fff]")
_WORDS = re.compile(r"[a-z0-9]{3,}|[\u3400-\u9fff]")
_SAME_THING = 0.55
_ANSWERED = frozenset({"talk", "ask", "other"})
_FIRST = ("wish", "change", "set", "again", "pick")


def wished(turn: LabelledTurn) -> Proposal:
    """Return the wish that stands when a turn is said."""
    zh, told = _HAN.search(turn.situation.described) is not None, _ASKED[turn.situation.medium]
    proposal = interpret(told[not zh] + turn.situation.described)
    if proposal.open or not proposal.orders or proposal.media != turn.situation.medium:
        proposal = interpret(told[not zh] + ("猫" if zh else "a cat"))
    return proposal


def beside(turn: LabelledTurn, wish: Proposal) -> Context:
    """Return the context that a turn is said in: a price that waits, a work that was made, a wish that was left."""
    if turn.situation.state == "P":
        return offered(wish, NO_CONTEXT)
    if turn.situation.state == "D":
        return NO_CONTEXT.ordered(made_of(wish, 1))
    return attrs.evolve(NO_CONTEXT, left=attrs.evolve(made_of(wish, 0), order="", results=()))


def becomes(proposal: Proposal, wish: Proposal) -> str:
    """Return what a turn made of the wish that stood."""
    if proposal.topic is not None:
        told = {Topic.CANCEL: "no", Topic.TALK: "talk", Topic.FEEDBACK: "talk", Topic.OTHER_WORK: "other"}
        return told.get(proposal.topic, "ask")
    if proposal.agrees is not None:
        return "yes" if proposal.agrees else "no"
    if proposal.open:
        return "asked"
    if proposal.wondered or not proposal.orders:
        return "ask"
    if proposal.media is not wish.media or proposal.inputs:
        return "change" if proposal.media is wish.media else "wish"
    return _changed(proposal, wish)


def _changed(proposal: Proposal, wish: Proposal) -> str:
    held, said = (set(_WORDS.findall(one.prompt.lower())) for one in (wish, proposal))
    if held == said:
        values = [(one.params, one.n, one.model, one.tier, one.max_points) for one in (proposal, wish)]
        return "set" if values[0] != values[1] else "same"
    return "change" if len(held & said) > _SAME_THING * len(held) else "wish"


def judged(turn: LabelledTurn, became: str) -> str:
    """Return "right", "asked", "carried" or "wrong", and "spends" for an order that nobody said yes to."""
    due = next((one for one in (*_FIRST, "no", "ask", "yes", "other") if one in turn.acts), "talk")
    if became == "yes" and "yes" not in turn.acts:
        return "spends"
    quiet = became in _ANSWERED and (due in _ANSWERED or (due in {"no", "pick"} and turn.situation.state != "P"))
    if (
        became == due
        or quiet
        or (due == "again" and became == "same")
        or (due == "pick" and became in {"set", "change"})
    ):
        return "right"
    if became == "asked" or (due == "yes" and became == "same"):
        return "asked"
    return "carried" if due == "set" and became == "change" else "wrong"
