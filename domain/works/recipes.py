"""Recipes: a brief in words becomes the steps of a work, or None where it asks for no work at all.

Each recipe is one small function; `plan` takes the first that fits. The hero is always a picture of its own first, and the
shots start from it: what is generated anew each time is another face each time. Nothing here costs anything: a work is priced,
shown and agreed to before a step is ordered, and every prompt can be changed till then.
Source: the vendor's "MANDATORY PRE-CHECK", "Example multi-media workflow" and "visual consistency";
facts section 10; decision 22.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import TypeAlias

import attrs

from imastudio.domain.kernel import Json
from imastudio.domain.orders import Input, Medium, Notice, TaskType, Tier, Wish
from imastudio.domain.works.brief import Brief, read_brief, sentences
from imastudio.domain.works.lengths import music_seconds
from imastudio.domain.works.words import (
    BACKGROUND,
    FILM_WITH_SOUND,
    NARRATION,
    SEEN_AGAIN,
    SHOTS,
    SLOGAN,
    USUAL_VARIETY,
    VARIETIES,
    BriefTrait,
)
from imastudio.domain.works.work import MAX_STEPS, Film, Shot, Step, StepOutput, Work, check_work

MAX_SHOTS = 8
MAX_SERIES = MAX_STEPS - 1
"""With the hero it is a whole work."""
USUAL_SHOTS = 3
USUAL_SERIES = 4
USUAL_PICTURES = 4
"""So many has a story whose words are ours to draft."""
SHOT_SECONDS = 5
"""About so long is a shot, where the film's length decides how many there are."""
HERO, MUSIC, SONG, COVER = "hero", "bgm", "song", "cover"
BACKGROUND_MODEL, SONG_MODEL, SONG_OR_MUSIC_MODEL = "GenBGM", "GenSong", "sonic"
NOTHING: Mapping[str, Json] = MappingProxyType({})

_Picture: TypeAlias = Input | StepOutput | None
"""What others start from; None where no picture is to be made."""
_Usual: TypeAlias = tuple[str | None, Mapping[str, Json]]
"""A model (None: any) and the parameters with which it makes what is wanted."""


def plan(brief: str, images: str | Sequence[str | Input] = ()) -> Work | None:
    """Return the work that a brief asks for, or None where it asks for one thing alone.

    `images` are pictures that are there already (paths or addresses): the first is the hero.
    Raises TypeError for what is no text, or no picture.
    """
    if not isinstance(brief, str):
        raise TypeError(f"A brief is wanted as text, such as 'a promo with music', not {type(brief).__name__}.")
    read = read_brief(brief)
    recipe = next((make for fits, make in RECIPES if fits(read)), None)
    if recipe is None:
        return None
    work = _with_sound(recipe(read, Wish(inputs=images).inputs), read)
    return check_work(attrs.evolve(work, max_points=read.cap))


def is_work(brief: str) -> bool:
    """Tell whether a brief asks for a work."""
    read = read_brief(brief)
    return any(fits(read) for fits, _ in RECIPES)


def is_film_with_sound(words: str) -> bool:
    """Tell whether words name a film and its sound as one piece, so that neither alone is what they ask for."""
    return re.search(FILM_WITH_SOUND, words, re.IGNORECASE) is not None and is_work(words)


# the recipes


def promo(brief: Brief, images: Sequence[Input]) -> Work:
    """Make shots from one hero, then music as long as they are: 宣传片, an MV or video with music under it."""
    steps, hero = _hero(brief, images)
    shots = _shots(brief, hero)
    film = Film(shots=tuple(Shot(step=shot.name) for shot in shots), seconds=brief.seconds)
    if BriefTrait.SILENT in brief.asked:
        return Work(title=brief.title, steps=(*steps, *shots), film=film, notices=_fewer(_listed(brief), len(shots)))
    music = _music(brief)
    steps = (*steps, *shots, music)
    film = attrs.evolve(film, music=music.name)
    if BriefTrait.SPEECH in brief.asked:
        voice = _narration(brief)
        steps, film = (*steps, voice), attrs.evolve(film, voice=voice.name)
    return Work(
        title=brief.title, steps=steps, film=film, notices=(*_drafted(brief), *_fewer(_listed(brief), len(shots)))
    )


