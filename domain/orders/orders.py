"""What is asked for, and what is ordered.

`Wish` is what a person said; `Order` is the flat part of a quote (`quoting.quotes`) that may be kept in the ledger; `Content` is
the part that is sent once and kept nowhere (lyrics, input addresses, and the prompt, unless the person says so). Source:
architecture, "One generation"; decisions 23, 28.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any, Literal, TypeAlias

import attrs

from imastudio.domain.kernel import (
    Json,
    PathLike,
    Readable,
    Scalar,
    each,
    explained,
    frozen_map,
    frozen_row,
    instance,
    mapping,
    named,
    path_text,
    points,
    row,
    telling,
    word_of,
)
from imastudio.domain.orders.input_sources import encode_data, is_data, read_source, shown_source
from imastudio.domain.orders.tasks import InputKind, Medium, Scope, TaskType, Tier
from imastudio.domain.orders.wish_document import canonical, field_meant, read_fields, write_fields

__all__ = [
    "Content",
    "CreateRequest",
    "Estimate",
    "Input",
    "InputFacts",
    "Language",
    "Media",
    "Notice",
    "Order",
    "Scope",
    "SentInput",
    "Tier",
    "Wish",
    "frozen_map",
    "frozen_row",
]

Language: TypeAlias = Literal["zh", "en"]
_TEXT = instance(str, "text (str)")
_MAYBE_TEXT = instance(str | None, "text (str) or None")


def _source(value: Any) -> Any:
    text: Any = path_text(value)
    return read_source(text) if isinstance(text, str) else text  # what is no text is refused by the validator


def _source_repr(source: str) -> str:
    return repr(shown_source(source))


def _input_kind(value: InputKind | str) -> InputKind:
    return word_of(InputKind, value, "Input.kind")


def _task_type(value: TaskType | str) -> TaskType:
    return word_of(TaskType, value, "Wish.task_type")


def _tier(value: Tier | str) -> Tier:
    return word_of(Tier, value, "Wish.tier")


def _scope(value: Scope | str) -> Scope:
    return word_of(Scope, value, "Wish.scope")


@attrs.frozen
class Input:
    """Media that a person hands in: a local path, an https url, or the media itself (`data:`).

    However it is written, `source` is its plain spelling (see `input_sources`).
    """

    source: str = attrs.field(
        converter=_source, validator=instance(str, "a path or an https address"), repr=_source_repr
    )
    kind: InputKind = attrs.field(default=InputKind.IMAGE, converter=_input_kind)

    @property
    def is_url(self) -> bool:
        """Tell whether the source is an address rather than a file or the media itself."""
        return "://" in self.source and not self.is_data

    @property
    def is_data(self) -> bool:
        """Tell whether the source is the media itself."""
        return is_data(self.source)

    @property
    def shown(self) -> str:
        """Return the source as it may stand in an error."""
        return shown_source(self.source)


def _as_inputs(
    values: str | PathLike | bytes | Readable | Iterable[Input | str | PathLike | bytes | Readable],
) -> tuple[Input, ...]:
    """Return a row of inputs; what is bare is a picture's: a path, an address, the bytes, or an open file.

    What is none of these is left for the validator.
    """
    several = (values,) if isinstance(values, str | PathLike | bytes | Readable) else row(values)
    return tuple(map(_as_input, several))


def _as_input(one: Input | str | PathLike | bytes | Readable) -> Input:
    if isinstance(one, Input):
        return one
    media = one.read() if isinstance(one, Readable) else one
    if isinstance(media, bytes):
        return Input(encode_data(media))
    known: Any = media
    return Input(media) if isinstance(known, str | PathLike) else known


@attrs.frozen(kw_only=True)
class InputFacts:
    """Facts about an input, read off its bytes: format as a file suffix ("png"), size in bytes and pixels, length in seconds.

    Everything but the kind is None for a url, which is not fetched.
    """

    kind: InputKind
    format: str | None = None
    size: int | None = None
    width: int | None = None
    height: int | None = None
    duration: float | None = None


@attrs.frozen(kw_only=True)
class SentInput:
    """An input as the vendor gets it: an address, and what is known of the media behind it.

    `stripped` tells that metadata was left out of what was uploaded.
    """

    url: str = attrs.field(repr=False)
    facts: InputFacts
    stripped: bool = False


def _wanted(name: str) -> str:
    return field_meant(name, [field.name for field in attrs.fields(Wish)])


@explained(_wanted)
@attrs.frozen
class Wish:
    """A person's wish, in the words of the command line: `Wish("a red fox", model="midjourney")`.

    `model` is a model id or a name people use; `params` are the values the person gave (others are the product's
    defaults); `max_points` is the most the whole order may cost; `request_id` makes a repeated call return the first
    order instead of paying again; `strict` forbids every change after a refusal; `deliver_to` is a folder for the results.
    """

    prompt: str = attrs.field(default="", repr=False, validator=_TEXT)
    task_type: TaskType | None = attrs.field(
        kw_only=True, default=None, converter=attrs.converters.optional(_task_type)
    )
    model: str | None = attrs.field(kw_only=True, default=None, validator=_MAYBE_TEXT)
    version_id: str | None = attrs.field(kw_only=True, default=None, validator=_MAYBE_TEXT)
    tier: Tier | None = attrs.field(kw_only=True, default=None, converter=attrs.converters.optional(_tier))
    scope: Scope = attrs.field(kw_only=True, default=Scope.ALL_IN_ONE, converter=_scope)
    params: Mapping[str, Json] = attrs.field(
        kw_only=True,
        factory=dict,
        converter=mapping,
        validator=[instance(Mapping, "a mapping, such as {'size': '2K'}"), named],
        repr=False,
        hash=False,
    )
    n: int | str | None = attrs.field(kw_only=True, default=None)
    inputs: tuple[Input, ...] = attrs.field(
        kw_only=True,
        default=(),
        converter=_as_inputs,
        validator=each(Input, "a path, an address, or an Input, such as Input('a.mp4', 'video')"),
        repr=False,
    )
    max_points: int | None = attrs.field(kw_only=True, default=None, validator=points)
    request_id: str | None = attrs.field(kw_only=True, default=None, validator=[_MAYBE_TEXT, telling])
    strict: bool = attrs.field(kw_only=True, default=False, validator=instance(bool, "True or False"))
    deliver_to: str | None = attrs.field(
        kw_only=True,
        default=None,
        converter=attrs.converters.optional(path_text),
        validator=instance(str | None, "a path, or None"),
    )

    @classmethod
    def from_document(cls, document: Mapping[str, Json]) -> "Wish":
        """Return the wish that a wish document says. Raises WishRefused with the key that is wrong and what would do."""
        return cls.of_keys(canonical(document))

    @classmethod
    def of_keys(cls, said: Mapping[str, Json], **instead: Any) -> "Wish":
        """Return the wish that canonical keys say; `instead` holds fields that are decided elsewhere. Raises WishRefused."""
        fields = read_fields(said, instead)
        if "inputs" in fields:
            fields["inputs"] = tuple(Input(source, kind) for source, kind in fields["inputs"])
        return cls(**fields, **instead)

    def to_document(self) -> dict[str, Json]:
        """Return the wish document that says this, without what it leaves open."""
        fields = {field.name: getattr(self, field.name) for field in attrs.fields(type(self))}
        return write_fields({**fields, "inputs": [(given.source, given.kind) for given in self.inputs]})


def check_wish(wish: object) -> None:
    """Raise TypeError for what is no wish, with what would do."""
    if not isinstance(wish, Wish):
        raise TypeError(f"A wish is wanted, such as Wish('a red fox'), not {type(wish).__name__}.")


@attrs.frozen
class Notice:
    """Something the person should know about the order: a code and the facts its text is made of."""

    code: str
    facts: Mapping[str, Json] = attrs.field(factory=dict, converter=frozen_map, hash=False)


@attrs.frozen(kw_only=True)
class Estimate:
    """The time it should take, in seconds, and how often to ask and to tell (decision 17)."""

    lowest: int
    highest: int
    poll_every: float
    tell_every: float


@attrs.frozen(kw_only=True)
class Order:
    """The flat, recordable part of what is ordered: no prompt, no free text, no address of an input.

    `scope` is the circle of models that it was chosen from. `points` are per result, `n` results are charged `n` times.
    `params` holds only values of closed sets (offered options, switches, numbers).
    """

    task_type: TaskType
    model_id: str
    model_name: str
    version_id: str
    attribute_id: int
    points: int
    n: int
    params: Mapping[str, Scalar] = attrs.field(factory=dict, converter=frozen_map, hash=False)
    input_count: int = 0
    estimate: Estimate
    agreed_points: int
    strict: bool = False
    deliver_to: str | None = None
    scope: Scope = Scope.ALL_IN_ONE
    notices: tuple[Notice, ...] = attrs.field(default=(), converter=frozen_row)

    def __repr__(self) -> str:
        return f"Order({self.model_name!r}, {self.points} × {self.n} = {self.total} points)"

    @property
    def is_adopted(self) -> bool:
        """Tell whether it stands for a task that was found at the vendor: its model is not known (decision 52)."""
        return not self.model_id

    @property
    def total(self) -> int:
        """Return what the whole order costs, in points."""
        return self.points * self.n

    @property
    def medium(self) -> Medium:
        """Return what is made."""
        return self.task_type.medium


@attrs.frozen(kw_only=True)
class Content:
    """The part of an order that is sent once: the prompt, parameters of free text or structure, and the inputs."""

    prompt: str = attrs.field(repr=False)
    texts: Mapping[str, Json] = attrs.field(factory=dict, converter=frozen_map, repr=False, hash=False)
    inputs: tuple[Input, ...] = attrs.field(default=(), converter=frozen_row, repr=False)
    sent: tuple[SentInput, ...] = attrs.field(default=(), repr=False)


@attrs.frozen(kw_only=True)
class Media:
    """One result. `url` is the best address known (url, else watermarked, else preview); sizes are pixels."""

    url: str | None = None
    watermark_url: str | None = None
    preview_url: str | None = None
    cover: str | None = None
    format: str | None = None
    width: int | None = None
    height: int | None = None
    duration: str | None = None

    @property
    def address(self) -> str | None:
        """Return where the result can be fetched: its url, else the watermarked one, else the preview."""
        return self.url or self.watermark_url or self.preview_url


async def _always() -> bool:
    return True


@attrs.frozen
class CreateRequest:
    """The makings of the paid POST.

    `may_leave` is asked last, when the connection stands and nothing of the order has left: where it says no, nothing leaves.
    """

    order: Order
    content: Content
    may_leave: Callable[[], Awaitable[bool]] = attrs.field(default=_always, eq=False, repr=False)
