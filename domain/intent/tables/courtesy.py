"""Whole clauses of courtesy, each of which is one word to us: "I was wondering if you could", 能不能麻烦您."""

import re

from imastudio.domain.intent.rows import words

_MAY = r"(?:'d| would| could| can| might| may)?"
COURTESY = re.compile(
    rf"(?:i(?:'m| am| was|'ve been)? ?(?:just )?(?:wondering|hoping|wonder)(?: if| whether)?(?: (?:you|i|we){_MAY})"
    r"(?: be (?:so kind as|able|willing|up) to| be so kind and| possibly| please| maybe)*"
    r"|would (?:it|you) be (?:at all |ever so )?(?:too much (?:trouble|to ask)|so kind as|able|possible|willing|okay|ok)"
    r"(?: for you)? to(?: (?:get|have))?"
    rf"|(?:would|do) you mind|(?:is there )?any chance (?:of|(?:you|i|we){_MAY}(?: (?:get|have))?)"
    r"|(?:could|can|may|might) (?:i|we)(?: please| possibly| just| maybe| perhaps| kindly)* "
    r"(?:get|have|trouble you for|bother you for|ask for|ask you for)"
    r"|(?:could|can|would|will) you(?:,? (?:please|possibly|kindly|maybe|perhaps|ever so kindly|be so kind as to|be able to|"
    r"be a dear and|go ahead and))+"
    r"|if (?:you(?:'d| would| could) be so kind(?: as to)?|it(?:'s| is) ?n[o']t too much (?:trouble|to ask|bother)|"
    r"you (?:don't mind|have a (?:moment|minute|sec)|get a chance))"
    r"|do me an? (?:favou?r|solid) and|(?:i'm |so )?sorry to (?:bother|trouble|be a pain|disturb)(?: you)?(?:,? but)?"
    r"|(?:thank you|thanks|cheers|ta)(?: (?:so|very|ever so)? ?much| a (?:lot|bunch|million|ton))?"
    r"(?: in advance| for your (?:help|time))?"
    rf"|much appreciated|many thanks|(?:i'd|i would) (?:really |so |very much )?(?:appreciate|love) it if you{_MAY}"
    r"|(?:能不能|可不可以|可以|能否|可否|是否可以|想|方便)?再?(?:请|麻烦|劳烦|劳驾|拜托)(?:您|你|大家)(?:帮忙|帮我|给我|替我|为我|帮)?"
    r"|(?:非常|十分|万分|太|真的)?(?:感谢|谢谢|多谢)(?:您|你|啦|了|大家|各位|不尽)*|感激不尽"
    r"|(?:抱歉|不好意思|打扰)(?:打扰|一下|了|您|你|啦)*|(?:如果|要是)?(?:您|你)?(?:方便|有空|可以|不忙|有时间)的(?:话|时候)"
    r")(?![a-z'])"
)
# What such a clause begins with.
COURTEOUS = frozenset(
    words(
        "i would do is any could can will may might if so sorry thank thanks cheers ta much many i'm i'd i've "
        "能 可 是 想 方 再 请 麻 劳 拜 非 十 万 太 真 感 谢 多 抱 不 打 如 要 您 你 有"
    )
)
# From so many characters on, a clause of courtesy leads to a wish, whatever sign ends it; in Chinese from so many signs on.
MIN_COURTESY_CHARS, MIN_COURTESY_HAN = 9, 4
# What is said around a wish, parted from it by a sign.
_SIGNS = r"(?:\s*[,.。!;~…\n][\s,.。!;~…]*+)"
# What leads to a prompt that is pasted: "use this prompt: …", 照着这段画：….
_PROMPT_ZH = "(?:提示词|描述词|咒语|prompt)"
_PROMPT = (
    rf"(?:(?:请|帮我|麻烦你?|就)*+(?:按照?|根据|照着?|用)?(?:以下|下面|这个|这段|下列|我的|这)?(?:是我(?:自己)?写好?的)?的?{_PROMPT_ZH}"
    r"(?:来|画|做|生成|出图)?(?:[,，]?照着(?:画|做|生成)(?:就行|就好|即可)?)?:\s*"
    r"|照着(?:这段|这个|下面)(?:的?(?:描述|文字))?(?:画|做|生成):\s*"
    rf"|(?:请|帮我)*+(?:按照?|根据|照着?|用)(?:以下|下面|这个|这段|下列|我的)的?{_PROMPT_ZH}(?=生成|画|做|拍|出)"
    r"|(?:please )?(?:(?:use|here's|here is|try|run|generate|make|draw) (?:(?:this|my|the|with) )*)?(?:following )?prompt ?:\s*)"
)
BEFORE = re.compile(
    rf"\s*(?:(?:(?:你|您|大家)好|嗨+|哈喽|(?:早上|上午|中午|下午|晚上)好|hello|hi|hey|hiya|good (?:morning|afternoon|evening)"
    r"|(?:hello|hi|hey) (?:there|again|team|all)|please|pls|plz|麻烦(?:你|您|了)?|请"
    r"|拜托(?:你|您|了)?|(?:抱歉|不好意思|打扰)(?:打扰|一下|了|您|你|啦)*"
    rf"|(?:i'm |so )?sorry to (?:bother|trouble|disturb)(?: you)?)[啊呀哈~]*{_SIGNS}(?:but )?)*(?:{_PROMPT})?"
)
AFTER = re.compile(
    rf"(?:(?:(?:{_SIGNS}|(?<=\?)\s*)(?:(?:非常|十分|太)?(?:感谢|谢谢|多谢)(?:您|你|啦|了|大家|各位|哈)*|拜托(?:了|你|您)*|辛苦(?:了|您|你|啦)*|麻烦(?:你|您)?了"
    r"|(?:thank you|thanks|thx|ty|cheers)(?: (?:so |very |ever so )?much| a (?:lot|bunch|million))?(?: in advance)?"
    rf"|please|pls|plz)(?![a-z]))+{_SIGNS}?|(?<=[?。!])[。.!~…\s]+)\Z"
)
