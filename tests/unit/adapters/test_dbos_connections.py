"""The connections of the durable engine: a lost one is replaced before it is used, one in use isn't asked each time."""

from types import SimpleNamespace
from typing import Any

import pytest

from imastudio.adapters.dbos import durable
from imastudio.adapters.postgres.session import steady

psycopg = pytest.importorskip("psycopg", reason="needs the extra dbos")
DisconnectionError = pytest.importorskip("sqlalchemy.exc", reason="needs the extra dbos").DisconnectionError


@pytest.mark.parametrize("lost", [False, True])
@pytest.mark.parametrize("rested_s", [0.0, durable.ASKED_AFTER_S + 1])
def test_a_lost_connection_is_not_used(
    database: str, monkeypatch: pytest.MonkeyPatch, rested_s: float, *, lost: bool
) -> None:
    """However lately it was used; only one that has rested is asked."""
    record: Any = SimpleNamespace(info={})
    now = steady()
    with psycopg.connect(database) as connection, psycopg.connect(database, autocommit=True) as other:
        durable._check_rested(connection, record, None)  # a new one
        durable._note_rest(connection, record)
        monkeypatch.setattr(durable, "steady", lambda: now + rested_s)
        if lost:
            other.execute("SELECT pg_terminate_backend(%s, 10000)", [connection.info.backend_pid])
            with pytest.raises(DisconnectionError):
                durable._check_rested(connection, record, None)
        else:
            durable._check_rested(connection, record, None)
            assert connection.info.transaction_status == psycopg.pq.TransactionStatus.IDLE
        connection.close()
