"""What may be handed in: media files of the allowed folder, and addresses of the open network; nothing else leaves."""

import contextlib
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from imastudio.adapters.engine.studio import AsyncioStudio
from imastudio.adapters.ima.addresses import safe_address
from imastudio.adapters.ima.local_files import open_input
from imastudio.adapters.ima.settings import Settings
from imastudio.adapters.wiring.studio import open_studio
from imastudio.domain.kernel.errors import WishRefused
from imastudio.domain.kernel.failures import Kind
from imastudio.domain.orders import Input
from imastudio.domain.orders.tasks import InputKind
from tests.vendor import KEY, PNG, mp4, png, wav

SOON = 5.0
SECRET = b"-----BEGIN OPENSSH PRIVATE KEY-----\n" * 9
GIB = 1024**3


@pytest.fixture
def allowed(tmp_path: Path) -> Path:
    """Make the only folder that inputs may come from."""
    folder = tmp_path / "allowed"
    folder.mkdir()
    (folder / "fine.png").write_bytes(PNG)
    return folder


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """Make a picture that nobody allowed."""
    folder = tmp_path / "outside"
    folder.mkdir()
    (folder / "private.png").write_bytes(PNG)
    return folder / "private.png"


def _refused(source: object, kind: InputKind = InputKind.IMAGE, **settings: object) -> Kind:
    """Return why a file is refused, which must come soon."""
    began = time.monotonic()
    with pytest.raises(WishRefused) as caught:
        open_input(Input(str(source), kind), Settings.of({}, api_key=KEY, **settings)).close()
    assert time.monotonic() - began < SOON
    return caught.value.failure.kind


def test_what_is_allowed_is_opened(allowed: Path) -> None:
    """A picture in the folder, or deeper in it, or behind a link within it, will do."""
    (allowed / "deep" / "er").mkdir(parents=True)
    (allowed / "deep" / "er" / "too.png").write_bytes(PNG)
    (allowed / "link.png").symlink_to("deep/er/too.png")
    for name in ("fine.png", "deep/er/too.png", "deep/../fine.png", "link.png"):
        with open_input(Input(str(allowed / name)), Settings.of({}, api_key=KEY, allow_dir=str(allowed))).file as file:
            assert os.pread(file.fileno(), 4, 0) == PNG[:4]


def test_the_allowed_folder_may_be_a_link(allowed: Path, tmp_path: Path) -> None:
    """Who names a link as the folder means what it leads to."""
    (tmp_path / "link").symlink_to(allowed)
    settings = Settings.of({}, api_key=KEY, allow_dir=str(tmp_path / "link"))
    open_input(Input(str(allowed / "fine.png")), settings).close()


def _link(link: Path, target: Path) -> Path:
    link.symlink_to(target)
    return link


def _hard_link(link: Path, target: Path) -> Path:
    link.hardlink_to(target)
    return link


def _beside(allowed: Path, outside: Path) -> Path:
    folder = allowed.with_name(f"{allowed.name}-not")
    folder.mkdir()
    return Path(shutil.copy(outside, folder))


LEAVING: dict[str, Callable[[Path, Path], object]] = {
    "directly": lambda _, outside: outside,
    "upwards": lambda allowed, outside: f"{allowed}/../{outside.parent.name}/{outside.name}",
    "a link": lambda allowed, outside: _link(allowed / "link.png", outside),
    "a relative link": lambda allowed, outside: _link(allowed / "link.png", Path("../outside") / outside.name),
    "a folder that is a link": lambda allowed, outside: _link(allowed / "folder", outside.parent) / outside.name,
    "a chain of links": lambda allowed, outside: _link(allowed / "b.png", _link(allowed / "a.png", outside)),
    "a second name": lambda allowed, outside: _hard_link(allowed / "same.png", outside),
    "a folder with the same beginning": _beside,
}


