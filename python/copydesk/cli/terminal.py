"""What the terminal needs: progress or silence, text that cannot steer it, and pipes that close early."""

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO

import click

from copydesk.files import FileError
from copydesk.plain import one_line as one_line


class ClosedPipe(Exception):
    """The reader of standard output has gone, as `head` does; no error."""


def wants_progress() -> bool | None:
    """Return True on a terminal, None in a pipe; the value for `progress` of any function."""
    return True if sys.stderr.isatty() else None


def say(line: str = "") -> None:
    """Print a line for people."""
    try:
        click.echo(line)
    except BrokenPipeError as error:
        raise ClosedPipe from error


def note(line: str) -> None:
    """Print a line for people beside the data, on standard error."""
    click.echo(f"copydesk: {one_line(line)}", err=True)


@contextmanager
def data_output() -> Iterator[BinaryIO]:
    """Open standard output for bytes, and flush it at the end."""
    if sys.stdout is None:
        raise FileError("standard output is closed; write to a file with --out FILE")
    stream = sys.stdout.buffer
    try:
        yield stream
        stream.flush()
    except BrokenPipeError as error:
        raise ClosedPipe from error


def lenient_output() -> None:
    """Let a terminal of a small character set show what it can instead of raising."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def silence_output() -> None:
    """Send what is still buffered nowhere, or the interpreter complains about the pipe when it ends."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def count(number: int, noun: str) -> str:
    """A number with its noun, such as 1 article, 2 articles."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
