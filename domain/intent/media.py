"""Which medium is asked for, and which kind of task makes it.

Rules: the nouns and verbs that head requests decide; two media are a doubt; only where there is none a model, a length or a
singer tells; a plain description is presumed a picture unless a word of it hints at something else.
"""

import re
from collections.abc import Collection, Iterator, Sequence

import attrs

from imastudio.domain.intent.choosing import Named, is_lasting_for_each
from imastudio.domain.intent.consistency import same_again
from imastudio.domain.intent.folding import fold
from imastudio.domain.intent.fragments import is_sung
from imastudio.domain.intent.halves import Halves
from imastudio.domain.intent.reading import KnownWords, Reading
from imastudio.domain.intent.requests import Head, heads_of
from imastudio.domain.intent.tables.media import AUDIO_MEDIA
from imastudio.domain.intent.tables.replies import HEARD, MADE_TO_MOVE, MOTION, REFERRED_TO
from imastudio.domain.intent.tables.speaking import SONG_PARTS
from imastudio.domain.intent.tables.works import NAMING, SCENE_WORDS
from imastudio.domain.intent.tags import NOUNS, Tag, Token
from imastudio.domain.orders import InputKind, Medium, TaskType

_ORDER = (Medium.IMAGE, Medium.VIDEO, Medium.MUSIC, Medium.SPEECH)
_SHOWN = frozenset({Tag.ARTICLE, Tag.LINK, Tag.OF, Tag.CONSUME, Tag.WRITING, Tag.NOT, Tag.NUMBER, Tag.AND})
_WRITING = frozenset({"写", "write"})
_VAGUE = frozenset({"something", "anything", "东西", "点啥", "个啥", "something nice", "something cool"})
# With words between: 这张老照片, "this old photo".
_THIS_PICTURE = Halves(
    r"[这该](?:张|幅)[^,，。的是]{1,4}(?:图|照片|画|相片|海报|头像)(?!里|中)"
    r"|\b(?:this|(?:turn|make|convert|change|edit|transform|animate|colou?rize|restore|brighten|darken|crop) (?:my|our)) "
    r"(?:[a-z]+ ){1,2}(?:photo|picture|image|drawing|painting|selfie|logo|poster|sketch)\b"
)
# Somebody has one, and wants something of it: "I've got a photo of my dog, can you turn it into a painting?".
_OWN_PICTURE = Halves(
    r"(?:我这?(?:里|边|儿)?(?:还)?有|手[上里头]有|有)(?:一)?[张幅](?:[^,，。;；]{1,10}的?)?(?:照片|图片?|自拍照?|相片|合影|画)[,，]?"
    r"(?:[^。;；]{0,12})(?:[变改做转弄P]成|p成|换成|修复?|P得|p得|动起来|改一?[下改]|处理)"
    r"|(?:\A|[,.;!] ?|\band )(?:i(?:'ve| have)?(?: got)?|here's|here is|there's|i took|i drew|got|have) "
    r"(?:a|an|this|some|one|my|our) (?:[a-z]+ ){0,3}(?:photo|picture|image|selfie|pic|snapshot|drawing|sketch|logo)s?\b"
    r"[^.;!?]{0,60}[,.;!?] ?[^.;]{0,40}\b(?:it|that|this|them|me|us|him|her|one)\b"
)
_SPOKEN_OF = ((Medium.VIDEO, MOTION), (Medium.MUSIC, HEARD))
_HEADED = frozenset({Medium.VIDEO, Medium.MUSIC})
_SHOOTING, _SHEETS = frozenset({"拍", "拍摄"}), frozenset({"张", "幅"})
_HINTING = frozenset({Tag.NOUN, Tag.WEAK_NOUN, Tag.GENRE, Tag.READ, Tag.TASK})
_PAIR = 2
# An article and unknown words, "and", an article and the noun.
_SHORT = {Tag.ARTICLE: "a", Tag.CONTENT: "c", Tag.AND: "&", Tag.NOUN: "n"}
_LISTED = re.compile("ac{1,3}&ac{0,2}n")
_FEW_WORDS = 4
_EDITING = frozenset({Tag.VERB, Tag.INSTEAD, Tag.NOT, Tag.JOB})


@attrs.frozen(kw_only=True)
class RequestedMedium:
    """What is asked for: the medium (None: open), its heads, and whether it was presumed."""

    media: Medium | None
    heads: Sequence[Head]
    steps: Sequence[Medium] = ()
    presumed: bool = False


