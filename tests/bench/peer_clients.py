"""One client at a time, used as its documentation says, run by the Python that it is installed in.

`python peer_clients.py NAME PORT COUNT FOLDER` makes one generation to warm up and then COUNT, one after another, and prints as
JSON: CPU seconds, wall seconds, CPU seconds to import the client, the most memory in MB, and its version.
"""

import json
import os
import resource
import sys
import time
from collections.abc import Callable
from importlib import import_module
from importlib.metadata import version
from typing import Any

PROMPT = "a red fox in the snow"
POLL_EVERY_S = 0.25
One = Callable[[], Any]


def fal(port: str, _: str) -> One:
    """Submit and get, which polls the queue.

    Source: https://docs.fal.ai
    """
    os.environ |= {"FAL_KEY": "a:b", "FAL_QUEUE_RUN_HOST": f"127.0.0.1:{port}", "FAL_RUN_HOST": f"127.0.0.1:{port}"}
    peer = import_module("fal_client")

    return lambda: peer.submit("fal-ai/flux", arguments={"prompt": PROMPT}).get(interval=POLL_EVERY_S)


def replicate(port: str, _: str) -> One:
    """Run without the wait on the server, so that it polls.

    Source: https://replicate.com/docs/get-started/python
    """
    os.environ["REPLICATE_POLL_INTERVAL"] = str(POLL_EVERY_S)
    peer = import_module("replicate")

    client = peer.Client(api_token="r8_made_up", base_url=f"https://127.0.0.1:{port}")
    return lambda: client.run("a/b", input={"prompt": PROMPT}, wait=False)


def wavespeed(port: str, _: str) -> One:
    """Run, which orders and polls.

    Source: https://wavespeed.ai/docs
    """
    peer = import_module("wavespeed")

    client = peer.Client(api_key="made-up", base_url=f"https://127.0.0.1:{port}")
    return lambda: client.run("wavespeed-ai/z-image/turbo", {"prompt": PROMPT}, poll_interval=POLL_EVERY_S)


def openai(port: str, _: str) -> One:
    """Make one call, which is answered when the picture is there.

    Source: https://platform.openai.com/docs
    """
    client = import_module("openai").OpenAI(api_key="made-up", base_url=f"https://127.0.0.1:{port}/v1")
    return lambda: client.images.generate(model="gpt-image-1", prompt=PROMPT)


def comfy(port: str, _: str) -> One:
    """Run a workflow, which orders, and polls as often as it will.

    Source: https://docs.comfy.org
    """
    os.environ["COMFY_BASE_URL"] = f"https://127.0.0.1:{port}"
    client = import_module("comfy_sdk").Comfy(api_key="made-up")
    graph = {"9": {"class_type": "SaveImage", "inputs": {"text": PROMPT}}}
    return lambda: client.run(client.workflows.from_json(graph))


def ours(port: str, folder: str) -> One:
    """Order as docs/index.md does: quote, ledger and all."""
    attrs, face, sync = (import_module(name) for name in ("attrs", "imastudio", "imastudio.sync"))
    url = f"https://127.0.0.1:{port}"
    studio = sync.open_studio(api_key="ima_made_up", base_url=url, im_base_url=url, state_dir=folder, environment={})
    wish = face.Wish(prompt=PROMPT, model="gemini-3.1-flash-image")

    def one() -> None:
        quoted = studio.quote(wish)
        estimate = attrs.evolve(quoted.order.estimate, poll_every=POLL_EVERY_S)
        quote = attrs.evolve(quoted, order=attrs.evolve(quoted.order, estimate=estimate))
        assert studio.generate(wish, quote=quote).ok

    return one


PEERS = {
    "fal-client": fal,
    "replicate": replicate,
    "wavespeed": wavespeed,
    "openai": openai,
    "comfy-sdk": comfy,
    "imastudio": ours,
}


def main() -> None:
    """Run the one that is named, and print what it took."""
    _, name, port, count, folder = sys.argv
    began = time.process_time()
    one = PEERS[name](port, folder)
    imported = time.process_time() - began
    one()
    wall, cpu = time.perf_counter(), time.process_time()
    for _ in range(int(count)):
        one()
    took = {"cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall, "import": imported}
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({**took, "memory": memory, "version": version(name)}))  # noqa: T201 - it is what this program says
    os._exit(0)  # whatever a client leaves running


if __name__ == "__main__":
    main()
