"""What is said where the vendor refuses, or a result fails: in the words of its own table where that has some."""

from collections.abc import Mapping
from types import MappingProxyType

from imastudio.domain.kernel import Kind
from imastudio.domain.messages.failure_texts.shared import DEARER, KEY_PAGE, POINTS_PAGE
from imastudio.domain.messages.text import Text, Wordings

# What helps where another model doesn't ("Music-specific failure guidance").
REMEDIES: Mapping[Kind, Text] = MappingProxyType(
    {Kind.LYRICS_FORMAT: Text(zh="简化歌词，或改用自动写词", en="simplify the lyrics, or have them written for you")}
)
VENDOR: Mapping[Kind, Wordings] = {
    Kind.NO_KEY: (
        Text(
            zh="还没有设置密钥。订单记在下单所用的密钥名下：把那个密钥放进 IMA_API_KEY 就能看到，这不会下单。",
            en=(
                "No API key is set. Orders belong to the key that placed them: put that key into IMA_API_KEY to see them. "
                "That orders nothing."
            ),
            when={"looking": True},
        ),
        Text(
            zh=f"还没有设置密钥。\n💡 生成新密钥：{KEY_PAGE}\n然后把它放进 IMA_API_KEY。",
            en=f"No API key is set.\n💡 Generate one: {KEY_PAGE}\nThen put it into IMA_API_KEY.",
        ),
    ),
    Kind.UNAUTHORIZED: (
        Text(
            zh=f"这不可能是密钥：密钥只有字母、数字和符号，没有空格和汉字，也没有这么长\n💡 生成新密钥：{KEY_PAGE}",
            en=(
                "This can't be a key: a key is made of plain letters, digits and signs, without blanks, and isn't so long"
                f"\n💡 Generate API Key: {KEY_PAGE}"
            ),
            when={"typed": "api_key"},
        ),
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
        DEARER,
        Text(zh="积分计算异常，系统正在修复", en="Points calculation error, system is fixing"),
    ),
    Kind.NO_RULE_MATCH: (
        Text(zh="参数组合不匹配，已自动调整", en="Parameter mismatch, auto-adjusted", when={"adjusted": True}),
        Text(zh="参数组合不匹配，请换一组参数或换个模型", en="Parameter mismatch, try other settings or another model"),
    ),
    Kind.ATTRIBUTE_MISMATCH: (
        DEARER,
        Text(zh="模型参数不匹配，请尝试其他模型", en="Model parameters incompatible, try another model"),
    ),
    Kind.INVALID_ATTRIBUTE: (
        DEARER,
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
