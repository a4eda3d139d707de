"""The file of defaults: `copydesk.toml`, or `[tool.copydesk]` of `pyproject.toml`, as click's default map.

A key is the name of an option. At the top level it is for every command that has the option; in the table of a command
(`[cluster]`, `[index.add]`) for that one, and goes first. What is typed on the command line goes before both. Every key
of the file is checked at every run, so that a slip of the hand is not a default that never comes.
"""

import difflib
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from copydesk.cli.names import WRITTEN, FileName
from copydesk.cli.terminal import note, one_line
from copydesk.errors import ParameterError
from copydesk.files import STANDARD_INPUT, FileError

__all__ = ["options", "origin", "take", "told"]

FILE, PROJECT = "copydesk.toml", "pyproject.toml"

_TAKEN, _CHOICE = "copydesk.defaults", "copydesk.choice_of_defaults"
#: What says where defaults come from, or ends the command before they matter, is none itself.
_NO_DEFAULTS = frozenset({"config", "no_config", "help", "version"})


@dataclass(frozen=True)
class _File:
    #: As messages call it.
    name: str
    #: The names of files in it count from here.
    folder: Path
    content: Mapping[str, Any]
    #: What stands before the name of a table, "tool.copydesk." in a pyproject.toml.
    prefix: str = ""


@dataclass(frozen=True)
class Taken:
    """What a file sets for a command: values by the option's parameter, and the options as they are typed."""

    file: str
    values: dict[str, Any] = field(default_factory=dict)
    options: Sequence[str] = ()

    def __str__(self) -> str:
        """Say who sets what, on one line."""
        return f"{one_line(self.file)} sets {', '.join(self.options)}"


def options() -> list[click.Parameter]:
    """The options of every command that say which file is taken."""
    help = f"File of defaults; without it {FILE} or [tool.copydesk] of {PROJECT}, here or in a folder above."
    return [
        click.Option(["--config"], type=WRITTEN, metavar="FILE", expose_value=False, help=help, callback=_remember),
        click.Option(
            ["--no-config"], is_flag=True, expose_value=False, help="Take no file of defaults.", callback=_remember
        ),
    ]


def take(ctx: click.Context, typed: Mapping[str, Any]) -> None:
    """Give the context its defaults.

    Args:
        ctx: The context of a command, before its arguments are processed.
        typed: Its arguments as the parser has them, in which the file may be named.

    Raises:
        ParameterError: a key of the file is no option, or its value does not fit.
        FileError: a file that was named is not there, or it is no TOML.
    """
    before = ctx.meta.get(_CHOICE, {})
    named = typed.get("config") or before.get("config")
    without = bool(typed.get("no_config") or before.get("no_config"))
    if named and without:
        raise ParameterError("--config names a file of defaults and --no-config refuses any; leave one out")
    # Its name is click's own affair.
    help = ctx.command.get_help_option(ctx)
    asks_for_help = help is not None and bool(typed.get(str(help.name)))
    try:
        file = None if without else _named(named) if named else _nearest(Path.cwd())
        if file is None:
            return
        taken = _of_command(ctx, file)
    except (ParameterError, FileError):
        if asks_for_help:
            return
        raise
    ctx.default_map = taken.values
    ctx.meta[_TAKEN] = taken
    # A file that was named, or lies beside the work, is no surprise.
    if taken.values and not named and not asks_for_help and file.folder != Path.cwd():
        note(f"{taken}; --no-config leaves it out")


def told(ctx: click.Context) -> str | None:
    """Which options of the command a file has set, for its help."""
    taken: Taken | None = ctx.meta.get(_TAKEN)
    return f"{taken}." if taken and taken.values else None


def origin(ctx: click.Context, name: str) -> str | None:
    """The file that has set an option, where one has."""
    taken: Taken | None = ctx.meta.get(_TAKEN)
    from_file = ctx.get_parameter_source(name) == click.core.ParameterSource.DEFAULT_MAP
    return taken.file if taken and from_file else None


def _remember(ctx: click.Context, parameter: click.Parameter, value: Any) -> None:
    """Keep what stands before the name of a command for the command."""
    ctx.meta.setdefault(_CHOICE, {}).setdefault(parameter.name, value)


# Files


def _named(name: str) -> _File:
    path = Path(name)
    if not path.is_file():
        raise FileError(f"--config {name}: no such file")
    file = _read(path, name)
    if file is None:
        raise ParameterError(f"--config {name}: has no table [tool.copydesk]")
    return file


def _nearest(folder: Path) -> _File | None:
    """The file of this folder or of the nearest one above that has one; in a folder copydesk.toml goes first."""
    for above in (folder, *folder.parents):
        for path in (above / FILE, above / PROJECT):
            # A pyproject.toml that says nothing of copydesk is nobody's mistake here, whatever is in it.
            if path.is_file() and (path.name == FILE or b"tool.copydesk" in path.read_bytes()):
                file = _read(path, path.name if above == folder else str(path))
                if file is not None:
                    return file
    return None


def _read(path: Path, name: str) -> _File | None:
    content, folder = _parsed(path), path.absolute().parent
    if path.name != PROJECT:
        return _File(name, folder, content)
    table = content.get("tool", {}).get("copydesk")
    return None if table is None else _File(name, folder, table, "tool.copydesk.")