def music_video(brief: Brief, images: Sequence[Input]) -> Work:
    """Make a song first, and shots as long as it: MV, a song with a video."""
    steps, hero = _hero(brief, images)
    song = _song(brief)
    shots = _shots(brief, hero)
    follows = brief.seconds is None
    film = Film(
        shots=tuple(Shot(step=shot.name) for shot in shots),
        music=song.name,
        seconds=brief.seconds,
        follows_music=follows,
    )
    fewer = _fewer(_listed(brief), len(shots))
    return Work(title=brief.title, steps=(song, *steps, *shots), film=film, notices=fewer)


def song_with_cover(brief: Brief, images: Sequence[Input]) -> Work:
    """Make a song and the picture on its cover."""
    ratio: dict[str, Json] = {"aspect_ratio": brief.ratio or "1:1"}
    prompt = _joined(
        brief,
        f"{brief.hero}",
        *brief.style,
        *brief.said(["专辑封面，构图醒目，无文字"], ["album cover, striking composition, no text"]),
    )
    if images:
        cover = _step(COVER, TaskType.IMAGE_TO_IMAGE, prompt, brief, inputs=images[:1])
    else:
        cover = _step(COVER, TaskType.TEXT_TO_IMAGE, prompt, brief, params=ratio)
    return Work(title=brief.title, steps=(_song(brief), cover))


def story(brief: Brief, images: Sequence[Input]) -> Work:
    """Read a story aloud over pictures of one hero; each picture lasts as long as its sentence."""
    steps, hero = _hero(brief, images)
    lines = _lines(brief)
    made: list[Step] = []
    shots = []
    for number, line in enumerate(lines, start=1):
        prompt = _joined(
            brief,
            brief.hero,
            line.rstrip("。.！!"),
            *brief.style,
            *brief.said(["保持主角形象一致"], ["keep the hero's look"]),
        )
        made.append(_step(f"picture{number}", TaskType.IMAGE_TO_IMAGE, prompt, brief, inputs=_all(hero)))
        made.append(_speech(f"voice{number}", line, brief))
        shots.append(Shot(step=f"picture{number}", voice=f"voice{number}", caption=line))
    film = None if BriefTrait.VIDEO in brief.unwanted else Film(shots=tuple(shots))
    if BriefTrait.MUSIC in brief.asked and BriefTrait.SILENT not in brief.asked:
        made.append(_music(brief))
        film = film and attrs.evolve(film, music=MUSIC)
    return Work(title=brief.title, steps=(*steps, *made), film=film, notices=_drafted(brief))


def heard(brief: Brief, images: Sequence[Input]) -> Work:
    """Make what is to be heard, where nothing is to be seen: a story with music, without pictures."""
    del images
    music = _song(brief) if BriefTrait.SONG in brief.asked else _music(brief)
    return Work(title=brief.title, steps=(music, _narration(brief)), notices=_drafted(brief))


def series(brief: Brief, images: Sequence[Input]) -> Work:
    """Make one hero first, then each picture, or each video, from it."""
    steps, hero = _hero(brief, images)
    wanted = brief.pieces or brief.shots or len(brief.scenes) or USUAL_SERIES
    scenes = _varieties(brief, wanted)
    video = BriefTrait.VIDEO in brief.asked
    of_hero = TaskType.REFERENCE_IMAGE_TO_VIDEO if video else TaskType.IMAGE_TO_IMAGE
    task = TaskType.TEXT_TO_VIDEO if hero is None else of_hero
    keep = brief.said(["保持主角形象一致"], ["keep the hero's look"])
    made = []
    for number, scene in enumerate(scenes[:MAX_SERIES], start=1):
        prompt = _joined(brief, brief.hero, scene, *brief.style, *keep)
        made.append(_step(f"{'video' if video else 'picture'}{number}", task, prompt, brief, inputs=_all(hero)))
    return Work(title=brief.title, steps=(*steps, *made), notices=_fewer(wanted, len(made)))


