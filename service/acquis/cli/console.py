"""What every command needs: exit codes, messages for a person, errors without a traceback."""

import errno
import os
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, NoReturn

import click

from acquis.errors import AcquisError

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
