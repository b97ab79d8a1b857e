"""What people say that is about the talk: taking something back (不对, "no wait"), lists of shots, and work that we don't do."""

from imastudio.domain.intent.rows import row, table, words
from imastudio.domain.intent.tags import Tag

# These take something back, and nothing else.
SURELY_BACK = frozenset(
    words(
        "算了 不对 哦不对 啊不对 噢不对 等等不对 错了 说错了 写错了 打错了 搞错了 弄错了 我说错了 我写错了 更正 "
        "更正为 口误 我是说 no_wait wait_no "
        "no_sorry sorry_no oh_wait oops i_mean i_meant i_meant_to_say scratch_that strike_that sorry_i_meant "
        "sorry_i_mean "
        "my_mistake my_bad no_actually actually_no on_second_thought correction"
    )
)
TABLE = table(
    row(
        Tag.INSTEAD,
        "算了 不对 哦不对 啊不对 噢不对 等等不对 错了 说错了 写错了 打错了 搞错了 弄错了 我说错了 我写错了 更正 "
        "更正为 口误 我是说 "
        "我的意思是 改成 换成 改为 换为 改到 还是 还是要 应该是 等等 等一下 等下 哦不 啊不 噢不 改用 换用 "
        "还是用 算了还是 "
        "no_wait wait_no no_sorry sorry_no oh_wait oops i_mean i_meant i_meant_to_say scratch_that strike_that "
        "or_rather "
        "sorry_i_meant sorry_i_mean my_mistake my_bad no_actually actually_no on_second_thought make_it make_that "
        "make_them rather change_it_to change_that_to change_to actually better_make_it better_yet let's_make_it "
        "no_make_it correction wait sorry hmm hold_on pardon my_apologies nope nah switch_it_to switch_to_it "
        "太多了 太少了 too_many that's_too_many that's_a_lot that's_overkill",
    ),
    row(
        Tag.SHOT,
        "分镜 分镜头 分镜脚本 镜头一 镜头二 镜头三 镜头1 镜头2 镜头3 第一幕 第二幕 第1幕 第2幕 第一镜 第二镜 "
        "场景一 场景二 场景1 "
        "场景2 shot_1 shot_2 shot_one shot_two scene_1 scene_2 scene_one scene_two shot_list storyboard",
    ),
    row(Tag.CONTENT, "close-up close_up closeup"),
    # Work that we don't do: what is asked for, and what is to be done.
    row(
        Tag.TEXT,
        "绝句 律诗 五言绝句 七言绝句 七律 五律 宋词 提示词 选题 点子 主意 创意 旅行计划 诗 诗歌 古诗 现代诗 "
        "二维码 条形码 聊天机器人 小程序 公众号 问卷 合同 课件 教案 插件 软件 应用程序 3d打印 三维模型 可打印的模型 "
        "藏头诗 作文 论文 文章 邮件 信 情书 简历 代码 "
        "程序 脚本 笑话 故事 小说 周报 日报 "
        "报告 总结 文案 广告语 "
        "食谱 菜谱 攻略 对联 祝福语 检讨书 请假条 申请书 通知 贺词 祝词 大纲 评语 辞职信 自我介绍 歌单 演讲稿 "
        "发言稿 朋友圈 小红书 表格 excel ppt pdf word文档 网页 网站 "
        "游戏 3d模型 剧本 "
        "qr_code barcode chatbot chat_bot discord_bot telegram_bot browser_extension plugin questionnaire "
        "contract lesson_plan worksheet 3d_printable 3d_print "
        "3d_printed_part stl_file "
        "prompts ideas titles hashtags tweet tweets poem poems essay essays email emails letter resume cv code script joke "
        "jokes story stories novel "
        "report summary "
        "article articles blog_post blog recipe caption captions haiku spreadsheet presentation powerpoint program "
        "function website app cover_letter to-do_list itinerary python_script python 3d_model",
    ),
    row(
        Tag.JOB,
        "放首 放一首 播首 teach_me show_me_how remind_me 提醒我 "
        "列一个 列个 列一下 列一份 克隆我 克隆他 克隆她 克隆一下 克隆这 帮我想 帮想 叫我 翻译 翻译一下 翻译成 "
        "总结 总结一下 概括 解释 "
        "解释一下 计算 算一下 查一下 查询 查查 "
        "搜索 搜一下 百度 "
        "提醒我 预订 打电话 发邮件 "
        "发送 转发 删除 删掉 删了 清空 打开 关闭 下载 导出 告诉我 背诵 聊聊 陪我 安排 规划 列出 预约 打车 "
        "点外卖 取消 撤销 讲个 "
        "讲一个 说个 说一个 唱歌给我听 退款 充值 播放音乐 放音乐 放首歌 修改代码 写代码 登录 注册 "
        "erase fix_my_code fix_this_code translate summarize summarise explain calculate search  look_up remind "
        "email call delete open close "
        "download export tell tell_me cancel refund solve debug schedule order_me buy book_me set_an_alarm "
        "set_a_timer "
        "turn_off turn_on play_music play_a_song remind_me forget proofread rewrite rephrase define",
    ),
)
