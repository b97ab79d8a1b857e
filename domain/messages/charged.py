"""What is said of a failure that was paid for, or may have been: what it cost, and what became of several results.

Rules: it follows from the charge, never from the kind of failure; nobody reads that nothing was made, or that the account is
empty, where points were spent; of several results only the missing ones are offered, at their price (decision 32).
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from imastudio.domain.kernel import OF_A_TASK, Charge, Failure, Json, Kind, Shares, shares_of
from imastudio.domain.messages.rendering import Audience, render
from imastudio.domain.messages.text import Rendered, Text, Wordings
from imastudio.domain.messages.value_names import MEASURES, SOME
from imastudio.domain.orders import Language, Medium

# Their own texts say what is paid for.
_SAY_IT_THEMSELVES = frozenset({Kind.WAIT_ENDED, Kind.DELIVERY_FAILED, Kind.OFFLINE_GONE})
_CHARGED = (
    Text(zh="离线下单不花费真实积分。", en="Offline nothing real is spent.", when={"offline": True}),
    Text(
        zh="已扣 {spent} 积分，是否退还以账户为准。",
        en="{spent} pts were spent; whether they come back, your account shows.",
    ),
)
_NONE_YET = Text(
    zh="⚠️ {ordered} {measure}里有 {failed} {measure}没成功（共扣 {spent} 积分）。",
    en="⚠️ {failed} of {ordered} failed ({spent} pts in all).",
    when={"ready": 0},
)
_PARTLY: Mapping[Audience, Wordings] = MappingProxyType(
    {
        "chat": (
            _NONE_YET,
            Text(
                zh="⚠️ {ordered} {measure}里有 {failed} {measure}没成功，已完成的 {ready} {measure}在上面（共扣 {spent} 积分）。",
                en="⚠️ {ready} of {ordered} is ready above ({spent} pts in all).",
                when={"ready": 1},
            ),
            Text(
                zh="⚠️ {ordered} {measure}里有 {failed} {measure}没成功，已完成的 {ready} {measure}在上面（共扣 {spent} 积分）。",
                en="⚠️ {ready} of {ordered} are ready above ({spent} pts in all).",
            ),
        ),
        "terminal": (
            _NONE_YET,
            Text(
                zh="⚠️ {ordered} {measure}里有 {failed} {measure}没成功，已完成的 {ready} {measure}已保留（共扣 {spent} 积分）。",
                en="⚠️ {ready} of {ordered} is ready ({spent} pts in all).",
                when={"ready": 1},
            ),
            Text(
                zh="⚠️ {ordered} {measure}里有 {failed} {measure}没成功，已完成的 {ready} {measure}已保留（共扣 {spent} 积分）。",
                en="⚠️ {ready} of {ordered} are ready ({spent} pts in all).",
            ),
        ),
    }
)
_RUNNING: Mapping[Audience, Wordings] = MappingProxyType(
    {
        "chat": (Text(zh="还有 {running} {measure}在生成。", en="{running} more on the way."),),
        "terminal": (
            Text(
                zh="还有 {running} {measure}在生成[[，等它们：ima wait {id}|。]]",
                en="{running} more on the way[[; to wait for them: ima wait {id}|.]]",
            ),
            Text(zh="还有 {running} {measure}在生成。", en="{running} more on the way."),
        ),
    }
)
_OF_THE_MODEL = frozenset({Kind.GENERATION_FAILED, Kind.NO_DETAILS, Kind.MODEL_UNAVAILABLE})
_NOT_MADE = Text(zh="服务方没能生成", en="the service couldn't make it")
_REASON = Text(zh="• 原因：{reason}", en="• Reason: {reason}")
_MISSING: Mapping[Audience, Wordings] = MappingProxyType(
    {
        "chat": (
            Text(
                zh="要补做 {failed} {measure}吗？（{points} 积分）",
                en="Make the missing one for {points} pts?",
                when={"failed": 1},
            ),
            Text(zh="要补做 {failed} {measure}吗？（{points} 积分）", en="Make the missing {failed} for {points} pts?"),
        ),
        "terminal": (
            Text(
                zh="补做 {failed} {measure}需 {points} 积分。",
                en="The missing one would cost {points} pts.",
                when={"failed": 1},
            ),
            Text(zh="补做 {failed} {measure}需 {points} 积分。", en="The missing {failed} would cost {points} pts."),
        ),
    }
)


def kind_said(failure: Failure) -> Kind:
    """Return the kind whose text is true of `failure`: after a charge, one that speaks of a task that was made."""
    charge, kind = failure.charge, failure.kind
    if charge is None or kind is Kind.TWIN_UNSETTLED:
        return kind
    if not charge.sure:
        return kind if kind in _SAY_IT_THEMSELVES else Kind.OUTCOME_UNKNOWN
    if kind in OF_A_TASK:
        return kind
    return Kind.WAIT_ENDED if kind is Kind.INTERRUPTED else Kind.GENERATION_FAILED


def say_charge(failure: Failure, language: Language) -> str:
    """Say what a failure cost; nothing where nothing was spent, or its own text says it."""
    charge = failure.charge
    if charge is None or not charge.sure or kind_said(failure) in _SAY_IT_THEMSELVES:
        return ""
    return render(_CHARGED, {"spent": charge.points, "offline": failure.facts.get("offline")}, language)


def say_partly(
    failure: Failure, reason: str, language: Language, *, medium: Medium | None, audience: Audience
) -> str | None:
    """Say how many of several results came, what was charged, what goes on, and what the missing ones would cost.

    None where it is not so that some failed and others did not.
    """
    shares, charge = shares_of(failure), failure.charge
    if shares is None or charge is None or not charge.sure:
        return None
    facts = _facts(failure, shares, charge, medium)
    if failure.kind in _OF_THE_MODEL:  # the same model made the others, so that another one is no advice
        reason = _NOT_MADE.within(language)
    told: Literal["chat", "terminal"] = "chat" if audience == "chat" else "terminal"
    parts = [render(_PARTLY[told], facts, language)]
    parts += [render(_RUNNING[told], facts, language, bare=audience != "terminal")] * bool(shares.running)
    lines = ["".join(parts) if language == "zh" else " ".join(parts)]
    lines.append(render([_REASON], {"reason": Rendered(reason)}, language))
    return "\n".join([*lines, render(_MISSING[told], facts, language)])


def _facts(failure: Failure, shares: Shares, charge: Charge, medium: Medium | None) -> dict[str, Json]:
    return {
        "ordered": shares.ordered,
        "ready": shares.ready,
        "failed": shares.failed,
        "running": shares.running,
        "spent": charge.points,
        "points": charge.points * shares.failed // shares.ordered,
        "measure": Rendered(MEASURES[medium] if medium is not None else SOME),
        "id": failure.facts.get("id"),
    }
