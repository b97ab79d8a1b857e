"""Sends by a command: the payload is its standard input, as one line of JSON; an exit code other than 0 means "not sent".

Rules: no shell; the command does not get our key, and what it prints is nobody's business; one that hangs is ended.
"""

import asyncio
import json
import os
from collections.abc import Sequence

from imastudio.adapters.messengers.payloads import Payload

TIMEOUT_S = 60.0
_NOT_PASSED_ON = frozenset({"IMA_API_KEY"})


class SendFailed(Exception):
    """A message was not sent: `returncode` is what the command said, None where it hung or could not be started."""

    def __init__(self, returncode: int | None) -> None:
        """Keep the exit code."""
        super().__init__(returncode)
        self.returncode = returncode


class Command:
    """Hands every payload to a fresh run of a program; `argv` is its path and arguments. `timeout` is in seconds."""

    def __init__(self, argv: Sequence[str], timeout: float = TIMEOUT_S) -> None:
        """Run nothing yet."""
        self._argv = tuple(argv)
        self._timeout = timeout

    async def __call__(self, payload: Payload) -> None:
        """Send one payload. Raises SendFailed."""
        try:
            process = await asyncio.create_subprocess_exec(
                *self._argv,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.DEVNULL,
                env={name: value for name, value in os.environ.items() if name not in _NOT_PASSED_ON},
            )
        except (OSError, ValueError) as error:
            raise SendFailed(None) from error
        try:
            async with asyncio.timeout(self._timeout):
                await process.communicate(f"{json.dumps(payload)}\n".encode())
        except TimeoutError:
            raise SendFailed(None) from None
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        if process.returncode != 0:
            raise SendFailed(process.returncode)
