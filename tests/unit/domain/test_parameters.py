"""Defaults and what a person said, made into the parameters that are sent."""

import random
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from imastudio.domain.kernel.failures import Failure, Kind
from imastudio.domain.kernel.scalars import Json, Scalar
from imastudio.domain.kernel.spelling import same
from imastudio.domain.orders import Notice
from imastudio.domain.orders.tasks import TaskType
from imastudio.domain.quoting.catalog import Field, Leaf, MappingRule, Option, VirtualMapping
from imastudio.domain.quoting.parameters import Effective, accepted_names, destination, effective, form
from imastudio.testing.strategies import HUGE, JUNK_COUNTS, JUNK_PARAMS, chosen_params, offered, spellings
from tests.leaves import (
    BANANA_2,
    BGM,
    HAILUO,
    KLING_26,
    KLING_O1,
    MIDJOURNEY,
    SEEDANCE_2,
    SEEDREAM,
    SUNO,
    TREES,
    TTS_1,
    TTS_2,
    VEO,
    WAN,
    a_field,
    a_leaf,
    a_pixverse,
    a_rule,
    a_virtual_field,
    only_leaf,
    small_catalog,
)
from tests.refusals import outcome_of, refusal_of

IMAGE = TaskType.TEXT_TO_IMAGE
LEAVES = [leaf for task_type in TREES for leaf in small_catalog(task_type).leaves]
BANANA = only_leaf(BANANA_2, IMAGE)
DREAM = only_leaf(SEEDREAM, IMAGE)
MJ = only_leaf(MIDJOURNEY, IMAGE)
SINGER = only_leaf(SUNO, TaskType.TEXT_TO_MUSIC)
SPEAKER = only_leaf(TTS_2, TaskType.TEXT_TO_SPEECH)


def closed(leaf: Leaf, **given: Any) -> dict[str, Scalar]:
    """Return the values of closed sets that are sent."""
    return dict(effective(leaf, given).closed)


# defaults


def test_what_is_not_said_is_the_default() -> None:
    """A default of None is not sent, "" and False are."""
    parameters = effective(only_leaf(WAN), {})
    assert parameters.closed == {"duration": 5, "resolution": "1080P", "prompt_extend": False}
    assert parameters.texts == {"negative_prompt": ""}
    assert effective(only_leaf(KLING_26), {}).texts == {}


def test_a_leaf_without_a_form_sends_nothing_but_n() -> None:
    """Some products take the prompt alone."""
    parameters = effective(only_leaf(BGM, TaskType.TEXT_TO_MUSIC), {})
    assert parameters == Effective(closed={}, texts={}, n=1)


@given(st.sampled_from(LEAVES), st.data())
def test_every_spelling_of_an_offered_value_is_sent_the_same(leaf: Leaf, data: st.DataObject) -> None:
    """What is sent is the vendor's own type and spelling, however a person wrote it."""
    ways = [way for field in form(leaf) for way in offered(field)]
    assume(ways)
    name, value = data.draw(st.sampled_from(ways))
    said = data.draw(spellings(value))
    plain, spelled = (outcome_of(lambda it=it: effective(leaf, {name: it})) for it in (value, said))  # type: ignore[misc]
    if isinstance(plain, Failure) or isinstance(spelled, Failure):
        assert (type(plain), type(spelled)) == (Failure, Failure)
    else:
        assert plain == spelled
        assert [*map(type, plain.closed.values())] == [*map(type, spelled.closed.values())]


@given(st.sampled_from(LEAVES), st.data())
def test_what_is_sent_is_what_the_leaf_offers(leaf: Leaf, data: st.DataObject) -> None:
    """No value is ever sent that stands in no option, and what was said of a plain field is what is sent."""
    given_params = data.draw(chosen_params(leaf))
    parameters = outcome_of(lambda: effective(leaf, given_params))
    if isinstance(parameters, Failure):
        return
    for field in form(leaf):
        if field.virtual is not None:
            assert parameters.closed[field.virtual.target] in {rule.target for rule in field.virtual.rules}
        elif field.options and field.name in parameters.closed:
            assert parameters.closed[field.name] in field.values
        if field.virtual is None and field.name in given_params:
            assert parameters.closed[field.name] == given_params[field.name]


