"""Where things lie: the state folder that OpenClaw and all IMA skills share.

Rules: folders that we make are 0700, files 0600. What a person made read-only, or linked to somewhere else, stays so.
"""

import os
from collections.abc import Mapping
from contextlib import nullcontext
from pathlib import Path

import attrs

from imastudio.domain.kernel import unavailable

FOLDER_MODE = 0o700
FILE_MODE = 0o600
_ANY_WRITE = 0o222


@attrs.frozen
class Paths:
    """The places below one state folder."""

    state: Path

    @property
    def preferences(self) -> Path:
        """Return the file of saved models."""
        return self.state / "memory" / "ima_prefs.json"

    @property
    def ledger(self) -> Path:
        """Return the ledger of real orders."""
        return self.state / "ima_ledger" / "ledger.sqlite3"

    @property
    def offline_ledger(self) -> Path:
        """Return the ledger of orders from the bundled fake server."""
        return self.state / "ima_ledger" / "offline.sqlite3"

    @property
    def approvals(self) -> Path:
        """Return the file of what waits for a person's yes."""
        return self.state / "ima_ledger" / "approvals.sqlite3"

    @property
    def listed(self) -> Path:
        """Return the file of what was listed last, for completion."""
        return self.state / "memory" / "ima_listed.json"

    @property
    def uploads(self) -> Path:
        """Return the folder that remembers where uploads lie, by account."""
        return self.state / "ima_uploads"

    @property
    def works(self) -> Path:
        """Return the folder of works that are under way or were."""
        return self.state / "ima_works"

    @property
    def logs(self) -> Path:
        """Return the folder of daily logs."""
        return self.state / "logs" / "ima_skills"

    @property
    def knowledge(self) -> Path:
        """Return the folder of the companion knowledge skill, which need not be there."""
        return self.state / "skills" / "ima-knowledge-ai"


def find_paths(environment: Mapping[str, str]) -> Paths:
    """Return the places below `OPENCLAW_STATE_DIR`, else below `~/.openclaw`. Raises LedgerUnavailable: no_home, no_folder."""
    said = environment.get("OPENCLAW_STATE_DIR", "")
    return paths_below(said if said.strip() else "~/.openclaw")


def paths_below(folder: str | Path) -> Paths:
    """Return the places below a state folder, whole, wherever the process goes. Raises as `find_paths` does."""
    try:
        expanded = Path(folder).expanduser()
    except RuntimeError:  # neither HOME nor an entry of this user in the system's list
        raise unavailable("no_home") from None
    try:
        return Paths(expanded.absolute())
    except OSError:  # the working folder is gone
        raise unavailable("no_folder", folder=str(folder)) from None


def make_private_folder(folder: Path) -> None:
    """Make `folder` and what is missing above it, for this user alone. Raises OSError."""
    for missing in reversed([place for place in (folder, *folder.parents) if not place.exists()]):
        missing.mkdir(mode=FOLDER_MODE, exist_ok=True)


def find_scratch(paths: Paths) -> None:
    """Have temporary files lie below the state folder where the machine has no place for them. Raises OSError.

    Source: tempfile.tempdir is where the library looks first, https://docs.python.org/3/library/tempfile.html#tempfile.tempdir
    """
    import tempfile

    try:
        tempfile.gettempdir()
    except FileNotFoundError:  # no TMPDIR, no /tmp, and nothing may be written to the working folder
        folder = paths.state / "tmp"
        make_private_folder(folder)
        tempfile.tempdir = str(folder)


def try_folder(folder: Path) -> None:
    """Make a file in `folder`, or as far up as there is a folder in a new one, and leave no trace. Raises OSError.

    Rights alone don't tell: the superuser has them everywhere, and some folders take no files from anybody.
    """
    from tempfile import TemporaryDirectory, mkstemp

    there = next(place for place in (folder, *folder.parents) if place.is_symlink() or place.exists())
    with nullcontext(there) if there == folder else TemporaryDirectory(dir=there, prefix=".") as place:
        descriptor, name = mkstemp(dir=place, prefix=".")
        os.close(descriptor)
        Path(name).unlink()


def open_private(path: str, flags: int) -> int:
    """Open a file for this user alone: an `opener` for `open`."""
    return os.open(path, flags, FILE_MODE)


def is_read_only(path: Path) -> bool:
    """Tell whether somebody took away the right to write `path`. The superuser is bound by it too: it was meant."""
    return path.exists() and (not path.stat().st_mode & _ANY_WRITE or not os.access(path, os.W_OK))
