"""What a description of a picture is built like, and what is not: talk is told by the small words of its grammar.

A description is a thing, or somebody who does something. Talk has a speaker, a verb that judges or tells what was, an order to do
something else, a question, or points at what nobody has shown. Each pattern holds for the folded spelling.
"""

import re

from imastudio.domain.intent.halves import Halves

# English ---------------------------------------------------------------------------------------------------------------

_END = r"(?![a-z'-])"
_CRIES_EN = (
    "meh|ugh+|wow|lol|lmao|lmfao|rofl|omg|hm+|argh|yikes|ouch|oops|duh|yay|hooray|damn|wtf|bruh|dude|nah|yuck|e+w+|aw+|sigh|"
    "whoa|woah|phew|huh|haha+|hehe+|rip|bro|sheesh|welp|anyways?|whatever|hurry|thx|thanks?|ty|tysm|cheers|congrats|yes|yeah|yep|"
    "yup|sure|nope|ok|okay|btw|imo|imho|tbh|ngl|fyi|idk|brb|afk|gtg|smh"
)
# Who speaks or is spoken to: nobody who is seen.
_SPEAKER_EN = (
    "i|i'm|im|i've|ive|i'd|i'll|we|we're|we've|we'd|we'll|us|me|myself|you|you're|you've|you'd|you'll|yours?|u|ur|ya"
)
# What stands for somebody or something that was not named, asks, or refuses.
_POINTS_EN = (
    "it|it's|its|he|he's|his|she|she's|her|hers|they|they're|their|them|him|that|that's|thats|this|these|those|there|there's|theres|"
    "who|whose|(?:who|what|how|where|when|why)(?:'?s)?|which|let's|lets|don't|dont|stop|never|no more|instead|otherwise|because|"
    "if|not(?! (?:an?|the|[0-9]))"
)
# A word before these is a verb, whichever it is, and so an order: "order a pizza", "put it on".
_OBJECT_EN = "me|us|him|them|it|this|that|these|those|my|our|your|his|their|the|an?|some|any|every|everything|something"
# But for these, and those that make something.
_NO_VERB_EN = (
    "in|on|at|under|over|above|below|behind|beside|inside|outside|near|through|across|around|along|between|among|against|by|with|"
    "without|within|into|onto|from|of|off|for|like|as|than|to|towards?|beyond|during|before|after|until|since|atop|amid(?:st)?|"
    "beneath|underneath|past|via|despite|and|or|but|when|while|where|if|because|though|although|once|unless|half|all|both|not|just|"
    "only|even|such|quite|rather|many|up|down|out|about|throughout|alongside|opposite|upon|versus|vs|also|then|always|here|there|is|"
    "are|was|were|[a-z]+ing|[a-z]{3,}ed|[a-z]+ly|draw|darw|drwa|paint|sketch|illustrate|picture|imagine|film|shoot|make|create|generate|"
    "design|want|show|depict|render|portray|visuali[sz]e|capture|see|wan|doodle|whip|knock|cook|throw|put|mock|scribble"
)
_LONGER = (
    "(?:(?:fast|slow|small|long|short|bright|dark|warm|cool|cold|loud|quiet|tall|sharp|soft|light|old|young|high|low|crisp|calm|bold|"
    "thick|cheap|clean|deep|rich|smooth|rough|tight|strong|near|fresh|clear)er|(?:larg|clos|wid|cut|simpl|loos|nic|whit)er|"
    "(?:bigg|redd|thinn|sadd|hott|dimm)er|(?:happ|funn|heav|mood|eas|cloud|cris?p|curv|dream|nois|scar)ier|better|worse|more|less|fewer|further)"
)
_OPENERS_EN = r"(?:(?:please|pls|hey|hi|hello|ok|okay|so|now|then|just|also|and|but|um|well|go|kindly|no|oh|ah)[ ,]+)*"
# How talk begins.
TALK_EN = re.compile(
    rf"{_OPENERS_EN}(?:(?:{_CRIES_EN}){_END}(?!,? (?:(?:please|pls|plz|can you|could you) )?(?:draw|paint|make|create|do)\b)"
    rf"|(?:{_SPEAKER_EN}|{_POINTS_EN}){_END}"
    rf"|(?!(?:{_NO_VERB_EN}) )[a-z]+ (?:{_OBJECT_EN}){_END}"
    r"|(?:without|and|but|or)\b[^,]*\Z"
    # what is only said to be more, or again
    rf"|(?:(?:an? (?:bit|little|touch|tad|lot)|much|way|far|even|slightly) )*{_LONGER}"
    r"(?: [a-z]+)?(?: (?:and|but|please|pls|now|overall)\b.*)?\Z"
    r"|(?:one|two|three|four|five|[2-9]|a few|some) more\b"
    r"|[a-z]+ [0-9]+ [a-z]+ (?:to|into|in) [a-z]+\Z|put an? [a-z]+ on (?:him|her|it|them)\b|add [a-z ]+ to\b"
    r"|(?:[a-z]+ )?(?:number|no\.?|option|version|#) ?(?:[0-9]|one|two|three|four)(?: (?:please|pls))?\Z)"
)
# What tells or judges, in a clause that begins with no "a": "photography used to be my job", "the colours came out muddy".
TOLD_EN = re.compile(
    r"(?<![a-z'-])(?:is|isn't|are|aren't|was|wasn't|were|weren't|am|been|had|has|have|haven't|hasn't|did|didn't|does|doesn't|do|"
    r"don't|could|couldn't|would|wouldn't|should|shouldn't|must|can't|cannot|won't|used to|needs?(?= (?:to|an?|more|some)\b)"
    r"|(?<= )(?:gave|went|came|took|knew|wrote|drew|sang|began|chose|drove|forgot|grew|spoke|threw|became|got|gets|said|told|"
    rf"thought|kept|seems?|seemed|looked|sounded|feels?|felt|looks?(?= (?!like|as))|sounds?(?= like)|"
    rf"(?:just|really|already|literally|usually|hardly)(?= [a-z]))){_END}"
)
# What of a clause only tells which one.
WHICH_EN = re.compile(r"\b(?:that|which|what|how|who|whose|where|when|while|as if|as though)\b")
INDEFINITE_EN = re.compile(r"(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|[0-9]+|some|several|many|no)\b")
SPEAKER_EN = re.compile(
    rf"(?<![a-z'-])(?<!\bof )(?<!\blike )(?<!\band )(?<!\bwith )(?<!\bthank )(?:{_SPEAKER_EN}){_END}"
)
ENDS_TALK_EN = re.compile(
    r"\b(?:ones?|instead|again|too|anymore|either|neither|though|tho|option|lol|lmao|haha+|tired|bored|yet|already)[.! ]*\Z"
)
# Chinese ---------------------------------------------------------------------------------------------------------------