@given(st.sampled_from(LEAVES), JUNK_PARAMS, JUNK_COUNTS)
def test_any_junk_is_taken_or_refused(leaf: Leaf, params: dict[str, Json], n: Json) -> None:
    """Nothing that a person passes crashes it, or reaches what only the order may set."""
    parameters = outcome_of(lambda: effective(leaf, params, n))
    if not isinstance(parameters, Failure):
        assert {"prompt", "cast", "input_images", "n"}.isdisjoint([*parameters.closed, *parameters.texts])


@given(st.sampled_from(LEAVES), JUNK_PARAMS, st.randoms())
def test_the_order_of_what_was_said_changes_nothing(leaf: Leaf, params: dict[str, Json], mixer: random.Random) -> None:
    """Parameters are a set, however they came."""
    names = list(params)
    mixer.shuffle(names)
    one = outcome_of(lambda: effective(leaf, params))
    other = outcome_of(lambda: effective(leaf, {name: params[name] for name in names}))
    if isinstance(one, Failure) or isinstance(other, Failure):
        assert (type(one), type(other)) == (Failure, Failure)
    else:
        assert one == other


# names


@pytest.mark.parametrize("name", ["aspect_ratio", "aspect-ratio", "aspectRatio", "ASPECT RATIO", " aspect_ratio "])
def test_a_parameter_is_known_however_it_is_spelled(name: str) -> None:
    """Hyphens, case and spaces don't matter."""
    assert closed(BANANA, **{name: "16:9"})["aspect_ratio"] == "16:9"


@pytest.mark.parametrize(
    ("node", "name", "value", "expected"),
    [
        (KLING_O1, "resolution", "1080p", ("mode", "pro")),
        (KLING_O1, "size", "1080p", ("mode", "pro")),
        (WAN, "quality", "720p", ("resolution", "720P")),
        (WAN, "size", "720p", ("resolution", "720P")),
        (MIDJOURNEY, "size", "720p", ("resolution", "720p")),
        (BANANA_2, "resolution", "4k", ("size", "4K")),
        (KLING_26, "audio", True, ("sound", "on")),
        (KLING_26, "generate_audio", "true", ("sound", "on")),
        (KLING_26, "with_audio", "no", ("sound", "off")),
        (VEO, "audio", "on", ("generate_audio", True)),
        (VEO, "sound", "off", ("generate_audio", False)),
    ],
)
def test_words_for_one_thing_go_where_the_leaf_has_it(
    node: Any, name: str, value: Json, expected: tuple[str, Scalar]
) -> None:
    """A resolution may be a quality, and a sound an audio track."""
    assert expected in closed(only_leaf(node), **{name: value}).items()


@pytest.mark.parametrize(
    "name", ["prompt", "cast", "input_images", "inputImages", "PROMPT", "seed", "attribute_id", "", "\x1b"]
)
def test_an_unknown_or_reserved_parameter_is_refused(name: str) -> None:
    """The names that would do are told, the nearest first."""
    failure = refusal_of(lambda: effective(BANANA, {name: "x"}))
    assert (failure.kind, set(failure.choices)) == (Kind.UNKNOWN_PARAMETER, {"aspect_ratio", "size", "n"})


def test_the_nearest_parameter_is_named_first() -> None:
    """A slip of the pen is easy to mend."""
    assert refusal_of(lambda: effective(BANANA, {"siez": "1K"})).choices[0] == "size"


def test_an_audio_word_is_unknown_where_there_is_none() -> None:
    """It is not dropped silently."""
    assert refusal_of(lambda: effective(only_leaf(KLING_O1), {"audio": True})).kind is Kind.UNKNOWN_PARAMETER


@pytest.mark.parametrize("reserved", ["prompt", "n", "cast", "input_images"])
def test_not_even_the_form_may_set_what_the_order_sets(reserved: str) -> None:
    """A field of the list with such a name is not sent from the form."""
    node = a_leaf("m", "M", [a_field(reserved, "7", "7"), a_field("size", "1K", "1K")], a_rule(1, 1))
    virtual = a_leaf(
        "m", "M", [a_virtual_field("mode", "x", a_field("q", "a", "a"), {"a": "x"}, reserved)], a_rule(1, 1)
    )
    assert effective(only_leaf(node), {}).closed == {"size": "1K"}
    assert effective(only_leaf(virtual), {}).closed == {}


# values


