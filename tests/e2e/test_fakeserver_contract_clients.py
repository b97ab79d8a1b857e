"""The requests of published clients, as they send them: only the base url is another.

Each is written down from what a client puts on the wire: its headers, its parameters and its body. None is ours.
"""

import hashlib
import json
import time
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from imastudio.fakeserver import FakeIma
from tests.unit.fakeserver.orders import leaf_of, rule_for

TIMEOUT = 30


@pytest.fixture(scope="module")
def fake() -> Iterator[FakeIma]:
    """Run a lenient server, as somebody who starts it without options."""
    with FakeIma(points=10**6, speed=100_000) as server:
        yield server


def skills_headers(fake: FakeIma) -> dict[str, str]:
    """Return what the skill scripts send with every call."""
    return {
        "Authorization": f"Bearer {fake.key}",
        "Content-Type": "application/json",
        "User-Agent": "IMA-OpenAPI-Client/1.0.0",
        "x-app-source": "ima_skills",
        "x_app_language": "en",
    }


def cli_headers(fake: FakeIma) -> dict[str, str]:
    """Return what a command line in another language sends: it names itself, and no content length."""
    return {
        "Content-Type": "application/json",
        "x-app-source": "ima_cli",
        "x_app_language": "en",
        "Authorization": f"Bearer {fake.key}",
    }


def eleven(fake: FakeIma, suffix: str, content_type: str) -> dict[str, str]:
    """Return the parameters of an upload token."""
    nonce, timestamp = uuid.uuid4().hex[:21], str(int(time.time()))
    words = f"webAgent|32jdskjdk320eew|{timestamp}|{nonce}"
    return {
        "appUid": fake.key,
        "appId": "webAgent",
        "appKey": "32jdskjdk320eew",
        "cmimToken": fake.key,
        "sign": hashlib.sha1(words.encode(), usedforsecurity=False).hexdigest().upper(),
        "timestamp": timestamp,
        "nonce": nonce,
        "fService": "privite",
        "fType": "picture",
        "fSuffix": suffix,
        "fContentType": content_type,
    }


def order(task_type: str, version: str, inner: dict[str, Any], urls: list[str]) -> dict[str, Any]:
    """Build the body that all of them build, around the inner parameters that each of them chooses."""
    leaf = leaf_of(task_type, version)
    rule = rule_for(leaf, inner)
    price = {"points": rule["points"], "attribute_id": rule["attribute_id"]}
    return {
        "task_type": task_type,
        "enable_multi_model": False,
        "src_img_url": urls,
        "parameters": [
            {
                "attribute_id": rule["attribute_id"],
                "model_id": leaf["model_id"],
                "model_name": leaf["name"],
                "model_version": leaf["id"],
                "app": "ima",
                "platform": "web",
                "category": task_type,
                "credit": rule["points"],
                "parameters": {**inner, "prompt": "a heron", "n": 1, "input_images": urls, "cast": price},
            }
        ],
    }


def finish(fake: FakeIma, headers: dict[str, str], content: dict[str, Any]) -> dict[str, Any]:
    """Order and poll as clients do; give the first media."""
    answer = requests.post(f"{fake.url}/open/v1/tasks/create", json=content, headers=headers, timeout=TIMEOUT)
    answer.raise_for_status()
    assert answer.json()["code"] in {0, 200}, answer.json()
    task_id = answer.json()["data"]["id"]
    while True:
        polled = requests.post(
            f"{fake.url}/open/v1/tasks/detail", json={"task_id": task_id}, headers=headers, timeout=TIMEOUT
        )
        polled.raise_for_status()
        medias = (polled.json().get("data") or {}).get("medias") or []
        if medias and all((media.get("resource_status") or 0) == 1 for media in medias):
            return dict(medias[0])


