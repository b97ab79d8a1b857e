"""What is said of each kind of failure, zh and en, as data: wordings from the most telling to the one that needs no fact.

Rules: whatever the vendor's "Error Message Translation" has is said in its words; the rest is ours, in plain words, with
the value that was refused and those that would do. No code, no technical word. `FAILURES` holds for every medium; a table
in `OF_MEDIUM` goes before it, before that one in `OF_SCOPE`, and in a chat `IN_CHAT` before all. Facts are those of
`Failure`: parameter (`typed` is its name as it was typed), value, choices (as names of parameters: `parameters`).
"""

from collections.abc import Mapping
from types import MappingProxyType

from imastudio.domain.kernel import Kind
from imastudio.domain.messages.ledger_texts import LEDGER_REASONS
from imastudio.domain.messages.network_texts import NETWORK_REASONS
from imastudio.domain.messages.text import Text, Wordings
from imastudio.domain.orders import Medium, Scope

KEY_PAGE = "https://www.imaclaw.ai/imaclaw/apikey"
POINTS_PAGE = "https://www.imaclaw.ai/imaclaw/subscription"


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


def _over_budget() -> Wordings:
    """Say how much of a period's budget is left, and until when."""
    periods = {
        "hour": ("这个小时", "下个整点", "This hour's", "the next hour"),
        "day": ("今天", "明天", "Today's", "tomorrow"),
        "week": ("本周", "下周一", "This week's", "Monday"),
        "month": ("本月", "下个月", "This month's", "next month"),
    }
    return (
        *(
            Text(
                zh=f"需要 {{value}} 积分，但{zh}的预算只剩 {{left}}（上限 {{limit}}），到{until}才会恢复。没有下单。",
                en=f"That's {{value}} pts. {en} budget has {{left}} of {{limit}} left until {again}. Nothing was ordered.",
                when={"period": period},
            )
            for period, (zh, until, en, again) in periods.items()
        ),
        Text(
            zh="需要 {value} 积分，超出了{period}的预算：上限 {limit}，还剩 {left}。没有下单。",
            en="This would cost {value} pts, and the {period}'s budget has {left} of {limit} left. Nothing was ordered.",
        ),
    )


_ADDRESS = Text(
    zh="服务地址要以 https:// 开头（http:// 只能用于本机，或用于模拟服务的密钥），不带用户名、密码和参数。",
    en=(
        "The service address must start with https:// (http:// only on this machine, or for the key of a fake server), "
        "without name or password."
    ),
)

