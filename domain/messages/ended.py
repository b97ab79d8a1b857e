"""Steps 3 and 4: what is said when something is done or has failed, and what is shown with it.

Rules: results are shown by their addresses; a film comes before its link; what was finished is shown even where the rest
failed, and the failure is said last; another model is offered only where that may help and nothing is paid twice;
a question is asked only where somebody hears the answer.

Source: the vendor's "User Experience Protocol", Steps 3 and 4; for the Nano Banana scope its runbook.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

import attrs

from imastudio.domain.kernel import Failure, Json, Kind
from imastudio.domain.lifecycle import Generation, Stage
from imastudio.domain.messages.charged import say_charge, say_partly
from imastudio.domain.messages.chat_messages import Message
from imastudio.domain.messages.error_translation import quote_detail, say_reason
from imastudio.domain.messages.failure_texts import ACTIONS, REMEDIES
from imastudio.domain.messages.news_texts import (
    ADVISED,
    CHARGED_LINE,
    COVER,
    DONE,
    FAILED,
    HINT,
    INSTEAD,
    KEPT,
    LENGTH,
    LINK,
    NAME_ONE,
    ONE_INSTEAD,
    OR,
    REASON,
    RETRY,
    RETRY_WITH_OTHER,
    SWITCH,
    UNCHARGED,
    UNCHARGED_BY_REFUSAL_LINE,
    UNCHARGED_LINE,
    VIDEO_LINK,
)
from imastudio.domain.messages.rendering import Audience, is_plain, render
from imastudio.domain.messages.text import Rendered
from imastudio.domain.messages.trait_texts import said_trait
from imastudio.domain.orders import Language, Media, Medium, Order, Scope
from imastudio.domain.quoting import Advice, Alternative, knows

_SELF_CONTAINED = "❌"
_SECONDS = re.compile(r"([0-9]{1,5}(?:\.[0-9]{1,3})?) ?s?")
_CLOCK = re.compile(r"[0-9]{1,2}(?::[0-9]{2}){1,2}")
_SHOWN_PARAMS = ("resolution", "quality", "aspect_ratio")


def say_success(generation: Generation, advice: Advice, language: Language) -> str:
    """Say that it is done, without addresses: those are shown beside it."""
    return _done(generation, language) + _hint(advice, language)


def show_success(generation: Generation, advice: Advice, language: Language) -> tuple[Message, ...]:
    """Say that it is done and show the results."""
    medium, caption = generation.order.medium, _done(generation, language)
    hint = _hint(advice, language)
    shown = [(media, address) for media in generation.medias if (address := _address(media.address)) is not None]
    if not shown:
        return (Message(text=caption + hint),)
    messages: list[Message] = []
    for number, (media, address) in enumerate(shown, start=1):
        first = number == 1
        count = f"{number}/{len(shown)}"
        if medium is Medium.VIDEO:
            described = _with_description(caption, generation.order, language) + hint
            messages.append(Message(text=described if first else count, media=address))
            messages.append(Message(text=_video_link(media, address, language)))
        elif medium is Medium.MUSIC:
            messages.append(Message(text=caption + hint if first else count, media=address))
        else:
            gap = "\n" if medium is Medium.SPEECH else "\n\n"
            link = _link(address, language)
            messages.append(Message(text=f"{caption}{gap}{link}{hint}" if first else link, media=address))
    return tuple(messages)


def show_kept(generation: Generation, language: Language) -> tuple[Message, ...]:
    """Show the results of a failed generation that are ready."""
    addresses = (_address(media.address) for media in generation.medias)
    return tuple(Message(text=_link(one, language), media=one) for one in addresses if one is not None)


def say_end_without_success(
    generation: Generation, advice: Advice, language: Language, audience: Audience, scope: Scope
) -> str:
    """Say that it failed or was refused, why, whether it was charged, and what else could be taken."""
    failure = generation.failure or Failure(kind=Kind.REFUSED)
    medium = generation.order.medium
    reason = say_reason(failure, language, medium=medium, audience=audience, scope=scope)
    named = attrs.evolve(failure, facts={"id": generation.id, **failure.facts})
    partly = say_partly(named, reason, language, medium=medium, audience=audience)
    quoted = "" if audience == "chat" else quote_detail(failure, language)
    if partly is not None:
        return partly + quoted
    head = FAILED[medium].within(language)
    if reason.startswith(_SELF_CONTAINED):
        said = reason
    elif f"{_SELF_CONTAINED} {reason}".startswith(head):
        said = f"{_SELF_CONTAINED} {reason}"
    else:
        said = head + render([REASON], {"reason": Rendered(reason)}, language)
    if (
        generation.stage is Stage.REJECTED
        and failure.retry_safe
        and UNCHARGED.within(language).lower() not in said.lower()
    ):
        assumed = failure.kind is Kind.SERVER_ERROR and audience != "chat" and failure.code is not None
        said += (UNCHARGED_BY_REFUSAL_LINE if assumed else UNCHARGED_LINE).within(language)
    said += quoted
    if charge := say_charge(failure, language):
        said += render([CHARGED_LINE], {"charge": Rendered(charge)}, language)
    if generation.medias:
        said += render([KEPT], {"count": len(generation.medias)}, language)
    if failure.kind in REMEDIES:
        return said + render([ADVISED], {"advice": Rendered(REMEDIES[failure.kind].within(language))}, language)
    offered = advice.instead if failure.another_may_help else ()
    instead = [one for one in offered if knows(scope, one.model_id)]
    if scope is Scope.NANO_BANANA:
        return said + _suggestion(failure, instead, language, audience)
    return said + _instead(instead, language, audience)


def _done(generation: Generation, language: Language) -> str:
    order = generation.order
    facts: dict[str, Json] = {
        "model": order.model_name,
        "lowest": order.estimate.lowest,
        "highest": order.estimate.highest,
        "actual": _seconds(generation),
        "total": order.total,
    }
    length = _length(generation.medias) if order.medium is Medium.MUSIC else None
    said = render([DONE[order.medium]], facts, language)
    return said if length is None else said + render([LENGTH], {"duration": length}, language)


def _seconds(generation: Generation) -> int:
    start = generation.created_at if generation.created_at is not None else generation.intended_at
    end = generation.ended_at if generation.ended_at is not None else start
    return max(0, round(end - start))


def _length(medias: Sequence[Media]) -> str | None:
    """Return how long the first result is ("125s", "2:05"), None where the vendor does not say it in figures."""
    said = (medias[0].duration or "").strip() if medias else ""
    if seconds := _SECONDS.fullmatch(said):
        return f"{seconds[1]}s"
    return said if _CLOCK.fullmatch(said) else None


def _with_description(caption: str, order: Order, language: Language) -> str:
    """Add what kind of film it is: its length, resolution and ratio."""
    values = [order.params[name] for name in _SHOWN_PARAMS if name in order.params]
    parts = [value for value in values if isinstance(value, str) and is_plain(value)]
    seconds = _SECONDS.fullmatch(str(order.params.get("duration", "")))
    if seconds is not None:
        parts.insert(0, f"{seconds[1]} {'秒' if language == 'zh' else 's'}")
    return f"{caption}\n\n{' · '.join(parts)}" if parts else caption


def _hint(advice: Advice, language: Language) -> str:
    other = advice.recommended
    return "" if other is None else "\n\n" + render(HINT, _facts(other, language), language)


def _link(address: str, language: Language) -> str:
    return render([LINK], {"url": Rendered(address)}, language)


def _video_link(media: Media, address: str, language: Language) -> str:
    link = render([VIDEO_LINK], {"url": Rendered(address)}, language)
    cover = _address(media.cover)
    return link if cover is None else link + render([COVER], {"cover": Rendered(cover)}, language)


def _address(url: str | None) -> str | None:
    """Return `url` if it can be shown as it is."""
    if url is None or not url.startswith(("https://", "http://")):
        return None
    return None if any(unicodedata.category(one)[0] in "CZ" for one in url) else url


def _instead(instead: Sequence[Alternative], language: Language, audience: Audience) -> str:
    if not instead:
        return ""
    lines = [render(ONE_INSTEAD, _facts(one, language), language) for one in instead]
    other = any(one.size is None for one in instead)  # else it is the same model in another size
    asked = NAME_ONE if audience != "chat" else RETRY_WITH_OTHER if other else RETRY
    return INSTEAD.within(language) + "".join(lines) + asked.within(language)


def _suggestion(failure: Failure, instead: Sequence[Alternative], language: Language, audience: Audience) -> str:
    advice = list(_advice(failure, instead, language))
    if not advice:
        return ""
    joined = Rendered(OR.within(language).join(advice))
    return render([ADVISED], {"advice": joined}, language) + (RETRY.within(language) if audience == "chat" else "")


def _advice(failure: Failure, instead: Sequence[Alternative], language: Language) -> Iterator[str]:
    if failure.kind in ACTIONS:
        yield ACTIONS[failure.kind].within(language)
    for one in instead:
        yield render(SWITCH, _facts(one, language), language)


def _facts(other: Alternative, language: Language) -> dict[str, Json]:
    trait = said_trait(other.trait, language)
    return {"model": other.model_name, "points": other.points, "trait": trait, "size": other.size}
