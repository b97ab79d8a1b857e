"""Which files of this machine an agent may hand in, and where results may be put: within one folder, if any.

Rules: the operator names the folder (`--allow-dir`, `IMA_ALLOW_DIR`); without one no local path is taken at all. A relative
path is one within it. Addresses, and media that a call holds itself, are no paths. What a link leads out of it is outside;
the file is looked at again when it is opened.
"""

from pathlib import Path

import attrs

from imastudio.domain.kernel import Kind, refuse
from imastudio.domain.orders import Input, Wish


def placed(wish: Wish, folder: Path | None) -> Wish:
    """Return the wish with all its paths within `folder`. Raises WishRefused (INPUT_NOT_ALLOWED, FOLDER_CLOSED)."""
    inputs = tuple(given if given.is_url or given.is_data else _input(given, folder) for given in wish.inputs)
    deliver_to = wish.deliver_to
    if deliver_to is not None:
        target = _within(deliver_to, folder)
        if target is None:
            raise refuse(Kind.FOLDER_CLOSED, "deliver_to", deliver_to)
        deliver_to = str(target)
    return attrs.evolve(wish, inputs=inputs, deliver_to=deliver_to)


def _input(given: Input, folder: Path | None) -> Input:
    path = _within(given.source, folder)
    if path is None:
        raise refuse(Kind.INPUT_NOT_ALLOWED, given.kind.value, given.source)
    return attrs.evolve(given, source=str(path))


def _within(path: str, folder: Path | None) -> Path | None:
    """Return a path with all links followed, or None where that is not within the folder."""
    if folder is None or not path.strip():
        return None
    root = folder.resolve()
    try:
        target = (root / path).resolve()
    except (OSError, ValueError, RuntimeError):  # a loop of links, a null character
        return None
    return target if target.is_relative_to(root) else None
