"""The fake server over real sockets, as a client that knows nothing of it sees it."""

import asyncio
import io
import json
import sys
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from imastudio.fakeserver import FakeIma, delay, drop_after_charge, drop_before, envelope, fail_media
from tests.unit.fakeserver.orders import PHOTO, body, until

BANANA = ("text_to_image", "gemini-3.1-flash-image-preview")


class Client:
    """As plain as can be: one method for a call, no opinions."""

    def __init__(self, http: aiohttp.ClientSession, fake: FakeIma, key: str | None = None) -> None:
        self.http = http
        self.fake = fake
        self.headers = {
            "Authorization": f"Bearer {key or fake.key}",
            "x-app-source": "ima_skills",
            "x_app_language": "en",
        }

    async def products(self, **query: str) -> Any:
        """Ask for a list; give `data`."""
        async with self.http.get(
            f"{self.fake.url}/open/v1/product/list", params=query, headers=self.headers
        ) as response:
            assert response.status == 200
            answer = await response.json()
        assert answer["code"] == 0
        return answer["data"]

    async def post(self, path: str, content: object) -> tuple[int, Any]:
        """Post JSON; give status and envelope."""
        async with self.http.post(f"{self.fake.url}{path}", json=content, headers=self.headers) as response:
            return response.status, await response.json()

    async def create(self, content: object) -> tuple[int, Any]:
        """Order something."""
        return await self.post("/open/v1/tasks/create", content)

    async def ordered(self, content: object) -> str:
        """Order something that must be accepted; give the task id."""
        status, answer = await self.create(content)
        assert (status, answer["code"]) == (200, 0), answer
        task_id: str = answer["data"]["id"]
        return task_id

    async def medias(self, task_id: str) -> Any:
        """Ask how a task stands."""
        status, answer = await self.post("/open/v1/tasks/detail", {"task_id": task_id})
        assert (status, answer["code"]) == (200, 0), answer
        return answer["data"]["medias"]


@pytest.fixture
async def fake() -> AsyncIterator[FakeIma]:
    """Run a strict server whose clock is turned by hand."""
    async with FakeIma(strict=True, hand_clock=True, points=1000, seed=3) as server:
        yield server


@pytest.fixture
async def client(fake: FakeIma) -> AsyncIterator[Client]:
    """Open a client of it."""
    async with aiohttp.ClientSession() as http:
        yield Client(http, fake)


async def test_the_list_is_a_tree_for_a_known_category(client: Client) -> None:
    """Groups with leaves for a category, null for an unknown one, another app or platform; webAgent counts as ima."""
    tree = await client.products(app="ima", platform="web", category="text_to_image")
    assert [group["name"] for group in tree] == ["Nano Banana", "SeeDream", "Midjourney"]
    assert await client.products(app="webAgent", platform="web", category="text_to_image") == tree
    assert await client.products(app="ima", platform="web", category="text_to_smell") is None
    assert await client.products(app="ima", platform="web") is None
    assert await client.products(app="other", platform="web", category="text_to_image") is None
    assert await client.products(app="ima", platform="tv", category="text_to_image") is None
    only = await client.products(category="text_to_image", model_ids="midjourney")
    assert [group["name"] for group in only] == ["Midjourney"]


async def test_an_order_is_accepted_charged_and_finished(fake: FakeIma, client: Client) -> None:
    """A create gives an id, the account book has it, and detail goes from null over 0 to 1 for all n results."""
    status, answer = await client.create(body(*BANANA, inner={"n": 2, "size": "2K"}))
    data = answer["data"]
    assert (status, answer["code"], data["medias"], data["generate_count"]) == (200, 0, [], 2)
    assert data["timeout_at"] - data["created_at"] == 300_000
    (charge,) = fake.charges
    assert (charge.task_id, charge.total, charge.n, charge.attribute_id) == (data["id"], 20, 2, 4402)
    assert fake.account.points == 980
    seen = []
    for _ in range(5):
        medias = await client.medias(data["id"])
        seen.append([media["resource_status"] for media in medias])
        fake.clock.advance(10)
    assert seen[0] == [None, None]
    assert [0, 0] in seen
    assert seen[-1] == [1, 1]
    medias = await client.medias(data["id"])
    assert [(media["status"], media["width"], media["height"]) for media in medias] == [("success", 2048, 2048)] * 2


