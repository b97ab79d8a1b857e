"""What else a person could take instead of an order, as values: `alternatives` and `unsupported` decide, `phrasebook` says it."""

from enum import StrEnum

import attrs


class Trait(StrEnum):
    """Uses that a model is good for; `trait_texts` has the words."""

    FAST = "fast"
    BUDGET = "budget"
    FAST_AND_CHEAP = "fast_and_cheap"
    BEST_VALUE = "best_value"
    BETTER_QUALITY = "better_quality"
    HIGH_QUALITY = "high_quality"
    ARTISTIC = "artistic"
    LATEST_WAN = "latest_wan"
    POPULAR = "popular"
    REASONING = "reasoning"
    CINEMATIC = "cinematic"
    PREMIUM = "premium"
    BACKGROUND_MUSIC = "background_music"
    SONGS = "songs"
    STRONGEST = "strongest"


class Lack(StrEnum):
    """Wishes that can't be had as they are."""

    RATIO = "ratio"
    ODD_RATIO = "odd_ratio"
    EIGHT_K = "8k"
    AUDIO = "audio"
    AUDIO_UNNAMED = "audio_unnamed"
    LONG_VIDEO = "long_video"
    LONGER_THAN_THIS = "longer_than_this"
    LONG_MUSIC = "long_music"
    FIXED_MUSIC = "fixed_music"


@attrs.frozen(kw_only=True)
class Alternative:
    """A model that can make the same thing, and what that would cost in all, in points, for `n` results.

    `size` is set where it is the ordered model itself in another size.
    """

    model_id: str
    model_name: str
    version_id: str
    points: int
    n: int = 1
    trait: Trait | None = None
    size: str | None = None


@attrs.frozen(kw_only=True)
class Advice:
    """Advice that a person may be given besides an order.

    `trait` and `sizes` are the ordered model's; `cheaper` stands where the order is dear, `better` where the model was
    recommended, `recommended` where that is another one than the saved model that is used; `instead` is for a failure,
    the best first.
    """

    trait: Trait | None = None
    sizes: tuple[str, ...] = ()
    cheaper: Alternative | None = None
    better: Alternative | None = None
    recommended: Alternative | None = None
    instead: tuple[Alternative, ...] = ()


NO_ADVICE = Advice()
