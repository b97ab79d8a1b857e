"""What is offered instead: from the published table, with live prices for the same wish."""

from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from imastudio.domain.kernel.errors import WishRefused
from imastudio.domain.kernel.failures import Failure, Kind
from imastudio.domain.orders import Input, Order, Scope, Tier, Wish
from imastudio.domain.orders.tasks import Medium, TaskType
from imastudio.domain.quoting.advice import Advice, Alternative, Trait
from imastudio.domain.quoting.alternatives import DEAR, advise_again
from imastudio.domain.quoting.catalog import Catalog
from imastudio.domain.quoting.pricing import quote
from imastudio.domain.quoting.quotes import Quote
from imastudio.domain.quoting.scopes import knows
from tests.conversations import quoted
from tests.leaves import BGM, MIDJOURNEY, SEEDREAM, SONG, SUNO, WAN, a_catalog, a_leaf, real_catalog, small_catalog

PICTURE = Input("https://r.example/1.png")


def advice_of(found: Quote) -> Advice:
    """Return the advice of a quote."""
    assert found.advice is not None
    return found.advice


def instead(found: Quote) -> list[tuple[str, int]]:
    """Return the names and prices of what is offered after a failure."""
    return [(one.model_name, one.points) for one in advice_of(found).instead]


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        ({"model": "SeeDream"}, [("Nano Banana 2", 6), ("Nano Banana Pro", 10)]),
        ({"model": "NB2"}, [("SeeDream 4.5", 5), ("Nano Banana Pro", 10)]),
        ({"model": "NB Pro"}, [("SeeDream 4.5", 5), ("Nano Banana 2", 6)]),
        ({"model": "NB Pro", "params": {"size": "4K"}, "n": 2}, [("SeeDream 4.5", 10), ("Nano Banana 2", 26)]),
        ({"model": "NB2", "params": {"size": "512"}}, []),
        ({"model": "NB2", "params": {"size": "1K"}}, [("Nano Banana Pro", 10)]),
        ({"model": "MJ"}, [("Nano Banana 2", 6), ("Nano Banana Pro", 10)]),
        ({"model": "NB2", "max_points": 6}, [("SeeDream 4.5", 5)]),
    ],
)
def test_pictures(wish: dict[str, Any], expected: list[tuple[str, int]]) -> None:
    """The model's row, then the next ones, then what else is listed; who can't do it, or costs too much, is skipped."""
    assert instead(quoted(**wish)) == expected


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        ("Kling O1", [("Wan 2.6", 40), ("Vidu Q2", 15)]),
        ("Veo", [("Kling O1", 48), ("Wan 2.6", 40)]),
        ("Wan", [("Vidu Q2", 15), ("Kling O1", 48)]),
        ("Pixverse", [("Wan 2.6", 40), ("Vidu Q2", 15)]),
    ],
)
def test_videos(model: str, expected: list[tuple[str, int]]) -> None:
    """Neither Sora nor Hailuo 2.0 is in the small list: the next rows fill their places."""
    assert instead(quoted(Medium.VIDEO, model=model)) == expected


@pytest.mark.parametrize(
    ("task_type", "model", "expected"),
    [
        (TaskType.TEXT_TO_MUSIC, "Suno", ["DouBao - BGM", "DouBao - Song"]),
        (TaskType.TEXT_TO_MUSIC, "BGM", ["DouBao - Song", "Suno"]),
        (TaskType.TEXT_TO_MUSIC, "GenSong", ["DouBao - BGM", "Suno"]),
        (TaskType.TEXT_TO_SPEECH, "seed-tts-2.0", ["seed-tts-1.1"]),
        (TaskType.IMAGE_TO_VIDEO, "Wan", ["Kling O1", "Hailuo 2.0"]),
        (TaskType.IMAGE_TO_VIDEO, "Veo", ["Wan 2.6", "Vidu Q2 Pro"]),
        (TaskType.TEXT_TO_VIDEO, "Kling O1", ["Wan 2.6", "Vidu Q2"]),
        (TaskType.TEXT_TO_VIDEO, "Veo", ["Kling O1", "Sora 2 Pro"]),
        (TaskType.TEXT_TO_VIDEO, "Hailuo", ["Wan 2.6", "Hailuo 2.0"]),
        (TaskType.FIRST_LAST_FRAME_TO_VIDEO, "Kling O1", ["Kling 2.6", "Google Veo 3.1"]),
        (TaskType.REFERENCE_IMAGE_TO_VIDEO, "Kling O1", ["Google Veo 3.1", "Seedance 2.0 fast"]),
        (TaskType.IMAGE_TO_IMAGE, "NB Pro", ["SeeDream 4.5", "Nano Banana 2"]),
    ],
)
def test_the_published_table_over_the_recorded_lists(task_type: TaskType, model: str, expected: list[str]) -> None:
    """Each row, as far as it is listed today."""
    pictures = (PICTURE,) * max(task_type.inputs.lowest, 0)
    found = quoted(catalog=real_catalog(task_type), task_type=task_type, model=model, inputs=pictures)
    assert [one.model_name for one in advice_of(found).instead] == expected


