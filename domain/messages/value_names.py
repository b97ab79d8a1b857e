"""What parameters and closed values are called in plain words. A new one is a line of data."""

from collections.abc import Mapping
from types import MappingProxyType

import attrs

from imastudio.domain.orders import Language
from imastudio.domain.tasks import Medium


@attrs.frozen
class Word:
    """One thing's name in both languages."""

    zh: str
    en: str

    def within(self, language: Language) -> str:
        """Return the name in `language`."""
        return self.zh if language == "zh" else self.en


PARAMETERS: Mapping[str, Word] = MappingProxyType(
    {
        "aspect_ratio": Word("画面比例", "aspect ratio"),
        "audio": Word("声音", "audio"),
        "audio_params": Word("语音设置", "settings of the voice"),
        "auto_lyrics": Word("自动写词", "automatic lyrics"),
        "budget": Word("预算", "budget"),
        "camerafixed": Word("固定镜头", "fixed camera"),
        "custom_mode": Word("自定义模式", "custom mode"),
        "duration": Word("时长", "duration"),
        "emotion": Word("情绪", "emotion"),
        "generate_audio": Word("声音", "audio"),
        "height": Word("高度", "height"),
        "inputs": Word("输入文件", "input files"),
        "lyrics": Word("歌词", "lyrics"),
        "make_instrumental": Word("纯音乐", "instrumental"),
        "max_points": Word("积分上限", "the limit of points"),
        "mode": Word("模式", "mode"),
        "model": Word("模型", "model"),
        "model_version": Word("模型版本", "version of the model"),
        "movement_amplitude": Word("动作幅度", "extent of movement"),
        "n": Word("数量", "count"),
        "negative_prompt": Word("不要出现的内容", "what to leave out"),
        "negative_tags": Word("不要的风格", "styles to leave out"),
        "pitch": Word("音调", "pitch"),
        "preference": Word("常用模型", "usual model"),
        "prompt": Word("描述", "description"),
        "quality": Word("画质", "quality"),
        "ratio": Word("宽高比", "ratio of width to height"),
        "request_id": Word("订单名", "name of the order"),
        "resolution": Word("清晰度", "resolution"),
        "shot_type": Word("镜头类型", "kind of shot"),
        "size": Word("尺寸", "size"),
        "sound": Word("声音", "sound"),
        "speaker": Word("音色", "voice"),
        "speed": Word("语速", "speed"),
        "tags": Word("风格", "style"),
        "task_type": Word("任务类型", "kind of task"),
        "tier": Word("档次", "kind of model"),
        "title": Word("标题", "title"),
        "version_id": Word("版本", "version"),
        "vocal_gender": Word("人声", "vocals"),
        "volume": Word("音量", "volume"),
        "width": Word("宽度", "width"),
    }
)
WORDS: Mapping[str, Word] = MappingProxyType(
    {
        "image": Word("图片", "image"),
        "video": Word("视频", "video"),
        "audio": Word("音频", "audio"),
        "music": Word("音乐", "music"),
        "speech": Word("语音", "speech"),
        "text_to_image": Word("文字生成图片", "image from text"),
        "image_to_image": Word("修改图片", "image from an image"),
        "text_to_video": Word("文字生成视频", "video from text"),
        "image_to_video": Word("图片生成视频", "video from an image"),
        "first_last_frame_to_video": Word("首尾帧生成视频", "video from a first and a last frame"),
        "reference_image_to_video": Word("参考图生成视频", "video from reference images"),
        "text_to_music": Word("生成音乐", "music"),
        "text_to_speech": Word("语音合成", "speech"),
        "hour": Word("本小时", "hour"),
        "day": Word("今天", "day"),
        "week": Word("本周", "week"),
        "month": Word("本月", "month"),
        "batch": Word("这一批", "batch"),
        "work": Word("这个作品", "work"),
    }
)
SWITCH: Mapping[bool, Word] = MappingProxyType({True: Word("开", "on"), False: Word("关", "off")})
MEDIA: Mapping[Medium, Word] = MappingProxyType(
    {
        Medium.IMAGE: Word("图片", "image"),
        Medium.VIDEO: Word("视频", "video"),
        Medium.MUSIC: Word("音乐", "music"),
        Medium.SPEECH: Word("语音", "speech"),
    }
)
# By what Chinese counts results.
MEASURES: Mapping[Medium, str] = MappingProxyType(
    {Medium.IMAGE: "张", Medium.VIDEO: "段", Medium.MUSIC: "首", Medium.SPEECH: "段"}
)
SOME = "个"
