"""A Containerfile as instructions, so that its steps can be run where there is no container."""

import json
import shlex
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Stage:
    """One stage: its base image, its steps, and what a container of it begins with."""

    base: str
    run: list[str] = field(default_factory=list)
    environment: dict[str, str] = field(default_factory=dict)
    user: str = "root"
    health: list[str] = field(default_factory=list)
    entry: list[str] = field(default_factory=list)


def stages(path: Path) -> list[Stage]:
    """Return the stages of a file that has one instruction a line."""
    found: list[Stage] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        name, _, rest = line.partition(" ")
        if name == "FROM":
            found.append(Stage(rest.split()[0]))
        elif name == "RUN":
            found[-1].run.append(rest)
        elif name == "ENV":
            key, _, value = rest.partition("=")
            found[-1].environment[key] = value
        elif name == "USER":
            found[-1].user = rest
        elif name == "HEALTHCHECK":
            found[-1].health = json.loads(rest.partition(" CMD ")[2])
        elif name == "ENTRYPOINT":
            found[-1].entry = json.loads(rest)
        else:
            assert name in {"", "#", "COPY", "EXPOSE"}, f"not understood: {line}"
    return found


def words(step: str) -> list[str]:
    """Return the words of a step."""
    return shlex.split(step)