@pytest.mark.parametrize("style", [{"tags": "pop"}, {"make_instrumental": True}, {"vocal_gender": "female"}])
def test_a_style_told_to_suno_leaves_the_others_to_choose_from(style: dict[str, Any]) -> None:
    """The others read the style off the words; lyrics of one's own they can't sing."""
    assert instead(quoted(Medium.MUSIC, model="Suno", params=style)) == [("DouBao - BGM", 30), ("DouBao - Song", 30)]
    own = {"lyrics": "la la", **style}
    assert instead(quoted(Medium.MUSIC, model="Suno", params=own)) == []


def test_traits_come_from_the_row_then_from_the_model() -> None:
    """What is said of it depends on what failed; of an unknown model nothing is said."""
    assert [one.trait for one in advice_of(quoted(model="SeeDream")).instead] == [Trait.FAST, Trait.PREMIUM]
    assert [one.trait for one in advice_of(quoted(model="NB Pro")).instead] == [Trait.BEST_VALUE, Trait.BUDGET]
    assert [one.trait for one in advice_of(quoted(Medium.SPEECH)).instead] == [None]


def test_the_nano_banana_family_keeps_to_itself() -> None:
    """The other model first, then the same one in the next size that costs less, if there is any."""
    found = advice_of(quoted(scope="nano-banana", params={"size": "2K"})).instead
    assert [(one.model_name, one.points, one.size) for one in found] == [
        ("Nano Banana Pro", 10, None),
        ("Nano Banana 2", 6, "1K"),
    ]
    smallest = advice_of(quoted(scope="nano-banana", tier="budget")).instead
    assert [(one.points, one.size) for one in smallest] == [(10, None)]
    alone = quoted(scope="nano-banana", catalog=a_catalog(TaskType.TEXT_TO_IMAGE, SEEDREAM, _only("512px")))
    assert advice_of(alone).instead == ()
    pro = quoted(scope="nano-banana", model="NB Pro", params={"size": "2K"})
    assert [(one.model_name, one.size) for one in advice_of(pro).instead] == [
        ("Nano Banana 2", None)
    ]  # 1K costs as much
    capped = quoted(scope="nano-banana", params={"size": "1K"}, max_points=6)
    assert [(one.points, one.size) for one in advice_of(capped).instead] == [(4, "512px")]


def _only(size: str) -> dict[str, Any]:
    field = {"field": "size", "type": "tags", "value": size, "options": [{"label": size, "value": size}]}
    rule = {"attribute_id": 9, "points": 4, "attributes": {"size": size}}
    return a_leaf("gemini-3.1-flash-image", "Nano Banana 2", [field], rule)


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        ({"model": "Wan"}, None),
        ({"model": "Kling O1"}, None),
        ({"model": "Kling O1", "params": {"duration": 10}}, "Vidu Q2"),
        ({"model": "Veo", "params": {"generate_audio": True}}, "Kling 2.6"),
        ({"model": "Veo"}, "Kling O1"),
        ({"model": "Wan", "n": 4}, "Hailuo 2.3"),
        ({"tier": "premium", "params": {"duration": 10, "resolution": "768P"}, "n": 4}, None),
    ],
)
def test_cheaper_where_it_is_dear(wish: dict[str, Any], expected: str | None) -> None:
    """Above 50 points one that isn't dear, else the cheapest; not where the best was asked for."""
    found = quoted(Medium.VIDEO, **wish)
    other = advice_of(found).cheaper
    assert (None if other is None else other.model_name) == expected
    assert other is None or other.points < found.order.total > DEAR


