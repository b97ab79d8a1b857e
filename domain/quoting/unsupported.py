"""What to answer where a model can't do what was wished for, and others can: from the live list, with live prices.

A refusal is not changed, it gets the facts of an answer: `unsupported` (what is lacking) and those that its text names.
Source: the vendor's "Decision Tree: When User Requests Unsupported Features" and "When user requests unsupported
combinations"; decisions 8 and 20.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TypeAlias

import attrs

from imastudio.domain.kernel import Failure, Json, Kind, WishRefused, canonical, is_readable, largest, number, squeezed
from imastudio.domain.orders import Medium, Order, Scope, Tier, Wish
from imastudio.domain.quoting.advice import Lack
from imastudio.domain.quoting.catalog import Catalog, Field, Leaf
from imastudio.domain.quoting.models import MODELS, trait_of
from imastudio.domain.quoting.parameters import form
from imastudio.domain.quoting.pricing import quote
from imastudio.domain.quoting.rules import price_range
from imastudio.domain.quoting.scopes import default_model, tier_model, within

Facts: TypeAlias = Mapping[str, Json]
MAX_OFFERED = 3
OFFERED = 2
_LONG_MUSIC_S = 120
_RATIO = "aspect_ratio"
_DURATION = "duration"
_SIZES = ("size", "resolution", "quality")
_AUDIO = frozenset(map(squeezed, ("generate_audio", "sound", "audio", "with_audio")))
_AUDIO_RANKS = {model.id: model.audio_rank for model in MODELS if model.audio_rank is not None}
_PLAIN_RATIO = r"[0-9]{1,3}:[0-9]{1,3}"  # compiled when it is needed


def explain(failure: Failure, wish: Wish, catalog: Catalog, leaf: Leaf) -> Failure:
    """Return `failure`, the refusal of `wish` by `leaf`, with the facts of an answer where there is one for it."""
    refused = _Refused(failure=failure, wish=wish, catalog=within(wish.scope, catalog), leaf=leaf)
    answer = _ANSWERS.get((failure.kind, squeezed(failure.parameter or ""), catalog.task_type.medium))
    facts = None if answer is None else answer(refused)
    if facts is None and failure.kind is Kind.VALUE_NOT_OFFERED:
        facts = _elsewhere(refused)
    if facts is None and failure.kind is Kind.UNKNOWN_PARAMETER:
        facts = {"model_name": leaf.name}
    return failure if facts is None else attrs.evolve(failure, facts={**failure.facts, **facts})


@attrs.frozen(kw_only=True)
class _Refused:
    """What was refused, by which leaf, and what else there is."""

    failure: Failure
    wish: Wish
    catalog: Catalog
    leaf: Leaf

    def with_leaf(self, leaf: Leaf, params: Mapping[str, Json]) -> Order | None:
        """Return what the wish would be with another leaf and other values, None where it can't be."""
        changed = attrs.evolve(self.wish, model=leaf.model_id, version_id=leaf.version_id, params=params)
        try:
            return quote(changed, self.catalog, complete=False).order
        except WishRefused:
            return None


def _without_ratio(refused: _Refused) -> Facts | None:
    able: list[Json] = []
    for other in _by_default(refused.catalog):
        field, points = _field(other, _RATIO), price_range(other)
        ratios = [] if field is None else list(_ratios(field.values))
        if ratios and points is not None:
            trait = trait_of(other.model_id)
            able.append(
                {"model": other.name, "ratios": ratios, "lowest": points[0], "highest": points[1], "trait": trait}
            )
    if not able:
        return None
    leaf = refused.leaf
    return {"unsupported": Lack.RATIO, "model": leaf.name, "model_id": leaf.model_id, "able": able[:MAX_OFFERED]}


def _odd_ratio(refused: _Refused) -> Facts | None:
    choices = refused.failure.choices
    return {"unsupported": Lack.ODD_RATIO, "nearest": list(_ratios(choices))[:MAX_OFFERED]} if choices else None


def _without_audio(refused: _Refused) -> Facts | None:
    wish, last = refused.wish, max(_AUDIO_RANKS.values(), default=0) + 1
    leaves = sorted(refused.catalog.leaves, key=lambda leaf: _AUDIO_RANKS.get(leaf.model_id, last))
    able = [leaf.name for leaf in leaves if refused.with_leaf(leaf, wish.params) is not None]
    lack = Lack.AUDIO_UNNAMED if wish.model is None else Lack.AUDIO
    return {"unsupported": lack, "models": able[:OFFERED]} if able else None


def _fixed_length(refused: _Refused) -> Facts:
    said = refused.wish.params
    seconds = [number(value) for name, value in said.items() if _is_length(name) and is_readable(value)]
    long = any(one is not None and one > _LONG_MUSIC_S for one in seconds)
    return {"unsupported": Lack.LONG_MUSIC if long else Lack.FIXED_MUSIC}


