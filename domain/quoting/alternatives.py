"""What else could be taken: after a failure, where an order is dear, and where another model was recommended.

Rules: prices are live prices for the same wish; a model that is not listed, can't do what was wished for, or costs more
than allowed is not offered. After a failure two are offered, from the vendor's table "Failure fallback by task type",
without the failed model, filled from the next rows and then from what else is listed. Where they may be offered at all,
the failure tells. Source: decision 16; "Cost transparency".
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from types import MappingProxyType
from typing import TypeAlias

import attrs

from imastudio.domain.kernel import Failure, Json, Kind, WishRefused, same
from imastudio.domain.orders import Input, Order, Scope, TaskType, Tier, Wish
from imastudio.domain.quoting.advice import Advice, Alternative, Trait
from imastudio.domain.quoting.catalog import Catalog, Leaf
from imastudio.domain.quoting.model_lookup import listed
from imastudio.domain.quoting.models import AFTER_ANY, BY_ID, MODELS, Offer, trait_of
from imastudio.domain.quoting.parameters import effective
from imastudio.domain.quoting.pricing import quote
from imastudio.domain.quoting.quotes import Quote
from imastudio.domain.quoting.scopes import BANANA_2, BANANA_PRO, default_model, within
from imastudio.domain.quoting.selection import ChosenBy

DEAR = 50
OFFERED = 2
INSTEAD = "instead"
"""The fact of a refusal that holds its alternatives."""
# Refusals by one model of what another may make.
ANOTHER_CAN = frozenset(
    {
        Kind.UNKNOWN_PARAMETER,
        Kind.VALUE_NOT_OFFERED,
        Kind.COMBINATION_FORBIDDEN,
        Kind.COUNT_NOT_OFFERED,
        Kind.INPUT_COUNT,
        Kind.INPUT_FORMAT,
        Kind.INPUT_TOO_LARGE,
        Kind.NO_PRICE,
        Kind.ABOVE_BUDGET,
    }
)
_SIZE = "size"
_SUNO = "sonic"

# One row of the fallback table: the failed model (None: any), and what to take then.
_Row: TypeAlias = tuple[str | None, tuple[Offer, ...]]
_ROWS: Mapping[TaskType, tuple[_Row, ...]] = MappingProxyType(
    {
        task: (
            *((model.id, model.instead[task]) for model in MODELS if task in model.instead),
            *([(None, AFTER_ANY[task])] if task in AFTER_ANY else []),
        )
        for task in TaskType
    }
)
_BANANA_ROWS: tuple[_Row, ...] = (
    (BANANA_2, ((BANANA_PRO, Trait.HIGH_QUALITY),)),
    (BANANA_PRO, ((BANANA_2, Trait.FAST_AND_CHEAP),)),
)
_BETTER = MappingProxyType({model.makes: model.id for model in MODELS if model.better})
# What a person says of a thing, whatever the model; the rest of an order's parameters are the model's own business.
_SAID_OF_ANY = frozenset(
    {"aspect_ratio", "size", "resolution", "quality", "duration", "generate_audio", "sound", "audio"}
)
# How Suno is told the style of a piece; the others read it off the words. One's own lyrics are no style.
_OF_SUNO = frozenset(
    {
        *("tags", "negative_tags", "vocal_gender", "make_instrumental", "auto_lyrics", "custom_mode", "title"),
        *("model_version", "gpt_description_prompt"),
    }
)


def advise(wish: Wish, catalog: Catalog, quoted: Quote, recommended: str | None = None) -> Advice:
    """Return what may be said besides `quoted`; `recommended` is the model id that is recommended, but another is used."""
    order = quoted.order
    offered = within(wish.scope, catalog)
    return Advice(
        trait=_trait_at_start(order.model_id),
        sizes=_sizes(catalog, order),
        cheaper=cheaper(wish, offered, order),
        better=_better(wish, offered, order) if quoted.chosen_by == ChosenBy.RECOMMENDED else None,
        recommended=_priced(wish, offered, recommended) if recommended is not None else None,
        instead=alternatives(wish, offered, order),
    )


def advise_again(order: Order, catalog: Catalog, scope: Scope = Scope.ALL_IN_ONE) -> Advice:
    """Return what may be taken instead of an order of which nothing more is known than the ledger tells."""
    wish = _same_wish(order, catalog, scope)
    return Advice(instead=alternatives(wish, within(scope, catalog), order))


def alternatives(wish: Wish, catalog: Catalog, order: Order) -> tuple[Alternative, ...]:
    """Return the first two of what could be taken instead of `order`, for what `wish` says, the best first."""
    found = _of(wish, catalog, _candidates(wish, catalog, order.model_id))
    if wish.scope is Scope.NANO_BANANA:
        found = chain(found, _other_sizes(wish, catalog, order))
    return tuple(islice(found, OFFERED))


def with_alternatives(failure: Failure, wish: Wish, catalog: Catalog, model_id: str) -> Failure:
    """Return the refusal of `wish` by a model with what can make just that: two others, within the cap of the wish."""
    if failure.kind not in ANOTHER_CAN:
        return failure
    offered = within(wish.scope, catalog)
    found = islice(_of(wish, offered, _candidates(wish, offered, model_id)), OFFERED)
    instead = [attrs.asdict(one, value_serializer=lambda _, __, value: value) for one in found]
    return attrs.evolve(failure, facts={**failure.facts, INSTEAD: instead}) if instead else failure


def alternatives_in(failure: Failure) -> tuple[Alternative, ...]:
    """Return the alternatives that a refusal tells of."""
    told = failure.facts.get(INSTEAD)
    return tuple(Alternative(**one) for one in told) if isinstance(told, list) else ()


def cheaper(wish: Wish, catalog: Catalog, order: Order) -> Alternative | None:
    """Return what makes the same for less, where `order` is dear: one that is not dear, else the least dear.

    None where the best was asked for in so many words ("Cost transparency").
    """
    if order.total <= DEAR or wish.tier is Tier.PREMIUM:
        return None
    found = [one for one in _of(wish, catalog, _candidates(wish, catalog, order.model_id)) if one.points < order.total]
    return next((one for one in found if one.points <= DEAR), min(found, key=lambda one: one.points, default=None))


def _trait_at_start(model_id: str) -> Trait | None:
    """Return what the price of an order is explained with, where the vendor has other words for that."""
    model = BY_ID.get(model_id)
    return None if model is None else model.trait_at_start or model.trait


def _better(wish: Wish, catalog: Catalog, order: Order) -> Alternative | None:
    model = _BETTER.get(order.medium)
    found = _priced(wish, catalog, model) if model not in {None, order.model_id} else None
    return found if found is not None and found.points > order.total else None


def _candidates(wish: Wish, catalog: Catalog, model_id: str) -> Iterator[tuple[str, Trait | None]]:
    """Return models in the order in which they are offered: the failed model's row, the next rows, all the rest."""
    rows = _BANANA_ROWS if wish.scope is Scope.NANO_BANANA else _ROWS[catalog.task_type]
    first = next((place for place, (failed, _) in enumerate(rows) if failed in {model_id, None}), 0)
    seen = {model_id}
    for _, offers in (*rows[first:], *rows[:first]):
        for offer in offers:
            model, trait = (offer, None) if isinstance(offer, str) else offer
            if model not in seen:
                seen.add(model)
                yield model, trait
    rest = [default_model(wish.scope, catalog.task_type), *(leaf.model_id for leaf in catalog.leaves)]
    yield from ((model, None) for model in dict.fromkeys(rest) if model is not None and model not in seen)


