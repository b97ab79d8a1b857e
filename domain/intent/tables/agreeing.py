"""What says yes to a price, and what may stand beside a yes: phrases of the folded spelling, parted by "/".

Whoever misses one adds it where it belongs. What is not here is asked about once more, which costs a word; a wrong yes costs
money.
"""

import re
from collections.abc import Iterable


def _phrases(text: str) -> frozenset[str]:
    """Return the phrases of a text, one with an apostrophe also without it."""
    told = {one.strip() for one in text.replace("\n", "/").split("/")} - {""}
    return frozenset(told | {one.replace("'", "") for one in told})


def _either(phrases: Iterable[str]) -> str:
    """Return a pattern of phrases, the longest first; those in Latin are whole words."""
    longest = sorted(phrases, key=lambda one: (-len(one), one))
    latin, others = (
        "|".join(re.escape(one) for one in longest if one.isascii() is is_latin) for is_latin in (True, False)
    )
    return rf"(?<![a-z0-9'])(?:{latin})(?![a-z0-9'])|{others}"


# Words that say yes, whatever else of a yes comes behind them: "ok do it", 好的，下单.
YES = _phrases("""
yes / yeah / yea / yep / yup / yh / ya / aye / y / ok / okay / okie / oki / k / kk / sure / fine / very well / alright
all right / of course / sure thing / fine by me / fine with me / good with me / good to go / right you are / righto / alrighty
yeh / sounds good to me / looks good to me / doable / reasonable / splendid idea / absolutely / definitely / exactly / correct
great / good / perfect / agreed / approved / confirmed / accepted / yes do / yes indeed / yes to that
可以接受 / 对喽 / 可以做了 / 可以画了 / 可以生成了 / 可以下单了 / 可以开始了 / 好 / 好的 / 好呀 / 好啊 / 好呢 / 好嘞 / 好滴
好哒 / 好咧 / 好哇 / 好撒 / 好嘛 / 好噻 / 好哦 / 好噢 / 好啦 / 好吧 / 好耶 / 好的吧 / 好的呢 / 好的呀 / 行 / 行的 / 行吧
行叭 / 行嘛 / 行啊 / 行啦 / 行呀 / 行哦 / 可以 / 可以的 / 可以嘛 / 可以啊 / 可以呀 / 可以吧 / 可以哦 / 可以啦 / 可以滴 / 嗯
嗯嗯 / 嗯呐 / 嗯呢 / 嗯哼 / 对 / 对的 / 对头 / 对啊 / 对呀 / 没错 / 没问题 / 没有问题 / 没意见 / 没有意见 / 没毛病 / 当然
是的 / 确认 / 确定 / 同意 / 必须的 / 必须滴 / 妥妥的 / 得嘞 / 得行 / 要得 / 阔以 / 👌 / 👍 / ✅ / 🆗
""")
# What is said in the end, to say yes: "go ahead", 就这样.
DONE = _phrases("""
go / go ahead / go on / go for it / yes please / please / please do / do it / do that / do that one / just do it / order
order it / order that / order this / order them / order away / order that one / place it / place the order / place my order
place an order / you may order / you can order / you can start / you may start / you may proceed / you may go ahead / buy
buy it / i'll take it / i take it / i'll have it / i'll buy it / book it / ship it / send it / run it / hit it / roll it
bring it on / sign me up / have at it / put it through / ring it up / charge it / charge me / proceed / please proceed
carry on / continue / crack on / fire away / get it done / get on with it / let's go / lets go / let's do it / let's do this
let's do that / let's order / let's roll / make it so / make it now / print it / render it / off you go / away you go
on you go / start / start it / begin / confirm / confirm it / i confirm / i agree / i consent / i accept / approve / i approve
affirmative / sold / deal / sounds good / sounds great / looks right / looks correct / works for me / lgtm / sgtm / i'm in
i'm happy with that / i'm content with that / happy with that / that'll do / that will do / that works / that will do nicely
that'll do nicely / that's right / that's correct / that is right / that is correct / that is the one
let us do it / do the needful / put it on / get cracking / go forth / done and done / that's the one / that's the ticket
by all means / too right / hell yes / hell yeah / heck yes / why not / take my money / take my points
shut up and take my money / shut up and take my points
是 / 是啊 / 是呀 / 是哦 / 要 / 要的 / 要啊 / 要啦 / 成 / 中 / 妥 / 可 / 善 / 管 / 整 / 干 / 搞 / 冲 / 冲鸭 / 来 / 下 / 昂
妥了 / 巴适 / 恁个 / 就恁个 / 得劲 / 就这样 / 就这样吧 / 就这样了 / 就这样子 / 就这样子吧 / 就这么着 / 就这么着吧 / 就这么办
就这么办吧 / 就要这样的 / 就要这样 / 赶紧的 / 走着 / 走你 / 必须做 / 可以提交 / 可以执行 / 批了 / 能行 / 干了 / 这个能接受
价格能接受 / 立即执行 / 就这么定 / 就这么定了 / 就酱 / 照这样 / 照此办理 / 照办 / 就它 / 就它了 / 就它吧 / 就这个 / 就这个了
就这个吧 / 就要它 / 就要它了 / 就要这个 / 就要这个了 / 我要这个 / 要这个 / 就按这个价 / 按这个来 / 就按这个来 / 就按这个办
这样可以 / 这样行 / 走起 / 搞起 / 搞起来 / 搞起来吧 / 整起 / 弄起 / 开搞 / 开干 / 开工 / 开整 / 安排 / 安排上 / 安排吧 / 定了
敲定 / 成交 / 准了 / 批准 / 批准了 / 能接受 / 我能接受 / 价格可以 / 价格没问题 / 这个价可以 / 这个价格可以 / 确认下单
确认提交 / 确认生成 / 我同意 / 我确认 / 冇问题
""")
# What is done once a price is agreed to, as Chinese has it: 做吧, 请生成, 那就下单.
_DOING = (
    r"(?:(?:请|那就?|就(?!这么|这样|按)|赶紧的?|赶快|麻烦|帮我|给我|先)*+(?:就这么|就这样|就按这个|照这个|按这个)?"
    r"|请?[你您](?:就|来)?(?=[做画拍整搞弄唱念读录配生制]))"
    r"(?:生成|制作|执行|提交|下单|落单|出图|开始|开拍|付款|支付|做|画|拍|整|搞|弄|办|唱|念|读|录|配|冲|买|付|下|[来上出](?=[吧呗]))"
    r"(?:它|起来)?(?:吧|呗|嘛|啦|咯)*"
)
# Praise, a laugh and a sigh, which are no yes and take nothing of one away: "lovely, yes".
BESIDE = _phrases("""
better / much better / there we go / there you go / there we are / mint / sweet as / sorted / phew / lovely / gorgeous / nice
cool / awesome / amazing / beautiful / sweet / brilliant / stunning / fab / wonderful / fantastic / excellent / splendid
love it / like it / i love it / i like it / looks good / looks great / looks fine / looks lovely / sounds lovely / spot on
that's it / that is it / cute / dope / wow / omg / oh / ooh / aw / aww / ah / ha / haha / hahaha / lol / lmao / rofl / mm / hm
fair enough / that's great / that's good / that's lovely / that's perfect / that's fine / it's perfect / it's lovely
all good / not bad / very good / very nice / so nice / so cute / so cool / finally / no problem / i said / i mean / i meant
well / then / so / and
哈 / 哈哈 / 嘿嘿 / 嘻嘻 / 好看 / 真好看 / 太好看了 / 好看极了 / 漂亮 / 真漂亮 / 太漂亮了 / 不错 / 很不错 / 真不错 / 挺不错
完美 / 太完美了 / 可爱 / 好可爱 / 真可爱 / 太可爱了 / 棒 / 太棒了 / 真棒 / 很棒 / 赞 / 太赞了 / 酷 / 好酷 / 太酷了 / 帅
太帅了 / 真美 / 太美了 / 好美 / 喜欢 / 我喜欢 / 很喜欢 / 我很喜欢 / 挺好 / 挺好的 / 很好 / 太好了 / 真好 / 这还差不多 / 对了
这就对了 / 这才对 / 这回对了 / 这下对了 / 这次对了 / 不贵 / 听你的 / 聪明 / 厉害 / 可以了 / 行了行了 / 蛮好 / 妙 / 激动 / 拼了
豁出去了 / 咬咬牙 / 哇 / 哇塞 / 哦 / 啊 / 噢 / 唉 / 哎 / 诶 / 嗨呀 / 终于 / 我是说 / 我说的是 / 我说 / 那
""")
# 好帅 is praise, where 好 alone says yes.
BESIDE |= {f"好{one}" for one in BESIDE if not one.isascii()} - YES
# What stands at the end of a clause, or alone, and says nothing.
SMALL = _phrases("""
then / now / please / thanks / thank you / thank you very much / thanks a lot / many thanks / thx / ty / ta / cheers / pls
plz / mate / bro / dude / man / buddy / love / dear / sir / ma'am / boss / pal / my friend / lol / haha / xx
谢谢 / 谢谢你 / 谢谢您 / 谢谢啦 / 谢啦 / 多谢 / 辛苦 / 辛苦了 / 辛苦啦 / 麻烦了 / 麻烦你 / 麻烦你了 / 麻烦您 / 麻烦您了 / 有劳
有劳了 / 拜托 / 的 / 啊 / 呀 / 哦 / 呢 / 哒 / 嘞 / 滴 / 啦 / 哟 / 哇 / 嘛 / 撒 / 噻 / 喽 / 哈 / 老板 / 亲 / 大佬 / 兄弟 / 朋友
师傅 / 哈哈 / 嘿嘿 / 嘻嘻
""")
_FRIENDLY = r"[😀😁😂😃😄😆😊😍🥰🤩😘😉🤗🙏❤💕💖🎉🥳✨🔥💪😻💯\U0001f3fb-\U0001f3ff\ufe0f\u200d]"
# Where one clause ends and another may begin: at a mark, at a friendly face, and at a gap beside Chinese.
APART = re.compile(rf"(?:[,.!;~、\n…。，！]|{_FRIENDLY}|(?<=[\u3400-\u9fff]) | (?=[\u3400-\u9fff]))[ ]*")
# A clause whose every word is known: what leads to a yes, what says it, and what says nothing behind it.
LEAD = re.compile(_either(YES | BESIDE))
CLAUSE = re.compile(
    rf"(?:right |now |well )?(?P<leads>(?:(?:{LEAD.pattern}) ?)*+)"
    rf"(?:(?P<done>{_DOING}|{_either(DONE)})(?: ?(?P=done))*)?(?: ?(?:{_either(SMALL)}))*+"
)
# These hold nothing but such words, and are no yes: a plea, a question, a sneer, what is left off in the middle.
NO_YES = re.compile(
    r"行行好|(?:没问题|没意见|没毛病)吧|(?<!画)画画(?!画)|\A(?:oh )+(?:great|sure|yeah|good|perfect)\W*\Z"
    r"|(?:\A|[,.!~] ?|\b(?:yes|yeah|yep|yup|ok|okay|sure|fine|aye|y|k|it|that|ahead) )right\W*\Z"
    r"|\b(?:and|(?<!make it )so|(?<!very )well|mm|hm|oh|ah|i mean|i meant|i said)\W*\Z"
    r"|(?:那|我说|我是说|我说的是|(?<![就才回下次])对了)\W*\Z"
)
REPEATED = re.compile(r"([a-z])\1{2,}")