@pytest.mark.parametrize(
    ("node", "name", "value", "nearest"),
    [
        (BANANA_2, "size", "2560x1440", "2K"),
        (BANANA_2, "aspect_ratio", "7:4", "16:9"),
        (WAN, "resolution", "480p", "720P"),
        (WAN, "duration", 7, 5),
        (WAN, "duration", "60s", 15),
        (HAILUO, "resolution", "512P", "768P"),  # it has a price, and stands in no option
        (VEO, "generate_audio", "loud", True),
        (WAN, "prompt_extend", 2, True),
        (KLING_O1, "mode", "ultra", "std"),
        (KLING_O1, "quality", "480p", "720p"),
        (SEEDREAM, "size", "1920x1080", "2560x1440"),
    ],
)
def test_a_value_that_is_not_offered_is_refused_with_the_nearest(
    node: Any, name: str, value: Json, nearest: Scalar
) -> None:
    """Nothing takes its place silently."""
    failure = refusal_of(lambda: effective(only_leaf(node), {name: value}))
    assert (failure.kind, failure.parameter, failure.value) == (Kind.VALUE_NOT_OFFERED, name, value)
    assert nearest in failure.choices[:2]


@pytest.mark.parametrize(
    "value", [None, [], {}, [["1K"]], float("nan"), float("inf"), HUGE, "", "1K\x00", "\ud800", "x" * 10_000]
)
@pytest.mark.parametrize("name", ["size", "aspect_ratio"])
def test_junk_values_are_refused_cleanly(name: str, value: Json) -> None:
    """What is shown of them is short and harmless."""
    failure = refusal_of(lambda: effective(BANANA, {name: value}))
    assert (failure.kind, failure.parameter) == (Kind.VALUE_NOT_OFFERED, name)
    assert len(str(failure.value)) <= 80


def test_null_is_the_default_where_the_default_is_null() -> None:
    """A null that changes nothing is no mistake."""
    assert effective(SINGER, {"tags": None, "vocal_gender": None}) == effective(SINGER, {})


def test_a_number_stays_within_its_bounds() -> None:
    """Where there are no options, minimum and maximum decide; a whole number stays whole."""
    seed = a_field("seed", 3, kind="slider", config={"minimum": 1, "maximum": 9})
    ratio = a_field("strength", None, kind="number")
    leaf = only_leaf(a_leaf("m", "M", [seed, ratio], a_rule(1, 1)))
    assert closed(leaf, seed="7", strength=0.5) == {"seed": 7, "strength": 0.5}
    assert closed(leaf, strength=2.0) == {"seed": 3, "strength": 2}
    for wrong in (0, 10, 2.5, True, "many", None):
        failure = refusal_of(lambda wrong=wrong: effective(leaf, {"seed": wrong}))  # type: ignore[misc]
        assert (failure.kind, failure.facts["minimum"], failure.facts["maximum"]) == (Kind.VALUE_NOT_OFFERED, 1, 9)


def test_a_text_is_kept_apart_and_bounded() -> None:
    """Free text never stands with the values that may be recorded, nor in an error."""
    leaf = only_leaf(WAN)
    assert effective(leaf, {"negative_prompt": "no\nrain"}).texts == {"negative_prompt": "no\nrain"}
    assert effective(leaf, {"negative_prompt": 1984}).texts == {"negative_prompt": "1984"}
    for wrong in ("s" * 21, "secret\x1b", {"secret": 1}, True, None, float("nan")):
        failure = refusal_of(lambda wrong=wrong: effective(leaf, {"negative_prompt": wrong}))  # type: ignore[misc]
        assert (failure.kind, failure.value, "secret" in repr(failure)) == (Kind.VALUE_NOT_OFFERED, None, False)
    assert refusal_of(lambda: effective(SPEAKER, {"text": ""})).facts["minimum"] == 1


def test_one_thing_said_twice_must_be_the_same() -> None:
    """Two names for one parameter may agree in different spellings; otherwise it is refused."""
    leaf = only_leaf(WAN)
    assert closed(leaf, resolution="720p", quality="720P")["resolution"] == "720P"
    assert refusal_of(lambda: effective(leaf, {"resolution": "720p", "quality": "1080p"})).choices == ("1080P", "720P")
    failure = refusal_of(lambda: effective(leaf, {"negative_prompt": "secret", "negative-prompt": "Secret"}))
    assert (failure.kind, failure.choices) == (Kind.COMBINATION_FORBIDDEN, ())
    assert effective(leaf, {"negative_prompt": "rain", "negative-prompt": "rain"}).texts == {"negative_prompt": "rain"}


# 8K


