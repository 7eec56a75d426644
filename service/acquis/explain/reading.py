"""Proofs as files give them, in JSON or in Turtle."""

from acquis.errors import AcquisError
from acquis.explain import from_json, from_turtle
from acquis.explain.given import Written


def read(content: bytes) -> list[Written]:
    """Return the proofs in a JSON document or in Turtle.

    Raises AcquisError that says what is missing or malformed, and where.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise AcquisError(
            f"the proof is not UTF-8: {fault.reason} at byte {fault.start}"
        ) from fault
    return from_json.read(text) if text.lstrip().startswith("{") else from_turtle.read(text)
