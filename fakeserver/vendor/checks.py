"""What the vendor checks before it charges for a create, in the order in which it refuses.

Rules this file obeys:
* It is a second opinion: it shares nothing with the client, and reads prices from the list that it sends out.
* Nothing is filled in and nothing is forgiven in what decides the price: a parameter that a rule names must be sent.
* Fields that no list and no document knows are collected; in strict mode they are refused.

The order among several mistakes in one request is not documented. Here: shape, product, attribute_id, rule, values,
inputs; points come last, in the world.
"""

from collections.abc import Mapping
from typing import Any

from imastudio.fakeserver.catalogues.catalogue import TASK_TYPES, Leaf
from imastudio.fakeserver.vendor import inputs, json_readers
from imastudio.fakeserver.vendor.inputs import Files
from imastudio.fakeserver.vendor.json_readers import Object, spell
from imastudio.fakeserver.vendor.orders import AcceptedOrder
from imastudio.fakeserver.vendor.refusals import (
    BAD_REQUEST,
    NO_RULE,
    WRONG_ATTRIBUTE,
    WRONG_CREDIT,
    WRONG_MODEL,
    invalid_attribute,
    refused,
)
from imastudio.fakeserver.vendor.world import World

APPS = ("ima", "webAgent")  # the gateway turns webAgent into ima
PLATFORM = "web"
MAX_RESULTS = 4
_TOP = {"task_type", "enable_multi_model", "src_img_url", "upload_img_src", "parameters", *inputs.SEEDANCE_LISTS}
_OUTER = {
    "attribute_id",
    "model_id",
    "model_name",
    "model_version",
    "app",
    "platform",
    "category",
    "credit",
    "parameters",
}
_INNER = {"prompt", "n", "input_images", "cast"}
# Beyond their forms, these models are documented to take more.
_EXTRAS: Mapping[str, set[str]] = {"sonic": {"lyrics"}, "seed-tts-2.0": {"audio_params", "additions"}}
_AUDIO_SPANS: Mapping[str, tuple[int, int]] = {"speech_rate": (-50, 100), "loudness_rate": (-50, 100)}


def check_create(body: object, world: World, files: Files) -> AcceptedOrder:
    """Make an order of a create's body, or refuse it."""
    top = json_readers.obj(body, "the body")
    task_type = json_readers.text(top, "task_type")
    if task_type not in TASK_TYPES:
        raise refused(BAD_REQUEST, "unknown task_type")
    outer = _outer(top, task_type)
    leaf = _leaf(outer, world, task_type)
    inner = json_readers.obj(outer.get("parameters"), "parameters[0].parameters")
    prompt = json_readers.text(inner, "prompt", "parameters[0].parameters.")
    _check_pixverse(leaf, inner)
    rule = _check_price(outer, inner, leaf, world)
    _check_values(leaf, inner, strict=world.strict)
    count = _count(leaf, inner)
    urls = inputs.check_inputs(top, inner, task_type, leaf, files, strict=world.strict)
    unknown = (
        *json_readers.strangers(top, _TOP),
        *json_readers.strangers(outer, _OUTER, "parameters[0]."),
        *json_readers.strangers(inner, _known(leaf), "parameters[0].parameters."),
    )
    if unknown and world.strict:
        raise refused(BAD_REQUEST, f"unknown field {unknown[0]}")
    return AcceptedOrder(
        task_type=task_type,
        leaf=leaf,
        rule=rule,
        n=count,
        prompt=prompt,
        parameters=inner,
        inputs=urls,
        unknown=unknown,
    )


def _outer(top: Object, task_type: str) -> Object:
    """Read the one entry of `parameters`: more would need enable_multi_model, which the Open API doesn't document."""
    entries = json_readers.objects(top, "parameters")
    if not isinstance(top.get("enable_multi_model"), bool | None):
        raise refused(BAD_REQUEST, "enable_multi_model must be true or false")
    if not isinstance(top.get("upload_img_src"), str | None):
        raise refused(BAD_REQUEST, "upload_img_src must be a text")
    if len(entries) != 1:
        raise refused(BAD_REQUEST, "parameters must hold one entry")
    outer = entries[0]
    if json_readers.text(outer, "app", "parameters[0].") not in APPS:
        raise refused(BAD_REQUEST, "unknown app")
    if json_readers.text(outer, "platform", "parameters[0].") != PLATFORM:
        raise refused(BAD_REQUEST, "unknown platform")
    if json_readers.text(outer, "category", "parameters[0].") != task_type:
        raise refused(BAD_REQUEST, "category does not match task_type")
    return outer


def _leaf(outer: Object, world: World, task_type: str) -> Leaf:
    model_id = json_readers.text(outer, "model_id", "parameters[0].")
    version = json_readers.text(outer, "model_version", "parameters[0].")
    name = json_readers.text(outer, "model_name", "parameters[0].")
    leaf = world.catalogue.find(task_type, model_id, version)
    if leaf is None:
        raise refused(BAD_REQUEST, "no such model_id and model_version in this category")
    if world.strict and name != leaf["name"]:
        raise refused(BAD_REQUEST, "model_name is not the name of this version")
    return leaf


def _check_pixverse(leaf: Leaf, inner: Object) -> None:
    """Refuse Pixverse without its version: five versions share one model_id."""
    if leaf["model_id"] != "pixverse":
        return
    expected = leaf["id"].removeprefix("Pixverse ").lower()
    if inner.get("model") != expected:
        raise refused(WRONG_MODEL)


