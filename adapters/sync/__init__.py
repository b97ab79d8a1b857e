"""The studio without an event loop in sight: the same names, each call returns when it is done."""
