"""What people say when they take back what they just said: 不对, "no wait", 改成.

`SURE` may stand anywhere before what is meant, `CHANGING` behind a break, and `LOOSE` only before one: "no, 10s" is no "no 10s".
"""

from imastudio.domain.intent.vocabulary.entries import words

SURE = words(
    "不对 哦不对 啊不对 噢不对 等等不对 错了 说错了 写错了 打错了 搞错了 弄错了 我说错了 我写错了 更正 更正为 口误 "
    "我是说 我的意思是 no_wait wait_no no_sorry sorry_no oh_wait oops i_mean i_meant i_meant_to_say scratch_that "
    "strike_that or_rather sorry_i_meant sorry_i_mean my_mistake my_bad no_actually actually_no on_second_thought"
)
CHANGING = words(
    "改成 换成 改为 换为 改到 还是 还是要 应该是 变成 make_it make_that make_them rather change_it_to change_that_to change_to "
    "actually better_make_it better_yet let's_make_it no_make_it correction"
)
LOOSE = words(
    "不 不是 不要 哦不 啊不 噢不 等等 等一下 等下 算了 抱歉 对不起 no nope nah wait sorry hmm hm hold_on erm um er uh oh "
    "my_apologies pardon"
)
# Small words between the two: "no wait, I want it in 4K"; and behind them: 2K吧, "4K please".
BETWEEN = frozenset(
    words(
        "要 用 请 我要 我想要 还是 就 是 换 画 做 来 给我 改 改用 换用 使用 选 应该 比例 分辨率 时长 尺寸 use using "
        "with in at to for it let's i i'd want prefer like please make do the a an it's should be as of need only "
        "just resolution size ratio duration aspect"
    )
)
BEHIND = frozenset(
    words(
        "吧 啊 哦 呢 了 好了 的 就行 就好 好 谢谢 please instead then thanks thank_you ok okay now long 长 ratio resolution"
    )
)
