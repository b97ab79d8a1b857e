"""The page without a browser: its routes, its stream, what it escapes, and stories played by the program."""

import asyncio
import http.client
import inspect
import json
import os
import re
import signal
import subprocess
import sys
import urllib.parse
from collections.abc import AsyncIterator
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from imastudio.fakeserver import FakeIma, Hold, delay, drop_after_charge, envelope, fail_media
from imastudio.fakeserver import medias as medias_fault
from imastudio.fakeserver.http.sandbox import Life
from imastudio.fakeserver.main import main
from imastudio.fakeserver.page import snippets, view
from imastudio.fakeserver.page.fault_forms import fault_form, read_fault
from imastudio.fakeserver.page.view import exchange, parts
from imastudio.fakeserver.scenario.fault_queue import spell_turn
from imastudio.fakeserver.scenario.faults import KINDS, Fault
from imastudio.fakeserver.scenario.scenario_files import load_scenario, parse_scenario
from imastudio.fakeserver.vendor.records import Recorded
from tests.unit.fakeserver.orders import body, until

HOSTILE = """<script>alert(1)</script><img src=x onerror=alert(2)> "'` {{ 7777 * 7777 }} \x1b]0;x\x07"""
CREATE, DETAIL = "/open/v1/tasks/create", "/open/v1/tasks/detail"


class Tags(HTMLParser):
    """The tags and attributes of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[str] = []
        self.texts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take them down."""
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]

    def handle_data(self, data: str) -> None:
        """Take the text down."""
        self.texts.append(data)


class Visitor:
    """A client of the server, and somebody who looks at its page."""

    def __init__(self, fake: FakeIma, http: aiohttp.ClientSession) -> None:
        self.fake = fake
        self.http = http
        self.headers = {"Authorization": f"Bearer {fake.key}", "x-app-source": "ima_skills"}

    async def post(self, path: str, content: object) -> Any:
        """Send a request as a client does."""
        try:
            async with self.http.post(self.fake.url + path, json=content, headers=self.headers) as answer:
                return await answer.json()
        except aiohttp.ClientError as problem:
            return problem

    async def look(self, path: str = "") -> str:
        """Look at a part of the page."""
        async with self.http.get(f"{self.fake.url}/_fake/{path}") as answer:
            assert answer.status == 200, await answer.text()
            return await answer.text()

    async def turn(self, knob: str, origin: str | None = None, **form: str) -> tuple[int, str]:
        """Turn a knob of the page."""
        url = f"{self.fake.url}/_fake/page/{knob}"
        async with self.http.post(url, data=form, headers={"Origin": origin or self.fake.url}) as answer:
            return answer.status, await answer.text()


@pytest.fixture
async def visitor() -> AsyncIterator[Visitor]:
    """Visit a server whose clock is turned by hand."""
    async with FakeIma(hand_clock=True, points=500, seed=4) as fake, aiohttp.ClientSession() as http:
        yield Visitor(fake, http)


async def streamed(visitor: Visitor, wanted: str) -> str:
    """Read the stream of events until something has come; give all of it as HTML."""
    html = ""
    async with asyncio.timeout(20), visitor.http.get(f"{visitor.fake.url}/_fake/events") as answer:
        assert answer.content_type == "text/event-stream"
        async for line in answer.content:
            html += re.sub(r"^data: ?", "", line.decode())
            if wanted in html:
                break
    return html


# What is shown


async def test_the_page_has_no_script_of_its_own(visitor: Visitor) -> None:
    """Two files of ours are its scripts; the policy allows no other, and no style or frame from elsewhere."""
    async with visitor.http.get(f"{visitor.fake.url}/_fake/") as answer:
        policy = answer.headers["Content-Security-Policy"]
        page = await answer.text()
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert re.findall(r"<script([^>]*)>(.*?)</script>", page) == [
        (' src="/_fake/page/htmx.min.js" defer', ""),
        (' src="/_fake/page/page.js" defer', ""),
    ]
    assert "style=" not in page
    for name in ("htmx.min.js", "page.js", "page.css", "icon.svg"):
        assert await visitor.look(f"page/{name}")


