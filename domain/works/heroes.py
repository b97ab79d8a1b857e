"""The hero of a work: the picture that its other steps start from, which later pictures may start from, too.

Rules: it is a picture that was made and is there; taking it costs nothing, what is made from it is quoted like any other order
that starts from a picture. Source: the vendor's "visual consistency"; architecture, "Works of several media".
"""

import attrs

from imastudio.domain.orders import Medium, Wish
from imastudio.domain.works.outcome import WorkOutcome
from imastudio.domain.works.work import StepOutput


@attrs.frozen(kw_only=True)
class Hero:
    """A picture of a hero: its address, the work it comes from and what that is called, and the instant it was made.

    `wish` is what it was made of, `request_id` the name of its order.
    """

    address: str
    work_id: str
    at: float
    wish: Wish = attrs.field(repr=False)
    request_id: str
    model_name: str
    title: str = attrs.field(default="", repr=False)


def hero_of(outcome: WorkOutcome) -> Hero | None:
    """Return the hero of a work, or None where there is no picture of one.

    The picture that most of its other steps start from comes first, else the first that was made.
    """
    work = outcome.record.work
    taken = [given.step for step in work.steps for given in step.inputs if isinstance(given, StepOutput)]
    pictures = sorted(
        (step for step in work.steps if step.medium is Medium.IMAGE), key=lambda step: -taken.count(step.name)
    )
    for step in pictures:
        result = outcome.results.get(step.name)
        if result is not None and result.status == "succeeded" and result.url:
            return Hero(
                address=result.url,
                work_id=outcome.id,
                at=result.at,
                title=work.title,
                wish=step.wish,
                request_id=outcome.record.request_id(step.name),
                model_name=result.generation.order.model_name,
            )
    return None
