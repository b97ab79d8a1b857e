"""What is said of music: genres and instruments that become tags, and voices. Source: the vendor's Suno guide."""

from imastudio.domain.intent.rows import row, table, words
from imastudio.domain.intent.tags import Tag

_GENRES = words(
    "lo-fi lofi lo_fi hip_hop hip-hop pop rock jazz blues folk indie electronic edm techno house trance ambient "
    "classical orchestral cinematic acoustic "
    "country reggae metal heavy_metal punk funk soul r&b rnb disco synthwave synth-pop synthpop k-pop kpop j-pop "
    "jpop trap drill dubstep gospel opera "
    "bossa_nova latin salsa swing chillout chill-out chillhop downtempo new_age world_music celtic grunge ballad "
    "rap drum_and_bass dnb vaporwave "
    "indie_folk indie_pop dance electronic_dance epic piano guitar violin upbeat melancholic relaxing dreamy "
    "energetic dark_ambient symphonic phonk afrobeat"
)
_GENRES_ZH = words(
    "流行 摇滚 爵士 蓝调 布鲁斯 民谣风 电子 电音 古风 国风 中国风 说唱风 嘻哈 古典 交响 管弦 乡村 雷鬼 金属 "
    "重金属 朋克 放克 灵魂乐 迪斯科 氛围 民族 抒情 "
    "轻快 欢快 舒缓 治愈 史诗 电影感 慢摇 rnb 电子乐 舞曲 钢琴 吉他 小提琴 古筝 二胡"
)
# Nouns for a song that say what kind it is.
KINDS_OF_SONG = frozenset(words("民谣 儿歌 山歌 情歌 说唱 摇篮曲 电音 电子音乐 轻音乐 ballad lullaby jingle"))
TABLE = table(
    row(Tag.GENRE, " ".join(word.replace(" ", "_") for word in (*_GENRES, *_GENRES_ZH))),
    row(
        Tag.GENRE,
        "drums drum percussion bass synth synths saxophone flute trumpet strings brass autotune 鼓 鼓点 贝斯 "
        "萨克斯 笛子 "
        "电吉他 打击乐",
    ),
    row(Tag.LYRICS, "歌词 歌词是 歌词为 歌词如下 歌词内容 lyrics lyrics_are the_lyrics these_lyrics lyric"),
    row(
        Tag.VOCALS,
        "女声 女生唱 女歌手 女生 女音 女主唱 女声演唱 女嗓 女的唱 女声唱 女生来唱 由女生唱 sung_by_a_woman "
        "sung_by_a_female_singer female_vocalist female_vocals female_vocal female_voice female_singer "
        "woman_singing woman's_voice girl's_voice women's_voice female",
        "female",
    ),
    row(
        Tag.VOCALS,
        "男声 男生唱 男歌手 男生 男音 男主唱 男声演唱 男嗓 男的唱 男声唱 男生来唱 由男生唱 sung_by_a_man "
        "sung_by_a_male_singer male_vocalist male_vocals male_vocal male_voice male_singer "
        "man_singing man's_voice boy's_voice men's_voice male",
        "male",
    ),
    row(
        Tag.VOCALS,
        "男女声 男女对唱 男女合唱 对唱 混声 mixed_vocals male_and_female_vocals duet female_and_male_vocals",
        "mixed",
    ),
    row(
        Tag.VOCALS,
        "无人声 没有人声 不要人声 不带人声 无歌词 不要歌词 没有歌词 不带歌词 不要唱 不要有人声 去人声 纯伴奏 "
        "只要伴奏 no_vocals "
        "no_vocal without_vocals no_singing no_lyrics without_lyrics "
        "no_voice instrumental_only purely_instrumental without_singing instrumental no_words",
        "none",
    ),
    row(Tag.VOCALS, "带歌词 有歌词 人声 带人声 有人声 有词 with_lyrics with_vocals vocals with_singing", "some"),
)