def _with_sound(work: Work, brief: Brief) -> Work:
    """Return a work with what is to be heard of it, where its recipe makes none: what was asked for is not left out."""
    heard = {step.medium for step in work.steps}
    asked = brief.asked & {BriefTrait.SONG, BriefTrait.MUSIC}
    if asked and Medium.MUSIC not in heard and BriefTrait.SILENT not in brief.asked:
        music = _song(brief) if BriefTrait.SONG in asked else _music(brief)
        film = work.film and attrs.evolve(work.film, music=music.name)
        work = attrs.evolve(work, steps=(*work.steps, music), film=film)
    if Medium.SPEECH not in heard and BriefTrait.SPEECH in brief.asked:
        voice = _narration(brief)
        film = work.film and attrs.evolve(work.film, voice=voice.name)
        work = attrs.evolve(work, steps=(*work.steps, voice), film=film, notices=(*_drafted(brief), *work.notices))
    return work


# which of them


def _is_heard(brief: Brief) -> bool:
    unseen = brief.unwanted & {BriefTrait.PICTURE, BriefTrait.VIDEO} and not brief.asked & _SEEN
    return bool(unseen and BriefTrait.SPEECH in brief.asked and brief.asked & {BriefTrait.MUSIC, BriefTrait.SONG})


_SEEN = frozenset({BriefTrait.PICTURE, BriefTrait.VIDEO, BriefTrait.MV, BriefTrait.PROMO, BriefTrait.COVER})


def _is_story(brief: Brief) -> bool:
    pictured = brief.asked & {BriefTrait.STORY, BriefTrait.PICTURE} and BriefTrait.PICTURE not in brief.unwanted
    return BriefTrait.SPEECH in brief.asked and bool(pictured) and BriefTrait.PROMO not in brief.asked


def _is_song_with_cover(brief: Brief) -> bool:
    moving = brief.asked & {BriefTrait.VIDEO, BriefTrait.MV, BriefTrait.PROMO}
    return {BriefTrait.SONG, BriefTrait.COVER} <= brief.asked and not moving


def _is_music_video(brief: Brief) -> bool:
    if BriefTrait.VIDEO in brief.unwanted:
        return False
    if BriefTrait.MV in brief.asked:
        return (BriefTrait.SONG in brief.asked and BriefTrait.MUSIC in brief.unwanted) or not (
            _wants_background(brief) or BriefTrait.SILENT in brief.asked
        )
    return BriefTrait.SONG in brief.asked and bool(brief.asked & {BriefTrait.VIDEO, BriefTrait.PROMO})


def _is_promo(brief: Brief) -> bool:
    if BriefTrait.VIDEO in brief.unwanted:
        return False
    if brief.asked & {BriefTrait.PROMO, BriefTrait.MV}:
        return True
    return BriefTrait.VIDEO in brief.asked and bool(brief.asked & {BriefTrait.MUSIC, BriefTrait.SPEECH})


def _is_series(brief: Brief) -> bool:
    several = BriefTrait.SET in brief.asked or max(brief.pieces or 1, brief.shots or 1) > 1
    drawn = bool(brief.asked & {BriefTrait.PICTURE, BriefTrait.VIDEO, BriefTrait.SET})
    seen = BriefTrait.VIDEO in brief.asked or BriefTrait.PICTURE not in brief.unwanted
    same = BriefTrait.SAME in brief.asked or (BriefTrait.SET in brief.asked and brief.named_hero)
    return several and drawn and seen and same


def _wants_background(brief: Brief) -> bool:
    return re.search(BACKGROUND, brief.words, re.IGNORECASE) is not None


Recipe: TypeAlias = Callable[[Brief, Sequence[Input]], Work]
RECIPES: tuple[tuple[Callable[[Brief], bool], Recipe], ...] = (
    (_is_heard, heard),
    (_is_story, story),
    (_is_song_with_cover, song_with_cover),
    (_is_music_video, music_video),
    (_is_promo, promo),
    (_is_series, series),
)


