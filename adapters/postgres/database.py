"""A database by its address: connections to it, a pool of them, and what it complains of as the one error of the port.

Rules: the password stands in no error, log or repr; a connection is asked nothing that another one has to answer later, so
that a pooler between us and the server does no harm (prepared statements are off).
"""

import logging
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import attrs

from imastudio.domain.kernel import LedgerUnavailable, unavailable

if TYPE_CHECKING:
    from psycopg import AsyncConnection, Connection
    from psycopg_pool import AsyncConnectionPool

CONNECT_TIMEOUT_S = 5
MAX_CONNECTIONS = 4
"""Of one process to its ledger, besides its owner's session and a watcher's."""
_PATIENCE: dict[str, Any] = {
    "connect_timeout": CONNECT_TIMEOUT_S,
    "tcp_user_timeout": 2_000,  # ms: a line that swallows everything is a lost one
    "keepalives_idle": 2,
    "keepalives_interval": 1,
    "keepalives_count": 2,
}
logging.getLogger("psycopg").addHandler(logging.NullHandler())  # what it warns of, we raise


@attrs.frozen
class Database:
    """The address of a database. `shown` is what a person may see of it."""

    url: str = attrs.field(repr=False)

    @property
    def parts(self) -> dict[str, Any]:
        """Return what the address says, with what it leaves open filled in. Raises LedgerUnavailable: address."""
        from psycopg import ProgrammingError
        from psycopg.conninfo import conninfo_to_dict

        said: dict[str, Any] = {}
        with suppress(ProgrammingError):  # whose message repeats the address, password and all
            said = conninfo_to_dict(self.url)
        if not said or _is_misread(said):
            raise unavailable("address")
        return {**_PATIENCE, "application_name": "imastudio", **said}

    @property
    def shown(self) -> str:
        """Return the address without its password."""
        parts = self.parts
        user = f"{parts['user']}@" if "user" in parts else ""
        host = parts.get("host") or "localhost"
        port = f":{parts['port']}" if "port" in parts else ""
        where = f"{user}[{host}]{port}" if "/" in host or ":" in host else f"{user}{host}{port}"
        return f"postgresql://{where}/{parts.get('dbname', '')}"

    def connect(self) -> "Connection":
        """Return a connection of its own, each statement of which is a transaction."""
        import psycopg

        try:
            connection: Connection = psycopg.Connection.connect(autocommit=True, prepare_threshold=None, **self.parts)
        except psycopg.Error as error:
            raise self.translated(error) from error
        return connection

    async def connect_async(self) -> "AsyncConnection":
        """Return a connection of its own, as `connect` does."""
        import psycopg

        try:
            connection: AsyncConnection = await psycopg.AsyncConnection.connect(
                autocommit=True, prepare_threshold=None, **self.parts
            )
        except psycopg.Error as error:
            raise self.translated(error) from error
        return connection

    def pool(self) -> "AsyncConnectionPool":
        """Return a pool, still closed."""
        from psycopg_pool import AsyncConnectionPool

        kwargs = {"autocommit": True, "prepare_threshold": None, **self.parts}
        pool: AsyncConnectionPool = AsyncConnectionPool(
            kwargs=kwargs, min_size=1, max_size=MAX_CONNECTIONS, open=False, reconnect_timeout=1.0, name="ima"
        )
        return pool

    def translated(self, error: Exception) -> Exception:
        """Return `error` as LedgerUnavailable of this database, or as it is where it tells of a defect of ours."""
        if isinstance(error, LedgerUnavailable):
            ours = error
        elif (why := reason(error)) is None:
            return error
        else:
            ours = unavailable(why, **_more(why, error))
        known = ours.failure.facts
        facts = known if known["reason"] == "address" else {"database": self.shown, **known}
        named = LedgerUnavailable(attrs.evolve(ours.failure, facts=facts))
        named.__cause__ = ours.__cause__
        return named


def _is_misread(parts: dict[str, Any]) -> bool:
    """Tell whether libpq took part of a password for something else: one with `/` or `@` in it, that isn't percent-encoded."""
    ports = str(parts.get("port", "")).split(",")
    return not all(port.isdigit() or not port for port in ports) or any(
        "@" in str(parts.get(name, ""))[1:] for name in ("host", "dbname")
    )


def is_lost(error: Exception) -> bool:
    """Tell whether the connection was lost, so that nobody knows what became of what was asked; or nothing came of it."""
    import psycopg
    from psycopg import errors
    from psycopg_pool import PoolTimeout

    if isinstance(error, errors.DeadlockDetected | errors.SerializationFailure | PoolTimeout):
        return True
    if isinstance(error, psycopg.OperationalError):
        state = error.sqlstate or ""
        return state == "" or state.startswith(("08", "57P"))
    return isinstance(error, psycopg.InterfaceError)


def is_crowded(error: Exception) -> bool:
    """Tell whether all connections were in use for too long."""
    from psycopg_pool import PoolTimeout

    return isinstance(error, PoolTimeout)


def reason(error: Exception) -> str | None:
    """Return the reason for which `error` makes the ledger unavailable, or None."""
    import psycopg
    from psycopg_pool import PoolClosed, PoolTimeout

    if isinstance(error, PoolClosed):
        return "closed"
    if isinstance(error, PoolTimeout):
        return "unreachable"
    if isinstance(error, psycopg.DataError | psycopg.IntegrityError):
        return "unstorable"
    if isinstance(error, psycopg.Error):
        return _BY_STATE.get(error.sqlstate or "", _by_message(error))
    if isinstance(error, ValueError | OverflowError | RecursionError | TypeError):
        return "unstorable"
    return "unreachable" if isinstance(error, OSError) else None


# https://www.postgresql.org/docs/current/errcodes-appendix.html
_BY_STATE = {
    "28P01": "login",
    "28000": "login",
    "3D000": "no_database",
    "42501": "no_right",
    "25006": "read_only",
    "53100": "disk_full",
    "53300": "busy",
    "55P03": "busy",
    "57014": "busy",
    "54000": "unstorable",
}


def _by_message(error: Exception) -> str:
    """Return why no connection came about: libpq tells that in words alone."""
    text = str(error)
    if _lacks(text):
        return "tls"
    if "invalid sslmode" in text:
        return "address"
    if "password" in text or "authentication failed" in text or "no pg_hba.conf entry" in text:
        return "login"
    if "database" in text and "does not exist" in text:
        return "no_database"
    if "role" in text and "does not exist" in text:
        return "login"
    if "too many clients" in text or "too many connections" in text or "remaining connection slots" in text:
        return "busy"
    return "unreachable" if getattr(error, "sqlstate", None) in {None, ""} or text.startswith("connection") else "io"


# What libpq and the server say where TLS, or one without it, comes to nothing; and what is lacking then.
_TLS = {
    "server does not support SSL": "support",
    "no encryption": "demand",
    "requires a valid client certificate": "client",
    "certificate verify failed": "trust",
    "root certificate file": "trust",
    "does not match host name": "trust",
    "private key file": "key",
    "certificate present, but not private key": "key",
    "could not load private key": "key",
}


def _lacks(text: str) -> str | None:
    return next((lack for words, lack in _TLS.items() if words in text), None)


def _more(why: str, error: Exception) -> dict[str, str]:
    """Return what else is known of a reason."""
    return {"lacks": _lacks(str(error)) or ""} if why == "tls" else {}
