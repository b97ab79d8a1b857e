"""The one price that fits, or none."""

import itertools
import math
from collections.abc import Mapping
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imastudio.domain.kernel.failures import Failure, Kind
from imastudio.domain.kernel.scalars import Json
from imastudio.domain.kernel.spelling import same
from imastudio.domain.lifecycle.fingerprints import fingerprint
from imastudio.domain.messages.phrasebook import say_failure
from imastudio.domain.orders import Input, InputFacts, Notice, Tier, Wish
from imastudio.domain.orders.tasks import InputKind, TaskType
from imastudio.domain.quoting.catalog import Catalog, Leaf, Rule
from imastudio.domain.quoting.parameters import Effective, effective, form
from imastudio.domain.quoting.pricing import cheapest, check_cap, exact_rule, price_range, quote, reachable
from imastudio.domain.quoting.quotes import Quote
from imastudio.domain.quoting.selection import ChosenBy, Selected
from imastudio.testing.strategies import JUNK_COUNTS, JUNK_PARAMS, TIERS, chosen_params, offered, spellings
from tests.leaves import (
    BANANA_2,
    BANANA_PRO,
    HAILUO,
    KLING_O1,
    SEEDANCE_2,
    TREES,
    VEO,
    WAN,
    a_field,
    a_leaf,
    a_rule,
    leaf_of,
    only_leaf,
    real_catalog,
    small_catalog,
)
from tests.refusals import outcome_of, refusal_of

CATALOGS = {task_type: small_catalog(task_type) for task_type in TREES}
LEAVES = [(catalog, leaf) for catalog in CATALOGS.values() for leaf in catalog.leaves]
IMAGES, VIDEOS = CATALOGS[TaskType.TEXT_TO_IMAGE], CATALOGS[TaskType.TEXT_TO_VIDEO]


def quoted(catalog: Catalog, leaf: Leaf, params: Any = None, **wish: Any) -> Quote:
    """Return the quote of one leaf, without inputs."""
    selected = Selected(leaf=leaf, chosen_by=ChosenBy.NAMED)
    return quote(Wish(prompt="a cat", params=params or {}, **wish), catalog, selected=selected, complete=False)


def holds(rule: Rule, sent: Mapping[str, Any]) -> bool:
    """Tell, in the plainest way, whether a rule's attributes are what would be sent."""
    return all(
        name == "default" or str(sent.get(name, "(not sent)")).lower() == str(value).lower()
        for name, value in rule.attributes.items()
    )


def price_of(leaf: Leaf, **given_params: Any) -> tuple[int, int]:
    """Return attribute id and points."""
    rule = exact_rule(leaf, effective(leaf, given_params))
    return rule.attribute_id, rule.points


# the exact rule


@given(st.sampled_from(LEAVES), st.data())
def test_the_rule_of_a_quote_holds_for_what_is_sent(place: tuple[Catalog, Leaf], data: st.DataObject) -> None:
    """Id and points come from one rule, all of whose attributes are those that are sent; no other rule holds."""
    catalog, leaf = place
    params = data.draw(chosen_params(leaf))
    given_quote = outcome_of(lambda: quoted(catalog, leaf, params))
    if isinstance(given_quote, Failure):
        return
    order = given_quote.order
    holding = [rule for rule in leaf.rules if holds(rule, given_quote.params)]
    assert [(rule.attribute_id, rule.points) for rule in holding] == [(order.attribute_id, order.points)]


@given(st.sampled_from(LEAVES), st.data())
def test_spelling_changes_nothing_of_a_quote(place: tuple[Catalog, Leaf], data: st.DataObject) -> None:
    """However values are written, it is the same order at the same price."""
    catalog, leaf = place
    params = data.draw(chosen_params(leaf))
    respelled = {name: data.draw(spellings(value)) for name, value in params.items()}
    plain, spelled = (outcome_of(lambda it=it: quoted(catalog, leaf, it)) for it in (params, respelled))  # type: ignore[misc]
    if isinstance(plain, Failure) or isinstance(spelled, Failure):
        assert (type(plain), type(spelled)) == (Failure, Failure)
    else:
        assert plain == spelled


