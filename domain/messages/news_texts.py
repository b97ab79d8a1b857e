"""What is said while a person waits, zh and en, as data: by piece of news, by medium and scope where the vendor's texts differ.

Sources: the vendor's "User Experience Protocol", Steps 0 to 4; for the Nano Banana scope its runbook, then its listing.
"""

from collections.abc import Mapping
from types import MappingProxyType

from imastudio.domain.lifecycle import Why
from imastudio.domain.messages.text import Text
from imastudio.domain.orders import Medium, Scope, Tier

# Step 0: what is known of the wish decides which of them fits. `amount` is "一张" or "3 张".
ACKNOWLEDGED: Mapping[Medium, tuple[Text, ...]] = MappingProxyType(
    {
        Medium.IMAGE: (
            Text(zh="收到！开始用 {model} 生成图片 {emoji}", en="OK! Starting image generation with {model} {emoji}"),
            Text(
                zh="收到！马上为你生成{amount} {ratio} 的图片 {emoji}",
                en="OK! Starting image generation in {ratio} {emoji}",
            ),
            Text(zh="好的！来帮你画{amount}图片 {emoji}", en="OK! Starting image generation {emoji}"),
        ),
        Medium.VIDEO: (
            Text(zh="收到！开始用 {model} 生成视频 {emoji}", en="OK! Starting video generation with {model} {emoji}"),
            Text(
                zh="收到！马上为你生成{amount} {ratio} 的视频 {emoji}",
                en="OK! Starting video generation in {ratio} {emoji}",
            ),
            Text(zh="好的！来帮你生成{amount}视频 {emoji}", en="OK! Starting video generation {emoji}"),
        ),
        Medium.MUSIC: (
            Text(zh="收到！开始用 {model} 创作音乐 {emoji}", en="OK! Starting music generation with {model} {emoji}"),
            Text(zh="好的！来帮你创作{amount}音乐 {emoji}", en="OK! Starting music generation {emoji}"),
        ),
        Medium.SPEECH: (Text(zh="好的，正在帮你把这段文字转成语音。", en="OK, converting this text to speech."),),
    }
)
ACKNOWLEDGED_OF_SCOPE: Mapping[Scope, tuple[Text, ...]] = MappingProxyType(
    {Scope.NANO_BANANA: (Text(zh="收到，马上开始生成。", en="OK, generating now."),)}
)

# Step 1
START_FACTS = Text(
    zh="\n• 模型：{model}\n• 预计耗时：{lowest} ~ {highest} 秒\n• 消耗积分：{total} pts",
    en="\n• Model: {model}\n• Estimated time: {lowest} ~ {highest} s\n• Cost: {total} pts",
)
USUAL_FACTS = Text(
    zh="\n• 模型：{model}（你的常用模型）\n• 预计耗时：{lowest} ~ {highest} 秒\n• 消耗积分：{total} pts",
    en="\n• Model: {model} (your usual model)\n• Estimated time: {lowest} ~ {highest} s\n• Cost: {total} pts",
)
LONG_WAIT = Text(
    zh="（视频生成需要较长时间，我会定时汇报进度）",
    en=" (this takes a while; I'll keep you posted)",
)
EMOJI: Mapping[Medium, str] = MappingProxyType(
    {Medium.IMAGE: "🎨", Medium.VIDEO: "🎬", Medium.MUSIC: "🎵", Medium.SPEECH: "🔊"}
)
USUAL_START = Text(zh="{emoji} 根据你的使用习惯，将用 {model} 帮你生成…", en="{emoji} Using your usual model, {model}…")

