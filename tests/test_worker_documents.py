"""The unit for systemd, the manifest for Kubernetes and the page about several machines name what there is."""

import configparser
import re
import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from imastudio.adapters.cli.main import cli
from imastudio.adapters.dbos.process import GIVEN_UP
from imastudio.adapters.dbos.workflows import CREATES_GRACE_S

HOW_TO = Path(__file__).parent.parent / "docs" / "how-to"
PAGE, UNIT, MANIFEST = (
    HOW_TO / "scale.md",
    HOW_TO / "workers" / "ima-worker@.service",
    HOW_TO / "workers" / "ima-workers.yaml",
)
SETTINGS = (HOW_TO.parent / "reference" / "index.md").read_text(encoding="utf-8")
KUBERNETES_KILLS_AFTER_S = 30


def unit() -> configparser.SectionProxy:
    """Return what the unit says of its service; what stands there twice counts once."""
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign] # as they are written
    parser.read(UNIT, encoding="utf-8")
    return parser["Service"]


def pod() -> dict[str, Any]:
    """Return the pod of the manifest."""
    spec: dict[str, Any] = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))["spec"]["template"]["spec"]
    return spec


def commands() -> Iterator[Sequence[str]]:
    """Give every call of `ima` that stands there."""
    yield shlex.split(unit()["ExecStart"].replace("%i", "1"))[1:]
    yield pod()["containers"][0]["command"][1:]
    for block in re.findall(r"```sh\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL):
        for line in block.splitlines():
            if line.startswith("ima "):
                yield shlex.split(line.removesuffix(" &"))[1:]


@pytest.mark.parametrize("command", [*commands()], ids=" ".join)
def test_each_command_is_one(command: Sequence[str]) -> None:
    """Its options are known, and their values fit."""
    name, *arguments = command
    found = cli.get_command(click.Context(cli), name)
    assert found is not None
    if name != "fake-server":  # it reads its own
        found.make_context(name, [*arguments], resilient_parsing=name == "batch")  # whose file is not there


def test_a_worker_is_given_the_time_that_it_takes() -> None:
    """Whoever kills it earlier makes orders unknown; after a life that was given up it is started again."""
    assert float(unit()["TimeoutStopSec"]) > CREATES_GRACE_S
    assert pod()["terminationGracePeriodSeconds"] > CREATES_GRACE_S
    assert CREATES_GRACE_S < KUBERNETES_KILLS_AFTER_S
    assert unit()["Restart"] == "always"
    assert f"exit code {GIVEN_UP}" in PAGE.read_text(encoding="utf-8")


def test_each_setting_is_known() -> None:
    """They stand in the table of settings."""
    named = {
        *re.findall(
            r"\b(?:IMA|OPENCLAW)_[A-Z_]+", "".join(file.read_text(encoding="utf-8") for file in (PAGE, UNIT, MANIFEST))
        )
    }
    assert {name for name in named if f"`{name}`" not in SETTINGS and f", `{name}`" not in SETTINGS} == set()
    assert "STUDIO_BENCH" not in named


def test_health_is_asked_where_it_is_told() -> None:
    """At the port that the command names."""
    (container,) = pod()["containers"]
    port = container["command"][container["command"].index("--port") + 1]
    assert f"http://127.0.0.1:{port}/healthz" in container["livenessProbe"]["exec"]["command"][-1]
