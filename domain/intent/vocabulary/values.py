"""Words for values: shapes, sharpness, sound, and how a text is read."""

from imastudio.domain.intent.vocabulary.entries import Kind, row, table, words

WIDE, TALL, EVEN = "16:9", "9:16", "1:1"

TABLE = table(
    row(
        Kind.RATIO,
        "横屏 横版 横构图 横幅的 横画幅 宽屏 宽画幅 横屏的 widescreen wide_screen",
        WIDE,
    ),
    row(Kind.RATIO, "竖屏 竖版 竖构图 竖画幅 手机竖屏 竖屏的", TALL),
    row(Kind.RATIO, "方版 方构图 方画幅 正方形构图 方形构图 正方形画幅 方形画幅 正方形比例 方形比例", EVEN),
    row(Kind.SHAPE, "横向 横着 横的 landscape horizontal", WIDE),
    row(Kind.SHAPE, "竖向 竖着 竖的 纵向 portrait vertical", TALL),
    row(Kind.SHAPE, "方形 正方形 方的 正方 square", EVEN),
    row(Kind.LINES, "全高清 full_hd_1080p fhd", "1080P"),
    row(
        Kind.SOUND,
        "带声音 有声 有声音 带音效 有音效 带音频 配音效 加音效 加上声音 要声音 要有声音 带声 配上声音 加声音 "
        "with_audio with_sound with_sounds "
        "with_sound_effects audio_on sound_on generate_audio",
        meaning=True,
    ),
    row(
        Kind.SOUND,
        "无声 静音 不要声音 没有声音 不带声音 无声音 不要音效 不要配音 no_audio no_sound without_audio "
        "without_sound without_any_sound muted silent mute",
        meaning=False,
    ),
    row(
        Kind.MANNER,
        "语速快 语速快一点 语速快点 语速加快 快语速 语速稍快 语速要快 说快点 读快点 读快一点 说快一点 念快点 "
        "快一点读 语速偏快 语速快些 语速快一些 用快速 以快速 快一点的语速 快点的语速 较快的语速 稍快的语速 快一些的语速 "
        "speak_faster faster speak_fast speak_quickly speed_up "
        "fast_speed talk_faster a_bit_faster read_faster quicker",
        ("speed", 1.2),
    ),
    row(
        Kind.MANNER,
        "语速慢 语速慢一点 语速慢点 语速放慢 慢语速 语速稍慢 语速要慢 说慢点 读慢点 读慢一点 说慢一点 念慢点 "
        "慢一点读 语速偏慢 语速慢些 语速慢一些 慢慢地读 用慢速 以慢速 慢一点的语速 慢点的语速 较慢的语速 稍慢的语速 "
        "慢一些的语速 缓慢的语速 speak_slower speak_slowly slower "
        "slow_down slow_speed talk_slower a_bit_slower read_slowly slowly",
        ("speed", 0.8),
    ),
    row(Kind.MANNER, "语速正常 正常语速 normal_speed", ("speed", 1.0)),
    row(
        Kind.MANNER,
        "大声 大声点 大声一点 声音大 声音大一点 声音大点 音量大 音量大一点 音量调大 响亮 louder loudly loud "
        "high_volume turn_up_the_volume volume_up",
        ("volume", 1.2),
    ),
    row(
        Kind.MANNER,
        "小声 小声点 小声一点 声音小 声音小一点 声音小点 音量小 音量小一点 音量调小 轻声 quieter quietly softer speak_softly "
        "low_volume turn_down_the_volume volume_down",
        ("volume", 0.8),
    ),
    row(
        Kind.MANNER,
        "音调高 音调高一点 音调高点 高音调 音高一点 higher_pitch high_pitch high-pitched pitch_up higher_pitched",
        ("pitch", 1.2),
    ),
    row(
        Kind.MANNER,
        "音调低 音调低一点 音调低点 低音调 音低一点 lower_pitch low_pitch low-pitched pitch_down deeper_pitch "
        "lower_pitched",
        ("pitch", 0.8),
    ),
)
# Things that are called after a shape.
THINGS = table(
    row(
        Kind.HAN,
        "横版游戏 横版过关 横版卷轴 横版闯关 横屏游戏 横屏手机 竖屏手机 竖屏显示器 竖屏游戏 横屏显示器 宽屏电视 "
        "方形脸 方脸 宽屏显示器 宽屏电脑 宽屏屏幕 宽屏笔记本 宽屏手机",
    ),
    row(
        Kind.WORD,
        "portrait_mode_on landscape_mode_on golden_ratio square_root times_square square_dance square_meter "
        "square_meters square_feet square_foot "
        "fair_and_square",
    ),
)
# Beside these a shape is what a picture is cut to.
CROPPING = frozenset(words("裁 剪 裁剪 扩 扩展 crop cropped resize expand outpaint extend"))
# Clauses and neighbours in which a ratio is something else.
NOT_A_RATIO = frozenset(
    words(
        "比分 得分 golden_ratio scoreboard score clock 时钟 挂钟 钟表 闹钟 手表 am pm o'clock odds scale 模型车 "
        "赔率 胜 战胜 击败 "
        "beat won watch time"
    )
)
# A number of seconds beside these is a moment, not a length.
MOMENT_BEFORE = frozenset(
    words("前 第 每 最后 倒数 after every first last before within until per 开头 剩 还剩 倒计时 next 过 等")
)
MOMENT_AFTER = frozenset(
    words("后 内 之后 以后 之前 前 时 处 倒计时 倒数 countdown later timer delay rule apart 一次 one mark each")
)
# Nouns counted by 张 that are not pictures.
SHEETS = words(
    "春联 报告 面具 地图 报纸 屏风 对联 字画 窗花 剪纸 奖状 证书 支票 光盘 桌 椅 床 脸 嘴 纸 票 牌 卡 沙发 弓 网 饼 "
    "皮 凳 "
    "地毯 毯 邮票 钞 唱片 面孔 笑脸 茶几 书桌 餐桌 课桌 圆桌 木桌"
)
