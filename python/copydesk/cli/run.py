"""Arguments in, exit code out; every way in which a command can end is here.

0: done, also when the reader of a pipe has seen enough. 1: a bug, with a plea to report it; of `index verify`, damage.
2: a bad argument or file. 130: interrupted.
"""

import sys
import traceback
import warnings
from collections.abc import Sequence

import click

from copydesk.cli.commands import copydesk
from copydesk.cli.terminal import ClosedPipe, lenient_output, one_line, silence_output
from copydesk.errors import CopydeskError

DONE, BUG, MISUSE, INTERRUPTED = 0, 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Args:
        arguments: What stands after `copydesk`; None takes it from the process.

    Returns:
        The exit code; nothing is raised.
    """
    lenient_output()
    try:
        with warnings.catch_warnings():
            # One line each, and once for every run of the command.
            warnings.simplefilter("always", RuntimeWarning)
            warnings.showwarning = _warn
            code = copydesk.main(arguments, prog_name="copydesk", standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else DONE
    except (ClosedPipe, BrokenPipeError):
        silence_output()
        return DONE
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except click.ClickException as error:
        return _fail(_with_way_out(error))
    except CopydeskError as error:
        return _fail(str(error))
    except OSError as error:
        return _fail(f"{error.filename}: {error.strerror}" if error.filename else str(error.strerror or error))
    except MemoryError:
        return _fail("out of memory; read fewer articles at a time")
    except Exception as error:
        return _fail(f"this is a bug, please report it: {error!r} at {_origin(error)}", BUG)


def _warn(message: Warning | str, *_: object, **__: object) -> None:
    click.echo(f"copydesk: warning: {one_line(str(message))}", err=True)


def _fail(message: str, code: int = MISUSE) -> int:
    click.echo(f"copydesk: {one_line(message)}", err=True)
    return code


def _with_way_out(error: click.ClickException) -> str:
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "copydesk"
    message = error.format_message().rstrip(".")
    return f"{message}; see `{command} --help`" if isinstance(error, click.UsageError) else message


def _origin(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "an unknown place"
