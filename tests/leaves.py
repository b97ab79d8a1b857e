"""Small product trees in the vendor's JSON shape, written for tests, and the recorded ones where they are present.

Names are the vendor's, so that aliases and special cases apply; ids and prices are made up.
"""

import json
from collections.abc import Mapping
from typing import Any

from imastudio.adapters.ima.products_wire import decode_products
from imastudio.domain.orders.tasks import TaskType
from imastudio.domain.quoting.catalog import Catalog, Leaf
from tests.shared_facts import product_list

Node = dict[str, Any]


def a_field(name: str, value: Any, *options: Any, kind: str = "tags", **more: Any) -> Node:
    """Return one form field; an option may be a pair of value and what it forbids."""
    pairs = [option if isinstance(option, tuple) else (option, None) for option in options]
    rows = [{"label": str(offered), "value": offered, "disabled": disabled} for offered, disabled in pairs]
    return {"field": name, "type": kind, "label": name.title(), "value": value, "options": rows, **more}


def a_virtual_field(name: str, value: Any, ui: Node, mapping: Mapping[str, str], target: str | None = None) -> Node:
    """Return a field that is set through one ui field."""
    rules = [{"source_values": {ui["field"]: said}, "target_value": sent} for said, sent in mapping.items()]
    return a_field(
        name,
        value,
        *dict.fromkeys(mapping.values()),
        is_ui_virtual=True,
        ui_params=[ui],
        value_mapping={"mapping_rules": rules, "target_param": target or name, "type": "simple"},
    )


def a_rule(attribute_id: int, points: int, **attributes: Any) -> Node:
    """Return one price."""
    return {
        "attribute_id": attribute_id,
        "points": points,
        "origin_point": points,
        "attributes": attributes or {"default": "enabled"},
    }


def a_leaf(model_id: str, name: str, fields: list[Node] | None, *rules: Node, **more: Any) -> Node:
    """Return one version of a model; its id is its name in lower case, unless told."""
    return {
        "id": name.lower(),
        "type": "3",
        "name": name,
        "model_id": model_id,
        "form_config": fields,
        "credit_rules": list(rules),
        **more,
    }


def a_group(name: str, *leaves: Node) -> Node:
    """Return a group of leaves."""
    return {"id": name.lower(), "type": "2", "name": name, "model_id": "", "children": list(leaves)}


def a_catalog(task_type: TaskType, *nodes: Node) -> Catalog:
    """Return the catalogue of a tree."""
    return decode_products(list(nodes), task_type)


def only_leaf(node: Node, task_type: TaskType = TaskType.TEXT_TO_VIDEO) -> Leaf:
    """Return the one leaf of a tree."""
    (leaf,) = a_catalog(task_type, node).leaves
    return leaf


RATIOS = ("1:1", "16:9", "9:16", "4:3")

BANANA_2 = a_leaf(
    "gemini-3.1-flash-image",
    "Nano Banana 2",
    [a_field("aspect_ratio", "1:1", *RATIOS), a_field("size", "1K", "512px", "1K", "2K", "4K")],
    a_rule(11, 4, size="512px"),
    a_rule(12, 6, size="1K"),
    a_rule(13, 10, size="2K"),
    a_rule(14, 13, size="4K"),
    tags=[{"tag_type": "feature", "tag_value": "Fast"}, {"tag_type": "EET", "tag_value": "20~35s"}],
    files={"acceptType": ["image/jpg,png"], "minLimit": 1, "maxLimit": 14},
)
BANANA_PRO = a_leaf(
    "gemini-3-pro-image",
    "Nano Banana Pro",
    [a_field("aspect_ratio", "1:1", *RATIOS), a_field("size", "1K", "1K", "2K", "4K")],
    a_rule(21, 10, size="1K"),
    a_rule(22, 10, size="2K"),
    a_rule(23, 18, size="4K"),
)
SEEDREAM = a_leaf(
    "doubao-seedream-4.5",
    "SeeDream 4.5",
    [
        a_virtual_field(
            "size",
            "4k",
            a_field("aspect_ratio", "4k", "2k", "4k", "1:1", "16:9", "7:1"),
            {"1:1": "2048x2048", "16:9": "2560x1440", "2k": "2k", "4k": "4k"},
        )
    ],
    a_rule(31, 5),
)
MIDJOURNEY = a_leaf(
    "midjourney",
    "Midjourney",
    [a_field("n", "1", "1"), a_field("resolution", "480p", "480p", "720p")],
    a_rule(41, 8, resolution="480p"),
    a_rule(42, 10, resolution="720p"),
)
IMAGES = (
    a_group("Nano Banana", BANANA_2, BANANA_PRO),
    a_group("SeeDream", SEEDREAM),
    a_group("Midjourney", MIDJOURNEY),
)