async def test_requests_tasks_and_charges_are_streamed(visitor: Visitor) -> None:
    """Each request is a row with its answer; each task has a timeline; each charge a line."""
    answer = await visitor.post(CREATE, body("text_to_image", "midjourney", inner={"prompt": "a cat"}))
    task_id = answer["data"]["id"]
    html = await streamed(visitor, 'id="request-1"')
    assert f'id="task-{task_id}"' in html
    assert "pending" in html
    assert "v7" in html or "midjourney" in html
    visitor.fake.clock.advance(500)
    html = await streamed(visitor, f'/_fake/results/{task_id}/0-preview.jpg"')
    assert "success" in html
    assert visitor.fake.log.count == 1
    async with visitor.http.get(f"{visitor.fake.url}/_fake/results/{task_id}/0.jpg") as picture:
        assert picture.content_type == "image/jpeg"
    assert visitor.fake.log.count == 1


async def test_all_kinds_of_results_have_a_player(visitor: Visitor) -> None:
    """A film has a player with its cover, music has one, and a failed result says why."""
    await visitor.post(CREATE, body("text_to_video", "wan2.6-t2v"))
    await visitor.post(CREATE, body("text_to_music", "sonic"))
    visitor.fake.fail_next("create", fail_media(reason="too <b>scary</b>"))
    await visitor.post(CREATE, body("text_to_image", "midjourney"))
    visitor.fake.clock.advance(500)
    html = await streamed(visitor, 'id="request-3"')
    assert "<video " in html
    assert "-cover.jpg" in html
    assert "<audio " in html
    assert "too &lt;b&gt;scary&lt;/b&gt;" in html


async def test_what_clients_send_is_escaped(visitor: Visitor) -> None:
    """A hostile prompt, path, header or field name is text wherever it is shown."""
    await visitor.post(CREATE, body("text_to_image", "midjourney", inner={"prompt": HOSTILE, HOSTILE: HOSTILE}))
    await visitor.post(CREATE, body("text_to_image", "midjourney", outer={"model_version": HOSTILE}))
    await visitor.post(DETAIL, {"task_id": HOSTILE})
    visitor.headers["x-odd"] = "<script>alert(1)</script>"
    await visitor.post(CREATE, {"task_type": HOSTILE})
    quoted = urllib.parse.quote(HOSTILE.replace("{", "").replace("}", ""), safe="")  # no route takes braces
    async with visitor.http.get(f"{visitor.fake.url}/results/{quoted}/{quoted}?{quoted}={quoted}"):
        pass
    visitor.fake.clock.advance(500)
    html = await streamed(visitor, 'id="request-5"')
    html += "".join([await visitor.look(f"page/requests/{number}") for number in range(1, 6)])
    seen = Tags(html)
    assert "script" not in seen.tags
    assert [name for name in seen.attributes if name.startswith("on")] == []
    assert str(7777 * 7777) not in html
    assert "&lt;script&gt;alert(1)" in html


async def test_no_key_is_shown(visitor: Visitor) -> None:
    """Wherever a client put the key, the page shows a mask."""
    key = visitor.fake.key
    await visitor.post(CREATE, body("text_to_image", "midjourney", inner={"prompt": f"my key is {key}"}))
    query = {"appUid": key, "cmimToken": key, "fType": "picture"}
    async with visitor.http.get(f"{visitor.fake.url}/api/rest/oss/getuploadtoken", params=query):
        pass
    html = await streamed(visitor, 'id="request-2"')
    html += "".join([await visitor.look(f"page/requests/{number}") for number in (1, 2)])
    assert key not in html
    assert "ima_***" in html


async def test_details_tell_what_was_expected(visitor: Visitor) -> None:
    """A refused create is held against what the list says."""
    wrong = {"attribute_id": 4401, "credit": 6}
    await visitor.post(
        CREATE, body("text_to_image", "gemini-3.1-flash-image-preview", inner={"size": "2K"}, outer=wrong)
    )
    text = await visitor.look("page/requests/1")
    assert "Differences from what was expected" in text
    assert "parameters[0].attribute_id" in text
    assert "4402" in text
    async with visitor.http.get(f"{visitor.fake.url}/_fake/page/requests/99") as answer:
        assert answer.status == 404


