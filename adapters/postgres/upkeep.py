"""Looking after a ledger in a database: its pages are the server's business, its rows and sums are ours."""

import time
from collections.abc import Callable

from imastudio.adapters.postgres.database import Database
from imastudio.adapters.postgres.moving import PostgresMover
from imastudio.adapters.postgres.schema import REAL, Place
from imastudio.domain.kernel import unavailable
from imastudio.domain.lifecycle import Salvage, Verification


class PostgresUpkeep:
    """The `Upkeep` port. `back_up` writes all of a ledger to a new file."""

    def __init__(self, database: Database, back_up: Callable[[PostgresMover, str], None], place: Place = REAL) -> None:
        """Connect to nothing yet."""
        self._database = database
        self._place = place
        self._mover = PostgresMover(database, place)
        self._back_up = back_up

    @property
    def exists(self) -> bool:
        """Tell whether anything was ever kept here."""
        with self._database.connect() as connection:
            found = connection.execute("SELECT to_regclass(%s)", [f"{self._place.schema}.migration"]).fetchone()
        return found is not None and found[0] is not None

    def verify(self) -> Verification:
        """Check every row and purse."""
        return self._mover.verify()

    def salvage(self, source: str | None = None) -> Salvage:
        """Refuse: a database isn't mended from here, and `ledger copy` brings a file in."""
        del source
        raise self._database.translated(unavailable("no_salvage"))

    def backup(self, target: str) -> None:
        """Write a copy of the whole ledger to the file `target`, which may not exist."""
        self._back_up(self._mover, target)

    def accept_loss(self) -> int:
        """Let orders leave again although something is missing; return how many losses were accepted."""
        import psycopg

        accept = self._place.sql("UPDATE ima.loss SET accepted = %s WHERE accepted IS NULL")
        try:
            with self._database.connect() as connection:
                return int(connection.execute(accept, [time.time()]).rowcount)
        except psycopg.Error as error:
            raise self._database.translated(error) from error
