"""Where an input is, however an agent writes it."""

import base64
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imastudio.domain.orders import Input
from imastudio.domain.orders.input_sources import decode_data, is_data, read_source, shown_source


@pytest.mark.parametrize(
    ("said", "source"),
    [
        ("a.png", "a.png"),
        ("  /pics/a b.png \n", "/pics/a b.png"),
        ("file:///pics/a%20b.png", "/pics/a b.png"),
        ("file://localhost/pics/a.png", "/pics/a.png"),
        ("FILE://LOCALHOST/pics/%E7%8C%AB.png", "/pics/猫.png"),
        ("file:/pics/a.png", "/pics/a.png"),
        ("file://server/share/a.png", "file://server/share/a.png"),
        ("file://localhost", "file://localhost"),
        ("MEDIA:/pics/a.png", "/pics/a.png"),
        ("media: ./a.png", "./a.png"),
        ("MEDIA:file:///pics/a.png", "/pics/a.png"),
        ("MEDIA:https://example.com/a.png", "https://example.com/a.png"),
        ("'/pics/a.png'", "/pics/a.png"),
        ("MEDIA:`/pics/a.png`", "/pics/a.png"),
        ("<https://example.com/a.png>", "https://example.com/a.png"),
        ("“/pics/猫.png”", "/pics/猫.png"),
        (" data:image/png;base64,AA== ", "data:image/png;base64,AA=="),
        ("https://example.com/a%20b.png", "https://example.com/a%20b.png"),
        ("file.png", "file.png"),
        ("media.png", "media.png"),
        ("'", "'"),
        ("\ufeff/pics/a.png", "/pics/a.png"),
        ("\u202a/pics/a.png\u202c", "/pics/a.png"),
        ("\u200b\u3000/pics/a.png\r\n", "/pics/a.png"),
        ("[MEDIA:/pics/a.png]", "/pics/a.png"),
        ("[media: file:///pics/a%20b.png ]", "/pics/a b.png"),
        ("「/pics/猫.png」", "/pics/猫.png"),
        ("![a cat](file:///pics/a.png)", "/pics/a.png"),
        ("[图](https://example.com/a.png)", "https://example.com/a.png"),
        ("![](<MEDIA:/pics/a b.png>)", "/pics/a b.png"),
        ("[a].png", "[a].png"),
        ("(a).png", "(a).png"),
        ("[a](b).png", "[a](b).png"),
        ("", ""),
    ],
)
def test_a_source_is_read(said: str, source: str) -> None:
    """A path, an address, or the media itself; what is no more than a name stays."""
    assert read_source(said) == source
    assert Input(said).source == source
    assert read_source(source) == source


@given(st.binary(max_size=200), st.booleans(), st.booleans())
def test_media_in_an_address_is_decoded(content: bytes, packed: bool, safe: bool) -> None:  # noqa: FBT001
    """In base64 of either alphabet, with or without its end, or with percents."""
    encode = base64.urlsafe_b64encode if safe else base64.b64encode
    body = encode(content).decode().rstrip("=" if safe else "") if packed else quote(content)
    source = f"data:image/png{';base64' if packed else ''},{body}"
    assert is_data(source)
    assert decode_data(source, 1000) == content


@pytest.mark.parametrize(
    "source", ["data:image/png;base64", "data:image/png;base64,###", "data:,äöü" + "x" * 400, "data:;base64,A"]
)
def test_what_is_no_media_is_none(source: str) -> None:
    """Nothing is guessed."""
    assert decode_data(source, 100) in {None, decode_data("data:,äöü", 100)}


def test_the_media_itself_is_shown_by_its_beginning() -> None:
    """An error doesn't repeat a whole picture."""
    source = f"data:image/png;base64,{'A' * 1000}"
    assert len(shown_source(source)) < 50
    assert "A" * 100 not in repr(Input(source))
    assert Input(source).is_url is False
    assert shown_source("/a/b.png") == "/a/b.png"
