"""What the fake server does beyond taking orders: languages, other catalogues, refunds, a look into what is verified."""

import io
import json
import wave
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from yarl import URL

from imastudio.fakeserver import FakeIma, fail_media
from imastudio.fakeserver.catalogues.catalogue import TASK_TYPES, Catalogue
from imastudio.fakeserver.catalogues.product_lists import read_lists
from imastudio.fakeserver.main import main
from tests.e2e.test_fakeserver_api import Client
from tests.e2e.test_fakeserver_uploads import token
from tests.shared_facts import product_list
from tests.unit.fakeserver.orders import body
from tests.vendor import mp4, png

BANANA = ("text_to_image", "gemini-3.1-flash-image-preview")
VERSION: dict[str, Any] = {
    "id": "heron-1",
    "parent_id": "Heron",
    "type": "3",
    "name": "Heron 1",
    "model_id": "heron",
    "credit_rules": [{"attribute_id": 77, "points": 3, "attributes": {"default": "enabled"}}],
}


@pytest.fixture
async def fake() -> AsyncIterator[FakeIma]:
    """Run a strict server that pays back what fails; its clock is turned by hand."""
    async with FakeIma(strict=True, hand_clock=True, points=1000, seed=3, refunds=True) as server:
        yield server


@pytest.fixture
async def client(fake: FakeIma) -> AsyncIterator[Client]:
    """Open a client of it."""
    async with aiohttp.ClientSession() as http:
        yield Client(http, fake)


def heron(points: int = 3) -> dict[str, Any]:
    """Build an order of the version above."""
    content = body(*BANANA)
    outer = content["parameters"][0]
    outer |= {"model_id": "heron", "model_name": "Heron 1", "model_version": "heron-1"}
    outer |= {"attribute_id": 77, "credit": points}
    outer["parameters"] = {"prompt": "x", "cast": {"points": points, "attribute_id": 77}}
    return content


# Languages


async def test_labels_are_chinese_where_the_word_is_known(client: Client) -> None:
    """Chinese is asked for with x_app_language; what has no published word stays English, and so does all else."""
    english = (await client.products(category="text_to_video"))[0]["children"][0]["form_config"]
    client.headers["x_app_language"] = "zh"
    chinese = (await client.products(category="text_to_video"))[0]["children"][0]["form_config"]
    labels = {before["label"]: after["label"] for before, after in zip(english, chinese, strict=True)}
    assert {"Duration": "时长", "Resolution": "分辨率", "Aspect Ratio": "比例"}.items() <= labels.items()
    assert [{**field, "label": ""} for field in chinese if "ui_params" not in field] == [
        {**field, "label": ""} for field in english if "ui_params" not in field
    ]
    seedream = await client.products(category="text_to_image", model_ids="doubao-seedream-4.5")
    assert seedream[0]["children"][0]["form_config"][0]["ui_params"][0]["label"] == "比例"
    assert await client.products(category="text_to_smell") is None
    assert (await client.products(category="text_to_music"))[0]["children"]


# Refunds


async def test_what_fails_is_paid_back_when_its_time_has_come(fake: FakeIma, client: Client) -> None:
    """Two of three results are charged in the end, and the book of refunds says for which one points came back."""
    fake.fail_next("create", fail_media(1))
    task_id = await client.ordered(body(*BANANA, inner={"n": 3}))
    assert (fake.account.points, fake.refunds) == (982, ())
    fake.clock.advance(100)
    assert fake.account.points == 988
    assert [(refund.task_id, refund.index, refund.points) for refund in fake.refunds] == [(task_id, 1, 6)]
    assert fake.account.points == 988
    assert [charge.total for charge in fake.charges] == [18]


async def test_usually_nothing_is_paid_back(client: Client) -> None:
    """The vendor's rule is unknown; by default points stay spent."""
    async with FakeIma(hand_clock=True, points=100) as fake:
        fake.fail_next("create", fail_media())
        await Client(client.http, fake).ordered(body(*BANANA))
        fake.clock.advance(100)
        assert (fake.account.points, fake.refunds) == (94, ())


