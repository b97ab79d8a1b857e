"""What is sent into a chat: a text, or a picture, film or sound with a text below it."""

from collections.abc import Sequence

import attrs


@attrs.frozen(kw_only=True)
class Message:
    """One message; `media` is the address of what is shown, never a file."""

    text: str
    media: str | None = None


def as_texts(messages: Sequence[Message]) -> tuple[str, ...]:
    """Return the same content without media: an address that no text holds is put below its own."""
    said = "\n".join(message.text for message in messages)
    return tuple(_with_address(message, said) for message in messages)


def _with_address(message: Message, said: str) -> str:
    if message.media is None or message.media in said:
        return message.text
    return f"{message.text}\n\n{message.media}"
