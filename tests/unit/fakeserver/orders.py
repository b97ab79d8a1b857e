"""Bodies of create requests as a careful client would send them, made from the list that the fake server sends out."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from imastudio.fakeserver.catalogues.catalogue import TASK_TYPES, Catalogue
from imastudio.fakeserver.vendor.inputs import StoredFile

NEEDED = {"image_to_image": 1, "image_to_video": 1, "first_last_frame_to_video": 2, "reference_image_to_video": 1}
PHOTO = "https://example.com/photo.jpg"
CATALOGUE = Catalogue()
LEAVES = [(task_type, leaf["id"]) for task_type in TASK_TYPES for leaf in CATALOGUE.leaves(task_type)]


class NoFiles:
    """A store with nothing of its own; `stored` maps urls to files that are there, None to one that isn't."""

    def __init__(self, stored: Mapping[str, StoredFile | None] | None = None, *, verified: bool = True) -> None:
        self.stored = stored or {}
        self.verified = verified

    def is_own(self, url: str) -> bool:
        """Tell whether the url is ours."""
        return url in self.stored

    def look_up(self, url: str) -> StoredFile | None:
        """Find the file."""
        return self.stored[url]

    def is_verified(self, url: str) -> bool:  # noqa: ARG002 - all of them, or none
        """Tell whether it was verified."""
        return self.verified


async def until(come: Callable[[], object]) -> None:
    """Wait until something has come to pass on the other side of a socket; it takes a moment, never seconds."""
    async with asyncio.timeout(10):
        while not come():  # noqa: ASYNC110 - the other side has no event to wait for
            await asyncio.sleep(0.001)


def leaf_of(task_type: str, version: str) -> dict[str, Any]:
    """Find a version in the list of a task type."""
    return next(leaf for leaf in CATALOGUE.leaves(task_type) if leaf["id"] == version)


def defaults(leaf: Mapping[str, Any]) -> dict[str, Any]:
    """Give what is sent when the person says nothing: the fields' defaults, virtual fields mapped."""
    chosen = {}
    for field in leaf.get("form_config", ()):
        value = field["value"]
        if field.get("is_ui_virtual"):
            shown = field["ui_params"][0]
            rules = field["value_mapping"]["mapping_rules"]
            value = next(
                rule["target_value"] for rule in rules if rule["source_values"][shown["field"]] == shown["value"]
            )
        if value is not None:
            chosen[field["field"]] = value
    return chosen


def rule_for(leaf: Mapping[str, Any], parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Find the rule that the parameters fall under; the first one if there is none."""
    for rule in leaf["credit_rules"]:
        attributes = {name: value for name, value in rule["attributes"].items() if name != "default"}
        if all(str(parameters.get(name)) == str(value) for name, value in attributes.items()):
            return dict(rule)
    return dict(leaf["credit_rules"][0])


def body(
    task_type: str,
    version: str,
    inputs: Sequence[str] | None = None,
    *,
    top: Mapping[str, Any] | None = None,
    outer: Mapping[str, Any] | None = None,
    inner: Mapping[str, Any] | None = None,
    without: str = "",
) -> dict[str, Any]:
    """Build a body; `top`, `outer`, `inner` replace what would be sent, `without` leaves a key out of the inner ones."""
    leaf = leaf_of(task_type, version)
    urls = [PHOTO] * NEEDED.get(task_type, 0) if inputs is None else list(inputs)
    parameters = defaults(leaf) | dict(inner or {})
    rule = rule_for(leaf, parameters)
    parameters = {
        "prompt": "a puppy on grass",
        "n": 1,
        "input_images": urls,
        "cast": {"points": rule["points"], "attribute_id": rule["attribute_id"]},
        **{key: value for key, value in parameters.items() if key != "n"},
        **(inner or {}),
    }
    parameters.pop(without, None)
    built: dict[str, Any] = {
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
                "parameters": parameters,
                **(outer or {}),
            }
        ],
    }
    if version in ("ima-pro", "ima-pro-fast") and urls:
        built["src_image"] = [{"url": url, "width": 1024, "height": 768} for url in urls]
    return built | dict(top or {})
