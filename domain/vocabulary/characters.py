"""Traditional characters beside their simplified ones, as far as the tables use them."""

_TRADITIONAL = (
    "畫張圖視頻動語樂質橫豎寬長時鐘聲無靜調機體後貴錢級藝術薦選試個這裡風遷轉變換給請幫來寫詞讀誦說幀參徵"
    "點雙兩條檔萬蘇諾靈夢緣廣傳標誌號歡繪製鏡頭規書過隻們為從將應實種練線擇隨麼嗎當預設認憶記錄檯與貓還沒"
    "別簡筆報紙頁顏鋼純強專業辦較對內該問腦電產劃譜"
)
_SIMPLIFIED = (
    "画张图视频动语乐质横竖宽长时钟声无静调机体后贵钱级艺术荐选试个这里风迁转变换给请帮来写词读诵说帧参征"
    "点双两条档万苏诺灵梦缘广传标志号欢绘制镜头规书过只们为从将应实种练线择随么吗当预设认忆记录台与猫还没"
    "别简笔报纸页颜钢纯强专业办较对内该问脑电产划谱"
)
SIMPLER = dict(zip(map(ord, _TRADITIONAL), map(ord, _SIMPLIFIED), strict=True))
