"""Run the fake vendor: `python -m imastudio.fakeserver --speed 20`."""

import os
import sys

from imastudio.fakeserver.main import main

sys.exit(main(language=os.environ.get("IMA_LANGUAGE", "").strip()[:2].lower()))
