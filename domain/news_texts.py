"""What is said while a person waits, zh and en, as data: by piece of news, and by medium where the vendor's texts differ.

Source: the vendor's "User Experience Protocol", Steps 1 to 4.
"""

from collections.abc import Mapping
from types import MappingProxyType

from imastudio.domain.events import Why
from imastudio.domain.tasks import Medium
from imastudio.domain.texts import Text

_FACTS = Text(
    zh="\n• 模型：{model}\n• 预计耗时：{lowest} ~ {highest} 秒\n• 消耗积分：{total} pts",
    en="\n• Model: {model}\n• Expected: {lowest} ~ {highest} s\n• Points: {total} pts",
)


def _start(zh: str, en: str) -> Text:
    return Text(zh=zh + _FACTS.zh, en=en + _FACTS.en)


START: Mapping[Medium, Text] = MappingProxyType(
    {
        Medium.IMAGE: _start("🎨 开始生成图片，请稍候…", "🎨 Generating an image, one moment…"),
        Medium.VIDEO: _start(
            "🎬 开始生成视频，请稍候…（视频生成需要较长时间，我会定时汇报进度）",
            "🎬 Generating a video, please wait… (this takes a while; I'll keep you posted)",
        ),
        Medium.MUSIC: _start("🎵 开始生成音乐，请稍候…", "🎵 Generating music, one moment…"),
        Medium.SPEECH: _start("🔊 开始语音合成，请稍候…", "🔊 Turning text into speech, one moment…"),
    }
)

_WORKING = Text(
    zh="⏳ 正在生成中… {percent}%\n已等待 {elapsed}s，预计最长 {longest}s",
    en="⏳ Generating… {percent}%\nWaited {elapsed}s, {longest}s expected at most",
)
PROGRESS: Mapping[Medium, Text] = MappingProxyType(
    {
        Medium.IMAGE: _WORKING,
        Medium.VIDEO: _WORKING,
        Medium.MUSIC: _WORKING,
        Medium.SPEECH: Text(
            zh="⏳ 语音合成中… {percent}%，已等待 {elapsed}s，预计最长 {longest}s",
            en="⏳ Making speech… {percent}%, waited {elapsed}s, {longest}s expected at most",
        ),
    }
)
FROZEN = Text(zh="\n快了，稍等一下…", en="\nAlmost there, one moment…")

UPLOAD = Text(zh="正在上传第 {index}/{count} 个文件…", en="Uploading file {index}/{count}…")
CREATED = Text(
    zh="已下单，编号 {id}。如果中断了，可以接着等：ima wait {id}",
    en="Ordered as {id}. If this is interrupted, go on with: ima wait {id}",
)
DELIVERY = Text(zh="正在保存结果（{count} 个）…", en="Saving the results ({count})…")

_SLOW = Text(
    zh="服务暂时没有给出答复。任务还在继续，积分已付，不会丢失；{pause} 秒后再问。",
    en="The service gives no answer right now. The task goes on and stays paid for; asking again in {pause} s.",
)
SLOW: Mapping[Why, Text] = MappingProxyType(
    {
        Why.PENDING: _SLOW,
        Why.NO_ADDRESS: Text(
            zh="结果已经生成，正在等下载地址；{pause} 秒后再问。",
            en="The result is made, its address is awaited; asking again in {pause} s.",
        ),
        Why.UNANSWERED: _SLOW,
        Why.MALFORMED: _SLOW,
        Why.DENIED: _SLOW,
        Why.UNAUTHORIZED: Text(
            zh="密钥现在不被接受，但已下单的任务还在继续，积分已付。请检查密钥；{pause} 秒后再问。",
            en="The key isn't accepted right now; the task goes on and stays paid for. "
            "Please check the key; asking again in {pause} s.",
        ),
        Why.RATE_LIMITED: Text(
            zh="问得太频繁了。任务还在继续，{pause} 秒后再问。",
            en="The service asks for patience. The task goes on; asking again in {pause} s.",
        ),
        Why.NOT_FOUND: _SLOW,
        Why.UNDELIVERED: Text(
            zh="结果已经生成，还没能保存到本机；{pause} 秒后再试。",
            en="The results are there but could not be saved yet; trying again in {pause} s.",
        ),
    }
)

_DONE_FACTS = Text(
    zh="\n• 模型：{model}\n• 耗时：预计 {lowest}~{highest}s，实际 {actual}s\n• 消耗积分：{total} pts",
    en="\n• Model: {model}\n• Time: {lowest}~{highest}s expected, {actual}s taken\n• Points: {total} pts",
)


def _done(zh: str, en: str) -> Text:
    return Text(zh=zh + _DONE_FACTS.zh, en=en + _DONE_FACTS.en)


DONE: Mapping[Medium, Text] = MappingProxyType(
    {
        Medium.IMAGE: _done("✅ 图片生成成功！", "✅ The image is ready!"),
        Medium.VIDEO: _done("✅ 视频生成成功！", "✅ The video is ready!"),
        Medium.MUSIC: _done("✅ 音乐生成成功！", "✅ The music is ready!"),
        Medium.SPEECH: Text(
            zh="✅ 语音合成成功！\n• 模型：{model}\n• 耗时：实际 {actual}s\n• 消耗积分：{total} pts",
            en="✅ The speech is ready!\n• Model: {model}\n• Time: {actual}s taken\n• Points: {total} pts",
        ),
    }
)
# the reason follows
FAILED: Mapping[Medium, Text] = MappingProxyType(
    {
        Medium.IMAGE: Text(zh="❌ 图片生成失败\n• 原因：", en="❌ The image was not made\n• Reason: "),
        Medium.VIDEO: Text(zh="❌ 视频生成失败\n• 原因：", en="❌ The video was not made\n• Reason: "),
        Medium.MUSIC: Text(zh="❌ 音乐生成失败\n• 原因：", en="❌ The music was not made\n• Reason: "),
        Medium.SPEECH: Text(zh="❌ 语音合成失败\n• 原因：", en="❌ The speech was not made\n• Reason: "),
    }
)
KEPT = Text(zh="\n• 已完成并保留：{count} 个", en="\n• Finished and kept: {count}")
UNCHARGED = Text(zh="没有扣积分", en="Nothing was charged")
