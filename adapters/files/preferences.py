"""The preferences file that all IMA skills share.

Its form: `user_{user_id}` → task type → model_id, model_name, credit, last_used.

Rules it obeys:
- Changes happen under a lock, through a temporary file; a reader sees the old content or the new one.
- What is not ours stays: other users, other task types, unknown keys of an entry, other keys at the top.
- A file that can't be understood is renamed, never overwritten. Other skills write in place, so it gets a moment first.
- Read-only, linked to /dev/null, no room on the disk: nothing stops; it is noted once.
- A link to a file is followed: the file behind it is replaced, the link stays.

Source: the vendor's "User Preference Memory"; decision 15.
"""

import asyncio
import errno
import json
import os
import shutil
import stat
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import attrs

from imastudio.adapters.files.atomic import replace_file
from imastudio.adapters.system.paths import FILE_MODE, is_read_only, make_private_folder
from imastudio.domain.orders import Notice, TaskType
from imastudio.domain.quoting import Preference

Tree: TypeAlias = dict[str, object]
MAX_FILE_BYTES = 8 * 1024 * 1024
LOOKS = 3
MOMENT = 0.05  # seconds between two looks at a file that somebody may be writing
PATIENCE = 10.0  # seconds for the lock


class _Broken(Exception):
    """The file is no JSON object."""


class FilePreferences:
    """Preferences in a file. `note` is told, once each, what the person should know."""

    def __init__(
        self,
        path: Path,
        *,
        note: Callable[[Notice], None],
        pause: Callable[[float], None] = time.sleep,
        patience: float = PATIENCE,
    ) -> None:
        """Use the file at `path`, which need not be there."""
        self._path = path
        self._note = note
        self._noted: set[str] = set()
        self._pause = pause
        self._patience = patience

    async def get(self, user_id: str, task_type: TaskType) -> Preference | None:
        """Return what is saved, or None."""
        if _is_absent(self._path):  # as for most people: that costs no thread
            return None
        return await asyncio.to_thread(self._get, user_id, task_type)

    async def put(
        self, user_id: str, task_type: TaskType, preference: Preference, *, expected: Preference | None
    ) -> bool:
        """Save `preference` if what is there equals `expected`; tell whether it is saved."""

        def change(tree: Tree) -> bool:
            if _preference_in(tree, user_id, task_type) != expected:
                return False
            if not _is_ours(tree, user_id, task_type):
                self._keep_copy()
            entry = _object(_object(tree.get(_key(user_id))).get(task_type.value))
            user = {**_object(tree.get(_key(user_id))), task_type.value: {**entry, **attrs.asdict(preference)}}
            tree[_key(user_id)] = user
            return True

        return await asyncio.to_thread(self._change, change)

    async def delete(self, user_id: str, task_type: TaskType) -> bool:
        """Forget what is saved; tell whether there was something and it is gone."""

        def change(tree: Tree) -> bool:
            user = tree.get(_key(user_id))
            return isinstance(user, dict) and user.pop(task_type.value, None) is not None

        return await asyncio.to_thread(self._change, change)

    def _get(self, user_id: str, task_type: TaskType) -> Preference | None:
        try:
            return _preference_in(_read(self._path), user_id, task_type)
        except _Broken:
            self._change(lambda _: False)  # sets it aside, if it is still broken under the lock
        except OSError:
            self._say("preferences_unreadable")
        return None

    def _change(self, change: Callable[[Tree], bool]) -> bool:
        """Let `change` alter the content, under the lock; tell whether it did and the result is on the disk."""
        from filelock import FileLock, Timeout

        try:
            target = self._path.resolve()
            make_private_folder(target.parent)
            if is_read_only(target.parent) or is_read_only(target) or (target.exists() and not target.is_file()):
                raise PermissionError(target)
            with FileLock(f"{target}.lock", timeout=self._patience, mode=FILE_MODE):
                tree = self._settled(target)
                before = _encode(tree)
                if not change(tree):
                    return False
                after = _encode(tree)
                if after != before:
                    replace_file(target, after)
                return True
        except Timeout:
            self._say("preferences_busy")
        except (OSError, RuntimeError):  # RuntimeError: a link to itself, on Python 3.11 and 3.12
            self._say("preferences_unwritable")
        return False

    def _settled(self, target: Path) -> Tree:
        """Return the content; what stays broken over several looks is set aside."""
        for _ in range(LOOKS):
            try:
                return _read(target)
            except _Broken:
                self._pause(MOMENT)
        aside = _free_name(target)
        target.rename(aside)
        self._say("preferences_set_aside", file=aside.name)
        return {}

    def _keep_copy(self) -> None:
        """Keep a copy of a file in which something of an unknown form has to give way."""
        target = self._path.resolve()
        aside = _free_name(target)
        shutil.copy2(target, aside)
        aside.chmod(FILE_MODE)
        self._say("preferences_set_aside", file=aside.name)

    def _say(self, code: str, **facts: str) -> None:
        if code not in self._noted:
            self._noted.add(code)
            self._note(Notice(code, facts))


