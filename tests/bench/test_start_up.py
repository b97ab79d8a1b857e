"""What it costs to begin: help answers at once, and a studio costs little more than the HTTP client it needs."""

from collections.abc import Callable

import pytest

from tests.bench.measure import cpu_seconds, run

HEAVY = frozenset({"PIL", "aiohttp", "cattrs", "rich.console"})

LOADED = f"print('loaded:', *sorted({set(HEAVY)!r} & sys.modules.keys()))"

FACE = f"import sys, imastudio; {LOADED}"

COMMAND = f"""
import sys
from imastudio.__main__ import main
sys.argv[0] = "ima"
try:
    main()
finally:
    {LOADED}
"""

ASKED = """
import sys
from imastudio.__main__ import main
sys.argv = "ima {option}".split()
sys.stdout, kept = open("/dev/null", "w"), sys.stdout
try:
    main()
except SystemExit:
    pass
sys.stdout = kept
"""

OPENED = """
import asyncio, imastudio
async def main():
    async with imastudio.open_studio():
        pass
asyncio.run(main())
"""


def test_importing_the_face_loads_nothing_heavy() -> None:
    """`import imastudio` alone brings in no HTTP client, no pictures and no tables."""
    assert run(FACE).split() == ["loaded:"]


@pytest.mark.parametrize("arguments", [("--help",), ("models", "--help")], ids=" ".join)
def test_help_loads_nothing_heavy(arguments: tuple[str, ...]) -> None:
    """Help is printed without the HTTP client, the converters and the tables."""
    assert run(COMMAND, *arguments).splitlines()[-1].split() == ["loaded:"]


def test_a_list_that_fits_needs_nothing_to_fold_it() -> None:
    """The bundled price list is printed without the HTTP client and the tables."""
    assert run(COMMAND, "models", "--offline").splitlines()[-1].split() == ["loaded:"]


def test_a_list_of_models_costs_what_it_needs(record_property: Callable[[str, object], None]) -> None:
    """The bundled price list is to take 1.4 times importing aiohttp; five times as much on any machine is a defect."""
    bare, asked = cpu_seconds("import aiohttp", ASKED.format(option="models --offline"))
    record_property("figure", f"ima models --offline: {asked / bare:.2f} x importing aiohttp ({bare * 1000:.0f} ms)")
    assert asked <= 5 * bare


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_asking_costs_less_than_the_http_client(option: str, record_property: Callable[[str, object], None]) -> None:
    """To be a quarter of importing aiohttp; more than that import on any machine is a defect."""
    bare, asked = cpu_seconds("import aiohttp", ASKED.format(option=option))
    record_property("figure", f"ima {option}: {asked / bare:.2f} x importing aiohttp ({bare * 1000:.0f} ms)")
    assert asked <= bare


def test_opening_a_studio_costs_little_more_than_its_http_client(
    monkeypatch: pytest.MonkeyPatch, record_property: Callable[[str, object], None]
) -> None:
    """Importing and opening is to take 1.1 times the CPU of importing aiohttp; twice as much on any machine is a defect."""
    monkeypatch.setenv("IMA_API_KEY", "ima_made_up")
    bare, opened = cpu_seconds("import asyncio, aiohttp\nasyncio.run(asyncio.sleep(0))", OPENED)
    record_property(
        "figure", f"import and open a studio: {opened / bare:.2f} x importing aiohttp ({bare * 1000:.0f} ms)"
    )
    assert opened <= 2 * bare
