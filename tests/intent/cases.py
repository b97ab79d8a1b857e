"""What people say, and what is right: the cases of `tests/intent/*.tsv`, judged three ways.

A line is the number of pictures handed in, what is expected, the meaning, the words and the prompt. Expected is "right" (this
meaning and this prompt; a question is no harm), "ask" (it must be asked about) or "not" (nothing may be ordered, saved or
cleared). A fifth of them, chosen by a hash of the words, is kept apart: its figures are printed, its failures are not.
"""

import functools
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import attrs

from imastudio.domain.intent.interpreter import interpret
from imastudio.domain.intent.proposal import PreferenceAction, Proposal
from imastudio.domain.orders.tasks import InputKind

HERE = Path(__file__).parent
_FIFTH = 5
_UNJUDGED = ("tags=", "negative_tags=", "lyrics=", "custom_mode=", "n=1 ")
_NO_LETTERS = re.compile(r"[\W_]+")


@attrs.frozen(kw_only=True)
class Case:
    """One utterance and what is right."""

    pictures: int
    expected: str
    meaning: str
    words: str
    prompt: str
    fitted: bool = False

    @property
    def kept_apart(self) -> bool:
        """Tell whether nobody looks at this one while rules change; those of `kinds` were written while they changed."""
        return not self.fitted and int(hashlib.sha256(self.words.encode()).hexdigest(), 16) % _FIFTH == 0

    def understood(self) -> Proposal:
        """Return what is understood of it."""
        return understood(self.words, self.pictures)

    def judged(self) -> str:
        """Return "right", "asked" or "wrong"; a damaged prompt is wrong."""
        proposal = self.understood()
        if self.expected == "not":
            acts = proposal.orders or proposal.preference is not PreferenceAction.NONE
            return "wrong" if acts and not proposal.open and proposal.topic is None else "right"
        if proposal.topic is not None or proposal.open:
            return "right" if self.expected == "ask" and proposal.topic is None else "asked"
        if self.expected == "ask" or meaning_of(proposal) != _spelled(self.meaning):
            return "wrong"
        return "right" if _holds(proposal.prompt, self.prompt) else "wrong"


@functools.cache
def understood(words: str, pictures: int) -> Proposal:
    """Return what is understood of words by all rules; whoever changes one asks `interpret`."""
    return interpret(words, [InputKind.IMAGE] * pictures)


def cases(*names: str) -> Iterator[Case]:
    """Yield the cases of some files, of all where none is named."""
    for path in sorted(HERE.glob("*.tsv")):
        if names and path.stem not in names:
            continue
        for line in path.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                pictures, expected, meaning, words, prompt = line.split("\t")
                yield Case(
                    pictures=int(pictures),
                    expected=expected,
                    meaning=meaning,
                    words=_line(words),
                    prompt=_line(prompt),
                    fitted=path.stem == "kinds",
                )


def meaning_of(proposal: Proposal) -> frozenset[str]:
    """Spell what was understood as the cases do."""
    words = [proposal.task_type.value if proposal.task_type else "unclear"]
    named = {
        "model": proposal.model,
        "version": proposal.version_id,
        "tier": proposal.tier,
        **proposal.params,
        "n": proposal.n,
        "max_points": proposal.max_points,
    }
    words += [f"{name}={value}".replace(" ", "_") for name, value in named.items() if value is not None]
    if proposal.preference is not PreferenceAction.NONE:
        words.append(proposal.preference.value)
    return _spelled(" ".join(words))


def _spelled(meaning: str) -> frozenset[str]:
    """Return the parts of a meaning that are judged; one result is what there is anyway."""
    return frozenset(
        word for word in meaning.lower().split() if not f"{word} ".startswith(_UNJUDGED) and word not in _MAY_DIFFER
    )


_MAY_DIFFER = frozenset({"consistency", "8k_downgraded", "music_length_fixed", "longest_duration"})


def _holds(prompt: str, words: str) -> bool:
    """Tell whether every sign of `words` stands in `prompt`, in order."""
    left = iter(_NO_LETTERS.sub("", prompt.lower()))
    return all(sign in left for sign in _NO_LETTERS.sub("", words.lower()))


def _line(text: str) -> str:
    return text.replace("\\\\", "\0").replace("\\n", "\n").replace("\\t", "\t").replace("\\r", "\r").replace("\0", "\\")