WAN = a_leaf(
    "wan2.6-t2v",
    "Wan 2.6",
    [
        a_field("duration", 5, 5, 10, 15, config={"minimum": 5, "maximum": 5}),
        a_field("resolution", "1080P", "720P", "1080P"),
        a_field("negative_prompt", "", kind="textarea", config={"maximum": 20}),
        a_field("prompt_extend", False, kind="toggle"),  # noqa: FBT003 - a default, as it stands in the list
    ],
    a_rule(51, 25, duration=5, resolution="720P"),
    a_rule(52, 40, duration=5, resolution="1080P"),
    a_rule(53, 50, duration=10, resolution="720P"),
    a_rule(54, 80, duration=10, resolution="1080P"),
    a_rule(55, 75, duration=15, resolution="720P"),
    a_rule(56, 120, duration=15, resolution="1080P"),
)
HAILUO = a_leaf(
    "MiniMax-Hailuo-2.3",
    "Hailuo 2.3",
    [
        a_field("duration", 6, 6, (10, {"resolution": ["1080P"]})),
        a_field("resolution", "768P", "768P", ("1080P", {"duration": [10]})),
    ],
    a_rule(61, 12, duration=6, resolution="768P"),
    a_rule(62, 24, duration=6, resolution="1080P"),
    a_rule(63, 20, duration=10, resolution="768P"),
    a_rule(64, 48, duration=10, resolution="1080P"),
    a_rule(65, 9, duration=6, resolution="512P"),
)
KLING_O1 = a_leaf(
    "kling-video-o1",
    "Kling O1",
    [
        a_field("duration", "5", "5", "10"),
        a_field("aspect_ratio", "16:9", "16:9", "9:16", "1:1"),
        a_virtual_field("mode", "std", a_field("quality", "720p", "720p", "1080p"), {"720p": "std", "1080p": "pro"}),
    ],
    a_rule(71, 48, duration="5", mode="std"),
    a_rule(72, 60, duration="5", mode="pro"),
    a_rule(73, 96, duration="10", mode="std"),
    a_rule(74, 120, duration="10", mode="pro"),
)
KLING_26 = a_leaf(
    "kling-v2-6",
    "Kling 2.6",
    [
        a_field("duration", "5", "5", "10"),
        a_field("sound", "off", "on", "off"),
        a_field("negative_prompt", None, kind="textarea", config={"maximum": 2500}),
    ],
    a_rule(81, 80, duration="5", sound="on"),
    a_rule(82, 40, duration="5", sound="off"),
    a_rule(83, 160, duration="10", sound="on"),
    a_rule(84, 80, duration="10", sound="off"),
)
VEO = a_leaf(
    "veo-3.1-generate-preview",
    "Google Veo 3.1",
    [
        a_field("generate_audio", False, kind="toggle"),  # noqa: FBT003 - a default, as it stands in the list
        a_field("duration", 4, (4, {"resolution": ["1080p"]}), 8),
        a_field("resolution", "720p", "720p", ("1080p", {"duration": [4]})),
    ],
    a_rule(91, 140, duration=4, generate_audio=True, resolution="720p"),
    a_rule(92, 70, duration=4, generate_audio=False, resolution="720p"),
    a_rule(93, 330, duration=8, generate_audio=True, resolution="1080p"),
    a_rule(94, 190, duration=8, generate_audio=False, resolution="1080p"),
)
SEEDANCE_2 = a_leaf(
    "ima-pro",
    "Seedance 2.0",
    [
        a_field("duration", 5, 5, 10),
        a_virtual_field(
            "aspect_ratio",
            "16:9",
            a_field("aspect_ratio", "1:1", "1:1", "16:9", "adaptive"),
            {"1:1": "1:1", "16:9": "16:9", "adaptive": "auto"},
        ),
    ],
    a_rule(101, 48, duration=5),
    a_rule(102, 96, duration=10),
)
VIDU = a_leaf(
    "viduq2",
    "Vidu Q2",
    [a_field("duration", 5, 5, 10), a_field("resolution", "720p", "540p", "720p")],
    a_rule(111, 5, duration=5, resolution="540p"),
    a_rule(112, 15, duration=5, resolution="720p"),
    a_rule(113, 20, duration=10, resolution="540p"),
    a_rule(114, 30, duration=10, resolution="720p"),
)


