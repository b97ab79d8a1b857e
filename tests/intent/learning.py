"""Learns what words do from the turns that people labelled: python -m tests.intent.learning, or `make words`.

Writes `acts.tsv` and `media.tsv` into domain/intent/tables. It needs scikit-learn, which nothing else here does.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import attrs
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from imastudio.domain.intent.acts import NOTHING, REQUESTS
from imastudio.domain.intent.classifier import BIAS
from imastudio.domain.intent.features import Situation, act_features, medium_features
from imastudio.domain.intent.segmenting import segments_of
from imastudio.domain.orders import TaskType
from tests.intent.labelled import HERE, LabelledTurn, fingerprint, labelled_turns

TABLES = Path(__file__).parents[2] / "domain" / "intent" / "tables"
_STRENGTH, _ROUNDS = 20.0, 400
_UNCHANGED_WEIGHT = 0.5  # what goes on with a medium says less of it than what begins with it


@attrs.frozen
class Example:
    """Features, the class they speak for, and how much the example counts."""

    features: Sequence[str]
    label: str
    weight: float = 1.0


@attrs.frozen
class Table:
    """How a table is made: what is rarer or weighs less, in hundredths, is left out."""

    name: str
    examples: Sequence[Example]
    fewest: int
    lightest: int


def act_examples(turns: Sequence[LabelledTurn]) -> Iterator[Example]:
    """Yield the segments of turns; those of a long turn count less each."""
    for turn in turns:
        spans = segments_of(turn.words)
        for span, features in zip(spans, act_features(turn.words, spans, turn.situation), strict=True):
            yield Example(features, turn.act_of(*span), len(spans) ** -0.5)


def medium_examples(turns: Sequence[LabelledTurn]) -> Iterator[Example]:
    """Yield the wishes of turns, what goes on with a medium, and first words that wish for nothing."""
    for turn in turns:
        first, situation = turn.situation.state == "I", turn.situation
        media = {label[5:] for label, _ in turn.parts if label.startswith("wish:")}
        asked = "".join(words for label, words in turn.parts if first or label.partition(":")[0] in REQUESTS)
        if len(media) == 1 and media != {"?"}:
            yield Example(medium_features(asked, situation), media.pop())
        elif not media and first:
            yield Example(medium_features(asked, situation), NOTHING)
        elif not media and situation.state in "PDN" and turn.acts & {"change", "set", "again"}:
            yield Example(medium_features(asked, situation), situation.medium, _UNCHANGED_WEIGHT)


def unseen_examples() -> Iterator[Example]:
    """Yield the utterances of the unseen sets."""
    for path in sorted((HERE / "unseen").glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("#") or not line:
                continue
            _, expected, words, told = line.split("\t")
            right = json.loads(told or "{}")
            task = right.get("task_type") if expected == "right" else None
            if right.get("input_images") or expected == "ask" or (expected == "right" and task is None):
                continue
            medium = NOTHING if task is None else TaskType(task).medium.value
            yield Example(medium_features(words.replace("\\n", "\n"), Situation()), medium)


def learn(table: Table) -> None:
    """Learn the weights of a table, and write it."""
    counted = Counter(feature for example in table.examples for feature in example.features)
    rows = [_shared([one for one in example.features if counted[one] >= table.fewest]) for example in table.examples]
    vectorizer = DictVectorizer()
    learnt = LogisticRegression(C=_STRENGTH, max_iter=_ROUNDS).fit(
        vectorizer.fit_transform(rows),
        [example.label for example in table.examples],
        sample_weight=[example.weight for example in table.examples],
    )
    lines = [f"{' '.join(learnt.classes_)}\t{fingerprint()}", f"{BIAS}\t{_row(learnt.intercept_, 0)}"]
    weights = zip(vectorizer.feature_names_, learnt.coef_.T, strict=True)
    lines += [f"{feature}\t{row}" for feature, of_it in weights if (row := _row(of_it, table.lightest))]
    (TABLES / f"{table.name}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    sys.stdout.write(f"{table.name}: {len(table.examples)} examples, {len(lines) - 2} features\n")


def _shared(features: Sequence[str]) -> dict[str, float]:
    return {feature: max(1, len(features)) ** -0.5 for feature in features}


def _row(weights: Sequence[float], lightest: int) -> str:
    hundredths = [(at, round(float(weight) * 100)) for at, weight in enumerate(weights)]
    return " ".join(f"{at}:{weight}" for at, weight in hundredths if abs(weight) >= lightest)


if __name__ == "__main__":
    learnt_from = [turn for turn in labelled_turns() if not turn.kept_apart]
    learn(Table("acts", tuple(act_examples(learnt_from)), fewest=6, lightest=30))
    learn(Table("media", (*medium_examples(learnt_from), *unseen_examples()), fewest=5, lightest=25))
