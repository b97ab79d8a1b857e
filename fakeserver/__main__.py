"""Run the fake vendor: `python -m imastudio.fakeserver --speed 20`."""

import sys

from imastudio.fakeserver.main import main

sys.exit(main())