_DEARER = Text(
    zh="价格有更新：现在共需 {total} 积分，超出了你同意的 {agreed} 积分，所以没有下单。",
    en="The price has changed: it would now cost {total} pts, more than the {agreed} pts agreed to. Nothing was ordered.",
)
# Offline the vendor runs inside the program: nothing of it is left when that ends.
_OFFLINE = MappingProxyType({"offline": True})
_ENDS_OFFLINE = Text(
    zh="等待已经结束。离线任务随它的程序一起结束，没有花费真实积分；要得到结果，请再下单一次，等久一点。",
    en=(
        "I've stopped waiting. Offline a task ends with its program, and nothing real is spent; "
        "for a result, order it again and wait longer."
    ),
    when=_OFFLINE,
)
_SAVED_NOWHERE = Text(
    zh="结果已经生成，但没能保存到本机。离线结果随它的程序一起结束，没有花费真实积分。",
    en=(
        "The results are ready but couldn't be saved here. Offline they end with their program, "
        "and nothing real is spent."
    ),
    when=_OFFLINE,
)
_UNKNOWN_OFFLINE = Text(
    zh="不清楚这次下单有没有成功；离线下单不花费真实积分。",
    en="It's unclear whether this order went through; offline nothing real is spent.",
    when=_OFFLINE,
)
_WISH: Mapping[Kind, Wordings] = {
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
            en="A proxy is written as http://host:port, with name and password if need be.",
            when={"typed": "proxy"},
        ),
        Text(
            zh="不是 JSON。每行要写一个 JSON 对象。",
            en="This isn't JSON. Write one JSON object a line.",
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
            zh="IMA_KEEP_PROMPTS 不能是“{value}”：1 保留描述，0 不保留。",
            en="IMA_KEEP_PROMPTS can't be “{value}”: 1 keeps prompts, 0 doesn't.",
            when={"typed": "keep_prompts"},
        ),
        Text(
            zh="“{value}”还是个占位符。请换成真正的用户编号，或去掉它。",
            en="“{value}” still stands for a user's id. Put the real one there, or leave it out.",
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
            zh="不能做 {seconds} 秒，可以选 {choices} 秒。",
            en="{seconds} s isn't possible. Choose from: {choices} s.",
        ),
        Text(zh="不能做 {seconds} 秒。", en="{seconds} s isn't possible."),
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
    Kind.WORK_BUSY: (
        Text(
            zh="另一个程序正在进行这个作品（{value}），请等它结束。",
            en="Another program is at work on this ({value}); please wait until it ends.",
        ),
        Text(
            zh="另一个程序正在进行这个作品，请等它结束。",
            en="Another program is at work on this; please wait until it ends.",
        ),
    ),
    Kind.PRICE_MOVED: (
        Text(
            zh="报价和你同意时的不同：同意的是 {agreed} 积分，现在是 {model_name} 共 {total} 积分，所以没有下单。",
            en=(
                "This is not what was agreed to: {agreed} pts were, now it is {model_name} for {total} pts. "
                "Nothing was ordered."
            ),
        ),
        Text(
            zh="报价和你同意时的不同，所以没有下单。",
            en="The price is not the one that was agreed to, so nothing was ordered.",
        ),
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
        Text(zh="一次做不了这么多。", en="I can't make that many at once."),
    ),
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
            en="You gave {value} inputs of one kind ({kind_of_input}); the most is {choices}.",
        ),
        Text(
            zh="输入文件的数量不对，现在有 {value} 个。", en="That isn't the right number of inputs; you gave {value}."
        ),
        Text(zh="输入文件的数量不对。", en="That isn't the right number of inputs."),
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
            en="The size and length of “{value}” can't be read, and this model must know them. Download it first.",
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
            en="“{folder}” takes no files: results would have no place. Please name a folder of your own; nothing was ordered.",
        ),
        Text(
            zh="放结果的文件夹写不进去。请换一个自己的文件夹，还没有下单。",
            en="The folder for the results takes no files. Please name one of your own; nothing was ordered.",
        ),
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
        Text(
            zh="没有“{value}”这个模型。可以选：{choices}。",
            en="There is no model “{value}” for this. Available: {choices}.",
        ),
        Text(zh="没有“{value}”这个模型。", en="There is no model “{value}” for this."),
        Text(zh="现在可以用的模型有：{choices}。", en="These models are available: {choices}."),
        Text(zh="这类任务现在没有模型可用。", en="No model is available for this right now."),
    ),
    Kind.NO_PRICE: (
        Text(
            zh="这个组合没有价格，所以没有下单。有价格的有：{choices}。",
            en="This combination has no price, so nothing was ordered. These have one: {choices}.",
        ),
        Text(
            zh="这个组合没有价格，所以没有下单。请换一个尺寸、时长或清晰度。",
            en="This combination has no price, so nothing was ordered. Please choose another size, length or resolution.",
        ),
    ),
    Kind.ABOVE_BUDGET: (
        Text(
            zh="需要 {total} 积分，超出了你定的上限 {cap}。没有下单。",
            en="This would cost {total} pts, over your limit of {cap}. Nothing was ordered.",
        ),
        Text(
            zh="需要 {value} 积分，超出了所有用户{period}合计的预算：上限 {limit}，还剩 {left}。没有下单。",
            en=(
                "This would cost {value} pts, and all users together have {left} of {limit} pts left for this {period}. "
                "Nothing was ordered."
            ),
            when={"everyone": True},
        ),
        *_over_budget(),
        Text(
            zh="需要 {value} 积分，超出了限额：上限 {limit}，还剩 {left}。没有下单。",
            en="This would cost {value} pts, and only {left} of {limit} are left. Nothing was ordered.",
        ),
        Text(zh="所需积分超出了上限，没有下单。", en="This would cost more than the limit. Nothing was ordered."),
    ),
    Kind.DECLINED: (Text(zh="好的，没有下单，也没有扣积分。", en="OK, not ordered. Nothing was charged."),),
    Kind.PERSON_NEEDED: (
        Text(
            zh="这一步要由你本人确认。请在终端运行 ima settle {id} --not-charged。",
            en="Only a person can say this. Run ima settle {id} --not-charged at a terminal.",
        ),
        Text(zh="这一步要由你本人确认。", en="Only a person can say this."),
    ),
    Kind.QUOTE_CHANGED: (
        Text(
            zh="这份报价已经不一样了：现在共需 {total} 积分。没有下单，请重新确认。",
            en="This is no longer what was quoted: it now costs {total} pts. Nothing was ordered; please agree anew.",
        ),
        Text(zh="这份报价已经失效，请重新问价。", en="This quote no longer holds. Ask for the price again."),
    ),
    Kind.NEEDS_ANSWER: (
        Text(
            zh="还有没说清的地方，没有下单。回答用 --answer 项目=值。",
            en="Something is left open, so nothing was ordered. Answer it with --answer FIELD=VALUE.",
        ),
    ),
    Kind.NEEDS_APPROVAL: (
        Text(
            zh="{model} 共需 {total} 积分，要先由你同意。请在终端运行 ima approve {approval}，一小时内有效。",
            en=(
                "{model} costs {total} pts, and a person must agree first. "
                "Run ima approve {approval} at a terminal; it is good for an hour."
            ),
        ),
        Text(
            zh="共需 {total} 积分，要先同意才会下单：给出 max_points={total}，或把它的报价一起交来。",
            en="It costs {total} pts, and is ordered only when agreed to: say max_points={total}, or hand in its quote.",
            when={"door": "python"},
        ),
        Text(
            zh="共需 {total} 积分，要先同意才会下单：加上 --yes，或 --max-points {total}。",
            en="It costs {total} pts, and is ordered only when agreed to: add --yes, or --max-points {total}.",
        ),
        Text(zh="要先由你同意才会下单。", en="It is ordered only when you agree."),
    ),
    Kind.QUOTE_DIFFERS: (
        Text(
            zh="这份报价和现在的产品列表对不上（{parameters}），没有下单。请重新报价。",
            en="The product list doesn't bear this quote out ({parameters}), so nothing was ordered. Ask for the price anew.",
            when={"listed": True},
        ),
        Text(
            zh="这份报价不是按这个要求算的，没有下单。不一样的有：{parameters}。请重新报价。",
            en="This quote was made for another wish, so nothing was ordered. Different: {parameters}. Ask for the price anew.",
        ),
        Text(
            zh="这份报价不是按这个要求算的，没有下单。请重新报价。",
            en="This quote was made for another wish, so nothing was ordered. Ask for the price anew.",
        ),
    ),
    Kind.REQUEST_ID_TAKEN: (
        Text(
            zh="这个编号已经用于另一份不同的订单（{id}）。请换一个编号。",
            en="Request id already used by order {id}. Please choose another one.",
        ),
        Text(
            zh="这个编号已经用于另一份不同的订单。请换一个编号。",
            en="Request id already used by another order. Please choose another one.",
        ),
    ),
    Kind.TWIN_UNSETTLED: (
        Text(
            zh="同样的订单（{id}）可能已经扣了积分，但结果还不清楚。请先核对，再用 ima settle {id} 记下结果，不要直接重新下单。",
            en=(
                "The same order ({id}) may have been charged already; its outcome is unknown. "
                "Check it and note what you find with ima settle {id}, before ordering again."
            ),
        ),
        Text(
            zh="同样的订单可能已经扣了积分，但结果还不清楚。请先核对，不要直接重新下单。",
            en="The same order may have been charged already; its outcome is unknown. Check it before ordering again.",
        ),
    ),
    Kind.NOT_FOUND: (
        Text(
            zh="“{value}”对应多个作品：{choices}。",
            en="“{value}” fits several works: {choices}.",
            when={"of": "works"},
        ),
        Text(
            zh="没有作品“{value}”。现有的：{choices}。",
            en="There is no work “{value}”; there are {choices}.",
            when={"of": "work"},
        ),
        Text(
            zh="没有作品“{value}”，这里还没有任何作品。",
            en="There is no work “{value}”, nor any other yet.",
            when={"of": "work"},
        ),
        Text(zh="“{value}”对应多份订单：{choices}。", en="“{value}” fits several orders: {choices}."),
        Text(zh="没有找到订单“{value}”。", en="There is no order “{value}”."),
        Text(zh="没有找到这份订单。", en="There is no such order."),
    ),
    Kind.NOT_READABLE: (
        Text(
            zh="订单“{value}”的记录读不了：多半是更新的版本写下的。请先升级，什么都没有丢失，也没有改动。",
            en=(
                "The record of “{value}” can't be read: most likely a newer version wrote it. "
                "Please upgrade first; nothing is lost, and nothing was changed."
            ),
        ),
        Text(
            zh="这份订单的记录读不了，没有改动。请先升级。",
            en="The record of this order can't be read; nothing was changed. Please upgrade first.",
        ),
    ),
    Kind.NOT_ENDED: (
        Text(zh="订单“{value}”还没有结束，请先等它结束。", en="“{value}” has not ended yet; please wait for it first."),
        Text(zh="这份订单还没有结束，请先等它结束。", en="This order has not ended yet; please wait for it first."),
    ),
    Kind.OTHER_KEY: (
        Text(
            zh=(
                "“{value}”在另一个密钥名下（{id}），没有再次下单。要接管那个密钥的订单，请运行 ima ledger adopt-key；"
                "确实要重新下单，请加 --again。"
            ),
            en=(
                "“{value}” stands under another key ({id}), so it was not ordered again. To take over what that key ordered: "
                "ima ledger adopt-key. To order it anew all the same, add --again."
            ),
            when={"ordering": True},
        ),
        Text(
            zh="“{value}”在另一个密钥名下（{id}）。要接管那个密钥的订单，请运行 ima ledger adopt-key。",
            en="“{value}” stands under another key ({id}). To take over what that key ordered: ima ledger adopt-key.",
        ),
        Text(zh="这份订单在另一个密钥名下。", en="This order stands under another key."),
    ),
    Kind.TASK_TAKEN: (
        Text(
            zh="任务“{value}”已经属于另一份订单（{id}），没有记下。",
            en="Task “{value}” belongs to another order already ({id}), so nothing was noted.",
        ),
        Text(zh="这个任务已经属于另一份订单，没有记下。", en="This task belongs to another order; nothing was noted."),
    ),
    Kind.TASK_NOT_FOUND: (
        Text(
            zh="服务方没有任务“{value}”，没有记下。请核对编号：它在服务方的任务页里，只含字母、数字、_ 和 -。",
            en=(
                "The service knows no task “{value}”, so nothing was noted. Please check the id: it stands in the service's own "
                "list of tasks, and holds letters, digits, _ and - alone."
            ),
        ),
        Text(
            zh="服务方没有这个任务，没有记下。请核对编号。",
            en="The service knows no such task, so nothing was noted. Please check the id.",
        ),
    ),
    Kind.NOT_SETTLED: (
        Text(
            zh="订单“{value}”没有可以收回的说明：它不是由人记下的，或者已经有了结果。",
            en="There is nothing to take back of “{value}”: no person settled it, or a result came of it.",
        ),
        Text(
            zh="没有可以收回的说明：它不是由人记下的，或者已经有了结果。",
            en="There is nothing to take back: no person settled it, or a result came of it.",
        ),
    ),
    Kind.NOT_UNKNOWN: (
        Text(
            zh="订单“{value}”的结果已经清楚，不需要再记。",
            en="The outcome of “{value}” is known already, so there is nothing to settle.",
        ),
        Text(
            zh="这份订单的结果已经清楚，不需要再记。", en="Its outcome is known already, so there is nothing to settle."
        ),
    ),
    Kind.LEDGER_UNAVAILABLE: LEDGER_REASONS,
}

