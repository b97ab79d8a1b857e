"""What is written. Everything here runs inside a write transaction of the caller.

Rules: events are only ever added; the row and the purses change in the same commit as the events they follow from. What is
done with every generation (`begin`, `append`) is done for many with the same few statements as for one: at each statement
the thread lets go of the interpreter and has to wait for it again. Two that can't both be done fail on a unique key, and
are then done one by one (`worker`).
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

import attrs

from imastudio.adapters.sqlite.checksums import event_checksum, row_checksum
from imastudio.adapters.sqlite.purses import Purses, decode_names, encode_names, grouped
from imastudio.adapters.sqlite.reading import history, load
from imastudio.adapters.sqlite.schema import VERSION, version_of
from imastudio.adapters.sqlite.sqlite_text import column
from imastudio.adapters.system.event_codec import KINDS, OWNER, PURSES, Unreadable, beside, encode_event
from imastudio.domain.kernel import unavailable
from imastudio.domain.lifecycle import (
    AppendAnswer,
    BeginAnswer,
    Begun,
    Entry,
    Generation,
    Owner,
    Row,
    Stage,
    TaskTaken,
    Twin,
    forgotten,
)

if TYPE_CHECKING:
    from sqlite3 import Connection

    from imastudio.adapters.sqlite.owners import Owners

# The order of the tables is said (CROSS JOIN): each is looked up by an index, whatever SQLite thinks of their sizes.
_TWINS = """
    WITH wanted (nth, id, account, user, request_id, address) AS (VALUES {rows})
    SELECT nth, generation.id FROM wanted JOIN generation USING (account, request_id, user)
    UNION ALL SELECT nth, generation.id FROM wanted JOIN generation USING (id)
    UNION ALL SELECT nth, generation.id
              FROM wanted CROSS JOIN account ON wanted.address <> '' AND account.address IN (wanted.address, '')
                          CROSS JOIN generation ON generation.account = account.name
                                                   AND generation.request_id = wanted.request_id
                                                   AND generation.user = wanted.user AND generation.stage <> 'rejected'
              WHERE account.name <> wanted.account
"""
_TWIN_OF_ANOTHER_KEY = """
    SELECT generation.id
    FROM generation AS own CROSS JOIN account AS ours ON ours.name = own.account AND ours.address <> ''
                           CROSS JOIN account ON account.address IN (ours.address, '') AND account.name <> own.account
                           CROSS JOIN generation ON generation.account = account.name
                                                    AND generation.request_id = own.request_id
                                                    AND generation.user = own.user AND generation.stage <> 'rejected'
    WHERE own.id = ?
"""
_TAKEN = """
    WITH wanted (nth, id, task_id, account) AS (VALUES {rows})
    SELECT nth, generation.id FROM wanted CROSS JOIN generation ON generation.task_id = wanted.task_id
    WHERE generation.id <> wanted.id
          AND (generation.account = wanted.account
               OR (SELECT address FROM account WHERE name = generation.account AND address <> '')
                  = (SELECT address FROM account WHERE name = wanted.account))
"""
_RENAME = """
    UPDATE generation SET request_id = request_id || ' (' || id || ')'
    WHERE account = :other AND EXISTS (SELECT 1 FROM generation AS own WHERE own.account = :account
                                       AND own.request_id = generation.request_id AND own.user = generation.user)
"""
_ACCOUNTS = """
    INSERT INTO account (name, address, since) VALUES {rows}
    ON CONFLICT (name) DO UPDATE SET address = excluded.address WHERE account.address = ''
"""
_STANDINGS = """
    WITH wanted (id) AS (VALUES {rows})
    SELECT id, seq, open, held, purses, owner, task_id, account, user, fingerprint, at,
           ifnull((SELECT group_concat(kind) FROM event WHERE event.generation = wanted.id), '')
    FROM wanted JOIN generation USING (id)
"""
_INSERT = """
    INSERT INTO generation (id, seq, stage, open, held, purses, task_id, owner, checksum, account, user, request_id,
                            fingerprint, at)
    VALUES {rows}
"""
_FOLD = """
    WITH after (id, seq, stage, open, held, purses, task_id, owner, checksum) AS (VALUES {rows})
    UPDATE generation SET seq = after.seq, stage = after.stage, open = after.open, held = after.held, purses = after.purses,
                          task_id = after.task_id, owner = after.owner, checksum = after.checksum
    FROM after WHERE generation.id = after.id