@given(st.sampled_from(LEAVES), JUNK_PARAMS, JUNK_COUNTS, TIERS, st.one_of(st.none(), st.integers(0, 200)))
@settings(max_examples=300)
def test_any_wish_is_quoted_or_refused(
    place: tuple[Catalog, Leaf], params: dict[str, Json], n: Any, tier: Tier | None, cap: int | None
) -> None:
    """Nothing else comes of it, and what is quoted is within the cap and can be recorded."""
    catalog, _ = place
    wish = Wish(prompt="a cat", params=params, n=n, tier=tier, max_points=cap)
    given_quote = outcome_of(lambda: quote(wish, catalog, complete=False))
    if isinstance(given_quote, Failure):
        assert given_quote.exit_code == 3
        assert say_failure(given_quote, "en")
    else:
        order = given_quote.order
        assert order.total == order.points * order.n == order.agreed_points
        assert cap is None or order.total <= cap
        assert order.attribute_id > 0
        assert fingerprint(given_quote)


@pytest.mark.parametrize(("catalog", "leaf"), LEAVES, ids=lambda value: getattr(value, "name", ""))
def test_every_combination_of_values_has_its_own_price_or_none(catalog: Catalog, leaf: Leaf) -> None:
    """Over all values that the leaf offers: exactly the rule that is written down for them, never a neighbour."""
    ways = [[{}, *({name: value} for name, value in offered(field))] for field in form(leaf)]
    for parts in itertools.product(*ways):
        params = {name: value for part in parts for name, value in part.items()}
        given_quote = outcome_of(lambda params=params: quoted(catalog, leaf, params))  # type: ignore[misc]
        if isinstance(given_quote, Failure):
            assert given_quote.kind in {Kind.COMBINATION_FORBIDDEN, Kind.VALUE_NOT_OFFERED, Kind.NO_PRICE}
            if given_quote.kind is Kind.NO_PRICE:
                assert not any(holds(rule, effective(leaf, params).closed) for rule in leaf.rules)
        else:
            (rule,) = [rule for rule in leaf.rules if holds(rule, given_quote.params)]
            assert (given_quote.order.attribute_id, given_quote.order.points) == (rule.attribute_id, rule.points)


def a_priced_leaf(*rules: Rule) -> Leaf:
    """Return a leaf with two sizes, a count and these prices."""
    node = a_leaf("m", "M", [a_field("size", "1K", "1K", "2K"), a_field("mode", "std", "std", "pro")])
    return attrs.evolve(only_leaf(node, TaskType.TEXT_TO_IMAGE), rules=rules)


def test_no_rule_no_price() -> None:
    """It is refused with the combinations that have one, the nearest first."""
    near = Rule(attribute_id=2, points=2, attributes={"size": "2K", "mode": "std"})
    far = Rule(attribute_id=1, points=1, attributes={"size": "2K", "mode": "pro"})
    leaf = a_priced_leaf(far, near)
    failure = refusal_of(lambda: price_of(leaf))
    assert (failure.kind, failure.choices) == (Kind.NO_PRICE, (dict(near.attributes), dict(far.attributes)))
    assert refusal_of(lambda: price_of(a_priced_leaf())).choices == ()


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        # one holds always, one is for this size: the one for the size
        ([(1, 5, {"default": "enabled"}), (2, 9, {"size": "1K"})], (2, 9)),
        ([(2, 9, {"size": "1K"}), (1, 5, {"default": "enabled"})], (2, 9)),
        ([(1, 5, {"default": "Enabled"}), (2, 9, {"size": "2K"})], (1, 5)),
        ([(1, 5, {"size": "1K"}), (2, 9, {"size": "1K", "mode": "std"})], (2, 9)),
        # the same rule twice is one rule
        ([(1, 5, {"size": "1K"}), (1, 5, {"size": "1K"})], (1, 5)),
        # two that contradict each other are none
        ([(1, 5, {"size": "1K"}), (2, 9, {"size": "1K"})], None),
        ([(1, 5, {"size": "1K"}), (2, 5, {"size": "1K"})], None),
        ([(1, 5, {"size": "1K"}), (2, 9, {"mode": "std"})], None),
        ([(1, 5, {"default": "enabled"}), (2, 9, {"default": "enabled"})], None),
        # what is not sent holds for nothing
        ([(1, 5, {"default": "disabled"})], None),
        ([(1, 5, {"sound": "off"})], None),
        ([(1, 5, {"size": "1K", "sound": "off"})], None),
        ([(1, 5, {"n": 1})], (1, 5)),
        ([(1, 5, {"n": 2})], None),
        # an id of 0 is none
        ([(0, 5, {"size": "1K"})], None),
        ([(7, 0, {"size": "1K"})], (7, 0)),
    ],
)
def test_only_an_unmistakable_rule_sets_the_price(rules: list[tuple[int, int, dict[str, Any]]], expected: Any) -> None:
    """Where several hold, the one with all of the others' attributes and more; otherwise none."""
    leaf = a_priced_leaf(
        *(Rule(attribute_id=id_, points=points, attributes=attributes) for id_, points, attributes in rules)
    )
    if expected is None:
        assert refusal_of(lambda: price_of(leaf)).kind is Kind.NO_PRICE
    else:
        assert price_of(leaf) == expected