# their parts


def _hero(brief: Brief, images: Sequence[Input]) -> tuple[tuple[Step, ...], _Picture]:
    """Return the step that makes the master picture, if one is needed, and the picture that others start from.

    There is none where the brief wants no pictures.
    """
    if images or BriefTrait.PICTURE in brief.unwanted:
        return (), next(iter(images), None)
    looks = brief.said(
        ["主体完整清晰，正面，形象鲜明，背景简洁"], ["whole and clear, facing us, a distinct look, simple background"]
    )
    prompt = _joined(brief, brief.hero, *brief.style, *looks)
    params: dict[str, Json] = {"aspect_ratio": brief.ratio} if brief.ratio else {}
    return (_step(HERO, TaskType.TEXT_TO_IMAGE, prompt, brief, params=params),), StepOutput(HERO)


def _shots(brief: Brief, hero: _Picture) -> tuple[Step, ...]:
    """Return shots that begin with the hero's picture: those the brief lists, else as many as its length wants."""
    wanted = _listed(brief)
    if not wanted and brief.seconds:
        wanted = round(brief.seconds / SHOT_SECONDS) if brief.seconds <= SHOT_SECONDS * MAX_SHOTS else MAX_SHOTS
    count = min(MAX_SHOTS, max(1, wanted or USUAL_SHOTS))
    usual = [line.format(hero=brief.hero) for line in brief.said(*SHOTS)]
    scenes = [_joined(brief, brief.hero, scene) for scene in brief.scenes]
    seen = (
        (scenes + [usual[number % len(usual)] for number in range(count)])[:count]
        if len(scenes) < count
        else scenes[:count]
    )
    task = TaskType.TEXT_TO_VIDEO if hero is None else TaskType.IMAGE_TO_VIDEO
    return tuple(
        _step(f"shot{number}", task, _joined(brief, scene, *brief.style), brief, inputs=_all(hero))
        for number, scene in enumerate(seen, start=1)
    )


def _all(hero: _Picture) -> tuple[Input | StepOutput, ...]:
    return () if hero is None else (hero,)


def _listed(brief: Brief) -> int:
    """Return how many shots a brief counts or lists; 0 where it does neither."""
    pieces = brief.pieces or 0
    return brief.shots or len(brief.scenes) or (pieces if pieces > 1 else 0)


def _fewer(wanted: int, made: int) -> tuple[Notice, ...]:
    """Return what to tell where less is made than was wanted."""
    return (Notice("work_fewer", {"wanted": wanted, "made": made}),) if made < wanted else ()


def _music(brief: Brief) -> Step:
    mood = brief.said(["纯音乐，配合画面节奏"], ["instrumental, in the rhythm of the pictures"])
    length = (
        []
        if brief.seconds is None
        else brief.said([f"约{brief.seconds:.0f}秒"], [f"about {brief.seconds:.0f} seconds"])
    )
    about = brief.said([f"为{brief.hero}的短片而作的背景音乐"], [f"background music for a film of {brief.hero}"])
    return _step(
        MUSIC,
        TaskType.TEXT_TO_MUSIC,
        _joined(brief, *about, *brief.mood, *brief.style, *mood, *length),
        brief,
        usual=_long_enough([(BACKGROUND_MODEL, {}), (SONG_OR_MUSIC_MODEL, {"make_instrumental": True})], brief),
    )


def _song(brief: Brief) -> Step:
    theme = brief.theme or brief.hero
    about = brief.said([f"一首{theme}" if theme.endswith("歌") else f"一首关于{theme}的歌"], [f"a song about {theme}"])
    usual = _long_enough([(SONG_MODEL, {}), (SONG_OR_MUSIC_MODEL, {})], brief)
    if brief.text:
        usual = [(SONG_OR_MUSIC_MODEL, {"custom_mode": True, "lyrics": brief.text})]
    prompt = _joined(brief, *about, *brief.mood, *brief.style)
    return _step(SONG, TaskType.TEXT_TO_MUSIC, prompt, brief, usual=usual)


