"""What says yes to a price, and what does not, however near it comes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imastudio.domain.intent import NO_CONTEXT, Proposal, agrees_to, interpret
from imastudio.domain.intent.tables import agreeing
from imastudio.domain.orders import InputKind, Medium
from tests.intent.conversing import offered
from tests.intent.labelled import labelled_turns

_NO_YES = """
animate that / yes but portrait / 40? do one / ok, bit slow / yes but red / yes if it's free / yes just kidding
go ahead and cancel / yes then what / yes why / yes I like cats / order pizza / order nothing / yes please stop
ok show me / go away / go ahead and ask / go ahead, make my day / yeah right / yeah, right / oh great / oh sure
say yes / yes I guess / yes I suppose / whatever / fine, whatever / ok so / yes and / yes well / make it lovely
do it right / yes for free / ok half price / yes 3 points / no yes / yes no / yes? / ok?? / not ok / do not order
yes, not really / 红火喜庆的 做吧 / 可以，不过竖版 / 嗯 再想想 / sure 🙄 / yes 🤔 / ok 👎 / yes 💸 / 好 半价 / 你付钱 好
好你付钱 / 先问问老板 / 好，先问问老板 / 好做梦 / 好梦 / 好奇 / 好久 / 好烦 / 好走 / 好说 / 好像可以 / 好 更可爱 / 好了
行了 / 可以了 / 行了吧 / 好是好 / 可以是可以 / 好，是可以 / 可能可以 / 没问题吧 / 行行好 / 好伐 / 可以伐 / 可以吗 / 好吗
好但是 / 可以但 / 好 请问 / 好 就问问 / 好 下月付 / 好就到这 / 好便宜 / 好帅 / 好漂亮 / 好的🙄 / 可以🤔 / 行👎 / 要不
画画 / 做好 / 读快 / 不好 / 好不 / 不可以 / 好，对了 / 好那 / 做得好就可以 / 好的下周 / 骗你的 可以 / 你来吧 / 你付吧
不做了 / 下次吧 / 好 再便宜点 / ok, maybe / yes, hello / 好，你好 / yes, not yet / 谢谢不用，好 / 謝謝不要了，好
谢谢别做，好 / 感谢取消吧，好的 / 谢谢便宜一点，好的 / 谢谢如果免费，好 / 多谢半价的话，可以 / 谢谢你等我问下老板，好的
谢谢换成狗，好的 / 谢谢两张，好 / 谢谢竖版，做吧 / 算了，做吧 / 算了，要 / 算了，来 / 算了算了，干
no thanks, do it please / thanks later, do it now / thank you no, yes please / ok thanks no, sure thing
i would like red, yes please / i like dogs better, yes please / we would like two, yes please
i like it cheaper, place the order / we love discounts, yes please / 上一张更好看，做吧 / 更可爱，做吧
没那么好看，做吧 / 没有之前好看，好 / 老板更喜欢，做吧 / neither, yes please / huh, yes please / whatever, yes please
meh, yes please / 晕，好 / 谢谢？好 / 更好看？好 / thanks? yes please / ok?! / ok？！ / 是？！ / 做吧？！ / 下单？。
好？。 / 要？~ / ok?. / ?ok / 干嘛 / 幹嘛 / 干嘛呢 / 干哈 / 是嘛 / 要嘛 / 付款呢 / 出图呢 / 下单呢 / 开始呢 / 买呢
好，那呢 / 行，那啊 / 好，我说啊 / 好，对了哈 / better please / much better please / better, please / cute please
so cute please / mint, please / oh please / oh please! / lol please / haha please / 不贵的，好 / 要，不贵的
可爱的 画吧 / 要，可爱的 / 漂亮的，做吧 / so please / and please / then please / 麻烦下 / 帮我下 / 请下 / 给我下
你做的 / 你画的啊 / 做的 / 好好的 / 好朋友 / 好老板 / 好兄弟 / 成亲 / 可亲 / 可可 / 是老板 / 好办 / 好画 / 真好画
挺好做 / 对付 / 真美好 / so good / so great / so perfect / good start / great start / better go / 好辛苦 / ok and then
ok, and then... / ok so then / yes so then / 嗯…… / 嗯... / …嗯… / 嗯…唉… / 那可 / 不错可 / 好是 / 可以是 / 行是 / ok...
好… / oh, sure sure / oh yeah yeah / oh great, great / oh fine / kkk / KKK / yes maybe / 好，不好 / 好，下次
好，真的吗 / yes nothing / 幹！ / 唉，干 / 哎，干！ / 老板，干 / 帮我付吧 / 给我付款 / 可以帮我付款 / 给我买嘛
请先付款 / 付啦，谢谢 / 画 老板 / 要 可爱 / 要 酷 / 弄 漂亮 / 要 老板 / 念 谢谢 / 读 我喜欢 / yes better please
ok cute please / yes nice pls / 不贵 就下单 / 喜欢 就付款 / 完美，就付款 / 能接受就下单 / 价格可以就下单 / 可以先出图
先出图 / 对唱吧 / 对付它吧 / 好对付嘛 / 对冲吧 / 好办啦 / 好好做吧 / 好好画吧 / 老板，行好 / 那能行 / 好巴适 / 好得劲
kkkk / KKKKK / ｋｋｋｋ / k k k / y charge me / y order / y do that / y now / ok, / 好， / 嗯，，， / 好、、、 / ok. . .
嗯。 。 / ok... 😊 / 嗯。。。😂 / ok...! / 嗯...， / ok...then / ok...well / yes, well / sure, oh well / 嗯 诶
好，诶！ / 好，唉 / 确定，诶 / oh great thanks / oh great, now / good now thanks / fine now thanks / yeah sorted thanks
yeah all good thanks / good buy then / buy buy / fire away / 行啦行啦 / 可以啦可以啦 / 好啦好啦，可以啦 / 画吧，唱吧
"""


_LINES = [one.strip() for one in _NO_YES.replace("\n", "/").split("/") if one.strip()]
_OFFERS = {
    "a picture": interpret("画一只猫"),
    "a text": interpret("read aloud: welcome to our shop"),
    "from a picture": interpret("animate my photo", [InputKind.IMAGE]),
    "several works": interpret("a poster and a song for my cafe").answered("media", "image"),
}


def _said_at_price(said: str, offer: str) -> Proposal:
    """Return what is understood where the price of an offer waits, whose pictures stay at hand."""
    proposal = _OFFERS[offer]
    inputs = proposal.said.inputs if proposal.said is not None else ()
    return interpret(said, inputs, context=offered(proposal, NO_CONTEXT))


@pytest.mark.parametrize("said", _LINES)
@pytest.mark.parametrize("offer", _OFFERS)
def test_what_holds_more_than_a_yes_agrees_to_nothing(offer: str, said: str) -> None:
    """However near it comes."""
    assert _said_at_price(said, offer).agrees is not True


@pytest.mark.parametrize("offer", _OFFERS)
def test_a_yes_agrees_to_any_offer(offer: str) -> None:
    """With pictures at hand as without."""
    assert _said_at_price("yes please", offer).agrees is True


@given(
    turn=st.sampled_from([turn.words for turn in labelled_turns()]),
    before=st.sampled_from(["", "yes, ", "好，", "ok "]),
    behind=st.sampled_from(["", ", hello", "，谢谢你", ", maybe"]),
    offer=st.sampled_from(sorted(_OFFERS)),
)
def test_only_what_is_a_yes_as_a_whole_agrees(turn: str, before: str, behind: str, offer: str) -> None:
    """Whatever people said anywhere, with a yes before it, and talk behind it."""
    said = f"{before}{turn}{behind}"
    assert _said_at_price(said, offer).agrees is not True or agrees_to(said)


@pytest.mark.parametrize(
    "one",
    sorted(
        agreeing.SIGNS
        | agreeing.YES_EN
        | agreeing.ADJECTIVES
        | agreeing.DONE_EN
        | agreeing.YES_ZH
        | agreeing.DONE_ZH
        | agreeing.ALONE_ZH
        | {"做吧", "请生成", "那就下单", "就这么画", "你做吧", "可以做了"}
    ),
)
def test_each_yes_of_the_tables_is_one_by_itself(one: str) -> None:
    """None is hidden by another phrase, and it may be said warmly, loudly or twice."""
    assert all(
        agrees_to(said) for said in (one, f"{one}!", f"{one}, {one}", f"lovely, {one}", f"{one} 😊", one.upper())
    )
    assert not agrees_to(f"{one}?")


_BESIDE = (
    agreeing.HUMS_EN
    | agreeing.PRAISE_EN
    | agreeing.TAILS_EN
    | agreeing.HUMS_ZH
    | agreeing.PRAISE_ZH
    | agreeing.COURTESIES
) | agreeing.SMALL_ZH


@pytest.mark.parametrize("one", sorted(_BESIDE))
def test_what_may_stand_beside_a_yes_is_none(one: str) -> None:
    """And takes nothing of one away."""
    assert agrees_to(one) is not True
    assert agrees_to(f"{one}, ok")


_WORDS = st.sampled_from(sorted(_BESIDE | agreeing.YES_EN | agreeing.DONE_EN | agreeing.YES_ZH | agreeing.DONE_ZH))
_OTHERS = st.sampled_from(
    [
        "red",
        "no",
        "cheaper",
        "16:9",
        "half",
        "later",
        "why",
        "红色",
        "不",
        "别",
        "半价",
        "便宜点",
        "竖版",
        "为什么",
        "等等",
    ]
)


@given(
    before=st.lists(_WORDS, max_size=4),
    other=_OTHERS,
    after=st.lists(_WORDS, max_size=4),
    gap=st.sampled_from([" ", ", "]),
)
def test_one_word_that_is_not_known_and_nothing_is_agreed_to(
    before: list[str], other: str, after: list[str], gap: str
) -> None:
    """Wherever it stands."""
    assert agrees_to(gap.join([*before, other, *after])) is not True


@given(said=st.text(alphabet="好的是行可以嗯对吧做画来了那就请你 ,yesokgoditnwrl", max_size=300))
def test_a_long_answer_is_read_at_once(said: str) -> None:
    """Whatever is repeated in it."""
    assert agrees_to(f"{said}*") is not True


@pytest.mark.parametrize(
    ("said", "media"),
    [
        ("好", "video"),
        ("做吧", "video"),
        ("画吧", "image"),
        ("draw it", "image"),
        ("唱吧", None),
        ("拍吧", None),
        ("录吧", None),
    ],
)
def test_what_is_to_be_done_tells_the_medium_that_was_asked_about(said: str, media: str | None) -> None:
    """A mere yes takes the first that was offered; a verb of another medium never does."""
    asked = interpret("做一个关于春天的作品")
    assert asked.doubts[0].choices == ("video", "image")
    assert asked.heard(said).media == (None if media is None else Medium(media))


@pytest.mark.parametrize("said", ["保存", "记住吧", "save it", "ok, keep that"])
def test_what_is_to_be_kept_agrees_to_no_price(said: str) -> None:
    """It answers only whether a model is to be kept."""
    assert agrees_to(said) is not True


_SPRING, _VEO, _TEAPOTS = "做一个关于春天的作品", "a video of a cat with Veo 4", "来六张不同角度的茶壶"


@pytest.mark.parametrize(
    ("wish", "said", "picked"),
    [
        (_SPRING, "no, a picture", "image"),
        (_SPRING, "an image please", "image"),
        (_SPRING, "第二个", "image"),
        (_SPRING, "就要一张", "image"),
        (_SPRING, "要视频", "video"),
        (_SPRING, "the first one", "video"),
        (_VEO, "pixverse please", "pixverse"),
        (_VEO, "the first", "veo-3.1-generate-preview"),
        (_TEAPOTS, "一张", 1),
        (_TEAPOTS, "4张", 4),
        (_TEAPOTS, "第一个", 4),
        *((_SPRING, said, None) for said in (
            "no video", "不要视频", "i hate videos", "anything but video", "neither video nor image", "cancel the video",
            "视频太贵了", "除了视频", "why video", "video or image", "视频？", "no one", "both", "拍吧", "唱吧",
            "谢谢不用，好的", "ok?!",
        )),
        *((_VEO, said, None) for said in ("veo is too expensive", "not veo", "kling sucks", "可灵太贵", "why veo?")),
        *((_TEAPOTS, said, None) for said in ("not 4", "不要4张", "why 4", "i said 4 times", "4:3")),
    ],
)  # fmt: skip
def test_a_choice_is_picked_by_who_takes_it(wish: str, said: str, picked: object) -> None:
    """Not by who refuses it, asks about it, or says a word that holds it; then it is asked about again, or answered."""
    asked = interpret(wish)
    heard = asked.heard(said)
    value = {_SPRING: heard.media, _VEO: heard.model, _TEAPOTS: heard.n}[wish]
    taken = value if heard.topic is None and not heard.open and heard.prompt == asked.prompt else None
    assert taken == picked