@pytest.mark.parametrize("headers", [skills_headers, cli_headers])
def test_a_list_is_read_as_a_tree(fake: FakeIma, headers: Any) -> None:
    """Walking from groups of type 2 to versions of type 3 leads to rules with ids and points."""
    answer = requests.get(
        f"{fake.url}/open/v1/product/list",
        params={"app": "ima", "platform": "web", "category": "text_to_image"},
        headers=headers(fake),
        timeout=TIMEOUT,
    )
    answer.raise_for_status()
    groups = answer.json()["data"]
    assert {group["type"] for group in groups} == {"2"}
    leaves = [leaf for group in groups for leaf in group["children"]]
    assert {leaf["type"] for leaf in leaves} == {"3"}
    assert all(rule["attribute_id"] and rule["points"] for leaf in leaves for rule in leaf["credit_rules"])


def test_a_skill_script_orders_a_picture(fake: FakeIma) -> None:
    """Its rule's attributes stand among the parameters, in the rule's own spelling."""
    media = finish(
        fake,
        skills_headers(fake),
        order("text_to_image", "gemini-3.1-flash-image-preview", {"aspect_ratio": "1:1", "size": "2K"}, []),
    )
    assert requests.get(media["url"], timeout=TIMEOUT).headers["Content-Type"] == "image/png"


def test_a_skill_script_sends_the_default_marker_back(fake: FakeIma) -> None:
    """Speech carries `default: enabled` of its rule, which is no parameter and does no harm."""
    content = order("text_to_speech", "seed-tts-1.1", {"default": "enabled"}, [])
    assert finish(fake, skills_headers(fake), content)["format"] == "wav"


@pytest.mark.parametrize(("strict", "status"), [(False, 200), (True, 400)])
def test_a_skill_script_takes_the_first_rule_as_it_stands(*, strict: bool, status: int) -> None:
    """Its values have a price, whether or not the form offers them; whether they can be had is only strict mode's to say."""
    leaf = leaf_of("text_to_video", "MiniMax-Hailuo-02")
    rule = leaf["credit_rules"][0]
    usual = {field["field"]: field["value"] for field in leaf["form_config"] if field["value"] is not None}
    price = {"points": rule["points"], "attribute_id": rule["attribute_id"]}
    inner = {**usual, **rule["attributes"], "prompt": "rain", "n": 1, "input_images": [], "cast": price}
    outer = {"model_id": leaf["model_id"], "model_name": leaf["name"], "model_version": leaf["id"], "app": "ima"}
    outer |= {"platform": "web", "category": "text_to_video", "attribute_id": rule["attribute_id"]}
    outer |= {"credit": rule["points"], "parameters": inner}
    content: Any = {"task_type": "text_to_video", "enable_multi_model": False, "src_img_url": [], "parameters": [outer]}
    with FakeIma(strict=strict) as fake:
        url = f"{fake.url}/open/v1/tasks/create"
        answer = requests.post(url, json=content, headers=skills_headers(fake), timeout=TIMEOUT)
    assert (answer.status_code, answer.json()["code"]) == (status, 0 if status == 200 else status)


def test_a_web_app_sends_defaults_of_null(fake: FakeIma) -> None:
    """One client copies every default, null too, and numbers as texts where the list has them so."""
    content = order("text_to_music", "sonic", _all_defaults("text_to_music", "sonic"), [])
    assert finish(fake, skills_headers(fake), content)["resource_status"] == 1


def _all_defaults(task_type: str, version: str) -> dict[str, Any]:
    return {field["field"]: field["value"] for field in leaf_of(task_type, version)["form_config"]}


def test_a_pipeline_sends_parameters_that_music_does_not_know(fake: FakeIma) -> None:
    """A duration for background music is noted and accepted."""
    content = order("text_to_music", "GenBGM", {"duration": 30}, [])
    assert finish(fake, skills_headers(fake), content)["resource_status"] == 1
    assert ("parameters[0].parameters.duration",) in {record.unknown for record in fake.requests}


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_picture_goes_up_and_becomes_a_film(fake: FakeIma, method: str) -> None:
    """The token is asked for by query or by form, the bytes are put, and the url is what the order names."""
    asked = eleven(fake, "png", "image/png")
    address = f"{fake.url}/api/rest/oss/getuploadtoken"
    where = {"params": asked} if method == "GET" else {"data": asked}
    token = requests.request(method, address, timeout=TIMEOUT, **where).json()["data"]  # type: ignore[arg-type] # as it is
    put = requests.put(token["ful"], data=b"\x89PNG", headers={"Content-Type": "image/png"}, timeout=TIMEOUT)
    put.raise_for_status()
    inner = _all_defaults("image_to_video", "wan2.6-i2v") | {"aspect_ratio": "9:16", "duration": 5}
    media = finish(fake, skills_headers(fake), order("image_to_video", "wan2.6-i2v", inner, [token["fdl"]]))
    assert media["format"] == "mp4"
    assert media["cover"]


