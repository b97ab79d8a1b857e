"""The time zone of this machine, by its name where it has one."""

import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

_LOCALTIME = Path("/etc/localtime")
_ZONES = "zoneinfo/"


def machine_timezone(environment: Mapping[str, str], localtime: Path = _LOCALTIME) -> str:
    """Return the name of the time zone (`Europe/Berlin`): that of TZ, else the machine's, else how far it is from UTC."""
    said = environment.get("TZ", "").removeprefix(":")
    _, _, linked = os.path.realpath(localtime).rpartition(_ZONES)
    for name in (said, linked if not said else ""):
        if name and _is_known(name):
            return name
    offset = datetime.now().astimezone().strftime("%z")
    return f"{offset[:3]}:{offset[3:5]}" if offset.strip("+-0") else "UTC"


def _is_known(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return False
    return True
