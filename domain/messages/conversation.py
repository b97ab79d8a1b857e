"""One conversation about one generation or work: what was said, so that nothing is said twice, nor anything after the end.

Rules: the first word is said once; the same sentence is not said again; with its end, or that of the wait, a conversation
is over ("Step 5 - Done"). A pure value: `hear` returns the next one and what is to be said.
"""

import attrs

from imastudio.domain.lifecycle import Ended, News, WaitEnded
from imastudio.domain.messages.chat_messages import Message
from imastudio.domain.messages.phrasebook import messages
from imastudio.domain.messages.works import work_messages
from imastudio.domain.orders import Language, Scope
from imastudio.domain.works import WorkEnded, WorkNews


@attrs.frozen(kw_only=True)
class Conversation:
    """The messages so far of one chat about one order or work."""

    language: Language
    scope: Scope = Scope.ALL_IN_ONE
    over: bool = False
    said: frozenset[Message] = frozenset()

    def hear(self, news: News) -> tuple["Conversation", tuple[Message, ...]]:
        """Return the conversation after `news`, and what is sent now: nothing once it is over."""
        if self.over:
            return self, ()
        new = tuple(message for message in messages(news, self.language, scope=self.scope) if message not in self.said)
        after = attrs.evolve(self, said=self.said | set(new), over=isinstance(news, Ended | WaitEnded))
        return after, new

    def hear_work(self, news: WorkNews) -> tuple["Conversation", tuple[Message, ...]]:
        """Return the conversation after `news` of a work, and what is sent now."""
        if self.over:
            return self, ()
        new = tuple(message for message in work_messages(news, self.language) if message not in self.said)
        return attrs.evolve(self, said=self.said | set(new), over=isinstance(news, WorkEnded)), new
