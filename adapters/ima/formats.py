"""The formats of media that we know: how a file of each begins, its suffix, its content type.

Rule: a file is what its content says, never what its name says.
"""

import attrs

from imastudio.domain.orders import InputKind

HEAD = 8192
"""How many bytes of a file are enough to tell its format."""


@attrs.frozen(kw_only=True)
class Format:
    """A format: its suffix ("jpg"), the content type it is sent with, and the suffix that the upload service says."""

    suffix: str
    content_type: str
    kind: InputKind

    @property
    def upload_suffix(self) -> str:
        """Return the suffix as the upload service spells it (facts section 5)."""
        return "jpeg" if self.suffix == "jpg" else self.suffix


_IMAGES = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "gif": "image/gif",
    "bmp": "image/bmp",
    "heic": "image/heic",
    "avif": "image/avif",
}
_VIDEOS = {
    "mp4": "video/mp4",
    "mov": "video/quicktime",
    "avi": "video/x-msvideo",
    "webm": "video/webm",
    "mkv": "video/x-matroska",
    "m4v": "video/x-m4v",
}
_AUDIOS = {
    "mp3": "audio/mpeg",
    "wav": "audio/wav",
    "m4a": "audio/mp4",
    "ogg": "audio/ogg",
    "flac": "audio/flac",
    "aac": "audio/aac",
}
FORMATS = {
    suffix: Format(suffix=suffix, content_type=content_type, kind=kind)
    for kind, formats in ((InputKind.IMAGE, _IMAGES), (InputKind.VIDEO, _VIDEOS), (InputKind.AUDIO, _AUDIOS))
    for suffix, content_type in formats.items()
}
# A text may begin with "BM", too; what follows there in a picture is the length of a header.
_BMP_HEADERS = frozenset({12, 16, 40, 52, 56, 64, 108, 124})
_SAME = {"apng": "png"}
# Nothing that a double click would run, whatever a server calls it.
_OTHERS = frozenset({"aiff", "amr", "caf", "flv", "jxl", "midi", "mpeg", "opus", "tiff", "wmv"})


def sniff(head: bytes) -> Format | None:
    """Return the format that a file with this beginning has, or None where it is no media that we know."""
    import filetype

    found = filetype.guess(head)
    if found is None:
        return None
    suffix = str(found.extension)
    if suffix == "bmp" and int.from_bytes(head[14:18], "little") not in _BMP_HEADERS:
        return None
    return FORMATS.get(_SAME.get(suffix, suffix))


def content_of(head: bytes) -> tuple[str, str] | None:
    """Return what a file with this beginning holds, "image" or "application", say, and its suffix; None if nobody knows."""
    import filetype

    found = filetype.guess(head)
    if found is None or (str(found.extension) in FORMATS and sniff(head) is None):
        return None
    return str(found.mime).partition("/")[0], str(found.extension)


def suffix_of_result(head: bytes, content_type: str) -> str | None:
    """Return the suffix for a result that begins so, or None where it is no medium: a page, a message, nothing.

    The content decides. A format that we don't know is taken on the server's word, if it isn't text.
    """
    found = sniff(head)
    if found is not None:
        return found.suffix
    main, _, sub = content_type.partition(";")[0].strip().lower().partition("/")
    if main not in set(InputKind) or b"\0" not in head:
        return None
    known = next((it.suffix for it in FORMATS.values() if it.content_type == f"{main}/{sub}"), sub.removeprefix("x-"))
    return known if known in FORMATS or known in _OTHERS else "bin"