async def test_a_reset_forgets_refunds(fake: FakeIma, client: Client) -> None:
    """Nothing that was owed before is paid after."""
    fake.fail_next("create", fail_media())
    await client.ordered(body(*BANANA))
    fake.reset()
    fake.clock.advance(100)
    assert (fake.account.points, fake.refunds) == (1000, ())


# Other catalogues


@pytest.mark.parametrize(
    "lists",
    [
        {"text_to_image": [VERSION]},
        {"text_to_image": [{"id": "Heron", "type": "2", "name": "Heron", "children": [VERSION]}]},
        {
            "text_to_image": {
                "code": 0,
                "message": "",
                "data": [{"id": "Heron", "type": "2", "name": "Heron", "children": [VERSION]}],
            }
        },
    ],
)
async def test_a_list_of_ones_own_is_sold(fake: FakeIma, client: Client, lists: dict[str, Any]) -> None:
    """An answer, a tree, or versions alone take the place of a list, until the next reset."""
    fake.sell(lists)
    assert (await client.create(heron()))[1]["code"] == 0
    assert (await client.create(heron(4)))[1]["code"] == 6006
    assert [group["id"] for group in await client.products(category="text_to_image")] == ["Heron"]
    fake.reset()
    assert (await client.create(heron()))[1]["code"] == 400


async def test_a_server_starts_with_a_catalogue(client: Client, tmp_path: Path) -> None:
    """From a file or a folder; a reset leaves it."""
    file, folder = tmp_path / "lists.json", tmp_path / "lists"
    file.write_text(json.dumps({"text_to_image": [VERSION]}))
    folder.mkdir()
    (folder / "products_text_to_image.json").write_text(json.dumps([VERSION]))
    for source in (file, folder, str(file)):
        async with FakeIma(catalogue=source) as fake:
            fake.reset()
            assert (await Client(client.http, fake).create(heron()))[1]["code"] == 0


async def test_the_admin_changes_what_is_sold(fake: FakeIma, client: Client) -> None:
    """Over HTTP: other lists, other prices, other ids; what makes no sense is told and changes nothing."""
    order = body(*BANANA)
    address = f"{fake.url}/_fake/catalogue"
    async with client.http.post(address, json={"points": 1}) as answer:
        assert answer.status == 200
    assert (await client.create(order))[1]["code"] == 6006
    async with client.http.post(address, json={"lists": {"text_to_image": [VERSION]}, "ids": "new"}) as answer:
        assert answer.status == 200
    async with client.http.get(address) as answer:
        sold = await answer.json()
    assert sold["text_to_image"][0]["children"][0]["credit_rules"][0]["attribute_id"] == 1_000_077
    nonsense: list[dict[str, Any]] = [
        {"points": "1"},
        {"ids": "odd"},
        {"lists": "/etc/passwd"},
        {"lists": {"x": []}},
        {"lists": {}},
    ]
    for wrong in nonsense:
        async with client.http.post(address, json=wrong) as answer:
            assert answer.status == 400
            assert (await answer.json())["error"]


async def test_prices_shift(fake: FakeIma, client: Client) -> None:
    """An order at yesterday's price or id is refused with its own code."""
    order = body(*BANANA)
    fake.shift_prices(2)
    assert (await client.create(order))[1]["code"] == 6006
    fake.reset()
    fake.shift_prices(ids="turned")
    assert (await client.create(order))[1]["code"] == 6010
    fake.reset()
    fake.shift_prices(ids="new")
    assert (await client.create(order))[1]["message"] == "Invalid product attribute"


@pytest.mark.parametrize(
    ("lists", "told"),
    [
        ({}, "an object"),
        ({"text_to_smell": []}, "no task type"),
        ({"text_to_image": "x"}, "a list"),
        ({"text_to_image": ["x"]}, "a list"),
        ({"text_to_image": [{**VERSION, "id": ""}]}, "id must be"),
        ({"text_to_image": [{**VERSION, "credit_rules": []}]}, "credit_rules"),
        ({"text_to_image": [{**VERSION, "credit_rules": [{"points": 1}]}]}, "credit_rules"),
        ({"text_to_image": [{**VERSION, "form_config": [{"field": "a"}]}]}, "form_config"),
        (
            {"text_to_image": [{**VERSION, "form_config": [{"field": "a", "type": "tags", "options": [1]}]}]},
            "form_config",
        ),
        ({"text_to_image": [{**VERSION, "form_config": 5}]}, "form_config"),
    ],
)
def test_lists_that_make_no_sense_are_told(lists: dict[str, Any], told: str) -> None:
    """The place and what is wanted there are named."""
    with pytest.raises(ValueError, match=told):
        read_lists(lists)


