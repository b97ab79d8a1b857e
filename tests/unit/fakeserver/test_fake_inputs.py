"""What the fake vendor accepts and refuses as input media."""

from typing import Any

import pytest

from imastudio.fakeserver.vendor.checks import check_create
from imastudio.fakeserver.vendor.clock import VendorClock
from imastudio.fakeserver.vendor.inputs import Files, StoredFile, kind_of, locate
from imastudio.fakeserver.vendor.refusals import VendorRefusal
from imastudio.fakeserver.vendor.world import World
from tests.unit.fakeserver.orders import PHOTO, NoFiles, body

BANANA = "gemini-3.1-flash-image-preview"
OURS = "http://127.0.0.1:5/webAgent/privite/a.png"
MIB = 1024 * 1024


def check(request: object, files: Files | None = None) -> tuple[str, ...]:
    """Check a body; give the urls that count as inputs."""
    return check_create(request, World(clock=VendorClock(hand=True)), files or NoFiles()).inputs


def refusal(request: object, files: Files | None = None) -> str:
    """Check a body that must be refused with 400; give the message."""
    with pytest.raises(VendorRefusal) as caught:
        check(request, files)
    assert caught.value.code == 400
    return caught.value.message


@pytest.mark.parametrize(
    ("task_type", "version", "lowest", "highest"),
    [
        ("image_to_image", BANANA, 1, 14),
        ("image_to_image", "midjourney", 1, 1),
        ("image_to_video", "wan2.6-i2v", 1, 1),
        ("image_to_video", "viduq2-pro", 1, 1),
        ("first_last_frame_to_video", "kling-v2-6", 2, 2),
        ("reference_image_to_video", "viduq2", 1, 3),
        ("reference_image_to_video", "Pixverse V5", 1, 3),
        ("reference_image_to_video", "kling-video-o1", 1, 4),
    ],
)
def test_the_number_of_inputs_is_the_lists_or_the_usual_one(
    task_type: str, version: str, lowest: int, highest: int
) -> None:
    """A leaf's limits decide, at least one is needed, and without limits the task type says how many."""
    for count in (lowest, highest):
        assert len(check(body(task_type, version, [PHOTO] * count))) == count
    for count in (lowest - 1, highest + 1):
        assert "input media" in refusal(body(task_type, version, [PHOTO] * count))


@pytest.mark.parametrize("task_type", ["text_to_image", "text_to_music"])
def test_text_tasks_take_no_media(task_type: str) -> None:
    """Images given to a text task are refused, not forgotten."""
    version = "midjourney" if task_type == "text_to_image" else "GenBGM"
    assert "takes no input" in refusal(body(task_type, version, [PHOTO]))
    assert "takes no input" in refusal(body(task_type, version, [], top={"src_image": [{"url": PHOTO}]}))


@pytest.mark.parametrize(
    "top",
    [{"src_img_url": []}, {"src_img_url": [PHOTO, PHOTO]}, {"src_img_url": PHOTO}, {"src_img_url": [5]}],
)
def test_both_places_hold_the_same_urls(top: dict[str, Any]) -> None:
    """src_img_url and input_images are the same list, in the same order."""
    assert "src_img_url" in refusal(body("image_to_image", BANANA, top=top))


@pytest.mark.parametrize(
    ("url", "fine"),
    [
        ("https://example.com/a.png", True),
        ("http://127.0.0.1:9/a.png", True),
        ("http://localhost/a.png", True),
        ("http://[::1]:9/a.png", True),
        ("http://example.com/a.png", False),
        ("file:///etc/passwd", False),
        ("data:image/png;base64,AAAA", False),
        ("pictures/a.png", False),
        ("https://", False),
        ("https://[::1/a.png", False),
        ("https://example.com:x/a.png", False),
        ("", False),
    ],
)
def test_inputs_are_public_urls(url: str, *, fine: bool) -> None:
    """The vendor fetches https; plain http only from loopback, which is where a fake can look."""
    request = body("image_to_image", BANANA, [url])
    if fine:
        assert check(request) == (url,)
    else:
        assert "https" in refusal(request)


@pytest.mark.parametrize(
    ("version", "content_type", "fine"),
    [
        (BANANA, "image/png", True),
        (BANANA, "image/jpeg", True),
        (BANANA, "image/jpg; charset=binary", True),
        (BANANA, "image/webp", False),
        (BANANA, "application/pdf", False),
        ("midjourney", "image/webp", True),
        ("midjourney", "video/mp4", False),
    ],
)
def test_what_we_store_is_looked_at(version: str, content_type: str, *, fine: bool) -> None:
    """An upload must be of a kind that the leaf names; where it names none, any image will do."""
    files = NoFiles({OURS: StoredFile(content_type=content_type, size=9)})
    request = body("image_to_image", version, [OURS])
    if fine:
        assert check(request, files) == (OURS,)
    else:
        assert "not accepted" in refusal(request, files)


def test_a_url_of_ours_without_a_file_is_refused() -> None:
    """A token alone is no upload."""
    assert "nothing was uploaded" in refusal(body("image_to_image", BANANA, [OURS]), NoFiles({OURS: None}))


def test_references_may_be_films_and_sounds() -> None:
    """The list names more than images for some references."""
    film = NoFiles({OURS: StoredFile(content_type="video/quicktime", size=9)})
    assert check(body("reference_image_to_video", "kling-video-o1", [OURS]), film) == (OURS,)
    assert "not accepted" in refusal(body("reference_image_to_video", "wan2.6-i2v", [OURS]), film)


