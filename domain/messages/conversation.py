"""One conversation about one generation: what has been said, so that nothing is said twice and nothing after the end.

Rules: the first word is said once; the same sentence is not said again; with its end, or that of the wait, a conversation
is over ("Step 5 - Done"). A pure value: `hear` returns the next one and what is to be said.
"""

import attrs

from imastudio.domain.lifecycle.news import Ended, News, WaitEnded
from imastudio.domain.messages.chat_messages import Message
from imastudio.domain.messages.phrasebook import messages
from imastudio.domain.orders import Language, Scope


@attrs.frozen(kw_only=True)
class Conversation:
    """What was said so far in one chat about one order."""

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
