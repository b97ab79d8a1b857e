"""What is ordered and what it costs: from the live list, exactly, or not at all."""

from imastudio.domain.quoting.advice import NO_ADVICE, Advice, Alternative, Lack, Trait
from imastudio.domain.quoting.alternatives import advise, advise_again, alternatives_in, with_alternatives
from imastudio.domain.quoting.catalog import (
    AcceptedInputs,
    Catalog,
    Field,
    FieldShape,
    Leaf,
    MappingRule,
    Option,
    Rule,
    VirtualMapping,
)
from imastudio.domain.quoting.estimates import estimate, usual
from imastudio.domain.quoting.extras import extra_names
from imastudio.domain.quoting.inputs import plain_format, taken_count, taken_formats
from imastudio.domain.quoting.model_lookup import find_leaf, listed
from imastudio.domain.quoting.model_names import ALIASES
from imastudio.domain.quoting.models import MODELS, is_high_end
from imastudio.domain.quoting.parameters import DURATION, LONGEST, effective, form
from imastudio.domain.quoting.pricing import check_agreed, check_cap, is_agreed, quote
from imastudio.domain.quoting.quotes import Quote, check_is_of, check_listed, unlisted
from imastudio.domain.quoting.recommendations import recommended
from imastudio.domain.quoting.result_count import COUNT, offered_counts
from imastudio.domain.quoting.rules import cheapest, exact_rule, price_range, priced_values, reachable
from imastudio.domain.quoting.saved_models import Preference
from imastudio.domain.quoting.scopes import knows, task_types, within
from imastudio.domain.quoting.seedance import SEEDANCE_MODELS, needs_verification
from imastudio.domain.quoting.selection import ChosenBy, Selected, infer_task_type, select
from imastudio.domain.quoting.step_down import lower
from imastudio.domain.quoting.unsupported import explain
from imastudio.domain.quoting.virtual import targets_of

__all__ = [
    "ALIASES",
    "COUNT",
    "DURATION",
    "LONGEST",
    "MODELS",
    "NO_ADVICE",
    "SEEDANCE_MODELS",
    "AcceptedInputs",
    "Advice",
    "Alternative",
    "Catalog",
    "ChosenBy",
    "Field",
    "FieldShape",
    "Lack",
    "Leaf",
    "MappingRule",
    "Option",
    "Preference",
    "Quote",
    "Rule",
    "Selected",
    "Trait",
    "VirtualMapping",
    "advise",
    "advise_again",
    "alternatives_in",
    "cheapest",
    "check_agreed",
    "check_cap",
    "check_is_of",
    "check_listed",
    "effective",
    "estimate",
    "exact_rule",
    "explain",
    "extra_names",
    "find_leaf",
    "form",
    "infer_task_type",
    "is_agreed",
    "is_high_end",
    "knows",
    "listed",
    "lower",
    "needs_verification",
    "offered_counts",
    "plain_format",
    "price_range",
    "priced_values",
    "quote",
    "reachable",
    "recommended",
    "select",
    "taken_count",
    "taken_formats",
    "targets_of",
    "task_types",
    "unlisted",
    "usual",
    "with_alternatives",
    "within",
]