@pytest.mark.parametrize("path", ["page/nothing.js", "page/..%2fhandlers.py", "results/task_x/0.png"])
async def test_what_is_not_there_is_not_there(visitor: Visitor, path: str) -> None:
    """No file but ours is served."""
    async with visitor.http.get(f"{visitor.fake.url}/_fake/{path}") as answer:
        assert answer.status == 404


async def test_without_jinja_the_page_says_so(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rest of the server works; the page names the extra."""
    monkeypatch.setitem(sys.modules, "aiohttp_jinja2", None)
    for path in ("", "events"):
        async with visitor.http.get(f"{visitor.fake.url}/_fake/{path}") as answer:
            assert (answer.status, await answer.text()) == (
                501,
                "The page needs Jinja: pip install 'imastudio[fake]'\n",
            )
    assert (await visitor.post(CREATE, body("text_to_image", "midjourney")))["code"] == 0


async def test_without_pillow_a_result_says_so(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    """A picture that can't be drawn is told as such."""
    answer = await visitor.post(CREATE, body("text_to_image", "midjourney"))
    visitor.fake.clock.advance(500)
    monkeypatch.setitem(sys.modules, "PIL", None)
    async with visitor.http.get(f"{visitor.fake.url}/_fake/results/{answer['data']['id']}/0.jpg") as shown:
        assert shown.status == 500
        assert "Pillow" in await shown.text()


def test_nothing_of_the_page_is_loaded_to_start() -> None:
    """A server that nobody looks at loads neither Jinja nor PyYAML."""
    program = "import sys, imastudio.fakeserver.http.server; print({'jinja2', 'yaml', 'PIL'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


# The knobs


async def test_knobs_are_turned(visitor: Visitor) -> None:
    """Speed, clock, points and strictness change, and the page says what has changed."""
    fake = visitor.fake
    before = fake.clock.now()
    assert await visitor.turn("knobs", speed="20") == (200, "New tasks run 20 times as fast.")
    assert await visitor.turn("knobs", advance="60") == (200, "The clock was turned by 60 seconds.")
    assert await visitor.turn("knobs", points="7") == (200, "There are 7 points on the account.")
    assert await visitor.turn("knobs", strict="true") == (200, "Fields that nobody knows are refused.")
    assert (fake.world.speed, fake.clock.now() - before, fake.account.points, fake.world.strict) == (20, 60, 7, True)


@pytest.mark.parametrize(
    "form",
    [
        {"speed": "0"},
        {"speed": "nan"},
        {"advance": "-1"},
        {"points": "-1"},
        {"points": "x"},
        {"strict": "?"},
        {"no": "1"},
    ],
)
async def test_a_knob_takes_no_nonsense(visitor: Visitor, form: dict[str, str]) -> None:
    """What makes no sense is told, and changes nothing."""
    assert await visitor.turn("knobs", **form) == (422, "That is no value for this knob.")
    assert visitor.fake.world.speed == 1


async def test_faults_are_added(visitor: Visitor) -> None:
    """A fault with or without a value waits for the next requests, and is shown as waiting."""
    assert (await visitor.turn("faults", call="create", fault="envelope", code="4008", times="2"))[0] == 200
    assert await visitor.turn("faults", call="create", fault="drop_after_charge") == (
        200,
        "The next request of create will meet drop_after_charge.",
    )
    assert (await visitor.turn("faults", call="create", fault="bare", status="503", handled="true"))[0] == 200
    html = await streamed(visitor, "bare(status=503, handled=True)")
    assert Tags(html).texts.count("envelope(4008)") == 2
    assert "drop_after_charge()" in html
    assert [(await visitor.post(CREATE, body("text_to_image", "midjourney")))["code"] for _ in range(2)] == [4008, 4008]
    assert isinstance(await visitor.post(CREATE, body("text_to_image", "midjourney")), aiohttp.ClientError)
    assert len(visitor.fake.charges) == 1


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"call": "create", "fault": "envelope", "code": "abc"}, "code must be a number"),
        ({"call": "create", "fault": "envelope"}, "envelope needs code"),
        ({"call": "create", "fault": "envelope", "code": "4008", "status": "9999"}, "can&#x27;t be made of"),
        ({"call": "create", "fault": "medias", "what": "all"}, "what must be one of none, null"),
        ({"call": "create", "fault": "instead", "value": "{"}, "value must be JSON"),
        ({"call": "create", "fault": "delay", "seconds": "-1"}, "it takes seconds: how long"),
        ({"call": "creat", "fault": "reset", "at": "handled"}, "call must be one of products, create"),
        ({"call": "create", "fault": "reset", "at": "handled", "times": "0"}, "a whole number from 1"),
        ({"call": "create", "fault": "<img src=x>"}, "there is no fault &#x27;&lt;img src=x&gt;"),
        ({}, "there is no fault"),
    ],
)
async def test_a_fault_that_makes_no_sense_is_told(visitor: Visitor, form: dict[str, str], told: str) -> None:
    """The page says what would do."""
    status, said = await visitor.turn("faults", **form)
    assert status == 422
    assert told in said
    assert not any(visitor.fake.script.waiting.values())


