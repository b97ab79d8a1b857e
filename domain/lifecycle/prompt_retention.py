"""Whether prompts are kept in the ledger: only where a person says so (decision 23)."""

from imastudio.domain.kernel import Kind, refuse, shown, switched

KEEP = "keep_prompts"
EXAMPLES = ("1", "0")


def read_keeping(text: str) -> bool:
    """Return whether `text` says that prompts are kept; where it says nothing, they aren't. Raises WishRefused."""
    if not text.strip():
        return False
    said = switched(text)
    if said is None:
        raise refuse(Kind.VALUE_NOT_OFFERED, KEEP, shown(text.strip()), EXAMPLES)
    return said
