"""The ledger and the preferences in a Postgres database, shared by any number of hosts."""
