"""What may be left out of a wish where the model has no field for it: manner and style, never what is made or paid for."""

import attrs

from imastudio.domain.kernel import Failure, Kind
from imastudio.domain.orders import Wish

_SOUND = "generate_audio"
_SOUND_FIELDS = frozenset({_SOUND, "sound", "audio"})
_MAY_LACK = frozenset(
    {"pitch", "speed", "volume", "speaker", "tags", "negative_tags", "vocal_gender", "make_instrumental"}
)


def without(wish: Wish, failure: Failure) -> Wish | None:
    """Return `wish` without the value that a model has no field for, or None where leaving it out would not do."""
    name = failure.parameter or ""
    silent = name in _SOUND_FIELDS and wish.params.get(_SOUND) is False
    key = _SOUND if silent else name
    if failure.kind is not Kind.UNKNOWN_PARAMETER or key not in wish.params or not (silent or name in _MAY_LACK):
        return None
    return attrs.evolve(wish, params={field: value for field, value in wish.params.items() if field != key})
