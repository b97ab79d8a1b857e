"""What is said where a value, a model or a prompt will not do, with what would."""

from collections.abc import Mapping

from imastudio.domain.kernel import Kind
from imastudio.domain.messages.text import Text, Wordings

_ADDRESS = Text(
    zh="服务地址要写成 https://主机 或 https://主机:端口（http:// 只能用于本机，或用于模拟服务的密钥），不带用户名、密码和参数。",
    en=(
        "A service address is written as https://host or https://host:port (http:// only on this machine, or for the key of "
        "a fake server), without name, password or parameters."
    ),
)

_MEDIA = (
    ("image", "图片", "pictures"),
    ("video", "视频", "videos"),
    ("music", "音乐", "music"),
    ("speech", "语音", "speech"),
)
VALUES: Mapping[Kind, Wordings] = {
    Kind.UNKNOWN_PARAMETER: (
        Text(
            zh="没有“{typed}”这个选项。可以用的有：{choices}。",
            en="There is no setting called “{typed}”. Available: {choices}.",
        ),
        Text(zh="没有“{typed}”这个选项。", en="There is no setting called “{typed}”."),
        Text(zh="没有这个选项。", en="There is no such setting."),
    ),
    Kind.VALUE_NOT_OFFERED: (
        Text(zh=_ADDRESS.zh, en=_ADDRESS.en, when={"typed": "base_url"}),
        Text(zh=_ADDRESS.zh, en=_ADDRESS.en, when={"typed": "im_base_url"}),
        Text(
            zh="代理要写成 http://主机:端口，可以带用户名和密码。",
            en="A proxy is written as http://host:port, with user name and password if needed.",
            when={"typed": "proxy"},
        ),
        Text(
            zh="这里的文字编码读不出来，请用 UTF-8 保存。",
            en="Its characters can't be read. Save it as UTF-8.",
            when={"expected": "utf8"},
        ),
        Text(
            zh="不是 JSON，或者里面有重复的名字。每行要写一个 JSON 对象。",
            en="This isn't JSON, or a name appears twice in it. Write one JSON object a line.",
            when={"typed": "line"},
        ),
        Text(
            zh="文件名里不能有“{value}”，可以用：{choices}。",
            en="A file's name can't hold “{value}”. It may hold: {choices}.",
            when={"typed": "name"},
        ),
        Text(
            zh="{parameter}要写成一个 JSON 对象。",
            en="The {parameter} must be a JSON object.",
            when={"expected": "json"},
        ),
        Text(
            zh="预算“{value}”读不懂。可以这样写：{choices}。",
            en="I can't read the budget “{value}”. Write it like this: {choices}.",
            when={"typed": "budget"},
        ),
        Text(
            zh="“{value}”不行：1 保留描述，0 不保留。",
            en="“{value}” isn't valid: 1 keeps prompts, 0 doesn't.",
            when={"typed": "keep_prompts"},
        ),
        Text(
            zh="“{value}”不行：1 保留图片里的信息，0 去掉。",
            en="“{value}” isn't valid: 1 keeps what is in a picture's file, 0 leaves it out.",
            when={"typed": "keep_metadata"},
        ),
        Text(
            zh="“{value}”不是时区，可以这样写：{choices}。",
            en="“{value}” isn't a time zone. Write it like this: {choices}.",
            when={"expected": "timezone"},
        ),
        Text(
            zh="没有“{value}”这个文件夹。",
            en="There is no folder “{value}”.",
            when={"expected": "folder"},
        ),
        Text(
            zh="“{value}”不是积分数：要写 0 或以上的整数，例如 20。",
            en="“{value}” isn't a whole number of points, 0 or more, such as 20.",
            when={"expected": "points"},
        ),
        Text(
            zh="“{value}”还是个占位符。请换成真正的用户编号，或去掉它。",
            en="“{value}” is still a placeholder. Put the real user id there, or leave it out.",
            when={"expected": "name"},
        ),
        Text(
            zh="这里没有音色“{value}”，请从这个模型自带的音色里选。",
            en="There is no voice “{value}”. Choose one of this model's own voices.",
            when={"expected": "native_voice"},
        ),
        Text(
            zh="步骤名“{value}”不行：只能用文字、数字、_ 和 -，最多 {maximum} 个字符。",
            en="“{value}” can't be a step's name: letters, digits, _ and - will do, {maximum} at most.",
            when={"expected": "step_name"},
        ),
        Text(
            zh="有两个步骤都叫“{value}”。",
            en="Two steps are called “{value}”.",
            when={"expected": "one_of_a_name"},
        ),
        Text(
            zh="这些步骤互相等待，谁也不能先开始：{choices}。",
            en="These steps wait for each other, so none can begin: {choices}.",
            when={"expected": "no_circle"},
        ),
        Text(
            zh="作品文件读不懂：第 {line} 行的“{value}”已经写过一次了。",
            en="The work can't be read: “{value}” in line {line} stands there already.",
            when={"expected": "yaml"},
        ),
        Text(
            zh="作品文件读不懂：第 {line} 行写得不对。",
            en="The work can't be read: line {line} isn't YAML (or JSON).",
            when={"expected": "yaml"},
        ),
        Text(
            zh="作品文件读不懂：每个名字只能出现一次，只用文字、数字、列表和对象。",
            en="The work can't be read: it must be YAML or JSON of texts, numbers, lists and objects, each name once.",
            when={"expected": "yaml"},
        ),
        Text(
            zh="这里只要一样东西，不是作品：直接下单就好。",
            en="This asks for a single thing, not a work: order that directly.",
            when={"expected": "work"},
        ),
        Text(
            zh="{typed} 要写成一个列表。",
            en="{typed} must be a list.",
            when={"expected": "list"},
        ),
        Text(
            zh="{typed} 要写成秒数，例如 5。",
            en="{typed} must be a number of seconds, such as 5.",
            when={"expected": "seconds"},
        ),
        Text(
            zh="{parameter}由这些部分组成：{choices}。",
            en="The setting {parameter} is made of these parts: {choices}.",
            when={"expected": "object"},
        ),
        Text(
            zh="{typed} 要写成一个对象，里面是名字和值。",
            en="{typed} must be an object of names and values.",
            when={"expected": "object"},
        ),
        Text(
            zh="{parameter}有 {length} 个字符，应为 {minimum} 到 {maximum} 个。",
            en="The {parameter} has {length} characters; it takes {minimum} to {maximum}.",
        ),
        Text(
            zh="{parameter}有 {length} 个字符，最多 {maximum} 个。",
            en="The {parameter} has {length} characters; it takes {maximum} at most.",
        ),
        Text(
            zh="{parameter}有 {length} 个字符，至少要 {minimum} 个。",
            en="The {parameter} has {length} characters; it takes {minimum} at least.",
        ),
        Text(
            zh="{parameter}应为积分数：0 或以上的整数。",
            en="{parameter} must be a whole number of points, 0 or more.",
            when={"expected": "points"},
        ),
        Text(zh="{parameter}只能是普通文字。", en="The {parameter} must be plain text.", when={"expected": "text"}),
        Text(
            zh="{parameter}不能是“{value}”，请在 {minimum} 到 {maximum} 之间选。",
            en="{parameter} can't be “{value}”. Choose from {minimum} to {maximum}.",
        ),
        Text(
            zh="不能做 {seconds} 秒，可以选 {choices} 秒。能做 {seconds} 秒的模型：{models}。",
            en="{seconds} s isn't possible. Choose from: {choices} s. Models that make {seconds} s: {models}.",
        ),
        Text(
            zh="不能做 {seconds} 秒，可以选 {choices} 秒。",
            en="{seconds} s isn't possible. Choose from: {choices} s.",
        ),
        Text(zh="不能做 {seconds} 秒。", en="{seconds} s isn't possible."),
        Text(
            zh="{parameter}不能用“{value}”，可以选：{choices}。能用的模型：{models}。",
            en="“{value}” isn't available for {parameter}. Choose from: {choices}. Models that take it: {models}.",
        ),
        Text(
            zh="{parameter}不能用“{value}”，可以选：{choices}。",
            en="“{value}” isn't available for {parameter}. Choose from: {choices}.",
        ),
        Text(zh="{parameter}不能用“{value}”。", en="“{value}” isn't available for {parameter}."),
        Text(
            zh="{parameter}不能用这个值，可以选：{choices}。",
            en="This isn't available for {parameter}. Choose from: {choices}.",
        ),
        Text(zh="{parameter}不能用这个值。", en="This isn't available for {parameter}."),
        Text(zh="这个值不能用。", en="This isn't available."),
    ),
    Kind.COMBINATION_FORBIDDEN: (
        Text(
            zh=(
                "{parameter} {value} 和{with_parameter} {with_value} 不能一起用。"
                "可以把{parameter}改成 {choices}，或把{with_parameter}改成 {with_choices}。两样都能做的模型：{models}。"
            ),
            en=(
                "{parameter} {value} doesn't work with {with_parameter} {with_value}. "
                "Change {parameter} to {choices}, or {with_parameter} to {with_choices}. "
                "Models that do both: {models}."
            ),
        ),
        Text(
            zh=(
                "{parameter} {value} 和{with_parameter} {with_value} 不能一起用。"
                "可以把{parameter}改成 {choices}，或把{with_parameter}改成 {with_choices}。"
            ),
            en=(
                "{parameter} {value} doesn't work with {with_parameter} {with_value}. "
                "Change {parameter} to {choices}, or {with_parameter} to {with_choices}."
            ),
        ),
        Text(
            zh=(
                "{parameter} {value} 和{with_parameter} {with_value} 不能一起用，请选一个：{choices}。"
                "两样都能做的模型：{models}。"
            ),
            en=(
                "{parameter} {value} doesn't work with {with_parameter} {with_value}. "
                "Choose one of: {choices}. Models that do both: {models}."
            ),
        ),
        Text(
            zh="{parameter} {value} 和{with_parameter} {with_value} 不能一起用，请选一个：{choices}。",
            en=("{parameter} {value} doesn't work with {with_parameter} {with_value}. Choose one of: {choices}."),
        ),
        Text(
            zh="{parameter} {value} 和{with_parameter} {with_value} 不能一起用。",
            en="{parameter} {value} doesn't work with {with_parameter} {with_value}.",
        ),
        Text(
            zh="{parameter} {value} 和其他设置不能一起用，可以选：{choices}。",
            en="{parameter} {value} doesn't work with the other settings. Choose from: {choices}.",
        ),
        Text(
            zh="{parameter}写了几个不同的值：{choices}。请只留一个。",
            en="You gave several values for {parameter}: {choices}. Please keep one.",
        ),
        Text(zh="这些选项不能一起用。", en="These settings don't work together."),
    ),
    Kind.COUNT_NOT_OFFERED: (
        Text(
            zh="数量写了几个不同的值：{choices}。请只留一个。",
            en="You gave several counts: {choices}. Please keep one.",
            when={"contradicting": True},
        ),
        Text(
            zh="一次最多 {maximum} {measure}。",
            en="I can make up to {maximum} at once.",
            when={"too_many": True},
        ),
        Text(
            zh="数量请写 1 到 {maximum}。",
            en="Please give a count from 1 to {maximum}.",
            when={"too_many": False},
        ),
        Text(zh="数量可以是：{choices}。", en="The count can be: {choices}."),
        Text(zh="数量要写整数，至少 1。", en="The count must be a whole number, 1 or more."),
    ),
    Kind.PROMPT_MISSING: (Text(zh="请说说想生成什么。", en="Please say what you'd like to make."),),
    Kind.TASK_TYPE_UNCLEAR: (
        Text(
            zh="这里做不了“{value}”，可以做：{choices}。",
            en="“{value}” isn't available. Choose from: {choices}.",
        ),
        Text(
            zh="想做哪一种？可以选：{choices}。",
            en="What would you like to make? Choose one of: {choices}.",
        ),
        Text(zh="想做哪一种？请说明一下。", en="What would you like to make?"),
    ),
    Kind.MODEL_UNKNOWN: (
        *(
            Text(
                zh=f"“{{value}}”只能做{zh}。这里可以选：{{choices}}。",
                en=f"“{{value}}” makes only {en}. Here there are: {{choices}}.",
                when={"makes": medium},
            )
            for medium, zh, en in _MEDIA
        ),
        Text(
            zh="没有“{value}”这个模型。可以选：{choices}。",
            en="There is no model “{value}” for this. Available: {choices}.",
        ),
        Text(zh="没有“{value}”这个模型。", en="There is no model “{value}” for this."),
        Text(zh="现在可以用的模型有：{choices}。", en="These models are available: {choices}."),
        Text(zh="这类任务现在没有模型可用。", en="No model is available for this right now."),
    ),
}
