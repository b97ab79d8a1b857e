"""Whether words say yes: each of their clauses is made of known words alone, and one at least says it.

Rules: what is learnt never says yes; nothing but known words stands beside a yes, so that none takes anything of it away; a
question, and what is left off in the middle, say nothing.
"""

from imastudio.domain.intent.tables.agreeing import APART, CLAUSE_EN, CLAUSE_ZH, NO_YES, PLEAS, REPEATED


def says_yes(said: str) -> bool:
    """Tell whether folded words say yes; praise, thanks and small words alone do not."""
    said = REPEATED.sub(r"\1", said)
    heard = [_agrees(clause.strip()) for clause in APART.split(said) if clause.strip()]
    return None not in heard and True in heard and NO_YES.search(said) is None


def _agrees(clause: str) -> bool | None:
    """Tell whether a clause says yes, None where it holds anything else."""
    english = CLAUSE_EN.fullmatch(clause)
    if english is not None:
        says = bool(english["yes"] or english["done"])
        asks = not PLEAS.isdisjoint((english["tails"] or "").split())
        return None if asks and not says else says
    chinese = CLAUSE_ZH.fullmatch(clause)
    return None if chinese is None else bool(chinese["yes"] or chinese["done"] or chinese["alone"])