def asked_for(reading: Reading, named: Sequence[Named]) -> RequestedMedium:
    """Return the medium that an utterance asks for; what is open becomes a doubt of the reading."""
    heads = list(_heads(reading))
    media = dict.fromkeys(head.medium for head in heads)
    if any(head.work for head in heads):
        media = dict.fromkeys([*media, Medium.VIDEO, Medium.MUSIC])
    if reading.handed is not None and reading.handed.kind == "speech":
        media = {Medium.SPEECH: None, **{one: None for one in media if _is_beside_speech(one, heads)}}
        reading.because("media", *reading.handed.asked)
    elif reading.handed is not None and reading.handed.kind == "lyrics":
        media = {Medium.MUSIC: None, **{one: None for one in media if one is not Medium.IMAGE}}
        reading.because("media", *reading.handed.asked)
    for head in heads:
        reading.because("media", head.token.start, head.token.end)
    filmed = [token for token in tasks_said(reading) if TaskType(str(token.value)).medium is Medium.VIDEO]
    filmed = [token for token in filmed if token.value is not TaskType.REFERENCE_IMAGE_TO_VIDEO]
    if reading.inputs and filmed and set(media) == {Medium.IMAGE}:
        reading.because("media", filmed[0].start, filmed[0].end)
        return RequestedMedium(media=Medium.VIDEO, heads=())
    if not reading.inputs and media and reading.handed is None and points_at_picture(reading) is None:
        media |= {TaskType(str(one.value)).medium: None for one in _whole_tasks(reading)}
    if is_lasting_for_each(named):
        return RequestedMedium(media=named[-1].medium, heads=())
    media |= dict.fromkeys(_asked_besides(reading, media))
    if len(media) > 1:
        steps = tuple(one for one in _ORDER if one in media)
        start, end = (heads[0].token.start, heads[-1].token.end) if heads else (0, 0)
        reading.doubt("media", min(start, end), max(start, end), [step.value for step in steps], several=True)
        return RequestedMedium(media=None, heads=heads, steps=steps)
    if media:
        return RequestedMedium(media=next(iter(media)), heads=heads)
    return _unsaid(reading, named)


def _asked_besides(reading: Reading, media: Collection[Medium]) -> Iterator[Medium]:
    """Yield another medium that a second verb asks for behind "and": "… and also read me the legend"."""
    if len(media) != 1 or reading.handed is not None:
        return
    for request in reading.requests:
        tokens = request.fragment.tokens
        if media != {Medium.IMAGE: None} and _ends_a_list(tokens):
            yield Medium.IMAGE
        joined = 0
        for token in tokens:
            other = Medium.SPEECH if token.tag is Tag.READ else token.value
            named = token.tag is Tag.NOUN and joined > 1
            asks = token.tag is Tag.READ or (token.tag is Tag.VERB and isinstance(other, Medium)) or named
            if joined and asks and isinstance(other, Medium) and other not in media:
                yield other
            joined = _joined(token, joined)


def _ends_a_list(tokens: Sequence[Token]) -> bool:
    """Tell whether a noun for what is made only ends a list of things: "a comic strip and a theme tune for it"."""
    tags = [token.tag for token in tokens]
    return bool(_LISTED.match("".join(_SHORT.get(tag, "-") for tag in tags)))


def _joined(token: Token, joined: int) -> int:
    """Tell how a word stands behind "and": 1 where a verb may follow, 2 and more behind "and a", up to a few words on."""
    if token.tag is Tag.AND:
        return 1
    if token.tag in {Tag.POLITE, Tag.GLUE}:
        return joined
    if token.tag is Tag.ARTICLE and token.text in {"a", "an"}:
        return joined and 2
    return joined + 1 if token.tag in {Tag.CONTENT, Tag.GENRE} and 1 < joined <= _FEW_WORDS else 0


def _is_beside_speech(medium: Medium, heads: Sequence[Head]) -> bool:
    """Tell whether another medium is asked for beside a text to read: a noun or a final noun, not a verb alone."""
    return any(head.medium is medium and head.token.tag is Tag.NOUN for head in heads)


def _heads(reading: Reading) -> Iterator[Head]:
    shown = {part.number for part in reading.parts}
    first = next((one for one, request in enumerate(reading.requests) if not request.fragment.known), 0)
    for number, request in enumerate(reading.requests):
        if number in shown or number == first:
            yield from heads_of(request, number)


