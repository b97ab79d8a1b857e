"""The asyncio engine: the studio, and what drives generations.

A front end never imports it: it is typed by `ports.studio` and opened by the composition root.
"""

from imastudio.adapters.engine.context import Identity, Ports
from imastudio.adapters.engine.studio import AsyncioStudio

__all__ = ["AsyncioStudio", "Identity", "Ports"]
