"""The voices of seed-tts-2.0 by their native ids. Source: the vendor's list of voices; the ids are sent as they are."""

from collections.abc import Mapping
from types import MappingProxyType

from imastudio.domain.intent.rows import row, table
from imastudio.domain.intent.tags import Tag

SPEAKERS: Mapping[str, str] = MappingProxyType(
    {
        "vivi": "zh_female_vv_uranus_bigtts",
        "小何": "zh_female_xiaohe_uranus_bigtts",
        "云舟": "zh_male_m191_uranus_bigtts",
        "小天": "zh_male_taocheng_uranus_bigtts",
        "刘飞": "zh_male_liufei_uranus_bigtts",
        "魅力苏菲": "zh_male_sophie_uranus_bigtts",
        "苏菲": "zh_male_sophie_uranus_bigtts",
        "清新女声": "zh_female_qingxinnvsheng_uranus_bigtts",
        "灿灿": "zh_female_cancan_uranus_bigtts",
        "知性灿灿": "zh_female_cancan_uranus_bigtts",
        "撒娇学妹": "zh_female_sajiaoxuemei_uranus_bigtts",
        "佩奇猪": "zh_female_peiqi_uranus_bigtts",
        "猴哥": "zh_male_sunwukong_uranus_bigtts",
        "大壹": "zh_male_dayi_uranus_bigtts",
        "tim": "en_male_tim_uranus_bigtts",
        "dacey": "en_female_dacey_uranus_bigtts",
        "stokie": "en_female_stokie_uranus_bigtts",
    }
)
# One voice of each language and gender; the male Chinese one is known to work with the service.
BY_GENDER: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("zh", "female"): SPEAKERS["vivi"],
        ("zh", "male"): SPEAKERS["魅力苏菲"],
        ("en", "female"): SPEAKERS["dacey"],
        ("en", "male"): SPEAKERS["tim"],
    }
)
# Names that are common words, too, count with "'s voice" alone.
TABLE = table(
    *(row(Tag.SPEAKER, name.replace(" ", "_"), voice) for name, voice in SPEAKERS.items()),
)
