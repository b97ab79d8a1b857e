"""Whether words say yes: each of their clauses is made of known words alone, and one at least says it.

Rules: what is learnt never says yes; nothing but known words stands beside a yes, so that none takes anything of it away.
"""

from imastudio.domain.intent.tables.agreeing import APART, CLAUSE, LEAD, NO_YES, REPEATED, YES


def says_yes(said: str) -> bool:
    """Tell whether folded words say yes; praise, thanks and small words alone do not."""
    said = REPEATED.sub(r"\1", said)
    heard = [CLAUSE.fullmatch(clause.strip()) for clause in APART.split(said) if clause.strip()]
    if None in heard or NO_YES.search(said) is not None:
        return False
    return any(one["done"] or not YES.isdisjoint(LEAD.findall(one["leads"])) for one in heard if one is not None)
