"""The ledger, in a file of this machine or in a database: to order by, to look after, to copy."""

import os
import re
from collections.abc import Mapping
from datetime import tzinfo
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from imastudio.adapters.system.paths import Paths, find_paths
from imastudio.adapters.wiring.settings import Machine, database_address, timezone_of
from imastudio.domain.kernel import unavailable

if TYPE_CHECKING:
    from imastudio.adapters.postgres.database import Database
    from imastudio.adapters.postgres.moving import PostgresMover
    from imastudio.adapters.postgres.schema import Place
    from imastudio.adapters.sqlite.moving import SqliteMover
    from imastudio.domain.lifecycle import LedgerTally
    from imastudio.ports.retention import Retention
    from imastudio.ports.upkeep import Upkeep


_ADDRESS = re.compile(r"\s*(\w{2,}://|(host|hostaddr|port|user|password|dbname|service)\s*=|[^/\\]+:[^/\\]*@)")
"""Addresses, as libpq or a slip of the hand spells them; no path looks so."""


def open_ledger(machine: Machine, *, renews: bool) -> Any:
    """Return the ledger: a file of this machine, or a database; one whose owner `renews` goes on after it was given up."""
    if machine.database is None:
        from imastudio.adapters.sqlite.ledger import SqliteLedger

        return SqliteLedger(_file(machine.paths, offline=machine.offline), note=machine.note)
    database, place = _database(machine.database), _place(offline=machine.offline)
    from imastudio.adapters.postgres.ledger import PostgresLedger
    from imastudio.adapters.postgres.session import OwnerSession

    return PostgresLedger(database, place, OwnerSession(database, place, renews=renews))


def open_upkeep(
    *,
    offline: bool = False,
    database: str | None = None,
    environment: Mapping[str, str] | None = None,
) -> "Upkeep":
    """Return what looks after the ledger as a whole; no key is needed."""
    environment = os.environ if environment is None else environment
    address = database_address(environment, database)
    if address is None:
        from imastudio.adapters.sqlite.upkeep import SqliteUpkeep

        return SqliteUpkeep(_file(find_paths(environment), offline=offline))
    found = _database(address)
    from imastudio.adapters.postgres.moving import PostgresMover
    from imastudio.adapters.postgres.upkeep import PostgresUpkeep
    from imastudio.adapters.sqlite.moving import SqliteMover

    def back_up(mover: PostgresMover, target: str) -> None:
        with mover.reading(alone=False) as contents:
            SqliteMover(Path(target)).write_new(contents)

    return PostgresUpkeep(found, back_up, _place(offline=offline))


def open_retention(
    *,
    offline: bool = False,
    environment: Mapping[str, str] | None = None,
    database: str | None = None,
) -> "Retention":
    """Return what measures the ledger and lets go of what is old in it; no key is needed."""
    environment = os.environ if environment is None else environment
    address = database_address(environment, database)
    if address is not None:
        found = _database(address)
        from imastudio.adapters.postgres.retention import PostgresRetention

        return PostgresRetention(found, _place(offline=offline))
    from imastudio.adapters.sqlite.retention import SqliteRetention

    return SqliteRetention(_file(find_paths(environment), offline=offline))


async def zone_of_ledger(retention: "Retention", environment: Mapping[str, str]) -> tzinfo:
    """Return the time zone by which a ledger counts days. Raises WishRefused for one that this machine lacks."""
    from imastudio.adapters.engine.calendar import zone_of

    return zone_of(await retention.timezone(timezone_of(environment)))


def copy_ledger(source: str, target: str) -> "LedgerTally":
    """Copy a whole ledger, from a file or a database to another that holds none; return what both hold now, counted.

    All of it arrives, or nothing. Raises LedgerUnavailable: no_ledger, unsound, not_empty, running, differs, and why one of
    them can't be used.
    """
    with _mover(source).reading() as contents:
        return _mover(target).write(contents)


def _mover(place: str) -> "SqliteMover | PostgresMover":
    if not is_address(place):
        from imastudio.adapters.sqlite.moving import SqliteMover

        return SqliteMover(Path(place).expanduser().absolute())
    database = _database(place)
    from imastudio.adapters.postgres.moving import PostgresMover

    return PostgresMover(database)


def shown_place(place: str) -> str:
    """Return a file or an address as a person may see it: without a password."""
    return _database(place).shown if is_address(place) else place


def is_address(place: str) -> bool:
    """Tell whether that is the address of a database, or was meant to be one; else it is a file.

    What isn't one after all is refused as an address, whose error doesn't repeat it: a password may stand in it.
    """
    return _ADDRESS.match(place) is not None


def _file(paths: Paths, *, offline: bool) -> Path:
    """Return the file of the ledger."""
    return paths.offline_ledger if offline else paths.ledger


def _database(address: str) -> "Database":
    """Return a database by its address. Raises LedgerUnavailable (no_psycopg), whose text names the extra, without it."""
    if find_spec("psycopg") is None or find_spec("psycopg_pool") is None:
        raise unavailable("no_psycopg")
    from imastudio.adapters.postgres.database import Database

    return Database(address)


def _place(*, offline: bool) -> "Place":
    """Return where the ledger stands in a database."""
    from imastudio.adapters.postgres.schema import OFFLINE, REAL

    return OFFLINE if offline else REAL