@pytest.mark.parametrize(
    ("node", "name", "used"), [(BANANA_2, "size", "4K"), (SEEDREAM, "size", "4k"), (BANANA_2, "resolution", "4K")]
)
@pytest.mark.parametrize("said", ["8K", "8k", " ８k "])
def test_8k_is_the_largest_size_of_an_image_with_a_notice(node: Any, name: str, used: str, said: str) -> None:
    """It is the one value that is replaced, and the person is told."""
    parameters = effective(only_leaf(node, IMAGE), {name: said})
    assert parameters.closed["size"] == used
    assert parameters.notices == (Notice("8k_downgraded", {"parameter": "size", "value": "8K", "used": used}),)


def test_8k_is_refused_where_there_is_no_size_to_fall_back_on() -> None:
    """Midjourney and videos say what there is."""
    assert refusal_of(lambda: effective(MJ, {"size": "8K"})).choices == ("720p", "480p")
    assert refusal_of(lambda: effective(only_leaf(WAN), {"resolution": "8K"})).choices == ("1080P", "720P")
    shapes = only_leaf(a_leaf("m", "M", [a_field("size", "big", "big", "small")], a_rule(1, 1)), IMAGE)
    assert refusal_of(lambda: effective(shapes, {"size": "8K"})).kind is Kind.VALUE_NOT_OFFERED
    film = only_leaf(a_leaf("m", "M", [a_field("size", "2K", "2K", "4K")], a_rule(1, 1)))
    assert refusal_of(lambda: effective(film, {"size": "8K"})).choices == ("4K", "2K")


def test_8k_is_8k_where_it_is_offered() -> None:
    """The day it comes, nothing is replaced, and other sizes bring no notice."""
    leaf = only_leaf(a_leaf("m", "M", [a_field("size", "4K", "4K", "8K")], a_rule(1, 1)), IMAGE)
    assert (closed(leaf, size="8k"), effective(leaf, {"size": "8k"}).notices) == ({"size": "8K"}, ())
    assert effective(BANANA, {"size": "4k"}).notices == ()
    assert refusal_of(lambda: effective(only_leaf(BANANA_2, IMAGE), {"size": [8]})).kind is Kind.VALUE_NOT_OFFERED
    plain = only_leaf(a_leaf("m", "M", [a_field("ratio", "1:1", "1:1")], a_rule(1, 1)), IMAGE)
    assert refusal_of(lambda: effective(plain, {"size": "8K"})).kind is Kind.UNKNOWN_PARAMETER


# virtual fields


@pytest.mark.parametrize(
    ("node", "given_params", "name", "expected"),
    [
        (SEEDREAM, {}, "size", "4k"),
        (SEEDREAM, {"aspect_ratio": "16:9"}, "size", "2560x1440"),
        (SEEDREAM, {"aspect_ratio": "2K"}, "size", "2k"),
        (SEEDREAM, {"size": "2560×1440"}, "size", "2560x1440"),
        (SEEDREAM, {"size": "2560x1440", "aspect_ratio": "16：9"}, "size", "2560x1440"),
        (KLING_O1, {}, "mode", "std"),
        (KLING_O1, {"quality": "1080P"}, "mode", "pro"),
        (KLING_O1, {"mode": "pro"}, "mode", "pro"),
        (KLING_O1, {"mode": "pro", "quality": 1080}, "mode", "pro"),
        (SEEDANCE_2, {}, "aspect_ratio", "1:1"),  # the ui field's default, not the field's own
        (SEEDANCE_2, {"aspect_ratio": "adaptive"}, "aspect_ratio", "auto"),
        (SEEDANCE_2, {"aspect_ratio": "auto"}, "aspect_ratio", "auto"),  # mapped once
        (SEEDANCE_2, {"aspect_ratio": "16x9"}, "aspect_ratio", "16:9"),
    ],
)
def test_a_virtual_field_is_mapped_once(node: Any, given_params: dict[str, Json], name: str, expected: str) -> None:
    """A person sets the ui field or the target; the ui field itself is not sent."""
    sent = effective(only_leaf(node), given_params).closed
    assert sent[name] == expected
    assert "quality" not in sent
    assert node is not SEEDREAM or "aspect_ratio" not in sent


@pytest.mark.parametrize(
    ("node", "given_params", "choices"),
    [
        (SEEDREAM, {"aspect_ratio": "16:9", "size": "4k"}, ({"aspect_ratio": "16:9"}, {"size": "4k"})),
        (SEEDREAM, {"size": "8k", "aspect_ratio": "1:1"}, ({"aspect_ratio": "1:1"}, {"size": "4k"})),
        (KLING_O1, {"quality": "720p", "mode": "pro"}, ({"quality": "720p"}, {"mode": "pro"})),
    ],
)
def test_ui_field_and_target_contradicting_each_other_are_refused(
    node: Any, given_params: dict[str, Json], choices: Any
) -> None:
    """The two choices are named."""
    failure = refusal_of(lambda: effective(only_leaf(node, IMAGE), given_params))
    assert (failure.kind, failure.choices) == (Kind.COMBINATION_FORBIDDEN, choices)