@pytest.mark.parametrize("way", LEAVING.values(), ids=LEAVING)
def test_no_way_leads_out_of_the_allowed_folder(
    way: Callable[[Path, Path], object], allowed: Path, outside: Path
) -> None:
    """A file outside is refused, however its name is spelled and whatever leads there."""
    source = way(allowed, outside)
    assert _refused(source, allow_dir=str(allowed)) is Kind.INPUT_NOT_ALLOWED


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs /proc")
@pytest.mark.parametrize("name", ["/proc/self/root{}", "/proc/self/cwd/{}", "/proc/thread-self/root{}", "/dev/fd/{fd}"])
def test_no_magic_link_leads_out(name: str, allowed: Path, outside: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the system links to is outside, too."""
    monkeypatch.chdir("/")
    with outside.open("rb") as file:
        source = name.format(str(outside), fd=file.fileno())
        assert _refused(source, allow_dir=str(allowed)) is Kind.INPUT_NOT_ALLOWED


@pytest.mark.parametrize("part", ["the file", "its folder"])
def test_nobody_slips_in_between_the_look_and_the_opening(
    part: str, allowed: Path, outside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A link that takes the place of the file, or of its folder, after the path was checked is not followed."""
    folder = allowed / "sub"
    folder.mkdir()
    source = folder / outside.name
    source.write_bytes(PNG)
    swapped: list[Path] = []
    lstat = Path.lstat

    def swap(path: Path) -> os.stat_result:
        status = lstat(path)
        if path == source and not swapped:  # the last look before it is opened
            swapped.append(path)
            victim, target = (source, outside) if part == "the file" else (folder, outside.parent)
            victim.rename(allowed / "moved")
            victim.symlink_to(target)
        return status

    monkeypatch.setattr(Path, "lstat", swap)
    assert _refused(source, allow_dir=str(allowed)) is Kind.INPUT_NOT_FOUND
    assert swapped == [source]


def test_a_pipe_in_the_place_of_the_file_holds_up_nobody(allowed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipe that takes the file's place after the look is refused at once."""
    source = allowed / "fine.png"
    lstat = Path.lstat

    def swap(path: Path) -> os.stat_result:
        status = lstat(path)
        if path == source:
            source.unlink()
            os.mkfifo(source)
        return status

    monkeypatch.setattr(Path, "lstat", swap)
    assert _refused(source) is Kind.INPUT_NOT_ALLOWED


def test_a_folder_that_is_not_there_allows_nothing(allowed: Path, tmp_path: Path) -> None:
    """A misspelled folder opens no door: it is refused as such."""
    assert _refused(allowed / "fine.png", allow_dir=str(tmp_path / "misspelled")) is Kind.VALUE_NOT_OFFERED


@pytest.mark.parametrize("given", ["", "..", "../outside", "/"])
def test_an_argument_can_only_narrow_what_the_environment_allows(given: str, allowed: Path) -> None:
    """Where IMA_ALLOW_DIR stands, another folder is refused, and one within it will do."""
    environment = {"IMA_API_KEY": KEY, "IMA_ALLOW_DIR": str(allowed)}
    (allowed / "sub").mkdir()
    with pytest.raises(WishRefused) as caught:
        Settings.of(environment, allow_dir=os.path.join(allowed, given) if given else given)  # noqa: PTH118 - ".." stays
    assert (caught.value.failure.kind, caught.value.failure.parameter) == (Kind.VALUE_NOT_OFFERED, "allow_dir")
    assert Settings.of(environment, allow_dir=str(allowed / "sub")).allow_dir == str(allowed / "sub")
    assert Settings.of(environment).allow_dir == str(allowed)


async def test_the_library_takes_the_folder_too(allowed: Path, outside: Path, tmp_path: Path) -> None:
    """open_studio(allow_dir=…) holds what it says."""
    opened = open_studio(
        api_key=KEY, base_url="http://127.0.0.1:9", allow_dir=str(allowed), state_dir=tmp_path, environment={}
    )
    async with opened as studio:
        assert isinstance(studio, AsyncioStudio)
        facts = await studio.engine.ports.uploads.inspect(Input(str(allowed / "fine.png")))
        assert facts.format == "png"
        with pytest.raises(WishRefused):
            await studio.engine.ports.uploads.inspect(Input(str(outside)))


SECRETS = {
    "a private key": SECRET,
    "a password file": b"root:x:0:0:root:/root:/bin/bash\n",
    "an archive": b"PK\x03\x04" + bytes(64),
    "a program": b"\x7fELF" + bytes(64),
    "a database": b"SQLite format 3\0" + bytes(64),
    "a document": b"%PDF-1.7\n",
    "a page": b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>",
    "the beginning of a picture": PNG[:12],
    "a word that opens like a picture": b"BM is the abbreviation of a company\n" * 9,
    "nothing": b"",
}


@pytest.mark.parametrize("content", SECRETS.values(), ids=SECRETS)
def test_what_is_no_picture_is_not_sent_as_one(content: bytes, tmp_path: Path) -> None:
    """A name that ends like a picture's makes no picture."""
    path = tmp_path / "innocent.png"
    path.write_bytes(content)
    assert _refused(path) is Kind.INPUT_FORMAT


def test_each_kind_is_taken_for_itself_alone(tmp_path: Path) -> None:
    """A sound is no picture and a picture no video, whatever their names say."""
    files = {InputKind.IMAGE: PNG, InputKind.VIDEO: mp4(16, 9, 1), InputKind.AUDIO: wav(1)}
    for made, content in files.items():
        path = tmp_path / f"{made.value}.png"
        path.write_bytes(content)
        for asked in set(InputKind) - {made}:
            assert _refused(path, asked) is Kind.INPUT_FORMAT


@pytest.mark.parametrize(
    "source", ["/dev/null", "/dev/zero", "/dev/random", "/dev/stdin", "/", ".", "/proc/self/environ"]
)
@pytest.mark.parametrize("kind", InputKind)
def test_what_is_no_file_is_refused(source: str, kind: InputKind) -> None:
    """Devices, folders and what the system makes up are none, and are not waited for."""
    assert _refused(source, kind) in {Kind.INPUT_FORMAT, Kind.INPUT_NOT_FOUND, Kind.INPUT_NOT_ALLOWED}


def test_a_pipe_is_refused_at_once(tmp_path: Path) -> None:
    """Nobody waits for somebody to write."""
    os.mkfifo(tmp_path / "pipe.png")
    assert _refused(tmp_path / "pipe.png") is Kind.INPUT_FORMAT


@pytest.mark.parametrize(
    "source", ["", "a\0b", "~nobody-of-that-name/a.png", "x" * 5000, "a\ud800.png", "not/there.png", "\n", "data:,x"]
)
def test_a_name_that_names_nothing_is_refused(source: str) -> None:
    """No name breaks the look at it."""
    assert _refused(source) in {Kind.INPUT_NOT_FOUND, Kind.INPUT_FORMAT}


BEGINNINGS: dict[str, tuple[bytes, bytes, InputKind]] = {
    "mp3": (b"ID3\x03\0\0\0\0\0\0", b"\xff\xfb\x90\0", InputKind.AUDIO),
    "frames": (b"\xff\xfb\x90\0", b"\xff\xfb\x90\0", InputKind.AUDIO),
    "flac": (b"fLaC", b"\x04\0\0\0", InputKind.AUDIO),
    "ogg": (b"OggS", b"OggS" + bytes(24), InputKind.AUDIO),
    "aac": (b"\xff\xf1\x50\x80", b"\xff\xf1\x50\x80", InputKind.AUDIO),
    "wav": (b"RIFF\xff\xff\xff\x7fWAVE", b"junk\0\0\0\0", InputKind.AUDIO),
    "mp4": (mp4(1, 1, 1), b"\0\0\0\x08moov", InputKind.VIDEO),
    "mkv": (b"\x1aE\xdf\xa3\xa3B\x82\x88matroska", b"\xec\x80", InputKind.VIDEO),
    "jpg": (b"\xff\xd8\xff\xe0\0\x10JFIF", b"\xff\xe0\0\x02", InputKind.IMAGE),
    "png": (PNG, b"\0", InputKind.IMAGE),
    "gif": (b"GIF89a\1\0\1\0", b"\0", InputKind.IMAGE),
    "webp": (b"RIFF\0\0\0\0WEBPVP8 ", b"\0", InputKind.IMAGE),
    "heic": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", b"\0\0\0\x08meta", InputKind.IMAGE),
}


@pytest.mark.parametrize(("head", "pattern", "kind"), BEGINNINGS.values(), ids=BEGINNINGS)
@pytest.mark.parametrize("filled", [True, False], ids=["filled", "sparse"])
def test_no_file_holds_up_the_look_at_it(
    head: bytes, pattern: bytes, kind: InputKind, tmp_path: Path, *, filled: bool
) -> None:
    """A huge file of holes, or of the same piece again and again, is looked at soon."""
    path = tmp_path / "huge"
    with path.open("wb") as file:
        file.write(head)
        if filled:
            file.write(pattern * (8 * 1024 * 1024 // len(pattern)))
        else:
            file.truncate(2 * GIB - 1)
    began = time.monotonic()
    with contextlib.suppress(WishRefused):  # a picture without measures is none
        open_input(Input(str(path), kind), Settings.of({}, api_key=KEY)).close()
    assert time.monotonic() - began < SOON


def test_boxes_within_boxes_are_not_counted_for_ever(tmp_path: Path) -> None:
    """A thousand boxes of a thousand boxes of a thousand boxes cost what a few do."""
    inner = b"\0\0\0\x08tkhd" * 1000
    track = (len(inner) + 8).to_bytes(4) + b"trak" + inner
    tracks = track * 500
    movie = (len(tracks) + 8).to_bytes(4) + b"moov" + tracks
    path = tmp_path / "boxes.mp4"
    path.write_bytes(b"\0\0\0\x18ftypisom\0\0\2\0isommp42" + movie * 3)
    began = time.monotonic()
    with open_input(Input(str(path), InputKind.VIDEO), Settings.of({}, api_key=KEY)).file:
        assert time.monotonic() - began < SOON


def test_too_large_is_refused(tmp_path: Path) -> None:
    """Bytes and pixels have a limit; a file of holes has its full size."""
    path = tmp_path / "huge.png"
    path.write_bytes(PNG)
    os.truncate(path, 2 * GIB + 1)
    assert _refused(path) is Kind.INPUT_TOO_LARGE
    path.write_bytes(png(20_000, 20_000))
    assert _refused(path) is Kind.INPUT_TOO_LARGE
    path.write_bytes(png(2**31 - 1, 2**31 - 1))
    assert _refused(path) is Kind.INPUT_TOO_LARGE


CLOSED = """
    127.0.0.1 127.1 127.0.0.1. 2130706433 0x7f000001 0x7f.1 0177.0.0.1 017700000001 0 0.0
    10.0.0.1 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 192.0.0.192 198.18.0.1 240.0.0.1 255.255.255.255 224.0.0.1
    2852039166 0xa9fea9fe 169.254.43518 256.256.256.256 example.0x7f
    [::1] [::] [::127.0.0.1] [::ffff:127.0.0.1] [::ffff:a9fe:a9fe] [::ffff:0:10.0.0.1] [64:ff9b::10.0.0.1]
    [64:ff9b:1::7f00:1] [2002:7f00:1::] [2002:a9fe:a9fe::1] [2001:0:7f00:1::] [fe80::1] [fe80::1%25eth0] [fc00::1]
    [fd00:ec2::254] [fec0::1] [ff02::1] [100::1] [5f00::1]
    localhost LOCALHOST localhost. a.localhost printer.local metadata.google.internal nas.lan router.home.arpa. intranet
    wiki.intranet １２７.0.0.1 127。0。0。1 ①②⑦.0.0.1 %31%32%37.0.0.1 127.0.0.1%00.example.com 127.0.0.1%2f.example.com
    .example.com a..b.com exa%20mple.com -
""".split()  # noqa: SIM905 - one a line would be a page


@pytest.mark.parametrize("host", CLOSED)
def test_private_addresses_are_refused_however_spelled(host: str) -> None:
    """No spelling of an address within somebody's network is handed on or fetched; before the fake server only loopback."""
    assert safe_address(f"https://{host}/a.png", loopback=False) is None
    assert safe_address(f"https://cdn.example.com@{host}/a.png", loopback=True) is None
    assert safe_address(f"http://{host}/a.png", loopback=False) is None


OTHERS = """
    file:///etc/passwd data:image/png;base64,AAAA ftp://example.com/a.png gopher://example.com/ ws://example.com/ blob:x
    javascript:alert(1) //example.com/a.png https:/example.com https:example.com https:// https:///a http://example.com/a.png
    https://user:password@example.com/ https://127.0.0.1\\@example.com/ https://example.com:x https://example.com:99999/
""".split()  # noqa: SIM905 - one a line would be a page


@pytest.mark.parametrize(
    "source",
    [*OTHERS, "https://a.com/\x1b[2J", "https://a.com/\u202egnp.a", "https://a.com/\n", f"https://{'a' * 5000}.com/"],
)
def test_other_addresses_are_refused(source: str) -> None:
    """Only a plain https address of the open network is handed on."""
    assert safe_address(source, loopback=False) is None
