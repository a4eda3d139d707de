"""The command `copydesk`, which the others join, and what all have: a file of defaults, and a name in Python."""

from typing import Any

import click

from copydesk import __version__
from copydesk.cli import defaults
from copydesk.cli.names import read_standard_input_once
from copydesk.cli.terminal import say
from copydesk.cli.wording import in_options
from copydesk.errors import ParameterError

__all__ = ["Command", "Group", "copydesk"]

_CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class Command(click.Command):
    """A command that takes what is not typed from a file of defaults.

    Args:
        also: What the function is called in Python, where the command has another name; it is understood too.
    """

    def __init__(self, *arguments: Any, also: str | None = None, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.also = also
        self.params.extend(defaults.options())

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse what was typed, with the defaults of the file around it."""
        if ctx.resilient_parsing:  # a shell asks how a word may go on
            return super().parse_args(ctx, args)
        # The file is needed before --help shows the defaults, so what names it is looked at first.
        typed, _, _ = self.make_parser(ctx).parse_args(list(args))
        defaults.take(ctx, typed)
        rest = super().parse_args(ctx, args)
        read_standard_input_once(ctx)
        return rest

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what a function says of its arguments is said of the options."""
        try:
            return super().invoke(ctx)
        except ParameterError as error:
            raise type(error)(in_options(str(error), self)) from error

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what the command does, and its name in Python."""
        super().format_help_text(ctx, formatter)
        if self.also:
            formatter.write_paragraph()
            with formatter.indentation():
                formatter.write_text(f"Its name in Python, {self.also}, is understood too.")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, and which of them a file of defaults has set."""
        super().format_options(ctx, formatter)
        if told := defaults.told(ctx):
            formatter.write_paragraph()
            formatter.write_text(told)


class Group(click.Group):
    """Commands that are found by their names in Python too, such as near_duplicates for duplicates."""

    command_class = Command
    group_class = type

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name."""
        name = cmd_name.replace("_", "-")
        found = super().get_command(ctx, name)
        also = (one for one in self.commands.values() if isinstance(one, Command) and one.also)
        return found or next((one for one in also if str(one.also).replace("_", "-") == name), None)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is typed, under its own name."""
        name, command, rest = super().resolve_command(ctx, args)
        return (command.name if command else name), command, rest


@click.group(
    cls=Group,
    epilog="\b\nTry it:\n  copydesk demo",
    invoke_without_command=True,
    context_settings=_CONTEXT,
    params=defaults.options(),
)
@click.version_option(__version__, message="copydesk %(version)s")
@click.pass_context
def copydesk(context: click.Context) -> None:
    """Ask a pile of articles what a copy desk asks of it.

    INPUT is one or more of: a .csv, .tsv, .jsonl or .parquet file with a row per article, a .txt file, a folder of any
    of these, a pattern such as 'news/**/*.csv', and - for standard input.
    """
    if context.invoked_subcommand is None:
        say(context.get_help())