def _check_price(outer: Object, inner: Object, leaf: Leaf, world: World) -> Mapping[str, Any]:
    """Find the rule that the parameters fall under, and hold everything that names a price against it."""
    attribute_id = json_readers.number(outer, "attribute_id")
    if not attribute_id or not world.catalogue.knows_attribute(attribute_id):
        raise invalid_attribute()
    rule = next((rule for rule in leaf["credit_rules"] if _holds(rule["attributes"], inner)), None)
    if rule is None:
        raise refused(NO_RULE)
    cast = inner.get("cast")
    if not isinstance(cast, dict):
        raise refused(WRONG_CREDIT, "cast is missing")
    if not rule["attribute_id"] == attribute_id == json_readers.number(cast, "attribute_id"):
        raise refused(WRONG_ATTRIBUTE)
    if not rule["points"] == json_readers.number(outer, "credit") == json_readers.number(cast, "points"):
        raise refused(WRONG_CREDIT)
    found: Mapping[str, Any] = rule
    return found


def _holds(attributes: Mapping[str, Any], inner: Object) -> bool:
    """Tell whether each attribute of a rule stands among the parameters with that value; `default` always holds."""
    return all(
        (name, value) == ("default", "enabled") or (name in inner and spell(inner[name]) == spell(value))
        for name, value in attributes.items()
    )


def _check_values(leaf: Leaf, inner: Object, *, strict: bool) -> None:
    for field in leaf.get("form_config", ()):
        name = field["field"]
        value = inner.get(name)
        if value is not None and name != "n":
            if strict or not _is_priced(leaf, name, value):
                _check_field(field, value)
            if strict:
                _check_combination(field, value, inner)
        elif name in inner and strict and value is None:
            raise refused(BAD_REQUEST, f"{name} is null: a default of null is not sent")
    _check_speech(leaf, inner)


def _is_priced(leaf: Leaf, name: str, value: object) -> bool:
    """Tell whether a rule has the value: some are in no option, and only strict mode is sure that they can't be had."""
    attributes = (rule["attributes"] for rule in leaf["credit_rules"])
    return any(name in each and spell(each[name]) == spell(value) for each in attributes)


def _check_field(field: Mapping[str, Any], value: object) -> None:
    name = field["field"]
    if field["type"] == "toggle":
        if spell(value) not in ("true", "false"):
            raise refused(BAD_REQUEST, f"{name} must be true or false")
    elif field["type"] == "textarea":
        _check_text(name, field.get("config") or {}, value)
    elif ("options" in field or "value_mapping" in field) and spell(value) not in _offered(field):
        raise refused(BAD_REQUEST, f"invalid value for {name}")


def _check_text(name: str, limits: Mapping[str, int], value: object) -> None:
    if not isinstance(value, str):
        raise refused(BAD_REQUEST, f"{name} must be a text")
    if not limits.get("minimum", 0) <= len(value) <= limits.get("maximum", len(value)):
        raise refused(BAD_REQUEST, f"{name} has a length that is not allowed")


def _offered(field: Mapping[str, Any]) -> set[str]:
    """Name the values that a field takes; behind a virtual field these are what its mapping leads to."""
    mapping = field.get("value_mapping")
    if mapping:
        return {spell(rule["target_value"]) for rule in mapping["mapping_rules"]}
    return {spell(option["value"]) for option in field["options"]}


def _check_combination(field: Mapping[str, Any], value: object, inner: Object) -> None:
    """Refuse what the vendor's page forbids. Priced rules exist for it, so only strict mode is sure of it."""
    for option in field.get("options", ()):
        if spell(option["value"]) == spell(value):
            for other, values in option.get("disabled", {}).items():
                if spell(inner.get(other)) in {spell(each) for each in values}:
                    raise refused(BAD_REQUEST, f"{field['field']} and {other} do not go together")


def _check_speech(leaf: Leaf, inner: Object) -> None:
    if leaf["model_id"] != "seed-tts-2.0":
        return
    speaker = inner.get("speaker")
    if isinstance(speaker, str) and speaker.startswith("BV") and speaker.endswith("_streaming"):
        raise refused(BAD_REQUEST, "speaker must be a native voice")
    json_readers.obj(inner.get("additions") or {}, "additions")
    audio = json_readers.obj(inner.get("audio_params") or {}, "audio_params")
    for name, (lowest, highest) in _AUDIO_SPANS.items():
        if name in audio and not lowest <= (json_readers.number(audio, name) or 0) <= highest:
            raise refused(BAD_REQUEST, f"audio_params.{name} must lie between {lowest} and {highest}")


def _count(leaf: Leaf, inner: Object) -> int:
    """Read n: one of the leaf's own choices, else 1 to 4; a number or its text; absent is 1."""
    value = inner.get("n", 1)
    own = next((field for field in leaf.get("form_config", ()) if field["field"] == "n"), None)
    choices = _offered(own) if own else {str(each) for each in range(1, MAX_RESULTS + 1)}
    if isinstance(value, bool | float) or spell(value) not in choices:
        raise refused(BAD_REQUEST, "invalid value for n")
    return int(value)


def _known(leaf: Leaf) -> set[str]:
    fields = {field["field"] for field in leaf.get("form_config", ())}
    fields |= {name for rule in leaf["credit_rules"] for name in rule["attributes"]}  # some clients send `default` back
    return fields | _INNER | _EXTRAS.get(leaf["model_id"], set())
