"""What is said otherwise for one medium, in the words of the vendor's table for it."""

from collections.abc import Mapping
from types import MappingProxyType

from imastudio.domain.kernel import Kind
from imastudio.domain.messages.failure_texts.shared import DEARER, KEY_PAGE, POINTS_PAGE
from imastudio.domain.messages.network_texts import NETWORK_REASONS
from imastudio.domain.messages.text import Text, Wordings
from imastudio.domain.orders import Medium

# The vendor's own table for speech ("For TTS Tasks", Step 4).
_SPEECH_MISMATCH = (
    DEARER,
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
                DEARER,
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
