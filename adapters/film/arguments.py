"""What ffmpeg is asked to do, as lists of arguments: pure, and the same for the same edit.

Rules: every shot is brought to the film's size, rate, shape of pixels and colours before it is joined; every sound to stereo
at 48 kHz; sounds are added up as they are, never divided by their number; the whole is brought to its loudness once, by a
measured gain. The film plays everywhere: H.264, yuv420p, AAC, its index in front.
Source: https://ffmpeg.org/ffmpeg-filters.html; loudness by ITU-R BS.1770 as ffmpeg's `ebur128` measures it.
"""

from collections.abc import Sequence

from imastudio.domain.works import LOUDNESS_LUFS, MUSIC_DB, PEAK_DBTP, Caption, Clip, Edit

SOUND_RATE = 48_000  # hertz, as films have it everywhere
_QUIET = ("-nostdin", "-hide_banner", "-v", "error")
_EDGE_SECONDS = 0.01
"""So short a fade at each cut keeps sounds from clicking."""
# A voice of usual loudness takes the music down by about 12 dB, and lets it come back within half a second.
_DUCKING = "sidechaincompress=threshold=0.02:ratio=6:attack=40:release=500"
PRESET = "fast"
"""How long x264 takes to make a film small: https://trac.ffmpeg.org/wiki/Encode/H.264."""
MAX_GAIN_DB = 40.0
"""More would only make noise of what is nearly silent."""


def measure_arguments(path: str) -> list[str]:
    """Return what decodes the first picture and sound stream of a file, and prints a line for each frame of them."""
    maps = ("-map", "0:v:0?", "-map", "0:a:0?")
    return [*_QUIET, *_input(path), *maps, "-fps_mode", "passthrough", "-f", "framecrc", "-"]


def mix_arguments(edit: Edit, into: str) -> list[str]:
    """Return what makes the sound of a film, before its loudness is set, as a WAV file of exactly its length."""
    inputs: list[str] = []
    graph: list[str] = []
    for index, clip in enumerate(edit.clips):
        inputs += _input(clip.path) if clip.sounds else ()
        source = f"[{_count(inputs) - 1}:a:0]" if clip.sounds else None
        graph.append(_own_sound(clip, edit, source, f"[s{index}]"))
    shots = "".join(f"[s{index}]" for index in range(len(edit.clips)))
    graph.append(f"{shots}concat=n={len(edit.clips)}:v=0:a=1[shots]")
    heard = ["[shots]"]
    for index, voice in enumerate(edit.voices):
        inputs += _input(voice.path)
        delay = f"adelay={round(voice.at * 1000)}:all=1"
        graph.append(f"[{_count(inputs) - 1}:a:0]{_stereo()},{delay},{_lasting(edit)}[voice{index}]")
    if edit.music is not None:
        inputs += ["-stream_loop", "-1"] * edit.music.repeated + _input(edit.music.path)
        fade = f"afade=t=out:st={edit.seconds - edit.fade_seconds:.3f}:d={edit.fade_seconds:.3f}"
        graph.append(f"[{_count(inputs) - 1}:a:0]{_stereo()},{_lasting(edit)},{fade},volume={MUSIC_DB}dB[music]")
    graph += _over(edit, heard)
    graph.append(f"{''.join(heard)}amix=inputs={len(heard)}:normalize=0,{_lasting(edit)}[mix]")
    return [*_QUIET, *inputs, "-filter_complex", ";".join(graph), "-map", "[mix]", "-c:a", "pcm_f32le", "-y", into]


def loudness_arguments(path: str) -> list[str]:
    """Return what measures how loud a file is; the answer stands at the end of stderr."""
    return ["-nostdin", "-hide_banner", *_input(path), "-af", "ebur128=framelog=quiet", "-f", "null", "-"]


