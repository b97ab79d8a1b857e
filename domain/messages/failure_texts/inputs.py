"""What is said where an input will not do, or is missing."""

from collections.abc import Mapping

from imastudio.domain.kernel import Kind
from imastudio.domain.messages.text import Text, Wordings


def _missing_inputs() -> Wordings:
    """Say which pictures are wanted where none, or too few, were given."""
    return (
        Text(
            zh="还缺一张图片，请发一张作为首帧。",
            en="Please attach one image: it becomes the first frame.",
            when={"task_type": "image_to_video", "value": 0, "exactly": 1},
        ),
        Text(zh="还缺一张图片，请发一张。", en="Please attach one image.", when={"value": 0, "exactly": 1}),
        Text(
            zh="还缺图片，请发两张：首帧和尾帧。",
            en="Please attach two images: the first and the last frame.",
            when={"task_type": "first_last_frame_to_video", "value": 0},
        ),
        Text(
            zh="还缺一张图片：首帧和尾帧各要一张。",
            en="One image is missing: this takes a first and a last frame.",
            when={"task_type": "first_last_frame_to_video", "value": 1},
        ),
        Text(
            zh="还缺图片，请发 {minimum} 到 {maximum} 张。",
            en="Please attach {minimum} to {maximum} images.",
            when={"value": 0},
        ),
    )


INPUTS: Mapping[Kind, Wordings] = {
    Kind.INPUT_COUNT: (
        *_missing_inputs(),
        Text(
            zh="这里只收 {exactly} 张图片，你给了 {value} 张。",
            en="This takes exactly {exactly} image(s); you gave {value}.",
        ),
        Text(
            zh="请给 {minimum} 到 {maximum} 张图片，现在有 {value} 张。",
            en="Please give {minimum} to {maximum} images; you gave {value}.",
        ),
        Text(
            zh="请给 {minimum} 张以上的图片，现在有 {value} 张。",
            en="Please give {minimum} or more images; you gave {value}.",
        ),
        Text(
            zh="{kind_of_input}最多 {choices} 个，你给了 {value} 个。",
            en="You gave {value} ({kind_of_input}); at most {choices} are allowed.",
        ),
        Text(zh="输入文件的数量不对，现在有 {value} 个。", en="The number of inputs is wrong; you gave {value}."),
        Text(zh="输入文件的数量不对。", en="The number of inputs is wrong."),
    ),
    Kind.INPUT_FORMAT: (
        Text(
            zh="这个模型在这里不收{value}，只收：{choices}。",
            en="This model doesn't take {value} here. It takes: {choices}.",
            when={"wrong": "kind"},
        ),
        Text(
            zh="这个模型不收 {value} 格式的{kind_of_input}，只收：{choices}。",
            en="This model doesn't take {value} ({kind_of_input}). It takes: {choices}.",
            when={"wrong": "format"},
        ),
        Text(
            zh="“{value}”是 {found} 格式的{kind_of_input}，这种格式用不了。",
            en="“{value}” is {found} ({kind_of_input}), which can't be used.",
            when={"wrong": "format"},
        ),
        Text(
            zh="“{value}”不完整或已损坏，请换一个完整的{kind_of_input}文件。",
            en="“{value}” ({kind_of_input}) is incomplete or damaged. Please send another one.",
            when={"wrong": "damaged"},
        ),
        Text(
            zh="{kind_of_input}文件不完整或已损坏，请换一个完整的。",
            en="The input file ({kind_of_input}) is incomplete or damaged. Please send another one.",
            when={"wrong": "damaged"},
        ),
        Text(
            zh="“{value}”不是文件，请给一个{kind_of_input}文件。",
            en="“{value}” isn't a file. Please give a file ({kind_of_input}).",
            when={"wrong": "place"},
        ),
        Text(
            zh="“{value}”不是{kind_of_input}，内容是 {found}。",
            en="“{value}” isn't an input of this kind ({kind_of_input}): its content is {found}.",
            when={"wrong": "content"},
        ),
        Text(
            zh="“{value}”的内容不是{kind_of_input}。",
            en="The content of “{value}” isn't of this kind: {kind_of_input}.",
            when={"wrong": "content"},
        ),
        Text(
            zh="输入文件的内容不是{kind_of_input}。",
            en="The content of the input file isn't of this kind: {kind_of_input}.",
            when={"wrong": "content"},
        ),
        Text(zh="输入文件的格式不合适。", en="The input file has the wrong format."),
    ),
    Kind.INPUT_NOT_FOUND: (
        Text(zh="找不到或读不了文件“{value}”。", en="The file “{value}” is missing or can't be read."),
        Text(zh="找不到或读不了输入文件。", en="An input file is missing or can't be read."),
    ),
    Kind.INPUT_TOO_LARGE: (
        Text(
            zh="输入的{kind_of_input}文件太大了。",
            en="An input file ({kind_of_input}) is too large.",
            when={"typed": "size"},
        ),
        Text(
            zh="{kind_of_input}的{parameter}是 {value}，超出了允许的范围（界限：{choices}）。",
            en="An input ({kind_of_input}) has a {parameter} of {value}, which isn't allowed (limit: {choices}).",
        ),
        Text(
            zh="输入文件“{value}”超出了允许的大小或长度。", en="The input “{value}” is larger or longer than allowed."
        ),
        Text(zh="输入文件超出了允许的大小或长度。", en="An input is larger or longer than allowed."),
    ),
    Kind.INPUT_NOT_ALLOWED: (
        Text(
            zh="{task_type}不需要输入文件，请去掉，或换一种任务。",
            en="{task_type} takes no input files. Leave them out, or choose another task.",
        ),
        Text(zh="不允许使用“{value}”这个输入文件。", en="The input “{value}” may not be used."),
        Text(zh="不允许使用这个输入文件。", en="This input may not be used."),
    ),
    Kind.INPUT_URL: (
        Text(
            zh="“{value}”的大小和长度读不出来，这个模型要先知道这些。请把文件下载到本机，再用本机的文件。",
            en="The size and length of “{value}” can't be read, and this model needs them. Download it first.",
            when={"wrong": "unmeasured"},
        ),
        Text(
            zh="不能用“{value}”。请给一个 https:// 开头的公开地址，或本机上的文件。",
            en="“{value}” can't be used. Please give a public https:// address, or a file on this machine.",
        ),
        Text(
            zh="请给一个 https:// 开头的公开地址，或本机上的文件。",
            en="Please give a public https:// address, or a file on this machine.",
        ),
    ),
    Kind.FOLDER_CLOSED: (
        Text(
            zh="“{file}”是一个文件，而这次有 {count} 个结果。请给一个文件夹，例如 {folder}。还没有下单。",
            en="“{file}” is one file, and there will be {count} results. Name a folder, such as {folder}; nothing was ordered.",
            when={"wrong": "several"},
        ),
        Text(
            zh="“{file}”已经存在。请换一个文件名，还没有下单。",
            en="“{file}” exists already. Please choose another file name; nothing was ordered.",
            when={"wrong": "taken"},
        ),
        Text(
            zh="“{folder}”写不进去，结果没有地方放。请换一个自己的文件夹，还没有下单。",
            en="“{folder}” can't be written to, so the results would have nowhere to go. Please name a folder of your "
            "own; nothing was ordered.",
        ),
        Text(
            zh="放结果的文件夹写不进去。请换一个自己的文件夹，还没有下单。",
            en="The folder for the results can't be written to. Please name one of your own; nothing was ordered.",
        ),
    ),
}