def _long_enough(usual: list[_Usual], brief: Brief) -> list[_Usual]:
    """Return models with those first whose music need not be repeated to be as long as the film."""
    return sorted(usual, key=lambda one: music_seconds(one[0]) < (brief.seconds or 0))


def _speech(name: str, text: str, brief: Brief) -> Step:
    return _step(name, TaskType.TEXT_TO_SPEECH, text, brief)


def _narration(brief: Brief) -> Step:
    drafted = " ".join(_draft(brief)) if BriefTrait.STORY in brief.asked else "".join(brief.said(*SLOGAN))
    return _speech("voice", brief.text or drafted.format(hero=brief.hero), brief)


def _lines(brief: Brief) -> list[str]:
    """Return what is read aloud, a sentence for each picture; a draft where the brief has no text."""
    given = sentences(brief.text) if brief.text else _draft(brief)
    while len(given) > MAX_SHOTS:  # long texts: neighbours share a picture
        given = [" ".join(given[at : at + 2]) for at in range(0, len(given), 2)]
    return given


def _draft(brief: Brief) -> list[str]:
    """Return a narration with as many sentences as pictures are wanted: its end is always the same."""
    lines = [line.format(hero=brief.hero) for line in brief.said(*NARRATION)]
    *begin, end = lines[:USUAL_PICTURES]
    wanted = min(max(brief.pieces or brief.shots or USUAL_PICTURES, 1), len(lines))
    return [*(begin + lines[USUAL_PICTURES:])[: wanted - 1], end]


def _drafted(brief: Brief) -> tuple[Notice, ...]:
    """Return what to tell where words that are read aloud were made up."""
    return (Notice("work_words_drafted"),) if BriefTrait.SPEECH in brief.asked and not brief.text else ()


def _varieties(brief: Brief, count: int) -> list[str]:
    """Return what changes from one to the next: what the brief lists, else rows of the first table that it speaks of."""
    rows = next(
        (rows for pattern, *rows in VARIETIES if re.search(str(pattern), brief.words, re.IGNORECASE)),
        list(USUAL_VARIETY),
    )
    chosen, again = brief.said(*rows), ["", *brief.said(*SEEN_AGAIN)]
    seen = [_joined(brief, row, view) for view in again for row in chosen]
    return (list(brief.scenes) + [seen[number % len(seen)] for number in range(count)])[: max(1, count)]


def _step(
    name: str,
    task_type: TaskType,
    prompt: str,
    brief: Brief,
    *,
    inputs: Sequence[Input | StepOutput] = (),
    params: Mapping[str, Json] = NOTHING,
    usual: Sequence[_Usual] = ((None, NOTHING),),
) -> Step:
    """Return a step of the model that the brief names for what it makes, else of the first of the `usual` ones that will do."""
    named = brief.models.get(task_type.medium)
    if named is not None:
        usual = [(named, next((said for model, said in usual if model == named), NOTHING))]
    tier = brief.tier
    wishes = [
        Wish(
            prompt=prompt,
            task_type=task_type,
            model=model,
            tier=tier if model is None or tier is Tier.BUDGET else None,
            params={**params, **said},
        )
        for model, said in usual
    ]
    return Step(name=name, wish=wishes[0], inputs=tuple(inputs), instead=tuple(wishes[1:]))


def _joined(brief: Brief, *parts: str) -> str:
    kept = dict.fromkeys(part for part in parts if part)
    return ("，" if brief.language == "zh" else ", ").join(kept)


MEDIA_ORDER = (Medium.IMAGE, Medium.VIDEO, Medium.MUSIC, Medium.SPEECH)


def media_of(work: Work) -> tuple[Medium, ...]:
    """Return what a work makes, each medium once."""
    made = {step.medium for step in work.steps}
    return tuple(medium for medium in MEDIA_ORDER if medium in made)
