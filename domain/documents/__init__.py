"""What the package prints and answers as JSON: the shapes, the values made into them, and the schemas made from them."""

from typing import TYPE_CHECKING

from imastudio.domain.kernel import lazy_face

if TYPE_CHECKING:
    from imastudio.domain.documents.catalogue import NAMES, WISH, Form, as_function, schema_named
    from imastudio.domain.documents.commands import CommandDocument, CommandsDocument, OptionDocument
    from imastudio.domain.documents.encoding import (
        QUOTE_HOLDS_S,
        alternative_document,
        approval_document,
        card_document,
        failure_document,
        leaf_document,
        notice_documents,
        outcome_document,
        plan_document,
        preference_documents,
        quote_document,
        refusal_document,
        result_document,
        row_document,
        standing_document,
        sum_document,
        usage_document,
    )
    from imastudio.domain.documents.fields import Tree, read_fields, trimmed
    from imastudio.domain.documents.proposals import encode_proposal
    from imastudio.domain.documents.schema import Schema, schema_of
    from imastudio.domain.documents.shapes import (
        AcceptedDocument,
        AdoptedDocument,
        BackupDocument,
        CheckDocument,
        CopiedDocument,
        DoctorDocument,
        ErrorDocument,
        ForgottenDocument,
        HistoryDocument,
        HistorySumDocument,
        LedgerDocument,
        LogsDocument,
        LossDocument,
        ModelCardDocument,
        ModelDocument,
        NoticeDocument,
        PreferenceDocument,
        ProposalDocument,
        ProposalStatus,
        PrunedDocument,
        QuoteDocument,
        ReplyDocument,
        ResultDocument,
        SalvagedDocument,
        SizeDocument,
        Status,
    )
    from imastudio.domain.documents.wish_schemas import narrow_wish_schema, wish_schema
    from imastudio.domain.documents.works import outcome_work_document, work_document
else:
    __getattr__, __dir__ = lazy_face(
        __name__,
        {
            "catalogue": "Form NAMES WISH as_function schema_named",
            "commands": "CommandDocument CommandsDocument OptionDocument",
            "encoding": (
                "notice_documents card_document sum_document "
                "QUOTE_HOLDS_S alternative_document approval_document failure_document leaf_document outcome_document "
                "plan_document preference_documents quote_document refusal_document result_document row_document "
                "standing_document usage_document"
            ),
            "fields": "Tree read_fields trimmed",
            "proposals": "encode_proposal",
            "schema": "Schema schema_of",
            "shapes": (
                "CopiedDocument PrunedDocument SizeDocument NoticeDocument HistorySumDocument ModelCardDocument "
                "AcceptedDocument AdoptedDocument BackupDocument CheckDocument DoctorDocument ErrorDocument "
                "ForgottenDocument HistoryDocument LedgerDocument LogsDocument LossDocument ModelDocument "
                "PreferenceDocument ProposalDocument ProposalStatus QuoteDocument ReplyDocument ResultDocument "
                "SalvagedDocument Status"
            ),
            "wish_schemas": "narrow_wish_schema wish_schema",
            "works": "outcome_work_document work_document",
        },
    )

__all__ = [
    "NAMES",
    "QUOTE_HOLDS_S",
    "WISH",
    "AcceptedDocument",
    "AdoptedDocument",
    "BackupDocument",
    "CheckDocument",
    "CommandDocument",
    "CommandsDocument",
    "CopiedDocument",
    "DoctorDocument",
    "ErrorDocument",
    "ForgottenDocument",
    "Form",
    "HistoryDocument",
    "HistorySumDocument",
    "LedgerDocument",
    "LogsDocument",
    "LossDocument",
    "ModelCardDocument",
    "ModelDocument",
    "NoticeDocument",
    "OptionDocument",
    "PreferenceDocument",
    "ProposalDocument",
    "ProposalStatus",
    "PrunedDocument",
    "QuoteDocument",
    "ReplyDocument",
    "ResultDocument",
    "SalvagedDocument",
    "Schema",
    "SizeDocument",
    "Status",
    "Tree",
    "alternative_document",
    "approval_document",
    "as_function",
    "card_document",
    "encode_proposal",
    "failure_document",
    "leaf_document",
    "narrow_wish_schema",
    "notice_documents",
    "outcome_document",
    "outcome_work_document",
    "plan_document",
    "preference_documents",
    "quote_document",
    "read_fields",
    "refusal_document",
    "result_document",
    "row_document",
    "schema_named",
    "schema_of",
    "standing_document",
    "sum_document",
    "trimmed",
    "usage_document",
    "wish_schema",
    "work_document",
]
