"""What people call the models: the names of the models' rows.

A name stands for one or several model ids; the first that is listed for the task type is meant.
"""

from collections.abc import Mapping
from types import MappingProxyType

from imastudio.domain.kernel import squeezed
from imastudio.domain.quoting.models import MODELS

ALIASES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        name: tuple(one.id for one in MODELS if name in one.names)
        for name in dict.fromkeys(name for model in MODELS for name in model.names)
    }
)
_SQUEEZED = {squeezed(name): ids for name, ids in ALIASES.items()}


def model_ids(name: str) -> tuple[str, ...]:
    """Return the model ids that `name` stands for, () where it is not known; case, width and spaces don't matter."""
    return _SQUEEZED.get(squeezed(name), ())
