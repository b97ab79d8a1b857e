"""Where the vendor's recorded facts are, for the tests that hold our own data against them.

They are no part of the project: a test that wants one skips where they are absent.
"""

import os
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parent.parent
SHARED = Path(os.environ.get("IMASTUDIO_SHARED", REPOSITORY.parent / "shared"))


def shared(relative: str) -> Path:
    """Return the file at `relative`, such as `facts/decisions.md`, or skip the test that asks."""
    path = SHARED / relative
    if not path.exists():
        pytest.skip(f"{relative} is not here; name its folder in IMASTUDIO_SHARED", allow_module_level=True)
    return path


def product_list(task_type: str) -> Path:
    """Return the recorded product list (JSON) of `task_type`, or skip the test that asks."""
    return shared(f"facts/products/products_{task_type}.json")
