"""What a skill must be, so that agents find it, can load it, and do no harm with it.

Rules: SKILL.md has front matter with `name` (that of the folder), `description`, `license`, and `metadata.openclaw` in block
style with `primaryEnv`, `requires.env` and `requires.anyBins`; its body has under 500 lines; links lead to files within the
skill, one level deep; nothing tells an agent to destroy something, to run what it downloads, or to show the key; money is
spent only after a price was told.
"""

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import yaml

MAX_LINES = 500
MAX_DESCRIPTION_CHARS = 1024
_FRONT = re.compile(r"\A---\n(?P<front>.*?)\n---\n(?P<body>.*)\Z", re.DOTALL)
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LINK = re.compile(r"\[[^\]]*\]\((?P<target>[^)#\s]+)[^)]*\)")
_FLOW = re.compile(r"^\s*metadata\s*:\s*[{\[]", re.MULTILINE)
_FORBIDDEN = {
    "deletes files": re.compile(r"\brm\s+-\w*[rf]|\bshutil\.rmtree|\bfind\b[^\n]*-delete|\bdel\s+/"),
    "runs what it downloads": re.compile(r"\b(curl|wget)\b[^\n|]*\|\s*(ba|z)?sh\b"),
    "asks for the rights of root": re.compile(r"\bsudo\b"),
    "throws work away": re.compile(r"\bgit\s+(reset\s+--hard|push\s+(-f|--force)|clean\s+-\w*f)"),
    "shows the key": re.compile(r"\becho\s+\"?\$\{?IMA_API_KEY|ima_[A-Za-z0-9]{16,}"),
    "turns certificate checks off": re.compile(r"--insecure\b|\bverify\s*=\s*False|\bcurl\b[^\n]*\s-k\b"),
}


def problems(folder: Path) -> list[str]:
    """Return what is wrong with the skill in `folder`, each as a sentence; none is a good skill. Raises OSError."""
    text = (folder / "SKILL.md").read_text(encoding="utf-8")
    parted = _FRONT.match(text)
    if parted is None:
        return ["SKILL.md has no front matter between two lines of ---."]
    return [
        *_front_problems(folder, parted["front"]),
        *_body_problems(parted["body"]),
        *_link_problems(folder),
        *_forbidden(folder),
    ]


def _front_problems(folder: Path, front: str) -> Iterator[str]:
    try:
        told = yaml.safe_load(front)
    except yaml.YAMLError:
        yield "The front matter is not YAML."
        return
    if not isinstance(told, dict):
        yield "The front matter is no mapping."
        return
    name = told.get("name")
    if name != folder.resolve().name:
        yield f"name is {name!r}, the folder is {folder.resolve().name!r}."
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        yield "name must be of lower-case letters, digits and hyphens."
    for field in ("description", "license"):
        if not isinstance(told.get(field), str) or not told[field].strip():
            yield f"{field} is missing."
    if isinstance(told.get("description"), str) and len(told["description"]) > MAX_DESCRIPTION_CHARS:
        yield f"description has more than {MAX_DESCRIPTION_CHARS} characters."
    if _FLOW.search(front):
        yield "metadata is not in block style."
    yield from _openclaw_problems(told.get("metadata"))


def _openclaw_problems(metadata: object) -> Iterator[str]:
    openclaw = metadata.get("openclaw") if isinstance(metadata, dict) else None
    if not isinstance(openclaw, dict):
        yield "metadata.openclaw is missing."
        return
    if not isinstance(openclaw.get("primaryEnv"), str):
        yield "metadata.openclaw.primaryEnv is missing."
    requires = openclaw.get("requires")
    for field in ("env", "anyBins"):
        values = requires.get(field) if isinstance(requires, dict) else None
        if not isinstance(values, list) or not values or not all(isinstance(value, str) for value in values):
            yield f"metadata.openclaw.requires.{field} is no list of names."


def _body_problems(body: str) -> Iterator[str]:
    lines = len(body.splitlines())
    if lines >= MAX_LINES:
        yield f"The body has {lines} lines; fewer than {MAX_LINES} are wanted."
    if not re.search(r"before (any )?spending|before (the )?order", body, re.IGNORECASE):
        yield "Nothing says that the price is told before points are spent."


def _link_problems(folder: Path) -> Iterator[str]:
    for page in sorted(folder.rglob("*.md")):
        for link in _LINK.finditer(page.read_text(encoding="utf-8")):
            target = link["target"]
            if "://" in target or target.startswith("mailto:"):
                continue
            place = page.relative_to(folder).parent / PurePosixPath(target)
            if ".." in place.parts or place.is_absolute() or not (folder / place).is_file():
                yield f"{page.relative_to(folder)}: the link {target} leads nowhere in the skill."
            elif len(place.parts) > 2:  # noqa: PLR2004 - a folder and a file
                yield f"{page.relative_to(folder)}: {target} is more than one level deep."


def _forbidden(folder: Path) -> Iterator[str]:
    for page in sorted([*folder.rglob("*.md"), *folder.rglob("*.py"), *folder.rglob("*.sh")]):
        text = page.read_text(encoding="utf-8")
        for what, pattern in _FORBIDDEN.items():
            if pattern.search(text):
                yield f"{page.relative_to(folder)} {what}."
