"""What is said of one failure or one notice: the reason in plain words, with the values that would do.

Texts are those of `failure_texts`, `notice_texts` and `unsupported_texts`. In a chat only plain facts are known.
"""

from collections.abc import Mapping, Sequence
from shlex import quote
from types import MappingProxyType

from imastudio.domain.kernel import Failure, Json, Kind, shares_of
from imastudio.domain.messages.charged import kind_said, say_charge, say_partly
from imastudio.domain.messages.failure_texts import FAILURES, IN_CHAT, OF_MEDIUM, OF_SCOPE
from imastudio.domain.messages.network_texts import layer_said, saving_said
from imastudio.domain.messages.notice_texts import NOTICES, UNNAMED, UNSAID_IN_CHAT
from imastudio.domain.messages.rendering import Audience, exact_choices, fitting, plain, render
from imastudio.domain.messages.text import Rendered, Text, Wordings
from imastudio.domain.messages.trait_texts import said_trait
from imastudio.domain.messages.unsupported_texts import (
    EITHER,
    NO_RATIO,
    ONE_LENGTH,
    ONE_WITH_RATIOS,
    UNSUPPORTED,
    USE_THE_FIRST,
)
from imastudio.domain.messages.value_names import MEASURES, SOME
from imastudio.domain.orders import Language, Medium, Notice, Scope
from imastudio.domain.quoting import Lack

_MAX_SAID_DIGITS = 6
_COLON: Mapping[Language, str] = {"zh": "：", "en": ": "}
_STOP: Mapping[Language, str] = {"zh": "。", "en": ". "}
_DETAIL = Text(zh="• 服务方的说明：“{detail}”", en="• The service says: “{detail}”")
_OF_THE_WAY = frozenset({Kind.NETWORK, Kind.UPLOAD_FAILED, Kind.DELIVERY_FAILED, Kind.WAIT_ENDED})
# Where the choices are names of models.
_NAMES: Mapping[Kind, frozenset[str]] = MappingProxyType({Kind.MODEL_UNKNOWN: frozenset({"choices"})})


def say_failure(
    failure: Failure,
    language: Language,
    *,
    medium: Medium | None = None,
    audience: Audience = "terminal",
    scope: Scope = Scope.ALL_IN_ONE,
) -> str:
    """Say what went wrong, what would do and what it cost. `medium` and `scope` give the vendor's words, where it has some."""
    reason = say_reason(failure, language, medium=medium, audience=audience, scope=scope)
    partly = say_partly(failure, reason, language, medium=medium, audience=audience)
    if partly is not None:
        return partly
    charge = say_charge(failure, language)
    return f"{reason.rstrip('。.')}{_STOP[language]}{charge}" if charge else reason


def quote_detail(failure: Failure, language: Language) -> str:
    """Return the line that quotes the vendor's own reason; nothing where there is none (decision 38)."""
    return "" if not failure.detail else "\n" + render([_DETAIL], {"detail": Rendered(failure.detail)}, language)


def say_reason(
    failure: Failure,
    language: Language,
    *,
    medium: Medium | None = None,
    audience: Audience = "terminal",
    scope: Scope = Scope.ALL_IN_ONE,
) -> str:
    """Say what went wrong and what would do, and nothing of what it cost. Arguments as for `say_failure`."""
    lack = failure.facts.get("unsupported")
    if isinstance(lack, Lack) and scope is Scope.ALL_IN_ONE:
        return _say_lack(lack, {**failure.facts, "asked": audience == "chat"}, language)
    facts = _facts(failure, language, medium, audience)
    reason = render(
        _wordings(kind_said(failure), medium, audience, scope), facts, language, bare=audience != "terminal"
    )
    given = failure.facts.get("given_as")
    return f"{given}{_COLON[language]}{reason}" if isinstance(given, str) and audience != "chat" else reason


def say_command(failure: Failure, *, medium: Medium | None = None, scope: Scope = Scope.ALL_IN_ONE) -> str | None:
    """Return the command that leads on after a failure, None where there is none. Arguments as for `say_failure`."""
    shares = shares_of(failure)
    if shares is not None and shares.running and failure.charge is not None and failure.facts.get("id"):
        return f"ima wait {quote(str(failure.facts['id']))}"
    facts = _facts(failure, "en", medium, "terminal")
    command = fitting(_wordings(kind_said(failure), medium, "terminal", scope), facts, "en").command
    return None if command is None else command.format_map({name: quote(str(value)) for name, value in facts.items()})