def test_a_dear_order_that_is_the_cheapest() -> None:
    """Nothing is offered that costs as much."""
    found = quoted(Medium.VIDEO, catalog=a_catalog(TaskType.TEXT_TO_VIDEO, WAN), n=4)
    assert (found.order.total, advice_of(found).cheaper) == (160, None)


def test_better_is_offered_where_a_model_was_recommended() -> None:
    """If it is listed, another one, and dearer."""
    better = advice_of(quoted(Medium.VIDEO, recommended="wan2.6-t2v")).better
    assert (better and better.model_name, better and better.points) == ("Kling O1", 48)
    assert advice_of(quoted(Medium.VIDEO)).better is None
    assert advice_of(quoted(Medium.VIDEO, recommended="kling-video-o1")).better is None
    assert advice_of(quoted(Medium.VIDEO, recommended="veo-3.1-generate-preview")).better is None
    assert advice_of(quoted(Medium.MUSIC, recommended="sonic")).better is None


def test_a_recommendation_that_was_not_taken_is_priced() -> None:
    """For the same wish; one that can't do it is not hinted at."""
    hint = advice_of(quoted(saved="midjourney", recommended="gemini-3.1-flash-image", n=1)).recommended
    assert hint == Alternative(
        model_id="gemini-3.1-flash-image",
        model_name="Nano Banana 2",
        version_id="nano banana 2",
        points=6,
        trait=Trait.FAST,
    )
    wish = {"params": {"resolution": "720p"}, "saved": "midjourney", "recommended": "doubao-seedream-4.5"}
    assert advice_of(quoted(**wish)).recommended is None  # type: ignore[arg-type] # passed on as they are


def test_the_ordered_model_is_described() -> None:
    """Its trait and its sizes, where those are sizes."""
    assert advice_of(quoted(Medium.VIDEO)).trait is Trait.LATEST_WAN
    assert advice_of(quoted(model="NB2")).sizes == ("512px", "1K", "2K", "4K")
    assert advice_of(quoted(model="SeeDream")).sizes == ()
    assert advice_of(quoted(model="MJ")).sizes == ()


# ---- when only the ledger's order is known


def again(order: Order, scope: Scope = Scope.ALL_IN_ONE, catalog: Catalog | None = None) -> list[tuple[str, int]]:
    """Return what is offered instead of an order of which nothing more is known."""
    listed = catalog if catalog is not None else small_catalog(order.task_type)
    return [(one.model_name, one.points) for one in advise_again(order, listed, scope).instead]


@pytest.mark.parametrize(
    ("medium", "wish"),
    [
        (Medium.IMAGE, {"params": {"aspect_ratio": "16:9"}}),
        (Medium.IMAGE, {"model": "NB2", "params": {"size": "4K"}, "n": 3}),
        (Medium.IMAGE, {"model": "NB Pro"}),
        (Medium.VIDEO, {"params": {"duration": 10}}),
        (Medium.VIDEO, {"model": "Kling O1", "params": {"duration": 10, "aspect_ratio": "9:16"}}),
        (Medium.VIDEO, {"model": "Kling O1", "params": {"quality": "1080p"}}),
        (Medium.MUSIC, {"params": {"make_instrumental": True}}),
        (Medium.SPEECH, {}),
    ],
)
def test_the_order_tells_the_wish(medium: Medium, wish: dict[str, Any]) -> None:
    """What differs from the model's defaults is what was asked for: the same models at the same prices."""
    found = quoted(medium, **wish)
    said = {**wish, "params": {k: v for k, v in wish.get("params", {}).items() if k != "make_instrumental"}}
    assert again(found.order) == instead(quoted(medium, **said))


