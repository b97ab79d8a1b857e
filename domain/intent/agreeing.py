"""Whether words say yes: each of their clauses is made of known words alone, and one at least says it.

Rules: what is learnt never says yes; nothing but known words stands beside a yes, so that none takes anything of it away; a
question, and what is left off in the middle, say nothing.
"""

from imastudio.domain.intent.tables.agreeing import APART, CLAUSE_EN, CLAUSE_ZH, HUM, NO_YES, REPEATED

_EN, _ZH = ("yes", "great", "fine", "do"), ("yes", "do", "alone")


def says_yes(said: str) -> bool:
    """Tell whether folded words say yes; praise, thanks and small words alone do not."""
    clauses = [one.strip() for one in APART.split(REPEATED.sub(r"\1", said)) if one.strip()]
    if not clauses or NO_YES.search(said) is not None or HUM.fullmatch(clauses[-1]) is not None:
        return False
    heard = [_agrees(clause) for clause in clauses]
    return None not in heard and True in heard


def _agrees(clause: str) -> bool | None:
    """Tell whether a clause says yes, None where it holds anything else."""
    for pattern, groups in ((CLAUSE_EN, _EN), (CLAUSE_ZH, _ZH)):
        found = pattern.fullmatch(clause)
        if found is not None:
            return any(found[group] for group in groups)
    return None
