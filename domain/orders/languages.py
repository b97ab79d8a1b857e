"""In which language a person is spoken to (decision 37).

Rules: of a tag only the language part counts, so `zh-CN` is zh and `en_US.UTF-8` is en; words with any Han character are
Chinese; what is neither is English.
"""

from imastudio.domain.orders.orders import Language

_HAN = (
    (0x2E80, 0x2FDF),  # radicals
    (0x3007, 0x3007),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)
_KNOWN: dict[str, Language] = {"zh": "zh", "en": "en", "c": "en", "posix": "en"}


def language_of_tag(tag: str) -> Language | None:
    """Return the language of a tag or a locale; None where it is none of ours."""
    head = tag.strip().lower().replace("_", "-").partition(".")[0].partition("@")[0].partition("-")[0]
    return _KNOWN.get(head)


def language_of_words(words: str) -> Language | None:
    """Return "zh" for words with any Han character; None for others, which tell nothing."""
    return "zh" if any(low <= ord(character) <= high for character in words for low, high in _HAN) else None
