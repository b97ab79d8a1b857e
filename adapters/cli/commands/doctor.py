"""`ima doctor`: is everything there that an order needs? Looks, spends nothing, sends the key to the service alone."""

import asyncio
import os
import platform
import sqlite3
import tempfile
import time
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import attrs

from imastudio.adapters.cli.completing import NO_KEY
from imastudio.adapters.cli.connection import Connection
from imastudio.adapters.cli.output import Output
from imastudio.adapters.cli.session import Session, run
from imastudio.adapters.cli.texts import say
from imastudio.adapters.cli.usage import reason_of
from imastudio.adapters.wiring.front_ends import (
    ServiceAddress,
    make_state_folder,
    service_address,
    state_folder,
    unreached,
)
from imastudio.adapters.wiring.ledgers import open_upkeep
from imastudio.domain.kernel import ACCOUNT, Failure, ImaError, Kind
from imastudio.domain.lifecycle import incomplete
from imastudio.domain.messages import say_failure, say_notice
from imastudio.domain.orders import Language, TaskType

if TYPE_CHECKING:
    from imastudio.domain.documents import CheckDocument, DoctorDocument
from typing import Any

import click

from imastudio.adapters.cli.options import connected

DOCTOR_EPILOG = """\b
Examples:
  ima doctor
  ima doctor --output-json
  ima doctor --base-url http://127.0.0.1:8765"""


SERVICE = "service"
MAX_SKEW_S = 120
_ACCOUNT, _OTHER = 6, 1
_TIMEOUT_S = 10
_FOREIGN_PROXIES = ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy")


@click.command(epilog=DOCTOR_EPILOG)
@connected
def doctor(**given: Any) -> int:
    """Check the key, the service, the disk, the clock and the ledger. Exit code 0 if all is well."""
    connection = Connection.of(given)

    async def body(session: Session) -> int:
        checks = [
            _disk(session.out),
            await _ledger(session),
            *await session.stopping.beside(_service(session, connection)),
        ]
        if not connection.has_key or all(check.ok for check in checks if check.name == SERVICE):
            checks.append(await session.stopping.beside(_key(session, has_key=connection.has_key)))
        return _report(session.out, checks)

    return run(connection.local, body)


@attrs.frozen(kw_only=True)
class Check:
    """One look: what at, how it went, and the exit code if it went wrong."""

    name: str
    ok: bool
    text: str
    code: int = _OTHER


def _disk(out: Output) -> Check:
    folder = state_folder(os.environ)
    try:
        make_state_folder(os.environ)
        with tempfile.TemporaryFile(dir=folder):
            return Check(name="state_dir", ok=True, text=str(folder))
    except OSError as error:
        return Check(
            name="state_dir",
            ok=False,
            text=say("unwritable", out.language, folder=folder, why=reason_of(error, out.language)),
        )


async def _ledger(session: Session) -> Check:
    """Read what is unfinished, and check every page, row and sum (decision 45)."""
    language, connection = session.out.language, session.connection
    try:
        unfinished = await session.studio.history(unfinished=True)
        await session.studio.check_ledger()
        upkeep = open_upkeep(
            offline=connection.offline, database=connection.database, environment=connection.environment
        )
        found = await asyncio.to_thread(upkeep.verify) if upkeep.exists else None
    except ImaError as error:
        return Check(name="ledger", ok=False, text=say_failure(error.failure, language))
    if found is not None and not found.ok:
        lost = [say_notice(incomplete(loss), language) for loss in found.losses if not loss.accepted]
        wrong = [say("ledger_wrong", language, count=found.generations) + " ima ledger verify"]
        return Check(name="ledger", ok=False, text="\n".join(lost or wrong))
    return Check(name="ledger", ok=True, text=say("unfinished", language, count=len(unfinished)))


async def _service(session: Session, connection: Connection) -> list[Check]:
    """Ask the host for anything at all, without the key; its answer carries the time."""
    import aiohttp

    language = session.out.language
    if connection.offline:
        return [Check(name=SERVICE, ok=True, text=say("offline", language))]
    service = service_address(os.environ, api_key=NO_KEY, base_url=connection.base_url, proxy=connection.proxy)
    address = service.base_url
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_TIMEOUT_S)) as http,
            http.head(address, allow_redirects=False, proxy=service.proxy) as answer,
        ):
            date = answer.headers.get("Date", "")
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        return [Check(name=SERVICE, ok=False, text=say_failure(unreached(error, service), language))]
    reached = Check(name=SERVICE, ok=True, text=_reached(service, language))
    try:
        skew = round(time.time() - parsedate_to_datetime(date).timestamp())
    except (ValueError, TypeError, OverflowError):
        return [reached]
    return [reached, Check(name="clock", ok=abs(skew) <= MAX_SKEW_S, text=say("skew", language, seconds=abs(skew)))]


def _reached(service: ServiceAddress, language: Language) -> str:
    """Return where the service is, with the way there; a proxy of the environment is named where it stays unused."""
    if service.proxy is not None:
        url = urlsplit(service.proxy)
        return say("by_proxy", language, address=service.base_url, proxy=f"{url.hostname}:{url.port}")
    unused = [name for name in _FOREIGN_PROXIES if os.environ.get(name)]
    return say("proxy_unused", language, address=service.base_url, name=unused[0]) if unused else service.base_url


async def _key(session: Session, *, has_key: bool) -> Check:
    language = session.out.language
    if not has_key:
        missing = Failure(kind=Kind.NO_KEY)
        return Check(name="key", ok=False, text=say_failure(missing, language), code=missing.exit_code)
    try:
        catalog = await session.studio.models(TaskType.TEXT_TO_SPEECH)
    except ImaError as error:
        code = _ACCOUNT if error.failure.kind in ACCOUNT else _OTHER
        return Check(name="key", ok=False, text=say_failure(error.failure, language), code=code)
    return Check(name="key", ok=True, text=say("accepted", language, count=len(catalog.leaves)))


def _report(out: Output, checks: list[Check]) -> int:
    versions = {
        "imastudio": version("imastudio"),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "aiohttp": version("aiohttp"),
        "platform": platform.platform(),
    }
    for check in checks:
        name = say(f"check_{check.name}", out.language)
        out.show(f"{'✅' if check.ok else '❌'} {say('labelled', out.language, name=name, text=check.text)}")
    out.show("   " + " · ".join(f"{name} {number}" for name, number in versions.items()))
    done = all(check.ok for check in checks)
    looks: list[CheckDocument] = [{"name": check.name, "ok": check.ok, "text": check.text} for check in checks]
    document: DoctorDocument = {"ok": done, "checks": looks, "versions": versions}
    out.document(document)
    return max((check.code for check in checks if not check.ok), default=0)