def test_two_different_targets_are_refused() -> None:
    """Said twice, it must be the same."""
    assert refusal_of(lambda: effective(DREAM, {"size": "2k", "resolution": "4k"})).choices == ("2k", "4k")


def test_a_value_of_the_ui_is_never_taken_for_a_target() -> None:
    """Where a word is both, it is what a person sees; so it is mapped, and only once."""
    swapped = a_virtual_field("look", "a", a_field("look", "a", "a", "b"), {"a": "b", "b": "a"})
    leaf = only_leaf(a_leaf("m", "M", [swapped], a_rule(1, 5, look="b"), a_rule(2, 9, look="a")))
    assert [closed(leaf), closed(leaf, look="a"), closed(leaf, look="b")] == [
        {"look": "b"},
        {"look": "b"},
        {"look": "a"},
    ]


def test_two_words_for_a_virtual_field_of_one_name_must_agree() -> None:
    """Adaptive is sent as auto, so both may be said."""
    leaf = only_leaf(SEEDANCE_2)
    assert closed(leaf, aspect_ratio="adaptive", aspectRatio="auto")["aspect_ratio"] == "auto"
    assert (
        refusal_of(lambda: effective(leaf, {"aspect_ratio": "1:1", "aspectRatio": "auto"})).kind
        is Kind.COMBINATION_FORBIDDEN
    )


@pytest.mark.parametrize("value", ["4:5", [], float("nan"), None, ""])
def test_a_value_that_a_virtual_field_does_not_have_is_refused(value: Json) -> None:
    """The ui values are named, or those of the target."""
    failure = refusal_of(lambda: effective(only_leaf(SEEDANCE_2), {"aspect_ratio": value}))
    assert (failure.kind, set(failure.choices)) == (Kind.VALUE_NOT_OFFERED, {"1:1", "16:9", "adaptive"})
    failure = refusal_of(lambda: effective(only_leaf(KLING_O1), {"mode": value}))
    assert (failure.kind, failure.parameter, set(failure.choices)) == (Kind.VALUE_NOT_OFFERED, "mode", {"std", "pro"})


def test_a_ui_value_that_leads_nowhere_is_refused() -> None:
    """The ones that lead somewhere are named."""
    failure = refusal_of(lambda: effective(DREAM, {"aspect_ratio": "7:1"}))
    assert (failure.kind, failure.parameter) == (Kind.VALUE_NOT_OFFERED, "aspect_ratio")
    assert set(failure.choices) == {"1:1", "16:9", "2k", "4k"}


def a_mapped_leaf(*ui: Field, rules: tuple[MappingRule, ...], default: Scalar | None = None) -> Leaf:
    """Return a leaf whose `mode` is made of the `ui` fields."""
    mapping = VirtualMapping(ui_fields=ui, rules=rules, target="mode")
    field = Field(name="mode", default=default, virtual=mapping)
    return Leaf(task_type=IMAGE, model_id="m", version_id="v", name="M", fields=(field,))


def test_several_ui_fields_make_one_value() -> None:
    """All of them count, said or by default, in whatever order they are said."""
    quality = Field(name="quality", default="low", options=(Option(value="low"), Option(value="high")))
    speed = Field(name="pace", default="slow", options=(Option(value="slow"), Option(value="fast")))
    rules = (
        MappingRule(source={"quality": "low", "pace": "slow"}, target="ls"),
        MappingRule(source={"quality": "low", "pace": "fast"}, target="lf"),
        MappingRule(source={"quality": "high", "pace": "slow"}, target="hs"),
    )
    leaf = a_mapped_leaf(quality, speed, rules=rules)
    assert [closed(leaf)["mode"], closed(leaf, pace="fast")["mode"], closed(leaf, quality="high")["mode"]] == [
        "ls",
        "lf",
        "hs",
    ]
    assert closed(leaf, mode="hs", quality="high")["mode"] == "hs"
    assert refusal_of(lambda: effective(leaf, {"mode": "hs", "pace": "fast"})).facts["with_value"] == "hs"
    nowhere = refusal_of(lambda: effective(leaf, {"pace": "fast", "quality": "high"}))
    assert (nowhere.kind, nowhere.parameter, nowhere.choices) == (Kind.VALUE_NOT_OFFERED, "quality", ("low",))
    only_pace = refusal_of(lambda: effective(a_mapped_leaf(quality, speed, rules=rules[:1]), {"pace": "fast"}))
    assert (only_pace.parameter, only_pace.choices) == ("pace", ("slow",))