async def test_a_waiting_fault_is_removed(visitor: Visitor) -> None:
    """The one that was meant goes; one that a request has met meanwhile is told."""
    visitor.fake.fail_next("create", envelope(4008))
    visitor.fake.fail_next("create", envelope(4014))
    second = spell_turn(visitor.fake.script.waiting["create"][1])
    form = {"call": "create", "index": "1", "written": second}
    assert await visitor.turn("faults/remove", **form) == (200, "Removed.")
    assert (await visitor.turn("faults/remove", **form))[0] == 409
    assert (await visitor.turn("faults/remove", **form | {"index": "0"}))[0] == 409
    assert (await visitor.turn("faults/remove"))[0] == 409
    assert len(visitor.fake.script.waiting["create"]) == 1
    assert "envelope(4008)" in await streamed(visitor, "Remove envelope(4008) of create")


async def test_what_waits_is_saved_as_a_scenario(visitor: Visitor) -> None:
    """The file plays the same faults, with the knobs as they are; one that can't be written is left out."""
    visitor.fake.fail_next("create", envelope(4014), times=2)
    visitor.fake.fail_next("detail", delay(2), fail_media(), skip=1)
    visitor.fake.fail_next("put", Hold())
    await visitor.turn("knobs", speed="7")
    story = parse_scenario(await visitor.look("page/scenario.yaml"))
    assert (story.points, story.speed, story.seed, story.hand_clock) == (500, 7, 4, True)
    with_faults = FakeIma(scenario=story)
    assert [list(map(str, each)) for each in with_faults.script.waiting["create"]] == [[str(envelope(4014))]] * 2
    assert with_faults.script.waiting["detail"][1] == (delay(2), fail_media())
    assert "put" not in with_faults.script.waiting
    assert parse_scenario(await visitor.look("page/scenario.yaml")).faults.keys() == {"create", "detail"}


async def test_the_log_is_exported(visitor: Visitor) -> None:
    """All requests with their bodies and answers are in the file, and no key."""
    await visitor.post(CREATE, body("text_to_image", "midjourney", inner={"prompt": visitor.fake.key}))
    exported = json.loads(await visitor.look("page/requests.json"))
    assert json.loads(exported[0]["answer"])["code"] == 0
    assert visitor.fake.key not in json.dumps(exported)


@pytest.mark.parametrize("kind", KINDS)
async def test_every_fault_says_what_it_takes(visitor: Visitor, kind: str) -> None:
    """Its form has a sentence and a field for each option, and what stands there at first makes a fault."""
    html = await visitor.look(f"page/fault?fault={kind}")
    meaning = " ".join(str(inspect.getdoc(KINDS[kind])).partition("\n\n")[0].split())
    assert meaning.replace("`", "") in unescape(html)
    form = fault_form(kind)
    assert [field.name for field in form.fields] == list(inspect.signature(KINDS[kind]).parameters)
    for field in form.fields:
        assert f'name="{field.name}"' in html
        assert field.meaning != field.name
    first = {field.name: field.first or (field.choices[0] if field.choices else "") for field in form.fields}
    assert isinstance(read_fault({"fault": kind, **first}), Fault)


