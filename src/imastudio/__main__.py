"""`python -m imastudio` is `ima`."""

from imastudio.adapters.cli.starting import main

main()
