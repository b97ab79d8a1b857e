"""What is built is what stands in the tree, under the one import name."""

import ast
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.processes import unmeasured

ROOMS = ("domain", "ports", "adapters", "fakeserver")


def _run(*arguments: str | Path, cwd: Path) -> str:
    """Run Python in `cwd` and return what it printed; an error shows all of it."""
    command = [sys.executable, *arguments]
    done = subprocess.run(command, cwd=cwd, env=unmeasured(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _files(folder: Path) -> set[str]:
    """Return the files under `folder`, relative to it, without what Python compiled."""
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the sdist, and the wheel from the sdist, and return the folder with both."""
    target = tmp_path_factory.mktemp("dist")
    repository = Path(__file__).parent.parent
    _run("-m", "build", "--no-isolation", "--outdir", target, repository, cwd=target)
    return target


def test_the_same_tree_makes_the_same_files(repository: Path, tmp_path: Path) -> None:
    """Whoever builds it, wherever and whenever, gets the same wheel and sdist, byte for byte."""
    built: list[dict[str, str]] = []
    for place, clock in (("one", "1700000000"), ("two", "1700000000")):
        tree, target = tmp_path / place / "tree", tmp_path / place / "dist"
        shutil.copytree(
            repository,
            tree,
            symlinks=True,
            ignore=shutil.ignore_patterns(
                *(".git", ".venv*", "build", "dist", "__pycache__", ".*_cache", ".hypothesis"),
                ".coverage*",  # other tests write theirs at this moment
            ),
        )
        for path in tree.rglob("*.py"):
            os.utime(path, (int(clock) + len(place), len(built) * 1_000_000 + 1_600_000_000))
        environment = {**unmeasured(), "SOURCE_DATE_EPOCH": clock, "TZ": "Asia/Shanghai" if built else "UTC"}
        command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(target), str(tree)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        built.append({path.name: sha256(path.read_bytes()).hexdigest() for path in target.iterdir()})
    assert built[0] == built[1]
    assert sorted(name.rpartition(".")[2] for name in built[0]) == ["gz", "whl"]


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with every program that the documents show, each in a file of its own."""
    folder, repository = tmp_path_factory.mktemp("examples"), Path(__file__).parent.parent
    pages = [repository / "README.md", *sorted((repository / "docs").rglob("*.md"))]
    for page in pages:
        programs = re.findall(r"^```python\n(.*?)^```$", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
        for number, program in enumerate(programs):
            name = "_".join(page.relative_to(repository).with_suffix("").parts).replace("-", "_")
            (folder / f"{name}_{number}.py").write_text(program, encoding="utf-8")
    return folder


def test_mypy_finds_nothing_in_what_the_documents_show(examples: Path, installed: Path) -> None:
    """With --strict, against the wheel: its types say as much as our own tree knows."""
    environment = {**os.environ, "MYPYPATH": str(installed)}
    options = ("--strict", "--config-file=", "--follow-imports=silent", "--explicit-package-bases", "--cache-dir=.mypy")
    done = subprocess.run(
        [sys.executable, "-m", "mypy", *options, "."],
        cwd=examples,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert len(list(examples.iterdir())) > 20


def test_pyright_finds_nothing_in_what_the_documents_show(examples: Path, installed: Path) -> None:
    """Where it is here (`pip install pyright` or basedpyright): in its standard mode."""
    pyright = shutil.which("pyright") or shutil.which("basedpyright")
    if pyright is None:
        pytest.skip("pyright is not here")
    config = {"extraPaths": [str(installed)], "typeCheckingMode": "standard", "reportMissingModuleSource": False}
    (examples / "pyrightconfig.json").write_text(json.dumps(config), encoding="utf-8")
    done = subprocess.run(
        [pyright, "--pythonpath", sys.executable], cwd=examples, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


@pytest.fixture(scope="module")
def wheel(built: Path) -> zipfile.Path:
    """Return the inside of the wheel."""
    (path,) = built.glob("*.whl")
    return zipfile.Path(path)


@pytest.fixture(scope="module")
def installed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel alone into a folder of its own and return it."""
    target = tmp_path_factory.mktemp("site-packages")
    (path,) = built.glob("*.whl")
    options = ("--quiet", "--no-deps", "--no-index", "--no-compile", "--disable-pip-version-check")
    _run("-m", "pip", "install", *options, "--target", target, path, cwd=target)
    return target


@pytest.mark.parametrize("room", ROOMS)
def test_the_rooms_are_linked_from_the_import_name(repository: Path, room: str) -> None:
    """Each link in src/imastudio leads to the folder at the top."""
    if (repository / "PKG-INFO").exists():
        pytest.skip("an sdist has no links")
    assert (repository / "src/imastudio" / room).resolve() == (repository / room).resolve()


def test_the_wheel_holds_every_file_of_the_tree(repository: Path, installed: Path) -> None:
    """Modules and data files of the four rooms and the face are all there, and nothing else is."""
    testing = {f"testing/{file}" for file in _files(repository / "src/imastudio/testing")}
    face = {"__init__.py", "__main__.py", "py.typed", "sync.py"} | testing
    rooms = {f"{room}/{file}" for room in ROOMS for file in _files(repository / room)}
    assert _files(installed / "imastudio") == face | rooms


def test_the_wheel_is_the_same_without_the_sdist_between(repository: Path, built: Path, tmp_path: Path) -> None:
    """Who installs a checkout gets the files that who installs a release gets."""
    _run("-m", "build", "--no-isolation", "--wheel", "--outdir", tmp_path, repository, cwd=tmp_path)
    (released,), (checked_out,) = built.glob("*.whl"), tmp_path.glob("*.whl")
    assert sorted(zipfile.ZipFile(checked_out).namelist()) == sorted(zipfile.ZipFile(released).namelist())


def test_the_wheel_installs_one_name(wheel: zipfile.Path) -> None:
    """A user's own `domain` or `ports` is left alone."""
    names = {entry.name for entry in wheel.iterdir()}
    assert {name for name in names if not name.endswith(".dist-info")} == {"imastudio"}


def test_the_metadata_names_no_place_of_the_builder(repository: Path, wheel: zipfile.Path) -> None:
    """No path of the machine that built it is in the wheel's metadata."""
    (info,) = [entry for entry in wheel.iterdir() if entry.name.endswith(".dist-info")]
    texts = [entry.read_text(encoding="utf-8") for entry in info.iterdir() if entry.is_file()]
    assert [text for text in texts if str(repository) in text or str(Path.home()) in text or "file://" in text] == []


def test_the_installed_package_is_imported_from_where_it_was_installed(installed: Path) -> None:
    """What a user imports is the wheel, with its four rooms, and not this checkout."""
    program = (
        f"import sys; sys.path.insert(0, {str(installed)!r}); import imastudio, importlib;"
        f"rooms = [importlib.import_module('imastudio.' + room) for room in {ROOMS}];"
        "print(*(module.__file__ for module in [imastudio, *rooms]), sep='\\n')"
    )
    expected = [
        installed / "imastudio/__init__.py",
        *(installed / "imastudio" / room / "__init__.py" for room in ROOMS),
    ]
    assert _run("-I", "-c", program, cwd=installed).splitlines() == [str(path) for path in expected]


def test_the_sdist_is_enough_to_build_and_to_test(repository: Path, built: Path, tmp_path: Path) -> None:
    """The sdist holds the rooms, the tests and the docs (that a wheel can be built from it: the wheel was)."""
    (path,) = built.glob("*.tar.gz")
    with tarfile.open(path) as archive:
        archive.extractall(tmp_path, filter="data")
    (top,) = tmp_path.iterdir()
    for folder in (*ROOMS, "tests", "docs"):
        assert _files(top / folder) == _files(repository / folder)
    assert (top / "PKG-INFO").exists()


def _imported(folder: Path) -> Iterator[str]:
    """Yield the top names of what the modules under `folder` import."""
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_bytes())):
            match node:
                case ast.Import(names=names):
                    yield from (name.name.partition(".")[0] for name in names)
                case ast.ImportFrom(module=str(module)):
                    yield module.partition(".")[0]


@pytest.mark.parametrize("room", ROOMS)
def test_whatever_is_imported_is_asked_for(repository: Path, room: str) -> None:
    """No module lives on what another package happens to bring along."""
    project = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [line for name, lines in project["optional-dependencies"].items() if name != "dev" for line in lines]
    declared = {re.split(r"[<>=!~\[; ]", line)[0].lower() for line in project["dependencies"] + extras}
    foreign = (
        set(_imported(repository / room)) - sys.stdlib_module_names - {"imastudio", "pytest"}
    )  # the plugin: pytest asks for it
    homes = packages_distributions()
    assert {name for name in foreign if not declared & {home.lower() for home in homes.get(name, ())}} == set()


@pytest.mark.parametrize(("name", "oldest"), [("click", (8, 4)), ("tinytag", (2, 3))])
def test_no_version_is_promised_that_is_known_not_to_do(repository: Path, name: str, oldest: tuple[int, ...]) -> None:
    """Older click has no parameter types of a kind, older tinytag finds no length in a video."""
    project = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (asked,) = (line for line in project["dependencies"] if line.startswith(f"{name}>="))
    assert tuple(map(int, asked.removeprefix(f"{name}>=").split("."))) >= oldest


@pytest.mark.parametrize("room", ROOMS)
def test_no_two_modules_import_each_other(repository: Path, room: str) -> None:
    """Not for types alone either: each can be read without the other."""
    imported = {
        f"imastudio.{'.'.join(path.relative_to(repository).with_suffix('').parts)}": set(_modules(path))
        for path in (repository / room).rglob("*.py")
    }
    pairs = {(one, other) for one, others in imported.items() for other in others if one in imported.get(other, ())}
    assert pairs == set()


def _modules(path: Path) -> Iterator[str]:
    """Yield the modules that a module may import."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.ImportFrom):
            yield from (str(node.module), *(f"{node.module}.{name.name}" for name in node.names))


OFFLINE = "from imastudio.sync import open_studio; open_studio(offline=True, state_dir='.')"
COMMAND = "from imastudio.adapters.cli.main import run; import sys; sys.exit(run({!r}))"


@pytest.mark.parametrize(
    ("missing", "program", "extra"),
    [
        ("PIL", OFFLINE, "fake"),
        ("PIL", COMMAND.format(["create", "a cat", "--offline"]), "fake"),
        ("mcp", COMMAND.format(["mcp", "--offline"]), "mcp"),
        ("hypothesis", "import imastudio.testing.strategies", "testing"),
        (
            "yaml",
            "import sys; from imastudio.fakeserver.main import main; sys.exit(main(['--scenario', 'story.yaml']))",
            "fake",
        ),
    ],
)
def test_a_missing_extra_is_named_with_the_command_that_brings_it(
    missing: str, program: str, extra: str, tmp_path: Path
) -> None:
    """Where it is needed, and nowhere before."""
    (tmp_path / "story.yaml").write_text("orders: [{prompt: dragon}]", encoding="utf-8")
    absent = (
        "import sys, importlib.util as util\n"
        f"find = util.find_spec; util.find_spec = lambda name, *more: None if name == {missing!r} else find(name, *more)\n"
        f"sys.modules[{missing!r}] = None\n"
    )
    environment = {**os.environ, "OPENCLAW_STATE_DIR": str(tmp_path), "IMA_API_KEY": "ima_fake_key_for_tests"}
    done = subprocess.run(
        [sys.executable, "-c", absent + program],
        cwd=tmp_path,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode != 0
    assert f"imastudio[{extra}]" in done.stderr


IMPORT_ALL = """
import importlib, pkgutil, sys
sys.path[:0] = sys.argv[1:]
import imastudio, imastudio.domain, imastudio.ports
names = [
    one.name for room in (imastudio.domain, imastudio.ports) for one in pkgutil.walk_packages(room.__path__, room.__name__ + ".")
]
for name in names:
    importlib.import_module(name)
print(len(names))
"""


def test_the_domain_needs_attrs_and_nothing_else(installed: Path, tmp_path: Path) -> None:
    """Every module of the domain and the ports is imported from the wheel in an environment that holds attrs alone."""
    alone = tmp_path / "site-packages"
    for package in ("attr", "attrs"):
        found = importlib.util.find_spec(package)
        assert found is not None
        assert found.origin is not None
        shutil.copytree(Path(found.origin).parent, alone / package)
    ran = subprocess.run(
        [sys.executable, "-I", "-S", "-c", IMPORT_ALL, str(installed), str(alone)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert int(ran.stdout) > 50
