"""What a chat's tool is handed, as JSON: `{action, media, caption}` for something to look at or hear, else `{action, text}`."""

from imastudio.domain.kernel import Json
from imastudio.domain.messages import Message

Payload = dict[str, str]
Document = dict[str, Json]


def encode_message(message: Message) -> Payload:
    """Return a message as a chat's tool takes it; `media` is an address, never a file."""
    if message.media is None:
        return encode_text(message.text)
    return {"action": "send", "media": message.media, "caption": message.text}


def encode_text(text: str) -> Payload:
    """Return a plain text as a chat's tool takes it."""
    return {"action": "send", "text": text}
