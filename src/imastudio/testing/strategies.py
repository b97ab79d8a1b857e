"""Hypothesis strategies for whatever deals with wishes, prices, tasks and generations.

What a front end needs to hold its own rules: `catalogs` and `wishes` for prices, `spellings` for values that people type,
`detail_answers` and `histories` for polling and for what is shown, and junk of every kind (`JSON`, `JUNK_PARAMS`) for what nobody
expects. All of it is pure; the catalogues are those of the bundled fake server.
"""

from functools import cache
from typing import Any

import attrs

try:
    from hypothesis import strategies as st
except ModuleNotFoundError as missing:
    needed = "the strategies need hypothesis: pip install 'imastudio[testing]'"
    raise ModuleNotFoundError(needed, name="hypothesis") from missing

from imastudio.adapters.ima.products_wire import decode_products
from imastudio.domain.kernel import Failure, Json, Kind, Scalar
from imastudio.domain.lifecycle import (
    Created,
    Delivered,
    Detail,
    Entry,
    Event,
    Failed,
    ImpossibleMove,
    Intended,
    Lost,
    MediaState,
    NotYet,
    Refused,
    Rejected,
    Reordered,
    Sending,
    Succeeded,
    Unsettled,
    Uploaded,
    Why,
    Yielded,
    intended,
)
from imastudio.domain.orders import Estimate, Input, Media, Order, TaskType, Tier, Wish
from imastudio.domain.quoting import Catalog, Field, FieldShape, Leaf, form, targets_of
from imastudio.fakeserver.catalogues.catalogue import Catalogue as FakeCatalogue

HUGE = 10**400
SCALARS = st.one_of(st.booleans(), st.integers(), st.floats(), st.text(max_size=20), st.just(HUGE))
JSON: st.SearchStrategy[Any] = st.recursive(
    st.one_of(st.none(), SCALARS),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=8), inner, max_size=4)),
    max_leaves=12,
)
NAMES = st.sampled_from(
    [
        *(
            "size",
            "resolution",
            "quality",
            "mode",
            "duration",
            "aspect_ratio",
            "aspectRatio",
            "audio",
            "sound",
            "n",
            "N",
        ),
        *("generate_audio", "prompt", "cast", "input_images", "lyrics", "vocal_gender", "audio_params", "additions"),
        *("speed", "volume", "emotion", "voice", "speaker", "text", "model", "negative_prompt", "tags", ""),
    ]
)
VALUES: st.SearchStrategy[Any] = st.one_of(
    JSON,
    st.sampled_from(
        [
            *(
                "1k",
                "4K",
                "8K",
                "512",
                "1080p",
                "720",
                "10s",
                "10",
                10,
                5.0,
                "16：9",
                "16x9",
                "adaptive",
                "auto",
                "on",
                True,
            ),
            *("pro", "2k", "2048x2048", "mixed", "male", float("nan"), float("inf"), "\x00", "\ud800", "", "1.5x", 0.5),
            *({"speech_rate": 10}, {"speech_rate": "x"}, {"context_texts": ["a"]}, {"nobody": 1}),
        ]
    ),
)
JUNK_PARAMS: st.SearchStrategy[dict[str, Any]] = st.dictionaries(
    st.one_of(NAMES, st.text(max_size=8)), VALUES, max_size=5
)
JUNK_COUNTS: st.SearchStrategy[Any] = st.one_of(st.none(), st.integers(-2, 6), st.text(max_size=3), st.just("2"))
TIERS = st.one_of(st.none(), st.sampled_from(Tier))


def spellings(value: Scalar) -> st.SearchStrategy[Json]:
    """Return ways in which people write `value`, all of which mean it."""
    if isinstance(value, bool):
        words = ["true", "True", "on", "ON", " yes "] if value else ["false", "False", "off", "OFF", " no "]
        return st.sampled_from([value, *words])
    text = str(value)
    ways: list[Json] = [value, text, text.upper(), text.lower(), f" {text} ", text.translate(_FULL_WIDTH)]
    if text.isdigit():
        ways += [int(text), float(text), f"{text}s", f"{text} sec", f"{text}秒"]
    if text.lower().endswith("p") and text[:-1].isdigit():
        ways += [text[:-1], int(text[:-1])]
    if text.endswith("px"):
        ways += [text[:-2], int(text[:-2])]
    if ":" in text:
        ways += [text.replace(":", "x"), text.replace(":", "/"), text.replace(":", "：")]
    return st.sampled_from(ways)


def offered(field: Field) -> list[tuple[str, Scalar]]:
    """Return each way to set `field` by a value that it offers, as name and value."""
    if field.virtual is not None:
        ui = [(ui.name, value) for ui in field.virtual.ui_fields for value in ui.values]
        names = {name for name, _ in ui}
        return (
            ui
            if field.virtual.target in names
            else [*ui, *((field.virtual.target, it) for it in targets_of(field.virtual))]
        )
    if field.shape is FieldShape.SWITCH:
        return [(field.name, True), (field.name, False)]
    return [(field.name, value) for value in field.values]


@st.composite
def chosen_params(draw: st.DrawFn, leaf: Leaf) -> dict[str, Scalar]:
    """Draw values that `leaf` offers, for some of its fields."""
    params: dict[str, Scalar] = {}
    for field in form(leaf):
        ways = offered(field)
        said: bool = draw(st.booleans())
        if ways and said:
            name, value = draw(st.sampled_from(ways))
            params[name] = value
    return params


# catalogues and wishes


@cache
def catalog_of(task_type: TaskType) -> Catalog:
    """Return what the bundled fake server sells for a task type."""
    return decode_products(FakeCatalogue().open(task_type.value), task_type)


