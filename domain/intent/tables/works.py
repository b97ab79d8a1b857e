"""Which task is meant: phrases of the task types, of inputs, and of what is to stay the same."""

from imastudio.domain.intent.rows import row, table, words
from imastudio.domain.intent.tags import Tag
from imastudio.domain.orders import Medium, TaskType

TABLE = table(
    # What only looks like a phrase of a task.
    row(Tag.CONTENT, "首尾相连 首尾相接 首尾相顾 首尾呼应 大家动起来 一起动起来 全民动起来 身体动起来"),
    row(Tag.TASK, "文生图 t2i text_to_image txt2img text2image 文字生成图片 文生图片", TaskType.TEXT_TO_IMAGE),
    row(
        Tag.TASK,
        "图生图 i2i image_to_image img2img image2image 以图生图 风格迁移 按这张风格 按照这张风格 按这个风格 "
        "照着这张 照这张 垫图 style_transfer restyle",
        TaskType.IMAGE_TO_IMAGE,
    ),
    row(Tag.TASK, "文生视频 t2v text_to_video txt2vid text2video 文字生成视频", TaskType.TEXT_TO_VIDEO),
    row(
        Tag.TASK,
        "图生视频 i2v image_to_video img2vid image2video 图片生成视频 图片转视频 照片转视频 动起来 让它动起来 "
        "让他动起来 让她动起来 让图片动起来 让照片动起来 让画面动起来 让人物动起来 动一动 让它动 "
        "让他动 让她动 让图片动 首帧 第一帧 做首帧 首帧图 起始帧 "
        "让照片动 让画面动 活起来 会动 photo_to_video picture_to_video animate_this animate_it animate_the_photo "
        "animate_the_picture animate_the_image "
        "animate_my_photo animate_this_photo animate_this_picture animate_this_image bring_this_to_life "
        "bring_it_to_life bring_to_life "
        "come_to_life come_alive make_it_move make_this_move make_them_move first_frame starting_frame start_frame "
        "opening_frame",
        TaskType.IMAGE_TO_VIDEO,
    ),
    row(
        Tag.TASK,
        "首尾帧 首尾 首帧尾帧 首帧和尾帧 首帧到尾帧 尾帧 首尾两帧 过渡 过渡动画 过渡视频 转场 从第一张到第二张 "
        "第一张变成第二张 从第一张变到第二张 从第一张过渡到第二张 "
        "first_and_last_frame first_and_last_frames first_last_frame first_frame_last_frame first_to_last_frame "
        "start_and_end_frame start_and_end_frames start_frame_end_frame "
        "last_frame end_frame final_frame closing_frame "
        "ending_frame transition morph first_last transition_between morph_between interpolate "
        "keyframe_interpolation",
        TaskType.FIRST_LAST_FRAME_TO_VIDEO,
    ),
    row(
        Tag.TASK,
        "参考图生视频 参考生视频 参考视频 参考图视频 参考这张图 参考这个图 参考这张照片 参考这张图片 参考图片 "
        "参考图 参考这个角色 参考这些图 参考这几张图 参考这两张图 参考该图 以这张图为参考 以此为参考 作为参考 "
        "保持角色 保持角色一致 保持人物 保持人物一致 保持主体 保持主体一致 保持形象 保持形象一致 保持外观 "
        "reference_image_to_video reference_to_video ref2v r2v reference_image reference_images "
        "as_a_reference as_the_reference as_the_character_reference character_reference as_reference "
        "using_this_as_a_reference for_reference keep_the_character "
        "keep_the_same_character same_character_as keep_the_character_consistent "
        "reference_this_image refer_to_this_image based_on_this_character",
        TaskType.REFERENCE_IMAGE_TO_VIDEO,
    ),
    row(Tag.TASK, "文生音乐 text_to_music text2music t2m 作曲", TaskType.TEXT_TO_MUSIC),
    row(
        Tag.INPUT,
        "这张图 这张图片 这张照片 这个图 这个图片 这幅画 这幅图 这些图 这几张图 这两张图 这两张照片 这两张图片 "
        "这张画 图里 图中 图里的 图中的 图片里 图片中 照片里 照片中 照片里的 照片中的 图片里的 图片中的 "
        "原图 上图 附图 我的照片 我的图 图上 图上的 我发的图 我上传的图 上传的图片 这是图 该图 此图 图一 图二 图1 "
        "图2 第一张图 第二张图 "
        "this_image this_picture this_photo this_pic this_photograph these_images these_pictures these_photos "
        "the_attached_image the_attached_photo the_attached_picture "
        "attached_image attached_photo the_uploaded_image the_uploaded_photo this_drawing this_painting "
        "this_portrait this_sketch this_selfie "
        "this_logo this_poster my_image my_selfie the_original_image the_original_photo the_first_image "
        "the_second_image both_images both_photos the_two_images my_picture my_photo the_image_above",
        Medium.IMAGE,
    ),
    row(
        Tag.INPUT,
        "这个视频 这段视频 我的视频 视频里 视频里的 视频中 视频中的 该视频 原视频 this_video this_clip my_video "
        "the_attached_video these_videos the_video_above",
        Medium.VIDEO,
    ),
    row(
        Tag.INPUT,
        "这首歌 这段音乐 这段音频 我的歌 this_song this_track this_music my_song this_audio my_music",
        Medium.MUSIC,
    ),
)
CONSISTENT = words(
    "一系列 系列 多张 同一个 同一只 同一位 同一名 同一人 同一款 同一主角 同一角色 角色一致 保持角色 保持人物 "
    "保持主体 保持形象 主角一致 形象一致 "
    "人物一致 角色统一 形象统一 统一形象 统一角色 一套 连续剧情 连环画 四格 续集 续上 继续上 接着上 这个角色 该角色 "
    "相同的角色 相同角色 同样的角色 "
    "相同的人物 同一套 同系列 组图"
)
# Where these follow, nothing is asked to stay the same.
ALL_THE_SAME = words("世界 梦想 地球 天空 时间 城市 房间")
SAME = frozenset(
    words(
        "character girl boy man woman person subject dog cat hero heroine protagonist face guy lady puppy kitten "
        "robot product mascot "
        "outfit style family actor model people animal creature child kid"
    )
)
NO_SERIES = frozenset(words("tv world netflix web book mini television drama movie film game"))
# A phrase with one of these in it can only be the name of a kind of task, but for those that are seen in a scene.
NAMING = words("这张 这个 这些 this 参考图 帧 frame 生 2 to 视频 tts 作曲 转语音 合成")
SCENE_WORDS = frozenset(words("过渡 转场 transition morph interpolate 会动 活起来 come_to_life come_alive"))