def test_a_virtual_field_without_a_default_is_not_sent() -> None:
    """Nothing said and nothing given leads to nothing sent."""
    quality = Field(name="quality", options=(Option(value="low"),))
    leaf = a_mapped_leaf(quality, rules=(MappingRule(source={"quality": "low"}, target="l"),))
    assert (closed(leaf), closed(leaf, quality="low")) == ({}, {"mode": "l"})


def test_a_default_that_leads_nowhere_is_refused_too() -> None:
    """A list that contradicts itself sells nothing."""
    quality = Field(name="quality", default="low", options=(Option(value="low"),))
    failure = refusal_of(lambda: effective(a_mapped_leaf(quality, rules=(), default="x"), {}))
    assert (failure.kind, failure.parameter) == (Kind.VALUE_NOT_OFFERED, "mode")


# combinations


@pytest.mark.parametrize(
    ("given_params", "parameter", "choices", "other"),
    [
        ({"duration": 10, "resolution": "1080p"}, "duration", (6,), "resolution"),
        ({"resolution": "1080P", "duration": "10s"}, "duration", (6,), "resolution"),
    ],
)
def test_a_forbidden_combination_is_refused(
    given_params: dict[str, Json], parameter: str, choices: Any, other: str
) -> None:
    """Even though it has a price; what would do is named for both."""
    failure = refusal_of(lambda: effective(only_leaf(HAILUO), given_params))
    assert (failure.kind, failure.parameter, failure.choices) == (Kind.COMBINATION_FORBIDDEN, parameter, choices)
    assert (failure.facts["with_parameter"], failure.facts["with_choices"]) == (other, ("768P",))


def test_what_a_default_forbids_is_told_of_what_was_said() -> None:
    """The person can change what they said."""
    leaf = only_leaf(VEO)
    assert refusal_of(lambda: effective(leaf, {"resolution": "1080p"})).parameter == "resolution"
    assert closed(leaf, resolution="1080p", duration=8)["resolution"] == "1080p"


def test_an_option_marked_on_one_side_only_is_forbidden_too() -> None:
    """Either side may forbid, and a ui value may."""
    one_sided = a_leaf(
        "m", "M", [a_field("a", 1, 1, (2, {"b": ["x", "y"]})), a_field("b", "z", "x", "y", "z")], a_rule(1, 1)
    )
    leaf = only_leaf(one_sided)
    assert refusal_of(lambda: effective(leaf, {"a": 2, "b": "y"})).kind is Kind.COMBINATION_FORBIDDEN
    assert refusal_of(lambda: effective(leaf, {"b": "x", "a": 2})).choices == (1,)
    assert closed(leaf, a=2) == {"a": 2, "b": "z"}
    ui = a_field("quality", "low", "low", ("high", {"duration": [10], "gone": [1]}))
    virtual = a_leaf(
        "m",
        "M",
        [a_virtual_field("mode", "l", ui, {"low": "l", "high": "h"}), a_field("duration", 5, 5, 10)],
        a_rule(1, 1),
    )
    failure = refusal_of(lambda: effective(only_leaf(virtual), {"mode": "h", "duration": 10}))
    assert (failure.kind, {failure.parameter, failure.facts["with_parameter"]}) == (
        Kind.COMBINATION_FORBIDDEN,
        {"quality", "duration"},
    )


# n


@pytest.mark.parametrize("said", [2, "2", 2.0, "２", " 2 "])
def test_n_is_always_an_int(said: Json) -> None:
    """Whether it is said as n or among the parameters."""
    assert effective(BANANA, {}, said).n == 2
    assert effective(BANANA, {"n": said}).n == 2
    assert effective(BANANA, {"N": said}, 2).n == 2
    assert effective(SINGER, {}, said).n == 2  # its options are strings