async def test_results_can_be_fetched_whole_and_in_part(fake: FakeIma, client: Client) -> None:
    """A result has type and length, ranges work, and before its time there is nothing."""
    task_id = await client.ordered(body("text_to_image", "midjourney"))
    async with client.http.get(f"{fake.url}/results/{task_id}/0.jpg") as early:
        assert (early.status, early.content_type) == (404, "application/xml")
        assert b"NoSuchKey" in await early.read()
    fake.clock.advance(90)
    (media,) = await client.medias(task_id)
    async with client.http.get(media["url"]) as response:
        whole = await response.read()
        assert (response.status, response.content_type) == (200, "image/jpeg")
        assert int(response.headers["Content-Length"]) == len(whole)
    async with client.http.get(media["url"], headers={"Range": "bytes=10-19"}) as part:
        assert (part.status, await part.read()) == (206, whole[10:20])
        assert part.headers["Content-Range"] == f"bytes 10-19/{len(whole)}"
    async with client.http.get(media["url"], headers={"Range": "bytes=99999999-"}) as beyond:
        assert beyond.status == 416
    async with client.http.head(media["url"]) as head:
        assert (head.status, int(head.headers["Content-Length"])) == (200, len(whole))


async def test_every_medium_gives_its_files(fake: FakeIma, client: Client) -> None:
    """Pictures, films with covers, music and speech come with the right types."""
    orders = {
        "text_to_image": "gemini-3-pro-image-preview",
        "text_to_video": "wan2.6-t2v",
        "text_to_music": "GenBGM",
        "text_to_speech": "seed-tts-2.0",
    }
    tasks = [await client.ordered(body(task_type, version)) for task_type, version in orders.items()]
    fake.clock.advance(1000)
    types = []
    for task_id in tasks:
        (media,) = await client.medias(task_id)
        for key in ("url", "watermark_url", "preview_url", "cover"):
            if key in media:
                async with client.http.get(media[key]) as response:
                    assert response.status == 200
                    assert await response.read()
                    types.append(response.content_type)
    assert types == [
        *("image/png", "image/png", "image/jpeg"),
        *("video/mp4", "video/mp4", "video/mp4", "image/jpeg"),
        *("audio/wav",) * 6,
    ]


