"""Hold the house to its own rules: one name for one thing, and nothing too large to be read at once."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from mypy.api import run as mypy_run

_ROOT = Path(__file__).parents[1]
_ROOMS = ("domain", "ports", "adapters", "fakeserver")


def _trees() -> Iterator[tuple[str, ast.Module]]:
    for room in _ROOMS:
        for file in sorted((_ROOT / room).rglob("*.py")):
            yield file.relative_to(_ROOT).as_posix(), ast.parse(file.read_text(encoding="utf-8"))


def test_no_public_class_shares_its_name_with_another() -> None:
    """A public class name stands once in the four folders, the fake server included: whoever reads it knows which is meant."""
    homes: dict[str, list[str]] = defaultdict(list)
    for file, tree in _trees():
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                homes[node.name].append(file)
    assert len(homes) > 400
    assert {name: files for name, files in homes.items() if len(files) > 1} == {}


def _imports(tree: ast.Module) -> Iterator[str]:
    """Give each name that a module imports from the domain, with the module that it takes it from."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def _is_module(name: str) -> bool:
    path = _ROOT / name.removeprefix("imastudio.").replace(".", "/")
    return path.is_dir() or path.with_suffix(".py").is_file()


def test_the_domain_is_used_through_its_faces() -> None:
    """Outside of a package of the domain nobody imports one of its modules, or what its `__all__` does not list."""
    past: list[str] = []
    for file, tree in _trees():
        for name in _imports(tree):
            parts = name.split(".")
            if parts[:2] != ["imastudio", "domain"] or len(parts) < 4 or file.startswith(f"domain/{parts[2]}/"):
                continue
            if len(parts) > 4 or _is_module(name) or parts[3] not in import_module(".".join(parts[:3])).__all__:
                past.append(f"{file}: {name}")
    assert past == []


@pytest.mark.parametrize("face", sorted(path.parent.name for path in (_ROOT / "domain").glob("*/__init__.py")))
def test_a_face_gives_what_it_lists(face: str) -> None:
    """A face has a docstring; each name that it lists can be had, and none is that of a module, which would hide it."""
    package = import_module(f"imastudio.domain.{face}")
    assert package.__doc__
    assert set(package.__all__) <= set(dir(package))
    assert [name for name in package.__all__ if _is_module(f"{package.__name__}.{name}")] == []
    for name in package.__all__:
        assert getattr(package, name) is not None


_OF_A_PORT = {"Protocol", "TypedDict", "Exception"}
"""A boundary is what may be called, with which named arguments, and what it raises beside the domain's own errors."""


@pytest.mark.parametrize("file", sorted((_ROOT / "ports").glob("[!_]*.py")), ids=lambda file: str(file.stem))
def test_a_port_is_no_code(file: Path) -> None:
    """It has Protocols, aliases of types, and a sentence of docstring for each call, in the place of a body."""
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        assert isinstance(node, ast.ClassDef | ast.Import | ast.ImportFrom | ast.AnnAssign | ast.Expr), ast.unparse(
            node
        )
        if isinstance(node, ast.AnnAssign):
            assert ast.unparse(node.annotation) == "TypeAlias"
        if isinstance(node, ast.ClassDef):
            assert {ast.unparse(base) for base in node.bases} & _OF_A_PORT
            calls = [part for part in node.body if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef)]
            assert [call.name for call in calls if len(call.body) != 1 or ast.get_docstring(call) is None] == []


MAX_METHODS = 20
MAX_CODE_LINES = 40


def test_nothing_is_too_large_to_be_read_at_once() -> None:
    """No class has more than twenty methods, no function more than forty lines of code; a docstring is not counted."""
    large = []
    for file, tree in _trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                methods = sum(isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef) for part in node.body)
                large += [f"{file}: {node.name} has {methods} methods"] * (methods > MAX_METHODS)
            elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                told = node.body[0] if ast.get_docstring(node) is not None else None
                lines = _lines_of(node) - (0 if told is None else _lines_of(told))
                large += [f"{file}: {node.name} has {lines} lines"] * (lines > MAX_CODE_LINES)
    assert large == []


def _lines_of(node: ast.stmt) -> int:
    assert node.end_lineno is not None
    return node.end_lineno - node.lineno + 1


def test_a_task_type_that_is_forgotten_fails_the_type_check(tmp_path: Path) -> None:
    """A ninth task type without a medium or inputs of its own is named by mypy, once for each thing that was forgotten."""
    source = (_ROOT / "domain/orders/tasks.py").read_text(encoding="utf-8")
    last = '    TEXT_TO_SPEECH = "text_to_speech"\n'
    assert source.count(last) == 1
    patched = tmp_path / "tasks.py"
    patched.write_text(source.replace(last, last + '    TEXT_TO_DANCE = "text_to_dance"\n'), encoding="utf-8")
    told, _, code = mypy_run(["--strict", "--config-file=", f"--cache-dir={tmp_path}", str(patched)])
    assert code == 1
    assert (
        told.count('incompatible type "Literal[TaskType.TEXT_TO_DANCE]"; expected "Never"')
        == source.count("    assert_never(")
        == 2
    )