@given(st.permutations(range(6)))
def test_the_order_of_the_rules_changes_no_price(order: list[int]) -> None:
    """A price is found, not picked."""
    leaf = only_leaf(WAN)
    shuffled = attrs.evolve(leaf, rules=tuple(leaf.rules[place] for place in order))
    assert [offer.rule for offer in reachable(shuffled)] == list(shuffled.rules)
    assert price_of(shuffled, duration="10s", resolution=720) == (53, 50)


@pytest.mark.parametrize(
    ("node", "given_params", "expected"),
    [
        (KLING_O1, {}, (71, 48)),
        (KLING_O1, {"quality": "1080p"}, (72, 60)),  # through the virtual field
        (KLING_O1, {"duration": 10, "mode": "pro"}, (74, 120)),
        (VEO, {"duration": 8, "resolution": "1080p", "audio": True}, (93, 330)),
        (VEO, {"duration": 8, "resolution": "1080p"}, (94, 190)),
        (SEEDANCE_2, {"duration": "10"}, (102, 96)),
    ],
)
def test_a_price_follows_the_effective_parameters(
    node: Any, given_params: dict[str, Any], expected: tuple[int, int]
) -> None:
    """All attributes count, mapped values too."""
    assert price_of(only_leaf(node), **given_params) == expected


# the quote


def test_a_quote_is_the_exact_order() -> None:
    """Everything that would be ordered stands in it, and nothing private in the part that may be recorded."""
    wish = Wish(
        prompt="a secret cat",
        model="wan",
        params={"resolution": "720p", "negative_prompt": "secret dog"},
        n="3",
        max_points=75,
        strict=True,
        deliver_to="out",
    )
    given_quote = quote(wish, VIDEOS)
    order = given_quote.order
    assert (order.task_type, order.model_id, order.model_name, order.version_id) == (
        TaskType.TEXT_TO_VIDEO,
        "wan2.6-t2v",
        "Wan 2.6",
        "wan 2.6",
    )
    assert (order.attribute_id, order.points, order.n, order.total, order.agreed_points) == (51, 25, 3, 75, 75)
    assert order.params == {"duration": 5, "resolution": "720P", "prompt_extend": False}
    assert (order.strict, order.deliver_to, order.input_count, order.notices) == (True, "out", 0, ())
    assert (order.estimate.lowest, order.estimate.highest) == (60, 120)
    assert (given_quote.content.prompt, given_quote.content.texts) == (
        "a secret cat",
        {"negative_prompt": "secret dog"},
    )
    assert "secret" not in repr(given_quote)


def test_n_results_cost_n_times_the_points() -> None:
    """And no more than the person allows."""
    wish = Wish(prompt="a cat", model="香蕉", n=4)
    assert quote(wish, IMAGES).order.total == 24
    assert quote(attrs.evolve(wish, max_points=24), IMAGES).order.total == 24
    failure = refusal_of(lambda: quote(attrs.evolve(wish, max_points=23), IMAGES))
    assert (failure.kind, failure.facts["total"], failure.facts["cap"]) == (Kind.ABOVE_BUDGET, 24, 23)


def test_a_cap_that_is_no_number_allows_nothing() -> None:
    """What compares with nothing is not taken for no cap at all."""
    nothing: Any = math.nan  # as an untyped caller may say
    assert refusal_of(lambda: check_cap(5, nothing)).kind is Kind.ABOVE_BUDGET
    with pytest.raises(TypeError, match=r"Wish\.max_points must be a whole number"):
        Wish(prompt="a cat", max_points=nothing)


@pytest.mark.parametrize("prompt", ["", "   ", "\n"])
def test_a_prompt_is_needed_to_order(prompt: str) -> None:
    """Not to know the price."""
    assert refusal_of(lambda: quote(Wish(prompt=prompt), IMAGES)).kind is Kind.PROMPT_MISSING
    assert quote(Wish(prompt=prompt), IMAGES, complete=False).order.points == 5


@given(st.text(), st.sampled_from(["\0", "\ud83d", "\udce4"]), st.text())
def test_a_prompt_arrives_as_it_is_or_is_refused(before: str, broken: str, after: str) -> None:
    """Half a character and NUL would be something else at the other end, and paid for."""
    refusal = refusal_of(lambda: quote(Wish(prompt=f"a cat {before}{broken}{after}"), IMAGES))
    assert (refusal.kind, refusal.parameter, refusal.value) == (Kind.VALUE_NOT_OFFERED, "prompt", None)


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0")))
def test_any_whole_text_is_a_prompt(text: str) -> None:
    """Line ends, tabs and emoji too."""
    wish = Wish(prompt=f"a cat {text}")
    assert quote(wish, IMAGES).content.prompt == wish.prompt


