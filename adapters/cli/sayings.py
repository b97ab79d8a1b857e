"""What the command line itself says, in Chinese and English; everything about a generation is said by the phrasebook."""

from collections.abc import Mapping
from types import MappingProxyType

from imastudio.domain.orders import Language

_SAYINGS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        # asked and answered
        "confirm": ("共 {total} 积分，下单吗？[y/N]", "This costs {total} points. Order it? [y/N]"),
        "dry_run": ("仅试算，没有下单。", "A dry run: nothing was ordered."),
        "nothing_open": ("没有未完成的任务。", "Nothing is unfinished."),
        "nothing_here": ("没有记录。", "Nothing to show."),
        "settled": ("已记为成立，继续等待：ima wait {id}", "Noted as taken. Go on with: ima wait {id}"),
        "forgotten": ("内容已清除，积分与编号保留。", "Blanked; points and ids are kept."),
        "pillow_missing": (
            "离线下单需要 Pillow：pip install 'imastudio[fake]'",
            "Offline orders need Pillow: pip install 'imastudio[fake]'",
        ),
        "offline_gone": (
            "离线结果在命令结束后就没有了；要保留请加 -o 文件夹。",
            "Offline results are gone when this command ends; keep them with -o DIR.",
        ),
        # the demo
        "fake_at": ("自带的模拟服务器：{url}", "The bundled fake server listens at {url}"),
        "fake_spent": (
            "\n模拟服务器记了 {points} 积分；没有花费真实积分。",
            "\nThe fake server booked {points} points; nothing real was spent.",
        ),
        # the doctor
        "unwritable": ("{folder} 不可写：{why}", "{folder} can't be written to: {why}"),
        "unfinished": ("可读，未完成 {count} 个", "readable, {count} unfinished"),
        "offline": ("离线：自带的模拟服务器", "offline: the bundled fake server"),
        "skew": ("与服务器相差 {seconds} 秒", "{seconds} s ahead of the service's"),
        "accepted": ("有效，可用的语音模型 {count} 个", "accepted, {count} speech models listed"),
        # headings
        "model": ("模型", "Model"),
        "model_id": ("模型编号", "Model id"),
        "version": ("版本", "Version"),
        "attribute": ("价格编号", "Attribute id"),
        "parameters": ("参数", "Parameters"),
        "points": ("积分", "Points"),
        "time": ("时间", "Time"),
        "notice": ("注意", "Note"),
        "task": ("类型", "Task type"),
        "sizes": ("尺寸 / 时长", "Sizes / seconds"),
        "ratios": ("比例", "Ratios"),
        "id": ("编号", "Id"),
        "when": ("时间", "When"),
        "status": ("状态", "Status"),
        # values
        "price": ("每个 {points} × {n} = {total}", "{points} each × {n} = {total}"),
        "seconds": ("{lowest}～{highest} 秒", "{lowest} to {highest} s"),
    }
)


def say(saying: str, language: Language, **facts: object) -> str:
    """Return a saying, filled in."""
    return _SAYINGS[saying][language == "en"].format(**facts)
