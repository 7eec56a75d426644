"""Files written whole or not at all."""

import os
import shutil
from pathlib import Path

from acquis.errors import AcquisError


def write(path: Path, text: str) -> None:
    """Write `text` to a file in one step, so that no half-written file is left behind.

    The mode of a file that is replaced stays, and a link stays a link. What UTF-8 cannot hold
    (a file name that was not in it) is written with a backslash.

    Raises AcquisError where the folder is missing or may not be written to.
    """
    target = path.resolve()
    draft = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        draft.write_text(text, encoding="utf-8", errors="backslashreplace", newline="\n")
        if target.exists():
            shutil.copymode(target, draft)
        draft.replace(target)
    except OSError as fault:
        raise AcquisError(f"{path}: cannot be written: {fault.strerror}") from fault
    finally:
        draft.unlink(missing_ok=True)
