"""What is said otherwise in one scope, and what to do about it, in the words of the vendor's own pages."""

from collections.abc import Mapping
from types import MappingProxyType

from imastudio.domain.kernel import Kind
from imastudio.domain.messages.failure_texts.shared import DEARER, KEY_PAGE, POINTS_PAGE
from imastudio.domain.messages.failure_texts.values import VALUES
from imastudio.domain.messages.text import Text, Wordings
from imastudio.domain.orders import Scope

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
            Kind.INVALID_ATTRIBUTE: (DEARER, Text(zh="生成参数配置异常，请稍后重试", en=_BANANA_MISMATCH_EN)),
            Kind.ATTRIBUTE_MISMATCH: (DEARER, Text(zh="模型参数不匹配，请尝试其他模型", en=_BANANA_MISMATCH_EN)),
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
                *VALUES[Kind.VALUE_NOT_OFFERED],
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
