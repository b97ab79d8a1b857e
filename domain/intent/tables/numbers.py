"""Numbers in words, and the units that make a value of them."""

from collections.abc import Iterable

from imastudio.domain.intent.rows import row, table
from imastudio.domain.intent.tags import Tag

DIGITS = {
    "零": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
    "百": 100,
    "千": 1000,
}
ENGLISH = {
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "sixteen": 16,
    "seventeen": 17,
    "eighteen": 18,
    "nineteen": 19,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
    "hundred": 100,
}
SECONDS = frozenset({"s", "sec", "secs", "second", "seconds", "秒", "秒钟"})
MINUTES = frozenset({"min", "mins", "minute", "minutes", "分钟"})
# Ratios that are seldom anything else; all others need a word beside them that says so.
RATIOS = frozenset({"16:9", "9:16", "21:9", "9:21", "4:3", "3:4", "1:1", "3:2", "2:3", "4:5", "5:4"})
SURE_RATIOS = frozenset({"16:9", "9:16", "21:9", "9:21"})
# What is counted with these is a thing, or a time: 3只猫, 3岁.
COUNTING = frozenset(
    "只条个头匹座位名人种棵朵辆艘架根颗片块杯碗把双对次倍张幅段首支部份版款篇则组套年月日天点号岁米级层千百亿秒分帧万"
)
_TWO = 2
TABLE = table(
    # Some, however many: it is asked about.
    row(Tag.NUMBER, "a_bunch_of several a_few a_handful_of a_lot_of 几 好几 若干", 0),
    row(Tag.NUMBER, "dozens_of hundreds_of thousands_of tons_of loads_of lots_of a_ton_of", 0),
    row(Tag.NUMBER, "a_thousand thousand", 1000),
    row(Tag.NUMBER, "a_million million", 1000000),
    row(Tag.NUMBER, "a_couple_of a_couple a_pair_of 一对 两 二 俩", 2),
    row(Tag.NUMBER, "仨", 3),
    row(Tag.NUMBER, "a_dozen dozen", 12),
    row(Tag.NUMBER, "one a_single single 一 1", 1),
    *(row(Tag.NUMBER, word, value) for word, value in ENGLISH.items()),
    *(row(Tag.NUMBER, word, value) for word, value in DIGITS.items() if _TWO < value < DIGITS["千"]),
    row(Tag.COUNT, "来俩 要俩 俩就行 俩就好 俩就够 俩就够了 俩吧", 2),
    row(Tag.COUNT, "来仨 要仨 仨就行 仨就好 仨就够 仨就够了 仨吧", 3),
    row(Tag.SECONDS, "一分钟 a_minute_long one_minute_long a_minute one_minute 一分钟长 minute_long minute-long", 60),
)


def value_of(letters: Iterable[str]) -> int:
    """Return the number that letters of `DIGITS` spell: 25 for 二十五."""
    total = digit = 0
    for value in map(DIGITS.__getitem__, letters):
        if value in {DIGITS["十"], DIGITS["百"], DIGITS["千"]}:
            total, digit = total + (digit or 1) * value, 0
        else:
            digit = value
    return total + digit
