"""Utterances written by somebody who had not read the rules, judged three ways.

A line is the kind, what is expected ("right", "ask" or "not"), the words, and what is right as JSON: only what stands there is
judged. Each set was measured once before anybody looked at it. All have been looked at since, and their lines are cases like the
others; the first figures stand in the reference.
"""

import functools
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs

from imastudio.adapters.ima.products_wire import decode_products
from imastudio.domain.intent.proposal import PreferenceAction, Proposal, to_wish
from imastudio.domain.kernel import WishRefused
from imastudio.domain.orders.tasks import Scope, TaskType, Tier
from imastudio.domain.quoting.catalog import Catalog
from imastudio.domain.quoting.pricing import quote
from imastudio.domain.quoting.scopes import default_model
from imastudio.fakeserver.catalogues.catalogue import Catalogue
from tests.intent.cases import understood

HERE = Path(__file__).parent / "unseen"
_GENDERS = {"m": "male", "f": "female"}
_LATER = frozenset({"doubt", "text_contains", "leaf_name", "order", "presumed", "input_images", "media"})
"""What is no part of an understanding, or is judged by the rest."""


@attrs.frozen(kw_only=True)
class Unseen:
    """One utterance and what is right."""

    kind: str
    expected: str
    words: str
    right: Mapping[str, Any]
    origin: str = ""

    @property
    def inputs(self) -> int:
        """Return how many pictures are handed in."""
        given = self.right.get("input_images", 0)
        return given if isinstance(given, int) else len(given)

    def judged(self) -> str:
        """Return "right", "asked" or "wrong"."""
        proposal = understood(self.words, self.inputs)
        still = proposal.open or proposal.topic is not None
        acts = not still and (proposal.orders or proposal.preference is not PreferenceAction.NONE)
        if self.expected != "right":
            acts = acts and not _is_refused(proposal)
            return "wrong" if acts else "right" if proposal.open or self.expected == "not" else "asked"
        if still:
            return "asked"
        return "right" if all(_holds(proposal, name, value) for name, value in self.right.items()) else "wrong"


@functools.cache
def _catalog(task_type: TaskType) -> Catalog:
    return decode_products(Catalogue().tree(task_type.value), task_type)


def _is_refused(proposal: Proposal) -> bool:
    """Tell whether the price refuses what was understood, with what would do: 7 seconds, 4K of Sora."""
    if not proposal.orders or proposal.task_type is None or proposal.task_type.takes_inputs:
        return False
    try:
        quote(to_wish(proposal), _catalog(proposal.task_type), complete=False)
    except WishRefused:
        return True
    return False


def unseen() -> Iterator[Unseen]:
    """Yield them all."""
    for path in sorted(HERE.glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                kind, expected, words, right = line.split("\t")
                yield Unseen(
                    kind=kind,
                    expected=expected,
                    words=words.replace("\\n", "\n"),
                    right=json.loads(right or "{}"),
                    origin=path.stem,
                )


def _holds(proposal: Proposal, name: str, value: Any) -> bool:
    prompt = _plain(proposal.prompt) + _plain(proposal.params.get("lyrics"))
    prompt += _plain(proposal.params.get("tags")) if "lyrics" in proposal.params else ""
    match name:
        case "prompt_contains":
            return all(_plain(part) in prompt for part in value)
        case "prompt_not_contains":
            return not any(_plain(part) in _plain(proposal.prompt) for part in value)
        case "params":
            return all(_same(proposal, field, one) for field, one in value.items())
        case "params_absent":
            return not any(field in proposal.params for field in value)
        case "model_id" | "model_id_in" | "model_id_not" | "model_name_contains":
            return _is_of_model(proposal, name, value)
        case "tier" if value == Tier.PREMIUM:
            # The best clears what is saved, and is the best there is (decision 13).
            return proposal.tier is Tier.PREMIUM or proposal.preference is PreferenceAction.CLEAR
        case _ if name in _LATER:
            return True
        case "preference" if value == "set":
            return proposal.preference is PreferenceAction.SAVE
        case "n":
            return bool((proposal.n or 1) == value)
        case _:
            return _plain(getattr(proposal, name)) == _plain(value)


def _is_of_model(proposal: Proposal, name: str, value: Any) -> bool:
    match name:
        case "model_id":
            return bool(proposal.model == value)
        case "model_id_in":
            return _model_of(proposal) in value
        case "model_id_not":
            return proposal.model not in value
        case _:
            return _is_named(proposal, value)


def _model_of(proposal: Proposal) -> str | None:
    """Return the model id that was named, or the one that is taken where none is."""
    if proposal.model is not None or proposal.task_type is None:
        return proposal.model
    return default_model(Scope.ALL_IN_ONE, proposal.task_type)


def _is_named(proposal: Proposal, name: str) -> bool:
    """Tell whether the newest leaf of the model, or the one of the version that was said, has `name` in its own."""
    if proposal.model is None or proposal.task_type is None:
        return False
    leaves = _catalog(proposal.task_type).of_model(proposal.model)
    said = [leaf for leaf in leaves if proposal.version_id in {None, leaf.version_id}]
    return bool(said) and _plain(name) in _plain(said[0].name)


def _same(proposal: Proposal, field: str, value: Any) -> bool:
    """Compare a value as it was said: fitting it to a model comes later (decision 4)."""
    params = proposal.params
    known = {
        "make_instrumental": proposal.model == "GenBGM" or None,
        "sound": params.get("generate_audio"),
        "quality": params.get("resolution"),
    }
    said = params.get(field, known.get(field))
    if field == "sound":
        return said is (value == "on")
    return _plain(said) == _plain(_GENDERS.get(value, value) if field == "vocal_gender" else value)


def _plain(value: object) -> str:
    return re.sub(r"\s+", "", str(value)).lower() if value is not None else ""
