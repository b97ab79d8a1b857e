"""Tables of texts, as the files of `texts/` have them: TOML, so that whoever writes a text writes nothing else.

Rules: a key has its texts one after another, from the most telling to the one that needs no fact. `same_as` names a text of
`shared.toml`, and what stands beside it goes before what is said there.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cache, cached_property
from typing import Any, Generic, TypeVar, cast

from imastudio.domain.messages.text import Text, Wordings

Key = TypeVar("Key")


class TextTable(Mapping[Key, Wordings], Generic[Key]):
    """The wordings of one file, by what they are said of. It is read when one is first asked for: most commands say none."""

    def __init__(self, name: str, key: Callable[[str], Key]) -> None:
        self._name, self._key = name, key

    def __getitem__(self, key: Key) -> Wordings:
        return self._wordings[key]

    def __iter__(self) -> Iterator[Key]:
        return iter(self._wordings)

    def __len__(self) -> int:
        return len(self._wordings)

    @cached_property
    def _wordings(self) -> Mapping[Key, Wordings]:
        return {self._key(key): tuple(map(_text, rows)) for key, rows in _rows_of(self._name).items()}


def _text(row: Mapping[str, Any]) -> Text:
    shared = _rows_of("shared")[row["same_as"]] if "same_as" in row else {}
    return Text(**{name: value for name, value in {**shared, **row}.items() if name != "same_as"})


@cache
def _rows_of(name: str) -> Mapping[str, Any]:
    from pkgutil import get_data  # noqa: PLC0415 - who is told nothing of these waits for no reader of files
    from tomllib import loads  # noqa: PLC0415 - the same

    return loads(cast("bytes", get_data("imastudio.domain.messages", f"texts/{name}.toml")).decode())