_SERVICE: Mapping[Kind, Wordings] = {
    Kind.NO_KEY: (
        Text(
            zh=f"还没有设置密钥。\n💡 生成新密钥：{KEY_PAGE}\n然后把它放进 IMA_API_KEY。",
            en=f"No API key is set.\n💡 Generate one: {KEY_PAGE}\nThen put it into IMA_API_KEY.",
        ),
    ),
    Kind.UNAUTHORIZED: (
        Text(
            zh=f"❌ API密钥无效或未授权\n💡 生成新密钥：{KEY_PAGE}",
            en=f"❌ API key is invalid or unauthorized\n💡 Generate API Key: {KEY_PAGE}",
        ),
    ),
    Kind.INSUFFICIENT_POINTS: (
        Text(
            zh=f"❌ 积分不足，无法创建任务\n💡 购买积分：{POINTS_PAGE}",
            en=f"❌ Insufficient points to create this task\n💡 Buy Credits: {POINTS_PAGE}",
        ),
    ),
    Kind.SUBSCRIPTION_REQUIRED: (
        Text(
            zh=f"❌ 这个模型需要订阅后才能使用\n💡 查看订阅：{POINTS_PAGE}",
            en=f"❌ This model needs a subscription\n💡 See subscriptions: {POINTS_PAGE}",
        ),
    ),
    Kind.BAD_REQUEST: (Text(zh="请求参数有误，请稍后重试", en="Invalid request parameters, please try again"),),
    Kind.PIXVERSE_MODEL: (
        Text(
            zh="这个版本的模型暂时不能用，建议换个版本或模型",
            en="This version of the model can't be used right now, try another version or model",
        ),
    ),
    Kind.RATE_LIMITED: (
        Text(
            zh="请求过于频繁，请在 {wait} 秒后再试",
            en="Too many requests, please try again in {wait} s",
        ),
        Text(zh="请求过于频繁，请稍等片刻再试", en="Too many requests, please wait a moment"),
    ),
    Kind.SERVER_ERROR: (
        Text(
            zh="服务暂时出了问题，请稍后重试或换个模型试试",
            en="The service has a problem right now, please try again later or use another model",
        ),
    ),
    Kind.MODEL_UNAVAILABLE: (
        Text(zh="当前模型暂时不可用，建议换个模型", en="Model temporarily unavailable, try another model"),
    ),
    Kind.CREDIT_MISMATCH: (
        _DEARER,
        Text(zh="积分计算异常，系统正在修复", en="Points calculation error, system is fixing"),
    ),
    Kind.NO_RULE_MATCH: (
        Text(zh="参数组合不匹配，已自动调整", en="Parameter mismatch, auto-adjusted", when={"adjusted": True}),
        Text(zh="参数组合不匹配，请换一组参数或换个模型", en="Parameter mismatch, try other settings or another model"),
    ),
    Kind.ATTRIBUTE_MISMATCH: (
        _DEARER,
        Text(zh="模型参数不匹配，请尝试其他模型", en="Model parameters incompatible, try another model"),
    ),
    Kind.INVALID_ATTRIBUTE: (
        _DEARER,
        Text(zh="生成参数配置异常，请稍后重试", en="Configuration error, please try again later"),
    ),
    Kind.MODERATION: (
        Text(zh="提示词包含敏感内容，请修改后重试", en="Prompt contains restricted content, please modify"),
    ),
    Kind.LYRICS_FORMAT: (Text(zh="歌词格式有误，请调整后重试", en="Lyrics format error, adjust and retry"),),
    Kind.PROMPT_LENGTH: (
        Text(
            zh="音乐描述过短或过长，请调整到合适长度（建议20-100字）",
            en="Music description too short or long, adjust to appropriate length (20-100 chars recommended)",
        ),
    ),
    Kind.TEXT_TOO_LONG: (Text(zh="文本过长，请缩短后重试", en="Text too long, please shorten and retry"),),
    Kind.REFUSED: (
        Text(
            zh="生成过程遇到问题，请稍后重试或换个模型试试",
            en="Generation encountered an issue, please try again or use another model",
        ),
    ),
    Kind.GENERATION_FAILED: (
        Text(zh="生成过程遇到问题，建议换个模型试试", en="Generation failed, please try another model"),
    ),
    Kind.NO_DETAILS: (
        Text(zh="这次生成没成功，要不换个模型试试？", en="Generation unsuccessful, try a different model?"),
    ),
    Kind.DELETED: (
        Text(zh="生成的结果已被删除，无法取回", en="The result has been deleted and can't be fetched any more"),
    ),
    Kind.OFFLINE_GONE: (
        Text(
            zh="它是离线生成的，已随当时的程序一起结束；没有花费真实积分",
            en="It was made offline, and ended with its program; nothing real was spent",
        ),
    ),
    Kind.NOT_CHARGED: (
        Text(
            zh="已记为没有扣积分，可以重新下单。",
            en="Noted: nothing was charged. You can order it again.",
        ),
    ),
}

