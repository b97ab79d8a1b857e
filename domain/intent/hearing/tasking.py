"""Which of the eight tasks is meant, from the medium, the phrases of the task types and what is handed in."""

from collections.abc import Sequence

from imastudio.domain.intent.hearing.lexicon import Token
from imastudio.domain.intent.hearing.sentence import Sentence
from imastudio.domain.intent.vocabulary.entries import Kind
from imastudio.domain.intent.vocabulary.values import SHEETS
from imastudio.domain.intent.vocabulary.works import ALL_THE_SAME, CONSISTENT, EDITS_EN, EDITS_ZH, NO_SERIES, SAME
from imastudio.domain.tasks import InputKind, Medium, TaskType

_PAIR = 2
_MOVING = ("动", "起来")
_SHEET = frozenset({"参考图", "参考图片"})
_MOVES = "动起来"
_LIKE = frozenset("像照看据")
_NOT_THE_SAME = (*ALL_THE_SAME, *SHEETS)
# The start of a video is also a word of other works; these name the task whatever else is said.
_SCENE_WORDS = frozenset(
    {
        *(
            "transition",
            "morph",
            "transition between",
            "morph between",
            "interpolate",
            "过渡",
            "过渡动画",
            "过渡视频",
            "转场",
            "首尾",
        ),
        *("会动", "活起来", "come alive", "last frame", "尾帧", "final frame", "end frame", "dance", "动一动"),
    }
)


def phrases(sentence: Sentence) -> list[Token]:
    """Return the phrases that name a task."""
    return [
        sentence.tokens[place]
        for place in sentence.places(Kind.TASK)
        if not sentence.is_passed_over(place) and not _is_of_the_picture(sentence, place)
    ]


def _is_of_the_picture(sentence: Sentence, place: int) -> bool:
    """Tell whether a phrase says what is seen (动起来的云) or names a kind of sheet (角色设定参考图)."""
    word = sentence.word(place)
    if word.endswith(_MOVING) and sentence.kind(place + 1) == Kind.DE and sentence.kind(place + 2) == Kind.HAN:
        return True
    return word in _SHEET and sentence.kind(place - 1) == Kind.HAN and sentence.word(place - 1) not in _LIKE


def implied_medium(said: Sequence[Token], inputs: Sequence[InputKind]) -> tuple[Medium, Token] | None:
    """Return the medium that a phrase implies, where nothing else names one."""
    for token in said:
        task = token.meaning
        assert isinstance(task, TaskType)  # noqa: S101 - the table is ours
        if task is TaskType.REFERENCE_IMAGE_TO_VIDEO and "video" not in token.text and "视频" not in token.text:
            continue
        if token.text in _SCENE_WORDS and not inputs:
            continue
        return task.medium, token
    return None


def task_of(
    medium: Medium, said: Sequence[Token], inputs: Sequence[InputKind], sentence: Sentence, *, certain: bool
) -> tuple[TaskType | None, Token | None]:
    """Return the task and the phrase that decided, or None for the task where nothing does (decision 9).

    `certain` tells whether something that was said names the medium.
    """
    if medium is Medium.MUSIC:
        return TaskType.TEXT_TO_MUSIC, None
    if medium is Medium.SPEECH:
        return TaskType.TEXT_TO_SPEECH, None
    if medium is Medium.IMAGE:
        if len(inputs) >= _PAIR and not (certain or said or edits(sentence)):
            return None, None
        return _picture(said, inputs, sentence)
    return _video(said, inputs, sentence)


def _picture(
    said: Sequence[Token], inputs: Sequence[InputKind], sentence: Sentence
) -> tuple[TaskType | None, Token | None]:
    for token in said:
        if token.meaning in {TaskType.IMAGE_TO_IMAGE, TaskType.TEXT_TO_IMAGE}:
            return TaskType(str(token.meaning)), token
        if token.meaning is TaskType.REFERENCE_IMAGE_TO_VIDEO and "图" in token.text:
            return TaskType.IMAGE_TO_IMAGE, token
    if inputs:
        return TaskType.IMAGE_TO_IMAGE, None
    pointed = _pointed_at(sentence)
    if pointed is not None and edits(sentence):
        return TaskType.IMAGE_TO_IMAGE, pointed
    return TaskType.TEXT_TO_IMAGE, None


def _video(
    said: Sequence[Token], inputs: Sequence[InputKind], sentence: Sentence
) -> tuple[TaskType | None, Token | None]:
    pointed = _pointed_at(sentence)
    at_hand = bool(inputs) or pointed is not None
    named = {token.meaning: token for token in reversed(said) if at_hand or token.text not in _SCENE_WORDS | {_MOVES}}
    for task in (
        TaskType.REFERENCE_IMAGE_TO_VIDEO,
        TaskType.FIRST_LAST_FRAME_TO_VIDEO,
        TaskType.IMAGE_TO_VIDEO,
        TaskType.TEXT_TO_VIDEO,
    ):
        if task in named and not (task is TaskType.TEXT_TO_VIDEO and inputs):
            return task, named[task]
    if any(kind is not InputKind.IMAGE for kind in inputs) or len(inputs) > _PAIR:
        return TaskType.REFERENCE_IMAGE_TO_VIDEO, None
    if inputs and consistent(sentence) is not None:
        return TaskType.REFERENCE_IMAGE_TO_VIDEO, None
    if len(inputs) == 1:
        return TaskType.IMAGE_TO_VIDEO, None
    if len(inputs) == _PAIR:
        return None, None
    if pointed is not None:
        return TaskType.IMAGE_TO_VIDEO, pointed
    return TaskType.TEXT_TO_VIDEO, None


def _pointed_at(sentence: Sentence) -> Token | None:
    """Return the words that point at a picture: "this photo", "这张图"."""
    tokens = (sentence.tokens[place] for place in sentence.places(Kind.THIS))
    return next((token for token in tokens if token.meaning is Medium.IMAGE), None)


def edits(sentence: Sentence) -> bool:
    """Tell whether a change of something that is there is asked for."""
    text = sentence.text
    return any(word in text for word in EDITS_ZH) or any(
        text.startswith(word) or f" {word}" in text for word in EDITS_EN
    )


def consistent(sentence: Sentence) -> tuple[int, int] | None:
    """Return where it is said that something stays the same over several works, or None."""
    text = sentence.text
    for phrase in CONSISTENT:
        if (start := text.find(phrase)) >= 0 and not text.startswith(_NOT_THE_SAME, start + len(phrase)):
            return start, start + len(phrase)
    for place, token in enumerate(sentence.tokens):
        if token.text == "same" and not SAME.isdisjoint({sentence.word(place + 1), sentence.word(place + 2)}):
            return token.start, token.end
        if token.text in {"series", "consistent"}:
            before, after = sentence.word(place - 1), sentence.word(place + 1)
            if token.text == "series" and (after in {"of", ""} or sentence.ends(place + 1)) and before not in NO_SERIES:
                return token.start, token.end
            if token.text == "consistent" and after in SAME:
                return token.start, token.end
    return None
