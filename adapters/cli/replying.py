"""What answers words that ask for nothing to be made: from the live list and from the ledger, never from memory."""

from imastudio.adapters.cli.proposing import Interpreted
from imastudio.adapters.cli.session import Session
from imastudio.adapters.cli.tables import show_table
from imastudio.adapters.cli.texts import say
from imastudio.domain.documents import ModelDocument, ReplyDocument, leaf_document
from imastudio.domain.intent import Topic
from imastudio.domain.kernel import Json
from imastudio.domain.messages import WORDS, say_reply
from imastudio.domain.orders import Medium, TaskType
from imastudio.domain.quoting import task_types, within

_LISTED_ORDERS = 3
_COUNTED_ORDERS = 10_000
_LISTS = frozenset({Topic.MODELS, Topic.PRICES})
_FIRST = {
    Medium.IMAGE: TaskType.TEXT_TO_IMAGE,
    Medium.VIDEO: TaskType.TEXT_TO_VIDEO,
    Medium.MUSIC: TaskType.TEXT_TO_MUSIC,
    Medium.SPEECH: TaskType.TEXT_TO_SPEECH,
}


async def answer(session: Session, asked: Interpreted) -> ReplyDocument:
    """Answer words that are no request, for people, and return the answer as data."""
    topic = asked.proposal.topic
    assert topic is not None  # noqa: S101 - only a proposal with a topic is answered
    out, facts = session.out, await _facts(session, topic)
    out.tell(say_reply(topic, facts, out.language))
    text = say_reply(topic, facts, out.language, bare=True)
    if topic in _LISTS:
        models = await _models(session, asked)
        _show(session, models)
        rows = [f"{one['model_name']}: {_span(one['points'])}" for one in models]
        text = "\n".join([text, *rows])
    if out.told != "text":
        from imastudio.adapters.cli.chat_output import relay

        relay(out, "answered", text, {"topic": topic.value})
    return {"topic": topic.value, "text": text}


async def _facts(session: Session, topic: Topic) -> dict[str, Json]:
    if topic is Topic.ACCOUNT:
        rows = await session.stopping.beside(session.studio.history(limit=_COUNTED_ORDERS))
        points = sum(session.studio.look_at(row).credit for row in rows)
        return {"points": points, "count": len(rows)}
    if topic is Topic.ORDERS:
        rows = await session.stopping.beside(session.studio.history(limit=_LISTED_ORDERS))
        results = [session.studio.look_at(row) for row in rows]
        language = session.out.language
        lines = [
            f"{one.id[:8]} {say(f'status_{one.status}', language)} {one.generation.order.model_name}" for one in results
        ]
        return {"orders": lines}
    return {}


async def _models(session: Session, asked: Interpreted) -> list[ModelDocument]:
    """Return the models that a question is about: those of its medium, or the one that it names."""
    proposal, scope = asked.proposal, asked.wish.scope
    known = set(task_types(scope))
    medium = proposal.media
    wanted = (
        [_FIRST[medium]]
        if medium is not None and _FIRST[medium] in known
        else [t for t in _FIRST.values() if t in known]
    )
    catalogs = [await session.stopping.beside(session.studio.models(task_type)) for task_type in wanted]
    leaves = [leaf for catalog in catalogs for leaf in within(scope, catalog).leaves]
    named = [leaf for leaf in leaves if leaf.model_id == proposal.model]
    return [leaf_document(leaf) for leaf in named or leaves]


def _show(session: Session, models: list[ModelDocument]) -> None:
    language = session.out.language
    if session.out.as_json:
        return
    rows = [
        [
            str(one["model_name"]),
            WORDS[str(one["task_type"])].within(language),
            _span(one["points"]),
            say("in_seconds", language, span=_span(one["estimated_seconds"])),
        ]
        for one in models
    ]
    show_table(session.out, "", [say(name, language) for name in ("model", "task", "points", "time")], rows)


def _span(ends: object) -> str:
    if not isinstance(ends, list) or not ends:
        return "-"
    return str(ends[0]) if ends[0] == ends[-1] else f"{ends[0]}-{ends[-1]}"