async def test_a_fault_that_nobody_knows_has_no_form(visitor: Visitor) -> None:
    """There is nothing to ask for."""
    async with visitor.http.get(f"{visitor.fake.url}/_fake/page/fault?fault=flood") as answer:
        assert answer.status == 404


async def test_polls_say_how_far_a_task_is(visitor: Visitor) -> None:
    """A poll that came too early looks unlike one that found a result; its body is in the details, an order's too."""
    task = (await visitor.post(CREATE, body("text_to_music", "sonic", inner={"n": 2})))["data"]["id"]
    await visitor.post(DETAIL, {"task_id": task})
    medias = sorted(visitor.fake.world.tasks[task].medias, key=lambda media: media.ready_at)
    visitor.fake.clock.advance(medias[0].ready_at - visitor.fake.clock.now() + 0.01)
    await visitor.post(DETAIL, {"task_id": task})
    visitor.fake.clock.advance(500)
    await visitor.post(DETAIL, {"task_id": task})
    visitor.fake.fail_next("detail", medias_fault("null"), medias_fault("none"))
    await visitor.post(DETAIL, {"task_id": task})
    await visitor.post(DETAIL, {"task_id": "task_0"})
    texts = Tags(await streamed(visitor, 'id="request-6"')).texts
    assert f"accepted: {task}" in texts
    assert {"pending", "success"} <= set(texts)
    assert any(set(text.split(", ")) == {"1 success", "1 processing"} for text in texts)
    assert "resource_status" in await visitor.look("page/requests/2")
    assert "no such task" in await visitor.look("page/requests/6")


async def test_orders_stay_however_much_comes(visitor: Visitor) -> None:
    """A browser that comes late is told of every order, and of the latest of the rest."""
    await visitor.post(CREATE, body("text_to_image", "midjourney"))
    for _ in range(310):
        await visitor.post(DETAIL, {"task_id": "task_0"})
    html = await streamed(visitor, 'id="request-311"')
    assert 'id="request-1"' in html
    assert 'id="request-2"' not in html
    assert "generate_count" in await visitor.look("page/requests/1")


async def test_a_world_has_a_page_of_its_own(visitor: Visitor) -> None:
    """Its knobs turn it alone, and its requests are shown there alone."""
    box = visitor.fake.open_world(Life(points=5))
    assert box.name in await visitor.look()
    page = await visitor.look(f"worlds/{box.name}/")
    assert f'data-base="/_fake/worlds/{box.name}"' in page
    url = f"{visitor.fake.url}{box.admin}/page/knobs"
    async with visitor.http.post(url, data={"points": "6"}, headers={"Origin": visitor.fake.url}) as answer:
        assert answer.status == 200
    assert (box.account.points, visitor.fake.account.points) == (6, 500)
    for path in ("", "events", "page/requests/1"):
        async with visitor.http.get(f"{visitor.fake.url}/_fake/worlds/nobody/{path}") as answer:
            assert answer.status == 404


