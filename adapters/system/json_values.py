"""What cattrs must know of the JSON that values hold."""

from typing import TYPE_CHECKING, Any

from imastudio.domain.kernel import Json, Scalar, plain

if TYPE_CHECKING:
    from cattrs import Converter


def json_converter() -> "Converter":
    """Return a converter that reads and writes `Json` and `Scalar`; a wrong value raises whatever cattrs raises."""
    from cattrs import Converter

    converter = Converter(detailed_validation=False)
    converter.register_structure_hook_func(lambda hint: hint == Json, lambda value, _: value)
    converter.register_structure_hook_func(lambda hint: hint == Scalar, _scalar)
    converter.register_unstructure_hook_func(lambda hint: hint == Json, plain)
    return converter


def _scalar(value: Any, _: Any) -> Any:
    if not isinstance(value, str | int | float):
        raise TypeError(type(value).__name__)
    return value
