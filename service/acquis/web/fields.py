"""The parameters of an address, strictly read: valid UTF-8, each once, not too many."""

from urllib.parse import parse_qsl

from acquis.web.problems import Problem

MOST = 100


def once(encoded: bytes) -> dict[str, str]:
    """Return the parameters of a query string.

    Raises Problem 400 for one that is given twice, is not UTF-8, or for more than MOST.
    """
    try:
        pairs = parse_qsl(
            encoded.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=MOST
        )
    except UnicodeDecodeError:
        raise Problem(400, "The parameters are not percent-encoded UTF-8.") from None
    except ValueError:
        raise Problem(400, f"At most {MOST} parameters are read.") from None
    found: dict[str, str] = {}
    for name, value in pairs:
        if name in found:
            shown = name[:200]
            raise Problem(
                400, f"The parameter {shown} is given twice.", members={"parameter": shown}
            )
        found[name] = value
    return found
