"""The world: the vendor, files, the ledger, front ends. Technology names live here alone."""
