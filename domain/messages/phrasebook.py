"""What a person reads, in Chinese or English: the only place where values become sentences.

Rules: one language a sentence; the texts are tables (`failure_texts`, `notice_texts`, `news_texts`), by medium and scope
where the vendor's own differ; numbers are those of the order; whatever is shown was made harmless by `texts`. Two
audiences: at a terminal commands and ids are named, in a chat nothing technical is, and what only a terminal cares for is
not said at all. That nothing is said twice, and nothing after the end, is `conversation`'s business.
"""

from math import ceil, floor
from typing import TypeAlias, assert_never

import attrs

from imastudio.domain.kernel import Failure, Kind
from imastudio.domain.lifecycle import (
    Acknowledged,
    DeliveryStarted,
    Ended,
    Generation,
    News,
    Noticed,
    Progressed,
    Quoted,
    Slowed,
    Stage,
    TaskCreated,
    UploadStarted,
    WaitEnded,
)
from imastudio.domain.messages.chat_messages import Message, as_texts
from imastudio.domain.messages.ended import say_end_without_success, say_success, show_kept, show_success
from imastudio.domain.messages.error_translation import say_failure, say_notice
from imastudio.domain.messages.network_texts import layer_said
from imastudio.domain.messages.news_texts import (
    CREATED,
    CREATED_OFFLINE,
    DELIVERY,
    FROZEN,
    PROGRESS,
    SLOW,
    SLOW_IN_CHAT,
    SLOW_ON_THE_WAY,
    UPLOAD,
)
from imastudio.domain.messages.quoted import say_acknowledgement, say_start
from imastudio.domain.messages.rendering import Audience, render
from imastudio.domain.orders import Language, Scope

__all__ = ["Audience", "messages", "say", "say_failure", "say_notice"]

_ToAll: TypeAlias = Acknowledged | Quoted | Progressed | Noticed | WaitEnded | Ended
_ENDED = frozenset({Stage.FAILED, Stage.REJECTED})


def say(news: News, language: Language, *, audience: Audience = "terminal", scope: Scope = Scope.ALL_IN_ONE) -> str:
    """Say a piece of news. In a chat this is what `messages` says, without media; nothing where nothing is to be said.

    It is said in the words of `scope`, and of that in which the order was placed.
    """
    if audience == "chat":
        return "\n\n".join(as_texts(messages(news, language, scope=scope)))
    scope = _scope_of(news) or scope
    match news:
        case UploadStarted(index=index, count=count):
            return render([UPLOAD], {"index": index, "count": count}, language)
        case TaskCreated(generation_id=generation_id, offline=offline):
            return render([CREATED_OFFLINE if offline else CREATED], {"id": generation_id}, language)
        case Slowed(why=why, pause=pause, way=way):
            return render([SLOW_ON_THE_WAY, SLOW[why]], {"pause": ceil(pause), **layer_said(way, language)}, language)
        case DeliveryStarted(count=count):
            return render([DELIVERY], {"count": count}, language)
        case Ended(generation=generation, advice=advice) if generation.stage is Stage.SUCCEEDED:
            done = say_success(generation, advice, language)
            if not generation.undelivered:
                return done
            unfetched = generation.unfetched or Failure(kind=Kind.DELIVERY_FAILED)
            failure = Failure(kind=Kind.DELIVERY_FAILED, facts={**unfetched.facts, "code": unfetched.code})
            return f"{done}\n\n{_say_of(news, failure, language, audience, scope)}"
    return _say_to_all(news, language, audience, scope)


def messages(news: News, language: Language, *, scope: Scope = Scope.ALL_IN_ONE) -> tuple[Message, ...]:
    """Return what is sent into a chat for a piece of news. `scope` as for `say`."""
    scope = _scope_of(news) or scope
    match news:
        case UploadStarted() | TaskCreated() | DeliveryStarted():
            return ()
        case Slowed(why=why):
            return (Message(text=SLOW_IN_CHAT[why].within(language)),)
        case Ended(generation=generation, advice=advice) if generation.stage is Stage.SUCCEEDED:
            return show_success(generation, advice, language)
        case Ended(generation=generation) if generation.stage is Stage.FAILED:
            return (*show_kept(generation, language), Message(text=_say_to_all(news, language, "chat", scope)))
    text = _say_to_all(news, language, "chat", scope)
    return (Message(text=text),) if text else ()


def _scope_of(news: News) -> Scope | None:
    """Return the narrower scope in which an order was placed."""
    match news:
        case Quoted(quote=quote):
            order = quote.order
        case Progressed(order=order):
            pass
        case Ended(generation=generation) | WaitEnded(generation=generation):
            order = generation.order
        case _:
            return None
    return None if order.scope is Scope.ALL_IN_ONE else order.scope


def _say_to_all(news: _ToAll, language: Language, audience: Audience, scope: Scope) -> str:
    """Say what is said alike to everybody, but for the words of a reason."""
    match news:
        case Acknowledged():
            return say_acknowledgement(news, language, scope)
        case Quoted(quote=quote):
            return say_start(quote, language, scope)
        case Progressed():
            return _progress(news, language, scope)
        case Noticed(notice=notice):
            return say_notice(notice, language, audience=audience)
        case WaitEnded():
            failure = Failure(kind=Kind.WAIT_ENDED, facts=news.generation.standing)
            return _say_of(news, failure, language, audience, scope)
        case Ended(generation=generation, advice=advice):
            if generation.stage in _ENDED:
                ended = _offline(generation) if news.offline else generation
                return say_end_without_success(ended, advice, language, audience, scope)
            failure = generation.failure or Failure(kind=Kind.INTERRUPTED)
            return _say_of(news, failure, language, audience, scope)
    assert_never(news)


def _offline(generation: Generation) -> Generation:
    """Return `generation` with a failure that tells that it was made offline."""
    failure = generation.failure or Failure(kind=Kind.REFUSED)
    return attrs.evolve(generation, failure=attrs.evolve(failure, facts={**failure.facts, "offline": True}))


def _progress(news: Progressed, language: Language, scope: Scope) -> str:
    facts = {"percent": news.percent, "elapsed": floor(news.elapsed), "longest": news.longest}
    suffix = FROZEN[scope].within(language) if news.frozen else ""
    return render([PROGRESS[news.order.medium]], facts, language) + suffix


def _say_of(news: Ended | WaitEnded, failure: Failure, language: Language, audience: Audience, scope: Scope) -> str:
    """Say a failure after which it goes on, with the id to name it by."""
    facts = {"id": news.generation.id, "goes_on": True, "offline": news.offline, **failure.facts}
    named, medium = attrs.evolve(failure, facts=facts), news.generation.order.medium
    return say_failure(named, language, medium=medium, audience=audience, scope=scope)