def tasks_said(reading: Reading) -> Iterator[Token]:
    """Yield the phrases of kinds of tasks that are said to us."""
    read = [part.tokens for part in reading.parts] if not reading.inputs else [reading.tokens]
    for tokens in read:
        for place, token in enumerate(tokens):
            refused = place > 0 and tokens[place - 1].tag is Tag.NOT
            shown = place + 1 < len(tokens) and tokens[place + 1].tag is Tag.OF  # the last frame of a game
            if token.tag is Tag.TASK and not refused and not shown and isinstance(token.value, TaskType):
                yield token
    yield from _made_to_move(reading)


def _made_to_move(reading: Reading) -> Iterator[Token]:
    """Yield what makes a picture that was handed in move: 让龙飞起来, "bring this photo to life"."""
    found = MADE_TO_MOVE.search(reading.folded) if reading.inputs else None
    if found is not None:
        yield Token(Tag.TASK, found[0], TaskType.IMAGE_TO_VIDEO, *found.span())


def _whole_tasks(reading: Reading) -> Iterator[Token]:
    """Yield the phrases of kinds of tasks that are a step of their own: "then animate it", 再让它动起来."""
    for part in reading.parts:
        step = part.whole or (part.at_end and part.tag(0) is Tag.AND)
        if step and (part.number > 0 or part.at_end) and not part.has(*NOUNS):
            yield from (token for token in part.tokens if token.tag is Tag.TASK)


def points_at_picture(reading: Reading) -> Token | None:
    """Return the words that point at a picture: "this photo", 这张图."""
    if Tag.INPUT not in reading.tags:
        found = _THIS_PICTURE.search(reading.folded) or _OWN_PICTURE.search(reading.folded)
        return None if found is None else Token(Tag.INPUT, found[0], Medium.IMAGE, *found.span())
    return next(
        (
            token
            for place, token in enumerate(reading.tokens)
            if token.tag is Tag.INPUT
            and token.value is Medium.IMAGE
            and not _is_in_a_word(reading.tokens, place)
            and not _is_told_of(reading, token)
        ),
        None,
    )


def _is_told_of(reading: Reading, token: Token) -> bool:
    """Tell whether a picture was spoken of before, which is one in the scene: 举着一张照片，照片里是她们的奶奶."""
    return token.text[-1:] in {"里", "中"} and f"张{token.text[:-1]}," in reading.folded[: token.start]


def _is_in_a_word(tokens: Sequence[Token], place: int) -> bool:
    """Tell whether words for "in the picture" only end another word: 星图中央, 一张图里."""
    before = tokens[place - 1] if place else None
    if before is None or not before.han:
        return False
    return tokens[place].text.startswith("图") and before.tag in {Tag.CONTENT, Tag.MEASURE, Tag.EACH}


def _unsaid(reading: Reading, named: Sequence[Named]) -> RequestedMedium:
    """Return the medium where no head names one: by a phrase for a task, a model, a length or a singer, else presumed."""
    told = next(_told(reading, named), None)
    if told is not None:
        medium, token = told
        reading.because("media", token.start, token.end)
        return RequestedMedium(media=medium, heads=())
    if reading.inputs:
        edits = _edits(reading)
        if len(reading.inputs) > 1 and not edits:
            reading.doubt("media", 0, 0, [Medium.IMAGE.value, Medium.VIDEO.value])
            return RequestedMedium(media=None, heads=())
        return RequestedMedium(media=Medium.IMAGE, heads=(), presumed=not edits)
    hint = next(_hints(reading), None)
    if hint is not None:
        medium, token = hint
        reading.doubt("media", token.start, token.end, [medium.value, Medium.IMAGE.value])
        return RequestedMedium(media=None, heads=())
    return RequestedMedium(media=Medium.IMAGE, heads=(), presumed=True)


def _told(reading: Reading, named: Sequence[Named]) -> Iterator[tuple[Medium, Token]]:
    """Yield the media that words which head nothing speak of, the surest first."""
    whole = {token.start for part in reading.parts if part.whole for token in part.tokens}
    at_hand = bool(reading.inputs) or points_at_picture(reading) is not None
    for token in tasks_said(reading):
        if at_hand or (token.start in whole and _names_task(token)):
            yield TaskType(str(token.value)).medium, token
    for one in named:
        yield one.medium, one.said.token
    for token, behind in zip(reading.tokens[:1], reading.tokens[1:2], strict=False):
        inside = behind.tag is Tag.NUMBER or behind.text.startswith(("要", "得", "需", "有", "是"))
        if token.tag is Tag.INPUT and token.text.endswith(("里", "中")) and inside:
            yield _medium(token), token
    yield from _headings(reading)
    for part in reading.parts:
        for place, token in enumerate(part.tokens):
            medium = _implied(reading, part, place)
            if medium is not None and part.tag(place - 1) is not Tag.NOT:
                yield medium, token


