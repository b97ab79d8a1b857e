"""Words for values: shapes, sharpness, sound, and how a text is read."""

from imastudio.domain.intent.rows import row, table, words
from imastudio.domain.intent.tags import Tag

WIDE, TALL, EVEN = "16:9", "9:16", "1:1"

# What the tails of pasted prompts are made of: a size among these may be said of the picture.
_BOILERPLATE = (
    "best_quality masterpiece ultra_detailed highly_detailed ultra-detailed photorealistic hyperrealistic "
    "hyper_realistic sharp_focus "
    "trending_on_artstation artstation octane_render unreal_engine unreal_engine_5 award_winning award-winning "
    "intricate_details "
    "uhd raw_photo 杰作 最高画质 超精细 超高细节 极致细节 虚幻引擎 大师作品 超写实"
)
BOILERPLATE = frozenset(words(_BOILERPLATE))
TABLE = table(
    row(Tag.CONTENT, _BOILERPLATE.replace("uhd ", "")),
    row(
        Tag.RATIO,
        "横式 十六比九 横屏 横版 横构图 横幅的 横画幅 宽屏 宽画幅 横屏的 电脑壁纸比例 横屏比例 "
        "widescreen wide_screen wide_format horizontal_format horizontally_oriented",
        WIDE,
    ),
    row(
        Tag.RATIO,
        "直式 直幅 直版 直的 九比十六 竖屏 竖版 竖构图 竖画幅 手机竖屏 竖屏的 手机壁纸比例 "
        "手机比例 竖屏比例 抖音比例 "
        "tall_format vertically_oriented upright_format",
        TALL,
    ),
    row(
        Tag.RATIO,
        "一比一 方版 方构图 方画幅 正方形构图 方形构图 正方形画幅 方形画幅 正方形比例 方形比例 square_crop",
        EVEN,
    ),
    row(Tag.SHAPE, "横向 横着 横的 landscape horizontal", WIDE),
    row(Tag.SHAPE, "竖向 竖着 竖的 纵向 portrait vertical", TALL),
    row(Tag.SHAPE, "方形 正方形 方的 正方 square", EVEN),
    row(Tag.RESOLUTION, "全高清 full_hd_1080p fhd", "1080P"),
    row(
        Tag.SOUND,
        "带声音 有声 有声音 带音效 有音效 带音频 配音效 加音效 加上声音 要声音 要有声音 带声 配上声音 加声音 "
        "开声音 开启声音 打开声音 "
        "带背景声 带背景音 带环境音 带环境声 带上声音 include_audio include_sound including_audio including_sound "
        "audio_included sound_included "
        "with_audio with_sound with_sounds w/_sound w_sound "
        "with_sound_effects audio_on sound_on generate_audio",
        value=True,
    ),
    row(
        Tag.SOUND,
        "无音频 不要音频 没声音 别带声音 不用声音 关掉声音 audio_off sound_off no_sounds 无声 静音 不要声音 "
        "没有声音 不带声音 无声音 不要音效 不要配音 no_audio no_sound without_audio "
        "without_sound without_any_sound no_soundtrack without_soundtrack without_a_soundtrack muted silent mute",
        value=False,
    ),
    row(
        Tag.MANNER,
        "语速快 语速快一点 语速快点 语速加快 快语速 语速稍快 语速要快 说快点 读快点 读快一点 说快一点 念快点 "
        "快一点读 语速偏快 语速快些 语速快一些 用快速 以快速 快一点的语速 快点的语速 较快的语速 稍快的语速 "
        "快一些的语速 快一点 快点 快些 "
        "speak_faster faster speak_fast speak_quickly speed_up "
        "fast_speed talk_faster a_bit_faster read_faster quicker",
        ("speed", 1.2),
    ),
    row(
        Tag.MANNER,
        "语速慢 语速慢一点 语速慢点 语速放慢 慢语速 语速稍慢 语速要慢 说慢点 读慢点 读慢一点 说慢一点 念慢点 "
        "慢一点读 语速偏慢 语速慢些 语速慢一些 慢慢地读 用慢速 以慢速 慢一点的语速 慢点的语速 较慢的语速 稍慢的语速 "
        "慢一些的语速 慢一点 慢点 慢些 缓慢的语速 speak_slower speak_slowly slower "
        "slow_down slow_speed talk_slower a_bit_slower read_slowly slowly",
        ("speed", 0.8),
    ),
    row(Tag.MANNER, "语速正常 正常语速 normal_speed", ("speed", 1.0)),
    row(
        Tag.MANNER,
        "大声 大声点 大声一点 声音大 声音大一点 声音大点 音量大 音量大一点 音量调大 响亮 louder loudly loud "
        "high_volume turn_up_the_volume volume_up",
        ("volume", 1.2),
    ),
    row(
        Tag.MANNER,
        "小声 小声点 小声一点 声音小 声音小一点 声音小点 音量小 音量小一点 音量调小 轻声 quieter quietly softer "
        "speak_softly "
        "low_volume turn_down_the_volume volume_down",
        ("volume", 0.8),
    ),
    row(
        Tag.MANNER,
        "音调高 音调高一点 音调高点 高音调 音高一点 higher_pitch high_pitch high-pitched pitch_up higher_pitched",
        ("pitch", 1.2),
    ),
    row(
        Tag.MANNER,
        "音调低 音调低一点 音调低点 低音调 音低一点 lower_pitch low_pitch low-pitched pitch_down deeper_pitch "
        "lower_pitched",
        ("pitch", 0.8),
    ),
)
# Things that are called after a shape.
# Things that a value is said of: "a 4K monitor", 5K马拉松.
THINGS = table(
    row(
        Tag.THING,
        "电视 电视机 显示器 显示屏 屏幕 大屏 相机 摄像机 摄像头 投影 投影仪 播放器 马拉松 跑步 比赛 公里 人民币 "
        "粉丝 工资 月薪 "
        "还原 比例模型 倒计时 倒数 挑战 定律 法则 "
        "monitor monitors tv tvs display screen screens camera cameras projector television race run marathon "
        "followers "
        "likes views dollars people steps words miles scale odds countdown timer delay rule mark challenge",
    ),
    row(
        Tag.CONTENT,
        "2k游戏 nba_2k nba2k 横版游戏 横版过关 横版卷轴 横版闯关 横屏游戏 横屏手机 竖屏手机 竖屏显示器 竖屏游戏 "
        "横屏显示器 宽屏电视 "
        "方形脸 方脸 宽屏显示器 宽屏电脑 宽屏屏幕 宽屏笔记本 宽屏手机",
    ),
    row(
        Tag.CONTENT,
        "landscape_painting landscape_photo landscape_photography landscape_art portrait_painting "
        "portrait_photography landscape_design "
        "无声电影 无声片 默片 有声读物 silent_film silent_movie silent_era mute_button forget-me-not forget_me_not "
        "portrait_mode_on landscape_mode_on golden_ratio square_root times_square square_dance square_meter "
        "square_meters square_feet square_foot "
        "fair_and_square",
    ),
)
# Nouns counted by 张 that are not pictures.
SHEETS = words(
    "春联 报告 面具 地图 报纸 屏风 对联 字画 窗花 剪纸 奖状 证书 支票 光盘 桌 椅 床 脸 嘴 纸 票 牌 卡 沙发 弓 "
    "网 饼 皮 凳 地毯 毯 邮票 "
    "钞 唱片 面孔 笑脸 茶几 书桌 餐桌 课桌 圆桌 木桌 人脸 桌子 椅子"
)
