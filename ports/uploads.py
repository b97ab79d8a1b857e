"""Giving a person's media an address that the vendor can read."""

from typing import Protocol

from imastudio.domain.orders import Input, InputFacts, SentInput


class Uploads(Protocol):
    """The vendor's upload service (facts section 5)."""

    async def inspect(self, given: Input) -> InputFacts:
        """Look at an input without sending anything. Raises WishRefused, of the kinds that begin with INPUT."""

    async def measure(self, given: Input) -> InputFacts:
        """Look at an input at an address by a bounded read (decision 35). Raises as `inspect`, or where that can't be."""

    async def put(self, given: Input) -> SentInput:
        """Upload a file, or pass an https url through. Raises ServiceUnavailable (UPLOAD_FAILED), AccountProblem."""

    async def verify(self, sent: SentInput) -> None:
        """Have the vendor check an input of Seedance 2.0 (`/open/v1/assets/verify`). Raises WishRefused or ServiceUnavailable."""

    async def distrust(self) -> None:
        """Upload everything anew from now on: what used an address failed, and perhaps it can't be read there. Never raises."""