def _read(path: Path) -> Tree:
    """Return the content of the file; an absent or empty one, or a device, holds nothing. Raises _Broken, OSError."""
    try:
        text = _content(path).decode("utf-8-sig")
        tree = json.loads(text) if text.strip() else {}
    except FileNotFoundError:
        return {}
    except (ValueError, RecursionError) as error:
        raise _Broken from error
    if not isinstance(tree, dict):
        raise _Broken
    return tree


def _is_absent(path: Path) -> bool:
    try:
        path.stat()
    except FileNotFoundError:
        return True
    except OSError:
        return False  # told when it is read
    return False


def _content(path: Path) -> bytes:
    """Return the bytes of a file; none of a device such as /dev/null. Raises OSError for what is neither, or too long."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)  # so that a pipe holds up nobody
    try:
        status = os.fstat(descriptor)
        if stat.S_ISCHR(status.st_mode):
            return b""
        if not stat.S_ISREG(status.st_mode) or status.st_size > MAX_FILE_BYTES:
            raise OSError(errno.EINVAL, "no file of preferences")
        with os.fdopen(descriptor, "rb", closefd=False) as file:
            return file.read(MAX_FILE_BYTES)
    finally:
        os.close(descriptor)


def _encode(tree: Tree) -> bytes:
    """Return the bytes of the file: readable where it can be, escaped where a lone surrogate forbids it."""
    try:
        return json.dumps(tree, ensure_ascii=False, indent=2).encode() + b"\n"
    except UnicodeEncodeError:
        return json.dumps(tree, indent=2).encode() + b"\n"


def _key(user_id: str) -> str:
    return f"user_{user_id}"


def _object(value: object) -> Tree:
    return value if isinstance(value, dict) else {}


def _is_ours(tree: Tree, user_id: str, task_type: TaskType) -> bool:
    """Tell whether what stands in the place of an entry is nothing, or an object as it should be."""
    user = tree.get(_key(user_id), {})
    return isinstance(user, dict) and isinstance(user.get(task_type.value, {}), dict)


def _preference_in(tree: Tree, user_id: str, task_type: TaskType) -> Preference | None:
    """Return the preference, whatever other skills left out of it; None without a model id."""
    entry = _object(_object(tree.get(_key(user_id))).get(task_type.value))
    model_id, name = entry.get("model_id"), entry.get("model_name")
    credit, last_used = entry.get("credit"), entry.get("last_used")
    if not isinstance(model_id, str) or not model_id:
        return None
    return Preference(
        model_id=model_id,
        model_name=name if isinstance(name, str) else model_id,
        credit=credit if isinstance(credit, int) else 0,
        last_used=last_used if isinstance(last_used, str) else "",
    )


def _free_name(path: Path) -> Path:
    number = 1
    while (name := path.with_name(f"{path.name}.broken-{number}")).exists():
        number += 1
    return name