def test_inputs_are_counted_and_checked() -> None:
    """By what is known of them, else by their kinds."""
    catalog = CATALOGS[TaskType.IMAGE_TO_IMAGE]
    wish = Wish(prompt="a hat", model="香蕉", inputs=[Input("cat.png"), Input("hat.png")])
    assert quote(wish, catalog).order.input_count == 2
    assert quote(wish, catalog).content.inputs == wish.inputs
    facts = [InputFacts(kind=InputKind.IMAGE, format="gif")]
    assert refusal_of(lambda: quote(wish, catalog, inputs=facts)).kind is Kind.INPUT_FORMAT
    assert refusal_of(lambda: quote(Wish(prompt="a hat"), catalog)).kind is Kind.INPUT_COUNT
    assert refusal_of(lambda: quote(wish, IMAGES)).kind is Kind.INPUT_NOT_ALLOWED


def test_all_notices_come_along() -> None:
    """Those of the task type, of the choice and of the parameters, in this order."""
    first, second = Notice("first"), Notice("second")
    selected = Selected(leaf=leaf_of(IMAGES, "Nano Banana 2"), chosen_by=ChosenBy.SAVED, notices=(second,))
    given_quote = quote(Wish(prompt="a cat", params={"size": "8K"}), IMAGES, selected=selected, notices=[first])
    assert [notice.code for notice in given_quote.order.notices] == ["first", "second", "8k_downgraded"]


def test_a_forbidden_combination_names_the_models_that_can_do_both() -> None:
    """A ratio together with 4K is no work for SeeDream, but for both bananas."""
    failure = refusal_of(lambda: quote(Wish(prompt="a cat", params={"size": "4k", "aspect_ratio": "16:9"}), IMAGES))
    assert (failure.kind, failure.facts["models"]) == (Kind.COMBINATION_FORBIDDEN, ["Nano Banana 2", "Nano Banana Pro"])
    wish = Wish(prompt="waves", model="Hailuo", params={"duration": 10, "resolution": "1080p"})
    models = refusal_of(lambda: quote(wish, VIDEOS)).facts["models"]
    assert models == ["Wan 2.6", "Kling O1"]
    twice = Wish(prompt="waves", model="Wan", params={"resolution": "720p", "quality": "1080p"})
    assert "models" not in refusal_of(lambda: quote(twice, VIDEOS)).facts


# what can be reached, and the cheapest of it


def test_what_no_option_reaches_is_not_reachable() -> None:
    """A price for a forbidden combination or for a value that is not offered is no offer."""
    leaf = only_leaf(HAILUO)
    assert [offer.rule.attribute_id for offer in reachable(leaf)] == [61, 62, 63]
    assert price_range(leaf) == (12, 24)
    assert price_range(a_priced_leaf()) is None


@pytest.mark.parametrize(("catalog", "leaf"), LEAVES, ids=lambda value: getattr(value, "name", ""))
def test_what_is_reachable_is_reached(catalog: Catalog, leaf: Leaf) -> None:
    """The parameters of an offer lead to its rule, and the cheapest is the least of all."""
    offers = reachable(leaf)
    for offer in offers:
        order = quoted(catalog, leaf, offer.params).order
        assert (order.attribute_id, order.points) == (offer.rule.attribute_id, offer.rule.points)
    least = cheapest(leaf)
    assert least is not None
    assert least.rule.points == min(offer.rule.points for offer in offers)


def test_the_cheapest_leaves_alone_what_the_person_gave() -> None:
    """And of equal prices it takes the defaults."""
    wan = only_leaf(WAN)
    least = cheapest(wan, {"quality": "1080p"})
    assert least is not None
    assert (least.rule.points, least.effective.closed["resolution"]) == (40, "1080P")
    pro = cheapest(only_leaf(BANANA_PRO, TaskType.TEXT_TO_IMAGE))
    assert pro is not None
    assert pro.effective.closed["size"] == "1K"
    assert cheapest(only_leaf(BANANA_2, TaskType.TEXT_TO_IMAGE), {"size": "16K"}) is None


