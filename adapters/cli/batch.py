"""`ima batch` and `ima budget`: their options and what their help says; the work is imported when it is begun."""

from typing import Any

import click

from imastudio.adapters.cli.options import Connection, SaidOnce, connected, delivering, keeping, repeating, waiting

BATCH_EPILOG = """\b
Examples:
  ima batch wishes.jsonl -o out/ --max-points 500 > results.jsonl
  ima batch wishes.jsonl -o out/ --dry-run
  generate-wishes | ima batch - -o out/ --concurrency 20 --yes

\b
A line of FILE is a JSON object with the keys of ima create:
  {"prompt": "a lighthouse at dusk", "size": "2K", "aspect_ratio": "16:9"}
  {"prompt": "make it snow", "images": ["puppy.png"], "model": "Nano Banana Pro"}
  {"prompt": "waves", "task_type": "text_to_video", "params": {"duration": 10}}

Run it again after whatever interrupted it: what was ordered is not ordered again. The exit code is 0 if all lines are
done, else the highest of its lines."""
BUDGET_EPILOG = """\b
Examples:
  ima budget
  IMA_BUDGET=200/day,1000/month ima budget --output-json"""


@click.command(cls=SaidOnce, epilog=BATCH_EPILOG)
@click.argument("file", metavar="FILE|-", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@delivering
@click.option(
    "--concurrency", type=click.IntRange(1, 1000), default=8, show_default=True, help="So many lines at a time."
)
@click.option("--max-points", type=click.IntRange(min=0), help="The most the whole may cost, earlier runs included.")
@keeping
@click.option("--dry-run", is_flag=True, help="Quote the whole and order nothing.")
@click.option("-y", "--yes", is_flag=True, help="Agree to the price: more than 50 points need that, or a limit.")
@repeating
@waiting
@connected
def batch(**given: Any) -> int:
    """Order every line of a file, and print what came of each as a line of JSON.

    The whole is quoted before anything is ordered. A line that fails stops no other; when the points are gone, nothing more
    is ordered and what runs is waited for.
    """
    from imastudio.adapters.cli.batching import run_batch

    return run_batch(
        Connection.of(given),
        given["file"],
        deliver_to=given["deliver_to"],
        concurrency=given["concurrency"],
        max_points=given["max_points"],
        dry_run=given["dry_run"],
        yes=given["yes"],
        timeout=given["timeout"],
        again=given["again"],
    )


@click.command(epilog=BUDGET_EPILOG)
@connected
def budget(**given: Any) -> int:
    """Say what was spent this hour, today, this week and this month, and what is left.

    Budgets are set with IMA_BUDGET or --budget, such as 200/day; all processes of this machine share them.
    """
    from imastudio.adapters.cli.batching import show_budgets

    return show_budgets(Connection.of(given))
