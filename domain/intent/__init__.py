"""What people say, made into what is wished for.

To be read from above. `interpreter` is the way in. `conversation` takes one line after what went before, and hears it
beside a question in `waiting` where one waits. A turn of talk is read in `dialogue`: cut by `segmenting`, `acts` tell what
its segments do (by `features` and a `classifier`), and `amending` and `redescribing` make a change of them; `answering`
hears what answers us in other words, `agreeing` whether it says yes, and `weighing` weighs the medium of first words.
`meaning` tells of one utterance what it is: talk (`topics`, `tones`, `questions`), a change of the last work (`following`),
or a wish of its own (`proposing`). A wish is read in steps: what is asked for (`media`, `requests`), the model
(`choosing`), values (`fields`, `sounds`), how many and how dear (`counts`), doubts (`doubting`, `unread`, `wishes`), the
prompt (`prompt`). All of them stand on a `reading`: words (`folding`, `tokens`, `lexicon`, `measures`, `versions`), cut
into `fragments`, without what is `handed` over.
"""

from typing import TYPE_CHECKING

from imastudio.domain.kernel import lazy_face

if TYPE_CHECKING:
    from imastudio.domain.intent.answers import FIELDS, read_answer
    from imastudio.domain.intent.belonging import stands_alone
    from imastudio.domain.intent.context import agrees_to
    from imastudio.domain.intent.context_document import decode_context, encode_context
    from imastudio.domain.intent.following import is_slip
    from imastudio.domain.intent.interpreter import interpret
    from imastudio.domain.intent.leaving_out import without
    from imastudio.domain.intent.proposal import AnswerRefused, PreferenceAction, Proposal, Topic, to_wish
    from imastudio.domain.intent.tables.models import SHOWN
    from imastudio.domain.intent.tones import asks_for_others, how_many_of, kind_of_help, question_of, tone_of
    from imastudio.domain.intent.utterance import NO_CONTEXT, Context, Doubt, Last, Pending
else:
    __getattr__, __dir__ = lazy_face(
        __name__,
        {
            "tables.models": "SHOWN",
            "tones": "asks_for_others how_many_of kind_of_help question_of tone_of",
            "belonging": "stands_alone",
            "answers": "read_answer FIELDS",
            "context": "agrees_to",
            "context_document": "decode_context encode_context",
            "following": "is_slip",
            "interpreter": "interpret",
            "leaving_out": "without",
            "proposal": "AnswerRefused PreferenceAction Proposal Topic to_wish",
            "utterance": "Context Doubt Last NO_CONTEXT Pending",
        },
    )

__all__ = [
    "FIELDS",
    "NO_CONTEXT",
    "SHOWN",
    "AnswerRefused",
    "Context",
    "Doubt",
    "Last",
    "Pending",
    "PreferenceAction",
    "Proposal",
    "Topic",
    "agrees_to",
    "asks_for_others",
    "decode_context",
    "encode_context",
    "how_many_of",
    "interpret",
    "is_slip",
    "kind_of_help",
    "question_of",
    "read_answer",
    "stands_alone",
    "to_wish",
    "tone_of",
    "without",
]
