"""An utterance at work: its words, fragments and requests, and what each step has found in them so far."""

import re
from collections.abc import Iterator, Mapping, Sequence

import attrs

from imastudio.domain.intent.folding import SEAL, fold, sealed, seals, unquoted, without_flags
from imastudio.domain.intent.fragments import Fragment, fragments_of, speaks_of_sound
from imastudio.domain.intent.handed import ProvidedText, handed_over
from imastudio.domain.intent.proposal import Evidence
from imastudio.domain.intent.requests import Request, described_at, request_of
from imastudio.domain.intent.scoped import scoped
from imastudio.domain.intent.tags import NAMES, NO_WORDS, Tag, Token
from imastudio.domain.intent.tokens import retyped, tokens_of
from imastudio.domain.intent.utterance import Doubt, Utterance
from imastudio.domain.intent.written import SHAPED, Written, written_in
from imastudio.domain.kernel import Json
from imastudio.domain.orders import InputKind, Medium, Notice, Scope, TaskType

_USING = re.compile(r"(?:用|使用|选|选择|use|using|with|model|模型)[ :]?\Z")
_MAX_NAME_CHARS = 40
_FEW_FRAGMENTS, _LONGEST_HEADER = 10, 6
_COUNT_LABELS = frozenset({"数量", "总数", "张数", "quantity", "count", "deliverable", "deliverables"})
_LONGEST_NAME = 10  # characters
_PERSONS = frozenset(["我", "你", "他", "她", "我们", "他们", "me", "you", "him", "her", "them", "us"])
_TOLD = re.compile("[说要改想求]|say|want")
_BESIDE_NOUN = frozenset({Tag.VOCALS, Tag.GENRE, Tag.LINK, Tag.AND})


@attrs.frozen(kw_only=True)
class KnownWords:
    """Words that are said to us: a known fragment, or the known words at an end of one; `whole` tells which.

    `following` is the unknown word right behind them, `before` the one right before them.
    """

    tokens: Sequence[Token] = attrs.field(repr=False)
    request: Request
    number: int
    whole: bool
    at_end: bool = False
    following: Token | None = None
    before: Token | None = None

    def tag(self, place: int) -> Tag:
        """Return the tag of the word at `place`; a break beyond both ends."""
        return self.tokens[place].tag if 0 <= place < len(self.tokens) else Tag.BREAK

    def has(self, *tags: Tag) -> bool:
        """Tell whether a word of one of `tags` is in it."""
        return any(token.tag in tags for token in self.tokens)


@attrs.define(kw_only=True)
class Reading:
    """What was found in one utterance so far. Each step adds to it; nothing leaves this package but a proposal."""

    words: str
    folded: str
    tokens: Sequence[Token]
    inputs: Sequence[InputKind]
    saved: Mapping[TaskType, str]
    scope: Scope
    handed: ProvidedText | None
    written: Sequence[Written]
    answers: Mapping[str, str]
    musical: bool
    tags: frozenset[Tag]
    fragments: Sequence[Fragment]
    requests: Sequence[Request]
    parts: Sequence[KnownWords]
    media: Medium | None = None
    params: dict[str, Json] = attrs.field(factory=dict)
    doubts: list[Doubt] = attrs.field(factory=list)
    evidence: list[Evidence] = attrs.field(factory=list)
    notices: list[Notice] = attrs.field(factory=list)
    cuts: list[tuple[int, int]] = attrs.field(factory=list)
    refused: list[tuple[KnownWords, int, Tag]] = attrs.field(factory=list)
    used: set[int] = attrs.field(factory=set)
    taken_back: set[int] = attrs.field(factory=set)

    @property
    def asks(self) -> bool:
        """Tell whether a fragment asks for something to be made."""
        return any(request.asks for request in self.requests)

    def because(self, field: str, start: int, end: int) -> None:
        """Note which words led to a field."""
        self.evidence.append(Evidence(field=field, words=self.words[start:end], start=start, end=end))

    def doubt(self, field: str, start: int, end: int, choices: Sequence[str] = (), **facts: Json) -> None:
        """Note a doubt, once for each field; one that was answered is none."""
        if field not in self.answers and all(doubt.field != field for doubt in self.doubts):
            self.doubts.append(Doubt(field=field, words=self.words[start:end], choices=choices, facts=facts))

    def cut(self, start: int, end: int) -> None:
        """Note that a passage is no part of the prompt."""
        self.cuts.append((start, end))


