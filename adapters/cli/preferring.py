"""What `ima prefs` does."""

from collections.abc import Iterable, Mapping

from imastudio.adapters.cli.options import Connection
from imastudio.adapters.cli.session import Session, run
from imastudio.domain.documents.encoding import preference_documents
from imastudio.domain.quoting.saved_models import Preference
from imastudio.domain.tasks import TaskType


def show_saved(connection: Connection) -> int:
    """Print what is saved."""

    async def body(session: Session) -> int:
        return _show(session, await session.studio.saved_models())

    return run(connection.local.looking, body)


def save_model(connection: Connection, task_types: Iterable[TaskType], model: str) -> int:
    """Save a model and print what was saved; 1 if nothing could be."""

    async def body(session: Session) -> int:
        saved = await session.stopping.beside(session.studio.save_model(task_types, model))
        _show(session, saved)
        return 0 if saved else 1

    return run(connection, body)


def clear_models(connection: Connection, task_types: Iterable[TaskType]) -> int:
    """Clear what is saved and print where something was."""

    async def body(session: Session) -> int:
        cleared = [task_type.value for task_type in await session.studio.clear_models(task_types)]
        session.out.document(cleared)
        session.out.show(", ".join(cleared) or "–")
        return 0

    return run(connection.local.looking, body)


def _show(session: Session, saved: Mapping[TaskType, Preference]) -> int:
    lines = [
        f"{task_type.value}: {preference.model_name} ({preference.model_id})" for task_type, preference in saved.items()
    ]
    session.out.show("\n".join(lines) or "–")
    session.out.document(preference_documents(saved))
    return 0
