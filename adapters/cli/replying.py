"""What answers words that ask for nothing to be made: from the live list and from the ledger, never from memory."""

import attrs

from imastudio.adapters.cli.dialogue import Memory
from imastudio.adapters.cli.proposing import Interpreted
from imastudio.adapters.cli.session import Session
from imastudio.adapters.cli.tables import show_table
from imastudio.adapters.cli.texts import say
from imastudio.domain.documents import ModelDocument, ReplyDocument, leaf_document
from imastudio.domain.intent import Topic, asks_for_others, how_many_of, kind_of_help, question_of, tone_of
from imastudio.domain.kernel import Json
from imastudio.domain.lifecycle import Result
from imastudio.domain.messages import MEDIA, WORDS, Rendered, say_reply
from imastudio.domain.orders import Medium, TaskType
from imastudio.domain.quoting import price_range, task_types, within

_LISTED_ORDERS = 3
_COUNTED_ORDERS = 10_000
_LISTS = frozenset({Topic.MODELS, Topic.PRICES, Topic.TIME})
# Facts that answer by themselves, so that no list is needed.
_TOLD = frozenset({"used", "about", "first", "more", "less", "same", "open", "points", "lowest", "sum"})
_QUESTIONS = frozenset({Topic.MODELS, Topic.PRICES, Topic.ORDERS, Topic.ACCOUNT, Topic.HELP})
_OF_QUESTIONS = {
    "default": Topic.MODELS,
    "used": Topic.MODELS,
    "difference": Topic.PRICES,
    "total": Topic.ACCOUNT,
    "price": Topic.PRICES,
    "cheapest": Topic.PRICES,
    "count": Topic.ORDERS,
    "time": Topic.TIME,
    **dict.fromkeys(("ordering", "failing", "number", "where", "voices", "singing"), Topic.HELP),
    **dict.fromkeys(("length", "judging", "together", "rights", "quickest"), Topic.HELP),
}
_FIRST = {
    Medium.IMAGE: TaskType.TEXT_TO_IMAGE,
    Medium.VIDEO: TaskType.TEXT_TO_VIDEO,
    Medium.MUSIC: TaskType.TEXT_TO_MUSIC,
    Medium.SPEECH: TaskType.TEXT_TO_SPEECH,
}


async def answer(session: Session, asked: Interpreted, memory: Memory) -> ReplyDocument:
    """Answer words that are no request, for people, and return the answer as data."""
    topic, out = asked.proposal.topic, session.out
    assert topic is not None  # noqa: S101 - only a proposal with a topic is answered
    about = question_of(asked.proposal.words)
    topic = _OF_QUESTIONS.get(about or "", topic) if topic in _QUESTIONS else topic
    if topic is Topic.CANCEL and memory.question is None and tone_of(asked.proposal.words) == "bye":
        topic = Topic.TALK
    if about == "total" and (memory.offer is not None or how_many_of(asked.proposal.words) is not None):
        topic = Topic.PRICES
    facts = await _facts(session, asked, memory, topic, about)
    memory.context = attrs.evolve(memory.context, named=str(facts.get("model", "")), topic=topic.value)
    out.tell(say_reply(topic, facts, out.language))
    text = say_reply(topic, facts, out.language, bare=True)
    if topic in _LISTS and not facts.keys() & _TOLD:
        models = await _models(session, asked, memory)
        _show(session, models)
        rows = [f"{one['model_name']}: {_span(one['points'])}" for one in models]
        text = "\n".join([text, *rows])
    if out.told != "text":
        from imastudio.adapters.cli.relay import relay

        relay(out, "answered", text, {"topic": topic.value})
    return {"topic": topic.value, "text": text}


async def _facts(
    session: Session, asked: Interpreted, memory: Memory, topic: Topic, about: str | None
) -> dict[str, Json]:
    """Return what an answer is made of: what was offered, made and spent."""
    match topic:
        case Topic.TALK | Topic.FEEDBACK:
            return _facts_of_talk(asked, memory)
        case Topic.HELP:
            return await _facts_of_help(session, asked, memory, about)
        case Topic.ACCOUNT | Topic.ORDERS:
            return await _facts_of_orders(session, memory, topic, about)
        case Topic.FREE:
            return await _cheapest(session, asked, memory)
        case Topic.MODELS:
            return _facts_of_models(session, asked, memory, about)
        case Topic.PRICES if about == "cheapest" and (asked.proposal.media or memory.medium):
            named = asked.proposal.model is not None
            return {} if named else {**await _cheapest(session, asked, memory), "about": about}
        case Topic.PRICES | Topic.TIME if asked.proposal.media is None and asked.proposal.model is None:
            return _facts_of_offer(memory, topic, about, how_many_of(asked.proposal.words))
        case _:
            return {}


def _facts_of_talk(asked: Interpreted, memory: Memory) -> dict[str, Json]:
    """Return how something sounds that asks for nothing, and of what it may be said."""
    tone = tone_of(asked.proposal.words)
    waits: dict[str, Json] = {"waits": True} if memory.question is not None else {}
    medium: dict[str, Json] = {} if memory.medium is None else {"medium": memory.medium.value}
    return {**medium, **waits} if tone is None else {**medium, "tone": tone}


