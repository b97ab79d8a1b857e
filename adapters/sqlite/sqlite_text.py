"""Text for columns: SQLite holds UTF-8, Python's text may hold more."""


def column(text: str) -> str:
    """Return `text` as a column can hold it: a lone surrogate becomes its escape."""
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "backslashreplace").decode()
    return text
