"""See `imastudio.testing.strategies`."""

from imastudio.testing.strategies import *  # noqa: F403
