"""What is said of each notice, zh and en: the table of `texts/notices.toml`, and whom it is not for."""

from imastudio.domain.messages.text import Text, Wordings
from imastudio.domain.messages.text_tables import TextTable

NOTICES = TextTable("notices", str)
UNNAMED: Wordings = (
    Text(zh="这份订单有一处调整，请看订单详情。", en="Something about this order was adjusted; see its details."),
)
# Of the machine that works for a chat, a person in the chat need not know.
UNSAID_IN_CHAT = frozenset(
    {
        "task_type_inferred",
        "film_needs_folder",
        "film_needs_extra",
        "logs_unwritable",
        "ledger_salvaged",
        "ledger_loss",
        "ledger_incomplete",
        "ledger_unwritten",
        "second_task",
        "no_worker",
    }
)
