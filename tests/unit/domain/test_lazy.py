"""Faces of packages that load what stands behind them when it is first asked for."""

from types import ModuleType

import pytest

from imastudio.domain import documents, intent, messages, works


@pytest.mark.parametrize("face", [documents, intent, messages, works], ids=lambda face: face.__name__)
def test_a_face_has_what_it_names_and_nothing_else(face: ModuleType) -> None:
    """Every name is there and listed; a misspelled one fails like that of any module."""
    assert set(dir(face)) >= set(face.__all__)
    assert all(getattr(face, name) is getattr(face, name) for name in face.__all__)
    with pytest.raises(AttributeError, match=f"'{face.__name__}' has no attribute 'nothing_of_ours'"):
        _ = face.nothing_of_ours
