"""Text for columns: a database holds UTF-8 without NUL, and its indexes no long keys; Python's text may be anything."""

from hashlib import sha256

MAX_KEY_BYTES = 600
"""Of a text that an index holds: three of them, and no less, must fit into a third of a page of 8,192 bytes."""
_KEPT_CHARS = 100


def key(text: str) -> str:
    """Return `text` as a column with an index can hold it: what can't be stored is escaped, what is too long is digested."""
    stored = text.replace("\0", "\\x00").encode("utf-8", "backslashreplace")
    if len(stored) > MAX_KEY_BYTES:
        return f"{stored.decode()[:_KEPT_CHARS]}\N{HORIZONTAL ELLIPSIS}{sha256(stored).hexdigest()}"
    return stored.decode()
