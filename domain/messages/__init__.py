"""What people read, in Chinese and English."""

from typing import TYPE_CHECKING

from imastudio.domain.kernel import lazy_face

if TYPE_CHECKING:
    from imastudio.domain.messages.acknowledged import acknowledge
    from imastudio.domain.messages.chat_messages import Message, as_texts
    from imastudio.domain.messages.conversation import Conversation
    from imastudio.domain.messages.error_translation import quote_detail, say_command, say_failure, say_notice
    from imastudio.domain.messages.intent_texts import (
        say_choice,
        say_doubt,
        say_lacking,
        say_offer,
        say_reply,
        say_understood,
    )
    from imastudio.domain.messages.notebook import show_quote, show_result
    from imastudio.domain.messages.phrasebook import say
    from imastudio.domain.messages.rendering import harmless, render
    from imastudio.domain.messages.text import Rendered, Text
    from imastudio.domain.messages.value_names import MEDIA, WORDS
    from imastudio.domain.messages.works import say_plan, say_work
else:
    __getattr__, __dir__ = lazy_face(
        __name__,
        {
            "notebook": "show_quote show_result",
            "acknowledged": "acknowledge",
            "chat_messages": "Message as_texts",
            "conversation": "Conversation",
            "error_translation": "quote_detail say_command say_failure say_notice",
            "intent_texts": "say_understood say_offer say_lacking say_choice say_doubt say_reply",
            "phrasebook": "say",
            "rendering": "harmless render",
            "text": "Rendered Text",
            "value_names": "MEDIA WORDS",
            "works": "say_plan say_work",
        },
    )

__all__ = [
    "MEDIA",
    "WORDS",
    "Conversation",
    "Message",
    "Rendered",
    "Text",
    "acknowledge",
    "as_texts",
    "harmless",
    "quote_detail",
    "render",
    "say",
    "say_choice",
    "say_command",
    "say_doubt",
    "say_failure",
    "say_lacking",
    "say_notice",
    "say_offer",
    "say_plan",
    "say_reply",
    "say_understood",
    "say_work",
    "show_quote",
    "show_result",
]