def test_a_command_line_asks_for_its_token_in_short(fake: FakeIma) -> None:
    """Suffix, content_type and uid in the query, the key in a header: answered, unless strict; the key is kept nowhere."""
    short = {"suffix": "jpeg", "content_type": "image/jpeg", "uid": "0"}
    headers = cli_headers(fake) | {"ima-token": fake.key, "APP-KEY": "im_claw_open"}
    address = f"{fake.url}/api/rest/oss/getuploadtoken"
    token = requests.get(address, params=short, headers=headers, timeout=TIMEOUT).json()["data"]
    put = requests.put(token["ful"], data=b"\xff\xd8", headers={"Content-Type": "image/jpeg"}, timeout=TIMEOUT)
    assert put.status_code == 200
    assert requests.get(token["fdl"], timeout=TIMEOUT).content == b"\xff\xd8"
    wrong = requests.get(address, params=short, headers=headers | {"ima-token": "ima_wrong_key"}, timeout=TIMEOUT)
    assert wrong.json()["code"] == 401
    told = json.dumps([record.headers for record in fake.requests])
    assert fake.key not in told
    assert "ima_wrong_key" not in told
    with FakeIma(strict=True) as strict:
        refused = requests.get(
            f"{strict.url}/api/rest/oss/getuploadtoken", params=short, headers=headers, timeout=TIMEOUT
        )
        assert refused.json()["code"] == 400


@pytest.mark.parametrize("headers", [skills_headers, cli_headers])
def test_media_for_seedance_are_verified_and_described(fake: FakeIma, headers: Any) -> None:
    """Verify says active; an order that names the url with or without a description of its size is accepted."""
    url = "https://cdn.example/heron.png"
    answer = requests.post(
        f"{fake.url}/open/v1/assets/verify", json={"url": url, "name": "heron"}, headers=headers(fake), timeout=TIMEOUT
    )
    result = answer.json()["data"]["result"]
    assert (result["status"], result["asset_type"], result["url"]) == ("Active", "image", url)
    inner = {"audio": True, "duration": 5, "aspect_ratio": "1:1", "resolution": "720p"}
    content = order("image_to_video", "ima-pro", inner, [url])
    assert finish(fake, headers(fake), content)["resource_status"] == 1
    content["src_image"] = [{"url": url, "width": 1024, "height": 768}]
    assert finish(fake, headers(fake), content)["resource_status"] == 1


def test_the_routes_of_the_vendors_own_pages_do_the_same(fake: FakeIma) -> None:
    """Under /api/v3, `webAgent` is taken for `ima`."""
    content = order("text_to_image", "midjourney", {"n": 1, "resolution": "480p"}, [])
    content["parameters"][0]["app"] = "webAgent"
    headers = skills_headers(fake)
    answer = requests.post(f"{fake.url}/api/v3/tasks/create", json=content, headers=headers, timeout=TIMEOUT)
    assert answer.json()["code"] == 0
    told = requests.post(
        f"{fake.url}/api/v3/tasks/detail",
        json={"task_id": answer.json()["data"]["id"]},
        headers=headers,
        timeout=TIMEOUT,
    )
    assert told.json()["data"]["id"] == answer.json()["data"]["id"]
    groups = requests.get(
        f"{fake.url}/api/v3/product/list?app=webAgent&platform=web&category=text_to_music",
        headers=headers,
        timeout=TIMEOUT,
    )
    assert groups.json()["data"]