async def test_without_pillow_a_picture_says_what_is_missing(
    fake: FakeIma, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Everything but pictures works without the extra; a picture names it."""
    task_id = await client.ordered(body(*BANANA))
    fake.clock.advance(60)
    monkeypatch.setitem(sys.modules, "PIL", None)
    monkeypatch.setitem(sys.modules, "PIL.Image", None)
    async with client.http.get(f"{fake.url}/results/{task_id}/0.png") as response:
        assert response.status == 500
        assert "imastudio[fake]" in await response.text()


async def test_a_result_can_be_the_next_input(fake: FakeIma, client: Client) -> None:
    """A finished picture's url is taken as an input; one that isn't finished is refused."""
    task_id = await client.ordered(body(*BANANA))
    url = f"{fake.url}/results/{task_id}/0.png"
    edit = body("image_to_image", "midjourney", [url])
    assert (await client.create(edit))[1]["code"] == 400
    fake.clock.advance(60)
    assert (await client.create(edit))[1]["code"] == 0
    by_name = body("image_to_image", "midjourney", [url.replace("127.0.0.1", "localhost")])
    assert (await client.create(by_name))[1]["code"] == 0


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer ima_wrong"},
        {"Authorization": "ima_fake_key_for_tests"},
        {"Authorization": "Basic ima_fake_key_for_tests"},
    ],
)
async def test_without_a_key_nothing_is_served(fake: FakeIma, client: Client, headers: dict[str, str]) -> None:
    """A missing or wrong key gets an envelope with 401, under HTTP 401, at every call."""
    client.headers = headers
    for path in ("/open/v1/tasks/create", "/open/v1/tasks/detail", "/open/v1/assets/verify"):
        status, answer = await client.post(path, {})
        assert (status, answer["code"], answer["message"], answer["data"]) == (401, 401, "Unauthorized", None)
    async with client.http.get(f"{fake.url}/open/v1/product/list", headers=headers) as response:
        assert response.status == 401


async def test_strict_mode_wants_the_source_header(client: Client) -> None:
    """Without x-app-source a strict server refuses."""
    del client.headers["x-app-source"]
    status, answer = await client.create(body(*BANANA))
    assert (status, answer["code"]) == (400, 400)
    assert "x-app-source" in answer["message"]


async def test_another_account_sees_nothing_of_mine(fake: FakeIma, client: Client) -> None:
    """Tasks and points belong to an account."""
    task_id = await client.ordered(body(*BANANA))
    fake.add_account("ima_other", 5, "other")
    other = Client(client.http, fake, "ima_other")
    status, answer = await other.post("/open/v1/tasks/detail", {"task_id": task_id})
    assert (status, answer["code"]) == (404, 404)
    assert (await other.create(body(*BANANA)))[1]["code"] == 4008
    assert fake.account.points == 994


@pytest.mark.parametrize("content", [{}, {"task_id": ""}, {"task_id": 5}, [], "x", None])
async def test_detail_wants_a_task_id(client: Client, content: object) -> None:
    """A detail without a task id is refused, whatever stands there instead."""
    assert (await client.post("/open/v1/tasks/detail", content))[1]["code"] == 400


async def test_a_biz_id_is_no_task_id(client: Client) -> None:
    """The other id of a create's answer finds nothing."""
    _, answer = await client.create(body(*BANANA))
    status, detail = await client.post("/open/v1/tasks/detail", {"task_id": answer["data"]["biz_id"]})
    assert (status, detail["code"]) == (404, 404)


async def test_vendor_codes_travel_under_200(client: Client) -> None:
    """A code of the vendor's own is told in the envelope alone; 400 is told in both places."""
    assert [answer[0] for answer in (await client.create(body(*BANANA, without="cast")), await client.create([]))] == [
        200,
        400,
    ]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/open/v1/tasks", 404), ("GET", "/open/v1/tasks/create", 405), ("DELETE", "/open/v1/product/list", 405)],
)
async def test_strays_get_an_envelope_too(fake: FakeIma, client: Client, method: str, path: str, status: int) -> None:
    """An unknown route or method is told in the vendor's shape."""
    async with client.http.request(method, f"{fake.url}{path}") as response:
        assert response.status == status
        assert (await response.json())["code"] == status


async def test_bodies_that_are_too_large_or_broken_are_refused(fake: FakeIma, client: Client) -> None:
    """More than the server takes is 413, what is no JSON is 400; both are remembered."""
    url, headers = f"{fake.url}/open/v1/tasks/create", client.headers | {"Content-Type": "application/json"}
    async with client.http.post(url, data=io.BytesIO(b"x" * 5_000_000), headers=headers) as response:
        assert (response.status, (await response.json())["code"]) == (413, 413)
    async with client.http.post(url, data=b"{", headers=headers) as response:
        assert (response.status, (await response.json())["code"]) == (400, 400)
    assert [(entry.code, entry.body) for entry in fake.requests] == [(413, None), (400, "{")]


async def test_seedance_media_are_verified_first(fake: FakeIma, client: Client) -> None:
    """A strict server takes media for Seedance 2.0 only after the same account had them verified."""
    order = body("image_to_video", "ima-pro")
    assert "not verified" in (await client.create(order))[1]["message"]
    _, answer = await client.post("/open/v1/assets/verify", {"url": PHOTO, "name": "photo"})
    assert answer["data"]["result"]["status"] == "Active"
    await client.ordered(order)
    for url in ("http://example.com/a.png", f"{fake.url}/webAgent/privite/none.png"):
        _, answer = await client.post("/open/v1/assets/verify", {"url": url})
        assert answer["data"]["result"]["status"] == "failed"