START: Mapping[Medium, Text] = MappingProxyType(
    {
        Medium.IMAGE: Text(zh="{emoji} 开始生成图片，请稍候…", en="{emoji} Generating an image, one moment…"),
        Medium.VIDEO: Text(zh="{emoji} 开始生成视频，请稍候…", en="{emoji} Generating a video, please wait…"),
        Medium.MUSIC: Text(zh="{emoji} 开始生成音乐，请稍候…", en="{emoji} Generating music, one moment…"),
        Medium.SPEECH: Text(zh="{emoji} 开始语音合成，请稍候…", en="{emoji} Generating speech, one moment…"),
    }
)
# "Cost transparency": the price and what kind of model it buys. The first that fits, and none where no more is known.
COST: Mapping[Tier, tuple[Text, ...]] = MappingProxyType(
    {
        Tier.BALANCED: (
            Text(
                zh="使用 {model}（{total} 积分）。若需更高质量可选 {better}（{better_points} 积分起）",
                en="Using {model} ({total} pts). For higher quality there is {better} (from {better_points} pts)",
            ),
            Text(zh="使用 {model}（{total} 积分，{trait}）", en="Using {model} ({total} pts, {trait})"),
            Text(zh="使用 {model}（{total} 积分）", en="Using {model} ({total} pts)"),
        ),
        Tier.PREMIUM: (
            Text(
                zh="使用高端模型 {model}（{total} 积分），质量最佳",
                en="Using the premium model {model} ({total} pts), best quality",
            ),
        ),
        Tier.BUDGET: (Text(zh="使用 {model}（{total} 积分，最省钱）", en="Using {model} ({total} pts, the cheapest)"),),
        Tier.ARTISTIC: (Text(zh="使用 {model}（{total} 积分，{trait}）", en="Using {model} ({total} pts, {trait})"),),
    }
)
BANANA_COST: Mapping[Tier, tuple[Text, ...]] = MappingProxyType(
    {
        Tier.BALANCED: (
            Text(
                zh="使用 {model}（{total} 积分，可选 {sizes}）",
                en="Using {model} ({total} pts; {sizes} to choose from)",
            ),
        ),
        Tier.PREMIUM: (
            Text(
                zh="使用 {model}（{total} 积分，最高质量，{sizes}）",
                en="Using {model} ({total} pts, top quality, {sizes})",
            ),
        ),
        Tier.BUDGET: (
            Text(
                zh="使用 {model} {size}（{total} 积分，最便宜最快）",
                en="Using {model} {size} ({total} pts, cheapest and fastest)",
            ),
        ),
    }
)
CHEAPER = (
    Text(
        zh="💡 改用 {model} 只要 {points} 积分。",
        en="💡 {model} would cost only {points} pts.",
    ),
)

# Step 2
_WORKING = Text(
    zh="⏳ 正在生成中… {percent}%\n已等待 {elapsed}s，预计最长 {longest}s",
    en="⏳ Generating… {percent}%\n{elapsed}s so far, up to {longest}s",
)
PROGRESS: Mapping[Medium, Text] = MappingProxyType(
    {
        Medium.IMAGE: _WORKING,
        Medium.VIDEO: _WORKING,
        Medium.MUSIC: _WORKING,
        Medium.SPEECH: Text(
            zh="⏳ 语音合成中… {percent}%，已等待 {elapsed}s，预计最长 {longest}s",
            en="⏳ Generating speech… {percent}%, {elapsed}s so far, up to {longest}s",
        ),
    }
)
FROZEN: Mapping[Scope, Text] = MappingProxyType(
    {
        Scope.ALL_IN_ONE: Text(zh="\n快了，稍等一下…", en="\nAlmost there, one moment…"),
        Scope.NANO_BANANA: Text(zh="\n稍等，即将完成…", en="\nJust a moment, nearly done…"),
    }
)

UPLOAD = Text(zh="正在上传第 {index}/{count} 个文件…", en="Uploading file {index}/{count}…")
CREATED = Text(
    zh="已下单，编号 {id}。如果中断了，可以接着等：ima wait {id}",
    en="Ordered as {id}. If this is interrupted, go on with: ima wait {id}",
)
CREATED_OFFLINE = Text(
    zh="已下单，编号 {id}。离线任务在这个程序里进行，程序结束它就结束。",
    en="Ordered as {id}. Offline it is made inside this program, and ends with it.",
)
DELIVERY = Text(zh="正在保存结果（{count} 个）…", en="Saving the results ({count})…")

