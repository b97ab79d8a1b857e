"""`make demo`: a picture and an edit of it, ordered over real sockets from the bundled fake server. No key, nothing is spent.

Rules: a state folder of its own, so that no real ledger is touched; the pictures stay, under `demo-out`.
"""

import asyncio
import os
import tempfile
from pathlib import Path

import attrs
import click

from imastudio.adapters.cli.connection import spoken_language
from imastudio.adapters.cli.messenger import Lines, messenger_for
from imastudio.adapters.cli.output import Output
from imastudio.adapters.cli.texts import say
from imastudio.domain.kernel import ExitCode
from imastudio.domain.lifecycle import Ended, News, Quoted, Result, TaskCreated, WaitEnded
from imastudio.domain.orders import Input, TaskType, Wish
from imastudio.ports.studio import Studio

SPEED = 8.0
INTO = "demo-out"
PROMPT = {"en": "a cute puppy on grass", "zh": "草地上的一只可爱小狗"}
WORK = {
    "en": "A promo video with music, starring a puppy named Max, 2 shots, 10 seconds",
    "zh": "宣传片+配乐，主角是旺财小狗，2个镜头，10秒",
}
EDIT = {"en": "the same scene in deep snow", "zh": "同样的画面，改成雪天"}


@click.command()
@click.option("--prompt", envvar="IMA_DEMO_PROMPT", help="What the picture shows.")
@click.option("--work", is_flag=True, help="End with a small work: a hero, two shots, music, and the film of them.")
def main(prompt: str | None, work: bool) -> None:
    """Order a picture and an edit of it from the bundled fake server."""
    out = Output(language=spoken_language(os.environ)[0])
    with tempfile.TemporaryDirectory(prefix="imastudio-demo-") as state:
        try:
            code = asyncio.run(
                _demo(out, (prompt or "").strip() or PROMPT[out.language], Path(state), Path.cwd() / INTO, work=work)
            )
        except KeyboardInterrupt:
            code = ExitCode.REFUSED
    raise SystemExit(code)


async def _demo(out: Output, prompt: str, state: Path, folder: Path, *, work: bool = False) -> int:
    from imastudio.adapters.wiring.studio import open_studio
    from imastudio.fakeserver import FakeIma

    into = str(folder)
    async with FakeIma(speed=SPEED) as fake:
        out.show(say("fake_at", out.language, url=fake.url))
        async with open_studio(
            api_key=fake.key,
            base_url=fake.url,
            language=out.language,
            state_dir=state,
            clock_speed=SPEED,
            environment={},
        ) as studio:
            picture = await _order(studio, out, Wish(prompt=prompt, task_type=TaskType.TEXT_TO_IMAGE, deliver_to=into))
            edit = Wish(
                prompt=EDIT[out.language],
                task_type=TaskType.IMAGE_TO_IMAGE,
                inputs=tuple(Input(path) for path in picture.files),
                deliver_to=into,
            )
            results = [picture, await _order(studio, out, edit)] if picture.ok else [picture]
            codes = [result.exit_code for result in results]
            if work:
                codes.append(await _make(studio, out, into))
        out.show(say("fake_spent", out.language, points=sum(charge.points for charge in fake.charges)))
    return max(codes)


async def _make(studio: Studio, out: Output, into: str) -> ExitCode:
    """Make a small work, and show how it goes."""
    from imastudio.domain.messages import say_plan, say_work
    from imastudio.domain.works import WorkNews, plan

    async def tell(news: WorkNews) -> None:
        out.tell(say_work(news, out.language))

    brief = plan(WORK[out.language])
    assert brief is not None  # noqa: S101 - the brief is ours
    out.show(f"\n“{WORK[out.language]}”")
    planned = await studio.price(brief)
    out.tell(say_plan(planned, out.language))
    outcome = await studio.run(planned, deliver_to=into, language=out.language, on_news=tell)
    if outcome.film is not None:
        out.show(outcome.film)
    return outcome.exit_code


async def _order(studio: Studio, out: Output, wish: Wish) -> Result:
    out.show(f"\n“{wish.prompt}”")
    async with messenger_for(out, SPEED) as lines:
        messenger = _Within(lines)
        quoted = await studio.quote(wish)
        await messenger.tell(Quoted(quoted))
        submitted = await studio.submit(wish, quote=quoted, messenger=messenger)
        result = await studio.wait(submitted.id, messenger=messenger) if submitted.generation.open else submitted
    for path in result.files:
        out.show(path)
    return result


@attrs.frozen
class _Within:
    """Tells news of a vendor that ends with this program."""

    lines: Lines

    async def tell(self, news: News) -> None:
        """Tell it as what it is: offline."""
        if isinstance(news, TaskCreated | Ended | WaitEnded):
            news = attrs.evolve(news, offline=True)
        await self.lines.tell(news)


if __name__ == "__main__":
    main()
