"""The vendor when it runs inside this process: a task that it doesn't know ended with an earlier process."""

from imastudio.adapters.ima.service import ImaService
from imastudio.domain.lifecycle import Denied, DetailAnswer, Gone

_NOT_FOUND = 404


class OfflineService(ImaService):
    """The `Service` port before the bundled fake server, which forgets everything when it ends."""

    async def detail(self, task_id: str) -> DetailAnswer:
        """Ask how a task stands; one that is not known is gone for good."""
        answer = await super().detail(task_id)
        gone = isinstance(answer, Denied) and _NOT_FOUND in {answer.code, answer.status}
        return Gone() if gone else answer