def reading_of(said: Utterance, answers: Mapping[str, str], *, seen: bool = False) -> Reading:
    """Return the reading of an utterance at its beginning: its words, cut into fragments, with what is said to us.

    Beside something `seen` "it should say …" is lettering: no text to be read aloud.
    """
    folded = fold(said.words)
    spans = seals(said.words, folded)
    named = [span for span in spans if _is_used_name(folded, span)]
    covered, flags = without_flags(unquoted(sealed(folded, [span for span in spans if span not in named]), named))
    tokens = retyped(scoped(tokens_of(covered), said.scope))
    handed = handed_over(tokens, said.words, covered, sung=answers.get("media") == Medium.MUSIC.value)
    if seen and handed is not None and _is_said_weakly(tokens, handed):
        handed = None
    written = [] if handed is not None else list(written_in(tokens, said.words, covered))
    own = [(one.start, one.end) for one in written]
    for start, end in own if handed is None else [(handed.start, handed.end)]:
        tokens = _covered(tokens, start, end)
    covered = sealed(covered, own)
    musical = speaks_of_sound(tokens) or (handed is not None and handed.kind in {"speech", "lyrics"})
    fragments = fragments_of(tokens, musical=musical)
    requests = [request_of(fragment, musical=musical) for fragment in fragments]
    return Reading(
        words=said.words,
        folded=covered,
        tokens=tokens,
        inputs=said.inputs,
        saved=said.saved,
        scope=said.scope,
        handed=handed,
        written=written,
        answers=answers,
        musical=musical,
        tags=frozenset(token.tag for token in tokens),
        fragments=fragments,
        requests=requests,
        parts=list(_parts(requests)),
        cuts=flags,
    )


def _is_said_weakly(tokens: Sequence[Token], handed: ProvidedText) -> bool:
    """Tell whether nothing but a "say" asks for a text to be read aloud."""
    asked = next((token for token in tokens if token.start == handed.asked[0]), None)
    return handed.kind == "speech" and asked is not None and asked.tag is Tag.READ and asked.value != "strong"


def _is_used_name(folded: str, span: tuple[int, int]) -> bool:
    """Tell whether a quoted passage is exactly a model's name behind "use": 用“可灵”."""
    inside = folded[span[0] + 1 : span[1] - 1]
    if len(inside) > _MAX_NAME_CHARS:
        return False
    tokens = tokens_of(inside)
    named = len(tokens) == 1 and tokens[0].tag in NAMES
    return named and _USING.search(folded, max(0, span[0] - 8), span[0]) is not None


def _covered(tokens: Sequence[Token], start: int, end: int) -> list[Token]:
    """Return the words with those of a passage that nobody looks into as a single one."""
    before = [token for token in tokens if token.start < start and token.end <= start]
    behind = [token for token in tokens if token.start >= end]
    return [*before, *behind] if end == start else [*before, Token(Tag.SEALED, SEAL, None, start, end), *behind]


def _parts(requests: Sequence[Request]) -> Iterator[KnownWords]:
    """Yield the words that are said to us: in a long text only those at its ends."""
    unknown = [number for number, request in enumerate(requests) if not request.fragment.known]
    inner = range(unknown[0] + 1, unknown[-1]) if unknown and len(requests) > _FEW_FRAGMENTS else range(0)
    header, labelled = _header(requests), False
    for number, request in enumerate(requests):
        tokens = request.fragment.tokens
        labelled = _is_labelled(tokens) or (labelled and request.fragment.opened_by == ",")
        if request.fragment.known and _is_said_by_somebody(requests, number):
            continue
        if request.fragment.known and (number not in inner or number <= header or labelled):
            yield KnownWords(tokens=tokens, request=request, number=number, whole=True)
        if request.fragment.known:
            continue
        outer = number in {unknown[0], unknown[-1]} or number <= header or len(requests) <= _FEW_FRAGMENTS
        if outer and request.prefix:
            following = tokens[request.prefix]
            yield KnownWords(tokens=request.begins, request=request, number=number, whole=False, following=following)
        if outer and (place := described_at(request)) is not None:
            first = place
            while first > request.prefix and tokens[first - 1].tag not in NO_WORDS:
                first -= 1
            last = place + 2
            while last < len(tokens) and tokens[last].tag in _BESIDE_NOUN and last < request.suffix:
                last += 1
            yield KnownWords(tokens=tokens[first:last], request=request, number=number, whole=False)
        if outer and request.suffix < len(tokens):
            before = tokens[request.suffix - 1]
            yield KnownWords(
                tokens=request.ends, request=request, number=number, whole=False, at_end=True, before=before
            )


def _header(requests: Sequence[Request]) -> int:
    """Return the last fragment of a header: of what stands before the first colon or line end, where that is soon."""
    ends = [at for at, one in enumerate(requests[:_LONGEST_HEADER]) if one.fragment.closed_by in {":", "\n"}]
    return ends[0] if ends else -1


def _is_said_by_somebody(requests: Sequence[Request], number: int) -> bool:
    """Tell whether known words stand behind a name and a colon, and nobody would set a shape so: 顾客：便宜点."""
    fragment = requests[number].fragment
    if number == 0 or fragment.opened_by != ":" or any(token.tag in SHAPED for token in fragment.tokens):
        return False
    named = requests[number - 1].fragment
    name = named.tokens[0].text
    somebody = name in _PERSONS or (not named.known and len(name) <= _LONGEST_NAME and _TOLD.search(name) is None)
    return somebody and len(named.tokens) == 1


def _is_labelled(tokens: Sequence[Token]) -> bool:
    """Tell whether words name a value and say it: "Format: 4:5"."""
    named = tokens[0].tag in {Tag.KEY, Tag.MODEL_WORD, Tag.MOST} or tokens[0].text in _COUNT_LABELS
    return len(tokens) > 1 and named and tokens[1].tag is Tag.COLON
