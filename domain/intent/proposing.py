"""One utterance as a wish of its own: the medium first, then task, model, values, how many, how dear, and the prompt.

Rules: each step notes in the reading what it found, what it asks about and what is no part of the prompt; answers that were
given come before what words say.
"""

from collections.abc import Sequence

import attrs

from imastudio.domain.intent.answers import read_answer, with_answers
from imastudio.domain.intent.choosing import Named, chosen_of, id_for, names_said, setting_of, version_of
from imastudio.domain.intent.consistency import same_again
from imastudio.domain.intent.counts import cap_of, number_of_results
from imastudio.domain.intent.doubting import (
    doubt_inputs,
    doubt_presumed,
    doubt_the_rest,
    doubt_tier,
    offer_what_there_is,
)
from imastudio.domain.intent.fields import read_values
from imastudio.domain.intent.media import RequestedMedium, asked_for, task_of
from imastudio.domain.intent.preferences import clearing, lasting_words, saved_by, saving
from imastudio.domain.intent.prompt import prompt_of
from imastudio.domain.intent.proposal import PreferenceAction, Proposal
from imastudio.domain.intent.reading import Reading
from imastudio.domain.intent.sounds import read_music, read_speech, song_model
from imastudio.domain.intent.tags import Tag
from imastudio.domain.intent.topics import forgetting
from imastudio.domain.orders import Medium, TaskType, Tier

_SUNO = "sonic"


def proposal_of(reading: Reading, pictures: Sequence[str]) -> Proposal:
    """Return what was understood of a request."""
    named = names_said(reading)
    asked = asked_for(reading, named)
    doubt_presumed(reading, asked)
    medium = _answered_medium(reading, asked)
    task = _answered_task(reading, medium)
    chosen = _chosen(reading, named, medium)
    model = _model(reading, chosen, asked, medium, task)
    tier = _values(reading, asked, chosen, medium, model)
    n = None if medium is None else number_of_results(reading, asked, medium)
    cap = cap_of(reading, n)
    lasting_words(reading)
    doubt_tier(reading, chosen, model, tier)
    preference = _preference(reading, chosen, model, task, tier)
    doubt_the_rest(reading, medium, asked)
    offer_what_there_is(reading, medium)
    lasting, same = chosen is not None and chosen.ever, same_again(reading)
    prompt, cuts = prompt_of(reading, asked, lasting=lasting or preference is PreferenceAction.CLEAR)
    doubt_inputs(reading, task, n, medium, same=same)
    proposal = Proposal(
        words=reading.words,
        media=medium,
        task_type=task,
        model=model,
        models=saved_by(chosen, named),
        version_id=None if chosen is None else version_of(chosen.name),
        tier=None if tier is None or model is not None else Tier(tier),
        n=n,
        max_points=cap,
        cap_said=cap is not None,
        once=chosen is not None and chosen.once,
        preference=preference,
        lasting=lasting,
        steps=asked.steps if medium is None else (medium,),
        consistency=same,
        prompt=prompt,
        cuts=cuts,
        presumed=("media",) if prompt and _is_presumed(reading, asked, task) else (),
    )
    return with_answers(_with_findings(proposal, reading), reading.answers, pictures)


def _is_presumed(reading: Reading, asked: RequestedMedium, task: TaskType | None) -> bool:
    """Tell whether nobody said that it is to be a picture."""
    named = any(token.tag is Tag.NOUN and token.value is Medium.IMAGE for token in reading.tokens)
    return asked.presumed and not named and task is TaskType.TEXT_TO_IMAGE and "media" not in reading.answers


def _with_findings(proposal: Proposal, reading: Reading) -> Proposal:
    """Return the proposal with what all steps together found: values, doubts, and the words that say so."""
    return attrs.evolve(
        proposal,
        params=reading.params,
        notices=reading.notices,
        doubts=reading.doubts,
        evidence=reading.evidence,
    )


def _answered_medium(reading: Reading, asked: RequestedMedium) -> Medium | None:
    if "media" in reading.answers:
        answer = read_answer("media", reading.answers["media"])
        return Medium.IMAGE if answer is None else Medium(str(answer))
    return asked.media


def _answered_task(reading: Reading, medium: Medium | None) -> TaskType | None:
    if medium is None:
        return None
    task = task_of(reading, medium)
    if "task_type" in reading.answers:
        answer = read_answer("task_type", reading.answers["task_type"])
        return task if answer is None else TaskType(str(answer))
    return task


def _chosen(reading: Reading, named: Sequence[Named], medium: Medium | None) -> Named | None:
    chosen = chosen_of(reading, named, medium)
    if chosen is not None and medium is not None and chosen.medium is not medium:
        token = chosen.said.token
        reading.doubt("media", token.start, token.end, [chosen.medium.value, medium.value], model=token.text)
    return chosen


def _model(
    reading: Reading, chosen: Named | None, asked: RequestedMedium, medium: Medium | None, task: TaskType | None
) -> str | None:
    if chosen is not None:
        return id_for(chosen.ids, task or TaskType.IMAGE_TO_VIDEO)
    return song_model(reading, list(asked.heads)) if medium is Medium.MUSIC else None


def _values(
    reading: Reading, asked: RequestedMedium, chosen: Named | None, medium: Medium | None, model: str | None
) -> str | None:
    """Read the values that are said, and those that the words for a model stand for; return the tier."""
    if medium is not None:
        read_values(reading, medium, model)
        _sounds(reading, medium)
    if model == _SUNO and any(head.model is not None and "纯" in head.token.text for head in asked.heads):
        reading.params.setdefault("make_instrumental", True)
        reading.because("params.make_instrumental", asked.heads[0].token.start, asked.heads[0].token.end)
    if chosen is not None and (setting := setting_of(chosen.name)) is not None:
        reading.params.setdefault(*setting)
    return str(reading.params.pop("tier")) if "tier" in reading.params else None


def _sounds(reading: Reading, medium: Medium) -> None:
    handed = reading.handed
    if medium is Medium.SPEECH:
        read_speech(reading, reading.words[handed.start : handed.end] if handed is not None else reading.words)
    if medium is Medium.MUSIC:
        read_music(reading)


def _preference(
    reading: Reading, chosen: Named | None, model: str | None, task: TaskType | None, tier: str | None
) -> PreferenceAction:
    if chosen is not None:
        return saving(reading, chosen, model, task)
    for number, fragment in enumerate(reading.fragments):
        if forgetting(reading.folded[fragment.begin : fragment.stop])[0]:
            reading.cut(fragment.begin, fragment.stop)
            reading.used.add(number)
            reading.because("preference", fragment.begin, fragment.stop)
            return PreferenceAction.CLEAR
    return PreferenceAction.CLEAR if clearing(reading, tier) else PreferenceAction.NONE