def _parsed(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise FileError(f"{path}: not TOML ({error})") from error


# Keys and values


def _of_command(ctx: click.Context, file: _File) -> Taken:
    """What the file sets for the command of a context; all else in it is checked too."""
    root = ctx.find_root().command
    assert isinstance(root, click.Group)  # the only command without a parent
    known = _options(ctx.command)
    found: dict[click.Option, Any] = {}
    for key, value in file.content.items():
        if not isinstance(value, dict):
            _check_top(file, key, value, list(_commands(root)))
            if key in known and _misfit(known[key], value) is None:
                found[known[key]] = value
    # The table of the command goes before the top level.
    found |= {known[key]: value for command, key, value in _entries(file, root, ctx) if command is ctx.command}
    values = {str(option.name): _value(option, value, file.folder) for option, value in found.items()}
    return Taken(file.name, values, [option.opts[0] for option in found])


def _entries(file: _File, root: click.Group, ctx: click.Context) -> Iterator[tuple[click.Command, str, Any]]:
    """The keys and values of all tables of commands, checked."""
    tables: list[tuple[tuple[str, ...], dict[str, Any], click.Group]]
    tables = [((key,), value, root) for key, value in file.content.items() if isinstance(value, dict)]
    while tables:
        path, table, group = tables.pop(0)
        command = group.get_command(ctx, path[-1])
        if command is None:
            raise _unknown(file, f"[{file.prefix}{'.'.join(path)}]", "command", path[-1], group.commands)
        if isinstance(command, click.Group):
            for key, value in table.items():
                if not isinstance(value, dict):
                    choices = ", ".join(command.commands)
                    raise ParameterError(f"{file.name}: {_place(file, path, key)} must be a table, one of {choices}")
                tables.append(((*path, key), value, command))
            continue
        known = _options(command)
        for key, value in table.items():
            place = _place(file, path, key)
            if key not in known:
                raise _unknown(file, place, "option", key, _shown(known))
            if (misfit := _misfit(known[key], value)) is not None:
                raise ParameterError(f"{file.name}: {place} must be {misfit}, got {_toml(value)}")
            yield command, key, value


def _check_top(file: _File, key: str, value: Any, commands: Sequence[click.Command]) -> None:
    place = f"`{key}`"
    having = [known[key] for command in commands if key in (known := _options(command))]
    if not having and any(command.name == key for command in commands):
        raise ParameterError(f"{file.name}: {place} is a command; its options stand in a table [{file.prefix}{key}]")
    if not having:
        names = dict.fromkeys(name for command in commands for name in _shown(_options(command)))
        raise _unknown(file, place, "option", key, names)
    if having[0].name == "out":
        table = f"[{file.prefix}cluster]"
        raise ParameterError(
            f"{file.name}: {place} would have every command write to one place; put it into a table such as {table}"
        )
    misfits = [_misfit(option, value) for option in having]
    if None not in misfits:
        raise ParameterError(f"{file.name}: {place} must be {misfits[0]}, got {_toml(value)}")


def _commands(group: click.Group) -> Iterator[click.Command]:
    for command in group.commands.values():
        if isinstance(command, click.Group):
            yield from _commands(command)
        else:
            yield command


def _options(command: click.Command) -> dict[str, click.Option]:
    """The options of a command by their names in a file, with hyphens or underscores."""
    known = {}
    for option in command.params:
        if isinstance(option, click.Option) and option.name not in _NO_DEFAULTS:
            for name in option.opts:
                known[name.removeprefix("--")] = known[name.removeprefix("--").replace("-", "_")] = option
    return known


def _shown(known: Mapping[str, click.Option]) -> list[str]:
    return list(dict.fromkeys(option.opts[0].removeprefix("--") for option in known.values()))


def _misfit(option: click.Option, value: Any) -> str | None:
    """What the option takes, where that is not the value."""
    if option.multiple:
        listed = value if isinstance(value, list) else [value]
        return None if all(isinstance(one, str) for one in listed) else "a string or a list of strings"
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if option.is_flag:
        fits, expected = isinstance(value, bool), "true or false"
    elif isinstance(option.type, click.Choice):
        choices = [str(choice) for choice in option.type.choices]
        fits, expected = value in choices, " or ".join(f'"{choice}"' for choice in choices)
    elif option.type is click.INT:
        fits, expected = number and isinstance(value, int), "a whole number"
    elif option.type is click.FLOAT:
        fits, expected = number, "a number"
    else:
        fits, expected = isinstance(value, str), "a string"
    return None if fits else expected


def _value(option: click.Option, value: Any, folder: Path) -> Any:
    """The value as click takes it; the name of a file counts from the folder of the file that names it."""
    if option.multiple and isinstance(value, str):
        value = [value]
    if not isinstance(option.type, FileName) or folder == Path.cwd():
        return value

    def place(name: str) -> str:
        return name if name == STANDARD_INPUT else str(folder / name)

    return [place(name) for name in value] if isinstance(value, list) else place(value)


def _place(file: _File, tables: tuple[str, ...], key: str) -> str:
    return f"[{file.prefix}{'.'.join(tables)}] `{key}`"


def _unknown(file: _File, what: str, noun: str, key: str, known: Collection[str]) -> ParameterError:
    near = difflib.get_close_matches(key.replace("_", "-"), known, n=1)
    guess = f"did you mean `{near[0]}`? There" if near else "there"
    return ParameterError(f"{file.name}: {what} is no {noun}; {guess} are: {', '.join(known)}")


def _toml(value: Any) -> str:
    text = repr(value) if not isinstance(value, bool) else str(value).lower()
    return text if len(text) <= 60 else f"{text[:60]}…"