def film_arguments(edit: Edit, into: str, *, mix: str | None, gain_db: float, captions: str | None) -> list[str]:
    """Return what makes the film: the pictures of `edit`, the sound of the file `mix` with its gain, the file of captions."""
    inputs: list[str] = []
    graph: list[str] = []
    for index, clip in enumerate(edit.clips):
        inputs += _input(clip.path)
        graph.append(f"[{index}:v:0]{_picture(clip, edit)}[v{index}]")
    shots = "".join(f"[v{index}]" for index in range(len(edit.clips)))
    graph.append(f"{shots}concat=n={len(edit.clips)}:v=1:a=0[film]")
    maps = ["-map", "[film]"]
    if mix is not None:
        inputs += _input(mix)
        limit = f"alimiter=limit={10 ** (PEAK_DBTP / 20):.4f}:level=0:latency=1"
        graph.append(f"[{_count(inputs) - 1}:a:0]volume={gain_db:.2f}dB,{limit}[sound]")
        maps += ["-map", "[sound]", "-c:a", "aac", "-b:a", "192k", "-ar", str(SOUND_RATE), "-ac", "2"]
    if captions is not None:
        inputs += _input(captions)
        maps += ["-map", f"{_count(inputs) - 1}:s:0", "-c:s", "mov_text"]
    colours = ["-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv"]
    return [
        *_QUIET,
        *inputs,
        "-filter_complex",
        ";".join(graph),
        *maps,
        *("-c:v", "libx264", "-preset", PRESET, "-crf", "20", "-profile:v", "high", "-pix_fmt", "yuv420p"),
        *("-r", str(edit.rate), "-frames:v", str(edit.frames)),
        *colours,
        *("-map_metadata", "-1", "-movflags", "+faststart", "-f", "mp4", "-y", into),
    ]


def gain_for(loudness_lufs: float | None) -> float:
    """Return by how much a sound of this loudness is raised or lowered, in dB; silence stays silence."""
    return 0.0 if loudness_lufs is None else min(MAX_GAIN_DB, LOUDNESS_LUFS - loudness_lufs)


def subtitles(captions: Sequence[Caption]) -> str:
    """Return captions in the SubRip form."""
    blocks = []
    for number, caption in enumerate(captions, start=1):
        text = " ".join(caption.text.split())
        blocks.append(f"{number}\n{_instant(caption.start)} --> {_instant(caption.end)}\n{text}\n")
    return "\n".join(blocks)


def _instant(seconds: float) -> str:
    milliseconds = round(seconds * 1000)
    minutes, rest = divmod(milliseconds, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02},{rest % 1000:03}"


def _input(path: str) -> list[str]:
    """Return an input; whoever runs ffmpeg sees to it that the name is a plain one."""
    return ["-i", path]


def _count(inputs: Sequence[str]) -> int:
    return inputs.count("-i")


def _stereo() -> str:
    return f"aresample={SOUND_RATE}:async=1:first_pts=0,aformat=sample_fmts=fltp:channel_layouts=stereo"


def _lasting(edit: Edit) -> str:
    return f"apad,atrim=end_sample={_samples(edit, edit.frames)}"


def _samples(edit: Edit, frames: int) -> int:
    return round(frames * SOUND_RATE / edit.rate)


def _own_sound(clip: Clip, edit: Edit, source: str | None, label: str) -> str:
    end = f"atrim=end_sample={_samples(edit, clip.frames)},asetpts=PTS-STARTPTS"
    if source is None:
        return f"anullsrc=r={SOUND_RATE}:cl=stereo,aformat=sample_fmts=fltp,{end}{label}"
    seconds = float(clip.frames / edit.rate)
    edges = f"afade=t=in:d={_EDGE_SECONDS},afade=t=out:st={max(0.0, seconds - _EDGE_SECONDS):.3f}:d={_EDGE_SECONDS}"
    return f"{source}{_stereo()},apad,{end},{edges}{label}"


def _over(edit: Edit, heard: list[str]) -> list[str]:
    """Return how voices are laid over the music, and add to `heard` what is mixed at last."""
    graph = []
    voices = "".join(f"[voice{index}]" for index in range(len(edit.voices)))
    if edit.voices:
        graph.append(f"{voices}amix=inputs={len(edit.voices)}:normalize=0[voices]")
    if edit.voices and edit.music is not None:
        graph += ["[voices]asplit[spoken][key]", f"[music][key]{_DUCKING}[ducked]"]
        heard += ["[spoken]", "[ducked]"]
    elif edit.voices:
        heard.append("[voices]")
    elif edit.music is not None:
        heard.append("[music]")
    return graph


def _picture(clip: Clip, edit: Edit) -> str:
    fit = f"scale=w={edit.width}:h={edit.height}:force_original_aspect_ratio=decrease:force_divisible_by=2"
    held = "loop=loop=-1:size=1:start=0" if clip.still else "tpad=stop=-1:stop_mode=clone"
    return ",".join(
        [
            "scale=w='max(2,trunc(iw*sar/2)*2)':h=ih,setsar=1",
            f"{fit}:out_color_matrix=bt709:out_range=tv",
            f"pad=w={edit.width}:h={edit.height}:x=(ow-iw)/2:y=(oh-ih)/2",
            "setsar=1,format=yuv420p",
            *([held, f"fps={edit.rate}"] if clip.still else [f"fps={edit.rate}", held]),
            f"trim=end_frame={clip.frames},setpts=PTS-STARTPTS",
        ]
    )
