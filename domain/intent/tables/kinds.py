"""Things of one kind, in the folded spelling: what 换成狗 or "make it a dog" may take the place of.

A paragraph is a kind. A word that is in the description and of the same kind as the new one is what is meant.
"""

from collections.abc import Sequence

_KINDS = """
猫 小猫 猫咪 橘猫 白猫 黑猫 布偶猫 狗 小狗 狗狗 柴犬 哈士奇 金毛 柯基 泰迪 狼 狐狸 老虎 狮子 豹子 熊 小熊
熊猫 大熊猫 小熊猫 兔子 小兔子 老鼠 仓鼠 松鼠 刺猬 猴子 大象 长颈鹿 马 白马 牛 羊 绵羊 山羊 猪 小猪 鹿 小鹿
骆驼 鸡 鸭子 鹅 鸟 小鸟 麻雀 鹦鹉 老鹰 猫头鹰 仙鹤 企鹅 鱼 金鱼 锦鲤 鲸鱼 海豚 鲨鱼 乌龟 青蛙 蛇 蝴蝶 蜜蜂
蜻蜓 龙 凤凰 独角兽 恐龙 cat kitten tabby dog puppy shiba husky corgi poodle wolf fox tiger lion leopard bear
panda rabbit bunny mouse hamster squirrel hedgehog monkey elephant giraffe horse pony cow sheep goat pig deer
camel chicken duck goose bird sparrow parrot eagle owl crane penguin fish goldfish koi whale dolphin shark
turtle tortoise frog snake butterfly bee dragonfly dragon phoenix unicorn dinosaur raccoon otter koala
kangaroo

男孩 小男孩 女孩 小女孩 姑娘 小姑娘 男生 女生 男人 女人 少年 少女 老人 老爷爷 老奶奶 爷爷 奶奶 爸爸 妈妈 孩子
小孩 宝宝 婴儿 宇航员 医生 护士 老师 厨师 警察 消防员 武士 骑士 公主 王子 国王 女王 海盗 机器人 外星人 天使
boy girl man woman lady guy kid child baby teenager grandma grandmother grandpa grandfather mother father
astronaut doctor nurse teacher chef policeman firefighter samurai knight princess prince king queen pirate
robot alien angel wizard witch fisherman

玫瑰 百合 牡丹 康乃馨 向日葵 樱花 梅花 荷花 莲花 菊花 兰花 桃花 郁金香 薰衣草 绣球花 蒲公英 rose roses lily
lilies peony peonies carnation carnations sunflower sunflowers cherry_blossoms lotus tulip tulips lavender
orchid orchids daisy daisies hydrangea hydrangeas

苹果 梨 桃子 西瓜 草莓 葡萄 橙子 橘子 香蕉 柠檬 樱桃 蛋糕 面包 饺子 面条 火锅 汉堡 披萨 寿司 冰淇淋 月饼
apple apples pear pears peach peaches watermelon strawberry strawberries grapes banana bananas
lemon lemons cherry cherries cake bread dumplings noodles ramen burger pizza sushi ice_cream

咖啡 茶 奶茶 牛奶 可乐 果汁 啤酒 红酒 白酒 水 coffee tea milk cola juice beer wine whisky cocoa

汽车 跑车 卡车 公交车 自行车 摩托车 火车 高铁 飞机 直升机 轮船 帆船 小船 火箭 飞船 热气球 car sports_car
truck bus bicycle bike motorcycle motorbike train plane airplane helicopter ship boat sailboat rocket
spaceship hot_air_balloon

海边 沙滩 大海 森林 草原 沙漠 雪山 山顶 湖边 河边 田野 城市 街道 乡村 花园 公园 教室 办公室 厨房 客厅 卧室
咖啡馆 太空 月球 火星 窗台 屋顶 beach seaside ocean forest woods meadow prairie desert mountain lakeside
riverside field city street village garden park classroom office kitchen living_room bedroom cafe space moon
mars windowsill rooftop

早晨 清晨 上午 中午 下午 傍晚 黄昏 日落 日出 晚上 夜晚 夜里 深夜 白天 morning dawn noon afternoon evening
dusk sunset sunrise night midnight daytime

春天 夏天 秋天 冬天 春 夏 秋 冬 spring summer autumn fall winter

晴天 雨天 雪天 阴天 下雨 下雪 大雾 sunny rainy snowy cloudy foggy stormy rain snow fog

红色 橙色 黄色 绿色 青色 蓝色 紫色 粉色 粉红色 黑色 白色 灰色 棕色 金色 银色 red orange yellow green cyan
blue purple violet pink black white grey gray brown golden silver

水彩 油画 素描 水墨 国画 漫画 卡通 像素 写实 动漫 版画 剪纸 watercolor watercolour oil_painting sketch
ink_wash comic cartoon pixel_art realistic anime woodcut papercut

木头 木质 金属 玻璃 石头 陶瓷 塑料 纸质 毛毡 wood wooden metallic glass stone marble ceramic clay plastic felt

民谣 摇滚 爵士 说唱 流行 古风 电子 古典 布鲁斯 folk rock jazz rap pop electronic classical blues country
metal

吉他 钢琴 古筝 古琴 二胡 笛子 小提琴 大提琴 口琴 鼓 guitar piano violin cello flute harmonica drums ukulele

帽子 围巾 眼镜 墨镜 皇冠 草帽 领带 头巾 耳环 项链 hat scarf glasses sunglasses crown tie bandana earrings
necklace
"""
KINDS: Sequence[frozenset[str]] = tuple(
    frozenset(word.replace("_", " ") for word in kind.split()) for kind in _KINDS.split("\n\n")
)
# How a scene looks, rather than what it shows: from the places to what it is made of.
SETTINGS = KINDS[6:13]
# How a thing looks, whatever it is: colours and what it is made of.
LOOKS = (KINDS[10], KINDS[12])
# What is told of a scene and is no thing in it, that another could take the place of.
_ASPECTS = """
背景 颜色 色调 风格 画风 表情 姿势 动作 光线 天气 构图 角度 镜头 字体 氛围 画面
background color colour style pose expression mood lighting angle font weather
"""
ASPECTS = frozenset(_ASPECTS.split())
