"""Typed links for programs, in headers (https://www.rfc-editor.org/rfc/rfc8288).

The relations are those of https://signposting.org/FAIR/.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from acquis.engine.formats import GRAPHS

SAFE = "%/:=&?~#+!$,;@()*[]'"


@dataclass(frozen=True)
class Link:
    """A link from what is served: its target, its relation and the media type of the target."""

    target: str
    relation: str
    media_type: str = ""

    def __str__(self) -> str:
        """Return it as an element of a Link header."""
        kind = f'; type="{self.media_type}"' if self.media_type else ""
        return f'<{quote(self.target, safe=SAFE)}>; rel="{self.relation}"{kind}'


def header(links: Iterable[Link]) -> dict[str, str]:
    """Return links as a header, none where there are none."""
    text = ", ".join(map(str, links))
    return {"Link": text} if text else {}


def described_by(path: str) -> list[Link]:
    """Return links to the data of the document at a path."""
    return [Link(f"{path}.{form.extension}", "describedby", form.media_type) for form in GRAPHS]
