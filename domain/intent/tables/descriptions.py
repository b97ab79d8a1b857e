"""What no description of a picture sounds like: orders to do something else, questions, exclamations, sums.

These are looked for only where no word names a medium: such words are asked about, never presumed to be a picture.
"""

import re

# English verbs of other work. They count at the beginning, before a word that only an order has behind its verb.
_OTHER_VERBS = (
    "add|adjust|advise|analy[sz]e|answer|arrange|ask|attach|book|brainstorm|bring|browse|buy|calculate|call|cancel|charge|"
    "check|clean|clear|close|code|compare|compress|compute|configure|confirm|connect|contact|convert|copy|correct|count|"
    "crop|debug|define|delete|deploy|describe|diagnose|dictate|dim|divide|do|download|edit|email|enable|enhance|enlarge|"
    "erase|estimate|evaluate|explain|export|extract|fetch|fill|find|fix|flip|follow|format|forward|get|give|google|"
    "grab|guess|hand|help|hide|identify|import|improve|increase|insert|install|invite|join|keep|launch|learn|let|link|"
    "list|load|lock|log|look up|lookup|lower|mail|merge|message|multiply|mute|name|navigate|notify|open|order|organi[sz]e|"
    "paste|pause|pay|phone|pick|pin|plan|post|predict|press|print|proofread|prove|provide|publish|pull|push|put|quote|"
    "rate|read|recommend|refactor|refund|reformat|remind|remember|remove|rename|repeat|replace|reply|report|reschedule|research|"
    "reserve|reset|resize|restore|review|rewrite|roast|run|save|scan|schedule|scroll|search|sell|send|set|share|shorten|"
    "shuffle|sign|simplify|skip|solve|sort|spell|split|start|stop|submit|subscribe|subtract|suggest|sum|summari[sz]e|"
    "surprise|switch|take|teach|tell|test|text|throw|track|transcribe|transfer|translate|try|turn|tweet|type|undo|"
    "uninstall|unsubscribe|update|upgrade|upload|upscale|use|verify|vote|wait|wake|warn|watch|weigh|zip|zoom"
)
_OBJECT = (
    "me|us|him|them|it|this|that|these|those|my|our|your|his|their|the|a|an|some|any|all|every|everything|something|up|"
    "down|out|off|on|over|back|for|if|how|what|why|whether|where|when|who|which|to|[0-9.]+"
)
# English words that begin no order though a pronoun or an article follows: any other word there is a verb, whichever it is.
_NO_VERB_EN = (
    "in|on|at|under|over|above|below|behind|beside|inside|outside|near|through|across|around|along|between|among|against|by|with|"
    "without|within|into|onto|from|of|off|for|like|as|than|to|towards?|beyond|during|before|after|until|since|atop|amid(?:st)?|"
    "beneath|underneath|past|via|despite|and|or|but|when|while|where|if|because|though|although|once|unless|half|all|both|not|just|"
    "only|even|such|quite|rather|many|up|down|out|about|throughout|alongside|opposite|upon|versus|vs|also|then|always|here|there|is|"
    "are|was|were|[a-z]+ing|[a-z]{3,}ed|[a-z]+ly|draw|darw|drwa|paint|sketch|illustrate|picture|imagine|film|shoot|make|create|generate|"
    "design|want|show|depict|render|portray|visuali[sz]e|capture|see|wan|doodle|whip|knock|cook|throw|put|mock|scribble"
)
_OBJECT_OF_ANY = "me|us|him|them|it|this|these|those|my|our|your|his|their|an?|some|any|every"
NO_DESCRIPTION_EN = re.compile(
    rf"(?:(?:please|pls|hey|hi|ok|okay|so|now|then|just|also|can you|could you|would you|will you|go|kindly)[ ,]+)*"
    rf"(?:(?:{_OTHER_VERBS}) (?:{_OBJECT})\b|(?!(?:{_NO_VERB_EN}) )[a-z]+ (?:{_OBJECT_OF_ANY})\b"
    r"|(?:without|and|but|or|yes|yeah|yep|sure|nope|instead|otherwise|because|thanks|thank)\b[^,]*\Z"
    r"|(?:one|two|three|four|five|[2-9]|a few|some) more\b"
    r"|[a-z]+ (?:me|us|him|them|it|myself|yourself|you)\b"
    r"|(?:i|i'm|i've|i'd|i'll|im|you|you're|we|we're|it's|its|that's|there's|he|he's|she's|they|they're|let's|don't|"
    r"stop|never|no more|how|why|what|which|when|where|who)\b(?! want (?:a|an|some)\b)"
    r"|(?:meh|ugh+|wow|lol|lmao|omg|hm+|argh|yikes|ouch|oops|duh|yay|hooray|damn|wtf|bruh|dude|nah|yuck|e+w+|aw+|sigh|"
    r"whoa|woah|phew|huh|haha+|hehe+|rip|bro|sheesh|welp|anyway|anyways|whatever|hurry)\b)"
)
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
# Words that answer or thank, whatever comes behind them.
REPLY = re.compile(
    r"(?:yes|yeah|yep|sure|no(?=,)|nope|thanks|thank you)\b|谢谢|多谢|感谢(?!信|卡)|(?:好的?|可以|行|嗯),"
)
# Behind these a question or an order is seen or heard, not put to us; and these ask for a picture after all.
SHOWN = re.compile(
    r"\b(?:says?|saying|reads?|asks?|asking|titled|called)\b|写着|说着|问|喊着|(?:画|做|拍|写|描绘)(?:出来|下来)"
)
# Words of somebody's own day, which describe nothing that is to be made, even where they name a medium: "brb making a coffee".
OWN_DAY = re.compile(
    r"(?:\A|[,，。!] ?)(?:今天|昨天|前天|昨晚|今早|今晚|刚刚|刚才?|最近|这几天|上周|周末)"
    r"(?!的|[^,，。]*的[^的,，。]{1,8}[,，。!]*\Z)"
    r"|\b(?:brb|afk|tbh|rn|gtg|omw)\b|\b(?:today|yesterday|last (?:night|week|month|year)|"
    r"this (?:morning|afternoon|evening)|the other day)[.! ]*\Z"
    r"|\A(?:i|we|he|she|they|you|(?:my|the) [a-z]+)(?: just| always| really| never)? (?:watched|saw|made(?! of)|makes|heard|"
    r"read|found|loves?|loved|got|took|takes|plays|played|sent|sold|bought|told|said|yelled|shouted|screamed|muttered|texted|thinks?)\b"
    r"|\A我.{0,4}(?:画|做|拍|写|唱|弹|看)[了过完]"
    r"|\A[a-z]+ is (?:so |too |very )?(?:hard|fun|easy|boring|great|cool|nice|tough)\b"
    r"|\bwish (?:i|we|you|he|she|they)(?:'d| had| could have|'ve)\b|\A(?:saw|heard|watched|went|met) (?:an?|the|my|some|to)\b"
    r"|(?:要是|如果|早知道|可惜|当时).{0,20}(?:就好了|多好)"
    r"|\A(?:today|yesterday|last night|this morning|lately|earlier)\b|\b(?:for now|still (?:thinking|deciding|working on))\b"
)
SUM = re.compile(
    r"[0-9 .,+\-*/x÷=()%?^]+\Z|.*[0-9] ?(?:乘以?|除以|加上?|减去?|等于|plus|minus|times|divided by|squared)"
    r" ?(?:[0-9]|what|多少|几)"
)
TALK_ENDS_ZH = re.compile(
    r"(?:死(?:我|人)?了|了没|什么鬼|好不好|对吧|行吧|就这|太.{1,4}了|(?<![酒网水贴])吧|[吗呢呀嘛么啊])[。!?~]*\Z"
)
