"""What `ima schema commands` tells of the command line itself."""

from typing import Annotated, Literal, NotRequired, TypedDict

from imastudio.domain.kernel import Json
from imastudio.domain.messages import Text


class OptionDocument(TypedDict):
    """One option or argument of a command."""

    names: Annotated[list[str], Text("所有写法。", "All its spellings.")]
    type: Annotated[str, Text("取值类型。", "What it takes.")]
    help: str
    required: bool
    repeatable: bool
    default: Json
    environment: Annotated[str | None, Text("对应的环境变量。", "The variable that stands in for it.")]
    choices: NotRequired[list[str]]


class CommandDocument(TypedDict):
    """One command."""

    name: Annotated[str, Text("ima 之后输入的名字。", "As typed after ima.")]
    help: str
    spends: Annotated[bool, Text("可能会花积分。", "It may spend points.")]
    prints: Annotated[
        list[str], Text("标准输出 JSON 的 schema 名。", "Schemas of the JSON on stdout (ima schema NAME); one of them.")
    ]
    prints_refused: Annotated[str | None, Text("被拒绝时的 schema 名。", "The same where it is refused.")]
    lines: Annotated[bool, Text("每行一个 JSON。", "One JSON document a line.")]
    options: list[OptionDocument]


class CommandsDocument(TypedDict):
    """The command line."""

    program: Literal["ima"]
    version: str
    exit_codes: Annotated[dict[str, str], Text("退出码的含义。", "What each exit code means.")]
    commands: list[CommandDocument]
