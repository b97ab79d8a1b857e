#!/usr/bin/env python3
"""Make or edit an image with the Nano Banana models of IMA Studio. All work is done by the `imastudio` package."""

import sys

try:
    from imastudio.adapters.cli.published import main
    from imastudio.domain.orders import Scope
except ModuleNotFoundError:
    sys.exit("The Python package 'imastudio' is needed: python3 -m pip install imastudio")

if __name__ == "__main__":
    sys.exit(main(Scope.NANO_BANANA))
