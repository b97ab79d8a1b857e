"""What is asked at the terminal, and what is kept between utterances: a context of our own, or in a file for chats.

Rules: numbered choices, Enter takes the first, `e` goes back to the wish; nobody is asked where nobody can answer. A context
file holds the last words and wishes of one chat: it is written with mode 0600 and only because its owner named it. It knows the
results of an order by the order's name alone, so that only the account that ordered finds them; and no agreement is kept in it.
"""

import asyncio
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import attrs

from imastudio.adapters.cli.ordering import answer
from imastudio.adapters.cli.proposing import Interpreted
from imastudio.adapters.cli.session import Session
from imastudio.adapters.cli.texts import say
from imastudio.domain.intent import NO_CONTEXT, Context, Doubt, Last, Pending, decode_context, encode_context
from imastudio.domain.kernel import read_whole
from imastudio.domain.lifecycle import Result
from imastudio.domain.messages import say_choice, say_doubt, say_offer
from imastudio.domain.orders import Estimate, Language, Medium
from imastudio.domain.quoting import Quote

EDIT = "e"
_MODE = 0o600


@attrs.frozen(kw_only=True)
class ToldPrice:
    """What the person at the terminal was told the price of: a yes orders exactly this."""

    asked: Interpreted
    quoted: Quote

    def is_as(self, other: "ToldPrice | None") -> bool:
        """Tell whether the same was told at the same price."""
        return (
            other is not None
            and self.asked.wish == other.asked.wish
            and self.quoted.order.total == other.quoted.order.total
        )


@attrs.define
class Memory:
    """The context of a conversation, the file it is kept in, if any, and what the price was told of.

    `question` puts what is asked of the person at the terminal in a language, `medium` is what was spoken of last, and
    `estimate` that of the last order.
    """

    context: Context = NO_CONTEXT
    path: Path | None = None
    offer: ToldPrice | None = None
    question: Callable[[Language], str] | None = None
    estimate: Estimate | None = None
    medium: Medium | None = None
    complain: Callable[[], None] = lambda: None

    @property
    def works(self) -> tuple[Last, ...]:
        """Return what was ordered in this conversation, the oldest first."""
        return self.context.works

    def keep(self, context: Context) -> None:
        """Keep a context for the next utterance; what was offered before is offered no more."""
        self.context, self.offer = context, None
        if self.path is not None:
            try:
                _write(self.path, encode_context(context))
            except OSError:  # what was ordered is ordered: it is told once, and kept in mind alone
                self.path = None
                self.complain()

    def asks(
        self,
        pending: Pending | None,
        question: Callable[[Language], str] | None = None,
        offer: ToldPrice | None = None,
    ) -> None:
        """Keep the question that waits now, if any: how it is put in the language that is spoken then."""
        self.keep(attrs.evolve(self.context, pending=pending))
        self.question, self.offer = question, offer


async def read_line(session: Session) -> str | None:
    """Read a line from the terminal, and let signals through until there is one; None at its end."""
    line = await session.stopping.beside(answer())
    return line.rstrip("\n") if line else None


async def new_words(session: Session) -> str:
    """Ask for the wish once more. Raises EOFError at the end."""
    session.out.tell(say("edit_wish", session.out.language))
    line = await read_line(session)
    if line is None:
        raise EOFError
    return line


def question_about(doubt: Doubt, language: Language, *, text: str | None = None) -> str:
    """Return what is asked about a doubt at the terminal, with its choices."""
    lines = [say_doubt(doubt, language) if text is None else text]
    lines += [f"  {number}. {say_choice(one, language, doubt.field)}" for number, one in enumerate(doubt.choices, 1)]
    if not doubt.choices:
        return "\n".join([*lines, say("type_answer", language)])
    # Where "no" says that the words were part of the description, it takes more to leave.
    leave = say(
        "leave_by_words" if "none" in doubt.choices and doubt.field != "preference" else "leave_by_no", language
    )
    return "\n".join([*lines, say("choose", language, leave=leave)])


def question_of_price(quoted: Quote, language: Language, *, again: bool = False) -> str:
    """Return what is asked before an order: what it is, and whether so many points may be spent.

    Asked `again` about the same, it tells that only a yes orders: Enter does no more.
    """
    pictures = [Path(one.shown).name for one in quoted.content.inputs]
    offer = say_offer(quoted, language, pictures=pictures)
    return f"{offer}\n{say('order_again' if again else 'order_this', language, total=quoted.order.total)}"


def chosen(doubt: Doubt, line: str, language: Language) -> str | None:
    """Return the choice that a line takes by Enter, by its number, or by its words as they are shown."""
    said = line.strip()
    if not said:
        return doubt.choices[0] if doubt.choices else None
    if (number := read_whole(said, len(doubt.choices))) is not None and number > 0:
        return doubt.choices[number - 1]
    shown = {say_choice(choice, language, doubt.field).lower(): choice for choice in doubt.choices}
    return shown.get(said.lower())


# what is kept


async def memory_in(session: Session, path: str | None, complain: Callable[[str], None]) -> Memory:
    """Return the memory of a chat; a file that can't be read is as none, and it is said."""
    if path is None:
        return Memory()
    file = Path(path)

    def unkept() -> None:
        session.out.tell(say("context_unkept", session.out.language))

    try:
        text = await asyncio.to_thread(file.read_text, encoding="utf-8")
    except FileNotFoundError:
        return Memory(path=file, complain=unkept)
    except (OSError, ValueError) as problem:
        complain(type(problem).__name__)
        return Memory(path=file, complain=unkept)
    try:
        document: Mapping[str, Any] = json.loads(text)
        return Memory(context=await _with_results(session, decode_context(document)), path=file, complain=unkept)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as problem:
        complain(type(problem).__name__)
        return Memory(path=file, complain=unkept)


async def _with_results(session: Session, context: Context) -> Context:
    """Return a context with the results that the ledger knows of, of this account alone."""
    earlier = [await _found(session, work) for work in context.earlier]
    last = None if context.last is None else await _found(session, context.last)
    return attrs.evolve(context, earlier=earlier, last=last)


async def _found(session: Session, work: Last) -> Last:
    row = await session.studio.ordered(work.order) if work.order else None
    return work if row is None else attrs.evolve(work, results=results_of(session.studio.look_at(row)))


def results_of(result: Result, *, here: bool = False) -> tuple[str, ...]:
    """Return where results are: on disk, else at their addresses; what goes with its program is nowhere but `here`, in it."""
    if result.files:
        return tuple(str(file) for file in result.files)
    return () if result.offline and not here else tuple(media.address for media in result.medias if media.address)


def _write(path: Path, document: Mapping[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile("w", dir=path.parent, prefix=".context-", delete=False, encoding="utf-8") as file:
        json.dump(document, file, ensure_ascii=False)
        temporary = Path(file.name)
    temporary.chmod(_MODE)
    temporary.replace(path)
