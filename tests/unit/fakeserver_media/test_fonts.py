"""A font with Chinese is found where there is one."""

from pathlib import Path

import pytest

from imastudio.fakeserver.media.fonts import best_font, chinese_font, usual_folders


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
def test_each_platform_has_its_folders(platform: str) -> None:
    """The system's and the user's folders are searched, and none of them needs to exist."""
    assert len(usual_folders(platform)) >= 2


def test_a_folder_without_fonts_has_none(tmp_path: Path) -> None:
    """Missing folders, other files and fonts by other names are passed over."""
    (tmp_path / "NotoSansCJK-Regular.txt").write_text("no font")
    (tmp_path / "Other.ttf").write_bytes(b"")
    assert best_font([tmp_path, tmp_path / "missing"]) is None


def test_a_damaged_font_is_passed_over(tmp_path: Path) -> None:
    """A file with the right name that is no font does no harm."""
    (tmp_path / "NotoSansCJK-Regular.ttc").write_bytes(b"no font")
    assert best_font([tmp_path]) is None


def test_a_regular_font_goes_before_a_bold_one(tmp_path: Path) -> None:
    """Of one family the upright regular one is taken."""
    here = chinese_font()
    if here is None:
        pytest.skip("this machine has no font with Chinese")
    for name in ("NotoSansCJK-Bold.ttc", "NotoSansCJK-Regular.ttc", "SimSun.ttc"):
        (tmp_path / name).symlink_to(here)
    assert best_font([tmp_path]) == str(tmp_path / "NotoSansCJK-Regular.ttc")