@pytest.mark.parametrize(
    ("leaf", "said", "choices"),
    [
        (BANANA, 5, (4, 3, 2, 1)),
        (BANANA, 0, (1, 2, 3, 4)),
        (BANANA, -1, (1, 2, 3, 4)),
        (MJ, 2, (1,)),
        (SINGER, 5, (4, 3, 2, 1)),
        (only_leaf(BGM, TaskType.TEXT_TO_MUSIC), 3, (2, 1)),
    ],
)
def test_a_count_that_is_not_offered_is_refused(leaf: Leaf, said: int, choices: Any) -> None:
    """The leaf's own options decide, else the range of the task."""
    failure = refusal_of(lambda: effective(leaf, {}, said))
    assert (failure.kind, failure.parameter, failure.value, failure.choices) == (
        Kind.COUNT_NOT_OFFERED,
        "n",
        said,
        choices,
    )


@pytest.mark.parametrize("said", ["two", "", [], {}, True, 1.5, float("nan"), HUGE, "9" * 5000])
def test_what_is_no_count_is_refused(said: Json) -> None:
    """Cleanly, whatever it is."""
    assert refusal_of(lambda: effective(BANANA, {}, said)).kind is Kind.COUNT_NOT_OFFERED
    assert refusal_of(lambda: effective(BANANA, {"n": said})).kind is Kind.COUNT_NOT_OFFERED


def test_two_different_counts_are_refused() -> None:
    """Nobody guesses how many to pay for."""
    failure = refusal_of(lambda: effective(BANANA, {"n": 2}, 3))
    assert (failure.kind, failure.choices) == (Kind.COUNT_NOT_OFFERED, (2, 3))


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        (a_field("n", "2", "2", "3"), 2),
        (a_field("n", None, "3", "4"), 3),
        (a_field("n", "7", "x"), 1),
        (a_field("n", None), 1),
    ],
)
def test_without_a_count_the_default_is_taken(field: Any, expected: int) -> None:
    """The leaf's default where it is offered, else the least."""
    assert effective(only_leaf(a_leaf("m", "M", [field], a_rule(1, 1))), {}).n == expected


# particular models


def test_pixverse_gets_its_model_from_its_name() -> None:
    """Where the form has no such field; where it has, it is the form's."""
    without = only_leaf(a_pixverse("5.5", model_field=False))
    assert closed(without)["model"] == closed(only_leaf(a_pixverse("5.5")))["model"] == "v5.5"
    assert closed(without, model="V5.5")["model"] == "v5.5"
    assert refusal_of(lambda: effective(without, {"model": "v4"})).choices == ("v5.5",)
    assert "model" not in closed(only_leaf(a_leaf("pixverse", "Pixverse", None, a_rule(1, 1))))


@pytest.mark.parametrize(("said", "expected"), [("male", "m"), ("Female", "f"), ("f", "f"), ("女声", "f")])
def test_a_vocal_gender_is_said_in_words(said: str, expected: str) -> None:
    """The documents' words become the list's."""
    assert closed(SINGER, vocal_gender=said)["vocal_gender"] == expected


def test_a_mixed_vocal_gender_is_not_sent_and_said() -> None:
    """The list has no word for it."""
    parameters = effective(SINGER, {"vocal_gender": "mixed"})
    assert ("vocal_gender" in parameters.closed, parameters.notices) == (False, (Notice("vocal_gender_mixed"),))
    assert refusal_of(lambda: effective(SINGER, {"vocal_gender": "robot"})).choices == ("m", "f")
    assert refusal_of(lambda: effective(SINGER, {"vocal_gender": []})).kind is Kind.VALUE_NOT_OFFERED
    other = only_leaf(a_leaf("other", "O", [a_field("vocal_gender", None, "m", "f")], a_rule(1, 1)))
    assert refusal_of(lambda: effective(other, {"vocal_gender": "mixed"})).kind is Kind.VALUE_NOT_OFFERED


def test_lyrics_are_sunos_alone_and_kept_apart() -> None:
    """They are as private as the prompt."""
    assert effective(SINGER, {"lyrics": "la\nla"}).texts == {"lyrics": "la\nla"}
    assert refusal_of(lambda: effective(SINGER, {"lyrics": ""})).kind is Kind.VALUE_NOT_OFFERED
    assert refusal_of(lambda: effective(SINGER, {"lyrics": "secret", "Lyrics": "other"})).choices == ()
    assert (
        refusal_of(lambda: effective(only_leaf(BGM, TaskType.TEXT_TO_MUSIC), {"lyrics": "la"})).kind
        is Kind.UNKNOWN_PARAMETER
    )


