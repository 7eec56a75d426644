"""Random Turtle in any layout, together with the lines on which its parts begin."""

from dataclasses import dataclass, field

from hypothesis import strategies as st

HEAD = "@prefix x: <http://x/> .\n"
GAPS = [" ", "\n", "  \t", "\r\n", "\n\n", " # a . ; , \" ' <b> [ (\n", "#\n\n"]
TIGHT = ["", *GAPS]
QUOTES = ['"', "'", '"""', "'''"]
TEXTS = ["", "é😀", "a\\nb", "\\u00e9\\\\", "# no comment", "; . ,", "@en", "\\t\\'\\\""]
NUMBERS = ["{n}", "0{n}", "-{n}", "{n}.50", ".{n}", "{n}e3", "{n}.E-1"]
NAMES = [
    "x:o{n}",
    "<http://x/o{n}>",
    "x:o.{n}",
    "x:o\\~{n}",
    "x:{n}%41",
    "x:o:{n}",
    "<http://x/\\u00e9{n}>",
]


@dataclass
class Document:
    """A text in the making; `lines` is where each object begins, by a number that it shows."""

    text: str = HEAD
    lines: dict[int, int] = field(default_factory=dict)
    parts: int = 100_000

    def mark(self) -> int:
        """Note that the next part begins here, and return its number."""
        self.parts += 1
        self.lines[self.parts] = self.text.count("\n") + 1
        return self.parts


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Return a document whose every object holds the number of its part."""
    made = Document()

    def gap(tight: bool = False) -> None:
        made.text += draw(st.sampled_from(TIGHT if tight else GAPS))

    def text(number: int) -> str:
        quote = draw(st.sampled_from(QUOTES))
        inside = draw(st.sampled_from(TEXTS))
        if len(quote) == 3:
            inside += draw(
                st.sampled_from(["", "\n", "\r\n \n", "'x", '""x' if quote == "'''" else "x"])
            )
        suffix = draw(st.sampled_from(["", "@en", "@EN-gb", "^^x:t", "^^<http://x/t>"]))
        return f"{quote}{inside}v{number}{quote}{suffix}"

    def value(depth: int) -> None:
        kind = draw(
            st.sampled_from(["name", "number", "text", "[", "("] if depth else ["name", "text"])
        )
        number = made.mark()
        if kind == "name":
            made.text += draw(st.sampled_from(NAMES)).format(n=number)
        elif kind == "number":
            made.text += draw(st.sampled_from(NUMBERS)).format(n=number)
        elif kind == "text":
            made.text += text(number)
        elif kind == "[":
            made.text += "["
            gap(tight=True)
            made.text += f"x:part {number}"
            gap()
            made.text += ";"
            properties(depth - 1)
            made.text += "]"
        else:
            made.text += "("
            gap(tight=True)
            made.text += f'"part {number}"'
            for _ in range(draw(st.integers(0, 2))):
                gap()
                value(depth - 1)
            gap(tight=True)
            made.text += ")"

    def properties(depth: int) -> None:
        for at in range(draw(st.integers(1, 3))):
            if at:
                made.text += draw(st.sampled_from([";", ";;", "; ;"]))
            gap(tight=True)
            made.text += draw(st.sampled_from(["x:p", "a", "<http://x/q>"]))
            gap()
            value(depth)
            while draw(st.booleans()):
                gap()
                made.text += ","
                gap(tight=True)
                value(depth)
            gap()

    for number in range(draw(st.integers(1, 4))):
        directive = draw(
            st.sampled_from(
                ["", "", "PREFIX x: <http://x/>", "@prefix x: <http://x/>.", "BASE <http://x/>"]
            )
        )
        made.text += directive
        gap()
        made.text += draw(
            st.sampled_from([f"x:s{number}", f"_:b.{number}", "[]", f"<http://x/s{number}>"])
        )
        gap()
        properties(2)
        made.text += "."
        gap(tight=True)
    return made
