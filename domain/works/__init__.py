"""Works of several media: planned and priced as a whole before a point is spent, then ordered step by step."""

from typing import TYPE_CHECKING

from imastudio.domain.kernel import lazy_face

if TYPE_CHECKING:
    from imastudio.domain.works.consent import subject_of_work
    from imastudio.domain.works.documents import changed, decode_work, encode_work
    from imastudio.domain.works.film import (
        LOUDNESS_LUFS,
        MUSIC_DB,
        PEAK_DBTP,
        Caption,
        Clip,
        Edit,
        FilmNotMade,
        Measured,
        MeasuredMedia,
        Track,
        edit_of,
    )
    from imastudio.domain.works.heroes import Hero, hero_of
    from imastudio.domain.works.lengths import Length, fitted, offered_lengths, wanted_seconds
    from imastudio.domain.works.news import (
        FilmLeftOut,
        FilmMade,
        FilmStarted,
        StepEnded,
        StepRefused,
        StepStarted,
        WorkAcknowledged,
        WorkEnded,
        WorkNews,
        WorkStarted,
    )
    from imastudio.domain.works.outcome import WorkOutcome
    from imastudio.domain.works.planning import Plan, PlannedStep, judge_moved, plan_of
    from imastudio.domain.works.progress import ORDERED, StepStatus, WorkProgress, progress_of
    from imastudio.domain.works.recipes import is_film_with_sound, media_of, plan
    from imastudio.domain.works.record import WorkProposal, WorkRecord, held_points, record_of
    from imastudio.domain.works.work import (
        MAX_STEP_NAME_CHARS,
        MAX_STEPS,
        Film,
        Step,
        StepOutput,
        Work,
        check_work,
        wish_of_step,
    )
else:
    __getattr__, __dir__ = lazy_face(
        __name__,
        {
            "consent": "subject_of_work",
            "documents": "changed decode_work encode_work",
            "film": (
                "Caption Clip Edit FilmNotMade LOUDNESS_LUFS MUSIC_DB Measured MeasuredMedia PEAK_DBTP Track edit_of"
            ),
            "news": (
                "FilmLeftOut FilmMade FilmStarted StepEnded StepRefused StepStarted WorkAcknowledged WorkEnded "
                "WorkNews WorkStarted"
            ),
            "outcome": "WorkOutcome",
            "heroes": "Hero hero_of",
            "lengths": "Length fitted offered_lengths wanted_seconds",
            "planning": "Plan PlannedStep judge_moved plan_of",
            "progress": "ORDERED StepStatus WorkProgress progress_of",
            "recipes": "is_film_with_sound media_of plan",
            "record": "WorkProposal WorkRecord held_points record_of",
            "work": "MAX_STEPS MAX_STEP_NAME_CHARS Film Step StepOutput Work check_work wish_of_step",
        },
    )

__all__ = [
    "LOUDNESS_LUFS",
    "MAX_STEPS",
    "MAX_STEP_NAME_CHARS",
    "MUSIC_DB",
    "ORDERED",
    "PEAK_DBTP",
    "Caption",
    "Clip",
    "Edit",
    "Film",
    "FilmLeftOut",
    "FilmMade",
    "FilmNotMade",
    "FilmStarted",
    "Hero",
    "Length",
    "Measured",
    "MeasuredMedia",
    "Plan",
    "PlannedStep",
    "Step",
    "StepEnded",
    "StepOutput",
    "StepRefused",
    "StepStarted",
    "StepStatus",
    "Track",
    "Work",
    "WorkAcknowledged",
    "WorkEnded",
    "WorkNews",
    "WorkOutcome",
    "WorkProgress",
    "WorkProposal",
    "WorkRecord",
    "WorkStarted",
    "changed",
    "check_work",
    "decode_work",
    "edit_of",
    "encode_work",
    "fitted",
    "held_points",
    "hero_of",
    "is_film_with_sound",
    "judge_moved",
    "media_of",
    "offered_lengths",
    "plan",
    "plan_of",
    "progress_of",
    "record_of",
    "subject_of_work",
    "wanted_seconds",
    "wish_of_step",
]