def test_budget_is_the_cheapest_combination() -> None:
    """Of the model that is named, or of the cheapest one; what the person gave stays."""
    order = quote(Wish(prompt="waves", tier=Tier.BUDGET), VIDEOS).order
    assert (order.model_name, order.points, order.params["resolution"]) == ("Vidu Q2", 5, "540p")
    order = quote(Wish(prompt="waves", tier=Tier.BUDGET, model="Wan"), VIDEOS).order
    assert (order.model_name, order.points) == ("Wan 2.6", 25)
    order = quote(Wish(prompt="a cat", tier=Tier.BUDGET, params={"size": "2K"}, model="香蕉"), IMAGES).order
    assert (order.points, order.params["size"]) == (10, "2K")
    wish = Wish(prompt="a cat", tier=Tier.BUDGET, params={"size": "16K"}, model="香蕉")
    assert refusal_of(lambda: quote(wish, IMAGES)).kind is Kind.VALUE_NOT_OFFERED


def test_a_price_by_number_can_be_reached_without_options() -> None:
    """Where a field has no options, the values of its rules are tried."""
    node = a_leaf("m", "M", [a_field("steps", 10, kind="slider")], a_rule(1, 5, steps=10), a_rule(2, 9, steps=20))
    assert [offer.rule.attribute_id for offer in reachable(only_leaf(node))] == [1, 2]


def test_a_list_gone_mad_does_not_stop_a_quote() -> None:
    """The number of combinations that are tried is bounded."""
    fields = [a_field(f"f{place}", 0, *range(10)) for place in range(9)]
    node = a_leaf("m", "M", fields, a_rule(1, 5, **{f"f{place}": 0 for place in range(9)}))
    assert [offer.rule.attribute_id for offer in reachable(only_leaf(node))] == [1]


# the recorded lists


@pytest.mark.parametrize("task_type", TaskType)
def test_every_recorded_leaf_has_a_price_at_its_defaults(task_type: TaskType) -> None:
    """And it is the one rule that holds."""
    catalog = real_catalog(task_type)
    assert catalog.leaves
    for leaf in catalog.leaves:
        given_quote = quoted(catalog, leaf)
        (rule,) = [rule for rule in leaf.rules if holds(rule, given_quote.params)]
        assert (given_quote.order.attribute_id, given_quote.order.points) == (rule.attribute_id, rule.points)


def is_forbidden(leaf: Leaf, rule: Rule) -> bool:
    """Tell whether the list forbids a rule's combination, or offers one of its values nowhere."""
    for name, value in rule.attributes.items():
        field = leaf.field(name)
        if field is None or not field.options:
            continue
        option = next((option for option in field.options if same(option.value, value)), None)
        if option is None:
            return True
        for other, banned in option.forbids.items():
            if other in rule.attributes and any(same(rule.attributes[other], value) for value in banned):
                return True
    return False


@pytest.mark.parametrize("task_type", TaskType)
def test_every_recorded_rule_is_reached_exactly_or_refused(task_type: TaskType) -> None:
    """What the options allow leads to its own id and points; everything else is refused, not replaced."""
    catalog = real_catalog(task_type)
    for leaf, rule in [(owner, priced) for owner in catalog.leaves for priced in owner.rules]:
        params = {name: value for name, value in rule.attributes.items() if name != "default"}
        if is_forbidden(leaf, rule):
            kind = refusal_of(lambda leaf=leaf, params=params: quoted(catalog, leaf, params)).kind  # type: ignore[misc]
            assert kind in {Kind.VALUE_NOT_OFFERED, Kind.COMBINATION_FORBIDDEN}
            assert rule not in [offer.rule for offer in reachable(leaf)]
        else:
            order = quoted(catalog, leaf, params).order
            assert (order.attribute_id, order.points) == (rule.attribute_id, rule.points)
            assert rule in [offer.rule for offer in reachable(leaf)]


@pytest.mark.parametrize("task_type", TaskType)
@given(data=st.data())
@settings(max_examples=40)
def test_spelling_changes_no_recorded_price(task_type: TaskType, data: st.DataObject) -> None:
    """On the recorded lists too."""
    catalog = real_catalog(task_type)
    leaf = data.draw(st.sampled_from(catalog.leaves))
    params = data.draw(chosen_params(leaf))
    respelled = {name: data.draw(spellings(value)) for name, value in params.items()}
    plain, spelled = (outcome_of(lambda it=it: quoted(catalog, leaf, it)) for it in (params, respelled))  # type: ignore[misc]
    if isinstance(plain, Failure) or isinstance(spelled, Failure):
        assert (type(plain), type(spelled)) == (Failure, Failure)
    else:
        assert plain == spelled


def test_an_effective_value_keeps_its_texts_to_itself() -> None:
    """Its representation has no free text."""
    assert "secret" not in repr(Effective(closed={}, texts={"lyrics": "secret"}))