async def test_what_the_machine_lacks_is_said(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a font with Chinese, or without Pillow, the page says what would do."""
    monkeypatch.setattr(view, "chinese_font", lambda: None)
    assert "no font with Chinese" in await visitor.look()
    monkeypatch.setitem(sys.modules, "PIL", None)
    assert "imastudio[fake]" in await visitor.look()


async def test_many_waiting_faults_are_counted(visitor: Visitor) -> None:
    """The page shows the first of them, and how many more there are."""
    visitor.fake.fail_next("create", Hold(), times=30)
    visitor.fake.fail_next("detail", delay(1), envelope(503), skip=1)
    html = await streamed(visitor, "delay(1) and envelope(503)")
    assert "Hold" in html
    assert "and 10 more" in html


async def test_reset_begins_again_and_the_page_with_it(visitor: Visitor) -> None:
    """Whoever looks is told to load the page anew."""
    await visitor.post(CREATE, body("text_to_image", "midjourney"))
    async with asyncio.timeout(10), visitor.http.get(f"{visitor.fake.url}/_fake/events") as answer:
        await answer.content.readuntil(b"request-1")
        assert (await visitor.turn("reset"))[0] == 200
        told = await answer.content.readuntil(b"event: life")
        assert f"{visitor.fake.instance} 0" not in told.decode()
    assert visitor.fake.charges == ()


@pytest.mark.parametrize("origin", ["http://evil.example", "null"])
async def test_another_page_turns_no_knob(visitor: Visitor, origin: str) -> None:
    """A page from elsewhere that knows the address is refused, and so is who does not say where it is from."""
    assert (await visitor.turn("reset", origin))[0] == 403
    async with visitor.http.post(f"{visitor.fake.url}/_fake/page/reset") as answer:
        assert answer.status == 403


async def test_who_leaves_is_forgotten(visitor: Visitor) -> None:
    """A browser that goes away leaves nothing behind, and the server ends although somebody looks."""
    events = visitor.fake.events
    await streamed(visitor, "summary")
    await until(lambda: not events.followers)
    async with asyncio.timeout(10), visitor.http.get(f"{visitor.fake.url}/_fake/events") as answer:
        await answer.content.readuntil(b"summary")
        await visitor.fake.stop()
        await answer.content.read()
    assert not events.followers


async def test_only_the_latest_tasks_are_shown() -> None:
    """A page with thousands of tasks stays small."""
    fake = FakeIma(points=100_000)
    from imastudio.fakeserver.vendor.checks import check_create  # noqa: PLC0415 - for this test alone
    from tests.unit.fakeserver.orders import NoFiles  # noqa: PLC0415 - the same

    order = check_create(body("text_to_image", "midjourney"), fake.world, NoFiles())
    for number in range(100):
        fake.world.accept(order, fake.account, request=number, digest="")
    shown = [part.name for part in parts(fake) if part.name.startswith("task-")]
    assert shown == [f"task-{name}" for name in list(fake.world.tasks)[-60:]]


# Snippets


async def copied(visitor: Visitor, name: str, number: int) -> str:
    """Give a request as something to paste."""
    record = next(record for record in visitor.fake.requests if record.number == number)
    faults = next((faults for each, faults in visitor.fake.log.latest if each is record), ())
    text: str = exchange(record, faults, visitor.fake)["snippets"][name]
    return text


@pytest.mark.skipif(not Path("/bin/sh").exists(), reason="needs a shell")
async def test_a_command_sends_the_same_request(visitor: Visitor, tmp_path: Path) -> None:
    """Run by a shell, the command for curl has the same words, quotes and all; the key comes from the environment."""
    prompt = "it's $(touch evil) `touch evil` \"quoted\"\nand 'more' 画"
    await visitor.post(CREATE, body("text_to_image", "midjourney", inner={"prompt": prompt}))
    (tmp_path / "curl").write_text(f"#!{sys.executable}\nimport json, sys\nprint(json.dumps(sys.argv[1:]))\n")
    (tmp_path / "curl").chmod(0o700)
    environment = {"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}", "IMA_API_KEY": "ima_of_mine"}
    script = await copied(visitor, "curl", 1)
    shell = ["/bin/sh", "-c", script]
    done = await asyncio.to_thread(
        subprocess.run, shell, env=environment, capture_output=True, check=True, cwd=tmp_path
    )
    words = json.loads(done.stdout)
    assert words[:4] == ["-i", "-X", "POST", f"{visitor.fake.url}{CREATE}"]
    assert "Authorization: Bearer ima_of_mine" in words
    sent = json.loads(words[words.index("--data-binary") + 1])
    assert sent["parameters"][0]["parameters"]["prompt"] == prompt
    assert not (tmp_path / "evil").exists()


async def test_a_command_has_the_key_where_it_was_masked(visitor: Visitor) -> None:
    """A key in a query is the variable, too; what was put is a file to name."""
    key = visitor.fake.key
    async with visitor.http.get(f"{visitor.fake.url}/api/rest/oss/getuploadtoken", params={"appUid": key}):
        pass
    async with visitor.http.put(f"{visitor.fake.url}/webAgent/privite/x", data=b"x"):
        pass
    assert """appUid='"$IMA_API_KEY"''""" in await copied(visitor, "curl", 1)
    assert "--data-binary @FILE" in await copied(visitor, "curl", 2)
    assert ".replace('ima_%2A%2A%2A', fake_ima.key)" in await copied(visitor, "pytest", 1)
    assert "data=b" in await copied(visitor, "pytest", 2)


PLAIN_FIXTURE = """
import pytest
from imastudio.fakeserver import FakeIma

@pytest.fixture
def fake_ima():
    with FakeIma(seed=4, points=500) as fake:
        yield fake
"""


def test_a_test_passes_as_it_is_copied(tmp_path: Path) -> None:
    """What is copied as a test is one, for answers, refusals and connections that were dropped."""

    async def play() -> dict[str, str]:
        async with FakeIma(hand_clock=True, points=500, seed=4) as fake, aiohttp.ClientSession() as http:
            visitor = Visitor(fake, http)
            await visitor.post(CREATE, body("text_to_image", "midjourney", inner={"prompt": HOSTILE}))
            await visitor.post(CREATE, body("text_to_image", "midjourney", outer={"credit": 1}))
            fake.fail_next("create", drop_after_charge())
            await visitor.post(CREATE, body("text_to_image", "midjourney"))
            fake.fail_next("detail", delay(0, real=True), envelope(503, "tired"))
            await visitor.post(DETAIL, {"task_id": "x"})
            async with http.get(f"{fake.url}/open/v1/product/list?category=text_to_image", headers=visitor.headers):
                pass
            async with http.post(
                fake.url + DETAIL, data="no json", headers=visitor.headers | {"Content-Type": "application/json"}
            ):
                pass
            return {f"test_{number}.py": await copied(visitor, "pytest", number) for number in range(1, 7)}

    for name, text in asyncio.run(play()).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "conftest.py").write_text(PLAIN_FIXTURE, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:randomly", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert "6 passed" in done.stdout, done.stdout


def test_an_answer_of_ones_own_is_written_whole() -> None:
    """An object that is the answer isn't taken for options."""
    assert snippets.call_of("instead", {"a": 1}) == "instead({'a': 1})"
    assert snippets.call_of("bare", {"status": 429, "retry_after": 3}) == "bare(status=429, retry_after=3)"
    blank: dict[str, Any] = {"query": {}, "headers": {}}
    record = Recorded(number=1, at=0, call="cdn", method="GET", path="/a b", **blank)
    assert snippets.as_curl(record, "http://h") == "curl -i -X GET http://h/a%20b\n"


# Stories, in a library and as a program


def ask(url: str, path: str, key: str, content: object = None) -> Any:
    """Send one request without an event loop."""
    host = urllib.parse.urlsplit(url).netloc
    connection = http.client.HTTPConnection(host, timeout=20)
    try:
        headers = {"Authorization": f"Bearer {key}", "x-app-source": "ima_skills", "Content-Type": "application/json"}
        connection.request(
            "POST" if content is not None else "GET",
            path,
            json.dumps(content) if content is not None else None,
            headers,
        )
        return json.loads(connection.getresponse().read())
    finally:
        connection.close()


def test_a_library_plays_a_story(tmp_path: Path) -> None:
    """A file will do; a reset begins the story again; what it does not name is as told otherwise."""
    file = tmp_path / "story.yaml"
    file.write_text("points: 20\naccounts: [{key: ima_b, points: 3}]\nfaults: {create: [envelope: 503]}\nseed: 1\n")
    with FakeIma(scenario=file, points=7, strict=True) as fake:
        for _ in range(2):
            assert (fake.account.points, fake.world.accounts["ima_b"].points, fake.world.strict) == (20, 3, True)
            answers = [ask(fake.url, CREATE, fake.key, body("text_to_image", "midjourney"))["code"] for _ in range(2)]
            assert answers == [503, 0]
            fake.reset()
    assert FakeIma(scenario=parse_scenario("speed: 3"), points=7).account.points == 7


class Program:
    """The server as a program."""

    def __init__(self, *arguments: str | Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "imastudio.fakeserver", *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONSAFEPATH": "1"},
        )
        assert self.process.stdout
        told = re.match(r"fake IMA at (\S+) key (\S+)", self.process.stdout.readline())
        assert told
        self.url, self.key = told[1], told[2]

    def order(self, prompt: str) -> Any:
        """Order a picture."""
        return ask(self.url, CREATE, self.key, body("text_to_image", "midjourney", inner={"prompt": prompt}))

    def end(self) -> tuple[int, str]:
        """End it; give exit code and what it complains of."""
        self.process.send_signal(signal.SIGTERM)
        _, complaints = self.process.communicate(timeout=20)
        return self.process.returncode, complaints


def test_a_run_is_recorded_and_replayed(tmp_path: Path) -> None:
    """The recording has no key, gives the same ids and faults again, and tells how another run differs."""
    story, tape = tmp_path / "story.yaml", tmp_path / "tape.yaml"
    story.write_text(
        "points: 50\nfaults: {create: [ok, drop_after_charge]}\norders: [{prompt: dragon, fails: too scary}]\n"
    )
    program = Program("--scenario", story, "--record", tape, "--speed", "1000", "--points", "60")
    first = program.order("a dragon")["data"]["id"]
    with pytest.raises((OSError, http.client.HTTPException)):
        program.order("a cat")
    for _ in range(3):
        ask(program.url, DETAIL, program.key, {"task_id": first})
    assert program.end() == (0, "")

    told = tape.read_text(encoding="utf-8")
    assert program.key not in told
    recorded = load_scenario(tape)
    assert (recorded.points, recorded.speed) == (60, 1000)
    assert [each.call for each in recorded.requests] == ["create", "create", "detail"]

    program = Program("--replay", tape)
    assert program.order("a dragon")["data"]["id"] == first
    with pytest.raises((OSError, http.client.HTTPException)):
        program.order("a cat")
    ask(program.url, DETAIL, program.key, {"task_id": first})
    assert program.end() == (0, "")

    program = Program("--replay", tape)
    program.order("a horse")
    code, complaints = program.end()
    assert code == 1
    assert complaints.splitlines()[0] == (
        "request 1, create: body.parameters[0].parameters.prompt: sent 'a horse', expected 'a dragon'"
    )
    assert "create was expected and did not come" in complaints
    assert "detail was expected and did not come" in complaints


async def test_a_replay_shows_its_differences() -> None:
    """The page tells what differs, and what is still to come."""
    story = parse_scenario("requests: [{call: detail, body: {task_id: a}}, {call: create, body: {}}]")
    async with FakeIma(scenario=story, replay=True) as fake, aiohttp.ClientSession() as http:
        visitor = Visitor(fake, http)
        await visitor.post(DETAIL, {"task_id": "b"})
        html = await streamed(visitor, 'id="request-1"')
        text = await visitor.look("page/requests/1")
    assert "1 unexpected" in html
    assert "1 still to come" in html
    assert "Differences from the recorded run" in text
    assert len(fake.differences) == 2


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--scenario", "nowhere.yaml"], "nowhere.yaml"),
        (["--scenario", "bad.yaml"], "bad.yaml, line 1, ponts: no such key; did you mean points?"),
        (["--record", "no/such/folder/tape.yaml"], "cannot write no/such/folder/tape.yaml"),
    ],
)
def test_a_story_that_cannot_be_played_is_told_at_once(tmp_path: Path, arguments: list[str], told: str) -> None:
    """The program ends, and says why in a line."""
    (tmp_path / "bad.yaml").write_text("ponts: 3")
    command = [sys.executable, "-m", "imastudio.fakeserver", *arguments]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=30)
    assert done.returncode in (1, 2)
    assert told in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("option", ["--scenario", "--record"])
def test_stories_without_pyyaml_are_told(
    option: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The program names the extra and ends with 2."""
    monkeypatch.setitem(sys.modules, "yaml", None)
    file = tmp_path / "story.yaml"
    file.write_text("points: 3")
    assert main([option, str(file)]) == 2
    assert capsys.readouterr().err == "scenarios need PyYAML: pip install 'imastudio[fake]'\n"