def test_an_order_whose_model_is_gone() -> None:
    """Nothing is known of what was asked for, so the defaults are offered."""
    order = attrs.evolve(quoted(model="NB2", params={"size": "4K"}).order, version_id="gone")
    assert again(order) == [("SeeDream 4.5", 5), ("Nano Banana Pro", 10)]
    broken = a_catalog(TaskType.TEXT_TO_MUSIC, SUNO | {"form_config": [_broken()]}, BGM, SONG)
    assert again(quoted(Medium.MUSIC).order, catalog=broken) == [("DouBao - BGM", 30), ("DouBao - Song", 30)]


def _broken() -> dict[str, Any]:
    ui = {"field": "a", "type": "tags", "value": "x", "options": [{"label": "x", "value": "x"}]}
    mapping = {"mapping_rules": [{"source_values": {"a": "y"}, "target_value": "z"}], "target_param": "b"}
    return {
        "field": "b",
        "value": "z",
        "is_ui_virtual": True,
        "ui_params": [ui],
        "value_mapping": mapping,
        "options": [],
    }


def test_inputs_are_counted() -> None:
    """A video of two frames is offered by models that take two frames."""
    frames = (PICTURE, PICTURE)
    found = quoted(task_type=TaskType.FIRST_LAST_FRAME_TO_VIDEO, model="Kling O1", inputs=frames)
    assert again(found.order) == instead(found) == [("Kling 2.6", 40), ("Google Veo 3.1", 70)]


def test_a_scope_holds_here_too() -> None:
    """Nothing of another family."""
    order = quoted(model="NB2").order
    assert again(order, Scope.NANO_BANANA) == [("Nano Banana Pro", 10), ("Nano Banana 2", 4)]


@pytest.mark.parametrize(
    ("kind", "helps"),
    [
        (Kind.GENERATION_FAILED, True),
        (Kind.MODEL_UNAVAILABLE, True),
        (Kind.RATE_LIMITED, False),
        (Kind.UNAUTHORIZED, False),
        (Kind.INSUFFICIENT_POINTS, False),
        (Kind.SUBSCRIPTION_REQUIRED, False),
        (Kind.OUTCOME_UNKNOWN, False),
        (Kind.WAIT_ENDED, False),
    ],
)
def test_where_another_model_is_no_help_none_is_offered(kind: Kind, helps: bool) -> None:  # noqa: FBT001 - pytest hands it over
    """Not for the account's failures (decision 16), and never beside an order that may be paid for."""
    assert Failure(kind=kind).another_may_help is helps


@given(
    st.sampled_from(TaskType),
    st.fixed_dictionaries(
        {}, optional={"duration": st.sampled_from([5, 10, 15]), "size": st.just("2K"), "aspect_ratio": st.just("16:9")}
    ),
    st.sampled_from([None, *Tier]),
    st.sampled_from(Scope),
    st.integers(1, 2),
    st.none() | st.integers(5, 80),
)
def test_whatever_is_offered_can_be_ordered_at_that_price(
    task_type: TaskType, params: dict[str, Any], tier: Tier | None, scope: Scope, n: int, most: int | None
) -> None:
    """An alternative is another model (or size), within the scope and the limit, and its price is that of its quote."""
    pictures = (PICTURE,) * task_type.inputs.lowest
    wish = Wish(task_type=task_type, params=params, tier=tier, scope=scope, n=n, max_points=most, inputs=pictures)
    catalog = small_catalog(task_type)
    try:
        found = quoted(
            task_type=task_type, params=params, tier=tier, scope=scope, n=n, max_points=most, inputs=pictures
        )
    except WishRefused:
        return
    advice = advice_of(found)
    assert len(advice.instead) <= 2
    for other in (*advice.instead, *filter(None, [advice.cheaper])):
        said = attrs.evolve(wish, model=other.model_id, prompt="x")
        if other.size is not None:
            said = attrs.evolve(said, params={**params, "size": other.size})
        assert quote(said, catalog).order.total == other.points <= (most or other.points)
        assert knows(scope, other.model_id)
        assert (other.model_id, other.size) != (found.order.model_id, None)


def test_rows_name_nothing_twice() -> None:
    """Two alternatives are two."""
    catalog = a_catalog(TaskType.TEXT_TO_IMAGE, MIDJOURNEY, SEEDREAM)
    assert instead(quoted(catalog=catalog, model="MJ")) == [("SeeDream 4.5", 5)]
