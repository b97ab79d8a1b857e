"""The studio for programs without an event loop: `with imastudio.sync.open_studio(offline=True) as studio:`.

The same names as in `imastudio`; each call returns when it is done. It works inside a running event loop too, such as
a notebook's. `ProgressBar` shows how an order goes: `studio.generate(wish, on_news=ProgressBar())`.
"""

from imastudio.adapters.messengers.notebook import ProgressBar
from imastudio.adapters.sync.studio import SyncStudio, blocking
from imastudio.adapters.wiring.studio import open_studio as _open_studio

__all__ = ["ProgressBar", "SyncStudio", "open_studio"]

open_studio = blocking(_open_studio)
