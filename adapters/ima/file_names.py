"""Names of files that are safe on every system, whatever they were made from."""

import unicodedata

MAX_NAME_BYTES = 120
"""Bytes of UTF-8: room for a number, a suffix and a temporary ending under the common limit of 255."""
_FORBIDDEN = frozenset('/\\:*?"<>|')
_RESERVED = frozenset(
    ("CON", "PRN", "AUX", "NUL", *(f"{port}{number}" for port in ("COM", "LPT") for number in "123456789¹²³"))
)


def safe_name(text: str) -> str:
    """Return a name without folders, control characters and reserved words, made from `text`."""
    plain = "".join(
        "_" if char in _FORBIDDEN or unicodedata.category(char).startswith("C") or char in "\u2028\u2029" else char
        for char in unicodedata.normalize("NFC", text)
    )
    short = plain.encode()[:MAX_NAME_BYTES].decode(errors="ignore").strip(" .")
    if short.split(".")[0].rstrip().upper() in _RESERVED:
        short = f"_{short}"
    return short or "result"
