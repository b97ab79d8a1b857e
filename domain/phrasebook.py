"""What a person reads. Texts of the vendor's error tables, zh and en; everything else is ours."""

from imastudio.domain.failures import Failure
from imastudio.domain.orders import Language


def say_failure(failure: Failure, language: Language) -> str:
    """Say what went wrong and what would do."""
    return f"{failure.kind}"