def a_pixverse(version: str, *, model_field: bool = True) -> Node:
    """Return a version of Pixverse, with or without the form field that names it."""
    model = [a_field("model", f"v{version}", f"v{version}")] if model_field else []
    number = int(version.replace(".", "")) * 10
    return a_leaf(
        "pixverse",
        f"Pixverse V{version}",
        [*model, a_field("resolution", "540p", "540p", "720p")],
        a_rule(1000 + number, 12, resolution="540p"),
        a_rule(1001 + number, 15, resolution="720p"),
    )


PIXVERSE = a_group(
    "Pixverse",
    a_pixverse("3.5"),
    a_pixverse("5.5", model_field=False),
    a_pixverse("4"),
    a_pixverse("10", model_field=False),
)
VIDEOS = (
    a_group("Wan", WAN),
    a_group("MiniMax", HAILUO),
    a_group("Vidu", VIDU),
    a_group("Kling", KLING_O1, KLING_26),
    a_group("Google Veo", VEO),
    a_group("SeeDance 2.0", SEEDANCE_2),
    PIXVERSE,
)
SUNO = a_leaf(
    "sonic",
    "Suno",
    [
        a_field("make_instrumental", False, kind="toggle"),  # noqa: FBT003 - a default, as it stands in the list
        a_field("model_version", "sonic-v4", "sonic-v4", "sonic-v5"),
        a_field("tags", None, kind="textarea", config={"maximum": 1000}),
        a_field("vocal_gender", None, "m", "f"),
        a_field("n", "1", "1", "2", "3", "4"),
    ],
    a_rule(201, 25),
)
BGM = a_leaf("GenBGM", "DouBao - BGM", None, a_rule(202, 30))
SONG = a_leaf("GenSong", "DouBao - Song", None, a_rule(203, 30))
MUSIC = (a_group("suno", SUNO), a_group("doubao", BGM, SONG))
TTS_1 = a_leaf("seed-tts-1.1", "seed-tts-1.1", None, a_rule(211, 5))
TTS_2 = a_leaf(
    "seed-tts-2.0",
    "seed-tts-2.0",
    [
        a_field("model", "seed-tts-2.0-expressive", "seed-tts-2.0-expressive", "seed-tts-2.0-standard"),
        a_field("speaker", None, kind="textarea"),
        a_field("text", None, kind="textarea", config={"minimum": 1, "maximum": 10}),
    ],
    a_rule(212, 2),
)
SPEECH = (a_group("doubao", TTS_1, TTS_2),)
TREES: Mapping[TaskType, tuple[Node, ...]] = {
    TaskType.TEXT_TO_IMAGE: IMAGES,
    TaskType.IMAGE_TO_IMAGE: IMAGES,
    TaskType.TEXT_TO_VIDEO: VIDEOS,
    TaskType.IMAGE_TO_VIDEO: VIDEOS,
    TaskType.FIRST_LAST_FRAME_TO_VIDEO: VIDEOS,
    TaskType.REFERENCE_IMAGE_TO_VIDEO: VIDEOS,
    TaskType.TEXT_TO_MUSIC: MUSIC,
    TaskType.TEXT_TO_SPEECH: SPEECH,
}


def small_catalog(task_type: TaskType) -> Catalog:
    """Return the small catalogue of a task type."""
    return a_catalog(task_type, *TREES[task_type])


def leaf_of(catalog: Catalog, name: str) -> Leaf:
    """Return the leaf with this display name."""
    return next(leaf for leaf in catalog.leaves if leaf.name == name)


def real_tree(task_type: TaskType) -> list[Node]:
    """Return the recorded product list as the tree it came from, or skip the test that asks."""
    groups: dict[str, Node] = {}
    for leaf in json.loads(product_list(task_type.value).read_text(encoding="utf-8")):
        group = {"id": leaf["parent_id"], "type": "2", "name": leaf["group_name"], "model_id": "", "children": []}
        groups.setdefault(leaf["parent_id"], group)["children"].append(leaf)
    return list(groups.values())


def real_catalog(task_type: TaskType) -> Catalog:
    """Return the recorded catalogue of a task type, or skip the test that asks."""
    return decode_products(real_tree(task_type), task_type)
