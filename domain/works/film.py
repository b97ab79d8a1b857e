"""The edit list of a film: measured facts in, cuts, lengths, fades and levels out. What runs it is an adapter.

Rules: nothing is fitted by guess, every length is measured; size and rate are the first shot's; a shot that can't be read is
left out, and said; each shot's own sound is kept, with silence where it has none; music is cut or repeated to the film's
length and faded out; a voice is heard over the music. Lengths are whole frames, so that picture and sound end together.
Source: architecture, "Works of several media".
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

import attrs

from imastudio.domain.kernel import frozen_row
from imastudio.domain.orders import Notice
from imastudio.domain.works.lengths import IMAGE_SECONDS
from imastudio.domain.works.work import Film, Shot

FADE_SECONDS = 2.0
"""How long the music fades out, and at most a quarter of the film."""
VOICE_PAUSE_SECONDS = 0.4
"""How long a shot stays after its sentence."""
USUAL_RATE = Fraction(30)
"""Frames a second of a film that begins with a picture."""
_RATES = (Fraction(12), Fraction(60))
MAX_SIDE = 3840
MAX_PIXELS = 3840 * 2160
"""In a frame: H.264 in its usual levels, and with it every phone, goes no further."""
MAX_STILL_SIDE = 1920
"""Pixels of a film that begins with a picture: pictures are made far larger than films are watched."""
MIN_SIDE = 64
LOUDNESS_LUFS = -16.0
PEAK_DBTP = -1.5
"""As loud as AES TD1004.1 has streams at most, its peak half a decibel below, for what AAC adds."""
MUSIC_DB = -6.0
"""How much softer the music is than what is heard with it."""
_CLOSE_SECONDS = 0.15


@attrs.frozen(kw_only=True)
class Measured:
    """A file's measures: sizes in pixels, rate in frames a second, lengths in seconds.

    A picture has `frames` 1, a sound 0; `sound_seconds` is None where nothing is heard.
    """

    width: int = 0
    height: int = 0
    frames: int = 0
    rate: Fraction | None = None
    seconds: float = 0.0
    sound_seconds: float | None = None

    @property
    def is_still(self) -> bool:
        """Tell whether it is a picture."""
        return self.frames == 1


@attrs.frozen(kw_only=True)
class MeasuredMedia:
    """The result of a step: where it lies, and what was measured of it (None: it can't be read)."""

    path: str
    measured: Measured | None


@attrs.frozen(kw_only=True)
class Clip:
    """One cut of the film: `frames` frames from the beginning of a file, its last one held where it is shorter."""

    path: str
    still: bool
    sounds: bool
    frames: int


@attrs.frozen(kw_only=True)
class Track:
    """A file that is heard from the instant `at`; where `repeated`, over and over until the film's end."""

    path: str
    at: float = 0.0
    repeated: bool = False


@attrs.frozen(kw_only=True)
class Caption:
    """A line of text that is shown from one instant to another, in seconds."""

    start: float
    end: float
    text: str = attrs.field(repr=False)


@attrs.frozen(kw_only=True)
class Edit:
    """A film, cut by cut. `notices` tell what was left out, cut or repeated."""

    clips: tuple[Clip, ...] = attrs.field(converter=frozen_row)
    width: int
    height: int
    rate: Fraction
    music: Track | None = None
    voices: tuple[Track, ...] = attrs.field(default=(), converter=frozen_row)
    captions: tuple[Caption, ...] = attrs.field(default=(), converter=frozen_row)
    notices: tuple[Notice, ...] = attrs.field(default=(), converter=frozen_row)

    @property
    def frames(self) -> int:
        """Return the length in frames."""
        return sum(clip.frames for clip in self.clips)

    @property
    def seconds(self) -> float:
        """Return the length in seconds."""
        return float(self.frames / self.rate)

    @property
    def fade_seconds(self) -> float:
        """Return how long the music fades out."""
        return min(FADE_SECONDS, self.seconds / 4)

    @property
    def sounds(self) -> bool:
        """Tell whether anything is heard."""
        return self.music is not None or bool(self.voices) or any(clip.sounds for clip in self.clips)


class FilmNotMade(Exception):
    """The film could not be made; the parts are there all the same. `reason` is a line for who looks after the machine."""

    def __init__(self, reason: str) -> None:
        """Keep the reason."""
        super().__init__(reason)
        self.reason = reason


@attrs.frozen(kw_only=True)
class _Laid:
    """A shot that can be shown, and how long; `fixed` where its sentence or a person says so."""

    shot: Shot
    part: Measured
    path: str
    seconds: float
    fixed: bool
    voice: str | None = None


def edit_of(film: Film, parts: Mapping[str, MeasuredMedia]) -> Edit | None:
    """Return how `film` is laid together from `parts`, by step; None where no shot can be shown."""
    notices: list[Notice] = []
    usable = _usable(film, parts, notices)
    laid = list(_laid(film, usable))
    if not laid:
        return None
    music = None if film.music is None else usable.get(film.music)
    voice = None if film.voice is None else usable.get(film.voice)
    wanted = _wanted(film, laid, _length(music), _length(voice))
    fitted = _fitted(laid, wanted, notices)
    rate = next((one.part.rate for one in laid if not one.part.is_still and one.part.rate), USUAL_RATE)
    rate = min(max(rate, _RATES[0]), _RATES[1])
    clips, starts = _clips(fitted, rate)
    seconds = float(sum(clip.frames for clip in clips) / rate)
    width, height = _size(laid[0].part)
    spoken = [Track(path=one.voice, at=at) for one, at in zip(fitted, starts, strict=True) if one.voice is not None]
    if voice is not None:
        spoken.insert(0, Track(path=voice.path))
    return Edit(
        clips=clips,
        width=width,
        height=height,
        rate=rate,
        music=_music(music, seconds, notices),
        voices=spoken,
        captions=_captions(fitted, starts, seconds),
        notices=notices,
    )


def _usable(film: Film, parts: Mapping[str, MeasuredMedia], notices: list[Notice]) -> dict[str, MeasuredMedia]:
    """Return the parts that can be used, and tell of those that can't."""
    shown = {shot.step for shot in film.shots}
    usable = {}
    for name in film.steps:
        part = parts.get(name)
        if part is None or part.measured is None or not _serves(part.measured, shown=name in shown):
            notices.append(Notice("film_left_out", {"step": name, "missing": part is None}))
        else:
            usable[name] = part
    return usable


def _serves(measured: Measured, *, shown: bool) -> bool:
    if shown:
        return measured.frames > 0 and min(measured.width, measured.height) > 1
    return bool(measured.sound_seconds)


def _laid(film: Film, usable: Mapping[str, MeasuredMedia]) -> Iterator[_Laid]:
    narration = _length(usable.get(film.voice)) if film.voice is not None else None
    stills = [shot for shot in film.shots if shot.step in usable and _still(usable[shot.step]) and shot.seconds is None]
    share = None if narration is None or not stills else max(1.0, (narration + VOICE_PAUSE_SECONDS) / len(stills))
    for shot in film.shots:
        part = usable.get(shot.step)
        if part is None or part.measured is None:
            continue
        voice = usable.get(shot.voice) if shot.voice is not None else None
        spoken = _length(voice)
        own = share or IMAGE_SECONDS if part.measured.is_still else part.measured.seconds
        seconds = spoken + VOICE_PAUSE_SECONDS if spoken is not None else shot.seconds or own
        yield _Laid(
            shot=shot,
            part=part.measured,
            path=part.path,
            seconds=seconds,
            fixed=spoken is not None or shot.seconds is not None,
            voice=None if voice is None else voice.path,
        )


def _still(part: MeasuredMedia) -> bool:
    return part.measured is not None and part.measured.is_still


def _length(part: MeasuredMedia | None) -> float | None:
    return None if part is None or part.measured is None else part.measured.sound_seconds


def _wanted(film: Film, laid: Sequence[_Laid], music: float | None, voice: float | None) -> float:
    """Return how long the film is to be, in seconds."""
    shots = sum(one.seconds for one in laid)
    wanted = music if film.follows_music and music is not None else film.seconds or shots
    fixed = sum(one.seconds for one in laid if one.voice is not None)
    narration = 0.0 if voice is None else voice + VOICE_PAUSE_SECONDS
    return max(wanted, fixed, narration)


def _fitted(laid: Sequence[_Laid], wanted: float, notices: list[Notice]) -> list[_Laid]:
    """Return the shots as they are shown, cut or held or repeated so that they last `wanted` seconds."""
    shots = sum(one.seconds for one in laid)
    if abs(shots - wanted) < _CLOSE_SECONDS:
        return list(laid)
    loose = sum(one.seconds for one in laid if not one.fixed)
    if shots > wanted:
        notices.append(Notice("film_shots_cut", {"seconds": round(shots), "film": round(wanted)}))
        return _cut(laid, loose, shots - wanted)
    if loose and all(one.part.is_still for one in laid if not one.fixed):
        return [_longer(one, one.seconds * (wanted - shots) / loose) for one in laid]
    notices.append(Notice("film_shots_repeated", {"seconds": round(shots), "film": round(wanted)}))
    return _repeated(laid, wanted)


def _cut(laid: Sequence[_Laid], loose: float, excess: float) -> list[_Laid]:
    """Shorten each shot by its share: first those whose length nobody said, then all without a voice."""
    if loose > excess:
        return [attrs.evolve(one, seconds=one.seconds * (1 - (not one.fixed) * excess / loose)) for one in laid]
    silent = sum(one.seconds for one in laid if one.voice is None)
    left = max(0.0, silent - excess) / silent if silent else 1.0
    return [one if one.voice is not None else attrs.evolve(one, seconds=one.seconds * left) for one in laid]


def _longer(one: _Laid, seconds: float) -> _Laid:
    return one if one.fixed else attrs.evolve(one, seconds=one.seconds + seconds)


def _repeated(laid: Sequence[_Laid], wanted: float) -> list[_Laid]:
    """Show the shots again from the first on, without their voices, until the film is as long as it is to be."""
    shown = list(laid)
    left = wanted - sum(one.seconds for one in laid)
    while left > 0:
        for one in laid:
            seconds = min(one.seconds, left)
            if seconds > 0:
                shown.append(attrs.evolve(one, seconds=seconds, voice=None, shot=attrs.evolve(one.shot, caption=None)))
            left -= seconds
    return shown


def _clips(fitted: Sequence[_Laid], rate: Fraction) -> tuple[list[Clip], list[float]]:
    """Return the cuts in whole frames, whose sum is that of the lengths, and the instant at which each begins."""
    clips, starts, frames, end = [], [], 0, Fraction(0)
    for one in fitted:
        end += Fraction(one.seconds).limit_denominator(1000)
        until = max(frames + 1, round(end * rate))
        starts.append(float(frames / rate))
        clips.append(
            Clip(
                path=one.path,
                still=one.part.is_still,
                sounds=one.part.sound_seconds is not None,
                frames=until - frames,
            )
        )
        frames = until
    return clips, starts


def _size(first: Measured) -> tuple[int, int]:
    """Return the first shot's size, even as encoders want it, and within what players show."""
    side = MAX_STILL_SIDE if first.is_still else MAX_SIDE
    area = math.sqrt(MAX_PIXELS / (first.width * first.height))
    scale = min(1.0, side / max(first.width, first.height), area)
    width, height = (max(MIN_SIDE, math.floor(size * scale / 2) * 2) for size in (first.width, first.height))
    return width, height


def _music(part: MeasuredMedia | None, seconds: float, notices: list[Notice]) -> Track | None:
    length = _length(part)
    if part is None or length is None:
        return None
    repeated = length < seconds - _CLOSE_SECONDS
    if repeated:
        notices.append(Notice("film_music_repeated", {"seconds": round(length), "film": round(seconds)}))
    elif length > seconds + _CLOSE_SECONDS:
        notices.append(Notice("film_music_cut", {"seconds": round(length), "film": round(seconds)}))
    return Track(path=part.path, repeated=repeated)


def _captions(fitted: Sequence[_Laid], starts: Sequence[float], seconds: float) -> list[Caption]:
    ends = [*starts[1:], seconds]
    return [
        Caption(start=start, end=end, text=one.shot.caption)
        for one, start, end in zip(fitted, starts, ends, strict=True)
        if one.shot.caption
    ]
