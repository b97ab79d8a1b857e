"""Questions at the terminal, and what is kept between utterances: a context of our own, or in a file for chats.

Rules: numbered choices, Enter takes the first, `e` goes back to the wish; nobody is asked where nobody can answer. A context
file holds the last words and the last wish of one chat: it is written with mode 0600 and only because its owner named it.
"""

import asyncio
import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import attrs

from imastudio.adapters.cli.session import Session
from imastudio.adapters.cli.streams import is_terminal
from imastudio.adapters.cli.texts import say
from imastudio.domain.intent import NO_CONTEXT, AnswerRefused, Context, Doubt, Proposal, decode_context, encode_context
from imastudio.domain.kernel import read_whole
from imastudio.domain.messages import say_choice, say_doubt
from imastudio.domain.orders import Language

EDIT = "e"
_YES = frozenset({"", "y", "yes", "是", "好", "好的", "是的", "ok"})
_MODE = 0o600


class Edited(Exception):
    """The person wants to say their wish anew: the new words."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.words = words


def somebody_answers(session: Session) -> bool:
    """Tell whether a person sits at the terminal and is to be asked."""
    return not session.out.as_json and is_terminal(sys.stdin) and is_terminal(sys.stderr)


async def read_line(session: Session) -> str | None:
    """Read a line from the terminal, and let signals through until there is one; None at its end."""
    return await session.stopping.beside(_line())


async def _line() -> str | None:
    loop, typed = asyncio.get_running_loop(), asyncio.Event()
    loop.add_reader(sys.stdin, typed.set)
    try:
        await typed.wait()
    finally:
        loop.remove_reader(sys.stdin)
    line = sys.stdin.readline()
    return line.rstrip("\n") if line else None


async def settle_doubts(session: Session, proposal: Proposal) -> Proposal:
    """Ask about each doubt until none is left, or the wish is left: then the proposal has a topic.

    Raises Edited where the person says their wish anew, EOFError at the end.
    """
    while proposal.open:
        doubt = proposal.doubts[0]
        _ask(session, doubt)
        line = await read_line(session)
        if line is None:
            raise EOFError
        if line.strip().lower() == EDIT:
            raise Edited(await _new_words(session))
        answer = _chosen(doubt, line, session.out.language)
        if answer is None and not line.strip():
            continue
        try:
            heard = proposal.answered(doubt.field, answer) if answer is not None else _heard(proposal, doubt, line)
        except AnswerRefused:
            heard = None
        if heard is None:
            session.out.tell(say("no_answer", session.out.language))
            continue
        proposal = heard
        if proposal.topic is not None:
            break
    return proposal


def _heard(proposal: Proposal, doubt: Doubt, line: str) -> Proposal | None:
    """Return the proposal with what was said of a doubt, as in a chat; None where nothing was. Raises Edited for a new wish."""
    heard = proposal.heard(line)
    if heard.topic is not None:
        return heard
    if heard.said is not None and proposal.said is not None and heard.said.words == proposal.said.words:
        answer = heard.answers.get(doubt.field)
        return None if answer is None else proposal.answered(doubt.field, answer)
    wished = heard.orders and heard.doubt("which_work") is None
    if heard.lasting or (wished and ("media" not in heard.presumed or doubt.field == "which_work")):
        raise Edited(line)
    return None


def _ask(session: Session, doubt: Doubt) -> None:
    language = session.out.language
    session.out.tell(say_doubt(doubt, language))
    for number, choice in enumerate(doubt.choices, 1):
        session.out.tell(f"  {number}. {say_choice(choice, language)}")
    if not doubt.choices:
        session.out.tell(say("type_answer", language))
        return
    # Where "no" says that the words were part of the description, it takes more to leave.
    leave = say(
        "leave_by_words" if "none" in doubt.choices and doubt.field != "preference" else "leave_by_no", language
    )
    session.out.tell(say("choose", language, leave=leave))


def _chosen(doubt: Doubt, line: str, language: Language) -> str | None:
    """Return the choice that a line takes by Enter, by its number, or by its words as they are shown."""
    said = line.strip()
    if not said:
        return doubt.choices[0] if doubt.choices else None
    if (number := read_whole(said, len(doubt.choices))) is not None and number > 0:
        return doubt.choices[number - 1]
    shown = {say_choice(choice, language).lower(): choice for choice in doubt.choices}
    return shown.get(said.lower())


async def agrees(session: Session, total: int) -> bool:
    """Ask whether so many points may be spent. Raises Edited where the wish is said anew."""
    session.out.tell(say("order_this", session.out.language, total=total))
    line = await read_line(session)
    if line is None:
        return False
    said = line.strip().lower()
    if said == EDIT:
        raise Edited(await _new_words(session))
    return said in _YES


async def _new_words(session: Session) -> str:
    session.out.tell(say("edit_wish", session.out.language))
    line = await read_line(session)
    if line is None:
        raise EOFError
    return line


# what is kept


@attrs.define
class Memory:
    """The context of a conversation, and the file it is kept in, if any."""

    context: Context = NO_CONTEXT
    path: Path | None = None

    def keep(self, context: Context) -> None:
        """Keep a context for the next utterance."""
        self.context = context
        if self.path is not None:
            _write(self.path, encode_context(context))


def memory_in(path: str | None, complain: Callable[[str], None]) -> Memory:
    """Return the memory of a chat; a file that can't be read is as none, and it is said."""
    if path is None:
        return Memory()
    file = Path(path)
    if not file.exists():
        return Memory(path=file)
    try:
        document: Mapping[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        return Memory(context=decode_context(document), path=file)
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as problem:
        complain(type(problem).__name__)
        return Memory(path=file)


def _write(path: Path, document: Mapping[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile("w", dir=path.parent, prefix=".context-", delete=False, encoding="utf-8") as file:
        json.dump(document, file, ensure_ascii=False)
        temporary = Path(file.name)
    temporary.chmod(_MODE)
    temporary.replace(path)
