"""The `#+` header lines of a query file, as grlc writes them: `#+ name: value`."""

import re
from pathlib import Path

from acquis.errors import AcquisError

LINE = re.compile(r"#\+[ \t]*([a-z][a-z-]*):[ \t]*(.*?)[ \t]*$")


def text(path: Path) -> str:
    """Return the text of a query file. Raises AcquisError where it cannot be read as UTF-8."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError as fault:
        raise AcquisError(f"{path}: cannot be read: {fault.strerror}") from fault
    except UnicodeDecodeError as fault:
        line = fault.object.count(b"\n", 0, fault.start) + 1
        raise AcquisError(f"{path}:{line}: not UTF-8; save the file as UTF-8") from fault


def read(
    text: str, required: tuple[str, ...], place: str, repeated: tuple[str, ...] = ()
) -> dict[str, str]:
    """Return the header fields at the top of a query file.

    A field named in `repeated` may stand several times; its values are joined by line ends.
    Raises AcquisError, naming `place`, where a required field is missing or another stands twice.
    """
    fields: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith("#+"):
            break
        match = LINE.match(line)
        if match is None or (match[1] in fields and match[1] not in repeated):
            raise AcquisError(f"{place}:{number}: not a header line of its own: {line}")
        said = fields.get(match[1])
        fields[match[1]] = match[2] if said is None else f"{said}\n{match[2]}"
    for name in required:
        if not fields.get(name):
            raise AcquisError(f"{place}: the header has no line '#+ {name}: …'")
    return fields
