"""The page at /_fake/: what comes in, what becomes of it, what it costs, and the knobs."""