@st.composite
def catalogs(draw: st.DrawFn, task_type: TaskType | None = None) -> Catalog:
    """Draw a product list: some of what is sold for a task type (any, where none is given), at other prices."""
    task_type = task_type or draw(st.sampled_from(TaskType))
    leaves = catalog_of(task_type).leaves
    kept = draw(st.lists(st.sampled_from(leaves), min_size=1, unique_by=lambda leaf: (leaf.model_id, leaf.version_id)))
    dearer: int = draw(st.integers(0, 50))
    return Catalog(
        task_type,
        tuple(
            attrs.evolve(leaf, rules=tuple(attrs.evolve(rule, points=rule.points + dearer) for rule in leaf.rules))
            for leaf in kept
        ),
    )


@st.composite
def wishes(draw: st.DrawFn, catalog: Catalog) -> Wish:
    """Draw a wish for one of the models of `catalog`, with values that it offers. Not every one of them has a price."""
    leaf = draw(st.sampled_from(catalog.leaves))
    return Wish(
        prompt=draw(st.text(min_size=1, max_size=40)),
        task_type=catalog.task_type,
        model=leaf.model_id,
        version_id=leaf.version_id,
        params=draw(chosen_params(leaf)),
        inputs=tuple(
            Input(f"{number}.png") for number in range(draw(st.integers(0, 2)) if catalog.task_type.takes_inputs else 0)
        ),
        max_points=draw(st.none() | st.integers(0, 500)),
    )


# orders, events and answers


ESTIMATE = Estimate(lowest=20, highest=40, poll_every=5, tell_every=15)
FAILURE = Failure(kind=Kind.GENERATION_FAILED)


def an_order(**changes: Any) -> Order:
    """Return an order of one picture for 6 points, changed as told."""
    values: dict[str, Any] = {
        "task_type": TaskType.TEXT_TO_IMAGE,
        "model_id": "gemini-3.1-flash-image",
        "model_name": "Nano Banana 2",
        "version_id": "gemini-3.1-flash-image-preview",
        "attribute_id": 4401,
        "points": 6,
        "n": 1,
        "params": {"size": "1K"},
        "estimate": ESTIMATE,
        "agreed_points": 6,
    }
    return Order(**(values | changes))


def media(number: int = 1) -> Media:
    """Return the `number`th result."""
    return Media(url=f"https://cdn.example/{number}.png", format="png", width=1024, height=1024)


orders = st.builds(
    an_order,
    n=st.integers(1, 4),
    points=st.integers(0, 200),
    input_count=st.integers(0, 2),
    deliver_to=st.sampled_from([None, "out"]),
)
medias = st.lists(st.integers(1, 4).map(media), min_size=1, max_size=4).map(tuple)
instants = st.floats(1.7e9, 1.8e9)
prompts = st.none() | st.sampled_from(["a cat", "\x00\x1b[31m"])
task_ids = st.sampled_from(["task_a", "task_b"])
events: st.SearchStrategy[Event] = st.one_of(
    st.just(Uploaded()),
    st.just(Sending()),
    st.builds(Created, task_id=task_ids, timeout_at=st.none() | instants, settled=st.booleans()),
    st.builds(Refused, st.just(Failure(kind=Kind.SERVER_ERROR))),
    st.builds(Reordered, order=orders, pause=st.floats(0, 60), prompt=prompts),
    st.builds(Rejected, st.just(Failure(kind=Kind.BAD_REQUEST))),
    st.builds(Lost, st.just(Failure(kind=Kind.OUTCOME_UNKNOWN))),
    st.builds(Unsettled, st.just(Failure(kind=Kind.OUTCOME_UNKNOWN))),
    st.builds(Yielded, st.just(Failure(kind=Kind.TASK_TAKEN))),
    st.builds(Succeeded, medias),
    st.builds(Failed, st.just(FAILURE), medias | st.just(())),
    st.builds(Delivered, st.just(("a.png",))),
    st.builds(NotYet, why=st.sampled_from(Why), pause=st.floats(0, 60), missed=st.booleans()),
)


@st.composite
def detail_answers(draw: st.DrawFn, n: int = 1) -> Detail:
    """Draw an answer to "how does it stand": some of `n` results not begun, under way, ready, failed or deleted."""
    states = st.one_of(
        st.just(MediaState()),
        st.just(MediaState(resource_status=0, status="processing")),
        st.builds(
            lambda number: MediaState(resource_status=1, status="success", media=media(number)), st.integers(1, 9)
        ),
        st.just(MediaState(resource_status=1, status="success")),
        st.just(MediaState(resource_status=2, status="failed", error="generation failed")),
        st.just(MediaState(resource_status=3)),
    )
    return Detail(tuple(draw(st.lists(states, max_size=n))))


@st.composite
def histories(draw: st.DrawFn, longest: int = 12) -> tuple[Entry, ...]:
    """Draw the entries of a generation as a ledger may hold them: every one of them could happen after those before it."""
    at: float = draw(instants)
    order = draw(orders)
    entries = [Entry(at, Intended(order))]
    generation = intended("a-generation", order, at)
    for event in draw(st.lists(events, max_size=longest)):
        at += draw(st.floats(0, 600))
        try:
            generation = generation.heard(event, at)
        except ImpossibleMove:
            continue
        if not isinstance(event, NotYet):
            entries.append(Entry(at, event))
    return tuple(entries)


_FULL_WIDTH = {code: code + 0xFEE0 for code in range(ord("!"), ord("~") + 1)}