@pytest.mark.parametrize(
    ("given_params", "audio_params"),
    [
        ({"speed": 1.2}, {"speech_rate": 20}),
        ({"speed": "0.5"}, {"speech_rate": -50}),
        ({"speed": "2x"}, {"speech_rate": 100}),
        ({"volume": 1}, {"loudness_rate": 0}),
        ({"emotion": "happy", "speed": 1.5}, {"emotion": "happy", "speech_rate": 50}),
        ({"audio_params": {"speech_rate": "-50", "emotion": "sad"}}, {"emotion": "sad", "speech_rate": -50}),
        ({"audio_params": {"speech_rate": 50}, "speed": 1.5}, {"speech_rate": 50}),
        ({"audio_params": {"loudness_rate": 100}, "speed": 1}, {"loudness_rate": 100, "speech_rate": 0}),
    ],
)
def test_speech_is_adjusted_in_peoples_words(given_params: dict[str, Json], audio_params: dict[str, Scalar]) -> None:
    """Speed and volume become the service's percent, beside what was said in its own words."""
    assert effective(SPEAKER, given_params).texts == {"audio_params": audio_params}


@pytest.mark.parametrize(
    "given_params",
    [
        {"speed": 0.4},
        {"speed": 2.1},
        {"speed": "fast"},
        {"speed": []},
        {"volume": -1},
        {"emotion": ""},
        {"emotion": {}},
        {"audio_params": "loud"},
        {"audio_params": {"speech_rate": 101}},
        {"audio_params": {"speech_rate": 1.5}},
        {"audio_params": {"speech_rate": []}},
        {"audio_params": {"loudness_rate": -51}},
        {"audio_params": {"prompt": "x"}},
        {"audio_params": {"speech_rate": 10}, "speed": 1.5},
        {"additions": 5},
        {"additions": {"nobody": 1}},
        {"additions": {"context_texts": [1, {}]}},
        {"additions": {"explicit_language": "zh"}, "Additions": {"explicit_language": "en"}},
        {"voice": "BV700_V2_streaming"},
        {"speaker": "bv001_streaming"},
    ],
)
def test_speech_that_the_service_does_not_have_is_refused(given_params: dict[str, Json]) -> None:
    """Before anything is sent."""
    assert refusal_of(lambda: effective(SPEAKER, given_params)).kind in {
        Kind.VALUE_NOT_OFFERED,
        Kind.UNKNOWN_PARAMETER,
        Kind.COMBINATION_FORBIDDEN,
    }


@pytest.mark.parametrize("name", ["speaker", "voice", "voice_id", "voice_type", "voiceType"])
def test_a_voice_is_the_speaker(name: str) -> None:
    """Under whichever name it is said."""
    assert effective(SPEAKER, {name: "zh_male_sophie_uranus_bigtts"}).texts == {
        "speaker": "zh_male_sophie_uranus_bigtts"
    }


def test_additions_are_taken_as_they_are() -> None:
    """One text of context is a list of one."""
    additions = {"explicit_language": "zh-cn", "context_texts": ["softly", "slowly"]}
    assert effective(SPEAKER, {"additions": additions}).texts == {"additions": additions}
    assert effective(SPEAKER, {"additions": {"context_texts": "softly"}}).texts == {
        "additions": {"context_texts": ["softly"]}
    }
    assert effective(SPEAKER, {"additions": {"context_texts": 7}}).texts == {"additions": {"context_texts": ["7"]}}


@given(st.floats(0.5, 2.0))
def test_a_speed_becomes_a_rate_the_service_takes(speed: float) -> None:
    """From half to double is -50 to 100."""
    audio: Any = effective(SPEAKER, {"speed": speed}).texts["audio_params"]
    assert audio["speech_rate"] == round((speed - 1) * 100)
    assert -50 <= audio["speech_rate"] <= 100


def test_peoples_words_are_for_the_model_that_takes_them() -> None:
    """The older voice takes nothing of it, and says so."""
    old = only_leaf(TTS_1, TaskType.TEXT_TO_SPEECH)
    assert accepted_names(old) == ("n",)
    assert refusal_of(lambda: effective(old, {"speed": 1.2})).kind is Kind.UNKNOWN_PARAMETER
    assert destination(SPEAKER, "VOICE-ID") == "speaker"


def test_a_speaker_from_a_list_needs_no_look() -> None:
    """Where the list offers voices, the list decides."""
    node = a_leaf("seed-tts-2.0", "T", [a_field("speaker", "Tim", "Tim", "BV1_streaming")], a_rule(1, 1))
    assert closed(only_leaf(node), speaker="bv1_streaming") == {"speaker": "BV1_streaming"}
    assert same("Tim", "tim")