"""
# SQLite writes to each index over a column that is named, whether or not it changes. Of a step in between, not over whether it
# is open and who drives it:
_GO_ON = """
    WITH after (id, seq, stage, held, task_id, checksum) AS (VALUES {rows})
    UPDATE generation SET seq = after.seq, stage = after.stage, held = after.held, task_id = after.task_id,
                          checksum = after.checksum
    FROM after WHERE generation.id = after.id
"""
# Of an end, not over the task's id:
_END = """
    WITH after (id, seq, stage, open, held, owner, checksum) AS (VALUES {rows})
    UPDATE generation SET seq = after.seq, stage = after.stage, open = after.open, held = after.held, owner = after.owner,
                          checksum = after.checksum
    FROM after WHERE generation.id = after.id
"""
_INTENT = "SELECT CAST(body AS BLOB) FROM event WHERE generation = ? AND seq = 1"
_BLANK = "UPDATE event SET body = ?, checksum = ? WHERE generation = ? AND seq = ?"
_EVENTS = "INSERT INTO event (generation, seq, at, kind, body, checksum) VALUES {rows}"


@attrs.frozen(kw_only=True)
class PendingEntries:
    """Entries to be added to a generation, and the fold after them."""

    generation: Generation
    entries: Sequence[Entry]
    seq: int = 0


@attrs.frozen(kw_only=True)
class Beginning:
    """The first step of a generation, whose it is, and the purses that it draws on."""

    step: PendingEntries
    owner: Owner
    purses: Mapping[str, int | None]
    again: bool = False


@attrs.frozen
class _Standing:
    seq: int
    open: int
    held: int
    purses: str
    owner: str | None
    task_id: str | None
    account: str
    user: str
    fingerprint: str
    at: float
    kinds: str

    @property
    def known(self) -> bool:
        return all(kind in KINDS for kind in self.kinds.split(","))


def begin(connection: "Connection", beginnings: Sequence[Beginning], owners: "Owners") -> Sequence[BeginAnswer]:
    """Add generations, except where the request id is there or a purse would overflow."""
    _check_version(connection)
    if any(
        one.step.generation.stage is Stage.SENDING for one in beginnings
    ):  # a task that was found is paid for already
        _check_losses(connection)
    _note_accounts(connection, beginnings)
    twins = _twins(connection, beginnings)
    taken = _taken(connection, {n: (one.step, one.owner.account) for n, one in enumerate(beginnings)})
    purses = Purses(connection)
    answers: list[BeginAnswer] = []
    added = []
    for nth, beginning in enumerate(beginnings):
        if nth in twins:
            answers.append(Twin(_there(connection, owners, twins[nth])))
            continue
        if nth in taken:
            answers.append(taken[nth])
            continue
        over = purses.reserve(beginning.purses, beginning.step.generation.held)
        answers.append(over or Begun())
        if over is None:
            added.append(beginning)
    if added:
        purses.write()
        _add_events(connection, [one.step for one in added], {one.step.generation.id: one for one in added})
        _execute(connection, _INSERT, [_fresh(beginning, owners) for beginning in added])
    return answers


def append(connection: "Connection", steps: Sequence[PendingEntries], owners: "Owners") -> Sequence[AppendAnswer]:
    """Add entries where nobody was first; the purses follow, whatever their limits."""
    standings = _standings(connection, [step.generation.id for step in steps])
    there = [standings.get(column(step.generation.id)) for step in steps]
    bringing = {
        nth: (step, standing.account)
        for nth, (step, standing) in enumerate(zip(steps, there, strict=True))
        if standing is not None and standing.seq == step.seq and standing.task_id is None
    }
    taken = _taken(connection, bringing)
    purses = Purses(connection)
    going = []
    answers: list[AppendAnswer] = []
    for nth, (step, standing) in enumerate(zip(steps, there, strict=True)):
        if standing is None or standing.seq != step.seq:
            answers.append(False)
            continue
        if nth in taken:
            answers.append(taken[nth])
            continue
        purses.change(decode_names(standing.purses), step.generation.held - standing.held)
        going.append((step, standing))
        answers.append(True)
    if going:
        purses.write()
        _add_steps(connection, owners, going)
    return answers


def send_again(
    connection: "Connection",
    step: PendingEntries,
    purses: Mapping[str, int | None],
    owners: "Owners",
    *,
    again: bool = False,
) -> BeginAnswer:
    """Add entries that hold points anew, in purses that may be others than before."""
    _check_version(connection)
    _check_losses(connection)
    generation = step.generation
    standing = _standing(connection, generation.id)
    if standing is None or standing.seq != step.seq:
        return Twin(_there(connection, owners, generation.id))
    if not (standing.open or again):
        twin = connection.execute(_TWIN_OF_ANOTHER_KEY, (column(generation.id),)).fetchone()
        if twin is not None:
            return Twin(_there(connection, owners, twin[0]))
    held = Purses(connection)
    held.change(decode_names(standing.purses), -standing.held)
    over = held.reserve(purses, generation.held)
    if over is not None:
        return over
    held.write()
    driven = attrs.evolve(standing, purses=encode_names(purses), owner=owners.own())
    _add_steps(connection, owners, [(step, driven)], anew=True)
    return Begun()


def claim(connection: "Connection", owners: "Owners", generation_id: str, *, force: bool) -> Row | None:
    """Make this process the owner of an open generation that nobody alive drives."""
    _check_version(connection)
    standing = _standing(connection, generation_id)
    row = load(connection, owners.alive, generation_id)
    if standing is None or row is None or not row.readable or not row.generation.open:
        return None
    own = owners.own()
    if row.alive and standing.owner != own and not force:
        return None
    connection.execute("UPDATE generation SET owner = ? WHERE id = ?", (own, column(generation_id)))
    return attrs.evolve(row, alive=True)


def adopt_key(connection: "Connection", account: str, address: str, other: str) -> int:
    """Give the generations of `other` to `account`."""
    names = {"account": column(account), "other": column(other)}
    if names["account"] == names["other"]:
        return 0
    connection.execute(_RENAME, names)
    adopted = connection.execute("UPDATE generation SET account = :account WHERE account = :other", names).rowcount
    _execute(connection, _ACCOUNTS, [(names["account"], column(address), 0.0)])
    return int(adopted)


def forget(connection: "Connection", generation_id: str) -> bool:
    """Blank the bodies of a generation's events."""
    standing = _standing(connection, generation_id)
    if standing is None or standing.open:
        return False
    try:
        entries = history(connection, column(generation_id))
    except Unreadable:
        return False
    if not entries:
        return False  # of what was let go of, nothing is left to forget
    (first,) = connection.execute(_INTENT, (column(generation_id),)).fetchone()
    for seq, entry in enumerate(entries, start=1):
        kind, body = encode_event(forgotten(entry).event, beside(first) if seq == 1 else {})
        kept = _event_line(generation_id, seq, entry.at, kind, body)
        connection.execute(_BLANK, (body, kept[-1], column(generation_id), seq))
    return True


