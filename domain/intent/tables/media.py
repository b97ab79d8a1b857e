"""What is made: the nouns that name a medium, the verbs that ask for one, and words that only look like them."""

from imastudio.domain.intent.rows import row, table, words
from imastudio.domain.intent.tags import Tag
from imastudio.domain.orders import Medium

IMAGE, VIDEO, MUSIC, SPEECH = Medium.IMAGE, Medium.VIDEO, Medium.MUSIC, Medium.SPEECH
VISUAL_MEDIA, AUDIO_MEDIA = frozenset({IMAGE, VIDEO}), frozenset({MUSIC, SPEECH})

NOUNS = table(
    row(
        Tag.NOUN,
        "图 图片 图像 照片 相片 海报 插画 插图 壁纸 头像 封面 封面图 配图 表情包 漫画 油画 水彩画 国画 水墨画 素描 "
        "版画 写真 贴纸 图标 标志 效果图 "
        "渲染图 示意图 信息图 缩略图 名片 传单 明信片 贺卡 画作 绘画 美图 宣传图 主图 详情图 概念图 设计图 线稿 "
        "简笔画 油画图 图画 摄影 合影 合照 全家福 九宫格 拼贴画 邀请函 请柬 礼品卡 拼图 横幅 展板 宣传册 collage "
        "img imgs image picture photo photograph pic painting poster illustration drawing sketch wallpaper avatar logo icon "
        "cover_art album_art cover_picture cover_image "
        "banner album_cover book_cover magazine_cover 专辑封面 logo_idea logo_concept logo_design poster_design "
        "thumbnail artwork sticker infographic flyer flier selfie mural watercolor cartoon emoji postcard headshot "
        "mockup",
        IMAGE,
    ),
    row(
        Tag.NOUN,
        "portraits images pictures photos photographs pics paintings posters illustrations drawings sketches "
        "wallpapers "
        "avatars logos icons logo_ideas logo_concepts logo_designs logo_options poster_designs poster_ideas "
        "album_covers book_covers magazine_covers headshots murals cartoons emojis postcards mockups collages "
        "banners thumbnails artworks stickers infographics flyers selfies variations renders",
        IMAGE,
    ),
    row(
        Tag.NOUN,
        "视频 短片 影片 动画 短视频 小视频 宣传片 广告片 微电影 纪录片 预告片 短剧 vlog 动画片 片头 片尾 视频短片 "
        "影像 动态视频 动态壁纸 gif gifs 动图 movie_trailer film_trailer teaser_trailer book_trailer game_trailer "
        "documentary documentaries vid vids video clip animation video_clip short_film short_video videos clips animations "
        "footage",
        VIDEO,
    ),
    row(
        Tag.NOUN,
        "音乐 歌 歌曲 曲子 旋律 乐曲 主题曲 片头曲 片尾曲 铃声 儿歌 山歌 民谣 情歌 说唱 摇篮曲 钢琴曲 小曲 曲 单曲 "
        "主题歌 轻音乐 电子音乐 电音 "
        "menu_theme main_menu_theme main_theme title_theme boss_theme battle_theme level_theme theme_music "
        "theme_song theme_songs music_track music_tracks "
        "music song melody tune jingle ballad lullaby songs melodies jingles tunes ringtone lullabies ballads "
        # Forms of music, whatever they sing of.
        "进行曲 圆舞曲 奏鸣曲 协奏曲 交响曲 小夜曲 夜曲 序曲 狂想曲 练习曲 前奏曲 赋格曲 组曲 协奏 "
        "号子 民歌 童谣 战歌 校歌 队歌 班歌 店歌 船歌 "
        "shanty shanties sea_shanty waltz polka mazurka minuet sonata sonatina symphony concerto nocturne overture prelude fugue "
        "requiem hymn serenade rhapsody etude aria cantata fanfare ditty remix medley ragtime bolero madrigal",
        MUSIC,
    ),
    # Often misspelled.
    row(Tag.NOUN, "图骗 途片 图篇 pitcure picutre picure pictrue imgae iamge photograh illustartion", IMAGE),
    row(Tag.NOUN, "是频 视屏 事频 vdieo vedio viedo vidoe vidio animaton", VIDEO),
    row(
        Tag.NOUN,
        "语音 旁白 口播 配音 有声书 语音播报 voiceover voice_over voice_recording audio_recording sound_recording mp3 mp3_file "
        "voice_memo voice_note voice_message narration tts text_to_speech",
        SPEECH,
    ),
    # Nouns of many other things: they count right behind what asks for them.
    row(Tag.WEAK_NOUN, "画像 肖像 render shots", IMAGE),
    row(
        Tag.WEAK_NOUN,
        "片 片子 电影 movie film trailer commercial reel ad short mv片段 航拍 loop timelapse time_lapse",
        VIDEO,
    ),
    row(
        Tag.WEAK_NOUN,
        "伴奏 节奏 beat beats track tracks instrumental score melody_line rap march tango anthem 交响乐 钢琴音乐 独奏 合奏 "
        "重奏 四重奏",
        MUSIC,
    ),
    row(Tag.WEAK_NOUN, "speech audio audio_clip voice_clip 音频 录音 声音片段", SPEECH),
    # Formats that are called after their shape.
    row(Tag.FORMAT, "横图 横版图 横版图片 横幅图 宽图", "16:9"),
    row(Tag.FORMAT, "竖图 竖版图 竖版图片 长图", "9:16"),
    row(Tag.FORMAT, "艺术图 艺术画", ("tier", "artistic")),
    row(Tag.FORMAT, "方图 方形图 正方形图 方形图片 正方形图片", "1:1"),
)
BACKGROUND = table(
    row(
        Tag.NOUN,
        "配个乐 配点乐 配段音乐 配上音乐 配个音乐 配点音乐 配首音乐 配一段音乐 加个音乐 "
        "bgm 背景音乐 背景乐 纯音乐 配乐 background_music backing_track",
        (MUSIC, "GenBGM"),
    ),
    row(Tag.NOUN, "soundtrack soundtracks 原声 原声带 musical_score", MUSIC),
)
VERBS = table(
    row(
        Tag.VERB,
        "生成 制作 做 做成 来 来点 来个 加个 加一个 加段 加一段 创作 创建 弄 整 搞 出 设计 产出 输出 打造 给出 合成 "
        "拍 拍摄 写 搞个 整个 "
        "一次出 一次性出 一次生成 一次性生成 一次做 一次性做 录一段 录个 录一条 录成 录制成 "
        "做出 变成 转成 改成 换成 转换成 转化成 转为 变为 "
        "create make generate produce give_me get_me show_me craft build design write turn transform "
        "convert change edit",
    ),
    row(Tag.VERB, "帮我画 画 绘制 绘 画出 画个 画张 画点 画些 draw paint sketch_out illustrate photograph", IMAGE),
    row(Tag.VERB, "剪 剪辑 animate film_a film_an film_the shoot_a_video_of", VIDEO),
    row(Tag.VERB, "作曲 谱曲 谱 作 作一首 编曲 唱 演唱 compose sing", MUSIC),
)
WORKS = table(
    row(Tag.NOUN, "mv 音乐视频 音乐短片 music_video music_videos 完整作品 lyric_video", "work"),
)
# Nouns that say no more than the medium. Before these a name is a model's, before others it is shown.
GENERIC_NOUNS = frozenset(
    words(
        "图 图片 图像 视频 短片 短视频 小视频 动画 歌 歌曲 音乐 照片 画 语音 image images picture pictures "
        "photo photos pic pics "
        "render renders video videos clip clips animation song songs music track tracks drawing film vid vids"
    )
)
# What only looks like one of the above.
OTHER = table(
    row(
        Tag.CONTENT,
        "写实 写意 写真集 拿铁 拿破仑 拿手 拿下 拿起 拿出 拿到 加拿大 音乐节 音乐会 音乐盒 音乐家 音乐厅 "
        "音乐课 音乐老师 音乐教室 "
        "音乐剧 音乐人 音乐学院 音乐播放器 音乐符号 "
        "音乐喷泉 音乐社 音乐器材 音乐软件 音乐制作人 "
        "音乐台 音乐界 音乐餐厅 音乐派对 音乐工作室 音乐平台 音乐频道 音乐风 音乐主题 音乐之声 音乐元素 歌手 歌剧 "
        "诗歌 歌词 歌谱 歌单 歌唱 歌迷 歌星 歌舞 歌姬 唱歌 国歌 "
        "颂歌 挽歌 视频游戏 视频会议 视频通话 视频博主 视频网站 视频软件 视频主播 视频播放器 视频剪辑师 视频电话 "
        "视频聊天 视频监控 视频平台 视频号 视频拍摄 "
        "图书馆 图书 图腾 图案 地图 版图 图纸 图形 试图 企图 意图 图钉 图灵 画家 画廊 画室 画展 画板 画布 画笔 画架 "
        "画风景 画风车 画风筝 画风暴 画风雨 画风铃 画风扇 画风光 画风雪 画风沙 画风云 "
        "画框 画册 画眉 画卷 画龙 画中画 动画师 "
        "漫画家 漫画书 插画师 插画风 插画风格 油画风 油画风格 油画感 油画家 油画笔 水彩 水彩风 水墨风 素描风 漫画风 "
        "漫画风格 动画风格 动画风 照片墙 照相机 相片框 海报架 "
        "语音助手 语音识别 语音信箱 配音演员 朗读者 朗读比赛 朗读亭 影片公司 电影画幅 电影比例 电影画质 电影院 "
        "电影票 电影节 电影感 电影级 "
        "电影质感 电影风格 电影海报 电影明星 电影胶片 电影镜头 片场 胶片 "
        "卡片 名片夹 薯片 芯片 叶片 刀片 花片 一片 相片册 写作 写字 写生 写字楼 写信 出门 出现 出租车 出海 出来 "
        "出发 日出 输出端 来自 来到 未来 来临 过来 起来 回来 来回 来往 下来 上来 "
        "做饭 做梦 做作业 做菜 做客 做工 做法 做爱心 整齐 整洁 整体 整理 搞笑 搞怪 作者 作业 作家 作为 工作 动作 "
        "剪切 动画人物 动画角色 动画形象 动画场景 拍照 拍打 拍手 拍卖 唱片 唱戏 演唱会 剪刀 剪纸 剪影 剪头发 剪发",
    ),
    row(
        Tag.CONTENT,
        "shots_of_espresso shots_of_tequila shots_of_vodka shots_of_whiskey shots_of_whisky shots_of_coffee "
        "film_noir film_grain film_camera film_festival film_strip film_reel movie_theater movie_theatre movie_star "
        "movie_scene "
        "video_game video_games video_call video_camera video_editor video_conference video_store video_wall "
        "video_card "
        "music_box music_festival music_hall music_stand music_teacher music_store music_shop music_room music_player "
        "music_notes music_note music_school music_producer music_sheet sheet_music song_bird songbird songbook "
        "train_track train_tracks race_track racetrack running_track track_and_field dirt_track tire_tracks beat_up "
        "heart_beat "
        "speech_bubble speech_bubbles photo_booth photo_studio photo_frame picture_frame picture_book photo_album "
        "comic_book_cover art_deco art_nouveau art_gallery art_museum art_student voice_actor voice_assistant "
        "clip_holding clip_on reel_of_film reel_of_thread reel_of_tape clip_art clipart paper_clip hair_clip "
        "symphony_of_color symphony_of_colors symphony_of_colour symphony_of_colours symphony_of_light symphony_of_lights "
        "short_hair movie_night drawing_board drawing_room",
    ),
)
# Nouns of several results.
PLURALS = frozenset(
    words(
        "imgs images pictures photos photographs pics paintings posters illustrations drawings sketches wallpapers "
        "avatars logos icons banners thumbnails artworks stickers infographics flyers selfies variations renders "
        "videos clips animations songs melodies jingles tunes tracks beats versions options vids takes variants "
        "album_covers book_covers magazine_covers headshots murals cartoons emojis postcards mockups collages "
        "logo_ideas logo_concepts logo_designs logo_options poster_designs poster_ideas portraits shots designs ads "
        "gifs trailers commercials"
    )
)
# Nouns that say no more than the medium.
PLAIN_NOUNS = frozenset(
    words("图 图片 图像 视频 音乐 歌 歌曲 语音 image images picture pictures video videos music song audio")
)
TABLE = (*VERBS, *NOUNS, *BACKGROUND, *WORKS, *OTHER)
