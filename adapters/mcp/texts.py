"""What a tool's answer says in short, for clients that show texts: ids and figures that the next call needs stand in it."""

from imastudio.domain.documents import ErrorDocument, ModelDocument, ProposalDocument, QuoteDocument, ResultDocument
from imastudio.domain.lifecycle import Subject
from imastudio.domain.orders import Language

_MAX_LISTED = 40


def say_result(document: ResultDocument, language: Language) -> str:
    """Return how a generation stands."""
    error = document["error"]
    if document["generation_id"] is None and error is not None:
        return say_error(error, language)
    head = f"{document['status']}: {document['model_name']}, generation_id={document['generation_id']}, {document['credit']}"
    lines = [f"{head} 积分" if language == "zh" else f"{head} points"]
    lines += [str(media["url"]) for media in document["medias"] if media["url"]]
    lines += [notice["text"] for notice in document["notices"]]
    return "\n".join([*lines, *([say_error(error, language)] if error is not None else [])])


def say_error(error: ErrorDocument, language: Language) -> str:
    """Return what went wrong."""
    return f"{error['kind']}: {error['text_zh'] if language == 'zh' else error['text_en']}"


def say_quote(quote: QuoteDocument, language: Language) -> str:
    """Return what would be ordered, and its price."""
    lowest, highest = quote["estimated_seconds"]
    params = ", ".join(f"{name}={value}" for name, value in quote["params"].items() if value not in {"", None})
    price = f"{quote['total']} 积分" if language == "zh" else f"{quote['total']} points"
    lines = [
        f"{quote['model_name']} x {quote['n']}: {price}, {lowest}-{highest} s, quote_id={quote['quote_id']}",
        params,
    ]
    return "\n".join([*filter(None, lines), *(notice["text"] for notice in quote["notices"])])


def say_proposal(proposal: ProposalDocument, language: Language) -> str:
    """Return what was understood: the doubts, else the price."""
    lines = [doubt["text_zh" if language == "zh" else "text_en"] for doubt in proposal["doubts"]]
    if proposal["quote"] is not None:
        lines.append(say_quote(proposal["quote"], language))
    if proposal["error"] is not None:
        lines.append(say_error(proposal["error"], language))
    return "\n".join([proposal["status"], *lines])


def say_models(models: list[ModelDocument]) -> str:
    """Return models with their prices, one a line."""
    lines = [
        f"{model['model_id']} | {model['model_name']} | {'-'.join(map(str, dict.fromkeys(model['points'] or [])))} pts"
        for model in models[:_MAX_LISTED]
    ]
    return "\n".join(lines) or "-"


def question_of(subject: Subject, language: Language) -> str:
    """Return what a person is asked before an order."""
    if language == "zh":
        return (
            f"助手想下单：{subject.model_name}，{subject.n} 个结果（{subject.task_type}），共 {subject.total} 积分。\n"
            f"内容：{subject.words}\n同意这一次下单吗？"
        )
    return (
        f"The assistant wants to order: {subject.model_name}, {subject.n} result(s) ({subject.task_type}), "
        f"{subject.total} points in all.\nPrompt: {subject.words}\nDo you agree to this one order?"
    )


def settle_question(generation_id: str, language: Language) -> str:
    """Return what a person is asked before an order counts as not charged."""
    if language == "zh":
        return f"账号里确实没有 {generation_id} 这一单吗？确认没有扣费后，它可以重新下单。"
    return f"Is it certain that {generation_id} was not charged to your account? It may then be ordered again."