@pytest.mark.parametrize(
    ("content_type", "kind"),
    [
        ("image/jpeg", "image/jpg"),
        ("audio/mpeg", "audio/mp3"),
        ("audio/x-wav", "audio/wav"),
        ("audio/mp4", "audio/m4a"),
        ("VIDEO/MP4", "video/mp4"),
        ("nonsense", "nonsense/"),
    ],
)
def test_kinds_are_written_as_in_the_lists(content_type: str, kind: str) -> None:
    """Content types have several names, the lists use one."""
    assert kind_of(content_type) == kind


def test_a_url_without_a_host_is_nowhere() -> None:
    """What names no host cannot be located."""
    assert locate("no url") is None


# Seedance 2.0


def seedance(task_type: str = "reference_image_to_video", urls: tuple[str, ...] = (PHOTO,), **top: Any) -> Any:
    """Build an order of Seedance 2.0 whose media are described as `top` says."""
    return body(task_type, "ima-pro", urls, top=top)


def film(seconds: float = 5, url: str = "https://example.com/a.mp4") -> dict[str, Any]:
    """Describe a film."""
    return {"url": url, "duration": seconds, "width": 1280, "height": 720, "cover": PHOTO}


def sound(seconds: float = 5, url: str = "https://example.com/a.mp3") -> dict[str, Any]:
    """Describe a sound."""
    return {"url": url, "duration": seconds}


def image(width: float = 1024, height: float = 1024, url: str = PHOTO) -> dict[str, Any]:
    """Describe a picture."""
    return {"url": url, "width": width, "height": height}


@pytest.mark.parametrize(
    "request_body",
    [
        seedance(),
        seedance("first_last_frame_to_video", (PHOTO, PHOTO)),
        seedance(src_image=[image()] * 9),
        seedance(src_image=[image()], src_video=[film(5)] * 3, src_audio=[sound(5)] * 3),
        seedance(urls=(), src_image=[], src_video=[film(15)]),
        seedance(src_image=[image(300, 750), image(6000, 2400)]),
    ],
)
def test_seedance_takes_what_it_is_told_about(request_body: object) -> None:
    """Up to nine images, three films and three sounds, within the limits of pixels and seconds."""
    assert check(request_body)


@pytest.mark.parametrize(
    ("request_body", "word"),
    [
        (seedance(urls=(), src_image=[]), "needed"),
        (seedance(src_image=[image(url="https://example.com/other.jpg")]), "described"),
        (seedance(src_image=[{}]), "url"),
        (seedance(src_image={}), "list"),
        (seedance(src_image=["x"]), "object"),
        (seedance(src_image=[image()] * 10), "at most 9"),
        (seedance(src_image=[image(299)]), "300 to 6000"),
        (seedance(src_image=[image(6001, 6000)]), "300 to 6000"),
        (seedance(src_image=[image(300, 751)]), "ratio"),
        (seedance(src_image=[image(751, 300)]), "ratio"),
        (seedance(src_image=[{"url": PHOTO, "width": 500}]), "height"),
        (seedance(src_image=[image(500, height=True)]), "height"),
        (seedance(src_image=[image()], src_video=[film(1.9)]), "duration"),
        (seedance(src_image=[image()], src_video=[film(15.1)]), "duration"),
        (seedance(src_image=[image()], src_video=[film(8), film(8)]), "together"),
        (seedance(src_image=[image()], src_video=[film(2)] * 4), "at most 3"),
        (seedance(src_image=[image()], src_audio=[sound(16)]), "together"),
        (seedance(src_image=[image()], src_audio=[{"url": PHOTO}]), "duration"),
        (seedance("image_to_video", src_image=[image(), image()]), "1 to 1"),
        (body("image_to_video", "wan2.6-i2v", top={"src_image": [image()]}), "Seedance"),
        (seedance(src_image=[image(url="ftp://x/a.png")], urls=()), "https"),
    ],
)
def test_seedance_refuses_what_is_beyond_its_limits(request_body: object, word: str) -> None:
    """Each limit that is documented is held."""
    assert word in refusal(request_body)


def test_media_of_seedance_may_stand_undescribed_unless_strict() -> None:
    """One published client sends the urls alone; whether the vendor takes that is unknown."""
    request = seedance(src_image=[])
    assert check(request) == (PHOTO,)
    with pytest.raises(VendorRefusal, match="described"):
        check_create(request, World(clock=VendorClock(hand=True), strict=True), NoFiles())


@pytest.mark.parametrize(
    ("kind", "content_type", "size", "word"),
    [
        ("src_image", "image/png", 30 * MIB, "large"),
        ("src_video", "video/mp4", 50 * MIB + 1, "large"),
        ("src_audio", "audio/mpeg", 15 * MIB + 1, "large"),
        ("src_video", "video/x-msvideo", 9, "format"),
        ("src_audio", "audio/mp4", 9, "format"),
        ("src_image", "image/gif", 9, "not accepted"),
        ("src_image", "image/png", 30 * MIB - 1, ""),
        ("src_video", "video/quicktime", 50 * MIB, ""),
        ("src_audio", "audio/wav", 15 * MIB, ""),
    ],
)
def test_seedance_weighs_what_we_store(kind: str, content_type: str, size: int, word: str) -> None:
    """Size and format of an upload are held against the limits of its kind."""
    entry = {"src_image": image(url=OURS), "src_video": film(url=OURS), "src_audio": sound(url=OURS)}[kind]
    request = body("reference_image_to_video", "ima-pro", (), top={"src_image": [], kind: [entry]})
    files = NoFiles({OURS: StoredFile(content_type=content_type, size=size)})
    if word:
        assert word in refusal(request, files)
    else:
        assert check(request, files) == (OURS,)


def test_seedance_wants_its_media_verified() -> None:
    """An asset that was not verified is refused, where the server insists on it."""
    assert "not verified" in refusal(seedance(), NoFiles(verified=False))
