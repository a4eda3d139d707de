"""The command line: `copydesk cluster`, `quotes`, `variants`, `discrepancies`, `analyze`, `report`, `demo` and others.

Commands read files into a table (`copydesk.files`), call the same public function that a notebook would, and write
the records beside the columns of the input. Data goes to standard output or a file, progress to a terminal, and a
mistake in arguments or files is one line on standard error with exit code 2.
"""

from collections.abc import Sequence

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; `copydesk.cli.run.main` says how it ends.

    What the commands need is loaded here, so that Ctrl-C meanwhile ends like any other.
    """
    try:
        from copydesk.cli import run

        return run.main(arguments)
    except KeyboardInterrupt:
        return 130
