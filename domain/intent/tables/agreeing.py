"""What says yes to a price, and what may stand beside a yes: phrases of the folded spelling, parted by "/".

Whoever misses one adds it where it belongs. What is not here is asked about once more, which costs a word; a wrong yes costs
money. Each clause is made of these phrases in this order alone, so that no two of them make a third thing:
好 is a yes, 好画 none.
"""

import re
from collections.abc import Iterable


def _phrases(text: str) -> frozenset[str]:
    """Return the phrases of a text, one with an apostrophe also without it."""
    told = {one.strip() for one in text.replace("\n", "/").split("/")} - {""}
    return frozenset(told | {one.replace("'", "") for one in told})


def _either(*phrases: Iterable[str]) -> str:
    """Return a pattern of phrases, the longest first; those in Latin are whole words."""
    longest = sorted({one for some in phrases for one in some}, key=lambda one: (-len(one), one))
    latin, others = (
        "|".join(re.escape(one) for one in longest if one.isascii() is is_latin) for is_latin in (True, False)
    )
    found = [rf"(?<![a-z0-9'])(?:{latin})(?![a-z0-9'])"] if latin else []
    return "|".join([*([others] if others else []), *found])


# Signs that say yes in any language.
SIGNS = _phrases("👌 / 👍 / ✅ / 🆗")
# What may begin a clause, and says nothing: "oh go on".
HUMS_EN = _phrases("""
oh / ooh / aw / aww / ah / ha / haha / hahaha / lol / lmao / wow / omg / mm / hm / well / then / now / i said / i mean
i meant
""")
# Words that say yes, whatever else of a yes comes behind them: "ok do it".
YES_EN = _phrases("""
yes / yeah / yea / yep / yup / yh / ya / aye / ok / okay / okie / oki / k / kk / sure / alright / all right / righto
alrighty / yeh / of course / sure thing / right you are / very well / so yes / yes indeed / yes to that / by all means
""")
# Words that say yes alone, or behind one: "perfect", "ok great", but not "a great start".
ADJECTIVES = _phrases("""
y / great / good / perfect / fine / correct / exactly / absolutely / definitely / agreed / approved / confirmed / accepted
reasonable / doable / affirmative / indeed
""")
# What is said in the end, to say yes: "go ahead".
DONE_EN = _phrases("""
go / go ahead / go on / go for it / please do / yes do / do it / do that / do that one / just do it / order / order it
order that / order this / order them / order away / order that one / place it / place the order / place my order
place an order / you may order / you can order / you can start / you may start / you may proceed / you may go ahead / buy it
i'll take it / i take it / i'll have it / i'll buy it / book it / ship it / send it / run it / hit it / roll it / bring it on
sign me up / have at it / put it through / ring it up / charge it / charge me / proceed / please proceed / please order
please order it / please go ahead / carry on / continue / crack on / get it done / get on with it / let's go / let's do it
let's do this / let's do that / let's order / let's roll / let's have it / make it so / make it now / print it / render it
off you go / on you go / start it / confirm / confirm it / i confirm / i agree / i consent / i accept / approve / i approve
sold / deal / sounds good / sounds great / sounds good to me / looks good to me / looks right / looks correct / works for me
that works for me / sounds like a plan / fine by me / fine with me / good with me / good to go / lgtm / sgtm / i'm in
i'm happy with that / i'm content with that / happy with that / that'll do / that will do / that works / that will do nicely
that'll do nicely / that's right / that's correct / that is right / that is correct / that's the one / that is the one
that's the ticket / let us do it / do the needful / get cracking / too right / hell yes / hell yeah / heck yes / why not
take my money / take my points / shut up and take my money / shut up and take my points / thumbs up
""")
# Praise, which is no yes and takes nothing of one away: "lovely, yes". It is a clause of its own, or ends one.
PRAISE_EN = _phrases("""
better / much better / there we go / there you go / there we are / phew / lovely / gorgeous / nice / cool / awesome / amazing
beautiful / sweet / brilliant / stunning / fab / wonderful / fantastic / excellent / splendid / love it / like it / i love it
i like it / looks good / looks great / looks fine / looks lovely / sounds lovely / spot on / that's it / that is it / cute
dope / fair enough / that's great / that's good / that's lovely / that's perfect / that's fine / it's perfect / it's lovely
not bad / very good / very nice / so nice / so cute / so cool / finally / no problem
""")
# What ends a clause and says nothing.
TAILS_EN = _phrases("""
then / thanks / thank you / thank you very much / thanks a lot / many thanks / thx / ty / ta / cheers / mate / bro / dude
man / buddy / love / dear / sir / ma'am / boss / pal / my friend / lol / haha
""")
# Behind a yes these say nothing; behind praise they ask for a change: "cute please".
PLEAS = _phrases("""
please / pls / plz
""")
# The same in Chinese: what may begin a clause.
HUMS_ZH = _phrases("""
哈 / 哈哈 / 嘿嘿 / 嘻嘻 / 哦 / 噢 / 唉 / 哎 / 诶 / 嗨呀 / 哇 / 啊 / 终于 / 我是说
""")
# Words that say yes, whatever else of a yes comes behind them: 好的下单.
YES_ZH = _phrases("""
好 / 好的 / 好呀 / 好啊 / 好呢 / 好嘞 / 好滴 / 好哒 / 好咧 / 好哇 / 好撒 / 好嘛 / 好噻 / 好哦 / 好噢 / 好啦 / 好吧 / 好耶
好的吧 / 好的呢 / 好的呀 / 好的好的 / 行 / 行的 / 行吧 / 行叭 / 行嘛 / 行啊 / 行啦 / 行呀 / 行哦 / 可以 / 可以的 / 可以嘛
可以啊 / 可以呀 / 可以吧 / 可以哦 / 可以啦 / 可以滴 / 可以接受 / 可以做了 / 可以画了 / 可以生成了 / 可以下单了 / 可以开始了
嗯 / 嗯嗯 / 嗯呐 / 嗯呢 / 嗯哼 / 对 / 对的 / 对头 / 对啊 / 对呀 / 对喽 / 没错 / 没问题 / 没有问题 / 没意见 / 没有意见 / 没毛病
当然 / 当然可以 / 是的 / 确认 / 确定 / 同意 / 必须的 / 必须滴 / 妥妥的 / 得嘞 / 得行 / 要得 / 阔以 / ok / ok的 / yes / yep
""")
# What is said in the end, to say yes: 就这样.
DONE_ZH = _phrases("""
就这样 / 就这样吧 / 就这样了 / 就这样子 / 就这样子吧 / 就这么着 / 就这么着吧 / 就这么办 / 就这么办吧 / 就这么来 / 就这么来吧
就要这样的 / 就要这样 / 就这么定 / 就这么定了 / 就酱 / 照这样 / 照此办理 / 照办 / 就它 / 就它了 / 就它吧 / 就这个 / 就这个了
就这个吧 / 就要它 / 就要它了 / 就要这个 / 就要这个了 / 我要这个 / 要这个 / 成就这个吧 / 就按这个价 / 按这个来 / 就按这个来
就按这个办 / 这样可以 / 这样行 / 走起 / 搞起 / 搞起来 / 搞起来吧 / 整起 / 弄起 / 开搞 / 开干 / 开工 / 开整 / 安排 / 安排上
安排吧 / 定了 / 敲定 / 成交 / 准了 / 批准 / 批准了 / 批了 / 必须做 / 可以提交 / 可以执行 / 能接受 / 我能接受 / 这个能接受
价格能接受 / 价格可以 / 价格没问题 / 这个价可以 / 这个价格可以 / 确认下单 / 确认提交 / 确认生成 / 立即执行 / 我同意 / 我确认
冇问题 / 走你 / 赶紧的 / 冲鸭 / 落单 / 妥了 / 恁个 / 就恁个
""")
# Words that say yes where the clause holds nothing else: 要, but not 要快.
ALONE_ZH = _phrases("""
是 / 是啊 / 是呀 / 是哦 / 要 / 要的 / 要啊 / 要啦 / 成 / 中 / 妥 / 可 / 善 / 管 / 整 / 搞 / 冲 / 来 / 下 / 昂 / 做 / 画 / 拍
弄 / 唱 / 念 / 读 / 录 / 买 / 付 / 办 / 做做做 / 画画画 / 买买买 / 冲冲 / 冲冲冲 / 来来来 / 下下下 / 要要要 / 搞搞搞 / 整整整
中中中 / 走走走 / 能行 / 巴适 / 得劲
""")
# What is done once a price is agreed to: 做吧, 请生成, 那就下单; but not who pays for whom, nor a third word: 对唱吧.
DOING_ZH = (
    r"(?:请|那就|赶紧的?|赶快|麻烦|帮我|给我)*+(?:就这么|就这样|就按这个|照这个|按这个)?(?:生成|制作|执行|提交|下单|出图|开始)(?:吧|呗|啦)?"
    r"|(?<![好行对])(?:(?:请|那就|赶紧的?|赶快|麻烦|帮我|给我)*+(?:就这么|就这样|就按这个|照这个|按这个)?"
    r"[做画拍整搞弄办唱念读录配](?:它|起来)?(?:吧|呗|嘛|啦|咯)(?!的)"
    r"|(?:那就|赶紧)?(?:冲|买|付|付款|支付|下|来|上|出)(?:吧|呗)(?!的)"
    r"|请?[你您](?:就|来)?[做画拍整搞弄唱念读录配](?:吧|呗|嘛|啦|咯)(?!的)"
    r"|(?:请|那就|赶紧|帮我|给我|就这么|就这样|就按这个|照这个)(?:它)?[做画拍整搞弄办唱念读录配]|[做画买](?:它))"
)
# Praise and sighs, each a clause of its own: 太可爱了，下单.
PRAISE_ZH = _phrases("""
好看 / 真好看 / 太好看了 / 好看极了 / 漂亮 / 真漂亮 / 太漂亮了 / 好漂亮 / 不错 / 很不错 / 真不错 / 挺不错 / 完美 / 太完美了
可爱 / 好可爱 / 真可爱 / 太可爱了 / 棒 / 太棒了 / 真棒 / 很棒 / 赞 / 太赞了 / 酷 / 好酷 / 太酷了 / 帅 / 好帅 / 太帅了 / 真美
太美了 / 好美 / 喜欢 / 我喜欢 / 很喜欢 / 我很喜欢 / 挺好 / 挺好的 / 很好 / 太好了 / 真好 / 这还差不多 / 这就对了 / 这才对
这回对了 / 这下对了 / 这次对了 / 不贵 / 听你的 / 聪明 / 厉害 / 可以了 / 蛮好 / 妙 / 激动 / 拼了 / 豁出去了 / 咬咬牙 / 哇塞
""")
# Courtesy, alone or at the end of a yes.
COURTESIES = _phrases("""
谢谢 / 谢谢你 / 谢谢您 / 谢谢啦 / 谢啦 / 多谢
""")
# What is said beside a yes in a clause of its own.
SMALL_ZH = _phrases("""
辛苦 / 辛苦了 / 辛苦啦 / 麻烦了 / 麻烦你 / 麻烦你了 / 麻烦您 / 麻烦您了 / 有劳 / 有劳了 / 拜托 / 老板 / 亲 / 大佬 / 兄弟
朋友 / 师傅
""")
_FRIENDLY = r"[😀😁😂😃😄😆😊😍🥰🤩😘😉🤗🙏❤💕💖🎉🥳✨🔥💪😻💯\U0001f3fb-\U0001f3ff\ufe0f\u200d]"
# Where one clause ends and another may begin: at a mark, at a friendly face, and at a gap beside Chinese.
APART = re.compile(rf"(?:[,.!;~、\n。]|{_FRIENDLY}|(?<=[\u3400-\u9fff]) | (?=[\u3400-\u9fff]))[ ]*")
_YES, _TAIL = rf"(?:(?:{_either(YES_EN, SIGNS)}) ?)++", rf"(?: ?(?:{_either(TAILS_EN)}))*+"
_ASKING_TAIL = rf"(?: ?(?:{_either(TAILS_EN, PLEAS)}))*+"
CLAUSE_EN = re.compile(
    rf"(?:(?:{_either(HUMS_EN)}) ?)*+(?:"
    rf"(?P<yes>{_YES})(?:(?:{_either(PLEAS)}) ?)?(?:(?P<done>{_either(DONE_EN)})(?: (?P=done))*)?{_ASKING_TAIL}"
    rf"|(?P<great>{_YES}(?:{_either(ADJECTIVES, PRAISE_EN)})){_TAIL}|(?P<fine>{_either(ADJECTIVES)}){_TAIL}"
    rf"|(?P<do>{_either(DONE_EN)})(?: (?P=do))*{_ASKING_TAIL}|(?:{_either(PRAISE_EN)})?{_TAIL})"
)
CLAUSE_ZH = re.compile(
    rf"(?:{_either(HUMS_ZH)}|那(?!就))*+(?P<yes>(?:{_either(YES_ZH, SIGNS)})++)?(?P<do>(?:{DOING_ZH}|{_either(DONE_ZH)})++)?"
    rf"(?:{_either(COURTESIES)})?|(?P<alone>{_either(ALONE_ZH)})|{_either(PRAISE_ZH, SMALL_ZH)}"
)
# A clause that only hums leaves off where nothing follows it.
HUM = re.compile(rf"(?:(?:{_either(HUMS_EN, HUMS_ZH)}|那)[ ,.!~]*+)++")
# What is to be done, parted by a gap alone from what may be a description: 画 老板.
_OF_THINGS = r"(?<![\u3400-\u9fff])[要做画拍整搞弄唱念读录来买][ \n]+(?=[\u3400-\u9fff])"
# These hold nothing but such words, and are no yes: a plea, a question, scorn, a laugh, and what is left off in the middle.
NO_YES = re.compile(
    r"\?|行好\W*\Z|好好的|(?:没问题|没意见|没毛病)吧|\bkk+k\b|\bk(?: k)+\b|(?:行啦|可以啦|好啦){2,}|(?<=不贵)\W*就|"
    + _OF_THINGS
    + r"|\A\W*oh\W+(?:great|sure|yeah|good|perfect|fine)\W*(?:(?:great|sure|yeah|thanks|now)\W*)*\Z"
    r"|(?:\A|[,.!~] ?|\b(?:yes|yeah|yep|yup|ok|okay|sure|fine|aye|y|k|it|that|ahead) )right\W*\Z"
    r"|[.…。](?:\s*[.…。])+|…|[,、]\s*\Z"
)
REPEATED = re.compile(r"(?<=[a-z])([a-z])\1{2,}")