def test_a_file_that_is_no_catalogue_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In a library as an error, in a program with 2."""
    (tmp_path / "a.json").write_text("{")
    with pytest.raises(ValueError, match="no JSON"):
        read_lists(tmp_path / "a.json")
    assert main(["--catalogue", str(tmp_path / "a.json")]) == 2
    assert "no JSON" in capsys.readouterr().err
    assert main(["--catalogue", str(tmp_path / "none.json")]) == 2


@pytest.mark.parametrize("task_type", TASK_TYPES)
def test_recorded_lists_can_be_sold(task_type: str) -> None:
    """The lists as they were captured read to the same versions as those that are built in."""
    read = read_lists({task_type: json.loads(product_list(task_type).read_text(encoding="utf-8"))})
    assert [leaf["id"] for group in read[task_type] for leaf in group["children"]] == [
        leaf["id"] for leaf in Catalogue().leaves(task_type)
    ]


# Verified assets


def _wav(seconds: float) -> bytes:
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(8000)
        file.writeframes(bytes(int(8000 * seconds)))
    return out.getvalue()


@pytest.mark.parametrize(
    ("kind", "suffix", "content_type", "content", "told"),
    [
        ("picture", "png", "image/png", png(640, 480), ""),
        ("picture", "png", "image/png", b"no picture at all", ""),
        ("picture", "png", "image/png", png(299, 480), "300 to 6000"),
        ("picture", "png", "image/png", png(3000, 1000), "ratio"),
        ("video", "mp4", "video/mp4", mp4(640, 480, 5), ""),
        ("video", "mp4", "video/mp4", mp4(640, 480, 16), "duration"),
        ("video", "mp4", "video/mp4", b"no film at all", ""),
        ("video", "webm", "video/webm", b"", "format"),
        ("audio", "wav", "audio/wav", _wav(3), ""),
        ("audio", "wav", "audio/wav", b"no sound at all", ""),
        ("audio", "wav", "audio/wav", _wav(16), "too long"),
        ("audio", "m4a", "audio/m4a", b"", "format"),
    ],
)
async def test_verify_looks_into_what_was_put(
    fake: FakeIma, client: Client, kind: str, suffix: str, content_type: str, content: bytes, told: str
) -> None:
    """Sizes, ratios, lengths and formats are held against the limits as far as the file tells them."""
    given = await token(client.http, fake, fType=kind, fSuffix=suffix, fContentType=content_type)
    headers = {"Content-Type": content_type}
    async with client.http.put(URL(given["ful"], encoded=True), data=content, headers=headers) as put:
        assert put.status == 200
    _, answer = await client.post("/open/v1/assets/verify", {"url": given["fdl"], "name": "mine"})
    result = answer["data"]["result"]
    assert (result["status"], result["name"]) == ("failed" if told else "Active", "mine")
    assert told in result.get("error", {}).get("message", "")
    assert result["asset_type"] == content_type.partition("/")[0]


@pytest.mark.parametrize(
    "content", [{"url": "https://a.example/b.png", "name": 5}, {"url": "https://a.example/b.png", "x": 1}]
)
async def test_verify_refuses_what_nobody_sends(client: Client, content: object) -> None:
    """A name that is no text, and in strict mode a field that nobody knows."""
    assert (await client.post("/open/v1/assets/verify", content))[1]["code"] == 400


async def test_a_form_that_is_none_asks_for_nothing(fake: FakeIma, client: Client) -> None:
    """Other content types than a form's count as no parameters at all."""
    headers = {"Content-Type": "multipart/form-data"}
    async with client.http.post(f"{fake.url}/api/rest/oss/getuploadtoken", data=b"appUid=x", headers=headers) as answer:
        assert (await answer.json())["code"] == 400