def _headings(reading: Reading) -> Iterator[tuple[Medium, Token]]:
    """Yield what is called "this video" before a colon, where there is none yet: "the best model for this video: …"."""
    for request in reading.requests[: 0 if reading.inputs else 2]:
        said = (one for one in request.fragment.tokens if one.tag is Tag.INPUT and one.value in _HEADED)
        if request.fragment.known and request.fragment.closed_by == ":" and (token := next(said, None)) is not None:
            reading.cut(request.fragment.begin, request.fragment.stop)
            yield _medium(token), token


def _edits(reading: Reading) -> bool:
    """Tell whether a change of something that was handed in is asked for."""
    return any(token.tag in _EDITING for token in reading.tokens) or points_at_picture(reading) is not None


def _implied(reading: Reading, part: KnownWords, place: int) -> Medium | None:
    """Return the medium that a word speaks of where none is named: a length, a singer, a model that is not offered."""
    token = part.tokens[place]
    if token.tag is Tag.UNKNOWN_MODEL and isinstance(token.value, tuple) and reading.doubts:
        return Medium(token.value[0])
    if token.tag in {Tag.SECONDS, Tag.SOUND}:
        return Medium.VIDEO if part.whole or _lasts(part, place) else None
    beat = token.tag is Tag.GENRE and token.text.endswith("bpm")
    sung = token.tag is Tag.VOCALS and (is_sung(token) or part.has(Tag.GENRE))
    counted = token.tag is Tag.MEASURE and token.text == "段" and _genre_behind(part, place)
    return Medium.MUSIC if (sung or beat or counted) and part.whole else None


def _lasts(part: KnownWords, place: int) -> bool:
    """Tell whether what is asked for lasts so long: 来一段15秒的海边日落, "10 seconds of rain"."""
    counted = any(token.tag is Tag.MEASURE for token in part.tokens[:place])
    told = part.tag(place + 1) is Tag.OF and part.tag(place - 1) is not Tag.LINK
    return not part.at_end and part.tag(place) is Tag.SECONDS and (counted or told)


def _genre_behind(part: KnownWords, place: int) -> bool:
    ahead = place + 1
    while part.tag(ahead) in {Tag.SECONDS, Tag.DE}:
        ahead += 1
    return part.tag(ahead) is Tag.GENRE


def _names_task(token: Token) -> bool:
    """Tell whether a phrase can only be the name of a kind of task: 图生视频, "first frame", not "come to life"."""
    return any(part in token.text for part in NAMING) and token.text not in SCENE_WORDS


def _hints(reading: Reading) -> Iterator[tuple[Medium, Token]]:
    """Yield words among the person's own that speak of another medium than a picture."""
    if reading.handed is not None:
        token = reading.tokens[0]
        yield Medium.VIDEO, next((one for one in reading.tokens if one.tag is Tag.SHOT), token)
    spoken_of = ((one, pattern.search(reading.folded)) for one, pattern in _SPOKEN_OF)
    yield from ((one, Token(Tag.SHOT, said[0], None, *said.span())) for one, said in spoken_of if said is not None)
    if (song := SONG_PARTS.search(fold(reading.words))) is not None:  # it is covered in what is read
        yield Medium.MUSIC, Token(Tag.SHOT, song[0], None, *song.span())
    vague = next((token for token in reading.tokens if token.text in _VAGUE), None)
    about = any(one.asks and any(token.tag is Tag.OF for token in one.begins) for one in reading.requests)
    if vague is not None or about:
        yield Medium.VIDEO, vague or reading.tokens[0]
    verb = next((token for part in reading.parts for token in part.tokens if token.text in _WRITING), None)
    if verb is not None:
        yield Medium.MUSIC, verb
    shot = next((part for part in reading.parts if part.has(Tag.VERB) and not part.has(Tag.NOUN)), None)
    filmed = next((one for one in shot.tokens if one.text in _SHOOTING), None) if shot is not None else None
    if filmed is not None and not any(token.text in _SHEETS for token in reading.tokens):
        yield Medium.VIDEO, filmed
    for request in reading.requests:
        if request.fragment.known and (read := next(_strongly_read(request.fragment.tokens), None)) is not None:
            yield Medium.SPEECH, read
        for place, token in enumerate(request.fragment.tokens):
            hints = token.tag in _HINTING or token.text == "instrumental"
            medium = _hinted(request.fragment.tokens, place) if hints else None
            if medium is not None:
                yield medium, token


