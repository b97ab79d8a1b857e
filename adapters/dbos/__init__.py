"""Several machines: orders wait in Postgres, DBOS hands them to workers, the ledger decides.

Rules: one workflow a generation, without a step inside, its input the id alone. Whoever orders needs no DBOS: the order and
its workflow are rows of one commit.
"""
