"""The command `copydesk`, which the others join."""

import click

from copydesk import __version__
from copydesk.cli.terminal import say


@click.group(
    epilog="\b\nTry it:\n  copydesk demo",
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, message="copydesk %(version)s")
@click.pass_context
def copydesk(context: click.Context) -> None:
    """Ask a pile of articles what a copy desk asks of it.

    INPUT is a .csv, .tsv, .jsonl or .parquet file with a row per article, a .txt file, or a folder of .txt files.
    """
    if context.invoked_subcommand is None:
        say(context.get_help())