_WORLD: Mapping[Kind, Wordings] = {
    Kind.NO_API: (
        Text(
            zh="{address} 那里没有 IMA 接口（它答复 {status}），请检查地址（IMA_BASE_URL）",
            en="There is no IMA Open API at {address} (it answered {status}). Check the address (IMA_BASE_URL).",
        ),
        Text(zh="现在连不上生成服务", en="The service can't be reached at the moment"),
    ),
    Kind.NETWORK: (
        *NETWORK_REASONS,
        Text(
            zh="连不上 {address}，请检查网络和这个地址（IMA_BASE_URL）",
            en="{address} can't be reached. Check the network and that address (IMA_BASE_URL).",
        ),
        Text(zh="网络连接不稳定，请检查网络后重试", en="Network connection unstable, check network and retry"),
    ),
    Kind.MALFORMED_REPLY: (
        Text(zh="没有收到完整的回应，请稍后重试", en="The service sent an incomplete answer, please try again later"),
    ),
    Kind.UPLOAD_FAILED: (
        Text(
            zh="文件没有上传成功，连不上 {who}：{why}。{do}没有扣积分。",
            en="The file couldn't be uploaded. {who} can't be reached: {why}. {do} Nothing was charged.",
        ),
        Text(
            zh="文件没有上传成功，请稍后重试。没有扣积分。",
            en="The file couldn't be uploaded, please try again later. Nothing was charged.",
        ),
    ),
    Kind.DELIVERY_FAILED: (
        _SAVED_NOWHERE,
        Text(
            zh="结果已经生成，积分已付，但没能保存到本机：连不上 {who}，{why}。再取一次：ima wait {id}",
            en=(
                "The results are ready and paid for, but couldn't be saved here. {who} can't be reached: {why}. "
                "Fetch them again: ima wait {id}"
            ),
        ),
        Text(
            zh="结果已经生成，积分已付，但没能保存到本机。再取一次：ima wait {id}",
            en="The results are ready and paid for, but couldn't be saved here. Fetch them again: ima wait {id}",
        ),
        Text(
            zh="结果已经生成，积分已付，但没能保存到本机。再取一次：ima resume",
            en="The results are ready and paid for, but couldn't be saved here. Fetch them again: ima resume",
        ),
    ),
    Kind.WAIT_ENDED: (
        _ENDS_OFFLINE,
        Text(
            zh="等待已经结束，任务还在继续，积分已付，不会丢失。请不要重新下单，继续等待：ima wait {id}",
            en=(
                "I've stopped waiting, but your task is still running and paid for; nothing is lost. "
                "Please don't order it again. To keep waiting: ima wait {id}"
            ),
        ),
        Text(
            zh="等待已经结束，任务还在继续，积分已付，不会丢失。请不要重新下单，继续等待：ima resume",
            en=(
                "I've stopped waiting, but your task is still running and paid for; nothing is lost. "
                "Please don't order it again. To keep waiting: ima resume"
            ),
        ),
    ),
    Kind.INTERRUPTED: (
        Text(
            zh="这里中断了，订单不会丢失。请不要重新下单，接着做：ima wait {id}",
            en="Interrupted; your order isn't lost. Please don't order it again. To continue: ima wait {id}",
        ),
        Text(
            zh="这里中断了，已下的订单不受影响。请不要重新下单，接着做：ima resume",
            en="Interrupted; what you ordered isn't lost. Please don't order it again. To continue: ima resume",
            when={"goes_on": True},
        ),
        Text(
            zh="下单之前就中断了，没有扣积分，可以重新下单。",
            en="Interrupted before anything was ordered. Nothing was charged; you can order again.",
        ),
    ),
    Kind.OUTCOME_UNKNOWN: (
        _UNKNOWN_OFFLINE,
        Text(
            zh=(
                "不清楚这次下单有没有成功，可能已经扣了积分：服务的答复提到了任务 {task_id}，但它属于另一个订单 {taken_by}。"
                "请不要直接重新下单：先到账户里找找有没有另一个任务，再记下结果：ima settle {id} --task-id …（有），"
                "或 ima settle {id} --not-charged（没有）。"
            ),
            en=(
                "It's unclear whether this order went through, and you may have been charged: the answer names task {task_id}, "
                "which belongs to order {taken_by}. Look for another task in your account before trying again, then note "
                "what you find: ima settle {id} --task-id … if there is one, or ima settle {id} --not-charged."
            ),
        ),
        Text(
            zh=(
                "不清楚这次下单有没有成功，可能已经扣了积分：服务的答复提到了任务 {task_id}。请不要直接重新下单："
                "先到账户里核对，再记下结果：ima settle {id} --task-id {task_id}（扣了），"
                "或 ima settle {id} --not-charged（没有扣）。"
            ),
            en=(
                "It's unclear whether this order went through, and you may have been charged: the answer names task {task_id}. "
                "Check your account before trying again, then note what you find: "
                "ima settle {id} --task-id {task_id} if it was charged, or ima settle {id} --not-charged."
            ),
        ),
        Text(
            zh=(
                "不清楚这次下单有没有成功，可能已经扣了积分。请不要直接重新下单："
                "先到账户里核对，再记下结果：ima settle {id} --not-charged（没有扣），"
                "或 ima settle {id} --task-id …（扣了）。全部列出：ima history --unknown"
            ),
            en=(
                "It's unclear whether this order went through, and you may have been charged. Check your account before "
                "trying again, then note what you find: ima settle {id} --not-charged, or "
                "ima settle {id} --task-id … if it was. All of them: ima history --unknown"
            ),
        ),
        Text(
            zh=(
                "不清楚这次下单有没有成功，可能已经扣了积分。请不要直接重新下单："
                "先到账户里核对（ima history --unknown），再用 ima settle 记下结果。"
            ),
            en=(
                "It's unclear whether this order went through, and you may have been charged. Check your account before "
                "trying again (ima history --unknown), then note what you find with ima settle."
            ),
        ),
    ),
}

