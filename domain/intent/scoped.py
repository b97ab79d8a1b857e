"""Within a scope some more words choose a model: "Pro" is one of two where there are two."""

from collections.abc import Sequence

from imastudio.domain.intent.tables.choosing import SCOPED
from imastudio.domain.intent.tags import Tag, Token
from imastudio.domain.orders import Scope

_NOT_OURS = frozenset({Tag.MODEL, Tag.DOUBTFUL_MODEL, Tag.UNKNOWN_MODEL, Tag.SEALED})


def scoped(tokens: Sequence[Token], scope: Scope) -> list[Token]:
    """Return the words as they are understood within a scope."""
    tiers = SCOPED[scope]
    return [
        token._replace(tag=Tag.TIER, value=tiers[token.text])
        if token.text in tiers and token.tag not in _NOT_OURS
        else token
        for token in tokens
    ]
