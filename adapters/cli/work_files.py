"""Work documents as files: YAML, of which JSON is a part.

Rules: a name that stands twice is refused; what is written is read again as it was.
"""

import json
import re
from collections.abc import Hashable
from pathlib import Path
from typing import Any

from imastudio.adapters.cli.usage import Misused
from imastudio.domain.kernel import Kind, refuse
from imastudio.domain.works import Work, decode_work, encode_work

MAX_BYTES = 1024 * 1024
_WIDTH = 120
_WHOLE = re.compile(r"(?:0|-?[1-9][0-9]*)\Z")
_TRUTH = re.compile(r"(?:true|True|TRUE|false|False|FALSE)\Z")
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]+(?:e[-+][0-9]+)?\Z")  # as it is written here; a double's own form


class _Twice(ValueError):
    """A name stands twice in one object."""

    def __init__(self, name: str, mark: Any) -> None:
        super().__init__(name)
        self.name, self.problem_mark = name, mark


def read_work(file: str) -> Work:
    """Return the work that a file tells of. Raises Misused for a file that can't be read, WishRefused for its content."""
    try:
        with Path(file).open("rb") as opened:
            text = opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise Misused("unreadable", file=file, why=error) from error
    if len(text) > MAX_BYTES:
        raise refuse(Kind.VALUE_NOT_OFFERED, "work", expected="json")
    try:
        return parse_work(text.decode("utf-8-sig"))
    except UnicodeDecodeError:  # guessed at, a prompt would be paid for that nobody wrote
        raise refuse(Kind.VALUE_NOT_OFFERED, "work", expected="utf8") from None


def parse_work(text: str) -> Work:
    """Return the work that a text tells of. Raises WishRefused."""
    import yaml

    try:
        said = json.loads(json.dumps(yaml.load(text, _loader())))  # noqa: S506 - a safe loader, told of below
    except (yaml.YAMLError, TypeError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = None if mark is None else mark.line + 1
        name = error.name if isinstance(error, _Twice) else None
        raise refuse(Kind.VALUE_NOT_OFFERED, "work", name, expected="yaml", line=line) from None
    return decode_work(said)


def write_work(work: Work) -> str:
    """Return a work as YAML."""
    import yaml

    document = json.loads(json.dumps(encode_work(work), default=dict))
    text: str = yaml.safe_dump(document, allow_unicode=True, sort_keys=False, default_flow_style=None, width=_WIDTH)
    return text


def _loader() -> Any:
    """Return a safe loader that refuses a name that stands twice, and takes what is written for what it is.

    YAML 1.1 reads `16:9` as 969, `010` as 8, `1_0` as 10, `no` as false and `2024-01-01` as a day; here they are the texts that
    they are, a number is one in plain digits, and true and false are called so.
    """
    import yaml

    class Once(yaml.SafeLoader):
        """Builds plain values alone."""

        def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT002 - its signature
            """Refuse a name that stands twice."""
            seen = set[str]()
            for key, _ in node.value:
                name = str(self.construct_object(key, deep=True))
                if name in seen:
                    raise _Twice(name, key.start_mark)
                seen.add(name)
            return super().construct_mapping(node, deep=deep)

    changed = {f"tag:yaml.org,2002:{kind}" for kind in ("int", "float", "bool", "timestamp")}
    Once.yaml_implicit_resolvers = {
        first: [(tag, found) for tag, found in rules if tag not in changed]
        for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    Once.add_implicit_resolver("tag:yaml.org,2002:int", _WHOLE, list("-0123456789"))
    Once.add_implicit_resolver("tag:yaml.org,2002:float", _DECIMAL, list("-0123456789"))
    Once.add_implicit_resolver("tag:yaml.org,2002:bool", _TRUTH, list("tTfF"))
    return Once
