"""The fake server with clients that are not ours: four libraries of Python through the fixture, shell and Node by the page."""

import asyncio
import json
import os
import re
import shutil
import subprocess
import urllib.request
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from aiohttp import ClientSession

from imastudio.testing import FakeIma

Send: TypeAlias = Callable[[str, Mapping[str, str], object], Any]
"""Sends a body, or asks where it is None, with headers; returns the JSON of the answer."""


def _by_requests(url: str, headers: Mapping[str, str], body: object) -> Any:
    requests: Any = pytest.importorskip("requests")
    answer = requests.get(url, headers=headers) if body is None else requests.post(url, headers=headers, json=body)
    return answer.json()


def _by_httpx(url: str, headers: Mapping[str, str], body: object) -> Any:
    httpx: Any = pytest.importorskip("httpx")
    with httpx.Client(trust_env=False) as client:
        answer = client.get(url, headers=headers) if body is None else client.post(url, headers=headers, json=body)
        return answer.json()


def _by_aiohttp(url: str, headers: Mapping[str, str], body: object) -> Any:
    async def send() -> Any:
        method = "GET" if body is None else "POST"
        async with ClientSession() as session, session.request(method, url, headers=headers, json=body) as answer:
            return await answer.json()

    return asyncio.run(send())


def _by_urllib(url: str, headers: Mapping[str, str], body: object) -> Any:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {**headers, "Content-Type": "application/json"})  # noqa: S310 - ours
    with urllib.request.urlopen(request) as answer:  # noqa: S310 - the server that runs here
        return json.load(answer)


def _body(leaf: Mapping[str, Any]) -> object:
    rule = leaf["credit_rules"][0]
    price = {"points": rule["points"], "attribute_id": rule["attribute_id"]}
    inner = {**rule["attributes"], "prompt": "a heron", "n": 1, "input_images": [], "cast": price}
    one = {"model_id": leaf["model_id"], "model_name": leaf["name"], "model_version": leaf["id"], "parameters": inner}
    one |= {"app": "ima", "platform": "web", "category": "text_to_image", "credit": rule["points"]}
    one |= {"attribute_id": rule["attribute_id"]}
    return {"task_type": "text_to_image", "enable_multi_model": False, "src_img_url": [], "parameters": [one]}


@pytest.mark.fake_ima(strict=True)
@pytest.mark.parametrize("send", [_by_requests, _by_httpx, _by_aiohttp, _by_urllib], ids=lambda send: send.__name__)
def test_the_fixture_serves_every_client(send: Send, fake_ima: FakeIma) -> None:
    """A picture is ordered by the live list, comes when the clock is turned, and stands in the account book once."""
    headers = {"Authorization": f"Bearer {fake_ima.key}", "x-app-source": "ima_skills"}
    query = "app=ima&platform=web&category=text_to_image&model_ids=midjourney"
    listed = send(f"{fake_ima.url}/open/v1/product/list?{query}", headers, None)["data"]
    created = send(f"{fake_ima.url}/open/v1/tasks/create", headers, _body(listed[0]["children"][0]))["data"]
    detail = f"{fake_ima.url}/open/v1/tasks/detail"
    assert send(detail, headers, {"task_id": created["id"]})["data"]["medias"][0]["resource_status"] != 1
    fake_ima.clock.advance(90)
    assert send(detail, headers, {"task_id": created["id"]})["data"]["medias"][0]["resource_status"] == 1
    fake_ima.assert_charged(1, points=8)


def _blocks(repository: Path, language: str) -> list[str]:
    page = (repository / "docs" / "how-to" / "test-another-language.md").read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)


def _needs(*programs: str) -> None:
    missing = [program for program in programs if shutil.which(program) is None]
    if missing:
        pytest.skip(f"{', '.join(missing)} is not here")


def test_a_contract_test_in_shell(repository: Path, tmp_path: Path) -> None:
    """It finds what it says that it finds: one charge for an order, two for the careless client."""
    _needs("sh", "curl", "jq")
    with FakeIma(strict=True) as fake:
        script = _blocks(repository, "sh")[1].replace("http://127.0.0.1:8765", fake.url)
        done = subprocess.run(["/bin/sh"], input=script, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.stdout == _blocks(repository, "text")[0], done.stderr


def test_a_contract_test_in_node(repository: Path, tmp_path: Path) -> None:
    """The same by fetch."""
    _needs("node")
    (tmp_path / "contract.mjs").write_text(_blocks(repository, "javascript")[0], encoding="utf-8")
    with FakeIma(strict=True) as fake:
        done = subprocess.run(
            [str(shutil.which("node")), "contract.mjs"],
            cwd=tmp_path,
            env={**os.environ, "FAKE_URL": fake.url},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.stdout == "ok\n", done.stderr