def _check_version(connection: "Connection") -> None:
    """Refuse to order where another process has made the file newer meanwhile."""
    version = version_of(connection)
    if version > VERSION:
        raise unavailable("newer_version", version=version, known=VERSION)


def _check_losses(connection: "Connection") -> None:
    """Refuse to order while nobody knows what a damaged file held (decision 45)."""
    lost = connection.execute("SELECT file, missing FROM loss WHERE accepted IS NULL LIMIT 1").fetchone()
    if lost is not None:
        raise unavailable("loss", file=lost[0], missing=lost[1])


def _note_accounts(connection: "Connection", beginnings: Sequence[Beginning]) -> None:
    accounts = {
        (column(one.owner.account), column(one.owner.address)): one.step.entries[0].at for one in reversed(beginnings)
    }
    _execute(connection, _ACCOUNTS, [(*account, at) for account, at in accounts.items()])


def _standing(connection: "Connection", generation_id: str) -> _Standing | None:
    return _standings(connection, [generation_id]).get(column(generation_id))


def _standings(connection: "Connection", ids: Sequence[str]) -> dict[str, _Standing]:
    found = _execute(connection, _STANDINGS, [(column(generation_id),) for generation_id in ids])
    return {generation_id: _Standing(*line) for generation_id, *line in found}


def _twins(connection: "Connection", beginnings: Sequence[Beginning]) -> dict[int, str]:
    """Return the ids of what is there under the same request or the same id, by the place among `beginnings`."""
    wanted = [
        (nth, column(one.step.generation.id), *_request(one.owner), "" if one.again else column(one.owner.address))
        for nth, one in enumerate(beginnings)
    ]
    return dict(reversed(_execute(connection, _TWINS, wanted)))  # of several the first counts: it is the account's own


