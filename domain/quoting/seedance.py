"""What is particular to Seedance 2.0: every input is verified by the vendor first (facts section 3)."""

from imastudio.domain.orders import Order
from imastudio.domain.quoting.models import MODELS as ROWS

SEEDANCE_MODELS = frozenset(model.id for model in ROWS if model.verifies_inputs)


def needs_verification(order: Order) -> bool:
    """Tell whether the vendor wants to see the inputs of this order before it is created."""
    return order.model_id in SEEDANCE_MODELS and order.input_count > 0