async def test_requests_are_remembered_without_the_key(fake: FakeIma, client: Client) -> None:
    """What came and what was answered can be looked at; the key is nowhere in it."""
    await client.create(body(*BANANA, inner={"prompt": f"my key is {fake.key}"}))
    (entry,) = fake.requests
    assert (entry.call, entry.method, entry.status, entry.code) == ("create", "POST", 200, None)
    assert entry.body["parameters"][0]["parameters"]["prompt"] == "my key is ima_***"
    assert fake.charges[0].request == entry.number
    assert fake.key not in str(entry) + json.dumps(entry.body) + str(entry.headers)


async def test_a_lenient_server_notes_unknown_fields() -> None:
    """By default an unknown field is accepted and stands in the record; the same body twice has one digest."""
    async with FakeIma() as fake, aiohttp.ClientSession() as http:
        client = Client(http, fake)
        del client.headers["x-app-source"]
        for _ in range(2):
            await client.ordered(body(*BANANA, top={"hurry": True}))
        assert [entry.unknown for entry in fake.requests] == [("hurry",), ("hurry",)]
        assert len({charge.digest for charge in fake.charges}) == 1


# Faults


async def test_an_envelope_fault_charges_nothing(fake: FakeIma, client: Client) -> None:
    """The next request of the call is refused as scripted, the one after it is served."""
    fake.fail_next("create", envelope(4014), times=2)
    assert [(await client.create(body(*BANANA)))[1]["code"] for _ in range(3)] == [4014, 4014, 0]
    assert len(fake.charges) == 1


async def test_a_drop_before_leaves_nothing_charged(fake: FakeIma, client: Client) -> None:
    """The connection closes, and the account book is empty."""
    fake.fail_next("create", drop_before())
    with pytest.raises(aiohttp.ClientError):
        await client.create(body(*BANANA))
    assert fake.charges == ()
    assert [(entry.dropped, entry.status) for entry in fake.requests] == [(True, 0)]


async def test_a_drop_after_the_charge_leaves_a_task_nobody_heard_of(fake: FakeIma, client: Client) -> None:
    """The connection closes, and the account book has a line."""
    fake.fail_next("create", drop_after_charge())
    with pytest.raises(aiohttp.ClientError):
        await client.create(body(*BANANA))
    assert len(fake.charges) == 1
    assert len(await client.medias(fake.charges[0].task_id)) == 1


async def test_one_media_of_many_can_fail(fake: FakeIma, client: Client) -> None:
    """The chosen result fails when its time comes, the others succeed; an index beyond n changes nothing."""
    fake.fail_next("create", fail_media(1, "no luck"), fail_media(9))
    task_id = await client.ordered(body(*BANANA, inner={"n": 3}))
    assert {media["resource_status"] for media in await client.medias(task_id)} == {None}
    fake.clock.advance(60)
    medias = await client.medias(task_id)
    assert [media["resource_status"] for media in medias] == [1, 2, 1]
    assert medias[1]["error_msg"] == "no luck"


async def test_a_slow_answer_waits_for_the_clock(fake: FakeIma, client: Client) -> None:
    """A scripted delay lasts until the server's clock has moved, and composes with other faults."""
    fake.fail_next("products", delay(30), envelope(503))
    asked = asyncio.create_task(client.http.get(f"{fake.url}/open/v1/product/list", headers=client.headers))
    await until(lambda: fake.requests)
    fake.clock.advance(29)
    await asyncio.sleep(0.02)
    assert not asked.done()
    fake.clock.advance(1)
    assert (await asked).status == 503


async def test_ten_thousand_tasks_cost_little() -> None:
    """Tasks are values: thousands are accepted, and none of them runs by itself."""
    async with FakeIma(points=10**9, speed=1000) as fake, aiohttp.ClientSession() as http:
        client = Client(http, fake)
        before = len(asyncio.all_tasks())
        order = body("text_to_image", "midjourney")
        await asyncio.gather(*(client.ordered(order) for _ in range(300)))
        await asyncio.sleep(0.1)
        assert len(asyncio.all_tasks()) <= before + 100  # connections that are kept open, no tasks of ours
        assert len({charge.task_id for charge in fake.charges}) == 300
        assert [media["resource_status"] for media in await client.medias(fake.charges[0].task_id)] == [1]
