"""The ledger in one SQLite file that several processes share (design section 2). Importing this costs nothing."""
