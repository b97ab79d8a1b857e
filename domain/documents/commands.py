"""What `ima schema commands` tells of the command line itself."""

from typing import Annotated, Literal, NotRequired, TypedDict

from imastudio.domain.documents.shapes import Doc
from imastudio.domain.kernel import Json


class OptionDocument(TypedDict):
    """One option or argument of a command."""

    names: Annotated[list[str], Doc("All its spellings.", "所有写法。")]
    type: Annotated[str, Doc("What it takes.", "取值类型。")]
    help: str
    required: bool
    repeatable: bool
    default: Json
    environment: Annotated[str | None, Doc("The variable that stands in for it.", "对应的环境变量。")]
    choices: NotRequired[list[str]]


class CommandDocument(TypedDict):
    """One command."""

    name: Annotated[str, Doc("As typed after ima.", "ima 之后输入的名字。")]
    help: str
    spends: Annotated[bool, Doc("It may spend points.", "可能会花积分。")]
    prints: Annotated[
        list[str], Doc("Schemas of the JSON on stdout (ima schema NAME); one of them.", "标准输出 JSON 的 schema 名。")
    ]
    prints_refused: Annotated[str | None, Doc("The same where it is refused.", "被拒绝时的 schema 名。")]
    lines: Annotated[bool, Doc("One JSON document a line.", "每行一个 JSON。")]
    options: list[OptionDocument]


class CommandsDocument(TypedDict):
    """The command line."""

    program: Literal["ima"]
    version: str
    exit_codes: Annotated[dict[str, str], Doc("What each exit code means.", "退出码的含义。")]
    commands: list[CommandDocument]
