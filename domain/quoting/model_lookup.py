"""Which leaf a person means by a model id, a name or a version.

Rules: an id or the name of a leaf comes before a name people use; without a version the highest one is meant (by
number, not by the vendor's order); a version that is not there is refused, never replaced. Source: facts 2, 8 and 9.3.
"""

import re

from imastudio.domain.kernel import Json, Kind, WishRefused, nearest, refuse, shown, squeezed
from imastudio.domain.quoting.catalog import Catalog, Leaf, version_in
from imastudio.domain.quoting.model_names import model_ids
from imastudio.domain.quoting.models import MODELS

_TRAILING_VERSION = re.compile(r"(.*?)v?([0-9]{1,4}(?:\.[0-9]{1,4})*)")


def find_leaf(catalog: Catalog, model: str | None, version_id: str | None = None) -> Leaf:
    """Return the leaf that is meant.

    `model` is an id, a display name or a name people use; `version_id` a leaf id, "V5.5" or "5.5". Raises WishRefused
    (MODEL_UNKNOWN, or VALUE_NOT_OFFERED for a version) with the nearest names.
    """
    found = catalog.leaves if model is None else _of_name(catalog, model)
    if not found:
        raise _unknown_model(catalog, model)
    return found[0] if version_id is None else _of_version(found, version_id)


def listed(catalog: Catalog, model: str) -> Leaf | None:
    """Return the leaf that `model` means, or None where it is not listed."""
    return next(iter(_of_name(catalog, model)), None)


def _of_name(catalog: Catalog, model: str) -> tuple[Leaf, ...]:
    """Return the leaves that may be meant by `model`, the best first; all but the first need a version to be meant."""
    key = squeezed(model)
    if not key:
        return ()
    for leaf in catalog.leaves:
        if squeezed(leaf.model_id) == key:
            return catalog.of_model(leaf.model_id)
    exact = tuple(leaf for leaf in catalog.leaves if key in {squeezed(leaf.name), squeezed(leaf.version_id)})
    return exact or _of_alias(catalog, model) or _of_name_and_version(catalog, key)


def _of_alias(catalog: Catalog, name: str) -> tuple[Leaf, ...]:
    for model_id in model_ids(name):
        if leaves := catalog.of_model(model_id):
            return leaves
    groups = [leaf for leaf in catalog.leaves if squeezed(leaf.group) == squeezed(name)]
    models = {leaf.model_id for leaf in groups}
    return catalog.of_model(models.pop()) if len(models) == 1 else ()


def _of_name_and_version(catalog: Catalog, key: str) -> tuple[Leaf, ...]:
    """Understand "pixversev4": a name people use, and the version that the leaf's own name must have."""
    parted = _TRAILING_VERSION.fullmatch(key)
    if parted is None:
        return ()
    leaves = _of_alias(catalog, parted[1]) if parted[1] else ()
    return tuple(leaf for leaf in leaves if leaf.version == version_in(parted[2]))


def _of_version(leaves: tuple[Leaf, ...], version_id: str) -> Leaf:
    key = squeezed(version_id)
    hits = [leaf for leaf in leaves if squeezed(leaf.version_id) == key]
    if not hits and (parted := _TRAILING_VERSION.fullmatch(key)) and not parted[1]:
        hits = [leaf for leaf in leaves if leaf.version == version_in(parted[2])]
    if len(hits) == 1:
        return hits[0]
    choices = nearest(version_id, dict.fromkeys(leaf.version_id for leaf in hits or leaves))
    raise refuse(Kind.VALUE_NOT_OFFERED, "version_id", shown(version_id), choices)


def _unknown_model(catalog: Catalog, model: str | None) -> WishRefused:
    said = model or ""
    ids = {leaf.name: leaf.model_id for leaf in catalog.leaves}
    names = nearest(said, ids)
    other = next((model.makes for model in MODELS if model.id in model_ids(said)), None)
    facts: dict[str, Json] = {} if other in {None, catalog.task_type.medium} else {"makes": str(other)}
    return refuse(
        Kind.MODEL_UNKNOWN,
        "model",
        None if model is None else shown(said),
        names,
        model_ids=[ids[name] for name in names],
        task_type=catalog.task_type.value,
        **facts,
    )
