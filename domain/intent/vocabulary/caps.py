"""How people say the most that an order may cost: 不超过20积分, "max 20 points".

A pattern of `CAPS` holds for a whole clause, one of `TAILS` at the end of one, one of `INSIDE` anywhere in it; the number
is the group `n`.
"""

_ZH = "[0-9][0-9,]{0,9}|[一二两三四五六七八九十百]{1,6}"
_EN = r"[0-9][0-9,]{0,9}|(?:twenty|thirty|sixty|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen)\b"
_N_ZH = rf"(?P<n>{_ZH}) ?(?:个)?"
_N_EN = rf"(?P<n>{_EN})[ -]?"
_POINTS = "(?:积分|点数|points?|credits?)"
_UNIT_ZH = "(?:积分|点数|分(?!钟)|点|points?|credits?)"
_UNIT_EN = r"(?:points?|credits?|pts)(?![a-z])"
_MOST_ZH = (
    "(?:不要|不能|不可以|不得|不可|不许|不|别|勿)(?:再)?(?:超过|超出|超|高于|大于|多于)|最多|至多|顶多|少于|低于|小于|上限|限额|"
    "控制在|限制在|<=|≤|<"
)
_MOST_EN = (
    "at most|max(?:imum)?(?: of)?|up to|no more than|not more than|not over|not above|no higher than|under"
    "|below|less than|"
    "fewer than|within|not exceeding|<=|≤|<"
)
_LEAD_ZH = (
    "(?:但|而且|并且|请|要|每张|每个|每段|每首|每条|总共|一共|总|价格|价钱|费用|花费|成本|预算|积分|我的|我|只|能|可以|控制|"
    "保持|是|在|用|花|扣)*"
)
_MIDDLE_ZH = "(?:只|能|可以|花费|花|用|扣|消耗|收|要|是|为|到|在|[:：])*"
_WITHIN = "(?:以内|之内|以下|之下|内|封顶|为限|为上限)"
_TAIL_ZH = "(?:的?预算)?(?:吧|哦|啊|就行|就好|就可以|的)?"
_LEAD_EN = (
    "(?:(?:but|and|please|for|my|the|a|with|each|i|we|can|have|set|keep it|it|this|that|must|should|may|can"
    "|to|do|not|don't|"
    "won't|mustn't|shouldn't|cannot|can't|cost|costs|costing|pay|spend|spending|use|exceed|go|over|more than"
    "|price|budget|limit|"
    "cap|capped|only|total|in all|of|is|at|:|=) ?)*"
)
_TAIL_EN = "(?: (?:please|each|in total|total|in all|altogether|max|at most|or less|of budget))*"
CAPS = (
    rf"{_LEAD_ZH} ?(?:{_MOST_ZH}) ?{_MIDDLE_ZH} ?{_N_ZH} ?{_UNIT_ZH} ?{_WITHIN}?{_TAIL_ZH}",
    rf"{_LEAD_ZH} ?{_N_ZH} ?{_UNIT_ZH} ?{_WITHIN}{_TAIL_ZH}",
    rf"(?:我的?)?(?:总|的)?(?:预算|积分上限|上限)(?:是|为|只有|有|大概|[:：])* ?{_N_ZH} ?{_UNIT_ZH}{_TAIL_ZH}",
    (
        r"(?:总)?(?:积分|点数|预算)(?:要|得)?(?:控制在|(?:不要|不能|不|别)(?:超过|超出)|最多|上限(?:是|为)?) ?"
        rf"{_N_ZH} ?{_UNIT_ZH}?{_WITHIN}?{_TAIL_ZH}"
    ),
    rf"(?:我)?(?:只|就)(?:有|剩|能花|想花|花|用) ?{_N_ZH} ?{_UNIT_ZH}{_TAIL_ZH}",
    rf"{_LEAD_EN}(?:{_MOST_EN}) ?{_N_EN}{_UNIT_EN}{_TAIL_EN}",
    (
        rf"{_LEAD_EN}{_N_EN}{_UNIT_EN} (?:max(?:imum)?|at (?:the )?most|or (?:less|fewer|under|below)|tops|limit"
        "|cap|budget)"
        rf"{_TAIL_EN}"
    ),
    (
        "(?:please )?(?:(?:do not|don't|must not|mustn't|should not|shouldn't|may not|can't|cannot|never) "
        "(?:spend|pay|use|cost|exceed|go over|be)|not exceed)(?: (?:more than|over"
        rf"|above))? {_N_EN}{_UNIT_EN}{_TAIL_EN}"
    ),
    (
        r"(?:it|this|that) (?:must not|mustn't|should not|shouldn't|may not|can't|cannot) (?:cost|exceed|be)"
        rf"(?: (?:more than|over|above))? {_N_EN}{_UNIT_EN}{_TAIL_EN}"
    ),
    (
        "(?:with |on )?(?:a |my |the )?(?:budget|limit|cap|price limit|points limit|max points|max_points)(?: of"
        "| is|:| =|=)? ?"
        rf"{_N_EN}(?:{_UNIT_EN})?{_TAIL_EN}"
    ),
    rf"i (?:only have|have only|have got only|'ve only got) {_N_EN}{_UNIT_EN}",
)
TAILS = (
    rf"(?:for |costing |at )?(?:{_MOST_EN}) {_N_EN}{_UNIT_EN}(?: please)?",
    rf"(?:for|in) {_N_EN}{_UNIT_EN} (?:max|at most|or less)(?: please)?",
)
# This is a cap where it corrects one: 最多20积分，不对，30积分.
ALONE = rf"(?P<n>{_ZH}|{_EN})[ -]?(?:个)?{_UNIT_ZH}(?:以内|吧)?"
# These hold anywhere in a clause: 画一张不超过20积分的猫, 用20积分以内画一只猫.
INSIDE = (
    rf"(?:价格|费用|花费|成本)?(?:(?:不要|不能|不|别)(?:超过|超出)|最多|至多)(?:花|用)? ?{_N_ZH}{_POINTS}{_WITHIN}?的?",
    rf"(?:用|在|花)? ?{_N_ZH}{_POINTS}{_WITHIN}的?",
)
# Where these stand before it in its clause, the points are of a game, a scale or an inscription.
OF_A_THING = (
    r"写|印|标|刻|显示|关于|得分|比分|球|考试|试卷|记分|计分|游戏|[“\"'\ue000]"
    r"|\b(?:says?|saying|reads?|reading|words?|text|about|titled|called|labell?ed|scor\w*|game|player|team"
    "|match|star|card|sign"
    r"|coupon|loyalty|antlers?|stag|buck|deer|crown|polygon|dart\w*)\b"
)
