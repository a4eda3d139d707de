"""A message of a function in, the same in the words of the command that called it out.

Functions speak of their arguments (`on_conflict="skip"`, `expand=False`), a command of its options (--on-conflict skip,
--no-expand). What the command has no option for stays as it is.
"""

import re
from collections.abc import Mapping

import click

__all__ = ["in_options"]

#: Arguments that are columns, and the options that name them.
_COLUMNS = {
    "texts": "--text",
    "ids": "--id",
    "titles": "--title",
    "sources": "--source",
    "dates": "--date",
    "against_ids": "--against-id",
    "source_ids": "--sources-id",
    "n_threads": "--threads",
}
#: Ways out that are calls in Python, and what does the same here.
_CALLS = {"`id in index`": "`copydesk index query`", "`pairs=`": "--pairs"}

_ARGUMENT = re.compile(
    r"""`(?P<name>[a-z_]+)(?:=(?P<value>"[^"`]*"|[\w.]+)?)?`|\b(?P<bare>[a-z_]+)=(?P<given>"[^"`]*"|True|False)"""
)


def in_options(message: str, command: click.Command) -> str:
    """Say a message in the options of a command.

    Example:
        >>> threshold = click.Option(["--threshold"])
        >>> in_options("`threshold` must be in (0, 1], got 80.0", click.Command("cluster", params=[threshold]))
        '--threshold must be in (0, 1], got 80.0'
    """
    # What the command line says itself begins otherwise, and the names in it are columns of the file.
    if not message.startswith("`"):
        return message
    known = _options(command)

    def said(found: re.Match[str]) -> str:
        name, value = found["name"] or found["bare"], found["value"] or found["given"]
        if name not in known:
            return found[0]
        if value in ("True", "False"):
            return _flag(known[name], given=value == "True")
        return f"{known[name].opts[0]} {value.strip(chr(34))}" if value else known[name].opts[0]

    for call, option in _CALLS.items():
        message = message.replace(call, option)
    return _ARGUMENT.sub(said, message)


def _options(command: click.Command) -> Mapping[str, click.Parameter]:
    """The options of a command by the names of the arguments that they stand for."""
    options = {name: option for option in command.params if isinstance(option, click.Option) for name in option.opts}
    known: dict[str, click.Parameter] = {
        name.removeprefix("--").replace("-", "_"): option for name, option in options.items()
    }
    return {argument: options[name] for argument, name in _COLUMNS.items() if name in options} | {
        name: option for name, option in known.items() if name not in _COLUMNS
    }


def _flag(option: click.Parameter, *, given: bool) -> str:
    names = option.opts if given or not option.secondary_opts else option.secondary_opts
    return names[0] if given or option.secondary_opts else f"no {names[0]}"