# Where the layer that failed is known; else as follows from `why`.
SLOW_ON_THE_WAY = Text(
    zh="连不上 {who}：{why}。任务还在进行，不会再扣积分；{pause} 秒后再查。",
    en="{who} can't be reached: {why}. Your task is still running; you won't be charged again. Checking again in {pause} s.",
)
_SLOW = Text(
    zh="服务暂时没有回应。任务还在进行，不会再扣积分；{pause} 秒后再查。",
    en=(
        "No answer from the service right now. Your task is still running; you won't be charged again. "
        "Checking again in {pause} s."
    ),
)
SLOW: Mapping[Why, Text] = MappingProxyType(
    {
        Why.PENDING: _SLOW,
        Why.NO_ADDRESS: Text(
            zh="结果已经生成，正在等下载地址；{pause} 秒后再查。",
            en="The result is ready, but its link isn't yet; checking again in {pause} s.",
        ),
        Why.UNANSWERED: _SLOW,
        Why.MALFORMED: _SLOW,
        Why.OTHER_TASK: _SLOW,
        Why.DENIED: _SLOW,
        Why.UNAUTHORIZED: Text(
            zh="密钥暂时不被接受，但任务还在进行，不会再扣积分。请检查密钥；{pause} 秒后再查。",
            en="The key isn't accepted right now, but your task is still running; you won't be charged again. "
            "Please check the key. Checking again in {pause} s.",
        ),
        Why.RATE_LIMITED: Text(
            zh="查询太频繁了。任务还在进行，{pause} 秒后再查。",
            en="The service is busy. Your task is still running; checking again in {pause} s.",
        ),
        Why.NOT_FOUND: _SLOW,
        Why.UNDELIVERED: Text(
            zh="结果已经生成，还没能保存到本机；{pause} 秒后再试。",
            en="The results are ready but couldn't be saved yet; trying again in {pause} s.",
        ),
    }
)

# In a chat nobody asks again and nothing can be done: what matters is that nothing is lost.
_GOES_ON = Text(
    zh="服务暂时没有回应。任务还在进行，不会再扣积分。",
    en="No answer from the service right now. Your task is still running; you won't be charged again.",
)
SLOW_IN_CHAT: Mapping[Why, Text] = MappingProxyType(
    {
        **dict.fromkeys(Why, _GOES_ON),
        Why.NO_ADDRESS: Text(zh="结果已经生成，马上就好。", en="The result is ready and will be here in a moment."),
        Why.UNAUTHORIZED: Text(
            zh="密钥暂时不被接受，请检查一下。任务还在进行，不会再扣积分。",
            en="The key isn't accepted right now, please check it. Your task is still running; you won't be charged again.",
        ),
    }
)

# Step 3
_DONE_FACTS = Text(
    zh="\n• 模型：{model}\n• 耗时：预计 {lowest}~{highest}s，实际 {actual}s\n• 消耗积分：{total} pts",
    en="\n• Model: {model}\n• Time: {actual}s (estimated {lowest}~{highest}s)\n• Cost: {total} pts",
)


def _done(zh: str, en: str) -> Text:
    return Text(zh=zh + _DONE_FACTS.zh, en=en + _DONE_FACTS.en)


