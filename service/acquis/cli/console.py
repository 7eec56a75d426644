"""What every command needs: exit codes, messages for a person, errors without a traceback."""

import errno
import os
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from acquis.errors import AcquisError

if TYPE_CHECKING:
    from acquis.publishing import Access

CLEAN, FINDINGS, FAILED = 0, 1, 2
SOURCES = click.Path(path_type=Path)


def report(message: str) -> None:
    """Tell a person on standard error what goes on."""
    click.echo(f"acquis: {message}", err=True)


def alarm(message: str) -> None:
    """Print an error on standard error, in red for a person."""
    colour = False if os.environ.get("NO_COLOR") else None
    click.secho(f"acquis: error: {message}", fg="red", err=True, color=colour)


def fail(error: Exception) -> NoReturn:
    """Print an error for a person and end with exit code 2."""
    alarm(str(error))
    sys.exit(FAILED)


def guarded(command: Callable[..., Any]) -> Callable[..., Any]:
    """Make a command print its errors instead of a traceback."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except AcquisError as error:
            fail(error)
        except UnicodeDecodeError as error:
            fail(AcquisError(f"the query is not UTF-8: {error.reason} at byte {error.start}"))
        except OSError as error:
            if error.errno == errno.EPIPE:
                raise
            fail(error)

    return run


def entrance(url: str, user: str | None) -> "Access":
    """Return the way into a server; ask a person for a password that is nowhere else.

    Raises AcquisError where the address is none, or where there is no person to ask.
    """
    from acquis.publishing import access

    found = access(url, user)
    if found.auth or not user:
        return found
    if not sys.stdin.isatty():
        raise AcquisError(
            f"no password for {user}: set ACQUIS_ENGINE_PASSWORD, or name it in the netrc file"
        )
    return access(url, user, click.prompt(f"password of {user}", hide_input=True, err=True))
