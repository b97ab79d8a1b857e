"""News in a chat: hands messages to whatever sends them, each with its media, or as plain text where that can't be sent.

Rules: what is said, and that nothing is said twice or after the end, is the domain's; the order of messages is kept; one
that can't be sent does not hold up the others, and is raised when all were tried.
"""

from collections.abc import Awaitable, Callable, Sequence

from imastudio.adapters.messengers.payloads import Payload, encode_message, encode_text
from imastudio.domain.lifecycle import News
from imastudio.domain.messages import Conversation, Message, as_texts
from imastudio.domain.orders import Language, Scope
from imastudio.domain.works import WorkNews

Send = Callable[[Payload], Awaitable[None]]


class Chat:
    """Tells the news of one generation, or of one work, in one chat.

    `send` sends a payload, or raises; without `media` only texts are sent.
    """

    def __init__(self, send: Send, *, language: Language, scope: Scope = Scope.ALL_IN_ONE, media: bool = True) -> None:
        """Begin a conversation."""
        self._send = send
        self._media = media
        self._conversation = Conversation(language=language, scope=scope)

    async def tell(self, news: News) -> None:
        """Send what is new about it. Raises what `send` raised last for a text, after everything was tried."""
        self._conversation, messages = self._conversation.hear(news)
        await self._send_all(messages)

    async def tell_work(self, news: WorkNews) -> None:
        """Send what is new about a work. Raises as `tell` does."""
        self._conversation, messages = self._conversation.hear_work(news)
        await self._send_all(messages)

    async def _send_all(self, messages: Sequence[Message]) -> None:
        failed: Exception | None = None
        for message, text in zip(messages, as_texts(messages), strict=True):
            try:
                await self._send_one(message, text)
            except Exception as error:  # noqa: BLE001 - a foreign sender; the next message may be the one that matters
                failed = error
        if failed is not None:
            raise failed

    async def _send_one(self, message: Message, text: str) -> None:
        if self._media and message.media is not None:
            try:
                await self._send(encode_message(message))
            except Exception:  # noqa: BLE001 - whatever it was: the same content goes out as text
                await self._send(encode_text(text))
            return
        await self._send(encode_text(text))
