"""What was listed last, kept so that a shell can complete the names of models and their values without asking anybody.

Rules: it is a convenience: what can't be read is nothing, what can't be written is left; it holds what the vendor's public list
says and nothing of a person.
"""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from imastudio.adapters.files.atomic import replace_file
from imastudio.adapters.system.paths import make_private_folder
from imastudio.domain.documents import ModelDocument

_KEPT = ("task_type", "model_id", "model_name", "version_id", "params")


class ListedModels:
    """The models that were listed last, in one file."""

    def __init__(self, path: Path) -> None:
        """Read nothing yet."""
        self._path = path

    def keep(self, documents: Sequence[ModelDocument]) -> None:
        """Keep what is listed, in place of what was known of the same task types."""
        fresh = {document["task_type"] for document in documents}
        kept: list[Mapping[str, object]] = [one for one in self.read() if one["task_type"] not in fresh]
        kept += [{name: value for name, value in document.items() if name in _KEPT} for document in documents]
        with suppress(OSError):  # a read-only folder: completion then knows less, and nothing else suffers
            make_private_folder(self._path.parent)
            replace_file(self._path, json.dumps(kept, default=dict, ensure_ascii=False).encode())

    def read(self) -> Sequence[ModelDocument]:
        """Return what was listed last; nothing where that isn't known."""
        try:
            known = json.loads(self._path.read_bytes())
            return [one for one in known if all(name in one for name in _KEPT)]
        except (OSError, ValueError, TypeError):
            return []
