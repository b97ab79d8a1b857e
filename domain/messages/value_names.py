"""What parameters and closed values are called in plain words. A new one is a line of data."""

from collections.abc import Mapping
from types import MappingProxyType

from imastudio.domain.messages.text import Text
from imastudio.domain.orders import Medium

PARAMETERS: Mapping[str, Text] = MappingProxyType(
    {
        "aspect_ratio": Text("画面比例", "aspect ratio"),
        "audio": Text("声音", "audio"),
        "audio_params": Text("语音设置", "voice settings"),
        "auto_lyrics": Text("自动写词", "auto lyrics"),
        "budget": Text("预算", "budget"),
        "camerafixed": Text("固定镜头", "fixed camera"),
        "custom_mode": Text("自定义模式", "custom mode"),
        "duration": Text("时长", "duration"),
        "emotion": Text("情绪", "emotion"),
        "generate_audio": Text("声音", "audio"),
        "height": Text("高度", "height"),
        "inputs": Text("输入文件", "input files"),
        "lyrics": Text("歌词", "lyrics"),
        "make_instrumental": Text("纯音乐", "instrumental"),
        "max_points": Text("积分上限", "limit"),
        "mode": Text("模式", "mode"),
        "model": Text("模型", "model"),
        "model_version": Text("模型版本", "model version"),
        "movement_amplitude": Text("动作幅度", "motion"),
        "n": Text("数量", "count"),
        "negative_prompt": Text("不要出现的内容", "negative prompt"),
        "negative_tags": Text("不要的风格", "negative styles"),
        "pitch": Text("音调", "pitch"),
        "preference": Text("常用模型", "usual model"),
        "prompt": Text("描述", "description"),
        "quality": Text("画质", "quality"),
        "ratio": Text("宽高比", "width-to-height ratio"),
        "request_id": Text("订单名", "order name"),
        "resolution": Text("清晰度", "resolution"),
        "shot_type": Text("镜头类型", "shot type"),
        "size": Text("尺寸", "size"),
        "sound": Text("声音", "sound"),
        "speaker": Text("音色", "voice"),
        "speed": Text("语速", "speed"),
        "tags": Text("风格", "style"),
        "task_type": Text("任务类型", "task"),
        "tier": Text("档次", "quality level"),
        "title": Text("标题", "title"),
        "version_id": Text("版本", "version"),
        "vocal_gender": Text("人声", "vocals"),
        "volume": Text("音量", "volume"),
        "width": Text("宽度", "width"),
    }
)
WORDS: Mapping[str, Text] = MappingProxyType(
    {
        "image": Text("图片", "image"),
        "video": Text("视频", "video"),
        "audio": Text("音频", "audio"),
        "music": Text("音乐", "music"),
        "speech": Text("语音", "speech"),
        "text_to_image": Text("文生图", "text-to-image"),
        "image_to_image": Text("图生图", "image-to-image"),
        "text_to_video": Text("文生视频", "text-to-video"),
        "image_to_video": Text("图生视频", "image-to-video"),
        "first_last_frame_to_video": Text("首尾帧生成视频", "first-and-last-frame video"),
        "reference_image_to_video": Text("参考图生视频", "reference-image video"),
        "text_to_music": Text("音乐生成", "music"),
        "text_to_speech": Text("语音合成", "speech"),
        "hour": Text("本小时", "hour"),
        "day": Text("今天", "day"),
        "week": Text("本周", "week"),
        "month": Text("本月", "month"),
        "batch": Text("这一批", "batch"),
        "work": Text("这个作品", "work"),
    }
)
SWITCH: Mapping[bool, Text] = MappingProxyType({True: Text("开", "on"), False: Text("关", "off")})
MEDIA: Mapping[Medium, Text] = MappingProxyType(
    {
        Medium.IMAGE: Text("图片", "image"),
        Medium.VIDEO: Text("视频", "video"),
        Medium.MUSIC: Text("音乐", "music"),
        Medium.SPEECH: Text("语音", "speech"),
    }
)
# By what Chinese counts results.
MEASURES: Mapping[Medium, str] = MappingProxyType(
    {Medium.IMAGE: "张", Medium.VIDEO: "段", Medium.MUSIC: "首", Medium.SPEECH: "段"}
)
SOME = "个"
