#!/usr/bin/env python3
"""Make an image, a video, music or speech with IMA Studio. All work is done by the `imastudio` package."""

import os
import shutil
import sys

try:
    from imastudio.adapters.cli.published import main
    from imastudio.domain.orders import Scope
except ModuleNotFoundError:
    program = shutil.which("ima")
    if program is None:
        sys.exit(
            "This skill needs the program ima. Install it with: pipx install imastudio (or: uv tool install imastudio)"
            "\n这个技能需要 ima 程序，请安装：pipx install imastudio（或 uv tool install imastudio）"
        )
    os.execv(program, [program, "skill", "run", "ima-all-ai", *sys.argv[1:]])  # noqa: S606 - our own program, with our own arguments

if __name__ == "__main__":
    sys.exit(main(Scope.ALL_IN_ONE))