FAILURES: Mapping[Kind, Wordings] = MappingProxyType({**_WISH, **_SERVICE, **_WORLD})

# The vendor's own table for speech ("For TTS Tasks", Step 4).
_SPEECH_MISMATCH = (
    _DEARER,
    Text(zh="积分或参数不匹配，请换模型或重试", en="Points/params mismatch, try another model"),
)
_SPEECH_FAILED = (
    Text(zh="语音合成失败，建议换模型或缩短文本", en="Synthesis failed, try another model or shorter text"),
)
OF_MEDIUM: Mapping[Medium, Mapping[Kind, Wordings]] = MappingProxyType(
    {
        Medium.SPEECH: {
            Kind.UNAUTHORIZED: (
                Text(
                    zh=f"密钥无效或未授权，请至 imaclaw.ai 生成新密钥\n💡 {KEY_PAGE}",
                    en=f"API key invalid; generate at imaclaw.ai\n💡 {KEY_PAGE}",
                ),
            ),
            Kind.INSUFFICIENT_POINTS: (
                Text(
                    zh=f"积分不足，请至 imaclaw.ai 购买积分\n💡 {POINTS_PAGE}",
                    en=f"Insufficient points; buy at imaclaw.ai\n💡 {POINTS_PAGE}",
                ),
            ),
            Kind.INVALID_ATTRIBUTE: (
                _DEARER,
                Text(zh="参数配置异常，请稍后重试", en="Configuration error, try again later"),
            ),
            Kind.CREDIT_MISMATCH: _SPEECH_MISMATCH,
            Kind.ATTRIBUTE_MISMATCH: _SPEECH_MISMATCH,
            Kind.GENERATION_FAILED: _SPEECH_FAILED,
            Kind.NO_DETAILS: _SPEECH_FAILED,
            Kind.NETWORK: (
                *NETWORK_REASONS,
                Text(zh="网络不稳定，请检查后重试", en="Network unstable, check and retry"),
            ),
            Kind.TEXT_TOO_LONG: (Text(zh="文本过长，请缩短后重试", en="Text too long, please shorten"),),
        }
    }
)