async def _facts_of_help(session: Session, asked: Interpreted, memory: Memory, about: str | None) -> dict[str, Json]:
    """Return what answers a question about the use of this, or about what was made."""
    works = memory.works
    match about:
        case "number":
            results = await _latest(session)
            names = [f"{one.generation.order.model_name} {one.generation.id}" for one in results]
            return {"about": about, "numbered": [Rendered(name) for name in names]}
        case "where":
            return {"about": about, "places": [Rendered(one) for one in works[-1].results] if works else []}
        case "length":
            made = memory.offer.quoted.params if memory.offer is not None else works[-1].made if works else {}
            return {"about": about, "seconds": made.get("duration")}
        case "quickest":
            models = [one for one in await _models(session, asked, memory) if one["estimated_seconds"]]
            first = min(models, key=lambda one: one["estimated_seconds"][-1], default=None)
            if first is None:
                return {"about": "unknown"}
            lowest, highest = first["estimated_seconds"][0], first["estimated_seconds"][-1]
            return {"about": about, "model": Rendered(str(first["model_name"])), "lowest": lowest, "highest": highest}
        case str() if _OF_QUESTIONS.get(about) is Topic.HELP:
            return {"about": about}
        case _:
            kind = kind_of_help(asked.proposal.words)
            long = "length" if memory.medium is Medium.MUSIC else "unknown"
            return {"about": long if kind == "long" else kind}


async def _facts_of_orders(session: Session, memory: Memory, topic: Topic, about: str | None) -> dict[str, Json]:
    works = memory.works
    facts: dict[str, Json] = {"count": len(works), "points": sum(work.points or 0 for work in works)} if works else {}
    if topic is Topic.ACCOUNT:
        rows = await session.stopping.beside(session.studio.history(limit=_COUNTED_ORDERS))
        return {**facts, "all": sum(session.studio.look_at(row).credit for row in rows), "orders": len(rows)}
    if about == "count" and works:
        return {**facts, "about": about}
    results = await _latest(session)
    language = session.out.language
    lines = [f"{one.generation.order.model_name}（{say(f'status_{one.status}', language)}）" for one in results]
    if language == "en":
        lines = [f"{one.generation.order.model_name} ({say(f'status_{one.status}', language)})" for one in results]
    return {"orders": lines}


async def _latest(session: Session) -> list[Result]:
    rows = await session.stopping.beside(session.studio.history(limit=_LISTED_ORDERS))
    return [session.studio.look_at(row) for row in rows]


def _facts_of_models(session: Session, asked: Interpreted, memory: Memory, about: str | None) -> dict[str, Json]:
    last = memory.context.last
    if about == "used" and last is not None and last.model_name:
        return {"used": Rendered(last.model_name)}
    if about == "default":
        language = session.out.language
        named = {one.medium: preference.model_name for one, preference in asked.saved.items()}
        wanted = {medium: name for medium, name in named.items() if asked.proposal.media in {None, medium}}
        said = [f"{MEDIA[medium].within(language)} {name}" for medium, name in wanted.items()]
        return {"about": about, "defaults": [Rendered(one) for one in said]}
    return {}


def _facts_of_offer(memory: Memory, topic: Topic, about: str | None, together: int | None) -> dict[str, Json]:
    """Return the price and the time of what waits, else of what was made last, or of the last so many together."""
    offer, works = memory.offer, memory.works
    if topic is Topic.TIME:
        estimate = offer.quoted.order.estimate if offer is not None else memory.estimate
        name = offer.quoted.order.model_name if offer is not None else works[-1].model_name if works else ""
        if estimate is None:
            return {}
        return {"model": Rendered(name), "lowest": estimate.lowest, "highest": estimate.highest}
    if about == "difference" and len(works) > 1:
        more = (works[-1].points or 0) - (works[-2].points or 0)
        return {"more": more} if more > 0 else {"less": -more} if more < 0 else {"same": works[-1].points}
    if about == "total" and together is not None and together != (works[-1].n if works else None):
        its = works[-together:]
        return {"count": len(its), "sum": sum(work.points or 0 for work in its)}
    if offer is not None:
        return {"model": Rendered(offer.quoted.order.model_name), "open": offer.quoted.order.total}
    if memory.question is not None and topic is Topic.PRICES:
        return {"first": True}
    if works and memory.context.pending is None:
        return {"model": Rendered(works[-1].model_name), "points": works[-1].points}
    return {}


async def _cheapest(session: Session, asked: Interpreted, memory: Memory) -> dict[str, Json]:
    """Return the cheapest there is of the medium that is spoken of."""
    models = await _models(session, asked, memory)
    priced = [(one["points"][0], one) for one in models if one["points"]]
    if not priced:
        return {}
    points, cheapest = min(priced, key=lambda pair: pair[0])
    medium = TaskType(str(cheapest["task_type"])).medium
    name = MEDIA[medium].within(session.out.language)
    return {"medium": Rendered(name), "model": Rendered(str(cheapest["model_name"])), "points": points}


async def _models(session: Session, asked: Interpreted, memory: Memory) -> list[ModelDocument]:
    """Return the models that a question is about: those of its medium, or the one that it names."""
    proposal, scope = asked.proposal, asked.wish.scope
    known = set(task_types(scope))
    goes_on = (
        memory.context.pending is not None or proposal.topic is not Topic.MODELS or asks_for_others(proposal.words)
    )
    medium = proposal.media or (memory.medium if goes_on else None)
    wanted = (
        [_FIRST[medium]]
        if medium is not None and _FIRST[medium] in known
        else [t for t in _FIRST.values() if t in known]
    )
    catalogs = [await session.stopping.beside(session.studio.models(task_type)) for task_type in wanted]
    leaves = [leaf for catalog in catalogs for leaf in within(scope, catalog).leaves]
    named = [leaf for leaf in leaves if leaf.model_id == proposal.model]
    waiting = {} if memory.offer is None else {n: v for n, v in memory.offer.quoted.params.items() if n == "duration"}
    given = proposal.params or waiting
    offered = [leaf for leaf in named or leaves if price_range(leaf, given) is not None] or named or leaves
    return [leaf_document(leaf, given) for leaf in offered]


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
