"""Settings of a command: its options, the environment, a TOML file, and what they come to.

The command line goes before the environment, that before the file, that before the defaults.
"""

import difflib
import ipaddress
import json
import os
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import click
from click.core import ParameterSource

from acquis.web.settings import Settings

Command = TypeVar("Command", bound=Callable[..., Any])
UNITS = {"": 1, "KiB": 2**10, "MiB": 2**20, "GiB": 2**30}
SIZE = re.compile(r"(\d{1,15}) ?(|KiB|MiB|GiB)")
CLOSE = 0.8


class Bytes(click.ParamType[int]):
    """A number of bytes, which may have a unit: 64MiB. `least` is the smallest."""

    name = "bytes"

    def __init__(self, least: int = 0) -> None:
        self.least = least

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number; end with a usage error where it is none, or too small."""
        match = SIZE.fullmatch(str(value))
        if not match:
            self.fail(f"{value!r} is no number of bytes, such as 64MiB")
        size = int(match[1]) * UNITS[match[2]]
        if size < self.least:
            self.fail(f"{value} is not in the range x>={in_units(self.least)}.")
        return size


class Network(click.ParamType[str]):
    """An IP address or a network of them."""

    name = "network"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the address or network as it is; end with a usage error where it is none."""
        try:
            ipaddress.ip_network(value)
        except ValueError as fault:
            self.fail(f"{fault}; an address is like 192.0.2.1, a network like 192.0.2.0/24")
        return str(value)


class Address(click.ParamType[str]):
    """A URL, which may hold a password."""

    name = "url"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the URL as it is."""
        return str(value)

    @staticmethod
    def bare(url: str) -> str:
        """Return a URL without the password in it."""
        place = urlsplit(url).netloc
        user, at, host = place.rpartition("@")
        return url.replace(place, user.partition(":")[0] + at + host, 1)


class UrlPath(click.ParamType[str]):
    """The path of a URL, without a slash at its end."""

    name = "path"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the path; end with a usage error where it does not begin with a slash."""
        if value and not str(value).startswith("/"):
            self.fail(f"{value!r} does not begin with /")
        return str(value).rstrip("/")


def in_units(size: int) -> str:
    """Return a number of bytes in the largest unit that it is a multiple of."""
    unit = max((u for u in UNITS if size % UNITS[u] == 0), key=UNITS.__getitem__)
    return f"{size // UNITS[unit]}{unit}" if size else "0"


def setting(flag: str, key: str = "", **attributes: Any) -> Callable[[Command], Command]:
    """Return the decorator that gives a command an option for a field of Settings.

    `key` names the field where the flag does not. The environment variable is ACQUIS_ with it.
    """
    name = (key or flag.removeprefix("--")).replace("-", "_")
    default = getattr(Settings, name)
    shown: str | bool = default is not None
    if isinstance(attributes.get("type"), Bytes):
        shown = in_units(default)
    if isinstance(default, bool):
        flag = f"{flag}/--no-{flag.removeprefix('--')}"
    return click.option(
        flag,
        name,
        default=default,
        envvar=f"ACQUIS_{name.upper()}",
        show_envvar=True,
        **{"show_default": shown, **attributes},
    )


def settings_file(command: Command) -> Command:
    """Give a command the option --config."""
    return click.option(
        "--config",
        type=click.Path(path_type=Path),
        is_eager=True,
        expose_value=False,
        callback=_taken,
        envvar="ACQUIS_CONFIG",
        show_envvar=True,
        help="A TOML file with settings, as --print-config prints them.",
    )(command)


def options(command: click.Command) -> dict[str, click.Option]:
    """Return the options of a command that are settings, by the key of each."""
    fields = Settings.__dataclass_fields__
    return {
        option.name.replace("_", "-"): option
        for option in command.params
        if isinstance(option, click.Option) and option.name in fields
    }


def _taken(context: click.Context, _: click.Parameter, path: Path | None) -> None:
    if path:
        context.default_map = read(path, context)
        context.meta[__name__] = path


def read(path: Path, context: click.Context) -> dict[str, Any]:
    """Return the settings in a file, by the names of their options.

    Ends with a usage error that names file and key where one is unknown or does not fit.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as fault:
        raise click.UsageError(f"{path}: {fault.strerror}", context) from fault
    except ValueError as fault:
        raise click.UsageError(f"{path}: {fault}", context) from fault
    known = options(context.command)
    for key, value in content.items():
        if wrong := _wrong(key, value, known, context):
            raise click.UsageError(f"{path}: {key}: {wrong}", context)
    return {key.replace("-", "_"): value for key, value in content.items()}


def _wrong(
    key: str, value: Any, known: Mapping[str, click.Option], context: click.Context
) -> str | None:
    """Return what is wrong with the value of a key, None where nothing is."""
    option = known.get(key)
    if option is None:
        near = difflib.get_close_matches(key, known, n=1)
        hint = f"did you mean {near[0]}?" if near else f"known: {', '.join(sorted(known))}"
        return f"no such setting; {hint}"
    kinds, words = _kind(option)
    if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
        return f"{json.dumps(value, default=str)} is not {words}"
    if isinstance(value, list) and not all(isinstance(one, str) for one in value):
        return "one of them is not a text in quotes"
    try:
        option.type_cast_value(context, value)
    except click.BadParameter as fault:
        return fault.message
    return None


def _kind(option: click.Option) -> tuple[tuple[type, ...], str]:
    """Return the types that a TOML value of an option may have, and words for them."""
    if option.multiple:
        return (list,), "a list of texts in quotes"
    if isinstance(option.type, Bytes):
        return (int, str), 'a number of bytes, such as 65536 or "64MiB"'
    default = getattr(Settings, str(option.name))
    if isinstance(default, bool):
        return (bool,), "true or false"
    if isinstance(default, int):
        return (int,), "a whole number"
    return (
        ((int, float), "a number") if isinstance(default, float) else ((str,), "a text in quotes")
    )


def effective(context: click.Context) -> Iterator[str]:
    """Yield the settings of a command as lines of TOML, with a comment where each is from."""
    yield "# The effective settings. Without a password: that is ACQUIS_ENGINE_PASSWORD."
    for key, option in options(context.command).items():
        value = context.params[str(option.name)]
        line = f"# {key} =" if value is None else f"{key} = {_toml(option, value)}"
        yield f"{line:<41} # {_source(option, context)}"


def _toml(option: click.Option, value: Any) -> str:
    if isinstance(option.type, Bytes):
        value = in_units(value)
    elif isinstance(option.type, Address):
        value = Address.bare(value)
    return json.dumps(value, ensure_ascii=False)


def _source(option: click.Option, context: click.Context) -> str:
    source = context.get_parameter_source(str(option.name))
    if source is ParameterSource.COMMANDLINE:
        return option.opts[0]
    if source is ParameterSource.ENVIRONMENT:
        return str(option.envvar)
    if source is ParameterSource.DEFAULT_MAP:
        return str(context.meta[__name__])
    return "not set" if option.default is None else "default"


def strangers(command: click.Command) -> Iterator[tuple[str, str]]:
    """Yield variables of the environment that are no settings, with the one that each is like."""
    known = [str(option.envvar) for option in options(command).values()]
    others = {"ACQUIS_CACHE", "ACQUIS_CONFIG", "ACQUIS_ENGINE_PASSWORD", "ACQUIS_ROOT"}
    for name in sorted(os.environ):
        if name.startswith("ACQUIS_") and name not in (*known, *others):
            for near in difflib.get_close_matches(name, known, n=1, cutoff=CLOSE):
                yield name, near
