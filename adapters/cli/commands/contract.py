"""`ima contract`: run the fake server's own checks against any server, and say where that one differs.

Rules: nothing is spent without `--spend`; the key goes to the address that was named and stands in no line that is printed.
"""

import asyncio
import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import attrs
import click

from imastudio.adapters.cli.connection import spoken_language
from imastudio.adapters.cli.options import as_json
from imastudio.adapters.cli.output import Output
from imastudio.adapters.cli.starting import give_way
from imastudio.adapters.cli.values import Decimal, Whole
from imastudio.domain.kernel import ExitCode, Json, plain

if TYPE_CHECKING:
    from imastudio.adapters.wiring.front_ends import ServiceAddress
    from imastudio.fakeserver.contract.findings import Finding

_MARKS = {"agrees": "✅", "differs": "❌", "skipped": "–"}
EPILOG = """\b
Examples:
  ima contract --base-url http://127.0.0.1:8765 --key ima_fake_key_for_tests
  ima contract --base-url https://api.imastudio.com --output-json
  ima contract --base-url https://api.imastudio.com --spend 30

\b
Exit codes:
  0 it does all that the fake does    1 it differs, or does not answer
  2 wrong usage    4 interrupted      6 the key is not accepted"""


@attrs.define(kw_only=True)
class ContractRun:
    """A run's outcome: how far it came, and what it may have cost."""

    findings: "list[Finding]" = attrs.field(factory=list)
    spent: int = 0
    ended: str = "done"

    @property
    def exit_code(self) -> ExitCode:
        """Return the exit code."""
        if self.ended == "interrupted":
            return ExitCode.GOES_ON
        verdicts = {finding.name: finding.verdict for finding in self.findings}
        if verdicts.get("key") == "differs":
            return ExitCode.ACCOUNT
        return ExitCode.FAILED if self.ended != "done" or "differs" in verdicts.values() else ExitCode.DONE


@click.command(epilog=EPILOG)
@click.option("--base-url", metavar="URL", required=True, help="The server (https, or http on this machine).")
@click.option(
    "--im-base-url", metavar="URL", help="Its upload service; else the vendor's for the vendor, or the same URL."
)
@click.option("--key", "--api-key", "key", metavar="KEY", help="Better: put it into IMA_API_KEY.")
@click.option("--spend", type=Whole(min=0), metavar="N", help="Order too, for N points at most.")
@click.option("--pace", type=Decimal(min=0.001), default=3.0, show_default=True, help="Seconds between two looks.")
@as_json
def contract(**given: Any) -> int:
    """Tell where a server differs from the fake one, and what to change in the catalogue.

    Reads only, unless --spend says what it may cost: then orders that must be refused, one picture, and an upload.
    """
    from imastudio.domain.kernel import ImaError
    from imastudio.domain.messages import say_failure

    out = Output(
        language=spoken_language(os.environ)[0],
        as_json=given["output_json"] or given["fields"] is not None,
        fields=given["fields"],
    )
    try:
        address = _address(given)
    except ImaError as error:
        out.tell(say_failure(error.failure, out.language))
        out.document({"error": {"kind": str(error.failure.kind)}})
        return error.failure.exit_code
    run = ContractRun()
    give_way()
    try:
        asyncio.run(_collect(address, given["spend"], given["pace"], run))
    except KeyboardInterrupt:
        run.ended = "interrupted"
    _report(out, address, run)
    return run.exit_code


def _address(given: dict[str, Any]) -> "ServiceAddress":
    from imastudio.adapters.wiring.front_ends import service_address

    named = {"IMA_API_KEY": os.environ.get("IMA_API_KEY", "")}  # no other host may slip in from the environment
    base_url = given["base_url"].rstrip("/")
    return service_address(named, api_key=given["key"], base_url=base_url, im_base_url=given["im_base_url"])


async def _collect(address: "ServiceAddress", spend: int | None, pace: float, run: ContractRun) -> None:
    from imastudio.fakeserver.contract.probe import Probe, Unreachable, open_session
    from imastudio.fakeserver.contract.suite import Purse, Suite

    purse = Purse(spend)
    async with open_session() as http:
        probe = Probe(http=http, base_url=address.base_url, upload_url=address.upload_url, key=address.key)
        try:
            async for finding in Suite(probe=probe, purse=purse, pace=pace).run():
                run.findings.append(finding)
        except Unreachable as problem:
            run.ended = f"no answer: {problem}"
        finally:
            run.spent = purse.spent


def _report(out: Output, address: "ServiceAddress", run: ContractRun) -> None:
    from imastudio.adapters.cli.tables import show_table
    from imastudio.fakeserver.contract.probe import with_key_masked
    from imastudio.fakeserver.scenario.yaml_source import YamlMissing, write_yaml

    def safe(text: str) -> str:
        return with_key_masked(text, address.key)

    changes = [plain(dict(change)) for finding in run.findings for change in finding.changes]
    counts = {verdict: sum(each.verdict == verdict for each in run.findings) for verdict in _MARKS}
    rows = [[_MARKS[each.verdict], each.title, safe(each.expected), safe(each.found)] for each in run.findings]
    show_table(out, address.base_url, ["", "check", "the fake", "this server"], rows)
    out.show(
        f"{counts['agrees']} agree, {counts['differs']} differ, {counts['skipped']} not tried; "
        f"points spent, or perhaps spent: {run.spent}"
    )
    if run.ended != "done":
        out.tell(run.ended)
    if changes:
        try:
            out.show(
                f"\nTo make the fake sell the same, play this with --scenario:\n\n{safe(write_yaml({'catalogue': changes}))}"
            )
        except YamlMissing as problem:
            out.tell(str(problem))
    out.document(_document(address, run, counts, changes))


def _document(
    address: "ServiceAddress", run: ContractRun, counts: Mapping[str, int], changes: Sequence[Json]
) -> Mapping[str, Json]:
    from imastudio.fakeserver.contract.probe import with_key_masked

    def check(finding: "Finding") -> Json:
        said = {name: with_key_masked(getattr(finding, name), address.key) for name in ("expected", "found")}
        return {"name": finding.name, "title": finding.title, "verdict": finding.verdict, **said}

    return {
        "base_url": address.base_url,
        "ended": run.ended,
        "counts": counts,
        "spent": run.spent,
        "checks": list(map(check, run.findings)),
        "catalogue": changes,
    }
