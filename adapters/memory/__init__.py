"""Fakes of the driven ports, in memory: for tests, and for whoever tests against this package."""