def _without_8k(refused: _Refused) -> Facts | None:
    """Name the largest size that is offered at all, and a model that makes it: the premium one, or else the default."""
    wish, catalog = refused.wish, refused.catalog
    if not _is(refused.failure.value, "8k"):
        return None
    said = {name: value for name, value in wish.params.items() if not _is(value, "8k")}
    made = [
        (best, order)
        for leaf in _by_default(catalog)
        for name in _SIZES
        if (field := _field(leaf, name)) is not None and (best := largest(field.values)) is not None
        if (order := refused.with_leaf(leaf, {**said, name: best})) is not None
    ]
    if not made:
        return None
    top = str(largest([size for size, _ in made]))
    premium = tier_model(wish.scope, catalog.task_type, Tier.PREMIUM)
    size, order = min((pair for pair in made if _is(pair[0], top)), key=lambda pair: pair[1].model_id != premium)
    return {"unsupported": Lack.EIGHT_K, "best": str(size), "model": order.model_name, "points": order.total}


def _too_long(refused: _Refused) -> Facts | None:
    """Name the longest that is offered, by this model or by any, and two models that come nearest to what was asked for."""
    failure, wish, catalog = refused.failure, refused.wish, refused.catalog
    asked = number(failure.value) if is_readable(failure.value) else None
    here = [seconds for value in failure.choices if is_readable(value) and (seconds := number(value)) is not None]
    if asked is None or asked <= max(here, default=asked):
        return None
    said = {name: value for name, value in wish.params.items() if not _is_length(name)}
    beyond_all = asked > max(chain(*map(_lengths, catalog.leaves)), default=0.0)
    able = [
        (seconds, order)
        for leaf in _by_default(catalog)
        if (seconds := _nearest(_lengths(leaf), asked, longest=beyond_all)) is not None
        if (order := refused.with_leaf(leaf, {**said, _DURATION: seconds})) is not None
    ]
    if not able:
        return None
    able.sort(key=lambda pair: abs(pair[0] - asked))
    first: dict[str, tuple[float, Order]] = {}  # several versions of a model are one choice
    for seconds, order in able:
        first.setdefault(order.model_id, (seconds, order))
    options: list[Json] = [
        {"model": order.model_name, "seconds": seconds, "points": order.total}
        for seconds, order in list(first.values())[:OFFERED]
    ]
    if beyond_all:
        return {"unsupported": Lack.LONG_VIDEO, "longest": able[0][0], "able": options}
    return {"unsupported": Lack.LONGER_THAN_THIS, "longest": max(here), "able": options}


def _elsewhere(refused: _Refused) -> Facts | None:
    """Name the models that make the same wish as it stands, with what was said for the refused parameter."""
    params = refused.wish.params
    if squeezed(refused.failure.parameter or "") not in map(squeezed, params):
        return None
    others = [leaf for leaf in _by_default(refused.catalog) if leaf.model_id != refused.leaf.model_id]
    names = list(dict.fromkeys(leaf.name for leaf in others if refused.with_leaf(leaf, params) is not None))
    return {"models": names[:MAX_OFFERED]} if names else None


# What is lacking, by the kind of refusal, the parameter that was refused, and the medium.
_ANSWERS: Mapping[tuple[Kind, str, Medium], Callable[[_Refused], Facts | None]] = {
    (Kind.UNKNOWN_PARAMETER, squeezed(_RATIO), Medium.IMAGE): _without_ratio,
    **{(Kind.UNKNOWN_PARAMETER, name, Medium.VIDEO): _without_audio for name in _AUDIO},
    (Kind.UNKNOWN_PARAMETER, _DURATION, Medium.MUSIC): _fixed_length,
    **{(Kind.VALUE_NOT_OFFERED, name, medium): _without_8k for name in _SIZES for medium in Medium},
    (Kind.VALUE_NOT_OFFERED, squeezed(_RATIO), Medium.IMAGE): _odd_ratio,
    (Kind.VALUE_NOT_OFFERED, _DURATION, Medium.VIDEO): _too_long,
}


def _nearest(lengths: Sequence[float], asked: float, *, longest: bool) -> float | None:
    """Return the longest, or the shortest that is enough."""
    return max(lengths, default=None) if longest else min((one for one in lengths if one >= asked), default=None)


def _lengths(leaf: Leaf) -> list[float]:
    """Return the lengths that it offers, in seconds."""
    field = _field(leaf, _DURATION)
    return [] if field is None else [seconds for value in field.values if (seconds := number(value)) is not None]


def _by_default(catalog: Catalog) -> list[Leaf]:
    """Return the leaves, those of the default model first."""
    default = default_model(Scope.ALL_IN_ONE, catalog.task_type)
    return sorted(catalog.leaves, key=lambda leaf: leaf.model_id != default)


def _field(leaf: Leaf, name: str) -> Field | None:
    """Return the field that a person sets as `name`, behind a virtual one too."""
    fields = (seen for field in form(leaf) for seen in (field.virtual.ui_fields if field.virtual else (field,)))
    return next((field for field in fields if field.name == name), None)


def _ratios(values: Sequence[Json]) -> Iterator[str]:
    return (value for value in values if isinstance(value, str) and re.fullmatch(_PLAIN_RATIO, value))


def _is(value: Json, word: str) -> bool:
    return is_readable(value) and canonical(value) == canonical(word)


def _is_length(name: str) -> bool:
    return squeezed(name) == _DURATION
