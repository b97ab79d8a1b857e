"""What Python callers hand over is looked at when they do."""

from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Any, cast

import pytest

from imastudio.domain.intent import interpret
from imastudio.domain.kernel import check_argument
from imastudio.domain.orders import Input, Scope, Tier, Wish
from imastudio.domain.orders.tasks import InputKind, TaskType
from imastudio.domain.quoting.quotes import check_is_of

SECRET = "a prompt that nobody else reads"


INPUT = "a path, an address, or an Input, such as Input('a.mp4', 'video')"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"prompt": None}, "Wish.prompt must be text (str), not None."),
        ({"prompt": [SECRET]}, "Wish.prompt must be text (str), not a value of type list."),
        ({"max_points": "5"}, "Wish.max_points must be a whole number, such as 5, or None, not '5'."),
        ({"max_points": True}, "Wish.max_points must be a whole number, such as 5, or None, not True."),
        ({"max_points": 4.5}, "Wish.max_points must be a whole number, such as 5, or None, not 4.5."),
        ({"inputs": [Input("a"), None]}, f"Wish.inputs[1] must be {INPUT}, not None."),
        ({"inputs": None}, f"Wish.inputs[0] must be {INPUT}, not None."),
        ({"inputs": [range(5)]}, f"Wish.inputs[0] must be {INPUT}, not range(0, 5)."),
        ({"params": None}, "Wish.params must be a mapping, such as {'size': '2K'}, not None."),
        ({"params": [SECRET]}, "Wish.params must be a mapping, such as {'size': '2K'}, not a value of type list."),
        ({"params": {1: SECRET}}, "The keys of Wish.params must be text (str), not 1."),
        ({"request_id": " "}, "Wish.request_id is empty, so it would not keep the order from being repeated."),
        ({"request_id": "a\r"}, "Wish.request_id begins or ends with a blank or something unseen: write 'a'."),
        ({"request_id": "\u200ba"}, "Wish.request_id begins or ends with a blank or something unseen: write 'a'."),
        ({"model": 5}, "Wish.model must be text (str) or None, not 5."),
        ({"strict": "no"}, "Wish.strict must be True or False, not 'no'."),
        ({"deliver_to": 1}, "Wish.deliver_to must be a path, or None, not 1."),
        ({"tier": "cheap"}, "Wish.tier must be one of balanced, budget, premium, artistic, not 'cheap'."),
        ({"scope": None}, "Wish.scope must be one of all-in-one, nano-banana, not None."),
    ],
    ids=str,
)
def test_a_wrong_value_is_named_with_what_would_do(given: dict[str, Any], said: str) -> None:
    """The field, the value and what would do are in the error; a prompt never is."""
    with pytest.raises((TypeError, ValueError)) as caught:
        Wish(**given)
    assert str(caught.value) == said
    assert SECRET not in repr(caught.value)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ((None,), "Input.source must be a path or an https address, not None."),
        (("a", "film"), "Input.kind must be one of image, video, audio, not 'film'."),
    ],
    ids=str,
)
def test_a_wrong_input_is_named_too(given: tuple[Any, ...], said: str) -> None:
    """An input is looked at on its own."""
    with pytest.raises((TypeError, ValueError)) as caught:
        Input(*given)
    assert str(caught.value) == said


def test_what_will_do_is_taken() -> None:
    """Words stand for members, lists for rows, and what is handed in stays the caller's to change."""
    params, inputs = {"size": "2K"}, [Input("a.mp4", "video")]
    wish = Wish(
        task_type="text_to_image", tier="budget", scope="nano-banana", params=params, inputs=inputs, max_points=0
    )
    params["size"] = "4K"
    inputs.clear()
    assert (wish.task_type, wish.tier, wish.scope) == (TaskType.TEXT_TO_IMAGE, Tier.BUDGET, Scope.NANO_BANANA)
    assert (wish.params, wish.inputs) == ({"size": "2K"}, (Input("a.mp4", InputKind.VIDEO),))


def test_paths_and_addresses_are_inputs() -> None:
    """A bare one is a picture's; a path object is its text, for a folder too."""
    wish = Wish(inputs=["a.png", PurePosixPath("b.png"), Input(PurePosixPath("c.mp4"), "video")])
    assert wish.inputs == (Input("a.png"), Input("b.png"), Input("c.mp4", InputKind.VIDEO))
    assert Wish(inputs="https://example.com/a.png").inputs == (Input("https://example.com/a.png"),)
    assert (Wish(deliver_to=PurePosixPath("out")).deliver_to, Wish().deliver_to) == ("out", None)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("promt", "Wish takes no 'promt'. Did you mean 'prompt'? A parameter of the model goes into params:"),
        ("size", "Wish takes no 'size'. It is a parameter of the model: Wish(params={'size': ...})."),
        ("images", "Wish takes no 'images'. Media are handed in as inputs, such as Wish(inputs=['cat.png'])"),
        ("video", "Wish takes no 'video'. Media are handed in as inputs,"),
        ("model_id", "Wish takes no 'model_id'. It is called 'model' here."),
        ("extra_params", "Wish takes no 'extra_params'. It is called 'params' here."),
    ],
)
def test_a_name_that_is_none_is_told_with_what_would_do(name: str, said: str) -> None:
    """As it stands in documents, or misspelt."""
    with pytest.raises(TypeError) as caught:
        Wish(**cast("Any", {name: SECRET}))
    assert str(caught.value).startswith(said)
    assert SECRET not in str(caught.value)


def test_the_prompt_needs_no_name() -> None:
    """And nothing else goes without one."""
    assert Wish("a red fox") == Wish(prompt="a red fox")
    with pytest.raises(TypeError):
        Wish("a red fox", "text_to_image")  # type: ignore[call-arg] # only the prompt goes without its name


WRONG: Any = [SECRET]


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: interpret(WRONG), "words must be text, such as 'a red fox in the snow', not a value of type list."),
        (
            lambda: check_is_of(Wish(), WRONG),
            "quote must be what studio.quote(wish) returned, not a value of type list.",
        ),
        (lambda: check_argument("limit", SECRET, int, "a number"), "limit must be a number, not a value of type str."),
        (lambda: check_argument("limit", value=True, kind=int, wanted="a number"), "limit must be a number, not True."),
        (lambda: check_argument("limit", None, int, "a number"), "limit must be a number, not None."),
    ],
)
def test_a_wrong_argument_is_told_at_the_call(call: Callable[[], object], said: str) -> None:
    """A text is not shown: it may be a prompt."""
    with pytest.raises(TypeError) as caught:
        call()
    assert str(caught.value) == said