_PERSON_ZH = "我|你|您|咱|俺|老板|老师说|客户|妈妈说|领导"
_CRIES_ZH = "哎|唉|哇|呃|嗯|噢|喔|呜|嘤|欸|诶|呸|切,|靠,|卧槽|我去|天哪|天啊|救命|妈呀|牛逼|烦死|无语|笑死|气死|累死"
# Behind these an order of other work begins, unless what is to be made follows: 帮我订一张机票, 把这段翻成英语.
_ORDER_ZH = (
    "帮我|帮忙|帮(?:他|她|大家|咱)|请(?!柬|帖|愿|给我|来)|麻烦|替我|把(?!手|戏|柄)|将(?!军|领|来|士)|能(?:不能|否|帮|给)|可不可以|"
    "可以(?:帮|给|把|教|发)|给(?:我(?:妈|爸|老|朋)|老|妈|他|她|大家)(?!.{0,6}的)|用一句话|告诉|提醒|教我|推荐(?!的)|"
    "查(?:一|下|询)|搜(?:一|下|索)|翻译|总结|解释|介绍一下|列出|算(?:一|下|出)|删(?:掉|除|了)|发(?:给|到|个?(?:朋友圈|邮件|短信|微信))|"
    "打开(?!的)|关(?:闭|掉)(?!的)|让我|陪我|叫我|给.{1,6}(?:起|取).{0,2}名|记住|找(?:客服|人工)|转人工|提取|压缩|上传|下载|转发|分享"
)
NO_DESCRIPTION_ZH = re.compile(
    rf"(?:(?:那|嗯|好的?|然后|现在|先|再|快|赶紧|你好|嗨|哈喽|小助手)[,。! ]*)*"
    rf"(?:(?:{_ORDER_ZH})|(?:{_PERSON_ZH})(?!要|想要|需要|们?的|和|与|家)|(?:{_CRIES_ZH})|[哈呵嘻嘿啊额]{{2}})"
)
QUESTION_ZH = re.compile(
    r"(?:多少|几(?:个|点|号|岁|块|米|次|年)|什么|啥|怎么|怎样|如何|为什么|为何|哪(?!吒|怕)|谁(?!知)|吗|呢|是不是|有没有|能不能|会不会|"
    r"好不好|行不行|对不对|等于)(?!.*的[^的我你它,。?]{1,12}[。!]?\Z)"
)
# Behind these a question or an order is seen or heard, not put to us; and these ask for a picture after all.
SHOWN = Halves(
    r"\b(?:says?|saying|reads?|asks?|asking|titled|called)\b|写着|说着|问|喊着|(?:画|做|拍|写|描绘)(?:出来|下来)"
)
# Words of somebody's own day, which describe nothing that is to be made, even where they name a medium: "brb making a coffee".
OWN_DAY = Halves(
    r"(?:\A|[,，。!] ?)(?:今天|昨天|前天|昨晚|今早|今晚|刚刚|刚才?|最近|这几天|上周|周末)"
    r"(?!的|[^,，。]*的[^的,，。]{1,8}[,，。!]*\Z)"
    r"|\A(?:today|yesterday|last night|this morning|lately|earlier)\b"
    r"|\b(?:today|yesterday|last (?:night|week|month|year)|this (?:morning|afternoon|evening)|the other day)[.! ]*\Z"
    r"|\bwish (?:i|we|you|he|she|they)(?:'d| had| could have|'ve)\b|\A(?:saw|heard|watched|went|met) (?:an?|the|my|some|to)\b"
    r"|\A我.{0,4}(?:画|做|拍|写|唱|弹|看)[了过完]"
    r"|(?:要是|如果|早知道|可惜|当时).{0,20}(?:就好了|多好)"
)
SUM = re.compile(
    r"[0-9 .,+\-*/x÷=()%?^]+\Z|.*[0-9] ?(?:乘以?|除以|加上?|减去?|等于|plus|minus|times|divided by|squared)"
    r" ?(?:[0-9]|what|多少|几)"
)
# A Chinese thing that is pointed at, and no name of one behind it: 那条小狗改成白色的.
POINTS_ZH = re.compile(r"[那这该](?:一|两|几|些)?[个只条张位块朵棵座把件段首幅匹辆本](?!.*的[^的我你它,。]{2,}\Z)")
TALK_ENDS_ZH = re.compile(
    r"(?:死(?:我|人)?了|了没|什么鬼|好不好|对吧|行吧|就这|太.{1,4}了|(?<![酒网水贴])吧|[吗呢呀嘛么啊])[。!?~]*\Z"
)
# Short words that sound like talk with us: an answer, a wish about something that is there, an order to do something.
SAID_TO_US = re.compile(
    r"\A(?:[0-9一二三四五六七八九十a-e]{1,4}|选.{1,2})\Z"
    r"|\A(?:不要|别(?!墅|人|致|针|忘)|去掉|去除|换|改(?!革)|横过来|竖过来|倒过来|翻转|旋转|选(?!美|择|手)|发给|"
    r"发我|推荐|有什么|"
    r"有没有|为什么|怎么|太(?!阳|空|极|平)|再|还要|还是|重新|用回|便宜的|贵的|加个|加上|删|放大|缩小|调(?!酒|"
    r"色盘)|变成?|弄|"
    r"脸(?!谱|盆)|手指|手(?!机|表|工|绘|办|里|中|术|链|套|推|风琴)|字(?!幕|画|母|典)|颜色|背景太|声音太|爱你|"
    r"想你|等等|快点|慢点|"
    r"大点|小点|多点|少点|给我看|告诉我|帮我看|我要投诉|你|您|咱|可不可以|能不能|是不是|听不|看不|我不|我没|我只|"
    r"我还|我已|我刚|"
    r"我先|我想问|我觉得|我希望|我需要)(?!.*的[^的我你它]{2,}\Z)"
    r"|(?:太.{1,4}了|不够.{1,4}|不像|不对|不好|不行|一点|一些|点儿?|吗|呢|(?<![酒网水])吧|啊|呀|哈+|笑死|好烦|"
    r"烦死了?|好累|累死了?|无语|了吗|好了|算了|那个|这个|哪个)\Z"
    r"|\A[^,]{1,10}(?:下雨|下雪|打翻|来|累|饿|困|病|哭|笑|死)了|叫我|提醒我|甲方|领导|老板说"
)