def _facts(failure: Failure, language: Language, medium: Medium | None, audience: Audience) -> Mapping[str, Json]:
    facts: Mapping[str, Json] = {
        **failure.facts,
        "parameter": failure.parameter,
        "typed": failure.parameter,
        "value": failure.value,
        "choices": failure.choices,
        "parameters": failure.choices,
        **_derived(failure, medium, language, bare=audience != "terminal"),
    }
    if audience == "chat":
        return plain(facts, listed=_NAMES.get(failure.kind, frozenset()))
    if _are_written(failure):
        exactly = Rendered(exact_choices(failure.choices, language)) if failure.choices else None
        return {**facts, "choices": exactly, "parameters": exactly}
    return facts


def _are_written(failure: Failure) -> bool:
    """Tell whether choices are what a person writes into a document or behind an option, as it is spelled there."""
    parameter = failure.parameter or ""
    if failure.kind is Kind.UNKNOWN_PARAMETER:
        return all(isinstance(choice, str) for choice in failure.choices)
    return failure.kind is Kind.VALUE_NOT_OFFERED and (parameter == "task_type" or "." in parameter)


def _derived(failure: Failure, medium: Medium | None, language: Language, *, bare: bool) -> dict[str, Json]:
    """Return what follows from a refused value and its choices, or the layer that failed, as people say it."""
    if failure.kind in _OF_THE_WAY:
        return {**layer_said(failure.facts, language, bare=bare), **saving_said(failure.facts, language)}
    if failure.kind is Kind.COUNT_NOT_OFFERED:
        counts = sorted(choice for choice in failure.choices if type(choice) is int)
        if counts != list(range(1, len(counts) + 1)) or len(counts) != len(failure.choices) or not counts:
            return {}
        asked = _whole(failure.value)
        too_many = asked is not None and asked > counts[-1]
        measure = Rendered(MEASURES[medium] if medium is not None else SOME)
        return {"maximum": counts[-1], "too_many": too_many, "measure": measure}
    if failure.kind is Kind.VALUE_NOT_OFFERED and failure.parameter == "duration":
        return {"seconds": _whole(failure.value)}
    return {}


def _whole(value: Json) -> int | None:
    text = str(value).strip().removesuffix("s")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _MAX_SAID_DIGITS else None


def say_notice(notice: Notice, language: Language, *, audience: Audience = "terminal") -> str:
    """Say what the person should know about the order, or about this machine; nothing where it isn't for them."""
    if audience == "chat" and notice.code in UNSAID_IN_CHAT:
        return ""
    facts = plain(notice.facts) if audience == "chat" else notice.facts
    return render((*NOTICES.get(notice.code, ()), *UNNAMED), facts, language)


def _wordings(kind: Kind, medium: Medium | None, audience: Audience, scope: Scope) -> Wordings:
    of_medium = OF_MEDIUM.get(medium, {}) if medium is not None else {}
    tables = (IN_CHAT if audience == "chat" else {}, OF_SCOPE.get(scope, {}), of_medium, FAILURES)
    return [text for table in tables for text in table.get(kind, ())]


def _say_lack(lack: Lack, facts: Mapping[str, Json], language: Language) -> str:
    able = [one for one in _list(facts.get("able")) if isinstance(one, Mapping)]
    if lack is Lack.RATIO:
        return _say_ratios(facts, able, language)
    models = EITHER[lack].within(language).join(map(str, _list(facts.get("models")))) if lack in EITHER else None
    said: dict[str, Json] = {
        **facts,
        "models": None if models is None else Rendered(models),
        "options": Rendered(_COMMA[language].join(render([ONE_LENGTH], one, language) for one in able)),
    }
    return render(UNSUPPORTED[lack], said, language)


_COMMA: Mapping[Language, str] = {"zh": "，", "en": ", "}


def _say_ratios(facts: Mapping[str, Json], able: Sequence[Mapping[str, Json]], language: Language) -> str:
    lines = [
        render(
            ONE_WITH_RATIOS,
            {
                **one,
                "number": number,
                "ranging": one["lowest"] != one["highest"],
                "trait": said_trait(one["trait"], language),
            },
            language,
        )
        for number, one in enumerate(able, start=1)
    ]
    first = render(USE_THE_FIRST, {**able[0], "asked": facts["asked"]}, language)
    return render(NO_RATIO, facts, language) + "".join(lines) + first


def _list(value: Json) -> Sequence[Json]:
    return value if isinstance(value, Sequence) and not isinstance(value, str) else ()