def _strongly_read(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield words that surely ask for reading: 把这句话转成语音."""
    return (token for token in tokens if token.tag is Tag.READ and token.value == "strong")


def _hinted(tokens: Sequence[Token], place: int) -> Medium | None:
    """Return the medium that a word among the person's own speaks of, where it is neither shown nor part of another word."""
    token = tokens[place]
    before = tokens[place - 1].tag if place else Tag.BREAK
    behind = tokens[place + 1].tag if place + 1 < len(tokens) else Tag.BREAK
    if token.text == "instrumental":
        return Medium.MUSIC
    if before in _SHOWN and not (before is Tag.ARTICLE and place == 1 and token.tag is Tag.WEAK_NOUN):
        return None
    match token.tag:
        case Tag.NOUN if token.value is not Medium.IMAGE:
            return _medium(token)
        case Tag.WEAK_NOUN if token.value in AUDIO_MEDIA:
            return _medium(token)
        case Tag.GENRE if place == 0 and behind is Tag.WRITING:
            return Medium.MUSIC
        case Tag.READ if place == 0 and behind is not Tag.DE:
            return Medium.SPEECH
        case Tag.TASK if not (place and before is Tag.CONTENT):
            return TaskType(str(token.value)).medium
        case _:
            return None


def _medium(token: Token) -> Medium:
    value = token.value[0] if isinstance(token.value, tuple) else token.value
    return Medium.VIDEO if value == "work" else Medium(str(value))


# the kind of task


def task_of(reading: Reading, medium: Medium) -> TaskType | None:
    """Return the kind of task that makes a medium, or None with a doubt where several may be meant."""
    match medium:
        case Medium.MUSIC:
            return TaskType.TEXT_TO_MUSIC
        case Medium.SPEECH:
            return TaskType.TEXT_TO_SPEECH
        case Medium.IMAGE:
            return _image(reading)
        case _:
            return _video(reading)


def _image(reading: Reading) -> TaskType | None:
    said = {token.value: token for token in tasks_said(reading)}
    token = said.get(TaskType.IMAGE_TO_IMAGE)
    if token is not None or reading.inputs:
        return TaskType.IMAGE_TO_IMAGE
    pointed = points_at_picture(reading)
    if pointed is not None and any(token.tag in _EDITING for token in reading.tokens):
        reading.because("task_type", pointed.start, pointed.end)
        return TaskType.IMAGE_TO_IMAGE
    return TaskType.TEXT_TO_IMAGE


def _video(reading: Reading) -> TaskType | None:
    pointed = points_at_picture(reading)
    at_hand = bool(reading.inputs) or pointed is not None
    said = {token.value: token for token in reversed(list(tasks_said(reading))) if at_hand or _names_task(token)}
    referred = REFERRED_TO.search(reading.folded) if reading.inputs else None
    if referred is not None:
        reading.because("task_type", *referred.span())
        return TaskType.REFERENCE_IMAGE_TO_VIDEO
    for task in (
        TaskType.REFERENCE_IMAGE_TO_VIDEO,
        TaskType.FIRST_LAST_FRAME_TO_VIDEO,
        TaskType.IMAGE_TO_VIDEO,
        TaskType.TEXT_TO_VIDEO,
    ):
        token = said.get(task)
        if token is not None and not (task is TaskType.TEXT_TO_VIDEO and reading.inputs):
            reading.because("task_type", token.start, token.end)
            return task
    if any(kind is not InputKind.IMAGE for kind in reading.inputs) or len(reading.inputs) > _PAIR:
        return TaskType.REFERENCE_IMAGE_TO_VIDEO
    if len(reading.inputs) == _PAIR:
        choices = [TaskType.FIRST_LAST_FRAME_TO_VIDEO.value, TaskType.REFERENCE_IMAGE_TO_VIDEO.value]
        reading.doubt("task_type", 0, 0, choices)
        return None
    if reading.inputs and same_again(reading):
        return TaskType.REFERENCE_IMAGE_TO_VIDEO
    if reading.inputs:
        return TaskType.IMAGE_TO_VIDEO
    if pointed is not None:
        reading.because("task_type", pointed.start, pointed.end)
        return TaskType.IMAGE_TO_VIDEO
    return TaskType.TEXT_TO_VIDEO
