"""What an address of a result leads to, held against what the task says of it.

Rules this file obeys:
* Where Pillow isn't installed, what is in a picture is not looked at; that there is one always is.
"""

import io
from collections.abc import Iterator, Mapping
from typing import Any

from imastudio.fakeserver.contract.probe import ProbeResponse

_FINE = 200


def picture_differences(got: ProbeResponse, told: Mapping[str, Any]) -> Iterator[str]:
    """Tell what keeps an answer from being the picture that was `told` of: no picture, a broken one, another size."""
    if got.unanswered:
        yield f"leads nowhere: no answer ({got.unanswered})"
    elif got.status != _FINE or not got.content_type.startswith("image/"):
        yield f"leads to status {got.status}, {got.content_type}: no picture"
    elif not got.body:
        yield "leads to an empty file"
    elif got.content_type != "image/svg+xml":
        yield from _drawn_differences(got.body, told)


def _drawn_differences(body: bytes, told: Mapping[str, Any]) -> Iterator[str]:
    try:
        from PIL import Image  # noqa: PLC0415 - an extra
    except ImportError:
        return
    try:
        with Image.open(io.BytesIO(body)) as picture:
            picture.load()
            size = picture.size
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        yield f"leads to {len(body)} bytes that are no whole picture"
        return
    said = (told.get("width"), told.get("height"))
    if all(type(edge) is int and edge > 0 for edge in said) and said != size:
        yield f"leads to a picture of {size[0]}x{size[1]}, though width and height say {said[0]}x{said[1]}"
