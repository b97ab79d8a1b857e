"""What front ends need beside a studio: the gate, the log, messengers, folders, the service's address, skills."""

import os
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING

import attrs

from imastudio.adapters.engine import AsyncioStudio
from imastudio.adapters.system.paths import find_paths
from imastudio.adapters.wiring.settings import named
from imastudio.domain.kernel import Failure, Kind
from imastudio.domain.lifecycle import read_allowance
from imastudio.domain.orders import Language, Scope
from imastudio.ports.batch import WishLines
from imastudio.ports.delivery import Delivery
from imastudio.ports.studio import Studio

if TYPE_CHECKING:
    from imastudio.adapters.files.journal import JournalDay
    from imastudio.adapters.files.listed_models import ListedModels
    from imastudio.adapters.messengers.chat import Chat
    from imastudio.adapters.messengers.json_lines import JsonLines
    from imastudio.ports.gate import Gate


def open_gate(*, offline: bool = False, environment: Mapping[str, str] | None = None) -> "Gate":
    """Return the gate through which orders of agents go; `IMA_UNATTENDED_POINTS` is the operator's allowance for each.

    Raises WishRefused for an allowance that is no number of points.
    """
    from imastudio.adapters.engine.gate import SpendGate
    from imastudio.adapters.sqlite.approvals import SqliteApprovals
    from imastudio.adapters.system.clock import SystemClock

    environment = os.environ if environment is None else environment
    with named("IMA_UNATTENDED_POINTS"):
        allowance = read_allowance(environment.get("IMA_UNATTENDED_POINTS", ""))
    approvals = SqliteApprovals(find_paths(environment).approvals)
    return SpendGate(approvals=approvals, clock=SystemClock(), allowance=allowance, offline=offline)


def delivery_of(studio: Studio) -> Delivery | None:
    """Return what brings a studio's results to disk, for who shows a small picture of one; None where that is unknown."""
    return studio.engine.ports.delivery if isinstance(studio, AsyncioStudio) else None


@attrs.frozen
class Logs:
    """The log of this machine, to be read."""

    folder: Path
    today: date

    def days(self) -> tuple[str, ...]:
        """Name the days that have lines, oldest first."""
        from imastudio.adapters.files.journal import days_kept

        return days_kept(self.folder)

    def read(self, day: date) -> "JournalDay":
        """Read one day. Raises OSError."""
        from imastudio.adapters.files.journal import read_day

        return read_day(self.folder, day)


def open_logs(environment: Mapping[str, str] | None = None) -> Logs:
    """Return the log to be read; what is older than seven days goes, as whenever it is opened."""
    from imastudio.adapters.files.journal import sweep

    folder = find_paths(os.environ if environment is None else environment).logs
    today = datetime.fromtimestamp(time.time(), UTC).date()
    sweep(folder, today)
    return Logs(folder, today)


def check_folder(folder: Path) -> None:
    """Make a file in `folder`, or where it would be made, and leave no trace. Raises OSError where that can't be done."""
    from imastudio.adapters.system.paths import try_folder

    try_folder(folder)


def state_folder(environment: Mapping[str, str]) -> Path:
    """Return the folder that holds the ledger, the preferences and the logs; it need not be there."""
    return find_paths(environment).state


def listed_models(environment: Mapping[str, str]) -> "ListedModels":
    """Return what was listed last, for completion."""
    from imastudio.adapters.files.listed_models import ListedModels

    return ListedModels(find_paths(environment).listed)


def make_state_folder(environment: Mapping[str, str]) -> Path:
    """Make the state folder for this user alone, if it isn't there, and return it. Raises OSError."""
    from imastudio.adapters.system.paths import make_private_folder

    folder = state_folder(environment)
    make_private_folder(folder)
    return folder


def open_wishes(
    source: IO[bytes], *, deliver_to: str | None, environment: Mapping[str, str]
) -> AbstractContextManager[WishLines]:
    """Copy the lines of a batch into the state folder and return them.

    Raises LedgerUnavailable where there is no room for them: then there is none for a record either; its cause tells why.
    """
    import sqlite3

    from imastudio.adapters.files.wishes import WishFile
    from imastudio.adapters.sqlite.sqlite_errors import translated

    try:
        return WishFile(source, deliver_to=deliver_to, folder=make_state_folder(environment))
    except (OSError, sqlite3.Error) as error:
        raise translated(error, find_paths(environment).ledger) from error


def json_messenger(write: Callable[[str], object], *, language: Language, scope: Scope) -> "JsonLines":
    """Return what tells news, those of works too, as lines of JSON; `write` takes each without its end."""
    from imastudio.adapters.messengers.json_lines import JsonLines

    return JsonLines(write, language=language, scope=scope)


def chat_messenger(send: Callable[[dict[str, str]], Awaitable[None]], *, language: Language, scope: Scope) -> "Chat":
    """Return what tells news, those of works too, in a chat; `send` sends one payload there, or raises."""
    from imastudio.adapters.messengers.chat import Chat

    return Chat(send, language=language, scope=scope)


def command_sender(words: Sequence[str]) -> Callable[[dict[str, str]], Awaitable[None]]:
    """Return what hands each payload to a fresh run of a program; `words` are its path and arguments."""
    from imastudio.adapters.messengers.command import Command

    return Command(words)


def text_payload(text: str) -> dict[str, str]:
    """Return a plain text as a chat's tool takes it."""
    from imastudio.adapters.messengers.payloads import encode_text

    return encode_text(text)


@attrs.frozen(kw_only=True)
class ServiceAddress:
    """The addresses, the key and the proxy with which the vendor is asked."""

    base_url: str
    upload_url: str
    key: str = attrs.field(repr=False)
    proxy: str | None = attrs.field(default=None, repr=False)


def service_address(
    environment: Mapping[str, str],
    *,
    base_url: str | None,
    api_key: str | None,
    im_base_url: str | None = None,
    proxy: str | None = None,
) -> ServiceAddress:
    """Return where the vendor is asked, and with which key. Raises WishRefused, AccountProblem."""
    from imastudio.adapters.ima.settings import BASE_URL, Settings

    if im_base_url is None and base_url not in {None, BASE_URL}:
        im_base_url = base_url
    settings = Settings.of(environment, api_key=api_key, base_url=base_url, im_base_url=im_base_url, proxy=proxy)
    way = None if settings.way_out is None else str(settings.way_out)
    return ServiceAddress(base_url=settings.base_url, upload_url=settings.im_base_url, key=settings.api_key, proxy=way)


def unreached(error: Exception, service: ServiceAddress) -> Failure:
    """Return the failure of a call that found no answer: which layer failed, on the way to whom."""
    from yarl import URL

    from imastudio.adapters.ima.layers import way_facts

    way = way_facts(error, URL(service.base_url), None if service.proxy is None else URL(service.proxy))
    return Failure(kind=Kind.NETWORK, facts={"address": service.base_url, **way})


def skill_names() -> Sequence[str]:
    """Return the names of the skills that come with the package."""
    from imastudio.adapters.skills.folders import NAMES

    return NAMES


def install_skill(name: str, into: Path, *, force: bool) -> Path | None:
    """Copy a skill into a folder; return the file of another content that is in the way, else None. Raises OSError."""
    from imastudio.adapters.skills.folders import Occupied, install

    try:
        install(name, into, force=force)
    except Occupied as there:
        return there.path
    return None


def skill_problems(folder: Path) -> Sequence[str]:
    """Return what is wrong with a skill. Raises OSError, UnicodeDecodeError."""
    from imastudio.adapters.skills.checking import problems

    return problems(folder)
