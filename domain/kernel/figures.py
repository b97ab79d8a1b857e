"""Numbers as people write them: plain decimal digits, or nothing (decision 50).

Rules: whoever sets a limit has written what it is, digit by digit; what another reader might take for a number (`1_0`, `1e1`,
`0x10`, `+5`, `١٠`, `²`, `inf`) is none here, so that it is refused by name and never read as something else. Full-width digits,
as Chinese input methods write them, are digits; blanks around are none of it.
"""

import re

MAX_WHOLE = 10**15
_FULL_WIDTH = {0xFF10 + digit: str(digit) for digit in range(10)} | {0xFF0E: "."}
_WHOLE = re.compile(r"[0-9]{1,30}")
_DECIMAL = re.compile(r"[0-9]{1,30}(?:\.[0-9]{1,30})?|\.[0-9]{1,30}")


def half_width(text: str) -> str:
    """Return `text` with full-width digits and points as plain ones, without the blanks around."""
    return text.translate(_FULL_WIDTH).strip()


def read_whole(text: str, largest: int = MAX_WHOLE) -> int | None:
    """Return the whole number from 0 to `largest` that `text` is, else None."""
    digits = half_width(text)
    number = int(digits) if _WHOLE.fullmatch(digits) else largest + 1
    return number if number <= largest else None


def read_decimal(text: str) -> float | None:
    """Return the number, 0 or more, that `text` is in plain digits, else None."""
    digits = half_width(text)
    return float(digits) if _DECIMAL.fullmatch(digits) else None
