"""The ledger in one SQLite file that several processes share (architecture, "One generation"). Importing this costs nothing."""
