"""Names of files as arguments: how a shell completes them, and how often standard input is among them."""

from collections.abc import Iterator

import click
from click.shell_completion import CompletionItem

from copydesk.errors import ParameterError
from copydesk.files import STANDARD_INPUT

_HAS_STANDARD_INPUT = "copydesk.has_standard_input"


class FileName(click.ParamType):  # type: ignore[type-arg]  # generic since click 8.5 only
    """The name of a file or a folder, as it was typed.

    Args:
        name: "file" or "dir", what a shell offers.
        read: Whether the command reads it, so that `-` is standard input.
    """

    def __init__(self, name: str = "file", *, read: bool = False) -> None:
        self.name = name
        self.read = read

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Leave it to the shell, which knows the files."""
        return [CompletionItem(incomplete, type=self.name)]


READ = FileName(read=True)
WRITTEN = FileName()
FOLDER = FileName("dir")


def read_standard_input_once(ctx: click.Context) -> None:
    """Refuse a command that is to read standard input twice.

    Raises:
        ParameterError: two of its arguments are `-`.
    """
    named = [name for name, values in _read_by(ctx) for value in values if value == STANDARD_INPUT]
    if len(named) > 1:
        raise ParameterError(f"- stands for standard input in {' and '.join(named)}, but it can be read only once")
    ctx.meta[_HAS_STANDARD_INPUT] = bool(named)


def has_standard_input(ctx: click.Context) -> bool:
    """Whether the command reads standard input at all."""
    return bool(ctx.meta.get(_HAS_STANDARD_INPUT))


def _read_by(ctx: click.Context) -> Iterator[tuple[str, tuple[str, ...]]]:
    for parameter in ctx.command.params:
        value = ctx.params.get(str(parameter.name))
        if isinstance(parameter.type, FileName) and parameter.type.read and value is not None:
            name = parameter.opts[0] if isinstance(parameter, click.Option) else parameter.make_metavar(ctx)
            yield name.removesuffix("..."), (value,) if isinstance(value, str) else tuple(value)
