"""Why the ledger can't be used: each reason says which file it is, what is wrong, and the way out."""

import inspect
import re

import pytest

from imastudio.adapters.postgres.database import _TLS
from imastudio.domain.kernel.errors import unavailable
from imastudio.domain.kernel.scalars import Json
from imastudio.domain.messages.phrasebook import say_failure

FILE, FOLDER = "/home/li/.openclaw/ima_ledger/ledger.sqlite3", "/home/li/.openclaw/ima_ledger"
MORE: dict[str, list[dict[str, Json]]] = {
    "file_system": [{"lacks": "locks"}, {"lacks": "shared_memory"}],
    "newer_version": [{"version": 9, "known": 2}, {}],
}
REASONS = sorted(
    set(re.findall(r"[a-z_]+", (inspect.getdoc(unavailable) or "").partition("Reasons:")[2]))
    & {
        *(
            "disk_full",
            "read_only",
            "busy",
            "io",
            "damaged",
            "newer_version",
            "not_a_ledger",
            "unstorable",
            "gone",
            "closed",
        ),
        *("file_system", "loss", "no_fcntl", "no_home", "no_folder", "no_place", "too_many_files"),
    }
)
DATABASE = "postgresql://li@db.example/orders"
OF_DATABASE: dict[str, dict[str, Json]] = {
    **{reason: {} for reason in ("unreachable", "login", "no_database", "no_right", "revoked", "newer_version")},
    **{reason: {} for reason in ("not_a_ledger", "disk_full", "read_only", "busy", "gone", "io")},
    **{reason: {} for reason in ("no_worker", "pooler")},
    "old_server": {"version": 12, "known": 14},
    "encoding": {"encoding": "LATIN1"},
}
WITHOUT_FILE = {"closed", "no_fcntl", "no_home", "too_many_files", "unstorable"}
WAY_OUT = (
    r"OPENCLAW_STATE_DIR|[Uu]pgrade|open_studio|Try again|ima ledger|Change it|Change to|WSL|ulimit|"
    r"ima worker|deleted or replaced"
)


def said(reason: str, language: str, **more: Json) -> str:
    """Return what a person reads."""
    failure = unavailable(reason, file=FILE, folder=FOLDER, **more).failure
    return say_failure(failure, "zh" if language == "zh" else "en")


def test_all_reasons_are_known() -> None:
    """Those that the error's documentation names."""
    assert len(REASONS) == 17


@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_reason_has_a_text_of_its_own(language: str) -> None:
    """No two say the same, and none says what an unknown one does."""
    texts = [said(reason, language, **more) for reason in REASONS for more in MORE.get(reason, [{}])]
    assert len({*texts, said("something new", language)}) == len(texts) + 1


@pytest.mark.parametrize("reason", REASONS)
def test_each_reason_names_the_place_and_the_way_out(reason: str) -> None:
    """And that nothing was ordered."""
    for more in MORE.get(reason, [{}]):
        english, chinese = (said(reason, language, **more) for language in ("en", "zh"))
        assert reason in WITHOUT_FILE or FOLDER in english
        assert reason in WITHOUT_FILE or FOLDER in chinese
        assert re.search(WAY_OUT, english)
        assert re.search("[Nn]othing (?:new )?was ordered", english)
        assert re.search("没有下(?:新)?单", chinese)


def test_each_reason_of_a_database_has_a_text_of_its_own() -> None:
    """It names the database, that nothing was ordered, and a way out; none speaks of files, folders or the state folder."""
    failures = [unavailable(reason, database=DATABASE, **more).failure for reason, more in OF_DATABASE.items()]
    failures += [unavailable("tls", database=DATABASE, lacks=lack).failure for lack in set(_TLS.values())]
    assert len({say_failure(failure, "en") for failure in failures}) == len(failures)
    for failure in failures:
        english, chinese = say_failure(failure, "en"), say_failure(failure, "zh")
        assert DATABASE in english
        assert DATABASE in chinese
        assert re.search("[Nn]othing (?:new )?was ordered", english)
        assert re.search("没有下(?:新)?单", chinese)
        assert not re.search(r"OPENCLAW|folder|文件", english + chinese)
    assert "postgresql://user@host/database" in say_failure(unavailable("address").failure, "en")


def test_a_long_path_is_shown_whole() -> None:
    """What is cut can't be found."""
    folder = "/srv" + "/a folder with a name" * 20
    assert folder in say_failure(unavailable("io", file=f"{folder}/x", folder=folder).failure, "en")


@pytest.mark.parametrize("reason", REASONS)
def test_a_chat_reads_of_no_file(reason: str) -> None:
    """Nor of variables and commands."""
    failure = unavailable(reason, file=FILE, folder=FOLDER).failure
    assert not re.search(r"/|OPENCLAW|ima ", say_failure(failure, "zh", audience="chat"))
