"""Asking again: as often as said, as long as said, and without a word on the terminal."""

from collections.abc import Iterator

import pytest
import stamina
from stamina.instrumentation import RetryDetails, set_on_retry_hooks

from imastudio.adapters.ima import retries
from imastudio.adapters.ima.retries import ATTEMPTS, MAX_PAUSE_S, TryAgain, repeated
from imastudio.domain.kernel.errors import ServiceUnavailable, error_for
from imastudio.domain.kernel.failures import Failure, Kind

ERROR = error_for(Failure(kind=Kind.NETWORK))


@pytest.fixture(autouse=True)
def _fresh_hooks() -> Iterator[None]:
    """Begin and end with the hooks that stamina has by itself."""
    retries._keep_quiet.cache_clear()
    yield
    set_on_retry_hooks(None)
    retries._keep_quiet.cache_clear()


async def test_it_is_asked_again_until_it_answers() -> None:
    """Failures before an answer are forgotten."""
    calls = iter([TryAgain(ERROR), TryAgain(ERROR, after=0.0), None])

    async def call() -> str:
        error = next(calls)
        if error is not None:
            raise error
        return "answer"

    assert await repeated(call) == "answer"


async def test_it_gives_up_with_the_error_it_was_given() -> None:
    """After so many attempts what is raised is ours, and nothing hangs on it."""
    calls = []

    async def call() -> None:
        calls.append(1)
        raise TryAgain(ERROR)

    with pytest.raises(ServiceUnavailable) as caught:
        await repeated(call)
    assert caught.value is ERROR
    assert len(calls) == ATTEMPTS


async def test_other_errors_go_through_at_once() -> None:
    """Only who says so is asked again."""
    calls = []

    async def call() -> None:
        calls.append(1)
        raise KeyError

    with pytest.raises(KeyError):
        await repeated(call)
    assert calls == [1]


async def test_nothing_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    """Standard output is for answers alone."""

    async def call() -> None:
        raise TryAgain(ERROR)

    with pytest.raises(ServiceUnavailable):
        await repeated(call)
    assert capfd.readouterr() == ("", "")


async def test_what_others_repeat_is_still_told() -> None:
    """A program that uses the same library hears of its own retries, not of ours."""
    heard: list[str] = []

    def hook(details: RetryDetails) -> None:
        heard.append(type(details.caused_by).__name__)

    set_on_retry_hooks([hook])

    async def ours() -> None:
        raise TryAgain(ERROR)

    @stamina.retry(on=KeyError, attempts=2)
    def theirs() -> None:
        raise KeyError

    with pytest.raises(ServiceUnavailable):
        await repeated(ours)
    with pytest.raises(KeyError):
        theirs()
    assert set(heard) == {"KeyError"}


@pytest.mark.parametrize(("asked", "pause"), [(None, True), (2.0, 2.0), (1e6, MAX_PAUSE_S)])
def test_the_server_says_how_long(asked: float | None, pause: float) -> None:
    """What the server asks for is kept to, up to half a minute."""
    assert retries._pause(TryAgain(ERROR, asked)) == pause
