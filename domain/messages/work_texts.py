"""What is said of works of several media, zh and en, as data.

Source: the vendor's "User Experience Protocol", which has one generation in mind, carried over: one acknowledgement, one start
with the whole price and time, i/N, each result as it comes, one end.
"""

from collections.abc import Mapping
from types import MappingProxyType

from imastudio.domain.messages.text import Text
from imastudio.domain.works import StepStatus

WORK_ACKNOWLEDGED = Text(
    zh="收到！这需要好几步：{media}。我先排好，再报价 🎬",
    en="OK! This takes several steps: {media}. Planning and pricing first 🎬",
)
WORK_STARTED = (
    Text(
        zh="🎬 开始制作，共 {count} 步\n• 预计耗时：{lowest} ~ {highest} 秒（能同时做的会同时做）\n• 消耗积分：{total} pts",
        en="🎬 Starting: {count} steps\n• Expected: {lowest} ~ {highest} s (what can run at once does)\n• Points: {total} pts",
    ),
)
WORK_WENT_ON = Text(
    zh="🎬 接着做，共 {count} 步\n• 还需积分：{total} pts",
    en="🎬 Going on: {count} steps in all\n• Still to pay: {total} pts",
)
STEP_STARTED = Text(
    zh="⏳ {step}：{medium}，{model}，{points} pts，已下单",
    en="⏳ {step}: {medium}, {model}, {points} pts, ordered",
)
STEP_DONE = Text(zh="✅ {done}/{count} {step}", en="✅ {done}/{count} {step}")
STEP_DONE_AT = Text(zh="✅ {done}/{count} {step}：{place}", en="✅ {done}/{count} {step}: {place}")
STEP_NOT_DONE = Text(zh="{step}（已完成 {done}/{count}）", en="{step} ({done}/{count} done)")
STEP_UNKNOWN = Text(
    zh="❓ {step}：不清楚这一步有没有扣积分，所以不会再下单；需要它的步骤先停下。请到账户里看一下。",
    en="❓ {step}: it's unclear whether this step was charged, so it won't be ordered again, and the steps that need it "
    "are on hold. Please check your account.",
)
STEP_RUNS = Text(
    zh="⏳ {step} 还在继续，积分已付，不会丢失。", en="⏳ {step} is still running; it is paid for and nothing is lost."
)
STEP_REFUSED = Text(zh="⏸ {step}：{reason}", en="⏸ {step}: {reason}")
WORK_ASKS = Text(
    zh="后面的步骤先停下，没有你的同意不会再下单。",
    en="The remaining steps are on hold; nothing more will be ordered without your OK.",
)
FILM_STARTED = Text(zh="🎞 正在把它们剪成一部片子…", en="🎞 Assembling the film…")
FILM_MADE = Text(zh="🎬 片子好了（{seconds} 秒）：{path}", en="🎬 The film is ready ({seconds} s): {path}")
FILM_MADE_IN_CHAT = Text(zh="🎬 片子剪好了，{seconds} 秒。", en="🎬 The film is cut, {seconds} s long.")
WORK_ENDED = (
    Text(
        zh="✅ 全部完成：{done}/{count} 步，共 {points} pts。",
        en="✅ All done: {done}/{count} steps, {points} pts in all.",
        when={"how": "done"},
    ),
    Text(
        zh="⏸ 停在这里：完成 {done}/{count} 步，共 {points} pts。",
        en="⏸ Stopped here: {done}/{count} steps done, {points} pts so far.",
        when={"how": "stopped"},
    ),
    Text(
        zh="⏳ 等待已经结束，任务还在继续，积分已付：完成 {done}/{count} 步，共 {points} pts。",
        en="⏳ I've stopped waiting; the tasks are still running and paid for: {done}/{count} steps done, {points} pts so far.",
        when={"how": "running"},
    ),
    Text(
        zh="⚠️ 没有全部做成：完成 {done}/{count} 步，共 {points} pts；没做成的：{missing}。",
        en="⚠️ Finished with gaps: {done}/{count} steps done, {points} pts in all. Not made: {missing}.",
    ),
)
UNSAVED = Text(zh="已经生成并付费，但没能存到本机：{unsaved}。", en="Made and paid for, but not saved here: {unsaved}.")
GO_ON_WITH = (
    Text(
        zh="接着做：ima work resume {id} --offline",
        en="Go on with: ima work resume {id} --offline",
        when={"offline": True},
    ),
    Text(zh="接着做：ima work resume {id}", en="Go on with: ima work resume {id}"),
)
REDO_WITH = (
    Text(
        zh="重做其中一步：ima work run {id} --redo {step} --offline",
        en="Redo a step: ima work run {id} --redo {step} --offline",
        when={"offline": True},
    ),
    Text(
        zh="重做其中一步（另付积分）：ima work run {id} --redo {step}",
        en="Redo a step (paid for again): ima work run {id} --redo {step}",
    ),
)

# the plan, as it is proposed
PLAN_HEAD = (
    Text(
        zh="《{title}》共 {count} 步，画面 {ratio}，{total} 积分，预计 {lowest} ~ {highest} 秒",
        en="“{title}”: {count} steps, {ratio}, {total} points, {lowest} ~ {highest} s expected",
    ),
    Text(
        zh="《{title}》共 {count} 步，{total} 积分，预计 {lowest} ~ {highest} 秒",
        en="“{title}”: {count} steps, {total} points, {lowest} ~ {highest} s expected",
    ),
    Text(
        zh="共 {count} 步，{total} 积分，预计 {lowest} ~ {highest} 秒",
        en="{count} steps, {total} points, {lowest} ~ {highest} s expected",
    ),
)
PLAN_STEP = (
    Text(
        zh="{step}  {task}  {model}  {points}×{n} 积分",
        en="{step}  {task}  {model}  {points}×{n} points",
        when={"many": True},
    ),
    Text(zh="{step}  {task}  {model}  {points} 积分", en="{step}  {task}  {model}  {points} points"),
)
PLAN_STATUS = Text(zh="［{status}］", en="[{status}]")
PLAN_FILM = (
    Text(zh="片子：{shots}（约 {seconds} 秒）{sound}", en="Film: {shots} (about {seconds} s){sound}"),
    Text(zh="片子：{shots}{sound}", en="Film: {shots}{sound}"),
)
PLAN_MUSIC = Text(zh="，配乐 {music}", en=", music {music}")
PLAN_VOICE = Text(zh="，旁白 {voice}", en=", voice {voice}")

STATUSES: Mapping[StepStatus, Text] = MappingProxyType(
    {
        StepStatus.WAITING: Text(zh="等待", en="waiting"),
        StepStatus.READY: Text(zh="可以开始", en="ready"),
        StepStatus.RUNNING: Text(zh="进行中", en="running"),
        StepStatus.DONE: Text(zh="完成", en="done"),
        StepStatus.FAILED: Text(zh="失败", en="failed"),
        StepStatus.UNKNOWN: Text(zh="不清楚", en="unknown"),
        StepStatus.REFUSED: Text(zh="未下单", en="not ordered"),
        StepStatus.BLOCKED: Text(zh="受阻", en="blocked"),
    }
)
