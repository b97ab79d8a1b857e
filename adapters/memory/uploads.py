"""Uploads that go nowhere: files are facts under a name, addresses are counted up."""

from collections import deque
from collections.abc import Mapping

from imastudio.domain.kernel import Kind, refuse
from imastudio.domain.orders import Input, InputFacts, SentInput


class MemoryUploads:
    """The `Uploads` port, in memory.

    `files` are the files there are, `sent` what was put, `verified` the addresses that were checked. What stands in
    `put_errors` and `verify_errors` is raised first. `distrusted` counts how often all was to be uploaded anew.
    """

    def __init__(self, files: Mapping[str, InputFacts] | None = None) -> None:
        self.files = dict(files or {})
        self.sent: list[SentInput] = []
        self.verified: list[str] = []
        self.distrusted = 0
        self.put_errors: deque[Exception] = deque()
        self.verify_errors: deque[Exception] = deque()

    async def inspect(self, given: Input) -> InputFacts:
        """Look at an input. Raises WishRefused."""
        if given.is_url:
            if not given.source.startswith("https://"):
                raise refuse(Kind.INPUT_URL, given.kind.value, given.source)
            return InputFacts(kind=given.kind)
        facts = self.files.get(given.source)
        if facts is None:
            raise refuse(Kind.INPUT_NOT_FOUND, given.kind.value, given.source)
        if facts.kind is not given.kind:
            raise refuse(Kind.INPUT_FORMAT, given.kind.value, given.source)
        return facts

    async def measure(self, given: Input) -> InputFacts:
        """Return the facts that `files` has for an address. Raises WishRefused."""
        await self.inspect(given)
        facts = self.files.get(given.source)
        if facts is None:
            raise refuse(Kind.INPUT_URL, given.kind.value, given.source, wrong="unmeasured")
        return facts

    async def put(self, given: Input) -> SentInput:
        """Give an input an address."""
        facts = await self.inspect(given)
        if self.put_errors:
            raise self.put_errors.popleft()
        url = given.source if given.is_url else f"https://uploads.example.com/{len(self.sent) + 1}.{facts.format}"
        self.sent.append(SentInput(url=url, facts=facts))
        return self.sent[-1]

    async def verify(self, sent: SentInput) -> None:
        """Note that an input was checked."""
        if self.verify_errors:
            raise self.verify_errors.popleft()
        self.verified.append(sent.url)

    async def distrust(self) -> None:
        """Count it: nothing is remembered here."""
        self.distrusted += 1
