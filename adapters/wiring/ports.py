"""Which adapter stands behind which port of a studio: `_ports` is the table."""

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import attrs

from imastudio.adapters.engine import Identity, Ports
from imastudio.adapters.wiring.ledgers import open_ledger
from imastudio.adapters.wiring.offline import bundled_groups
from imastudio.adapters.wiring.settings import Machine, Person
from imastudio.ports.clock import Clock

if TYPE_CHECKING:
    from imastudio.adapters.ima.http import Http
    from imastudio.ports.preferences import Preferences
    from imastudio.ports.upload_addresses import UploadAddresses


@attrs.frozen(kw_only=True)
class Parts:
    """The parts that an engine is put together of. `speed` is how many times faster time passes."""

    ports: Ports
    identity: Identity
    ledger: Any
    http: "Http"
    speed: float


def put_together(given: Mapping[str, Any], machine: Machine, person: Person, *, renews: bool = True) -> Parts:
    """Put an engine's parts together: `given` are settings of the service, those left out come from the environment.

    A ledger whose owner `renews` goes on after it was given up. Raises AccountProblem, WishRefused, LedgerUnavailable.
    """
    from imastudio.adapters.ima.http import Http
    from imastudio.adapters.ima.settings import Settings
    from imastudio.adapters.system.clock import SystemClock

    settings = Settings.of(machine.environment, **given)
    identity = person.identity(settings, machine)
    speed = machine.clock_speed if settings.is_local or settings.fake_hosts else 1.0
    clock = SystemClock(speed)
    http = Http(settings, clock)
    ledger = open_ledger(machine, renews=renews)
    ports = _ports(http, ledger, clock, machine, settings.api_key)
    ports = _traced(ports)
    if machine.adapt is not None:
        ports = machine.adapt(ports)
    return Parts(ports=ports, identity=identity, ledger=ledger, http=http, speed=speed)


def _ports(http: "Http", ledger: Any, clock: Clock, machine: Machine, key: str) -> Ports:
    from imastudio.adapters.files.journal import FileJournal
    from imastudio.adapters.files.recommendations import KnowledgeSkill
    from imastudio.adapters.files.upload_addresses import FileUploadAddresses
    from imastudio.adapters.files.works import FileWorks
    from imastudio.adapters.film.ffmpeg import Ffmpeg
    from imastudio.adapters.ima.delivery import ImaDelivery
    from imastudio.adapters.ima.offline import OfflineService
    from imastudio.adapters.ima.service import ImaService
    from imastudio.adapters.ima.uploads import ImaUploads
    from imastudio.adapters.memory.upload_addresses import MemoryUploadAddresses

    paths, note, now = machine.paths, machine.note, clock.now
    uploaded: UploadAddresses = MemoryUploadAddresses()
    if not machine.offline:
        uploaded = FileUploadAddresses(paths.uploads / http.settings.account_digest, now=now)
    return Ports(
        service=OfflineService(http, bundled_groups) if machine.offline else ImaService(http, note=note),
        uploads=ImaUploads(http, clock, uploaded),
        delivery=ImaDelivery(http, clock),
        preferences=_preferences(ledger, machine),
        recommendations=KnowledgeSkill(paths.knowledge),
        ledger=ledger,
        work_records=FileWorks(paths.works),
        films=Ffmpeg(),
        clock=clock,
        journal=machine.journal or FileJournal(paths.logs, now=now, note=note, secrets=(key,)),
        offline=machine.offline,
    )


def _preferences(ledger: Any, machine: Machine) -> "Preferences":
    """Return where models are saved: beside the ledger, in a file of this machine or in a database."""
    if machine.database is None:
        from imastudio.adapters.files.preferences import FilePreferences

        return FilePreferences(machine.paths.preferences, note=machine.note)
    from imastudio.adapters.postgres.preferences import PostgresPreferences

    return PostgresPreferences(ledger.connections)


def _traced(ports: Ports) -> Ports:
    """Return the ports with spans, where the program has OpenTelemetry loaded: whoever traces has by now."""
    if "opentelemetry.trace" not in sys.modules:
        return ports
    from opentelemetry.trace import get_tracer

    from imastudio.adapters.telemetry import TracedJournal, TracedService

    tracer = get_tracer("imastudio")
    return attrs.evolve(
        ports, service=TracedService(ports.service, tracer), journal=TracedJournal(ports.journal, tracer)
    )