# The Nano Banana scope: the runbook's explanations (English), and the listing's where it has none.
_BANANA_MISMATCH_EN = "Parameter-rule mismatch"
_BANANA_BUSY_EN = "Temporary connectivity/limit issue"
OF_SCOPE: Mapping[Scope, Mapping[Kind, Wordings]] = MappingProxyType(
    {
        Scope.NANO_BANANA: {
            Kind.UNAUTHORIZED: (
                Text(
                    zh=f"❌ API密钥无效或未授权\n💡 生成新密钥：{KEY_PAGE}",
                    en=f"❌ API key invalid or unauthorized\n💡 Regenerate key: {KEY_PAGE}",
                ),
            ),
            Kind.INSUFFICIENT_POINTS: (
                Text(
                    zh=f"❌ 积分不足，无法创建任务\n💡 购买积分：{POINTS_PAGE}",
                    en=f"❌ Credits are insufficient\n💡 Recharge: {POINTS_PAGE}",
                ),
            ),
            Kind.INVALID_ATTRIBUTE: (_DEARER, Text(zh="生成参数配置异常，请稍后重试", en=_BANANA_MISMATCH_EN)),
            Kind.ATTRIBUTE_MISMATCH: (_DEARER, Text(zh="模型参数不匹配，请尝试其他模型", en=_BANANA_MISMATCH_EN)),
            Kind.NO_RULE_MATCH: (
                Text(zh="参数组合不匹配，已自动调整", en=_BANANA_MISMATCH_EN, when={"adjusted": True}),
                Text(zh="参数组合不匹配，请换一组参数或换个模型", en=_BANANA_MISMATCH_EN),
            ),
            Kind.NETWORK: (
                Text(
                    zh="网络连接不稳定，请检查网络后重试（连不上 {who}：{why}。{do}）",
                    en=_BANANA_BUSY_EN + ". {who} can't be reached: {why}. {do}",
                ),
                Text(zh="网络连接不稳定，请检查网络后重试", en=_BANANA_BUSY_EN),
            ),
            Kind.RATE_LIMITED: (Text(zh="请求过于频繁，请稍等片刻再试", en=_BANANA_BUSY_EN),),
            Kind.BAD_REQUEST: (
                Text(zh="图片参数设置有误，请调整尺寸或比例", en="Image parameter error, adjust size or aspect ratio"),
            ),
            Kind.GENERATION_FAILED: (
                Text(zh="图片生成遇到问题，建议换个模型试试", en="Image generation failed, try another model"),
            ),
            Kind.REFUSED: (
                Text(
                    zh="图片生成遇到问题，请稍后重试或换个模型试试。",
                    en="Image generation encountered an issue, please retry or switch model.",
                ),
            ),
            Kind.VALUE_NOT_OFFERED: (
                Text(
                    zh="请使用支持的比例：{choices}",
                    en="Use supported ratios: {choices}",
                    when={"typed": "aspect_ratio"},
                ),
                *_WISH[Kind.VALUE_NOT_OFFERED],
            ),
        }
    }
)
# The runbook's "Suggested action": said before another model or size is.
_DEFAULTS = Text(zh="用默认设置或更小的尺寸重试", en="retry with defaults or lower complexity")
_PATIENCE = Text(zh="稍等片刻再重试", en="wait and retry")
ACTIONS: Mapping[Kind, Text] = MappingProxyType(
    {
        Kind.INVALID_ATTRIBUTE: _DEFAULTS,
        Kind.ATTRIBUTE_MISMATCH: _DEFAULTS,
        Kind.NO_RULE_MATCH: _DEFAULTS,
        Kind.NETWORK: _PATIENCE,
        Kind.RATE_LIMITED: _PATIENCE,
    }
)

