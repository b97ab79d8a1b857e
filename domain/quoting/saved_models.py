"""The model that a person saved."""

import attrs


@attrs.frozen(kw_only=True)
class Preference:
    """A saved model. `last_used` is an ISO 8601 UTC instant; the keys are those of the shared preferences file."""

    model_id: str
    model_name: str
    credit: int
    last_used: str