def _of(wish: Wish, catalog: Catalog, candidates: Iterable[tuple[str, Trait | None]]) -> Iterator[Alternative]:
    for model, trait in candidates:
        found = _priced(wish, catalog, model, trait)
        if found is not None:
            yield found


def _priced(
    wish: Wish,
    catalog: Catalog,
    model: str | None,
    trait: Trait | None = None,
) -> Alternative | None:
    """Return `model` with its price for the same wish, None where it is not listed or can't do it."""
    if model is not None and listed(catalog, model) is None:
        return None  # told without looking for names that are near it
    params = {name: value for name, value in wish.params.items() if name not in _OF_SUNO or model == _SUNO}
    changed = attrs.evolve(wish, model=model, version_id=None, params=params)
    try:
        order = quote(changed, catalog, complete=False).order
    except WishRefused:
        return None
    return Alternative(
        model_id=order.model_id,
        model_name=order.model_name,
        version_id=order.version_id,
        points=order.total,
        n=order.n,
        trait=trait or trait_of(order.model_id),
    )


def _other_sizes(wish: Wish, catalog: Catalog, order: Order) -> Iterator[Alternative]:
    """Return the same model in the sizes that cost less, the nearest first."""
    sizes = _sizes(catalog, order)
    here = next((place for place, size in enumerate(sizes) if same(size, order.params.get(_SIZE, ""))), 0)
    for size in reversed(sizes[:here]):
        found = _priced(attrs.evolve(wish, params={**wish.params, _SIZE: size}), catalog, order.model_id)
        if found is not None and found.points < order.total:
            yield attrs.evolve(found, trait=None, size=size)


def _leaf(catalog: Catalog, order: Order) -> Leaf | None:
    return next((leaf for leaf in catalog.of_model(order.model_id) if leaf.version_id == order.version_id), None)


def _sizes(catalog: Catalog, order: Order) -> tuple[str, ...]:
    """Return the sizes that the ordered model is sold in, as offered; none where its size is something else."""
    leaf = _leaf(catalog, order)
    field = None if leaf is None else leaf.field(_SIZE)
    return () if field is None or field.virtual is not None else tuple(str(value) for value in field.values)


def _same_wish(order: Order, catalog: Catalog, scope: Scope) -> Wish:
    """Return the wish that `order` came of, as far as it shows: what differs from the model's own defaults."""
    return Wish(
        task_type=order.task_type,
        params=_said(order, _leaf(catalog, order)),
        n=order.n,
        inputs=(Input(""),) * order.input_count,
        scope=scope,
    )


def _said(order: Order, leaf: Leaf | None) -> Mapping[str, Json]:
    if leaf is None:
        return {}
    try:
        usual = effective(leaf, {}).closed
    except WishRefused:
        return {}
    said: dict[str, Json] = {}
    for name, value in order.params.items():
        if usual.get(name) != value:
            said |= _as_said(leaf, name, value)
    return {name: value for name, value in said.items() if name in _SAID_OF_ANY}


def _as_said(leaf: Leaf, name: str, value: Json) -> Mapping[str, Json]:
    """Return what a person set so that `name` was sent as `value`."""
    field = leaf.field(name)
    if field is None or field.virtual is None:
        return {name: value}
    return next((rule.source for rule in field.virtual.rules if rule.target == value), {name: value})