# What a person in a chat reads instead: no command, no file, no id, no address but those that the documents allow.
VENDOR_PAGE = "https://imastudio.com"
IN_CHAT: Mapping[Kind, Wordings] = MappingProxyType(
    {
        Kind.UNKNOWN_PARAMETER: (
            Text(
                zh="这个模型不能设置{parameter}。可以设置的有：{parameters}。",
                en="This model has no setting for {parameter}. It has: {parameters}.",
            ),
            Text(zh="这个模型不能设置{parameter}。", en="This model has no setting for {parameter}."),
            Text(zh="这个模型没有这个选项。", en="This model has no such setting."),
        ),
        Kind.NEEDS_ANSWER: (
            Text(
                zh="还有一点没说清，请再说明一下。没有下单。",
                en="One thing is still open, please tell me. Nothing was ordered.",
            ),
        ),
        Kind.FOLDER_CLOSED: (
            Text(
                zh="结果没有地方放，所以还没有下单。",
                en="The results would have no place, so nothing was ordered.",
            ),
        ),
        Kind.NEEDS_APPROVAL: (
            Text(
                zh="用 {model} 生成共需 {total} 积分，你同意吗？",
                en="{model} will cost {total} pts. Shall I go ahead?",
            ),
            Text(zh="共需 {total} 积分，你同意吗？", en="It will cost {total} pts. Shall I go ahead?"),
            Text(zh="下单前需要你同意。", en="I need your yes before ordering."),
        ),
        Kind.INPUT_NOT_FOUND: (
            Text(
                zh="找不到或读不了你发来的文件，请重新发一次。",
                en="The file you sent isn't there or can't be read; please send it again.",
            ),
        ),
        Kind.INPUT_URL: (
            Text(
                zh="这个链接用不了。请把文件直接发给我，或给一个公开的链接。",
                en="This link can't be used. Please send the file itself, or a public link.",
            ),
        ),
        Kind.REQUEST_ID_TAKEN: (
            Text(
                zh="这个名字已经用于另一份不同的订单，请换一个。",
                en="This name is already used by another order; please choose another one.",
            ),
        ),
        Kind.TWIN_UNSETTLED: (
            Text(
                zh="同样的订单可能已经扣了积分，但结果还不清楚。请先核对，不要直接重新下单。",
                en="The same order may have been charged already; its outcome is unknown. Check it before ordering again.",
            ),
        ),
        Kind.NOT_FOUND: (
            Text(zh="没有找到这个作品。", en="There is no such work.", when={"of": "work"}),
            Text(zh="没有找到这份订单。", en="There is no such order."),
        ),
        Kind.LEDGER_UNAVAILABLE: (
            Text(
                zh="为避免花了积分却没有记录，这次没有下单。请稍后再试。",
                en="Nothing was ordered: the order couldn't be recorded. Please try again later.",
            ),
        ),
        Kind.NO_KEY: (
            Text(
                zh=f"还没有设置密钥。\n💡 生成新密钥：{KEY_PAGE}",
                en=f"No API key is set.\n💡 Generate one: {KEY_PAGE}",
            ),
        ),
        Kind.DELIVERY_FAILED: (
            _SAVED_NOWHERE,
            Text(
                zh="结果已经生成，积分已付，但没能保存下来；链接还在。",
                en="The results are ready and paid for, but couldn't be saved; the links still work.",
            ),
        ),
        Kind.WAIT_ENDED: (
            _ENDS_OFFLINE,
            Text(
                zh=f"等待已经结束，任务还在继续，积分已付，不会丢失。请不要重新下单；稍后问我一声，或到这里查看：{VENDOR_PAGE}",
                en=(
                    "I've stopped waiting, but your task is still running and paid for; nothing is lost. "
                    f"Please don't order it again: ask me later, or look here: {VENDOR_PAGE}"
                ),
            ),
        ),
        Kind.INTERRUPTED: (
            Text(
                zh="这里中断了，订单不会丢失。请不要重新下单，稍后问我一声就好。",
                en="Interrupted; your order isn't lost. Please don't order it again: ask me later.",
                when={"goes_on": True},
            ),
            Text(
                zh="下单之前就中断了，没有扣积分，可以重新下单。",
                en="Interrupted before anything was ordered. Nothing was charged; you can order again.",
            ),
        ),
        Kind.OUTCOME_UNKNOWN: (
            _UNKNOWN_OFFLINE,
            Text(
                zh="不清楚这次下单有没有成功，可能已经扣了积分。请不要直接重新下单，先到账户里核对。",
                en=(
                    "It's unclear whether this order went through, and you may have been charged. "
                    "Check your account before trying again."
                ),
            ),
        ),
    }
)
