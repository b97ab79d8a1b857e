"""What the keys of the wish document mean, in both languages."""

from collections.abc import Mapping
from types import MappingProxyType

from imastudio.domain.messages import Text

MEANINGS: Mapping[str, Text] = MappingProxyType(
    {
        "prompt": Text(
            zh="要生成什么，任何语言都可以；朗读时是要读的文字。",
            en="What to make, in any language; for text_to_speech the text to speak.",
        ),
        "task_type": Text(
            zh="任务：由什么做成什么。没有输入时按文生图，有一张图时按图生图。",
            en="What is made of what. Without inputs text_to_image is assumed, with one image image_to_image.",
        ),
        "model": Text(
            zh="模型的编号或常用名。不写时用已保存的模型，否则用默认模型。",
            en="A model id or a name people use. Left out: the user's saved model, else a good default.",
        ),
        "version_id": Text(
            zh="模型的某个版本；不写时用最高版本。",
            en="One version of the model; left out, the highest.",
        ),
        "tier": Text(
            zh="没有指定模型时，要哪一档。",
            en="What kind of model, if none is named.",
        ),
        "scope": Text(
            zh="可选模型的范围。",
            en="Which models there are to choose from.",
        ),
        "images": Text(
            zh="作为起点或参考的图片：本地路径或 https 地址。",
            en="Pictures to start from or to refer to: local paths or https addresses.",
        ),
        "videos": Text(
            zh="参考视频：本地路径或 https 地址。",
            en="Videos to refer to: local paths or https addresses.",
        ),
        "audios": Text(
            zh="参考音频：本地路径或 https 地址。",
            en="Sounds to refer to: local paths or https addresses.",
        ),
        "inputs": Text(
            zh="按顺序列出所有素材，代替 images、videos、audios；不同种类之间的先后重要时用它。",
            en="All media in one list, instead of images, videos and audios, where their order across kinds matters.",
        ),
        "size": Text(
            zh="模型提供的尺寸，例如 2K。",
            en="As the model offers it, such as 2K.",
        ),
        "aspect_ratio": Text(
            zh="画面比例，例如 16:9。",
            en="Such as 16:9.",
        ),
        "resolution": Text(
            zh="分辨率，例如 1080p。",
            en="Such as 1080p.",
        ),
        "duration": Text(
            zh="视频时长，秒。",
            en="Length of a video in seconds.",
        ),
        "quality": Text(
            zh="画质，部分模型有。",
            en="Where the model has a quality.",
        ),
        "params": Text(
            zh="模型的其他参数，按名称填写。",
            en="Any other parameter of the model, by its name.",
        ),
        "n": Text(
            zh="要几个结果；每个都要扣积分。",
            en="How many results; each is charged.",
        ),
        "max_points": Text(
            zh="整个订单最多花多少积分，超过就不下单。",
            en="The most the whole order may cost, in points. A dearer one is refused.",
        ),
        "request_id": Text(
            zh="你给这次订单起的名字：同一用户在同一台机器上带着它再发一次，得到的是原来的订单，不会重复扣积分。",
            en="A name of your own for this order: sent again with it, for the same user on the same machine, the first order "
            "comes back and nothing is paid twice.",
        ),
        "strict": Text(
            zh="只按原样下单，被拒绝后也不调整。",
            en="Order exactly this or nothing, also after a refusal.",
        ),
        "deliver_to": Text(
            zh="把结果下载到本机的这个文件夹；最后一段写成 {date}-{model}-{n} 这样，就按它命名。",
            en="A folder on this machine into which the results are downloaded; a last part such as {date}-{model}-{n} "
            "names them.",
        ),
    }
)