def _taken(connection: "Connection", bringing: Mapping[int, tuple[PendingEntries, str]]) -> dict[int, TaskTaken]:
    """Return those that bring a task which another generation has, or brings at this moment."""
    wanted = {
        nth: (nth, column(step.generation.id), column(step.generation.task_id), column(account))
        for nth, (step, account) in bringing.items()
        if step.generation.task_id is not None
    }
    if not wanted:
        return {}
    found: dict[int, str] = dict(_execute(connection, _TAKEN, list(wanted.values())))
    first: dict[tuple[str, str], str] = {}
    for nth, (_, generation_id, task_id, account) in wanted.items():
        holder = first.setdefault((task_id, account), generation_id)
        if holder != generation_id:
            found.setdefault(nth, holder)
    return {nth: TaskTaken(task_id=wanted[nth][2], generation_id=holder) for nth, holder in found.items()}


def _there(connection: "Connection", owners: "Owners", generation_id: str) -> Row:
    row = load(connection, owners.alive, generation_id)
    if row is None:
        raise unavailable("gone")
    return row


def _fresh(beginning: Beginning, owners: "Owners") -> tuple[Any, ...]:
    step, owner = beginning.step, beginning.owner
    driver = owners.own() if step.generation.open else None
    fingerprint, at = column(owner.fingerprint), step.entries[0].at
    folded = _folded(step, encode_names(beginning.purses), driver, (column(owner.user), fingerprint, at))
    return (*folded, *_request(owner), fingerprint, at)


def _request(owner: Owner) -> tuple[str, str, str]:
    """Return the columns by which a request is told from all others."""
    return column(owner.account), column(owner.user), column(owner.request_id)


def _add_steps(
    connection: "Connection", owners: "Owners", going: Sequence[tuple[PendingEntries, _Standing]], *, anew: bool = False
) -> None:
    """Add entries, and let the rows follow; `anew` tells that owner and purses may be others than the rows say."""
    if not all(standing.known for _, standing in going):
        raise unavailable("newer_version")
    _add_events(connection, [step for step, _ in going], {})
    changed, gone_on, ended = [], [], []
    for step, standing in going:
        driver = (standing.owner or owners.own()) if step.generation.open else None
        after = _folded(step, standing.purses, driver, (standing.user, standing.fingerprint, standing.at))
        name, seq, stage, is_open, held, _, task_id, _, checksum = after
        if not anew and (is_open, driver) == (standing.open, standing.owner):
            gone_on.append((name, seq, stage, held, task_id, checksum))
        elif not anew and task_id == standing.task_id:
            ended.append((name, seq, stage, is_open, held, driver, checksum))
        else:
            changed.append(after)
    for statement, rows in ((_FOLD, changed), (_GO_ON, gone_on), (_END, ended)):
        if rows:
            _execute(connection, statement, rows)


def _add_events(connection: "Connection", steps: Iterable[PendingEntries], begun: Mapping[str, Beginning]) -> None:
    lines = []
    for step in steps:
        for seq, entry in enumerate(step.entries, start=step.seq + 1):
            kind, body = encode_event(entry.event, _beside(begun[step.generation.id]) if seq == 1 else {})
            lines.append(_event_line(step.generation.id, seq, entry.at, kind, body))
    _execute(connection, _EVENTS, lines)


def _beside(beginning: Beginning) -> dict[str, Any]:
    """Return what the intent says besides, so that the generation can be known from its events alone."""
    owner = {name: column(value) for name, value in attrs.asdict(beginning.owner).items()}
    return {OWNER: owner, PURSES: grouped(beginning.purses)}


def _event_line(generation_id: str, seq: int, at: float, kind: str, body: str) -> tuple[Any, ...]:
    """Return the columns of an event, with the checksum of the others."""
    name = column(generation_id)
    return name, seq, at, kind, body, event_checksum(name, seq, at, kind, body)


def _folded(step: PendingEntries, purses: str, owner: str | None, whose: tuple[str, str, float]) -> tuple[Any, ...]:
    """Return the columns that follow from the events, and the checksum of them and of `whose` (user, fingerprint, at)."""
    generation = step.generation
    name, seq = column(generation.id), step.seq + len(step.entries)
    task_id = None if generation.task_id is None else column(generation.task_id)
    stood = (seq, generation.stage.value, int(generation.open), generation.held, purses, task_id)
    return name, *stood, owner, row_checksum((name, *whose, *stood))


def _execute(connection: "Connection", statement: str, rows: Sequence[tuple[Any, ...]]) -> Sequence[tuple[Any, ...]]:
    """Run `statement` for all `rows` at once and return what it finds."""
    places = ",".join([f"({','.join('?' * len(rows[0]))})"] * len(rows))
    return connection.execute(statement.format(rows=places), [*chain.from_iterable(rows)]).fetchall()
