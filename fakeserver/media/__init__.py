"""The files that the fake server hands out: pictures, covers, sounds and a film, all of them real.

They exist so that whoever builds on the API sees what was ordered, and can open, measure, play and upload again what
came back. Rules:

* Real: any viewer or player opens them; a picture has exactly the width and height asked for, a sound the length.
* They tell what was ordered: the prompt is drawn on a picture and stands in its metadata; a film shows it where films can
  be made (see `filming`), and carries it in a box.
* Repeatable: the same arguments give the same bytes (pictures: on the same machine, with its fonts and its Pillow).
* Any text will do: no prompt, however odd or long, makes them raise.
* Light: importing this package imports neither Pillow nor `wave`; drawing needs the extra `imastudio[fake]`.

Every function here computes and never waits; one that serves many at once calls it in a thread.
"""

from imastudio.fakeserver.media.filming import MAX_VIDEO_SECONDS, video
from imastudio.fakeserver.media.films import VIDEO_HEIGHT, VIDEO_SECONDS, VIDEO_WIDTH
from imastudio.fakeserver.media.pictures import MAX_AREA_PX, MAX_SIDE_PX, PillowMissing, cover, picture
from imastudio.fakeserver.media.sounds import MAX_SOUND_S, SOUND_RATE, sound

__all__ = [
    "MAX_AREA_PX",
    "MAX_SIDE_PX",
    "MAX_SOUND_S",
    "MAX_VIDEO_SECONDS",
    "SOUND_RATE",
    "VIDEO_HEIGHT",
    "VIDEO_SECONDS",
    "VIDEO_WIDTH",
    "PillowMissing",
    "cover",
    "picture",
    "sound",
    "video",
]
