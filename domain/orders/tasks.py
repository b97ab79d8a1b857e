"""What can be ordered: the eight task types, the medium each makes, and the inputs it takes where the product list is silent.

A task type that is added here and forgotten below does not pass mypy. Source: facts section 2 (`files`), decisions 6 and 7, the
vendor's "Task Types" table.
"""

from enum import StrEnum
from functools import cache
from typing import assert_never

import attrs


class Medium(StrEnum):
    """The media that tasks make."""

    IMAGE = "image"
    VIDEO = "video"
    MUSIC = "music"
    SPEECH = "speech"


class InputKind(StrEnum):
    """The kinds of media that a person hands in."""

    IMAGE = "image"
    VIDEO = "video"
    AUDIO = "audio"


class Tier(StrEnum):
    """The kinds of model to wish for when none is named (decision 11)."""

    BALANCED = "balanced"
    BUDGET = "budget"
    PREMIUM = "premium"
    ARTISTIC = "artistic"


class Scope(StrEnum):
    """The circle of models that a front end offers; `scopes` tells what is in it."""

    ALL_IN_ONE = "all-in-one"
    NANO_BANANA = "nano-banana"


class TaskType(StrEnum):
    """The vendor's `task_type` (also the `category` of its product list)."""

    TEXT_TO_IMAGE = "text_to_image"
    IMAGE_TO_IMAGE = "image_to_image"
    TEXT_TO_VIDEO = "text_to_video"
    IMAGE_TO_VIDEO = "image_to_video"
    FIRST_LAST_FRAME_TO_VIDEO = "first_last_frame_to_video"
    REFERENCE_IMAGE_TO_VIDEO = "reference_image_to_video"
    TEXT_TO_MUSIC = "text_to_music"
    TEXT_TO_SPEECH = "text_to_speech"

    @property
    def medium(self) -> Medium:
        """Return what this task makes."""
        return _medium(self)

    @property
    def takes_inputs(self) -> bool:
        """Tell whether this task needs pictures (or other media) to start from."""
        return self.inputs.lowest > 0

    @property
    def inputs(self) -> "Range":
        """Return how many inputs this task takes where its product does not say (decision 7)."""
        return _inputs(self)

    @property
    def outputs(self) -> "Range":
        """Return how many results one order may ask for where its product does not say (decision 6)."""
        return Range(1, 2) if self is TaskType.TEXT_TO_MUSIC else Range(1, 4)


@attrs.frozen
class Range:
    """A closed range of whole numbers; `highest` None means no upper bound."""

    lowest: int
    highest: int | None

    def __contains__(self, number: int) -> bool:
        """Tell whether `number` lies in the range."""
        return self.lowest <= number and (self.highest is None or number <= self.highest)

    def __str__(self) -> str:
        """Say the range: "2", "1-4", "1 or more"."""
        if self.highest is None:
            return f"{self.lowest} or more"
        return str(self.lowest) if self.lowest == self.highest else f"{self.lowest}-{self.highest}"


@cache
def _medium(task: TaskType) -> Medium:
    match task:
        case TaskType.TEXT_TO_IMAGE | TaskType.IMAGE_TO_IMAGE:
            return Medium.IMAGE
        case TaskType.TEXT_TO_VIDEO | TaskType.IMAGE_TO_VIDEO:
            return Medium.VIDEO
        case TaskType.FIRST_LAST_FRAME_TO_VIDEO | TaskType.REFERENCE_IMAGE_TO_VIDEO:
            return Medium.VIDEO
        case TaskType.TEXT_TO_MUSIC:
            return Medium.MUSIC
        case TaskType.TEXT_TO_SPEECH:
            return Medium.SPEECH
    assert_never(task)


@cache
def _inputs(task: TaskType) -> Range:
    match task:
        case TaskType.TEXT_TO_IMAGE | TaskType.TEXT_TO_VIDEO | TaskType.TEXT_TO_MUSIC | TaskType.TEXT_TO_SPEECH:
            return Range(0, 0)
        case TaskType.IMAGE_TO_IMAGE | TaskType.IMAGE_TO_VIDEO:
            return Range(1, 1)
        case TaskType.FIRST_LAST_FRAME_TO_VIDEO:
            return Range(2, 2)
        case TaskType.REFERENCE_IMAGE_TO_VIDEO:
            return Range(1, 4)
    assert_never(task)