DONE: Mapping[Medium, Text] = MappingProxyType(
    {
        Medium.IMAGE: _done("✅ 图片生成成功！", "✅ Your image is ready!"),
        Medium.VIDEO: _done("✅ 视频生成成功！", "✅ Your video is ready!"),
        Medium.MUSIC: _done("✅ 音乐生成成功！", "✅ Your music is ready!"),
        Medium.SPEECH: Text(
            zh="✅ 语音合成成功！\n• 模型：{model}\n• 耗时：实际 {actual}s\n• 消耗积分：{total} pts",
            en="✅ Your audio is ready!\n• Model: {model}\n• Time: {actual}s\n• Cost: {total} pts",
        ),
    }
)
LENGTH = Text(zh="\n• 时长：约 {duration}", en="\n• Length: about {duration}")
LINK = Text(zh="🔗 原始链接：{url}", en="🔗 Original link: {url}")
VIDEO_LINK = Text(zh="🔗 视频链接（可复制分享）：\n{url}", en="🔗 Video link (copy to share):\n{url}")
COVER = Text(zh="\n🖼️ 封面：{cover}", en="\n🖼️ Cover: {cover}")
HINT = (
    Text(
        zh="💡 提示：当前任务也许用 {model} 也会不错（{trait}，{points} pts）",
        en="💡 Tip: {model} might work well here too ({trait}, {points} pts)",
    ),
    Text(
        zh="💡 提示：当前任务也许用 {model} 也会不错（{points} pts）",
        en="💡 Tip: {model} might work well here too ({points} pts)",
    ),
)

# Step 4: the reason follows
FAILED: Mapping[Medium, Text] = MappingProxyType(
    {
        Medium.IMAGE: Text(zh="❌ 图片生成失败", en="❌ Image generation failed"),
        Medium.VIDEO: Text(zh="❌ 视频生成失败", en="❌ Video generation failed"),
        Medium.MUSIC: Text(zh="❌ 音乐生成失败", en="❌ Music generation failed"),
        Medium.SPEECH: Text(zh="❌ 语音合成失败", en="❌ Speech synthesis failed"),
    }
)
REASON = Text(zh="\n• 原因：{reason}", en="\n• Reason: {reason}")
INSTEAD = Text(zh="\n• 建议改用：", en="\n• Try instead:")
ONE_INSTEAD = (
    Text(zh="\n  - 同款换 {size}（{points} pts）", en="\n  - the same model in {size} ({points} pts)"),
    Text(zh="\n  - {model}（{trait}，{points} pts）", en="\n  - {model} ({trait}, {points} pts)"),
    Text(zh="\n  - {model}（{points} pts）", en="\n  - {model} ({points} pts)"),
)
RETRY_WITH_OTHER = Text(zh="\n\n需要我帮你用其他模型重试吗？", en="\n\nShall I retry with another model?")
# at a terminal nobody hears an answer
NAME_ONE = Text(zh="\n\n要用其中一个，请指定模型。", en="\n\nTo use one of them, name it as the model.")
# the Nano Banana runbook's own form: one line of advice
ADVISED = Text(zh="\n• 建议：{advice}", en="\n• Suggestion: {advice}")
SWITCH = (
    Text(zh="改用 {model}（{trait}，{points} 积分）", en="switch to {model} ({trait}, {points} pts)"),
    Text(zh="同款换 {size}（{points} 积分）", en="the same model in {size} ({points} pts)"),
    Text(zh="改用 {model}（{points} 积分）", en="switch to {model} ({points} pts)"),
)
OR = Text(zh="，或", en=", or ")
RETRY = Text(zh="\n\n需要我帮你重试吗？", en="\n\nShall I retry?")
KEPT = Text(zh="\n• 已完成并保留：{count} 个", en="\n• Finished and kept: {count}")
CHARGED_LINE = Text(zh="\n• {charge}", en="\n• {charge}")
UNCHARGED = Text(zh="没有扣积分", en="Nothing was charged")
# After an envelope that says 500 that is an assumption, the only one (decision 18 bis): who reads it knows where to look.
UNCHARGED_BY_REFUSAL_LINE = Text(
    zh="\n• 服务方拒绝了订单，按没有扣积分处理；错误 500 之后，以账户为准",
    en="\n• The service refused the order, so this counts as nothing charged; after an error 500 your account has the last word",
)
UNCHARGED_LINE = Text(zh="\n• 没有扣积分", en="\n• Nothing was charged")
